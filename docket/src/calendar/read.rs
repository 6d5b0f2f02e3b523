//! Calendars from files: iCalendar, as calendar programs export it, or a table with a date and a name in each row.

use super::Closed;
use crate::phrase;
use crate::words::Phrase;
use chrono::NaiveDate;
use icalendar::parser::{Component, read_calendar, unfold};
use std::collections::BTreeMap;

/// More than a hundred years of holidays.
const MOST_DAYS: usize = 5000;
const MOST_BYTES: usize = 4 << 20;
/// A holiday that lasts longer is a mistake in the file.
const LONGEST: usize = 31;
const LONGEST_NAME: usize = 120;

/// Every closed day of the file, by date, each once. Or what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Vec<Closed>, Phrase> {
    if bytes.len() > MOST_BYTES {
        return Err(phrase!("The file is too large: {} MB at most.", MOST_BYTES >> 20));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| phrase!("The file is no UTF-8 text."))?;
    let text = text.trim_start_matches('\u{feff}');
    let days =
        if text.trim_start().to_ascii_uppercase().starts_with("BEGIN:VCALENDAR") { ics(text) } else { table(text) }?;
    if days.is_empty() {
        return Err(phrase!("The file names no day."));
    }
    if days.len() > MOST_DAYS {
        return Err(phrase!("The file names more than {} days.", MOST_DAYS));
    }
    Ok(days.into_iter().map(|(date, name)| Closed { date: date.to_string(), name }).collect())
}

type Days = BTreeMap<NaiveDate, String>;

/// Of two names for a day the first stays.
fn add(days: &mut Days, date: NaiveDate, name: &str) {
    let plain: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    days.entry(date).or_insert_with(|| plain.trim().to_owned());
}

fn table(text: &str) -> Result<Days, Phrase> {
    let mut days = Days::new();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    for (place, row) in reader.records().enumerate() {
        let line = place + 1;
        let row = row.map_err(|_| phrase!("Line {} cannot be read as a table.", line))?;
        let first = row.get(0).unwrap_or_default();
        if first.is_empty() || first.starts_with('#') {
            continue;
        }
        match day(first) {
            Some(date) => add(&mut days, date, row.get(1).unwrap_or_default()),
            // The first line may name the columns.
            None if place == 0 && !first.starts_with(|letter: char| letter.is_ascii_digit()) => {}
            None => return Err(phrase!("Line {}: “{}” is no day such as 2026-12-25.", line, first)),
        }
    }
    Ok(days)
}

fn day(text: &str) -> Option<NaiveDate> {
    let good = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if good { text.parse().ok() } else { None }
}

fn ics(text: &str) -> Result<Days, Phrase> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).map_err(|_| phrase!("This is no iCalendar file that can be read."))?;
    let mut days = Days::new();
    for event in calendar.components.iter().filter(|part| part.name == "VEVENT") {
        let name = value(event, "SUMMARY").unwrap_or_default();
        if value(event, "STATUS").as_deref() == Some("CANCELLED") {
            continue;
        }
        let Some(from) = value(event, "DTSTART").as_deref().and_then(ics_day) else {
            return Err(phrase!("“{}” has no day on which it begins.", name));
        };
        if event.find_prop("RRULE").is_some() || event.find_prop("RDATE").is_some() {
            return Err(phrase!("“{}” repeats by a rule. Export the calendar with each day of each year in it.", name));
        }
        // The end is the day after the last one.
        let to = value(event, "DTEND").as_deref().and_then(ics_day).unwrap_or(from);
        let lasts = usize::try_from((to - from).num_days()).unwrap_or(0).max(1);
        if lasts > LONGEST {
            return Err(phrase!("“{}” lasts longer than {} days.", name, LONGEST));
        }
        for date in from.iter_days().take(lasts) {
            add(&mut days, date, &name);
        }
    }
    Ok(days)
}

fn value(event: &Component, name: &str) -> Option<String> {
    let text = event.find_prop(name)?.val.to_string();
    Some(text.replace("\\,", ",").replace("\\;", ";").replace("\\n", " ").replace("\\N", " ").replace("\\\\", "\\"))
}

/// `20261225`, or the day of `20261225T090000`: a holiday is a whole day.
fn ics_day(text: &str) -> Option<NaiveDate> {
    let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    NaiveDate::parse_from_str(digits, "%Y%m%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<String> {
        read(text.as_bytes()).unwrap().into_iter().map(|closed| closed.date).collect()
    }

    #[test]
    fn a_table_is_read_with_and_without_its_heading() {
        let days =
            "date,name\n2026-12-25,Christmas\n2026-01-01,\"New Year, of course\"\n\n# a note\n2026-12-25,again\n";
        let read = read(days.as_bytes()).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].date.as_str(), read[0].name.as_str()), ("2026-01-01", "New Year, of course"));
        assert_eq!(read[1].name, "Christmas");
        assert_eq!(dates("\u{feff}2026-07-03\r\n2026-07-04\r\n"), ["2026-07-03", "2026-07-04"]);
    }

    #[test]
    fn an_icalendar_file_is_read() {
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n\
            BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\\, all\r\n  of it\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260714T000000\r\nSUMMARY:Bastille Day\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20260101\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n\
            END:VCALENDAR\r\n";
        assert_eq!(dates(text), ["2026-07-14", "2026-12-24", "2026-12-25", "2026-12-26"]);
        assert_eq!(read(text.as_bytes()).unwrap()[1].name, "Christmas, all of it");
    }

    #[test]
    fn what_cannot_be_meant_is_refused_in_a_sentence() {
        let event = |lines: &str| {
            format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Day\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
            )
        };
        for (text, says) in [
            (String::new(), "names no day"),
            ("name\n".into(), "names no day"),
            ("2026-02-30,never\n".into(), "is no day"),
            ("date,name\n1 May,Labour\n".into(), "is no day"),
            (event("DTSTART;VALUE=DATE:20260501\r\nRRULE:FREQ=YEARLY\r\n"), "repeats"),
            (event("DTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20270501\r\n"), "lasts longer"),
            (event(""), "no day on which it begins"),
        ] {
            let problem = read(text.as_bytes()).unwrap_err().to_string();
            assert!(problem.contains(says), "{text:?}: {problem}");
        }
        assert!(read(&[0xff, 0xfe]).unwrap_err().contains("UTF-8"));
        assert!(read(&vec![b'#'; MOST_BYTES + 1]).unwrap_err().contains("too large"));
        assert!(read(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n").is_err());
    }
}
