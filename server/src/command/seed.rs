//! `duenotice seed`: fills an empty desk with months of invented work, made by the same verbs that people use.

mod acts;
mod crowd;
mod customers;
mod people;
mod report;
mod stage;
mod step;
mod story;

use std::io::{IsTerminal, Write};

use bumpalo::Bump;
use clap::{Args, ValueEnum};
use docket::refusal::Refusal;
use docket::settings::Settings;
use docket::store::{Store, ledger};
use docket::time::Moment;
use serde::Serialize;

use super::{Opened, Stop};
use crowd::Crowd;
use people::{FEW, SignIn, TEAM};
use stage::Stage;
use step::{Script, Step};

/// The told stories begin so many days before now.
const DAYS: i64 = 51;
/// The customers have held what they hold for so long.
const DAYS_HELD: i64 = 700;

#[derive(Debug, Args)]
pub struct Seed {
    /// Write the demonstration. The desk says for ever that it is one
    #[arg(long, required = true)]
    demo: bool,
    /// How much of it
    #[arg(long, value_enum, default_value_t = Size::Full)]
    size: Size,
    /// Only found the desk: no people, no cases
    #[arg(long, conflicts_with = "json")]
    bare: bool,
    /// Do nothing at a desk at which something happened already
    #[arg(long)]
    if_empty: bool,
    /// Print the sign-ins and links as JSON
    #[arg(long)]
    json: bool,
}

/// How much a demonstration shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// Two dozen customers and a case in every stage, within seconds: for tests
    Small,
    /// A team of nine, 200 customers, 3,000 complaints and 150 cases over five months
    #[default]
    Full,
}

/// What a demonstration leaves for whoever wants to look at it.
#[derive(Debug, Serialize)]
pub struct Planted {
    /// Where a browser finds the desk once it is served.
    pub address: String,
    pub people: Vec<SignIn>,
    pub links: Vec<Link>,
    pub complaints_in_inbox: i64,
}

/// What the customer of a running notice got by mail.
#[derive(Debug, Serialize)]
pub struct Link {
    pub case: String,
    pub customer: String,
    pub notice: String,
    /// Until when the customer has time.
    pub due: String,
    pub url: String,
}

impl Seed {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        if self.if_empty && !is_empty(opened.desk.store()).await? {
            eprintln!("Something happened at this desk already, so no demonstration is written.");
            return Ok(());
        }
        if self.bare {
            return if opened.desk.found(true).await? { Ok(()) } else { Err(Refusal::NotEmpty.into()) };
        }
        let planted = plant(opened.desk.store(), opened.desk.settings(), opened.desk.now(), self.size).await?;
        let mut out = std::io::stdout().lock();
        if self.json {
            let text = serde_json::to_string_pretty(&planted).map_err(|error| Stop::Usage(error.to_string()))?;
            writeln!(out, "{text}")?;
        } else {
            write!(out, "{}", told(&planted))?;
        }
        Ok(())
    }
}

async fn is_empty(store: &Store) -> Result<bool, Stop> {
    let mut reader = store.read().await?;
    Ok(ledger::head(&mut reader.conn()).await?.size() == 0)
}

