//! The capability link of one contact, and the contact who says that the account is not theirs.

use crate::event::{Event, Recorded};
use crate::id::{CaseId, ContactId, LetterId, NoticeId};
use crate::noun::Key;
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// A capability: whoever holds the 256 bits may read one notice. Only the hash is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// SHA-256 of the token, hex. The row's identity.
    pub hash: String,
    pub notice: NoticeId,
    pub contact: ContactId,
    pub made_at: Moment,
    pub expires_at: Moment,
    pub revoked_at: Option<Moment>,
}

impl Link {
    pub fn is_open(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    pub fn apply(was: Option<Self>, key: &Key, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::NoticeSent { notice, letters, links_until, .. } => {
                let sent = letters.iter().find(|sent| sent.link_hash == key.id)?;
                Some(Link {
                    hash: sent.link_hash.clone(),
                    notice: *notice,
                    contact: sent.contact,
                    made_at: event.at,
                    expires_at: *links_until,
                    revoked_at: None,
                })
            }
            Event::LinkReplaced(replaced) if replaced.new == key.id => Some(Link {
                hash: replaced.new.clone(),
                notice: replaced.notice,
                contact: replaced.contact,
                made_at: event.at,
                expires_at: replaced.until,
                revoked_at: None,
            }),
            Event::LinkReplaced(_) => was.map(|link| Link { revoked_at: Some(event.at), ..link }),
            _ => was,
        }
    }
}

/// The links of a contact stopped opening, and a new one left by letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replaced {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub contact: ContactId,
    pub old: Vec<String>,
    pub new: String,
    pub letter: LetterId,
    pub until: Moment,
    pub reason: Private<String>,
}

/// "This is not my account."
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Denied {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub contact: ContactId,
    pub words: Private<String>,
    pub address: Private<String>,
}

/// What the notice remembers of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Denial {
    pub at: Moment,
    pub contact: ContactId,
    pub words: Private<String>,
    /// A person found since that the notice reached the customer all the same.
    pub settled: bool,
}
