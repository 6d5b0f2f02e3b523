//! A link that opens nothing. Whoever holds an old one is told that it is old; every other one looks the same.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::Reader;
use super::parts::{masthead, telephone};
use super::words::common;
use crate::render::Page;

/// What is the matter with the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Unknown,
    Expired,
    Replaced,
    /// Its contact no longer acts for the customer.
    Withdrawn,
}

pub fn show(reader: Reader, path: String, why: Why) -> Page {
    let common = common(reader.language);
    let (words, status) = match why {
        Why::Unknown => (&common.gone, StatusCode::NOT_FOUND),
        Why::Expired => (&common.expired, StatusCode::GONE),
        Why::Replaced => (&common.replaced, StatusCode::GONE),
        Why::Withdrawn => (&common.withdrawn, StatusCode::GONE),
    };
    let lang = reader.language.code();
    Page::public(words.title, reader.provider.clone(), move || {
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <h1>{words.title}</h1>
                <p>{words.why}</p>
                <p>{words.then} " " {telephone(&reader.phone)}</p>
            </main>
        }
    })
    .lang(lang)
    .status(status)
}
