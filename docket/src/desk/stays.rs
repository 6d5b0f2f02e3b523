//! A stay: one person puts a decision on ice, one person thaws it.

use super::cases::{customer, resting};
use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::{Case, CaseStage};
use crate::customer::Asset;
use crate::decision::checks::Finding;
use crate::decision::stay::{CourtOrder, Ended, Stayed};
use crate::decision::{Decision, DecisionStage, Outcome};
use crate::event::Event;
use crate::id::{AssetId, CommandId, DecisionId};
use crate::instruction::Order;
use crate::letter::Cause;
use crate::letters::{self, About, Thawed};
use crate::people::Act;
use crate::refusal::Refusal;
use crate::store::{deciding, lists};
use crate::time::Moment;
use crate::words::{Line, Reason};
use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StayForm {
    pub reason: String,
    /// The court whose order it is, if it is one.
    pub court: String,
    pub reference: String,
    /// The day on which the order came, as year-month-day.
    pub received_on: String,
}

impl Desk {
    /// What favours needs one person and happens at once: what is in force is reversed by instruction.
    pub async fn stay_decision(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        form: &StayForm,
    ) -> Done<Receipt> {
        who.must(Act::Favour)?;
        let (reason, order) = read_stay(form, self.now())?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            let armed = match noun.stage {
                DecisionStage::Approved { .. } => true,
                DecisionStage::InForce { .. } if noun.outcome.burdens() => false,
                _ => return Err(Refusal::NotStayable.into()),
            };
            let assets = kept_off(&mut work, &noun).await?;
            work.record(Event::DecisionStayed(Box::new(Stayed {
                decision,
                case: noun.case,
                number: noun.number,
                by: who.person.id,
                reason: reason.clone().into(),
                order: order.clone(),
                assets: assets.clone(),
                armed,
            })))
            .await?;
            self.switch(&mut work, &noun, Order::Reinstate, &assets).await?;
            let written = self
                .about(&mut work, &noun, |about| {
                    letters::stayed_letter(about, noun.outcome, &noun.effective, armed, !assets.is_empty())
                })
                .await?;
            let cause = Cause::Decision { decision };
            self.queue_about(&mut work, noun.case, cause, noun.statement.language, &written).await?;
            work.commit().await
        })
    }

    /// The burden comes back, so what stands in the way is asked again, and a lead or counsel signs in again.
    pub async fn end_stay(&self, who: &Who, command: CommandId, decision: DecisionId, reason: &str) -> Done<Receipt> {
        who.must(Act::Approve)?;
        let mut check = Check::default();
        let Some(reason) = check.word("end_reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            let DecisionStage::Stayed { before, .. } = &noun.stage else {
                return Err(Refusal::NotStayed.into());
            };
            who.must_be_fresh(work.now)?;
            let was_in_force = matches!(**before, DecisionStage::InForce { .. });
            let assets = if was_in_force { self.comes_back(&mut work, &noun).await? } else { Vec::new() };
            let missed = !was_in_force && noun.effective.at <= work.now;
            let effective = (!was_in_force && !missed).then_some(noun.effective.at);
            let case: Case = work.need(noun.case, "case").await?;
            let back_to = match (was_in_force, effective) {
                _ if case.is_closed() => resting(&mut work.conn(), noun.case, None).await?,
                (true, _) => CaseStage::InForce { decision, outcome: noun.outcome },
                (_, Some(effective)) => CaseStage::Scheduled { decision, effective },
                (_, None) => CaseStage::NeedsPerson { decision },
            };
            work.record(Event::StayEnded(Box::new(Ended {
                decision,
                case: noun.case,
                number: noun.number,
                by: who.person.id,
                reason: reason.as_str().to_owned().into(),
                assets: assets.clone(),
                effective,
                missed,
                back_to: Box::new(back_to),
            })))
            .await?;
            let order = if noun.outcome == Outcome::Termination { Order::Terminate } else { Order::Suspend };
            self.measures_give_way(&mut work, decision, &assets).await?;
            self.switch(&mut work, &noun, order, &assets).await?;
            let thawed = match (was_in_force, missed) {
                (true, _) => Thawed::Again,
                (false, true) => Thawed::HourPassed,
                (false, false) => Thawed::AtItsHour,
            };
            let written = self
                .about(&mut work, &noun, |about| {
                    letters::stay_ended_letter(about, noun.outcome, &noun.effective, thawed)
                })
                .await?;
            let cause = Cause::Decision { decision };
            self.queue_about(&mut work, noun.case, cause, noun.statement.language, &written).await?;
            work.commit().await
        })
    }

    /// What goes off again: still the customer's, and kept off by nothing else.
    async fn comes_back(&self, work: &mut Work, noun: &Decision) -> Done<Vec<AssetId>> {
        let mut findings = Vec::new();
        let answers = lists::answers_of_case(&mut work.conn(), noun.case).await?;
        if answers.iter().any(|held| !held.noun.is_assessed()) {
            findings.push(Finding::AnswerUnread);
        }
        if deciding::appeals_of(&mut work.conn(), noun.case).await?.iter().any(|held| held.noun.is_waiting()) {
            findings.push(Finding::AppealWaiting);
        }
        let notices = lists::notices_of(&mut work.conn(), noun.case).await?;
        if notices.iter().any(|held| held.noun.time_asks.first_waits()) {
            findings.push(Finding::TimeAsked);
        }
        let since = match &noun.stage {
            DecisionStage::Stayed { at, .. } => *at,
            _ => noun.proposed_at,
        };
        let holds = deciding::holds_of(&mut work.conn(), noun.customer).await?;
        let mut holds = holds.iter().map(|held| &held.noun).filter(|hold| hold.covers(noun.case));
        if holds.any(|hold| noun.outcome == Outcome::Termination || hold.placed_at > since) {
            findings.push(Finding::HoldStands);
        }
        if !findings.is_empty() {
            return Err(Refusal::StandsInTheWay(findings).into());
        }
        let mut back = Vec::new();
        for touched in noun.touched().filter(|_| noun.outcome.switches_off()) {
            let asset: Asset = work.need(touched.asset, "asset").await?;
            let gone = asset.to.is_some_and(|to| to <= work.now) || asset.customer != noun.customer;
            if !gone && asset.suspended_by.is_none() {
                back.push(asset.id);
            }
        }
        Ok(back)
    }

    /// An instruction about a decision's assets, if there are any.
    pub(crate) async fn switch(&self, work: &mut Work, noun: &Decision, order: Order, assets: &[AssetId]) -> Done<()> {
        let named = noun.assets.iter().filter(|touched| assets.contains(&touched.asset));
        let named: Vec<String> = named.map(|touched| touched.value.clone()).collect();
        if named.is_empty() {
            return Ok(());
        }
        let case: Case = work.need(noun.case, "case").await?;
        let owner = customer(work, &case).await?;
        let instruction = work.new_id();
        let number = work.next_number("instruction").await?;
        work.record(Event::InstructionIssued {
            instruction,
            number,
            case: noun.case,
            decision: noun.id,
            order,
            customer_handle: owner.handle,
            assets: named,
        })
        .await?;
        Ok(())
    }

    /// A letter about a decision, in the language of its statement.
    pub(crate) async fn about(
        &self,
        work: &mut Work,
        noun: &Decision,
        write: impl Fn(&About) -> letters::Written,
    ) -> Done<letters::Written> {
        let case: Case = work.need(noun.case, "case").await?;
        Ok(write(&About {
            provider: &self.settings().provider,
            phone: &self.settings().phone,
            language: noun.statement.language,
            case_number: &case.number,
            decision_number: noun.number,
        }))
    }
}

