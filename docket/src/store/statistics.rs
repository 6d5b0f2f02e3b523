//! What the dashboard and the reports ask of the figures. Every query walks an index over its period.

use super::cells::cells;
use super::{Conn, Stored};

/// One cell of the tally of complaints.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tallied {
    pub quarter: i64,
    pub what: String,
    pub category: String,
    pub channel: String,
    pub many: i64,
}

const TALLIES: &str = "select quarter, what, category, channel, many from complaint_tally \
     where quarter >= $1 and quarter < $2 order by quarter, what, category, channel";

pub async fn tallies(conn: &mut Conn<'_>, from: i64, to: i64) -> Stored<Vec<Tallied>> {
    conn.all(TALLIES, &cells![from, to]).await
}

const STAGES: &str = "select stage, count(*) from cases group by stage order by stage";

/// How many cases stand at each stage.
pub async fn stages(conn: &mut Conn<'_>) -> Stored<Vec<(String, i64)>> {
    conn.all(STAGES, &[]).await
}

/// Something promised to a customer that is still ahead.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Ahead {
    pub due_at: i64,
    pub kind: String,
    pub case_number: String,
    pub customer: String,
}

const AHEAD: &str = "select timer.due_at, timer.kind, cases.number as case_number, customer.handle as customer \
     from timer join cases on cases.id = timer.case_id join customer on customer.id = cases.customer_id \
     where timer.stage = 'armed' and timer.due_at >= $1 and timer.due_at < $2 and timer.kind in ('deadline', 'effect') \
     order by timer.due_at, timer.id limit $3";

pub async fn ahead(conn: &mut Conn<'_>, from: i64, to: i64, limit: i64) -> Stored<Vec<Ahead>> {
    conn.all(AHEAD, &cells![from, to, limit]).await
}

const WAITED: &str = "select first_notice_at - first_complaint_at from case_figure \
     where first_notice_at >= $1 and first_notice_at < $2 and first_complaint_at is not null \
     order by first_notice_at, case_id limit $3";

/// From the first complaint of a case to its first notice, in microseconds.
pub async fn waited(conn: &mut Conn<'_>, from: i64, to: i64, limit: i64) -> Stored<Vec<i64>> {
    Ok(conn.all::<(i64,)>(WAITED, &cells![from, to, limit]).await?.into_iter().map(|row| row.0).collect())
}

/// A notice as far as time goes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NoticeRow {
    pub notice_id: String,
    pub case_number: String,
    pub customer_id: String,
    pub number: i64,
    pub sent_at: i64,
    pub due_at: i64,
    pub first_answer_at: Option<i64>,
    pub withdrawn_at: Option<i64>,
}

const NOTICES: &str = "select notice_id, case_figure.number as case_number, customer_id, notice_figure.number, sent_at, due_at, \
     notice_figure.first_answer_at, withdrawn_at from notice_figure join case_figure on case_figure.case_id = notice_figure.case_id";

pub async fn notices_sent(conn: &mut Conn<'_>, from: i64, to: i64, limit: i64) -> Stored<Vec<NoticeRow>> {
    let sql = format!("{NOTICES} where sent_at >= $1 and sent_at < $2 order by sent_at, notice_id limit $3");
    conn.all(&sql, &cells![from, to, limit]).await
}

pub async fn notices_due(conn: &mut Conn<'_>, from: i64, to: i64, limit: i64) -> Stored<Vec<NoticeRow>> {
    let sql = format!("{NOTICES} where due_at >= $1 and due_at < $2 order by due_at, notice_id limit $3");
    conn.all(&sql, &cells![from, to, limit]).await
}

/// A decision with the ground that its case rests on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionRow {
    pub decision_id: String,
    pub case_number: String,
    pub customer_id: String,
    pub clause_id: String,
    pub category: String,
    pub number: i64,
    pub outcome: String,
    pub due_at: i64,
    pub automated: i64,
    pub in_force_at: Option<i64>,
    pub lifted_at: Option<i64>,
}

const DECISIONS: &str = "select decision_id, case_figure.number as case_number, customer_id, clause_id, category, \
     decision_figure.number, decision_figure.outcome, due_at, automated, in_force_at, lifted_at \
     from decision_figure join case_figure on case_figure.case_id = decision_figure.case_id";

pub async fn decisions_in_force(conn: &mut Conn<'_>, from: i64, to: i64, limit: i64) -> Stored<Vec<DecisionRow>> {
    let sql =
        format!("{DECISIONS} where in_force_at >= $1 and in_force_at < $2 order by in_force_at, decision_id limit $3");
    conn.all(&sql, &cells![from, to, limit]).await
}

pub async fn decisions_due(conn: &mut Conn<'_>, from: i64, to: i64, limit: i64) -> Stored<Vec<DecisionRow>> {
    let sql = format!("{DECISIONS} where due_at >= $1 and due_at < $2 order by due_at, decision_id limit $3");
    conn.all(&sql, &cells![from, to, limit]).await
}

/// A case as the treatment report compares it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseRow {
    pub case_id: String,
    pub number: String,
    pub customer_id: String,
    pub clause_id: String,
    pub category: String,
    pub severity: i64,
    pub opened_at: i64,
    pub complaints: i64,
    pub first_complaint_at: Option<i64>,
    pub first_notice_at: Option<i64>,
    pub given: Option<i64>,
    pub first_answer_at: Option<i64>,
    pub outcome: Option<String>,
    pub decided_at: Option<i64>,
    pub closed_at: Option<i64>,
}

const CASES: &str = "select case_id, number, customer_id, clause_id, category, severity, opened_at, complaints, \
     first_complaint_at, first_notice_at, given, first_answer_at, outcome, decided_at, closed_at from case_figure \
     where opened_at >= $1 and opened_at < $2 and ($3 = '' or category = $3) and (opened_at, case_id) > ($4, $5) \
     order by opened_at, case_id limit $6";

/// Cases opened in the period, a page at a time after a key.
pub async fn cases_opened(
    conn: &mut Conn<'_>,
    (from, to): (i64, i64),
    category: &str,
    after: (i64, &str),
    limit: i64,
) -> Stored<Vec<CaseRow>> {
    conn.all(CASES, &cells![from, to, category, after.0, after.1, limit]).await
}

/// A complaint for which no case was opened.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LeftRow {
    pub id: String,
    pub number: i64,
    pub customer_id: Option<String>,
    pub category: String,
    pub severity: i64,
    pub received_at: i64,
    pub stage: String,
}

const LEFT: &str = "select id, number, customer_id, category, severity, received_at, stage from complaint \
     where received_at >= $1 and received_at < $2 and case_id is null and ($3 = '' or category = $3) \
     and (received_at, id) > ($4, $5) order by received_at, id limit $6";

/// Complaints of the period that are in no case, a page at a time after a key.
pub async fn complaints_left(
    conn: &mut Conn<'_>,
    (from, to): (i64, i64),
    category: &str,
    after: (i64, &str),
    limit: i64,
) -> Stored<Vec<LeftRow>> {
    conn.all(LEFT, &cells![from, to, category, after.0, after.1, limit]).await
}

const HANDLES: &str = "select id, handle from customer where id > $1 order by id limit 1000";

/// Every customer's short name, a thousand at a time.
pub async fn handles(conn: &mut Conn<'_>, after: &str) -> Stored<Vec<(String, String)>> {
    conn.all(HANDLES, &cells![after]).await
}
