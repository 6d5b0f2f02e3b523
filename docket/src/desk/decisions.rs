//! Decisions: proposed, approved by another person, checked again and in force at their instant, lifted.

mod conditions;
mod effect;
mod written;

use super::cases::{customer, resting};
use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::alert::What;
use crate::case::Case;
use crate::customer::{Asset, Customer};
use crate::decision::checks::{Finding, on_a_measure, standing_in_the_way};
use crate::decision::weighed::{APPEAL_MONTHS, Condition, Replaced, Seconded, Weighed, Weighing};
use crate::decision::{Decision, DecisionStage, Outcome, Statement, Touched};
use crate::event::Event;
use crate::id::{AssetId, CaseId, CommandId, DecisionId, NoticeId};
use crate::instruction::Order;
use crate::interim::Interim;
use crate::letter::Cause;
use crate::letters::{self, StatementWords};
use crate::notice::{Answer, Notice, NoticeStage};
use crate::people::{Act, Actor};
use crate::phrase;
use crate::policy::Clause;
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, deciding, evidence, lists, mails};
use crate::time::zone::{Fold, WallProblem, Zone, calendar_days, calendar_months, deadline_wall};
use crate::time::{Deadline, DeadlineRule, Moment};
use crate::words::{Language, Reason};
use serde::{Deserialize, Serialize};
use written::ground;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DecisionForm {
    pub outcome: String,
    pub assets: Vec<String>,
    pub whole_reason: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    pub fold: String,
    pub preserve_days: String,
    pub facts: String,
    pub explanation: String,
    pub redress: String,
    pub automated_detection: bool,
    /// The decision that a reinstatement lifts.
    pub lifts: String,
    /// Typed to confirm what burdens.
    pub handle: String,
    /// The whole account: what it means for the customer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meaning: String,
    /// What must be so before it runs again, one on each line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// Harsher than like cases: why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub differs: String,
    pub version: Option<i64>,
}

/// The decision as it would be, nothing written down.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionPreview {
    pub statement: String,
    pub hash: String,
    pub effective: Deadline,
    pub preserve_until: Option<Moment>,
}

/// The newest notice that left, and every answer of the case: an answer to an older notice counts too.
async fn notice_and_answers(conn: &mut Conn<'_>, case: CaseId) -> Stored<(Option<Notice>, Vec<Answer>)> {
    let notices = lists::notices_of(conn, case).await?.into_iter().map(|held| held.noun);
    let notice = notices
        .filter(|notice| matches!(notice.stage, NoticeStage::Sent { .. } | NoticeStage::Leaving { .. }))
        .max_by_key(|notice| notice.number);
    let answers = lists::answers_of_case(conn, case).await?.into_iter().map(|held| held.noun).collect();
    Ok((notice, answers))
}

/// The measure of this case that may stand in for a notice.
async fn confirmed_measure(conn: &mut Conn<'_>, case: CaseId) -> Stored<Option<Interim>> {
    Ok(deciding::interims_of(conn, case).await?.into_iter().map(|held| held.noun).rfind(Interim::is_confirmed))
}

pub(super) async fn appeal_waits(conn: &mut Conn<'_>, case: CaseId) -> Stored<bool> {
    Ok(deciding::appeals_of(conn, case).await?.iter().any(|held| held.noun.is_waiting()))
}

