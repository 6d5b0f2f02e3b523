//! The ledger's rows. Appending is the last thing that a transaction does.

use super::cells::cells;
use super::steps::Steps;
use super::{Company, Conn, Store, StoreError, Stored, Tx};
use crate::event::Recorded;
use crate::id::{CaseId, CommandId, EventId};
use crate::ledger::{Frontier, Hash, leaf_hash};
use std::ops::RangeInclusive;

/// An event as it goes into the ledger.
pub(crate) struct Entry<'e> {
    pub recorded: &'e Recorded,
    pub leaf: Vec<u8>,
}

/// What appending gave: where the events stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub seq: i64,
    pub event: EventId,
    pub leaf_hash: Hash,
}

// The head's row is taken by this update, so PostgreSQL lets one appender pass at a time and there is no gap.
const TAKE_HEAD: &str = "update ledger_head set size = size + $1 where id = 1 returning size, frontier";
const SET_FRONTIER: &str = "update ledger_head set frontier = $1 where id = 1";
const APPEND: &str = "insert into event (seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash) \
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Writes what a command has to write, and takes the head behind it: the size with so many events more, and the frontier
/// without them.
pub(crate) async fn take_head(conn: &mut Conn<'_>, mut before: Steps, events: usize) -> Stored<(i64, Vec<u8>)> {
    before.add(TAKE_HEAD, cells![i64::try_from(events).unwrap_or(i64::MAX)], 1);
    before.run_for(conn).await?.ok_or_else(|| StoreError::Damaged("the ledger has no head".into()))
}

/// Gives what is still to be written once the head is taken: the rows of the events and the new frontier.
pub(crate) fn append((size, bytes): (i64, Vec<u8>), entries: Vec<Entry<'_>>) -> Stored<(Vec<Placed>, Steps)> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let mut seq = size - count;
    let mut frontier = read_frontier(seq, &bytes)?;
    let mut placed = Vec::with_capacity(entries.len());
    let mut steps = Steps::default();
    for entry in entries {
        seq += 1;
        let hash = leaf_hash(&entry.leaf);
        frontier.push(hash);
        let recorded = entry.recorded;
        steps.add(
            APPEND,
            cells![
                seq,
                recorded.id,
                recorded.at,
                recorded.actor.label(),
                recorded.case,
                recorded.event.kind(),
                recorded.command,
                entry.leaf,
                hash
            ],
            1,
        );
        placed.push(Placed { seq, event: recorded.id, leaf_hash: hash });
    }
    steps.add(SET_FRONTIER, cells![frontier.to_bytes()], 1);
    Ok((placed, steps))
}

fn read_frontier(size: i64, bytes: &[u8]) -> Stored<Frontier> {
    if size == 0 {
        return Ok(Frontier::default());
    }
    let frontier =
        Frontier::from_bytes(bytes).ok_or_else(|| StoreError::Damaged("the frontier is not a frontier".into()))?;
    if i64::try_from(frontier.size()).ok() == Some(size) {
        Ok(frontier)
    } else {
        Err(StoreError::Damaged(format!("the head says {size} events, its frontier {}", frontier.size())))
    }
}

const HEAD: &str = "select size, frontier from ledger_head where id = 1";

pub async fn head(conn: &mut Conn<'_>) -> Stored<Frontier> {
    let (size, bytes) = conn
        .first::<(i64, Vec<u8>)>(HEAD, &[])
        .await?
        .ok_or_else(|| StoreError::Damaged("the ledger has no head".into()))?;
    read_frontier(size, &bytes)
}

const SIZE: &str = "select size from ledger_head where id = 1";

/// How many events there are.
pub async fn size(conn: &mut Conn<'_>) -> Stored<i64> {
    Ok(conn.first::<(i64,)>(SIZE, &[]).await?.map_or(0, |row| row.0))
}

/// One event as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EventRow {
    pub seq: i64,
    pub event_id: String,
    pub at: i64,
    pub actor: String,
    pub case_id: Option<String>,
    pub kind: String,
    pub command_id: String,
    pub leaf: Vec<u8>,
    pub leaf_hash: Vec<u8>,
}

impl EventRow {
    /// The leaf, which is JSON and so text.
    pub fn text(&self) -> Stored<&str> {
        std::str::from_utf8(&self.leaf).map_err(|_| StoreError::Damaged(format!("event {} is no text", self.seq)))
    }
}

const AFTER: &str = "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event \
     where seq > $1 order by seq limit $2";

/// Events after a number, in order: replay, extracts and paging all read so.
pub async fn after(conn: &mut Conn<'_>, seq: i64, limit: i64) -> Stored<Vec<EventRow>> {
    let rows: Vec<EventRow> = conn.all(AFTER, &cells![seq, limit]).await?;
    onward(seq, rows.last().map(|row| row.seq))?;
    Ok(rows)
}

