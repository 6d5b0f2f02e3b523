//! What came in by mail about our letters: reports on their delivery, automatic replies, answers. Each is kept whole,
//! with its hash, before anything of it is believed; what belongs to nothing waits for a person.

use crate::event::{Event, Recorded};
use crate::id::{AnswerId, CaseId, LetterId, MailId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mail {
    pub id: MailId,
    /// 7 is shown as ML-7.
    pub number: i64,
    /// When our mail server took it, never later than when we looked.
    pub received_at: Moment,
    /// SHA-256 of its bytes, which are kept as evidence.
    pub raw: String,
    pub size: i64,
    /// Equal for two copies of one mail that came by different ways.
    pub dedupe: String,
    pub kind: MailKind,
    pub from: Private<String>,
    pub subject: Private<String>,
    pub text: Private<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<Report>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    pub stage: MailStage,
}

/// What it is, as far as its headers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// A mail server says what became of a letter (RFC 3464).
    Delivery,
    /// A machine answered (RFC 3834). Kept, and never answered.
    Automatic,
    /// As far as anybody can see, a person wrote it.
    Reply,
}

impl MailKind {
    pub fn word(self) -> &'static str {
        match self {
            MailKind::Delivery => "delivery",
            MailKind::Automatic => "automatic",
            MailKind::Reply => "reply",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            MailKind::Delivery => ours("Report on delivery"),
            MailKind::Automatic => ours("Automatic reply"),
            MailKind::Reply => ours("Reply"),
        }
    }
}

/// What a mail server did for one recipient, in the words of RFC 3464.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub recipient: Private<String>,
    pub action: Action,
    /// "5.1.1" (RFC 3463); empty when the report names none.
    pub status: String,
    pub said: Private<String>,
    /// The server that said it.
    pub remote: Private<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Failed,
    Delayed,
    Delivered,
    /// Given on to a server that reports nothing more.
    Relayed,
    /// Given on to several mailboxes.
    Expanded,
}

impl Action {
    /// What weighs most first: of several recipients of one letter, this one tells what became of it.
    pub const ALL: [Action; 5] =
        [Action::Failed, Action::Delivered, Action::Relayed, Action::Expanded, Action::Delayed];

    pub fn word(self) -> &'static str {
        match self {
            Action::Failed => ours("failed"),
            Action::Delayed => ours("delayed"),
            Action::Delivered => ours("delivered"),
            Action::Relayed => ours("relayed"),
            Action::Expanded => ours("expanded"),
        }
    }

    pub fn parse(text: &str) -> Option<Action> {
        let word = text.split(|c: char| !c.is_ascii_alphabetic()).next()?.to_ascii_lowercase();
        Action::ALL.into_iter().find(|action| action.word() == word)
    }
}

/// The letter or the notice that a mail belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub letter: Option<LetterId>,
    pub notice: Option<NoticeId>,
    pub case: Option<CaseId>,
    pub by: BoundBy,
}

/// What tied it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoundBy {
    /// The envelope id that we gave to the mail server.
    Envelope,
    /// The Message-ID in the headers that came back.
    Returned,
    /// The tag in the address that it was sent to.
    Tag,
    /// In-Reply-To or References.
    Reference,
    /// A notice's code in the subject.
    Subject,
    Person,
}

