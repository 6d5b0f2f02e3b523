//! Passing on: complaints go to the customer as information, without demand or deadline, the reporter hidden
//! unless they agreed to be named.

use crate::event::{Event, Recorded};
use crate::id::{CaseId, ComplaintId, ContactId, CustomerId, LetterId, PassingId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// One information letter to one customer, about one complaint or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passing {
    pub id: PassingId,
    pub customer: CustomerId,
    pub complaints: Vec<(ComplaintId, i64)>,
    /// Which of the ready-made openings it has.
    pub opening: String,
    pub letters: Vec<PassingLetter>,
    pub planned_at: Moment,
    pub leaves_at: Moment,
    pub stage: PassingStage,
}

/// The words for one contact, in that contact's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassingLetter {
    pub letter: LetterId,
    pub contact: ContactId,
    pub email: Private<String>,
    pub language: Language,
    pub subject: Private<String>,
    pub text: Private<String>,
    /// When the next hop took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum PassingStage {
    /// It can still be taken back.
    Leaving,
    Undone {
        at: Moment,
    },
    Sent {
        at: Moment,
    },
}

impl PassingStage {
    pub fn word(&self) -> &'static str {
        match self {
            PassingStage::Leaving => "leaving",
            PassingStage::Undone { .. } => "undone",
            PassingStage::Sent { .. } => "sent",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    pub passing: PassingId,
    pub customer: CustomerId,
    pub complaints: Vec<(ComplaintId, i64)>,
    pub opening: String,
    pub letters: Vec<PassingLetter>,
    pub leaves_at: Moment,
}

/// One complaint of a passing: each has an event of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassedOn {
    pub complaint: ComplaintId,
    pub number: i64,
    pub passing: PassingId,
    pub customer: CustomerId,
    /// The case that it belongs to, if it does.
    pub case: Option<CaseId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undone {
    pub passing: PassingId,
    pub customer: CustomerId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub passing: PassingId,
    pub customer: CustomerId,
    pub complaints: Vec<i64>,
    pub letters: u32,
}

/// What a complaint remembers of having been passed on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passed {
    pub passing: PassingId,
    pub at: Moment,
}

impl Passing {
    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::PassingPlanned(planned) = &event.event {
            return Some(Passing {
                id: planned.passing,
                customer: planned.customer,
                complaints: planned.complaints.clone(),
                opening: planned.opening.clone(),
                letters: planned.letters.clone(),
                planned_at: event.at,
                leaves_at: planned.leaves_at,
                stage: PassingStage::Leaving,
            });
        }
        let mut passing = was?;
        match &event.event {
            Event::PassingUndone(_) => passing.stage = PassingStage::Undone { at: event.at },
            Event::PassingSent(_) => passing.stage = PassingStage::Sent { at: event.at },
            Event::LetterAccepted { letter, .. } => {
                for one in passing.letters.iter_mut().filter(|one| one.letter == *letter) {
                    one.accepted_at = Some(event.at);
                }
            }
            Event::LetterFailed { letter, .. } => {
                for one in passing.letters.iter_mut().filter(|one| one.letter == *letter) {
                    one.failed_at = Some(event.at);
                }
            }
            _ => {}
        }
        Some(passing)
    }

    pub fn sent_at(&self) -> Option<Moment> {
        match self.stage {
            PassingStage::Sent { at } => Some(at),
            _ => None,
        }
    }
}

/// The ready-made openings of an information letter, in the order of the keys 1 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    Plain,
    Misused,
    Listed,
}

impl Opening {
    pub const ALL: [Opening; 3] = [Opening::Plain, Opening::Misused, Opening::Listed];

    pub fn word(self) -> &'static str {
        match self {
            Opening::Plain => "plain",
            Opening::Misused => "misused",
            Opening::Listed => "listed",
        }
    }

    pub fn parse(text: &str) -> Option<Opening> {
        Opening::ALL.into_iter().find(|opening| opening.word() == text)
    }

    /// What staff reads.
    pub fn name(self) -> &'static str {
        match self {
            Opening::Plain => ours("For your information"),
            Opening::Misused => ours("Others may be misusing your machine"),
            Opening::Listed => ours("An address of yours is on a list"),
        }
    }
}
