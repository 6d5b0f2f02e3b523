//! Full-text search: FTS5 on SQLite, tsvector on PostgreSQL. The words are cut by us and only found here. This is the
//! one place where both databases are told the same in different words.
//!
//! Both walk their matches from the newest entry backwards and stop when a page is full, so a common word is no slower
//! than a rare one.

use super::cells::{Cell, cells};
use super::ledger::EventRow;
use super::steps::Steps;
use super::{Conn, Stored, placeholders};
use crate::search::{Entry, Term};

/// Where one match lies.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Match {
    pub id: i64,
    pub event_id: String,
    pub kind: String,
    pub noun_id: String,
}

const ADD: &str = "insert into search_entry (event_id, kind, noun_id, case_id, customer_id) values ($1, $2, $3, $4, $5) \
     on conflict (event_id) do nothing returning id";
const WORDS_SQLITE: &str = "insert into search_words (rowid, words) values ($1, $2)";
const WORDS_POSTGRES: &str =
    "insert into search_words (rowid, words) values ($1, array_to_tsvector(string_to_array($2, ' ')))";

const ADD_NEW: &str =
    "insert into search_entry (event_id, kind, noun_id, case_id, customer_id) values ($1, $2, $3, $4, $5)";
const NEW_WORDS_SQLITE: &str =
    "insert into search_words (rowid, words) select id, $2 from search_entry where event_id = $1";
const NEW_WORDS_POSTGRES: &str = "insert into search_words (rowid, words) \
     select id, array_to_tsvector(string_to_array($2, ' ')) from search_entry where event_id = $1";

/// What new events are found by, among the other statements of their command.
pub(crate) fn add_new(steps: &mut Steps, sqlite: bool, entries: &[Entry]) {
    for entry in entries {
        steps.add(ADD_NEW, cells![&entry.event, entry.kind.word(), &entry.noun, entry.case, entry.customer], 1);
    }
    let sql = if sqlite { NEW_WORDS_SQLITE } else { NEW_WORDS_POSTGRES };
    for entry in entries {
        steps.add(sql, cells![&entry.event, &entry.words], 1);
    }
}

/// The same for an event that may have been read already.
pub(crate) async fn add(conn: &mut Conn<'_>, entry: &Entry) -> Stored<()> {
    let cells = cells![&entry.event, entry.kind.word(), &entry.noun, entry.case, entry.customer];
    let Some((id,)) = conn.first::<(i64,)>(ADD, &cells).await? else { return Ok(()) };
    put_words(conn, id, &entry.words).await
}

async fn put_words(conn: &mut Conn<'_>, id: i64, words: &str) -> Stored<()> {
    let sql = if matches!(conn, Conn::Sqlite(_)) { WORDS_SQLITE } else { WORDS_POSTGRES };
    conn.run(sql, &cells![id, words]).await.map(drop)
}

const ID_OF: &str = "select id from search_entry where event_id = $1";
const TAKE_WORDS: &str = "delete from search_words where rowid = $1";

/// After something personal was erased: the event is found by what is left of it, or not at all.
pub async fn reword(conn: &mut Conn<'_>, event_id: &str, left: Option<&Entry>) -> Stored<()> {
    let Some((id,)) = conn.first::<(i64,)>(ID_OF, &cells![event_id]).await? else { return Ok(()) };
    conn.run(TAKE_WORDS, &cells![id]).await?;
    match left {
        Some(entry) => put_words(conn, id, &entry.words).await,
        None => Ok(()),
    }
}

const FIND_SQLITE: &str = "select search_entry.id, event_id, kind, noun_id from search_words \
     join search_entry on search_entry.id = search_words.rowid \
     where search_words match $1 and search_words.rowid < $2 order by search_words.rowid desc limit $3";
const FIND_POSTGRES: &str = "select search_entry.id, event_id, kind, noun_id from search_words \
     join search_entry on search_entry.id = search_words.rowid \
     where search_words.words @@ cast($1 as tsquery) and search_words.rowid < $2 order by search_words.rowid desc limit $3";

/// Newest first. Terms hold nothing but letters, digits and `._-@:/`, so neither language of queries can be escaped from.
pub async fn find(conn: &mut Conn<'_>, terms: &[Term], before: i64, limit: i64) -> Stored<Vec<Match>> {
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let sqlite = matches!(conn, Conn::Sqlite(_));
    let words: Vec<String> = terms
        .iter()
        .map(|term| match (sqlite, term.prefix) {
            (true, true) => format!("\"{}\" *", term.word),
            (true, false) => format!("\"{}\"", term.word),
            (false, true) => format!("'{}':*", term.word),
            (false, false) => format!("'{}'", term.word),
        })
        .collect();
    let (sql, query) = if sqlite { (FIND_SQLITE, words.join(" AND ")) } else { (FIND_POSTGRES, words.join(" & ")) };
    conn.all(sql, &cells![query, before, limit]).await
}

/// The events behind matches, in no order.
pub async fn events(conn: &mut Conn<'_>, ids: &[String]) -> Stored<Vec<EventRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event where event_id in ({})",
        placeholders(0, ids.len())
    );
    let cells: Vec<Cell> = ids.iter().map(Cell::from).collect();
    conn.all(&sql, &cells).await
}

// -- reading what was there before ------------------------------------------

const PROGRESS: &str = "select done_to, old_to from search_progress where id = 1";
const ADVANCE: &str = "update search_progress set done_to = $1 where id = 1";
const START_ANEW: &str =
    "update search_progress set done_to = 0, old_to = (select size from ledger_head where id = 1) where id = 1";

/// Up to which event old ones have been read, and up to which they must be.
pub async fn progress(conn: &mut Conn<'_>) -> Stored<(i64, i64)> {
    Ok(conn.first(PROGRESS, &[]).await?.unwrap_or((0, 0)))
}

pub(crate) async fn advance(conn: &mut Conn<'_>, to: i64) -> Stored<()> {
    conn.run(ADVANCE, &cells![to]).await.map(drop)
}

/// Forgets everything and begins at the first event again.
pub(crate) async fn start_anew(conn: &mut Conn<'_>) -> Stored<()> {
    let empty = if matches!(conn, Conn::Sqlite(_)) {
        "insert into search_words (search_words) values ('delete-all')"
    } else {
        "delete from search_words"
    };
    conn.run(empty, &[]).await?;
    conn.run("delete from search_entry", &[]).await?;
    conn.run(START_ANEW, &[]).await.map(drop)
}
