//! Our words in the reader's language. English stands in the pages and is the key; the catalogues are
//! `words/fr.po` here and in docket, and a test compares them with what the pages say.
//!
//! ```text
//! <h1>{t("Inbox")}</h1>
//! say!("Times in {}.", clock)          // a sentence with values
//! count(3, "file", "files")            // ui::list: "3 files"
//! said(&refusal_or_sentence)           // a phrase of docket's
//! const PLACES: [&str; 1] = [ours("Inbox")];  // looked up where it is shown
//! ```
//!
//! What people typed never passes through here, nor does what machines read.

use docket::words::{Language, Phrase};

pub use docket::words::ours;

/// `say!("{} of {}", 3, 7)`
#[macro_export]
macro_rules! say {
    ($english:literal $(, $value:expr)* $(,)?) => {
        $crate::words::filled($english, &[$($value.to_string()),*])
    };
}

/// The words as they are, or in the reader's language.
pub fn t(english: &'static str) -> &'static str {
    here::one(english)
}

pub fn filled(english: &'static str, values: &[String]) -> String {
    docket::words::catalogue::fill(t(english), values)
}

/// For words that are put together here, such as a field's name: None where this language has none for them.
#[cfg(feature = "ssr")]
pub fn found(english: &str) -> Option<String> {
    here::found(english)
}

/// A sentence of docket's: a refusal beside its field, an event in a timeline.
pub fn said(phrase: &Phrase) -> String {
    phrase.in_language(language())
}

/// A sentence of ours that was written down in English: how far a job is, why it failed, whose an address was.
#[cfg(feature = "ssr")]
pub fn recorded(text: &str) -> String {
    found(text).unwrap_or_else(|| docket::words::catalogue::again(text, language()))
}

/// The language of whoever reads the page that is being made.
pub fn language() -> Language {
    here::language()
}

#[cfg(feature = "ssr")]
pub use here::{aloud, for_browser, speaking};

/// On the server the language belongs to the request: titles and the words of refused forms are made in handlers,
/// long before the page is rendered, so it has to reach further than the rendering. A task's own value follows it
/// from thread to thread, and what runs outside of any request, an export or a round, is English.
#[cfg(feature = "ssr")]
mod here {
    use std::sync::LazyLock;

    use docket::words::po::Po;
    use docket::words::{Language, catalogue};

    tokio::task_local! {
        static LANGUAGE: Language;
    }

    static FRENCH: LazyLock<Po> = LazyLock::new(|| Po::read(include_str!("../words/fr.po")));
    /// The few that islands say: they travel with each French page.
    static FRENCH_ISLANDS: LazyLock<Po> = LazyLock::new(|| Po::read(include_str!("../words/islands.fr.po")));

    pub fn language() -> Language {
        LANGUAGE.try_with(|language| *language).unwrap_or_default()
    }

    /// Answers a request in this language.
    pub async fn speaking<F: Future>(language: Language, answer: F) -> F::Output {
        LANGUAGE.scope(language, answer).await
    }

    /// The same for what is made at once.
    pub fn aloud<T>(language: Language, make: impl FnOnce() -> T) -> T {
        LANGUAGE.sync_scope(language, make)
    }

    pub fn one(english: &'static str) -> &'static str {
        match language() {
            Language::En => english,
            Language::Fr => FRENCH
                .one(english)
                .or_else(|| FRENCH_ISLANDS.one(english))
                .unwrap_or_else(|| catalogue::said(english, Language::Fr)),
        }
    }

    pub fn found(english: &str) -> Option<String> {
        match language() {
            Language::En => Some(english.to_owned()),
            Language::Fr => FRENCH.one(english).map(str::to_owned),
        }
    }

    /// "files" in the reader's language, or "file".
    pub fn noun(count: u64, one: &'static str, many: &'static str) -> &'static str {
        match language() {
            Language::En if count == 1 => one,
            Language::En => many,
            Language::Fr => {
                FRENCH.several(one, count >= 2).unwrap_or_else(|| catalogue::noun(count, one, many, Language::Fr))
            }
        }
    }

    /// What the islands of a page need, as JSON; nothing where the page is English.
    pub fn for_browser() -> Option<String> {
        let words: std::collections::BTreeMap<&str, &str> = match language() {
            Language::En => return None,
            Language::Fr => FRENCH_ISLANDS.all().collect(),
        };
        serde_json::to_string(&words).ok()
    }
}

/// In a browser the words stand on the body of the page, put there by the server.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod here {
    use std::cell::RefCell;

    use docket::words::Language;
    use leptos::prelude::document;

    thread_local! {
        static KNOWN: RefCell<Vec<(&'static str, &'static str)>> = const { RefCell::new(Vec::new()) };
    }

    pub fn language() -> Language {
        let lang = document().document_element().and_then(|html| html.get_attribute("lang"));
        lang.and_then(|lang| Language::parse(&lang)).unwrap_or_default()
    }

    pub fn one(english: &'static str) -> &'static str {
        if let Some(found) = KNOWN.with_borrow(|known| known.iter().find(|(key, _)| *key == english).map(|pair| pair.1))
        {
            return found;
        }
        let words = look_up(english).map_or(english, |words| &*words.leak());
        KNOWN.with_borrow_mut(|known| known.push((english, words)));
        words
    }

    /// Each is looked up once and kept as long as the page, so that a countdown can say it every second.
    fn look_up(english: &str) -> Option<String> {
        let all = document().body()?.get_attribute("data-words")?;
        let all = js_sys::JSON::parse(&all).ok()?;
        js_sys::Reflect::get(&all, &english.into()).ok()?.as_string()
    }
}

#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
mod here {
    use docket::words::Language;

    pub fn language() -> Language {
        Language::En
    }

    pub fn one(english: &'static str) -> &'static str {
        english
    }
}

/// "1 complaint", "3 complaints". French counts nothing as one.
#[cfg(feature = "ssr")]
pub fn count(many: usize, one: &'static str, more: &'static str) -> String {
    format!("{many} {}", here::noun(many as u64, one, more))
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
