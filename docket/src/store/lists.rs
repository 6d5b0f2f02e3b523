//! What pages and rounds look for. Lists page by key, never by offset, and every order ends in the id.

use super::cells::{Cell, cells};
pub use super::lists_customers::*;
pub use super::lists_extensions::*;
use super::nouns::{Held, open_all, open_some};
use super::{Conn, StoreError, Stored};
use crate::id::*;
use crate::noun::{Kind, Noun, Thing};
use crate::time::Moment;

pub use super::queues::{InboxFilter, inbox};

/// The key after which the next page begins: the sort value, then the id.
#[derive(Clone, Debug, PartialEq)]
pub struct After {
    pub value: i64,
    pub id: String,
}

pub(super) async fn fetch<T: Thing>(conn: &mut Conn<'_>, sql: &str, cells: &[Cell]) -> Stored<Vec<Held<T>>> {
    let rows = conn.all::<(i64, String)>(sql, cells).await?;
    typed(open_all(conn, T::KIND, rows).await?)
}

/// With as much of the personal values as these fields hold: a long list shows little of each.
pub(super) async fn fetch_some<T: Thing>(
    conn: &mut Conn<'_>,
    sql: &str,
    cells: &[Cell],
    fields: &[&str],
) -> Stored<Vec<Held<T>>> {
    let rows = conn.all::<(i64, String)>(sql, cells).await?;
    typed(open_some(conn, T::KIND, rows, fields).await?)
}

fn typed<T: Thing>(found: Vec<Held<Noun>>) -> Stored<Vec<Held<T>>> {
    found
        .into_iter()
        .map(|held| {
            let version = held.version;
            T::unwrap(held.noun)
                .map(|noun| Held { noun, version })
                .ok_or_else(|| StoreError::Damaged(format!("a row of {} is something else", T::KIND.table())))
        })
        .collect()
}

pub(crate) async fn one<T: Thing>(conn: &mut Conn<'_>, id: &str) -> Stored<Option<Held<T>>> {
    let key = crate::noun::Key { kind: T::KIND, id: id.to_owned() };
    Ok(super::nouns::get(conn, &key)
        .await?
        .and_then(|held| T::unwrap(held.noun).map(|noun| Held { noun, version: held.version })))
}

// -- people ---------------------------------------------------------------

pub async fn people(conn: &mut Conn<'_>) -> Stored<Vec<Held<crate::people::Person>>> {
    fetch(conn, "select version, facts from person order by id", &[]).await
}

pub async fn tokens(conn: &mut Conn<'_>) -> Stored<Vec<Held<crate::people::Token>>> {
    fetch(conn, "select version, facts from token order by id", &[]).await
}

pub async fn token_by_hash(conn: &mut Conn<'_>, hash: &str) -> Stored<Option<Held<crate::people::Token>>> {
    Ok(fetch(conn, "select version, facts from token where hash = $1", &cells![hash]).await?.pop())
}

// -- policy ---------------------------------------------------------------

pub async fn clauses(conn: &mut Conn<'_>) -> Stored<Vec<Held<crate::policy::Clause>>> {
    fetch(conn, "select version, facts from clause order by code, edition, id", &[]).await
}

/// Every edition of one clause, oldest first.
pub async fn editions(conn: &mut Conn<'_>, code: &str) -> Stored<Vec<Held<crate::policy::Clause>>> {
    const EDITIONS: &str = "select version, facts from clause where code = $1 order by edition, id";
    let mut found: Vec<Held<crate::policy::Clause>> = fetch(conn, EDITIONS, &cells![code]).await?;
    // Ten editions of one day sort otherwise by their names than by their times.
    found.sort_by_key(|held| (held.noun.published_at, held.noun.id.to_string()));
    Ok(found)
}

// -- customers ------------------------------------------------------------

const CUSTOMERS: &str = "select version, facts from customer where handle > $1 order by handle, id limit $2";
const CUSTOMER_BY_HANDLE: &str = "select version, facts from customer where handle = $1";
const CUSTOMER_BY_ACCOUNT: &str = "select version, facts from customer where account = $1 order by id";
const ASSETS_OF: &str = "select version, facts from asset where customer_id = $1 order by from_at, lookup, id";

