//! One life of a server: a notice leaves, the customer is reminded and says nothing, a suspension is decided and comes,
//! and is taken back. Rounds are made as the server makes them; people do what people do, and ask again when they get
//! no answer.

use super::holds;
use super::rows;
use super::run::{Orders, Run};
use crate::hands::{Matter, decision_form};
use docket::decision::DecisionStage;
use docket::desk::{Desk, Failure, Who};
use docket::entropy::SeededEntropy;
use docket::instruction::InstructionStage;
use docket::letters::Mailer;
use docket::people::Role;
use docket::rounds::Rounds;
use docket::settings::{MailSettings, Settings};
use docket::store::faults::{self, Step};
use docket::store::{Store, lists};
use docket::time::zone::Zone;
use docket::time::{Clock, Moment, TestClock};
use docket::words::Language;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

pub const FOLDER: &str = "DUENOTICE_FAULTS_FOLDER";
pub const NEXT: &str = "DUENOTICE_FAULTS_NEXT";
/// Says done, and keeps what it was told.
const PROGRAM: &str = r#"cd "$(dirname "$0")"; cat >> papers; echo >> papers; echo done"#;
/// After a round that failed or broke off the server rests so long.
const REST_SECONDS: i64 = 5;
const MOST_TURNS: u32 = 500;

/// Not a test by itself: it only works when the one above calls it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server() {
    let (Ok(folder), Ok(next)) = (std::env::var(FOLDER), std::env::var(NEXT)) else { return };
    let folder = Path::new(&folder);
    let orders: Orders =
        serde_json::from_slice(&std::fs::read(folder.join("orders.json")).expect("orders")).expect("orders");
    for (place, run) in orders.runs.iter().enumerate().skip(next.parse().expect("a number")) {
        let life = Life::begin(folder, &orders, run).await;
        let struck = life.live().await;
        let told = holds::hold(&life.desk, &life.folder, run).await;
        life.end().await;
        say(&format!("over {place} {struck} {} {}", told.missed, told.letters));
        // Not before somebody has looked at what came over the wire in this one.
        std::io::stdin().read_line(&mut String::new()).expect("a word");
    }
}

/// Past the test harness and out at once, on a line of its own.
fn say(line: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "\n{line}").and_then(|()| out.flush());
}

struct Life<'o> {
    run: &'o Run,
    folder: PathBuf,
    /// Nobody else can be at work on its database.
    alone: bool,
    clock: TestClock,
    desk: Desk,
    mailer: Mailer,
    matter: OnceCell<Matter>,
}

