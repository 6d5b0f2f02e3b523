//! What the customer is told, in their language.

use super::{Sentence, Tone, quote, say};
use crate::event::Event;
use crate::words::Language;

pub(super) fn sentence(event: &Event, language: Language) -> Option<Sentence> {
    let fr = language == Language::Fr;
    let pick = |en: &str, french: &str| if fr { french.to_owned() } else { en.to_owned() };
    Some(match event {
        Event::NoticeSent { .. } => say(pick("This notice was sent.", "Cet avis a été envoyé."), Tone::Legal),
        Event::NoticeWithdrawn { reason, .. } => {
            quote(pick("This notice was withdrawn:", "Cet avis a été retiré :"), reason.show(), Tone::Legal)
        }
        Event::NoticeConfirmed { .. } => {
            say(pick("You confirmed receipt.", "Vous avez accusé réception."), Tone::Customer)
        }
        Event::AnswerReceived { receipt, .. } => say(
            pick(&format!("We received your answer {receipt}."), &format!("Nous avons reçu votre réponse {receipt}.")),
            Tone::Customer,
        ),
        Event::DeadlinePassed { .. } => say(pick("The deadline passed.", "Le délai a expiré."), Tone::Legal),
        Event::AnswerAssessed { receipt, .. } => say(
            pick(
                &format!("Your answer {receipt} was read and weighed."),
                &format!("Votre réponse {receipt} a été lue et évaluée."),
            ),
            Tone::Legal,
        ),
        Event::DecisionApproved { outcome, .. } => say(
            pick(
                &format!(
                    "A decision was made: {}. Its reasons were sent to your contacts.",
                    outcome.name(Language::En).to_lowercase()
                ),
                &format!(
                    "Une décision a été prise : {}. Ses motifs ont été envoyés à vos contacts.",
                    outcome.name(Language::Fr).to_lowercase()
                ),
            ),
            Tone::Legal,
        ),
        Event::DecisionWithdrawn { armed: true, .. } => {
            say(pick("The decision was withdrawn.", "La décision a été retirée."), Tone::Legal)
        }
        Event::DecisionTookEffect { outcome, .. } => say(
            pick(
                &format!("In force: {}.", outcome.name(Language::En).to_lowercase()),
                &format!("En vigueur : {}.", outcome.name(Language::Fr).to_lowercase()),
            ),
            Tone::Legal,
        ),
        Event::DecisionLifted { .. } => say(pick("The decision was lifted.", "La décision a été levée."), Tone::Legal),
        Event::NoticeSuperseded(superseded) => say(
            pick(
                &format!("A new notice took the place of this one: {}.", superseded.by_code),
                &format!("Un nouvel avis remplace celui-ci : {}.", superseded.by_code),
            ),
            Tone::Legal,
        ),
        other => {
            return super::deciding::customer(other, language)
                .or_else(|| super::customerside::customer(other, language))
                .or_else(|| super::deadlines::customer(other, language));
        }
    })
}
