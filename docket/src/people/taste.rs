//! How somebody likes their pages. Nothing in the record depends on it.

use crate::words::Language;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taste {
    /// The zone in which every time is shown; empty: the one they joined with.
    pub zone: String,
    pub language: Language,
    pub theme: Theme,
    pub density: Density,
    pub keys: Keys,
    pub mails: Mails,
}

macro_rules! words {
    ($(#[$doc:meta])* $Name:ident { $($(#[$first:meta])* $Variant:ident => $word:literal),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $Name { $($(#[$first])* $Variant),* }

        impl $Name {
            pub const ALL: &'static [$Name] = &[$($Name::$Variant),*];

            pub fn word(self) -> &'static str {
                match self { $($Name::$Variant => $word),* }
            }

            pub fn parse(text: &str) -> Option<$Name> {
                $Name::ALL.iter().copied().find(|one| one.word() == text)
            }
        }
    };
}

words!(Theme { #[default] System => "system", Light => "light", Dark => "dark" });
words!(Density { #[default] Compact => "compact", Comfortable => "comfortable" });
words!(
    /// Single keys, such as `j` for the next row.
    Keys { #[default] On => "on", Off => "off" }
);
words!(
    /// Letters about what waits. It stands on their page all the same.
    Mails { #[default] On => "on", Off => "off" }
);
