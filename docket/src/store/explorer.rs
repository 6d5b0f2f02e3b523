//! What whoever looks back asks of the ledger's rows.

use super::cells::{Cell, cells};
use super::ledger::EventRow;
use super::{Conn, Stored, placeholders};
use crate::id::CustomerId;
use crate::time::Moment;

const COLUMNS: &str = "seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash";

/// The entries with these numbers, in order.
pub async fn by_numbers(conn: &mut Conn<'_>, seqs: &[i64]) -> Stored<Vec<EventRow>> {
    const LENGTH: usize = 200;
    let sql = format!("select {COLUMNS} from event where seq in ({}) order by seq", placeholders(0, LENGTH));
    let mut found = Vec::with_capacity(seqs.len());
    for chunk in seqs.chunks(LENGTH) {
        let mut cells: Vec<Cell> = chunk.iter().map(|seq| Cell::Int(*seq)).collect();
        cells.resize(LENGTH, Cell::Int(0));
        found.extend(conn.all::<EventRow>(&sql, &cells).await?);
    }
    Ok(found)
}

const LAST_AT: &str = "select seq from event where at <= $1 order by at desc, seq desc limit 1";
// Asked of the index alone. The smallest and largest number, not the first and last instant: a clock can go back.
const FIRST_FROM: &str = "select min(seq) from event where at >= $1";
const LAST_BEFORE: &str = "select max(seq) from event where at < $1";
const CASES_OF: &str = "select id from cases where customer_id = $1 order by opened_at, id";

/// The last entry that was recorded at that instant or before.
pub async fn last_at(conn: &mut Conn<'_>, at: Moment) -> Stored<Option<i64>> {
    Ok(conn.first::<(i64,)>(LAST_AT, &cells![at]).await?.map(|row| row.0))
}

/// No entry before this number was recorded at that instant or later.
pub async fn first_from(conn: &mut Conn<'_>, at: Moment) -> Stored<Option<i64>> {
    Ok(conn.first::<(Option<i64>,)>(FIRST_FROM, &cells![at]).await?.and_then(|row| row.0))
}

/// No entry after this number was recorded before that instant.
pub async fn last_before(conn: &mut Conn<'_>, at: Moment) -> Stored<Option<i64>> {
    Ok(conn.first::<(Option<i64>,)>(LAST_BEFORE, &cells![at]).await?.and_then(|row| row.0))
}

pub async fn case_ids_of(conn: &mut Conn<'_>, customer: CustomerId) -> Stored<Vec<String>> {
    Ok(conn.all::<(String,)>(CASES_OF, &cells![customer]).await?.into_iter().map(|row| row.0).collect())
}

/// Which rows of the ledger are asked for. Empty words and zero mean any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventFilter {
    /// Both ends belong to it.
    pub from: i64,
    pub to: i64,
    pub kind: String,
    /// The case's id.
    pub case: String,
    /// The actor's whole label, or its beginning with a star behind: "customer:*".
    pub actor: String,
    /// Both ends in microseconds; the end does not belong to it.
    pub since: Option<i64>,
    pub until: Option<i64>,
}

/// The rows between two numbers that match, newest first or oldest first.
pub async fn events(
    conn: &mut Conn<'_>,
    filter: &EventFilter,
    from: i64,
    to: i64,
    newest_first: bool,
    limit: i64,
) -> Stored<Vec<EventRow>> {
    let mut sql = format!("select {COLUMNS} from event where seq >= $1 and seq <= $2");
    let mut cells: Vec<Cell> = cells![from, to].into();
    let mut also = |condition: &str, cell: Cell| {
        cells.push(cell);
        sql.push_str(&condition.replace('?', &format!("${}", cells.len())));
    };
    if !filter.kind.is_empty() {
        also(" and kind = ?", Cell::from(&filter.kind));
    }
    if !filter.case.is_empty() {
        also(" and case_id = ?", Cell::from(&filter.case));
    }
    if let Some(beginning) = filter.actor.strip_suffix('*') {
        also(" and actor >= ?", Cell::from(beginning));
        // Labels are plain words and ids, so the last sign of the range is one above them.
        also(" and actor < ?", Cell::from(format!("{beginning}~")));
    } else if !filter.actor.is_empty() {
        also(" and actor = ?", Cell::from(&filter.actor));
    }
    if let Some(since) = filter.since {
        also(" and at >= ?", Cell::Int(since));
    }
    if let Some(until) = filter.until {
        also(" and at < ?", Cell::Int(until));
    }
    cells.push(Cell::Int(limit));
    let way = if newest_first { "desc" } else { "asc" };
    sql.push_str(&format!(" order by seq {way} limit ${}", cells.len()));
    conn.all(&sql, &cells).await
}

const CASE_NUMBER: &str = "select number from cases where id = $1";

pub async fn case_number(conn: &mut Conn<'_>, case: crate::id::CaseId) -> Stored<Option<String>> {
    Ok(conn.first::<(String,)>(CASE_NUMBER, &cells![case]).await?.map(|row| row.0))
}
