//! What waits for somebody of the team, oldest first, and what was told of it already.

use super::cells::{Cell, cells};
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored, placeholders};
use crate::alert::Alert;
use crate::calendar::Calendar;
use crate::decision::Decision;
use crate::extension::Extension;
use crate::id::NoticeId;
use crate::letter::Letter;
use crate::notice::{Answer, Notice};
use crate::time::Moment;
use std::collections::HashSet;

// An answer keeps waiting while a decision is on its way: it stops what burdens.
const ANSWERS: &str = "select answer.version, answer.facts from answer \
     join cases on cases.id = answer.case_id and cases.stage in ('answered', 'proposed', 'scheduled', 'needs_person') \
     where answer.received_at <= $1 order by answer.received_at, answer.id limit $2";
const REQUESTS: &str =
    "select version, facts from extension where stage = 'waiting' and asked_at <= $1 order by asked_at, id limit $2";
const PROPOSED: &str = "select version, facts from decision where stage = 'proposed' and effective_at <= $1 order by effective_at, id limit $2";
const HALTED: &str =
    "select version, facts from decision where stage in ('stopped', 'missed') order by effective_at desc, id limit $1";
const FAILED: &str =
    "select version, facts from letter where stage = 'failed' and queued_at >= $1 order by queued_at, id limit $2";
const TOLD: &str = "select version, facts from alert where raised_at >= $1 order by raised_at desc, id limit $2";
const RUNNING: &str = "select id, due_at, subject from timer where kind = 'deadline' and stage = 'armed' \
     and (due_at, id) > ($1, $2) order by due_at, id limit $3";
// Decisions from before there was a timer for the end of their preservation.
const UNWATCHED: &str = "select version, facts from decision where stage in ('in_force', 'stayed') and id > $1 \
     and not exists (select 1 from timer where timer.id = 'keep/' || decision.id) order by id limit $2";

pub async fn answers(conn: &mut Conn<'_>, until: Moment, limit: i64) -> Stored<Vec<Held<Answer>>> {
    fetch(conn, ANSWERS, &cells![until, limit]).await
}

pub async fn requests(conn: &mut Conn<'_>, until: Moment, limit: i64) -> Stored<Vec<Held<Extension>>> {
    fetch(conn, REQUESTS, &cells![until, limit]).await
}

/// Those whose hour comes before that instant.
pub async fn proposed(conn: &mut Conn<'_>, until: Moment, limit: i64) -> Stored<Vec<Held<Decision>>> {
    fetch(conn, PROPOSED, &cells![until, limit]).await
}

pub async fn halted(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<Decision>>> {
    fetch(conn, HALTED, &cells![limit]).await
}

pub async fn failed_letters(conn: &mut Conn<'_>, since: Moment, limit: i64) -> Stored<Vec<Held<Letter>>> {
    fetch(conn, FAILED, &cells![since, limit]).await
}

/// The newest first.
pub async fn told(conn: &mut Conn<'_>, since: Moment, limit: i64) -> Stored<Vec<Held<Alert>>> {
    fetch(conn, TOLD, &cells![since, limit]).await
}

/// Which of these were told.
pub async fn are_told(conn: &mut Conn<'_>, ids: &[String]) -> Stored<HashSet<String>> {
    const LENGTH: usize = 64;
    let mut found = HashSet::new();
    for chunk in ids.chunks(LENGTH) {
        let mut cells: Vec<Cell> = chunk.iter().map(Cell::from).collect();
        cells.resize(LENGTH, Cell::Text(String::new()));
        let sql = format!("select id from alert where id in ({})", placeholders(0, LENGTH));
        found.extend(conn.all::<(String,)>(&sql, &cells).await?.into_iter().map(|row| row.0));
    }
    Ok(found)
}

/// By their ids, after that one.
pub async fn unwatched_preservations(conn: &mut Conn<'_>, after: &str, limit: i64) -> Stored<Vec<Decision>> {
    let held: Vec<Held<Decision>> = fetch(conn, UNWATCHED, &cells![after, limit]).await?;
    Ok(held.into_iter().map(|held| held.noun).collect())
}

/// Where a walk over the running notices begins.
pub fn first() -> (i64, String) {
    (i64::MIN, String::new())
}

type Place = (i64, String);

/// Notices whose deadline lies ahead, first due first, each with the place after which the walk goes on.
pub async fn running_notices(conn: &mut Conn<'_>, after: &Place, limit: i64) -> Stored<Vec<(Place, Notice)>> {
    let timers = conn.all::<(String, i64, String)>(RUNNING, &cells![after.0, &after.1, limit]).await?;
    let mut found = Vec::with_capacity(timers.len());
    for (id, due, subject) in timers {
        let notice = match NoticeId::parse(&subject) {
            Some(notice) => super::lists::one::<Notice>(conn, &notice.to_string()).await?,
            None => None,
        };
        found.extend(notice.map(|held| ((due, id), held.noun)));
    }
    Ok(found)
}

// -- calendars --------------------------------------------------------------

const CALENDARS: &str = "select version, facts from calendar order by name, edition desc, id";
const NEWEST: &str = "select version, facts from calendar where name = $1 order by edition desc, id limit 1";

/// Every edition of every calendar, the newest of each first.
pub async fn calendars(conn: &mut Conn<'_>) -> Stored<Vec<Held<Calendar>>> {
    fetch(conn, CALENDARS, &[]).await
}

pub async fn newest_calendar(conn: &mut Conn<'_>, name: &str) -> Stored<Option<Held<Calendar>>> {
    Ok(fetch(conn, NEWEST, &cells![name]).await?.pop())
}
