//! What lies beside the record: passwords, sessions, set-up links, the read log. No event depends on it.

use super::cells::cells;
use super::{Conn, Stored};
use crate::id::{CaseId, PersonId};
use crate::time::Moment;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Credential {
    pub person_id: String,
    pub email_folded: String,
    pub password_hash: Option<String>,
    pub failures: i64,
    pub blocked_until: i64,
}

const ADD_CREDENTIAL: &str = "insert into credential (person_id, email_folded, password_hash, failures, blocked_until) values ($1, $2, null, 0, 0)";
const SET_PASSWORD: &str =
    "update credential set password_hash = $2, failures = 0, blocked_until = 0 where person_id = $1";
const BY_EMAIL: &str =
    "select person_id, email_folded, password_hash, failures, blocked_until from credential where email_folded = $1";
const BY_PERSON: &str =
    "select person_id, email_folded, password_hash, failures, blocked_until from credential where person_id = $1";
const SET_FAILURES: &str = "update credential set failures = $2, blocked_until = $3 where person_id = $1";

pub(crate) async fn add_credential(conn: &mut Conn<'_>, person: PersonId, email_folded: &str) -> Stored<()> {
    conn.run(ADD_CREDENTIAL, &cells![person, email_folded]).await.map(drop)
}

pub(crate) async fn set_password(conn: &mut Conn<'_>, person: PersonId, hash: &str) -> Stored<()> {
    conn.run(SET_PASSWORD, &cells![person, hash]).await.map(drop)
}

pub async fn credential_by_email(conn: &mut Conn<'_>, email_folded: &str) -> Stored<Option<Credential>> {
    conn.first(BY_EMAIL, &cells![email_folded]).await
}

pub async fn credential_of(conn: &mut Conn<'_>, person: PersonId) -> Stored<Option<Credential>> {
    conn.first(BY_PERSON, &cells![person]).await
}

pub(crate) async fn set_failures(
    conn: &mut Conn<'_>,
    person: &str,
    failures: i64,
    blocked_until: Moment,
) -> Stored<()> {
    conn.run(SET_FAILURES, &cells![person, failures, blocked_until]).await.map(drop)
}

/// A browser session. The id is the SHA-256 of what the cookie holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRow {
    pub id: String,
    pub person_id: Option<String>,
    pub record: String,
    pub made_at: i64,
    pub seen_at: i64,
    pub expires_at: i64,
}

const LOAD_SESSION: &str = "select id, person_id, record, made_at, seen_at, expires_at from session where id = $1";
const MAKE_SESSION: &str = "insert into session (id, person_id, record, made_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing";
const SAVE_SESSION: &str =
    "update session set person_id = $2, record = $3, seen_at = $4, expires_at = $5 where id = $1";
const TOUCH_SESSION: &str = "update session set seen_at = $2 where id = $1";
const DROP_SESSION: &str = "delete from session where id = $1";
const DROP_SESSIONS_OF: &str = "delete from session where person_id = $1";
const DROP_OLD_SESSIONS: &str = "delete from session where expires_at <= $1";

pub async fn load_session(conn: &mut Conn<'_>, id: &str) -> Stored<Option<SessionRow>> {
    conn.first(LOAD_SESSION, &cells![id]).await
}

/// False when the id is taken: the caller draws another.
pub(crate) async fn make_session(conn: &mut Conn<'_>, row: &SessionRow) -> Stored<bool> {
    let cells = cells![&row.id, row.person_id.clone(), &row.record, row.made_at, row.seen_at, row.expires_at];
    Ok(conn.run(MAKE_SESSION, &cells).await? == 1)
}

pub(crate) async fn save_session(conn: &mut Conn<'_>, row: &SessionRow) -> Stored<bool> {
    let cells = cells![&row.id, row.person_id.clone(), &row.record, row.seen_at, row.expires_at];
    Ok(conn.run(SAVE_SESSION, &cells).await? == 1)
}

pub(crate) async fn touch_session(conn: &mut Conn<'_>, id: &str, now: Moment) -> Stored<()> {
    conn.run(TOUCH_SESSION, &cells![id, now]).await.map(drop)
}

pub(crate) async fn drop_session(conn: &mut Conn<'_>, id: &str) -> Stored<()> {
    conn.run(DROP_SESSION, &cells![id]).await.map(drop)
}

