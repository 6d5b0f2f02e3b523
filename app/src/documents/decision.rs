//! A decision on paper, with its statement of reasons as it was decided, word for word.

use docket::desk::printed::DecisionPaper;
use leptos::prelude::*;

use super::Letterhead;
use super::parts::{fact, grouped, head, promised, recorded};
use crate::public_pages::parts::{instant, own_language, paragraphs, zone_of};
use crate::public_pages::words::{NoticeWords, later as later_words, notice as notice_words, paper as words_of};

pub fn decision(paper: &DecisionPaper, from: &Letterhead) -> String {
    let (paper, from) = (paper.clone(), from.clone());
    let (words, printed) = (notice_words(from.language), words_of(from.language));
    let title = (printed.decision)(paper.number, &paper.case_number);
    super::document_in(from.language, title.clone(), move || {
        let what = format!("{title}, {}", (printed.to_account)(&paper.handle));
        let own = own_language(paper.statement.language, from.language);
        view! {
            {head(&from, what, paper.outcome.name(from.language).to_owned(), None)}
            {facts(words, &paper, &from)}
            {conditions(&paper, &from, own)}
            <h2>{words.reasons}</h2>
            <p class="soft">{printed.statement}</p>
            <div class="frozen" lang=own>{paper.statement.text.show().to_owned()}</div>
            <h2>{words.rights}</h2>
            <div lang=own>{paragraphs(paper.statement.redress.show())}</div>
            {genuine(words, &paper, &from)}
        }
    })
}

fn facts(words: &'static NoticeWords, paper: &DecisionPaper, from: &Letterhead) -> impl IntoView + use<> {
    let (printed, language) = (words_of(from.language), from.language);
    let zone = zone_of(&paper.effective);
    let touches = (!paper.assets.is_empty()).then(|| fact(words.touches, paper.assets.join(", ")));
    let kept = paper.preserve_until.map(|at| fact(words.data_until, instant(at, zone, language)));
    view! {
        <dl>
            {promised(words.from, printed.in_utc, &paper.effective, language)}
            {fact(printed.decided, recorded(paper.entry.at, zone, language))}
            {touches}
            {kept}
        </dl>
    }
}

/// What has to be so before it runs again. Which of them are met stands on the customer's page.
fn conditions(paper: &DecisionPaper, from: &Letterhead, own: Option<&'static str>) -> Option<AnyView> {
    if paper.conditions.is_empty() {
        return None;
    }
    let items: Vec<AnyView> =
        paper.conditions.iter().map(|one| view! { <li>{one.show().to_owned()}</li> }.into_any()).collect();
    Some(view! { <p>{later_words(from.language).conditions}</p> <ol lang=own>{items}</ol> }.into_any())
}

fn genuine(words: &'static NoticeWords, paper: &DecisionPaper, from: &Letterhead) -> impl IntoView + use<> {
    let printed = words_of(from.language);
    view! {
        <h2>{printed.check_paper}</h2>
        <p>{(printed.decision_checked)(&from.provider, &from.phone)}</p>
        <dl>
            {fact(printed.statement_hash, grouped(&paper.statement.hash))}
            {fact(words.ledger, view! { {(words.entry)(paper.entry.seq)} ", " {grouped(&paper.entry.leaf_hash)} })}
        </dl>
    }
}