pub async fn customers(
    conn: &mut Conn<'_>,
    after_handle: &str,
    limit: i64,
) -> Stored<Vec<Held<crate::customer::Customer>>> {
    fetch(conn, CUSTOMERS, &cells![after_handle, limit]).await
}

pub async fn customer_by_handle(conn: &mut Conn<'_>, handle: &str) -> Stored<Option<Held<crate::customer::Customer>>> {
    Ok(fetch(conn, CUSTOMER_BY_HANDLE, &cells![handle]).await?.pop())
}

pub async fn customer_by_account(
    conn: &mut Conn<'_>,
    account: &str,
) -> Stored<Option<Held<crate::customer::Customer>>> {
    Ok(fetch(conn, CUSTOMER_BY_ACCOUNT, &cells![account]).await?.pop())
}

pub async fn assets_of(conn: &mut Conn<'_>, customer: CustomerId) -> Stored<Vec<Held<crate::customer::Asset>>> {
    fetch(conn, ASSETS_OF, &cells![customer]).await
}

/// Assets under exactly this key whose time overlaps: two holders at once would make every match a guess.
pub async fn overlapping(
    conn: &mut Conn<'_>,
    key: &str,
    from: Moment,
    to: Option<Moment>,
) -> Stored<Vec<Held<crate::customer::Asset>>> {
    const OVERLAPPING: &str = "select version, facts from asset where lookup = $1 and from_at < $3 and (to_at is null or to_at > $2) order by from_at, id";
    fetch(conn, OVERLAPPING, &cells![key, from, to.map_or(i64::MAX, |to| to.micros())]).await
}

// -- complaints -----------------------------------------------------------

const COMPLAINT_BY_NUMBER: &str = "select version, facts from complaint where number = $1";
const COMPLAINTS_OF_CASE: &str =
    "select version, facts from complaint where case_id = $1 and number > $2 order by number, id limit $3";
const COMPLAINTS_OF_CUSTOMER: &str =
    "select version, facts from complaint where customer_id = $1 and number < $2 order by number desc, id limit $3";

pub async fn complaint_by_number(
    conn: &mut Conn<'_>,
    number: i64,
) -> Stored<Option<Held<crate::complaint::Complaint>>> {
    Ok(fetch(conn, COMPLAINT_BY_NUMBER, &cells![number]).await?.pop())
}

pub async fn complaints_of_case(
    conn: &mut Conn<'_>,
    case: CaseId,
    after: i64,
    limit: i64,
) -> Stored<Vec<Held<crate::complaint::Complaint>>> {
    fetch(conn, COMPLAINTS_OF_CASE, &cells![case, after, limit]).await
}

pub async fn complaints_of_customer(
    conn: &mut Conn<'_>,
    customer: CustomerId,
    before: i64,
    limit: i64,
) -> Stored<Vec<Held<crate::complaint::Complaint>>> {
    fetch(conn, COMPLAINTS_OF_CUSTOMER, &cells![customer, before, limit]).await
}

/// How many are there, up to a cap: a page never counts a whole table.
pub async fn inbox_count(conn: &mut Conn<'_>, stage: &str, cap: i64) -> Stored<i64> {
    const COUNT: &str = "select count(*) from (select 1 from complaint where stage = $1 limit $2) as counted";
    Ok(conn.first::<(i64,)>(COUNT, &cells![stage, cap]).await?.map_or(0, |row| row.0))
}

// -- cases ----------------------------------------------------------------

const CASE_BY_NUMBER: &str = "select version, facts from cases where number = $1";
const CASES_OF_CUSTOMER: &str =
    "select version, facts from cases where customer_id = $1 order by opened_at desc, id limit 100";
const OPEN_CASES_OF_CUSTOMER: &str = "select version, facts from cases where customer_id = $1 and stage <> 'closed' order by opened_at desc, id limit 20";

pub async fn case_by_number(conn: &mut Conn<'_>, number: &str) -> Stored<Option<Held<crate::case::Case>>> {
    Ok(fetch(conn, CASE_BY_NUMBER, &cells![number]).await?.pop())
}

