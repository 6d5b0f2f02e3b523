//! What is kept and what goes: which entries brought what a noun is made of, and the one place where bytes and personal
//! values are destroyed. The guards of the database stand behind each of these statements.

use super::cells::{Cell, cells};
use super::deciding;
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored, placeholders};
use crate::erasure::{Erasure, Subject};
use crate::hold::Hold;
use crate::hold::wide::Belongs;
use crate::id::EventId;
use crate::ledger::Hash;
use crate::retention::{Disposal, RetentionRule, Rule};
use crate::store::ledger::EventRow;
use crate::time::Moment;

// -- which entries brought what ---------------------------------------------

/// One thing that an entry brought to a noun. Without bytes: its personal values alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Brought {
    pub noun: String,
    pub seq: i64,
    pub event: String,
    pub sha256: String,
    pub at: i64,
}

const HEAD: &str = "select seq from belonging_head where id = 1";
const MOVE_HEAD: &str = "update belonging_head set seq = $2 where id = 1 and seq = $1";
const BRING: &str = "insert into belonging (noun, seq, event_id, sha256, at) values ($1, $2, $3, $4, $5) \
     on conflict (noun, seq, sha256) do nothing";

/// The last entry that was read.
pub async fn followed_to(conn: &mut Conn<'_>) -> Stored<i64> {
    Ok(conn.first::<(i64,)>(HEAD, &[]).await?.map_or(0, |row| row.0))
}

/// False when somebody else read on meanwhile.
pub(crate) async fn follow(conn: &mut Conn<'_>, from: i64, to: i64, brought: &[Brought]) -> Stored<bool> {
    if conn.run(MOVE_HEAD, &cells![from, to]).await? != 1 {
        return Ok(false);
    }
    for one in brought {
        conn.run(BRING, &cells![&one.noun, one.seq, &one.event, &one.sha256, one.at]).await?;
    }
    Ok(true)
}

const BYTES_OF: &str = "select distinct sha256 from belonging where noun = $1 and sha256 <> '' order by sha256";
const EVENTS_OF: &str = "select distinct event_id from belonging where noun = $1 order by event_id";
const USERS: &str = "select distinct noun from belonging where sha256 = $1 and not exists (select 1 from destroyed \
     where destroyed.what = 'bytes' and destroyed.piece = belonging.sha256 and destroyed.noun = belonging.noun \
     and destroyed.at >= belonging.at) order by noun";

/// The hashes of the bytes that a noun brought.
pub async fn bytes_of(conn: &mut Conn<'_>, noun: &str) -> Stored<Vec<String>> {
    Ok(conn.all::<(String,)>(BYTES_OF, &cells![noun]).await?.into_iter().map(|row| row.0).collect())
}

pub async fn events_of(conn: &mut Conn<'_>, noun: &str) -> Stored<Vec<String>> {
    Ok(conn.all::<(String,)>(EVENTS_OF, &cells![noun]).await?.into_iter().map(|row| row.0).collect())
}

/// What still needs these bytes.
pub async fn users(conn: &mut Conn<'_>, sha256: &str) -> Stored<Vec<String>> {
    Ok(conn.all::<(String,)>(USERS, &cells![sha256]).await?.into_iter().map(|row| row.0).collect())
}

// -- personal values ----------------------------------------------------------

/// A value that is still there, and where it stands.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ValueRow {
    pub commitment: Vec<u8>,
    pub event_id: String,
    pub path: String,
    pub value: String,
}

impl ValueRow {
    pub fn hash(&self) -> Option<Hash> {
        Hash::try_from(self.commitment.as_slice()).ok()
    }
}

const VALUES_OF: &str =
    "select commitment, event_id, path, value from vault where event_id = $1 and value is not null order by path";
// The address is looked for whatever its case; people's names as they are written. Only ASCII folds alike on both
// databases, so the rest is sorted out by whoever asks.
const NAMING: &str = "select commitment, event_id, path, value from vault where value is not null \
     and lower(value) like $1 escape '!' order by event_id, path, commitment limit $2";

pub async fn values_of(conn: &mut Conn<'_>, event: &str) -> Stored<Vec<ValueRow>> {
    conn.all(VALUES_OF, &cells![event]).await
}

/// Every value that holds these signs. It reads the whole vault, so it is asked for by a person and seldom.
pub async fn naming(conn: &mut Conn<'_>, part: &str, limit: i64) -> Stored<Vec<ValueRow>> {
    // A character beyond ASCII may fold otherwise in one of them: it stands for any.
    let mut like = String::from("%");
    for sign in part.to_lowercase().chars() {
        match sign {
            '%' | '_' | '!' => like.extend(['!', sign]),
            sign if sign.is_ascii() && sign != '"' && sign != '\\' => like.push(sign),
            _ => like.push('%'),
        }
    }
    like.push('%');
    conn.all(NAMING, &cells![like, limit]).await
}

