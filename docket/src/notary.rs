//! The notary signs how long the ledger is, and only forward: it remembers what it signed last, in a file of its own, and
//! signs nothing that does not begin with that. Whoever changes the database so cannot have the change signed.

mod change;
mod gap;
mod office;
mod post;
mod wire;

pub use gap::Declared;
pub use office::{Address, Office};
pub use post::{Door, serve};

use crate::checkpoint::bag::Sealed;
use crate::checkpoint::gap::Gap;
use crate::checkpoint::handover::Handover;
use crate::checkpoint::note::{Note, PublicKey, SecretKey, SignedBy};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::entropy::Entropy;
use crate::keyfile;
use crate::ledger::{Hash, empty_root, verify_consistency};
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// In the data folder.
pub const FOLDER: &str = "notary";
const KEY: &str = "key";
/// Drawn for a change of the key that is not over yet.
const NEXT: &str = "key.next";
const CHANGES: &str = "changes";
const LAST: &str = "last";

/// Why it does not sign.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the ledger has only {size} entries, and the notary has signed {signed}")]
    Shorter { signed: u64, size: u64 },
    #[error("the first {signed} entries are not those that the notary has signed")]
    Rewritten { signed: u64 },
    /// The ledger says that it was brought back from a backup, and whoever runs the notary has not accepted that.
    #[error("entry {entry} declares a gap, which nobody has accepted: duenotice notary accept-gap {entry}")]
    Gap { entry: u64 },
    #[error("the clock stands before the notary's last signature")]
    Clock,
    /// Somebody else had it sign meanwhile, so the proof begins at the wrong place. Ask again.
    #[error("the notary has signed {signed} entries meanwhile")]
    Moved { signed: u64 },
    #[error("the notary's files cannot be used: {0}")]
    File(#[from] Error),
    /// It is a process of its own, and does not answer.
    #[error("the notary cannot be asked: {0}")]
    Away(String),
}

impl Refused {
    /// What is kept of it in the database.
    pub fn word(&self) -> &'static str {
        match self {
            Refused::Shorter { .. } => "shorter",
            Refused::Rewritten { .. } => "rewritten",
            Refused::Gap { .. } => "gap",
            Refused::Clock => "clock",
            Refused::Moved { .. } => "moved",
            Refused::File(_) => "file",
            Refused::Away(_) => "away",
        }
    }
}

/// What it is asked to sign.
#[derive(Clone, Debug)]
pub struct Ask {
    pub size: u64,
    pub root: Hash,
    /// From how many entries the proof begins: what the notary signed last.
    pub from: u64,
    pub proof: Vec<Hash>,
}

/// What it signed, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Microseconds since 1970.
    pub signed_at: i64,
    pub note: String,
}

impl Seal {
    pub fn checkpoint(&self) -> std::io::Result<Checkpoint> {
        let signed = SignedCheckpoint::parse(&self.note).map_err(|problem| damaged(&problem.to_string()))?;
        Ok(signed.checkpoint)
    }
}

/// What it tells whoever asks.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// None before it has signed anything.
    pub key: Option<PublicKey>,
    pub last: Option<Seal>,
    /// How its key changed, oldest first.
    pub changes: Vec<Handover>,
    /// What it left behind because a person told it to, oldest first.
    pub gaps: Vec<Gap>,
}

impl State {
    /// The keys with which it signs or has signed.
    pub fn keys(&self) -> impl Iterator<Item = &PublicKey> {
        self.changes.iter().flat_map(|change| [&change.from, &change.to]).chain(&self.key)
    }
}

#[derive(Clone, Debug)]
pub struct Notary {
    folder: PathBuf,
    /// What a new key is named after.
    origin: String,
}

impl Notary {
    /// In this data folder. Nothing is made before something is to be signed.
    pub fn of(data: &Path, origin: &str) -> Notary {
        Notary::at(data.join(FOLDER), origin)
    }

    /// In a folder of its own.
    pub fn at(folder: PathBuf, origin: &str) -> Notary {
        Notary { folder, origin: origin.to_owned() }
    }

    pub fn state(&self) -> std::io::Result<State> {
        Ok(State { key: self.public_key()?, last: self.last()?, changes: self.changes()?, gaps: self.gaps()? })
    }

    /// The public key, if there is one already.
    pub fn public_key(&self) -> std::io::Result<Option<PublicKey>> {
        Ok(self.key()?.map(|key| key.public()))
    }

    /// The public key, which is made if there is none yet: whoever checks wants to know it before anything is signed.
    pub fn ready(&self, entropy: &dyn Entropy) -> std::io::Result<PublicKey> {
        let _alone = self.alone()?;
        self.finish_change()?;
        let key = match self.key()? {
            Some(key) => key,
            None if self.last()?.is_some() => return Err(damaged("the key is missing")),
            None => self.make_key(entropy)?,
        };
        Ok(key.public())
    }