/// Writes the demonstration so that it ends now. Refuses a ledger with anything in it.
pub async fn plant(store: &Store, settings: &Settings, now: Moment, size: Size) -> Result<Planted, Stop> {
    if !is_empty(store).await? {
        return Err(Refusal::NotEmpty.into());
    }
    let words = Bump::new();
    let mut script = Script::new(now, &words);
    story::tell(&mut script);
    let (begins, team, lists) = match size {
        Size::Small => (script.ago(DAYS, 0, 0), &TEAM[..FEW], Vec::new()),
        Size::Full => {
            let mut crowd = Crowd::gather(&script);
            crowd.tell(&mut script);
            (script.ago(crowd::DAYS, 0, 0), &TEAM[..], crowd.lists(&script))
        }
    };
    let held_since = script.ago(DAYS_HELD, 0, 0);
    let mut stage = Stage::new(store.clone(), settings, begins);
    if !stage.desk.found(true).await? {
        return Err(Refusal::NotEmpty.into());
    }
    let people = stage.hire(team).await?;
    stage.sign_up_customers(held_since).await?;
    for (name, list) in lists {
        stage.import(&name, &list).await?;
    }
    let steps = script.in_order();
    let mut progress = Progress::new(steps.len());
    for (at, step) in steps {
        stage.go_to(at).await?;
        stage.perform(&step).await?;
        progress.step(at, &step);
    }
    stage.go_to(now).await?;
    stage.make_rounds().await?;
    // Whoever opens the dashboard first finds its figures.
    stage.desk.count_all().await?;
    progress.end();

    let mut links = Vec::new();
    for matter in story::RUNNING {
        let view = stage.view(matter).await?;
        let Some(notice) = view.last_notice() else { continue };
        links.push(Link {
            case: view.case.number.clone(),
            customer: view.customer.handle.clone(),
            notice: notice.code.clone(),
            due: notice.deadline.wall.clone(),
            url: settings.notice_url(&stage.link(matter).await?),
        });
    }
    let complaints_in_inbox = stage.left_in_inbox().await?;
    Ok(Planted { address: settings.public_url.clone(), people, links, complaints_in_inbox })
}

/// A line on the terminal that says how far it is. Whoever reads this from a file gets a line for each tenth.
struct Progress {
    done: usize,
    all: usize,
    complaints: usize,
    cases: usize,
    shown: usize,
    alive: bool,
}

/// Fewer steps than this are over before anybody reads a line.
const WORTH_A_LINE: usize = 1000;

impl Progress {
    fn new(all: usize) -> Self {
        Self { done: 0, all, complaints: 0, cases: 0, shown: 0, alive: std::io::stderr().is_terminal() }
    }

    fn step(&mut self, at: Moment, step: &Step<'_>) {
        self.done += 1;
        self.complaints += usize::from(matches!(step, Step::Report { .. }));
        self.cases += usize::from(matches!(step, Step::Open { .. }));
        let percent = self.done * 100 / self.all.max(1);
        let every = if self.alive { 1 } else { 10 };
        if self.all < WORTH_A_LINE || percent < self.shown + every {
            return;
        }
        self.shown = percent;
        let (day, complaints, cases) = (step::written(at), self.complaints, self.cases);
        let line = format!("{percent:>3} %  {day}: {complaints} complaints, {cases} cases");
        let mut err = std::io::stderr().lock();
        // Nothing depends on whether somebody could read it.
        let _ = if self.alive { write!(err, "\r{line:<60}") } else { writeln!(err, "{line}") };
        let _ = err.flush();
    }

    fn end(&self) {
        if self.alive && self.shown > 0 {
            eprintln!();
        }
    }
}

/// The table for the terminal. It is shown once: of the passwords only hashes are kept.
fn told(planted: &Planted) -> String {
    let mut lines = vec![
        "This desk is a demonstration: everybody and everything in it is invented.".to_owned(),
        String::new(),
        format!("  {:<9} {:<24} {:<25} name", "role", "email", "password"),
    ];
    for person in &planted.people {
        lines.push(format!("  {:<9} {:<24} {:<25} {}", person.role, person.email, person.password, person.name));
    }
    lines.push(String::new());
    lines.push("These passwords are shown only now. Write them down.".into());
    lines.push(String::new());
    lines.push("What two customers see, from the links in their letters:".into());
    for link in &planted.links {
        lines.push(format!("  {}, {}, due {}", link.case, link.customer, link.due));
        lines.push(format!("    {}", link.url));
    }
    lines.push(String::new());
    lines.push(format!("Serve it with `duenotice serve` and open {} in a browser.", planted.address));
    lines.push(String::new());
    lines.join("\n")
}
