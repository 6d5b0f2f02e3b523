//! What staff reads about templates, how notices were written, and letters that were sent again.

use super::{Sentence, Tone, about, plural, say};
use crate::event::Event;
use crate::words::Language;

pub(super) fn sentence(event: &Event, who: &str) -> Sentence {
    match event {
        Event::TemplatesPublished(published) => match published.templates.as_slice() {
            [one] => say(
                format!(
                    "{who} published edition {} of the template “{}” ({}).",
                    one.edition,
                    one.kind.name(Language::En),
                    one.language.own_name()
                ),
                Tone::Plain,
            ),
            all => say(format!("The desk came with {}.", plural(all.len(), "template", "templates")), Tone::Plain),
        },
        Event::NoticeWritten(written) => {
            let mut told = vec![match &written.from {
                Some(from) => format!(
                    "Notice N-{} was written from the template “{}”, edition {}, with {}.",
                    written.number,
                    from.kind.name(Language::En),
                    from.edition,
                    plural(from.edits as usize, "edit", "edits")
                ),
                None => format!("Notice N-{} was written without a template.", written.number),
            }];
            if !written.shown.is_empty() {
                told.push(format!("It names {}.", plural(written.shown.len(), "reported place", "reported places")));
            }
            if let Some(number) = written.replaces_number {
                told.push(format!("It will replace notice N-{number}."));
            }
            say(told.join(" "), Tone::Plain)
        }
        Event::NoticeSuperseded(superseded) => say(
            format!("Notice N-{} was replaced by notice N-{}.", superseded.number, superseded.by_number),
            Tone::Legal,
        ),
        Event::LetterSentAgain(sent) => {
            say(format!("{who} sent {} again, as a new letter.", about(&sent.cause)), Tone::Plain)
        }
        _ => say("", Tone::Plain),
    }
}
