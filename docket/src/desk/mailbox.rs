//! The mailbox to which customers answer: a Maildir that is read and never changed. Which files were read is kept beside
//! the record, by their names.

use super::mail::TakenPost;
use super::{Desk, Done, Failure};
use crate::intake::MAX_BYTES;
use crate::refusal::Refusal;
use crate::store::mails;
use crate::time::Moment;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// So many new files in one look; the next look follows soon.
const BATCH: usize = 200;

/// A mailbox that is looked into again and again.
#[derive(Debug)]
pub struct Mailbox {
    folder: PathBuf,
    /// Names that need not be asked for again.
    known: HashSet<String>,
}

/// What one look brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub taken: usize,
    pub problems: usize,
}

struct File {
    path: PathBuf,
    /// Without the flags that a mail program puts behind it.
    name: String,
    at: Moment,
    size: u64,
}

impl Mailbox {
    pub fn at(folder: impl Into<PathBuf>) -> Mailbox {
        Mailbox { folder: folder.into(), known: HashSet::new() }
    }

    /// Takes what is new. A file that cannot be read holds up no other.
    pub async fn look(&mut self, desk: &Desk) -> Done<Look> {
        let mut look = Look::default();
        let known = self.known.clone();
        let folder = self.folder.clone();
        let listed = tokio::task::spawn_blocking(move || files(&folder, &known)).await;
        let found = match listed {
            Ok(Ok(found)) => found,
            Ok(Err(problem)) => {
                tracing::error!(%problem, "the mailbox for replies cannot be read");
                return Ok(Look { problems: 1, ..look });
            }
            Err(problem) => {
                tracing::error!(%problem, "the reader of the mailbox stopped");
                return Ok(Look { problems: 1, ..look });
            }
        };
        for file in found {
            if mails::seen(&mut desk.read().await?.conn(), &file.name).await? {
                self.known.insert(file.name);
                continue;
            }
            if file.size > MAX_BYTES as u64 {
                look.problems += 1;
                tracing::error!(file = %file.path.display(), "a mail is too large to be taken; a person must read it where it lies");
                self.known.insert(file.name);
                continue;
            }
            // Its mail program may have moved it meanwhile; the next look finds it under its new name.
            let Ok(bytes) = tokio::fs::read(&file.path).await else { continue };
            match desk.take_post(file.at, &bytes).await {
                Ok(taken) => {
                    look.taken += usize::from(is_new(&taken));
                    desk.seen_in_mailbox(&file.name).await?;
                    self.known.insert(file.name);
                }
                // It stays where it is, and counts from when it came there.
                Err(Failure::Refused(Refusal::ReadOnly(_))) => return Ok(Look { problems: 1, ..look }),
                Err(Failure::Refused(refusal)) => {
                    look.problems += 1;
                    tracing::error!(%refusal, "a mail was not taken");
                    self.known.insert(file.name);
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok(look)
    }
}

fn is_new(taken: &TakenPost) -> bool {
    match taken {
        TakenPost::Mail(mail) => !mail.repeated,
        TakenPost::Complaint(complaint) => !complaint.repeated,
    }
}

/// Files that are not known yet, the oldest first. `tmp` holds mails that are still being written.
fn files(folder: &Path, known: &HashSet<String>) -> std::io::Result<Vec<File>> {
    let mut found = Vec::new();
    for part in ["new", "cur"] {
        for entry in std::fs::read_dir(folder.join(part))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = name.split(':').next().unwrap_or_default().to_owned();
            if name.is_empty() || name.starts_with('.') || known.contains(&name) {
                continue;
            }
            let Ok(about) = entry.metadata() else { continue };
            if !about.is_file() {
                continue;
            }
            let written = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let at = written.and_then(|since| i64::try_from(since.as_micros()).ok()).unwrap_or(i64::MAX);
            found.push(File { path: entry.path(), name, at: Moment::from_micros(at), size: about.len() });
        }
    }
    found.sort_by(|one, other| (one.at, &one.name).cmp(&(other.at, &other.name)));
    found.truncate(BATCH);
    Ok(found)
}

impl Desk {
    async fn seen_in_mailbox(&self, name: &str) -> Done<()> {
        let mut tx = self.write().await?;
        mails::see(&mut tx.conn(), name, self.now()).await?;
        tx.commit().await?;
        Ok(())
    }
}
