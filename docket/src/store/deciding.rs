//! What weighing and deciding look for: measures, appeals, holds, requests about data, like cases.

use super::cells::{Cell, cells};
use super::ledger::EventRow;
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored};
use crate::appeal::Appeal;
use crate::case::Case;
use crate::data_request::DataRequest;
use crate::decision::Decision;
use crate::hold::Hold;
use crate::id::*;
use crate::interim::Interim;
use crate::notice::Notice;
use crate::policy::{Category, Severity};

// -- interim measures -----------------------------------------------------

const INTERIMS_OF: &str = "select version, facts from interim where case_id = $1 order by number, id";
const INTERIMS_ON: &str = "select version, facts from interim where asset_id = $1 order by number, id";
const INTERIM_BY_NUMBER: &str = "select version, facts from interim where number = $1";
const INTERIMS_WAITING: &str =
    "select version, facts from interim where stage in ('waiting', 'with_counsel') order by lapses_at, id limit $1";

pub async fn interims_of(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<Interim>>> {
    fetch(conn, INTERIMS_OF, &cells![case]).await
}

pub async fn interims_on(conn: &mut Conn<'_>, asset: AssetId) -> Stored<Vec<Held<Interim>>> {
    fetch(conn, INTERIMS_ON, &cells![asset]).await
}

pub async fn interim_by_number(conn: &mut Conn<'_>, number: i64) -> Stored<Option<Held<Interim>>> {
    Ok(fetch(conn, INTERIM_BY_NUMBER, &cells![number]).await?.pop())
}

/// Those that wait for a second person, the most pressing first.
pub async fn interims_waiting(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<Interim>>> {
    fetch(conn, INTERIMS_WAITING, &cells![limit]).await
}

// -- appeals --------------------------------------------------------------

const APPEALS_OF: &str = "select version, facts from appeal where case_id = $1 order by number, id";
const APPEAL_BY_NUMBER: &str = "select version, facts from appeal where number = $1";
const APPEAL_BY_RECEIPT: &str = "select version, facts from appeal where receipt = $1";
const APPEALS_WAITING: &str = "select version, facts from appeal where stage = 'waiting' order by due_at, id limit $1";
const APPEALS_DECIDED: &str =
    "select version, facts from appeal where stage = 'decided' order by due_at desc, id desc limit $1";

pub async fn appeals_of(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<Appeal>>> {
    fetch(conn, APPEALS_OF, &cells![case]).await
}

pub async fn appeal_by_number(conn: &mut Conn<'_>, number: i64) -> Stored<Option<Held<Appeal>>> {
    Ok(fetch(conn, APPEAL_BY_NUMBER, &cells![number]).await?.pop())
}

pub async fn appeal_by_receipt(conn: &mut Conn<'_>, receipt: &str) -> Stored<Option<Held<Appeal>>> {
    Ok(fetch(conn, APPEAL_BY_RECEIPT, &cells![receipt]).await?.pop())
}

/// First due first, or the newest of those that were decided.
pub async fn appeals(conn: &mut Conn<'_>, waiting: bool, limit: i64) -> Stored<Vec<Held<Appeal>>> {
    fetch(conn, if waiting { APPEALS_WAITING } else { APPEALS_DECIDED }, &cells![limit]).await
}

// -- holds ----------------------------------------------------------------

/// How a proposal looks in which this person had a part already: who proposed, and who gave the first of two approvals.
pub(super) fn had_a_part(person: PersonId) -> [String; 2] {
    [format!("%\"proposed_by\":\"{person}\"%"), format!("%\"seconded\":{{%\"by\":\"{person}\"%")]
}

const TO_APPROVE: &str = "select decision.version, decision.facts from cases join decision on decision.case_id = cases.id \
     where cases.stage = 'proposed' and decision.stage = 'proposed' \
     and decision.facts not like $1 and decision.facts not like $2 order by decision.effective_at, decision.id limit $3";

/// Proposals that this person can approve, the first effect first.
pub async fn to_approve(conn: &mut Conn<'_>, person: PersonId, limit: i64) -> Stored<Vec<Held<Decision>>> {
    let [proposer, first] = had_a_part(person);
    fetch(conn, TO_APPROVE, &cells![proposer, first, limit]).await
}

const HOLDS_OF: &str = "select version, facts from litigation_hold where customer_id = $1 order by number, id";
const HOLD_BY_NUMBER: &str = "select version, facts from litigation_hold where number = $1";
const HOLDS: &str = "select version, facts from litigation_hold order by number desc, id limit $1";

pub async fn holds_of(conn: &mut Conn<'_>, customer: CustomerId) -> Stored<Vec<Held<Hold>>> {
    fetch(conn, HOLDS_OF, &cells![customer]).await
}

pub async fn hold_by_number(conn: &mut Conn<'_>, number: i64) -> Stored<Option<Held<Hold>>> {
    Ok(fetch(conn, HOLD_BY_NUMBER, &cells![number]).await?.pop())
}

/// The register, the newest first.
pub async fn holds(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<Hold>>> {
    fetch(conn, HOLDS, &cells![limit]).await
}

// -- requests about data --------------------------------------------------

const DATA_REQUESTS_OF: &str = "select version, facts from data_request where case_id = $1 order by asked_at, id";

pub async fn data_requests_of(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<DataRequest>>> {
    fetch(conn, DATA_REQUESTS_OF, &cells![case]).await
}

// -- like cases -----------------------------------------------------------

const LIKE: &str = "select version, facts from cases where category = $1 and severity = $2 and opened_at >= $3 and opened_at < $4 \
     order by opened_at desc, id limit $5";

/// Cases of this kind and severity, opened within these instants, the newest first.
pub async fn like(
    conn: &mut Conn<'_>,
    category: Category,
    severity: Severity,
    from: i64,
    to: i64,
    limit: i64,
) -> Stored<Vec<Held<Case>>> {
    fetch(conn, LIKE, &cells![category.word(), i64::from(severity.strokes()), from, to, limit]).await
}

/// Decisions of many cases at once.
pub async fn decisions_of_cases(conn: &mut Conn<'_>, cases: &[CaseId]) -> Stored<Vec<Held<Decision>>> {
    of_cases(conn, "decision", cases).await
}

/// Notices of many cases at once.
pub async fn notices_of_cases(conn: &mut Conn<'_>, cases: &[CaseId]) -> Stored<Vec<Held<Notice>>> {
    of_cases(conn, "notice", cases).await
}

async fn of_cases<T: crate::noun::Thing>(
    conn: &mut Conn<'_>,
    table: &'static str,
    cases: &[CaseId],
) -> Stored<Vec<Held<T>>> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    // Padded, so that few statements serve all.
    let length = [8, 40, 200].into_iter().find(|length| *length >= cases.len()).unwrap_or(cases.len());
    let sql = format!(
        "select version, facts from {table} where case_id in ({}) order by case_id, number, id",
        super::placeholders(0, length)
    );
    let mut cells: Vec<Cell> = cases.iter().map(|case| Cell::from(*case)).collect();
    cells.resize(length, Cell::Text(String::new()));
    fetch(conn, &sql, &cells).await
}

const COMPLAINTS_LIKE: &str = "select count(*) from (select 1 from complaint where category = $1 and severity = $2 and stage = $3 limit $4) as counted";

/// How many complaints of this kind are at this stage, up to a cap.
pub async fn complaints_like(
    conn: &mut Conn<'_>,
    category: Category,
    severity: Severity,
    stage: &str,
    cap: i64,
) -> Stored<i64> {
    let cells = cells![category.word(), i64::from(severity.strokes()), stage, cap];
    Ok(conn.first::<(i64,)>(COMPLAINTS_LIKE, &cells).await?.map_or(0, |row| row.0))
}

// -- who signed -----------------------------------------------------------

const SIGNED: &str = "select seq, event_id, at, actor, case_id, kind, command_id, leaf, leaf_hash from event \
     where case_id = $1 and kind in ('decision_proposed', 'decision_seconded', 'decision_approved') order by seq";

/// The events by which decisions of a case were proposed and approved: the ledger remembers what a stage forgets.
pub async fn signed(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<EventRow>> {
    conn.all(SIGNED, &cells![case]).await
}
