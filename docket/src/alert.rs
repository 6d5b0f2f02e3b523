//! What the team is told when something waits too long. Each cause has its steps, and each step is told once, whoever
//! makes the rounds.

use crate::event::{Event, Recorded};
use crate::id::{CaseId, PersonId};
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An answer that nobody has weighed.
    Answer,
    /// A request for more time that nobody has decided.
    Time,
    /// A decision whose hour comes before anybody approved it.
    Approval,
    /// A decision that was stopped, because something stood in its way.
    Stopped,
    /// A decision whose hour passed without it: nothing happens late by itself, so a person is asked.
    Missed,
    /// A letter that did not leave.
    Letter,
    Appeal,
    /// Data that is kept only for a few days more.
    Preservation,
    /// Data that need not be kept any longer: somebody decides what becomes of it.
    PreservationOver,
    /// A deadline whose wall a newer time zone database reads otherwise.
    Drift,
    /// An instruction that no machine carried out.
    Instruction,
    /// A deadline whose hour came before what it is counted from.
    Anchor,
}

impl What {
    pub const ALL: [What; 12] = [
        What::Answer,
        What::Time,
        What::Approval,
        What::Stopped,
        What::Missed,
        What::Letter,
        What::Appeal,
        What::Preservation,
        What::PreservationOver,
        What::Drift,
        What::Instruction,
        What::Anchor,
    ];

    pub fn word(self) -> &'static str {
        match self {
            What::Answer => "answer",
            What::Time => "time",
            What::Approval => "approval",
            What::Stopped => "stopped",
            What::Missed => "missed",
            What::Letter => "letter",
            What::Appeal => "appeal",
            What::Preservation => "preservation",
            What::PreservationOver => "preservation_over",
            What::Drift => "drift",
            What::Instruction => "instruction",
            What::Anchor => "anchor",
        }
    }

    /// What waits, in a few words.
    pub fn name(self) -> &'static str {
        match self {
            What::Answer => ours("An answer waits to be weighed"),
            What::Time => ours("A request for more time waits"),
            What::Approval => ours("A decision waits for approval"),
            What::Stopped => ours("A decision did not take effect"),
            What::Missed => ours("The hour of a decision was missed"),
            What::Letter => ours("A letter did not leave"),
            What::Appeal => ours("An appeal waits"),
            What::Preservation => ours("The time for which data is kept ends soon"),
            What::PreservationOver => ours("The time for which data was kept is over"),
            What::Drift => ours("A deadline reads otherwise by newer time zone data"),
            What::Instruction => ours("An instruction was not carried out"),
            What::Anchor => ours("A deadline came before what it counts from"),
        }
    }
}

/// One cause, one step, told once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    pub id: String,
    pub what: What,
    pub subject: uuid::Uuid,
    /// 1: whoever owns the case. 2: the leads.
    pub step: u32,
    pub case: Option<CaseId>,
    pub raised_at: Moment,
    /// Since when it waits.
    pub since: Moment,
    /// Whom it is for, with or without a letter.
    pub to: Vec<PersonId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Raised {
    pub what: What,
    pub subject: uuid::Uuid,
    pub step: u32,
    pub case: Option<CaseId>,
    pub since: Moment,
    pub to: Vec<PersonId>,
}

impl Raised {
    pub fn id(&self) -> String {
        alert_id(self.what, self.subject, self.step)
    }
}

pub fn alert_id(what: What, subject: uuid::Uuid, step: u32) -> String {
    format!("{}/{subject}/{step}", what.word())
}

impl Alert {
    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::TeamAlerted(raised) => Some(Alert {
                id: raised.id(),
                what: raised.what,
                subject: raised.subject,
                step: raised.step,
                case: raised.case,
                raised_at: event.at,
                since: raised.since,
                to: raised.to.clone(),
            }),
            _ => was,
        }
    }
}
