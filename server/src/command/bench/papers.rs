//! What a regulator asks for: every case as a table, the counts as JSON, and the whole ledger with its proof. Made while
//! complaints come in and somebody reads.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use docket::export::{Ask, What};
use docket::report::make::{make, place};
use docket::report::order::Order;
use docket::report::profile::Profile;
use docket::report::progress::Progress;
use tokio::task::JoinHandle;
use tokio::time::{Duration, Instant, MissedTickBehavior, interval};

use super::record::report;
use super::scratch::{Scratch, broken};
use super::{Measure, machine};
use crate::command::Stop;
use crate::exports::Printed;
use crate::press::Press;

/// Fifty complaints a second, and five pages.
const EACH_COMPLAINT: Duration = Duration::from_millis(20);
const EACH_PAGE: Duration = Duration::from_millis(200);
/// Beyond every number that was sent before.
const FIRST: usize = 1 << 40;
/// 100,000 cases with what was reported about them, in 120 seconds; asked of the events that are here.
const PROMISED: f64 = 1_560_000.0 / 120.0;

pub async fn papers(scratch: &Arc<Scratch>) -> Result<Vec<Measure>, Stop> {
    scratch.desk.count_all().await?;
    let folder = scratch.desk.settings().data.join("papers");
    fs::create_dir(&folder)?;
    machine::forget_peak();
    let over = Arc::new(AtomicBool::new(false));
    let complaints = tokio::spawn(complaints(scratch.clone(), over.clone()));
    let pages = tokio::spawn(pages(scratch.clone(), over.clone()));
    let begun = Instant::now();
    let made = made(scratch, &folder).await;
    let seconds = begun.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let (sent, mut waited) = (joined(complaints).await?, joined(pages).await?);
    let peak = machine::peak_memory();
    fs::remove_dir_all(&folder)?;
    let events = made?;

    waited.sort_unstable();
    let slow = waited.get(waited.len() * 95 / 100).map_or(0.0, |slow| 1000.0 * slow.as_secs_f64());
    let what = format!("all cases as CSV, counts as JSON and the ledger with its proof, {events} events");
    let beside = format!("{:.0} complaints a second beside it", sent as f64 / seconds);
    let mut measures = vec![
        Measure::new(format!("{what}, {beside}"), events as f64 / seconds, "/s").at_least(PROMISED),
        Measure::new("meanwhile: inbox page, 95 of 100 answered within", slow, "ms").at_most(200.0),
    ];
    measures.extend(peak.map(|peak| {
        Measure::new("meanwhile: memory at its peak, with the load in one process", peak, "MB").at_most(256.0)
    }));
    Ok(measures)
}

/// Gives how many entries the ledger had by then.
async fn made(scratch: &Scratch, folder: &Path) -> Result<i64, Stop> {
    let desk = &scratch.desk;
    let documents = Printed(Press::new(desk.settings().press.clone()));
    let mut upto = 0;
    for (what, format) in
        [(What::TreatmentReport, "csv"), (What::TransparencyFigures, "json"), (What::LedgerExtract, "jsonl")]
    {
        let ask = Ask {
            what: what.word().into(),
            format: format.into(),
            profile: Profile::Regulator.word().into(),
            zone: "UTC".into(),
            ..Ask::default()
        };
        let order = Order::read(&ask, desk.now()).map_err(|refusal| broken(format!("{refusal:?}")))?;
        let file = place(&folder.join(what.word()), false)?;
        let begun = Instant::now();
        let written = make(desk, &order, &documents, &Progress::default(), file).await?;
        upto = written.upto;
        eprintln!("{}: {} MB in {:.1} s", what.word(), written.size / 1_000_000, begun.elapsed().as_secs_f64());
    }
    Ok(upto)
}

/// Gives how many were acknowledged.
async fn complaints(scratch: Arc<Scratch>, over: Arc<AtomicBool>) -> Result<usize, Stop> {
    let mut each = interval(EACH_COMPLAINT);
    // Who was held up sends what is due, or the load would be less than it says.
    each.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut sent = 0;
    while !over.load(Ordering::Relaxed) {
        each.tick().await;
        scratch.send(report(FIRST + scratch.first + sent)).await?;
        sent += 1;
    }
    Ok(sent)
}

/// Gives how long each took.
async fn pages(scratch: Arc<Scratch>, over: Arc<AtomicBool>) -> Result<Vec<Duration>, Stop> {
    let browser = scratch.browser().await?;
    let mut each = interval(EACH_PAGE);
    let mut waited = Vec::new();
    while !over.load(Ordering::Relaxed) {
        each.tick().await;
        let asked = Instant::now();
        browser.page("/inbox").await?;
        waited.push(asked.elapsed());
    }
    Ok(waited)
}

async fn joined<T>(running: JoinHandle<Result<T, Stop>>) -> Result<T, Stop> {
    running.await.map_err(broken)?
}
