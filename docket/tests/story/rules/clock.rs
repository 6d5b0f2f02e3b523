//! What must hold of the clock and of the rounds: time runs forward unless somebody doubts it, and meanwhile nothing
//! burdens.

use super::{Ruling, must};
use docket::event::{Event, Recorded};
use docket::time::Moment;
use docket::watch::Away;

#[derive(Default)]
pub struct Clock {
    last_at: Option<Moment>,
    in_doubt: bool,
    away: Option<Away>,
}

impl Clock {
    pub fn take(&mut self, recorded: &Recorded) -> Ruling {
        match &recorded.event {
            Event::ClockDoubted(_) => {
                must(!self.in_doubt, "a doubt is recorded once")?;
                self.in_doubt = true;
            }
            Event::ClockTrusted(_) => {
                must(self.in_doubt, "what is found right was in doubt")?;
                must(recorded.actor.person().is_some(), "a person looks at the clock")?;
                self.in_doubt = false;
                self.last_at = None;
            }
            Event::RoundsAway(away) => self.away = Some(*away),
            Event::NoticeSent { .. } | Event::DeadlinePassed { .. } => {
                must(!self.in_doubt, "while the clock is in doubt nothing burdens by itself")?;
            }
            _ => {}
        }
        must(self.in_doubt || self.last_at.is_none_or(|last| last <= recorded.at), "time runs forward")?;
        self.last_at = Some(recorded.at);
        Ok(())
    }

    /// A decision that burdens takes effect now.
    pub fn may_burden(&self) -> Ruling {
        must(!self.in_doubt, "while the clock is in doubt nothing burdens by itself")
    }

    /// Nobody can have read what came in before this hour.
    pub fn was_away(&self, due: Moment) -> bool {
        self.away.is_some_and(|away| away.covers(due))
    }
}
