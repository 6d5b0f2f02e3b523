//! Requests for more time over all cases: those that wait, the first deadline on top, and those that were decided.

use docket::extension::ExtensionStage;
use docket::view::{TimeRow, TimesView};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::Due;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::{Bar, Frame, Pager, WhenShort};
use crate::words::t;

/// What stands on the page: the beginning of both lists, or a later page of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Both,
    Waiting,
    Decided,
}

const HERE: &str = "/time-requests";

pub fn show(frame: Frame, view: TimesView, part: Part) -> Page {
    Page::staff(t("Requests for more time"), move || {
        let meta = t(
            "While a customer’s first request waits, nothing that burdens them happens. Granting never shortens a deadline.",
        );
        let pager = |next: Option<String>, first: bool, word: &'static str, shown: usize| {
            let first = first.then(|| HERE.to_owned());
            (first.is_some() || next.is_some()).then(|| {
                let range = say!("{} on this page", count(shown, "request", "requests"));
                view! { <Pager range first next word /> }
            })
        };
        let on = view.next_waiting.map(|key| href(HERE, &[("after", &key)]));
        let waiting_pager = pager(on, part == Part::Waiting, t("Next"), view.waiting.len());
        let older = view.next_decided.map(|key| href(HERE, &[("before", &key)]));
        let waiting = if part == Part::Decided {
            ().into_any()
        } else if view.waiting.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No request for more time waits.")}</p>
                    <p class="empty__next">{t("Customers ask on the page of their notice. ")} <a href="/cases?view=customer">{t("Cases that await their customer")}</a></p>
                </div>
            }
            .into_any()
        } else {
            table(&frame, t("Requests that wait, the first deadline on top"), view.waiting).into_any()
        };
        let decided = (!view.decided.is_empty()).then(|| {
            let shown = view.decided.len();
            // Two lists to leaf through on one page could not be told apart by whoever hears them.
            let go_on = if part == Part::Decided {
                pager(older, true, t("Older"), shown).into_any()
            } else {
                older.map(|older| view! { <p><a href=older>{t("Older requests that were decided")}</a></p> }).into_any()
            };
            view! {
                <section class="page__section" aria-labelledby="decided">
                    <h2 id="decided">{t("Decided")}</h2>
                    {table(&frame, t("Requests that were decided, the newest first"), view.decided)}
                    {go_on}
                </section>
            }
        });
        view! {
            <Bar frame=frame.clone() here="time" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Requests for more time") meta=meta.into_any() />
                {waiting}
                {waiting_pager}
                {decided}
            </main>
        }
    })
}

fn table(frame: &Frame, caption: &'static str, rows: Vec<TimeRow>) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = rows.into_iter().map(|row| {
        let by = row.decided_by.clone().unwrap_or_default();
        let state = match &row.asked.stage {
            ExtensionStage::Waiting if row.asked.is_unconfirmed() => t("Not confirmed by the customer").to_owned(),
            ExtensionStage::Waiting => t("Waits").to_owned(),
            ExtensionStage::Granted { .. } => say!("Granted by {}", by),
            ExtensionStage::Refused { .. } => say!("Refused by {}", by),
        };
        let left = row.asked.is_waiting().then(|| view! { " " <Due at=row.stands.at now /> });
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/cases/{}/time/{}", row.case, row.asked.receipt) data-row>
                        <span class="listing__number">{row.asked.receipt.clone()}</span> {t(" for notice N-")} {row.notice}
                    </a>
                </th>
                <td role="cell"><a class="queue__link" href=format!("/cases/{}", row.case)>{row.case.clone()}</a></td>
                <td role="cell"><a class="queue__link" href=format!("/customers/{}", row.customer)><bdi>{row.customer.clone()}</bdi></a></td>
                <td role="cell" class="listing__less"><WhenShort at=row.asked.asked_at zone now /></td>
                <td role="cell"><WhenShort at=row.stands.at zone now />{left}</td>
                <td role="cell"><WhenShort at=row.asked.until.at zone now /></td>
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
                    <th role="columnheader" scope="col">{t("Request")}</th>
                    <th role="columnheader" scope="col">{t("Case")}</th>
                    <th role="columnheader" scope="col">{t("Customer")}</th>
                    <th role="columnheader" scope="col">{t("Asked")}</th>
                    <th role="columnheader" scope="col">{t("Deadline")}</th>
                    <th role="columnheader" scope="col">{t("They ask for")}</th>
                    <th role="columnheader" scope="col">{t("State")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}
