//! What was weighed beside the words of a decision: conditions under which it ends, what it means for the customer,
//! how like cases went, and who else has to approve.

use crate::complaint::Exhibit;
use crate::id::{CaseId, DecisionId, InterimId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// How many months the customer has to appeal.
pub const APPEAL_MONTHS: u32 = 6;
/// For a decision that was proposed before the end of its time to appeal was written down.
pub const APPEAL_DAYS: i64 = 184;

/// The event that follows a proposal in the same transaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    pub weighing: Weighing,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighing {
    /// How many persons approve, beside whoever proposed.
    pub approvals: u32,
    /// The whole account: what that means for the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Private<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// How like cases went when it was proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
    /// Harsher than like cases: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differs: Option<Private<String>>,
    /// A confirmed interim measure on which it rests, in place of a notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<InterimId>,
    pub appeal_until: Moment,
    /// The first of two approvals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconded: Option<Given>,
}

/// One thing that has to be so before what was switched off runs again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    pub number: u32,
    pub text: Private<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<Met>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Met {
    pub at: Moment,
    pub by: PersonId,
    pub how: Private<String>,
    pub proof: Vec<Exhibit>,
}

/// What the proposer saw of like cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    pub cases: u32,
    pub decided: u32,
    /// The word of the outcome that was usual.
    pub usual: String,
    pub usual_count: u32,
    pub median_hours: Option<i64>,
}

/// One approval of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub by: PersonId,
    pub at: Moment,
}

/// The first of two persons approved. The decision still waits for the second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seconded {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    pub text_hash: String,
    pub by: PersonId,
}

/// One condition of reinstatement was found to be met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConditionMet {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    pub condition: u32,
    pub by: PersonId,
    pub how: Private<String>,
    pub proof: Vec<Exhibit>,
}

/// A termination took the place of what was in force before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replaced {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    pub by: DecisionId,
    pub by_number: u32,
}

impl Weighing {
    pub fn is_met(&self) -> bool {
        !self.conditions.is_empty() && self.conditions.iter().all(|condition| condition.met.is_some())
    }

    pub fn open(&self) -> usize {
        self.conditions.iter().filter(|condition| condition.met.is_none()).count()
    }
}
