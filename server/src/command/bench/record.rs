//! Writing the record, and checking it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use docket::desk::complaints::MOST_AT_ONCE;
use docket::ledger::{Frontier, leaf_hash};
use docket::store::aside::Read;
use docket::store::ledger;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::scratch::{Scratch, broken};
use super::{Measure, Scale};
use crate::command::Stop;

const BARE: &str = "SQLite commits of one row";
const SENDERS: usize = 64;
/// Beyond every number that was sent one by one.
const FIRST_IN_BATCHES: usize = 1 << 32;

/// What the database can do at all here, and what a change costs with its event, its vault and its place in the tree.
pub async fn writes(scratch: &Scratch, scale: Scale) -> Result<Vec<Measure>, Stop> {
    let desk = &scratch.desk;
    let begun = Instant::now();
    let mut bare = 0_u32;
    while begun.elapsed() < scale.time {
        // The read log is the one table that is written without the record around it.
        let read =
            Read { id: desk.new_command().to_string(), at: desk.now(), actor: "bench".into(), what: "a row".into() };
        desk.log_reads(&[read]).await?;
        bare += 1;
    }
    let bare = f64::from(bare) / begun.elapsed().as_secs_f64();

    let begun = Instant::now();
    let mut notes = 0_u32;
    while begun.elapsed() < scale.time {
        let text = format!("Note {notes}: both pages still answer, and the customer has not written.");
        desk.add_note(&scratch.who, desk.new_command(), scratch.case, &text).await?;
        notes += 1;
    }
    let notes = f64::from(notes) / begun.elapsed().as_secs_f64();
    Ok(vec![
        Measure::new(BARE, bare, "/s"),
        Measure::new("audited writes one by one (a note: state and event)", notes, "/s").at_least(0.5).of(BARE),
    ])
}

/// Complaints through the API's own handler, each on the disk and in the ledger before its sender hears of it.
pub async fn intake(scratch: &Arc<Scratch>, scale: Scale) -> Result<Vec<Measure>, Stop> {
    let sent = Arc::new(AtomicUsize::new(0));
    let commits = scratch.commits();
    let begun = Instant::now();
    let mut timed = None;
    // At least so long, and at least so many, because the pages are measured over them.
    while timed.is_none() || sent.load(Ordering::Relaxed) < scale.complaints {
        let until = begun.elapsed() + scale.time;
        let mut senders = JoinSet::new();
        for _ in 0..SENDERS {
            let (scratch, sent) = (scratch.clone(), sent.clone());
            senders.spawn(async move {
                while begun.elapsed() < until {
                    let number = sent.fetch_add(1, Ordering::Relaxed);
                    scratch.send(report(scratch.first + number)).await?;
                }
                Ok(())
            });
        }
        all(senders).await?;
        timed.get_or_insert_with(|| sent.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64());
    }
    let rate = timed.unwrap_or_default();
    let shared = sent.load(Ordering::Relaxed) as f64 / (scratch.commits() - commits).max(1) as f64;
    let name = format!("complaints through the API one by one, {SENDERS} at a time, in one process");
    Ok(vec![
        Measure::new(name, rate, "/s").at_least(1_000.0),
        Measure::new("of these, complaints that shared one commit on average", shared, ""),
    ])
}

/// Complaints in batches, on the disk and in the ledger before their sender hears of them. Two senders: while one batch is
/// written the next is read.
pub async fn batches(scratch: &Arc<Scratch>, scale: Scale) -> Result<Measure, Stop> {
    let sent = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut senders = JoinSet::new();
    for _ in 0..2 {
        let (scratch, sent) = (scratch.clone(), sent.clone());
        senders.spawn(async move {
            while begun.elapsed() < scale.time {
                let first = FIRST_IN_BATCHES + scratch.first + sent.fetch_add(MOST_AT_ONCE, Ordering::Relaxed);
                let lines: Vec<Vec<u8>> = (first..first + MOST_AT_ONCE).map(report).collect();
                scratch.send_many(lines.join(&b'\n')).await?;
            }
            Ok(())
        });
    }
    all(senders).await?;
    let rate = sent.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    let name = format!("complaints through the API in batches of {MOST_AT_ONCE}, in one process");
    Ok(Measure::new(name, rate, "/s").at_least(5_000.0))
}

pub fn report(number: usize) -> Vec<u8> {
    let party = json!({"org": "Bench", "contact": "bench@reports.example", "domain": "reports.example"});
    json!({
        "xarf_version": "4.2.0",
        "report_id": format!("8f0ca0b1-6c5f-4a3e-9a43-{number:012x}"),
        "timestamp": "2026-01-10T18:30:00Z",
        "reporter": party,
        "sender": party,
        "source_identifier": format!("192.0.2.{}", number % 256),
        "category": "content",
        "type": "phishing",
        "url": format!("https://customer-{}.example/uploads/{number}/session", number % 8),
        "target_brand": "Example Bank",
        "description": "A copy of our sign-in page, linked from mails to our customers since this morning.",
    })
    .to_string()
    .into_bytes()
}

/// Reads every event again; then the whole of `duenotice verify`.
pub async fn verify(scratch: &Scratch) -> Result<Vec<Measure>, Stop> {
    let begun = Instant::now();
    let mut frontier = Frontier::default();
    let mut after = 0;
    loop {
        let rows = {
            let mut reader = scratch.desk.read().await?;
            ledger::leaves(&mut reader.conn(), after, 1_000).await?
        };
        let Some((last, _)) = rows.last() else { break };
        after = *last;
        for (_, leaf) in &rows {
            frontier.push(leaf_hash(leaf));
        }
    }
    let rehashed = after as f64 / begun.elapsed().as_secs_f64();

    let begun = Instant::now();
    let settings = scratch.desk.settings();
    let report = docket::verify::verify(scratch.desk.store(), &settings.data, |_| {}).await?;
    let replayed = report.events as f64 / begun.elapsed().as_secs_f64();
    if !report.is_sound() {
        return Err(broken(format!("the record that it wrote does not verify: {:?}", report.first_wrong)));
    }
    // A million events in 5 and in 60 seconds, asked of the events that are here.
    Ok(vec![
        Measure::new(format!("events read and re-hashed, over {after} events"), rehashed, "/s").at_least(200_000.0),
        Measure::new(format!("events verified: re-hashed, replayed, compared, over {after} events"), replayed, "/s")
            .at_least(1_000_000.0 / 60.0),
    ])
}

/// Waits for all, and gives the first failure.
pub async fn all(mut running: JoinSet<Result<(), Stop>>) -> Result<(), Stop> {
    while let Some(done) = running.join_next().await {
        done.map_err(broken)??;
    }
    Ok(())
}
