//! What happened to customers, to the policy and to complaints after they came in, as the team reads it.

use super::{Sentence, Tone, quote, say};
use crate::complaint::joined::{Joined, TakenOut};
use crate::complaint::locations::{Marked, Run};
use crate::complaint::reporter_link::{Linked, ReporterOutcome, Told};
use crate::customer::changes::{
    AccountChanged, ContactChanged, ContactVerified, ContactWithdrawn, Imported, TermChanged,
};
use crate::policy::Published;

pub(super) fn clause_published(who: &str, new: &Published) -> Sentence {
    let again = if new.replaces.is_some() { "a new edition of clause" } else { "clause" };
    say(format!("{who} published {again} {}, {}: the version of {}.", new.code, new.title, new.edition), Tone::Legal)
}

pub(super) fn account_changed(who: &str, new: &AccountChanged) -> Sentence {
    say(format!("{who} changed the account of {}.", new.handle), Tone::Plain)
}

pub(super) fn contact_changed(who: &str, new: &ContactChanged) -> Sentence {
    say(format!("{who} changed the contact {} ({}).", new.email.show(), new.duty.word()), Tone::Plain)
}

pub(super) fn contact_verified(who: &str, new: &ContactVerified) -> Sentence {
    let day = new.on.date_text();
    quote(format!("{who} recorded that a contact was verified on {day}:"), new.how.show(), Tone::Plain)
}

pub(super) fn contact_withdrawn(who: &str, new: &ContactWithdrawn) -> Sentence {
    quote(format!("{who} withdrew a contact; no letter goes there any more:"), new.reason.show(), Tone::Plain)
}

pub(super) fn term_changed(who: &str, new: &TermChanged) -> Sentence {
    let until = new.to.map_or_else(|| "without an end".to_owned(), |to| format!("until {}", to.short_utc()));
    say(format!("{who} set the time of {}: held from {}, {until}.", new.value, new.from.short_utc()), Tone::Plain)
}

pub(super) fn imported(who: &str, new: &Imported) -> Sentence {
    let Imported { rows, added, changed, unchanged, refused, .. } = new;
    let words = format!("{added} added, {changed} changed, {unchanged} unchanged, {refused} refused");
    say(format!("{who} imported customers and assets from a list of {rows} rows: {words}."), Tone::Plain)
}

pub(super) fn marked(who: &str, marked: &Marked) -> Sentence {
    let many: usize = marked.places.iter().map(Run::length).sum();
    let places = super::plural(many, "location", "locations");
    let text = match marked.outcome {
        Some(outcome) => {
            format!("{who} marked {places} of C-{} as {}.", marked.number, outcome.name().to_lowercase())
        }
        None => format!("{who} took back the outcome of {places} of C-{}.", marked.number),
    };
    quote(text, marked.note.show(), Tone::Plain)
}

pub(super) fn joined(joined: &Joined) -> Sentence {
    let text = format!("Complaint C-{} joined case {} by itself. {}", joined.number, joined.case_number, joined.why);
    say(text, Tone::Plain)
}

pub(super) fn taken_out(who: &str, taken: &TakenOut) -> Sentence {
    quote(format!("{who} took complaint C-{} out of the case:", taken.number), taken.reason.show(), Tone::Plain)
}

pub(super) fn reporter_linked(linked: &Linked) -> Sentence {
    say(format!("The reporter of C-{} got a link to see what becomes of it.", linked.number), Tone::Plain)
}

pub(super) fn reporter_told(told: &Told) -> Sentence {
    let what = match told.outcome {
        ReporterOutcome::Received => "that it was received",
        ReporterOutcome::InHand => "that it is in hand",
        ReporterOutcome::NotActedOn => "that nothing comes of it",
        ReporterOutcome::PassedOn => "that it was passed on",
        ReporterOutcome::Acted => "that we acted on it",
        ReporterOutcome::Restricted => "that a service was restricted",
    };
    say(format!("The reporter of C-{} was told {what}.", told.number), Tone::Legal)
}
