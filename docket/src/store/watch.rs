//! What is known of the rounds themselves: one row, beside the record. Whatever follows from it is an event.

use super::cells::{Cell, cells};
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored, placeholders};
use crate::time::Moment;
use crate::timer::{Timer, TimerKind};
use crate::watch::{Away, Doubt, RoundsNow};

/// The rest of a statement that asks for them, for whoever asks for more at once.
pub(super) const COLUMNS: &str = "done_at, away_from, away_to, away_seen_at, doubt_at, doubt, ended_from, ended_to, trusts, \
     (select count(*) from (select 1 from decision where stage = 'missed' limit 1000) as late) as missed \
     from rounds_watch where rounds_watch.id = 1";

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    done_at: Option<i64>,
    away_from: Option<i64>,
    away_to: Option<i64>,
    away_seen_at: Option<i64>,
    doubt_at: Option<i64>,
    doubt: Option<String>,
    ended_from: Option<i64>,
    ended_to: Option<i64>,
    trusts: i64,
    missed: i64,
}

pub async fn now(conn: &mut Conn<'_>) -> Stored<RoundsNow> {
    let row = conn.first::<Row>(&format!("select {COLUMNS}"), &[]).await?;
    row.map_or_else(|| Ok(RoundsNow::default()), Row::read)
}

impl Row {
    pub(super) fn read(self) -> Stored<RoundsNow> {
        let moment = |micros: Option<i64>| micros.map(Moment::from_micros);
        let span = |from, to| Some(Away { from: moment(from)?, to: moment(to)? });
        let doubt: Option<Doubt> = self.doubt.as_deref().map(serde_json::from_str).transpose()?;
        Ok(RoundsNow {
            done_at: moment(self.done_at),
            away: span(self.away_from, self.away_to),
            away_seen_at: moment(self.away_seen_at),
            doubt: moment(self.doubt_at).zip(doubt),
            doubted: span(self.ended_from, self.ended_to),
            missed: self.missed,
            trusts: self.trusts,
        })
    }
}

const DONE: &str = "update rounds_watch set done_at = $1 where id = 1 and (done_at is null or done_at < $1)";
const AWAY: &str = "update rounds_watch set away_from = done_at, away_to = $2, away_seen_at = null, done_at = $2 where id = 1 and done_at = $1";
const SEEN: &str = "update rounds_watch set away_seen_at = $2 where id = 1 and away_to = $1 and away_seen_at is null";
const DOUBT: &str =
    "update rounds_watch set doubt_at = $1, doubt = $2 where id = 1 and doubt_at is null and trusts = $3";
const TRUST: &str = "update rounds_watch set ended_from = doubt_at, ended_to = $2, doubt_at = null, doubt = null, \
     trusts = trusts + 1, done_at = $2 where id = 1 and doubt_at = $1";

pub(crate) async fn done(conn: &mut Conn<'_>, at: Moment) -> Stored<()> {
    conn.run(DONE, &cells![at]).await.map(drop)
}

/// True for the server that finds it first.
pub(crate) async fn away(conn: &mut Conn<'_>, away: &Away) -> Stored<bool> {
    Ok(conn.run(AWAY, &cells![away.from, away.to]).await? == 1)
}

pub(crate) async fn seen(conn: &mut Conn<'_>, away: &Away, now: Moment) -> Stored<bool> {
    Ok(conn.run(SEEN, &cells![away.to, now]).await? == 1)
}

/// True for the server that doubts first, and only while nobody has found the clock right since it looked.
pub(crate) async fn doubt(conn: &mut Conn<'_>, now: Moment, why: &Doubt, trusts: i64) -> Stored<bool> {
    Ok(conn.run(DOUBT, &cells![now, serde_json::to_string(why)?, trusts]).await? == 1)
}

pub(crate) async fn trust(conn: &mut Conn<'_>, since: Moment, now: Moment) -> Stored<bool> {
    Ok(conn.run(TRUST, &cells![since, now]).await? == 1)
}

/// What the database's own machine takes for the time, to compare clocks with and for nothing else. None on SQLite,
/// which has no other clock than ours.
pub async fn clock_of_the_database(conn: &mut Conn<'_>) -> Stored<Option<Moment>> {
    const CLOCK: &str = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
    match conn {
        Conn::Postgres(_) => Ok(conn.first::<(i64,)>(CLOCK, &[]).await?.map(|row| Moment::from_micros(row.0))),
        _ => Ok(None),
    }
}

/// What is due, but for these kinds.
pub async fn due(conn: &mut Conn<'_>, now: Moment, but_not: &[TimerKind], limit: i64) -> Stored<Vec<Held<Timer>>> {
    let mut cells: Vec<Cell> = cells![now, limit].into();
    cells.extend(but_not.iter().map(|kind| Cell::from(kind.word())));
    let but_not = match but_not.len() {
        0 => String::new(),
        many => format!("and kind not in ({})", placeholders(2, many)),
    };
    let sql = format!(
        "select version, facts from timer where stage = 'armed' and due_at <= $1 {but_not} order by due_at, id limit $2"
    );
    fetch(conn, &sql, &cells).await
}
