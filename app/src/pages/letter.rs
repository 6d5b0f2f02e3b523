//! One letter: how far it came, and the bytes that left.

use docket::desk::letters::{LetterView, SendAgain};
use docket::letter::{Cause, Letter, LetterStage};
use docket::people::Act;
use docket::time::zone::Zone;
use leptos::prelude::*;

use super::letters::about;
use crate::render::Page;
use crate::say;
use crate::ui::bytes::MailBytes;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::list::escaped;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden};
use crate::words::{language, t};

pub fn show(frame: Frame, view: LetterView, form: FormState) -> Page {
    let title = say!("Letter: {}", view.row.letter.subject.show());
    Page::staff(title, move || {
        let zone = frame.zone;
        let letter = view.row.letter.clone();
        let frozen = letter.left().is_some();
        let back = ("/letters".to_owned(), t("Letters").to_owned());
        let meta = view! { {t("To ")} <bdi>{letter.to.show().to_owned()}</bdi> {t(", queued ")} <When at=letter.queued_at zone /> "." };
        let refused = form.is_refused().then(|| view! { <ErrorSummary form=form.clone() /> });
        let failed = letter
            .failure()
            .map(|(at, problem)| failed(&frame, &view, at, problem.to_owned(), form.clone()).into_any());
        let news = news(&letter, zone);
        let heading = if frozen { t("The bytes that left") } else { t("The bytes that would leave") };
        view! {
            <Bar frame=frame.clone() here="letters" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back title=letter.subject.show().to_owned() meta=meta.into_any() />
                <div>
                    {refused}
                    {failed}
                    {news}
                    {handed_again(&letter.handed_again, zone)}
                    <section class="page__section" aria-labelledby="bytes">
                        <h2 id="bytes">{heading}</h2>
                        <p class="soft">{t("Headers as they stand, bodies decoded from quoted-printable. The secret part of the customer’s link is covered. Nothing here is rendered, and nothing is loaded.")}</p>
                        <MailBytes bytes=view.bytes frozen />
                    </section>
                </div>
                <aside class="page__rail side" aria-label=t("Facts")>{rail(&view.row, zone)}</aside>
            </main>
        }
    })
}

/// Hand-overs whose end nobody knows.
fn handed_again(begun: &[docket::time::Moment], zone: Zone) -> Option<impl IntoView + use<>> {
    let last = *begun.last()?;
    Some(view! {
        <section class="heed" aria-labelledby="handed-again">
            <h2 class="heed__title" id="handed-again">{t("It may have arrived twice")}</h2>
            <p>{t("A hand-over of this letter broke off, ")} <When at=last zone /> {t(". The same bytes were handed over once more, under the same Message-ID, so that whoever gets both reads one.")}</p>
        </section>
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
        view! { <p><a href=format!("/letters/{again}")>{t("It was sent again, as a new letter.")}</a></p> }
    });
    // A code is good once: whoever needs one asks for it on their page.
    let code = matches!(letter.cause, Cause::Code { .. });
    // The link of a letter that was taken is known to nobody any more: a new one is sent from the page of the notice.
    let gone = letter.left().is_some() && letter.cause.brings_a_link();
    let may = letter.again.is_none() && !code && !gone && frame.who.may(Act::WorkCases);
    let act = may.then(|| {
        view! {
            <form method="post" action=format!("/letters/{}/again", letter.id)>
                <Hidden form />
                <button class="button">{t("Send it again")}</button>
            </form>
        }
    });
    let effect = may.then(|| view.notice.as_ref().map(|notice| deadline(notice, frame))).flatten();
    view! {
        <section class="heed heed--late" aria-labelledby="failed">
            <h2 class="heed__title" id="failed">{t("It could not be delivered")}</h2>
            <p><When at zone /> ": “" <span class="mono">{problem}</span> "”"</p>
            {again}
            {gone.then(|| view! { <p>{t("Its link exists nowhere any more, so it cannot be sent again. Correct the contact’s address, then send them a new link from the page of the notice.")}</p> })}
            {effect}
            <div class="heed__acts">{act}</div>
        </section>
    }
}

