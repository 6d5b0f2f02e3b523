//! What became of each location of a complaint, marked by a person.

use crate::complaint::locations::{LocationOutcome, Marked, Run};
use crate::complaint::{Complaint, ComplaintStage};
use crate::desk::check::Check;
use crate::desk::work::Begun;
use crate::desk::{Desk, Done, Failure, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, ComplaintId};
use crate::people::Act;
use crate::refusal::Refusal;
use crate::store::lists;
use crate::words::Reason;
use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MarkForm {
    /// Counted from 0. Without any, `matching` says which.
    pub places: Vec<u32>,
    /// Every location with this outcome: a word, "none", or "all". Empty: only `places`.
    pub matching: String,
    /// A word, or "none" to take an outcome back.
    pub outcome: String,
    pub note: String,
}

impl Desk {
    pub async fn mark_locations(
        &self,
        who: &Who,
        command: CommandId,
        complaint: ComplaintId,
        form: &MarkForm,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let outcome = match form.outcome.as_str() {
            "none" => Some(None),
            word => check.some("outcome", LocationOutcome::parse(word), "Choose what was found there.").map(Some),
        };
        let note = check.optional("note", &form.note, Reason::parse);
        if form.places.is_empty() && form.matching.is_empty() {
            check.problem("places", "Choose at least one location.");
        }
        let Some(outcome) = outcome else { return check.refuse().map_err(Failure::from) };
        check.done()?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(complaint, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = lists::one::<Complaint>(&mut work.conn(), &complaint.to_string()).await?;
            let noun = noun.ok_or(Refusal::NotFound("complaint"))?.noun;
            let case = match noun.stage {
                ComplaintStage::InCase { case, .. } => Some(case),
                _ => None,
            };
            if let Some(case) = case {
                work.lock_case(case, None).await?;
            }
            let noun: Complaint = work.need(complaint, "complaint").await?;
            let many = noun.report.locations.get().map_or(0, Vec::len);
            let many = u32::try_from(many).unwrap_or(u32::MAX);
            let chosen = if form.matching.is_empty() {
                form.places.iter().copied().filter(|place| *place < many).collect()
            } else {
                (0..many).filter(|place| fits(&noun, *place, &form.matching)).collect()
            };
            let chosen: Vec<u32> = chosen;
            let places = chosen.into_iter().filter(|place| noun.outcomes.of(*place) != outcome).collect();
            let places = Run::all_of(places);
            if places.is_empty() {
                return Err(Refusal::field("places", "These locations have this outcome already.").into());
            }
            let note = note.as_ref().map(|note| note.as_str().to_owned()).unwrap_or_default().into();
            let marked = Marked { complaint, number: noun.number, case, outcome, places, note };
            work.record(Event::LocationsMarked(Box::new(marked))).await?;
            work.commit().await
        })
    }
}

/// Whether a location is under a filter: "all", "none" (without an outcome), or the outcome's word.
pub(crate) fn fits(complaint: &Complaint, place: u32, filter: &str) -> bool {
    match filter {
        "" | "all" => true,
        "none" => complaint.outcomes.of(place).is_none(),
        word => complaint.outcomes.of(place).is_some_and(|outcome| outcome.word() == word),
    }
}
