//! The worker that makes exports in the background, one at a time. What it was at when the server stopped is marked
//! as interrupted; files whose time is over go.

use std::path::PathBuf;
use std::time::Duration;

use docket::desk::{Desk, Done, Failure};
use docket::export::Ask;
use docket::paper::PrintOrder;
use docket::refusal::Refusal;
use docket::report::case_file::CaseFile;
use docket::report::deadlines::Deadlines;
use docket::report::make::{Documents, Printing, Written, make, place};
use docket::report::order::Order;
use docket::report::papers::Papers;
use docket::report::progress::Progress;
use docket::report::treatment::Treatment;
use docket::store::StoreError;
use docket::store::jobs::JobRow;
use docket::time::Moment;
use docket::verify::verify_house;
use docket::words::{Language, ours};
use tokio::sync::{Notify, watch};

use crate::press::Press;

/// How often the worker looks by itself: another server may have taken a question.
const EVERY: Duration = Duration::from_secs(2);
/// How often it says how far it is.
const BEAT: Duration = Duration::from_millis(500);

/// The record of a job is in English; the page says it again in the reader's language.
const BROKEN: &str = ours("It broke on our side and was written to the log. Ask for it again.");

/// Whoever asks for an export wakes the worker.
#[derive(Debug, Default)]
pub struct Exports(Notify);

impl Exports {
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// The printable pages, and the press that sets them as PDF.
#[derive(Clone, Debug)]
pub struct Printed(pub Press);

impl Documents for Printed {
    fn case_file(&self, file: &CaseFile, made_at: Moment) -> String {
        app::documents::case_file::case_file(file, made_at)
    }

    fn papers(&self, papers: &Papers, made_at: Moment) -> String {
        app::documents::papers::papers(papers, made_at)
    }

    fn treatment(&self, report: &Treatment, made_at: Moment) -> String {
        app::documents::treatment::treatment(report, made_at)
    }

    fn deadlines(&self, report: &Deadlines, made_at: Moment) -> String {
        app::documents::deadlines::deadlines(report, made_at)
    }

    fn pdf(&self, order: PrintOrder) -> Printing<'_> {
        Box::pin(async move {
            let made = self.0.make(&order).await;
            made.map_err(|why| why.sentence(Language::En).to_owned())
        })
    }
}

/// `alone`: no other server can be at work on this data, so whatever runs was interrupted.
pub async fn work(app: crate::App, alone: bool, mut ended: watch::Receiver<bool>) {
    let desk = app.desk.clone();
    let mut first = alone;
    loop {
        // What waits in a copy of yesterday waits on until the desk is no longer read-only.
        if desk.read_only().is_none() {
            let mut stop = ended.clone();
            tokio::select! {
                () = look_through(&desk, &app.site.press, &mut first) => {}
                // The next start finds what was under way and says that it was interrupted.
                _ = stop.wait_for(|ended| *ended) => return,
            }
        }
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            () = app.site.exports.0.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// `first`: what runs was interrupted, whoever began it.
async fn look_through(desk: &Desk, press: &Press, first: &mut bool) {
    match desk.interrupt_exports(std::mem::take(first)).await {
        Ok(0) => {}
        Ok(many) => tracing::warn!(many, "exports had been interrupted"),
        Err(error) => tracing::warn!(%error, "exports could not be looked through"),
    }
    if let Err(error) = desk.expire_exports().await {
        tracing::warn!(%error, "old exports could not be removed");
    }
    make_waiting(desk, press).await;
}

/// Makes one after the other until none waits.
pub async fn make_waiting(desk: &Desk, press: &Press) {
    loop {
        match desk.take_export().await {
            Ok(Some((row, ask))) => one(desk, press, row, ask).await,
            Ok(None) => return,
            Err(error) => return tracing::warn!(%error, "no export could be taken"),
        }
    }
}

/// Makes one that was taken.
pub async fn one(desk: &Desk, press: &Press, row: JobRow, ask: Ask) {
    let progress = Progress::default();
    let id = row.id.clone();
    // Somebody may have changed their mind since it was taken.
    if matches!(desk.export_beat(&id, progress.seen()).await, Ok(true)) {
        progress.cancel();
    }
    // In a task of its own, so that a panic ends this export and not the worker.
    let making = tokio::spawn(made(desk.clone(), Printed(press.clone()), row, ask, progress.clone()));
    let mut making = std::pin::pin!(making);
    let outcome = loop {
        tokio::select! {
            done = &mut making => break done,
            () = tokio::time::sleep(BEAT) => match desk.export_beat(&id, progress.seen()).await {
                Ok(true) => progress.cancel(),
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "an export could not say how far it is"),
            }
        }
    };
    let (stage, problem) = match outcome {
        Ok(Ok(())) => return,
        Ok(Err(Failure::Refused(Refusal::Cancelled))) => ("cancelled", String::new()),
        Ok(Err(Failure::Refused(refusal))) => {
            let sentences: Vec<String> =
                refusal.problems().iter().map(|problem| problem.sentence.to_string()).collect();
            ("failed", if sentences.is_empty() { refusal.to_string() } else { sentences.join(" ") })
        }
        Ok(Err(Failure::Store(error))) => {
            tracing::error!(%error, export = %id, "an export failed");
            ("failed", BROKEN.to_owned())
        }
        Err(error) => {
            tracing::error!(%error, export = %id, "an export broke off");
            ("failed", BROKEN.to_owned())
        }
    };
    remove(&desk.export_path(&id));
    if let Err(error) = desk.end_export(&id, stage, &problem).await {
        tracing::error!(%error, export = %id, "an export could not be ended");
    }
}

fn remove(path: &PathBuf) {
    if let Err(error) = std::fs::remove_file(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "a file of an export could not be removed");
    }
}

async fn made(desk: Desk, printed: Printed, row: JobRow, ask: Ask, progress: Progress) -> Done<()> {
    let order = Order::read(&ask, Moment::from_micros(row.asked_at))?;
    if order == Order::Verification {
        let watched = progress.clone();
        let report = verify_house(desk.store(), desk.settings(), false, move |at| {
            // It stops nowhere in between: half a check says nothing.
            drop(watched.step(at.step.name(), at.done, at.of));
        })
        .await?;
        return desk.finish_verification(&row, &report).await;
    }
    let path = desk.export_path(&row.id);
    let written = write(&desk, &order, &printed, &progress, &path).await?;
    desk.finish_export(&row, &order, &written).await?;
    Ok(())
}

/// Makes a paper and writes it there.
pub async fn write(
    desk: &Desk,
    order: &Order,
    printed: &Printed,
    progress: &Progress,
    path: &std::path::Path,
) -> Done<Written> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(StoreError::from)?;
    }
    let file = place(path, true).map_err(StoreError::from)?;
    make(desk, order, printed, progress, file).await
}
