//! What the record says of papers that left the house.

use super::{Sentence, Tone, say};
use crate::export::Made;

pub(super) fn made(who: &str, made: &Made) -> Sentence {
    let hash = &made.sha256[..made.sha256.len().min(12)];
    say(
        format!(
            "{who} made an export: {}, {}, for the profile {}, up to entry #{} ({hash}…).",
            made.what.name().to_lowercase(),
            made.scope,
            made.profile,
            made.upto
        ),
        Tone::Plain,
    )
}
