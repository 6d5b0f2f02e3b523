//! A place in the team, offered by letter. Whoever follows its link within three days takes it.

use super::Role;
use crate::event::{Event, Recorded};
use crate::id::{InvitationId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

/// Only the SHA-256 of the link is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    pub email: Private<String>,
    pub role: Role,
    pub language: Language,
    pub hash: String,
    pub invited_at: Moment,
    pub expires_at: Moment,
    pub stage: InvitationStage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum InvitationStage {
    Waiting,
    Accepted { at: Moment, person: PersonId },
    TakenBack { at: Moment },
}

impl InvitationStage {
    pub fn word(self) -> &'static str {
        match self {
            InvitationStage::Waiting => "waiting",
            InvitationStage::Accepted { .. } => "accepted",
            InvitationStage::TakenBack { .. } => "taken_back",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonInvited {
    pub invitation: InvitationId,
    pub email: Private<String>,
    pub role: Role,
    pub language: Language,
    pub hash: String,
    pub expires_at: Moment,
}

/// A new letter with a new link. The link before it opens nothing any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationSentAgain {
    pub invitation: InvitationId,
    pub hash: String,
    pub expires_at: Moment,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationTakenBack {
    pub invitation: InvitationId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationAccepted {
    pub invitation: InvitationId,
    pub person: PersonId,
}

impl Invitation {
    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::PersonInvited(invited) => Some(Invitation {
                id: invited.invitation,
                email: invited.email.clone(),
                role: invited.role,
                language: invited.language,
                hash: invited.hash.clone(),
                invited_at: event.at,
                expires_at: invited.expires_at,
                stage: InvitationStage::Waiting,
            }),
            Event::InvitationSentAgain(again) => was.map(|invitation| Invitation {
                hash: again.hash.clone(),
                expires_at: again.expires_at,
                ..invitation
            }),
            Event::InvitationTakenBack(_) => {
                was.map(|invitation| Invitation { stage: InvitationStage::TakenBack { at: event.at }, ..invitation })
            }
            Event::InvitationAccepted(accepted) => was.map(|invitation| Invitation {
                stage: InvitationStage::Accepted { at: event.at, person: accepted.person },
                ..invitation
            }),
            _ => was,
        }
    }

    /// Whether its link still opens the door.
    pub fn is_open(&self, now: Moment) -> bool {
        self.stage == InvitationStage::Waiting && now < self.expires_at
    }
}
