//! What the pages of weighing and deciding read.

use super::*;
use crate::appeal::Appeal;
use crate::customer::Asset;
use crate::decision::Decision;
use crate::decision::checks::{Finding, on_a_measure};
use crate::desk::Who;
use crate::desk::appeals::signatories;
use crate::extension::{Extension, ExtensionStage};
use crate::hold::Hold;
use crate::interim::Interim;
use crate::notice::Notice;
use crate::people::{Act, may};
use crate::store::deciding;

/// So many rows stand on a page of appeals or holds; a desk with more has other troubles.
const MOST: i64 = 200;

/// The other ground of rule 1, and what stands in the way beside the notice.
pub(super) fn with_the_rest(mut findings: Vec<Finding>, view: &CaseView) -> Vec<Finding> {
    if view.interims.iter().any(Interim::is_confirmed) {
        findings = on_a_measure(findings, &view.answers);
    }
    if view.appeals.iter().any(Appeal::is_waiting) {
        findings.push(Finding::AppealWaiting);
    }
    findings
}

impl Desk {
    /// The register: the latest effect first.
    pub async fn decisions_view(&self, stage: &str, before: Option<&str>, limit: i64) -> Done<DecisionsView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let before = before.and_then(read_key);
        let mut found = lists::decisions(&mut conn, stage, before.as_ref(), limit + 1).await?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|held| key(held.noun.effective.at, &held.noun.id.to_string()));
        Ok(DecisionsView { rows: self.decision_rows(&mut conn, plain(found)).await?, next })
    }

    /// What waits for the approval of this very person, the first effect first.
    pub async fn decisions_to_approve(&self, who: &Who) -> Done<DecisionsView> {
        who.must(Act::Approve)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let found = plain(deciding::to_approve(&mut conn, who.person.id, MOST).await?);
        Ok(DecisionsView { rows: self.decision_rows(&mut conn, found).await?, next: None })
    }

    async fn decision_rows(&self, conn: &mut Conn<'_>, found: Vec<Decision>) -> Done<Vec<DecisionRow>> {
        let people = self.names_in(conn).await?;
        let mut names = Handles::default();
        let mut rows = Vec::with_capacity(found.len());
        for decision in found {
            let case = lists::one::<Case>(conn, &decision.case.to_string()).await?.ok_or(Refusal::NotFound("case"))?;
            let customer = names.handle(conn, decision.customer).await?;
            let proposed_by = people.of(decision.proposed_by).to_owned();
            rows.push(DecisionRow { decision, case: case.noun, customer, proposed_by });
        }
        Ok(rows)
    }

    /// Measures that nobody has confirmed yet, with the number of their case: every page says so.
    pub async fn unconfirmed(&self) -> Done<Vec<(Interim, String)>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut names = Handles::default();
        let mut waiting = Vec::new();
        for held in deciding::interims_waiting(&mut conn, 5).await? {
            let case = names.case(&mut conn, held.noun.case).await?;
            waiting.push((held.noun, case));
        }
        Ok(waiting)
    }

    pub async fn appeals_view(&self) -> Done<AppealsView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let people = self.names_in(&mut conn).await?;
        let mut names = Handles::default();
        let mut view = AppealsView { waiting: Vec::new(), decided: Vec::new() };
        for waiting in [true, false] {
            for held in deciding::appeals(&mut conn, waiting, MOST).await? {
                let row = appeal_row(&mut conn, &mut names, &people, held.noun).await?;
                if waiting { view.waiting.push(row) } else { view.decided.push(row) }
            }
        }
        Ok(view)
    }

    pub async fn appeal_view(&self, number: i64) -> Done<AppealView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let appeal = deciding::appeal_by_number(&mut conn, number).await?.ok_or(Refusal::NotFound("appeal"))?.noun;
        let decision: Decision =
            lists::one(&mut conn, &appeal.decision.to_string()).await?.ok_or(Refusal::NotFound("decision"))?.noun;
        let mut off = Vec::new();
        for touched in &decision.assets {
            let asset = lists::one::<Asset>(&mut conn, &touched.asset.to_string()).await?.map(|held| held.noun);
            off.extend(asset.filter(|asset| asset.suspended_by == Some(decision.id)));
        }
        let signed = signatories(&mut conn, appeal.case, appeal.decision).await?;
        let people = plain(lists::people(&mut conn).await?);
        let can_decide = people
            .into_iter()
            .filter(|person| person.disabled_at.is_none() && may(person.role, Act::Favour))
            .filter(|person| !signed.contains(&person.id))
            .collect();
        let names = self.names_in(&mut conn).await?;
        let row = appeal_row(&mut conn, &mut Handles::default(), &names, appeal).await?;
        Ok(AppealView { row, decision, off, signed, can_decide, names })
    }

    /// Requests for more time over all cases: those that wait, whose deadline comes first on top, and those decided.
    /// Each list has its pages; whoever goes on in one sees that one alone.
    pub async fn times_view(&self, after: Option<&str>, before: Option<&str>) -> Done<TimesView> {
        let (after, before) = (after.and_then(read_key), before.and_then(read_key));
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let people = self.names_in(&mut conn).await?;
        let mut names = Handles::default();
        let mut view = TimesView::default();
        if before.is_none() {
            let mut found = lists::extensions_waiting(&mut conn, after.as_ref(), PAGE + 1).await?;
            let more = trim(&mut found);
            for held in found {
                view.waiting.extend(time_row(&mut conn, &mut names, &people, held.noun).await?);
            }
            let last = view.waiting.last().filter(|_| more);
            view.next_waiting = last.map(|row| key(row.stands.at, &row.asked.id.to_string()));
        }
        if after.is_none() {
            let mut found = lists::extensions_decided(&mut conn, before.as_ref(), PAGE + 1).await?;
            let more = trim(&mut found);
            for held in found {
                view.decided.extend(time_row(&mut conn, &mut names, &people, held.noun).await?);
            }
            let last = view.decided.last().filter(|_| more);
            view.next_decided = last.map(|row| key(row.asked.asked_at, &row.asked.id.to_string()));
        }
        Ok(view)
    }

    /// The register of holds, the newest first.
    pub async fn holds_view(&self) -> Done<Vec<HoldRow>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let people = self.names_in(&mut conn).await?;
        let mut names = Handles::default();
        let mut rows = Vec::new();
        for held in deciding::holds(&mut conn, MOST).await? {
            rows.push(hold_row(&mut conn, &mut names, &people, held.noun).await?);
        }
        Ok(rows)
    }

    pub async fn hold_view(&self, number: i64) -> Done<(HoldRow, Names)> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let hold = deciding::hold_by_number(&mut conn, number).await?.ok_or(Refusal::NotFound("hold"))?.noun;
        let people = self.names_in(&mut conn).await?;
        Ok((hold_row(&mut conn, &mut Handles::default(), &people, hold).await?, people))
    }
}

