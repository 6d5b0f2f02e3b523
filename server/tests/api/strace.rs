//! Programs under strace, which shows their calls to the system and breaks single ones off.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::thread::{ScopedJoinHandle, scope};

use crate::backups::text;
use crate::home::is_on_postgres;

/// Where strace is.
const STRACE: &str = "DUENOTICE_TEST_STRACE";
const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];
/// Of each call so many are broken off, spread over all of them; in a campaign every one in every way.
const SPOTS: usize = 5;
/// A desk grows with each of them, and takes longer to verify; so after so many there is a new one.
const FAULTS_FOR_EACH: usize = 40;
const LANES: usize = 2;

/// PostgreSQL's files are its own; without strace it is said aloud that these were left out.
pub fn strace(what: &str) -> Option<String> {
    if is_on_postgres() {
        return None;
    }
    let strace = std::env::var(STRACE).ok();
    if strace.is_none() {
        tell(&format!("{what} skipped: {STRACE} names no strace."));
    }
    strace
}

/// Said past the test harness, which would keep it to itself.
pub fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

pub fn is_campaign() -> bool {
    std::env::var_os("DUENOTICE_CAMPAIGN").is_some()
}

/// Strace with the environment of this program; its options and the program's name are still to come.
pub fn under(strace: &str, plain: &Command, log: &Path) -> Command {
    let mut traced = Command::new(strace);
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    traced.args(["-f", "-qq", "-o", text(log)]);
    traced
}

/// Whether the trace says that a call was broken off.
pub fn is_hit(log: &str) -> bool {
    log.contains("(INJECTED)") || log.contains("killed by SIGKILL")
}

/// What to break off, once each: `calls` as they were asked for, `log` a run in which nothing failed.
pub fn injects(log: &str, calls: &str) -> Vec<String> {
    let mut many = BTreeMap::<&str, usize>::new();
    for line in log.lines() {
        let call = line.split_whitespace().nth(1).and_then(|rest| rest.split_once('(')).map(|(call, _)| call);
        if let Some(call) = call.filter(|call| calls.split(',').any(|known| known == *call)) {
            *many.entry(call).or_default() += 1;
        }
    }
    let mut injects = Vec::new();
    for (call, many) in many {
        for (turn, spot) in spots(many).into_iter().enumerate() {
            let faults = if is_campaign() { FAULTS.to_vec() } else { vec![FAULTS[turn % FAULTS.len()]] };
            injects.extend(faults.into_iter().map(|fault| format!("inject={call}:{fault}:when={spot}")));
        }
    }
    injects
}

/// Which of so many, from the first to the last.
fn spots(many: usize) -> Vec<usize> {
    let wanted = if is_campaign() { many } else { many.min(SPOTS) };
    let mut spots: Vec<usize> =
        (0..wanted).map(|spot| if wanted > 1 { 1 + spot * (many - 1) / (wanted - 1) } else { 1 }).collect();
    spots.dedup();
    spots
}

/// What is done for some desks' worth of them at a time, on all processors, and summed up.
pub fn in_lanes<const MANY: usize>(
    injects: &[String],
    done: impl Fn(&[String]) -> [usize; MANY] + Sync,
) -> [usize; MANY] {
    let desks: Vec<&[String]> = injects.chunks(FAULTS_FOR_EACH.min(injects.len().div_ceil(LANES).max(1))).collect();
    let mut sums = [0; MANY];
    scope(|scope| {
        let (desks, done) = (&desks, &done);
        let lane = |lane| scope.spawn(move || desks.iter().skip(lane).step_by(LANES).map(|desk| done(desk)).collect());
        let lanes: Vec<ScopedJoinHandle<'_, Vec<[usize; MANY]>>> = (0..LANES).map(lane).collect();
        for found in lanes.into_iter().flat_map(|lane| lane.join().unwrap()) {
            for (sum, more) in sums.iter_mut().zip(found) {
                *sum += more;
            }
        }
    });
    sums
}
