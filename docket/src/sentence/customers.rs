//! What happened to customers, to the policy and to complaints after they came in, as the team reads it.

use super::{Sentence, Tone, quote, say};
use crate::complaint::joined::{Joined, TakenOut};
use crate::complaint::locations::{Marked, Run};
use crate::complaint::reporter_link::{Linked, ReporterOutcome, Told};
use crate::customer::changes::{
    AccountChanged, ContactChanged, ContactVerified, ContactWithdrawn, Imported, TermChanged,
};
use crate::phrase;
use crate::policy::Published;
use crate::words::{Phrase, ours};

pub(super) fn clause_published(who: &Phrase, new: &Published) -> Sentence {
    let again = Phrase::from(if new.replaces.is_some() { ours("a new edition of clause") } else { ours("clause") });
    say(
        phrase!("{} published {} {}, {}: the version of {}.", who, again, &new.code, &new.title, &new.edition),
        Tone::Legal,
    )
}

pub(super) fn account_changed(who: &Phrase, new: &AccountChanged) -> Sentence {
    say(phrase!("{} changed the account of {}.", who, new.handle), Tone::Plain)
}

pub(super) fn contact_changed(who: &Phrase, new: &ContactChanged) -> Sentence {
    say(phrase!("{} changed the contact {} ({}).", who, new.email.show(), Phrase::from(new.duty.word())), Tone::Plain)
}

pub(super) fn contact_verified(who: &Phrase, new: &ContactVerified) -> Sentence {
    let day = new.on.date_text();
    quote(phrase!("{} recorded that a contact was verified on {}:", who, day), new.how.show(), Tone::Plain)
}

pub(super) fn contact_withdrawn(who: &Phrase, new: &ContactWithdrawn) -> Sentence {
    quote(phrase!("{} withdrew a contact; no letter goes there any more:", who), new.reason.show(), Tone::Plain)
}

pub(super) fn term_changed(who: &Phrase, new: &TermChanged) -> Sentence {
    let until = new.to.map_or_else(|| ours("without an end").into(), |to| phrase!("until {}", to));
    say(phrase!("{} set the time of {}: held from {}, {}.", who, new.value, new.from, until), Tone::Plain)
}

pub(super) fn imported(who: &Phrase, new: &Imported) -> Sentence {
    let Imported { rows, added, changed, unchanged, refused, .. } = new;
    let words = phrase!("{} added, {} changed, {} unchanged, {} refused", added, changed, unchanged, refused);
    say(phrase!("{} imported customers and assets from a list of {} rows: {}.", who, rows, words), Tone::Plain)
}

pub(super) fn marked(who: &Phrase, marked: &Marked) -> Sentence {
    let many: usize = marked.places.iter().map(Run::length).sum();
    let places = Phrase::many(many, "location", "locations");
    let text = match marked.outcome {
        Some(outcome) => {
            phrase!("{} marked {} of C-{} as {}.", who, places, marked.number, Phrase::from(outcome.name()).small())
        }
        None => phrase!("{} took back the outcome of {} of C-{}.", who, places, marked.number),
    };
    quote(text, marked.note.show(), Tone::Plain)
}

pub(super) fn joined(joined: &Joined) -> Sentence {
    let text = phrase!(
        "Complaint C-{} joined case {} by itself. {}",
        joined.number,
        joined.case_number,
        Phrase::Recorded(joined.why.clone())
    );
    say(text, Tone::Plain)
}

pub(super) fn taken_out(who: &Phrase, taken: &TakenOut) -> Sentence {
    quote(phrase!("{} took complaint C-{} out of the case:", who, taken.number), taken.reason.show(), Tone::Plain)
}

pub(super) fn reporter_linked(linked: &Linked) -> Sentence {
    say(phrase!("The reporter of C-{} got a link to see what becomes of it.", linked.number), Tone::Plain)
}

pub(super) fn reporter_told(told: &Told) -> Sentence {
    let what = Phrase::from(match told.outcome {
        ReporterOutcome::Received => ours("that it was received"),
        ReporterOutcome::InHand => ours("that it is in hand"),
        ReporterOutcome::NotActedOn => ours("that nothing comes of it"),
        ReporterOutcome::PassedOn => ours("that it was passed on"),
        ReporterOutcome::Acted => ours("that we acted on it"),
        ReporterOutcome::Restricted => ours("that a service was restricted"),
    });
    say(phrase!("The reporter of C-{} was told {}.", told.number, what), Tone::Legal)
}
