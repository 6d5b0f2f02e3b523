//! Letters, and what each is about.

use super::{Sentence, Tone, output, say};
use crate::event::Event;
use crate::letter::Cause;
use crate::phrase;
use crate::words::{Phrase, ours};

pub(super) fn sentence(event: &Event) -> Sentence {
    use Tone::{Legal, Plain};
    match event {
        Event::LetterQueued { cause, to, .. } => {
            say(phrase!("A letter with {} was put into the outbox for {}.", about(cause), to.show()), Plain)
        }
        Event::LetterAccepted { cause, response, .. } => {
            output(phrase!("The letter with {} was accepted by the next hop:", about(cause)), response, Legal)
        }
        Event::LetterFailed { cause, problem, .. } => {
            output(phrase!("The letter with {} could not be delivered:", about(cause)), problem, Legal)
        }
        other => say(other.kind(), Plain),
    }
}

pub(super) fn about(cause: &Cause) -> Phrase {
    Phrase::from(match cause {
        Cause::Notice { .. } => ours("the notice"),
        Cause::Receipt { .. } => ours("the receipt"),
        Cause::Decision { .. } => ours("the statement of reasons"),
        Cause::Complaint { .. } => ours("words for the reporter"),
        Cause::Passing { .. } => ours("the information"),
        Cause::Invitation { .. } => ours("the invitation"),
        Cause::Interim { .. } => ours("word of the interim measure"),
        Cause::Appeal { .. } => ours("word about the appeal"),
        Cause::DataRequest { .. } => ours("the answer about the data"),
        Cause::Withdrawal { .. } => ours("the word that a notice was withdrawn"),
        // -- the customer's side
        Cause::Time { .. } => ours("word about more time"),
        Cause::Code { .. } => ours("a code"),
        Cause::Link { .. } => ours("a new link"),
        // -- deadlines
        Cause::Reminder { .. } => ours("a reminder"),
        Cause::Later { .. } => ours("word of a later deadline"),
        Cause::Alert { .. } => ours("word for the team"),
    })
}
