//! `cargo xtask bench`: what this machine can do at all, what the program makes of it, and what was promised.
//! Times move with the machine, so most promises are shares of a limit that was measured in the same run.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result, bail};
use clap::Args;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::build::{self, BuildArgs, Place};
use crate::postgres::Cluster;
use crate::tools;

#[derive(Args)]
pub struct BenchArgs {
    /// A second for each figure instead of five, and a small desk
    #[arg(long)]
    quick: bool,
    /// First fill a desk to the size for which the figures were promised: 100,000 cases, 1,000,000 complaints
    #[arg(long)]
    full: bool,
    /// Fill it with so many cases instead, and ten complaints for each
    #[arg(long, value_name = "COUNT")]
    cases: Option<u64>,
    /// Keep that desk in this folder, and measure on it again without filling it once more
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only what the machine can do, without building the program
    #[arg(long)]
    machine: bool,
    /// The folder whose disk is measured; what is written there goes again
    #[arg(long, default_value = "data")]
    data: PathBuf,
}

/// One figure. `duenotice bench --json` prints a list of these; the promise that goes with a figure stands beside
/// the code that measures it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measure {
    name: String,
    value: f64,
    unit: String,
    #[serde(default)]
    at_least: Option<f64>,
    #[serde(default)]
    at_most: Option<f64>,
    /// The promise is a share of the figure with this name.
    #[serde(default)]
    of: Option<String>,
}

