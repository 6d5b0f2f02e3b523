//! Where a PDF should have been: why there is none, and the page to print in its place.

use axum::http::StatusCode;
use docket::words::Language;
use leptos::prelude::*;

use super::Reader;
use super::parts::{masthead, telephone};
use super::words::{common, paper as words_of};
use crate::render::Page;

/// Why the press gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmade {
    /// There is no press here.
    Absent,
    TooLong,
    /// It took too long, broke off, or had no time for it.
    Stopped,
}

impl Unmade {
    pub fn sentence(self, language: Language) -> &'static str {
        match (self, language) {
            (Unmade::Absent, Language::En) => "No program that sets papers as PDF is installed here.",
            (Unmade::Absent, Language::Fr) => "Aucun programme qui compose des PDF n’est installé ici.",
            (Unmade::TooLong, Language::En) => "This paper is too long to be set as a PDF.",
            (Unmade::TooLong, Language::Fr) => "Ce papier est trop long pour être composé en PDF.",
            (Unmade::Stopped, Language::En) => "The PDF was not ready in time. You can try again in a minute.",
            (Unmade::Stopped, Language::Fr) => {
                "Le PDF n’a pas été prêt à temps. Vous pouvez réessayer dans une minute."
            }
        }
    }

    /// What is too long stays so: nothing is out of order then.
    pub fn status(self) -> StatusCode {
        match self {
            Unmade::TooLong => StatusCode::OK,
            Unmade::Absent | Unmade::Stopped => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// `path`: of the paper, without its ending. `back`: the page that leads to it.
pub fn show(reader: Reader, path: String, back: String, why: Unmade) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    Page::public(words.unmade, reader.provider.clone(), move || {
        view! {
            {masthead(&reader, &format!("{path}.pdf"))}
            <main class="sheet" id="main" tabindex="-1">
                <h1>{words.unmade}</h1>
                <p>{why.sentence(reader.language)}</p>
                <div class="sheet__acts">
                    <a class="button button--primary" href=reader.href(&format!("{path}.html")) download>{words.instead}</a>
                    <a href=reader.href(&back)>{words.back}</a>
                </div>
                <p>{common(reader.language).call} " " {telephone(&reader.phone)}</p>
            </main>
        }
    })
    .lang(lang)
    .status(why.status())
}