// -- destroying -----------------------------------------------------------------

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    Bytes,
    Value,
}

/// What goes, and what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Going {
    pub piece: Piece,
    /// The SHA-256, or the commitment, in hex.
    pub hash: String,
    pub noun: String,
    pub belongs: Belongs,
}

const ENTER: &str = "insert into destroyed (what, piece, noun, rule, case_id, customer_id, from_at, event_id, at) \
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const ERASE: &str =
    "update vault set value = null, salt = null, erased_at = $2 where commitment = $1 and value is not null";
const TAKE_BYTES: &str = "update evidence set bytes = null, gone_at = $2 where sha256 = $1 and gone_at is null";
// What is overwritten does not stay behind in the file.
const THOROUGHLY: &str = "pragma secure_delete = on";

pub(crate) async fn begin_destroying(conn: &mut Conn<'_>) -> Stored<()> {
    match conn {
        Conn::Sqlite(_) => conn.run(THOROUGHLY, &[]).await.map(drop),
        _ => Ok(()),
    }
}

/// The row without which the database lets nothing go. A hold refuses it.
pub(crate) async fn enter(conn: &mut Conn<'_>, going: &Going, rule: &str, event: EventId, now: Moment) -> Stored<()> {
    let what = if going.piece == Piece::Bytes { "bytes" } else { "value" };
    let belongs = going.belongs;
    let cells = cells![what, &going.hash, &going.noun, rule, belongs.case, belongs.customer, belongs.at, event, now];
    conn.run(ENTER, &cells).await.map(drop)
}

pub(crate) async fn erase(conn: &mut Conn<'_>, commitment: Hash, now: Moment) -> Stored<bool> {
    Ok(conn.run(ERASE, &cells![commitment, now]).await? == 1)
}

pub(crate) async fn take_bytes(conn: &mut Conn<'_>, sha256: &str, now: Moment) -> Stored<bool> {
    Ok(conn.run(TAKE_BYTES, &cells![sha256, now]).await? == 1)
}

const IS_KEPT: &str = "select size from evidence where sha256 = $1 and gone_at is null";

/// Whether these bytes lie among the evidence. Sealed material does not.
pub async fn is_kept(conn: &mut Conn<'_>, sha256: &str) -> Stored<bool> {
    Ok(conn.first::<(i64,)>(IS_KEPT, &cells![sha256]).await?.is_some())
}

const EVENT_OF: &str = "select event.seq, event.event_id, event.at, event.actor, event.case_id, event.kind, \
     event.command_id, event.leaf, event.leaf_hash from event where event.event_id = $1";
const WENT_WITH: &str = "select event.seq from destroyed join event on event.event_id = destroyed.event_id \
     where destroyed.what = $1 and destroyed.piece = $2 order by event.seq desc limit 1";

pub async fn event(conn: &mut Conn<'_>, id: &str) -> Stored<Option<EventRow>> {
    conn.first(EVENT_OF, &cells![id]).await
}

/// The number of the entry with which it went.
pub async fn went_with(conn: &mut Conn<'_>, piece: Piece, hash: &str) -> Stored<Option<i64>> {
    let what = if piece == Piece::Bytes { "bytes" } else { "value" };
    Ok(conn.first::<(i64,)>(WENT_WITH, &cells![what, hash]).await?.map(|row| row.0))
}

// -- holds, rules, what fell due, erasures ----------------------------------------

const STANDING: &str = "select version, facts from litigation_hold where stage <> 'released' order by number, id";

/// Every hold that stands, whatever it covers.
pub async fn holds_standing(conn: &mut Conn<'_>) -> Stored<Vec<Held<Hold>>> {
    fetch(conn, STANDING, &[]).await
}

const NEWEST_RULE: &str = "select version, facts from retention_rule where rule = $1 order by edition desc, id limit 1";
const EDITIONS: &str = "select version, facts from retention_rule order by rule, edition desc, id";

/// None: what is shipped holds.
pub async fn newest_rule(conn: &mut Conn<'_>, rule: Rule) -> Stored<Option<Held<RetentionRule>>> {
    Ok(fetch(conn, NEWEST_RULE, &cells![rule.word()]).await?.pop())
}

pub async fn editions(conn: &mut Conn<'_>) -> Stored<Vec<Held<RetentionRule>>> {
    fetch(conn, EDITIONS, &[]).await
}

