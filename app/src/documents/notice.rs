//! A notice on paper: what is asked by when, and the letter as it was sent, word for word.

use docket::desk::printed::NoticePaper;
use docket::letters::standing_words;
use docket::notice::Requirement;
use docket::words::Language;
use leptos::prelude::*;

use super::Letterhead;
use super::parts::{fact, grouped, head, promised, recorded};
use crate::public_pages::parts::{own_language, paragraphs, zone_of};
use crate::public_pages::words::{NoticeWords, notice as notice_words, paper as words_of};

pub fn notice(paper: &NoticePaper, from: &Letterhead) -> String {
    let (paper, from) = (paper.clone(), from.clone());
    let words = notice_words(from.language);
    super::document_in(from.language, (words.title)(&paper.notice.code), move || {
        let own = own_language(paper.notice.text.language, from.language);
        let what =
            format!("{} {}", (words.title)(&paper.notice.code), (words_of(from.language).to_account)(&paper.handle));
        view! {
            {head(&from, what, paper.notice.text.subject.show().to_owned(), own)}
            {facts(words, &paper, &from)}
            {asked(words, &paper, &from, own)}
            {rights(words, &from)}
            {letter(words, &paper, &from)}
            {genuine(words, &paper, &from)}
        }
    })
}

fn facts(words: &'static NoticeWords, paper: &NoticePaper, from: &Letterhead) -> impl IntoView + use<> {
    let (printed, language) = (words_of(from.language), from.language);
    let deadline = paper.deadline();
    let zone = zone_of(deadline);
    let to = (!paper.to.is_empty()).then(|| fact(words.sent_to, paper.to.join(", ")));
    let assets = &paper.notice.text.assets;
    let about = (!assets.is_empty()).then(|| fact(words.about, assets.join(", ")));
    let counted = paper.notice.anchoring.map(|one| view! { <p>{one.anchor.sentence(language)}</p> });
    view! {
        <dl>
            {promised(printed.deadline, printed.in_utc, deadline, language)}
            {fact(words.code, view! { <code>{paper.notice.code.clone()}</code> })}
            {fact(words.sent, recorded(paper.entry.at, zone, language))}
            {to}
            {about}
        </dl>
        {counted}
    }
}

fn asked(
    words: &'static NoticeWords,
    paper: &NoticePaper,
    from: &Letterhead,
    own: Option<&'static str>,
) -> impl IntoView + use<> {
    let text = &paper.notice.text;
    let language = from.language;
    let items: Vec<AnyView> = text.requirements.iter().map(|one| requirement(one, language)).collect();
    view! {
        <h2>{words.in_full}</h2>
        <ol lang=own>{items}</ol>
        <h2>{words_of(language).follows}</h2>
        <p>{words.otherwise}</p>
        <div lang=own>{paragraphs(text.consequence.show())}</div>
        <p>{words.unread_stops}</p>
    }
}

fn requirement(one: &Requirement, language: Language) -> AnyView {
    // In the reader's language, because these words are ours.
    let standing = one.standing_days.map(|days| view! { <p lang=language.code()>{standing_words(days, language)}</p> });
    view! { <li>{paragraphs(one.text.show())} {standing}</li> }.into_any()
}

fn rights(words: &'static NoticeWords, from: &Letterhead) -> impl IntoView + use<> {
    let rights = &words_of(from.language).rights;
    let all: Vec<AnyView> = rights.iter().map(|text| view! { <p>{*text}</p> }.into_any()).collect();
    view! { <h2>{words.rights}</h2> {all} }
}

fn letter(words: &'static NoticeWords, paper: &NoticePaper, from: &Letterhead) -> impl IntoView + use<> {
    let letter = paper.letter(from.language);
    let own = own_language(letter.language, from.language);
    view! {
        <h2>{words.letter}</h2>
        <p class="soft">{words_of(from.language).letter}</p>
        <div class="frozen" lang=own>{letter.text}</div>
    }
}

fn genuine(words: &'static NoticeWords, paper: &NoticePaper, from: &Letterhead) -> impl IntoView + use<> {
    let printed = words_of(from.language);
    let letter = paper.letter(from.language);
    view! {
        <h2>{words.genuine}</h2>
        <p>{(printed.checked)(&from.check_url)}</p>
        <p>{words.genuine_text}</p>
        <dl>
            {fact(words.code, view! { <code>{paper.notice.code.clone()}</code> })}
            {fact(printed.letter_hash, grouped(&letter.hash))}
            {fact(words.ledger, view! { {(words.entry)(paper.entry.seq)} ", " {grouped(&paper.entry.leaf_hash)} })}
        </dl>
        <p class="soft">{printed.letter_hash_why}</p>
        <p>{printed.as_sent}</p>
    }
}
