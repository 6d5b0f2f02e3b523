//! Who hands what over outside the house. Beside the record: a lease is taken by one statement, and only whoever holds
//! the newest may say how it ended.

use super::cells::cells;
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored};
use crate::letter::Letter;
use crate::time::Moment;

// One row and one statement: whoever comes second waits for the row and then finds the condition false.
const TAKE: &str = "insert into lease (what, holder, fence, until_at, begun_at, before_at, tries, next_try) \
     values ($1, $2, 1, $4, $3, null, 0, 0) on conflict (what) do update \
     set holder = $2, fence = lease.fence + 1, until_at = $4, begun_at = $3, before_at = lease.begun_at \
     where (lease.until_at <= $3 or lease.until_at > $5) and (lease.next_try <= $3 or lease.next_try > $5) \
     returning fence, before_at, tries";
const SETTLE: &str = "delete from lease where what = $1 and holder = $2 and fence = $3";
const PUT_OFF: &str = "update lease set until_at = 0, holder = '', begun_at = case when $5 = 1 then begun_at else null end, \
     tries = tries + 1, next_try = $4 where what = $1 and holder = $2 and fence = $3";
const FREE: &str = "update lease set until_at = 0";
// What gives a customer something back leaves before everything else.
const LETTERS: &str = "select letter.version, letter.facts from letter left join lease on lease.what = letter.id \
     where letter.stage in ('queued', 'unknown') and (coalesce(lease.until_at, 0) <= $1 or lease.until_at > $3) \
       and (coalesce(lease.next_try, 0) <= $1 or lease.next_try > $3) \
     order by case when exists (select 1 from decision where decision.case_id = letter.case_id \
       and decision.outcome = 'reinstatement' and letter.facts like '%\"decision\":\"' || decision.id || '\"%') then 0 else 1 end, \
     letter.queued_at, letter.id limit $2";
const UNDER_WAY: &str = "select lease.what, lease.begun_at from lease join letter on letter.id = lease.what \
     where lease.until_at > $1 and lease.until_at <= $2 and lease.begun_at is not null order by lease.what limit 1000";

/// Nothing is put off for longer than this: what says so was written by a clock that was wrong.
const LONGEST_SECONDS: i64 = 2 * 3600;

/// A lease as it was given.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Taken {
    pub fence: i64,
    /// When a hand-over began of which nobody told the end.
    pub before_at: Option<i64>,
    /// How often it did not work before.
    pub tries: i64,
}

/// None: somebody else is at it, or it waits for its next try.
pub(crate) async fn take(
    conn: &mut Conn<'_>,
    what: &str,
    holder: &str,
    now: Moment,
    until: Moment,
) -> Stored<Option<Taken>> {
    conn.first(TAKE, &cells![what, holder, now, until, now.plus_seconds(LONGEST_SECONDS)]).await
}

/// It is over. False: somebody else has taken it over since.
pub(crate) async fn settle(conn: &mut Conn<'_>, what: &str, holder: &str, fence: i64) -> Stored<bool> {
    Ok(conn.run(SETTLE, &cells![what, holder, fence]).await? == 1)
}

/// It did not work and is tried again later. `unknown`: it may have worked all the same.
pub(crate) async fn put_off(
    conn: &mut Conn<'_>,
    what: &str,
    holder: &str,
    fence: i64,
    next_try: Moment,
    unknown: bool,
) -> Stored<bool> {
    Ok(conn.run(PUT_OFF, &cells![what, holder, fence, next_try, unknown]).await? == 1)
}

/// Whoever is certainly alone need not wait for the leases of a server that ended.
pub(crate) async fn free(conn: &mut Conn<'_>) -> Stored<()> {
    conn.run(FREE, &[]).await.map(drop)
}

/// The letters in the outbox that nobody hands over now and none of which waits for its next try, oldest first.
pub async fn letters(conn: &mut Conn<'_>, now: Moment, limit: i64) -> Stored<Vec<Held<Letter>>> {
    fetch(conn, LETTERS, &cells![now, limit, now.plus_seconds(LONGEST_SECONDS)]).await
}

/// Letters that are with a mail server just now, and since when.
pub async fn letters_under_way(conn: &mut Conn<'_>, now: Moment) -> Stored<Vec<(String, Moment)>> {
    let rows = conn.all::<(String, i64)>(UNDER_WAY, &cells![now, now.plus_seconds(LONGEST_SECONDS)]).await?;
    Ok(rows.into_iter().map(|(what, begun)| (what, Moment::from_micros(begun))).collect())
}
