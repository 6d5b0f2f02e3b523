//! A complaint that joined an open case by itself, and the way out of it again.

use super::{Complaint, ComplaintStage};
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ComplaintId};
use crate::private::Private;
use serde::{Deserialize, Serialize};

/// A case takes in what is about the same for so many days after its newest complaint.
pub const JOIN_DAYS: i64 = 14;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    pub complaint: ComplaintId,
    pub number: i64,
    pub case: CaseId,
    pub case_number: String,
    /// What a person reads who asks why. Names our own asset, nobody's data.
    pub why: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenOut {
    pub complaint: ComplaintId,
    pub number: i64,
    pub case: CaseId,
    pub reason: Private<String>,
}

impl Complaint {
    pub(super) fn moved(mut self, event: &Recorded) -> Self {
        match &event.event {
            Event::ComplaintJoined(joined) => {
                self.stage = ComplaintStage::InCase { case: joined.case, since: event.at };
                self.joined = Some(joined.why.clone());
            }
            Event::ComplaintTakenOut(_) => {
                self.stage = ComplaintStage::New;
                self.joined = None;
            }
            _ => return self,
        }
        self.changes.push(event.id);
        self
    }
}
