//! What everybody sees of the rounds: that none is made, that they were away, that the clock is in doubt.

use std::sync::Arc;

use axum::http::StatusCode;
use docket::desk::Desk;
use docket::entropy::SystemEntropy;
use docket::letters::Mailer;
use docket::people::Role;
use docket::rounds::Rounds;
use docket::settings::Settings;
use docket::time::{Moment, TestClock};

use crate::home::Home;
use crate::program::Serving;
use crate::site::{PASSWORD, Site, Visitor};

async fn round(site: &Site, rounds: &mut Rounds) {
    let mailer = Mailer::Folder(site.app.desk.settings().data.join("outbox"));
    rounds.make(&site.app.desk, &mailer).await.unwrap();
}

async fn send(site: &Site, who: &mut Visitor, path: &str) -> StatusCode {
    let command = site.app.desk.new_command().to_string();
    who.post(path, &[("command_id", &command)]).await.status
}

#[tokio::test]
async fn a_strip_says_that_no_round_is_made() {
    let site = Site::open().await;
    let mut ann = site.signed_in(Role::Analyst).await;
    let mut rounds = Rounds::default();
    round(&site, &mut rounds).await;
    site.clock.advance_seconds(30);
    assert!(!ann.get("/inbox").await.text.contains("class=\"strip"), "half a minute is no sign of anything");
    site.clock.advance_seconds(1);
    for path in ["/inbox", "/rounds", "/account"] {
        let seen = ann.get(path).await.text;
        assert!(seen.contains("No round was made since "), "{path}: {seen}");
        assert!(seen.contains("datetime=\"2021-01-10T12:00:00.000000Z\""), "{path}: since when");
    }
    round(&site, &mut rounds).await;
    assert!(!ann.get("/inbox").await.text.contains("class=\"strip"));
}

#[tokio::test]
async fn a_strip_says_from_when_to_when_the_rounds_were_away_until_somebody_has_looked() {
    let site = Site::open().await;
    round(&site, &mut Rounds::default()).await;
    site.clock.advance_seconds(40 * 60);
    round(&site, &mut Rounds::default()).await;
    let mut ann = site.signed_in(Role::Analyst).await;
    let mut admin = site.signed_in(Role::Admin).await;
    let strip = "No rounds were made from ";
    for who in [&mut ann, &mut admin] {
        let seen = who.get("/account").await.text;
        assert!(seen.contains(strip) && seen.contains("datetime=\"2021-01-10T12:40:00.000000Z\""), "{seen}");
    }
    assert!(!ann.get("/rounds").await.text.contains("action=\"/rounds/absence\""), "not hers to say");
    assert_eq!(send(&site, &mut ann, "/rounds/absence").await, StatusCode::FORBIDDEN);
    assert!(admin.get("/rounds").await.text.contains("action=\"/rounds/absence\""));
    assert_eq!(send(&site, &mut admin, "/rounds/absence").await, StatusCode::SEE_OTHER);
    assert!(!ann.get("/inbox").await.text.contains(strip));
    assert_eq!(send(&site, &mut admin, "/rounds/absence").await, StatusCode::UNPROCESSABLE_ENTITY, "once is enough");
    assert!(ann.get("/ledger").await.text.contains("looked at what waited"), "the record knows who looked");
}

/// Promised within five seconds of the start. It does not depend on how quickly a machine is: no round has to be made.
#[tokio::test]
async fn the_strip_is_there_before_the_first_round_of_a_server_that_comes_back() {
    let site = Site::open().await;
    round(&site, &mut Rounds::default()).await;
    site.clock.advance_seconds(40 * 60);
    let mut rounds = Rounds::of_a_server(true, false);
    rounds.arrive(&site.app.desk).await.unwrap();
    let away = site.app.desk.rounds_now().await.unwrap().unseen().unwrap();
    assert_eq!((away.to, away.to.minus(away.from)), (site.app.desk.now(), 40 * 60 * 1_000_000));
    let mut ann = site.signed_in(Role::Analyst).await;
    let seen = ann.get("/inbox").await.text;
    assert!(seen.contains("No rounds were made from ") && seen.contains("2021-01-10T12:40:00.000000Z"), "{seen}");
    site.clock.advance_seconds(2);
    round(&site, &mut rounds).await;
    assert_eq!(site.app.desk.rounds_now().await.unwrap().unseen(), Some(away), "and the first round finds no other");
}

/// The program itself, asked as soon as anybody can know that it is there.
#[tokio::test]
async fn a_server_that_listens_has_written_down_that_the_rounds_were_away() {
    let home = Home::new();
    let settings = Settings { data: home.path().into(), ..Settings::default() };
    let clock = TestClock::at("2021-01-11T07:49:59Z");
    let desk = Desk::new(home.store().await, Arc::new(clock.clone()), Arc::new(SystemEntropy), settings.clone());
    desk.found(false).await.unwrap();
    let mailer = Mailer::from_settings(&settings).unwrap();
    Rounds::default().make(&desk, &mailer).await.unwrap();
    clock.set(Moment::parse("2021-01-11T08:30:00Z").unwrap());
    let file = home.path().join("clock");
    std::fs::write(&file, desk.now().rfc3339()).unwrap();
    let mut serving = Serving::staged(home.path(), &file, &[]);
    while !serving.line().starts_with("Due Notice listens") {}
    let away = desk.rounds_now().await.unwrap().unseen().unwrap();
    assert_eq!((away.from.rfc3339().as_str(), away.to), ("2021-01-11T07:49:59.000000Z", desk.now()));
    drop(serving);
    desk.store().close().await;
}

#[tokio::test]
async fn a_strip_says_that_the_clock_is_in_doubt_until_a_person_finds_it_right() {
    let site = Site::open().await;
    let mut lead = site.signed_in(Role::Lead).await;
    let mut rounds = Rounds::default();
    round(&site, &mut rounds).await;
    assert_eq!(send(&site, &mut lead, "/rounds/clock").await, StatusCode::UNPROCESSABLE_ENTITY, "there is no doubt");
    site.clock.jump_seconds(3600);
    round(&site, &mut rounds).await;
    // An hour on the clock ends every session, whether or not it passed.
    let mut ann = site.signed_in(Role::Analyst).await;
    lead.sign_in(Role::Lead, PASSWORD).await;
    let strip = "The clock went forward by 1 h 00 min that did not pass.";
    for path in ["/inbox", "/rounds"] {
        let seen = ann.get(path).await.text;
        assert!(seen.contains(strip), "{path}: {seen}");
    }
    assert!(!ann.get("/rounds").await.text.contains("action=\"/rounds/clock\""));
    assert_eq!(send(&site, &mut ann, "/rounds/clock").await, StatusCode::FORBIDDEN);
    assert!(lead.get("/rounds").await.text.contains("action=\"/rounds/clock\""));
    assert_eq!(send(&site, &mut lead, "/rounds/clock").await, StatusCode::SEE_OTHER);
    assert!(!ann.get("/inbox").await.text.contains(strip));
}
