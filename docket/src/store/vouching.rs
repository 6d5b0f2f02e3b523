//! Who else vouches for the ledger: witnesses, keys that took the place of others, time stamps.

use super::cells::cells;
use super::checkpoints::CheckpointRow;
use super::{Conn, Stored};
use crate::time::Moment;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CosignatureRow {
    pub size: i64,
    pub signer: String,
    pub witness: String,
    pub line: String,
    pub witnessed_at: i64,
}

const OF: &str = "select size, signer, witness, line, witnessed_at from cosignature where size = $1 and signer = $2 \
     order by witness";

/// Under this checkpoint.
pub async fn of(conn: &mut Conn<'_>, size: i64, signer: &str) -> Stored<Vec<CosignatureRow>> {
    conn.all(OF, &cells![size, signer]).await
}

const ALL: &str = "select size, signer, witness, line, witnessed_at from cosignature order by size, signer, witness";

pub async fn all(conn: &mut Conn<'_>) -> Stored<Vec<CosignatureRow>> {
    conn.all(ALL, &[]).await
}

const LAST: &str = "select size, signer, witness, line, witnessed_at from cosignature where witness = $1 \
     order by size desc, witnessed_at desc limit 1";

/// The longest ledger that this witness has signed.
pub async fn last(conn: &mut Conn<'_>, witness: &str) -> Stored<Option<CosignatureRow>> {
    conn.first(LAST, &cells![witness]).await
}

const WITNESSED: &str = "select c.size, c.signer, c.root, c.note, c.signed_at from checkpoint c \
     where exists (select 1 from cosignature w where w.size = c.size and w.signer = c.signer) \
     order by c.size desc, c.signed_at desc limit 1";

/// The newest checkpoint that anybody else has signed.
pub async fn witnessed(conn: &mut Conn<'_>) -> Stored<Option<CheckpointRow>> {
    conn.first(WITNESSED, &[]).await
}

const KNOWN: &str = "select size from cosignature where size = $1 and signer = $2 and witness = $3";
const ADD: &str = "insert into cosignature (size, signer, witness, line, witnessed_at) values ($1, $2, $3, $4, $5)";

/// Signed twice is kept once.
pub(crate) async fn add(conn: &mut Conn<'_>, row: &CosignatureRow) -> Stored<()> {
    let key = cells![row.size, &row.signer, &row.witness];
    if conn.first::<(i64,)>(KNOWN, &key).await?.is_none() {
        conn.run(ADD, &cells![row.size, &row.signer, &row.witness, &row.line, row.witnessed_at]).await?;
    }
    Ok(())
}

const TRIED: &str = "insert into witness_watch (witness, tried_at, problem, said) values ($1, $2, $3, $4) \
     on conflict (witness) do update set tried_at = $2, problem = $3, said = $4";

pub(crate) async fn tried(
    conn: &mut Conn<'_>,
    witness: &str,
    at: Moment,
    problem: Option<&str>,
    said: Option<&str>,
) -> Stored<()> {
    let (problem, said) = (problem.map(str::to_owned), said.map(str::to_owned));
    conn.run(TRIED, &cells![witness, at, problem, said]).await.map(drop)
}

const WATCH: &str = "select tried_at, problem, said from witness_watch where witness = $1";

/// When it was asked last, the word for why it did not sign, and what it said.
pub async fn watch(conn: &mut Conn<'_>, witness: &str) -> Stored<Option<(i64, Option<String>, Option<String>)>> {
    conn.first(WATCH, &cells![witness]).await
}

const KEYS: &str = "select key, before, since from notary_key order by since, key";

/// Key, the one before it, and since when. Oldest first.
pub async fn keys(conn: &mut Conn<'_>) -> Stored<Vec<(String, String, i64)>> {
    conn.all(KEYS, &[]).await
}

const ADD_KEY: &str = "insert into notary_key (key, before, since) values ($1, $2, $3)";

pub(crate) async fn add_key(conn: &mut Conn<'_>, key: &str, before: &str, since: Moment) -> Stored<()> {
    conn.run(ADD_KEY, &cells![key, before, since]).await.map(drop)
}

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StampRow {
    pub what: String,
    pub subject: String,
    pub size: Option<i64>,
    pub imprint: String,
    pub evidence: String,
    pub authority: String,
    pub stamped_at: i64,
}

const STAMP: &str = "select what, subject, size, imprint, evidence, authority, stamped_at from time_stamp \
     where what = $1 and subject = $2";
const NEWEST_STAMP: &str = "select what, subject, size, imprint, evidence, authority, stamped_at from time_stamp \
     where what = 'checkpoint' order by subject desc limit 1";
const STAMP_OF: &str = "select what, subject, size, imprint, evidence, authority, stamped_at from time_stamp \
     where imprint = $1 order by stamped_at limit 1";
const ADD_STAMP: &str = "insert into time_stamp (what, subject, size, imprint, evidence, authority, stamped_at) \
     values ($1, $2, $3, $4, $5, $6, $7)";

pub async fn stamp(conn: &mut Conn<'_>, what: &str, subject: &str) -> Stored<Option<StampRow>> {
    conn.first(STAMP, &cells![what, subject]).await
}

/// Of a checkpoint.
pub async fn newest_stamp(conn: &mut Conn<'_>) -> Stored<Option<StampRow>> {
    conn.first(NEWEST_STAMP, &[]).await
}

/// Over these bytes.
pub async fn stamp_of(conn: &mut Conn<'_>, imprint: &str) -> Stored<Option<StampRow>> {
    conn.first(STAMP_OF, &cells![imprint]).await
}

pub(crate) async fn add_stamp(conn: &mut Conn<'_>, row: &StampRow) -> Stored<()> {
    let cells = cells![&row.what, &row.subject, row.size, &row.imprint, &row.evidence, &row.authority, row.stamped_at];
    conn.run(ADD_STAMP, &cells).await.map(drop)
}

const QUEUED: &str = "select seq, leaf from event where case_id = $1 and kind = 'letter_queued' order by seq";

/// The entry with which a letter of this case was written.
pub async fn queued(conn: &mut Conn<'_>, case: &str, letter: &str) -> Stored<Option<i64>> {
    let rows = conn.all::<(i64, Vec<u8>)>(QUEUED, &cells![case]).await?;
    let named = |leaf: &[u8]| leaf.windows(letter.len()).any(|part| part == letter.as_bytes());
    Ok(rows.into_iter().find(|(_, leaf)| named(leaf)).map(|(seq, _)| seq))
}

const GAPS: &str = "select seq, at, leaf from event where kind in ('gap_declared', 'gap_accepted') order by seq";

/// Number, instant and leaf of each entry that tells of a gap, oldest first. There are few.
pub async fn gaps(conn: &mut Conn<'_>) -> Stored<Vec<(i64, i64, Vec<u8>)>> {
    conn.all(GAPS, &[]).await
}
