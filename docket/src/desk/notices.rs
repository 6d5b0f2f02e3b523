//! Notices: composed, previewed word for word, scheduled with a minute to undo, then frozen.

pub mod drafts;
mod due;
mod kept_back;
mod preview;
mod until;
mod written;

pub(in crate::desk) use written::blocked_by_placeholders;

use super::cases::{customer, resting};
use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use kept_back::{keep_back, take_back};
use written::Matter;

use crate::case::Case;
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CaseId, CommandId, ContactId, NoticeId};
use crate::letter::Cause;
use crate::letters::{self, NoticeWords};
use crate::notice::anchor::Anchored;
use crate::notice::kept_back::KeptWhy;
use crate::notice::reminder::WhyEnded;
use crate::notice::written::{Superseded, Written};
use crate::notice::{
    LINK_DAYS, Notice, NoticeStage, NoticeText, Recipient, Requirement, SHORT_NOTICE_HOURS, SentLetter, UNDO_SECONDS,
};
use crate::people::{Act, Actor};
use crate::policy::Clause;
use crate::refusal::Refusal;
use crate::store::{aside, aside_people, evidence, lists};
use crate::time::zone::Zone;
use crate::time::{Deadline, Moment};
use crate::timer::counted_from;
use crate::words::{Language, Line, Reason, Text};
use serde::{Deserialize, Serialize};

const MOST_REQUIREMENTS: usize = 20;

/// What the composer sends. Text as typed; the verb parses it and says what is wrong beside each field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NoticeForm {
    pub template: String,
    pub language: String,
    pub contacts: Vec<String>,
    pub subject: String,
    pub findings: String,
    pub example: String,
    pub requirements: Vec<String>,
    /// For each requirement: nothing for once, or how many days it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standing: Vec<String>,
    /// The complaints whose places the letter names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<String>,
    /// Contact and language, where a letter's fixed words are wanted in another one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<(String, String)>,
    /// The number of the notice that this one takes the place of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replaces: String,
    /// "hours", "days", "months", "business", "eu" or "wall"
    pub rule: String,
    pub hours: String,
    /// "accepted" or nothing, "delivered" or "confirmed": from what the time is counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub anchor: String,
    /// For what is counted in days.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub days: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub months: String,
    /// The name of a calendar.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub calendar: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    /// "first" or "second", for a wall time that comes twice.
    pub fold: String,
    pub short_reason: String,
    pub consequence: String,
    pub data_kept: String,
    /// The case's version that the writer saw.
    pub version: Option<i64>,
}

/// A notice as it would leave now.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticePreview {
    pub code: String,
    pub subject: String,
    pub letter: String,
    pub deadline: Deadline,
    pub recipients: Vec<(ContactId, String)>,
    pub requirements: Vec<String>,
    /// The notice as it would stand in the record, for its page.
    pub notice: Box<Notice>,
    /// Each letter as a mail server would get it: to whom, and the exact bytes but for link, code and Message-ID.
    pub mails: Vec<(String, Vec<u8>)>,
    /// Texts that read otherwise than their template: field, the template's words, the words now.
    pub edits: Vec<Edit>,
}

/// One text that its writer changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub field: String,
    pub before: String,
    pub after: String,
}

