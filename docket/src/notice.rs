//! A letter to the customer, with requirements and a deadline. It never changes once it has left.

pub mod anchor;
mod answer;
#[cfg(feature = "keep")]
pub mod checked;
pub mod code;
pub mod drift;
pub mod kept_back;
pub mod later;
pub mod link;
pub mod reach;
pub mod reminder;
pub mod written;

pub use answer::{Answer, Part, Stance, Verdict, Via, with_requirement};
pub use link::{Denial, Link};

use crate::event::{Event, Recorded};
use crate::extension::TimeAsks;
use crate::id::{CaseId, ContactId, CustomerId, LetterId, NoticeId};
use crate::private::Private;
use crate::time::{Deadline, Moment};
use crate::words::Language;
use serde::{Deserialize, Serialize};

/// The customer can undo nothing, so we give ourselves a minute.
pub const UNDO_SECONDS: i64 = 60;
/// What a letter may need to arrive. It is given to the customer on top of the time that we promise.
pub const DELIVERY_ALLOWANCE_SECONDS: i64 = 15 * 60;
/// Below this a reason is recorded (WCAG 2.2.1).
pub const SHORT_NOTICE_HOURS: i64 = 20;
/// A link outlives its deadline by this, so that the customer can still read what was asked, and appeal
/// against what was decided about it for six months.
pub const LINK_DAYS: i64 = 400;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub case: CaseId,
    pub customer: CustomerId,
    /// 2 is shown as N-2.
    pub number: u32,
    /// "DN-7F3K-2M9QF", printed on the letter.
    pub code: String,
    pub text: NoticeText,
    pub deadline: Deadline,
    pub recipients: Vec<Recipient>,
    pub scheduled_at: Moment,
    pub stage: NoticeStage,
    pub confirmed_at: Option<Moment>,
    pub deadline_passed: bool,
    pub answers: u32,
    pub answers_unread: u32,
    /// A letter of this notice came back or could not be sent.
    pub undelivered: u32,
    pub delivered: u32,
    /// When the first letter of this notice was accepted.
    pub delivered_at: Option<Moment>,
    /// A person's finding that the notice reached the customer all the same.
    pub delivery_found: bool,
    /// The template that it was written from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<written::From>,
    /// Reported places that the letter names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<written::Shown>,
    /// The letter with its fixed words in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_letters: Vec<written::OtherLetter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<NoticeId>,
    /// What was promised before more time was given, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub superseded: Vec<Deadline>,
    #[serde(default, skip_serializing_if = "TimeAsks::is_none")]
    pub time_asks: TimeAsks,
    /// A contact said that this is not their account; the newest word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denial: Option<Denial>,
    /// Letters that came back, and neither arrived when they were sent again nor were made up for by a lead's finding.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreached: Vec<LetterId>,
    /// What was tried beside mail, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<reach::Attempt>,
    /// Why it did not leave although nobody took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_back: Option<kept_back::KeptWhy>,
    /// Reminders that are still to come, and those that left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<reminder::Due>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminded: Vec<reminder::Reminded>,
    /// The letter was accepted late, and a later deadline gave back what that cost.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made_good: bool,
    /// A newer time zone database reads the deadline's wall otherwise; the newest word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<drift::Drift>,
    /// Its time is counted from more than the next mail server's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchoring: Option<anchor::Anchoring>,
}

/// The words that are frozen, and their hash over everything that the customer reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeText {
    pub template: String,
    pub language: Language,
    pub subject: Private<String>,
    /// What was found.
    pub findings: Private<String>,
    /// One example, shown first on the page.
    pub example: Private<String>,
    pub requirements: Vec<Requirement>,
    pub consequence: Private<String>,
    pub data_kept: Private<String>,
    /// Clause as cited, with its words, copied so that the notice stands alone.
    pub clause_cite: String,
    pub clause_text: String,
    pub assets: Vec<String>,
    /// Below twenty hours: why.
    pub short_reason: Option<Private<String>>,
    /// The letter, word for word, with `{link}` where each recipient's own link stands.
    pub letter: Private<String>,
    /// SHA-256 of the letter, hex.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    pub number: u32,
    pub text: Private<String>,
    /// None: once. Otherwise it stands for so many days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing_days: Option<u32>,
}

