//! How the desk is doing: what is open now, and how a period went.

use super::figures::QUARTER_MICROS;
use super::{Desk, Done};
use crate::decision::Outcome;
use crate::report::order::Period;
use crate::report::safe_csv::table;
use crate::report::treatment::category_name;
use crate::store::figures;
use crate::store::statistics::{self, Ahead};
use crate::time::Moment;
use crate::time::zone::{Zone, calendar_days};
use crate::words::Language;
use std::collections::{BTreeMap, HashMap};

/// More rows than this are never read for one page.
const MOST: i64 = 100_000;
/// Beyond so many days a bar stands for a week.
const MOST_BARS: usize = 31;
/// So many deadlines of the week are listed one by one.
const LISTED: i64 = 2000;
const HOUR: f64 = 3_600_000_000.0;

#[derive(Clone, Debug)]
pub struct Dashboard {
    pub period: Period,
    /// The last entry of the ledger, and the last one that the plots count.
    pub size: i64,
    pub counted: i64,
    pub tiles: Tiles,
    pub days: Vec<Bar>,
    /// A bar stands for seven days.
    pub weekly: bool,
    /// The categories with a series of their own, most first.
    pub series: Vec<String>,
    pub waited: Option<Waited>,
    pub curves: Vec<Curve>,
    pub outcomes: Vec<Ground>,
    pub week: Week,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tiles {
    pub open: i64,
    pub overdue: i64,
    pub due_today: i64,
    pub waiting: i64,
    pub needs_person: i64,
}

/// One day, or the week that begins with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// "2026-01-10"
    pub day: String,
    pub all: i64,
    pub by: BTreeMap<String, i64>,
}

/// Hours from a case's first complaint to its first notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Waited {
    pub cases: usize,
    pub tenth: f64,
    pub quarter: f64,
    pub half: f64,
    pub three_quarters: f64,
    pub nine_tenths: f64,
}

/// The share of customers who had answered after so many hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Of notices of a day or less; otherwise of longer ones.
    pub short: bool,
    pub sent: usize,
    pub answered: usize,
    /// Hours and share, each step once, from 0 on.
    pub steps: Vec<(f64, f64)>,
}

impl Curve {
    /// In extracts, which are English.
    pub fn name(&self) -> &'static str {
        if self.short { "A day or less" } else { "Longer" }
    }

    /// The share at that hour.
    pub fn at(&self, hours: f64) -> f64 {
        self.steps.iter().take_while(|(hour, _)| *hour <= hours).last().map_or(0.0, |(_, share)| *share)
    }
}

/// Decisions in force that rest on one clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    pub clause: String,
    pub all: i64,
    pub by: BTreeMap<String, i64>,
}

/// What is promised for the next seven days.
#[derive(Clone, Debug)]
pub struct Week {
    /// "2026-01-10" and how many in each hour of the wall.
    pub days: Vec<(String, [u32; 24])>,
    pub rows: Vec<Ahead>,
}