impl Desk {
    /// What stands in the way of switching something off now, for the page that asks "why not?".
    pub async fn in_the_way(&self, case: CaseId) -> Done<Vec<Finding>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let (notice, answers) = notice_and_answers(&mut conn, case).await?;
        let measure = confirmed_measure(&mut conn, case).await?;
        let findings = standing_in_the_way(Outcome::Suspension, notice.as_ref(), &answers, self.now());
        let mut findings = if measure.is_some() { on_a_measure(findings, &answers) } else { findings };
        if appeal_waits(&mut conn, case).await? {
            findings.push(Finding::AppealWaiting);
        }
        Ok(findings)
    }

    /// What burdens waits for a second person. What favours happens at once.
    pub async fn propose_decision(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        form: &DecisionForm,
    ) -> Done<(u32, Receipt)> {
        let outcome = Outcome::parse(&form.outcome);
        who.must(if outcome.is_some_and(|outcome| !outcome.burdens()) { Act::Favour } else { Act::Propose })?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::DecisionProposed { number, .. } => Ok((number, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, form.version).await?;
            // What was switched off can be switched on again, also after the case was closed.
            if noun.is_closed() && outcome != Some(Outcome::Reinstatement) {
                return Err(Refusal::CaseClosed.into());
            }
            let number = noun.decisions + 1;
            let ground = ground(&mut work.conn(), noun).await?;
            if ground.decisions.iter().any(Decision::is_pending) {
                return Err(Refusal::DecisionPending.into());
            }
            let composed = self.compose_decision(form, &ground, number, work.now)?;
            if composed.outcome.burdens() {
                who.must_be_fresh(work.now)?;
                let findings = ground.in_the_way(composed.outcome, work.now);
                if !findings.is_empty() {
                    return Err(Refusal::StandsInTheWay(findings).into());
                }
            }
            let interim = ground.measure_for(composed.outcome, work.now);
            let zone = Zone::parse(&composed.effective.zone).unwrap_or(Zone::UTC);
            let weighing = Weighing {
                approvals: composed.outcome.approvals(),
                meaning: composed.meaning.map(Into::into),
                conditions: composed.conditions,
                compared: ground.precedents.compared(),
                differs: composed.differs.map(Into::into),
                interim,
                appeal_until: calendar_months(composed.effective.at, APPEAL_MONTHS, &zone),
                seconded: None,
            };
            let decision: DecisionId = work.new_id();
            let outcome = composed.outcome;
            let rests_on = ground.notice.as_ref().map(|notice| notice.id);
            work.record(Event::DecisionProposed {
                decision,
                case,
                customer: ground.owner.id,
                number,
                outcome,
                assets: composed.assets,
                whole_account: composed.whole_account.map(Into::into),
                rests_on,
                lifts: composed.lifts,
                effective: composed.effective,
                preserve_until: composed.preserve_until,
                statement: Box::new(composed.statement),
                by: who.person.id,
            })
            .await?;
            work.record(Event::DecisionWeighed(Box::new(Weighed { decision, case, number, weighing }))).await?;
            if !outcome.burdens() {
                self.take_effect(&mut work, decision, false).await?;
                self.queue_statement(&mut work, decision).await?;
            }
            Ok((number, work.commit().await?))
        })
    }

    /// The second person approves exactly the text that they read.
    pub async fn approve_decision(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        text_hash: &str,
        handle: &str,
    ) -> Done<Receipt> {
        who.must(Act::Approve)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, text_hash)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            if noun.stage != DecisionStage::Proposed {
                return Err(Refusal::NotProposed.into());
            }
            if noun.proposed_by == who.person.id {
                return Err(Refusal::OwnProposal.into());
            }
            who.must_be_fresh(work.now)?;
            if noun.statement.hash != text_hash {
                return Err(Refusal::TextChanged.into());
            }
            // Whoever approves what burdens types whom it burdens.
            let owner: Customer = work.need(noun.customer, "customer").await?;
            if handle.trim() != owner.handle {
                let sentence = phrase!("Type the customer's handle, {}, to confirm.", owner.handle);
                return Err(Refusal::field("handle", sentence).into());
            }
            if noun.effective.at <= work.now {
                return Err(Refusal::HourPassed.into());
            }
            let findings = self.findings(&mut work, &noun).await?;
            if !findings.is_empty() {
                return Err(Refusal::StandsInTheWay(findings).into());
            }
            if let Some(weighed) = noun.weighed.as_ref().filter(|weighed| weighed.approvals > 1) {
                match &weighed.seconded {
                    Some(first) if first.by == who.person.id => return Err(Refusal::ApprovedAlready.into()),
                    Some(_) => {}
                    None => {
                        work.record(Event::DecisionSeconded(Box::new(Seconded {
                            decision,
                            case: noun.case,
                            number: noun.number,
                            text_hash: text_hash.to_owned(),
                            by: who.person.id,
                        })))
                        .await?;
                        return work.commit().await;
                    }
                }
            }
            work.record(Event::DecisionApproved {
                decision,
                case: noun.case,
                number: noun.number,
                outcome: noun.outcome,
                effective: noun.effective.at,
                text_hash: text_hash.to_owned(),
                by: who.person.id,
            })
            .await?;
            // The customer reads the reasons before the hour, not after it.
            self.queue_statement(&mut work, decision).await?;
            work.commit().await
        })
    }

    pub async fn withdraw_decision(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::Favour)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            if !noun.is_pending() {
                return Err(Refusal::NotPending.into());
            }
            let back_to = resting(&mut work.conn(), noun.case, None).await?;
            work.record(Event::DecisionWithdrawn {
                decision,
                case: noun.case,
                number: noun.number,
                by: who.person.id,
                reason: reason.as_str().to_owned().into(),
                armed: noun.approved_by().is_some(),
                back_to: Box::new(back_to),
            })
            .await?;
            if noun.was_announced() {
                // The customer was told an hour at which something would be taken from them; they are told that it is not.
                let case: Case = work.need(noun.case, "case").await?;
                let settings = self.settings();
                let written = letters::withdrawn_letter(
                    &settings.provider,
                    &settings.phone,
                    noun.statement.language,
                    &case.number,
                    noun.number,
                    noun.outcome,
                    &noun.effective,
                );
                self.queue_to_contacts(&mut work, &noun, &written).await?;
            }
            work.commit().await
        })
    }
}

/// The decision, after its case's row was taken.
async fn locked(work: &mut Work, decision: DecisionId) -> Done<Decision> {
    let noun: Decision =
        lists::one(&mut work.conn(), &decision.to_string()).await?.ok_or(Refusal::NotFound("decision"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(decision, "decision").await
}