/// One contact, and once the notice has left, their link (as a hash) and letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    pub contact: ContactId,
    pub email: Private<String>,
    pub letter: Option<LetterId>,
    /// None: as the notice is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum NoticeStage {
    Leaving {
        leaves_at: Moment,
    },
    Undone {
        at: Moment,
    },
    Sent {
        at: Moment,
    },
    Withdrawn {
        at: Moment,
        reason: Private<String>,
    },
    /// Another notice took its place, and its links lead there.
    Superseded {
        at: Moment,
        by: NoticeId,
        by_number: u32,
    },
}

impl NoticeStage {
    pub fn word(&self) -> &'static str {
        match self {
            NoticeStage::Leaving { .. } => "leaving",
            NoticeStage::Undone { .. } => "undone",
            NoticeStage::Sent { .. } => "sent",
            NoticeStage::Withdrawn { .. } => "withdrawn",
            NoticeStage::Superseded { .. } => "superseded",
        }
    }
}

impl Notice {
    pub fn sent_at(&self) -> Option<Moment> {
        match &self.stage {
            NoticeStage::Sent { at } => Some(*at),
            _ => None,
        }
    }

    /// From here on the customer has the time that the notice promises. A letter that leaves later shortens it.
    pub fn promised_from(&self) -> Moment {
        // Time that was given later does not undo that the letter was late.
        self.first_deadline().anchor.max(crate::timer::counted_from(self.scheduled_at))
    }

    /// A letter came back, and no lead has found that the notice reached the customer: its clock does not count.
    pub fn is_unreached(&self) -> bool {
        self.sent_at().is_some() && !self.delivery_found && !self.unreached.is_empty()
    }