impl<'o> Life<'o> {
    /// A new one, or one that was broken off by a kill.
    async fn begin(root: &Path, orders: &Orders, run: &'o Run) -> Life<'o> {
        let folder = root.join(format!("run-{}", run.number));
        let goes_on = folder.exists();
        if !goes_on {
            copy(&orders.template, &folder);
            if let Some(url) = &orders.database {
                rows::put_back(url, run.number).await;
            }
            std::fs::write(folder.join("carry-out.sh"), PROGRAM).expect("a script");
        }
        let begins = match std::fs::read_to_string(folder.join("clock")) {
            Ok(text) => Moment::from_micros(text.parse().expect("an instant")).plus_seconds(run.absence),
            Err(_) => orders.begins,
        };
        let store = match &orders.database {
            Some(url) => Store::open_postgres(url).await,
            None => Store::open_sqlite(&folder).await,
        };
        let settings = Settings {
            data: folder.clone(),
            mail: MailSettings::Smtp { url: orders.mail.clone() },
            carry_out: Some(vec!["/bin/sh".into(), folder.join("carry-out.sh").display().to_string()]),
            ..Settings::default()
        };
        let clock = TestClock::starting(begins);
        // The same chance for all, so that each comes by each step as often until it is broken off.
        let entropy = SeededEntropy::new(1_000 + u64::from(goes_on));
        let mailer = Mailer::from_settings(&settings).expect("a mail server");
        let desk = Desk::new(store.expect("a database"), Arc::new(clock.clone()), Arc::new(entropy), settings);
        if let Some(step) = run.step.as_ref().filter(|_| !goes_on) {
            fail::cfg(step.as_str(), &run.action()).expect("an action");
        }
        Life { run, folder, alone: orders.database.is_none(), clock, desk, mailer, matter: OnceCell::new() }
    }

    /// Until nothing is left to be done. How often something broke.
    async fn live(&self) -> u32 {
        let before = faults::struck();
        let hits: Vec<Arc<AtomicU32>> = Step::ALL.iter().map(|_| Arc::default()).collect();
        if self.run.step.is_none() {
            for (step, hits) in Step::ALL.into_iter().zip(hits.iter().cloned()) {
                let count = move || {
                    hits.fetch_add(1, Ordering::SeqCst);
                };
                fail::cfg_callback(step.name(), count).expect("a counter");
            }
        }
        let mut rounds = self.new_rounds();
        let mut turns = 0;
        loop {
            turns += 1;
            assert!(turns < MOST_TURNS, "it never comes to rest");
            self.people().await;
            rounds = self.round(rounds).await;
            let Some(next) = self.next().await else {
                if self.people().await {
                    continue;
                }
                break;
            };
            // Rounds are made all the while. Three of them before something is due are enough for one that is broken off
            // not to leave the record without a sign, for longer than the rounds may be away, that somebody was there.
            for seconds in [400, 200, 3] {
                if next.minus(self.clock.now()) > (seconds + 7) * 1_000_000 {
                    self.clock.set(next.plus_seconds(-seconds));
                    rounds = self.round(rounds).await;
                }
            }
            self.clock.set(next.max(self.clock.now()));
        }
        for (step, hits) in Step::ALL.into_iter().zip(&hits) {
            if self.run.step.is_none() {
                say(&format!("hits {} {}", step.name(), hits.load(Ordering::SeqCst)));
            }
            fail::remove(step.name());
        }
        faults::struck() - before
    }

    fn new_rounds(&self) -> Rounds {
        Rounds::of_a_server(self.alone, false)
    }

    /// As `duenotice serve` makes one: in a task of its own, and again after a rest when it fails.
    async fn round(&self, mut rounds: Rounds) -> Rounds {
        loop {
            std::fs::write(self.folder.join("clock"), self.clock.now().micros().to_string()).expect("written down");
            let (desk, mailer) = (self.desk.clone(), self.mailer.clone());
            let made = tokio::spawn(async move {
                let done = rounds.make(&desk, &mailer).await;
                // However slowly the mail server answers, the test clock stands until it has.
                rounds.finish().await;
                (rounds, done.is_ok())
            });
            rounds = match made.await {
                Ok((rounds, true)) => return rounds,
                Ok((rounds, false)) => rounds,
                Err(_) => self.new_rounds(),
            };
            self.clock.advance_seconds(REST_SECONDS);
        }
    }

    /// When something is due next, or waits to be handed over.
    async fn next(&self) -> Option<Moment> {
        let mut reader = self.desk.read().await.expect("a reader");
        let due = lists::oldest_due(&mut reader.conn(), "keep").await.expect("timers");
        let letters = !lists::queued_letters(&mut reader.conn(), 1).await.expect("letters").is_empty();
        let now = self.clock.now();
        let due = due.map(|due| if due > now { due } else { now.plus_seconds(REST_SECONDS) });
        let letters = letters.then(|| now.plus_seconds(15));
        due.into_iter().chain(letters).min()
    }

    /// Ann proposes once the customer has kept silent, Lee approves, and when it is done Ann takes it back. Whether
    /// there was anything to do.
    async fn people(&self) -> bool {
        let matter = self.matter.get_or_init(|| self.find_matter()).await;
        let now = self.clock.now();
        let (notice, decisions, carried_out) = {
            let mut reader = self.desk.read().await.expect("a reader");
            let notices = lists::notices_of(&mut reader.conn(), matter.case).await.expect("notices");
            let decisions = lists::decisions_of(&mut reader.conn(), matter.case).await.expect("decisions");
            let orders = lists::instructions_of(&mut reader.conn(), matter.case).await.expect("instructions");
            let done = |stage: &InstructionStage| matches!(stage, InstructionStage::DoneByProgram { .. });
            let carried_out = !orders.is_empty() && orders.iter().all(|held| done(&held.noun.stage));
            (notices[0].noun.clone(), decisions, carried_out)
        };
        let at_work = |who: &Who| Who { signed_in_at: now, ..who.clone() };
        let (ann, lee, case) = (at_work(&matter.ann), at_work(&matter.lee), matter.case);
        let decisions: Vec<_> = decisions.into_iter().map(|held| held.noun).collect();
        match &decisions[..] {
            [] if notice.deadline_passed && notice.sent_at().is_some() => {
                let zone = Zone::parse("America/Los_Angeles").expect("a zone");
                let then = now.plus_seconds(3600);
                let (date, time) = (zone.date_text(then), zone.show(then, Language::En).time);
                let form = decision_form(matter, "suspension", &date, &time);
                let command = self.desk.new_command();
                self.insist(|desk| {
                    let (ann, form) = (ann.clone(), form.clone());
                    async move { desk.propose_decision(&ann, command, case, &form).await.map(drop) }
                })
                .await;
            }
            [one] if one.stage == DecisionStage::Proposed && one.effective.at > now => {
                let (decision, hash, command) = (one.id, one.statement.hash.clone(), self.desk.new_command());
                let handle = matter.customer.handle.clone();
                self.insist(|desk| {
                    let (lee, hash, handle) = (lee.clone(), hash.clone(), handle.clone());
                    async move { desk.approve_decision(&lee, command, decision, &hash, &handle).await.map(drop) }
                })
                .await;
            }
            // Taken back sooner, the instruction would never be handed over.
            [one] if carried_out && matches!(one.stage, DecisionStage::InForce { .. }) => {
                let mut form = decision_form(matter, "reinstatement", "", "");
                form.lifts = one.id.to_string();
                let command = self.desk.new_command();
                self.insist(|desk| {
                    let (ann, form) = (ann.clone(), form.clone());
                    async move { desk.propose_decision(&ann, command, case, &form).await.map(drop) }
                })
                .await;
            }
            _ => return false,
        }
        true
    }

    /// Whoever gets no answer asks again, with the same command: it is carried out once.
    async fn insist<F: Future<Output = Result<(), Failure>> + Send + 'static>(&self, act: impl Fn(Desk) -> F) {
        for _ in 0..3 {
            match tokio::spawn(act(self.desk.clone())).await {
                Ok(Ok(())) => return,
                Ok(Err(Failure::Refused(refusal))) => panic!("{refusal} in {:?}", self.run),
                _ => {}
            }
        }
        panic!("nobody answers in {:?}", self.run);
    }

    /// Nothing of it changes during a life.
    async fn find_matter(&self) -> Matter {
        let now = self.clock.now();
        let mut reader = self.desk.read().await.expect("a reader");
        let people = lists::people(&mut reader.conn()).await.expect("people");
        let who = |role: Role| {
            let person = people.iter().map(|held| &held.noun).find(|person| person.role == role).expect("somebody");
            Who { person: person.clone(), signed_in_at: now, taste: docket::people::Taste::default() }
        };
        let (ann, lee) = (who(Role::Analyst), who(Role::Lead));
        let customer = lists::customer_by_handle(&mut reader.conn(), "example-social").await.expect("a database");
        let customer = customer.expect("the customer").noun;
        let assets = lists::assets_of(&mut reader.conn(), customer.id).await.expect("assets");
        let assets = assets.into_iter().map(|held| held.noun).collect();
        let case = lists::cases(&mut reader.conn(), "", "", None, 1).await.expect("cases").remove(0).noun.id;
        Matter { ann, lee, customer, assets, case }
    }

    async fn end(self) {
        self.desk.store().close().await;
        std::fs::remove_dir_all(&self.folder).expect("gone");
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}
