//! Dates and spans in words.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::words::Language;

const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAYS_EN_SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_FR_SHORT: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_EN_SHORT: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_FR_SHORT: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];

/// `11 Jan 2021, 07:59 UTC` and `11 janv. 2021, 07:59 UTC`
pub(super) fn short_utc(utc: NaiveDateTime, language: Language) -> String {
    let months = match language {
        Language::En => MONTHS_EN_SHORT,
        Language::Fr => MONTHS_FR_SHORT,
    };
    let day = match (utc.day(), language) {
        (1, Language::Fr) => "1er".to_owned(),
        (day, _) => day.to_string(),
    };
    format!("{day} {} {:04}, {} UTC", months[utc.month0() as usize], utc.year(), clock(utc))
}

/// An instant as we once wrote it in English, with its day of the week or without, in another language.
pub fn utc_again(text: &str, language: Language) -> Option<String> {
    let bare = text.strip_suffix(" UTC")?;
    let read = |format| NaiveDateTime::parse_from_str(bare, format).ok();
    let short = read("%d %b %Y, %H:%M").map(|utc| short_utc(utc, language));
    short.or_else(|| read("%a %d %b %Y, %H:%M").map(|utc| wall(utc, "UTC", "", language)))
}

/// `Sun 10 Jan 2021` and `dim. 10 janv. 2021`
pub(super) fn short_date(date: NaiveDate, language: Language) -> String {
    let (days, months) = match language {
        Language::En => (DAYS_EN_SHORT, MONTHS_EN_SHORT),
        Language::Fr => (DAYS_FR_SHORT, MONTHS_FR_SHORT),
    };
    joined(date, &days, &months, language)
}

/// `Sunday 10 January 2021` and `dimanche 10 janvier 2021`
pub(super) fn long_date(date: NaiveDate, language: Language) -> String {
    let (days, months) = match language {
        Language::En => (DAYS_EN, MONTHS_EN),
        Language::Fr => (DAYS_FR, MONTHS_FR),
    };
    joined(date, &days, &months, language)
}

fn joined(date: NaiveDate, days: &[&str; 7], months: &[&str; 12], language: Language) -> String {
    let day = match (date.day(), language) {
        (1, Language::Fr) => "1er".to_owned(),
        (day, _) => day.to_string(),
    };
    let weekday = days[date.weekday().num_days_from_monday() as usize];
    format!("{weekday} {day} {} {:04}", months[date.month0() as usize], date.year())
}

pub(super) fn clock(time: NaiveDateTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `Sun 10 Jan 2021, 23:59 PST (UTC−08:00)`. A zone without an abbreviation shows only its
/// offset, and UTC does not say its name twice.
pub(super) fn wall(local: NaiveDateTime, abbreviation: &str, offset: &str, language: Language) -> String {
    let date = short_date(local.date(), language);
    let time = clock(local);
    match abbreviation {
        "" => format!("{date}, {time} ({offset})"),
        "UTC" => format!("{date}, {time} UTC"),
        name => format!("{date}, {time} {name} ({offset})"),
    }
}

/// `Sun 10 Jan 2021, 24:00 PST (UTC−08:00)`: the end of that day, so that nobody takes it for the day after.
pub(super) fn end_of_day(date: NaiveDate, abbreviation: &str, offset: &str, language: Language) -> String {
    let date = short_date(date, language);
    match abbreviation {
        "" => format!("{date}, 24:00 ({offset})"),
        "UTC" => format!("{date}, 24:00 UTC"),
        name => format!("{date}, 24:00 {name} ({offset})"),
    }
}

/// `UTC−08:00`, with a true minus sign.
pub(super) fn offset_text(seconds: i32) -> String {
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

pub(super) fn offset_seconds(text: &str) -> Option<i64> {
    let rest = text.strip_prefix("UTC")?;
    let (sign, rest) = match rest.strip_prefix('\u{2212}') {
        Some(rest) => (-1, rest),
        None => (1, rest.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let hours: u32 = hours.parse().ok()?;
    let minutes: u32 = minutes.parse().ok()?;
    (hours < 24 && minutes < 60).then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

/// As one would say it in a letter. Midnight names the day it begins, because "12am" does not.
pub(super) fn spoken(local: NaiveDateTime, abbreviation: &str, offset: &str, language: Language) -> String {
    let day = long_date(local.date(), language);
    let zone = if abbreviation.is_empty() { offset } else { abbreviation };
    let (_, hour) = local.hour12();
    match (language, local.hour(), local.minute()) {
        (Language::En, 0, 0) => format!("midnight {zone} at the start of {day}"),
        (Language::En, 12, 0) => format!("midday {zone} on {day}"),
        (Language::En, h, m) => {
            let half = if h < 12 { "am" } else { "pm" };
            format!("{hour}:{m:02}{half} {zone} on {day}")
        }
        (Language::Fr, h, m) => format!("{day} à {h} h {m:02} ({offset})"),
    }
}

/// The time left in its two largest units: `3 hours 12 minutes`. Cut, never rounded up, because
/// nobody should be told of more time than there is.
pub fn left_words(micros: i64, language: Language) -> String {
    let [minute, hour, day] = match language {
        Language::En => ["minute", "hour", "day"],
        Language::Fr => ["minute", "heure", "jour"],
    };
    let count = |n: i64, unit: &str| match (n, language) {
        (1, _) | (0, Language::Fr) => format!("{n} {unit}"),
        _ => format!("{n} {unit}s"),
    };
    let pair = |n: i64, unit: &str, m: i64, small: &str| match m {
        0 => count(n, unit),
        _ => format!("{} {}", count(n, unit), count(m, small)),
    };
    match (Left::of(micros), language) {
        (Left::Days(d, h), _) => pair(d, day, h, hour),
        (Left::Hours(h, m), _) => pair(h, hour, m, minute),
        (Left::Minutes(m), _) => count(m, minute),
        (Left::Moments, Language::En) => "less than a minute".into(),
        (Left::Moments, Language::Fr) => "moins d’une minute".into(),
        (Left::Nothing, _) => count(0, minute),
    }
}

/// The same for narrow columns: `3 h 12 min`, `1 d 06 h`.
pub fn left_short(micros: i64, language: Language) -> String {
    let day = match language {
        Language::En => "d",
        Language::Fr => "j",
    };
    match Left::of(micros) {
        Left::Days(d, h) => format!("{d} {day} {h:02} h"),
        Left::Hours(h, m) => format!("{h} h {m:02} min"),
        Left::Minutes(m) => format!("{m} min"),
        Left::Moments => "< 1 min".into(),
        Left::Nothing => "0 min".into(),
    }
}

enum Left {
    Days(i64, i64),
    Hours(i64, i64),
    Minutes(i64),
    Moments,
    Nothing,
}

impl Left {
    fn of(micros: i64) -> Left {
        let minutes = micros / 60_000_000;
        match minutes {
            _ if micros <= 0 => Left::Nothing,
            0 => Left::Moments,
            1..60 => Left::Minutes(minutes),
            60..1440 => Left::Hours(minutes / 60, minutes % 60),
            _ => Left::Days(minutes / 1440, minutes / 60 % 24),
        }
    }
}
