//! `cargo xtask test`: everything that has to hold.

mod stream;
mod tally;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::build::Place;
use crate::postgres::{self, Cluster};
use crate::tools;
use tally::{Counts, Outcome, Summary};

/// Names the mail server that letters are tried with.
const MAIL_VARIABLE: &str = "DUENOTICE_TEST_EXIM";
/// The Python that has pymerkle and bagit, for the tests of proofs and of case files.
const PYTHON_VARIABLE: &str = "DUENOTICE_TEST_PYTHON";
/// The library that answers a program which asks the machine what time it is.
const FAKETIME_VARIABLE: &str = "DUENOTICE_TEST_FAKETIME";
/// The program that makes single calls to the system fail.
const STRACE_VARIABLE: &str = "DUENOTICE_TEST_STRACE";
/// Tells the tests of the program from outside which database this run is about.
const ON_VARIABLE: &str = "DUENOTICE_TEST_ON";
/// Tells the tests about crashes how often they are to break everything.
const CAMPAIGN_VARIABLE: &str = "DUENOTICE_CAMPAIGN";

/// Names the cluster in which each desk of a browser story gets a database of its own.
const STORY_DATABASE: &str = "DUENOTICE_STORY_DATABASE";

/// The browser stories that are told on PostgreSQL too: one case from its report to its end, and the lists.
const ON_POSTGRES: [&str; 2] = ["spine", "analyst-lists"];

#[derive(Args)]
pub struct TestArgs {
    /// Only these steps, for example `--only rust,browser`
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Step>,
    /// Only the Rust tests and browser stories whose name contains this
    #[arg(long)]
    name: Option<String>,
    /// Leave PostgreSQL out; everything then runs on SQLite alone
    #[arg(long)]
    no_postgres: bool,
    /// Only the crash campaign, in full: every step of a deadline's way with every fault, so many times each, on both
    /// databases, a thousand kills, failing backups, changed bytes and honest histories. Takes two hours or so; the
    /// counts are printed
    #[arg(long, value_name = "SEEDS", num_args = 0..=1, default_missing_value = "20")]
    campaign: Option<u32>,
}

/// In the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// The formatting of the Rust code
    Fmt,
    /// The browser's files and the program that carries them
    Site,
    /// The lints, for the server's half and for the browser's
    Clippy,
    /// The Rust tests, on SQLite and on PostgreSQL
    Rust,
    /// The browser stories, in Chromium
    Browser,
}

pub fn test(args: &TestArgs) -> Result<ExitCode> {
    let place = Place::find()?;
    let mut run = Run { args, place, summary: Summary::default() };
    if let Some(seeds) = args.campaign {
        return run.campaign(seeds);
    }
    for &step in Step::value_variants() {
        if !run.wants(step) {
            continue;
        }
        println!("\n== {} ==", step.title());
        let began = Instant::now();
        let outcome = run.step(step).unwrap_or_else(|error| {
            println!("{error:#}");
            Outcome::check(false)
        });
        run.summary.add(step.title(), outcome, began.elapsed());
    }
    let unforgiving = tools::in_ci();
    println!("\n{}", run.summary.table(unforgiving));
    println!("{}", run.summary.counts());
    Ok(if run.summary.holds(unforgiving) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Step {
    fn title(self) -> &'static str {
        match self {
            Self::Fmt => "formatting",
            Self::Site => "site",
            Self::Clippy => "lints",
            Self::Rust => "Rust tests",
            Self::Browser => "browser stories",
        }
    }
}

struct Run<'a> {
    args: &'a TestArgs,
    place: Place,
    summary: Summary,
}

