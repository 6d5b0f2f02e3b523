//! Beside the record, about people: second factors, recovery codes, tastes, and links that wait in the outbox.

use super::aside::SessionRow;
use super::cells::cells;
use super::{Conn, Stored};
use crate::id::{LetterId, PersonId};
use crate::time::Moment;

/// What makes the codes of somebody's app. Both secrets are sealed with the key beside the database.
#[derive(Clone, sqlx::FromRow)]
pub struct Factor {
    pub secret: Option<String>,
    pub last_step: i64,
    pub pending: Option<String>,
    pub pending_at: i64,
    pub failures: i64,
    pub blocked_until: i64,
}

const FACTOR: &str =
    "select secret, last_step, pending, pending_at, failures, blocked_until from second_factor where person_id = $1";
const SET_PENDING: &str = "insert into second_factor (person_id, last_step, pending, pending_at, failures, blocked_until) values ($1, 0, $2, $3, 0, 0) on conflict (person_id) do update set pending = $2, pending_at = $3";
const CONFIRM_PENDING: &str = "update second_factor set secret = pending, pending = null, last_step = $3, failures = 0, blocked_until = 0 where person_id = $1 and pending = $2";
const SPEND_STEP: &str =
    "update second_factor set last_step = $2, failures = 0, blocked_until = 0 where person_id = $1 and last_step < $2";
const CODE_FAILED: &str = "update second_factor set failures = $2, blocked_until = $3 where person_id = $1";
const DROP_FACTOR: &str = "delete from second_factor where person_id = $1";
const DROP_CODES: &str = "delete from recovery_code where person_id = $1";
const ADD_CODE: &str = "insert into recovery_code (hash, person_id) values ($1, $2)";
const SPEND_CODE: &str = "update recovery_code set used_at = $3 where hash = $1 and person_id = $2 and used_at is null";
const CODES_LEFT: &str = "select count(*) from recovery_code where person_id = $1 and used_at is null";

pub async fn factor(conn: &mut Conn<'_>, person: PersonId) -> Stored<Option<Factor>> {
    conn.first(FACTOR, &cells![person]).await
}

const FACTORS: &str = "select person_id, secret, pending from second_factor";
const RESEAL: &str = "update second_factor set secret = $3 where person_id = $1 and secret = $2";
const RESEAL_PENDING: &str = "update second_factor set pending = $3 where person_id = $1 and pending = $2";

/// Whose, the secret in use, and the one that waits.
pub type FactorRow = (String, Option<String>, Option<String>);

pub async fn factors(conn: &mut Conn<'_>) -> Stored<Vec<FactorRow>> {
    conn.all(FACTORS, &[]).await
}

/// Puts the same secret in another form into the place of the first.
pub(crate) async fn reseal(conn: &mut Conn<'_>, person: &str, was: &str, sealed: &str) -> Stored<()> {
    conn.run(RESEAL, &cells![person, was, sealed]).await?;
    conn.run(RESEAL_PENDING, &cells![person, was, sealed]).await.map(drop)
}

pub(crate) async fn set_pending(conn: &mut Conn<'_>, person: PersonId, secret: &str, now: Moment) -> Stored<()> {
    conn.run(SET_PENDING, &cells![person, secret, now]).await.map(drop)
}

/// True once: the secret that was shown is the one in use from now on.
pub(crate) async fn confirm_pending(conn: &mut Conn<'_>, person: PersonId, pending: &str, step: i64) -> Stored<bool> {
    Ok(conn.run(CONFIRM_PENDING, &cells![person, pending, step]).await? == 1)
}

/// True once for each thirty seconds: the same code again finds them spent.
pub(crate) async fn spend_step(conn: &mut Conn<'_>, person: PersonId, step: i64) -> Stored<bool> {
    Ok(conn.run(SPEND_STEP, &cells![person, step]).await? == 1)
}

pub(crate) async fn code_failed(
    conn: &mut Conn<'_>,
    person: PersonId,
    failures: i64,
    blocked_until: Moment,
) -> Stored<()> {
    conn.run(CODE_FAILED, &cells![person, failures, blocked_until]).await.map(drop)
}

pub(crate) async fn drop_factor(conn: &mut Conn<'_>, person: PersonId) -> Stored<()> {
    conn.run(DROP_CODES, &cells![person]).await?;
    conn.run(DROP_FACTOR, &cells![person]).await.map(drop)
}

/// The codes before these are worth nothing any more.
pub(crate) async fn set_recovery_codes(conn: &mut Conn<'_>, person: PersonId, hashes: &[String]) -> Stored<()> {
    conn.run(DROP_CODES, &cells![person]).await?;
    for hash in hashes {
        conn.run(ADD_CODE, &cells![hash, person]).await?;
    }
    Ok(())
}

/// True once for each code.
pub(crate) async fn spend_recovery_code(
    conn: &mut Conn<'_>,
    person: PersonId,
    hash: &str,
    now: Moment,
) -> Stored<bool> {
    Ok(conn.run(SPEND_CODE, &cells![hash, person, now]).await? == 1)
}

