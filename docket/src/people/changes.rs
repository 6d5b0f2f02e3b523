//! What happens to people after they joined. Secrets are no events: that there is one, and that it went, is.

use super::{Person, Role};
use crate::event::{Event, Recorded};
use crate::id::PersonId;
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Somebody has an app that makes codes, from now on or anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecondFactorSet {
    pub person: PersonId,
}

/// An admin took it away, for somebody who lost it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecondFactorRemoved {
    pub person: PersonId,
    pub reason: Private<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecoveryCodeUsed {
    pub person: PersonId,
    pub left: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecoveryCodesRenewed {
    pub person: PersonId,
}

/// The opposite of disabled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRestored {
    pub person: PersonId,
}

/// Somebody goes by another name from now on. The one before stays in the record until it is erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRenamed {
    pub person: PersonId,
    pub name: Private<String>,
}

/// An admin would give somebody a role with more rights. Nothing changes until another admin agrees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleProposed {
    pub person: PersonId,
    pub role: Role,
    pub by: PersonId,
}

/// Another admin agreed: the role changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleAgreed {
    pub person: PersonId,
    pub role: Role,
    pub proposed_by: PersonId,
}

/// The proposal is off the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleDropped {
    pub person: PersonId,
    pub role: Role,
}

/// What the person remembers of a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleWaiting {
    pub role: Role,
    pub by: PersonId,
    pub at: Moment,
}

impl Person {
    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::PersonAdded { person, name, email, role, zone } => Some(Person {
                id: *person,
                name: name.clone(),
                email: email.clone(),
                role: *role,
                zone: zone.clone(),
                added_at: event.at,
                disabled_at: None,
                second_factor_at: None,
                waiting: None,
            }),
            Event::RoleChanged { role, .. } => was.map(|person| Person { role: *role, waiting: None, ..person }),
            Event::RoleAgreed(agreed) => was.map(|person| Person { role: agreed.role, waiting: None, ..person }),
            Event::RoleProposed(new) => {
                let waiting = Some(RoleWaiting { role: new.role, by: new.by, at: event.at });
                was.map(|person| Person { waiting, ..person })
            }
            Event::RoleDropped(_) => was.map(|person| Person { waiting: None, ..person }),
            Event::PersonDisabled { .. } => was.map(|person| Person { disabled_at: Some(event.at), ..person }),
            Event::PersonRenamed(renamed) => was.map(|person| Person { name: renamed.name.clone(), ..person }),
            Event::PersonRestored(_) => was.map(|person| Person { disabled_at: None, ..person }),
            Event::SecondFactorSet(_) => was.map(|person| Person { second_factor_at: Some(event.at), ..person }),
            Event::SecondFactorRemoved(_) => was.map(|person| Person { second_factor_at: None, ..person }),
            _ => was,
        }
    }
}