/// What mail servers said of it after they had taken it.
fn news(letter: &Letter, zone: Zone) -> Option<AnyView> {
    if letter.news.is_empty() {
        return None;
    }
    let rows = letter.news.iter().map(|news| {
        let status = (!news.status.is_empty()).then(|| format!(" ({})", news.status));
        let (at, number) = (news.at, news.mail_number);
        view! {
            <li class="entries__item">
                <div class="entries__body">
                    <h3 class="entries__title"><a href=format!("/mail/{number}")>"ML-" {number}</a> ": " {t(news.action.word())} {status}</h3>
                    <p class="entries__meta"><When at zone /> ". " <span class="mono">{news.said.show().to_owned()}</span></p>
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section class="page__section" aria-labelledby="news">
                <h2 id="news">{t("What mail servers reported")}</h2>
                <ul class="entries">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// What sending again does to the time that was promised: it is said before it is pressed.
fn deadline(notice: &SendAgain, frame: &Frame) -> impl IntoView + use<> {
    let late = frame.now > notice.promised_from;
    let from = frame.zone.show(notice.promised_from, language()).long;
    let words = if late {
        say!(
            "The deadline of {} stays {}. It is now too late for the whole time that was promised (counted from {}), so nothing can be switched off on the strength of this letter alone: a notice that replaces it, with a later deadline, can.",
            notice.code,
            notice.deadline.wall,
            from
        )
    } else {
        say!(
            "The deadline of {} stays {}. If the letter is accepted by {}, the customer has all the time that was promised.",
            notice.code,
            notice.deadline.wall,
            from
        )
    };
    view! { <p>{t("A new letter leaves, with its own number and the same words and link. ")} {words}</p> }
}

fn rail(row: &docket::desk::letters::LetterRow, zone: Zone) -> impl IntoView + use<> {
    let letter = &row.letter;
    let mut facts = vec![
        fact(t("About"), about(&letter.cause)),
        fact(t("Language"), letter.language.own_name()),
        fact(t("Message-ID"), view! { <code>{letter.message_id.clone()}</code> }),
    ];
    if let Some(case) = row.case.clone() {
        facts.push(fact(t("Case"), view! { <a href=format!("/cases/{case}")>{case.clone()}</a> }));
    }
    if let Some(before) = letter.again_of {
        facts.push(fact(
            t("Sent again in place of"),
            view! { <a href=format!("/letters/{before}")>{t("the one that failed")}</a> },
        ));
    }
    if let Some(since) = row.sending.filter(|_| letter.stage.waits()) {
        facts.push(fact(
            t("Sending"),
            say!("With the mail server since {}; it has not answered yet", zone.show(since, language()).long),
        ));
    }
    let mut download = None;
    match &letter.stage {
        LetterStage::Queued => facts.push(fact(t("Stage"), t("In the outbox"))),
        LetterStage::Unknown { problem, .. } => {
            facts.push(fact(t("Stage"), t("Nobody knows whether it was taken; it is offered again")));
            facts.push(fact(t("What happened"), view! { <span class="mono">{problem.clone()}</span> }));
        }
        _ => {}
    }
    if let Some(docket::letter::Left { at, bytes, response }) = letter.left() {
        facts.push(fact(t("Accepted"), zone.show(at, language()).long));
        facts.push(fact(t("The server said"), view! { <span class="mono">{response.clone()}</span> }));
        facts.push(fact(t("Bytes"), view! { <code>{bytes[..bytes.len().min(12)].to_owned()} "…"</code> }));
        let name = format!("{}.eml", letter.id);
        let href = format!("/evidence/{bytes}?name={}", escaped(&name));
        download = Some(
            view! { <p><a href=href download=name>{t("Download the .eml file")}</a></p> <p class="soft">{t("The reader’s own link was left out when it was kept. Keep the file in the house all the same.")}</p> },
        );
    }
    if let Some(way) = &letter.way {
        facts.push(fact(t("Handed to"), view! { <span class="mono">{way.host.clone()}</span> }));
        facts.push(fact(t("On the way"), if way.tls { t("Encrypted (TLS)") } else { t("Not encrypted") }));
        facts.push(fact(t("Reports"), if way.asked { t("Asked for") } else { t("Not offered by the server") }));
    }
    if let Some((at, _)) = letter.failure() {
        facts.push(fact(t("Failed"), zone.show(at, language()).long));
    }
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
        {download}
    }
}
