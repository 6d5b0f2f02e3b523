//! Litigation holds: placed by one, released by two. They lie on every path that closes or ends something.

use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::event::Event;
use crate::hold::{Hold, HoldStage, Placed, ReleaseAsked, Released};
use crate::id::{CaseId, CommandId, HoldId};
use crate::interim::Interim;
use crate::people::Act;
use crate::refusal::Refusal;
use crate::store::{deciding, lists};
use crate::words::{Line, Reason};
use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HoldForm {
    /// "case" or "customer".
    pub scope: String,
    pub matter: String,
    pub reason: String,
}

impl Desk {
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
            let (number, case) = (noun.number, noun.placed_in);
            let reason = reason.as_str().to_owned().into();
            let by = who.person.id;
            work.record(Event::HoldReleaseAsked(Box::new(ReleaseAsked { hold, number, case, reason, by }))).await?;
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
            let (number, case) = (noun.number, noun.placed_in);
            work.record(Event::HoldReleased(Box::new(Released { hold, number, case, by: who.person.id }))).await?;
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
    let noun: Hold = lists::one(&mut work.conn(), &hold.to_string()).await?.ok_or(Refusal::NotFound("hold"))?.noun;
    work.lock_case(noun.placed_in, None).await?;
    work.need(hold, "hold").await
}