impl Desk {
    pub async fn dashboard(&self, period: &Period) -> Done<Dashboard> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let (from, to) = (period.from.micros(), period.to.micros());
        let size = i64::try_from(crate::store::ledger::head(&mut conn).await?.size()).unwrap_or(i64::MAX);
        let counted = figures::counted_to(&mut conn).await?;
        let now = self.now();
        let zone = period.zone;
        let week =
            week(&statistics::ahead(&mut conn, i64::MIN, in_days(now, 7, &zone).micros(), LISTED).await?, now, zone);
        let stages: HashMap<String, i64> = statistics::stages(&mut conn).await?.into_iter().collect();
        let stage = |word: &str| stages.get(word).copied().unwrap_or(0);
        let today = zone.date_text(now);
        let tiles = Tiles {
            open: stages.iter().filter(|(word, _)| word.as_str() != "closed").map(|(_, many)| many).sum(),
            overdue: stage("overdue"),
            due_today: i64::try_from(
                week.rows.iter().filter(|row| zone.date_text(Moment::from_micros(row.due_at)) == today).count(),
            )
            .unwrap_or(i64::MAX),
            waiting: stage("proposed"),
            needs_person: stage("needs_person"),
        };
        let tallies =
            statistics::tallies(&mut conn, from.div_euclid(QUARTER_MICROS), to.div_euclid(QUARTER_MICROS)).await?;
        let received = tallies.into_iter().filter(|row| row.what == "received");
        let (days, weekly) = bars(period, received.map(|row| (row.quarter, row.category, row.many)));
        let waited = waited(statistics::waited(&mut conn, from, to, MOST).await?);
        let curves = curves(&statistics::notices_sent(&mut conn, from, to, MOST).await?, now);
        let clauses = self.all_clauses(&mut conn).await?;
        let cites: HashMap<String, String> = clauses
            .into_iter()
            .map(|clause| (clause.id.to_string(), format!("{} {}", clause.code, clause.title)))
            .collect();
        let mut grounds: BTreeMap<String, Ground> = BTreeMap::new();
        for row in statistics::decisions_in_force(&mut conn, from, to, MOST).await? {
            let clause = cites.get(&row.clause_id).cloned().unwrap_or_default();
            let ground =
                grounds.entry(clause.clone()).or_insert_with(|| Ground { clause, all: 0, by: BTreeMap::new() });
            ground.all += 1;
            *ground.by.entry(row.outcome).or_default() += 1;
        }
        Ok(Dashboard {
            period: period.clone(),
            size,
            counted,
            tiles,
            series: series(&days),
            days,
            weekly,
            waited,
            curves,
            outcomes: grounds.into_values().collect(),
            week,
        })
    }
}

fn in_days(now: Moment, days: u32, zone: &Zone) -> Moment {
    calendar_days(now, days, zone)
}

fn bars(period: &Period, tallies: impl Iterator<Item = (i64, String, i64)>) -> (Vec<Bar>, bool) {
    let mut days = Vec::new();
    let mut at = period.from;
    while at < period.to {
        days.push(Bar { day: period.zone.date_text(at), all: 0, by: BTreeMap::new() });
        at = calendar_days(at, 1, &period.zone);
    }
    let places: HashMap<String, usize> = days.iter().enumerate().map(|(place, bar)| (bar.day.clone(), place)).collect();
    for (quarter, category, many) in tallies {
        let day = period.zone.date_text(Moment::from_micros(quarter * QUARTER_MICROS));
        if let Some(bar) = places.get(&day).and_then(|place| days.get_mut(*place)) {
            bar.all += many;
            *bar.by.entry(category).or_default() += many;
        }
    }
    if days.len() <= MOST_BARS {
        return (days, false);
    }
    let weeks = days.chunks(7).map(|week| {
        let mut bar = Bar { day: week[0].day.clone(), all: 0, by: BTreeMap::new() };
        for day in week {
            bar.all += day.all;
            for (category, many) in &day.by {
                *bar.by.entry(category.clone()).or_default() += many;
            }
        }
        bar
    });
    (weeks.collect(), true)
}

/// Three categories have a colour of their own; the others share one.
fn series(days: &[Bar]) -> Vec<String> {
    let mut sums: BTreeMap<&String, i64> = BTreeMap::new();
    for (category, many) in days.iter().flat_map(|bar| &bar.by) {
        *sums.entry(category).or_default() += many;
    }
    let mut sums: Vec<(&String, i64)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, many)| -many);
    sums.into_iter().take(3).map(|(category, _)| category.clone()).collect()
}

fn waited(mut micros: Vec<i64>) -> Option<Waited> {
    micros.sort_unstable();
    let at = |share: f64| {
        let place = ((micros.len().saturating_sub(1)) as f64 * share).round() as usize;
        micros.get(place).map(|value| *value as f64 / HOUR)
    };
    Some(Waited {
        cases: micros.len(),
        tenth: at(0.1)?,
        quarter: at(0.25)?,
        half: at(0.5)?,
        three_quarters: at(0.75)?,
        nine_tenths: at(0.9)?,
    })
}

