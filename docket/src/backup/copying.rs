//! Files from one folder to another: hashed on the way, and on the disk before anybody relies on them.

use super::{Copying, EVIDENCE, Problem, at, sync};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

const PIECE: usize = 1 << 20;

/// Size and hash of what was copied.
pub(super) struct Written {
    pub size: u64,
    pub sha256: String,
}

/// None: there is no such file. `copied` hears of each piece.
pub(super) fn copy(from: &Path, to: &Path, copied: &mut impl FnMut(u64)) -> Result<Option<Written>, Problem> {
    let mut source = match File::open(from) {
        Ok(source) => source,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(from)(error)),
    };
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(at(folder))?;
    }
    let mut target = File::create_new(to).map_err(at(to))?;
    let (mut hash, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let many = match source.read(&mut piece) {
            Ok(0) => break,
            Ok(many) => many,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(at(from)(error)),
        };
        hash.update(&piece[..many]);
        target.write_all(&piece[..many]).map_err(at(to))?;
        size += many as u64;
        copied(many as u64);
    }
    target.sync_all().map_err(at(to))?;
    Ok(Some(Written { size, sha256: hex::encode(hash.finalize()) }))
}

/// What lies there already.
pub(super) fn hashed(path: &Path) -> Result<Written, Problem> {
    let mut source = File::open(path).map_err(at(path))?;
    let (mut hash, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        match source.read(&mut piece) {
            Ok(0) => break,
            Ok(many) => {
                hash.update(&piece[..many]);
                size += many as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(at(path)(error)),
        }
    }
    source.sync_all().map_err(at(path))?;
    Ok(Written { size, sha256: hex::encode(hash.finalize()) })
}

/// The names of all files, on the disk.
pub(super) fn sync_folders(folder: &Path) -> Result<(), Problem> {
    let evidence = folder.join(EVIDENCE);
    if evidence.is_dir() {
        for entry in std::fs::read_dir(&evidence).map_err(at(&evidence))? {
            sync(&entry.map_err(at(&evidence))?.path())?;
        }
        sync(&evidence)?;
    }
    sync(folder)
}

/// Says how far it has come, out of so many bytes.
pub(super) struct Told<'t, P: FnMut(Copying)> {
    pub done: u64,
    pub of: u64,
    pub progress: &'t mut P,
}

impl<P: FnMut(Copying)> Told<'_, P> {
    pub fn more(&mut self, bytes: u64) {
        self.done += bytes;
        (self.progress)(Copying { done: self.done, of: self.of });
    }
}
