//! How long the ledger was and what its root was, signed; and everything that a stranger can check with it. The formats
//! are public ones (<https://c2sp.org>), so that tools which we did not write can read them. Nothing here reads or writes
//! a file.

pub mod bag;
pub mod check;
pub mod extract;
pub mod gap;
pub mod handover;
pub mod note;
pub mod proof_file;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::ledger::Hash;
use note::{Note, NoteProblem};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the checkpoint cannot be read: {0}")]
    Note(#[from] NoteProblem),
    #[error("the checkpoint cannot be read: {0}")]
    Checkpoint(&'static str),
    #[error("{0}")]
    Proof(String),
}

/// `origin`, size and root, as <https://c2sp.org/tlog-checkpoint> has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log it is: an address without its scheme, for ever the same.
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

impl Checkpoint {
    fn parse(text: &str) -> Result<Checkpoint, Problem> {
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let mut line = |what| lines.next().filter(|line| !line.is_empty()).ok_or(Problem::Checkpoint(what));
        let origin = line("it names no log")?.to_owned();
        let size = number(line("it has no size")?).ok_or(Problem::Checkpoint("its size is no number"))?;
        let root = hash(line("it has no root")?).ok_or(Problem::Checkpoint("its root is no hash"))?;
        if lines.any(str::is_empty) {
            return Err(Problem::Checkpoint("it has an empty line"));
        }
        Ok(Checkpoint { origin, size, root })
    }
}

/// The text that is signed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, STANDARD.encode(self.root))
    }
}

/// A checkpoint with its signatures, which nobody has looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    pub checkpoint: Checkpoint,
    pub note: Note,
}

impl SignedCheckpoint {
    pub fn parse(text: &str) -> Result<SignedCheckpoint, Problem> {
        let note = Note::parse(text)?;
        Ok(SignedCheckpoint { checkpoint: Checkpoint::parse(note.text())?, note })
    }
}

/// Without a sign, without zeros in front.
fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

fn hash(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests;
