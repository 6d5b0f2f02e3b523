//! `duenotice backup`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use docket::backup::make::make;
use docket::backup::{Copying, LEFT_OUT, Problem};

use super::{Opened, Stop};

/// Copy the embedded database and the evidence while the desk runs.
///
/// The folder gets its name when all of it lies on the disk; what fails leaves nothing of this name behind. Kept out of it
/// are the notary's key, the key of the second factors (secret.key), sealed material and the settings.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Backup {
    /// The folder that is made; there must be none of this name yet
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 evidence is damaged or missing and there is no backup, 2 bad usage, or \
the folder cannot be written, 75 try again later.";

impl Backup {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let made = make(&opened.desk, &self.out, env!("CARGO_PKG_VERSION"), copying()).await?;
        let (manifest, data) = (&made.manifest, &opened.config.settings.data);
        let mut out = std::io::stdout();
        writeln!(
            out,
            "{} holds the database with {} entries and {} files of evidence, {} kB.",
            self.out.display(),
            manifest.entries,
            manifest.pieces(),
            manifest.bytes().div_ceil(1024)
        )?;
        if manifest.checkpoint.is_none() {
            writeln!(out, "Nothing of it is signed: the notary does not sign, or has nothing to sign yet.")?;
        }
        writeln!(out, "SHA-256 of its manifest: {}", made.sha256)?;
        let others: Vec<_> = LEFT_OUT.iter().filter(|name| data.join(name).exists()).copied().collect();
        if !others.is_empty() {
            writeln!(
                out,
                "Not in it, and needed to go on: {} in {}. Keep copies in another place, but none of sealed.",
                others.join(", "),
                data.display()
            )?;
        }
        Ok(())
    }
}

/// A line that grows where somebody watches, and nothing in a log.
pub(super) fn copying() -> impl FnMut(Copying) {
    let watched = std::io::stderr().is_terminal();
    let mut last = u64::MAX;
    move |progress| {
        let percent = (progress.done * 100).checked_div(progress.of).unwrap_or(100);
        if watched && percent != last {
            last = percent;
            let _ = write!(std::io::stderr(), "\r\x1b[K{percent} % of {} kB copied", progress.of.div_ceil(1024));
            if progress.done >= progress.of {
                let _ = writeln!(std::io::stderr());
            }
        }
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Place(sentence) => Stop::Usage(sentence),
            Problem::Altered(what) => {
                eprintln!("duenotice: {what}.");
                Stop::Wrong
            }
            Problem::Again(sentence) => Stop::Later(sentence),
            Problem::File(path, error) => {
                Stop::Usage(format!("{} cannot be read or written: {error}.", path.display()))
            }
            Problem::Failed(failure) => failure.into(),
        }
    }
}
