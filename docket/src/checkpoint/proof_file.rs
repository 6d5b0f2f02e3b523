//! Two files that prove something by themselves: that an entry stands in the ledger (<https://c2sp.org/tlog-proof>), and
//! that the ledger of a checkpoint grew out of a shorter one (the request of <https://c2sp.org/tlog-witness>).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::{Problem, SignedCheckpoint, hash, number};
use crate::ledger::Hash;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// A tree of 2^63 leaves needs no more.
const MOST_HASHES: usize = 63;

/// What goes along with a proof so that its reader need ask for nothing else. Nothing in it is signed: whoever reads it
/// must hold it against the proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// The exact text that was hashed.
    pub leaf: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub openings: Vec<Opening>,
}

/// A personal value with what its commitment was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The event that sealed it, which may be an earlier one.
    pub event: String,
    pub path: String,
    /// Hex.
    pub salt: String,
    /// As canonical JSON.
    pub value: String,
}

impl Opening {
    /// None: the salt is none.
    pub fn commitment(&self) -> Option<Hash> {
        let salt: [u8; 32] = hex::decode(&self.salt).ok()?.try_into().ok()?;
        (hex::encode(salt) == self.salt).then(|| crate::private::commit(&self.event, &self.path, &salt, &self.value))
    }
}

/// That the leaf with this index stands in the tree of the checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFile {
    /// Says which leaf it is about; not part of the proof.
    pub extra: Option<Vec<u8>>,
    /// From zero, so one less than the entry's number.
    pub index: u64,
    pub path: Vec<Hash>,
    pub signed: SignedCheckpoint,
}

impl ProofFile {
    pub fn parse(text: &str) -> Result<ProofFile, Problem> {
        let wrong = |what: &str| Problem::Proof(what.to_owned());
        let (head, checkpoint) = text.split_once("\n\n").ok_or(wrong("the proof has no checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(Problem::Proof(format!("the first line is not {FIRST_LINE}")));
        }
        let mut line = lines.next().unwrap_or_default();
        let mut extra = None;
        if let Some(text) = line.strip_prefix("extra ") {
            extra = Some(STANDARD.decode(text).map_err(|_| wrong("the line extra is no base64"))?);
            line = lines.next().unwrap_or_default();
        }
        let index = line.strip_prefix("index ").and_then(number).ok_or(wrong("the proof names no index"))?;
        Ok(ProofFile { extra, index, path: path(lines)?, signed: SignedCheckpoint::parse(checkpoint)? })
    }

    pub fn carried(&self) -> Option<Carried> {
        serde_json::from_slice(self.extra.as_deref()?).ok()
    }
}

fn path<'t>(lines: impl Iterator<Item = &'t str>) -> Result<Vec<Hash>, Problem> {
    let mut path = Vec::new();
    for line in lines {
        path.push(hash(line).ok_or_else(|| Problem::Proof("a line of the proof is no hash".to_owned()))?);
        if path.len() > MOST_HASHES {
            return Err(Problem::Proof("the proof has more hashes than any tree needs".to_owned()));
        }
    }
    Ok(path)
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.signed.note)
    }
}

/// That the tree of the checkpoint begins with all leaves of an older one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    pub old_size: u64,
    pub path: Vec<Hash>,
    pub signed: SignedCheckpoint,
}

impl Growth {
    /// Whether a text means to be one.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("old ")
    }

    pub fn parse(text: &str) -> Result<Growth, Problem> {
        let wrong = |what: &str| Problem::Proof(what.to_owned());
        let (head, checkpoint) = text.split_once("\n\n").ok_or(wrong("the proof has no checkpoint"))?;
        let mut lines = head.split('\n');
        let first = lines.next().unwrap_or_default();
        let old_size = first.strip_prefix("old ").and_then(number).ok_or(wrong("the first line names no old size"))?;
        Ok(Growth { old_size, path: path(lines)?, signed: SignedCheckpoint::parse(checkpoint)? })
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        for hash in &self.path {
            writeln!(f, "{}", STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.signed.note)
    }
}
