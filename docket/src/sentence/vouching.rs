//! What the record says of whoever vouches for it.

use super::{Names, Sentence, Tone, quote, say};
use crate::phrase;
use crate::vouching::{GapAccepted, GapDeclared, KeyChanged, Stamped, TimeStamped};

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
        Stamped::Bag { name } => {
            phrase!("{} confirmed that the files of {} were there at {}.", authority, name.clone(), at)
        }
    };
    say(words, Tone::Plain)
}

pub(super) fn gap_declared(gap: &GapDeclared, names: &Names) -> Sentence {
    let by = names.who(gap.by);
    let words = match &gap.signed {
        Some(signed) => phrase!(
            "{} declared that the ledger was brought back from a backup with {} entries, although the notary had signed {}. What lay between is lost:",
            by,
            gap.size,
            signed.size
        ),
        None => phrase!(
            "{} declared that the ledger was brought back from a backup with {} entries, and that the notary’s memory is lost, so nobody knows how many were signed:",
            by,
            gap.size
        ),
    };
    quote(words, gap.reason.show(), Tone::Legal)
}

pub(super) fn gap_accepted(accepted: &GapAccepted) -> Sentence {
    say(
        phrase!(
            "The notary goes on from the ledger that was brought back: whoever runs it accepted the gap of entry #{}.",
            accepted.gap
        ),
        Tone::Legal,
    )
}