const DISPOSALS: &str = "select version, facts from disposal order by number desc, id limit $1";
const DISPOSAL: &str = "select version, facts from disposal where number = $1";
const OPEN_DISPOSAL: &str =
    "select version, facts from disposal where rule = $1 and stage = 'proposed' order by number, id";
const LAST_DISPOSAL: &str = "select version, facts from disposal where rule = $1 order by number desc, id limit 1";

pub async fn disposals(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<Disposal>>> {
    fetch(conn, DISPOSALS, &cells![limit]).await
}

pub async fn disposal(conn: &mut Conn<'_>, number: i64) -> Stored<Option<Held<Disposal>>> {
    Ok(fetch(conn, DISPOSAL, &cells![number]).await?.pop())
}

pub async fn open_disposal(conn: &mut Conn<'_>, rule: Rule) -> Stored<Option<Held<Disposal>>> {
    Ok(fetch(conn, OPEN_DISPOSAL, &cells![rule.word()]).await?.pop())
}

pub async fn last_disposal(conn: &mut Conn<'_>, rule: Rule) -> Stored<Option<Held<Disposal>>> {
    Ok(fetch(conn, LAST_DISPOSAL, &cells![rule.word()]).await?.pop())
}

const WAITING_DISPOSALS: &str = "select version, facts from disposal where stage = 'proposed' order by number, id";
const WAITING_ERASURES: &str = "select version, facts from erasure where stage = 'asked' order by number, id";

pub async fn disposals_waiting(conn: &mut Conn<'_>) -> Stored<Vec<Held<Disposal>>> {
    fetch(conn, WAITING_DISPOSALS, &[]).await
}

pub async fn erasures_waiting(conn: &mut Conn<'_>) -> Stored<Vec<Held<Erasure>>> {
    fetch(conn, WAITING_ERASURES, &[]).await
}

const ERASURES: &str = "select version, facts from erasure order by number desc, id limit $1";
const ERASURE: &str = "select version, facts from erasure where number = $1";
const ERASURES_OF: &str = "select version, facts from erasure where kind = $1 and subject = $2 order by number, id";

pub async fn erasures(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<Erasure>>> {
    fetch(conn, ERASURES, &cells![limit]).await
}

pub async fn erasure(conn: &mut Conn<'_>, number: i64) -> Stored<Option<Held<Erasure>>> {
    Ok(fetch(conn, ERASURE, &cells![number]).await?.pop())
}

pub async fn erasures_of(conn: &mut Conn<'_>, subject: Subject) -> Stored<Vec<Held<Erasure>>> {
    fetch(conn, ERASURES_OF, &cells![subject.word(), subject.id()]).await
}

/// Holds that bear on a customer's cases, and those over a period or the whole desk.
pub async fn holds_about(conn: &mut Conn<'_>, customer: crate::id::CustomerId) -> Stored<Vec<Held<Hold>>> {
    let mut found = deciding::holds_of(conn, customer).await?;
    found.extend(holds_standing(conn).await?.into_iter().filter(|held| held.noun.customer.is_none()));
    Ok(found)
}

const LETTERS_WITH: &str = "select version, facts from letter where facts like $1 order by queued_at, id";

/// Letters in whose facts this commitment stands.
pub async fn letters_with(conn: &mut Conn<'_>, commitment: &str) -> Stored<Vec<Held<crate::letter::Letter>>> {
    fetch(conn, LETTERS_WITH, &cells![format!("%{commitment}%")]).await
}

// -- files that are still there although their row says that they went --------------

const GONE_AFTER: &str = "select sha256, size from evidence where gone_at is not null and sha256 > $1 \
     order by sha256 limit $2";
// Whoever brings the same bytes again waits for this row, and then writes the file anew.
const LOCK_GONE: &str = "update evidence set gone_at = gone_at where sha256 = $1 and gone_at is not null";

pub async fn gone_after(conn: &mut Conn<'_>, after: &str, limit: i64) -> Stored<Vec<(String, i64)>> {
    conn.all(GONE_AFTER, &cells![after, limit]).await
}

/// False when the same bytes came again meanwhile.
pub(crate) async fn lock_gone(conn: &mut Conn<'_>, sha256: &str) -> Stored<bool> {
    Ok(conn.run(LOCK_GONE, &cells![sha256]).await? == 1)
}

// -- beside the record ----------------------------------------------------------------

const CLEAR_READS: &str = "delete from read_log where at < $1";
// A code that was not drawn yet ends at no time: its letter still waits to leave.
const CLEAR_CODES: &str = "delete from mail_code where asked_at < $1 and expires_at < $1";
const CLEAR_LINKS: &str = "delete from setup_link where expires_at < $1";
const OLD_READS: &str = "select count(*) from read_log where at < $1";
const OLD_CODES: &str = "select count(*) from mail_code where asked_at < $1 and expires_at < $1";
const OLD_LINKS: &str = "select count(*) from setup_link where expires_at < $1";

fn aside_of(rule: Rule) -> &'static [(&'static str, &'static str)] {
    match rule {
        Rule::ReadLog => &[(OLD_READS, CLEAR_READS)],
        Rule::Codes => &[(OLD_CODES, CLEAR_CODES), (OLD_LINKS, CLEAR_LINKS)],
        _ => &[],
    }
}

/// How many rows beside the record are from before this instant.
pub async fn count_aside(conn: &mut Conn<'_>, rule: Rule, before: Moment) -> Stored<i64> {
    let mut many = 0;
    for (count, _) in aside_of(rule) {
        many += conn.first::<(i64,)>(count, &cells![before]).await?.map_or(0, |row| row.0);
    }
    Ok(many)
}

pub(crate) async fn clear_aside(conn: &mut Conn<'_>, rule: Rule, before: Moment) -> Stored<u64> {
    let mut many = 0;
    for (_, clear) in aside_of(rule) {
        many += conn.run(clear, &cells![before]).await?;
    }
    Ok(many)
}

// -- what comes to rest -----------------------------------------------------------------

const COMPLAINTS: &str = "select complaint.version, complaint.facts from complaint \
     left join cases on cases.id = complaint.case_id where complaint.received_at < $1 \
     and (complaint.stage in ('rejected', 'passed_on') or (complaint.stage = 'in_case' and cases.stage = 'closed')) \
     and not exists (select 1 from destroyed where destroyed.noun = 'complaint/' || complaint.id and destroyed.rule = $2) \
     and (complaint.received_at > $3 or (complaint.received_at = $3 and complaint.id > $4)) \
     order by complaint.received_at, complaint.id limit $5";
const ANSWERS: &str = "select answer.version, answer.facts from answer join cases on cases.id = answer.case_id \
     where answer.received_at < $1 and cases.stage = 'closed' \
     and not exists (select 1 from destroyed where destroyed.noun = 'answer/' || answer.id and destroyed.rule = $2) \
     and (answer.received_at > $3 or (answer.received_at = $3 and answer.id > $4)) \
     order by answer.received_at, answer.id limit $5";
const LETTERS: &str = "select letter.version, letter.facts from letter left join cases on cases.id = letter.case_id \
     where letter.queued_at < $1 and letter.stage not in ('queued', 'unknown') \
     and (letter.case_id is null or cases.stage = 'closed') \
     and not exists (select 1 from destroyed where destroyed.noun = 'letter/' || letter.id and destroyed.rule = $2) \
     and (letter.queued_at > $3 or (letter.queued_at = $3 and letter.id > $4)) \
     order by letter.queued_at, letter.id limit $5";
const MAILS: &str = "select mail.version, mail.facts from mail left join cases on cases.id = mail.case_id \
     where mail.received_at < $1 and mail.stage <> 'waiting' and (mail.case_id is null or cases.stage = 'closed') \
     and not exists (select 1 from destroyed where destroyed.noun = 'mail/' || mail.id and destroyed.rule = $2) \
     and (mail.received_at > $3 or (mail.received_at = $3 and mail.id > $4)) \
     order by mail.received_at, mail.id limit $5";

/// What may have come to rest before an instant, the oldest first; whoever asks looks at when it truly did.
pub async fn at_rest<T: crate::noun::Thing>(
    conn: &mut Conn<'_>,
    rule: Rule,
    before: Moment,
    (at, id): (i64, &str),
    limit: i64,
) -> Stored<Vec<Held<T>>> {
    let sql = match rule {
        Rule::Reports | Rule::Reporters => COMPLAINTS,
        Rule::Answers => ANSWERS,
        Rule::Letters => LETTERS,
        Rule::Mails => MAILS,
        Rule::ReadLog | Rule::Codes => return Ok(Vec::new()),
    };
    let cells: [Cell; 5] = cells![before, rule.word(), at, id, limit];
    fetch(conn, sql, &cells).await
}

/// Which of these entries name these commitments, for a page that shows what went.
pub async fn erased_with(conn: &mut Conn<'_>, commitments: &[String]) -> Stored<Vec<(i64, i64)>> {
    if commitments.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select event.seq, count(*) as many from destroyed join event on event.event_id = destroyed.event_id \
         where destroyed.what = 'value' and destroyed.piece in ({}) group by event.seq order by event.seq",
        placeholders(0, commitments.len())
    );
    let cells: Vec<Cell> = commitments.iter().map(Cell::from).collect();
    conn.all(&sql, &cells).await
}
