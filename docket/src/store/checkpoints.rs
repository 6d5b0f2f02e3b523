//! What the notary has signed, and whether it refuses. The notary's own memory lies elsewhere.

use super::cells::cells;
use super::{Conn, Stored};
use crate::time::Moment;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckpointRow {
    pub size: i64,
    /// The public key, with its name.
    pub signer: String,
    /// Hex.
    pub root: String,
    pub note: String,
    pub signed_at: i64,
}

const NEWEST: &str =
    "select size, signer, root, note, signed_at from checkpoint order by signed_at desc, size desc limit 1";

pub async fn newest(conn: &mut Conn<'_>) -> Stored<Option<CheckpointRow>> {
    conn.first(NEWEST, &[]).await
}

const ALL: &str = "select size, signer, root, note, signed_at from checkpoint order by size, signer";

/// Shortest first.
pub async fn all(conn: &mut Conn<'_>) -> Stored<Vec<CheckpointRow>> {
    conn.all(ALL, &[]).await
}

const KNOWN: &str = "select size from checkpoint where size = $1 and signer = $2";
const ADD: &str = "insert into checkpoint (size, signer, root, note, signed_at) values ($1, $2, $3, $4, $5)";

/// Signed twice is kept once.
pub(crate) async fn add(conn: &mut Conn<'_>, row: &CheckpointRow) -> Stored<()> {
    if conn.first::<(i64,)>(KNOWN, &cells![row.size, &row.signer]).await?.is_none() {
        conn.run(ADD, &cells![row.size, &row.signer, &row.root, &row.note, row.signed_at]).await?;
    }
    Ok(())
}

const COVERING: &str = "select size, signer, root, note, signed_at from checkpoint where size >= $1 \
     order by size, signed_at, signer limit 1";

/// The first one that covers an entry: always the same, whatever is signed later.
pub async fn covering(conn: &mut Conn<'_>, seq: i64) -> Stored<Option<CheckpointRow>> {
    conn.first(COVERING, &cells![seq]).await
}

const REFUSED: &str = "select refused_at, why from notary_watch where id = 1 and refused_at is not null";

/// Since when the notary refuses, and the word for why.
pub async fn refused(conn: &mut Conn<'_>) -> Stored<Option<(i64, String)>> {
    conn.first(REFUSED, &[]).await
}

const REFUSES: &str = "update notary_watch set refused_at = $1, why = $2 where id = 1 and (why is null or why <> $2)";
const SIGNS: &str = "update notary_watch set refused_at = null, why = null where id = 1 and refused_at is not null";

pub(crate) async fn refuses(conn: &mut Conn<'_>, at: Moment, why: &str) -> Stored<()> {
    conn.run(REFUSES, &cells![at, why]).await.map(drop)
}

pub(crate) async fn signs(conn: &mut Conn<'_>) -> Stored<()> {
    conn.run(SIGNS, &[]).await.map(drop)
}
