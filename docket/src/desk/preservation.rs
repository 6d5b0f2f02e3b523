//! The time for which a customer's data is kept: who is asked before it ends and when it has, and the word of whoever
//! destroyed it afterwards. Nothing here destroys anything.

use super::check::Check;
use super::destroying;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::alert::What;
use crate::data_request::RequestStage;
use crate::decision::Decision;
use crate::decision::kept::{ASKED_AT, Destroyed, Watched, next_asked};
use crate::event::Event;
use crate::hold::wide::Belongs;
use crate::id::{CommandId, DecisionId};
use crate::people::{Act, Actor};
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::{deciding, lists, waiting};
use crate::time::zone::{Fold, WallProblem, Zone, deadline_wall};
use crate::timer::{Timer, TimerKind, timer_id};
use crate::words::{Line, Phrase, Reason};
use serde::{Deserialize, Serialize};

/// So many decisions are looked at in one go.
const BATCH: i64 = 500;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DestroyedForm {
    pub what: String,
    pub done_by: String,
    pub date: String,
    pub time: String,
    pub fold: String,
}

impl Desk {
    /// In the transaction that says until when data is kept. What favours a customer keeps nothing from them.
    pub(super) async fn watch_preservation(&self, work: &mut Work, decision: DecisionId) -> Done<()> {
        let noun: Decision = work.need(decision, "decision").await?;
        let Some(until) = noun.preserve_until else { return Ok(()) };
        if let Some(next) = next_asked(until, work.now) {
            let (case, number) = (noun.case, noun.number);
            let watched = Watched { decision, case, number, until, next: Some(next) };
            work.record(Event::PreservationWatched(Box::new(watched))).await?;
        }
        Ok(())
    }

    /// At the start: a decision from before anybody was asked about its end gets its timer now, by an event like every
    /// other. What has ended meanwhile is asked about at once. Gives back how many there were.
    pub async fn watch_old_preservations(&self) -> Done<usize> {
        let mut after = String::new();
        let mut armed = 0;
        loop {
            let found = waiting::unwatched_preservations(&mut self.read().await?.conn(), &after, BATCH).await?;
            let Some(last) = found.last() else { return Ok(armed) };
            after = last.id.to_string();
            for noun in found {
                if noun.preserve_until.is_some() && noun.stands() && noun.destroyed.is_none() {
                    armed += usize::from(self.watch_old_preservation(noun.id).await?);
                }
            }
        }
    }

    async fn watch_old_preservation(&self, decision: DecisionId) -> Done<bool> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("watch", decision)).await? {
                Begun::Before(_) => return Ok(false),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            let timer = timer_id(TimerKind::Keep, &decision.to_string());
            // Another server may have come first.
            if !noun.stands()
                || noun.destroyed.is_some()
                || lists::one::<Timer>(&mut work.conn(), &timer).await?.is_some()
            {
                work.commit().await?;
                return Ok(false);
            }
            let Some(until) = noun.preserve_until else { return Ok(false) };
            let (case, number) = (noun.case, noun.number);
            let next = Some(next_asked(until, work.now).unwrap_or(work.now));
            work.record(Event::PreservationWatched(Box::new(Watched { decision, case, number, until, next }))).await?;
            work.commit().await?;
            Ok(true)
        })
    }

    /// Its timer fired: a week and a day before the end, at the end, and once more after it.
    pub async fn preservation_due(&self, decision: DecisionId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("keep", decision)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            let Some(until) = noun.preserve_until else { return Ok(()) };
            let (case, number) = (noun.case, noun.number);
            let asked = ASKED_AT.map(|after| until.plus_seconds(after));
            let reached = asked.iter().filter(|at| **at <= work.now).count();
            // Late is harmless, early is data that is gone: with a clock in doubt it waits.
            if reached == 0 || self.rounds_unless_in_doubt(&mut work).await?.is_none() {
                return Ok(());
            }
            let wanted = noun.stands() && noun.destroyed.is_none();
            let next = next_asked(until, work.now).filter(|_| wanted);
            work.record(Event::PreservationWatched(Box::new(Watched { decision, case, number, until, next }))).await?;
            if wanted {
                let (what, step) = match reached {
                    1 => (What::Preservation, 1),
                    2 => (What::Preservation, 2),
                    3 => (What::PreservationOver, 1),
                    _ => (What::PreservationOver, 2),
                };
                self.raise(&mut work, what, decision.0, step, Some(case), noun.effective.at).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// A person says what was destroyed, when and by whom. Refused while anything still wants it kept.
    pub async fn record_destroyed(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        form: &DestroyedForm,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            let until = noun.preserve_until.filter(|_| noun.stands()).ok_or(Refusal::NotInForce)?;
            if noun.destroyed.is_some() {
                return Err(Refusal::DataGone.into());
            }
            // What is destroyed outside is kept by the same holds as what is destroyed here.
            let belongs =
                Belongs { case: Some(noun.case), customer: Some(noun.customer), person: None, at: noun.proposed_at };
            let holds = destroying::standing(&mut work.conn()).await?;
            if destroying::kept_by(&holds, &belongs).next().is_some() {
                return Err(Refusal::HoldStands.into());
            }
            if super::decisions::appeal_waits(&mut work.conn(), noun.case).await? {
                return Err(Refusal::AppealWaits.into());
            }
            let mut check = Check::default();
            if work.now < until {
                check.problem(
                    "gone_what",
                    phrase!("The data is kept until {}. Nothing of it is destroyed before.", until),
                );
                return check.refuse().map_err(Failure::from);
            }
            let asked = deciding::data_requests_of(&mut work.conn(), noun.case).await?;
            if asked.iter().any(|held| held.noun.decision == decision && held.noun.stage == RequestStage::Waiting) {
                check.problem("gone_what", "The customer asked about this data. Answer that first.");
                return check.refuse().map_err(Failure::from);
            }
            let what = check.word("gone_what", Reason::parse(&form.what));
            let done_by = check.word("gone_by", Line::parse(&form.done_by));
            let zone = Zone::parse(&who.person.zone).unwrap_or(Zone::UTC);
            let fold = match form.fold.as_str() {
                "first" => Some(Fold::First),
                "second" => Some(Fold::Second),
                _ => None,
            };
            let done_at = match deadline_wall(form.date.trim(), form.time.trim(), &zone, work.now, fold) {
                Ok(at) => Some(at.at),
                Err(problem) => {
                    let field = if matches!(problem, WallProblem::Twice { .. }) { "gone_fold" } else { "gone_date" };
                    check.problem(field, Phrase::each(|language| problem.sentence(language)));
                    None
                }
            };
            if let Some(done_at) = done_at {
                if done_at > work.now {
                    check.problem("gone_date", "This is still to come. Record it once it is done.");
                } else if done_at < until {
                    check.problem("gone_date", phrase!("The data had to be kept until {}.", until));
                }
            }
            let (Some(what), Some(done_by), Some(done_at)) = (what, done_by, done_at) else {
                return check.refuse().map_err(Failure::from);
            };
            check.done()?;
            work.record(Event::DataDestroyed(Box::new(Destroyed {
                decision,
                case: noun.case,
                number: noun.number,
                done_at,
                what: what.as_str().to_owned().into(),
                done_by: done_by.as_str().to_owned().into(),
                by: who.person.id,
            })))
            .await?;
            work.commit().await
        })
    }
}

async fn locked(work: &mut Work, decision: DecisionId) -> Done<Decision> {
    let noun: Decision =
        lists::one(&mut work.conn(), &decision.to_string()).await?.ok_or(Refusal::NotFound("decision"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(decision, "decision").await
}
