//! Letters about interim measures, to the customer and to those who must confirm them.

use super::fill::words;
use super::{Written, safe};
use crate::interim::Emergency;
use crate::words::Language::{self, En, Fr};

pub struct MeasureWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub handle: &'a str,
    pub case_number: &'a str,
    pub number: i64,
    pub value: &'a str,
    pub emergency: Emergency,
    pub facts: &'a str,
    /// The instant at which it lapses, as shown to the reader.
    pub lapses: &'a str,
}

/// Leaves at once, in the transaction of the measure.
pub fn interim_taken(words: &MeasureWords) -> Written {
    let language = words.language;
    let number = words.number.to_string();
    let then = match (words.emergency.goes_to_counsel(), language) {
        (false, En) => {
            format!("If nobody confirms it by {}, it ends by itself and we switch this on again.", words.lapses)
        }
        (false, Fr) => format!(
            "Si personne ne la confirme avant le {}, elle prend fin d’elle-même et nous rétablissons l’accès.",
            words.lapses
        ),
        (true, En) => format!("If nobody confirms it by {}, our counsel decides about it.", words.lapses),
        (true, Fr) => format!("Si personne ne la confirme avant le {}, notre service juridique tranche.", words.lapses),
    };
    Written {
        subject: words!(language, "interim_taken", "subject", { case: words.case_number, value: words.value }),
        text: words!(language, "interim_taken", "txt", {
            provider: words.provider,
            handle: words.handle,
            value: words.value,
            emergency: words.emergency.name(language).to_lowercase(),
            facts: safe(words.facts),
            then: then,
            phone: words.phone,
            case: words.case_number,
            number: number,
        }),
    }
}

/// It lapsed, or a person ended it.
pub fn interim_over(words: &MeasureWords, reason: Option<&str>) -> Written {
    let language = words.language;
    let number = words.number.to_string();
    let why = match (reason, language) {
        (None, En) => "Nobody confirmed it in time, so it ended by itself.".to_owned(),
        (None, Fr) => "Personne ne l’a confirmée à temps\u{a0}: elle a pris fin d’elle-même.".to_owned(),
        (Some(reason), En) => format!("We ended it, for this reason:\n{}", safe(reason)),
        (Some(reason), Fr) => format!("Nous y avons mis fin, pour cette raison\u{a0}:\n{}", safe(reason)),
    };
    Written {
        subject: words!(language, "interim_over", "subject", { case: words.case_number, value: words.value }),
        text: words!(language, "interim_over", "txt", {
            provider: words.provider,
            handle: words.handle,
            number: number,
            value: words.value,
            why: why,
            phone: words.phone,
            case: words.case_number,
        }),
    }
}

/// To leads or to counsel: somebody must look. `last` tells the second alarm from the first.
pub fn alarm(words: &MeasureWords, kind: Alarm, place: &str) -> Written {
    let language = words.language;
    let number = words.number.to_string();
    let name = match (kind, language) {
        (Alarm::First, En) => "Alarm",
        (Alarm::Last, En) => "Last alarm",
        (Alarm::Counsel, En) => "For counsel",
        (Alarm::First, Fr) => "Alerte",
        (Alarm::Last, Fr) => "Dernière alerte",
        (Alarm::Counsel, Fr) => "Pour le service juridique",
    };
    let then = match (kind, words.emergency.goes_to_counsel(), language) {
        (Alarm::Counsel, _, En) => {
            "Twelve hours have passed. It stands all the same, because of what it is about, and counsel decides.".into()
        }
        (Alarm::Counsel, _, Fr) => {
            "Douze heures ont passé. Elle reste en vigueur en raison de son objet, et le service juridique tranche."
                .into()
        }
        (_, false, En) => format!("It lapses by itself on {}, and what it switched off runs again.", words.lapses),
        (_, false, Fr) => {
            format!(
                "Elle devient caduque d’elle-même le {}, et ce qu’elle a coupé fonctionne de nouveau.",
                words.lapses
            )
        }
        (_, true, En) => format!("On {} it goes to counsel. It does not lapse.", words.lapses),
        (_, true, Fr) => format!("Le {}, elle passe au service juridique. Elle ne devient pas caduque.", words.lapses),
    };
    Written {
        subject: words!(language, "alarm", "subject", { case: words.case_number, alarm: name, number: number }),
        text: words!(language, "alarm", "txt", {
            number: number,
            value: words.value,
            handle: words.handle,
            then: then,
            place: place,
        }),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    First,
    Last,
    Counsel,
}
