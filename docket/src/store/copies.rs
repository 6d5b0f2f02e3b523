//! A copy of the embedded database, and what stands in it.

use super::cells::cells;
use super::checkpoints::{self, CheckpointRow};
use super::{Conn, Reader, Store, StoreError, Stored, ledger};
use crate::ledger::Frontier;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::path::Path;

/// What a backup has to know of the copy of the database.
#[derive(Clone, Debug)]
pub struct Copied {
    pub head: Frontier,
    /// The newest one in it.
    pub checkpoint: Option<CheckpointRow>,
    /// Evidence that lies in files of its own: hash and size.
    pub files: Vec<(String, i64)>,
}

// Small bytes lie in the row, and what was destroyed has none anywhere.
const FILES: &str = "select sha256, size from evidence where bytes is null and gone_at is null and sha256 > $1 \
     order by sha256 limit 1000";

impl Store {
    /// A consistent copy of the embedded database while others write: it reads as any page does, so nobody waits for it.
    pub async fn copy_to(&self, out: &Path) -> Stored<()> {
        let Reader::Sqlite(mut seat) = self.read().await? else {
            return Err(StoreError::InUse(
                "On PostgreSQL use the database's own tools, for example pg_dump, beside a copy of the data folder."
                    .into(),
            ));
        };
        let target = out.to_string_lossy().into_owned();
        let done = match seat.conn() {
            Some(conn) => sqlx::query("vacuum into $1").bind(target).execute(conn).await.map(drop),
            None => Err(sqlx::Error::PoolClosed),
        };
        if done.is_err() {
            seat.discard();
        }
        Ok(done?)
    }
}

/// Reads a copy that nobody writes to, and leaves nothing beside it.
pub async fn read(file: &Path) -> Stored<Copied> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let mut open = options.connect().await?;
    let mut conn = Conn::Sqlite(&mut open);
    let head = ledger::head(&mut conn).await?;
    let checkpoint = checkpoints::newest(&mut conn).await?;
    let mut files: Vec<(String, i64)> = Vec::new();
    loop {
        let after = files.last().map(|(sha256, _)| sha256.clone()).unwrap_or_default();
        let more = conn.all::<(String, i64)>(FILES, &cells![after]).await?;
        if more.is_empty() {
            break;
        }
        files.extend(more);
    }
    open.close().await?;
    Ok(Copied { head, checkpoint, files })
}

const GONE: &str = "select sha256 from evidence where sha256 = $1 and gone_at is not null";

/// Whether these bytes were destroyed, and by now.
pub async fn is_gone(conn: &mut Conn<'_>, sha256: &str) -> Stored<bool> {
    Ok(conn.first::<(String,)>(GONE, &cells![sha256]).await?.is_some())
}
