//! Watching over the rounds themselves: whether they are made, and whether the clock that they go by can be right.

use crate::id::PersonId;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// The rounds come every second; when none was made for so long, everybody should know.
pub const ROUNDS_LATE_SECONDS: i64 = 30;
/// Nobody made rounds for longer than this: they were away, and what burdens waits for a person.
pub const AWAY_SECONDS: i64 = 5 * 60;
/// For so long after they came back nobody can have read what came in meanwhile.
pub const BACK_SECONDS: i64 = 5 * 60;
/// Away for longer than this, a wrong clock is as likely as a desk that nobody switched on.
pub const LONG_AWAY_SECONDS: i64 = 7 * 86_400;
/// A clock is set back by more than this only when somebody moves it.
pub const BACK_JUMP_SECONDS: i64 = 2;
/// And forward by more than this.
pub const FORWARD_JUMP_SECONDS: i64 = 5 * 60;
/// So far may the clocks of two machines be apart.
pub const APART_SECONDS: i64 = 5;

/// Nobody made rounds in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    pub from: Moment,
    pub to: Moment,
}

impl Away {
    /// Whether this hour came while nobody was there, or before anybody could have read what came in meanwhile.
    pub fn covers(&self, due: Moment) -> bool {
        self.from < due && due <= self.to.plus_seconds(BACK_SECONDS)
    }
}

/// Somebody looked at what waited after the rounds had been away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaySeen {
    pub away: Away,
    pub by: PersonId,
}

/// Why the clock cannot be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "doubt", rename_all = "snake_case")]
pub enum Doubt {
    /// It went back by so many seconds.
    Back { seconds: i64 },
    /// It went forward by so many seconds that did not pass.
    Forward { seconds: i64 },
    /// It is so far away from the clock of the database, or of another server.
    Apart { seconds: i64 },
    /// The rounds were away for so long that the clock may have been wrong when they came back.
    LongAway { seconds: i64 },
}

/// From here on nothing that burdens a customer happens by itself, until somebody has looked at the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockDoubted {
    pub why: Doubt,
}

/// Somebody looked at the clock and found it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockTrusted {
    pub since: Moment,
    pub by: PersonId,
}

/// What is known of the rounds now.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RoundsNow {
    /// When the last one was completed. None: no server ever made one here.
    pub done_at: Option<Moment>,
    /// The last time that they were away, and when somebody said that they had looked.
    pub away: Option<Away>,
    pub away_seen_at: Option<Moment>,
    /// Since when the clock is in doubt.
    pub doubt: Option<(Moment, Doubt)>,
    /// The last doubt that ended.
    pub doubted: Option<Away>,
    /// Decisions whose hour was missed and that wait for a person, counted up to a cap.
    pub missed: i64,
    /// How often somebody found the clock right.
    pub trusts: i64,
}

impl RoundsNow {
    /// Away, and nobody has said yet that they looked.
    pub fn unseen(&self) -> Option<Away> {
        self.away.filter(|_| self.away_seen_at.is_none())
    }

    /// Since when no round was made, if that is too long ago.
    pub fn late_since(&self, now: Moment) -> Option<Moment> {
        self.done_at.filter(|done| now.minus(*done) > ROUNDS_LATE_SECONDS * 1_000_000)
    }
}
