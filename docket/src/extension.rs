//! A request for more time: what the customer asked, and what was granted or refused.

use crate::case::CaseStage;
use crate::confirmation::Confirmation;
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ContactId, ExtensionId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::{Deadline, Moment};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    pub id: ExtensionId,
    pub notice: NoticeId,
    pub case: CaseId,
    /// "T-7F3K-2M9Q": what the customer quotes on the telephone.
    pub receipt: String,
    pub asked_at: Moment,
    /// Until when the customer would like to have.
    pub until: Deadline,
    pub reason: Private<String>,
    pub signer: Private<String>,
    pub confirmation: Option<Confirmation>,
    pub stage: ExtensionStage,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ExtensionStage {
    Waiting,
    Granted { at: Moment, by: PersonId, until: Deadline, reason: Private<String> },
    Refused { at: Moment, by: PersonId, reason: Private<String> },
}

impl ExtensionStage {
    pub fn word(&self) -> &'static str {
        match self {
            ExtensionStage::Waiting => "waiting",
            ExtensionStage::Granted { .. } => "granted",
            ExtensionStage::Refused { .. } => "refused",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub extension: ExtensionId,
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub receipt: String,
    pub contact: ContactId,
    pub until: Deadline,
    pub reason: Private<String>,
    pub signer: Private<String>,
    pub address: Private<String>,
}

/// All, or some, of what was asked. The new deadline supersedes the old one and never lies before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Granted {
    pub extension: ExtensionId,
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub receipt: String,
    pub was: Deadline,
    pub until: Deadline,
    /// Not less than what was asked.
    pub all: bool,
    pub reason: Private<String>,
    /// Somebody had shown that the request came from the customer.
    pub confirmed: bool,
    pub by: PersonId,
    pub case_stage: Box<CaseStage>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    pub extension: ExtensionId,
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub receipt: String,
    pub reason: Private<String>,
    pub confirmed: bool,
    pub by: PersonId,
}

impl Extension {
    pub fn is_waiting(&self) -> bool {
        self.stage == ExtensionStage::Waiting
    }

    /// Nobody has shown yet that it came from the customer.
    pub fn is_unconfirmed(&self) -> bool {
        self.confirmation.as_ref().is_some_and(Confirmation::is_awaited)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::TimeAsked(asked) = &event.event {
            return Some(Extension {
                id: asked.extension,
                notice: asked.notice,
                case: asked.case,
                receipt: asked.receipt.clone(),
                asked_at: event.at,
                until: asked.until.clone(),
                reason: asked.reason.clone(),
                signer: asked.signer.clone(),
                confirmation: None,
                stage: ExtensionStage::Waiting,
            });
        }
        let mut extension = was?;
        match &event.event {
            Event::TimeGranted(granted) => {
                extension.stage = ExtensionStage::Granted {
                    at: event.at,
                    by: granted.by,
                    until: granted.until.clone(),
                    reason: granted.reason.clone(),
                };
            }
            Event::TimeRefused(refused) => {
                extension.stage =
                    ExtensionStage::Refused { at: event.at, by: refused.by, reason: refused.reason.clone() };
            }
            Event::CodeAwaited(_) => extension.confirmation = Some(Confirmation::Awaited),
            Event::SenderConfirmed(confirmed) => extension.confirmation = Some(confirmed.proof(event)),
            _ => {}
        }
        Some(extension)
    }
}

/// What a notice knows of the requests for more time: while the first one is undecided, nothing burdens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeAsks {
    /// Undecided.
    pub waiting: u32,
    /// Decided, and known to have come from the customer.
    pub settled: u32,
}

impl TimeAsks {
    pub fn is_none(&self) -> bool {
        *self == TimeAsks::default()
    }

    pub fn first_waits(&self) -> bool {
        self.waiting > 0 && self.settled == 0
    }

    pub(crate) fn decided(&mut self, confirmed: bool) {
        self.waiting = self.waiting.saturating_sub(1);
        self.settled += u32::from(confirmed);
    }
}
