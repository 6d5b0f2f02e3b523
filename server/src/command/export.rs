//! `duenotice export`

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use docket::desk::exports::made;
use docket::desk::{Done, Failure};
use docket::export::{Ask, What};
use docket::refusal::Refusal;
use docket::report::make::{Written, place};
use docket::report::order::Order;
use docket::report::profile::Profile;
use docket::report::progress::Progress;

use super::{Opened, Stop};
use crate::case_file;
use crate::exports::Printed;
use crate::press::Press;

/// For whom it is, and where it goes.
#[derive(Debug, Args)]
pub struct Where {
    /// internal, regulator or customer
    #[arg(long, default_value = "internal", value_name = "PROFILE")]
    profile: String,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it is there already
    #[arg(long)]
    force: bool,
}

/// Days in a zone, the last one included.
#[derive(Debug, Args)]
pub struct Days {
    /// The first day, such as 2026-01-01 [default: 30 days up to today]
    #[arg(long, default_value = "", hide_default_value = true, value_name = "DAY")]
    from: String,
    #[arg(long, default_value = "", hide_default_value = true, value_name = "DAY")]
    to: String,
    #[arg(long, default_value = "UTC")]
    zone: String,
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// The case file for counsel: a sealed bag (BagIt) in a zip, which duenotice-verify checks
    Case {
        /// For example DN-2021-0110
        number: String,
        /// As known then: an entry such as #1204, a day, or a day and a time
        #[arg(long, default_value = "", hide_default_value = true, value_name = "WHEN")]
        as_of: String,
        #[arg(long, default_value = "UTC")]
        zone: String,
        #[command(flatten)]
        to: Where,
    },
    /// Everything about one customer, as a sealed bag
    Customer {
        handle: String,
        /// As known then: an entry such as #1204, a day, or a day and a time
        #[arg(long, default_value = "", hide_default_value = true, value_name = "WHEN")]
        as_of: String,
        #[arg(long, default_value = "UTC")]
        zone: String,
        #[command(flatten)]
        to: Where,
    },
    /// Entries of the ledger word for word, one JSON object a line
    Ledger {
        #[arg(long, default_value = "", hide_default_value = true, value_name = "NUMBER")]
        first: String,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "NUMBER")]
        last: String,
        /// Only events of this kind, such as notice_sent
        #[arg(long, default_value = "", hide_default_value = true)]
        kind: String,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "CASE")]
        case: String,
        #[command(flatten)]
        to: Where,
    },
    /// One line for each decision, as CSV
    Decisions {
        #[arg(long, default_value = "", hide_default_value = true)]
        stage: String,
        #[command(flatten)]
        to: Where,
    },
    /// Like cases side by side; a page to print if FILE ends in .html, else CSV
    Treatment {
        #[command(flatten)]
        days: Days,
        #[arg(long, default_value = "", hide_default_value = true)]
        category: String,
        #[command(flatten)]
        to: Where,
    },
    /// Every deadline of a period; a page to print if FILE ends in .html, else CSV
    Deadlines {
        #[command(flatten)]
        days: Days,
        #[command(flatten)]
        to: Where,
    },
    /// Counts for a transparency report; JSON if FILE ends in .json, else CSV
    Figures {
        #[command(flatten)]
        days: Days,
        #[command(flatten)]
        to: Where,
    },
}

impl Export {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let (ask, to) = self.ask();
        let press = Press::new(opened.desk.settings().press.clone());
        let order = Order::read(&ask, opened.desk.now()).map_err(in_words)?;
        // Looked at before the export is recorded; opening the file below asks once more.
        if !to.force && to.out.exists() {
            return Err(in_the_way(&to.out));
        }
        if let Order::Case { number, as_of: docket::desk::as_of::AsOf::Now, profile: Profile::Internal } = &order {
            let file = create(&to.out, to.force)?;
            let written = unless_broken(&to.out, case_file::write(&opened.desk, &press, number, file).await)?;
            let sha256 = written.sha256.clone();
            case_file::record(&opened.desk, None, written, number).await?;
            println!("{sha256}  {}", to.out.display());
            return Ok(());
        }
        // Reports count what the server's rounds have counted; here nobody else may be running.
        opened.desk.count_all().await?;
        let file = create(&to.out, to.force)?;
        let progress = Progress::default();
        let done = docket::report::make::make(&opened.desk, &order, &Printed(press), &progress, file).await;
        let written = unless_broken(&to.out, done)?;
        let id = opened.desk.new_id();
        opened.desk.record_made(None, made(id, &order, &written)).await?;
        println!("{}  {}", written.sha256, to.out.display());
        Ok(())
    }

    fn ask(self) -> (Ask, Where) {
        let blank =
            |what: What, to: &Where| Ask { what: what.word().into(), profile: to.profile.clone(), ..Ask::default() };
        let ending =
            |to: &Where| to.out.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        let period = |ask: Ask, days: Days| Ask { from: days.from, to: days.to, zone: days.zone, ..ask };
        match self {
            Export::Case { number, as_of, zone, to } => {
                (Ask { subject: number, as_of, zone, ..blank(What::CaseFile, &to) }, to)
            }
            Export::Customer { handle, as_of, zone, to } => {
                (Ask { subject: handle, as_of, zone, ..blank(What::CustomerFile, &to) }, to)
            }
            Export::Ledger { first, last, kind, case, to } => {
                (Ask { first, last, kind, case, ..blank(What::LedgerExtract, &to) }, to)
            }
            Export::Decisions { stage, to } => (Ask { stage, ..blank(What::DecisionsRegister, &to) }, to),
            Export::Treatment { days, category, to } => {
                let format = if ending(&to) == "html" { "html" } else { "csv" };
                let ask = Ask { category, format: format.into(), ..blank(What::TreatmentReport, &to) };
                (period(ask, days), to)
            }
            Export::Deadlines { days, to } => {
                let format = if ending(&to) == "html" { "html" } else { "csv" };
                (period(Ask { format: format.into(), ..blank(What::DeadlineReport, &to) }, days), to)
            }
            Export::Figures { days, to } => {
                let format = if ending(&to) == "json" { "json" } else { "csv" };
                (period(Ask { format: format.into(), ..blank(What::TransparencyFigures, &to) }, days), to)
            }
        }
    }
}

/// A refusal of fields in the sentences that stand beside them in a form.
fn in_words(refusal: Refusal) -> Stop {
    let sentences: Vec<String> = refusal.problems().iter().map(|problem| problem.sentence.to_string()).collect();
    Stop::Usage(if sentences.is_empty() { refusal.to_string() } else { sentences.join("\n") })
}

/// Half a paper is worse than none.
fn unless_broken(out: &Path, done: Done<Written>) -> Result<Written, Stop> {
    done.map_err(|failure| {
        let _ = std::fs::remove_file(out);
        match failure {
            Failure::Refused(refusal) => in_words(refusal),
            other => other.into(),
        }
    })
}

fn create(out: &Path, force: bool) -> Result<std::fs::File, Stop> {
    place(out, force).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => in_the_way(out),
        _ => Stop::Usage(format!("{} cannot be written: {error}.", out.display())),
    })
}

fn in_the_way(out: &Path) -> Stop {
    Stop::Usage(format!("{} is there already. Choose another name, or add --force to replace it.", out.display()))
}
