//! What staff reads about templates, how notices were written, and letters that were sent again.

use super::{Sentence, Tone, about, say};
use crate::event::Event;
use crate::phrase;
use crate::words::Phrase;

pub(super) fn sentence(event: &Event, who: &Phrase) -> Sentence {
    match event {
        Event::TemplatesPublished(published) => match published.templates.as_slice() {
            [one] => say(
                phrase!(
                    "{} published edition {} of the template “{}” ({}).",
                    who,
                    one.edition,
                    Phrase::each(|language| one.kind.name(language)),
                    one.language.own_name()
                ),
                Tone::Plain,
            ),
            all => {
                say(phrase!("The desk came with {}.", Phrase::many(all.len(), "template", "templates")), Tone::Plain)
            }
        },
        Event::NoticeWritten(written) => {
            let mut told = vec![match &written.from {
                Some(from) => phrase!(
                    "Notice N-{} was written from the template “{}”, edition {}, with {}.",
                    written.number,
                    Phrase::each(|language| from.kind.name(language)),
                    from.edition,
                    Phrase::many(from.edits as usize, "edit", "edits")
                ),
                None => phrase!("Notice N-{} was written without a template.", written.number),
            }];
            if !written.shown.is_empty() {
                told.push(phrase!(
                    "It names {}.",
                    Phrase::many(written.shown.len(), "reported place", "reported places")
                ));
            }
            if let Some(number) = written.replaces_number {
                told.push(phrase!("It will replace notice N-{}.", number));
            }
            say(Phrase::join(told, " "), Tone::Plain)
        }
        Event::NoticeSuperseded(superseded) => say(
            phrase!("Notice N-{} was replaced by notice N-{}.", superseded.number, superseded.by_number),
            Tone::Legal,
        ),
        Event::LetterSentAgain(sent) => {
            say(phrase!("{} sent {} again, as a new letter.", who, about(&sent.cause)), Tone::Plain)
        }
        _ => say("", Tone::Plain),
    }
}
