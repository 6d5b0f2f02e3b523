//! The two lists that a team works from: the inbox and the cases. Each order is an index, so a page is as quick on the
//! last page as on the first.

use super::cells::Cell;
use super::lists::{After, fetch, fetch_some};
use super::nouns::Held;
use super::{Conn, Stored, placeholders};
use crate::case::Case;
use crate::complaint::Complaint;
use crate::time::Moment;
use crate::words::ours;

/// Conditions put together from words that stand here, with values bound beside them.
struct Where {
    sql: String,
    cells: Vec<Cell>,
}

impl Where {
    fn from(first: &str) -> Where {
        Where { sql: first.to_owned(), cells: Vec::new() }
    }

    fn also(&mut self, condition: &str, cell: impl Into<Cell>) {
        self.cells.push(cell.into());
        self.sql.push_str(&condition.replace('?', &format!("${}", self.cells.len())));
    }

    /// One of these ids. None at all: nothing is found.
    fn one_of(&mut self, column: &str, ids: &[String]) {
        if ids.is_empty() {
            self.sql.push_str(" and 1 = 0");
            return;
        }
        self.sql.push_str(&format!(" and {column} in ({})", placeholders(self.cells.len(), ids.len())));
        self.cells.extend(ids.iter().map(Cell::from));
    }

    /// Everything after the key, in this order, at most so many.
    fn page(&mut self, column: &str, newest_first: bool, after: Option<&After>, limit: i64) {
        let (sign, direction) = if newest_first { ("<", " desc") } else { (">", "") };
        if let Some(after) = after {
            self.also(&format!(" and ({column}, id) {sign} (?"), after.value);
            self.also(", ?)", &after.id);
        }
        self.also(&format!(" order by {column}{direction}, id{direction} limit ?"), limit);
    }
}

// -- the inbox --------------------------------------------------------------

/// What the inbox is asked for. Empty words mean any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InboxFilter {
    pub stage: String,
    pub category: String,
    pub channel: String,
    pub severity: i64,
    /// Only those without a customer.
    pub unmatched: bool,
    /// The id of a customer.
    pub customer: String,
    /// Only what came before.
    pub before: Option<Moment>,
    /// Only these, when a text was searched for.
    pub among: Option<Vec<String>>,
    pub order: InboxOrder,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InboxOrder {
    /// First due first: the desk's own target decides what is looked at next.
    #[default]
    Due,
    Newest,
    Oldest,
}

impl InboxOrder {
    fn column(self) -> &'static str {
        match self {
            InboxOrder::Due => "react_by",
            InboxOrder::Newest | InboxOrder::Oldest => "received_at",
        }
    }

    /// The value by which a row stands where it stands.
    pub fn key(self, complaint: &Complaint) -> Moment {
        match self {
            InboxOrder::Due => complaint.react_by(),
            InboxOrder::Newest | InboxOrder::Oldest => complaint.received_at,
        }
    }
}

fn inbox_where(columns: &str, filter: &InboxFilter) -> Where {
    let mut sql = Where::from(&format!("select {columns} from complaint where 1 = 1"));
    sql.also(" and stage = ?", &filter.stage);
    for (column, word) in
        [("category", &filter.category), ("channel", &filter.channel), ("customer_id", &filter.customer)]
    {
        if !word.is_empty() {
            sql.also(&format!(" and {column} = ?"), word);
        }
    }
    if filter.severity > 0 {
        sql.also(" and severity = ?", filter.severity);
    }
    if let Some(before) = filter.before {
        sql.also(" and received_at < ?", before);
    }
    if filter.unmatched {
        sql.sql.push_str(" and customer_id is null");
    }
    if let Some(ids) = &filter.among {
        sql.one_of("id", ids);
    }
    sql
}

/// Of the personal values only these are in a line of the inbox; fetching them all would be most of its cost.
const SHOWN: [&str; 3] = ["summary", "locations", "source"];

pub async fn inbox(
    conn: &mut Conn<'_>,
    filter: &InboxFilter,
    after: Option<&After>,
    limit: i64,
) -> Stored<Vec<Held<Complaint>>> {
    let mut sql = inbox_where("version, facts", filter);
    sql.page(filter.order.column(), filter.order == InboxOrder::Newest, after, limit);
    fetch_some(conn, &sql.sql, &sql.cells, &SHOWN).await
}

/// How many there are, up to a cap, and the first instant by which one of those wants a reaction.
pub async fn inbox_tally(conn: &mut Conn<'_>, filter: &InboxFilter, cap: i64) -> Stored<(i64, Option<Moment>)> {
    let mut sql = inbox_where("react_by", filter);
    sql.page("react_by", false, None, cap);
    tally(conn, &sql, "react_by").await
}

async fn tally(conn: &mut Conn<'_>, sql: &Where, column: &str) -> Stored<(i64, Option<Moment>)> {
    let counted = format!("select count(*), min({column}) from ({}) as counted", sql.sql);
    let row = conn.first::<(i64, Option<i64>)>(&counted, &sql.cells).await?;
    Ok(row.map_or((0, None), |(count, first)| (count, first.map(Moment::from_micros))))
}

// -- cases ------------------------------------------------------------------

/// Which of the cases. Each has an order of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseView {
    #[default]
    Open,
    Mine,
    Overdue,
    Today,
    Approval,
    AwaitingCustomer,
    /// A letter of a notice came back, and nobody has found that it reached the customer.
    Unreached,
    Snoozed,
    Closed,
    All,
}

