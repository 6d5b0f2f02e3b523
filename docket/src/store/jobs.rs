//! Exports under way and done, and what the checks of the whole record found. Beside the record.

use super::cells::cells;
use super::{Conn, Stored};
use crate::time::Moment;

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct JobRow {
    pub id: String,
    pub asked_at: i64,
    pub asked_by: Option<String>,
    pub kind: String,
    pub ask: String,
    pub stage: String,
    pub phase: String,
    pub done: i64,
    pub total: i64,
    pub cancel_asked: i64,
    pub beat_at: i64,
    pub ended_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub name: Option<String>,
    pub sha256: Option<String>,
    pub size: Option<i64>,
    pub seq: Option<i64>,
    pub problem: Option<String>,
}

const COLUMNS: &str = "id, asked_at, asked_by, kind, ask, stage, phase, done, total, cancel_asked, beat_at, ended_at, expires_at, name, sha256, size, seq, problem";

const ADD: &str = "insert into export_job (id, asked_at, asked_by, kind, ask, stage, phase, done, total, cancel_asked, beat_at) \
     values ($1, $2, $3, $4, $5, 'waiting', '', 0, 0, 0, $2) on conflict (id) do nothing";

pub(crate) async fn add(
    conn: &mut Conn<'_>,
    id: &str,
    now: Moment,
    by: Option<String>,
    kind: &str,
    ask: &str,
) -> Stored<()> {
    conn.run(ADD, &cells![id, now, by, kind, ask]).await.map(drop)
}

pub async fn one(conn: &mut Conn<'_>, id: &str) -> Stored<Option<JobRow>> {
    conn.first(&format!("select {COLUMNS} from export_job where id = $1"), &cells![id]).await
}

/// Newest first.
pub async fn list(conn: &mut Conn<'_>, before: i64, limit: i64) -> Stored<Vec<JobRow>> {
    let sql = format!("select {COLUMNS} from export_job where asked_at < $1 order by asked_at desc, id desc limit $2");
    conn.all(&sql, &cells![before, limit]).await
}

const WAITING: &str = "select count(*) from export_job where stage in ('waiting', 'running')";

pub async fn waiting(conn: &mut Conn<'_>) -> Stored<i64> {
    Ok(conn.first::<(i64,)>(WAITING, &[]).await?.map_or(0, |row| row.0))
}

/// Takes the oldest that waits. The condition stands outside too, or two servers would take the same one.
pub(crate) async fn take(conn: &mut Conn<'_>, now: Moment) -> Stored<Option<JobRow>> {
    let sql = format!(
        "update export_job set stage = 'running', beat_at = $1, phase = '' \
         where id = (select id from export_job where stage = 'waiting' order by asked_at, id limit 1) and stage = 'waiting' \
         returning {COLUMNS}"
    );
    conn.first(&sql, &cells![now]).await
}

const BEAT: &str = "update export_job set beat_at = $2, phase = $3, done = $4, total = $5 \
     where id = $1 and stage = 'running' returning cancel_asked";

/// Writes how far it is; true when somebody asked to stop, or the job is no longer ours.
pub(crate) async fn beat(
    conn: &mut Conn<'_>,
    id: &str,
    now: Moment,
    phase: &str,
    done: i64,
    total: i64,
) -> Stored<bool> {
    let row = conn.first::<(i64,)>(BEAT, &cells![id, now, phase, done, total]).await?;
    Ok(row.is_none_or(|row| row.0 != 0))
}

const FINISH: &str = "update export_job set stage = 'done', phase = 'Done', done = total, ended_at = $2, expires_at = $3, name = $4, sha256 = $5, size = $6, seq = $7 \
     where id = $1 and stage = 'running'";
const END: &str =
    "update export_job set stage = $2, ended_at = $3, problem = $4 where id = $1 and stage in ('waiting', 'running')";

pub(crate) async fn finish(
    conn: &mut Conn<'_>,
    id: &str,
    now: Moment,
    expires: Moment,
    (name, sha256): (&str, &str),
    (size, seq): (i64, Option<i64>),
) -> Stored<bool> {
    Ok(conn.run(FINISH, &cells![id, now, expires, name, sha256, size, seq]).await? == 1)
}

