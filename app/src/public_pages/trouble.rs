//! What went wrong, in the reader's language, with a person to call and a number to give them.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::Reader;
use super::parts::{masthead, telephone};
use super::words::common;
use crate::render::Page;

/// `read_only`: the desk takes nothing just now. `request` is the request's number, as it stands in the log.
pub fn show(reader: Reader, path: String, status: u16, read_only: bool, request: String) -> Page {
    let words = common(reader.language);
    let lang = reader.language.code();
    let (title, sentence) = match status {
        503 if read_only => (words.read_only_title, words.read_only),
        status => (words.trouble)(status),
    };
    Page::public(title, reader.provider.clone(), move || {
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <h1>{title}</h1>
                <p>{sentence}</p>
                <p>{words.call} " " {telephone(&reader.phone)}</p>
                <p class="soft">{words.trouble_number} " " <code>{request}</code></p>
            </main>
        }
    })
    .lang(lang)
    .status(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
}
