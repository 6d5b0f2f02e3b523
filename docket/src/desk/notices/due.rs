//! The hour of a notice: it passes, alone or with many that end at the same minute, or waits for what its time is counted
//! from until a person has found otherwise.

use super::*;
use crate::alert::What;
use crate::desk::work::Work;
use crate::notice::anchor::{Anchoring, Missed, Waived};

impl Desk {
    /// Its timer fired.
    pub async fn deadline_due(&self, notice: NoticeId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("deadline", notice)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if !is_over(&noun, work.now) {
                return Ok(());
            }
            if self.rounds_unless_in_doubt(&mut work).await?.is_none() {
                return Ok(());
            }
            self.pass(&mut work, noun).await?;
            work.commit().await?;
            Ok(())
        })
    }

    /// The same for many at once. Those whose case somebody else has taken are left to them, and to the next round.
    /// Gives back how many passed.
    pub async fn deadlines_due(&self, notices: &[NoticeId]) -> Done<usize> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("deadlines", notices)).await? {
                Begun::Before(_) => return Ok(0),
                Begun::Now(work) => work,
            };
            let found = work.lock_notices(notices).await?;
            if self.rounds_unless_in_doubt(&mut work).await?.is_none() {
                return Ok(0);
            }
            let (now, mut passed) = (work.now, 0);
            for noun in found.into_iter().filter(|noun| is_over(noun, now)) {
                passed += 1;
                self.pass(&mut work, noun).await?;
            }
            work.commit().await?;
            Ok(passed)
        })
    }

    async fn pass(&self, work: &mut Work, noun: Notice) -> Done<()> {
        let (notice, case, number, due) = (noun.id, noun.case, noun.number, noun.deadline.at);
        match noun.anchoring.filter(|_| noun.awaits_anchor()) {
            // Nobody knows from when the customer had their time: a person looks.
            Some(Anchoring { anchor, .. }) => {
                let missed = Missed { notice, case, number, anchor, due };
                work.record(Event::AnchorMissed(Box::new(missed))).await?;
                self.raise(work, What::Anchor, notice.0, 2, Some(case), due).await?;
            }
            None => {
                work.record(Event::DeadlinePassed { notice, case, number, due }).await?;
            }
        }
        Ok(())
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
            let (case, number, due) = (noun.case, noun.number, noun.deadline.at);
            work.record(Event::DeliveryFound { notice, case, number, how }).await?;
            // Its hour has come, and waited for this. It passes at the next round, as every hour does.
            if noun.missed_anchor().is_some() && noun.sent_at().is_some() {
                work.record(Event::AnchorWaived(Box::new(Waived { notice, case, number, due }))).await?;
            }
            work.commit().await
        })
    }
}

/// The timer is a hint: the deadline may have been moved since, or the notice taken back.
fn is_over(noun: &Notice, now: Moment) -> bool {
    !noun.deadline_passed && noun.sent_at().is_some() && noun.deadline.at <= now
}
