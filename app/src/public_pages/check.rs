//! Whether a letter that somebody holds is one of our notices: a form, and below it what came of it.

use axum::http::StatusCode;
use docket::desk::check_notice::{CheckedNotice, Stands};
use docket::notice::checked::{Compared, Piece};
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{CheckWords, check as words_of, common};
use crate::render::Page;
use crate::ui::FormState;

/// `found`: nothing was looked for yet, nothing was found, or this.
pub fn show(reader: Reader, form: FormState, found: Option<Option<CheckedNotice>>) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let refused = form.is_refused();
    let title = form_title(words.title.to_owned(), &form, reader.language);
    let page = Page::public(title, reader.provider.clone(), move || {
        let language = reader.language;
        let code = Field { name: "code", label: words.code, hint: words.code_hint, optional: true, full: true };
        let file_hint = if reader.press { words.file_hint_pdf } else { words.file_hint };
        let file = Field { name: "letter", label: words.file, hint: file_hint, optional: true, full: true };
        let text = Field { name: "text", label: words.text, hint: words.text_hint, optional: true, full: true };
        let answer = found.map(|found| match found {
            Some(found) => real(words, &reader, found).into_any(),
            None => unknown(words).into_any(),
        });
        view! {
            {masthead(&reader, "/check")}
            <main class="sheet" id="main" tabindex="-1">
                {summary(&form, language)}
                <h1>{words.title}</h1>
                {answer}
                <p class="sheet__lead">{(words.lead)(&reader.provider)}</p>
                <form class="form" method="post" action=reader.href("/check") enctype="multipart/form-data" novalidate>
                    <input type="hidden" name="command_id" value=form.command.clone() />
                    {code.line(&form, language, "text", "off", "24")}
                    {text.area(&form, language, "10")}
                    {file.files(&form, language)}
                    <p class="soft">{words.kept}</p>
                    <div class="sheet__acts"><button class="button button--primary">{words.check}</button></div>
                </form>
                <footer class="sheet__foot">
                    <p>{common(language).call} " " {telephone(&reader.phone)}</p>
                </footer>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

fn real(words: &'static CheckWords, reader: &Reader, found: CheckedNotice) -> impl IntoView + use<> {
    let instant_of = |at| found.zone.show(at, reader.language).long;
    let stands = match &found.stands {
        Stands::InForce => words.in_force.to_owned(),
        Stands::Extended => words.extended.to_owned(),
        Stands::Superseded { at } => (words.superseded)(&instant_of(*at)),
        Stands::Withdrawn { at } => (words.withdrawn)(&instant_of(*at)),
    };
    let issued = instant_of(found.issued_at);
    let compared = match found.words {
        None => view! { <p>{words.no_words}</p> }.into_any(),
        Some(Compared::Same) => view! { <p><strong>{words.same}</strong></p> }.into_any(),
        Some(Compared::AnotherText) => view! { <div class="heed heed--late"><p>{words.another}</p></div> }.into_any(),
        Some(Compared::Differs(pieces)) => differences(words, pieces).into_any(),
    };
    view! {
        <section class="receipt" aria-labelledby="found">
            <h2 class="receipt__label" id="found">{words.real}</h2>
            <p class="receipt__number">{found.code}</p>
            <dl class="facts facts--ruled">
                <dt>{words.issued}</dt>
                <dd><time datetime=found.issued_at.rfc3339()>{issued}</time></dd>
                <dt>{words.stands}</dt>
                <dd><strong>{stands}</strong></dd>
            </dl>
            {compared}
        </section>
    }
}

fn differences(words: &'static CheckWords, pieces: Vec<Piece>) -> impl IntoView + use<> {
    // A word in the place of another is one place.
    let mut places = 0;
    let mut before = true;
    for piece in pieces.iter().filter(|piece| !matches!(piece, Piece::Break { .. })) {
        let ours = matches!(piece, Piece::Ours(_));
        places += usize::from(before && !ours);
        before = ours;
    }
    let shown = pieces.into_iter().map(|piece| match piece {
        Piece::Ours(text) => view! { {text} " " }.into_any(),
        Piece::Break { empty: false } => view! { <br /> }.into_any(),
        Piece::Break { empty: true } => view! { <br /> <br /> }.into_any(),
        Piece::Theirs(text) => view! { <mark><span class="unseen">{words.not_ours}</span>{text}</mark> " " }.into_any(),
        Piece::Missing(many) => view! { <em>{(words.missing)(many)}</em> " " }.into_any(),
    });
    let shown = shown.collect_view();
    view! {
        <div class="heed heed--late">
            <p class="heed__title">{(words.differs)(places)}</p>
            <p>{words.differs_why}</p>
        </div>
        <blockquote class="letter">{shown}</blockquote>
    }
}

fn unknown(words: &'static CheckWords) -> impl IntoView + use<> {
    let then = words.unknown_then.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
    view! {
        <div class="heed heed--urgent" role="status">
            <h2 class="heed__title">{words.unknown}</h2>
            <p>{words.unknown_why}</p>
            <ul>{then}</ul>
        </div>
    }
}
