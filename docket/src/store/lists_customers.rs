//! What is looked for among customers, what they hold, and what was decided about them.

use super::cells::{Cell, cells};
use super::lists::{fetch, fetch_some};
use super::nouns::Held;
use super::{Conn, Stored, placeholders};
use crate::complaint::Complaint;
use crate::complaint::reporter_link::ReporterLink;
use crate::customer::{Asset, Customer};
use crate::decision::Decision;
use crate::id::{AssetId, CaseId, CustomerId};
use crate::policy::Category;
use crate::time::Moment;

/// Few lengths, so that few statements serve all: 33 keys for IPv4, 129 for IPv6, a handful for names.
const LENGTHS: [usize; 3] = [8, 40, 160];

/// Padded up to one of the lengths with a key that nothing has.
fn padded(mut cells: Vec<Cell>, before: usize, count: usize) -> (Vec<Cell>, usize) {
    let length = LENGTHS.into_iter().find(|length| *length >= count).unwrap_or(count);
    cells.resize(before + length, Cell::Text(String::new()));
    (cells, length)
}

/// Who held any of these keys at that instant.
pub async fn holders(conn: &mut Conn<'_>, keys: &[String], at: Moment) -> Stored<Vec<Held<Asset>>> {
    holders_between(conn, keys, at, at).await
}

/// Who held any of these keys at some instant from the first to the last.
pub async fn holders_between(
    conn: &mut Conn<'_>,
    keys: &[String],
    first: Moment,
    last: Moment,
) -> Stored<Vec<Held<Asset>>> {
    let mut found = Vec::new();
    for chunk in keys.chunks(LENGTHS[2]) {
        let mut cells = Vec::from(cells![first, last]);
        cells.extend(chunk.iter().map(Cell::from));
        let (cells, length) = padded(cells, 2, chunk.len());
        let sql = format!(
            "select version, facts from asset where from_at <= $2 and (to_at is null or to_at > $1) and lookup in ({}) order by from_at, id",
            placeholders(2, length)
        );
        found.extend(fetch(conn, &sql, &cells).await?);
    }
    Ok(found)
}

/// Every assignment under any of these keys, whenever it was.
pub async fn ever_under(conn: &mut Conn<'_>, keys: &[String]) -> Stored<Vec<Held<Asset>>> {
    let mut found = Vec::new();
    for chunk in keys.chunks(LENGTHS[2]) {
        let (cells, length) = padded(chunk.iter().map(Cell::from).collect(), 0, chunk.len());
        let sql = format!(
            "select version, facts from asset where lookup in ({}) order by from_at, id",
            placeholders(0, length)
        );
        found.extend(fetch(conn, &sql, &cells).await?);
    }
    Ok(found)
}

/// The customers with these handles.
pub async fn customers_called(conn: &mut Conn<'_>, handles: &[String]) -> Stored<Vec<Held<Customer>>> {
    let mut found = Vec::new();
    for chunk in handles.chunks(LENGTHS[2]) {
        let (cells, length) = padded(chunk.iter().map(Cell::from).collect(), 0, chunk.len());
        let sql =
            format!("select version, facts from customer where handle in ({}) order by id", placeholders(0, length));
        found.extend(fetch(conn, &sql, &cells).await?);
    }
    Ok(found)
}

/// These customers, for their handles alone: their personal values are not fetched.
pub async fn handles_of(conn: &mut Conn<'_>, ids: &[String]) -> Stored<Vec<Customer>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(LENGTHS[2]) {
        let (cells, length) = padded(chunk.iter().map(Cell::from).collect(), 0, chunk.len());
        let sql = format!("select version, facts from customer where id in ({}) order by id", placeholders(0, length));
        found.extend(fetch_some(conn, &sql, &cells, &[]).await?.into_iter().map(|held: Held<Customer>| held.noun));
    }
    Ok(found)
}

/// The first report of each of these, by the key that two copies share.
pub async fn complaints_by_dedupe(conn: &mut Conn<'_>, keys: &[String]) -> Stored<Vec<Held<Complaint>>> {
    let mut found = Vec::new();
    for chunk in keys.chunks(LENGTHS[2]) {
        let (cells, length) = padded(chunk.iter().map(Cell::from).collect(), 0, chunk.len());
        let sql = format!(
            "select version, facts from complaint where dedupe in ({}) order by number, id",
            placeholders(0, length)
        );
        found.extend(fetch(conn, &sql, &cells).await?);
    }
    Ok(found)
}

/// These customers, by handle, behind that one.
pub async fn customers_among(conn: &mut Conn<'_>, ids: &[String], after_handle: &str) -> Stored<Vec<Held<Customer>>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(LENGTHS[2]) {
        let mut cells = vec![Cell::from(after_handle)];
        cells.extend(chunk.iter().map(Cell::from));
        let (cells, length) = padded(cells, 1, chunk.len());
        let sql = format!(
            "select version, facts from customer where handle > $1 and id in ({}) order by handle",
            placeholders(1, length)
        );
        found.extend(fetch(conn, &sql, &cells).await?);
    }
    found.sort_by(|one: &Held<Customer>, other| one.noun.handle.cmp(&other.noun.handle));
    Ok(found)
}

const DECISIONS_OF_CUSTOMER: &str =
    "select version, facts from decision where customer_id = $1 order by effective_at desc, id desc limit 500";

pub async fn decisions_of_customer(conn: &mut Conn<'_>, customer: CustomerId) -> Stored<Vec<Held<Decision>>> {
    fetch(conn, DECISIONS_OF_CUSTOMER, &cells![customer]).await
}

