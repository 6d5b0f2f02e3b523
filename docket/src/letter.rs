//! A letter leaves only through the outbox: queued in the transaction of its cause, delivered afterwards.

use crate::event::{Event, Recorded};
use crate::id::{
    AnswerId, AppealId, CaseId, ComplaintId, DataRequestId, DecisionId, ExtensionId, InterimId, InvitationId, LetterId,
    MailId, NoticeId, PassingId,
};
use crate::mail::Action;
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    pub id: LetterId,
    pub case: Option<CaseId>,
    pub cause: Cause,
    pub language: Language,
    pub to: Private<String>,
    pub subject: Private<String>,
    pub text: Private<String>,
    /// One for ever: a second delivery of the same letter is the same message.
    pub message_id: String,
    pub queued_at: Moment,
    pub stage: LetterStage,
    /// The letter that a person sent in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<LetterId>,
    /// The letter in whose place a person sent this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_of: Option<LetterId>,
    /// What left, once later news took the place of the stage that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Left>,
    /// By which way it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
    /// What mail servers said of it later, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub news: Vec<News>,
    /// When hand-overs began whose end nobody knows. Each was followed by another of the same bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handed_again: Vec<Moment>,
}

/// The bytes that left, and what was said to that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Left {
    pub at: Moment,
    pub bytes: String,
    pub response: String,
}

/// The server that took it, and how the words went there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// "mail.hosting.example:465"
    pub host: String,
    pub tls: bool,
    /// The server was asked to report what becomes of it (RFC 3461).
    pub asked: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct News {
    pub at: Moment,
    pub mail: MailId,
    pub mail_number: i64,
    pub action: Action,
    pub status: String,
    pub said: Private<String>,
    pub remote: Private<String>,
}

/// Beside its acceptance: where the letter went, and whether the way was encrypted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandedOver {
    pub letter: LetterId,
    pub case: Option<CaseId>,
    pub way: Way,
}

/// The connection ended between the last byte and the answer: nobody knows whether the server took it. The same bytes
/// under the same Message-ID are offered again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubted {
    pub letter: LetterId,
    pub case: Option<CaseId>,
    pub cause: Cause,
    pub problem: String,
}

/// A mail server's report about a letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reported {
    pub letter: LetterId,
    pub case: Option<CaseId>,
    pub cause: Cause,
    pub mail: MailId,
    pub mail_number: i64,
    pub action: Action,
    pub status: String,
    pub said: Private<String>,
    pub remote: Private<String>,
    /// What it was before: a notice counts its letters.
    pub was_accepted: bool,
    pub was_failed: bool,
}

/// A server ended in the middle of a hand-over, so nobody knows whether the letter left. The identical message, under
/// the same Message-ID, is handed over once more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandedAgain {
    pub letter: LetterId,
    pub case: Option<CaseId>,
    pub cause: Cause,
    pub begun_at: Moment,
}

/// A failed letter was sent once more, as a letter of its own with its own Message-ID. Never silently: a person did it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SentAgain {
    pub letter: LetterId,
    pub again: LetterId,
    pub case: Option<CaseId>,
    pub cause: Cause,
}

/// Why the letter exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Cause {
    Notice {
        notice: NoticeId,
    },
    Receipt {
        answer: AnswerId,
    },
    Decision {
        decision: DecisionId,
    },
    /// To whoever reported: that it arrived, or what became of it.
    Complaint {
        complaint: ComplaintId,
    },
    /// Complaints passed on as information.
    Passing {
        passing: PassingId,
    },
    /// To somebody who is asked to join the team.
    Invitation {
        invitation: InvitationId,
    },
    Interim {
        interim: InterimId,
    },
    Appeal {
        appeal: AppealId,
    },
    DataRequest {
        request: DataRequestId,
    },
    /// Tells that a notice no longer counts.
    Withdrawal {
        notice: NoticeId,
    },
    /// A request for more time came in, or was decided.
    Time {
        extension: ExtensionId,
    },
    /// Six digits, drawn when the letter leaves.
    Code {
        notice: NoticeId,
    },
    /// A new link in place of an old one.
    Link {
        notice: NoticeId,
    },
    /// To the customer, before the deadline.
    Reminder {
        notice: NoticeId,
    },
    /// A later deadline took the place of the one that was promised.
    Later {
        notice: NoticeId,
    },
    /// To one of the team: something waits.
    Alert {
        what: crate::alert::What,
        subject: uuid::Uuid,
        step: u32,
    },
}