pub async fn recovery_codes_left(conn: &mut Conn<'_>, person: PersonId) -> Stored<i64> {
    Ok(conn.first::<(i64,)>(CODES_LEFT, &cells![person]).await?.map_or(0, |row| row.0))
}

// -- sessions -------------------------------------------------------------

const SESSIONS_OF: &str = "select id, person_id, record, made_at, seen_at, expires_at from session where person_id = $1 order by seen_at desc, id";
const DROP_OTHERS: &str = "delete from session where person_id = $1 and id <> $2";
const DROP_ONE: &str = "delete from session where person_id = $1 and id = $2";
const SEEN: &str = "update credential set seen_at = $2 where person_id = $1 and seen_at < $2";
const LAST_SEEN: &str = "select person_id, seen_at from credential where seen_at > 0";

pub async fn sessions_of(conn: &mut Conn<'_>, person: PersonId) -> Stored<Vec<SessionRow>> {
    conn.all(SESSIONS_OF, &cells![person]).await
}

pub(crate) async fn drop_sessions_but(conn: &mut Conn<'_>, person: PersonId, id: &str) -> Stored<u64> {
    conn.run(DROP_OTHERS, &cells![person, id]).await
}

/// Only if it is this person's own.
pub(crate) async fn drop_session_of(conn: &mut Conn<'_>, person: PersonId, id: &str) -> Stored<bool> {
    Ok(conn.run(DROP_ONE, &cells![person, id]).await? == 1)
}

pub(crate) async fn seen(conn: &mut Conn<'_>, person: &str, now: Moment) -> Stored<()> {
    conn.run(SEEN, &cells![person, now]).await.map(drop)
}

pub async fn last_seen(conn: &mut Conn<'_>) -> Stored<Vec<(String, i64)>> {
    conn.all(LAST_SEEN, &[]).await
}

// -- tastes ---------------------------------------------------------------

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TasteRow {
    pub zone: String,
    pub language: String,
    pub theme: String,
    pub density: String,
    pub single_keys: String,
    pub alert_mails: String,
}

const TASTE: &str = "select zone, language, theme, density, single_keys, alert_mails from taste where person_id = $1";
const VISITOR: &str = "select person.version, person.facts, session.seen_at, \
       taste.zone, taste.language, taste.theme, taste.density, taste.single_keys, taste.alert_mails \
     from person left join taste on taste.person_id = person.id left join session on session.id = $2 \
     where person.id = $1";
const SET_TASTE: &str = "insert into taste (person_id, zone, language, theme, density, single_keys, alert_mails) values ($1, $2, $3, $4, $5, $6, $7) on conflict (person_id) do update set zone = $2, language = $3, theme = $4, density = $5, single_keys = $6, alert_mails = $7";

/// Somebody with their taste, and when their session was last seen.
#[derive(sqlx::FromRow)]
pub struct VisitorRow {
    pub version: i64,
    pub facts: String,
    pub seen_at: Option<i64>,
    zone: Option<String>,
    language: Option<String>,
    theme: Option<String>,
    density: Option<String>,
    single_keys: Option<String>,
    alert_mails: Option<String>,
}

impl VisitorRow {
    /// None: they never chose anything.
    pub fn taste(&mut self) -> Option<TasteRow> {
        Some(TasteRow {
            zone: self.zone.take()?,
            language: self.language.take()?,
            theme: self.theme.take()?,
            density: self.density.take()?,
            single_keys: self.single_keys.take()?,
            alert_mails: self.alert_mails.take()?,
        })
    }
}

pub async fn visitor(conn: &mut Conn<'_>, person: PersonId, session: &str) -> Stored<Option<VisitorRow>> {
    conn.first(VISITOR, &cells![person, session]).await
}

pub async fn taste(conn: &mut Conn<'_>, person: PersonId) -> Stored<Option<TasteRow>> {
    conn.first(TASTE, &cells![person]).await
}

pub(crate) async fn set_taste(conn: &mut Conn<'_>, person: PersonId, row: &TasteRow) -> Stored<()> {
    let cells = cells![person, &row.zone, &row.language, &row.theme, &row.density, &row.single_keys, &row.alert_mails];
    conn.run(SET_TASTE, &cells).await.map(drop)
}

// -- links that wait in the outbox ----------------------------------------

const KEEP_LINK: &str = "insert into letter_link (letter_id, link) values ($1, $2)";
const LETTER_LINK: &str = "select link from letter_link where letter_id = $1";
const DROP_LINK: &str = "delete from letter_link where letter_id = $1";

pub(crate) async fn keep_link(conn: &mut Conn<'_>, letter: LetterId, link: &str) -> Stored<()> {
    conn.run(KEEP_LINK, &cells![letter, link]).await.map(drop)
}

pub async fn letter_link(conn: &mut Conn<'_>, letter: LetterId) -> Stored<Option<String>> {
    Ok(conn.first::<(String,)>(LETTER_LINK, &cells![letter]).await?.map(|row| row.0))
}

pub(crate) async fn drop_link(conn: &mut Conn<'_>, letter: LetterId) -> Stored<()> {
    conn.run(DROP_LINK, &cells![letter]).await.map(drop)
}
