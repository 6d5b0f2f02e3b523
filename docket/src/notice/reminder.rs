//! What a customer is reminded of before their deadline: at half time and at set marks. Planned when the deadline is
//! promised, planned anew when it becomes a later one, over when nothing is left to answer.

use crate::id::{CaseId, NoticeId};
use crate::notice::{Answer, Notice, Stance};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Two reminders closer than this would say the same twice, and so would one right after the letter itself.
const APART_SECONDS: i64 = 30 * 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum Mark {
    /// Half of the time is over.
    Half,
    /// So long before the deadline.
    Before { minutes: u32 },
}

impl Mark {
    /// Reads "half", "6h", "90m".
    pub fn parse(text: &str) -> Option<Mark> {
        let text = text.trim();
        if text == "half" {
            return Some(Mark::Half);
        }
        let number = |text: &str| text.parse::<u32>().ok().filter(|number| (1..=10_000).contains(number));
        if let Some(hours) = text.strip_suffix('h') {
            return number(hours).map(|hours| Mark::Before { minutes: hours * 60 });
        }
        text.strip_suffix('m').and_then(number).map(|minutes| Mark::Before { minutes })
    }

    pub fn word(self) -> String {
        match self {
            Mark::Half => "half".into(),
            Mark::Before { minutes } if minutes % 60 == 0 => format!("{}h", minutes / 60),
            Mark::Before { minutes } => format!("{minutes}m"),
        }
    }
}

/// One reminder that is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    #[serde(flatten)]
    pub mark: Mark,
    pub at: Moment,
}

/// One reminder that left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    #[serde(flatten)]
    pub mark: Mark,
    pub at: Moment,
    /// Microseconds that were truly left when it was written.
    pub left: i64,
}

/// The reminders between two instants, first one first. Of two that are too close the later one stays.
pub fn between(marks: &[Mark], from: Moment, due: Moment) -> Vec<Due> {
    const SECOND: i64 = 1_000_000;
    let at = |mark: &Mark| match mark {
        Mark::Half => Moment::from_micros((from.micros() + due.minus(from) / 2).div_euclid(SECOND) * SECOND),
        Mark::Before { minutes } => due.plus_seconds(-i64::from(*minutes) * 60),
    };
    let mut planned: Vec<Due> = marks.iter().map(|mark| Due { mark: *mark, at: at(mark) }).collect();
    planned.sort_by_key(|one| one.at);
    let mut kept: Vec<Due> = Vec::new();
    for one in planned.into_iter().rev() {
        let next = kept.last().map_or(due, |next| next.at);
        let far = |later: Moment, earlier: Moment| later.minus(earlier) >= APART_SECONDS * SECOND;
        if far(next, one.at) && far(one.at, from) {
            kept.push(one);
        }
    }
    kept.reverse();
    kept
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub due: Moment,
    /// None: those that were planned before fall away.
    pub reminders: Vec<Due>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub due: Moment,
    pub reminder: Due,
    /// Microseconds that are truly left.
    pub left: i64,
    /// Earlier ones that nobody sent, because we were away.
    pub passed_over: Vec<Due>,
    pub next: Option<Moment>,
}

/// We were away until after the deadline: a reminder would only be a reproach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub due: Moment,
    pub reminders: Vec<Due>,
}

/// Nothing is left to be reminded of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub why: WhyEnded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyEnded {
    /// Every requirement has its answer.
    Answered,
    Withdrawn,
    Replaced,
    /// The case was decided or closed.
    Decided,
    /// Whoever got the letter says that this is not their account.
    NotTheirs,
}

impl Notice {
    pub(super) fn remind(&mut self, sent: &Sent, at: Moment) {
        self.reminders.retain(|one| one.at > sent.reminder.at);
        self.reminded.push(Reminded { mark: sent.reminder.mark, at, left: sent.left });
    }

    /// What nobody has answered yet. An answer counts once it is known to come from the customer.
    pub fn unanswered(&self, answers: &[Answer]) -> Vec<u32> {
        let mut left: Vec<u32> = self.text.requirements.iter().map(|one| one.number).collect();
        for answer in answers.iter().filter(|answer| answer.notice == self.id && !answer.is_unconfirmed()) {
            left.retain(|number| {
                !answer.parts.iter().any(|part| part.requirement == *number && part.stance != Stance::Silent)
            });
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn usual() -> Vec<Mark> {
        ["half", "6h", "1h"].into_iter().map(|text| Mark::parse(text).unwrap()).collect()
    }

    #[test]
    fn marks_are_read_and_written_alike() {
        for text in ["half", "6h", "1h", "90m", "45m"] {
            assert_eq!(Mark::parse(text).unwrap().word(), text);
        }
        assert_eq!(Mark::parse("120m").unwrap().word(), "2h");
        for text in ["", "0h", "h", "6", "-1h", "1.5h", "10001h", "half time"] {
            assert_eq!(Mark::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_has_three_reminders() {
        let planned = between(&usual(), at("2026-03-04T17:00:00Z"), at("2026-03-05T17:00:00Z"));
        let times: Vec<String> = planned.iter().map(|one| one.at.short_utc()).collect();
        assert_eq!(times, ["5 Mar 2026, 05:00 UTC", "5 Mar 2026, 11:00 UTC", "5 Mar 2026, 16:00 UTC"]);
    }

    #[test]
    fn what_is_too_close_is_said_once() {
        let from = at("2026-03-04T17:00:00Z");
        let marks = |hours: i64| {
            between(&usual(), from, from.plus_seconds(hours * 3600))
                .iter()
                .map(|one| one.mark.word())
                .collect::<Vec<_>>()
        };
        assert_eq!(marks(12), ["6h", "1h"], "half time is six hours before");
        assert_eq!(marks(2), ["1h"]);
        assert_eq!(marks(1), ["half"], "an hour before would be with the letter itself");
        assert!(between(&usual(), from, from.plus_seconds(50 * 60)).is_empty());
        assert!(between(&[], from, from.plus_seconds(86_400)).is_empty());
        assert!(between(&usual(), from, from.plus_seconds(-5)).is_empty());
    }
}
