//! Litigation holds: placed by one, released by two. They lie on every path that closes, ends or destroys something.

use super::check::Check;
use super::destroying;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::event::Event;
use crate::hold::wide::{Period, Scope, WidePlaced, WideReleaseAsked, WideReleased};
use crate::hold::{Hold, HoldStage, Placed, ReleaseAsked, Released};
use crate::id::{CaseId, CommandId, HoldId, PersonId};
use crate::interim::Interim;
use crate::people::{Act, Person};
use crate::refusal::Refusal;
use crate::store::{deciding, lists};
use crate::time::Moment;
use crate::words::{Line, Reason};
use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HoldForm {
    /// "case" or "customer".
    pub scope: String,
    pub matter: String,
    pub reason: String,
}

/// From the register: over a case, a customer, a period or the whole desk.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WideHoldForm {
    /// "case", "customer", "period" or "desk".
    pub over: String,
    /// The case's number.
    pub case: String,
    /// The customer's handle.
    pub handle: String,
    /// Days in UTC, both included. Without the last it goes on.
    pub from: String,
    pub to: String,
    /// A person's id.
    pub custodian: String,
    pub matter: String,
    pub reason: String,
}

const DAY_MICROS: i64 = 86_400 * 1_000_000;

fn read_day(check: &mut Check, field: &str, text: &str) -> Option<Moment> {
    let day = Moment::parse(&format!("{}T00:00:00Z", text.trim()));
    check.some(field, day, "Write a date, such as 2026-01-31.")
}

fn read_period(check: &mut Check, form: &WideHoldForm) -> Option<Scope> {
    let from = read_day(check, "from", &form.from)?;
    let mut to = None;
    if !form.to.trim().is_empty() {
        let last = read_day(check, "to", &form.to)?;
        if last < from {
            check.problem("to", "The last day comes before the first one.");
            return None;
        }
        to = Some(last.plus_micros(DAY_MICROS - 1));
    }
    Some(Scope::Period { period: Period { from, to } })
}

