//! Reminders to the customer: planned with the deadline, sent with the time that is truly left, over with the answer.

use super::notices::locked;
use super::work::{Begun, Work};
use super::{Desk, Done, again};
use crate::case::{Case, CaseStage};
use crate::event::Event;
use crate::id::NoticeId;
use crate::letter::Cause;
use crate::letters::{self, ReminderWords};
use crate::notice::reminder::{Due, Ended, Missed, Planned, Sent, WhyEnded, between};
use crate::notice::{Answer, Notice, NoticeStage, Recipient};
use crate::people::Actor;
use crate::store::lists;
use crate::time::zone::Zone;

impl Desk {
    /// In the transaction that promised the deadline. What was planned for an earlier one falls away.
    pub(super) async fn plan_reminders(&self, work: &mut Work, notice: NoticeId) -> Done<()> {
        let noun: Notice = work.need(notice, "notice").await?;
        let answers = answers(work, &noun).await?;
        let reminders = match noun.sent_at().is_none() || noun.unanswered(&answers).is_empty() {
            true => Vec::new(),
            false => between(&self.settings().remind, work.now, noun.deadline.at),
        };
        if reminders == noun.reminders {
            return Ok(());
        }
        let (case, number, due) = (noun.case, noun.number, noun.deadline.at);
        work.record(Event::RemindersPlanned(Box::new(Planned { notice, case, number, due, reminders }))).await?;
        Ok(())
    }

    /// Nothing is left to be reminded of.
    pub(super) async fn end_reminders(&self, work: &mut Work, notice: NoticeId, why: WhyEnded) -> Done<()> {
        let noun: Notice = work.need(notice, "notice").await?;
        if !noun.reminders.is_empty() {
            let (case, number) = (noun.case, noun.number);
            work.record(Event::RemindersEnded(Box::new(Ended { notice, case, number, why }))).await?;
        }
        Ok(())
    }

    /// After an answer, or after it was shown to come from the customer. `newest` may stand in this transaction alone.
    pub(super) async fn answered_reminders(
        &self,
        work: &mut Work,
        notice: NoticeId,
        newest: Option<Answer>,
    ) -> Done<()> {
        let noun: Notice = work.need(notice, "notice").await?;
        if noun.reminders.is_empty() {
            return Ok(());
        }
        let mut answers = answers(work, &noun).await?;
        if let Some(newest) = newest {
            answers.retain(|answer| answer.id != newest.id);
            answers.push(newest);
        }
        if noun.unanswered(&answers).is_empty() {
            self.end_reminders(work, notice, WhyEnded::Answered).await?;
        }
        Ok(())
    }

    /// Its timer fired: sent with the time that is truly left, also when we are late, unless there is none left.
    pub async fn remind_due(&self, notice: NoticeId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("remind", notice)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let (mut due, later): (Vec<Due>, Vec<Due>) = noun.reminders.iter().partition(|one| one.at <= work.now);
            let Some(reminder) = due.pop() else { return Ok(()) };
            let (case, number, until) = (noun.case, noun.number, noun.deadline.at);
            let answers = answers(&mut work, &noun).await?;
            let unanswered = noun.unanswered(&answers);
            let readers = readers(&noun);
            let why = match noun.stage {
                NoticeStage::Superseded { .. } => Some(WhyEnded::Replaced),
                NoticeStage::Sent { .. } if unanswered.is_empty() => Some(WhyEnded::Answered),
                NoticeStage::Sent { .. } if is_over(&work.need::<Case>(case, "case").await?) => Some(WhyEnded::Decided),
                NoticeStage::Sent { .. } if readers.is_empty() => Some(WhyEnded::NotTheirs),
                NoticeStage::Sent { .. } => None,
                _ => Some(WhyEnded::Withdrawn),
            };
            if let Some(why) = why {
                self.end_reminders(&mut work, notice, why).await?;
                work.commit().await?;
                return Ok(());
            }
            if work.now >= until {
                let reminders = noun.reminders.clone();
                let missed = Missed { notice, case, number, due: until, reminders };
                work.record(Event::ReminderMissed(Box::new(missed))).await?;
                work.commit().await?;
                return Ok(());
            }
            let left = until.minus(work.now);
            let next = later.first().map(|one| one.at);
            let sent = Sent { notice, case, number, due: until, reminder, left, passed_over: due, next };
            work.record(Event::ReminderSent(Box::new(sent))).await?;
            let asked: Vec<String> = noun
                .text
                .requirements
                .iter()
                .filter(|one| unanswered.contains(&one.number))
                .map(|one| one.text.show().to_owned())
                .collect();
            for recipient in readers {
                self.queue_reminder(&mut work, &noun, recipient, left, &asked).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    async fn queue_reminder(
        &self,
        work: &mut Work,
        noun: &Notice,
        recipient: &Recipient,
        left: i64,
        asked: &[String],
    ) -> Done<()> {
        let language = recipient.language.unwrap_or(noun.text.language);
        let zone = Zone::parse(&noun.deadline.zone).unwrap_or(Zone::UTC);
        let sent = zone.show(noun.sent_at().unwrap_or(noun.scheduled_at), language).long;
        let settings = self.settings();
        let written = letters::reminder_letter(&ReminderWords {
            provider: &settings.provider,
            phone: &settings.phone,
            language,
            code: &noun.code,
            sent: &sent,
            deadline: &noun.deadline,
            left,
            asked,
        });
        let letter = work.new_id();
        work.record(Event::LetterQueued {
            letter,
            case: Some(noun.case),
            cause: Cause::Reminder { notice: noun.id },
            language,
            to: recipient.email.clone(),
            subject: written.subject.into(),
            text: written.text.into(),
            message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
        })
        .await?;
        Ok(())
    }
}

async fn answers(work: &mut Work, noun: &Notice) -> Done<Vec<Answer>> {
    let found = lists::answers_of_notice(&mut work.conn(), noun.id).await?;
    Ok(found.into_iter().map(|held| held.noun).collect())
}

/// Whoever says that this is not their account is left alone until a lead has looked.
fn readers(noun: &Notice) -> Vec<&Recipient> {
    let stranger = noun.denial.as_ref().filter(|denial| !denial.settled).map(|denial| denial.contact);
    noun.recipients.iter().filter(|to| to.letter.is_some() && Some(to.contact) != stranger).collect()
}

/// Nothing that the customer could still answer would change it.
fn is_over(case: &Case) -> bool {
    matches!(case.stage, CaseStage::InForce { .. } | CaseStage::Stayed { .. } | CaseStage::Closed { .. })
}
