//! Undo for what stayed in the house: a compensating event for each event of the command. Nothing is unwritten.

use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, Who, again};
use crate::case::Case;
use crate::case::tended::{Graded, Tagged, Unlinked, Woken};
use crate::complaint::locations::{Marked, Outcomes};
use crate::complaint::{Complaint, ComplaintStage};
use crate::event::{Event, Recorded};
use crate::id::{CaseId, CommandId, ComplaintId, EventId, PersonId};
use crate::passing::{Passing, PassingStage, Planned, Undone};
use crate::people::Act;
use crate::refusal::Refusal;
use crate::store::{ledger, search};
use crate::triage::{Classed, Returned};

impl Desk {
    /// Takes back what the command `of` did.
    pub async fn take_back(&self, who: &Who, command: CommandId, of: CommandId) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("take back", of)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let rows = ledger::of_command(&mut work.conn(), of).await?;
            let done = super::pages::read_events(&mut work.conn(), &rows).await?;
            if done.is_empty() {
                return Err(Refusal::NotTakenBack.into());
            }
            if done.iter().any(|recorded| recorded.actor != who.actor()) {
                return Err(Refusal::SomebodyElses.into());
            }
            if !done.iter().all(|recorded| can_be_taken_back(&recorded.event)) {
                return Err(Refusal::NotTakenBack.into());
            }
            for (place, recorded) in done.iter().enumerate() {
                let seq = rows.get(place).map_or(0, |row| row.seq);
                undo(&mut work, recorded, seq).await?;
            }
            work.commit().await
        })
    }
}

/// Whether an event stays inside the house and has one that undoes it.
pub fn can_be_taken_back(event: &Event) -> bool {
    matches!(
        event,
        Event::ComplaintRejected { .. }
            | Event::ComplaintAttached { .. }
            | Event::ComplaintClassed(_)
            | Event::PassingPlanned(_)
            | Event::ComplaintPassedOn(_)
            | Event::CaseAssigned { .. }
            | Event::CaseGraded(_)
            | Event::CaseTagged(_)
            | Event::CaseSnoozed(_)
            | Event::CaseLinked(_)
            | Event::LocationsMarked(_)
    )
}

async fn undo(work: &mut Work, done: &Recorded, seq: i64) -> Done<()> {
    match &done.event {
        Event::ComplaintRejected { complaint, .. } => {
            let noun: Complaint = work.need(*complaint, "complaint").await?;
            if !matches!(noun.stage, ComplaintStage::Rejected { at, .. } if at == done.at) {
                return Err(Refusal::WorkedOnSince.into());
            }
            give_back(work, *complaint, noun.number, None).await
        }
        Event::ComplaintAttached { complaint, number, case } => {
            let open = locked(work, *case).await?;
            let noun: Complaint = work.need(*complaint, "complaint").await?;
            let there =
                matches!(noun.stage, ComplaintStage::InCase { case: now, since } if now == *case && since == done.at);
            if !there || open.is_closed() {
                return Err(Refusal::WorkedOnSince.into());
            }
            give_back(work, *complaint, *number, Some(*case)).await
        }
        Event::ComplaintClassed(it) => {
            let noun: Complaint = work.need(it.complaint, "complaint").await?;
            let report = &noun.report;
            if noun.stage != ComplaintStage::New || (report.category, report.severity) != (it.category, it.severity) {
                return Err(Refusal::WorkedOnSince.into());
            }
            let back = Classed {
                category: it.was_category,
                severity: it.was_severity,
                was_category: it.category,
                was_severity: it.severity,
                ..(**it).clone()
            };
            work.record(Event::ComplaintClassed(Box::new(back))).await.map(drop)
        }
        Event::PassingPlanned(planned) => stop(work, planned).await,
        // Goes back with its letter.
        Event::ComplaintPassedOn(_) => Ok(()),
        Event::CaseAssigned { case, owner } => {
            let noun = locked(work, *case).await?;
            let before = ledger::owner_before(&mut work.conn(), *case, seq).await?;
            if noun.owner != *owner {
                return Err(Refusal::WorkedOnSince.into());
            }
            let owner: Option<PersonId> = before;
            work.record(Event::CaseAssigned { case: *case, owner }).await.map(drop)
        }
        Event::CaseGraded(it) => {
            if locked(work, it.case).await?.severity != it.severity {
                return Err(Refusal::WorkedOnSince.into());
            }
            let back = Graded { case: it.case, severity: it.was, was: it.severity };
            work.record(Event::CaseGraded(Box::new(back))).await.map(drop)
        }
        Event::CaseTagged(it) => {
            if locked(work, it.case).await?.tags != it.tags {
                return Err(Refusal::WorkedOnSince.into());
            }
            let back = Tagged { case: it.case, tags: it.was.clone(), was: it.tags.clone() };
            work.record(Event::CaseTagged(Box::new(back))).await.map(drop)
        }
        Event::CaseSnoozed(it) => {
            if locked(work, it.case).await?.snooze.is_none_or(|snooze| snooze.until != it.until) {
                return Err(Refusal::WorkedOnSince.into());
            }
            work.record(Event::CaseWoken(Box::new(Woken { case: it.case, early: true }))).await.map(drop)
        }
        Event::CaseLinked(it) => {
            let noun = locked(work, it.case).await?;
            if noun.links.iter().all(|link| link.case != it.other) {
                return Err(Refusal::WorkedOnSince.into());
            }
            let off = Unlinked { case: it.case, other: it.other, other_number: it.other_number.clone() };
            work.record(Event::CaseUnlinked(Box::new(off))).await.map(drop)
        }
        Event::LocationsMarked(it) => unmark(work, it, done.id).await,
        _ => Err(Refusal::NotTakenBack.into()),
    }
}

