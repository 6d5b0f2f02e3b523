//! What the record says of papers that left the house.

use super::{Sentence, Tone, say};
use crate::export::Made;
use crate::phrase;
use crate::words::Phrase;

pub(super) fn made(who: &Phrase, made: &Made) -> Sentence {
    let hash = &made.sha256[..made.sha256.len().min(12)];
    say(
        phrase!(
            "{} made an export: {}, {}, for the profile {}, up to entry #{} ({}…).",
            who,
            Phrase::from(made.what.name()).small(),
            made.scope,
            made.profile,
            made.upto,
            hash
        ),
        Tone::Plain,
    )
}
