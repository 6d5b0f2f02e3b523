//! Days on which offices are closed. Business days are counted by an edition of a calendar, and a deadline keeps which
//! one: a holiday that is added later moves no promise.

#[cfg(feature = "keep")]
pub mod read;

use crate::event::{Event, Recorded};
use crate::id::PersonId;
use crate::time::Moment;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// One edition of one calendar. Never changed: the next import is another edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calendar {
    /// "us-federal"
    pub name: String,
    pub edition: u32,
    /// By date, each once.
    pub closed: Vec<Closed>,
    /// SHA-256 of the file that it was read from.
    pub source: String,
    pub imported_at: Moment,
    pub by: Option<PersonId>,
}

/// A day on which nobody works, beside Saturdays and Sundays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Closed {
    /// "2026-12-25"
    pub date: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    pub name: String,
    pub edition: u32,
    pub closed: Vec<Closed>,
    pub source: String,
    pub by: Option<PersonId>,
}

/// Which calendar a deadline was counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edition {
    pub name: String,
    pub edition: u32,
}

impl Imported {
    pub fn id(&self) -> String {
        calendar_id(&self.name, self.edition)
    }
}

pub fn calendar_id(name: &str, edition: u32) -> String {
    format!("{name}/{edition}")
}

/// Short and plain, because it stands in addresses and in deadlines: "us-federal".
pub fn read_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    ((2..=32).contains(&name.len()) && plain && !name.starts_with('-') && !name.ends_with('-')).then_some(name)
}

impl Calendar {
    pub fn id(&self) -> String {
        calendar_id(&self.name, self.edition)
    }

    pub fn which(&self) -> Edition {
        Edition { name: self.name.clone(), edition: self.edition }
    }

    /// Offices work on this day.
    pub fn is_open(&self, date: NaiveDate) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let text = date.to_string();
        !weekend && self.closed.binary_search_by(|closed| closed.date.as_str().cmp(&text)).is_err()
    }

    /// The first and the last year of which it names a day. Beyond them nothing is known.
    pub fn years(&self) -> Option<(i32, i32)> {
        let year = |closed: &Closed| closed.date.get(..4)?.parse().ok();
        Some((year(self.closed.first()?)?, year(self.closed.last()?)?))
    }

    /// Whether it knows the holidays of that day's year.
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.years().is_some_and(|(first, last)| (first..=last).contains(&date.year()))
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::CalendarImported(imported) => Some(Calendar {
                name: imported.name.clone(),
                edition: imported.edition,
                closed: imported.closed.clone(),
                source: imported.source.clone(),
                imported_at: event.at,
                by: imported.by,
            }),
            _ => was,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        assert_eq!(read_name(" US-Federal "), Some("us-federal".into()));
        for bad in ["", "x", "-us", "us-", "us federal", "us/1", "é", &"x".repeat(33)] {
            assert_eq!(read_name(bad), None, "{bad}");
        }
    }

    #[test]
    fn weekends_and_its_own_days_are_closed() {
        let closed = |date: &str| Closed { date: date.into(), name: "a holiday".into() };
        let calendar = Calendar {
            name: "test".into(),
            edition: 1,
            closed: vec![closed("2026-07-03"), closed("2027-01-01")],
            source: String::new(),
            imported_at: Moment::MIN,
            by: None,
        };
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(calendar.is_open(date("2026-07-02")) && !calendar.is_open(date("2026-07-03")));
        assert!(!calendar.is_open(date("2026-07-04")) && !calendar.is_open(date("2026-07-05")));
        assert!(calendar.is_open(date("2026-07-06")));
        assert!(calendar.knows(date("2027-12-31")) && !calendar.knows(date("2028-01-03")));
    }
}
