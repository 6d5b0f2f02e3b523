//! What the customer sends back: a stance and words for each requirement, with files. Late ones are
//! accepted and marked; the instant of receipt by our server decides.

use crate::complaint::Exhibit;
use crate::confirmation::Confirmation;
use crate::event::{Event, Recorded};
use crate::id::{AnswerId, CaseId, MailId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub id: AnswerId,
    pub notice: NoticeId,
    pub case: CaseId,
    /// "A-7F3K-2M9Q": what the customer quotes on the telephone.
    pub receipt: String,
    pub via: Via,
    pub received_at: Moment,
    /// Microseconds before the deadline; negative when late.
    pub margin: i64,
    pub parts: Vec<Part>,
    pub files: Vec<Exhibit>,
    pub signer: Private<String>,
    pub signer_role: Private<String>,
    /// SHA-256 over the canonical form of what was sent, hex.
    pub content_hash: String,
    pub verdicts: Vec<Verdict>,
    /// For what came by a link and needs a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// The mail that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailNumber>,
}

/// A mail, as pages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailNumber {
    pub id: MailId,
    pub number: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub requirement: u32,
    pub stance: Stance,
    pub text: Private<String>,
    /// For what will be done later: by when, as the customer wrote it.
    pub by_date: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    Done,
    WillDo,
    Disagree,
    /// Nothing was said about this requirement.
    Silent,
    /// A mail: its words are not sorted by what was asked.
    Whole,
}

impl Stance {
    pub const CHOICES: [Stance; 3] = [Stance::Done, Stance::WillDo, Stance::Disagree];

    pub fn word(self) -> &'static str {
        match self {
            Stance::Done => "done",
            Stance::WillDo => "will_do",
            Stance::Disagree => "disagree",
            Stance::Silent => "silent",
            Stance::Whole => "whole",
        }
    }

    pub fn parse(text: &str) -> Option<Stance> {
        Stance::CHOICES.into_iter().find(|stance| stance.word() == text)
    }

    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Stance::Done, Language::En) => "It is done",
            (Stance::Done, Language::Fr) => "C’est fait",
            (Stance::WillDo, Language::En) => "It will be done, by a date",
            (Stance::WillDo, Language::Fr) => "Ce sera fait, à une date donnée",
            (Stance::Disagree, Language::En) => "We disagree",
            (Stance::Disagree, Language::Fr) => "Nous ne sommes pas d’accord",
            (Stance::Silent, Language::En) => "No answer",
            (Stance::Silent, Language::Fr) => "Pas de réponse",
            (Stance::Whole, Language::En) => "In the mail as a whole",
            (Stance::Whole, Language::Fr) => "Dans le message entier",
        }
    }
}

/// How a file says to which requirement it was sent. An answer's files stand in one list for ever.
pub fn with_requirement(number: u32) -> String {
    format!("requirement {number}")
}

/// How an answer reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    Page,
    Mail,
    Phone,
}

/// One person's view of one part: enough or not, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub requirement: u32,
    pub enough: bool,
    pub reason: Private<String>,
    pub by: PersonId,
    pub at: Moment,
}

impl Answer {
    pub fn is_late(&self) -> bool {
        self.margin < 0
    }

    /// The newest verdict on a requirement counts.
    pub fn verdict(&self, requirement: u32) -> Option<&Verdict> {
        self.verdicts.iter().rev().find(|verdict| verdict.requirement == requirement)
    }

    /// Nobody has shown yet that it came from the customer.
    pub fn is_unconfirmed(&self) -> bool {
        self.confirmation.as_ref().is_some_and(Confirmation::is_awaited)
    }

    /// The files that were sent with one requirement.
    pub fn files_of(&self, requirement: u32) -> impl Iterator<Item = &Exhibit> {
        let with = with_requirement(requirement);
        self.files.iter().filter(move |file| file.description.show() == with)
    }

    /// Every part was looked at.
    pub fn is_assessed(&self) -> bool {
        self.parts.iter().all(|part| self.verdict(part.requirement).is_some())
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::AnswerReceived {
                answer,
                notice,
                case,
                receipt,
                via,
                received_at,
                margin,
                parts,
                files,
                signer,
                signer_role,
                content_hash,
                ..
            } => Some(Answer {
                id: *answer,
                notice: *notice,
                case: *case,
                receipt: receipt.clone(),
                via: *via,
                received_at: *received_at,
                margin: *margin,
                parts: parts.clone(),
                files: files.clone(),
                signer: signer.clone(),
                signer_role: signer_role.clone(),
                content_hash: content_hash.clone(),
                verdicts: Vec::new(),
                confirmation: None,
                mail: None,
            }),
            Event::AnswerAssessed { verdicts, .. } => {
                let mut answer = was?;
                answer.verdicts.extend(verdicts.iter().cloned());
                Some(answer)
            }
            Event::CodeAwaited(_) => was.map(|answer| Answer { confirmation: Some(Confirmation::Awaited), ..answer }),
            Event::SenderConfirmed(confirmed) => {
                was.map(|answer| Answer { confirmation: Some(confirmed.proof(event)), ..answer })
            }
            Event::MailAnswered(it) => was.map(|answer| Answer {
                confirmation: Some(Confirmation::Awaited),
                mail: Some(MailNumber { id: it.mail, number: it.number }),
                ..answer
            }),
            _ => was,
        }
    }
}
