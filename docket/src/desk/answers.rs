//! Answers: taken in whenever they come, weighed part by part.

use super::check::Check;
use super::complaints::{Upload, keep_uploads};
use super::notices::locked;
use super::work::Begun;
use super::{Desk, Done, Receipt, Who, again, token_hash};
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{AnswerId, CommandId};
use crate::letter::Cause;
use crate::letters;
use crate::notice::{Answer, Link, Notice, NoticeStage, Part, Stance, Verdict, Via};
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::{evidence, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{Language, Line, Reason, Text};
use serde::{Deserialize, Serialize};

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

/// A notice as its link opens it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub notice: Notice,
    pub customer: Customer,
    pub link: Link,
    /// The notice that the link was made for, where another one took its place: the link leads on to that one.
    pub through: Option<Box<Notice>>,
}

impl Desk {
    /// The notice behind a link. A wrong, an expired and a revoked link look the same from outside.
    pub async fn open_link(&self, token: &str) -> Done<Opened> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let gone = || Refusal::NotFound("notice");
        let link: Link = lists::one(&mut conn, &token_hash(token)).await?.ok_or_else(gone)?.noun;
        if !link.is_open(self.now()) {
            return Err(gone().into());
        }
        let made_for: Notice = lists::one(&mut conn, &link.notice.to_string()).await?.ok_or_else(gone)?.noun;
        let mut notice = made_for.clone();
        while let NoticeStage::Superseded { by, .. } = notice.stage {
            notice = lists::one(&mut conn, &by.to_string()).await?.ok_or_else(gone)?.noun;
        }
        let through = (made_for.id != notice.id).then(|| Box::new(made_for));
        let customer: Customer = lists::one(&mut conn, &notice.customer.to_string()).await?.ok_or_else(gone)?.noun;
        Ok(Opened { notice, customer, link, through })
    }

    /// "We received this." The only thing about a notice that opening its page does not do.
    pub async fn confirm_notice(&self, token: &str, command: CommandId) -> Done<Receipt> {
        let opened = self.open_link(token).await?;
        let notice = opened.notice.id;
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &notice).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if noun.confirmed_at.is_some() {
                return work.commit().await;
            }
            work.record(Event::NoticeConfirmed { notice, case: noun.case, number: noun.number }).await?;
            work.commit().await
        })
    }

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
        let (parts, signer, signer_role) = read_answer(form, &opened.notice)?;
        let notice = opened.notice.id;
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, form)).await? {
                Begun::Before(receipt) => {
                    let Event::AnswerReceived { answer, .. } = self.first_event(&receipt).await? else {
                        return Err(Refusal::CommandReused.into());
                    };
                    let kept: Answer = lists::one(&mut self.read().await?.conn(), &answer.to_string())
                        .await?
                        .ok_or(Refusal::NotFound("answer"))?
                        .noun;
                    return Ok((kept, receipt));
                }
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if matches!(noun.stage, NoticeStage::Withdrawn { .. }) {
                return Err(Refusal::NoticeNotRunning.into());
            }
            let files = keep_uploads(&mut work, uploads).await?;
            let answer: AnswerId = work.new_id();
            let receipt = self.new_code("A");
            let content_hash =
                evidence::sha256_hex(&serde_json::to_vec(&(notice, form)).map_err(crate::store::StoreError::from)?);
            let margin = noun.deadline.at.minus(received_at);
            work.record(Event::AnswerReceived {
                answer,
                notice,
                number: noun.number,
                case: noun.case,
                receipt: receipt.clone(),
                via: Via::Page,
                received_at,
                due: noun.deadline.at,
                margin,
                parts: parts.clone(),
                files,
                signer: signer.clone().into(),
                signer_role: signer_role.clone().into(),
                address: address.to_owned().into(),
                content_hash: content_hash.clone(),
            })
            .await?;
            let shown = zone_of(&noun).show(received_at, form.language);
            let wall = format!("{} ({})", shown.long, shown.clock_seconds);
            let settings = self.settings();
            let written = letters::receipt_letter(
                &settings.provider,
                &settings.phone,
                form.language,
                &noun.code,
                &receipt,
                &wall,
                &shown.utc,
                margin,
                &content_hash,
                None,
            );
            for recipient in &noun.recipients {
                let letter = work.new_id();
                work.record(Event::LetterQueued {
                    letter,
                    case: Some(noun.case),
                    cause: Cause::Receipt { answer },
                    language: form.language,
                    to: recipient.email.clone(),
                    subject: written.subject.clone().into(),
                    text: written.text.clone().into(),
                    message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
                })
                .await?;
            }
            let kept: Answer = work.need(answer, "answer").await?;
            Ok((kept, work.commit().await?))
        })
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

