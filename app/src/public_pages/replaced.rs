//! A notice that another one took the place of, word for word, for whoever wants to compare.

use docket::notice::Notice;
use docket::words::Language;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::notice as words_of;
use crate::render::Page;

pub fn show(reader: Reader, path: String, link: String, before: Notice, code: String) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    Page::public((words.replaced_title)(&before.code), reader.provider.clone(), move || {
        let own = own_language(before.text.language, reader.language);
        let own: Option<&'static str> = own;
        let back = match reader.language {
            Language::En => format!("To notice {code}, which counts now"),
            Language::Fr => format!("Vers l’avis {code}, qui compte désormais"),
        };
        view! {
            {masthead(&reader, &format!("{path}/replaced"))}
            <main class="sheet" id="main" tabindex="-1">
                <h1>{(words.replaced_title)(&before.code)}</h1>
                <p><a href=reader.href(&path)>{back}</a></p>
                <pre class="letter letter--frozen" lang=own>{before.letter_in(before.text.language, &link)}</pre>
            </main>
        }
    })
    .lang(lang)
}