impl BoundBy {
    pub fn name(self) -> &'static str {
        match self {
            BoundBy::Envelope => ours("By the envelope id of the letter"),
            BoundBy::Returned => ours("By the Message-ID in what came back"),
            BoundBy::Tag => ours("By the address that it was sent to"),
            BoundBy::Reference => ours("By the letter that it answers"),
            BoundBy::Subject => ours("By the notice’s code in its subject"),
            BoundBy::Person => ours("By a person"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum MailStage {
    /// For a person: it belongs to nothing that we know, or nobody can say what it means.
    Waiting,
    /// It said what it had to say.
    Kept,
    /// It stands on its case as an answer.
    Answer {
        answer: AnswerId,
        receipt: String,
    },
    Settled {
        at: Moment,
        by: Option<PersonId>,
        reason: Private<String>,
    },
}

impl MailStage {
    pub fn word(&self) -> &'static str {
        match self {
            MailStage::Waiting => "waiting",
            MailStage::Kept => "kept",
            MailStage::Answer { .. } => "answer",
            MailStage::Settled { .. } => "settled",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Received {
    pub mail: MailId,
    pub number: i64,
    pub received_at: Moment,
    pub raw: String,
    pub size: i64,
    pub dedupe: String,
    pub kind: MailKind,
    pub from: Private<String>,
    pub subject: Private<String>,
    pub text: Private<String>,
    pub reports: Vec<Report>,
    pub about: Option<About>,
    pub waits: bool,
}

/// A person said what a mail belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    pub mail: MailId,
    pub number: i64,
    pub about: About,
    pub waits: bool,
}

/// A mail stands on its case as an answer, at the instant at which it came. Nobody has shown yet whose words they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    pub mail: MailId,
    pub number: i64,
    pub answer: AnswerId,
    pub notice: NoticeId,
    pub notice_number: u32,
    pub case: CaseId,
    pub receipt: String,
}

/// A person looked at a mail and put it aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    pub mail: MailId,
    pub number: i64,
    pub case: Option<CaseId>,
    pub reason: Private<String>,
}

impl Mail {
    pub fn is_waiting(&self) -> bool {
        self.stage == MailStage::Waiting
    }

    pub fn case(&self) -> Option<CaseId> {
        self.about.and_then(|about| about.case)
    }

    /// Of several recipients, the one that tells what became of the letter.
    pub fn verdict(reports: &[Report]) -> Option<&Report> {
        Action::ALL.into_iter().find_map(|action| reports.iter().find(|report| report.action == action))
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::MailReceived(it) => Some(Mail {
                id: it.mail,
                number: it.number,
                received_at: it.received_at,
                raw: it.raw.clone(),
                size: it.size,
                dedupe: it.dedupe.clone(),
                kind: it.kind,
                from: it.from.clone(),
                subject: it.subject.clone(),
                text: it.text.clone(),
                reports: it.reports.clone(),
                about: it.about,
                stage: if it.waits { MailStage::Waiting } else { MailStage::Kept },
            }),
            Event::MailBound(it) => was.map(|mail| Mail {
                about: Some(it.about),
                stage: if it.waits { MailStage::Waiting } else { MailStage::Kept },
                ..mail
            }),
            Event::MailAnswered(it) => was.map(|mail| Mail {
                stage: MailStage::Answer { answer: it.answer, receipt: it.receipt.clone() },
                ..mail
            }),
            Event::MailSettled(it) => was.map(|mail| Mail {
                stage: MailStage::Settled { at: event.at, by: event.actor.person(), reason: it.reason.clone() },
                ..mail
            }),
            _ => was,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_weighs_more_than_what_else_was_said() {
        let report = |action| Report {
            recipient: String::new().into(),
            action,
            status: String::new(),
            said: String::new().into(),
            remote: String::new().into(),
        };
        let both = [report(Action::Delayed), report(Action::Delivered), report(Action::Failed)];
        assert_eq!(Mail::verdict(&both).map(|report| report.action), Some(Action::Failed));
        assert_eq!(Mail::verdict(&both[..2]).map(|report| report.action), Some(Action::Delivered));
        assert_eq!(Mail::verdict(&[]), None);
    }

    #[test]
    fn an_action_is_read_as_servers_write_it() {
        for (written, read) in [
            ("failed", Some(Action::Failed)),
            ("Delayed", Some(Action::Delayed)),
            ("relayed (to non-DSN-aware mailer)", Some(Action::Relayed)),
            ("expanded\r\n", Some(Action::Expanded)),
            ("fail", None),
            ("", None),
        ] {
            assert_eq!(Action::parse(written), read, "{written}");
        }
    }
}
