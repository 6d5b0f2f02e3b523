//! Cases: opened from complaints, worked, noted, closed.

use super::check::Check;
use super::complaints::{Upload, keep_uploads};
use super::triage::of_this_customer;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::{Case, CaseStage};
use crate::complaint::Complaint;
use crate::customer::Customer;
use crate::decision::DecisionStage;
use crate::event::Event;
use crate::id::{CaseId, ClauseId, CommandId, ComplaintId, CustomerId, DecisionId, NoticeId, PersonId};
use crate::people::Act;
use crate::policy::{Clause, Severity};
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, evidence, lists};
use crate::words::{Line, Reason};
use serde::Serialize;

#[derive(Clone, Debug, Default, Serialize)]
pub struct OpenCase {
    pub customer: String,
    pub title: String,
    pub clause: String,
    pub severity: String,
    /// Ids of the complaints that belong to it.
    pub complaints: Vec<String>,
}

impl Desk {
    /// Gives back the case's number.
    pub async fn open_case(&self, who: &Who, command: CommandId, form: &OpenCase) -> Done<(String, Receipt)> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let title = check.word("title", Line::parse(&form.title));
        let severity = check.some("severity", Severity::parse(&form.severity), "Choose a severity.");
        let clause = check.some("clause", ClauseId::parse(&form.clause), "Choose the clause that the case rests on.");
        let complaints: Vec<ComplaintId> = form.complaints.iter().filter_map(|id| ComplaintId::parse(id)).collect();
        let (Some(title), Some(severity), Some(clause)) = (title, severity, clause) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, form).await? {
                Begun::Before(receipt) => return Ok((self.number_in(&receipt).await?, receipt)),
                Begun::Now(work) => work,
            };
            let clause: Clause = work
                .get(&clause.to_string())
                .await?
                .ok_or_else(|| Refusal::field("clause", "Choose the clause that the case rests on."))?;
            let mut gathered = Vec::with_capacity(complaints.len());
            for id in &complaints {
                gathered.push(free_complaint(&mut work, *id).await?);
            }
            let customer = self.customer_of(&mut work, &form.customer, &gathered).await?;
            let year = work.now.date_text()[..4].to_owned();
            let number = format!("DN-{year}-{:04}", work.next_number(&format!("case-{year}")).await?);
            let case: CaseId = work.new_id();
            work.record(Event::CaseOpened {
                case,
                number: number.clone(),
                customer,
                title: title.as_str().to_owned().into(),
                clause: clause.id,
                category: clause.category,
                severity,
                owner: Some(who.person.id),
                complaints: Vec::new(),
            })
            .await?;
            for complaint in &gathered {
                work.record(Event::ComplaintAttached { complaint: complaint.id, number: complaint.number, case })
                    .await?;
            }
            Ok((number, work.commit().await?))
        })
    }

    async fn customer_of(&self, work: &mut Work, handle: &str, complaints: &[Complaint]) -> Done<CustomerId> {
        let handle = handle.trim();
        if !handle.is_empty() {
            let found = lists::customer_by_handle(&mut work.conn(), handle).await?;
            let found = found.ok_or_else(|| Refusal::field("customer", "There is no customer with this handle."))?;
            for complaint in complaints {
                of_this_customer(complaint, found.noun.id, "customer")?;
            }
            return Ok(found.noun.id);
        }
        let mut customers: Vec<CustomerId> =
            complaints.iter().filter_map(|complaint| complaint.whose.customer()).collect();
        customers.dedup();
        match customers[..] {
            [customer] => Ok(customer),
            [] => Err(Refusal::field("customer", "Say whose case this is: the complaints name no customer.").into()),
            _ => Err(Refusal::field("customer", "These complaints are about several customers. Open a case for each.")
                .into()),
        }
    }

    async fn number_in(&self, receipt: &Receipt) -> Done<String> {
        let mut reader = self.read().await?;
        for entry in &receipt.entries {
            let row = crate::store::ledger::by_seq(&mut reader.conn(), entry.seq).await?;
            if let Some(case) = row.and_then(|row| row.case_id)
                && let Some(held) = lists::one::<Case>(&mut reader.conn(), &case).await?
            {
                return Ok(held.noun.number);
            }
        }
        Err(Refusal::NotFound("case").into())
    }

    pub async fn attach_complaint(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        complaint: ComplaintId,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, complaint)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, None).await?;
            if noun.is_closed() {
                return Err(Refusal::CaseClosed.into());
            }
            let complaint = free_complaint(&mut work, complaint).await?;
            of_this_customer(&complaint, noun.customer, "complaint")?;
            work.record(Event::ComplaintAttached { complaint: complaint.id, number: complaint.number, case }).await?;
            work.commit().await
        })
    }

    /// A note carries no version: it is never turned away because somebody else worked.
    pub async fn add_note(&self, who: &Who, command: CommandId, case: CaseId, text: &str) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(text) = check.word("text", Reason::parse(text)) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, text.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            work.lock_case_closed(case).await?;
            work.record(Event::CaseNoted { case, text: text.as_str().to_owned().into() }).await?;
            work.commit().await
        })
    }

    pub async fn add_evidence(&self, who: &Who, command: CommandId, case: CaseId, uploads: &[Upload]) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        if uploads.is_empty() {
            return Err(Refusal::field("files", "Choose at least one file.").into());
        }
        let named: Vec<(&str, String)> =
            uploads.iter().map(|upload| (upload.name.as_str(), evidence::sha256_hex(&upload.bytes))).collect();
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, &named)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            work.lock_case(case, None).await?;
            for exhibit in keep_uploads(&mut work, uploads).await? {
                work.record(Event::EvidenceAdded { case, exhibit }).await?;
            }
            work.commit().await
        })
    }

    pub async fn assign_case(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        seen: Option<i64>,
        owner: Option<PersonId>,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, owner)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, seen).await?;
            if noun.owner == owner {
                return work.commit().await;
            }
            work.record(Event::CaseAssigned { case, owner }).await?;
            work.commit().await
        })
    }

    pub async fn close_case(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        seen: Option<i64>,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, seen).await?;
            if noun.is_closed() {
                return Err(Refusal::CaseClosed.into());
            }
            for notice in lists::notices_of(&mut work.conn(), case).await? {
                let running = notice.noun.sent_at().is_some() && !notice.noun.deadline_passed;
                if running || matches!(notice.noun.stage, crate::notice::NoticeStage::Leaving { .. }) {
                    return Err(Refusal::NoticeRunning.into());
                }
            }
            if lists::decisions_of(&mut work.conn(), case).await?.iter().any(|held| held.noun.is_pending()) {
                return Err(Refusal::DecisionPending.into());
            }
            self.nothing_keeps_open(&mut work, &noun).await?;
            work.record(Event::CaseClosed { case, reason: reason.as_str().to_owned().into() }).await?;
            work.commit().await
        })
    }

    /// Writes down that a case file left the house.
    pub async fn record_export(&self, who: Option<&Who>, case: CaseId, sha256: &str, size: i64) -> Done<Receipt> {
        if let Some(who) = who {
            who.must(Act::Export)?;
        }
        let actor = who.map_or(crate::people::Actor::System, Who::actor);
        let command = self.new_command();
        let mut work = match self.begin(actor, command, &(case, sha256)).await? {
            Begun::Before(receipt) => return Ok(receipt),
            Begun::Now(work) => work,
        };
        work.record(Event::CaseExported { case, sha256: sha256.to_owned(), size }).await?;
        let receipt = work.commit().await?;
        // Signed before anybody gets it.
        self.sign_now().await?;
        Ok(receipt)
    }

    pub async fn case_id(&self, number: &str) -> Done<CaseId> {
        let found = lists::case_by_number(&mut self.read().await?.conn(), number).await?;
        found.map(|held| held.noun.id).ok_or_else(|| Refusal::NotFound("case").into())
    }
}

