//! Times as reports write them: RFC 3339, RFC 2822, something near them, or seconds since 1970.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime};

use super::Incident;

pub fn read(text: &str) -> Option<Incident> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    epoch(text).or_else(|| iso(text)).or_else(|| mail(text))
}

fn incident(wall: NaiveDateTime, zone: Option<i32>) -> Option<Incident> {
    let utc = wall.checked_sub_signed(Duration::minutes(i64::from(zone.unwrap_or(0))))?;
    // Outside of these years it is a broken clock, and a four-digit year could not be written.
    use chrono::Datelike;
    (1970..=9998)
        .contains(&utc.year())
        .then(|| Incident { at: utc.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(), zone_known: zone.is_some() })
}

fn epoch(text: &str) -> Option<Incident> {
    if !matches!(text.len(), 9 | 10 | 13) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let millis = if text.len() == 13 { number } else { number.checked_mul(1000)? };
    incident(DateTime::from_timestamp_millis(millis)?.naive_utc(), Some(0))
}

/// `2024-01-15T14:30:25.123+01:00` and its relatives: a space for the T, no seconds, no zone, a zone in words, only a day.
fn iso(text: &str) -> Option<Incident> {
    let (day, rest) = match text.find(['T', 't', ' ', '_']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };
    let separator = if day.contains('/') { '/' } else { '-' };
    let mut numbers = day.split(separator);
    let (year, month, date) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some() || year.len() != 4 {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    let time = if clock.is_empty() { NaiveTime::MIN } else { time(clock)? };
    incident(day.and_time(time), offset(zone.trim()))
}

/// `Fri, 13 Nov 2015 20:35:07 +0100 (CET)`, also without the weekday or the seconds.
fn mail(text: &str) -> Option<Incident> {
    let text = text.split('(').next()?.trim();
    let text = match text.split_once(',') {
        Some((weekday, rest)) if !weekday.is_empty() && weekday.chars().all(char::is_alphabetic) => rest,
        _ => text,
    };
    let mut words = text
        .split(|c: char| c.is_whitespace() || c == '-' && !text.contains(" -"))
        .filter(|word| !word.is_empty())
        .peekable();
    words.next_if(|word| word.chars().all(char::is_alphabetic));
    let (date, month, year) = (words.next()?, words.next()?, words.next()?);
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? as u32 + 1;
    let year: i32 = match (year.len(), year.parse().ok()?) {
        (2, year @ 0..=49) => 2000 + year,
        (2 | 3, year) => 1900 + year,
        (4, year) => year,
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(year, month, date.parse().ok()?)?;
    let time = time(words.next()?)?;
    incident(day.and_time(time), words.next().and_then(offset))
}

fn time(text: &str) -> Option<NaiveTime> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let seconds = parts.next().unwrap_or("0");
    let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    // A leap second is the last second of its minute: no calendar here counts it.
    let second: u32 = match whole.parse().ok()? {
        60 => 59,
        second => second,
    };
    let digits: String = fraction.chars().filter(char::is_ascii_digit).chain(std::iter::repeat('0')).take(6).collect();
    NaiveTime::from_hms_micro_opt(hour, minute, second, digits.parse().ok()?)
}

/// Minutes east of Greenwich. Names other than those of RFC 5322 and of central Europe are not guessed.
fn offset(text: &str) -> Option<i32> {
    let named = match text.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" => Some(0),
        "EST" | "CDT" => Some(-5),
        "EDT" => Some(-4),
        "CST" | "MDT" => Some(-6),
        "MST" | "PDT" => Some(-7),
        "PST" => Some(-8),
        "CET" => Some(1),
        "CEST" => Some(2),
        _ => None,
    };
    if let Some(hours) = named {
        return Some(hours * 60);
    }
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = match digits.len() {
        1 | 2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_they_are_written() {
        for (given, at, zone_known) in [
            ("2025-01-11T15:15:24Z", "2025-01-11T15:15:24.000000Z", true),
            ("2025-01-11T15:15:24.123456789+01:00", "2025-01-11T14:15:24.123456Z", true),
            ("2025-01-11 15:15:24 -0800", "2025-01-11T23:15:24.000000Z", true),
            ("2019-10-15 00:02:15", "2019-10-15T00:02:15.000000Z", false),
            ("2019-10-15", "2019-10-15T00:00:00.000000Z", false),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000000Z", true),
            ("Fri, 13 Nov 2015 20:35:07 +0100 (CET)", "2015-11-13T19:35:07.000000Z", true),
            ("13 Nov 15 20:35 GMT", "2015-11-13T20:35:00.000000Z", true),
            ("Fri, 13 Nov 2015 20:35:07", "2015-11-13T20:35:07.000000Z", false),
            ("Fri, 13 Nov 2015 20:35:07 MSK", "2015-11-13T20:35:07.000000Z", false),
            ("13-Nov-2015 20:35:07 UTC", "2015-11-13T20:35:07.000000Z", true),
            ("1447446907", "2015-11-13T20:35:07.000000Z", true),
        ] {
            let read = read(given);
            assert_eq!(read, Some(Incident { at: at.into(), zone_known }), "{given}");
        }
        for nonsense in [
            "",
            "soon",
            "2025-13-01T00:00:00Z",
            "0000-01-01",
            "99999-01-01",
            "25:00",
            "Fri, 31 Feb 2015 1:1:1",
            "ÄÖ, Ü €€€ é",
            "-",
        ] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
