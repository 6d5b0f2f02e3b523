//! A backup is made beside its place, while others write, and gets its name when all of it lies on the disk.

use super::copying::{Told, copy, hashed, sync_folders};
use super::{Copying, EVIDENCE, FORMAT, LEFT_OUT, Listed, MANIFEST, Manifest, Problem, at, evidence_path, sync};
use crate::desk::Desk;
use crate::store::{SQLITE_FILE, Store, StoreError, copies};
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const LOCK: &str = "lock";

/// What was made, and the hash of its manifest: whoever keeps that elsewhere knows the backup again.
#[derive(Clone, Debug)]
pub struct Made {
    pub manifest: Manifest,
    pub sha256: String,
}

/// Copies the desk to a folder that is not there yet. Whatever fails, nothing of this name is there afterwards.
pub async fn make(desk: &Desk, out: &Path, program: &str, mut progress: impl FnMut(Copying)) -> Result<Made, Problem> {
    if matches!(desk.store(), Store::Postgres { .. }) {
        return Err(Problem::Place(
            "On PostgreSQL use pg_dump, and then copy the evidence folder: what the database names is there by then. \
             After bringing both back, duenotice restore without --from looks at them."
                .into(),
        ));
    }
    if out.symlink_metadata().is_ok() {
        return Err(Problem::Place(format!("{} is there already. A backup never overwrites another.", out.display())));
    }
    let beside = Beside::open(out)?;
    let made = fill(desk, &beside.folder, program, &mut progress).await?;
    beside.name(out)?;
    Ok(made)
}

async fn fill(desk: &Desk, folder: &Path, program: &str, progress: &mut impl FnMut(Copying)) -> Result<Made, Problem> {
    // So that as little as possible of the copy is not signed. Where the notary refuses, the backup is made all the same.
    desk.sign_now().await?;
    let database = folder.join(SQLITE_FILE);
    desk.store().copy_to(&database).await?;
    let written = hashed(&database)?;
    let copied = copies::read(&database).await?;
    let head = &copied.head;
    let signed = desk.sign_copy(head.size(), head.root()).await?.or(copied.checkpoint);

    let pieces = copied.files.iter().map(|(_, size)| u64::try_from(*size).unwrap_or(0)).sum::<u64>();
    let mut told = Told { done: 0, of: written.size + pieces, progress };
    told.more(written.size);
    let mut files = vec![Listed { path: SQLITE_FILE.into(), size: written.size, sha256: written.sha256 }];
    let data = &desk.settings().data;
    for (sha256, size) in &copied.files {
        let path = evidence_path(sha256);
        match copy(&data.join(&path), &folder.join(&path), &mut |bytes| told.more(bytes))? {
            Some(written) if written.sha256 == *sha256 && i64::try_from(written.size) == Ok(*size) => {
                files.push(Listed { path, size: written.size, sha256: written.sha256 });
            }
            Some(_) => return Err(damaged(sha256, "no longer has this hash")),
            None if copies::is_gone(&mut desk.store().read().await?.conn(), sha256).await? => {
                return Err(Problem::Again(
                    "Evidence was destroyed while the backup was made, so it was not finished. Make it again.".into(),
                ));
            }
            None => return Err(damaged(sha256, "is missing")),
        }
    }
    let manifest = Manifest {
        format: FORMAT.into(),
        program: program.into(),
        made_at: desk.now().rfc3339(),
        entries: head.size(),
        root: hex::encode(head.root()),
        checkpoint: signed.map(|row| row.note),
        left_out: LEFT_OUT.iter().map(|name| (*name).to_owned()).collect(),
        files,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(StoreError::from)? + "\n";
    let path = folder.join(MANIFEST);
    let mut file = File::create_new(&path).map_err(at(&path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(at(&path))?;
    sync_folders(folder)?;
    Ok(Made { manifest, sha256: crate::store::evidence::sha256_hex(text.as_bytes()) })
}

/// A backup without it would look whole, and an older one has it.
fn damaged(sha256: &str, how: &str) -> Problem {
    Problem::Altered(format!(
        "The evidence {sha256} {how}, so there is no backup. Put the file back from an older backup \
         ({EVIDENCE}/{}/{sha256}), and run duenotice verify --evidence",
        sha256.get(..2).unwrap_or_default()
    ))
}

/// The folder in which a backup is made. It goes when the backup fails; what a kill left behind goes with the next one.
struct Beside {
    folder: PathBuf,
    /// The lock goes with the process.
    _lock: File,
    done: bool,
}

impl Beside {
    fn open(out: &Path) -> Result<Beside, Problem> {
        let mut folder = out.to_owned().into_os_string();
        folder.push(".part");
        let folder = PathBuf::from(folder);
        if let Some(above) = out.parent().filter(|above| !above.as_os_str().is_empty()) {
            std::fs::create_dir_all(above).map_err(at(above))?;
        }
        make_private(&folder).map_err(at(&folder))?;
        let path = folder.join(LOCK);
        let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Problem::Place(format!("Another backup to {} is under way.", out.display())));
            }
            Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
        }
        let beside = Beside { folder, _lock: lock, done: false };
        beside.empty()?;
        Ok(beside)
    }

    /// What somebody left behind who was killed.
    fn empty(&self) -> Result<(), Problem> {
        for entry in std::fs::read_dir(&self.folder).map_err(at(&self.folder))? {
            let entry = entry.map_err(at(&self.folder))?;
            let path = entry.path();
            if entry.file_name() == LOCK {
                continue;
            }
            let gone = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            gone.map_err(at(&path))?;
        }
        Ok(())
    }

    fn name(mut self, out: &Path) -> Result<(), Problem> {
        let lock = self.folder.join(LOCK);
        std::fs::remove_file(&lock).map_err(at(&lock))?;
        sync(&self.folder)?;
        // An empty folder would make way for it.
        if out.symlink_metadata().is_ok() {
            return Err(Problem::Place(format!("{} came into being meanwhile.", out.display())));
        }
        std::fs::rename(&self.folder, out).map_err(at(out))?;
        self.done = true;
        sync(out.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new(".")))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.done {
            // What stays behind has the name of nothing finished, and the next backup takes it away.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// It holds what people wrote, in the clear.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        other => other,
    }
}
