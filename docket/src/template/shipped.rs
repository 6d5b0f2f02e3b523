//! The templates that a desk begins with. Plain, exact and humane: whoever reads them may be frightened, and a court
//! may read them after. A provider publishes its own editions over them.

mod en;
mod fr;

use super::{Asked, TemplateKind, TemplateWords};
use crate::words::Language;

pub fn words(kind: TemplateKind, language: Language) -> TemplateWords {
    match language {
        Language::En => en::words(kind),
        Language::Fr => fr::words(kind),
    }
}

fn once(text: &str) -> Asked {
    Asked { text: text.to_owned(), standing_days: None }
}

fn standing(text: &str, days: u32) -> Asked {
    Asked { text: text.to_owned(), standing_days: Some(days) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::templates::read_places;

    #[test]
    fn what_is_shipped_could_be_published() {
        for kind in TemplateKind::ALL {
            for language in Language::ALL {
                let shipped = words(kind, language);
                for (field, text) in shipped.texts() {
                    assert!(read_places(text, kind).is_ok(), "{field} of {kind:?} in {language}");
                    assert!(!text.contains("  ") && text == text.trim(), "{field} of {kind:?} in {language}");
                }
                assert_eq!(shipped.requirements.is_empty(), !kind.is_demand());
                assert_eq!(shipped.opening.is_empty(), kind.is_demand());
            }
        }
    }

    #[test]
    fn both_languages_ask_for_the_same() {
        for kind in TemplateKind::ALL {
            let (english, french) = (words(kind, Language::En), words(kind, Language::Fr));
            let days =
                |words: &TemplateWords| words.requirements.iter().map(|one| one.standing_days).collect::<Vec<_>>();
            assert_eq!(days(&english), days(&french));
            assert_eq!(english.hours, french.hours);
            for ((field, english), (_, french)) in english.texts().iter().zip(french.texts()) {
                assert_eq!(english.matches("[[").count(), french.matches("[[").count(), "{field} of {kind:?}");
                assert_eq!(english.matches('{').count(), french.matches('{').count(), "{field} of {kind:?}");
            }
        }
    }
}
