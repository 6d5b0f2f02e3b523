//! Backups. One is a folder: the database, the evidence that it names, and a manifest that says of every file what its
//! bytes are, and of the ledger how long it was and what its root was. It has its name only once all of it lies on the
//! disk. What must not lie together with the database is left out: the notary's key, the key of the second factors, and
//! sealed material.

pub mod bring_back;
mod copying;
pub mod make;

use crate::checkpoint::bag::is_sha256;
use crate::desk::Failure;
use crate::store::{SQLITE_FILE, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Written last.
pub const MANIFEST: &str = "manifest.json";
const EVIDENCE: &str = "evidence";
const FORMAT: &str = "duenotice-backup/1";

/// Of the data folder a backup holds none of these, and whoever restores finds them in their places.
pub const LEFT_OUT: [&str; 4] = [crate::notary::FOLDER, crate::keyfile::FILE, "sealed", "duenotice.toml"];

/// Why there is no backup, or why one is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Where it should go or come from, as a whole sentence.
    #[error("{0}")]
    Place(String),
    /// It is not what was backed up. Without a full stop.
    #[error("{0}")]
    Altered(String),
    /// Something changed under the work; the same once more may do.
    #[error("{0}")]
    Again(String),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    #[error(transparent)]
    Failed(Failure),
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        Problem::Failed(failure)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::Failed(error.into())
    }
}

/// For `map_err`: a failure of the file system says at which file.
fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Problem + '_ {
    |error| Problem::File(path.to_owned(), error)
}

/// How far copying has come, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copying {
    pub done: u64,
    pub of: u64,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// Which edition of the program made it.
    pub program: String,
    pub made_at: String,
    /// How long the ledger is in it, and its root, hex.
    pub entries: u64,
    pub root: String,
    /// What the notary has signed: over all of it, or as much of it as could be had.
    pub checkpoint: Option<String>,
    /// What lies in the data folder and not here.
    pub left_out: Vec<String>,
    pub files: Vec<Listed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub path: String,
    pub size: u64,
    pub sha256: String,
}

impl Manifest {
    /// Of a finished backup. Nothing of what it says is held against anything yet, but it names no strange places.
    pub fn read(folder: &Path) -> Result<Manifest, Problem> {
        let path = folder.join(MANIFEST);
        let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Problem::Place(format!(
                "{} is no backup, or was never finished: it has no {MANIFEST}.",
                folder.display()
            )),
            ErrorKind::InvalidData => Problem::Altered(format!("{} cannot be read: it is no text", path.display())),
            _ => Problem::File(path.clone(), error),
        })?;
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|problem| Problem::Altered(format!("{} cannot be read: {problem}", path.display())))?;
        manifest.check().map_err(|what| Problem::Altered(format!("{} {what}", path.display())))?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), String> {
        if self.format != FORMAT {
            return Err(format!("is of another form, {}", self.format));
        }
        let mut seen = HashSet::new();
        for file in &self.files {
            let known = file.path == SQLITE_FILE || file.path == evidence_path(&file.sha256);
            if !known || !is_sha256(&file.sha256) || !seen.insert(&file.path) {
                return Err(format!("names a file that belongs in no backup, {:?}", file.path));
            }
        }
        if seen.iter().any(|path| path.as_str() == SQLITE_FILE) { Ok(()) } else { Err("names no database".into()) }
    }

    /// All bytes together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }

    /// Pieces of evidence in files of their own.
    pub fn pieces(&self) -> usize {
        self.files.len().saturating_sub(1)
    }
}

/// Below the backup's folder, as below the data folder.
fn evidence_path(sha256: &str) -> String {
    format!("{EVIDENCE}/{}/{sha256}", sha256.get(..2).unwrap_or_default())
}

/// What a file system does not tell of a folder until it is asked to.
fn sync(folder: &Path) -> Result<(), Problem> {
    File::open(folder).and_then(|open| open.sync_all()).map_err(at(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let hash = "ab".repeat(32);
        Manifest {
            format: FORMAT.into(),
            program: "0".into(),
            made_at: "2026-03-04T17:00:00Z".into(),
            entries: 3,
            root: "cd".repeat(32),
            checkpoint: None,
            left_out: Vec::new(),
            files: vec![
                Listed { path: SQLITE_FILE.into(), size: 9, sha256: "ef".repeat(32) },
                Listed { path: evidence_path(&hash), size: 4, sha256: hash },
            ],
        }
    }

    #[test]
    fn a_manifest_names_the_database_and_evidence_and_nothing_else() {
        assert_eq!(manifest().check(), Ok(()));
        assert_eq!((manifest().bytes(), manifest().pieces()), (13, 1));
        let changed = |change: &dyn Fn(&mut Manifest)| {
            let mut manifest = manifest();
            change(&mut manifest);
            manifest.check().is_err()
        };
        assert!(changed(&|it| it.format = "duenotice-backup/2".into()));
        for path in ["../duenotice.db", "/etc/passwd", "evidence/ab/../../x", "notary/key", "evidence/cd/abab"] {
            assert!(changed(&|it| it.files[1].path = path.into()), "{path}");
        }
        assert!(changed(&|it| it.files[1].sha256 = "../x".into()), "a hash that is a place");
        assert!(changed(&|it| it.files.push(it.files[1].clone())), "twice");
        assert!(changed(&|it| drop(it.files.remove(0))), "without the database");
    }
}
