//! One letter: how far it came, and the bytes that left.

use docket::desk::letters::{LetterView, SendAgain};
use docket::letter::{Cause, LetterStage};
use docket::people::Act;
use docket::time::zone::Zone;
use docket::words::Language;
use leptos::prelude::*;

use super::letters::about;
use crate::render::Page;
use crate::ui::bytes::MailBytes;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::list::escaped;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden};

pub fn show(frame: Frame, view: LetterView, form: FormState) -> Page {
    let title = format!("Letter: {}", view.row.letter.subject.show());
    Page::staff(title, move || {
        let zone = frame.zone;
        let letter = view.row.letter.clone();
        let frozen = matches!(letter.stage, LetterStage::Accepted { .. });
        let back = ("/letters".to_owned(), "Letters".to_owned());
        let meta =
            view! { "To " <bdi>{letter.to.show().to_owned()}</bdi> ", queued " <When at=letter.queued_at zone /> "." };
        let refused = form.is_refused().then(|| view! { <ErrorSummary form=form.clone() /> });
        let failed = match &letter.stage {
            LetterStage::Failed { at, problem } => {
                Some(failed(&frame, &view, *at, problem.clone(), form.clone()).into_any())
            }
            _ => None,
        };
        let heading = if frozen { "The bytes that left" } else { "The bytes that would leave" };
        view! {
            <Bar frame=frame.clone() here="letters" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back title=letter.subject.show().to_owned() meta=meta.into_any() />
                <div>
                    {refused}
                    {failed}
                    <section class="page__section" aria-labelledby="bytes">
                        <h2 id="bytes">{heading}</h2>
                        <p class="soft">"Headers as they stand, bodies decoded from quoted-printable. The secret part of the customer’s link is covered. Nothing here is rendered, and nothing is loaded."</p>
                        <MailBytes bytes=view.bytes frozen />
                    </section>
                </div>
                <aside class="page__rail side" aria-label="Facts">{rail(&view.row, zone)}</aside>
            </main>
        }
    })
}

fn failed(
    frame: &Frame,
    view: &LetterView,
    at: docket::time::Moment,
    problem: String,
    form: FormState,
) -> impl IntoView + use<> {
    let letter = &view.row.letter;
    let zone = frame.zone;
    let again = letter.again.map(|again| {
        view! { <p><a href=format!("/letters/{again}")>"It was sent again, as a new letter."</a></p> }
    });
    // A code is good once: whoever needs one asks for it on their page.
    let code = matches!(letter.cause, Cause::Code { .. });
    let may = letter.again.is_none() && !code && frame.who.may(Act::WorkCases);
    let act = may.then(|| {
        view! {
            <form method="post" action=format!("/letters/{}/again", letter.id)>
                <Hidden form />
                <button class="button">"Send it again"</button>
            </form>
        }
    });
    let effect = may.then(|| view.notice.as_ref().map(|notice| deadline(notice, frame))).flatten();
    view! {
        <section class="heed heed--late" aria-labelledby="failed">
            <h2 class="heed__title" id="failed">"It could not be delivered"</h2>
            <p><When at zone /> ": “" <span class="mono">{problem}</span> "”"</p>
            {again}
            {effect}
            <div class="heed__acts">{act}</div>
        </section>
    }
}

/// What sending again does to the time that was promised: it is said before it is pressed.
fn deadline(notice: &SendAgain, frame: &Frame) -> impl IntoView + use<> {
    let late = frame.now > notice.promised_from;
    let from = frame.zone.show(notice.promised_from, Language::En).long;
    let words = if late {
        format!(
            "The deadline of {} stays {}. It is now too late for the whole time that was promised (counted from {from}), so nothing can be switched off on the strength of this letter alone: a notice that replaces it, with a later deadline, can.",
            notice.code, notice.deadline.wall
        )
    } else {
        format!(
            "The deadline of {} stays {}. If the letter is accepted by {from}, the customer has all the time that was promised.",
            notice.code, notice.deadline.wall
        )
    };
    view! { <p>"A new letter leaves, with its own number and the same words and link. " {words}</p> }
}

fn rail(row: &docket::desk::letters::LetterRow, zone: Zone) -> impl IntoView + use<> {
    let letter = &row.letter;
    let mut facts = vec![
        fact("About", about(&letter.cause)),
        fact("Language", letter.language.own_name()),
        fact("Message-ID", view! { <code>{letter.message_id.clone()}</code> }),
    ];
    if let Some(case) = row.case.clone() {
        facts.push(fact("Case", view! { <a href=format!("/cases/{case}")>{case.clone()}</a> }));
    }
    if let Some(before) = letter.again_of {
        facts.push(fact(
            "Sent again in place of",
            view! { <a href=format!("/letters/{before}")>"the one that failed"</a> },
        ));
    }
    let mut download = None;
    match &letter.stage {
        LetterStage::Queued => facts.push(fact("Stage", "In the outbox")),
        LetterStage::Accepted { at, bytes, response } => {
            facts.push(fact("Accepted", zone.show(*at, Language::En).long));
            facts.push(fact("The server said", view! { <span class="mono">{response.clone()}</span> }));
            facts.push(fact("Bytes", view! { <code>{bytes[..bytes.len().min(12)].to_owned()} "…"</code> }));
            let name = format!("{}.eml", letter.id);
            let href = format!("/evidence/{bytes}?name={}", escaped(&name));
            download = Some(
                view! { <p><a href=href download=name>"Download the .eml file"</a></p> <p class="soft">"It holds the customer’s link: keep it in the house."</p> },
            );
        }
        LetterStage::Failed { at, .. } => facts.push(fact("Failed", zone.show(*at, Language::En).long)),
    }
    view! {
        <h2 class="section-title">"Facts"</h2>
        <Facts facts />
        {download}
    }
}
