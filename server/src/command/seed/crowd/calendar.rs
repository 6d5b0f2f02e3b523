//! Who is at their desk when: from nine to a quarter to six on the wall of their own city, from Monday to Friday.

use chrono::{Datelike, NaiveDate, Weekday};
use docket::time::Moment;
use docket::time::zone::{Fold, Zone, deadline_wall};

use crate::command::seed::people::zone_of;
use crate::command::seed::step::Hand;

const MORNING: &str = "09:00";
const EVENING: &str = "17:45";

pub fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap_or(Zone::UTC)
}

/// That time on that day's wall. No city's clock jumps over the hours that are asked for here.
pub fn wall(day: &str, time: &str, zone: &Zone) -> Option<Moment> {
    deadline_wall(day, time, zone, Moment::MIN, Some(Fold::First)).ok().map(|wall| wall.at)
}

pub fn is_weekend(day: &str) -> bool {
    day.parse::<NaiveDate>().is_ok_and(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
}

/// The day and the end of it in which somebody works at this instant or next.
fn shift(hand: Hand, at: Moment) -> (Moment, Moment) {
    let zone = zone(zone_of(hand));
    let mut days = (0..9).map(|days| zone.date_text(at.plus_seconds(days * 86_400)));
    let next = days.find_map(|day| {
        let (opens, ends) = (wall(&day, MORNING, &zone)?, wall(&day, EVENING, &zone)?);
        (!is_weekend(&day) && at < ends).then_some((at.max(opens), ends))
    });
    next.unwrap_or((at, at.plus_seconds(8 * 3600)))
}

/// When so many minutes of working time have passed for somebody.
pub fn busy(hand: Hand, from: Moment, minutes: i64) -> Moment {
    let mut left = minutes * 60;
    let (mut at, mut ends) = shift(hand, from);
    loop {
        let today = ends.minus(at) / 1_000_000;
        if left < today {
            return at.plus_seconds(left);
        }
        left -= today;
        (at, ends) = shift(hand, ends);
    }
}

/// Noon or six o'clock on the wall of a zone, on the first day on which that is so many hours away.
pub fn announced(zone_name: &str, from: Moment, hours: i64, time: &str) -> Moment {
    let zone = zone(zone_name);
    let least = from.plus_seconds(hours * 3600);
    let mut days = (0..4).filter_map(|days| wall(&zone.date_text(least.plus_seconds(days * 86_400)), time, &zone));
    days.find(|at| *at >= least).unwrap_or(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn nobody_works_at_night_or_on_sunday() {
        // Friday 17:30 in Paris, with half an hour to do.
        let done = busy(Hand::Tomas, at("2026-03-13T16:30:00Z"), 30);
        assert_eq!(done, at("2026-03-16T08:15:00Z"));
        assert_eq!(busy(Hand::Kenji, at("2026-03-15T00:00:00Z"), 0), at("2026-03-16T00:00:00Z"));
    }

    #[test]
    fn what_is_announced_falls_on_the_wall_of_the_customer() {
        let noon = announced("America/Denver", at("2026-03-10T20:00:00Z"), 3, "12:00");
        assert_eq!(noon, at("2026-03-11T18:00:00Z"));
    }
}
