//! A witness: on a machine of somebody else, it signs what it has seen of a log, and only what grew out of what it saw
//! before (<https://c2sp.org/tlog-witness>). Whoever shows two people different ledgers needs it to lie as well.

use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::note::{PublicKey, SecretKey, SignedBy};
use crate::checkpoint::proof_file::Growth;
use crate::entropy::Entropy;
use crate::keyfile;
use crate::ledger::{empty_root, verify_consistency};
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

const KEY: &str = "key";

/// Why it does not sign.
#[derive(Debug, thiserror::Error)]
pub enum Turned {
    #[error("{0}")]
    Malformed(String),
    #[error("no key that is known here has signed this")]
    Unsigned,
    #[error("this log is not known here")]
    UnknownLog,
    /// What it saw last has so many entries.
    #[error("{size}")]
    Seen { size: u64 },
    #[error("it did not grow out of what was seen before")]
    Rewritten,
    #[error("the clock stands before the last signature")]
    Clock,
    #[error("the files of the witness cannot be used: {0}")]
    File(#[from] Error),
}

impl Turned {
    /// As the protocol has them.
    pub fn status(&self) -> u16 {
        match self {
            Turned::Malformed(_) => 400,
            Turned::Unsigned => 403,
            Turned::UnknownLog => 404,
            Turned::Seen { .. } => 409,
            Turned::Rewritten => 422,
            Turned::Clock | Turned::File(_) => 500,
        }
    }
}

/// What it saw last of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub origin: String,
    /// Microseconds since 1970.
    pub at: i64,
    /// With the witness's own line under it.
    pub note: String,
}

pub struct Witness {
    folder: PathBuf,
    key: SecretKey,
    logs: Vec<PublicKey>,
}

impl Witness {
    /// The first start makes the key. A folder belongs to one name for ever.
    pub fn open(folder: &Path, name: &str, logs: Vec<PublicKey>, entropy: &dyn Entropy) -> std::io::Result<Witness> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(KEY);
        if !path.exists() {
            let mut seed = [0; 32];
            entropy.fill(&mut seed);
            let key = SecretKey::witness(name, &seed).ok_or_else(|| damaged("no witness can have this name"))?;
            keyfile::put(folder, &path, &key.text())?;
        }
        let key =
            SecretKey::parse(&std::fs::read_to_string(&path)?).map_err(|problem| damaged(&problem.to_string()))?;
        if key.name() != name {
            return Err(damaged(&format!("the key in {} is that of {}", folder.display(), key.name())));
        }
        Ok(Witness { folder: folder.to_owned(), key, logs })
    }

    pub fn public_key(&self) -> PublicKey {
        self.key.public()
    }

    /// What it saw last of this log.
    pub fn seen(&self, origin: &str) -> std::io::Result<Option<Seen>> {
        let text = match std::fs::read_to_string(self.folder.join(file_of(origin))) {
            Ok(text) => text,
            Err(problem) if problem.kind() == ErrorKind::NotFound => return Ok(None),
            Err(problem) => return Err(problem),
        };
        let seen: Seen = serde_json::from_str(&text).map_err(|problem| damaged(&problem.to_string()))?;
        if seen.origin == origin { Ok(Some(seen)) } else { Err(damaged("its memory is of another log")) }
    }

    /// `request` is the body of `add-checkpoint`. Gives the line under the checkpoint, and remembers it before.
    pub fn add_checkpoint(&self, request: &str, now: Moment) -> Result<String, Turned> {
        let growth = Growth::parse(request).map_err(|problem| Turned::Malformed(problem.to_string()))?;
        let new = &growth.signed.checkpoint;
        let mut known = self.logs.iter().filter(|key| key.name() == new.origin).peekable();
        if known.peek().is_none() {
            return Err(Turned::UnknownLog);
        }
        if !known.any(|key| growth.signed.note.signed_by(key) == SignedBy::Yes) {
            return Err(Turned::Unsigned);
        }
        if growth.old_size > new.size || (growth.old_size == 0 && !growth.path.is_empty()) {
            return Err(Turned::Malformed("the proof begins at the wrong place".into()));
        }
        // Looking and remembering are one step: another request may be at the same place.
        let _alone = keyfile::alone(&self.folder)?;
        let seen = self.seen(&new.origin)?;
        let old = seen.as_ref().map(|seen| SignedCheckpoint::parse(&seen.note)).transpose();
        let old = old.map_err(|problem| damaged(&problem.to_string()))?;
        let (size, root) = old.map_or((0, empty_root()), |old| (old.checkpoint.size, old.checkpoint.root));
        if growth.old_size != size || (size == new.size && root != new.root) {
            return Err(Turned::Seen { size });
        }
        if !verify_consistency(size, new.size, &root, &new.root, &growth.path) {
            return Err(Turned::Rewritten);
        }
        if seen.is_some_and(|seen| now.micros() < seen.at) {
            return Err(Turned::Clock);
        }
        let seconds = u64::try_from(now.micros().div_euclid(1_000_000)).map_err(|_| Turned::Clock)?;
        let line = self.key.cosign(growth.signed.note.text(), seconds);
        // Without the signatures of others, which nobody looked at here.
        let own = known_lines(&growth.signed, &self.logs);
        let note = format!("{}\n{own}{line}", growth.signed.note.text());
        self.remember(&Seen { origin: new.origin.clone(), at: now.micros(), note })?;
        Ok(line)
    }

    fn remember(&self, seen: &Seen) -> std::io::Result<()> {
        let text = serde_json::to_string(seen).map_err(Error::other)?;
        keyfile::replace(&self.folder, &file_of(&seen.origin), &text)
    }
}

fn known_lines(signed: &SignedCheckpoint, logs: &[PublicKey]) -> String {
    let good = logs.iter().filter(|key| signed.note.signed_by(key) == SignedBy::Yes);
    good.filter_map(|key| signed.note.line_of(key)).collect()
}

/// A log's name may hold any sign, a file's may not.
fn file_of(origin: &str) -> String {
    format!("seen-{}.json", hex::encode(&Sha256::digest(origin.as_bytes())[..16]))
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests;
