//! A litigation hold: nothing in its scope may be closed, ended or deleted while it stands.

use crate::event::{Event, Recorded};
use crate::id::{CaseId, CustomerId, HoldId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    pub id: HoldId,
    /// Shown as H-2.
    pub number: i64,
    pub customer: CustomerId,
    /// None: everything of the customer.
    pub case: Option<CaseId>,
    /// The case in whose timeline it stands.
    pub placed_in: CaseId,
    pub matter: Private<String>,
    pub reason: Private<String>,
    pub placed_by: PersonId,
    pub placed_at: Moment,
    pub stage: HoldStage,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum HoldStage {
    Standing,
    /// One person asked for its release; it stands until another agrees.
    ReleaseAsked {
        at: Moment,
        by: PersonId,
        reason: Private<String>,
    },
    Released {
        at: Moment,
        asked_by: PersonId,
        by: PersonId,
    },
}

impl HoldStage {
    pub fn word(&self) -> &'static str {
        match self {
            HoldStage::Standing => "standing",
            HoldStage::ReleaseAsked { .. } => "release_asked",
            HoldStage::Released { .. } => "released",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    pub hold: HoldId,
    pub number: i64,
    pub customer: CustomerId,
    pub scope: Option<CaseId>,
    pub case: CaseId,
    pub matter: Private<String>,
    pub reason: Private<String>,
    pub by: PersonId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReleaseAsked {
    pub hold: HoldId,
    pub number: i64,
    pub case: CaseId,
    pub reason: Private<String>,
    pub by: PersonId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Released {
    pub hold: HoldId,
    pub number: i64,
    pub case: CaseId,
    pub by: PersonId,
}

impl Hold {
    pub fn stands(&self) -> bool {
        !matches!(self.stage, HoldStage::Released { .. })
    }

    pub fn covers(&self, case: CaseId) -> bool {
        self.stands() && self.case.is_none_or(|one| one == case)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::HoldPlaced(placed) = &event.event {
            return Some(Hold {
                id: placed.hold,
                number: placed.number,
                customer: placed.customer,
                case: placed.scope,
                placed_in: placed.case,
                matter: placed.matter.clone(),
                reason: placed.reason.clone(),
                placed_by: placed.by,
                placed_at: event.at,
                stage: HoldStage::Standing,
            });
        }
        let mut hold = was?;
        match &event.event {
            Event::HoldReleaseAsked(asked) => {
                hold.stage = HoldStage::ReleaseAsked { at: event.at, by: asked.by, reason: asked.reason.clone() };
            }
            Event::HoldReleased(released) => {
                let asked_by = match hold.stage {
                    HoldStage::ReleaseAsked { by, .. } => by,
                    _ => released.by,
                };
                hold.stage = HoldStage::Released { at: event.at, asked_by, by: released.by };
            }
            _ => {}
        }
        Some(hold)
    }
}
