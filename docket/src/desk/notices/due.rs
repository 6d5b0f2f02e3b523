//! The hour of a notice: it passes, or waits for what its time is counted from until a person has found otherwise.

use super::*;
use crate::alert::What;
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
            if noun.deadline_passed || noun.sent_at().is_none() || work.now < noun.deadline.at {
                return Ok(());
            }
            if self.rounds_unless_in_doubt(&mut work).await?.is_none() {
                return Ok(());
            }
            let (case, number, due) = (noun.case, noun.number, noun.deadline.at);
            match noun.anchoring.filter(|_| noun.awaits_anchor()) {
                // Nobody knows from when the customer had their time: a person looks.
                Some(Anchoring { anchor, .. }) => {
                    let missed = Missed { notice, case, number, anchor, due };
                    work.record(Event::AnchorMissed(Box::new(missed))).await?;
                    self.raise(&mut work, What::Anchor, notice.0, 2, Some(case), due).await?;
                }
                None => {
                    work.record(Event::DeadlinePassed { notice, case, number, due }).await?;
                }
            }
            work.commit().await?;
            Ok(())
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