pub fn bench(args: &BenchArgs) -> Result<ExitCode> {
    fs::create_dir_all(&args.data).with_context(|| format!("{} cannot be made", args.data.display()))?;
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(&args.data)?;
    let time = Duration::from_secs(if args.quick { 1 } else { 5 });

    let mut measures = vec![
        durable_writes(folder.path(), time)?,
        sequential_writes(folder.path(), args.quick)?,
        round_trips(time)?,
        hashing(time),
    ];
    if !args.machine {
        let built = build::build(&Place::find()?, &BuildArgs { release: true })?;
        measures.extend(program(&built, folder.path(), args)?);
        measures.extend(on_postgres(&built, folder.path(), args)?);
    }
    print!("{}", table(&measures));
    Ok(if measures.iter().any(|one| one.kept(&measures) == Some(false)) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The program measures itself, on a desk of its own in `folder`.
fn program(program: &Path, folder: &Path, args: &BenchArgs) -> Result<Vec<Measure>> {
    let mut command = Command::new(program);
    command.args(["bench", "--json", "--data"]).arg(folder.join("desk")).env_remove("DUENOTICE_DATABASE_URL");
    if args.full {
        command.arg("--full");
    }
    if let Some(cases) = args.cases {
        command.args(["--cases", &cases.to_string()]);
    }
    if let Some(keep) = &args.keep {
        command.arg("--keep").arg(keep);
    }
    measures(command, args)
}

/// Two servers on one database that syncs as in service, where PostgreSQL is on this machine.
fn on_postgres(program: &Path, folder: &Path, args: &BenchArgs) -> Result<Vec<Measure>> {
    if tools::postgres_bin().is_none() {
        println!("Left out: PostgreSQL is not on this machine.");
        return Ok(Vec::new());
    }
    let cluster = Cluster::start_durable()?;
    let mut command = Command::new(program);
    command.args(["bench", "--json", "--timers", "--data"]).arg(folder.join("servers"));
    command.env("DUENOTICE_DATABASE_URL", cluster.url());
    measures(command, args)
}

fn measures(mut command: Command, args: &BenchArgs) -> Result<Vec<Measure>> {
    if args.quick {
        command.arg("--quick");
    }
    let out = command.stderr(Stdio::inherit()).output().context("the program does not start")?;
    if !out.status.success() {
        bail!("duenotice bench ended with {}", out.status);
    }
    serde_json::from_slice(&out.stdout).context("duenotice bench printed no list of figures")
}

/// Appends of a page that are on the disk before the next begins: nothing that commits one by one can be quicker.
fn durable_writes(folder: &Path, time: Duration) -> Result<Measure> {
    let mut file = File::create(folder.join("durable"))?;
    let page = [7; 4096];
    let rate = rate(time, || {
        file.write_all(&page)?;
        Ok(file.sync_data()?)
    })?;
    Ok(Measure::limit("durable writes of 4 KiB", rate, "/s"))
}

fn sequential_writes(folder: &Path, quick: bool) -> Result<Measure> {
    let megabytes = if quick { 64 } else { 512 };
    let block = vec![7; 1 << 20];
    let mut file = File::create(folder.join("sequential"))?;
    let began = Instant::now();
    for _ in 0..megabytes {
        file.write_all(&block)?;
    }
    file.sync_data()?;
    Ok(Measure::limit("sequential writing", f64::from(megabytes) / began.elapsed().as_secs_f64(), "MiB/s"))
}

/// One connection over the loopback, one byte there and back: the ceiling for requests that wait for their answer.
fn round_trips(time: Duration) -> Result<Measure> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let echo = thread::spawn(move || -> Result<()> {
        let (mut stream, _) = listener.accept()?;
        stream.set_nodelay(true)?;
        let mut byte = [0];
        while stream.read(&mut byte)? > 0 {
            stream.write_all(&byte)?;
        }
        Ok(())
    });
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut byte = [7];
    let rate = rate(time, || {
        stream.write_all(&byte)?;
        Ok(stream.read_exact(&mut byte)?)
    })?;
    drop(stream);
    echo.join().map_err(|_| Error::msg("the echoing thread panicked"))??;
    Ok(Measure::limit("loopback round trips", rate, "/s"))
}

/// On one core, in pieces the size of a ledger leaf.
fn hashing(time: Duration) -> Measure {
    let leaf = [7; 512];
    let mut hash = Sha256::digest(leaf);
    let began = Instant::now();
    let mut leaves = 0_u32;
    while began.elapsed() < time {
        for _ in 0..1000 {
            hash = Sha256::new().chain_update(hash).chain_update(leaf).finalize();
        }
        leaves += 1000;
    }
    std::hint::black_box(hash);
    Measure::limit("SHA-256 of 544 bytes", f64::from(leaves) / began.elapsed().as_secs_f64(), "/s")
}

fn rate(time: Duration, mut act: impl FnMut() -> Result<()>) -> Result<f64> {
    let began = Instant::now();
    let mut count = 0_u32;
    while began.elapsed() < time {
        act()?;
        count += 1;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}

impl Measure {
    fn limit(name: &str, value: f64, unit: &str) -> Self {
        Self { name: name.to_owned(), value, unit: unit.to_owned(), at_least: None, at_most: None, of: None }
    }

    /// What was measured in the promise's own terms: as it is, or as a share of the limit that it names.
    fn compared(&self, all: &[Self]) -> Option<f64> {
        match &self.of {
            None => Some(self.value),
            Some(limit) => all.iter().find(|one| one.name == *limit).map(|one| self.value / one.value),
        }
    }

    /// Whether the promise holds; nothing where none was made. One that refers to a figure that nobody took is broken.
    fn kept(&self, all: &[Self]) -> Option<bool> {
        if self.at_least.is_none() && self.at_most.is_none() {
            return None;
        }
        let Some(compared) = self.compared(all) else {
            return Some(false);
        };
        Some(self.at_least.is_none_or(|least| compared >= least) && self.at_most.is_none_or(|most| compared <= most))
    }

    fn promise(&self, all: &[Self]) -> String {
        let Some(kept) = self.kept(all) else {
            return String::new();
        };
        let bounds = [("at least", self.at_least), ("at most", self.at_most)];
        let bounds = bounds.iter().filter_map(|(word, bound)| bound.map(|bound| format!("{word} {}", number(bound))));
        let mut text = bounds.collect::<Vec<_>>().join(", ");
        if let Some(limit) = &self.of {
            let share = self.compared(all).map_or("not measured".to_owned(), number);
            text = format!("{text} of {limit} ({share})");
        }
        format!("{text}: {}", if kept { "kept" } else { "MISSED" })
    }
}

fn table(measures: &[Measure]) -> String {
    let width = measures.iter().map(|one| one.name.chars().count()).max().unwrap_or(0);
    let row = |one: &Measure| {
        let text =
            format!("{:<width$}  {:>12} {:<6}  {}", one.name, number(one.value), one.unit, one.promise(measures));
        format!("{}\n", text.trim_end())
    };
    measures.iter().map(row).collect()
}

/// Three digits that mean something are enough for what moves by a tenth between runs.
fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measures(json: &str) -> Vec<Measure> {
        serde_json::from_str(json).expect("figures as the program prints them")
    }

    #[test]
    fn a_promise_is_kept_as_a_share_of_a_limit_or_by_itself() {
        let all = measures(
            r#"[{"name": "bare commits", "value": 1000, "unit": "/s"},
                {"name": "audited writes", "value": 600, "unit": "/s", "at_least": 0.5, "of": "bare commits"},
                {"name": "inbox page", "value": 2.5, "unit": "ms", "at_most": 2}]"#,
        );
        assert_eq!(all.iter().map(|one| one.kept(&all)).collect::<Vec<_>>(), [None, Some(true), Some(false)]);
        assert_eq!(all[1].promise(&all), "at least 0.50 of bare commits (0.60): kept");
        assert_eq!(all[2].promise(&all), "at most 2.00: MISSED");
    }

    #[test]
    fn a_promise_about_a_figure_that_nobody_took_is_broken() {
        let all =
            measures(r#"[{"name": "audited writes", "value": 600, "unit": "/s", "at_least": 0.5, "of": "nothing"}]"#);
        assert_eq!(all[0].kept(&all), Some(false));
        assert!(all[0].promise(&all).contains("not measured"));
    }

    #[test]
    fn the_table_is_aligned_and_ends_no_line_in_spaces() {
        let all = measures(
            r#"[{"name": "short", "value": 12345.6, "unit": "/s"}, {"name": "much longer", "value": 0.5, "unit": "ms"}]"#,
        );
        assert_eq!(table(&all), "short               12346 /s\nmuch longer          0.50 ms\n");
    }
}