/// One curve for notices of a day or less, one for longer ones.
fn curves(notices: &[statistics::NoticeRow], now: Moment) -> Vec<Curve> {
    // What was promised counts from the allowance for delivery on, so a day is a little more here.
    let short = |row: &&statistics::NoticeRow| (row.due_at - row.sent_at) as f64 / HOUR < 25.0;
    let mut found = Vec::new();
    for (is_short, rows) in [
        (true, notices.iter().filter(short).collect::<Vec<_>>()),
        (false, notices.iter().filter(|row| !short(row)).collect()),
    ] {
        // A notice that was withdrawn, or still runs without an answer, says nothing yet.
        let rows: Vec<_> = rows
            .into_iter()
            .filter(|row| row.first_answer_at.is_some() || (row.withdrawn_at.is_none() && row.due_at <= now.micros()))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let mut hours: Vec<f64> = rows
            .iter()
            .filter_map(|row| row.first_answer_at.map(|at| (at - row.sent_at).max(0) as f64 / HOUR))
            .collect();
        hours.sort_by(f64::total_cmp);
        let answered = hours.len();
        let mut steps: Vec<(f64, f64)> = vec![(0.0, 0.0)];
        // So many steps are as fine as a page can draw.
        let stride = hours.len().div_ceil(120).max(1);
        for (place, hour) in hours.iter().enumerate() {
            if (place + 1).is_multiple_of(stride) || place + 1 == hours.len() {
                steps.push((*hour, (place + 1) as f64 / rows.len() as f64));
            }
        }
        found.push(Curve { short: is_short, sent: rows.len(), answered, steps });
    }
    found
}

fn week(rows: &[Ahead], now: Moment, zone: Zone) -> Week {
    let mut days: Vec<(String, [u32; 24])> =
        (0..7).map(|day| (zone.date_text(in_days(now, day, &zone)), [0; 24])).collect();
    for row in rows {
        let at = Moment::from_micros(row.due_at);
        let day = zone.date_text(at);
        let hour: usize = zone.show(at, Language::En).time.get(..2).and_then(|hour| hour.parse().ok()).unwrap_or(0);
        if let Some((_, hours)) = days.iter_mut().find(|(known, _)| *known == day) {
            hours[hour.min(23)] += 1;
        }
    }
    Week { days, rows: rows.to_vec() }
}

/// The tables behind the plots, as CSV. None: there is no such plot.
impl Dashboard {
    pub fn csv(&self, plot: &str) -> Done<Option<Vec<u8>>> {
        let number = |value: f64| format!("{value:.1}");
        Ok(match plot {
            "complaints" => Some(table(
                &["from_day", "category", "complaints"],
                self.days.iter().flat_map(|bar| {
                    bar.by
                        .iter()
                        .map(|(category, many)| vec![bar.day.clone(), category_name(category), many.to_string()])
                }),
            )?),
            "first-notice" => Some(table(
                &["cases", "tenth_hours", "quarter_hours", "median_hours", "three_quarters_hours", "nine_tenths_hours"],
                self.waited.iter().map(|waited| {
                    let mut row = vec![waited.cases.to_string()];
                    row.extend(
                        [waited.tenth, waited.quarter, waited.half, waited.three_quarters, waited.nine_tenths]
                            .map(number),
                    );
                    row
                }),
            )?),
            "answered" => Some(table(
                &["notices", "sent", "hours", "share_answered"],
                self.curves.iter().flat_map(|curve| {
                    curve.steps.iter().map(|(hours, share)| {
                        vec![curve.name().to_owned(), curve.sent.to_string(), number(*hours), format!("{share:.3}")]
                    })
                }),
            )?),
            "outcomes" => Some(table(
                &["clause", "outcome", "decisions"],
                self.outcomes.iter().flat_map(|ground| {
                    ground.by.iter().map(|(word, many)| {
                        let outcome = Outcome::parse(word).map_or(word.as_str(), |one| one.name(Language::En));
                        vec![ground.clause.clone(), outcome.to_owned(), many.to_string()]
                    })
                }),
            )?),
            "deadlines" => Some(table(
                &["due_utc", "what", "case", "customer"],
                self.week.rows.iter().map(|row| {
                    vec![
                        Moment::from_micros(row.due_at).rfc3339(),
                        row.kind.clone(),
                        row.case_number.clone(),
                        row.customer.clone(),
                    ]
                }),
            )?),
            _ => None,
        })
    }
}
