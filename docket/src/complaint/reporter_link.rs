//! The link by which whoever reported something sees what became of it. 256 bits, kept as a hash.

use super::Complaint;
use crate::decision::Outcome;
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ComplaintId};
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

/// So long a reporter can look.
pub const LINK_DAYS: i64 = 730;
/// The outcome is mailed so long after it was found, so that what was a slip can be undone without a word.
pub const TELL_AFTER_SECONDS: i64 = 60 * 60;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReporterLink {
    pub hash: String,
    pub complaint: ComplaintId,
    pub language: Language,
    pub made_at: Moment,
    pub expires_at: Moment,
    /// What the reporter was told in the end, and when.
    pub told: Option<(ReporterOutcome, Moment)>,
}

/// What a reporter may know of the outcome: what was done, never to whom else, by whom or why in our words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReporterOutcome {
    /// Nobody has decided yet.
    Received,
    /// It belongs to a case that is open.
    InHand,
    /// Nothing comes of it.
    NotActedOn,
    /// The customer got it as information.
    PassedOn,
    /// The customer was warned, or did what we asked.
    Acted,
    /// The service was restricted.
    Restricted,
}

impl ReporterOutcome {
    pub fn word(self) -> &'static str {
        match self {
            ReporterOutcome::Received => "received",
            ReporterOutcome::InHand => "in_hand",
            ReporterOutcome::NotActedOn => "not_acted_on",
            ReporterOutcome::PassedOn => "passed_on",
            ReporterOutcome::Acted => "acted",
            ReporterOutcome::Restricted => "restricted",
        }
    }

    /// After this nothing more is to be told.
    pub fn is_final(self) -> bool {
        !matches!(self, ReporterOutcome::Received | ReporterOutcome::InHand)
    }

    pub fn of_decision(outcome: Outcome) -> ReporterOutcome {
        match outcome {
            Outcome::NoAction => ReporterOutcome::NotActedOn,
            outcome if outcome.switches_off() => ReporterOutcome::Restricted,
            _ => ReporterOutcome::Acted,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    pub complaint: ComplaintId,
    pub number: i64,
    pub link_hash: String,
    pub until: Moment,
    pub language: Language,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub complaint: ComplaintId,
    pub number: i64,
    pub case: Option<CaseId>,
    pub link_hash: String,
    pub outcome: ReporterOutcome,
}

impl ReporterLink {
    pub fn is_open(&self, now: Moment) -> bool {
        now < self.expires_at
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::ReporterLinked(linked) => Some(ReporterLink {
                hash: linked.link_hash.clone(),
                complaint: linked.complaint,
                language: linked.language,
                made_at: event.at,
                expires_at: linked.until,
                told: None,
            }),
            Event::ReporterTold(told) => was.map(|link| ReporterLink { told: Some((told.outcome, event.at)), ..link }),
            _ => was,
        }
    }
}

impl Complaint {
    pub(super) fn answered(mut self, event: &Recorded) -> Self {
        if matches!(event.event, Event::ReporterLinked(_) | Event::ReporterTold(_)) {
            self.changes.push(event.id);
        }
        self
    }
}
