//! Notices: composed, previewed word for word, scheduled with a minute to undo, then frozen.

mod written;

pub(in crate::desk) use written::blocked_by_placeholders;

use super::cases::{customer, resting};
use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CaseId, CommandId, ContactId, NoticeId};
use crate::letter::Cause;
use crate::letters::{self, NoticeWords};
use crate::notice::{
    LINK_DAYS, Notice, NoticeStage, NoticeText, Recipient, Requirement, SHORT_NOTICE_HOURS, SentLetter, UNDO_SECONDS,
};
use crate::people::{Act, Actor};
use crate::policy::Clause;
use crate::refusal::Refusal;
use crate::store::{evidence, lists};
use crate::time::zone::{Fold, Zone, deadline_hours, deadline_wall};
use crate::time::{Deadline, Moment};
use crate::timer::{counted_from, promised_from};
use crate::words::{Language, Line, Reason, Text};
use serde::{Deserialize, Serialize};

const MOST_REQUIREMENTS: usize = 20;
const MOST_HOURS: u32 = 24 * 90;

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
    /// "hours" or "wall"
    pub rule: String,
    pub hours: String,
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
            for other in lists::notices_of(&mut work.conn(), case).await? {
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
            let assets = lists::assets_of(&mut work.conn(), owner.id).await?.into_iter().map(|held| held.noun);
            let assets = assets.filter(|asset| asset.to.is_none()).map(|asset| asset.value).collect();
            let code = self.new_code("DN");
            let composed = self.compose(form, &noun, &owner, &clause, assets, &code, work.now)?;
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
            // We were away for so long that the letter would shorten the time it promises. It does not leave: the
            // case stands where it stood, and a person sends a notice with a later deadline.
            if work.now > noun.promised_from() {
                take_back(&mut work, &noun).await?;
                work.commit().await?;
                return Ok(());
            }
            let mut letters = Vec::new();
            let mut queued = Vec::new();
            let subject =
                letters::notice_subject(&noun.code, noun.text.language, &noun.deadline, noun.text.subject.show());
            for recipient in &noun.recipients {
                let (token, link_hash) = self.new_token();
                let letter = work.new_id();
                let text = noun.text.letter.show().replace("{link}", &self.settings().notice_url(&token));
                letters.push(SentLetter { contact: recipient.contact, letter, link_hash });
                queued.push(Event::LetterQueued {
                    letter,
                    case: Some(noun.case),
                    cause: Cause::Notice { notice },
                    language: noun.text.language,
                    to: recipient.email.clone(),
                    subject: subject.clone().into(),
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
            work.commit().await?;
            Ok(())
        })
    }

    pub async fn deadline_due(&self, notice: NoticeId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("deadline", notice)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if noun.deadline_passed || noun.sent_at().is_none() || work.now < noun.deadline.at {
                return Ok(());
            }
            work.record(Event::DeadlinePassed { notice, case: noun.case, number: noun.number, due: noun.deadline.at })
                .await?;
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
            work.commit().await
        })
    }

    /// A lead's finding, after bounces, that the notice reached the customer all the same.
    pub async fn find_delivery(&self, who: &Who, command: CommandId, notice: NoticeId, how: &str) -> Done<Receipt> {
        who.must(Act::Approve)?;
        let mut check = Check::default();
        let Some(how) = check.word("how", Reason::parse(how)) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, how.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let how = how.as_str().to_owned().into();
            work.record(Event::DeliveryFound { notice, case: noun.case, number: noun.number, how }).await?;
            work.commit().await
        })
    }
}

async fn take_back(work: &mut Work, notice: &Notice) -> Done<()> {
    let back_to = resting(&mut work.conn(), notice.case, Some(notice.id)).await?;
    work.record(Event::NoticeUndone {
        notice: notice.id,
        case: notice.case,
        number: notice.number,
        back_to: Box::new(back_to),
    })
    .await?;
    Ok(())
}

/// The notice, after its case's row was taken.
pub(crate) async fn locked(work: &mut Work, notice: NoticeId) -> Done<Notice> {
    let noun: Notice =
        lists::one(&mut work.conn(), &notice.to_string()).await?.ok_or(Refusal::NotFound("notice"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(notice, "notice").await
}
