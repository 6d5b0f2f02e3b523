//! Mailed codes and unsent drafts. They lie beside the record: no event depends on them.

use super::cells::cells;
use super::{Conn, Stored};
use crate::time::Moment;

const ASK: &str = "insert into mail_code (id, about, asked_at, code_hash, expires_at, tries, used_at) values ($1, $2, $3, null, 0, 0, null)";
const ASKED_SINCE: &str = "select asked_at from mail_code where about = $1 and asked_at > $2 order by asked_at, id";
/// Only the newest letter about a thing gets digits.
const DRAW: &str = "update mail_code set code_hash = $2, expires_at = $3, tries = 0 where id = $1 and used_at is null \
    and not exists (select 1 from mail_code newer where newer.about = mail_code.about and newer.id > mail_code.id)";
const TRY: &str = "update mail_code set tries = tries + 1 where about = $1 and code_hash is not null and used_at is null \
    and expires_at > $2 and tries < $3 \
    and not exists (select 1 from mail_code newer where newer.about = mail_code.about and newer.id > mail_code.id and newer.code_hash is not null) \
    returning id, code_hash, tries";
const SPEND: &str = "update mail_code set used_at = $2 where id = $1 and used_at is null";

pub(crate) async fn ask(conn: &mut Conn<'_>, letter: &str, about: &str, now: Moment) -> Stored<()> {
    conn.run(ASK, &cells![letter, about, now]).await.map(drop)
}

pub async fn asked_since(conn: &mut Conn<'_>, about: &str, since: Moment) -> Stored<Vec<i64>> {
    let rows = conn.all::<(i64,)>(ASKED_SINCE, &cells![about, since]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

pub(crate) async fn draw(conn: &mut Conn<'_>, letter: &str, hash: &str, expires: Moment) -> Stored<bool> {
    Ok(conn.run(DRAW, &cells![letter, hash, expires]).await? == 1)
}

/// Takes one try of the code that is good now: its letter, its hash, and which try this is.
pub(crate) async fn try_one(
    conn: &mut Conn<'_>,
    about: &str,
    now: Moment,
    most: i64,
) -> Stored<Option<(String, String, i64)>> {
    conn.first(TRY, &cells![about, now, most]).await
}

pub(crate) async fn spend(conn: &mut Conn<'_>, letter: &str, now: Moment) -> Stored<bool> {
    Ok(conn.run(SPEND, &cells![letter, now]).await? == 1)
}

const SAVE_DRAFT: &str = "insert into draft (link, record, saved_at) values ($1, $2, $3) \
    on conflict (link) do update set record = excluded.record, saved_at = excluded.saved_at";
const DRAFT: &str = "select record, saved_at from draft where link = $1";
const DROP_DRAFT: &str = "delete from draft where link = $1";

pub(crate) async fn save_draft(conn: &mut Conn<'_>, link: &str, record: &str, now: Moment) -> Stored<()> {
    conn.run(SAVE_DRAFT, &cells![link, record, now]).await.map(drop)
}

pub async fn draft(conn: &mut Conn<'_>, link: &str) -> Stored<Option<(String, i64)>> {
    conn.first(DRAFT, &cells![link]).await
}

pub(crate) async fn drop_draft(conn: &mut Conn<'_>, link: &str) -> Stored<()> {
    conn.run(DROP_DRAFT, &cells![link]).await.map(drop)
}
