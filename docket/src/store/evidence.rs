//! Evidence by its SHA-256. Small bytes lie in the database, so that bulk intake is one write; larger ones in
//! files, written and synced before the commit that names them.

use super::cells::cells;
use super::steps::Steps;
use super::{Conn, StoreError, Stored};
use crate::time::Moment;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Up to this many bytes stay in the database.
pub const SMALL: usize = 64 * 1024;

pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

const KNOWN: &str = "select size from evidence where sha256 = $1 and gone_at is null";
// Bytes that were destroyed may come again: then they are kept like new ones.
const ADD: &str = "insert into evidence (sha256, size, bytes, kept_at) values ($1, $2, $3, $4) \
     on conflict (sha256) do update set bytes = excluded.bytes, kept_at = excluded.kept_at, gone_at = null \
     where evidence.gone_at is not null";
const GET: &str = "select bytes from evidence where sha256 = $1 and gone_at is null";

fn place(folder: &Path, sha256: &str) -> PathBuf {
    folder.join("evidence").join(&sha256[..2]).join(sha256)
}

/// Keeps the bytes and gives their hash. The same bytes are kept once.
pub(crate) async fn keep(conn: &mut Conn<'_>, folder: &Path, bytes: &[u8], now: Moment) -> Stored<String> {
    let sha256 = sha256_hex(bytes);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let inside = (bytes.len() <= SMALL).then(|| bytes.to_vec());
    let in_a_file = inside.is_none();
    if in_a_file && conn.first::<(i64,)>(KNOWN, &cells![&sha256]).await?.is_some() {
        return Ok(sha256);
    }
    // The row first: whoever removes the file of destroyed bytes has taken the row before.
    conn.run(ADD, &cells![&sha256, size, inside, now]).await?;
    if in_a_file {
        write_synced(&place(folder, &sha256), bytes)?;
    }
    Ok(sha256)
}

/// The same among the other statements of a command, for small bytes that nobody reads before the commit.
pub(crate) fn keep_along(steps: &mut Steps, bytes: &[u8], now: Moment) -> String {
    let sha256 = sha256_hex(bytes);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    steps.add_leniently(ADD, cells![&sha256, size, Some(bytes.to_vec()), now]);
    sha256
}

/// Keeps bytes apart from all other evidence: never shown, never exported, never in a backup. The ledger has the hash.
pub(crate) fn keep_sealed(folder: &Path, bytes: &[u8]) -> Stored<()> {
    write_synced(&folder.join("sealed").join(sha256_hex(bytes)), bytes)
}

/// Written beside, synced, then renamed: a file under its final name is whole.
fn write_synced(path: &Path, bytes: &[u8]) -> Stored<()> {
    if path.exists() {
        return Ok(());
    }
    let folder = path.parent().ok_or_else(|| StoreError::Damaged("evidence without a folder".into()))?;
    std::fs::create_dir_all(folder)?;
    let beside = path.with_extension(format!("part-{}", std::process::id()));
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// The bytes behind a hash, checked against it: a changed file is damage, not evidence.
pub async fn bytes(conn: &mut Conn<'_>, folder: &Path, sha256: &str) -> Stored<Option<Vec<u8>>> {
    let Some((inside,)) = conn.first::<(Option<Vec<u8>>,)>(GET, &cells![sha256]).await? else {
        return Ok(None);
    };
    let bytes = match inside {
        Some(bytes) => bytes,
        None => std::fs::read(place(folder, sha256))?,
    };
    if sha256_hex(&bytes) == sha256 {
        Ok(Some(bytes))
    } else {
        Err(StoreError::Damaged(format!("the evidence {sha256} no longer has this hash")))
    }
}

const ALL_AFTER: &str = "select sha256, size, cast(case when gone_at is null then 0 else 1 end as bigint) as gone from evidence \
     where sha256 > $1 order by sha256 limit 1000";

/// Every hash that was ever kept, a thousand at a time, and whether its bytes were destroyed.
pub async fn after(conn: &mut Conn<'_>, sha256: &str) -> Stored<Vec<(String, i64, i64)>> {
    conn.all(ALL_AFTER, &cells![sha256]).await
}

/// Takes the file of destroyed bytes away. What never had one is gone already.
pub(crate) fn remove_file(folder: &Path, sha256: &str) -> Stored<bool> {
    match std::fs::remove_file(place(folder, sha256)) {
        Ok(()) => Ok(true),
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(problem) => Err(problem.into()),
    }
}

/// What is the matter with the file of a large piece of evidence, by its length alone. Small ones have none.
pub fn missing_file(folder: &Path, sha256: &str, size: i64) -> Option<String> {
    if usize::try_from(size).is_ok_and(|size| size <= SMALL) {
        return None;
    }
    match std::fs::metadata(place(folder, sha256)) {
        Ok(file) if i64::try_from(file.len()) == Ok(size) => None,
        Ok(file) => Some(format!("a file of {} bytes", file.len())),
        Err(problem) => Some(format!("no file ({problem})")),
    }
}
