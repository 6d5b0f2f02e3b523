//! The clock of a whole machine is set back and forward while the program runs: the library libfaketime answers whoever
//! asks the system what time it is. The stories on a test clock try every jump; this tries that the program asks.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use docket::desk::complaints::ComplaintForm;
use docket::desk::{Desk, Who};
use docket::entropy::SystemEntropy;
use docket::event::Event;
use docket::notice::kept_back::KeptWhy;
use docket::people::Actor;
use docket::settings::Settings;
use docket::time::{Clock, Moment, SystemClock};
use docket::watch::Doubt;

use crate::home::{Home, is_on_postgres};
use crate::program::{Serving, run};
use crate::zombie::{events, found, schedule, until};

/// Where the library is.
const LIBRARY: &str = "DUENOTICE_TEST_FAKETIME";
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// So far from the truth is the clock on the wall from now on.
fn set(wall: &Path, seconds: i64) {
    let beside = wall.with_extension("part");
    std::fs::write(&beside, format!("{seconds:+}\n")).unwrap();
    std::fs::rename(&beside, wall).unwrap();
}

/// The clock of that machine, so many seconds from ours.
#[derive(Debug)]
struct Ahead(i64);

impl Clock for Ahead {
    fn now(&self) -> Moment {
        SystemClock.now().plus_seconds(self.0)
    }
}

fn accepted(events: &[Event]) -> usize {
    events.iter().filter(|event| matches!(event, Event::LetterAccepted { .. })).count()
}

async fn said(desk: &Desk) -> Vec<Event> {
    events(desk).await.into_iter().map(|recorded| recorded.event).collect()
}

fn left(events: &[Event]) -> usize {
    events.iter().filter(|event| matches!(event, Event::NoticeSent { .. })).count()
}

/// Somebody reports something, and has a letter about it: a round was made by the clock as it is now.
async fn a_round(desk: &Desk) {
    let before = accepted(&said(desk).await);
    let form = ComplaintForm {
        locations: format!("https://customer-0.example/post/{before}"),
        category: "phishing".into(),
        description: "A copy of a sign-in page.".into(),
        reporter_name: "Rita Reporter".into(),
        reporter_email: format!("rita{before}@reports.example"),
        good_faith: true,
        ..ComplaintForm::default()
    };
    desk.log_complaint(Actor::Reporter, None, desk.new_command(), &form, &[]).await.unwrap();
    until(desk, "a letter to whoever reported", |events| accepted(events) > before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_whose_clock_is_set_sends_nothing_early_and_nothing_twice() {
    // The clock of PostgreSQL's machine would tell on ours.
    if is_on_postgres() {
        return;
    }
    let Ok(library) = std::env::var(LIBRARY) else {
        let _ = writeln!(std::io::stderr(), "A machine's clock skipped: {LIBRARY} names no libfaketime.");
        return;
    };
    let home = Home::new();
    let wall = home.path().join("wall");
    set(&wall, 0);
    let settings = Settings { data: home.path().into(), ..Settings::default() };
    let desk = Desk::new(home.store().await, Arc::new(SystemClock), Arc::new(SystemEntropy), settings.clone());
    let who = found(&desk).await;
    schedule(&desk, &who, 0).await;
    let mut serving = Serving::with(
        home.path(),
        &[
            ("LD_PRELOAD", library.as_str()),
            ("FAKETIME_TIMESTAMP_FILE", wall.to_str().unwrap()),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("NO_FAKE_STAT", "1"),
        ],
    );
    while !serving.line().starts_with("Due Notice listens") {}
    a_round(&desk).await;
    assert_eq!(desk.rounds_now().await.unwrap().doubt, None);

    set(&wall, -HOUR);
    a_round(&desk).await;
    let (_, doubt) = desk.rounds_now().await.unwrap().doubt.unwrap();
    assert!(matches!(doubt, Doubt::Back { seconds } if (HOUR - 5..=HOUR).contains(&seconds)), "{doubt:?}");
    set(&wall, DAY);
    a_round(&desk).await;
    a_round(&desk).await;
    assert_eq!(left(&said(&desk).await), 0, "by this clock its minute is over, but the clock is in doubt");

    // A person finds it right, by the same wall.
    let there = Desk::new(desk.store().clone(), Arc::new(Ahead(DAY)), Arc::new(SystemEntropy), settings);
    let who = Who { signed_in_at: there.now(), ..who };
    there.trust_clock(&who, there.new_command()).await.unwrap();
    // By now it would give its customer a day less than it promises, so it does not leave by itself.
    let is_kept =
        |event: &Event| matches!(event, Event::NoticeKeptBack(kept) if matches!(kept.why, KeptWhy::Late { .. }));
    until(&desk, "the notice that is kept back", |events| events.iter().any(is_kept)).await;
    a_round(&desk).await;
    drop(serving);
    let events = events(&desk).await;
    let kept = events.iter().filter(|one| is_kept(&one.event)).count();
    assert_eq!(kept, 1, "a person is asked once");
    assert!(!events.iter().any(|one| matches!(one.event, Event::NoticeSent { .. })), "it never left");
    let doubts = events.iter().filter(|one| matches!(one.event, Event::ClockDoubted(_))).count();
    assert_eq!(doubts, 1, "one doubt, however often it is set");
    let mut letters: Vec<_> = events
        .iter()
        .filter_map(|one| match &one.event {
            Event::LetterAccepted { letter, .. } => Some(*letter),
            _ => None,
        })
        .collect();
    let many = letters.len();
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), many, "no letter twice");
    let (code, said, wrong) = run(home.path(), &["verify"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    desk.store().close().await;
}