/// Ends one that did not come to its end: failed, cancelled, interrupted.
pub(crate) async fn end(conn: &mut Conn<'_>, id: &str, stage: &str, now: Moment, problem: &str) -> Stored<bool> {
    Ok(conn.run(END, &cells![id, stage, now, problem]).await? == 1)
}

const CANCEL: &str = "update export_job set cancel_asked = 1 where id = $1 and stage = 'running'";
const CANCEL_WAITING: &str =
    "update export_job set stage = 'cancelled', ended_at = $2, cancel_asked = 1 where id = $1 and stage = 'waiting'";

/// One that waits is over at once; one that runs stops at its next step.
pub(crate) async fn cancel(conn: &mut Conn<'_>, id: &str, now: Moment) -> Stored<bool> {
    let waiting = conn.run(CANCEL_WAITING, &cells![id, now]).await?;
    Ok(waiting + conn.run(CANCEL, &cells![id]).await? > 0)
}

const STALE: &str = "update export_job set stage = 'interrupted', ended_at = $1, problem = $3 \
     where stage = 'running' and beat_at < $2";

/// Whatever runs but has not been heard of was interrupted.
pub(crate) async fn interrupt(conn: &mut Conn<'_>, now: Moment, quiet_since: Moment, problem: &str) -> Stored<u64> {
    conn.run(STALE, &cells![now, quiet_since, problem]).await
}

const EXPIRED: &str = "select id from export_job where (stage = 'done' and expires_at <= $1) or (stage = 'interrupted' and expires_at is null) order by asked_at, id limit 100";
// What was interrupted stays so; only what was written of it goes.
const EXPIRE: &str = "update export_job set expires_at = coalesce(expires_at, ended_at), \
     stage = case when stage = 'done' then 'expired' else stage end where id = $1 and stage in ('done', 'interrupted')";

pub async fn expired(conn: &mut Conn<'_>, now: Moment) -> Stored<Vec<String>> {
    Ok(conn.all::<(String,)>(EXPIRED, &cells![now]).await?.into_iter().map(|row| row.0).collect())
}

pub(crate) async fn expire(conn: &mut Conn<'_>, id: &str) -> Stored<()> {
    conn.run(EXPIRE, &cells![id]).await.map(drop)
}

const READS: &str = "select at, actor from read_log where what = $1 order by at desc, id desc limit $2";

/// Who opened this address, newest first.
pub async fn reads(conn: &mut Conn<'_>, what: &str, limit: i64) -> Stored<Vec<(i64, String)>> {
    conn.all(READS, &cells![what, limit]).await
}

const LOOKED_AT: &str = "select what, max(at) from (select what, at from read_log where actor = $1 \
     order by at desc, id desc limit 200) as looked group by what order by 2 desc, 1 limit 60";

/// The addresses that somebody opened last, each once, newest first.
pub async fn looked_at(conn: &mut Conn<'_>, actor: &str) -> Stored<Vec<String>> {
    Ok(conn.all::<(String, i64)>(LOOKED_AT, &cells![actor]).await?.into_iter().map(|row| row.0).collect())
}

/// One check of the whole record.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct CheckedRow {
    pub id: String,
    pub at: i64,
    pub size: i64,
    pub root: String,
    pub sound: i64,
    pub wrong_seq: Option<i64>,
    pub wrong_what: Option<String>,
}

const ADD_CHECKED: &str =
    "insert into checked (id, at, size, root, sound, wrong_seq, wrong_what) values ($1, $2, $3, $4, $5, $6, $7)";
const LAST_CHECKED: &str =
    "select id, at, size, root, sound, wrong_seq, wrong_what from checked order by at desc, id desc limit 1";

pub(crate) async fn add_checked(conn: &mut Conn<'_>, row: &CheckedRow) -> Stored<()> {
    let cells = cells![&row.id, row.at, row.size, &row.root, row.sound, row.wrong_seq, row.wrong_what.clone()];
    conn.run(ADD_CHECKED, &cells).await.map(drop)
}

pub async fn last_checked(conn: &mut Conn<'_>) -> Stored<Option<CheckedRow>> {
    conn.first(LAST_CHECKED, &[]).await
}
