//! Many deadlines at the same instant, and the usual few: real servers pass them, one on SQLite, two on PostgreSQL.

use std::collections::HashMap;
use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use docket::desk::Desk;
use docket::desk::customers::AddCustomer;
use docket::entropy::SystemEntropy;
use docket::event::{Event, Recorded};
use docket::id::{CaseId, ClauseId, CustomerId, NoticeId};
use docket::notice::{NoticeText, Requirement};
use docket::policy::{Category, Severity};
use docket::private::Private;
use docket::settings::{MailSettings, Settings};
use docket::store::evidence::sha256_hex;
use docket::store::{Store, ledger, lists};
use docket::time::zone::{Zone, extended_to};
use docket::time::{Moment, SystemClock};
use docket::words::Language;

use super::Measure;
use super::scratch::broken;
use crate::command::{Opened, Stop};

/// What was promised for ten thousand.
const LAST_ON_SQLITE: f64 = 30.0;
const LAST_ON_POSTGRES: f64 = 10.0;
const USUAL: f64 = 2.0;
/// So many cases go into one command.
const AT_ONCE: usize = 25;
/// Deadlines one after another, as they come on any day.
const FEW: usize = 200;
const BETWEEN_MICROS: i64 = 100_000;
/// From the many to the first of the few.
const AFTER_SECONDS: i64 = 40;
const LOOK_EVERY: Duration = Duration::from_millis(50);

pub async fn timers(opened: &Opened, many: usize) -> Result<Vec<Measure>, Stop> {
    let folder = opened.config.settings.data.join(format!("bench-timers-{}", std::process::id()));
    let settings = Settings {
        data: folder.clone(),
        mail: MailSettings::Folder,
        carry_out: None,
        alert_hours: 0,
        ..opened.config.settings.clone()
    };
    let url = opened.config.database_url.as_deref();
    let store = match url {
        Some(url) => Store::open_postgres(url).await?,
        None => Store::open_sqlite(&folder).await?,
    };
    std::fs::create_dir_all(&folder)?;
    let desk = Desk::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings);
    let measured = measure(&desk, &folder, url, many).await;
    desk.store().close().await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(desk: &Desk, folder: &Path, url: Option<&str>, many: usize) -> Result<Vec<Measure>, Stop> {
    if !desk.found(true).await? {
        return Err(broken("the database is not empty"));
    }
    let begun = desk.now();
    let cases = open_cases(desk, many + FEW).await?;
    // Long enough to write the notices and to start the servers, measured by how long the cases took.
    let took = desk.now().minus(begun);
    let due = desk.now().plus_micros(4 * took).plus_seconds(20);
    let first_of_few = due.plus_seconds(AFTER_SECONDS);
    let due_of = |place: usize| match place.checked_sub(many) {
        None => due,
        Some(place) => first_of_few.plus_micros(place as i64 * BETWEEN_MICROS),
    };
    send_notices(desk, &cases, &due_of).await?;
    desk.count_all().await?;
    let before = ledger::size(&mut desk.read().await?.conn()).await?;
    let servers = Servers::start(folder, url)?;
    wait_for_rounds(desk).await?;
    if desk.now() >= due {
        return Err(broken("the machine was too slow to write the notices before their deadline"));
    }
    let last = wait_until_passed(desk, due).await?;
    wait_until_passed(desk, due_of(many + FEW)).await?;
    drop(servers);

    let passed = passed(desk, before).await?;
    let once = cases.iter().filter(|(_, notice)| passed.get(notice).is_some_and(|times| times.len() == 1)).count();
    let early = passed.values().flatten().filter(|(at, due)| at < due).count();
    let mut late: Vec<i64> =
        passed.values().flatten().filter(|(_, due)| *due >= first_of_few).map(|(at, due)| at.minus(*due)).collect();
    late.sort_unstable();
    let usual = late.get(late.len() * 99 / 100).copied().unwrap_or(i64::MAX) as f64 / 1e6;
    let report = docket::verify::verify(desk.store(), folder, |_| {}).await?;
    if !report.is_sound() {
        return Err(broken("the record that the servers wrote does not verify"));
    }
    let (where_, bound) = match url {
        Some(_) => ("two servers with PostgreSQL", LAST_ON_POSTGRES),
        None => ("SQLite", LAST_ON_SQLITE),
    };
    let all = cases.len();
    let named = |what: &str| format!("{many} deadlines at one instant on {where_}, {what}");
    Ok(vec![
        Measure::new(named("the last passed after"), last, "s").at_most(bound),
        Measure::new(named("passed early"), early as f64, "").at_most(0.0),
        Measure::new(named("passed twice or never"), (all - once) as f64, "").at_most(0.0),
        Measure::new(format!("{FEW} deadlines one by one on {where_}, 99 of 100 passed within"), usual, "s")
            .at_most(USUAL),
    ])
}

async fn open_cases(desk: &Desk, many: usize) -> Result<Vec<(CaseId, NoticeId)>, Stop> {
    let customer = AddCustomer {
        handle: "customer".into(),
        account: "K-1".into(),
        name: "Customer".into(),
        language: "en".into(),
        zone: "UTC".into(),
        contact_name: "Abuse team".into(),
        contact_email: "abuse@customer.example".into(),
        contact_duty: "abuse".into(),
        assets: "customer.example".into(),
        assets_from: "2020-01-01".into(),
    };
    desk.add_customer(None, desk.new_command(), &customer).await?;
    let (customer, clause) = customer_and_clause(desk).await?;
    let cases: Vec<(CaseId, NoticeId)> = (0..many).map(|_| (desk.new_id(), desk.new_id())).collect();
    for (part, some) in cases.chunks(AT_ONCE).enumerate() {
        let open = |(place, (case, _)): (usize, &(CaseId, NoticeId))| Event::CaseOpened {
            case: *case,
            number: format!("DN-2025-{:06}", part * AT_ONCE + place + 1),
            customer,
            title: "Copies of a sign-in page".to_owned().into(),
            clause,
            category: Category::Phishing,
            severity: Severity::High,
            owner: None,
            complaints: Vec::new(),
        };
        desk.fill(some.iter().enumerate().map(open).collect(), &[]).await?;
    }
    Ok(cases)
}

