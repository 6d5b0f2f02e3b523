//! A case file as a bag (BagIt 1.0, RFC 8493): where its parts lie and how the lines in them are written. Whoever makes
//! one and whoever checks one read them here, so that neither can mean something else than the other.

pub mod check;
mod given;

pub use given::{Given, Named, named_in};

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Problem;
use super::note::Note;
use super::proof_file::Opening;
use crate::ledger::Hash;

pub const BAGIT: &str = "bagit.txt";
pub const INFO: &str = "bag-info.txt";
pub const MANIFEST: &str = "manifest-sha256.txt";
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// Beside everything that the tag manifest lists, because it is about the tag manifest.
pub const SEAL: &str = "seal/tagmanifest.note";
/// What a time stamp authority says of the tag manifest (RFC 3161), beside it for the same reason.
pub const STAMP: &str = "seal/tagmanifest.tsr";
/// The authority's certificate, as the desk has it.
pub const STAMP_CA: &str = "seal/tsa-ca.pem";
pub const CHECKPOINT: &str = "proof/checkpoint";
pub const KEYS: &str = "proof/log.vkey";
pub const ENTRIES: &str = "proof/entries.txt";
pub const PAYLOAD: &str = "data/";
pub const LEAVES: &str = "data/events.jsonl";
pub const OPENINGS: &str = "data/openings.jsonl";
pub const LEFT_OUT: &str = "data/left-out.jsonl";
/// In these two folders lies what others made, or what left the house as it is there.
pub const EVIDENCE: &str = "data/evidence/";
pub const MESSAGES: &str = "data/messages/";
/// The one file of each of the two that we have written.
pub const INDEX: &str = "index.csv";

/// The whole of bagit.txt.
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Where the proof of an entry lies.
pub fn proof_name(entry: u64) -> String {
    format!("proof/{entry:08}.tlog-proof")
}

const OLDER: &str = "proof/checkpoint-";
const GROWTH: &str = "proof/consistency-";

/// Where a checkpoint lies that went out with a letter.
pub fn older_name(size: u64) -> String {
    format!("{OLDER}{size:08}")
}

/// Where it is proven that the bag's own checkpoint begins with all entries of that one.
pub fn growth_name(size: u64) -> String {
    format!("{GROWTH}{size:08}.txt")
}

/// Whether a file of the bag is one that entries name by its hash.
pub fn is_given(name: &str) -> bool {
    [EVIDENCE, MESSAGES].iter().any(|folder| name.strip_prefix(folder).is_some_and(|rest| rest != INDEX))
}

/// One line of a manifest, as `sha256sum` writes it.
pub fn manifest_line(sha256: &str, name: &str) -> String {
    format!("{sha256}  {name}\n")
}

const SEALED: &str = "duenotice/seal/v1";

/// What the notary signs of a bag: its name and the hash of its tag manifest, which names the hash of everything else.
/// Its second line is no number, so nobody can take it for a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    pub name: String,
    /// Hex.
    pub sha256: String,
}

impl Sealed {
    /// None: no bag is called so, or the hash is none.
    pub fn of(name: &str, sha256: &str) -> Option<Sealed> {
        let plain = |sign: char| sign.is_ascii_alphanumeric() || "-_.".contains(sign);
        let named = name.starts_with("dn-") && name.len() <= 200 && name.chars().all(plain);
        (named && is_sha256(sha256)).then(|| Sealed { name: name.to_owned(), sha256: sha256.to_owned() })
    }

    pub fn read(note: &Note) -> Result<Sealed, Problem> {
        let lines: Vec<&str> = note.text().lines().collect();
        let read = match lines.as_slice() {
            &[SEALED, name, sha256] => Sealed::of(name, sha256),
            _ => None,
        };
        read.ok_or_else(|| Problem::Proof("this is no seal of a bag".into()))
    }
}

/// The text that is signed.
impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{SEALED}\n{}\n{}", self.name, self.sha256)
    }
}

/// One spelling only, or equal hashes could look different.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// An entry of the ledger that the bag is about. The text of those that are shown stands in events.jsonl, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub entry: u64,
    pub leaf_hash: Hash,
    pub shown: bool,
}

impl Listed {
    pub fn parse(line: &str) -> Option<Listed> {
        let mut parts = line.split(' ');
        let (entry, hash, word) = (parts.next()?, parts.next()?, parts.next()?);
        let shown = match word {
            "shown" => true,
            "withheld" => false,
            _ => return None,
        };
        let leaf_hash = hex::decode(hash).ok()?.try_into().ok()?;
        let read = Listed { entry: entry.parse().ok()?, leaf_hash, shown };
        // Written in one way only.
        (read.entry > 0 && parts.next().is_none() && read.to_string() == line).then_some(read)
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.shown { "shown" } else { "withheld" };
        write!(f, "{:08} {} {word}", self.entry, hex::encode(self.leaf_hash))
    }
}

/// A personal value that the reader may see, with what its commitment was made of. The fields stand in the order of the
/// alphabet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The entry in which it stands; the value may have been sealed in an earlier one.
    pub entry: u64,
    pub event: String,
    pub path: String,
    pub salt: String,
    pub value: String,
}

impl Opened {
    pub fn of(entry: u64, opening: Opening) -> Opened {
        let Opening { event, path, salt, value } = opening;
        Opened { entry, event, path, salt, value }
    }

    pub fn commitment(&self) -> Option<Hash> {
        let (event, path) = (self.event.clone(), self.path.clone());
        Opening { event, path, salt: self.salt.clone(), value: self.value.clone() }.commitment()
    }
}

/// Why something that an entry names is not in the bag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Whoever the bag is made for does not get it.
    Withheld,
    /// It went with an entry of the ledger, under a rule or because a person was erased.
    Gone,
    /// Material that nobody may see, which never leaves.
    Sealed,
    /// It should be there and is not, and no entry says why. This is damage.
    Missing,
}

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The text of an entry; its hash and its proof are there.
    Entry,
    /// A personal value; its commitment is there.
    Value,
    /// A file or a message.
    File,
}

/// One thing that is not in the bag, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// The entry that names it. None: that entry is nothing for whoever reads this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// Where in the entry a value stands; of a file without an entry, to which complaint it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The commitment of a value or the SHA-256 of a file, in hex. None for an entry, and where even that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    pub what: Kind,
    /// What stands in its place where people read.
    pub words: String,
    pub why: Why,
    /// The entry with which it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<u64>,
}