    /// The one that the letter prints.
    pub fn first_deadline(&self) -> &Deadline {
        self.superseded.first().unwrap_or(&self.deadline)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::NoticeScheduled { notice, case, customer, number, code, text, deadline, recipients, leaves_at } =
            &event.event
        {
            return Some(Notice {
                id: *notice,
                case: *case,
                customer: *customer,
                number: *number,
                code: code.clone(),
                text: (**text).clone(),
                deadline: deadline.clone(),
                recipients: recipients.clone(),
                scheduled_at: event.at,
                stage: NoticeStage::Leaving { leaves_at: *leaves_at },
                confirmed_at: None,
                deadline_passed: false,
                answers: 0,
                answers_unread: 0,
                undelivered: 0,
                delivered: 0,
                delivered_at: None,
                delivery_found: false,
                from: None,
                shown: Vec::new(),
                other_letters: Vec::new(),
                replaces: None,
                superseded: Vec::new(),
                time_asks: TimeAsks::default(),
                denial: None,
                unreached: Vec::new(),
                attempts: Vec::new(),
                kept_back: None,
                reminders: Vec::new(),
                reminded: Vec::new(),
                made_good: false,
                drift: None,
                anchoring: None,
            });
        }
        let mut notice = was?;
        match &event.event {
            Event::NoticeUndone { .. } => notice.stage = NoticeStage::Undone { at: event.at },
            Event::NoticeKeptBack(kept) => notice.kept_back = Some(kept.why),
            Event::NoticeSent { letters, .. } => {
                notice.stage = NoticeStage::Sent { at: event.at };
                for recipient in &mut notice.recipients {
                    recipient.letter =
                        letters.iter().find(|sent| sent.contact == recipient.contact).map(|sent| sent.letter);
                }
            }
            Event::NoticeWithdrawn { reason, .. } => {
                notice.stage = NoticeStage::Withdrawn { at: event.at, reason: reason.clone() };
            }
            Event::NoticeConfirmed { .. } => notice.confirmed_at = notice.confirmed_at.or(Some(event.at)),
            Event::DeadlinePassed { .. } => notice.deadline_passed = true,
            Event::AnswerReceived { .. } => {
                notice.answers += 1;
                notice.answers_unread += 1;
            }
            Event::AnswerAssessed { complete: true, was_complete: false, .. } => {
                notice.answers_unread = notice.answers_unread.saturating_sub(1);
            }
            Event::LetterAccepted { letter, .. } => {
                notice.unreached.retain(|back| back != letter);
                notice.delivered += 1;
                notice.delivered_at = notice.delivered_at.or(Some(event.at));
            }
            Event::LetterFailed { .. } => notice.undelivered += 1,
            Event::NoticeWritten(written) => notice.write(written),
            Event::NoticeSuperseded(superseded) => notice.supersede(superseded, event.at),
            Event::LetterSentAgain(sent) => {
                for recipient in &mut notice.recipients {
                    if recipient.letter == Some(sent.letter) {
                        recipient.letter = Some(sent.again);
                    }
                }
                for back in &mut notice.unreached {
                    if *back == sent.letter {
                        *back = sent.again;
                    }
                }
            }
            Event::DeliveryFound { .. } => {
                notice.delivery_found = true;
                notice.unreached.clear();
                notice.denial = notice.denial.map(|denial| Denial { settled: true, ..denial });
            }
            Event::TimeAsked(_) => notice.time_asks.waiting += 1,
            Event::TimeRefused(refused) => notice.time_asks.decided(refused.confirmed),
            Event::TimeGranted(granted) => {
                notice.time_asks.decided(granted.confirmed);
                notice.superseded.push(std::mem::replace(&mut notice.deadline, granted.until.clone()));
                notice.deadline_passed = false;
                notice.wait_on();
            }
            Event::DeadlineLater(later) => notice.set_later(later),
            Event::NoticeAnchored(it) => {
                notice.anchoring = Some(anchor::Anchoring { anchor: it.anchor, reached_at: None, missed_at: None });
            }
            Event::AnchorReached(_) => {
                if let Some(anchoring) = &mut notice.anchoring {
                    (anchoring.reached_at, anchoring.missed_at) = (Some(event.at), None);
                }
            }
            Event::AnchorWaived(_) => notice.wait_on(),
            Event::AnchorMissed(_) => {
                if let Some(anchoring) = &mut notice.anchoring {
                    anchoring.missed_at = Some(event.at);
                }
            }
            Event::DeadlineDrifted(drifted) => notice.drift = Some(drifted.drift(event.at)),
            Event::RemindersPlanned(planned) => notice.reminders = planned.reminders.clone(),
            Event::ReminderSent(sent) => notice.remind(sent, event.at),
            Event::ReminderMissed(_) | Event::RemindersEnded(_) => notice.reminders.clear(),
            Event::AccountDenied(denied) => {
                notice.denial =
                    Some(Denial { at: event.at, contact: denied.contact, words: denied.words.clone(), settled: false });
            }
            Event::LetterReported(it) => notice.count(it, event.at),
            Event::NoticeUnreached(it) => notice.unreached.push(it.letter),
            Event::ChannelTried(it) => notice.attempts.push(reach::Attempt {
                at: event.at,
                by: event.actor.person(),
                channel: it.channel,
                on: it.on,
                to: it.to.clone(),
                tracking: it.tracking.clone(),
                words: it.words.clone(),
                files: it.files.clone(),
            }),
            _ => {}
        }
        Some(notice)
    }
}

impl Notice {
    /// A letter that came back no longer counts as delivered, and a report may be the first word that one was taken.
    fn count(&mut self, reported: &crate::letter::Reported, at: Moment) {
        let failed = reported.action == crate::mail::Action::Failed;
        match (reported.was_failed, reported.was_accepted, failed) {
            (true, ..) | (false, true, false) => {}
            (false, true, true) => {
                self.delivered = self.delivered.saturating_sub(1);
                self.undelivered += 1;
            }
            (false, false, true) => self.undelivered += 1,
            (false, false, false) => {
                self.unreached.retain(|back| *back != reported.letter);
                self.delivered += 1;
                self.delivered_at = self.delivered_at.or(Some(at));
            }
        }
    }
}

/// One letter of a notice, as it leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SentLetter {
    pub contact: ContactId,
    pub letter: LetterId,
    pub link_hash: String,
}
