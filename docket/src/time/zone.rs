//! Zones by their IANA names, and what a time on the wall means in them.

use std::fmt;

use chrono::{DateTime, Days, LocalResult, Months, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike};
use chrono_tz::{OffsetName, Tz};
use serde::{Deserialize, Serialize};

use super::{Moment, text};
use crate::words::Language;

mod periods;
mod wall;

pub use periods::{
    Span, Window, business_days, calendar_span, dmca_window, end_of_day, eu_span, moved_by_tzdb, postponed, tco_hour,
};
pub use wall::{Fold, Wall, WallProblem, deadline_hours, deadline_wall, extended, extended_to, resolve};

/// The edition of the time zone database inside this program.
pub const TZDB_VERSION: &str = chrono_tz::IANA_TZDB_VERSION;

/// A place's clock. Abbreviations such as PST are refused: in July they mean an hour that
/// nobody's clock shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

impl Zone {
    pub const UTC: Zone = Zone(Tz::UTC);

    pub fn parse(name: &str) -> Option<Zone> {
        name.parse().ok().map(Zone)
    }

    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    pub fn all() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// A short list to choose from, west to east.
    pub fn common() -> impl Iterator<Item = &'static str> {
        COMMON.iter().copied()
    }

    pub fn show(&self, moment: Moment, language: Language) -> Shown {
        let there = self.there(moment);
        let local = there.naive_local();
        let offset = text::offset_text(there.offset().fix().local_minus_utc());
        // Zones without a name for their time carry digits such as "+03" in its place.
        let abbreviation =
            there.offset().abbreviation().filter(|name| !name.starts_with(['+', '-'])).unwrap_or_default();
        Shown {
            date: text::short_date(local.date(), language),
            time: text::clock(local),
            abbreviation: abbreviation.to_owned(),
            long: text::wall(local, abbreviation, &offset, language),
            spoken: text::spoken(local, abbreviation, &offset, language),
            utc: text::wall(moment.utc(), "UTC", "", language),
            day_heading: text::long_date(local.date(), language),
            clock_seconds: format!("{}:{:02}", text::clock(local), local.second()),
            offset,
        }
    }

    /// As much of it as a row of a list shows: a page has hundreds of them, and the other forms would be written in vain.
    pub fn glimpse(&self, moment: Moment, language: Language) -> Glimpse {
        let there = self.there(moment);
        let local = there.naive_local();
        let name = there.offset().abbreviation().filter(|name| !name.starts_with(['+', '-']));
        Glimpse {
            date: text::short_date(local.date(), language),
            time: text::clock(local),
            clock: match name {
                Some(name) => name.to_owned(),
                None => text::offset_text(there.offset().fix().local_minus_utc()),
            },
            utc: text::wall(moment.utc(), "UTC", "", language),
        }
    }

    /// `Sunday 10 January 2021`
    pub fn day_heading(&self, moment: Moment, language: Language) -> String {
        text::long_date(self.there(moment).date_naive(), language)
    }

    /// The day there as a form writes it: `2021-01-10`.
    pub fn date_text(&self, moment: Moment) -> String {
        self.there(moment).date_naive().to_string()
    }

    fn there(&self, moment: Moment) -> DateTime<Tz> {
        moment.to_chrono().with_timezone(&self.0)
    }

    /// The instants at which the wall shows this time, earliest first: none, one or two.
    fn instants(&self, local: NaiveDateTime) -> (Option<Moment>, Option<Moment>) {
        match self.0.from_local_datetime(&local) {
            LocalResult::None => (None, None),
            LocalResult::Single(at) => (Some(Moment::from_chrono(&at)), None),
            LocalResult::Ambiguous(a, b) => {
                let (a, b) = (Moment::from_chrono(&a), Moment::from_chrono(&b));
                (Some(a.min(b)), Some(a.max(b)))
            }
        }
    }

    /// The first instant after the gap that swallowed this local time. No offset reaches two
    /// days, so the wall shows less at one end of the search and more at the other; as it never
    /// shows the time itself, the search can only end at the jump.
    fn end_of_gap(&self, local: NaiveDateTime) -> Moment {
        let wanted = local.and_utc().timestamp();
        let (mut below, mut above) = (wanted - 2 * 86_400, wanted + 2 * 86_400);
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if middle + self.offset_at(middle) < wanted {
                below = middle;
            } else {
                above = middle;
            }
        }
        Moment::from_micros(0).plus_seconds(above)
    }

    fn offset_at(&self, seconds: i64) -> i64 {
        let there = self.there(Moment::from_micros(0).plus_seconds(seconds));
        i64::from(there.offset().fix().local_minus_utc())
    }

    /// For calendar arithmetic, where nobody can be asked: after a gap, and the later of two.
    fn settle(&self, local: NaiveDateTime) -> Moment {
        match self.instants(local) {
            (Some(first), second) => second.unwrap_or(first),
            (None, _) => self.end_of_gap(local),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl TryFrom<String> for Zone {
    type Error = String;
    fn try_from(name: String) -> Result<Zone, String> {
        Zone::parse(&name).ok_or_else(|| format!("{name:?} is not the IANA name of a time zone"))
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.name().to_owned()
    }
}

/// An instant in every form that pages and letters need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// `Sun 10 Jan 2021`
    pub date: String,
    /// `23:59`
    pub time: String,
    /// `PST`, or nothing where the zone has no name for its time.
    pub abbreviation: String,
    /// `UTC−08:00`
    pub offset: String,
    /// `Sun 10 Jan 2021, 23:59 PST (UTC−08:00)`
    pub long: String,
    /// `11:59pm PST on Sunday 10 January 2021`
    pub spoken: String,
    /// `Mon 11 Jan 2021, 07:59 UTC`
    pub utc: String,
    /// `Sunday 10 January 2021`
    pub day_heading: String,
    /// `23:59:00`
    pub clock_seconds: String,
}

/// An instant as rows of lists show it, each part as in [`Shown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glimpse {
    pub date: String,
    pub time: String,
    /// The name of the zone's time, or its offset where it has none.
    pub clock: String,
    pub utc: String,
}

/// The same time on the wall, so many days later. A day can be 23 or 25 hours.
pub fn calendar_days(from: Moment, days: u32, zone: &Zone) -> Moment {
    let local = zone.there(from).naive_local();
    let later = local.checked_add_days(Days::new(u64::from(days)));
    later.filter(in_range).map_or(Moment::MAX, |local| zone.settle(local))
}

/// The same day of the month and time on the wall, or the month's last day where it is shorter.
pub fn calendar_months(from: Moment, months: u32, zone: &Zone) -> Moment {
    let local = zone.there(from).naive_local();
    let later = local.checked_add_months(Months::new(months));
    later.filter(in_range).map_or(Moment::MAX, |local| zone.settle(local))
}

/// Far enough from the end of `Moment` for any offset.
fn in_range(local: &NaiveDateTime) -> bool {
    local.and_utc() < Moment::MAX.to_chrono() - TimeDelta::days(2)
}

const COMMON: [&str; 32] = [
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/Mexico_City",
    "America/Bogota",
    "America/New_York",
    "America/Toronto",
    "America/Halifax",
    "America/Santiago",
    "America/Sao_Paulo",
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Africa/Lagos",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
];

#[cfg(test)]
mod tests;
