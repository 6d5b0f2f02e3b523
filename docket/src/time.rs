//! Instants, clocks and frozen deadlines. Nothing here reads a clock except `SystemClock`.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::Edition;
use crate::words::Language;

#[cfg_attr(not(feature = "keep"), expect(dead_code, reason = "only zones speak of local time"))]
mod text;
#[cfg(feature = "keep")]
pub mod zone;

#[cfg(feature = "keep")]
pub use text::utc_again;
pub use text::{left_short, left_words};

const SECOND: i64 = 1_000_000;

/// Whole microseconds since 1970 in UTC, because that is what both databases can hold.
/// Always within the years 1 to 9999, so that its text has one length and sorts as time does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    pub const MIN: Moment = Moment(-62_135_596_800 * SECOND);
    pub const MAX: Moment = Moment(253_402_300_799 * SECOND + 999_999);

    /// Saturates at the ends of the range.
    pub const fn from_micros(micros: i64) -> Moment {
        if micros < Self::MIN.0 {
            Self::MIN
        } else if micros > Self::MAX.0 {
            Self::MAX
        } else {
            Moment(micros)
        }
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 with any offset. What is finer than a microsecond is cut off.
    pub fn parse(text: &str) -> Option<Moment> {
        let micros = DateTime::parse_from_rfc3339(text).ok()?.timestamp_micros();
        (Self::MIN.0..=Self::MAX.0).contains(&micros).then_some(Moment(micros))
    }

    pub fn from_chrono<Z: chrono::TimeZone>(time: &DateTime<Z>) -> Moment {
        Moment::from_micros(time.timestamp_micros())
    }

    pub fn to_chrono(self) -> DateTime<Utc> {
        // The range of `Moment` lies within chrono's, so the default is never taken.
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// Always of the form `2021-01-11T07:59:00.000000Z`.
    pub fn rfc3339(self) -> String {
        self.to_chrono().to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    /// The day in UTC: `2021-01-11`.
    pub fn date_text(self) -> String {
        self.utc().date().to_string()
    }

    /// `11 Jan 2021, 07:59 UTC`
    pub fn short_utc(self) -> String {
        self.utc_in(Language::En)
    }

    /// `11 Jan 2021, 07:59 UTC` and `11 janv. 2021, 07:59 UTC`
    pub fn utc_in(self, language: Language) -> String {
        text::short_utc(self.utc(), language)
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Moment {
        self.plus_micros(seconds.saturating_mul(SECOND))
    }

    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Moment {
        Moment::from_micros(self.0.saturating_add(micros))
    }

    /// Microseconds from `other` to `self`. The range is narrow enough never to overflow.
    pub const fn minus(self, other: Moment) -> i64 {
        self.0 - other.0
    }

    fn utc(self) -> NaiveDateTime {
        self.to_chrono().naive_utc()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({self})")
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Moment::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("{text:?} is not an instant as RFC 3339 writes it")))
    }
}

pub trait Clock: Send + Sync + fmt::Debug {
    fn now(&self) -> Moment;

    /// Microseconds by a clock that nobody sets. One that a test moves stands still: whoever goes by it was awake all
    /// the while.
    fn steady(&self) -> i64 {
        0
    }

    /// How far `now` is from the steady clock, in microseconds. It changes when somebody sets the clock on the wall.
    fn moved(&self) -> i64 {
        0
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Moment {
        (**self).now()
    }

    fn steady(&self) -> i64 {
        (**self).steady()
    }

    fn moved(&self) -> i64 {
        (**self).moved()
    }
}

/// The only place that knows what time it is.
#[cfg(feature = "keep")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[cfg(feature = "keep")]
impl Clock for SystemClock {
    fn now(&self) -> Moment {
        use std::time::SystemTime;
        #[expect(clippy::disallowed_methods, reason = "everything else asks this clock")]
        let now = SystemTime::now();
        match now.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => Moment::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX)),
            Err(before) => {
                let micros = i64::try_from(before.duration().as_micros()).unwrap_or(i64::MAX);
                Moment::from_micros(-micros)
            }
        }
    }

    fn steady(&self) -> i64 {
        use std::sync::OnceLock;
        use std::time::Instant;
        static START: OnceLock<Instant> = OnceLock::new();
        #[expect(clippy::disallowed_methods, reason = "everything else asks this clock")]
        let now = Instant::now();
        let elapsed = now.saturating_duration_since(*START.get_or_init(|| now));
        i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX)
    }

    fn moved(&self) -> i64 {
        let mut before = self.steady();
        loop {
            let now = self.now();
            let after = self.steady();
            // Stopped between the two looks, it would seem that the clock was set.
            if after - before < SECOND / 10 {
                return now.micros() - after;
            }
            before = self.steady();
        }
    }
}

/// A clock that moves only when told to. Its clones show the same time.
#[derive(Clone, Debug)]
pub struct TestClock {
    now: Arc<AtomicI64>,
    steady: Arc<AtomicI64>,
    moved: Arc<AtomicI64>,
}

