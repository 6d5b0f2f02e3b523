//! Sentences about complaints settled from the inbox, letters of information, and cases put in order.

use super::{Names, Sentence, Tone, plural, quote, say};
use crate::event::{Event, Recorded};
use Tone::{Legal, Plain};

pub(super) fn staff(recorded: &Recorded, names: &Names) -> Sentence {
    let who = names.actor(recorded.actor);
    match &recorded.event {
        Event::ComplaintReturned(it) if it.case.is_some() => {
            say(format!("{who} took complaint C-{} out of the case again. It waits in the inbox.", it.number), Plain)
        }
        Event::ComplaintReturned(it) => {
            say(format!("{who} took that back. Complaint C-{} waits in the inbox again.", it.number), Plain)
        }
        Event::ComplaintClassed(it) => say(
            format!(
                "{who} set complaint C-{} to {}, {} (it was {}, {}).",
                it.number,
                it.category.name(),
                it.severity.word(),
                it.was_category.name(),
                it.was_severity.word()
            ),
            Plain,
        ),
        Event::PassingPlanned(it) => say(
            format!(
                "{who} wrote a letter of information about {} to {}. It leaves at {}.",
                numbers(it.complaints.iter().map(|(_, number)| *number)),
                plural(it.letters.len(), "contact", "contacts"),
                it.leaves_at.short_utc()
            ),
            Plain,
        ),
        Event::ComplaintPassedOn(it) => {
            say(format!("{who} passed complaint C-{} on to the customer, as information.", it.number), Plain)
        }
        Event::PassingUndone(_) => say(format!("{who} took the letter of information back before it left."), Plain),
        Event::PassingSent(it) => say(
            format!(
                "The letter of information about {} left to {}.",
                numbers(it.complaints.iter().copied()),
                plural(it.letters as usize, "contact", "contacts")
            ),
            Legal,
        ),
        Event::CaseGraded(it) => {
            say(format!("{who} set the severity to {} (it was {}).", it.severity.word(), it.was.word()), Plain)
        }
        Event::CaseTagged(it) if it.tags.is_empty() => say(format!("{who} took all tags off."), Plain),
        Event::CaseTagged(it) => say(format!("{who} set the tags: {}.", it.tags.join(", ")), Plain),
        Event::CaseSnoozed(it) => {
            quote(format!("{who} put the case aside until {}:", it.until.short_utc()), it.reason.show(), Plain)
        }
        Event::CaseWoken(it) if it.early => say(format!("{who} took the case up again before its date."), Plain),
        Event::CaseWoken(_) => say("The date came until which the case was put aside.", Plain),
        Event::CaseLinked(it) => say(format!("{who} linked case {}.", it.other_number), Plain),
        Event::CaseUnlinked(it) => say(format!("{who} took the link to case {} off.", it.other_number), Plain),
        // The caller sends nothing else here.
        other => say(other.kind(), Plain),
    }
}

fn numbers(of: impl Iterator<Item = i64>) -> String {
    let all: Vec<String> = of.map(|number| format!("C-{number}")).collect();
    if all.len() > 5 { format!("{} and {} more", all[..4].join(", "), all.len() - 4) } else { all.join(", ") }
}