impl Desk {
    /// From the register. It counts from this transaction on: whatever destroys takes the same turn.
    pub async fn place_wide_hold(&self, who: &Who, command: CommandId, form: &WideHoldForm) -> Done<(i64, Receipt)> {
        who.must(Act::Approve)?;
        let mut check = Check::default();
        let matter = check.word("matter", Line::parse(&form.matter));
        let reason = check.word("hold_reason", Reason::parse(&form.reason));
        let scope = self.read_scope(&mut check, form).await?;
        let custodian = self.read_custodian(&mut check, &form.custodian).await?;
        let (Some(matter), Some(reason), Some(scope)) = (matter, reason, scope) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, form).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::WideHoldPlaced(placed) => Ok((placed.number, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            if let Some(case) = scope.case() {
                work.lock_case(case, None).await?;
            }
            let hold: HoldId = work.new_id();
            let number = work.next_number("hold").await?;
            work.record(Event::WideHoldPlaced(Box::new(WidePlaced {
                hold,
                number,
                scope,
                custodian,
                matter: matter.as_str().to_owned().into(),
                reason: reason.as_str().to_owned().into(),
                by: who.person.id,
            })))
            .await?;
            Ok((number, work.commit().await?))
        })
    }

    async fn read_scope(&self, check: &mut Check, form: &WideHoldForm) -> Done<Option<Scope>> {
        let mut reader = self.read().await?;
        Ok(match form.over.as_str() {
            "case" => {
                let found = lists::case_by_number(&mut reader.conn(), form.case.trim()).await?;
                let found = found.map(|held| Scope::Case { case: held.noun.id, customer: held.noun.customer });
                check.some("case", found, "There is no case with this number.")
            }
            "customer" => {
                let found = lists::customer_by_handle(&mut reader.conn(), form.handle.trim()).await?;
                let found = found.map(|held| Scope::Customer { customer: held.noun.id });
                check.some("handle", found, "There is no customer with this handle.")
            }
            "period" => read_period(check, form),
            "desk" => Some(Scope::Desk),
            _ => check.some("over", None, "Choose what the hold covers."),
        })
    }

    async fn read_custodian(&self, check: &mut Check, id: &str) -> Done<Option<PersonId>> {
        if id.trim().is_empty() {
            return Ok(None);
        }
        let found = lists::one::<Person>(&mut self.read().await?.conn(), id.trim()).await?.map(|held| held.noun.id);
        Ok(check.some("custodian", found, "Choose somebody of the team."))
    }

    pub async fn place_hold(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        form: &HoldForm,
    ) -> Done<(i64, Receipt)> {
        who.must(Act::Approve)?;
        let mut check = Check::default();
        let scope = match form.scope.as_str() {
            "case" => Some(Some(case)),
            "customer" => Some(None),
            _ => None,
        };
        let scope = check.some("scope", scope, "Choose what the hold covers.");
        let matter = check.word("matter", Line::parse(&form.matter));
        let reason = check.word("hold_reason", Reason::parse(&form.reason));
        let (Some(scope), Some(matter), Some(reason)) = (scope, matter, reason) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::HoldPlaced(placed) => Ok((placed.number, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            let noun = work.lock_case(case, None).await?;
            let hold: HoldId = work.new_id();
            let number = work.next_number("hold").await?;
            work.record(Event::HoldPlaced(Box::new(Placed {
                hold,
                number,
                customer: noun.customer,
                scope,
                case,
                matter: matter.as_str().to_owned().into(),
                reason: reason.as_str().to_owned().into(),
                by: who.person.id,
            })))
            .await?;
            Ok((number, work.commit().await?))
        })
    }

    /// The first of two persons. The hold stands until another agrees.
    pub async fn ask_release(&self, who: &Who, command: CommandId, hold: HoldId, reason: &str) -> Done<Receipt> {
        who.must(Act::Approve)?;
        let mut check = Check::default();
        let Some(reason) = check.word("release_reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(hold, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, hold).await?;
            if !noun.stands() {
                return Err(Refusal::HoldReleased.into());
            }
            let (number, by) = (noun.number, who.person.id);
            let reason = reason.as_str().to_owned().into();
            let event = match noun.placed_in {
                Some(case) => Event::HoldReleaseAsked(Box::new(ReleaseAsked { hold, number, case, reason, by })),
                None => Event::WideHoldReleaseAsked(Box::new(WideReleaseAsked { hold, number, reason, by })),
            };
            work.record(event).await?;
            work.commit().await
        })
    }

    pub async fn release_hold(&self, who: &Who, command: CommandId, hold: HoldId) -> Done<Receipt> {
        who.must(Act::Approve)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &hold).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, hold).await?;
            match noun.stage {
                HoldStage::ReleaseAsked { by, .. } if by == who.person.id => return Err(Refusal::OwnRelease.into()),
                HoldStage::ReleaseAsked { .. } => {}
                HoldStage::Standing => return Err(Refusal::HoldStands.into()),
                HoldStage::Released { .. } => return Err(Refusal::HoldReleased.into()),
            }
            who.must_be_fresh(work.now)?;
            let (number, by) = (noun.number, who.person.id);
            let event = match noun.placed_in {
                Some(case) => Event::HoldReleased(Box::new(Released { hold, number, case, by })),
                None => Event::WideHoldReleased(Box::new(WideReleased { hold, number, by })),
            };
            work.record(event).await?;
            work.commit().await
        })
    }

    /// What must not be closed over: a hold, an appeal that waits, a measure that stands.
    pub(crate) async fn nothing_keeps_open(&self, work: &mut Work, case: &Case) -> Done<()> {
        let mut conn = work.conn();
        if deciding::holds_of(&mut conn, case.customer).await?.iter().any(|held| held.noun.covers(case.id)) {
            return Err(Refusal::HoldStands.into());
        }
        if deciding::appeals_of(&mut conn, case.id).await?.iter().any(|held| held.noun.is_waiting()) {
            return Err(Refusal::AppealWaits.into());
        }
        let measures = deciding::interims_of(&mut conn, case.id).await?;
        if measures.iter().map(|held| &held.noun).any(Interim::stands) {
            return Err(Refusal::MeasureStands.into());
        }
        Ok(())
    }
}

async fn locked(work: &mut Work, hold: HoldId) -> Done<Hold> {
    destroying::take_turn(work).await?;
    let noun: Hold = lists::one(&mut work.conn(), &hold.to_string()).await?.ok_or(Refusal::NotFound("hold"))?.noun;
    if let Some(case) = noun.placed_in {
        work.lock_case(case, None).await?;
    }
    work.need(hold, "hold").await
}
