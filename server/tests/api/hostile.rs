//! Hostile strings in every field of every form: none becomes markup, a header, a recipient or a formula, none breaks a
//! page, and nothing of what was typed is lost.

mod machines;
mod papers;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use docket::letters::Mailer;
use docket::rounds::Rounds;
use docket::verify::verify;
use server::router::{Permit, table};

use crate::crawl::{Filled, Sent, fill, row_of, send, walk};
use crate::html::{Form, Kind, MARK, Page};
use crate::site::{PASSWORD, Seen, Visitor};
use crate::stand_in::FIRST_LINE;
use crate::world::World;

/// Together in one field, so that each field meets all of them in a reasonable time.
const AT_ONCE: usize = 60;
const AT_ONCE_IN_AN_ADDRESS: usize = 12;
/// And so many of them alone, other ones in each form: a line that takes two hundred characters takes these.
const ALONE: usize = 4;
/// Boxes of a decision that are there only while its outcome, or what usually happens, asks for them.
const SHOWN_WHEN_ASKED: [&str; 8] =
    ["differs", "conditions", "date", "time", "handle", "meaning", "preserve_days", "whole_reason"];
/// Enough to read when something is wrong.
const MOST_SAID: usize = 40;

pub fn strings() -> Vec<String> {
    let strings: Vec<String> = serde_json::from_str(include_str!("../hostile.json")).unwrap();
    assert!(strings.len() >= 250 && strings.iter().all(|one| one.contains(MARK)));
    assert_eq!(strings.iter().collect::<BTreeSet<_>>().len(), strings.len());
    strings
}

/// Posts for which no page has a form: browsers send them by themselves, or machines.
const WITHOUT_A_FORM: [&str; 7] = [
    "/api/v1/complaints",
    "/api/v1/complaints/batch",
    "/api/v1/instructions/{id}/result",
    "/n/{token}/answer/draft",
    "/cases/{number}/notices/draft",
    "/deadline-preview",
    "/fn/present",
];

/// Forms that are shown only for a moment, or to somebody whom this world does not have, such as whoever comes in with a
/// code. What they send is attacked by tests of their own; every other post of the table must be met here.
const NOT_MET: [&str; 18] = [
    "/disposals/{number}/confirmation",
    "/disposals/{number}/end",
    "/people/{id}/role/agreement",
    "/people/{id}/role/end",
    "/instructions/{number}/again",
    "/rounds/clock",
    "/rounds/absence",
    "/cases/{number}/decisions/{decision}/destruction",
    "/sign-in/code",
    "/set-up/{token}",
    "/account/second-factor/recovery-codes",
    "/undo",
    "/complaints/{number}/removal",
    "/cases/{number}/notices",
    "/cases/{number}/notices/preview",
    "/cases/{number}/decisions/{decision}/approval",
    "/people/{id}/second-factor",
    "/n/{token}/answer/sending",
];

/// A form, where it was found, and by whom.
struct Found {
    who: usize,
    page: String,
    form: Form,
}

struct Siege {
    world: World,
    visitors: Vec<(&'static str, Visitor)>,
    starts: Vec<Vec<String>>,
    strings: Vec<String>,
    faults: Vec<String>,
    /// Forms that were met on the way: a page that asks once more before it sends, for one.
    met: BTreeMap<String, Found>,
}

impl Siege {
    async fn lay() -> Siege {
        let world = World::build().await;
        let mut visitors = Vec::new();
        for (name, who) in [
            ("lead", &world.lee),
            ("analyst", &world.ann),
            ("counsel", &world.cleo),
            ("admin", &world.ada),
            ("auditor", &world.otto),
        ] {
            visitors.push((name, world.signed_in(who).await));
        }
        visitors.push(("outside", world.site.visitor()));
        let inside: Vec<String> = table()
            .into_iter()
            .filter(|row| row.method == Method::GET && !row.path.contains('{'))
            .map(|row| row.path.to_owned())
            .collect();
        let links = &world.links;
        let mut outside: Vec<String> =
            [&links.running, &links.french, &links.suspended, &links.withdrawn, &links.superseded]
                .iter()
                .flat_map(|token| {
                    ["", "/answer", "/time", "/appeal", "/data", "/not-mine"].map(|page| format!("/n/{token}{page}"))
                })
                .collect();
        outside.push(format!("/n/{}/code/{}", links.running, links.answer));
        outside.push(format!("/n/{}/code/{}", links.running, links.time));
        outside.push(format!("/n/{}/appeals/{}", links.suspended, links.appeal));
        outside.push(format!("/status/{}", links.status));
        outside.extend(world.tokens.iter().map(|token| format!("/invitation/{token}")));
        outside.extend(["/report", "/sign-in", "/sign-in/code", "/set-up/x"].map(str::to_owned));
        let starts = vec![inside.clone(), inside.clone(), inside.clone(), inside.clone(), inside, outside];
        Siege { world, visitors, starts, strings: strings(), faults: Vec::new(), met: BTreeMap::new() }
    }

