//! What the record says of whoever vouches for it.

use super::{Sentence, Tone, say};
use crate::phrase;
use crate::vouching::{KeyChanged, Stamped, TimeStamped};

pub(super) fn key_changed(changed: &KeyChanged) -> Sentence {
    say(
        phrase!(
            "The notary signs with a new key, {}, in the place of {}. Both keys have signed the change.",
            KeyChanged::short(&changed.to).to_owned(),
            KeyChanged::short(&changed.from).to_owned()
        ),
        Tone::Legal,
    )
}

pub(super) fn stamped(stamped: &TimeStamped) -> Sentence {
    let (at, authority) = (stamped.stamped_at, stamped.authority.clone());
    let words = match &stamped.of {
        Stamped::Checkpoint { size } => {
            phrase!("{} confirmed that the checkpoint over {} entries was there at {}.", authority, *size, at)
        }
        Stamped::Export { .. } => {
            let hash = stamped.imprint[..stamped.imprint.len().min(12)].to_owned();
            phrase!("{} confirmed that the file of an export was there at {} ({}…).", authority, at, hash)
        }
    };
    say(words, Tone::Plain)
}
