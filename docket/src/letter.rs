//! A letter leaves only through the outbox: queued in the transaction of its cause, delivered afterwards.

use crate::event::{Event, Recorded};
use crate::id::{
    AnswerId, AppealId, CaseId, ComplaintId, DataRequestId, DecisionId, ExtensionId, InterimId, InvitationId, LetterId,
    NoticeId, PassingId,
};
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
}

impl LetterStage {
    pub const WORDS: [&'static str; 3] = ["queued", "accepted", "failed"];

    pub fn word(&self) -> &'static str {
        match self {
            LetterStage::Queued => "queued",
            LetterStage::Accepted { .. } => "accepted",
            LetterStage::Failed { .. } => "failed",
        }
    }
}

impl Letter {
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
            }),
            Event::LetterSentAgain(sent) => was.map(|letter| match letter.id == sent.letter {
                true => Letter { again: Some(sent.again), ..letter },
                false => Letter { again_of: Some(sent.letter), ..letter },
            }),
            Event::LetterAccepted { bytes, response, .. } => was.map(|letter| Letter {
                stage: LetterStage::Accepted { at: event.at, bytes: bytes.clone(), response: response.clone() },
                ..letter
            }),
            Event::LetterFailed { problem, .. } => was.map(|letter| Letter {
                stage: LetterStage::Failed { at: event.at, problem: problem.clone() },
                ..letter
            }),
            _ => was,
        }
    }
}
