//! Deadlines pass: one by one, or many in one transaction when many end at the same minute.

use super::locked;
use crate::desk::work::Begun;
use crate::desk::{Desk, Done, again};
use crate::event::Event;
use crate::id::NoticeId;
use crate::notice::Notice;
use crate::people::Actor;
use crate::time::Moment;

impl Desk {
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
            work.record(Event::DeadlinePassed { notice, case: noun.case, number: noun.number, due: noun.deadline.at })
                .await?;
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
            for noun in found.iter().filter(|noun| is_over(noun, now)) {
                passed += 1;
                let (notice, case, number, due) = (noun.id, noun.case, noun.number, noun.deadline.at);
                work.record(Event::DeadlinePassed { notice, case, number, due }).await?;
            }
            work.commit().await?;
            Ok(passed)
        })
    }
}

/// The timer is a hint: the deadline may have been moved since, or the notice taken back.
fn is_over(noun: &Notice, now: Moment) -> bool {
    !noun.deadline_passed && noun.sent_at().is_some() && noun.deadline.at <= now
}
