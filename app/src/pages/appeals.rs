//! Appeals: those that wait, the first due on top, and those that were decided.

use docket::appeal::AppealStage;
use docket::view::{AppealRow, AppealsView};
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::{Bar, Frame, WhenShort};
use crate::words::{language, t};

pub fn show(frame: Frame, view: AppealsView) -> Page {
    Page::staff(t("Appeals"), move || {
        let meta = t("Each is decided, with reasons, by somebody who neither proposed nor approved the decision.");
        let waiting = if view.waiting.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No appeal waits.")}</p>
                    <p class="empty__next">{t("Customers appeal on the page of their notice. What came by mail or telephone is written down on its decision. ")} <a href="/decisions?stage=in_force">{t("Decisions in force")}</a></p>
                </div>
            }
            .into_any()
        } else {
            table(&frame, t("Appeals that wait, the first due on top"), view.waiting).into_any()
        };
        let decided = (!view.decided.is_empty()).then(|| {
            view! {
                <section class="page__section" aria-labelledby="decided">
                    <h2 id="decided">{t("Decided")}</h2>
                    {table(&frame, t("Appeals that were decided"), view.decided)}
                </section>
            }
        });
        view! {
            <Bar frame=frame.clone() here="appeals" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Appeals") meta=meta.into_any() />
                {waiting}
                {decided}
            </main>
        }
    })
}

fn table(frame: &Frame, caption: &'static str, rows: Vec<AppealRow>) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = rows.into_iter().map(|row| {
        let state = match &row.appeal.stage {
            AppealStage::Waiting => row.assigned_to.clone().unwrap_or_else(|| t("Nobody has taken it").to_owned()),
            AppealStage::Decided { verdict, .. } => verdict.name(language()).to_owned(),
        };
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/appeals/{}", row.appeal.number) data-row>
                        <span class="listing__number">"AP-" {row.appeal.number}</span> {t(" against D-")} {row.appeal.decision_number}
                    </a>
                </th>
                <td role="cell"><a class="queue__link" href=format!("/cases/{}", row.case)>{row.case.clone()}</a></td>
                <td role="cell"><a class="queue__link" href=format!("/customers/{}", row.customer)><bdi>{row.customer.clone()}</bdi></a></td>
                <td role="cell" class="listing__less"><WhenShort at=row.appeal.filed_at zone now /></td>
                <td role="cell"><WhenShort at=row.appeal.due zone now /></td>
                <td role="cell">{state}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="listing" role="table">
            <caption class="unseen">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("Appeal")}</th>
                    <th role="columnheader" scope="col">{t("Case")}</th>
                    <th role="columnheader" scope="col">{t("Customer")}</th>
                    <th role="columnheader" scope="col">{t("Received")}</th>
                    <th role="columnheader" scope="col">{t("Due")}</th>
                    <th role="columnheader" scope="col">{t("With")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}
