//! What came in by mail, and which files of the watched mailbox were read.

use super::cells::cells;
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored};
use crate::id::CaseId;
use crate::mail::Mail;
use crate::time::Moment;

const ALL: &str = "select version, facts from mail where number < $1 order by number desc, id limit $2";
const OF_KIND: &str =
    "select version, facts from mail where kind = $3 and number < $1 order by number desc, id limit $2";
const WAITING: &str =
    "select version, facts from mail where stage = 'waiting' and number > $1 order by number, id limit $2";
const BY_NUMBER: &str = "select version, facts from mail where number = $1";
const BY_DEDUPE: &str = "select version, facts from mail where dedupe = $1";
const MANY_WAIT: &str = "select count(*) from (select 1 from mail where stage = 'waiting' limit $1) as counted";
const WAITS_IN: &str = "select id from mail where case_id = $1 and stage = 'waiting' limit 1";

/// The word "waiting" lists those that wait for a person, oldest first; any other is a kind, newest first.
pub async fn list(conn: &mut Conn<'_>, kind: &str, after: Option<i64>, limit: i64) -> Stored<Vec<Held<Mail>>> {
    match kind {
        "waiting" => fetch(conn, WAITING, &cells![after.unwrap_or(0), limit]).await,
        "" => fetch(conn, ALL, &cells![after.unwrap_or(i64::MAX), limit]).await,
        kind => fetch(conn, OF_KIND, &cells![after.unwrap_or(i64::MAX), limit, kind]).await,
    }
}

pub async fn by_number(conn: &mut Conn<'_>, number: i64) -> Stored<Option<Held<Mail>>> {
    Ok(fetch(conn, BY_NUMBER, &cells![number]).await?.pop())
}

pub async fn by_dedupe(conn: &mut Conn<'_>, dedupe: &str) -> Stored<Option<Held<Mail>>> {
    Ok(fetch(conn, BY_DEDUPE, &cells![dedupe]).await?.pop())
}

pub async fn waiting(conn: &mut Conn<'_>, cap: i64) -> Stored<i64> {
    Ok(conn.first::<(i64,)>(MANY_WAIT, &cells![cap]).await?.map_or(0, |(many,)| many))
}

/// Whether a mail about this case waits for a person.
pub async fn waits_in(conn: &mut Conn<'_>, case: CaseId) -> Stored<bool> {
    Ok(conn.first::<(String,)>(WAITS_IN, &cells![case]).await?.is_some())
}

// -- the watched mailbox ----------------------------------------------------

const SEEN: &str = "select seen_at from mail_seen where name = $1";
const SEE: &str = "insert into mail_seen (name, seen_at) values ($1, $2) on conflict (name) do nothing";

pub async fn seen(conn: &mut Conn<'_>, name: &str) -> Stored<bool> {
    Ok(conn.first::<(i64,)>(SEEN, &cells![name]).await?.is_some())
}

pub(crate) async fn see(conn: &mut Conn<'_>, name: &str, now: Moment) -> Stored<()> {
    conn.run(SEE, &cells![name, now]).await.map(drop)
}
