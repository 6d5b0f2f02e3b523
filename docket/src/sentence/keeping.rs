//! Sentences about holds from the register, about how long things are kept, and about what went.

use super::{Names, Sentence, Tone, quote, say};
use crate::erasure::Subject;
use crate::event::Event;
use crate::hold::wide::{Period, Scope};
use crate::phrase;
use crate::retention::Gone;
use crate::words::{Phrase, ours};
use Tone::{Legal, Plain};

pub(super) fn sentence(event: &Event, who: &Phrase, names: &Names) -> Sentence {
    match event {
        Event::WideHoldPlaced(it) => quote(
            phrase!(
                "{} placed litigation hold H-{} over {}, for {}:",
                who,
                it.number,
                scope(&it.scope),
                it.matter.show()
            ),
            it.reason.show(),
            Legal,
        ),
        Event::WideHoldReleaseAsked(it) => quote(
            phrase!("{} asked for the release of hold H-{}; it stands until another person agrees:", who, it.number),
            it.reason.show(),
            Legal,
        ),
        Event::WideHoldReleased(it) => say(phrase!("{} released hold H-{}.", who, it.number), Legal),
        Event::RetentionRuled(it) => {
            let kept = match it.days {
                Some(days) => Phrase::many(usize::try_from(days).unwrap_or(usize::MAX), "day", "days"),
                None => ours("for ever").into(),
            };
            let name = Phrase::from(it.rule.name()).small();
            quote(phrase!("{} published edition {} for {}: {}.", who, it.edition, name, kept), it.reason.show(), Legal)
        }
        Event::DisposalProposed(it) => {
            let name = Phrase::from(it.rule.name()).small();
            say(
                phrase!("R-{}: {} fell due before {}, {}. A person confirms it.", it.number, it.many, it.before, name),
                Plain,
            )
        }
        Event::DisposalDropped(it) => {
            quote(phrase!("{} put R-{} aside; nothing was destroyed:", who, it.number), it.reason.show(), Plain)
        }
        Event::MaterialDestroyed(it) => say(
            phrase!(
                "{} confirmed R-{}: {} destroyed under edition {} of the rule for {}; {} more kept by holds.",
                who,
                it.number,
                gone(&it.gone),
                it.edition,
                Phrase::from(it.rule.name()).small(),
                it.held
            ),
            Legal,
        ),
        Event::AsideCleared(it) => {
            let name = Phrase::from(it.rule.name()).small();
            say(phrase!("{} rows from before {} were cleared: {}.", it.many, it.before, name), Plain)
        }
        Event::ErasureAsked(it) => {
            let text = phrase!(
                "{} asked to erase somebody (E-{}, {}). {}. Another person has to agree:",
                who,
                it.number,
                Phrase::from(it.subject.name()).small(),
                Phrase::from(it.basis.name())
            );
            quote(text, it.reason.show(), Legal)
        }
        Event::ErasureDropped(it) => {
            quote(phrase!("{} put erasure E-{} aside; nothing was erased:", who, it.number), it.reason.show(), Plain)
        }
        Event::PersonErased(it) => say(
            phrase!(
                "{} agreed to erasure E-{} ({}), as {} had asked. {} erased. {}.",
                who,
                it.number,
                subject(&it.subject),
                names.who(it.asked_by),
                gone(&it.gone),
                Phrase::from(it.basis.name())
            ),
            Legal,
        ),
        Event::PersonRenamed(it) => {
            say(phrase!("{} wrote down another name for {}.", who, names.who(it.person)), Plain)
        }
        _ => say(Phrase::Said(String::new()), Plain),
    }
}

fn subject(subject: &Subject) -> Phrase {
    Phrase::from(subject.name()).small()
}

fn scope(scope: &Scope) -> Phrase {
    match scope {
        Scope::Case { .. } => ours("a case").into(),
        Scope::Customer { .. } => ours("a customer").into(),
        Scope::Period { period: Period { from, to: Some(to) } } => {
            phrase!("everything that came in from {} to {}", *from, *to)
        }
        Scope::Period { period: Period { from, to: None } } => phrase!("everything that came in from {} on", *from),
        Scope::Desk => ours("the whole desk").into(),
    }
}

/// "3 personal values and 2 pieces of evidence"
fn gone(gone: &Gone) -> Phrase {
    let values = Phrase::many(gone.values.len(), "personal value", "personal values");
    let bytes = Phrase::many(gone.bytes.len(), "piece of evidence", "pieces of evidence");
    phrase!("{} and {}", values, bytes)
}
