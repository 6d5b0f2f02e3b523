//! A stay: a decision put on ice by one person, by court order or by choice, and thawed by one person.

use crate::case::CaseStage;
use crate::id::{AssetId, CaseId, DecisionId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What a court ordered, as far as it is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourtOrder {
    pub court: Private<String>,
    /// The court's own number of the matter.
    pub reference: Private<String>,
    pub received_at: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stayed {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    pub by: PersonId,
    pub reason: Private<String>,
    pub order: Option<CourtOrder>,
    /// What was off because of it and runs again.
    pub assets: Vec<AssetId>,
    /// It waited for its hour.
    pub armed: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    pub decision: DecisionId,
    pub case: CaseId,
    pub number: u32,
    pub by: PersonId,
    pub reason: Private<String>,
    /// What is off again.
    pub assets: Vec<AssetId>,
    /// Its hour is still ahead: it waits for it again.
    pub effective: Option<Moment>,
    /// Its hour passed under the stay: a person must look.
    pub missed: bool,
    pub back_to: Box<CaseStage>,
}
