//! `duenotice drill`: whether a backup could be gone on with, tried each night.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use docket::backup::bring_back;
use docket::notary::Office;
use docket::time::{Clock, SystemClock};

use super::backup::copying;
use super::verify::shown;
use super::{Place, Stop};
use crate::telemetry;

/// Restore a backup into a folder that goes again, verify it, and say in one line what came of it.
///
/// Every byte is held against the manifest, every entry is hashed anew, every table rebuilt, every piece of evidence read,
/// and the root held against the checkpoint.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Drill {
    /// A folder that `duenotice backup` has made
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Where there is room for a copy for the time of the drill [default: the system's folder for such things]
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
}

const EXIT_CODES: &str = "Exit codes: 0 the backup is sound, 1 it is not, 2 it cannot be read, or there is no room to \
try it, 75 try again later.";

impl Drill {
    pub async fn run(self, place: &Place) -> Result<(), Stop> {
        let config = place.settings(None)?;
        telemetry::start_log(config.log, "error");
        let begun = SystemClock.steady();
        // A notary that cannot be asked is no reason not to try the backup: the checkpoints in it name their keys.
        let state = Office::of(&config.settings).state().await.unwrap_or_default();
        let keys: Vec<_> = state.keys().cloned().collect();
        let scratch = Scratch::make(&self.scratch.unwrap_or_else(std::env::temp_dir))?;
        let drilled = bring_back::drill(&self.from, &scratch.0, &keys, copying(), shown()).await;
        drop(scratch);
        let drilled = drilled.map_err(|problem| {
            eprintln!("duenotice: the drill of {} failed.", self.from.display());
            Stop::from(problem)
        })?;
        let (manifest, report) = (&drilled.manifest, &drilled.report);
        writeln!(
            std::io::stdout(),
            "{} of {} is sound: {} entries, root {}, signed up to entry {}, {} nouns, {} pieces of evidence, {} kB, tried in {:.1} s.",
            self.from.display(),
            manifest.made_at,
            report.events,
            report.root,
            drilled.signed_to,
            report.nouns,
            report.evidence,
            manifest.bytes().div_ceil(1024),
            (SystemClock.steady() - begun) as f64 / 1e6
        )?;
        Ok(())
    }
}

/// So many folders of drills that were killed are passed over.
const MOST_LEFT: u32 = 9;

/// A folder that goes with the drill, however it ends.
struct Scratch(PathBuf);

impl Scratch {
    fn make(above: &Path) -> Result<Scratch, Stop> {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        for turn in 0..=MOST_LEFT {
            // A drill that was killed has left its folder behind, and in a container the next one has the same number.
            let folder = above.join(format!("duenotice-drill-{}-{turn}", std::process::id()));
            match builder.create(&folder) {
                Ok(()) => return Ok(Scratch(folder)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Stop::Usage(format!("{} cannot be made: {error}.", folder.display()))),
            }
        }
        Err(Stop::Usage(format!(
            "{} holds too many folders of drills that were killed: duenotice-drill-….",
            above.display()
        )))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("duenotice: {} could not be taken away: {error}.", self.0.display());
        }
    }
}
