//! From a fresh clone to a desk in the browser, in one command.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::{self, BuildArgs, Place};

#[derive(clap::Args)]
pub struct RunArgs {
    /// The address to serve on
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: String,
    /// The folder that holds the database, the evidence and the keys
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Another database than the file in the data folder, for example postgres://app@127.0.0.1/duenotice
    #[arg(long)]
    database_url: Option<String>,
    #[command(flatten)]
    build: BuildArgs,
}

pub fn run(args: &RunArgs) -> Result<()> {
    let program = build::build(&Place::find()?, &args.build)?;
    fs::create_dir_all(&args.data).with_context(|| args.data.display().to_string())?;

    let duenotice = |words: &[&str]| {
        let mut command = Command::new(&program);
        // Also for the seed: the links that it prints lead to where the desk is served.
        command.args(words).arg("--data").arg(&args.data).env("DUENOTICE_LISTEN", &args.listen);
        if let Some(url) = &args.database_url {
            command.arg("--database-url").arg(url);
        }
        command
    };
    // Leaves a desk alone at which somebody works already; prints the sign-ins where it wrote them.
    let seeded = duenotice(&["seed", "--demo", "--if-empty"]).status().context("the program does not start")?;
    if !seeded.success() {
        bail!("the demonstration could not be written");
    }
    let mut serve = duenotice(&["serve", "--listen", &args.listen]);
    eprintln!("{:>12} http://{}", "Serving", args.listen);
    become_the(&mut serve)
}

/// The server takes our place, so that Ctrl-C and a service manager's signals reach it and nobody else.
#[cfg(unix)]
fn become_the(server: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(server.exec()).context("the server does not start")
}

#[cfg(not(unix))]
fn become_the(server: &mut Command) -> Result<()> {
    let ended = server.status().context("the server does not start")?;
    if !ended.success() {
        bail!("the server ended with {ended}");
    }
    Ok(())
}
