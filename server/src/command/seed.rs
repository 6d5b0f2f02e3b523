//! `duenotice seed`: fills an empty desk with six weeks of invented work, made by the same verbs that people use.

mod acts;
mod customers;
mod people;
mod report;
mod stage;
mod step;
mod story;

use std::io::Write;

use clap::Args;
use docket::refusal::Refusal;
use docket::settings::Settings;
use docket::store::{Store, ledger};
use docket::time::Moment;
use serde::Serialize;

use super::{Opened, Stop};
use people::SignIn;
use stage::Stage;
use step::Script;

/// The demonstration begins so many days before now.
const DAYS: i64 = 43;
/// The customers have held what they hold for so long.
const DAYS_HELD: i64 = 700;

#[derive(Debug, Args)]
pub struct Seed {
    /// Write the demonstration. The desk says for ever that it is one
    #[arg(long, required = true)]
    demo: bool,
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
        let planted = plant(opened.desk.store(), opened.desk.settings(), opened.desk.now()).await?;
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
pub async fn plant(store: &Store, settings: &Settings, now: Moment) -> Result<Planted, Stop> {
    if !is_empty(store).await? {
        return Err(Refusal::NotEmpty.into());
    }
    let mut script = Script::new(now);
    story::tell(&mut script);
    let mut stage = Stage::new(store.clone(), settings, script.ago(DAYS, 0, 0));
    if !stage.desk.found(true).await? {
        return Err(Refusal::NotEmpty.into());
    }
    let people = stage.hire().await?;
    stage.sign_up_customers(script.ago(DAYS_HELD, 0, 0)).await?;
    for (at, step) in script.in_order() {
        stage.go_to(at).await?;
        stage.perform(&step).await?;
    }
    stage.go_to(now).await?;
    stage.make_rounds().await?;

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
