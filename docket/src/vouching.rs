//! Who vouches for the ledger besides itself, as far as the ledger tells it: the notary's keys, and time stamps of others.

use crate::id::{ExportId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// One key of the notary took the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChanged {
    pub from: String,
    pub to: String,
    /// What both keys have signed.
    pub note: String,
}

impl KeyChanged {
    /// What tells the new key apart: name and id.
    pub fn short(key: &str) -> &str {
        key.rsplit_once('+').map_or(key, |(short, _)| short)
    }
}

/// What was stamped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Stamped {
    /// The text of the checkpoint over so many entries.
    Checkpoint { size: i64 },
    /// The file of an export.
    Export { export: ExportId },
    /// The manifest of a bag, which names the hash of everything in it. The stamp lies in the bag itself.
    Bag { name: String },
}

/// A time stamp authority has confirmed that something was there at an instant (RFC 3161).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeStamped {
    pub of: Stamped,
    /// SHA-256 of what was stamped.
    pub imprint: String,
    /// Where it was asked for.
    pub authority: String,
    pub stamped_at: Moment,
    /// The answer, kept as evidence.
    pub bytes: String,
}

/// The ledger was brought back from a backup and lacks entries that the notary had signed. It says so itself, for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapDeclared {
    /// With how many entries it came back, and its root then, hex.
    pub size: i64,
    pub root: String,
    /// None: the notary's memory was lost, so nobody knows how far it had signed.
    pub signed: Option<HadSigned>,
    pub reason: Private<String>,
    pub by: PersonId,
}

/// What the notary had signed last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HadSigned {
    pub size: i64,
    pub root: String,
    /// The signed checkpoint, byte for byte.
    pub note: String,
}

/// The notary goes on from there, because a person told it to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapAccepted {
    /// The entry that declares the gap.
    pub gap: i64,
    /// What the notary signed about it.
    pub note: String,
}
