//! Whether it was the customer who sent something. A link may leak; the mailbox it was sent to is the proof.

use crate::event::Recorded;
use crate::id::{AnswerId, AppealId, CaseId, ContactId, ExtensionId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What was sent by a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "sent", rename_all = "snake_case")]
pub enum Sent {
    Answer { answer: AnswerId },
    Time { extension: ExtensionId },
    Appeal { appeal: AppealId },
}

/// Where the proof stands. Nothing at all for what never needed one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "proof", rename_all = "snake_case")]
pub enum Confirmation {
    /// A code was mailed and has not come back.
    Awaited,
    ByCode {
        at: Moment,
    },
    /// Somebody of the team called back.
    ByCallBack {
        at: Moment,
        by: PersonId,
        how: Private<String>,
    },
}

impl Confirmation {
    pub fn is_awaited(&self) -> bool {
        matches!(self, Confirmation::Awaited)
    }
}

/// What was sent is kept, and waits for the code that was mailed to the contact of the link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Awaited {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub what: Sent,
    pub receipt: String,
    pub contact: ContactId,
}

/// It was the customer: they had the code, or somebody called them back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confirmed {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub what: Sent,
    pub receipt: String,
    pub call_back: Option<CallBack>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallBack {
    pub by: PersonId,
    pub how: Private<String>,
}

impl Confirmed {
    pub fn proof(&self, event: &Recorded) -> Confirmation {
        match &self.call_back {
            None => Confirmation::ByCode { at: event.at },
            Some(CallBack { by, how }) => Confirmation::ByCallBack { at: event.at, by: *by, how: how.clone() },
        }
    }
}
