//! What waits for the reader, and what waits for the rest of the team: the most pressing on top.

use docket::desk::alerts::{ForYouView, WaitsRow};
use docket::desk::retention::ToConfirm;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::due::Due;
use crate::ui::head::Head;
use crate::ui::table::Listing;
use crate::ui::{Bar, Frame, WhenShort};
use crate::words::t;

pub fn show(frame: Frame, view: ForYouView) -> Page {
    Page::staff(t("For you"), move || {
        let meta = t("What waits for somebody. Whoever owns a case is told first, the leads later.");
        let confirm = confirm(&frame, &view.to_confirm);
        let yours = if view.yours.is_empty() && confirm.is_some() {
            ().into_any()
        } else if view.yours.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("Nothing waits for you.")}</p>
                    <p class="empty__next"><a href="/inbox">{t("New complaints")}</a></p>
                </div>
            }
            .into_any()
        } else {
            table(&frame, t("What waits for you, the most pressing on top"), view.yours)
        };
        let others = (!view.others.is_empty()).then(|| {
            view! {
                <section class="page__section" aria-labelledby="others">
                    <h2 id="others">{t("What waits for the others")}</h2>
                    {table(&frame, t("What waits for the others, the most pressing on top"), view.others)}
                </section>
            }
        });
        view! {
            <Bar frame=frame.clone() here="you" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("For you") meta=meta.into_any() />
                {yours}
                {confirm}
                {others}
            </main>
        }
    })
}

/// What goes for good once somebody who may has looked at it.
fn confirm(frame: &Frame, all: &[ToConfirm]) -> Option<AnyView> {
    let (zone, now) = (frame.zone, frame.now);
    let rows: Vec<_> = all
        .iter()
        .map(|one| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">
                        <a href=one.href.clone() data-row><span class="listing__number">{one.number.clone()}</span> " " {t(one.name)}</a>
                    </th>
                    <td role="cell"><WhenShort at=one.since zone now /></td>
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="page__section" aria-labelledby="to-confirm">
                <h2 id="to-confirm">{t("To be destroyed or erased, once you confirm it")}</h2>
                <Listing caption=t("To be destroyed or erased, the oldest first") heads=vec![t("What"), t("Since")]>{rows}</Listing>
            </section>
        }
        .into_any()
    })
}

fn table(frame: &Frame, caption: &'static str, rows: Vec<WaitsRow>) -> AnyView {
    let (zone, now) = (frame.zone, frame.now);
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let class = if row.step > 1 { "tag tag--late" } else { "tag" };
            let told = match row.step {
                0 => t("New"),
                1 => t("Waits"),
                _ => t("Waits too long"),
            };
            let by = row.about.by.map(|at| view! { <WhenShort at zone now /> " " <Due at now /> });
            let case = row.case.map(|(number, handle)| {
                view! {
                    <a class="queue__link" href=format!("/cases/{number}")>{number.clone()}</a> ", "
                    <a class="queue__link" href=format!("/customers/{handle}")><bdi>{handle.clone()}</bdi></a>
                }
            });
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">
                        <a href=row.about.path.clone() data-row>{t(row.what.name())} ": " <bdi>{row.about.name.clone()}</bdi></a>
                    </th>
                    <td role="cell">{case}</td>
                    <td role="cell" class="listing__less">{row.owner.clone().unwrap_or_else(|| t("Nobody").to_owned())}</td>
                    <td role="cell"><WhenShort at=row.since zone now /></td>
                    <td role="cell">{by}</td>
                    <td role="cell"><span class=class>{told}</span></td>
                </tr>
            }
        })
        .collect();
    let heads = vec![t("What"), t("Case"), t("Owner"), t("Since"), t("By"), t("State")];
    view! { <Listing caption heads>{rows}</Listing> }.into_any()
}
