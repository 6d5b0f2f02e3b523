//! Like cases, read for the decision form and for the treatment report.

use super::{Desk, Done};
use crate::case::Case;
use crate::id::{CaseId, ClauseId};
use crate::policy::{Clause, Severity};
use crate::precedent::{Like, Precedents, fate, hours_given};
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, deciding, lists};
use crate::time::Moment;
use std::collections::HashMap;

/// So many like cases are read; nobody compares with more.
const MOST: i64 = 200;
/// Complaints are counted up to here.
const MOST_COUNTED: i64 = 1000;

impl Desk {
    /// Like cases of a case, without itself.
    pub async fn precedents(&self, case: CaseId) -> Done<Precedents> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let case: Case = lists::one(&mut conn, &case.to_string()).await?.ok_or(Refusal::NotFound("case"))?.noun;
        let clause: Clause =
            lists::one(&mut conn, &case.clause.to_string()).await?.ok_or(Refusal::NotFound("clause"))?.noun;
        Ok(precedents(&mut conn, &case, &clause).await?)
    }

    /// How cases of a clause and a severity were treated that were opened within a period, the newest first.
    pub async fn treatment(
        &self,
        clause: ClauseId,
        severity: Severity,
        from: Moment,
        to: Moment,
        limit: i64,
    ) -> Done<Precedents> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let clause: Clause = lists::one(&mut conn, &clause.to_string()).await?.ok_or(Refusal::NotFound("clause"))?.noun;
        Ok(treated(&mut conn, &clause, severity, (from, to), limit, None).await?)
    }
}

pub(super) async fn precedents(conn: &mut Conn<'_>, case: &Case, clause: &Clause) -> Stored<Precedents> {
    let always = (Moment::from_micros(i64::MIN), Moment::from_micros(i64::MAX));
    treated(conn, clause, case.severity, always, MOST, Some(case.id)).await
}

async fn treated(
    conn: &mut Conn<'_>,
    clause: &Clause,
    severity: Severity,
    (from, to): (Moment, Moment),
    limit: i64,
    but: Option<CaseId>,
) -> Stored<Precedents> {
    // Another edition of a clause is the same clause: what changed in its words does not make cases unlike.
    let same: Vec<ClauseId> = lists::clauses(conn)
        .await?
        .into_iter()
        .filter(|held| held.noun.code == clause.code)
        .map(|held| held.noun.id)
        .collect();
    let cases: Vec<Case> = deciding::like(conn, clause.category, severity, from.micros(), to.micros(), limit)
        .await?
        .into_iter()
        .map(|held| held.noun)
        .filter(|case| same.contains(&case.clause) && Some(case.id) != but)
        .collect();
    let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    let mut decisions: HashMap<CaseId, Vec<_>> = HashMap::new();
    for held in deciding::decisions_of_cases(conn, &ids).await? {
        decisions.entry(held.noun.case).or_default().push(held.noun);
    }
    let mut notices: HashMap<CaseId, Vec<_>> = HashMap::new();
    for held in deciding::notices_of_cases(conn, &ids).await? {
        notices.entry(held.noun.case).or_default().push(held.noun);
    }
    let rows = cases.into_iter().map(|case| {
        let decided = decisions.remove(&case.id).unwrap_or_default();
        let (fate, decided_at, lifted) = fate(case.is_closed(), &decided);
        Like {
            hours: notices.get(&case.id).and_then(|notices| hours_given(notices)),
            case: case.id,
            number: case.number,
            opened_at: case.opened_at,
            fate,
            decided_at,
            lifted,
        }
    });
    let rows = rows.collect();
    let mut count =
        async |stage: &str| deciding::complaints_like(conn, clause.category, severity, stage, MOST_COUNTED).await;
    Ok(Precedents { rows, complaints_open: count("new").await?, complaints_rejected: count("rejected").await? })
}
