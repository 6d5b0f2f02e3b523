//! What everybody sees of the rounds: that none is made, that they were away, that the clock is in doubt.

use axum::http::StatusCode;
use docket::letters::Mailer;
use docket::people::Role;
use docket::rounds::Rounds;

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
