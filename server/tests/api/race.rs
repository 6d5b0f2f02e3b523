//! Several servers on one PostgreSQL database, and many deadlines that end in the same minutes. While they are passed,
//! servers are killed and others take their places, servers are stopped for longer than their leases and woken: each
//! timer fires once, none early, each letter has one name. SQLite takes one server, so there is nothing to race.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use docket::desk::handing::LEASE_SECONDS;
use docket::desk::{Desk, Who};
use docket::entropy::SystemEntropy;
use docket::event::{Event, Recorded};
use docket::id::NoticeId;
use docket::settings::Settings;
use docket::store::{ledger, lists, watch};
use docket::time::{Clock, Moment, SystemClock, TestClock};

use crate::home::{Home, is_on_postgres};
use crate::program::{Serving, run};
use crate::zombie::{Carrier, found, schedule, set};

/// A notice leaves, the customer is reminded three times, the deadline passes.
const REMINDERS: usize = 3;
const TIMERS: usize = 2 + REMINDERS;
/// How often it is looked whether the servers have come further.
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// Nothing was written for so long: what still waits is held by somebody who is gone.
const QUIET: Duration = Duration::from_millis(500);
/// Only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(300);

struct Plan {
    servers: usize,
    /// Notices that end in the same minute, and how many such minutes there are.
    together: usize,
    minutes: usize,
    kills: usize,
    stops: usize,
    /// Whoever stands still in the middle of a write keeps the others waiting, until the database lets go of it. A
    /// short run does not wait for that and wakes it sooner.
    stands: Duration,
}

const SHORT: Plan =
    Plan { servers: 2, together: 30, minutes: 1, kills: 3, stops: 2, stands: Duration::from_millis(1500) };
/// In a campaign.
const LONG: Plan =
    Plan { servers: 4, together: 250, minutes: 8, kills: 20, stops: 20, stands: Duration::from_secs(35) };

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Kill,
    Stop,
}

impl Plan {
    /// In no order, but the same each time.
    fn troubles(&self, chance: &mut Chance) -> Vec<Trouble> {
        let mut troubles = [vec![Trouble::Kill; self.kills], vec![Trouble::Stop; self.stops]].concat();
        for place in (1..troubles.len()).rev() {
            troubles.swap(place, chance.below(place + 1));
        }
        troubles
    }
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % many.max(1)
    }
}

struct Race {
    home: Home,
    desk: Desk,
    clock: TestClock,
    file: PathBuf,
    mail: String,
    servers: Vec<Serving>,
    chance: Chance,
    plan: Plan,
    /// How many stood still until after the end of their leases.
    overslept: usize,
}

impl Race {
    fn start(&self) -> Serving {
        Serving::staged(self.home.path(), &self.file, &[("DUENOTICE_SMTP_URL", &self.mail)])
    }

    fn set(&self, at: Moment) {
        set(&self.file, &self.clock, at);
    }

    async fn size(&self) -> i64 {
        ledger::size(&mut self.desk.read().await.unwrap().conn()).await.unwrap()
    }

    async fn next(&self) -> Option<Moment> {
        lists::oldest_due(&mut self.desk.read().await.unwrap().conn(), "").await.unwrap()
    }

    /// How many timers fire then.
    async fn due_at(&self, then: Moment) -> usize {
        let most = i64::try_from(self.plan.together).unwrap();
        watch::due(&mut self.desk.read().await.unwrap().conn(), then, &[], most).await.unwrap().len()
    }

    async fn is_due(&self) -> bool {
        self.next().await.is_some_and(|next| next <= self.desk.now())
    }

    /// Whether all that is left is held by somebody.
    async fn waits_for_nobody(&self) -> bool {
        !self.is_due().await && self.desk.letters_to_hand_over(1).await.unwrap().is_empty()
    }

    /// Until the servers have written so much. They may have less to write.
    async fn reaches(&self, size: i64) {
        while self.size().await < size && self.is_due().await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// The time comes, something happens to a server in the middle of what is due, and the others finish it.
    async fn minute(&mut self, at: Moment, trouble: Option<Trouble>) {
        let before = self.size().await;
        self.set(at.max(self.desk.now()));
        let victim = self.chance.below(self.servers.len());
        let goal = before + 1 + self.chance.below(self.plan.together) as i64;
        let _ = tokio::time::timeout(PATIENCE, self.reaches(goal)).await;
        match trouble {
            Some(Trouble::Kill) => {
                let other = self.start();
                // Dropped is killed.
                self.servers[victim] = other;
            }
            Some(Trouble::Stop) => {
                self.servers[victim].signal("STOP");
                if tokio::time::timeout(self.plan.stands, self.without_it()).await.is_ok() {
                    self.overslept += 1;
                }
                self.servers[victim].signal("CONT");
            }
            None => {}
        }
        let settled = tokio::time::timeout(PATIENCE, self.settles()).await;
        settled.unwrap_or_else(|_| panic!("never came to rest at {}", self.desk.now()));
    }

    /// The others do all that they can, then what it held once its leases have run out.
    async fn without_it(&self) {
        while !self.waits_for_nobody().await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.set(self.desk.now().plus_seconds(LEASE_SECONDS + 1));
        self.settles().await;
    }

    /// Until nothing is due and no letter waits. Letters of whoever is gone are taken over when their leases run out.
    async fn settles(&self) {
        let (mut size, mut since) = (self.size().await, SystemClock.steady());
        loop {
            if !self.is_due().await && self.desk.queued_letters(1).await.unwrap().is_empty() {
                return;
            }
            let (now, there) = (SystemClock.steady(), self.size().await);
            if there != size || !self.waits_for_nobody().await {
                (size, since) = (there, now);
            } else if now - since > QUIET.as_micros() as i64 {
                self.set(self.desk.now().plus_seconds(LEASE_SECONDS + 1));
                since = now;
            }
            tokio::time::sleep(LOOK_EVERY * 5).await;
        }
    }
}

/// What the record says of every timer and of every letter.
#[derive(Default)]
struct Fired {
    times: HashMap<String, usize>,
    leaves: HashMap<NoticeId, Moment>,
    accepted: usize,
    again: usize,
}

impl Fired {
    async fn read(desk: &Desk) -> Fired {
        let (mut fired, mut after) = (Fired::default(), 0);
        loop {
            let rows = ledger::after(&mut desk.read().await.unwrap().conn(), after, 5_000).await.unwrap();
            let Some(last) = rows.last() else { return fired };
            after = last.seq;
            for row in rows {
                fired.add(&Recorded::from_leaf(serde_json::from_slice(&row.leaf).unwrap()).unwrap());
            }
        }
    }