pub(crate) async fn drop_sessions_of(conn: &mut Conn<'_>, person: PersonId) -> Stored<()> {
    conn.run(DROP_SESSIONS_OF, &cells![person]).await.map(drop)
}

pub(crate) async fn drop_old_sessions(conn: &mut Conn<'_>, now: Moment) -> Stored<u64> {
    conn.run(DROP_OLD_SESSIONS, &cells![now]).await
}

const ADD_SETUP: &str = "insert into setup_link (hash, made_at, expires_at) values ($1, $2, $3)";
const OPEN_SETUP: &str = "select hash from setup_link where hash = $1 and used_at is null and expires_at > $2";
const SPEND_SETUP: &str = "update setup_link set used_at = $2 where hash = $1 and used_at is null and expires_at > $2";

pub(crate) async fn add_setup_link(conn: &mut Conn<'_>, hash: &str, now: Moment, expires: Moment) -> Stored<()> {
    conn.run(ADD_SETUP, &cells![hash, now, expires]).await.map(drop)
}

pub async fn setup_link_is_open(conn: &mut Conn<'_>, hash: &str, now: Moment) -> Stored<bool> {
    Ok(conn.first::<(String,)>(OPEN_SETUP, &cells![hash, now]).await?.is_some())
}

/// True once: the second use of the same link finds it spent.
pub(crate) async fn spend_setup_link(conn: &mut Conn<'_>, hash: &str, now: Moment) -> Stored<bool> {
    Ok(conn.run(SPEND_SETUP, &cells![hash, now]).await? == 1)
}

/// What somebody is writing on a case.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct DraftRow {
    pub version: i64,
    pub form: String,
    pub saved_at: i64,
}

const DRAFT: &str = "select version, form, saved_at from notice_draft where case_id = $1 and person_id = $2";
const ADD_DRAFT: &str = "insert into notice_draft (case_id, person_id, version, form, saved_at) values ($1, $2, $3, $4, $5) on conflict (case_id, person_id) do nothing";
const SAVE_DRAFT: &str = "update notice_draft set version = version + 1, form = $4, saved_at = $5 where case_id = $1 and person_id = $2 and version = $3";
const DROP_DRAFT: &str = "delete from notice_draft where case_id = $1 and person_id = $2";

pub async fn draft(conn: &mut Conn<'_>, case: CaseId, person: PersonId) -> Stored<Option<DraftRow>> {
    conn.first(DRAFT, &cells![case, person]).await
}

/// False when somebody else, or another window of the same person, was faster.
pub(crate) async fn save_draft(
    conn: &mut Conn<'_>,
    case: CaseId,
    person: PersonId,
    seen: i64,
    form: &str,
    now: Moment,
) -> Stored<bool> {
    let sql = if seen == 0 { ADD_DRAFT } else { SAVE_DRAFT };
    let version = if seen == 0 { 1 } else { seen };
    Ok(conn.run(sql, &cells![case, person, version, form, now]).await? == 1)
}

pub(crate) async fn drop_draft(conn: &mut Conn<'_>, case: CaseId, person: PersonId) -> Stored<()> {
    conn.run(DROP_DRAFT, &cells![case, person]).await.map(drop)
}

const LOG_READ: &str = "insert into read_log (id, at, actor, what) values ($1, $2, $3, $4) on conflict (id) do nothing";

/// One line of the read log.
#[derive(Clone, Debug)]
pub struct Read {
    pub id: String,
    pub at: Moment,
    pub actor: String,
    pub what: String,
}

pub(crate) async fn log_reads(conn: &mut Conn<'_>, reads: &[Read]) -> Stored<()> {
    for read in reads {
        conn.run(LOG_READ, &cells![&read.id, read.at, &read.actor, &read.what]).await?;
    }
    Ok(())
}

const TAKE_TURN: &str =
    "insert into turn (name, taken) values ($1, 1) on conflict (name) do update set taken = turn.taken + 1";

/// Waits until nobody else is writing about any of these names. What two commands could each find free at the same
/// time (a prefix, the number of a clause) is looked for only after its turn was taken. Sorted, so that two batches
/// never wait for each other.
pub(crate) async fn take_turns(conn: &mut Conn<'_>, names: &[String]) -> Stored<()> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort();
    names.dedup();
    for name in names {
        conn.run(TAKE_TURN, &cells![name]).await?;
    }
    Ok(())
}
