//! Answers: taken in whenever they come, weighed part by part.

mod read;
mod recorded;

pub use recorded::RecordedForm;
pub(super) use recorded::instant;

use super::check::Check;
use super::complaints::{Upload, keep_uploads};
use super::notices::locked;
use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, Who, again};
use crate::complaint::Exhibit;
use crate::confirmation::Sent;
use crate::event::Event;
use crate::id::{AnswerId, CommandId, ContactId};
use crate::letter::Cause;
use crate::letters::{self, ReceiptWords};
use crate::notice::anchor::Anchor;
use crate::notice::{Answer, Notice, NoticeStage, Verdict, Via};
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::{evidence, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{Language, Reason};
use serde::{Deserialize, Serialize};

pub use super::links::Opened;
pub(crate) use read::{Said, read_answer};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerForm {
    pub parts: Vec<PartForm>,
    pub signer: String,
    pub signer_role: String,
    /// "I may answer for this account."
    pub authority: bool,
    pub language: Language,
    /// Hashes of the files, so that the command's content names them.
    pub files: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartForm {
    pub requirement: u32,
    pub stance: String,
    pub text: String,
    pub by_date: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VerdictForm {
    pub requirement: u32,
    /// "enough", "not_enough", or empty for "not yet".
    pub verdict: String,
    pub reason: String,
}

/// How an answer came.
pub(super) struct Came<'a> {
    pub via: Via,
    pub received_at: Moment,
    pub address: &'a str,
    /// Whose link it came by: their mailbox gets the code.
    pub by_link_of: Option<ContactId>,
    /// No receipt by letter: enough of them left today.
    pub quiet: bool,
}

impl Desk {
    /// Takes an answer. The instant is taken before anything waits: our own queue never makes a customer late.
    pub async fn answer_notice(
        &self,
        token: &str,
        command: CommandId,
        form: &AnswerForm,
        uploads: &[Upload],
        address: &str,
    ) -> Done<(Answer, Receipt)> {
        self.answer_notice_at(self.now(), token, command, form, uploads, address).await
    }

    /// The same for an answer whose sending began at `received_at`: a slow connection never makes a customer late.
    pub async fn answer_notice_at(
        &self,
        received_at: Moment,
        token: &str,
        command: CommandId,
        form: &AnswerForm,
        uploads: &[Upload],
        address: &str,
    ) -> Done<(Answer, Receipt)> {
        let opened = self.open_link(token).await?;
        let said = read_answer(form, &opened.notice, false)?;
        let notice = opened.notice.id;
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, form)).await? {
                Begun::Before(receipt) => return self.answered_before(receipt).await,
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let files = keep_uploads(&mut work, uploads).await?;
            let came =
                Came { via: Via::Page, received_at, address, by_link_of: Some(opened.link.contact), quiet: false };
            let kept = self.take_answer(&mut work, &noun, form, &said, files, came).await?;
            Ok((kept, work.commit().await?))
        })
    }

    /// The answer that this command gave before.
    pub(super) async fn answered_before(&self, receipt: Receipt) -> Done<(Answer, Receipt)> {
        let Event::AnswerReceived { answer, .. } = self.first_event(&receipt).await? else {
            return Err(Refusal::CommandReused.into());
        };
        let kept: Answer = lists::one(&mut self.read().await?.conn(), &answer.to_string())
            .await?
            .ok_or(Refusal::NotFound("answer"))?
            .noun;
        Ok((kept, receipt))
    }

    /// Keeps the answer, mails the receipt to every contact of the notice, and commits.
    pub(super) async fn take_answer(
        &self,
        work: &mut Work,
        noun: &Notice,
        form: &AnswerForm,
        said: &Said,
        files: Vec<Exhibit>,
        came: Came<'_>,
    ) -> Done<Answer> {
        if matches!(noun.stage, NoticeStage::Withdrawn { .. }) {
            return Err(Refusal::NoticeNotRunning.into());
        }
        let answer: AnswerId = work.new_id();
        let receipt = self.new_receipt("A");
        let content_hash =
            evidence::sha256_hex(&serde_json::to_vec(&(noun.id, form)).map_err(crate::store::StoreError::from)?);
        // Whoever answers has the notice: what its time counts from has come by now.
        let due = noun.later_by(Anchor::Confirmed, work.now).map_or(noun.deadline.at, |later| later.at);
        let margin = due.minus(came.received_at);
        work.record(Event::AnswerReceived {
            answer,
            notice: noun.id,
            number: noun.number,
            case: noun.case,
            receipt: receipt.clone(),
            via: came.via,
            received_at: came.received_at,
            due,
            margin,
            parts: said.parts.clone(),
            files,
            signer: said.signer.clone().into(),
            signer_role: said.signer_role.clone().into(),
            address: came.address.to_owned().into(),
            content_hash: content_hash.clone(),
        })
        .await?;
        self.reach_anchor(work, noun.id, Anchor::Confirmed).await?;
        let settings = self.settings();
        if came.quiet {
            return work.need(answer, "answer").await;
        }
        let awaits = came.by_link_of.filter(|_| settings.answer_code);
        let shown = zone_of(noun).show(came.received_at, form.language);
        let written = letters::receipt_letter(&ReceiptWords {
            provider: &settings.provider,
            phone: &settings.phone,
            language: form.language,
            code: &noun.code,
            receipt: &receipt,
            received_wall: &format!("{} ({})", shown.long, shown.clock_seconds),
            received_utc: &shown.utc,
            margin,
            content_hash: &content_hash,
            awaits_code: awaits.is_some(),
        });
        self.queue_to_recipients(work, noun, Cause::Receipt { answer }, form.language, &written).await?;
        if let Some(contact) = awaits {
            self.await_code(work, noun, contact, Sent::Answer { answer }, &receipt, form.language).await?;
        }
        let kept: Answer = work.need(answer, "answer").await?;
        self.answered_reminders(work, noun.id, Some(kept.clone())).await?;
        Ok(kept)
    }

    /// The same letter to everybody who got the notice.
    pub(super) async fn queue_to_recipients(
        &self,
        work: &mut Work,
        noun: &Notice,
        cause: Cause,
        language: Language,
        written: &letters::Written,
    ) -> Done<()> {
        for recipient in &noun.recipients {
            let letter = work.new_id();
            work.record(Event::LetterQueued {
                letter,
                case: Some(noun.case),
                cause,
                language,
                to: recipient.email.clone(),
                subject: written.subject.clone().into(),
                text: written.text.clone().into(),
                message_id: format!("<dn.{letter}@{}>", self.settings().mail_domain()),
            })
            .await?;
        }
        Ok(())
    }

    /// A person's verdict on parts of an answer. Each says why.
    pub async fn assess_answer(
        &self,
        who: &Who,
        command: CommandId,
        answer: AnswerId,
        seen: Option<i64>,
        verdicts: &[VerdictForm],
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(answer, verdicts)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Answer =
                lists::one(&mut work.conn(), &answer.to_string()).await?.ok_or(Refusal::NotFound("answer"))?.noun;
            work.lock_case(noun.case, seen).await?;
            let mut noun: Answer = work.need(answer, "answer").await?;
            let notice: Notice = work.need(noun.notice, "notice").await?;
            let was_complete = noun.is_assessed();
            let mut check = Check::default();
            let mut given = Vec::new();
            for form in verdicts.iter().filter(|form| !form.verdict.is_empty()) {
                let enough = match form.verdict.as_str() {
                    "enough" => true,
                    "not_enough" => false,
                    _ => {
                        check.problem(format!("verdict_{}", form.requirement), "Choose enough or not enough.");
                        continue;
                    }
                };
                if !noun.parts.iter().any(|part| part.requirement == form.requirement) {
                    check.problem(format!("verdict_{}", form.requirement), "The notice has no such requirement.");
                    continue;
                }
                if let Some(reason) = check.word(&format!("reason_{}", form.requirement), Reason::parse(&form.reason)) {
                    given.push(Verdict {
                        requirement: form.requirement,
                        enough,
                        reason: reason.as_str().to_owned().into(),
                        by: who.person.id,
                        at: work.now,
                    });
                }
            }
            if given.is_empty() && check.is_clean() {
                let first = noun.parts.first().map_or(1, |part| part.requirement);
                check.problem(format!("verdict_{first}"), "Weigh at least one part of the answer.");
            }
            check.done()?;
            noun.verdicts.extend(given.iter().cloned());
            let others_unread = lists::answers_of_case(&mut work.conn(), noun.case)
                .await?
                .iter()
                .any(|held| held.noun.id != answer && !held.noun.is_assessed());
            work.record(Event::AnswerAssessed {
                answer,
                notice: noun.notice,
                case: noun.case,
                receipt: noun.receipt.clone(),
                due: notice.deadline.at,
                verdicts: given,
                complete: noun.is_assessed(),
                was_complete,
                others_unread,
                deadline_passed: notice.deadline_passed,
            })
            .await?;
            work.commit().await
        })
    }
}

pub(crate) fn zone_of(notice: &Notice) -> Zone {
    Zone::parse(&notice.deadline.zone).unwrap_or(Zone::UTC)
}
