//! What became of a customer's data once it no longer had to be kept.

use crate::id::{CaseId, DecisionId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// The end of a preservation comes nearer. `next` is when somebody is asked next; none: nobody is asked any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    pub until: Moment,
    pub next: Option<Moment>,
}

/// When somebody is asked, in seconds from the end of a preservation: a week and a day before it, then, and a day after.
pub const ASKED_AT: [i64; 4] = [-7 * 86_400, -86_400, 0, 86_400];

/// The next of them.
pub fn next_asked(until: Moment, now: Moment) -> Option<Moment> {
    ASKED_AT.into_iter().map(|after| until.plus_seconds(after)).find(|at| *at > now)
}

/// A person says what was destroyed, when, and who did it. Nothing here destroys anything by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Destroyed {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    /// When it was done, as that person says.
    pub done_at: Moment,
    /// Which data: volumes, mailboxes, backups.
    pub what: Private<String>,
    /// Who did it, of the team or outside.
    pub done_by: Private<String>,
    /// Who wrote it down.
    pub by: PersonId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gone {
    pub at: Moment,
    pub recorded_at: Moment,
    pub what: Private<String>,
    pub done_by: Private<String>,
    pub by: PersonId,
}

impl Destroyed {
    pub fn gone(&self, at: Moment) -> Gone {
        Gone { at: self.done_at, recorded_at: at, what: self.what.clone(), done_by: self.done_by.clone(), by: self.by }
    }
}