impl CaseView {
    pub const ALL: [CaseView; 10] = [
        CaseView::Mine,
        CaseView::Open,
        CaseView::Overdue,
        CaseView::Today,
        CaseView::Approval,
        CaseView::AwaitingCustomer,
        CaseView::Unreached,
        CaseView::Snoozed,
        CaseView::Closed,
        CaseView::All,
    ];

    pub fn word(self) -> &'static str {
        match self {
            CaseView::Open => "open",
            CaseView::Mine => "mine",
            CaseView::Overdue => "overdue",
            CaseView::Today => "today",
            CaseView::Approval => "approval",
            CaseView::AwaitingCustomer => "customer",
            CaseView::Unreached => "unreached",
            CaseView::Snoozed => "snoozed",
            CaseView::Closed => "closed",
            CaseView::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<CaseView> {
        CaseView::ALL.into_iter().find(|view| view.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            CaseView::Open => ours("All open"),
            CaseView::Mine => ours("Mine"),
            CaseView::Overdue => ours("Overdue"),
            CaseView::Today => ours("Due today"),
            CaseView::Approval => ours("Waiting for approval"),
            CaseView::AwaitingCustomer => ours("Awaiting customer"),
            CaseView::Unreached => ours("Letter came back"),
            CaseView::Snoozed => ours("Put aside"),
            CaseView::Closed => ours("Closed"),
            CaseView::All => ours("All"),
        }
    }

    fn column(self) -> &'static str {
        match self {
            CaseView::Overdue | CaseView::Today | CaseView::Approval | CaseView::AwaitingCustomer => "next_due",
            CaseView::Snoozed => "snoozed_until",
            _ => "opened_at",
        }
    }

    fn newest_first(self) -> bool {
        self.column() == "opened_at"
    }

    /// The value by which a row stands where it stands.
    pub fn key(self, case: &Case) -> Moment {
        match self.column() {
            "next_due" => case.stage.next_due().unwrap_or(case.opened_at),
            "snoozed_until" => case.snooze.as_ref().map_or(case.opened_at, |snooze| snooze.until),
            _ => case.opened_at,
        }
    }
}

/// Empty words mean any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFilter {
    pub view: CaseView,
    /// Whoever looks.
    pub me: String,
    pub stage: String,
    pub category: String,
    pub severity: i64,
    /// The id of a person, or "nobody".
    pub owner: String,
    pub customer: String,
    pub tag: String,
    /// The end of the reader's own day.
    pub day_ends: Option<Moment>,
}

// The words `stage <> 'closed'` are those of the small indexes; PostgreSQL and SQLite know them again only as they stand.
const OPEN: &str = " and stage <> 'closed'";
/// What somebody put aside shows itself when the customer answered or the deadline passed.
const AWAKE: &str = " and (snoozed_until is null or stage in ('answered', 'overdue'))";

fn case_where(columns: &str, filter: &CaseFilter) -> Where {
    let mut sql = Where::from(&format!("select {columns} from cases where 1 = 1"));
    match filter.view {
        CaseView::All => {}
        CaseView::Open => sql.sql.push_str(&[OPEN, AWAKE].concat()),
        CaseView::Mine => {
            sql.also(" and owner_id = ?", &filter.me);
            sql.sql.push_str(&[OPEN, AWAKE].concat());
        }
        CaseView::Overdue => sql.sql.push_str(" and stage = 'overdue'"),
        CaseView::Today => {
            sql.also(" and next_due < ?", filter.day_ends.unwrap_or(Moment::MIN));
            sql.sql.push_str(OPEN);
        }
        CaseView::Approval => sql.sql.push_str(" and stage = 'proposed'"),
        CaseView::AwaitingCustomer => sql.sql.push_str(" and stage = 'notice_running'"),
        CaseView::Unreached => {
            sql.sql.push_str(" and id in (select case_id from notice where unreached > 0)");
            sql.sql.push_str(OPEN);
        }
        CaseView::Snoozed => sql.sql.push_str(" and snoozed_until is not null"),
        CaseView::Closed => sql.sql.push_str(" and stage = 'closed'"),
    }
    for (column, word) in [("stage", &filter.stage), ("category", &filter.category), ("customer_id", &filter.customer)]
    {
        if !word.is_empty() {
            sql.also(&format!(" and {column} = ?"), word);
        }
    }
    match filter.owner.as_str() {
        "" => {}
        "nobody" => sql.sql.push_str(" and owner_id is null"),
        person => sql.also(" and owner_id = ?", person),
    }
    if filter.severity > 0 {
        sql.also(" and severity = ?", filter.severity);
    }
    if !filter.tag.is_empty() {
        let tag = filter.tag.replace(['%', '_', '\\'], "");
        sql.also(" and tags like ?", format!("% {tag} %"));
    }
    sql
}

pub async fn cases(
    conn: &mut Conn<'_>,
    filter: &CaseFilter,
    after: Option<&After>,
    limit: i64,
) -> Stored<Vec<Held<Case>>> {
    let mut sql = case_where("version, facts", filter);
    sql.page(filter.view.column(), filter.view.newest_first(), after, limit);
    fetch(conn, &sql.sql, &sql.cells).await
}

/// How many there are, up to a cap, and the first deadline among those.
pub async fn case_tally(conn: &mut Conn<'_>, filter: &CaseFilter, cap: i64) -> Stored<(i64, Option<Moment>)> {
    let mut sql = case_where("next_due", filter);
    sql.also(" limit ?", cap);
    tally(conn, &sql, "next_due").await
}
