//! Periods that are counted in days: calendar days and months, business days, the periods of European law, and the
//! windows of two statutes. All of them end with the last hour of a day.

use chrono::{Days, Months, NaiveDate};

use super::wall::freeze;
use super::{TZDB_VERSION, Wall, Zone, in_range, resolve};
use crate::calendar::Calendar;
use crate::time::{Deadline, DeadlineRule, Moment, RULES_VERSION, text};
use crate::words::Language;

/// No period looks further ahead for a working day: a calendar that is closed for so long is wrong.
const MOST_DAYS: u32 = 4000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Days(u32),
    Months(u32),
}

/// From the first to the last instant at which something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub opens: Moment,
    pub alert: Moment,
    pub closes: Moment,
}

/// The first instant of the day after: what comes before it still came on that day. Midnight does not exist on every
/// day of every zone, and comes twice on some.
pub fn end_of_day(date: NaiveDate, zone: &Zone) -> Moment {
    let Some(next) = date.checked_add_days(Days::new(1)).and_then(|next| next.and_hms_opt(0, 0, 0)).filter(in_range)
    else {
        return Moment::MAX;
    };
    match zone.instants(next) {
        (Some(first), _) => first,
        (None, _) => zone.end_of_gap(next),
    }
}

/// The day on the wall at which the counting begins is not counted.
fn day_of(anchor: Moment, zone: &Zone) -> NaiveDate {
    zone.there(anchor).date_naive()
}

fn after(date: NaiveDate, span: Span) -> Option<NaiveDate> {
    match span {
        Span::Days(days) => date.checked_add_days(Days::new(u64::from(days))),
        Span::Months(months) => date.checked_add_months(Months::new(months)),
    }
}

pub fn calendar_span(anchor: Moment, span: Span, zone: &Zone) -> Option<Deadline> {
    let last = after(day_of(anchor, zone), span)?;
    let named = last.to_string();
    let rule = match span {
        Span::Days(days) => DeadlineRule::Days { days, last: named, version: RULES_VERSION },
        Span::Months(months) => DeadlineRule::Months { months, last: named, version: RULES_VERSION },
    };
    Some(ending(last, zone, rule, anchor))
}

/// The n-th day after this one on which offices are open.
fn nth_open(from: NaiveDate, n: u32, calendar: &Calendar) -> Option<NaiveDate> {
    let place = n.checked_sub(1)?;
    let mut open = from.iter_days().skip(1).take(MOST_DAYS as usize).filter(|day| calendar.is_open(*day));
    open.nth(place as usize)
}

pub fn business_days(anchor: Moment, days: u32, zone: &Zone, calendar: &Calendar) -> Option<Deadline> {
    let last = nth_open(day_of(anchor, zone), days, calendar)?;
    let rule =
        DeadlineRule::BusinessDays { days, last: last.to_string(), calendar: calendar.which(), version: RULES_VERSION };
    Some(ending(last, zone, rule, anchor))
}

/// Regulation 1182/71, Article 3: the day of the event is not counted; what would end on a day on which nobody works
/// ends with the next working day; two days or more hold at least two working days. Periods in hours are not meant.
pub fn eu_span(anchor: Moment, span: Span, zone: &Zone, calendar: &Calendar) -> Option<Deadline> {
    let first = day_of(anchor, zone);
    let mut last = after(first, span)?;
    let at_least = if matches!(span, Span::Days(1)) { 1 } else { 2 };
    last = last.max(nth_open(first, at_least, calendar)?);
    last = last.iter_days().take(MOST_DAYS as usize).find(|day| calendar.is_open(*day))?;
    let named = last.to_string();
    let (calendar, version) = (calendar.which(), RULES_VERSION);
    let rule = match span {
        Span::Days(days) => DeadlineRule::EuDays { days, last: named, calendar, version },
        Span::Months(months) => DeadlineRule::EuMonths { months, last: named, calendar, version },
    };
    Some(ending(last, zone, rule, anchor))
}

/// 17 USC 512(g)(2)(C): material is put back not less than 10 and not more than 14 business days after the counter
/// notice was received. A person is asked from the twelfth on.
pub fn dmca_window(received: Moment, zone: &Zone, calendar: &Calendar) -> Option<Window> {
    let end_of = |n: u32| Some(end_of_day(nth_open(day_of(received, zone), n, calendar)?, zone));
    Some(Window { opens: end_of(10)?, alert: end_of(12)?, closes: end_of(14)? })
}

/// Regulation 2021/784, Article 3(3): one hour from receipt, on every day of the year.
pub fn tco_hour(received: Moment, zone: &Zone) -> Deadline {
    super::deadline_hours(received, 1, zone)
}

/// The same promise so much later, for time that we owe. Counted on the wall's own minute.
pub fn postponed(deadline: &Deadline, micros: i64, given_at: Moment) -> Deadline {
    let zone = Zone::parse(&deadline.zone).unwrap_or(Zone::UTC);
    super::extended_to(deadline.at.plus_micros(micros), &zone, given_at)
}

/// What the wall of a frozen deadline means by the time zone database of this program, if that is another instant.
/// `Some(None)`: the clocks jump over it now. Elapsed time reads no wall, so hours never move.
pub fn moved_by_tzdb(deadline: &Deadline) -> Option<Option<Moment>> {
    if matches!(deadline.rule, DeadlineRule::Hours { .. }) {
        return None;
    }
    let zone = Zone::parse(&deadline.zone)?;
    if let Some(last) = deadline.rule.last_day() {
        let means = end_of_day(last.parse().ok()?, &zone);
        return (means != deadline.at).then_some(Some(means));
    }
    let (DeadlineRule::Wall { date, time } | DeadlineRule::Extension { date, time }) = &deadline.rule else {
        return None;
    };
    match resolve(date, time, &zone)? {
        // What is finer than a minute stands in no wall text.
        Wall::Once(at) => (!same_minute(at, deadline.at)).then_some(Some(at)),
        Wall::Twice { first, second, .. } => {
            let stands = same_minute(first, deadline.at) || same_minute(second, deadline.at);
            (!stands).then_some(Some(second))
        }
        Wall::Gap { .. } => Some(None),
    }
}

fn same_minute(one: Moment, two: Moment) -> bool {
    const MINUTE: i64 = 60 * 1_000_000;
    one.micros().div_euclid(MINUTE) == two.micros().div_euclid(MINUTE)
}

fn ending(last: NaiveDate, zone: &Zone, rule: DeadlineRule, anchor: Moment) -> Deadline {
    let at = end_of_day(last, zone);
    // The offset with which that day ends, not the one with which the next begins.
    let shown = zone.show(at.plus_micros(-1), Language::En);
    let wall = text::end_of_day(last, &shown.abbreviation, &shown.offset, Language::En);
    Deadline { at, wall, offset: shown.offset, tzdb: TZDB_VERSION.to_owned(), ..freeze(at, zone, rule, anchor) }
}

#[cfg(test)]
mod tests;
