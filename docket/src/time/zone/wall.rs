//! From a time on the wall to an instant, and to a deadline.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{TZDB_VERSION, Zone};
use crate::time::{Deadline, DeadlineRule, Moment, SECOND};
use crate::words::Language;

/// What a time on the wall means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wall {
    Once(Moment),
    /// The clocks jump over it. `before` and `after` are as far from the jump as it would be.
    Gap {
        before: Moment,
        after: Moment,
        before_text: String,
        after_text: String,
    },
    /// The clocks show it twice.
    Twice {
        first: Moment,
        second: Moment,
        first_text: String,
        second_text: String,
    },
}

/// Reads `2021-01-10` and `23:59`. `None` if that is no date or no time.
pub fn resolve(date: &str, time: &str, zone: &Zone) -> Option<Wall> {
    let local = local(date, time)?;
    let words = |moment| zone.show(moment, Language::En).long;
    Some(match zone.instants(local) {
        (Some(at), None) => Wall::Once(at),
        (Some(first), Some(second)) => {
            Wall::Twice { first_text: words(first), second_text: words(second), first, second }
        }
        (None, _) => {
            let jump = zone.end_of_gap(local).micros() / SECOND;
            let as_utc = Moment::from_micros(local.and_utc().timestamp_micros());
            let before = as_utc.plus_seconds(-zone.offset_at(jump));
            let after = as_utc.plus_seconds(-zone.offset_at(jump - 1));
            Wall::Gap { before_text: words(before), after_text: words(after), before, after }
        }
    })
}

/// Strict about the form, because a mistyped year would pass as a date long ago.
pub(super) fn local(date: &str, time: &str) -> Option<NaiveDateTime> {
    let number = |text: &str, digits: usize| -> Option<u32> {
        let good = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        if good { text.parse().ok() } else { None }
    };
    let mut parts = date.splitn(3, '-');
    let year = number(parts.next()?, 4).filter(|year| (1900..9999).contains(year))?;
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    let (hour, minute) = time.split_once(':')?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let time = NaiveTime::from_hms_opt(number(hour, 2)?, number(minute, 2)?, 0)?;
    Some(date.and_time(time))
}

/// Which of two equal wall times is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    First,
    Second,
}

/// Why a wall time is not a deadline yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WallProblem {
    Gap { before: Moment, after: Moment, before_text: String, after_text: String },
    Twice { first: Moment, second: Moment, first_text: String, second_text: String },
    NotATime,
}

impl WallProblem {
    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (Self::Gap { before_text, after_text, .. }, Language::En) => {
                format!("The clocks jump over this time. Choose {before_text} or {after_text}.")
            }
            (Self::Gap { before_text, after_text, .. }, Language::Fr) => {
                format!("Cette heure n’existe pas ce jour-là. Choisissez {before_text} ou {after_text}.")
            }
            (Self::Twice { first_text, second_text, .. }, Language::En) => {
                format!("The clocks show this time twice. Choose {first_text} or {second_text}.")
            }
            (Self::Twice { first_text, second_text, .. }, Language::Fr) => {
                format!("Cette heure existe deux fois ce jour-là. Choisissez {first_text} ou {second_text}.")
            }
            (Self::NotATime, Language::En) => "Write a date and a time, such as 2021-01-10 and 23:59.".into(),
            (Self::NotATime, Language::Fr) => "Écrivez une date et une heure, comme 2021-01-10 et 23:59.".into(),
        }
    }
}

pub fn deadline_hours(promised_from: Moment, hours: u32, zone: &Zone) -> Deadline {
    let at = promised_from.plus_seconds(i64::from(hours) * 3600);
    freeze(at, zone, DeadlineRule::Hours { hours }, promised_from)
}

pub fn deadline_wall(
    date: &str,
    time: &str,
    zone: &Zone,
    anchor: Moment,
    choice: Option<Fold>,
) -> Result<Deadline, WallProblem> {
    let at = match (resolve(date, time, zone), choice) {
        (None, _) => return Err(WallProblem::NotATime),
        (Some(Wall::Once(at)), _) => at,
        (Some(Wall::Twice { first, .. }), Some(Fold::First)) => first,
        (Some(Wall::Twice { second, .. }), Some(Fold::Second)) => second,
        (Some(Wall::Twice { first, second, first_text, second_text }), None) => {
            return Err(WallProblem::Twice { first, second, first_text, second_text });
        }
        (Some(Wall::Gap { before, after, before_text, after_text }), _) => {
            return Err(WallProblem::Gap { before, after, before_text, after_text });
        }
    };
    let rule = DeadlineRule::Wall { date: date.to_owned(), time: time.to_owned() };
    Ok(freeze(at, zone, rule, anchor))
}

/// The same for time that is given on top: it supersedes what was promised.
pub fn extended(
    date: &str,
    time: &str,
    zone: &Zone,
    given_at: Moment,
    choice: Option<Fold>,
) -> Result<Deadline, WallProblem> {
    let rule = DeadlineRule::Extension { date: date.to_owned(), time: time.to_owned() };
    Ok(Deadline { rule, ..deadline_wall(date, time, zone, given_at, choice)? })
}

/// The same for an instant that was reckoned already.
pub fn extended_to(at: Moment, zone: &Zone, given_at: Moment) -> Deadline {
    let rule = DeadlineRule::Extension { date: zone.date_text(at), time: zone.show(at, Language::En).time };
    freeze(at, zone, rule, given_at)
}

pub(super) fn freeze(at: Moment, zone: &Zone, rule: DeadlineRule, anchor: Moment) -> Deadline {
    let shown = zone.show(at, Language::En);
    Deadline {
        at,
        zone: zone.name().to_owned(),
        wall: shown.long,
        offset: shown.offset,
        rule,
        anchor,
        tzdb: TZDB_VERSION.to_owned(),
    }
}