/// Whoever goes on by the last number of a damaged table would go in circles.
fn onward(after: i64, last: Option<i64>) -> Stored<()> {
    match last {
        Some(last) if last <= after => Err(StoreError::Damaged(format!(
            "after entry {after} comes entry {last}, so the table of events is damaged"
        ))),
        _ => Ok(()),
    }
}

const LEAVES: &str = "select seq, leaf from event where seq > $1 order by seq limit $2";

/// Only the leaves, for hashing them again.
pub async fn leaves(conn: &mut Conn<'_>, after: i64, limit: i64) -> Stored<Vec<(i64, Vec<u8>)>> {
    let rows: Vec<(i64, Vec<u8>)> = conn.all(LEAVES, &cells![after, limit]).await?;
    onward(after, rows.last().map(|(seq, _)| *seq))?;
    Ok(rows)
}

const BEFORE: &str = "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event \
     where seq < $1 and ($2 = '' or kind = $2) and ($3 = '' or case_id = $3) order by seq desc limit $4";

/// Newest first, for the explorer.
pub async fn before(conn: &mut Conn<'_>, seq: i64, kind: &str, case: &str, limit: i64) -> Stored<Vec<EventRow>> {
    conn.all(BEFORE, &cells![seq, kind, case, limit]).await
}

const BY_SEQ: &str =
    "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event where seq = $1";

pub async fn by_seq(conn: &mut Conn<'_>, seq: i64) -> Stored<Option<EventRow>> {
    conn.first(BY_SEQ, &cells![seq]).await
}

const OF_CASE: &str = "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event \
     where case_id = $1 and seq < $2 order by seq desc limit $3";

/// A case's events, newest first.
pub async fn of_case(conn: &mut Conn<'_>, case: CaseId, before: i64, limit: i64) -> Stored<Vec<EventRow>> {
    conn.all(OF_CASE, &cells![case, before, limit]).await
}

const OF_COMMITMENT: &str = "select event.seq, event.event_id, event.at, event.actor, event.case_id, event.kind, event.command_id, event.leaf, event.leaf_hash \
     from vault join event on event.event_id = vault.event_id where vault.commitment = $1";

/// The event that sealed this personal value.
pub async fn of_commitment(conn: &mut Conn<'_>, commitment: &Hash) -> Stored<Option<EventRow>> {
    conn.first(OF_COMMITMENT, &cells![*commitment]).await
}

// The leaf says who the owner was; the column of kinds finds it.
const OWNER_BEFORE: &str = "select leaf from event where case_id = $1 and seq < $2 and kind in ('case_assigned', 'case_opened') \
     order by seq desc limit 1";

/// Whose case it was before this event.
pub async fn owner_before(conn: &mut Conn<'_>, case: CaseId, seq: i64) -> Stored<Option<crate::id::PersonId>> {
    let Some((leaf,)) = conn.first::<(Vec<u8>,)>(OWNER_BEFORE, &cells![case, seq]).await? else { return Ok(None) };
    let leaf: serde_json::Value = serde_json::from_slice(&leaf)?;
    Ok(leaf["body"]["owner"].as_str().and_then(crate::id::PersonId::parse))
}

const OF_COMMAND: &str = "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event \
     where command_id = $1 order by seq";

pub async fn of_command(conn: &mut Conn<'_>, command: CommandId) -> Stored<Vec<EventRow>> {
    conn.all(OF_COMMAND, &cells![command]).await
}

const SEEN: &str = "select content_hash from command where command_id = $1";
const REMEMBER: &str = "insert into command (command_id, content_hash, at) values ($1, $2, $3)";

/// Opens a write, with the hash of the content with which this command was carried out, if it was.
pub(crate) async fn begin(store: &Store, command: CommandId, company: Company) -> Stored<(Tx, Option<String>)> {
    store.begin_asking(SEEN, cells![command].into(), company).await
}

pub(crate) fn remember(steps: &mut Steps, command: CommandId, content_hash: &str, at: crate::time::Moment) {
    steps.add(REMEMBER, cells![command, content_hash, at], 1);
}

// A first number inserts its row; on both databases the second branch takes it.
const NEXT: &str = "insert into counter (name, value) values ($1, $2) \
     on conflict (name) do update set value = counter.value + $2 returning value";

/// So many next numbers of a series. Unique, not gapless: a refused command may leave some out.
pub(crate) async fn next_numbers(conn: &mut Conn<'_>, series: &str, many: i64) -> Stored<RangeInclusive<i64>> {
    let last = conn.first::<(i64,)>(NEXT, &cells![series, many]).await?.map_or(many, |row| row.0);
    Ok(last - many + 1..=last)
}
