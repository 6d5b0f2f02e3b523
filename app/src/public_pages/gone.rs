//! A link that leads nowhere: mistyped, expired, revoked or never made. All of them look the same.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::Reader;
use super::parts::{masthead, telephone};
use super::words::common;
use crate::render::Page;

pub fn show(reader: Reader, path: String) -> Page {
    let words = &common(reader.language).gone;
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
    .status(StatusCode::NOT_FOUND)
}
