//! `duenotice bench`: the program measures itself on a scratch desk, for `cargo xtask bench`. What was promised stands
//! beside what measures it.

mod full;
mod machine;
mod pages;
mod papers;
mod record;
mod recovery;
mod scratch;
mod stranger;
mod timers;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::{Opened, Stop};
use scratch::Scratch;

#[derive(Debug, Args)]
pub struct Bench {
    /// The figures as JSON
    #[arg(long)]
    json: bool,
    /// A second for each figure instead of five, and a small desk
    #[arg(long)]
    quick: bool,
    /// First fill the desk to the size for which the figures were promised: 100,000 cases
    #[arg(long)]
    full: bool,
    /// Fill it with so many cases instead, and ten complaints for each
    #[arg(long, value_name = "COUNT")]
    cases: Option<u64>,
    /// Keep the desk in this folder; where it stands already, measure on it again without filling it once more
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only the deadlines that end at one instant, on the database that is given, which has to be empty
    #[arg(long)]
    timers: bool,
}

/// So many deadlines end at one instant.
const TIMERS: usize = 10_000;
const FEWER_TIMERS: usize = 1_000;
const TEN_MILLION: u64 = 10_000_000;

/// One figure, with its bounds if any: as they are, or as shares of another figure.
#[derive(Debug, Default, Serialize)]
struct Measure {
    name: String,
    value: f64,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'static str>,
}

impl Measure {
    fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, ..Self::default() }
    }

    fn at_least(self, least: f64) -> Self {
        Self { at_least: Some(least), ..self }
    }

    fn at_most(self, most: f64) -> Self {
        Self { at_most: Some(most), ..self }
    }

    fn of(self, other: &'static str) -> Self {
        Self { of: Some(other), ..self }
    }
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Scale {
    /// For each figure.
    time: Duration,
    /// Complaints before the pages are measured, at least.
    complaints: usize,
    /// Entries of the ledger that a stranger checks.
    entries: u64,
}

impl Bench {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let scale = if self.quick {
            Scale { time: Duration::from_secs(1), complaints: 1_000, entries: 100_000 }
        } else {
            Scale { time: Duration::from_secs(5), complaints: 20_000, entries: 1_000_000 }
        };
        let many = if self.quick { FEWER_TIMERS } else { TIMERS };
        if self.timers {
            return self.print(&timers::timers(opened, many).await?);
        }
        let scratch = Arc::new(Scratch::open(&opened.config.settings, self.keep.as_deref()).await?);
        let cases = self.cases.or(self.full.then_some(full::CASES)).filter(|_| !scratch.known);
        let measured = match measure(&scratch, scale, cases).await {
            Ok(measures) => self.with_stranger(&scratch, scale, measures),
            Err(stop) => Err(stop),
        };
        scratch.remove().await?;
        let mut measures = measured?;
        if opened.config.database_url.is_none() {
            measures.extend(told(timers::timers(opened, many).await?));
        }
        self.print(&measures)
    }

    fn with_stranger(&self, scratch: &Scratch, scale: Scale, mut measures: Vec<Measure>) -> Result<Vec<Measure>, Stop> {
        for entries in [Some(scale.entries), self.full.then_some(TEN_MILLION)].into_iter().flatten() {
            measures.extend(told(stranger::checked(&scratch.desk.settings().data, entries)?));
        }
        Ok(measures)
    }

    fn print(&self, measures: &[Measure]) -> Result<(), Stop> {
        let mut out = std::io::stdout().lock();
        if self.json {
            let text = serde_json::to_string(measures).map_err(|error| Stop::Usage(error.to_string()))?;
            writeln!(out, "{text}")?;
        } else {
            for one in measures {
                writeln!(out, "{:<90} {:>12.2} {}", one.name, one.value, one.unit)?;
            }
        }
        Ok(())
    }
}

/// Each figure is told when it is measured, so that none is lost should a later part break.
fn told(measures: Vec<Measure>) -> Vec<Measure> {
    for one in &measures {
        eprintln!("{}: {:.2} {}", one.name, one.value, one.unit);
    }
    measures
}

async fn measure(scratch: &Arc<Scratch>, scale: Scale, cases: Option<u64>) -> Result<Vec<Measure>, Stop> {
    let mut measures = match cases {
        Some(cases) => told(full::fill(scratch, cases).await?),
        None => Vec::new(),
    };
    machine::forget_peak();
    measures.extend(told(record::writes(scratch, scale).await?));
    measures.extend(told(record::intake(scratch, scale).await?));
    measures.extend(told(vec![record::batches(scratch, scale).await?]));
    let memory = machine::peak_memory().map(|megabytes| {
        Measure::new("memory at its peak, with the load beside it in one process", megabytes, "MB").at_most(100.0)
    });
    measures.extend(told(memory.into_iter().collect()));
    measures.extend(told(pages::pages(scratch, scale).await?));
    measures.extend(told(record::verify(scratch).await?));
    measures.extend(told(papers::papers(scratch).await?));
    measures.extend(told(recovery::recovery(scratch).await?));
    Ok(measures)
}
