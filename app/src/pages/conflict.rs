//! Two people at once: the second is told what changed since, keeps what they typed, and sends it again with one click.

use docket::view::TimelineItem;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::timeline::Timeline;
use crate::ui::{Bar, Frame};
use crate::words::t;

pub struct ConflictView {
    pub number: String,
    /// Where the form goes.
    pub path: String,
    /// Everything that was sent, the version replaced by the newest.
    pub fields: Vec<(String, String)>,
    pub changes: Vec<TimelineItem>,
}

/// Fields that carry no words of a person's.
const QUIET: [&str; 3] = ["command_id", "version", "stale"];

pub fn show(frame: Frame, view: ConflictView) -> Page {
    Page::staff(t("Somebody was faster"), move || {
        let number = view.number.clone();
        let hidden = view.fields.iter().map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone() /> }
        });
        let hidden = hidden.collect_view();
        let typed = view
            .fields
            .iter()
            .filter(|(name, value)| !QUIET.contains(&name.as_str()) && !value.trim().is_empty())
            .map(|(name, value)| {
                view! {
                    <div class="summary__row"><dt>{spoken(name)}</dt> <dd class="conflict__typed">{value.clone()}</dd></div>
                }
            })
            .collect::<Vec<_>>();
        let typed = if typed.is_empty() {
            view! { <p>{t("You typed nothing: the button alone was pressed.")}</p> }.into_any()
        } else {
            view! { <dl class="summary">{typed}</dl> }.into_any()
        };
        let case = format!("/cases/{number}");
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back=(case.clone(), number.clone()) title=t("Somebody changed this case while you were writing") />
                <div class="heed heed--urgent" role="alert">
                    <p class="heed__title">{t("Nothing was recorded, and nothing of yours is lost.")}</p>
                    <p>{t("Look at what changed. If it is still right, send it again as it is.")}</p>
                    <form class="heed__acts" method="post" action=view.path>
                        {hidden}
                        <button class="button button--primary">{t("Send it again")}</button>
                        <a class="button" href=case>{t("Leave it, open the case")}</a>
                    </form>
                </div>
                <section class="page__section timeline" aria-labelledby="changed">
                    <h2 id="changed">{t("What changed since you opened the page")}</h2>
                    <Timeline items=view.changes zone=frame.zone />
                </section>
                <section class="page__section" aria-labelledby="typed">
                    <h2 id="typed">{t("What you sent")}</h2>
                    {typed}
                </section>
            </main>
        }
    })
    .status(axum::http::StatusCode::CONFLICT)
}

/// "requirement_1" as people say it.
fn spoken(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