/// What is off because of this decision, and of no other.
pub(crate) async fn kept_off(work: &mut Work, noun: &Decision) -> Done<Vec<AssetId>> {
    let mut off = Vec::new();
    for touched in &noun.assets {
        if work.need::<Asset>(touched.asset, "asset").await?.suspended_by == Some(noun.id) {
            off.push(touched.asset);
        }
    }
    Ok(off)
}

fn read_stay(form: &StayForm, now: Moment) -> Result<(String, Option<CourtOrder>), Refusal> {
    let mut check = Check::default();
    let reason = check.word("stay_reason", Reason::parse(&form.reason));
    let court = check.optional("court", &form.court, Line::parse);
    let reference = check.optional("reference", &form.reference, Line::parse);
    let day = form.received_on.trim();
    let received_at = match day {
        "" => None,
        day => {
            let parsed = Moment::parse(&format!("{day}T00:00:00Z")).filter(|at| *at <= now);
            check.some("received_on", parsed, "Write a day that is not in the future, such as 2026-01-31.")
        }
    };
    if court.is_none() && (reference.is_some() || received_at.is_some()) {
        check.problem("court", "Say which court ordered it.");
    }
    let Some(reason) = reason else { return check.refuse() };
    check.done()?;
    let text = |line: Option<Line>| line.map(|line| line.as_str().to_owned()).unwrap_or_default();
    let order = court.map(|court| CourtOrder {
        court: court.as_str().to_owned().into(),
        reference: text(reference).into(),
        received_at,
    });
    Ok((reason.as_str().to_owned(), order))
}

async fn locked(work: &mut Work, decision: DecisionId) -> Done<Decision> {
    let noun: Decision =
        lists::one(&mut work.conn(), &decision.to_string()).await?.ok_or(Refusal::NotFound("decision"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(decision, "decision").await
}
