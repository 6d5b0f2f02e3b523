//! Deadlines that become later ones: a letter that was accepted late, time that we cost the customer. And deadlines
//! whose wall a newer time zone database reads otherwise: those stand, and a person is told.

use super::answers::zone_of;
use super::check::Check;
use super::extensions::{is_followed, read_wall, stage};
use super::notices::locked;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::alert::What;
use crate::case::Case;
use crate::event::Event;
use crate::id::{CommandId, NoticeId};
use crate::letter::Cause;
use crate::letters::{self, LaterWords};
use crate::notice::Notice;
use crate::notice::anchor::{Anchor, Reached};
use crate::notice::drift::Drifted;
use crate::notice::later::{Later, Why};
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::{lists, waiting};
use crate::time::zone::{TZDB_VERSION, moved_by_tzdb, postponed};
use crate::time::{Deadline, Moment};
use crate::words::Reason;
use serde::{Deserialize, Serialize};

const MOST_DAYS: i64 = 366;
/// So many open deadlines are compared in one go.
const BATCH: i64 = 500;

/// Time that we owe the customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LaterForm {
    /// "our_delay" or "unclear".
    pub why: String,
    pub date: String,
    pub time: String,
    pub fold: String,
    /// The customer reads it.
    pub words: String,
}

impl Desk {
    /// A pause is a later deadline: the old one stays on record, and is never shortened.
    pub async fn set_later(
        &self,
        who: &Who,
        command: CommandId,
        notice: NoticeId,
        seen: Option<i64>,
        form: &LaterForm,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let found: Notice =
                lists::one(&mut work.conn(), &notice.to_string()).await?.ok_or(Refusal::NotFound("notice"))?.noun;
            let case = work.lock_case(found.case, seen).await?;
            let noun: Notice = work.need(notice, "notice").await?;
            if noun.sent_at().is_none() || case.is_closed() || is_followed(&mut work.conn(), &noun).await? {
                return Err(Refusal::NoticeNotRunning.into());
            }
            let now = work.now;
            let mut check = Check::default();
            let why = check.some("why", Why::parse(&form.why), "Choose why.");
            let words = check.word("words", Reason::parse(&form.words));
            let until = read_wall(&mut check, &form.date, &form.time, &form.fold, &zone_of(&noun), now);
            if let Some(until) = &until {
                if until.at <= noun.deadline.at {
                    check.problem("date", "A deadline is never shortened: give a time after the one that stands.");
                } else if until.at <= now {
                    check.problem("date", "This time has passed.");
                } else if until.at > now.plus_seconds(MOST_DAYS * 86_400) {
                    check.problem("date", "Give at most a year.");
                }
            }
            let (Some(why), Some(words), Some(until)) = (why, words, until) else {
                return check.refuse().map_err(Failure::from);
            };
            check.done()?;
            self.supersede_deadline(&mut work, &case, &noun, until, why, words.as_str(), Some(who)).await?;
            work.commit().await
        })
    }

    /// The first letter of a notice was accepted: if that was later than we had reckoned with, the deadline becomes
    /// later by as much, so that the customer has the whole time that was promised.
    pub(super) async fn make_good(&self, work: &mut Work, notice: NoticeId) -> Done<()> {
        let noun: Notice = work.need(notice, "notice").await?;
        let owed = noun.owed(work.now);
        if noun.delivered != 1 || noun.made_good || owed == 0 || noun.sent_at().is_none() {
            return Ok(());
        }
        let case: Case = work.need(noun.case, "case").await?;
        if case.is_closed() || is_followed(&mut work.conn(), &noun).await? {
            return Ok(());
        }
        // Time that a person gave meanwhile counts: nobody is given the same minutes twice.
        let due = postponed(noun.first_deadline(), owed, work.now);
        if due.at <= noun.deadline.at {
            return Ok(());
        }
        self.supersede_deadline(work, &case, &noun, due, Why::AcceptedLate, "", None).await
    }

    /// What the time of a notice is counted from may have come. If that is later than reckoned, the deadline becomes
    /// later by as much, frozen once more, and the customer is told.
    pub(super) async fn reach_anchor(&self, work: &mut Work, notice: NoticeId, by: Anchor) -> Done<()> {
        let noun: Notice = work.need(notice, "notice").await?;
        let Some(anchor) = noun.would_reach(by).filter(|_| noun.sent_at().is_some()) else { return Ok(()) };
        let case: Case = work.need(noun.case, "case").await?;
        if case.is_closed() || is_followed(&mut work.conn(), &noun).await? {
            return Ok(());
        }
        let number = noun.number;
        let later = noun.later_by(by, work.now);
        work.record(Event::AnchorReached(Box::new(Reached { notice, case: noun.case, number, anchor, by }))).await?;
        let Some(due) = later else { return Ok(()) };
        let why = if by == Anchor::Delivered { Why::DeliveredLate } else { Why::ConfirmedLate };
        self.supersede_deadline(work, &case, &noun, due, why, "", None).await
    }

    #[allow(clippy::too_many_arguments, reason = "each of them stands in the event")]
    async fn supersede_deadline(
        &self,
        work: &mut Work,
        case: &Case,
        noun: &Notice,
        until: Deadline,
        why: Why,
        words: &str,
        who: Option<&Who>,
    ) -> Done<()> {
        let case_stage = Box::new(stage(work, case, noun, until.at).await?);
        work.record(Event::DeadlineLater(Box::new(Later {
            notice: noun.id,
            case: noun.case,
            number: noun.number,
            was: noun.deadline.clone(),
            until: until.clone(),
            why,
            words: words.to_owned().into(),
            by: who.map(|who| who.person.id),
            case_stage,
        })))
        .await?;
        let settings = self.settings();
        for recipient in noun.recipients.iter().filter(|to| to.letter.is_some()) {
            let language = recipient.language.unwrap_or(noun.text.language);
            let written = letters::later_letter(&LaterWords {
                provider: &settings.provider,
                phone: &settings.phone,
                language,
                code: &noun.code,
                why,
                words,
                was: &noun.deadline,
                until: &until,
            });
            let letter = work.new_id();
            work.record(Event::LetterQueued {
                letter,
                case: Some(noun.case),
                cause: Cause::Later { notice: noun.id },
                language,
                to: recipient.email.clone(),
                subject: written.subject.into(),
                text: written.text.into(),
                message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
            })
            .await?;
        }
        self.plan_reminders(work, noun.id).await
    }

    /// At the start: every deadline that lies ahead is read once more by the time zone database of this program. Gives
    /// back how many read otherwise than promised.
    pub async fn watch_zones(&self) -> Done<usize> {
        self.compare_zones(TZDB_VERSION, moved_by_tzdb).await
    }

    /// The same with another reading of walls.
    pub async fn compare_zones(&self, tzdb: &str, read: impl Fn(&Deadline) -> Option<Option<Moment>>) -> Done<usize> {
        let mut after = waiting::first();
        let mut moved = 0;
        loop {
            let found = waiting::running_notices(&mut self.read().await?.conn(), &after, BATCH).await?;
            let Some(last) = found.last() else { return Ok(moved) };
            after = last.0.clone();
            for (_, notice) in found {
                let fresh = |noun: &Notice| noun.deadline.tzdb != tzdb && !is_told(noun, tzdb);
                if fresh(&notice)
                    && let Some(means) = read(&notice.deadline)
                {
                    moved += usize::from(self.drifted(notice.id, tzdb, means).await?);
                }
            }
        }
    }

    async fn drifted(&self, notice: NoticeId, tzdb: &str, now_means: Option<Moment>) -> Done<bool> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("drift", notice)).await? {
                Begun::Before(_) => return Ok(false),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if noun.sent_at().is_none() || noun.deadline.at <= work.now || is_told(&noun, tzdb) {
                return Ok(false);
            }
            work.record(Event::DeadlineDrifted(Box::new(Drifted {
                notice,
                case: noun.case,
                number: noun.number,
                frozen: noun.deadline.at,
                now_means,
                frozen_by: noun.deadline.tzdb.clone(),
                tzdb: tzdb.to_owned(),
            })))
            .await?;
            self.raise(&mut work, What::Drift, notice.0, 2, Some(noun.case), self.now()).await?;
            work.commit().await?;
            Ok(true)
        })
    }
}

/// Once for each deadline and edition.
fn is_told(noun: &Notice, tzdb: &str) -> bool {
    noun.drift.as_ref().is_some_and(|drift| drift.frozen == noun.deadline.at && drift.tzdb == tzdb)
}
