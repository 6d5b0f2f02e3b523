//! What happens to people after they joined. Secrets are no events: that there is one, and that it went, is.

use super::Person;
use crate::event::{Event, Recorded};
use crate::id::PersonId;
use crate::private::Private;
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
            }),
            Event::RoleChanged { role, .. } => was.map(|person| Person { role: *role, ..person }),
            Event::PersonDisabled { .. } => was.map(|person| Person { disabled_at: Some(event.at), ..person }),
            Event::PersonRestored(_) => was.map(|person| Person { disabled_at: None, ..person }),
            Event::SecondFactorSet(_) => was.map(|person| Person { second_factor_at: Some(event.at), ..person }),
            Event::SecondFactorRemoved(_) => was.map(|person| Person { second_factor_at: None, ..person }),
            _ => was,
        }
    }
}