    fn fault(&mut self, what: String) {
        self.faults.push(what);
    }

    /// Every form that anybody is shown, each kind once.
    async fn forms(&mut self) -> BTreeMap<String, Found> {
        let mut found = BTreeMap::new();
        for who in 0..self.visitors.len() {
            let (name, visitor) = &mut self.visitors[who];
            for (page, seen) in walk(visitor, &self.starts[who]).await {
                assert!(!seen.status.is_server_error(), "{name}: {page} gave {}", seen.status);
                if !seen.header("content-type").starts_with("text/html") {
                    continue;
                }
                let read = Page::read(&seen.text);
                let faults = read.faults();
                assert!(faults.is_empty(), "{name}: {page}, before anybody typed: {faults:?}");
                gather(&mut found, who, &page, &read);
            }
        }
        found
    }

    async fn attack(&mut self, found: &Found, number: usize) {
        let strings = self.strings.clone();
        // What goes into an address has less room.
        let at_once = if found.form.post { AT_ONCE } else { AT_ONCE_IN_AN_ADDRESS };
        for (turn, pack) in strings.chunks(at_once).enumerate() {
            // Each field begins with another of them: a formula, for one, has to stand at the beginning.
            let words = |place: usize, _: &str, kind: &Kind| {
                let mut turned = pack.to_vec();
                turned.rotate_left(place % pack.len());
                match kind {
                    Kind::File => turned[0].clone(),
                    _ => turned.join(" "),
                }
            };
            self.strike(found, turn, &words).await;
        }
        for turn in number * ALONE..(number + 1) * ALONE {
            let one = strings[turn % strings.len()].clone();
            self.strike(found, turn, &|_, _, _| one.clone()).await;
        }
    }

    /// Sends it; what is refused is sent again with plain words in the fields that were wrong, so that the others come in.
    async fn strike(&mut self, found: &Found, turn: usize, words: &dyn Fn(usize, &str, &Kind) -> String) {
        let mut wrong: BTreeSet<String> = BTreeSet::new();
        for attempt in 0..3 {
            // A link takes only so many posts in a minute.
            self.world.site.clock.advance_seconds(1);
            let command = self.world.site.app.desk.new_command().to_string();
            let mixed = |place: usize, name: &str, kind: &Kind| match wrong.contains(name)
                || *kind == Kind::Password && attempt > 0
            {
                true => plain(name, kind),
                false => words(place, name, kind),
            };
            let mut filled = fill(&found.form, &command, turn, &mixed);
            if wrong.contains("password") && !filled.iter().any(|(name, _)| name == "password") {
                filled.push(("password".into(), Sent::Text(PASSWORD.into())));
            }
            let (who, visitor) = &mut self.visitors[found.who];
            let what = format!("{who}: {} {}", found.page, found.form.action);
            let seen = send(visitor, &found.form, &found.page, &filled).await;
            let page = self.look(&what, &seen);
            if let Some(page) = &page {
                gather(&mut self.met, found.who, &found.page, page);
            }
            if seen.status != StatusCode::UNPROCESSABLE_ENTITY {
                return;
            }
            let Some(page) = page else { return };
            if turn % 3 != 2 {
                self.nothing_is_lost(&what, found, &filled, &page);
            }
            let problems: BTreeSet<String> = page.problems().into_iter().collect();
            if problems.is_empty() || problems.is_subset(&wrong) {
                return;
            }
            wrong.extend(problems);
        }
    }

