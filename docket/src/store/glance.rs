//! What a page needs of many rows at once: a few columns instead of whole nouns, one statement instead of many. Every
//! statement costs a page two changes of thread on SQLite and a round trip on PostgreSQL, whatever it reads.

use super::cells::{Cell, cells};
use super::nouns::{Held, open};
use super::{Conn, StoreError, Stored, deciding, placeholders, vault, watch};
use crate::case::Case;
use crate::id::{CaseId, CustomerId, PersonId};
use crate::ledger::Hash;
use crate::noun::{Kind, Thing};
use crate::private;
use crate::time::Moment;
use crate::watch::RoundsNow;
use std::collections::HashMap;

// Each count is an index read up to its cap: a page never counts a whole table. What is not closed is asked for as two
// ranges, because no index finds what something is not.
const COUNTS: &str = "select (select size from ledger_head where ledger_head.id = 1) as seq, \
     (select count(*) from (select 1 from complaint where stage = 'new' limit $1) as waiting) as inbox, \
     (select count(*) from (select 1 from cases where stage < 'closed' union all \
        select 1 from cases where stage > 'closed' limit $1) as running) as cases, \
     (select due_at from timer where stage = 'armed' and kind <> $2 order by due_at, timer.id limit 1) as oldest_due, \
     (select count(*) from (select 1 from cases where stage = 'answered' limit $1) as unread) as answers, \
     (select count(*) from (select 1 from extension where stage = 'waiting' limit $1) as asked) as time_requests, \
     (select count(*) from (select 1 from appeal where stage = 'waiting' limit $1) as appealed) as appeals, \
     (select count(*) from (select 1 from cases join decision on decision.case_id = cases.id \
        where cases.stage = 'proposed' and decision.stage = 'proposed' \
        and decision.facts not like $3 and decision.facts not like $4 limit $1) as proposed) as approvals, \
     (select count(*) from (select 1 from interim where stage in ('waiting', 'with_counsel') limit $1) as imposed) \
        as measures, ";

/// What waits for the team, each counted up to a cap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// How many events there are.
    pub seq: i64,
    /// New complaints.
    pub inbox: i64,
    /// Cases that are not closed.
    pub cases: i64,
    /// Since when the oldest thing has been due.
    pub oldest_due: Option<Moment>,
    /// Cases with an answer that nobody has weighed.
    pub answers: i64,
    pub time_requests: i64,
    pub appeals: i64,
    /// Proposals that this person can approve.
    pub approvals: i64,
    /// Interim measures that nobody has confirmed.
    pub measures: i64,
    pub rounds: RoundsNow,
}

#[derive(sqlx::FromRow)]
struct CountsRow {
    seq: i64,
    inbox: i64,
    cases: i64,
    oldest_due: Option<i64>,
    answers: i64,
    time_requests: i64,
    appeals: i64,
    approvals: i64,
    measures: i64,
    #[sqlx(flatten)]
    rounds: watch::Row,
}

/// `approver`: whose approvals are counted, if anybody's.
pub async fn counts(conn: &mut Conn<'_>, cap: i64, but_not: &str, approver: Option<PersonId>) -> Stored<Counted> {
    // What is like nothing at all is no proposal: nobody asks.
    let [proposer, first] = approver.map_or_else(|| ["%".to_owned(), "%".to_owned()], deciding::had_a_part);
    let sql = format!("{COUNTS}{}", watch::COLUMNS);
    let Some(row) = conn.first::<CountsRow>(&sql, &cells![cap, but_not, proposer, first]).await? else {
        return Ok(Counted::default());
    };
    Ok(Counted {
        seq: row.seq,
        inbox: row.inbox,
        cases: row.cases,
        oldest_due: row.oldest_due.map(Moment::from_micros),
        answers: row.answers,
        time_requests: row.time_requests,
        appeals: row.appeals,
        approvals: row.approvals,
        measures: row.measures,
        rounds: row.rounds.read()?,
    })
}

/// The handles of these customers.
pub async fn handles(conn: &mut Conn<'_>, customers: &[CustomerId]) -> Stored<HashMap<CustomerId, String>> {
    let named = by_id(conn, "select id, handle from customer where id in", customers).await?;
    Ok(named.into_iter().filter_map(|(id, handle)| Some((CustomerId::parse(&id)?, handle))).collect())
}

/// The numbers of these cases.
pub async fn numbers(conn: &mut Conn<'_>, cases: &[CaseId]) -> Stored<HashMap<CaseId, String>> {
    let named = by_id(conn, "select id, number from cases where id in", cases).await?;
    Ok(named.into_iter().filter_map(|(id, number)| Some((CaseId::parse(&id)?, number))).collect())
}

async fn by_id<I: Copy>(conn: &mut Conn<'_>, select: &str, ids: &[I]) -> Stored<Vec<(String, String)>>
where
    Cell: From<I>,
{
    // One length only, so that the database prepares each statement once; a page has no more rows than that.
    const LENGTH: usize = 64;
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(LENGTH) {
        let mut cells: Vec<Cell> = chunk.iter().map(|id| Cell::from(*id)).collect();
        cells.resize(LENGTH, Cell::Text(String::new()));
        found.extend(conn.all::<(String, String)>(&format!("{select} ({})", placeholders(0, LENGTH)), &cells).await?);
    }
    Ok(found)
}

/// A leaf with its place.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LeafRow {
    pub seq: i64,
    pub kind: String,
    pub leaf: Vec<u8>,
}