impl Run<'_> {
    /// The stories need the program that they drive, so asking for them asks for the site too.
    fn wants(&self, step: Step) -> bool {
        let asked = |step| self.args.only.contains(&step);
        self.args.only.is_empty() || asked(step) || (step == Step::Site && asked(Step::Browser))
    }

    fn step(&mut self, step: Step) -> Result<Outcome> {
        match step {
            Step::Fmt => Ok(Outcome::check(self.cargo(&["fmt", "--check"], "fmt")?)),
            Step::Site => self.site(),
            Step::Clippy => self.lints(),
            Step::Rust => self.rust_tests(),
            Step::Browser => self.browser_stories(),
        }
    }

    fn site(&self) -> Result<Outcome> {
        // A process of its own, so that what cargo prints is followed and bounded like everything else.
        let mut build = Command::new(env::current_exe()?);
        build.arg("build");
        Ok(Outcome::check(self.run(&mut build, "site", |_| {})?))
    }

    fn lints(&self) -> Result<Outcome> {
        let native = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        let browser = [
            "clippy",
            "--package",
            "app",
            "--lib",
            "--no-default-features",
            "--features",
            "hydrate",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ];
        let mut counts = Counts::default();
        counts.check(self.cargo(&native, "clippy-server")?);
        counts.check(self.cargo(&browser, "clippy-browser")?);
        Ok(Outcome::Ran(counts))
    }

    fn rust_tests(&mut self) -> Result<Outcome> {
        let began = Instant::now();
        // Held until the tests are over; dropping it stops the cluster, whatever they came to.
        let (url, _cluster) = match self.database() {
            Ok((url, cluster)) => (Some(url), cluster),
            Err(reason) => {
                println!("SKIPPED: PostgreSQL: {reason:#}");
                self.summary.add("PostgreSQL", Outcome::Skipped(format!("{reason:#}")), began.elapsed());
                (None, None)
            }
        };
        let exim = match tools::ensure_mail() {
            Ok(exim) => Some(exim),
            Err(reason) => {
                println!("SKIPPED: a real mail server: {reason:#}");
                self.summary.add("a real mail server", Outcome::Skipped(format!("{reason:#}")), began.elapsed());
                None
            }
        };
        let faketime = match tools::ensure_faketime() {
            Ok(library) => Some(library),
            Err(reason) => {
                println!("SKIPPED: a machine's clock: {reason:#}");
                self.summary.add("a machine's clock", Outcome::Skipped(format!("{reason:#}")), began.elapsed());
                None
            }
        };
        let strace = match tools::ensure_strace() {
            Ok(strace) => Some(strace),
            Err(reason) => {
                println!("SKIPPED: a disk that fails: {reason:#}");
                self.summary.add("a disk that fails", Outcome::Skipped(format!("{reason:#}")), began.elapsed());
                None
            }
        };
        let python = match tools::ensure_python(&self.place) {
            Ok(python) => Some(python),
            Err(reason) => {
                println!("SKIPPED: pymerkle and bagit: {reason:#}");
                self.summary.add("pymerkle and bagit", Outcome::Skipped(format!("{reason:#}")), began.elapsed());
                None
            }
        };
        // The tests of papers find them where the system has them.
        if let Err(reason) = tools::ensure(&tools::PDF_READERS) {
            println!("SKIPPED: other readers of PDFs: {reason:#}");
            self.summary.add("other readers of PDFs", Outcome::Skipped(format!("{reason:#}")), began.elapsed());
        }
        // xtask is tested apart: beside the others cargo would choose other features for what they share with it,
        // and compile that once for `cargo xtask` and once again here.
        let all_but_xtask = ["--workspace", "--exclude", "xtask"];
        let selections = [(&all_but_xtask[..], "rust"), (&["--package", "xtask"][..], "rust-xtask")];
        let mut counts = Counts::default();
        for (selection, log) in selections {
            let mut command = tools::cargo(&self.place);
            command.arg("test").args(selection).arg("--no-fail-fast").args(&self.args.name);
            command
                .env_remove(ON_VARIABLE)
                .env_remove(postgres::URL_VARIABLE)
                .env_remove(MAIL_VARIABLE)
                .env_remove(PYTHON_VARIABLE)
                .env_remove(FAKETIME_VARIABLE)
                .env_remove(STRACE_VARIABLE)
                .envs(strace.iter().map(|strace| (STRACE_VARIABLE, strace)))
                .envs(faketime.iter().map(|library| (FAKETIME_VARIABLE, library)))
                .envs(python.iter().map(|python| (PYTHON_VARIABLE, python)))
                .envs(url.iter().map(|url| (postgres::URL_VARIABLE, url)))
                .envs(exim.iter().map(|exim| (MAIL_VARIABLE, exim)));
            let ok = self.run(&mut command, log, |line| counts.read_cargo(line))?;
            counts.ended(ok);
        }
        // docket's stories choose their databases themselves; the program from outside is asked once for each.
        if let Some(url) = url {
            println!("\nThe program from outside, on PostgreSQL:");
            let mut command = tools::cargo(&self.place);
            command.arg("test").args(all_but_xtask).args(["--test", "api", "--no-fail-fast"]).args(&self.args.name);
            command.env(postgres::URL_VARIABLE, url).env(ON_VARIABLE, "postgres");
            let ok = self.run(&mut command, "rust-api-postgres", |line| counts.read_cargo(line))?;
            counts.ended(ok);
        }
        Ok(self.ran(counts))
    }

    fn campaign(&mut self, seeds: u32) -> Result<ExitCode> {
        println!("\n== crash campaign, {seeds} seeds ==");
        let began = Instant::now();
        let database = if self.args.no_postgres { None } else { Some(self.database()?) };
        let mut counts = Counts::default();
        let broken = [
            "broken_off",
            "killed",
            "restarted",
            "fails_in_every_way",
            "of_many_deadlines",
            "a_changed_byte_anywhere",
            "any_honest_history",
        ];
        let on_disk =
            ["a_killed_server", "every_backup", "whatever_fails", "whatever_call_fails", "nothing_is_acknowledged"];
        let runs = [
            ("story", &broken[..], None, "campaign"),
            ("api", &on_disk[..], None, "campaign-api"),
            // Several servers need a database that takes them.
            ("api", &["servers_killed"], Some("postgres"), "campaign-race"),
        ];
        for (tests, names, on, log) in runs {
            if on.is_some() && database.is_none() {
                continue;
            }
            let mut command = tools::cargo(&self.place);
            // Release would have no steps to break off at.
            command.args(["test", "--workspace", "--exclude", "xtask", "--test", tests, "--no-fail-fast", "--"]);
            command.args(names).env(CAMPAIGN_VARIABLE, seeds.to_string());
            command.env_remove(ON_VARIABLE).env_remove(postgres::URL_VARIABLE);
            command.envs(on.map(|on| (ON_VARIABLE, on)));
            command.envs(tools::strace().map(|strace| (STRACE_VARIABLE, strace)));
            command.envs(database.iter().map(|(url, _)| (postgres::URL_VARIABLE, url)));
            let ok = self.run(&mut command, log, |line| counts.read_cargo(line))?;
            counts.ended(ok);
        }
        counts.must_have_run_something();
        self.summary.add("crash campaign", Outcome::Ran(counts), began.elapsed());
        println!("\n{}\n{}", self.summary.table(false), self.summary.counts());
        Ok(if self.summary.holds(false) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// A server that the caller names is used as it is; otherwise one is started for this run.
    fn database(&self) -> Result<(String, Option<Cluster>)> {
        if self.args.no_postgres {
            bail!("left out with --no-postgres");
        }
        if let Ok(url) = env::var(postgres::URL_VARIABLE) {
            println!("PostgreSQL: the server that {} names", postgres::URL_VARIABLE);
            return Ok((url, None));
        }
        tools::ensure(&tools::POSTGRES)?;
        let began = Instant::now();
        let cluster = Cluster::start()?;
        println!("PostgreSQL: {}, up in {:.1} s", cluster.url(), began.elapsed().as_secs_f32());
        Ok((cluster.url(), Some(cluster)))
    }

    fn browser_stories(&mut self) -> Result<Outcome> {
        if let Err(reason) = tools::ensure(&tools::CHROMIUM).and_then(|()| tools::npm_packages(&self.place)) {
            println!("SKIPPED: {reason:#}");
            return Ok(Outcome::Skipped(format!("{reason:#}")));
        }
        let mut counts = Counts::default();
        let ok = self.run(&mut self.stories(&self.story_files()?), "browser", |line| counts.read_node(line))?;
        counts.ended(ok);
        // What a person does from end to end, once more on the other database.
        let began = Instant::now();
        match self.database() {
            Ok((url, _cluster)) => {
                println!("\nOn PostgreSQL:");
                let stories = self.place.root.join("end2end/stories");
                let files = ON_POSTGRES.map(|name| stories.join(format!("{name}.story.mjs")));
                let mut node = self.stories(&files);
                node.env(STORY_DATABASE, url);
                if let Some(bin) = tools::postgres_bin() {
                    let path = env::var_os("PATH").unwrap_or_default();
                    let path = env::split_paths(&path).chain([bin]);
                    node.env("PATH", env::join_paths(path)?);
                }
                let ok = self.run(&mut node, "browser-postgres", |line| counts.read_node(line))?;
                counts.ended(ok);
            }
            Err(reason) => {
                println!("SKIPPED: PostgreSQL: {reason:#}");
                let skipped = Outcome::Skipped(format!("{reason:#}"));
                self.summary.add("browser stories on PostgreSQL", skipped, began.elapsed());
            }
        }
        Ok(self.ran(counts))
    }

    fn stories(&self, files: &[PathBuf]) -> Command {
        let mut node = Command::new("node");
        // One file at a time: each has a browser and a server of its own.
        node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
        node.args(self.args.name.iter().map(|name| format!("--test-name-pattern={name}")));
        node.args(files).current_dir(self.place.root.join("end2end"));
        node.env("DUENOTICE_BIN", self.place.target.join("debug/duenotice")).env_remove(STORY_DATABASE);
        node
    }

    /// The tests of the helpers first, then the stories, each by name.
    fn story_files(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for (folder, ending) in [("lib", ".test.mjs"), ("stories", ".story.mjs")] {
            let path = self.place.root.join("end2end").join(folder);
            let entries = fs::read_dir(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let mut here: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            here.retain(|file| file.to_string_lossy().ends_with(ending));
            here.sort();
            files.append(&mut here);
        }
        Ok(files)
    }

    fn cargo(&self, args: &[&str], log: &str) -> Result<bool> {
        println!("cargo {}", args.join(" "));
        self.run(tools::cargo(&self.place).args(args), log, |_| {})
    }

    fn run(&self, command: &mut Command, log: &str, see: impl FnMut(&str)) -> Result<bool> {
        stream::run(command, &self.place.target.join("xtask-test").join(format!("{log}.log")), see)
    }

    /// Success without a single test is a mistake in the runner's call, unless a name was asked for that it has not.
    fn ran(&self, mut counts: Counts) -> Outcome {
        if self.args.name.is_none() {
            counts.must_have_run_something();
        }
        Outcome::Ran(counts)
    }
}