impl Desk {
    /// The notice leaves when its undo window closes.
    pub async fn schedule_notice(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        form: &NoticeForm,
    ) -> Done<(NoticeId, Receipt)> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::NoticeScheduled { notice, .. } => Ok((notice, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, form.version).await?;
            if noun.is_closed() {
                return Err(Refusal::CaseClosed.into());
            }
            let before = self.replaced(&mut work.conn(), case, form).await?;
            for other in lists::notices_of(&mut work.conn(), case).await? {
                // A new notice would take what the customer asked for out of everybody's sight.
                if other.noun.sent_at().is_some() {
                    if other.noun.time_asks.first_waits() {
                        return Err(Refusal::TimeWaits.into());
                    }
                    if other.noun.denial.as_ref().is_some_and(|denial| !denial.settled) {
                        return Err(Refusal::DenialWaits.into());
                    }
                }
                if before.as_ref().is_some_and(|before| before.id == other.noun.id) {
                    continue;
                }
                let running = other.noun.sent_at().is_some() && !other.noun.deadline_passed;
                if running || matches!(other.noun.stage, NoticeStage::Leaving { .. }) {
                    return Err(Refusal::NoticeRunning.into());
                }
            }
            // Whoever is asked for something new cannot be switched off for something old meanwhile.
            if lists::decisions_of(&mut work.conn(), case).await?.iter().any(|held| held.noun.is_pending()) {
                return Err(Refusal::DecisionPending.into());
            }
            let owner = customer(&mut work, &noun).await?;
            let clause: Clause = work.need(noun.clause, "clause").await?;
            let code = self.new_code();
            let matter = self.matter(&mut work.conn(), form, noun, owner, clause, before).await?;
            let composed = self.compose(form, &matter, &code, work.now)?;
            let Matter { case: noun, owner, .. } = matter;
            let notice: NoticeId = work.new_id();
            let leaves_at = work.now.plus_seconds(UNDO_SECONDS);
            work.record(Event::NoticeScheduled {
                notice,
                case,
                customer: owner.id,
                number: noun.notices + 1,
                code,
                text: Box::new(composed.text),
                deadline: composed.deadline,
                recipients: composed.recipients,
                leaves_at,
            })
            .await?;
            let written = Written { notice, case, number: noun.notices + 1, ..composed.written };
            work.record(Event::NoticeWritten(Box::new(written))).await?;
            if let Some(anchor) = composed.anchor {
                let number = noun.notices + 1;
                work.record(Event::NoticeAnchored(Box::new(Anchored { notice, case, number, anchor }))).await?;
            }
            if let Some(person) = who.actor().person() {
                aside::drop_draft(&mut work.conn(), case, person).await?;
            }
            Ok((notice, work.commit().await?))
        })
    }

    pub async fn undo_notice(&self, who: &Who, command: CommandId, notice: NoticeId) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &notice).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            match noun.stage {
                NoticeStage::Leaving { leaves_at } if work.now < leaves_at => {}
                _ => return Err(Refusal::UndoTooLate.into()),
            }
            take_back(&mut work, &noun).await?;
            work.commit().await
        })
    }

    /// The undo window closed: letters with a link of their own for each contact go to the outbox.
    pub async fn send_due_notice(&self, notice: NoticeId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("send", notice)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            match noun.stage {
                NoticeStage::Leaving { leaves_at } if leaves_at <= work.now => {}
                _ => return Ok(()),
            }
            if self.rounds_unless_in_doubt(&mut work).await?.is_none() {
                return Ok(());
            }
            // We were away for so long that the letter would shorten the time it promises. It does not leave: the
            // case stands where it stood, and a person sends a notice with a later deadline.
            if work.now > noun.promised_from() {
                let promised_from = noun.promised_from();
                keep_back(&mut work, &noun, KeptWhy::Late { promised_from }).await?;
                work.commit().await?;
                return Ok(());
            }
            let before = match noun.replaces {
                Some(before) => {
                    Some(work.need::<Notice>(before, "notice").await?).filter(|one| one.sent_at().is_some())
                }
                None => None,
            };
            // Somebody gave more time meanwhile: a new notice never takes away what the one before it promised.
            if before.as_ref().is_some_and(|before| before.deadline.at > noun.deadline.at) {
                keep_back(&mut work, &noun, KeptWhy::LessTime).await?;
                work.commit().await?;
                return Ok(());
            }
            let mut letters = Vec::new();
            let mut queued = Vec::new();
            let mut links = Vec::new();
            for recipient in &noun.recipients {
                let (token, link_hash) = self.new_token();
                let letter = work.new_id();
                let language = recipient.language.unwrap_or(noun.text.language);
                // The record gets every word of the letter but the link: whoever reads a ledger may not answer.
                let text = noun.letter_in(language, letters::LINK);
                links.push((letter, self.settings().notice_url(&token)));
                let subject = letters::notice_subject(&noun.code, language, &noun.deadline, noun.text.subject.show());
                letters.push(SentLetter { contact: recipient.contact, letter, link_hash });
                queued.push(Event::LetterQueued {
                    letter,
                    case: Some(noun.case),
                    cause: Cause::Notice { notice },
                    language,
                    to: recipient.email.clone(),
                    subject: subject.into(),
                    text: text.into(),
                    message_id: format!("<dn.{letter}@{}>", self.settings().mail_domain()),
                });
            }
            let links_until = noun.deadline.at.plus_seconds(LINK_DAYS * 86_400);
            work.record(Event::NoticeSent {
                notice,
                case: noun.case,
                number: noun.number,
                due: noun.deadline.at,
                wall: noun.deadline.wall.clone(),
                letters,
                links_until,
            })
            .await?;
            for event in queued {
                work.record(event).await?;
            }
            self.plan_reminders(&mut work, notice).await?;
            for (letter, link) in links {
                aside_people::keep_link(&mut work.conn(), letter, &link).await?;
            }
            if let Some(before) = before {
                work.record(Event::NoticeSuperseded(Box::new(Superseded {
                    notice: before.id,
                    case: before.case,
                    number: before.number,
                    by: notice,
                    by_number: noun.number,
                    by_code: noun.code.clone(),
                    deadline_passed: before.deadline_passed,
                })))
                .await?;
                self.end_reminders(&mut work, before.id, WhyEnded::Replaced).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    pub async fn withdraw_notice(
        &self,
        who: &Who,
        command: CommandId,
        notice: NoticeId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if noun.sent_at().is_none() {
                return Err(Refusal::NoticeNotRunning.into());
            }
            if lists::decisions_of(&mut work.conn(), noun.case).await?.iter().any(|held| held.noun.is_pending()) {
                return Err(Refusal::DecisionPending.into());
            }
            let case: Case = work.need(noun.case, "case").await?;
            let back_to =
                if case.is_closed() { case.stage } else { resting(&mut work.conn(), noun.case, Some(notice)).await? };
            work.record(Event::NoticeWithdrawn {
                notice,
                case: noun.case,
                number: noun.number,
                reason: reason.as_str().to_owned().into(),
                deadline_passed: noun.deadline_passed,
                back_to: Box::new(back_to),
            })
            .await?;
            self.end_reminders(&mut work, notice, WhyEnded::Withdrawn).await?;
            self.tell_withdrawn(&mut work, &noun, reason.as_str()).await?;
            work.commit().await
        })
    }

    /// Whoever got the notice is told that it no longer counts, and why, each in the language of their letter.
    async fn tell_withdrawn(&self, work: &mut Work, noun: &Notice, reason: &str) -> Done<()> {
        let zone = Zone::parse(&noun.deadline.zone).unwrap_or(Zone::UTC);
        for recipient in noun.recipients.iter().filter(|recipient| recipient.letter.is_some()) {
            let language = recipient.language.unwrap_or(noun.text.language);
            let sent = zone.show(noun.sent_at().unwrap_or(noun.scheduled_at), language).long;
            let settings = self.settings();
            let (provider, phone) = (&settings.provider, &settings.phone);
            let written = letters::notice_withdrawn_letter(provider, phone, language, &noun.code, &sent, reason);
            let letter = work.new_id();
            work.record(Event::LetterQueued {
                letter,
                case: Some(noun.case),
                cause: Cause::Withdrawal { notice: noun.id },
                language,
                to: recipient.email.clone(),
                subject: written.subject.into(),
                text: written.text.into(),
                message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
            })
            .await?;
        }
        Ok(())
    }
}

/// The notice, after its case's row was taken.
pub(crate) async fn locked(work: &mut Work, notice: NoticeId) -> Done<Notice> {
    let noun: Notice =
        lists::one(&mut work.conn(), &notice.to_string()).await?.ok_or(Refusal::NotFound("notice"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(notice, "notice").await
}