impl TestClock {
    /// # Panics
    /// If the text is no instant: it is written in a test or a seed, never read from outside.
    pub fn at(text: &str) -> TestClock {
        match Moment::parse(text) {
            Some(moment) => TestClock::starting(moment),
            None => panic!("{text:?} is not an instant as RFC 3339 writes it"),
        }
    }

    pub fn starting(moment: Moment) -> TestClock {
        let now = Arc::new(AtomicI64::new(moment.micros()));
        TestClock { now, steady: Arc::default(), moved: Arc::default() }
    }

    /// Time passes, and everybody was awake all the while.
    pub fn set(&self, moment: Moment) {
        self.now.store(moment.micros(), Ordering::SeqCst);
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }

    /// Time passes while whoever goes by this clock stands still, as a process does that was stopped.
    pub fn stand_still_seconds(&self, seconds: i64) {
        self.advance_seconds(seconds);
        self.steady.fetch_add(seconds * SECOND, Ordering::SeqCst);
    }

    /// Somebody sets the clock: no time passes.
    pub fn jump_seconds(&self, seconds: i64) {
        let before = self.now();
        self.advance_seconds(seconds);
        self.moved.fetch_add(self.now().minus(before), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.now.load(Ordering::SeqCst))
    }

    fn steady(&self) -> i64 {
        self.steady.load(Ordering::SeqCst)
    }

    fn moved(&self) -> i64 {
        self.moved.load(Ordering::SeqCst)
    }
}

/// What was promised, frozen when it was promised. A later change of the time zone database
/// does not move it, so the browser needs no such database to show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    pub at: Moment,
    /// The zone's IANA name.
    pub zone: String,
    /// `Sun 10 Jan 2021, 23:59 PST (UTC−08:00)`
    pub wall: String,
    /// `UTC−08:00`
    pub offset: String,
    pub rule: DeadlineRule,
    /// From when it was counted.
    pub anchor: Moment,
    /// The edition of the time zone database that was asked.
    pub tzdb: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeadlineRule {
    /// Elapsed time: an hour is 3600 seconds, whatever the clocks on the wall do.
    Hours { hours: u32 },
    /// What the wall shows: `2021-01-10` and `23:59` in the deadline's zone.
    Wall { date: String, time: String },
    /// More time, given until what the wall shows.
    Extension { date: String, time: String },
    /// Calendar days. `last` is the day with whose last hour they end.
    Days { days: u32, last: String, version: u32 },
    /// Calendar months, or a month's last day where it is shorter.
    Months { months: u32, last: String, version: u32 },
    /// Days on which the offices of a calendar are open.
    BusinessDays { days: u32, last: String, calendar: Edition, version: u32 },
    /// Days as Regulation 1182/71 counts them: never over on a day on which nobody works.
    EuDays { days: u32, last: String, calendar: Edition, version: u32 },
    /// The same in months.
    EuMonths { months: u32, last: String, calendar: Edition, version: u32 },
}

/// How periods are counted. A deadline keeps the number, so that a later way of counting moves no promise.
pub const RULES_VERSION: u32 = 1;

impl DeadlineRule {
    /// What it is called in exports.
    pub fn word(&self) -> &'static str {
        match self {
            DeadlineRule::Hours { .. } => "hours",
            DeadlineRule::Wall { .. } => "wall",
            DeadlineRule::Extension { .. } => "extension",
            DeadlineRule::Days { .. } => "days",
            DeadlineRule::Months { .. } => "months",
            DeadlineRule::BusinessDays { .. } => "business_days",
            DeadlineRule::EuDays { .. } => "eu_days",
            DeadlineRule::EuMonths { .. } => "eu_months",
        }
    }

    /// The day with whose last hour it ends, for what is counted in days.
    pub fn last_day(&self) -> Option<&str> {
        match self {
            DeadlineRule::Hours { .. } | DeadlineRule::Wall { .. } | DeadlineRule::Extension { .. } => None,
            DeadlineRule::Days { last, .. }
            | DeadlineRule::Months { last, .. }
            | DeadlineRule::BusinessDays { last, .. }
            | DeadlineRule::EuDays { last, .. }
            | DeadlineRule::EuMonths { last, .. } => Some(last),
        }
    }

    pub fn calendar(&self) -> Option<&Edition> {
        match self {
            DeadlineRule::BusinessDays { calendar, .. }
            | DeadlineRule::EuDays { calendar, .. }
            | DeadlineRule::EuMonths { calendar, .. } => Some(calendar),
            _ => None,
        }
    }
}

impl Deadline {
    /// The frozen wall text. French is drawn from the frozen instant and offset, without the
    /// zone's English abbreviation.
    pub fn sentence(&self, language: Language) -> String {
        match (language, text::offset_seconds(&self.offset)) {
            (Language::Fr, Some(seconds)) => {
                let local = self.at.plus_seconds(seconds).utc();
                match self.rule.last_day().and_then(|last| last.parse().ok()) {
                    Some(last) => text::end_of_day(last, "", &self.offset, language),
                    None => text::wall(local, "", &self.offset, language),
                }
            }
            _ => self.wall.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