async fn customer_and_clause(desk: &Desk) -> Result<(CustomerId, ClauseId), Stop> {
    let mut reader = desk.read().await?;
    let customer = lists::customer_by_handle(&mut reader.conn(), "customer").await?;
    let clause = lists::clauses(&mut reader.conn()).await?.pop();
    match (customer, clause) {
        (Some(customer), Some(clause)) => Ok((customer.noun.id, clause.noun.id)),
        _ => Err(broken("the desk has no customer or no policy")),
    }
}

/// As they stand when the customer has got them: text and deadline frozen, the timer armed.
async fn send_notices(
    desk: &Desk,
    cases: &[(CaseId, NoticeId)],
    due_of: &impl Fn(usize) -> Moment,
) -> Result<(), Stop> {
    let (customer, _) = customer_and_clause(desk).await?;
    for (part, some) in cases.chunks(AT_ONCE).enumerate() {
        let now = desk.now();
        let mut events = Vec::with_capacity(2 * AT_ONCE);
        for (place, (case, notice)) in some.iter().enumerate() {
            let place = part * AT_ONCE + place;
            let deadline = extended_to(due_of(place), &Zone::UTC, now);
            let (due, wall) = (deadline.at, deadline.wall.clone());
            let links_until = due.plus_seconds(86_400);
            events.push(Event::NoticeScheduled {
                notice: *notice,
                case: *case,
                customer,
                number: 1,
                code: format!("DN-B{place:03}-{:04}", place % 10_000),
                text: Box::new(text()),
                deadline,
                recipients: Vec::new(),
                leaves_at: now,
            });
            events.push(Event::NoticeSent {
                notice: *notice,
                case: *case,
                number: 1,
                due,
                wall,
                letters: Vec::new(),
                links_until,
            });
        }
        desk.fill(events, &[]).await?;
    }
    Ok(())
}

fn text() -> NoticeText {
    let letter = "Your site shows copies of a bank's sign-in page. ".repeat(40);
    let said = |text: &str| Private::new(text.to_owned());
    NoticeText {
        template: "moderation_plan".into(),
        language: Language::En,
        subject: said("Copies of a sign-in page"),
        findings: said("Your site shows copies of a bank's sign-in page."),
        example: said("https://customer.example/session"),
        requirements: vec![Requirement { number: 1, text: said("Remove the pages."), standing_days: None }],
        consequence: said("We may suspend the account."),
        data_kept: said("Your data is kept for 30 days after a suspension."),
        clause_cite: "4.1".into(),
        clause_text: "No copies of other people's sign-in pages.".into(),
        assets: vec!["customer.example".into()],
        short_reason: None,
        hash: sha256_hex(letter.as_bytes()),
        letter: letter.into(),
    }
}

/// They end with the bench, however it ends.
struct Servers(Vec<Child>);

impl Servers {
    fn start(folder: &Path, url: Option<&str>) -> Result<Servers, Stop> {
        let mut servers = Servers(Vec::new());
        for _ in 0..if url.is_some() { 2 } else { 1 } {
            let mut command = Command::new(env::current_exe()?);
            command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
            command.env_remove("DUENOTICE_CONFIG").env_remove("DUENOTICE_DATABASE_URL");
            command.envs(url.map(|url| ("DUENOTICE_DATABASE_URL", url)));
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            servers.0.push(command.spawn()?);
        }
        Ok(servers)
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for server in &mut self.0 {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

async fn wait_for_rounds(desk: &Desk) -> Result<(), Stop> {
    const PATIENCE: Duration = Duration::from_secs(30);
    let waiting = async {
        while desk.rounds_now().await?.done_at.is_none() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok::<(), Stop>(())
    };
    tokio::time::timeout(PATIENCE, waiting).await.map_err(|_| broken("the servers make no rounds"))?
}

/// Until everything that was due by then has passed, on the disk. Seconds after it was due.
async fn wait_until_passed(desk: &Desk, due: Moment) -> Result<f64, Stop> {
    const PATIENCE_SECONDS: i64 = 300;
    loop {
        let oldest = lists::oldest_due(&mut desk.read().await?.conn(), "").await?;
        let late = desk.now().minus(due);
        if late >= 0 && oldest.is_none_or(|oldest| oldest > due) {
            return Ok(late as f64 / 1e6);
        }
        if late > PATIENCE_SECONDS * 1_000_000 {
            return Err(broken("the servers did not pass the deadlines"));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

type Times = Vec<(Moment, Moment)>;

/// When each deadline passed, and when it was due.
async fn passed(desk: &Desk, mut after: i64) -> Result<HashMap<NoticeId, Times>, Stop> {
    let mut found: HashMap<NoticeId, Times> = HashMap::new();
    loop {
        let rows = ledger::after(&mut desk.read().await?.conn(), after, 1_000).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.seq;
        for row in rows.iter().filter(|row| row.kind == "deadline_passed") {
            let leaf = serde_json::from_slice(&row.leaf).map_err(broken)?;
            let recorded = Recorded::from_leaf(leaf).map_err(broken)?;
            if let Event::DeadlinePassed { notice, due, .. } = recorded.event {
                found.entry(notice).or_default().push((recorded.at, due));
            }
        }
    }
}