pub async fn cases_of_customer(conn: &mut Conn<'_>, customer: CustomerId) -> Stored<Vec<Held<crate::case::Case>>> {
    fetch(conn, CASES_OF_CUSTOMER, &cells![customer]).await
}

pub async fn open_cases_of_customer(conn: &mut Conn<'_>, customer: CustomerId) -> Stored<Vec<Held<crate::case::Case>>> {
    fetch(conn, OPEN_CASES_OF_CUSTOMER, &cells![customer]).await
}

/// Newest first; a stage or an owner narrows it.
pub async fn cases(
    conn: &mut Conn<'_>,
    stage: &str,
    owner: &str,
    before: Option<&After>,
    limit: i64,
) -> Stored<Vec<Held<crate::case::Case>>> {
    let mut sql = String::from("select version, facts from cases where 1 = 1");
    let mut cells: Vec<Cell> = Vec::new();
    let mut also = |condition: &str, cell: Cell| {
        cells.push(cell);
        sql.push_str(&condition.replace('?', &format!("${}", cells.len())));
    };
    if !stage.is_empty() {
        also(" and stage = ?", Cell::from(stage));
    }
    if !owner.is_empty() {
        also(" and owner_id = ?", Cell::from(owner));
    }
    if let Some(before) = before {
        also(" and (opened_at, id) < (?", Cell::from(before.value));
        also(", ?)", Cell::from(&before.id));
    }
    cells.push(Cell::from(limit));
    sql.push_str(&format!(" order by opened_at desc, id desc limit ${}", cells.len()));
    fetch(conn, &sql, &cells).await
}

pub async fn open_case_count(conn: &mut Conn<'_>, cap: i64) -> Stored<i64> {
    const COUNT: &str = "select count(*) from (select 1 from cases where stage <> 'closed' limit $1) as counted";
    Ok(conn.first::<(i64,)>(COUNT, &cells![cap]).await?.map_or(0, |row| row.0))
}

// -- what belongs to a case -----------------------------------------------

const NOTICES_OF: &str = "select version, facts from notice where case_id = $1 order by number, id";
const NOTICE_BY_CODE: &str = "select version, facts from notice where code = $1";
const ANSWERS_OF_NOTICE: &str = "select version, facts from answer where notice_id = $1 order by received_at, id";
const ANSWERS_OF_CASE: &str = "select version, facts from answer where case_id = $1 order by received_at, id";
const ANSWER_BY_RECEIPT: &str = "select version, facts from answer where receipt = $1";
const LINKS_OF: &str = "select version, facts from link where notice_id = $1 order by id";
const DECISIONS_OF: &str = "select version, facts from decision where case_id = $1 order by number, id";
const LETTERS_OF: &str = "select version, facts from letter where case_id = $1 order by queued_at, id";
const INSTRUCTIONS_OF: &str = "select version, facts from instruction where case_id = $1 order by number, id";

