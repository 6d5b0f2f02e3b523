//! What a person does with a complaint: says whose it is, rejects it, takes it out of a case again.

use crate::complaint::joined::TakenOut;
use crate::complaint::{Complaint, ComplaintStage, Whose};
use crate::desk::check::Check;
use crate::desk::work::Begun;
use crate::desk::{Desk, Done, Failure, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, ComplaintId, CustomerId};
use crate::people::Act;
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::lists;
use crate::words::Reason;

impl Desk {
    /// Says whose it is when the lookup could not, or was wrong.
    pub async fn match_complaint(
        &self,
        who: &Who,
        command: CommandId,
        complaint: ComplaintId,
        handle: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(complaint, handle)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Complaint = work.need(complaint, "complaint").await?;
            if noun.stage != ComplaintStage::New {
                return Err(Refusal::ComplaintSettled.into());
            }
            let customer: CustomerId = lists::customer_by_handle(&mut work.conn(), handle.trim())
                .await?
                .map(|held| held.noun.id)
                .ok_or_else(|| Refusal::field("customer", "There is no customer with this handle."))?;
            let why = phrase!("Chosen by hand: {}.", handle.trim()).to_string();
            work.record(Event::ComplaintMatched {
                complaint,
                whose: Whose::One { customer, asset: None, why: why.into() },
            })
            .await?;
            work.commit().await
        })
    }

    /// What joined a case by itself and does not belong there is new again.
    pub async fn take_out_complaint(
        &self,
        who: &Who,
        command: CommandId,
        complaint: ComplaintId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(complaint, "out", reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            // The case is taken before the complaint is read, as everywhere; so it is looked up beside this work first.
            let noun = lists::one::<Complaint>(&mut work.conn(), &complaint.to_string()).await?;
            let noun = noun.ok_or(Refusal::NotFound("complaint"))?.noun;
            let ComplaintStage::InCase { case, .. } = noun.stage else { return Err(Refusal::ComplaintSettled.into()) };
            let open = work.lock_case(case, None).await?;
            if open.is_closed() {
                return Err(Refusal::CaseClosed.into());
            }
            let noun: Complaint = work.need(complaint, "complaint").await?;
            if noun.joined.is_none() {
                return Err(Refusal::ComplaintSettled.into());
            }
            let reason = reason.as_str().to_owned().into();
            let out = TakenOut { complaint, number: noun.number, case, reason };
            work.record(Event::ComplaintTakenOut(Box::new(out))).await?;
            work.commit().await
        })
    }

    pub async fn reject_complaint(
        &self,
        who: &Who,
        command: CommandId,
        complaint: ComplaintId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(complaint, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Complaint = work.need(complaint, "complaint").await?;
            if noun.stage != ComplaintStage::New {
                return Err(Refusal::ComplaintSettled.into());
            }
            work.record(Event::ComplaintRejected { complaint, reason: reason.as_str().to_owned().into() }).await?;
            work.commit().await
        })
    }
}
