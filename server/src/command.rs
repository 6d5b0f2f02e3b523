//! The `duenotice` program as it is called from a shell. One file for each command.

pub mod backup;
pub mod bench;
pub mod calendar;
pub mod cases;
pub mod config;
mod dice;
pub mod drill;
pub mod export;
pub mod ingest;
pub mod migrate;
pub mod notary;
pub mod open;
pub mod reindex;
pub mod restore;
pub mod seed;
pub mod serve;
pub mod stop;
pub mod token;
pub mod user;
pub mod verify;
pub mod witness;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use docket::store::SQLITE_FILE;

use crate::config::{Config, Given};
use crate::telemetry;

pub use open::Opened;
pub use stop::Stop;

/// The abuse-review desk of a hosting provider.
#[derive(Debug, Parser)]
#[command(name = "duenotice", version, after_help = EXIT_CODES)]
struct Program {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 the record does not verify, 2 bad usage or input, 75 try again later.";

/// Where the desk is.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// The folder of the database, the evidence and the outbox
    #[arg(long, global = true, env = "DUENOTICE_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the file in the data folder
    #[arg(long, global = true, env = "DUENOTICE_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// The file with the settings [default: duenotice.toml in the data folder]
    #[arg(long, global = true, env = "DUENOTICE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Take the time from this file, for browser stories
    #[cfg(debug_assertions)]
    #[arg(long, global = true, hide = true, value_name = "FILE")]
    pub test_clock: Option<PathBuf>,
}

impl Place {
    /// The settings, with what the command line says on top.
    pub fn settings(&self, listen: Option<std::net::SocketAddr>) -> Result<Config, Stop> {
        let given = Given {
            file: self.config.clone(),
            data: Some(self.data.clone()),
            listen,
            database_url: self.database_url.clone(),
        };
        Config::read(&given).map_err(|problems| Stop::Usage(problems.join("\n")))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the desk, make its rounds, send its letters
    Serve(serve::Serve),
    /// Sign the ledger of a desk, as a process of its own
    Notary(notary::Notary),
    /// Sign what is seen of the ledgers of others, on another machine
    Witness(witness::Witness),
    /// Bring the tables up to date, and end
    Migrate,
    /// Fill an empty desk with invented cases
    Seed(seed::Seed),
    /// People who sign in
    #[command(subcommand)]
    User(user::User),
    /// Keys for machines that send reports
    #[command(subcommand)]
    Token(token::Token),
    /// Closed days, by which business days are counted
    #[command(subcommand)]
    Calendar(calendar::Calendar),
    /// Take in reports from a file or from standard input
    Ingest(ingest::Ingest),
    /// Check the whole record: re-hash, replay, compare
    Verify(verify::Verify),
    /// Make the search index anew from the ledger
    Reindex,
    /// List cases
    Cases(cases::Cases),
    /// Take records out of the house
    #[command(subcommand)]
    Export(export::Export),
    Backup(backup::Backup),
    Drill(drill::Drill),
    Restore(restore::Restore),
    /// Look at the settings
    #[command(subcommand)]
    Config(config::Config),
    /// Measure this machine and the desk on it
    #[command(hide = true)]
    Bench(bench::Bench),
}

impl Command {
    /// Such a command must not make an empty desk where somebody has mistyped a folder.
    fn only_looks(&self) -> bool {
        matches!(
            self,
            Command::Verify(_) | Command::Reindex | Command::Cases(_) | Command::Export(_) | Command::Backup(_)
        )
    }
}

/// What `main` does.
pub fn run() -> ExitCode {
    let program = Program::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Stop::Later(format!("The program could not start its threads: {error}")).report(),
    };
    match runtime.block_on(carry_out(program)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.report(),
    }
}

async fn carry_out(program: Program) -> Result<(), Stop> {
    let place = program.place;
    if let Command::Serve(serve) = program.command {
        return serve.run(&place).await;
    }
    // Neither of these has a database.
    if let Command::Notary(command) = program.command {
        return command.run(&place).await;
    }
    if let Command::Witness(command) = program.command {
        return command.run(&place).await;
    }
    // It has one of its own, for a while.
    if let Command::Drill(command) = program.command {
        return command.run(&place).await;
    }
    // There is none yet.
    if let Command::Restore(command) = program.command {
        return command.run(&place).await;
    }
    // Settings are looked at even when they are wrong: that is what this command is for.
    if let Command::Config(command) = program.command {
        return command.run(&place);
    }
    let settings = place.settings(None)?;
    telemetry::start_log(settings.log, "warn");
    if program.command.only_looks()
        && settings.database_url.is_none()
        && !settings.settings.data.join(SQLITE_FILE).is_file()
    {
        return Err(Stop::Usage(format!("There is no desk in {}. Is --data right?", settings.settings.data.display())));
    }
    let opened = Opened::open(&place, settings).await?;
    let done = match program.command {
        Command::Serve(_)
        | Command::Config(_)
        | Command::Notary(_)
        | Command::Witness(_)
        | Command::Drill(_)
        | Command::Restore(_) => Ok(()),
        Command::Migrate => migrate::run(&opened).await,
        Command::Reindex => reindex::run(&opened).await,
        Command::Seed(command) => command.run(&opened).await,
        Command::User(command) => command.run(&opened).await,
        Command::Token(command) => command.run(&opened).await,
        Command::Calendar(command) => command.run(&opened).await,
        Command::Ingest(command) => command.run(&opened).await,
        Command::Verify(command) => command.run(&opened).await,
        Command::Cases(command) => command.run(&opened).await,
        Command::Export(command) => command.run(&opened).await,
        Command::Backup(command) => command.run(&opened).await,
        Command::Bench(command) => command.run(&opened).await,
    };
    opened.desk.store().close().await;
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Program::command().debug_assert();
    }

    #[test]
    fn the_place_may_stand_behind_the_command() {
        let program = Program::try_parse_from([
            "duenotice",
            "user",
            "add",
            "a@b.example",
            "--role",
            "lead",
            "--password-stdin",
            "--data",
            "/srv/x",
        ]);
        assert_eq!(program.map(|program| program.place.data).ok(), Some(PathBuf::from("/srv/x")));
    }
}
