//! A litigation hold: nothing in its scope may be closed, ended or deleted while it stands.

pub mod wide;

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
    /// None: it covers a period or the whole desk.
    pub customer: Option<CustomerId>,
    /// None: everything of the customer.
    pub case: Option<CaseId>,
    /// The case in whose timeline it stands, if it was placed in one.
    pub placed_in: Option<CaseId>,
    /// What came in within it, whoever it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<wide::Period>,
    /// Who of the team answers for what is held. While it stands that person is not erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custodian: Option<PersonId>,
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

    /// Of the holds of a customer: the case may not be closed or ended while this one stands. One over a period or the
    /// whole desk stops every deletion and leaves the work as it is.
    pub fn covers(&self, case: CaseId) -> bool {
        self.stands() && self.customer.is_some() && self.case.is_none_or(|one| one == case)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::HoldPlaced(placed) = &event.event {
            return Some(Hold {
                id: placed.hold,
                number: placed.number,
                customer: Some(placed.customer),
                case: placed.scope,
                placed_in: Some(placed.case),
                period: None,
                custodian: None,
                matter: placed.matter.clone(),
                reason: placed.reason.clone(),
                placed_by: placed.by,
                placed_at: event.at,
                stage: HoldStage::Standing,
            });
        }
        if let Event::WideHoldPlaced(placed) = &event.event {
            return Some(placed.made(event.at));
        }
        let mut hold = was?;
        match &event.event {
            Event::HoldReleaseAsked(asked) => hold.asked(event.at, asked.by, &asked.reason),
            Event::WideHoldReleaseAsked(asked) => hold.asked(event.at, asked.by, &asked.reason),
            Event::HoldReleased(released) => hold.released(event.at, released.by),
            Event::WideHoldReleased(released) => hold.released(event.at, released.by),
            _ => {}
        }
        Some(hold)
    }

    fn asked(&mut self, at: Moment, by: PersonId, reason: &Private<String>) {
        self.stage = HoldStage::ReleaseAsked { at, by, reason: reason.clone() };
    }

    fn released(&mut self, at: Moment, by: PersonId) {
        let asked_by = match self.stage {
            HoldStage::ReleaseAsked { by, .. } => by,
            _ => by,
        };
        self.stage = HoldStage::Released { at, asked_by, by };
    }
}
