//! The notary signs how long the ledger is, and only forward: it remembers what it signed last, in a file of its own, and
//! signs nothing that does not begin with that. Whoever changes the database so cannot have the change signed.

use crate::checkpoint::note::{PublicKey, SecretKey};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::entropy::Entropy;
use crate::keyfile;
use crate::ledger::{Hash, empty_root, verify_consistency};
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// In the data folder.
pub const FOLDER: &str = "notary";
const KEY: &str = "key";
const LAST: &str = "last";
const LOCK: &str = "lock";

/// Why it does not sign.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the ledger has only {size} entries, and the notary has signed {signed}")]
    Shorter { signed: u64, size: u64 },
    #[error("the first {signed} entries are not those that the notary has signed")]
    Rewritten { signed: u64 },
    #[error("the clock stands before the notary's last signature")]
    Clock,
    /// Somebody else had it sign meanwhile, so the proof begins at the wrong place. Ask again.
    #[error("the notary has signed {signed} entries meanwhile")]
    Moved { signed: u64 },
    #[error("the notary's files cannot be used: {0}")]
    File(#[from] Error),
}

impl Refused {
    /// What is kept of it in the database.
    pub fn word(&self) -> &'static str {
        match self {
            Refused::Shorter { .. } => "shorter",
            Refused::Rewritten { .. } => "rewritten",
            Refused::Clock => "clock",
            Refused::Moved { .. } => "moved",
            Refused::File(_) => "file",
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

#[derive(Clone, Debug)]
pub struct Notary {
    folder: PathBuf,
    /// What a new key is named after.
    origin: String,
}

impl Notary {
    /// In this data folder. Nothing is made before something is to be signed.
    pub fn of(data: &Path, origin: &str) -> Notary {
        Notary { folder: data.join(FOLDER), origin: origin.to_owned() }
    }

    /// The public key, if there is one already.
    pub fn public_key(&self) -> std::io::Result<Option<PublicKey>> {
        Ok(self.key()?.map(|key| key.public()))
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
        std::fs::create_dir_all(&self.folder)?;
        // Another server may ask at the same time.
        let lock = File::options().create(true).truncate(false).write(true).open(self.folder.join(LOCK))?;
        lock.lock()?;
        let last = self.last()?;
        let key = match self.key()? {
            Some(key) => key,
            // A memory without its key: somebody has taken the key away, and a new one must not take its place unseen.
            None if last.is_some() => return Err(damaged("the key is missing").into()),
            None => self.make_key(entropy)?,
        };
        if let Some(seal) = last {
            let was = seal.checkpoint()?;
            if was.size != ask.from {
                return Err(match was.size > ask.size {
                    true => Refused::Shorter { signed: was.size, size: ask.size },
                    false => Refused::Moved { signed: was.size },
                });
            }
            if !verify_consistency(was.size, ask.size, &was.root, &ask.root, &ask.proof) {
                return Err(match was.size > ask.size {
                    true => Refused::Shorter { signed: was.size, size: ask.size },
                    false => Refused::Rewritten { signed: was.size },
                });
            }
            if was.size == ask.size {
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

    fn key(&self) -> std::io::Result<Option<SecretKey>> {
        match std::fs::read_to_string(self.folder.join(KEY)) {
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

    fn remember(&self, seal: &Seal) -> std::io::Result<()> {
        let beside = self.folder.join("last.part");
        let mut file = File::create(&beside)?;
        file.write_all(serde_json::to_string(seal).map_err(Error::other)?.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, self.folder.join(LAST))?;
        File::open(&self.folder)?.sync_all()
    }
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use crate::ledger::{consistency_proof, leaf_hash, root_of};

    struct Office {
        _folder: tempfile::TempDir,
        notary: Notary,
        leaves: Vec<Hash>,
    }

    impl Office {
        fn open() -> Office {
            let folder = tempfile::tempdir().unwrap();
            let leaves = (0..40_u8).map(|n| leaf_hash(&[n])).collect();
            Office { notary: Notary::of(folder.path(), "hosting.example/log"), _folder: folder, leaves }
        }

        fn ask(&self, from: usize, size: usize) -> Ask {
            let leaves = &self.leaves[..size];
            Ask {
                size: size as u64,
                root: root_of(leaves),
                from: from as u64,
                proof: consistency_proof(leaves, from).unwrap_or_default(),
            }
        }

        fn sign(&self, ask: &Ask, at: i64) -> Result<SignedCheckpoint, Refused> {
            let (seal, key) = self.notary.sign(ask, Moment::from_micros(at), &SeededEntropy::new(1))?;
            let signed = SignedCheckpoint::parse(&seal.note).unwrap();
            assert_eq!(signed.note.signed_by(&key), crate::checkpoint::note::SignedBy::Yes);
            Ok(signed)
        }
    }

    #[test]
    fn the_notary_signs_forward_and_nothing_else() {
        let mut office = Office::open();
        assert_eq!(office.sign(&office.ask(0, 5), 10).unwrap().checkpoint.size, 5);
        assert_eq!(office.sign(&office.ask(5, 9), 20).unwrap().checkpoint.size, 9);
        // The same once more: the same signature, whatever the clock says.
        let last = office.notary.last().unwrap().unwrap();
        assert_eq!(office.sign(&office.ask(9, 9), 5).unwrap().note.to_string(), last.note);

        assert!(matches!(office.sign(&office.ask(5, 12), 30), Err(Refused::Moved { signed: 9 })));
        assert!(matches!(office.sign(&office.ask(0, 7), 30), Err(Refused::Shorter { signed: 9, size: 7 })));
        assert!(matches!(office.sign(&office.ask(9, 7), 30), Err(Refused::Shorter { signed: 9, size: 7 })));
        assert!(matches!(office.sign(&office.ask(9, 12), 19), Err(Refused::Clock)));
        office.leaves[3] = leaf_hash(b"something else");
        assert!(matches!(office.sign(&office.ask(9, 12), 30), Err(Refused::Rewritten { signed: 9 })));
        assert!(matches!(office.sign(&office.ask(9, 9), 30), Err(Refused::Rewritten { signed: 9 })));
        assert_eq!(office.notary.last().unwrap().unwrap(), last, "what was refused left nothing behind");
    }

    #[test]
    fn a_notary_that_lost_its_key_or_its_memory_says_so() {
        let office = Office::open();
        office.sign(&office.ask(0, 5), 10).unwrap();
        let file = |name: &str| office.notary.folder.join(name);
        std::fs::write(file(LAST), "half a line").unwrap();
        assert!(matches!(office.sign(&office.ask(5, 9), 20), Err(Refused::File(_))));
        let office = Office::open();
        office.sign(&office.ask(0, 5), 10).unwrap();
        std::fs::remove_file(office.notary.folder.join(KEY)).unwrap();
        assert!(matches!(office.sign(&office.ask(5, 9), 20), Err(Refused::File(_))), "no new key takes its place");
    }

    #[test]
    #[cfg(unix)]
    fn the_notary_s_key_is_for_its_owner() {
        use std::os::unix::fs::PermissionsExt;
        let office = Office::open();
        office.sign(&office.ask(0, 5), 10).unwrap();
        let mode = std::fs::metadata(office.notary.folder.join(KEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
