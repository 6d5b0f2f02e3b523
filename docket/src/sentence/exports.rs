//! What the record says of papers that left the house.

use super::{Sentence, Tone, say};
use crate::export::Made;
use crate::phrase;
use crate::words::{Phrase, ours};

pub(super) fn made(who: &Phrase, made: &Made) -> Sentence {
    let hash = &made.sha256[..made.sha256.len().min(12)];
    say(
        phrase!(
            "{} made an export: {}, {}, for the profile {}, up to entry #{} ({}…).",
            who,
            Phrase::from(made.what.name()).small(),
            Phrase::Recorded(made.scope.clone()),
            profile(&made.profile),
            made.upto,
            hash
        ),
        Tone::Plain,
    )
}

/// For whom it was made, in the middle of a sentence.
fn profile(word: &str) -> Phrase {
    match word {
        "internal" => ours("internal").into(),
        "regulator" => ours("regulator").into(),
        "customer" => ours("customer").into(),
        other => Phrase::Said(other.to_owned()),
    }
}