pub async fn notices_of(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<crate::notice::Notice>>> {
    fetch(conn, NOTICES_OF, &cells![case]).await
}

pub async fn notice_by_code(conn: &mut Conn<'_>, code: &str) -> Stored<Option<Held<crate::notice::Notice>>> {
    Ok(fetch(conn, NOTICE_BY_CODE, &cells![code]).await?.pop())
}

pub async fn answers_of_notice(conn: &mut Conn<'_>, notice: NoticeId) -> Stored<Vec<Held<crate::notice::Answer>>> {
    fetch(conn, ANSWERS_OF_NOTICE, &cells![notice]).await
}

pub async fn answers_of_case(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<crate::notice::Answer>>> {
    fetch(conn, ANSWERS_OF_CASE, &cells![case]).await
}

pub async fn answer_by_receipt(conn: &mut Conn<'_>, receipt: &str) -> Stored<Option<Held<crate::notice::Answer>>> {
    Ok(fetch(conn, ANSWER_BY_RECEIPT, &cells![receipt]).await?.pop())
}

pub async fn links_of(conn: &mut Conn<'_>, notice: NoticeId) -> Stored<Vec<Held<crate::notice::Link>>> {
    fetch(conn, LINKS_OF, &cells![notice]).await
}

pub async fn decisions_of(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<crate::decision::Decision>>> {
    fetch(conn, DECISIONS_OF, &cells![case]).await
}

/// The register: by effective instant, newest first.
pub async fn decisions(
    conn: &mut Conn<'_>,
    stage: &str,
    before: Option<&After>,
    limit: i64,
) -> Stored<Vec<Held<crate::decision::Decision>>> {
    const DECISIONS: &str = "select version, facts from decision \
         where ($1 = '' or stage = $1) and (effective_at, id) < ($2, $3) order by effective_at desc, id desc limit $4";
    let (value, id) = before.map_or((i64::MAX, "~"), |after| (after.value, after.id.as_str()));
    fetch(conn, DECISIONS, &cells![stage, value, id, limit]).await
}

const STANDING_OF_CUSTOMER: &str = "select version, facts from decision where customer_id = $1 and stage in ('in_force', 'stayed') order by effective_at, id";

/// Decisions about a customer that stand, over all cases.
pub async fn standing_of_customer(
    conn: &mut Conn<'_>,
    customer: CustomerId,
) -> Stored<Vec<Held<crate::decision::Decision>>> {
    fetch(conn, STANDING_OF_CUSTOMER, &cells![customer]).await
}

pub async fn letters_of(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<crate::letter::Letter>>> {
    fetch(conn, LETTERS_OF, &cells![case]).await
}

const INSTRUCTION_BY_NUMBER: &str = "select version, facts from instruction where number = $1";

pub async fn instruction_by_number(
    conn: &mut Conn<'_>,
    number: i64,
) -> Stored<Option<Held<crate::instruction::Instruction>>> {
    Ok(fetch(conn, INSTRUCTION_BY_NUMBER, &cells![number]).await?.pop())
}

pub async fn instructions_of(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<crate::instruction::Instruction>>> {
    fetch(conn, INSTRUCTIONS_OF, &cells![case]).await
}

const PASSINGS_OF: &str =
    "select version, facts from passing where customer_id = $1 order by planned_at desc, id desc limit $2";

pub async fn passings_of(
    conn: &mut Conn<'_>,
    customer: CustomerId,
    limit: i64,
) -> Stored<Vec<Held<crate::passing::Passing>>> {
    fetch(conn, PASSINGS_OF, &cells![customer, limit]).await
}

// -- what is due ----------------------------------------------------------

const QUEUED: &str =
    "select version, facts from letter where stage in ('queued', 'unknown') order by queued_at, id limit $1";
const OLDEST_DUE: &str = "select due_at from timer where stage = 'armed' and kind <> $1 order by due_at, id limit 1";

pub async fn oldest_due(conn: &mut Conn<'_>, but_not: &str) -> Stored<Option<Moment>> {
    Ok(conn.first::<(i64,)>(OLDEST_DUE, &cells![but_not]).await?.map(|row| Moment::from_micros(row.0)))
}

pub async fn queued_letters(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<crate::letter::Letter>>> {
    fetch(conn, QUEUED, &cells![limit]).await
}

// -- verify ---------------------------------------------------------------

/// A table's rows as they are, a thousand at a time: id, version, facts and the searchable columns as text.
pub async fn raw_rows(conn: &mut Conn<'_>, kind: Kind, after_id: &str) -> Stored<Vec<RawRow>> {
    let shown: Vec<String> = super::nouns::columns(kind)
        .iter()
        .map(|column| format!("coalesce(cast({} as text), '-')", column.name()))
        .collect();
    let sql = format!(
        "select id, version, facts, {} as shown from {} where id > $1 order by id limit 1000",
        shown.join(" || '|' || "),
        kind.table()
    );
    conn.all(&sql, &cells![after_id]).await
}

/// The same text for a noun that was rebuilt from the events.
pub fn shown(noun: &Noun) -> String {
    let texts: Vec<String> = super::nouns::cells_of(noun)
        .into_iter()
        .map(|cell| match cell {
            Cell::Int(value) | Cell::MaybeInt(Some(value)) => value.to_string(),
            Cell::Text(text) | Cell::MaybeText(Some(text)) => text,
            _ => "-".into(),
        })
        .collect();
    texts.join("|")
}

#[derive(Debug, sqlx::FromRow)]
pub struct RawRow {
    pub id: String,
    pub version: i64,
    pub facts: String,
    pub shown: String,
}
