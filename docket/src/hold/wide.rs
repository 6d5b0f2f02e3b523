//! Holds from the register: over a case, a customer, a period or the whole desk, and what they keep from being destroyed.

use super::{Hold, HoldStage};
use crate::id::{CaseId, CustomerId, HoldId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// From when to when things came in. Without an end it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Moment,
    pub to: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "over", rename_all = "snake_case")]
pub enum Scope {
    Case { case: CaseId, customer: CustomerId },
    Customer { customer: CustomerId },
    Period { period: Period },
    Desk,
}

/// Placed in the register. What is placed in a case has a kind of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidePlaced {
    pub hold: HoldId,
    pub number: i64,
    pub scope: Scope,
    pub custodian: Option<PersonId>,
    pub matter: Private<String>,
    pub reason: Private<String>,
    pub by: PersonId,
}

/// Of a hold that stands in no case's timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WideReleaseAsked {
    pub hold: HoldId,
    pub number: i64,
    pub reason: Private<String>,
    pub by: PersonId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WideReleased {
    pub hold: HoldId,
    pub number: i64,
    pub by: PersonId,
}

impl Scope {
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Scope::Case { case, .. } => Some(*case),
            _ => None,
        }
    }

    pub fn customer(&self) -> Option<CustomerId> {
        match self {
            Scope::Case { customer, .. } | Scope::Customer { customer } => Some(*customer),
            Scope::Period { .. } | Scope::Desk => None,
        }
    }
}

impl WidePlaced {
    pub(super) fn made(&self, at: Moment) -> Hold {
        Hold {
            id: self.hold,
            number: self.number,
            customer: self.scope.customer(),
            case: self.scope.case(),
            placed_in: self.scope.case(),
            period: match self.scope {
                Scope::Period { period } => Some(period),
                _ => None,
            },
            custodian: self.custodian,
            matter: self.matter.clone(),
            reason: self.reason.clone(),
            placed_by: self.by,
            placed_at: at,
            stage: HoldStage::Standing,
        }
    }
}

/// What something that might be destroyed belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belongs {
    pub case: Option<CaseId>,
    pub customer: Option<CustomerId>,
    /// Of a member of the team.
    pub person: Option<PersonId>,
    /// When it came in.
    pub at: Moment,
}

impl Hold {
    /// Nothing of this is destroyed or erased while it stands. The database asks the same question once more.
    pub fn keeps(&self, what: &Belongs) -> bool {
        let covered = match (self.case, self.customer) {
            (Some(case), _) => what.case == Some(case),
            (None, Some(customer)) => what.customer == Some(customer),
            (None, None) => {
                self.period.is_none_or(|period| period.from <= what.at && period.to.is_none_or(|to| what.at <= to))
            }
        };
        self.stands() && (covered || (self.custodian.is_some() && self.custodian == what.person))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    fn hold(scope: Scope, custodian: Option<PersonId>) -> Hold {
        let placed = WidePlaced {
            hold: Uuid::from_u128(1).into(),
            number: 1,
            scope,
            custodian,
            matter: "A suit".to_owned().into(),
            reason: "They sued.".to_owned().into(),
            by: Uuid::from_u128(2).into(),
        };
        placed.made(at(0))
    }

    #[test]
    fn a_hold_keeps_what_lies_in_its_scope_and_nothing_else() {
        let (case, customer): (CaseId, CustomerId) = (Uuid::from_u128(3).into(), Uuid::from_u128(4).into());
        let person: PersonId = Uuid::from_u128(5).into();
        let inside = Belongs { case: Some(case), customer: Some(customer), person: None, at: at(100) };
        let elsewhere = Belongs { case: None, customer: None, person: Some(person), at: at(300) };
        let period = Period { from: at(50), to: Some(at(100)) };
        for (scope, keeps) in [
            (Scope::Case { case, customer }, [true, false]),
            (Scope::Customer { customer }, [true, false]),
            (Scope::Period { period }, [true, false]),
            (Scope::Period { period: Period { from: at(101), to: None } }, [false, true]),
            (Scope::Desk, [true, true]),
        ] {
            let hold = hold(scope, None);
            assert_eq!([hold.keeps(&inside), hold.keeps(&elsewhere)], keeps, "{scope:?}");
        }
        assert!(hold(Scope::Customer { customer }, Some(person)).keeps(&elsewhere), "the custodian stays");
        let mut released = hold(Scope::Desk, None);
        released.released(at(1), person);
        assert!(!released.keeps(&inside) && !released.covers(case));
    }
}
