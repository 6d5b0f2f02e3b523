//! `duenotice restore`

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use docket::backup::bring_back::{Hands, look, restore};
use docket::desk::gap::GapForm;
use docket::entropy::SystemEntropy;
use docket::store::SQLITE_FILE;

use super::backup::copying;
use super::open::clock;
use super::serve::lock;
use super::verify::shown;
use super::{Opened, Place, Stop};
use crate::config::Config;
use crate::telemetry;

/// Bring a backup back into an empty data folder, or look at a desk that was brought back otherwise.
///
/// Every byte is held against the manifest and the whole record is verified before the database gets its name. A backup
/// that lacks what the notary has signed is refused unless --declare-gap says why; the ledger keeps that for ever. Put the
/// folders notary and sealed, secret.key and duenotice.toml into the data folder before: no backup holds them.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Restore {
    /// A folder that `duenotice backup` has made. Without it the desk that is there is looked at: after pg_restore
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Why entries are missing that the notary has signed
    #[arg(long, value_name = "REASON", requires = "by")]
    declare_gap: Option<String>,
    /// Who of the team says so, by the address they sign in with
    #[arg(long, value_name = "ADDRESS", requires = "declare_gap")]
    by: Option<String>,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 the backup or its record is not what it was, 2 bad usage, or the backup \
lacks what the notary has signed, 75 the notary or the database cannot be asked, try again later.";

impl Restore {
    pub async fn run(self, place: &Place) -> Result<(), Stop> {
        let config = place.settings(None)?;
        telemetry::start_log(config.log, "error");
        let gap = self.declare_gap.zip(self.by).map(|(reason, by)| GapForm { reason, by });
        let Some(from) = self.from else { return looked_at(place, config, gap).await };
        if config.database_url.is_some() {
            return Err(Stop::Usage(
                "PostgreSQL is brought back by its own tools (pg_restore), and the evidence folder beside it. Then: \
                 duenotice restore without --from."
                    .into(),
            ));
        }
        // No server starts in the middle, and no second restore.
        let _lock = lock(&config.settings.data)?;
        let (clock, _) = clock(place)?;
        let hands = Hands { clock, entropy: Arc::new(SystemEntropy), gap };
        let restored = restore(&from, &config.settings, &hands, copying(), shown()).await?;
        let mut out = std::io::stdout();
        writeln!(
            out,
            "{} holds the desk of {} again: {} entries, {} files of evidence. The record is sound.",
            config.settings.data.display(),
            restored.manifest.made_at,
            restored.report.events,
            restored.manifest.pieces()
        )?;
        told(restored.gap)?;
        Ok(())
    }
}

async fn looked_at(place: &Place, config: Config, gap: Option<GapForm>) -> Result<(), Stop> {
    if config.database_url.is_none() && !config.settings.data.join(SQLITE_FILE).is_file() {
        return Err(Stop::Usage(format!(
            "There is no desk in {}. Name the backup with --from.",
            config.settings.data.display()
        )));
    }
    let opened = Opened::open(place, config).await?;
    let looked = look(&opened.desk, gap.as_ref(), shown()).await;
    opened.desk.store().close().await;
    let (report, gap) = looked?;
    writeln!(std::io::stdout(), "The desk has {} entries, and the record is sound.", report.events)?;
    told(gap)
}

fn told(gap: Option<i64>) -> Result<(), Stop> {
    if let Some(seq) = gap {
        writeln!(
            std::io::stdout(),
            "Entry #{seq} says for ever what is missing and why. The notary signs nothing until whoever runs it accepts \
             that, once a server runs: duenotice notary accept-gap {seq}"
        )?;
    }
    Ok(())
}