    /// What every answer must be, whatever was sent.
    fn look(&mut self, what: &str, seen: &Seen) -> Option<Page> {
        let calm = seen.status.is_success() || seen.status.is_redirection() || seen.status.is_client_error();
        if !calm || seen.status == StatusCode::BAD_REQUEST && !seen.text.contains("without its number") {
            self.fault(format!("{what} gave {}", seen.status));
        }
        for (name, value) in &seen.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            if name.as_str().contains(MARK) {
                self.fault(format!("{what} has the header {name}"));
            }
            if name == "set-cookie" && value.contains(MARK) || name == "location" && !leads_home(&value) {
                self.fault(format!("{what} has the header {name}: {value}"));
            }
        }
        if seen.header("content-type").starts_with("text/csv") {
            for fault in papers::faults_of_csv(seen.text.as_bytes()) {
                self.fault(format!("{what} has {fault}"));
            }
        }
        if seen.header("content-type") == "application/pdf" && seen.text.starts_with(FIRST_LINE) {
            for fault in papers::faults_of_file("a paper.pdf", seen.text.as_bytes()) {
                self.fault(format!("{what} gave {fault}"));
            }
        }
        if !seen.header("content-type").starts_with("text/html") || !seen.header("content-disposition").is_empty() {
            return None;
        }
        let page = Page::read(&seen.text);
        for fault in page.faults() {
            self.fault(format!("{what} gave {} with {fault}", seen.status));
        }
        Some(page)
    }

    fn nothing_is_lost(&mut self, what: &str, found: &Found, filled: &Filled, page: &Page) {
        // Where the matter was settled meanwhile there is nothing left to send, and no form that could hold it.
        if !page.forms().iter().any(|form| form.action == found.form.action) {
            return;
        }
        for (name, sent) in filled {
            let kind = found.form.fields.iter().find(|field| field.name == *name).map(|field| &field.kind);
            let (Some(Kind::Text | Kind::Area), Sent::Text(text)) = (kind, sent) else { continue };
            // What is worth something once is not sent back.
            let gone = page.typed(name).is_empty() && SHOWN_WHEN_ASKED.contains(&name.as_str());
            if name == "one_time_code" || name == "code" || gone {
                continue;
            }
            if !page.typed(name).iter().any(|typed| same(typed) == same(text)) {
                let shown: String = page.typed(name).concat().chars().take(60).collect();
                self.fault(format!(
                    "{what} lost {name}: {:?} became {shown:?}",
                    text.chars().take(60).collect::<String>()
                ));
            }
        }
    }

    /// Of those that begin alike, one.
    fn say(&self) {
        let mut some: BTreeMap<String, &String> = BTreeMap::new();
        for fault in &self.faults {
            let kind = fault.split(": \"").next().unwrap_or_default();
            some.entry(kind.chars().take(200).collect()).or_insert(fault);
        }
        let some: Vec<&String> = some.into_values().take(MOST_SAID).collect();
        assert!(some.is_empty(), "{} faults, among them:\n{some:#?}", self.faults.len());
    }
}

/// What the page offers to send, each kind once.
fn gather(found: &mut BTreeMap<String, Found>, who: usize, page: &str, read: &Page) {
    for form in read.forms() {
        let action = if form.action.is_empty() || form.action.starts_with('?') { page } else { &form.action };
        let method = if form.post { Method::POST } else { Method::GET };
        let Some(row) = row_of(&method, action) else { panic!("{page} has a form to {action}, which is nowhere") };
        // Signing out would end the siege.
        if row == "/sign-out" || row.starts_with("/account/sessions") {
            continue;
        }
        let names: BTreeSet<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
        let key = format!("{method} {row} {names:?}");
        found.entry(key).or_insert(Found { who, page: page.to_owned(), form });
    }
}