async fn free_complaint(work: &mut Work, id: ComplaintId) -> Done<Complaint> {
    let complaint: Complaint = work.need(id, "complaint").await?;
    if super::triage::is_free(&complaint) { Ok(complaint) } else { Err(Refusal::ComplaintSettled.into()) }
}

/// The customer of a case, for verbs that write to them.
pub(crate) async fn customer(work: &mut Work, case: &Case) -> Done<Customer> {
    work.need(case.customer, "customer").await
}

/// Where a case stands when the notice or the decision that was under way is taken back: with the newest thing
/// that still holds.
pub(crate) async fn resting(conn: &mut Conn<'_>, case: CaseId, taken_back: Option<NoticeId>) -> Stored<CaseStage> {
    resting_without(conn, case, taken_back, None).await
}

/// The same when a decision ends with it.
pub(crate) async fn resting_without(
    conn: &mut Conn<'_>,
    case: CaseId,
    taken_back: Option<NoticeId>,
    over: Option<DecisionId>,
) -> Stored<CaseStage> {
    let notices = lists::notices_of(conn, case)
        .await?
        .into_iter()
        .map(|held| held.noun)
        .filter(|notice| Some(notice.id) != taken_back);
    let sent = notices
        .filter_map(|notice| notice.sent_at().map(|at| (at, notice)))
        .max_by_key(|(at, notice)| (*at, notice.number));
    let decisions = lists::decisions_of(conn, case).await?.into_iter().map(|held| held.noun);
    let in_force = decisions
        .filter(|decision| Some(decision.id) != over)
        .filter_map(|decision| match &decision.stage {
            DecisionStage::InForce { at } => Some((*at, decision)),
            DecisionStage::Stayed { before, .. } => match **before {
                DecisionStage::InForce { at } => Some((at, decision)),
                _ => None,
            },
            _ => None,
        })
        .max_by_key(|(at, decision)| (*at, decision.number));
    Ok(match (sent, in_force) {
        (None, None) => CaseStage::Open,
        (Some((sent, notice)), decided) if decided.as_ref().is_none_or(|(at, _)| *at < sent) => {
            let (id, due) = (notice.id, notice.deadline.at);
            let answers = lists::answers_of_case(conn, case).await?;
            if answers.iter().any(|held| !held.noun.is_assessed()) {
                CaseStage::Answered { notice: id, due }
            } else if notice.deadline_passed {
                CaseStage::Overdue { notice: id, due }
            } else if notice.answers > 0 {
                CaseStage::Weighed { notice: id, due }
            } else {
                CaseStage::NoticeRunning { notice: id, due }
            }
        }
        (_, Some((_, decision))) if matches!(decision.stage, DecisionStage::Stayed { .. }) => {
            CaseStage::Stayed { decision: decision.id }
        }
        (_, Some((_, decision))) => CaseStage::InForce { decision: decision.id, outcome: decision.outcome },
        (Some(_), None) => CaseStage::Open,
    })
}
