//! The outbox: every letter, how far it came, and which need a person.

use docket::desk::letters::{LetterRow, LettersView};
use docket::letter::{Cause, LetterStage, SENDING};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::{capped, count, href};
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, Pager, WhenShort};
use crate::words::{ours, t};

/// Stages as links; the first is all of them.
const STAGES: [(&str, &str); 9] = [
    ("", ours("All")),
    ("queued", ours("Queued")),
    (SENDING, ours("Sending")),
    ("unknown", ours("State unknown")),
    ("accepted", ours("Accepted")),
    ("relayed", ours("Given on")),
    ("delayed", ours("Delayed")),
    ("delivered", ours("In the mailbox")),
    ("failed", ours("Failed")),
];

pub fn show(frame: Frame, view: LettersView, stage: String, before: String) -> Page {
    Page::staff(t("Letters"), move || {
        let meta = view! {
            {t("The newest first. Times in ")} {clock_name(frame.zone, frame.now)}
            {t(". “Accepted” is what the next mail server said; whether somebody read it, no server can say. ")}
            <a href="/templates">{t("Templates of letters")}</a> ", " <a href="/mail">{t("Mail that came in")}</a>
        };
        let views = STAGES.into_iter().map(|(word, name)| {
            let current = (word == stage).then_some("page");
            let many = view.counts.iter().find(|(of, _)| *of == word).map(|(_, many)| capped(*many));
            view! {
                <a class="views__link" href=href("/letters", &[("stage", word)]) aria-current=current>
                    {t(name)} {many.map(|many| view! { " " <span class="figures">{many}</span> })}
                </a>
            }
        });
        let views = views.collect_view();
        let shown = view.rows.len();
        let list = if view.rows.is_empty() { empty(&stage).into_any() } else { table(&frame, view.rows).into_any() };
        let first = (!before.is_empty()).then(|| href("/letters", &[("stage", &stage)]));
        let next = view.next.map(|key| href("/letters", &[("stage", &stage), ("before", &key)]));
        let pager = (first.is_some() || next.is_some()).then(|| {
            view! { <Pager range=say!("{} on this page", count(shown, "letter", "letters")) first next word=t("Older") /> }
        });
        view! {
            <Bar frame=frame.clone() here="letters" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Letters") meta=meta.into_any() />
                <nav class="views" aria-label=t("Stages")>{views}</nav>
                {list}
                {pager}
            </main>
        }
    })
}

/// What the letter is about, in a word.
pub fn about(cause: &Cause) -> &'static str {
    match cause {
        Cause::Notice { .. } => t("Notice"),
        Cause::Receipt { .. } => t("Receipt"),
        Cause::Decision { .. } => t("Decision"),
        Cause::Withdrawal { .. } => t("Withdrawal"),
        Cause::Complaint { .. } => t("To a reporter"),
        Cause::Passing { .. } => t("Passed on"),
        Cause::Invitation { .. } => t("Invitation"),
        Cause::Interim { .. } => t("Interim measure"),
        Cause::Appeal { .. } => t("Appeal"),
        Cause::DataRequest { .. } => t("Request for data"),
        Cause::Time { .. } => t("More time"),
        Cause::Code { .. } => t("Code"),
        Cause::Link { .. } => t("New link"),
        Cause::Reminder { .. } => t("Reminder"),
        Cause::Later { .. } => t("Later deadline"),
        Cause::Alert { .. } => t("For the team"),
    }
}

fn table(frame: &Frame, rows: Vec<LetterRow>) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = rows.into_iter().map(|LetterRow { letter, case, sending }| {
        let tag = match letter.stage {
            LetterStage::Queued | LetterStage::Unknown { .. } if sending.is_some() => view! { <span class="tag">{t("Sending")}</span> }.into_any(),
            LetterStage::Queued => view! { <span class="tag tag--draft">{t("Queued")}</span> }.into_any(),
            LetterStage::Accepted { .. } => view! { <span class="tag">{t("Accepted")}</span> }.into_any(),
            LetterStage::Unknown { .. } => view! { <span class="tag tag--late">{t("State unknown")}</span> }.into_any(),
            LetterStage::Relayed { .. } => view! { <span class="tag">{t("Given on")}</span> }.into_any(),
            LetterStage::Delayed { .. } => view! { <span class="tag tag--late">{t("Delayed")}</span> }.into_any(),
            LetterStage::Delivered { .. } => view! { <span class="tag">{t("In the mailbox")}</span> }.into_any(),
            LetterStage::Failed { .. } | LetterStage::Returned { .. } if letter.again.is_some() => view! { <span class="tag">{t("Failed, sent again")}</span> }.into_any(),
            LetterStage::Returned { .. } => view! { <span class="tag tag--late">{t("Came back")}</span> }.into_any(),
            LetterStage::Failed { .. } => view! { <span class="tag tag--late">{t("Failed")}</span> }.into_any(),
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
            <caption class="unseen">{t("Letters, the newest first")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("Subject")}</th>
                    <th role="columnheader" scope="col">{t("To")}</th>
                    <th role="columnheader" scope="col">{t("Stage")}</th>
                    <th role="columnheader" scope="col" aria-sort="descending">{t("Queued")} <span aria-hidden="true">" ↓"</span></th>
                    <th role="columnheader" scope="col">{t("About")}</th>
                    <th role="columnheader" scope="col">{t("Case")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}

fn empty(stage: &str) -> impl IntoView + use<> {
    let (why, next) = match stage {
        "" => (t("No letter has been written yet."), view! { {t("A notice makes the first one. ")} <a href="/cases">{t("Look at the cases")}</a> }.into_any()),
        "failed" => (t("No letter has failed."), view! { {t("Every letter was taken by the next mail server, or waits its turn. ")} <a href="/letters">{t("Show all letters")}</a> }.into_any()),
        "queued" => (t("No letter is waiting."), view! { {t("The outbox is looked at every second. ")} <a href="/letters">{t("Show all letters")}</a> }.into_any()),
        SENDING => (t("No letter is with the mail server just now."), view! { {t("A letter is here only until the mail server has answered. ")} <a href="/letters">{t("Show all letters")}</a> }.into_any()),
        _ => (t("No letter is at this stage."), view! { <a href="/letters">{t("Show all letters")}</a> }.into_any()),
    };
    view! {
        <div class="empty">
            <p class="empty__why">{why}</p>
            <p class="empty__next">{next}</p>
        </div>
    }
}