    /// What it signed last.
    pub fn last(&self) -> std::io::Result<Option<Seal>> {
        let text = match std::fs::read_to_string(self.folder.join(LAST)) {
            Ok(text) => text,
            Err(problem) if problem.kind() == ErrorKind::NotFound => return Ok(None),
            Err(problem) => return Err(problem),
        };
        let seal: Seal = serde_json::from_str(&text).map_err(|problem| damaged(&problem.to_string()))?;
        seal.checkpoint()?;
        Ok(Some(seal))
    }

    /// Signs, and remembers it on the disk before anybody gets the signature.
    pub fn sign(&self, ask: &Ask, now: Moment, entropy: &dyn Entropy) -> Result<(Seal, PublicKey), Refused> {
        let _alone = self.alone()?;
        self.finish_change()?;
        let last = self.last()?;
        let key = match self.key()? {
            Some(key) => key,
            // A memory without its key: somebody has taken the key away, and a new one must not take its place unseen.
            None if last.is_some() => return Err(damaged("the key is missing").into()),
            None => self.make_key(entropy)?,
        };
        self.finish_gap(&key, now)?;
        if let Some(seal) = self.last()? {
            let was = seal.checkpoint()?;
            let shorter = was.size > ask.size;
            let other = |refused| self.waits_for(ask, was.size).unwrap_or(refused);
            if was.size != ask.from {
                return Err(match shorter {
                    true => other(Refused::Shorter { signed: was.size, size: ask.size }),
                    false => Refused::Moved { signed: was.size },
                });
            }
            if !verify_consistency(was.size, ask.size, &was.root, &ask.root, &ask.proof) {
                return Err(other(match shorter {
                    true => Refused::Shorter { signed: was.size, size: ask.size },
                    false => Refused::Rewritten { signed: was.size },
                }));
            }
            // Unless the key has changed since.
            if was.size == ask.size && signed_by(&seal, &key.public()) {
                return Ok((seal, key.public()));
            }
            if now.micros() < seal.signed_at {
                return Err(Refused::Clock);
            }
        } else if ask.from != 0 || !verify_consistency(0, ask.size, &empty_root(), &ask.root, &ask.proof) {
            return Err(Refused::Moved { signed: 0 });
        }
        let checkpoint = Checkpoint { origin: key.name().to_owned(), size: ask.size, root: ask.root };
        let note = key.sign(&checkpoint.to_string()).to_string();
        let seal = Seal { signed_at: now.micros(), note };
        self.remember(&seal)?;
        Ok((seal, key.public()))
    }

    /// Signs which bag left the house. It is no word about the ledger, so nothing of it is remembered.
    pub fn seal(&self, bag: &Sealed) -> Result<(String, PublicKey), Refused> {
        let _alone = self.alone()?;
        self.finish_change()?;
        // A key is made for the first checkpoint, and no bag leaves without one.
        let key = self.key()?.ok_or_else(|| damaged("the key is missing"))?;
        Ok((key.sign(&bag.to_string()).to_string(), key.public()))
    }

    /// Another server may ask at the same time.
    fn alone(&self) -> std::io::Result<keyfile::Alone> {
        keyfile::alone(&self.folder)
    }

    fn key(&self) -> std::io::Result<Option<SecretKey>> {
        self.key_in(KEY)
    }

    fn key_in(&self, name: &str) -> std::io::Result<Option<SecretKey>> {
        match std::fs::read_to_string(self.folder.join(name)) {
            Ok(text) => SecretKey::parse(&text).map(Some).map_err(|problem| damaged(&problem.to_string())),
            Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    fn make_key(&self, entropy: &dyn Entropy) -> std::io::Result<SecretKey> {
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        let key =
            SecretKey::new(&self.origin, &seed).ok_or_else(|| damaged("no log can be named after this address"))?;
        keyfile::put(&self.folder, &self.folder.join(KEY), &key.text())?;
        self.key()?.ok_or_else(|| damaged("the key is missing"))
    }

    /// Notes that the notary keeps for ever in a file of their own, oldest first.
    fn notes<T, P: std::fmt::Display>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, P>,
    ) -> std::io::Result<Vec<T>> {
        let text = match std::fs::read_to_string(self.folder.join(name)) {
            Ok(text) => text,
            Err(problem) if problem.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(problem) => return Err(problem),
        };
        let notes: Vec<String> = serde_json::from_str(&text).map_err(|problem| damaged(&problem.to_string()))?;
        notes.iter().map(|note| parse(note).map_err(|problem| damaged(&problem.to_string()))).collect()
    }

    fn keep_notes<T: std::fmt::Display>(&self, name: &str, notes: &[T]) -> std::io::Result<()> {
        let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
        keyfile::replace(&self.folder, name, &serde_json::to_string(&notes).map_err(Error::other)?)
    }

    fn remember(&self, seal: &Seal) -> std::io::Result<()> {
        keyfile::replace(&self.folder, LAST, &serde_json::to_string(seal).map_err(Error::other)?)
    }
}

fn signed_by(seal: &Seal, key: &PublicKey) -> bool {
    Note::parse(&seal.note).is_ok_and(|note| note.signed_by(key) == SignedBy::Yes)
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests;
