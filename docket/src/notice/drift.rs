//! A time zone database that became newer reads the wall of a promised deadline otherwise. The promise stands; a person
//! is told.

use crate::id::{CaseId, NoticeId};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drifted {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    /// The instant that was promised, and stands.
    pub frozen: Moment,
    /// What its wall would mean now. None: the clocks jump over it.
    pub now_means: Option<Moment>,
    /// The editions of the database then and now.
    pub frozen_by: String,
    pub tzdb: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    pub at: Moment,
    pub frozen: Moment,
    pub now_means: Option<Moment>,
    pub tzdb: String,
}

impl Drifted {
    pub(super) fn drift(&self, at: Moment) -> Drift {
        Drift { at, frozen: self.frozen, now_means: self.now_means, tzdb: self.tzdb.clone() }
    }
}

impl super::Notice {
    /// Somebody still has to look at it: the deadline lies ahead and is the one that drifted.
    pub fn drifts(&self, now: Moment) -> Option<&Drift> {
        self.drift.as_ref().filter(|drift| drift.frozen == self.deadline.at && now < self.deadline.at)
    }
}
