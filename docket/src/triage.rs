//! Complaints settled without a case, and what brings them back into the inbox.

use crate::complaint::{Complaint, ComplaintStage};
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ComplaintId, PassingId};
use crate::passing::Passed;
use crate::policy::{Category, Severity};
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// What was done to a complaint is taken back: it waits in the inbox again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Returned {
    pub complaint: ComplaintId,
    pub number: i64,
    /// The case that it is taken out of.
    pub case: Option<CaseId>,
    /// The letter that was stopped before it left.
    pub passing: Option<PassingId>,
}

/// Somebody read the complaint and says better than the report what it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Classed {
    pub complaint: ComplaintId,
    pub number: i64,
    pub category: Category,
    pub severity: Severity,
    pub was_category: Category,
    pub was_severity: Severity,
}

impl Complaint {
    pub(crate) fn triaged(mut self, event: &Recorded) -> Self {
        match &event.event {
            Event::ComplaintPassedOn(it) => {
                if self.stage == ComplaintStage::New {
                    self.stage = ComplaintStage::PassedOn { passing: it.passing, since: event.at };
                }
                self.passed_on = Some(Passed { passing: it.passing, at: event.at });
            }
            Event::ComplaintReturned(it) => {
                // A complaint of a case stays there when only the letter about it is taken back.
                let stays = it.case.is_none() && matches!(self.stage, ComplaintStage::InCase { .. });
                if !stays {
                    self.stage = ComplaintStage::New;
                    self.joined = None;
                }
                self.passed_on = self.passed_on.filter(|passed| Some(passed.passing) != it.passing);
            }
            Event::ComplaintClassed(it) => {
                self.report.category = it.category;
                self.report.severity = it.severity;
            }
            _ => return self,
        }
        self.changes.push(event.id);
        self
    }
}

/// A ready-made reason: its word in forms, its few words in a list, the sentence that is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    pub word: &'static str,
    pub name: &'static str,
    pub sentence: &'static str,
}

const fn ground(word: &'static str, name: &'static str, sentence: &'static str) -> Ground {
    Ground { word, name, sentence }
}

/// In the order of the keys 1 to 8.
pub const GROUNDS: [Ground; 8] = [
    ground("no_breach", ours("Breaks no rule of ours"), "What was reported breaks no rule of our policy."),
    ground("not_found", ours("Nothing found there"), "We looked at the address, and what was reported was not there."),
    ground("not_ours", ours("Not our network"), "The address does not belong to our network."),
    ground("too_little", ours("Says too little"), "The report says too little to look into it."),
    ground("known", ours("Known and dealt with"), "We knew of this already and have dealt with it."),
    ground(
        "dispute",
        ours("A dispute for a court"),
        "This is a dispute between two parties that a court has to settle.",
    ),
    ground("mistake", ours("Sent by mistake"), "The report was a test or was sent by mistake."),
    ground("baseless", ours("Made up"), "What the report says is made up, as far as we can see."),
];

pub fn ground_of(word: &str) -> Option<&'static Ground> {
    GROUNDS.iter().find(|ground| ground.word == word)
}