/// What each location was before stands in the events that marked it earlier.
async fn unmark(work: &mut Work, marked: &Marked, event: EventId) -> Done<()> {
    let noun: Complaint = work.need(marked.complaint, "complaint").await?;
    let case = match noun.stage {
        ComplaintStage::InCase { case, .. } => Some(case),
        _ => None,
    };
    if let Some(case) = case {
        locked(work, case).await?;
    }
    if marked.all().any(|place| noun.outcomes.of(place) != marked.outcome) {
        return Err(Refusal::WorkedOnSince.into());
    }
    let before = noun.changes.iter().take_while(|id| **id != event).map(ToString::to_string);
    let mut rows = search::events(&mut work.conn(), &before.collect::<Vec<_>>()).await?;
    rows.sort_by_key(|row| row.seq);
    let earlier = super::pages::read_events(&mut work.conn(), &rows).await?;
    let marks = earlier.iter().filter_map(|recorded| match &recorded.event {
        Event::LocationsMarked(it) => Some(&**it),
        _ => None,
    });
    for (outcome, places) in Outcomes::before(marks, marked) {
        let back = Marked { outcome, places, case, note: String::new().into(), ..marked.clone() };
        work.record(Event::LocationsMarked(Box::new(back))).await?;
    }
    Ok(())
}

/// The case with its row taken, once for each command.
async fn locked(work: &mut Work, case: CaseId) -> Done<Case> {
    if let Some(known) = work.known::<Case>(&case.to_string()) {
        return Ok(known);
    }
    work.lock_case(case, None).await
}

async fn give_back(work: &mut Work, complaint: ComplaintId, number: i64, case: Option<CaseId>) -> Done<()> {
    let returned = Returned { complaint, number, case, passing: None };
    work.record(Event::ComplaintReturned(Box::new(returned))).await.map(drop)
}

async fn stop(work: &mut Work, planned: &Planned) -> Done<()> {
    let noun: Passing = work.need(planned.passing, "letter").await?;
    if noun.stage != PassingStage::Leaving || work.now >= noun.leaves_at {
        return Err(Refusal::LetterLeft.into());
    }
    let undone = Undone { passing: planned.passing, customer: planned.customer };
    work.record(Event::PassingUndone(Box::new(undone))).await?;
    for (complaint, number) in &planned.complaints {
        let (complaint, number, passing) = (*complaint, *number, Some(planned.passing));
        let returned = Returned { complaint, number, case: None, passing };
        work.record(Event::ComplaintReturned(Box::new(returned))).await?;
    }
    Ok(())
}