/// Every requirement gets a part; one that nothing was said about is kept as silent, not refused.
fn read_answer(form: &AnswerForm, notice: &Notice) -> Result<(Vec<Part>, String, String), Refusal> {
    let fr = form.language == Language::Fr;
    let mut check = Check::new(form.language);
    let signer = check.word("signer", Line::parse(&form.signer));
    let signer_role = check.optional("signer_role", &form.signer_role, Line::parse);
    if !form.authority {
        check.problem(
            "authority",
            if fr {
                "Confirmez que vous pouvez répondre pour ce compte."
            } else {
                "Confirm that you may answer for this account."
            },
        );
    }
    let mut parts = Vec::new();
    let mut said = 0;
    for requirement in &notice.text.requirements {
        let number = requirement.number;
        let Some(part) = form.parts.iter().find(|part| part.requirement == number) else {
            parts.push(Part { requirement: number, stance: Stance::Silent, text: String::new().into(), by_date: None });
            continue;
        };
        let text = check
            .word(&format!("text_{number}"), Text::parse(&part.text))
            .map(|text| text.as_str().to_owned())
            .unwrap_or_default();
        let stance = match part.stance.as_str() {
            "" if text.is_empty() => Stance::Silent,
            "" => {
                check.problem(
                    format!("stance_{number}"),
                    if fr { "Choisissez une réponse." } else { "Choose one of the three." },
                );
                Stance::Silent
            }
            word => check
                .some(&format!("stance_{number}"), Stance::parse(word), "Choose one of the three.")
                .unwrap_or(Stance::Silent),
        };
        if stance != Stance::Silent {
            said += 1;
            if text.is_empty() {
                let sentence = match (stance, fr) {
                    (Stance::Done, false) => "Say what you did.",
                    (Stance::Done, true) => "Dites ce que vous avez fait.",
                    (Stance::WillDo, false) => "Say what you will do.",
                    (Stance::WillDo, true) => "Dites ce que vous ferez.",
                    (_, false) => "Say why you disagree.",
                    (_, true) => "Dites pourquoi vous n’êtes pas d’accord.",
                };
                check.problem(format!("text_{number}"), sentence);
            }
        }
        let by_date = part.by_date.trim();
        if stance == Stance::WillDo && by_date.is_empty() {
            check.problem(
                format!("by_date_{number}"),
                if fr { "Donnez la date à laquelle ce sera fait." } else { "Give the date by which it will be done." },
            );
        }
        let by_date =
            check.optional(&format!("by_date_{number}"), by_date, Line::parse).map(|line| line.as_str().to_owned());
        parts.push(Part { requirement: number, stance, text: text.into(), by_date });
    }
    if said == 0 && check.is_clean() {
        check.problem(
            "stance_1",
            if fr { "Répondez au moins à une demande." } else { "Answer at least one requirement." },
        );
    }
    let Some(signer) = signer else { return check.refuse() };
    check.done()?;
    Ok((parts, signer.as_str().to_owned(), signer_role.map(|role| role.as_str().to_owned()).unwrap_or_default()))
}
