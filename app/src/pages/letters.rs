//! The outbox: every letter, how far it came, and which need a person.

use docket::desk::letters::{LetterRow, LettersView};
use docket::letter::{Cause, LetterStage};
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::list::{capped, count, href};
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, Pager, WhenShort};

/// Stages as links; the first is all of them.
const STAGES: [(&str, &str); 4] = [("", "All"), ("queued", "Queued"), ("accepted", "Accepted"), ("failed", "Failed")];

pub fn show(frame: Frame, view: LettersView, stage: String, before: String) -> Page {
    Page::staff("Letters", move || {
        let meta = view! {
            "The newest first. Times in " {clock_name(frame.zone, frame.now)}
            ". “Accepted” is what the next mail server said; whether somebody read it, no server can say. "
            <a href="/templates">"Templates of letters"</a>
        };
        let views = STAGES.into_iter().map(|(word, name)| {
            let current = (word == stage).then_some("page");
            let many = view.counts.iter().find(|(of, _)| *of == word).map(|(_, many)| capped(*many));
            view! {
                <a class="views__link" href=href("/letters", &[("stage", word)]) aria-current=current>
                    {name} {many.map(|many| view! { " " <span class="figures">{many}</span> })}
                </a>
            }
        });
        let views = views.collect_view();
        let shown = view.rows.len();
        let list = if view.rows.is_empty() { empty(&stage).into_any() } else { table(&frame, view.rows).into_any() };
        let first = (!before.is_empty()).then(|| href("/letters", &[("stage", &stage)]));
        let next = view.next.map(|key| href("/letters", &[("stage", &stage), ("before", &key)]));
        let pager = (first.is_some() || next.is_some()).then(|| {
            view! { <Pager range=format!("{} on this page", count(shown, "letter", "letters")) first next word="Older" /> }
        });
        view! {
            <Bar frame=frame.clone() here="letters" />
            <main class="page" id="main" tabindex="-1">
                <Head title="Letters" meta=meta.into_any() />
                <nav class="views" aria-label="Stages">{views}</nav>
                {list}
                {pager}
            </main>
        }
    })
}

/// What the letter is about, in a word.
pub fn about(cause: &Cause) -> &'static str {
    match cause {
        Cause::Notice { .. } => "Notice",
        Cause::Receipt { .. } => "Receipt",
        Cause::Decision { .. } => "Decision",
        Cause::Withdrawal { .. } => "Withdrawal",
        #[allow(unreachable_patterns, reason = "other causes come with other letters")]
        _ => "Letter",
    }
}

fn table(frame: &Frame, rows: Vec<LetterRow>) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = rows.into_iter().map(|LetterRow { letter, case }| {
        let tag = match letter.stage {
            LetterStage::Queued => view! { <span class="tag tag--draft">"Queued"</span> }.into_any(),
            LetterStage::Accepted { .. } => view! { <span class="tag">"Accepted"</span> }.into_any(),
            LetterStage::Failed { .. } if letter.again.is_some() => view! { <span class="tag">"Failed, sent again"</span> }.into_any(),
            LetterStage::Failed { .. } => view! { <span class="tag tag--late">"Failed"</span> }.into_any(),
        };
        let case = case.map(|case| view! { <a class="queue__link" href=format!("/cases/{case}")>{case.clone()}</a> });
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/letters/{}", letter.id) data-row lang=letter.language.code()>{letter.subject.show().to_owned()}</a>
                </th>
                <td role="cell"><bdi>{letter.to.show().to_owned()}</bdi></td>
                <td role="cell">{tag}</td>
                <td role="cell"><WhenShort at=letter.queued_at zone now /></td>
                <td role="cell" class="listing__less">{about(&letter.cause)}</td>
                <td role="cell">{case}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="listing" role="table">
            <caption class="unseen">"Letters, the newest first"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"Subject"</th>
                    <th role="columnheader" scope="col">"To"</th>
                    <th role="columnheader" scope="col">"Stage"</th>
                    <th role="columnheader" scope="col" aria-sort="descending">"Queued" <span aria-hidden="true">" ↓"</span></th>
                    <th role="columnheader" scope="col">"About"</th>
                    <th role="columnheader" scope="col">"Case"</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}

fn empty(stage: &str) -> impl IntoView + use<> {
    let (why, next) = match stage {
        "" => ("No letter has been written yet.", view! { "A notice makes the first one. " <a href="/cases">"Look at the cases"</a> }.into_any()),
        "failed" => ("No letter has failed.", view! { "Every letter was taken by the next mail server, or waits its turn. " <a href="/letters">"Show all letters"</a> }.into_any()),
        "queued" => ("No letter is waiting.", view! { "The outbox is looked at every second. " <a href="/letters">"Show all letters"</a> }.into_any()),
        _ => ("No letter is at this stage.", view! { <a href="/letters">"Show all letters"</a> }.into_any()),
    };
    view! {
        <div class="empty">
            <p class="empty__why">{why}</p>
            <p class="empty__next">{next}</p>
        </div>
    }
}
