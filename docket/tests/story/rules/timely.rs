//! The rules about reminders, later deadlines, alerts and what is destroyed.

use super::{Ruling, Seen, must};
use docket::event::{Event, Recorded};
use docket::letter::Cause;

impl Seen {
    pub fn timely(&mut self, recorded: &Recorded) -> Ruling {
        let at = recorded.at;
        match &recorded.event {
            Event::DeadlineLater(later) => {
                let noun = self.notices.get_mut(&later.notice).ok_or("the notice is there")?;
                must(noun.sent.is_some() && !noun.over, "that runs")?;
                must(later.was.at == noun.due && later.until.at > noun.due, "a deadline is never shortened")?;
                must(later.until.at > at, "and the new one lies ahead")?;
                must(recorded.actor.person() == later.by, "whoever gives time, gives it")?;
                noun.due = later.until.at;
                if later.why == docket::notice::later::Why::AcceptedLate {
                    let promised = noun.promised_from();
                    must(at > promised, "what is made good was late")?;
                    noun.late = false;
                }
                self.causes.insert((recorded.command, Cause::Later { notice: later.notice }));
            }
            Event::NoticeAnchored(it) => must(self.anchored.insert(it.notice), "a notice has one anchor")?,
            Event::AnchorReached(it) => must(self.anchored.remove(&it.notice), "what is reached was awaited")?,
            Event::AnchorMissed(it) => {
                let noun = self.notices.get(&it.notice).ok_or("the notice is there")?;
                must(self.anchored.contains(&it.notice) && at >= noun.due, "missed is what had not come by its hour")?;
            }
            Event::ReminderSent(sent) => {
                let noun = self.notices.get(&sent.notice).ok_or("the notice is there")?;
                must(noun.sent.is_some() && !noun.over, "only of what runs is anybody reminded")?;
                must(sent.reminder.at <= at && at < noun.due, "not before its mark, and not after the deadline")?;
                must(sent.left == noun.due.minus(at), "with the time that is truly left")?;
                self.causes.insert((recorded.command, Cause::Reminder { notice: sent.notice }));
            }
            Event::ReminderMissed(missed) => {
                let noun = self.notices.get(&missed.notice).ok_or("the notice is there")?;
                must(at >= noun.due, "missed is only what the deadline overtook")?;
            }
            Event::TeamAlerted(raised) => {
                must(self.alerts.insert(raised.id()), "each cause and step is told once")?;
                must(!raised.to.is_empty(), "to somebody")?;
                let (what, subject, step) = (raised.what, raised.subject, raised.step);
                self.causes.insert((recorded.command, Cause::Alert { what, subject, step }));
            }
            Event::DataDestroyed(gone) => must(gone.done_at <= at, "what is destroyed was destroyed before")?,
            _ => {}
        }
        Ok(())
    }
}