impl Cause {
    /// Letters with a secret link of their reader's own, which the record leaves out.
    pub fn brings_a_link(&self) -> bool {
        matches!(self, Cause::Notice { .. } | Cause::Link { .. } | Cause::Complaint { .. } | Cause::Invitation { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum LetterStage {
    Queued,
    /// Handed to a mail server, or written as a file, with the exact bytes kept.
    Accepted {
        at: Moment,
        bytes: String,
        response: String,
    },
    Failed {
        at: Moment,
        problem: String,
    },
    /// Offered, and nobody knows whether it was taken. It is offered again.
    Unknown {
        at: Moment,
        problem: String,
    },
    /// Given on to a server that reports nothing more.
    Relayed {
        at: Moment,
    },
    /// A server on the way still tries.
    Delayed {
        at: Moment,
        said: Private<String>,
    },
    /// It lies in its reader's mailbox.
    Delivered {
        at: Moment,
    },
    /// It was taken, and came back.
    Returned {
        at: Moment,
        said: Private<String>,
    },
}

/// Some server hands it over just now. No stage of its own: it is known from the lease beside the record, and over as soon
/// as that server says how it ended.
pub const SENDING: &str = "sending";

impl LetterStage {
    pub const WORDS: [&'static str; 7] = ["queued", "unknown", "accepted", "relayed", "delayed", "delivered", "failed"];

    pub fn word(&self) -> &'static str {
        match self {
            LetterStage::Queued => "queued",
            LetterStage::Accepted { .. } => "accepted",
            LetterStage::Failed { .. } | LetterStage::Returned { .. } => "failed",
            LetterStage::Unknown { .. } => "unknown",
            LetterStage::Relayed { .. } => "relayed",
            LetterStage::Delayed { .. } => "delayed",
            LetterStage::Delivered { .. } => "delivered",
        }
    }

    /// It is offered to the mail server when its turn comes.
    pub fn waits(&self) -> bool {
        matches!(self, LetterStage::Queued | LetterStage::Unknown { .. })
    }

    pub fn has_failed(&self) -> bool {
        matches!(self, LetterStage::Failed { .. } | LetterStage::Returned { .. })
    }

    /// What it becomes by a report. None: it stays what it is. A letter that came back does not arrive later, and one
    /// that arrived is not on its way any more.
    fn after(&self, action: Action, at: Moment, said: &Private<String>) -> Option<LetterStage> {
        match (self, action) {
            (stage, _) if stage.has_failed() => None,
            (_, Action::Failed) => Some(LetterStage::Returned { at, said: said.clone() }),
            (LetterStage::Delivered { .. }, _) => None,
            (_, Action::Delivered) => Some(LetterStage::Delivered { at }),
            (LetterStage::Relayed { .. }, _) => None,
            (_, Action::Relayed | Action::Expanded) => Some(LetterStage::Relayed { at }),
            (_, Action::Delayed) => Some(LetterStage::Delayed { at, said: said.clone() }),
        }
    }
}

impl Letter {
    /// What left, whatever came after.
    pub fn left(&self) -> Option<Left> {
        match &self.stage {
            LetterStage::Accepted { at, bytes, response } => {
                Some(Left { at: *at, bytes: bytes.clone(), response: response.clone() })
            }
            _ => self.left.clone(),
        }
    }

    /// When it failed, and in whose words.
    pub fn failure(&self) -> Option<(Moment, &str)> {
        match &self.stage {
            LetterStage::Failed { at, problem } => Some((*at, problem)),
            LetterStage::Returned { at, said } => Some((*at, said.show())),
            _ => None,
        }
    }

    /// Whether a server said that it has it, and none that it came back or is stuck.
    pub fn has_arrived(&self) -> bool {
        matches!(self.stage, LetterStage::Accepted { .. } | LetterStage::Relayed { .. } | LetterStage::Delivered { .. })
    }

    /// How far it is proven to have come: 0 in the outbox, 1 taken by the next server, 2 given on, 3 in its mailbox.
    pub fn rung(&self) -> u8 {
        let reported = self.news.iter().map(|news| match news.action {
            Action::Delivered => 3,
            Action::Relayed | Action::Expanded => 2,
            // Whoever reports that it failed or waits has taken it.
            Action::Failed | Action::Delayed => 1,
        });
        let left = u8::from(self.left().is_some());
        reported.max().unwrap_or(0).max(left)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::LetterQueued { letter, case, cause, language, to, subject, text, message_id } => Some(Letter {
                id: *letter,
                case: *case,
                cause: *cause,
                language: *language,
                to: to.clone(),
                subject: subject.clone(),
                text: text.clone(),
                message_id: message_id.clone(),
                queued_at: event.at,
                stage: LetterStage::Queued,
                again: None,
                again_of: None,
                left: None,
                way: None,
                news: Vec::new(),
                handed_again: Vec::new(),
            }),
            Event::LetterSentAgain(sent) => was.map(|letter| match letter.id == sent.letter {
                true => Letter { again: Some(sent.again), ..letter },
                false => Letter { again_of: Some(sent.letter), ..letter },
            }),
            Event::LetterAccepted { bytes, response, .. } => was.map(|letter| Letter {
                stage: LetterStage::Accepted { at: event.at, bytes: bytes.clone(), response: response.clone() },
                ..letter
            }),
            Event::LetterHandedAgain(again) => was.map(|mut letter| {
                letter.handed_again.push(again.begun_at);
                letter
            }),
            Event::LetterFailed { problem, .. } => was.map(|letter| Letter {
                stage: LetterStage::Failed { at: event.at, problem: problem.clone() },
                ..letter
            }),
            Event::LetterHandedOver(it) => was.map(|letter| Letter { way: Some(it.way.clone()), ..letter }),
            Event::LetterDoubted(it) => was.map(|letter| Letter {
                stage: LetterStage::Unknown { at: event.at, problem: it.problem.clone() },
                ..letter
            }),
            Event::LetterReported(it) => was.map(|mut letter| {
                letter.left = letter.left();
                if let Some(stage) = letter.stage.after(it.action, event.at, &it.said) {
                    letter.stage = stage;
                }
                letter.news.push(News {
                    at: event.at,
                    mail: it.mail,
                    mail_number: it.mail_number,
                    action: it.action,
                    status: it.status.clone(),
                    said: it.said.clone(),
                    remote: it.remote.clone(),
                });
                letter
            }),
            _ => was,
        }
    }
}

#[cfg(test)]
mod tests;