async fn appeal_row(conn: &mut Conn<'_>, names: &mut Handles, people: &Names, appeal: Appeal) -> Stored<AppealRow> {
    Ok(AppealRow {
        case: names.case(conn, appeal.case).await?,
        customer: names.handle(conn, appeal.customer).await?,
        assigned_to: appeal.assigned_to.map(|person| people.of(person).to_owned()),
        appeal,
    })
}

async fn time_row(
    conn: &mut Conn<'_>,
    names: &mut Handles,
    people: &Names,
    asked: Extension,
) -> Stored<Option<TimeRow>> {
    let Some(notice) = lists::one::<Notice>(conn, &asked.notice.to_string()).await? else { return Ok(None) };
    let Some(case) = lists::one::<Case>(conn, &asked.case.to_string()).await? else { return Ok(None) };
    let decided_by = match &asked.stage {
        ExtensionStage::Granted { by, .. } | ExtensionStage::Refused { by, .. } => Some(people.of(*by).to_owned()),
        ExtensionStage::Waiting => None,
    };
    Ok(Some(TimeRow {
        case: case.noun.number,
        customer: names.handle(conn, case.noun.customer).await?,
        notice: notice.noun.number,
        stands: notice.noun.deadline,
        decided_by,
        asked,
    }))
}

async fn hold_row(conn: &mut Conn<'_>, names: &mut Handles, people: &Names, hold: Hold) -> Stored<HoldRow> {
    Ok(HoldRow {
        case: match hold.placed_in {
            Some(case) => names.case(conn, case).await?,
            None => String::new(),
        },
        customer: match hold.customer {
            Some(customer) => names.handle(conn, customer).await?,
            None => String::new(),
        },
        placed_by: people.of(hold.placed_by).to_owned(),
        custodian: hold.custodian.map(|person| people.of(person).to_owned()),
        hold,
    })
}
