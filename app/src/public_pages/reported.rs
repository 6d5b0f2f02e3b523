//! After a report: a number to quote and what happens next. The page knows nothing but the number in its own address,
//! so whoever tries other numbers learns nothing.

use leptos::prelude::*;

use super::Reader;
use super::parts::{masthead, telephone};
use super::words::report as words_of;
use crate::render::Page;

pub fn show(reader: Reader, reference: String) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    Page::public(words.received_title, reader.provider.clone(), move || {
        let path = format!("/report/received/{reference}");
        let items: Vec<AnyView> = words.next_text.iter().map(|text| view! { <li>{*text}</li> }.into_any()).collect();
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <h1>{words.received}</h1>
                <section class="receipt">
                    <p class="receipt__label">{words.reference}</p>
                    <p class="receipt__number">{reference}</p>
                    <p>{words.keep}</p>
                </section>
                <section class="prose" aria-labelledby="next">
                    <h2 id="next">{words.next}</h2>
                    <ol>{items}</ol>
                </section>
                <p>{words.questions} " " {telephone(&reader.phone)}</p>
                <p><a href=reader.href("/report")>{words.another}</a></p>
            </main>
        }
    })
    .lang(lang)
}