    fn add(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        let what = match &recorded.event {
            Event::NoticeScheduled { notice, leaves_at, .. } => {
                self.leaves.insert(*notice, *leaves_at);
                return;
            }
            Event::NoticeSent { notice, .. } => {
                assert!(at >= self.leaves[notice], "left early");
                format!("leave {notice}")
            }
            Event::ReminderSent(sent) => {
                assert!(at >= sent.reminder.at && at < sent.due, "reminded early or late");
                assert!(sent.passed_over.is_empty(), "one was left out");
                format!("remind {} {}", sent.notice, sent.reminder.at)
            }
            Event::DeadlinePassed { notice, due, .. } => {
                assert!(at >= *due, "passed early");
                format!("deadline {notice}")
            }
            Event::ReminderMissed(missed) => panic!("a reminder came too late: {missed:?}"),
            Event::LetterAccepted { letter, .. } => {
                self.accepted += 1;
                format!("letter {letter}")
            }
            Event::LetterHandedAgain(_) => {
                self.again += 1;
                return;
            }
            _ => return,
        };
        *self.times.entry(what).or_default() += 1;
    }

    fn many(&self, of: &str) -> usize {
        self.times.keys().filter(|what| what.starts_with(of)).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_killed_and_stopped_at_any_moment_fire_each_timer_once() {
    if !is_on_postgres() {
        return;
    }
    let plan = if std::env::var_os("DUENOTICE_CAMPAIGN").is_some() { LONG } else { SHORT };
    let (together, minutes, many) = (plan.together, plan.minutes, plan.servers);
    let home = Home::new();
    let (carrier, mail) = Carrier::open();
    carrier.answer();
    let clock = TestClock::at("2026-03-04T17:00:00Z");
    let settings = Settings { data: home.path().into(), ..Settings::default() };
    let desk = Desk::new(home.store().await, Arc::new(clock.clone()), Arc::new(SystemEntropy), settings);
    let who = found(&desk).await;
    let file = home.path().join("clock");
    let mut chance = Chance(2_026);
    let mut troubles = plan.troubles(&mut chance).into_iter();
    let mut race = Race { home, desk, clock, file, mail, servers: Vec::new(), chance, plan, overslept: 0 };
    race.set(race.desk.now());
    for _ in 0..many {
        let server = race.start();
        race.servers.push(server);
    }
    for server in &mut race.servers {
        while !server.line().starts_with("Due Notice listens") {}
    }

    let mut minute = 0;
    while minute < minutes || troubles.len() > 0 {
        let who = Who { signed_in_at: race.desk.now(), ..who.clone() };
        for number in 0..together {
            schedule(&race.desk, &who, minute * together + number).await;
        }
        let leave = race.desk.now().plus_seconds(61);
        race.minute(leave, troubles.next()).await;
        minute += 1;
        while minute >= minutes
            && let Some(next) = race.next().await
        {
            // What a killed server held may come a little later than the rest, and few at a time.
            let trouble = if race.due_at(next).await * 4 >= together { troubles.next() } else { None };
            race.minute(next, trouble).await;
        }
    }
    race.servers.clear();

    let (notices, fired) = (together * minute, Fired::read(&race.desk).await);
    let twice: Vec<_> = fired.times.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
    let counts = [fired.many("leave "), fired.many("remind "), fired.many("deadline ")];
    assert_eq!(counts, [notices, notices * REMINDERS, notices]);
    let mut copies: HashMap<String, Vec<String>> = HashMap::new();
    for letter in carrier.taken() {
        let id = letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
        copies.entry(id).or_default().push(letter);
    }
    assert_eq!(copies.len(), fired.accepted, "each letter under one Message-ID, and none is lost");
    assert!(copies.values().all(|copies| copies.iter().all(|copy| *copy == copies[0])), "the very same");
    let (code, said, wrong) = run(race.home.path(), &["verify"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    let (plan, timers) = (&race.plan, notices * TIMERS);
    let line = format!(
        "{} servers: {timers} timers fired once each, none early; {} kills, {} stops, {} of them for longer than a lease; {} \
         letters, each under one Message-ID, {} hand-overs begun again; the record verifies.",
        plan.servers, plan.kills, plan.stops, race.overslept, fired.accepted, fired.again
    );
    // Written past the test harness, which would keep it to itself.
    let _ = writeln!(std::io::stderr(), "{line}");
    race.desk.store().close().await;
}
