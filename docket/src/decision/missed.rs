//! Why the hour of a decision passed without it.

use crate::id::{CaseId, DecisionId};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum MissedWhy {
    /// Nobody made rounds, or they had only just come back.
    Away { from: Moment, to: Moment },
    /// The clock was in doubt.
    Clock { from: Moment, to: Moment },
    /// The rounds were made, and came to it too late.
    Late { seconds: i64 },
}

/// Recorded with each missed hour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    #[serde(flatten)]
    pub why: MissedWhy,
}
