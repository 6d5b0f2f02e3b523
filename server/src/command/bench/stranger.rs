//! What a stranger waits for who checks a whole ledger with `duenotice-verify`, and what memory their machine needs for it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use docket::checkpoint::Checkpoint;
use docket::checkpoint::extract::{Entry, FORMAT, HASHED_AS, Head, Ledger};
use docket::checkpoint::note::SecretKey;
use docket::ledger::{Frontier, leaf_hash};
use serde::Serialize;
use tokio::time::Instant;

use super::scratch::broken;
use super::{Measure, Stop};

const LOG: &str = "bench.example/log";
/// How often the program's memory is looked at. The system keeps the peak, so only its last moments may be missed.
const LOOK: Duration = Duration::from_millis(5);

/// An entry as a note makes it, of the length that entries have on average.
fn leaf(number: u64) -> String {
    format!(
        "{{\"actor\":\"person:01900000-0000-7000-8000-000000000001\",\"at\":\"2026-01-10T12:00:00.{:06}Z\",\"body\":{{\"case\":\"01900000-0000-7000-8000-000000000003\",\"note\":\"01900000-0000-7000-9000-{number:012}\",\"text\":{{\"c\":\"{:064x}\"}}}},\"case_id\":\"01900000-0000-7000-8000-000000000003\",\"command_id\":\"01900000-0000-7000-a000-{number:012}\",\"event_id\":\"01900000-0000-7000-b000-{number:012}\",\"kind\":\"case_noted\",\"v\":1}}",
        number % 1_000_000,
        number.wrapping_mul(0x9e37_79b9_7f4a_7c15),
    )
}

/// The whole ledger of so many entries as an extract, and the key with which its checkpoint is signed.
fn write(path: &Path, entries: u64) -> Result<String, Stop> {
    let mut frontier = Frontier::new();
    for number in 1..=entries {
        frontier.push(leaf_hash(leaf(number).as_bytes()));
    }
    let key = SecretKey::new(LOG, &[1; 32]).ok_or_else(|| broken("the name of its log is none"))?;
    let checkpoint = Checkpoint { origin: LOG.into(), size: entries, root: frontier.root() };
    let head = Head {
        case: String::new(),
        checkpoint: Some(key.sign(&checkpoint.to_string()).to_string()),
        first: 1,
        format: FORMAT.into(),
        kind: String::new(),
        last: entries,
        leaf_hash: HASHED_AS.into(),
        ledger: Ledger { root: hex::encode(frontier.root()), size: entries },
        profile: "regulator".into(),
        provider: "Bench".into(),
    };
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    line(&mut out, &head)?;
    for seq in 1..=entries {
        let leaf = leaf(seq);
        let leaf_hash = hex::encode(leaf_hash(leaf.as_bytes()));
        line(&mut out, &Entry { leaf, leaf_hash, opened: None, openings: Vec::new(), proof: None, seq })?;
    }
    out.flush()?;
    Ok(key.public().to_string())
}

fn line(out: &mut BufWriter<File>, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

pub fn checked(folder: &Path, entries: u64) -> Result<Vec<Measure>, Stop> {
    let program = std::env::current_exe()?.with_file_name("duenotice-verify");
    if !program.is_file() {
        eprintln!("duenotice-verify is not measured: it does not lie beside this program.");
        return Ok(Vec::new());
    }
    let path = folder.join("extract.jsonl");
    let key = write(&path, entries)?;
    let begun = Instant::now();
    let mut child = Command::new(program)
        .arg("extract")
        .arg(&path)
        .args(["--key", &key])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    let (sound, peak) = followed(&mut child)?;
    let seconds = begun.elapsed().as_secs_f64();
    fs::remove_file(&path)?;
    if !sound {
        return Err(broken("duenotice-verify does not prove a whole extract"));
    }
    // A million in 10 seconds, ten million in 60.
    let least = if entries > 1_000_000 { 10_000_000.0 / 60.0 } else { 1_000_000.0 / 10.0 };
    let of = format!("an extract of {entries} events, checked by duenotice-verify");
    let mut measures = vec![Measure::new(of.clone(), entries as f64 / seconds, "/s").at_least(least)];
    measures
        .extend(peak.map(|megabytes| Measure::new(format!("{of}: memory at its peak"), megabytes, "MB").at_most(64.0)));
    Ok(measures)
}

/// Whether it ended with "proven", and the most memory that it had, in megabytes.
fn followed(child: &mut Child) -> io::Result<(bool, Option<f64>)> {
    let mut peak = None;
    loop {
        if let Some(ended) = child.try_wait()? {
            return Ok((ended.success(), peak));
        }
        peak = super::machine::peak_of(&child.id().to_string()).or(peak);
        thread::sleep(LOOK);
    }
}