impl LeafRow {
    pub(crate) fn text(&self) -> Stored<&str> {
        std::str::from_utf8(&self.leaf).map_err(|_| StoreError::Damaged(format!("event {} is no text", self.seq)))
    }
}

const TIMELINE: &str = "select seq, kind, leaf from event where case_id = $1 and seq < $2 order by seq desc limit $3";
// This kind stands in the text, so that its own small index is found.
const ADDED: &str = "select seq, kind, leaf from event where case_id = $1 and kind = 'evidence_added' \
     order by seq desc limit $2";

/// The events by which files came into a case, newest first.
pub async fn added_to(conn: &mut Conn<'_>, case: CaseId, limit: i64) -> Stored<Vec<LeafRow>> {
    conn.all(ADDED, &cells![case, limit]).await
}

/// A case, what hangs on it, the newest part of its timeline, and everybody whose name may stand there.
pub struct CaseRows {
    pub prior_cases: i64,
    pub timeline: Vec<LeafRow>,
    /// The personal values of all of it.
    pub known: HashMap<Hash, String>,
    rows: Vec<(String, i64, String)>,
}

const CASE: &str = "select version, facts from cases where number = $1";
// One statement for what would be fifteen. Each part brings the key by which its rows stand in order.
const AROUND: &str = "select kind, version, facts from ( \
       select 'customer' as kind, 0 as place, id, version, facts from customer where id = $2 \
       union all select 'clause', 0, id, version, facts from clause where id = $3 \
       union all select 'person', 0, id, version, facts from person \
       union all select 'asset', from_at, id, version, facts from asset where customer_id = $2 and to_at is null \
       union all select * from (select 'complaint', number, id, version, facts from complaint \
         where case_id = $1 order by number, id limit $4) as complaints \
       union all select 'notice', number, id, version, facts from notice where case_id = $1 \
       union all select 'answer', received_at, id, version, facts from answer where case_id = $1 \
       union all select 'extension', asked_at, id, version, facts from extension where case_id = $1 \
       union all select 'decision', number, id, version, facts from decision where case_id = $1 \
       union all select 'instruction', number, id, version, facts from instruction where case_id = $1 \
       union all select 'letter', queued_at, id, version, facts from letter where case_id = $1 \
       union all select 'interim', number, id, version, facts from interim where case_id = $1 \
       union all select 'appeal', number, id, version, facts from appeal where case_id = $1 \
       union all select 'litigation_hold', number, id, version, facts from litigation_hold where customer_id = $2 \
       union all select 'data_request', asked_at, id, version, facts from data_request where case_id = $1 \
       union all select * from (select 'mail', number, id, version, facts from mail \
         where case_id = $1 and stage = 'waiting' order by number, id limit $5) as mails \
       union all select 'prior', 0, '', count(*), '' from \
         (select 1 from cases where customer_id = $2 and id <> $1 limit 100) as prior \
     ) as around order by kind, place, id";

/// None: there is no case with this number.
pub async fn case_rows(
    conn: &mut Conn<'_>,
    number: &str,
    complaints: i64,
    mails: i64,
    before: i64,
    entries: i64,
) -> Stored<Option<CaseRows>> {
    let Some((version, facts)) = conn.first::<(i64, String)>(CASE, &cells![number]).await? else { return Ok(None) };
    // Closed: what it leads to is no personal value.
    let closed = open(Kind::Case, &facts, &HashMap::new())?;
    let case = Case::unwrap(closed).ok_or_else(|| StoreError::Damaged(format!("case {number} is something else")))?;
    let leads = cells![case.id, case.customer, case.clause, complaints, mails];
    let mut rows = conn.all::<(String, i64, String)>(AROUND, &leads).await?;
    let prior_cases = rows.iter().find(|(kind, ..)| kind == "prior").map_or(0, |(_, count, _)| *count);
    rows.push((Kind::Case.table().to_owned(), version, facts));
    let timeline = conn.all::<LeafRow>(TIMELINE, &cells![case.id, before, entries]).await?;
    let mut wanted: Vec<Hash> = rows.iter().flat_map(|(.., facts)| private::commitments_in(facts)).collect();
    for row in &timeline {
        wanted.extend(private::commitments_in(row.text()?));
    }
    let known = vault::values(conn, wanted).await?;
    Ok(Some(CaseRows { prior_cases, timeline, known, rows }))
}

impl CaseRows {
    /// All nouns of one kind, in their order.
    pub fn take<T: Thing>(&self) -> Stored<Vec<Held<T>>> {
        let mut found = Vec::new();
        for (_, version, facts) in self.rows.iter().filter(|(kind, ..)| kind == T::KIND.table()) {
            let noun = T::unwrap(open(T::KIND, facts, &self.known)?)
                .ok_or_else(|| StoreError::Damaged(format!("a row of {} is something else", T::KIND.table())))?;
            found.push(Held { noun, version: *version });
        }
        Ok(found)
    }
}