/// As a browser and a form have it: line ends of one kind, no NUL, and the ends do not count.
fn same(text: &str) -> String {
    text.replace(['\0', '\u{fffd}'], "").replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

fn leads_home(location: &str) -> bool {
    location.starts_with('/')
        && !location.starts_with("//")
        && !location.starts_with("/\\")
        && !location.contains(['\r', '\n'])
}

/// What a patient person types where something was wrong.
fn plain(name: &str, kind: &Kind) -> String {
    match name {
        _ if *kind == Kind::Password => PASSWORD,
        name if name.contains("email") => "someone@example.net",
        name if name.contains("zone") => "UTC",
        name if name.contains("time") || name == "fold" => "12:00",
        name if name.contains("hours") || name.contains("days") => "48",
        name if name.contains("date")
            || name.ends_with("_at")
            || name.ends_with("_on")
            || matches!(name, "from" | "to" | "on") =>
        {
            "2022-02-20"
        }
        name if name.contains("handle") => "alpha-social",
        name if name.contains("case") => "DN-2022-0002",
        name if name.contains("asset") => "plain.example",
        name if name.contains("tags") => "plain",
        "first" | "last" | "as_of" => "#2",
        _ => "Plain words.",
    }
    .to_owned()
}

#[tokio::test]
async fn no_hostile_text_becomes_more_than_text() {
    let mut siege = Siege::lay().await;
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut forms = siege.forms().await;
    // What was sent brings new pages, and they bring new forms.
    while !forms.is_empty() {
        let many = forms.len();
        for (number, found) in forms.values().enumerate() {
            siege.attack(found, number).await;
        }
        done.extend(forms.into_keys());
        forms = std::mem::take(&mut siege.met);
        if done.len() == many {
            forms.extend(siege.forms().await);
        }
        forms.retain(|key, _| !done.contains(key));
    }
    let met: BTreeSet<&str> = done.iter().filter_map(|key| key.split(' ').nth(1)).collect();
    let missed: Vec<&str> = table()
        .into_iter()
        .filter(|row| row.method == Method::POST && !matches!(row.permit, Permit::Token(_)))
        .map(|row| row.path)
        .filter(|path| {
            !met.contains(path)
                && !WITHOUT_A_FORM.contains(path)
                && !path.contains("/sessions/")
                && *path != "/sign-out"
        })
        .collect();
    println!("{} forms; no page has one to {missed:#?}", done.len());
    siege.say();
    siege.machines().await;
    siege.say();
    siege.deliver().await;

    // Everything that was kept, on every page that shows it.
    let mut showing = 0;
    for who in 0..siege.visitors.len() {
        let starts = siege.starts[who].clone();
        let (name, visitor) = &mut siege.visitors[who];
        let name = *name;
        for (path, seen) in walk(visitor, &starts).await {
            siege.look(&format!("{name}: {path}"), &seen);
            showing += usize::from(seen.text.contains(MARK));
        }
    }
    assert!(showing > 40, "only {showing} pages show anything of it");
    siege.say();
    siege.letters();
    siege.papers().await;
    siege.say();
    let desk = &siege.world.site.app.desk;
    let report = verify(desk.store(), &desk.settings().data, |_| {}).await.unwrap();
    assert!(report.is_sound(), "{:#?}", report.wrongs);
    let missed: Vec<&&str> = missed.iter().filter(|path| !NOT_MET.contains(path)).collect();
    assert!(missed.is_empty(), "no page has a form to {missed:#?}");
}

impl Siege {
    /// Whatever was queued leaves; an address that no mail server takes ends in a failed letter, never in a broken one.
    async fn deliver(&mut self) {
        let mailer = Mailer::Folder(self.world.outbox());
        let mut rounds = Rounds::default();
        for _ in 0..20 {
            self.world.site.clock.advance_seconds(60);
            let round = rounds.make(&self.world.site.app.desk, &mailer).await.unwrap();
            if round.letters == 0 && round.timers == 0 {
                return;
            }
        }
    }
}
