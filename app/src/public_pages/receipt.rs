//! The receipt: when an answer arrived, to the second, how that stands to the deadline, and what was sent, word for word.

use docket::desk::public::ReceiptSheet;
use docket::notice::{Answer, Notice, NoticeStage, Part, Stance};
use docket::time::left_words;
use docket::time::zone::Zone;
use docket::words::Language;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{ReceiptWords, receipt as words_of};
use crate::render::Page;

/// `notice_path` is where the notice is read.
pub fn show(reader: Reader, notice_path: String, sheet: ReceiptSheet) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    Page::public((words.title)(&sheet.answer.receipt), reader.provider.clone(), move || {
        let ReceiptSheet { notice, answer, .. } = &sheet;
        let path = format!("{notice_path}/receipts/{}", answer.receipt);
        let running = matches!(notice.stage, NoticeStage::Sent { .. });
        let entry = sheet.entry.as_ref().map(|entry| (words.entry)(entry.seq)).unwrap_or_default();
        let unconfirmed = answer.is_unconfirmed().then(|| {
            let href = reader.href(&format!("{notice_path}/code/{}", answer.receipt));
            view! {
                <div class="heed heed--urgent">
                    <p>{words.unconfirmed}</p>
                    <p class="heed__acts"><a class="button" href=href>{words.confirm_code}</a></p>
                </div>
            }
        });
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p class="once-printed">{reader.provider.clone()} " · " {notice.code.clone()} " · " {answer.receipt.clone()} " · " {entry}</p>
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{notice.code.clone()}</span></p>
                    <h1>{words.heading}</h1>
                </div>
                {stamp(words, &reader, &sheet, &path)}
                {unconfirmed}
                <p>{words.keep}</p>
                <p>{reader.paper(&format!("{path}/receipt"))}</p>
                <div class="sheet__acts">
                    {running.then(|| view! {
                        <a class="button" href=reader.href(&format!("{notice_path}/answer"))>{words.add}</a>
                    })}
                    <a href=reader.href(&notice_path)>{words.back}</a>
                </div>
                {sent(words, &reader, notice, answer)}
                {files(words, reader.language, answer)}
                <section class="part" aria-labelledby="next">
                    <h2 id="next">{words.next}</h2>
                    <p>{words.next_text}</p>
                </section>
                <footer class="sheet__foot"><p>{words.foot} " " {telephone(&reader.phone)}</p></footer>
            </main>
        }
    })
    .lang(lang)
}

fn stamp(words: &'static ReceiptWords, reader: &Reader, sheet: &ReceiptSheet, path: &str) -> impl IntoView + use<> {
    let ReceiptSheet { notice, handle, answer, entry, proven } = sheet;
    let language = reader.language;
    let zone = zone_of(&notice.deadline);
    let wall = to_the_second(answer.received_at, zone, language);
    let utc = to_the_second(answer.received_at, Zone::UTC, language);
    let utc = (utc != wall).then(|| view! { <p class="soft">{utc}</p> });
    let span = left_words(answer.margin.saturating_abs(), language);
    let margin = match answer.margin {
        0 => words.at_the_instant.to_owned(),
        1.. => (words.before)(&span),
        _ => (words.after)(&span),
    };
    let signer = [answer.signer.show(), answer.signer_role.show()];
    let signer: Vec<&str> = signer.into_iter().filter(|part| !part.is_empty()).collect();
    let proof = match (entry, proven) {
        (None, _) => None,
        (Some(_), false) => Some(view! { <p class="soft">{words.proof_soon}</p> }.into_any()),
        (Some(_), true) => {
            let href = reader.href(&format!("{path}/proof"));
            Some(
                view! {
                    <p><a class="button button--quiet" href=href download>{words.proof}</a></p>
                    <p class="soft">{words.proof_why}</p>
                }
                .into_any(),
            )
        }
    };
    let entry = entry.as_ref().map(|entry| {
        view! { <dt>{words.ledger}</dt><dd>{(words.entry)(entry.seq)} ", " {hash(&entry.leaf_hash)}</dd> }
    });
    view! {
        <section class="receipt" aria-labelledby="received">
            <h2 class="receipt__label" id="received">{words.received}</h2>
            <p class="receipt__when"><time datetime=answer.received_at.rfc3339()>{wall}</time></p>
            {utc}
            <p><strong>{margin}</strong></p>
            <p class="receipt__label">{words.number}</p>
            <p class="receipt__number">{answer.receipt.clone()}</p>
            <dl class="facts facts--ruled">
                <dt>{words.notice}</dt>
                <dd>{notice.code.clone()}</dd>
                <dt>{words.account}</dt>
                <dd><bdi>{handle.clone()}</bdi></dd>
                <dt>{words.signed_by}</dt>
                <dd><bdi>{signer.join(", ")}</bdi></dd>
                <dt>{words.fingerprint}</dt>
                <dd>{hash(&answer.content_hash)}</dd>
                {entry}
            </dl>
            <p class="soft">{words.fingerprint_why}</p>
            {proof}
        </section>
    }
}

fn sent(words: &'static ReceiptWords, reader: &Reader, notice: &Notice, answer: &Answer) -> impl IntoView + use<> {
    let own = own_language(notice.text.language, reader.language);
    let items: Vec<AnyView> = answer
        .parts
        .iter()
        .map(|part| {
            let asked = notice.text.requirements.iter().find(|requirement| requirement.number == part.requirement);
            let asked = asked.map(|requirement| safe(requirement.text.show())).unwrap_or_default();
            let asked = first_sentence(&asked).0.to_owned();
            view! {
                <li class="clauses__item">
                    <div class="clauses__body">
                        <p class="soft" lang=own>{asked}</p>
                        {said(words, reader.language, part)}
                    </div>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="part" aria-labelledby="sent">
            <h2 id="sent">{words.sent}</h2>
            <ol class="clauses">{items}</ol>
        </section>
    }
}

fn said(words: &'static ReceiptWords, language: Language, part: &Part) -> AnyView {
    if part.stance == Stance::Silent && part.text.show().is_empty() {
        return view! { <p>{words.silent}</p> }.into_any();
    }
    let by = part.by_date.as_ref().map(|day| view! { ". " {words.by} " " {day_in_words(day, language)} });
    // A customer reads their own words as they sent them: their own addresses harm nobody, and nothing here is a link.
    view! {
        <p><strong>{part.stance.name(language)}</strong> {by}</p>
        <blockquote class="letter">{as_written(part.text.show())}</blockquote>
    }
    .into_any()
}

fn files(words: &'static ReceiptWords, language: Language, answer: &Answer) -> Option<AnyView> {
    if answer.files.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = answer
        .files
        .iter()
        .map(|file| {
            view! {
                <li class="files__item">
                    <bdi class="files__name">{file.name.show().to_owned()}</bdi>
                    <span class="files__size">{size(file.size, language)}</span>
                    <span class="soft">"SHA-256 " {hash(&file.sha256)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <section class="part" aria-labelledby="files">
                <h2 id="files">{words.files}</h2>
                <ul class="files">{items}</ul>
            </section>
        }
        .into_any(),
    )
}
