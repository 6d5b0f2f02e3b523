//! Cases put in order: severity, tags, links, put aside until a date.

use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::case::tended::{Graded, Linked, MOST_TAGS, Snoozed, Tagged, Unlinked, Woken, read_tags};
use crate::event::Event;
use crate::id::{CaseId, CommandId};
use crate::people::{Act, Actor};
use crate::phrase;
use crate::policy::Severity;
use crate::refusal::Refusal;
use crate::store::lists;
use crate::time::Moment;
use crate::time::zone::{Zone, deadline_wall};
use crate::words::Phrase;
use crate::words::Reason;
use serde::Serialize;

/// So far away a case may be put aside.
const LONGEST_SNOOZE_DAYS: i64 = 366;

#[derive(Clone, Debug, Default, Serialize)]
pub struct SnoozeForm {
    /// "2026-03-10"; the time of day is the reader's own morning unless it is given.
    pub date: String,
    pub time: String,
    pub reason: String,
}

impl Desk {
    pub async fn grade_case(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        seen: Option<i64>,
        severity: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let severity =
            Severity::parse(severity).ok_or_else(|| Refusal::field("severity", "Choose a severity from the list."))?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, severity)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = open_case(&mut work, case, seen).await?;
            if noun.severity == severity {
                return work.commit().await;
            }
            let graded = Graded { case, severity, was: noun.severity };
            work.record(Event::CaseGraded(Box::new(graded))).await?;
            work.commit().await
        })
    }

    pub async fn tag_case(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        seen: Option<i64>,
        tags: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let tags = read_tags(tags).map_err(|word| {
            Refusal::field(
                "tags",
                phrase!("“{}” is no tag. Use letters, digits and hyphens, at most 32 of them.", word),
            )
        })?;
        if tags.len() > MOST_TAGS {
            return Err(Refusal::field("tags", phrase!("A case has at most {} tags.", MOST_TAGS)).into());
        }
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, &tags)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, seen).await?;
            if noun.tags == tags {
                return work.commit().await;
            }
            let tagged = Tagged { case, tags: tags.clone(), was: noun.tags };
            work.record(Event::CaseTagged(Box::new(tagged))).await?;
            work.commit().await
        })
    }

    /// Out of the way until a date in the reader's own zone. An answer or a passed deadline shows it all the same.
    pub async fn snooze_case(&self, who: &Who, command: CommandId, case: CaseId, form: &SnoozeForm) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let reason = check.word("reason", Reason::parse(&form.reason));
        let zone = Zone::parse(&who.person.zone).unwrap_or(Zone::UTC);
        let until = self.read_morning(&mut check, form, &zone);
        let (Some(reason), Some(until)) = (reason, until) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            open_case(&mut work, case, None).await?;
            let reason = reason.as_str().to_owned().into();
            let snoozed = Snoozed { case, until, reason, by: who.person.id };
            work.record(Event::CaseSnoozed(Box::new(snoozed))).await?;
            work.commit().await
        })
    }

    pub(super) fn read_morning(&self, check: &mut Check, form: &SnoozeForm, zone: &Zone) -> Option<Moment> {
        let time = if form.time.trim().is_empty() { "09:00" } else { form.time.trim() };
        let now = self.now();
        let until = match deadline_wall(form.date.trim(), time, zone, now, Some(crate::time::zone::Fold::First)) {
            Ok(deadline) => deadline.at,
            Err(problem) => {
                check.problem("date", Phrase::each(|language| problem.sentence(language)));
                return None;
            }
        };
        if until <= now {
            check.problem("date", "This time has passed.");
            return None;
        }
        if until.minus(now) > LONGEST_SNOOZE_DAYS * 86_400 * 1_000_000 {
            check.problem("date", "Put a case aside for a year at most.");
            return None;
        }
        Some(until)
    }

    /// Takes a case up again before its date.
    pub async fn wake_case(&self, who: &Who, command: CommandId, case: CaseId) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("wake", case)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            if work.lock_case(case, None).await?.snooze.is_none() {
                return work.commit().await;
            }
            work.record(Event::CaseWoken(Box::new(Woken { case, early: true }))).await?;
            work.commit().await
        })
    }

    /// The date came.
    pub async fn wake_due(&self, case: CaseId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("wake", case)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, None).await?;
            if noun.snooze.is_none_or(|snooze| work.now < snooze.until) {
                return Ok(());
            }
            work.record(Event::CaseWoken(Box::new(Woken { case, early: false }))).await?;
            work.commit().await?;
            Ok(())
        })
    }

    /// Both cases know of each other.
    pub async fn link_cases(&self, who: &Who, command: CommandId, case: CaseId, other: &str) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let number = other.trim().to_uppercase();
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, &number)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, other) = both(&mut work, case, &number).await?;
            if noun.links.iter().any(|link| link.case == other.id) {
                return work.commit().await;
            }
            for (one, two) in [(&noun, &other), (&other, &noun)] {
                let linked = Linked { case: one.id, other: two.id, other_number: two.number.clone() };
                work.record(Event::CaseLinked(Box::new(linked))).await?;
            }
            work.commit().await
        })
    }

    pub async fn unlink_cases(&self, who: &Who, command: CommandId, case: CaseId, other: &str) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let number = other.trim().to_uppercase();
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("unlink", case, &number)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, other) = both(&mut work, case, &number).await?;
            if noun.links.iter().all(|link| link.case != other.id) {
                return work.commit().await;
            }
            for (one, two) in [(&noun, &other), (&other, &noun)] {
                let off = Unlinked { case: one.id, other: two.id, other_number: two.number.clone() };
                work.record(Event::CaseUnlinked(Box::new(off))).await?;
            }
            work.commit().await
        })
    }
}

async fn open_case(work: &mut Work, case: CaseId, seen: Option<i64>) -> Done<Case> {
    let noun = work.lock_case(case, seen).await?;
    if noun.is_closed() { Err(Refusal::CaseClosed.into()) } else { Ok(noun) }
}

/// Both rows taken, always in the same order, so that two people who link the same pair do not wait for each other.
async fn both(work: &mut Work, case: CaseId, number: &str) -> Done<(Case, Case)> {
    let found = lists::case_by_number(&mut work.conn(), number).await?;
    let other = found.ok_or_else(|| Refusal::field("other", "There is no case with this number."))?.noun.id;
    if other == case {
        return Err(Refusal::field("other", "A case is not linked to itself.").into());
    }
    let (first, second) = if case < other { (case, other) } else { (other, case) };
    let first = work.lock_case(first, None).await?;
    let second = work.lock_case(second, None).await?;
    Ok(if first.id == case { (first, second) } else { (second, first) })
}
