//! A sentence that waits for its reader: our English words, and the values that go into them. It is written where
//! something happens or is refused, and said in somebody's language where it is shown. Written out it is English: the
//! API, the log, exports and the ledger have one language.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Language, catalogue};
use crate::time::Moment;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// Nobody's to translate: what people typed, names, numbers, addresses.
    Said(String),
    /// Our words, with `{}` where each value stands.
    Ours { english: &'static str, values: Vec<Phrase> },
    /// "1 file", "3 files".
    Many { count: u64, one: &'static str, many: &'static str },
    /// Words that have their French beside them already.
    Each { en: String, fr: String },
    /// An instant in UTC.
    Utc(Moment),
    /// A sentence of ours that was written down in English, and is said again as far as we know our own words.
    Recorded(String),
    /// A name in the middle of a sentence.
    Small(Box<Phrase>),
    /// One after the other, with this between them.
    Joined(Vec<Phrase>, &'static str),
}

/// `phrase!("{} opened case {}.", who, number)`: English is the key to every other language.
#[macro_export]
macro_rules! phrase {
    ($english:literal $(, $value:expr)* $(,)?) => {
        $crate::words::Phrase::Ours { english: $english, values: vec![$($crate::words::Value::phrase(&$value)),*] }
    };
}

impl Phrase {
    pub fn many(count: usize, one: &'static str, many: &'static str) -> Phrase {
        Phrase::Many { count: count as u64, one, many }
    }

    /// What a function says in each language.
    pub fn each<T: Into<String>>(say: impl Fn(Language) -> T) -> Phrase {
        Phrase::Each { en: say(Language::En).into(), fr: say(Language::Fr).into() }
    }

    #[must_use]
    pub fn small(self) -> Phrase {
        Phrase::Small(Box::new(self))
    }

    pub fn join(phrases: impl IntoIterator<Item = Phrase>, between: &'static str) -> Phrase {
        Phrase::Joined(phrases.into_iter().collect(), between)
    }

    pub fn in_language(&self, language: Language) -> String {
        match self {
            Phrase::Said(text) => text.clone(),
            Phrase::Ours { english, values } => {
                let values: Vec<String> = values.iter().map(|value| value.in_language(language)).collect();
                catalogue::fill(catalogue::said(english, language), &values)
            }
            Phrase::Many { count, one, many } => catalogue::counted(*count, one, many, language),
            Phrase::Each { en, fr } => match language {
                Language::En => en.clone(),
                Language::Fr => fr.clone(),
            },
            Phrase::Utc(at) => at.utc_in(language),
            Phrase::Recorded(text) => catalogue::again(text, language),
            // A short form such as "API" stays as it is.
            Phrase::Small(phrase) => small(&phrase.in_language(language), language),
            Phrase::Joined(phrases, between) => {
                let all: Vec<String> = phrases.iter().map(|phrase| phrase.in_language(language)).collect();
                all.join(between)
            }
        }
    }

    /// Whether its English holds these words.
    pub fn contains(&self, words: &str) -> bool {
        self.to_string().contains(words)
    }
}

fn small(text: &str, language: Language) -> String {
    match language {
        Language::En => text.to_lowercase(),
        Language::Fr => {
            let mut letters = text.chars();
            letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::En))
    }
}

/// Words written into the program are ours, and looked up.
impl From<&'static str> for Phrase {
    fn from(english: &'static str) -> Self {
        Phrase::Ours { english, values: Vec::new() }
    }
}

/// Words put together elsewhere are shown as they are.
impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Phrase::Said(text)
    }
}

impl PartialEq<str> for Phrase {
    fn eq(&self, text: &str) -> bool {
        self.in_language(Language::En) == text
    }
}

impl PartialEq<&str> for Phrase {
    fn eq(&self, text: &&str) -> bool {
        self.in_language(Language::En) == *text
    }
}

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Phrase::Said)
    }
}

/// What can stand in a phrase. A text stands there as it is; only a phrase is said in another language.
pub trait Value {
    fn phrase(&self) -> Phrase;
}

impl Value for Phrase {
    fn phrase(&self) -> Phrase {
        self.clone()
    }
}

impl Value for Moment {
    fn phrase(&self) -> Phrase {
        Phrase::Utc(*self)
    }
}

impl<T: Value + ?Sized> Value for &T {
    fn phrase(&self) -> Phrase {
        (**self).phrase()
    }
}

macro_rules! as_it_is {
    ($($kind:ty),*) => {
        $(impl Value for $kind {
            fn phrase(&self) -> Phrase {
                Phrase::Said(self.to_string())
            }
        })*
    };
}

as_it_is!(str, String, i64, u64, u32, u16, usize);
