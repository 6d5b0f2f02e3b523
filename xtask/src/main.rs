//! The project's own commands, all through `cargo xtask`. They need cargo and nothing else.

#![expect(clippy::disallowed_methods, reason = "these commands tell how long their own work took")]

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod build;
mod fuzz;
mod papers;
mod postgres;
mod run;
mod stranger;
mod test;
mod tools;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The commands of this project")]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything, fill an empty desk with the demonstration, and serve it
    Run(run::RunArgs),
    /// Build the browser's files and the program
    Build(build::BuildArgs),
    /// Run all tests: rules, stories on both databases, and the browser
    Test(test::TestArgs),
    /// Measure this machine, the program on it, and the figures that were promised
    Bench(bench::BenchArgs),
    /// Look for input that breaks the parsers of what strangers send; needs a nightly compiler
    Fuzz(fuzz::FuzzArgs),
    /// Follow a case file's VERIFY.txt in a bare Debian without network; needs root
    Stranger(stranger::StrangerArgs),
}

fn main() -> ExitCode {
    done(Xtask::parse().command).unwrap_or_else(|why| {
        eprintln!("\nxtask: {why:#}");
        ExitCode::FAILURE
    })
}

fn done(command: Command) -> Result<ExitCode> {
    match command {
        Command::Run(args) => run::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Build(args) => build::build(&build::Place::find()?, &args).map(|_| ExitCode::SUCCESS),
        Command::Test(args) => test::test(&args),
        Command::Bench(args) => bench::bench(&args),
        Command::Fuzz(args) => fuzz::fuzz(&args),
        Command::Stranger(args) => stranger::stranger(&args),
    }
}
