//! Sentences about complaints settled from the inbox, letters of information, and cases put in order.

use super::{Names, Sentence, Tone, quote, say};
use crate::event::{Event, Recorded};
use crate::phrase;
use crate::words::Phrase;
use Tone::{Legal, Plain};

pub(super) fn staff(recorded: &Recorded, names: &Names) -> Sentence {
    let who = &names.actor(recorded.actor);
    match &recorded.event {
        Event::ComplaintReturned(it) if it.case.is_some() => {
            say(phrase!("{} took complaint C-{} out of the case again. It waits in the inbox.", who, it.number), Plain)
        }
        Event::ComplaintReturned(it) => {
            say(phrase!("{} took that back. Complaint C-{} waits in the inbox again.", who, it.number), Plain)
        }
        Event::ComplaintClassed(it) => say(
            phrase!(
                "{} set complaint C-{} to {}, {} (it was {}, {}).",
                who,
                it.number,
                Phrase::from(it.category.name()),
                Phrase::from(it.severity.word()),
                Phrase::from(it.was_category.name()),
                Phrase::from(it.was_severity.word())
            ),
            Plain,
        ),
        Event::PassingPlanned(it) => say(
            phrase!(
                "{} wrote a letter of information about {} to {}. It leaves at {}.",
                who,
                numbers(it.complaints.iter().map(|(_, number)| *number)),
                Phrase::many(it.letters.len(), "contact", "contacts"),
                it.leaves_at
            ),
            Plain,
        ),
        Event::ComplaintPassedOn(it) => {
            say(phrase!("{} passed complaint C-{} on to the customer, as information.", who, it.number), Plain)
        }
        Event::PassingUndone(_) => say(phrase!("{} took the letter of information back before it left.", who), Plain),
        Event::PassingSent(it) => say(
            phrase!(
                "The letter of information about {} left to {}.",
                numbers(it.complaints.iter().copied()),
                Phrase::many(it.letters as usize, "contact", "contacts")
            ),
            Legal,
        ),
        Event::CaseGraded(it) => say(
            phrase!(
                "{} set the severity to {} (it was {}).",
                who,
                Phrase::from(it.severity.word()),
                Phrase::from(it.was.word())
            ),
            Plain,
        ),
        Event::CaseTagged(it) if it.tags.is_empty() => say(phrase!("{} took all tags off.", who), Plain),
        Event::CaseTagged(it) => say(phrase!("{} set the tags: {}.", who, it.tags.join(", ")), Plain),
        Event::CaseSnoozed(it) => {
            quote(phrase!("{} put the case aside until {}:", who, it.until), it.reason.show(), Plain)
        }
        Event::CaseWoken(it) if it.early => say(phrase!("{} took the case up again before its date.", who), Plain),
        Event::CaseWoken(_) => say("The date came until which the case was put aside.", Plain),
        Event::CaseLinked(it) => say(phrase!("{} linked case {}.", who, it.other_number), Plain),
        Event::CaseUnlinked(it) => say(phrase!("{} took the link to case {} off.", who, it.other_number), Plain),
        // The caller sends nothing else here.
        other => say(other.kind(), Plain),
    }
}

fn numbers(of: impl Iterator<Item = i64>) -> Phrase {
    let all: Vec<String> = of.map(|number| format!("C-{number}")).collect();
    if all.len() > 5 {
        phrase!("{} and {} more", all[..4].join(", "), all.len() - 4)
    } else {
        Phrase::Said(all.join(", "))
    }
}
