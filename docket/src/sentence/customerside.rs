//! The customer's side: more time, codes, links, and "this is not my account".

use super::{Names, Sentence, Tone, quote, say};
use crate::event::{Event, Recorded};
use crate::phrase;
use crate::words::{Language, Phrase, ours};

pub(super) fn staff(recorded: &Recorded, names: &Names) -> Option<Sentence> {
    use Tone::{Customer, Legal, Plain};
    let who = &names.actor(recorded.actor);
    Some(match &recorded.event {
        Event::TimeAsked(asked) => quote(
            phrase!(
                "The customer asked for more time for notice N-{}, until {} (request {}).",
                asked.number,
                Phrase::each(|language| asked.until.sentence(language)),
                asked.receipt
            ),
            asked.reason.show(),
            Customer,
        ),
        Event::TimeGranted(granted) => {
            let part =
                if granted.all { ours("the time that was asked") } else { ours("some of the time that was asked") };
            quote(
                phrase!(
                    "{} granted {} in {}. The deadline of notice N-{} is now {}; it was {}.",
                    who,
                    Phrase::from(part),
                    granted.receipt,
                    granted.number,
                    Phrase::each(|language| granted.until.sentence(language)),
                    Phrase::each(|language| granted.was.sentence(language))
                ),
                granted.reason.show(),
                Legal,
            )
        }
        Event::TimeRefused(refused) => {
            quote(phrase!("{} refused more time ({}):", who, refused.receipt), refused.reason.show(), Legal)
        }
        Event::CodeAwaited(awaited) => {
            say(phrase!("{} waits for the code that was mailed to the contact of the link.", awaited.receipt), Plain)
        }
        Event::SenderConfirmed(confirmed) => match &confirmed.call_back {
            None => say(phrase!("The customer confirmed {} with the mailed code.", confirmed.receipt), Customer),
            Some(call) => {
                quote(phrase!("{} confirmed {} by a call back:", who, confirmed.receipt), call.how.show(), Legal)
            }
        },
        Event::AccountDenied(denied) => quote(
            phrase!("A contact of notice N-{} says that this is not their account.", denied.number),
            denied.words.show(),
            Customer,
        ),
        Event::LinkReplaced(replaced) => quote(
            phrase!("{} sent a contact a new link to notice N-{}. The old one no longer opens:", who, replaced.number),
            replaced.reason.show(),
            Plain,
        ),
        _ => return None,
    })
}

pub(super) fn customer(event: &Event, language: Language) -> Option<Sentence> {
    use Tone::{Customer, Legal, Plain};
    let fr = language == Language::Fr;
    let pick = |en: String, french: String| if fr { french } else { en };
    Some(match event {
        Event::TimeAsked(asked) => {
            let until = asked.until.sentence(language);
            say(
                pick(
                    format!("You asked for more time, until {until} ({}).", asked.receipt),
                    format!("Vous avez demandé plus de temps, jusqu’au {until} ({}).", asked.receipt),
                ),
                Customer,
            )
        }
        Event::TimeGranted(granted) => {
            let until = granted.until.sentence(language);
            quote(
                pick(
                    format!("We gave you more time. Answer by {until}."),
                    format!("Nous vous avons accordé plus de temps. À répondre avant\u{a0}: {until}."),
                ),
                granted.reason.show(),
                Legal,
            )
        }
        Event::TimeRefused(refused) => quote(
            pick(
                "We could not give you more time:".into(),
                "Nous n’avons pas pu vous accorder plus de temps\u{a0}:".into(),
            ),
            refused.reason.show(),
            Legal,
        ),
        Event::SenderConfirmed(confirmed) => {
            let receipt = &confirmed.receipt;
            say(
                pick(
                    format!("It was confirmed that {receipt} came from you."),
                    format!("Il est confirmé que {receipt} vient de vous."),
                ),
                Customer,
            )
        }
        Event::AccountDenied(_) => say(
            pick(
                "We were told that this is not the account of whoever got the notice.".into(),
                "On nous a dit que ce compte n’est pas celui de la personne qui a reçu l’avis.".into(),
            ),
            Customer,
        ),
        Event::LinkReplaced(_) => say(
            pick(
                "We sent a new link to this notice. The earlier one no longer opens.".into(),
                "Nous avons envoyé un nouveau lien vers cet avis. Le précédent ne s’ouvre plus.".into(),
            ),
            Plain,
        ),
        _ => return None,
    })
}
