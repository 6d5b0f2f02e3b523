//! Pages, through every layer of the server but the socket.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::JoinSet;
use tokio::time::{Duration, Instant};

use super::machine::processor_seconds;
use super::record::all;
use super::scratch::{Browser, Scratch};
use super::{Measure, Scale};
use crate::command::Stop;

/// The timeline of a case page is cut here.
const ENTRIES: usize = 100;
const VISITORS: usize = 16;

pub async fn pages(scratch: &Arc<Scratch>, scale: Scale) -> Result<Vec<Measure>, Stop> {
    let desk = &scratch.desk;
    // A case that was measured before has far more, and shows the newest hundred.
    let timeline = desk.case_view(&scratch.number, None).await?.timeline.len();
    for number in timeline..ENTRIES {
        desk.add_note(&scratch.who, desk.new_command(), scratch.case, &format!("Note {number}.")).await?;
    }
    let browser = scratch.browser().await?;
    let mut measures = Vec::new();
    let case = format!("/cases/{}", scratch.number);
    for (name, path) in [
        (
            format!(
                "inbox page of 50 rows, processor time with its queries, over at least {} complaints",
                scale.complaints
            ),
            "/inbox",
        ),
        (format!("case page with {ENTRIES} timeline entries, processor time with its queries"), case.as_str()),
    ] {
        if let Some(milliseconds) = processor_time(&browser, scale, path).await? {
            measures.push(Measure::new(name, milliseconds, "ms").at_most(2.0));
        }
    }
    // One that many hold, one that is in every hundredth, and one that nobody wrote.
    for (what, words) in [("a common word", "session"), ("a prefix", "team-1*"), ("nothing", "nowhere-to-be-found")] {
        let path = format!("/search?q={words}");
        let name = format!("search over all text for {what}, first 50, answered within, on average");
        measures.push(Measure::new(name, answered(&browser, scale, &path).await?, "ms").at_most(10.0));
    }
    desk_figures(scratch).await?;
    let name = "dashboard of thirty days, answered within, on average";
    measures.push(Measure::new(name, answered(&browser, scale, "/dashboard").await?, "ms"));
    let name = format!("inbox page, 99 of 100 answered within, {VISITORS} visitors at a time, in one process");
    measures.push(Measure::new(name, slowest(&browser, scale).await?, "ms").at_most(25.0));
    Ok(measures)
}

async fn processor_time(browser: &Browser, scale: Scale, path: &str) -> Result<Option<f64>, Stop> {
    // The first one fills caches that every later one finds full.
    browser.page(path).await?;
    let (begun, before) = (Instant::now(), processor_seconds());
    let mut count = 0_u32;
    while begun.elapsed() < scale.time {
        browser.page(path).await?;
        count += 1;
    }
    let used = processor_seconds().zip(before).map(|(after, before)| after - before);
    Ok(used.map(|seconds| 1000.0 * seconds / f64::from(count)))
}

/// The dashboard shows what was counted; in service the rounds count, here nobody does.
async fn desk_figures(scratch: &Scratch) -> Result<(), Stop> {
    Ok(scratch.desk.count_all().await?)
}

async fn answered(browser: &Browser, scale: Scale, path: &str) -> Result<f64, Stop> {
    browser.page(path).await?;
    let begun = Instant::now();
    let mut count = 0_u32;
    while begun.elapsed() < scale.time {
        browser.page(path).await?;
        count += 1;
    }
    Ok(1000.0 * begun.elapsed().as_secs_f64() / f64::from(count))
}

async fn slowest(browser: &Browser, scale: Scale) -> Result<f64, Stop> {
    let took: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let begun = Instant::now();
    let mut visitors = JoinSet::new();
    for _ in 0..VISITORS {
        let (browser, took) = (browser.clone(), took.clone());
        visitors.spawn(async move {
            while begun.elapsed() < scale.time {
                let asked = Instant::now();
                browser.page("/inbox").await?;
                took.lock().unwrap_or_else(PoisonError::into_inner).push(asked.elapsed());
            }
            Ok(())
        });
    }
    all(visitors).await?;
    let mut took = took.lock().unwrap_or_else(PoisonError::into_inner);
    took.sort_unstable();
    let place = took.len() * 99 / 100;
    Ok(took.get(place).map_or(0.0, |slow| 1000.0 * slow.as_secs_f64()))
}
