//! Words that were checked once, where they came in. Inside there are no raw strings.

use std::fmt;

use serde::{Deserialize, Serialize};

pub mod catalogue;
mod defang;
mod host;
mod phrase;
/// The files in which translations stand.
#[cfg(feature = "keep")]
pub mod po;

#[cfg(all(test, feature = "keep"))]
mod sources;

pub use defang::{defang, refang};
pub use phrase::{Phrase, Value};

/// Marks words that are looked up where they are shown: names in a list, sentences on their way.
pub const fn ours(english: &'static str) -> &'static str {
    english
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    En,
    Fr,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::En, Language::Fr];

    pub fn parse(text: &str) -> Option<Language> {
        match text {
            "en" => Some(Language::En),
            "fr" => Some(Language::Fr),
            _ => None,
        }
    }

    /// What stands in the `lang` attribute and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Fr => "fr",
        }
    }

    /// The language's name in itself, for a choice between languages.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Fr => "Français",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a word was refused. `limit` is always the limit itself, so that a form can repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WordProblem {
    Empty,
    TooShort { limit: usize },
    TooLong { limit: usize },
    ControlCharacter,
    NotAnEmailAddress,
    NotAHostname,
    NotAHandle,
}

impl WordProblem {
    pub fn sentence(self, language: Language) -> String {
        use Language::{En, Fr};
        match (self, language) {
            (Self::Empty, En) => "Write something here.".into(),
            (Self::Empty, Fr) => "Écrivez quelque chose ici.".into(),
            (Self::TooShort { limit }, En) => format!("Use at least {limit} characters."),
            (Self::TooShort { limit }, Fr) => format!("Utilisez au moins {limit} caractères."),
            (Self::TooLong { limit }, En) => format!("Use at most {limit} characters."),
            (Self::TooLong { limit }, Fr) => format!("Utilisez au plus {limit} caractères."),
            (Self::ControlCharacter, En) => "Remove the invisible control characters.".into(),
            (Self::ControlCharacter, Fr) => "Retirez les caractères de contrôle invisibles.".into(),
            (Self::NotAnEmailAddress, En) => "Write an e-mail address, such as abuse@example.net.".into(),
            (Self::NotAnEmailAddress, Fr) => "Écrivez une adresse électronique, comme abuse@example.net.".into(),
            (Self::NotAHostname, En) => "Write a host name, such as www.example.net.".into(),
            (Self::NotAHostname, Fr) => "Écrivez un nom d’hôte, comme www.example.net.".into(),
            (Self::NotAHandle, En) => "Use only small letters, digits and hyphens.".into(),
            (Self::NotAHandle, Fr) => {
                "Utilisez seulement des minuscules sans accent, des chiffres et des tirets.".into()
            }
        }
    }
}

impl From<WordProblem> for Phrase {
    fn from(problem: WordProblem) -> Self {
        Phrase::each(|language| problem.sentence(language))
    }
}

impl fmt::Display for WordProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::En))
    }
}

impl std::error::Error for WordProblem {}

macro_rules! word {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = WordProblem;
            fn from_str(text: &str) -> Result<Self, WordProblem> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = WordProblem;
            fn try_from(text: String) -> Result<Self, WordProblem> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> String {
                word.0
            }
        }
    };
}

word!(
    /// The local part is kept as written, the domain is kept as the DNS sees it.
    EmailAddress
);
word!(
    /// A name as the DNS sees it: ASCII, lower case, no dot at the end. Never an IP address.
    Hostname
);
word!(
    /// A short name for addresses and commands.
    Handle
);
word!(
    /// Why somebody did something: at least one character, any number of lines.
    Reason
);
word!(
    /// A name or title: one line that cannot reorder or break the text around it.
    Line
);
word!(
    /// Free text that may be empty.
    #[derive(Default)]
    Text
);

impl EmailAddress {
    pub const MAX: usize = 254;

    pub fn parse(text: &str) -> Result<Self, WordProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WordProblem::Empty);
        }
        if text.chars().any(is_control_or_bidi) {
            return Err(WordProblem::ControlCharacter);
        }
        let Some((local, domain)) = text.split_once('@') else {
            return Err(WordProblem::NotAnEmailAddress);
        };
        if !host::is_local_part(local) {
            return Err(WordProblem::NotAnEmailAddress);
        }
        // The domain is checked after IDNA, because that is what the mail server will be given.
        let domain =
            host::ascii(domain).filter(|domain| !domain.contains('_')).ok_or(WordProblem::NotAnEmailAddress)?;
        let whole = format!("{local}@{domain}");
        if whole.len() > Self::MAX {
            return Err(WordProblem::TooLong { limit: Self::MAX });
        }
        Ok(Self(whole))
    }

    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// For comparing two addresses: nobody gives two people `Ann@` and `ann@`.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl Hostname {
    pub const MAX: usize = 253;

    pub fn parse(text: &str) -> Result<Self, WordProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WordProblem::Empty);
        }
        if text.chars().any(is_control_or_bidi) {
            return Err(WordProblem::ControlCharacter);
        }
        let host = host::ascii(text).ok_or(WordProblem::NotAHostname)?;
        if host.len() > Self::MAX {
            return Err(WordProblem::TooLong { limit: Self::MAX });
        }
        Ok(Self(host))
    }
}

impl Handle {
    pub const MIN: usize = 3;
    pub const MAX: usize = 40;

    pub fn parse(text: &str) -> Result<Self, WordProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WordProblem::Empty);
        }
        if !text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err(WordProblem::NotAHandle);
        }
        within(text, Self::MIN, Self::MAX)?;
        Ok(Self(text.to_owned()))
    }
}

impl Reason {
    pub const MAX: usize = 10_000;

    pub fn parse(text: &str) -> Result<Self, WordProblem> {
        let text = lines(text)?;
        within(&text, 1, Self::MAX)?;
        Ok(Self(text))
    }
}

impl Line {
    pub const MAX: usize = 200;

    pub fn parse(text: &str) -> Result<Self, WordProblem> {
        let text = text.trim();
        if text.chars().any(is_control_or_bidi) {
            return Err(WordProblem::ControlCharacter);
        }
        within(text, 1, Self::MAX)?;
        Ok(Self(text.to_owned()))
    }
}

impl Text {
    pub const MAX: usize = 20_000;

    pub fn parse(text: &str) -> Result<Self, WordProblem> {
        let text = lines(text)?;
        within(&text, 0, Self::MAX)?;
        Ok(Self(text))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Browsers send line ends as CR LF; one form is kept, so that equal texts have equal hashes.
/// NUL is refused because PostgreSQL cannot hold it.
fn lines(text: &str) -> Result<String, WordProblem> {
    if text.contains('\0') {
        return Err(WordProblem::ControlCharacter);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned())
}

fn within(text: &str, min: usize, max: usize) -> Result<(), WordProblem> {
    match text.chars().count() {
        0 if min > 0 => Err(WordProblem::Empty),
        n if n < min => Err(WordProblem::TooShort { limit: min }),
        n if n > max => Err(WordProblem::TooLong { limit: max }),
        _ => Ok(()),
    }
}

/// Equal for texts that differ only in case. Character by character, so that the same letter
/// folds alike wherever it stands in a word.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// Characters that break a line or turn around the text beside them. The plain direction marks
/// are left alone: right-to-left names need them and they affect nothing but their own place.
pub fn is_control_or_bidi(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