const COMPLAINTS_BY_WEEK: &str = "select (received_at - $2) / $3 as week, count(*) as many from complaint \
     where customer_id = $1 and received_at >= $2 group by 1 order by 1";

/// How many complaints came in each stretch of time since an instant: the number of the stretch and the count.
pub async fn complaints_by(
    conn: &mut Conn<'_>,
    customer: CustomerId,
    since: Moment,
    micros: i64,
) -> Stored<Vec<(i64, i64)>> {
    conn.all(COMPLAINTS_BY_WEEK, &cells![customer, since, micros]).await
}

const UNMATCHED: &str = "select version, facts from complaint \
     where stage = 'new' and customer_id is null and (react_by, id) > ($1, $2) order by react_by, id limit $3";

/// New complaints of which nobody knows yet whose they are, first due first.
pub async fn unmatched(
    conn: &mut Conn<'_>,
    after: Option<&super::lists::After>,
    limit: i64,
) -> Stored<Vec<Held<Complaint>>> {
    let (value, id) = after.map_or((i64::MIN, ""), |after| (after.value, after.id.as_str()));
    fetch(conn, UNMATCHED, &cells![value, id, limit]).await
}

pub async fn unmatched_count(conn: &mut Conn<'_>, cap: i64) -> Stored<i64> {
    const COUNT: &str = "select count(*) from (select 1 from complaint where stage = 'new' and customer_id is null limit $1) as counted";
    Ok(conn.first::<(i64,)>(COUNT, &cells![cap]).await?.map_or(0, |row| row.0))
}

const NEWEST_OF_CASE: &str =
    "select version, facts from complaint where case_id = $1 order by number desc, id limit $2";

pub async fn newest_of_case(conn: &mut Conn<'_>, case: CaseId, limit: i64) -> Stored<Vec<Held<Complaint>>> {
    fetch(conn, NEWEST_OF_CASE, &cells![case, limit]).await
}

// Of the open cases, so many; of the complaints of each, the newest. A complaint's facts are canonical, so whose it is
// stands there in one spelling only, and nothing has to be read out of them. Compared by itself, what is like
// something would have SQLite plan this anew each time.
const TO_JOIN: &str = "select id, opened_at, \
       (select received_at from complaint where case_id = open.id order by number desc, id limit 1) as newest, \
       (select count(*) from (select facts from complaint where case_id = open.id order by number desc, id limit $4) \
         as looked_at where case when facts like $3 then 1 else 0 end = 1) as same \
     from (select id, opened_at, category from cases where customer_id = $1 and stage <> 'closed' \
         order by opened_at desc, id limit 20) as open \
     where category = $2 order by opened_at desc, id";

/// An open case of a customer, as one looks at it for whether a complaint about an asset may join it.
pub(crate) struct ToJoin {
    pub id: CaseId,
    /// When it was opened or got its newest complaint.
    pub last: Moment,
    /// One of its newest complaints is about the asset.
    pub same: bool,
}

/// The newest open cases of a customer in a category; of each so many of its newest complaints are looked at.
pub(crate) async fn to_join(
    conn: &mut Conn<'_>,
    customer: CustomerId,
    category: Category,
    asset: AssetId,
    looked_at: i64,
) -> Stored<Vec<ToJoin>> {
    let about = format!("%\"asset\":\"{asset}\"%");
    let cells = cells![customer, category.word(), about, looked_at];
    let rows = conn.all::<(String, i64, Option<i64>, i64)>(TO_JOIN, &cells).await?;
    let read = |(id, opened, newest, same): (String, i64, Option<i64>, i64)| {
        let last = Moment::from_micros(newest.unwrap_or(opened).max(opened));
        Some(ToJoin { id: CaseId::parse(&id)?, last, same: same > 0 })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

const LINKS_OF_COMPLAINT: &str = "select version, facts from reporter_link where complaint_id = $1 order by id";

pub async fn links_of_complaint(
    conn: &mut Conn<'_>,
    complaint: crate::id::ComplaintId,
) -> Stored<Vec<Held<ReporterLink>>> {
    fetch(conn, LINKS_OF_COMPLAINT, &cells![complaint]).await
}

const TO_BE_TOLD: &str = "select l.version, l.facts from reporter_link l join complaint c on c.id = l.complaint_id \
     left join cases k on k.id = c.case_id where l.stage = 'waiting' \
     and (c.stage in ('rejected', 'passed_on') or k.stage in ('in_force', 'closed')) and (l.made_at, l.id) > ($1, $2) \
     order by l.made_at, l.id limit $3";

/// Reporters whose complaint came to an end and who were not told.
pub async fn to_be_told(conn: &mut Conn<'_>, after: (i64, &str), limit: i64) -> Stored<Vec<Held<ReporterLink>>> {
    fetch(conn, TO_BE_TOLD, &cells![after.0, after.1, limit]).await
}

const EVENT_BY_ID: &str =
    "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event where event_id in";

/// Events by their ids, newest first.
pub async fn events_called(conn: &mut Conn<'_>, ids: &[crate::id::EventId]) -> Stored<Vec<super::ledger::EventRow>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(LENGTHS[2]) {
        let (cells, length) = padded(chunk.iter().map(|id| Cell::from(*id)).collect(), 0, chunk.len());
        let sql = format!("{EVENT_BY_ID} ({}) order by seq desc", placeholders(0, length));
        found.extend(conn.all(&sql, &cells).await?);
    }
    found.sort_by_key(|row: &super::ledger::EventRow| std::cmp::Reverse(row.seq));
    Ok(found)
}
