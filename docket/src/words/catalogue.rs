//! Our words in other languages, under the English ones. What has no translation stays English.

use super::Language;

/// The words as they are, or in the reader's language.
pub fn said(english: &'static str, language: Language) -> &'static str {
    match language {
        Language::En => english,
        Language::Fr => french::one(english).unwrap_or(english),
    }
}

/// The same for words that are ours, but not at hand as they stand in the program.
pub fn found(english: &str, language: Language) -> String {
    let words = match language {
        Language::En => None,
        Language::Fr => french::one(english),
    };
    words.unwrap_or(english).to_owned()
}

/// "1 file", "3 files". French counts nothing as one.
pub fn counted(count: u64, one: &'static str, many: &'static str, language: Language) -> String {
    format!("{count} {}", noun(count, one, many, language))
}

/// The word alone: "file", "files".
pub fn noun(count: u64, one: &'static str, many: &'static str, language: Language) -> &'static str {
    match language {
        Language::Fr => french::several(one, many, count >= 2).unwrap_or(if count == 1 { one } else { many }),
        Language::En if count == 1 => one,
        Language::En => many,
    }
}

/// A sentence that we wrote down in English, in the reader's language. Ours is what stands in the catalogue, word for
/// word and with any values; whatever else it is stays as it was written.
pub fn again(text: &str, language: Language) -> String {
    match language {
        Language::En => text.to_owned(),
        Language::Fr => recognised::again(text, language),
    }
}

/// Without the keeping half there is no catalogue to know a sentence by.
#[cfg(not(feature = "keep"))]
mod recognised {
    pub fn again(text: &str, _: super::Language) -> String {
        text.to_owned()
    }
}

#[cfg(feature = "keep")]
mod recognised;

/// Puts the values where `{}` stands. A translation that needs them in another order numbers them from 0: `{1}`.
pub fn fill<T: AsRef<str>>(template: &str, values: &[T]) -> String {
    let mut filled = String::with_capacity(template.len() + 16 * values.len());
    let mut next = 0;
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let Some(end) = from.find('}') else {
            rest = from;
            break;
        };
        let place = match &from[1..end] {
            "" => {
                next += 1;
                Some(next - 1)
            }
            number => number.parse::<usize>().ok(),
        };
        match place.and_then(|place| values.get(place)) {
            Some(value) => filled.push_str(value.as_ref()),
            // A brace that is no place of ours belongs to the words.
            None => filled.push_str(&from[..=end]),
        }
        rest = &from[end + 1..];
    }
    filled.push_str(rest);
    filled
}

/// Without the keeping half there is no catalogue: a browser gets its words from the server.
#[cfg(not(feature = "keep"))]
mod french {
    pub fn one(_: &str) -> Option<&'static str> {
        None
    }

    pub fn several(_: &str, _: &str, _: bool) -> Option<&'static str> {
        None
    }
}

#[cfg(feature = "keep")]
mod french {
    use std::sync::LazyLock;

    use crate::words::po::Po;

    static WORDS: LazyLock<Po> = LazyLock::new(|| Po::read(include_str!("../../words/fr.po")));

    pub fn one(english: &str) -> Option<&'static str> {
        WORDS.one(english)
    }

    pub fn several(one: &str, _: &str, several: bool) -> Option<&'static str> {
        WORDS.several(one, several)
    }

    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        WORDS.all()
    }
}

#[cfg(all(test, feature = "keep"))]
mod tests;
