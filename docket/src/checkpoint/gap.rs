//! The notary goes on from a ledger that was brought back from a backup, and that lacks entries which it had signed. It says
//! so under its own key: what it had signed, with how many entries the ledger came back, and with which entry the ledger
//! itself declares the gap.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::note::{Note, PublicKey, SecretKey, SignedBy};
use super::{Checkpoint, Problem};
use crate::ledger::Hash;

const FIRST_LINE: &str = "duenotice/gap/v1";

/// A length of the ledger and the root that it had then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub size: u64,
    pub root: Hash,
}

impl Mark {
    /// From what an event holds: a number and a hash in hex.
    pub fn read(size: i64, root: &str) -> Option<Mark> {
        Some(Mark { size: u64::try_from(size).ok()?, root: hex::decode(root).ok()?.try_into().ok()? })
    }

    fn line(text: &str) -> Option<Mark> {
        let (size, root) = text.split_once(' ')?;
        let mark = Mark { size: size.parse().ok()?, root: STANDARD.decode(root).ok()?.try_into().ok()? };
        (mark.to_string() == text).then_some(mark)
    }
}

impl From<&Checkpoint> for Mark {
    fn from(checkpoint: &Checkpoint) -> Mark {
        Mark { size: checkpoint.size, root: checkpoint.root }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.size, STANDARD.encode(self.root))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Who signed it.
    pub key: PublicKey,
    /// What the notary had signed, and signs no continuation of.
    pub signed: Mark,
    /// What came back.
    pub restored: Mark,
    /// The ledger up to the entry that declares the gap, which is the last one of it.
    pub from: Mark,
    note: Note,
}

impl Gap {
    pub fn make(key: &SecretKey, signed: Mark, restored: Mark, from: Mark) -> Gap {
        let text = format!("{FIRST_LINE}\n{}\n{signed}\n{restored}\n{from}\n", key.public());
        Gap { key: key.public(), signed, restored, from, note: key.sign(&text) }
    }

    /// Only what its key has signed.
    pub fn parse(text: &str) -> Result<Gap, Problem> {
        let none = || Problem::Proof("this is no gap that a notary has accepted".into());
        let note = Note::parse(text)?;
        let lines: Vec<&str> = note.text().lines().collect();
        let &[FIRST_LINE, key, signed, restored, from] = lines.as_slice() else { return Err(none()) };
        let key = PublicKey::parse(key)?;
        if note.signed_by(&key) != SignedBy::Yes {
            return Err(Problem::Proof("the gap is not signed by its key".into()));
        }
        let mark = |line| Mark::line(line).ok_or_else(none);
        Ok(Gap { signed: mark(signed)?, restored: mark(restored)?, from: mark(from)?, key, note })
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
