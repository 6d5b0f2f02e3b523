//! The receipt of an answer on paper: when it arrived, how that stands to the deadline, and what was sent, word for word.

use docket::desk::public::ReceiptSheet;
use docket::notice::{Answer, Notice, Part, Stance};
use docket::time::left_words;
use docket::words::Language;
use leptos::prelude::*;

use super::Letterhead;
use super::parts::{fact, grouped, head, promised, recorded};
use crate::public_pages::parts::{as_written, day_in_words, own_language, paragraphs, size, zone_of};
use crate::public_pages::words::{ReceiptWords, paper as words_of, receipt as receipt_words};

pub fn receipt(sheet: &ReceiptSheet, from: &Letterhead) -> String {
    let (sheet, from) = (sheet.clone(), from.clone());
    let (words, printed) = (receipt_words(from.language), words_of(from.language));
    super::document_in(from.language, (words.title)(&sheet.answer.receipt), move || {
        let ReceiptSheet { notice, answer, .. } = &sheet;
        let what = format!("{} {}, {}", words.kicker, notice.code, (printed.to_account)(&sheet.handle));
        view! {
            {head(&from, what, (words.title)(&answer.receipt), None)}
            {arrived(words, &sheet, &from)}
            {answer.is_unconfirmed().then(|| view! { <p><strong>{words.unconfirmed}</strong></p> })}
            <h2>{words.sent}</h2>
            {sent(words, notice, answer, from.language)}
            {files(words, answer, from.language)}
            <h2>{words.next}</h2>
            <p>{words.next_text}</p>
            {genuine(words, &sheet, &from)}
        }
    })
}

fn arrived(words: &'static ReceiptWords, sheet: &ReceiptSheet, from: &Letterhead) -> impl IntoView + use<> {
    let ReceiptSheet { notice, handle, answer, .. } = sheet;
    let (printed, language) = (words_of(from.language), from.language);
    let zone = zone_of(&notice.deadline);
    let span = left_words(answer.margin.saturating_abs(), language);
    let margin = match answer.margin {
        0 => words.at_the_instant.to_owned(),
        1.. => (words.before)(&span),
        _ => (words.after)(&span),
    };
    // The one that ran when it arrived: time that was given since did not make it early.
    let ran = notice.superseded.iter().chain([&notice.deadline]);
    let ran = ran.into_iter().find(|one| one.at.minus(answer.received_at) == answer.margin);
    let deadline = ran.map(|one| promised(printed.the_deadline, printed.in_utc, one, language));
    let signer = [answer.signer.show(), answer.signer_role.show()];
    let signer: Vec<&str> = signer.into_iter().filter(|part| !part.is_empty()).collect();
    view! {
        <dl>
            {fact(words.received, view! { <strong>{recorded(answer.received_at, zone, language)}</strong> })}
            {deadline}
            {fact(words.notice, view! { <code>{notice.code.clone()}</code> })}
            {fact(words.account, handle.clone())}
            {fact(words.signed_by, signer.join(", "))}
        </dl>
        <p><strong>{margin}</strong></p>
    }
}

/// Each requirement as it was asked, with what was said about it.
fn sent(words: &'static ReceiptWords, notice: &Notice, answer: &Answer, language: Language) -> impl IntoView + use<> {
    let own = own_language(notice.text.language, language);
    let items: Vec<AnyView> = answer
        .parts
        .iter()
        .map(|part| {
            let asked = notice.text.requirements.iter().find(|requirement| requirement.number == part.requirement);
            let asked = asked.map(|requirement| paragraphs(requirement.text.show()));
            view! { <li><div class="soft" lang=own>{asked}</div> {said(words, part, language)}</li> }.into_any()
        })
        .collect();
    view! { <ol>{items}</ol> }
}

fn said(words: &'static ReceiptWords, part: &Part, language: Language) -> AnyView {
    if part.stance == Stance::Silent && part.text.show().is_empty() {
        return view! { <p>{words.silent}</p> }.into_any();
    }
    let by = part.by_date.as_ref().map(|day| view! { ". " {words.by} " " {day_in_words(day, language)} });
    view! {
        <p><strong>{part.stance.name(language)}</strong> {by}</p>
        <blockquote>{as_written(part.text.show())}</blockquote>
    }
    .into_any()
}

fn files(words: &'static ReceiptWords, answer: &Answer, language: Language) -> Option<AnyView> {
    if answer.files.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = answer
        .files
        .iter()
        .map(|file| {
            view! {
                <li>
                    {file.name.show().to_owned()} ", " {size(file.size, language)}
                    <br />
                    "SHA-256 " {grouped(&file.sha256)}
                </li>
            }
            .into_any()
        })
        .collect();
    Some(view! { <h2>{words.files}</h2> <ul>{items}</ul> }.into_any())
}

fn genuine(words: &'static ReceiptWords, sheet: &ReceiptSheet, from: &Letterhead) -> impl IntoView + use<> {
    let printed = words_of(from.language);
    let entry = sheet
        .entry
        .as_ref()
        .map(|entry| fact(words.ledger, view! { {(words.entry)(entry.seq)} ", " {grouped(&entry.leaf_hash)} }));
    view! {
        <h2>{printed.check_paper}</h2>
        <p>{(printed.receipt_checked)(&from.provider, &from.phone)}</p>
        <dl>
            {fact(words.number, view! { <code>{sheet.answer.receipt.clone()}</code> })}
            {fact(words.fingerprint, grouped(&sheet.answer.content_hash))}
            {entry}
        </dl>
        <p class="soft">{words.fingerprint_why}</p>
    }
}
