//! Somebody sets the clock: nothing is early, nothing happens twice, and what burdens waits until a person has looked.

use super::Server;
use crate::bench::{Bench, TestDesk};
use crate::hands::{notice_form, suspension_in_an_hour};
use docket::decision::missed::MissedWhy;
use docket::decision::{Decision, DecisionStage};
use docket::notice::Notice;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::rounds::Rounds;
use docket::watch::Doubt;

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;
const TEN_YEARS: i64 = 3653 * DAY;

#[tokio::test]
async fn a_clock_that_jumps_fires_nothing_early_and_nothing_twice() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let mut doubts = 0;
        for jump in [-HOUR, HOUR, DAY, 2 * DAY, TEN_YEARS] {
            desk.clock.advance_seconds(60);
            desk.round().await;
            let before = desk.traces().await;
            desk.clock.jump_seconds(jump);
            desk.deadline_due(notice).await.expect("nothing");
            assert_eq!(before, desk.traces().await, "not even in the round that was under way: {jump}");
            for _ in 0..3 {
                desk.round().await;
                desk.clock.advance_seconds(1);
            }
            doubts += 1;
            assert_eq!(desk.count("clock_doubted").await, doubts, "said once: {jump}");
            let (_, doubt) = desk.rounds_now().await.expect("a database").doubt.expect("a doubt");
            let seconds = jump.abs();
            let expected = if jump < 0 { Doubt::Back { seconds } } else { Doubt::Forward { seconds } };
            assert_eq!(doubt, expected);
            assert_eq!(desk.count("deadline_passed").await, 0, "not early: {jump}");

            // Somebody sets it right. It is a person who says so.
            desk.clock.jump_seconds(-jump);
            desk.round().await;
            assert!(desk.rounds_now().await.expect("a database").doubt.is_some(), "no machine knows: {jump}");
            let refusal = desk.refuses(desk.trust_clock(&matter.ann, desk.new_command())).await;
            assert_eq!(refusal, Refusal::NotAllowed);
            desk.trust_clock(&matter.lee, desk.new_command()).await.expect("looked at");
            desk.round().await;
            assert_eq!(desk.rounds_now().await.expect("a database").doubt, None);
        }
        let deadline = desk.noun::<Notice>(notice).await.deadline.at;
        desk.clock.set(deadline.plus_micros(-1));
        desk.round().await;
        assert_eq!(desk.count("deadline_passed").await, 0, "not one microsecond early");
        desk.clock.set(deadline);
        desk.round().await;
        desk.round().await;
        assert_eq!(desk.count("deadline_passed").await, 1, "and once");
    })
    .await;
}

#[tokio::test]
async fn ten_jumps_back_and_forth_are_one_doubt() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let decision = desk.propose(&matter, &suspension_in_an_hour(desk, &matter)).await.expect("a proposal");
        desk.approve(&matter.lee, &decision).await.expect("an approval");
        desk.round().await;
        for number in 0..10_i64 {
            desk.clock.jump_seconds(if number % 2 == 0 { 3 * HOUR } else { -3 * HOUR });
            desk.round().await;
            desk.clock.advance_seconds(30);
            desk.round().await;
        }
        assert_eq!(desk.count("clock_doubted").await, 1);
        desk.trust_clock(&matter.lee, desk.new_command()).await.expect("looked at");
        desk.round().await;
        assert!(desk.noun::<Decision>(decision.id).await.approved_by().is_some(), "it waits for its hour");
        desk.clock.set(decision.effective.at);
        desk.round().await;
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(decision.id).await.stage, DecisionStage::InForce { at: desk.now() });
        assert_eq!(desk.count("decision_took_effect").await, 1);
    })
    .await;
}

/// The clock had been slow, and somebody set it right: an hour of everybody's has passed all at once.
#[tokio::test]
async fn what_became_due_while_the_clock_was_in_doubt_is_missed() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        desk.clock.jump_seconds(2 * HOUR);
        let since = desk.now();
        let reporter = docket::desk::complaints::ComplaintForm {
            locations: "https://example-social.example/post/9".into(),
            category: "violence".into(),
            description: "Calls for violence.".into(),
            reporter_name: "Rita Reporter".into(),
            reporter_email: "rita@reports.example".into(),
            good_faith: true,
            ..Default::default()
        };
        let actor = docket::people::Actor::Reporter;
        desk.log_complaint(actor, None, desk.new_command(), &reporter, &[]).await.expect("a complaint");
        desk.round().await;
        assert!(desk.queued_letters(9).await.expect("letters").is_empty(), "receipts leave all the same");
        assert!(desk.noun::<Decision>(decision).await.approved_by().is_some(), "and nothing burdens");
        desk.clock.advance_seconds(600);
        desk.trust_clock(&matter.lee, desk.new_command()).await.expect("it is right now");
        desk.round().await;
        let noun: Decision = desk.noun(decision).await;
        assert_eq!(noun.stage, DecisionStage::Missed { at: desk.now() });
        assert_eq!(noun.missed, Some(MissedWhy::Clock { from: since, to: desk.now() }));
        let refusal = desk.refuses(desk.trust_clock(&matter.lee, desk.new_command())).await;
        assert_eq!(refusal, Refusal::ClockNotInDoubt);
    })
    .await;
}

/// A clock that is led to the right time is not one that jumps, and a second or two are none either.
#[tokio::test]
async fn a_clock_that_is_led_gently_is_not_doubted() {
    Bench::each(async |desk: &mut TestDesk| {
        for jump in [2, -1, 60, 120] {
            desk.round().await;
            desk.clock.jump_seconds(jump);
            desk.round().await;
            desk.clock.advance_seconds(1);
        }
        assert_eq!(desk.count("clock_doubted").await, 0);
        desk.clock.jump_seconds(180);
        desk.round().await;
        assert_eq!(desk.count("clock_doubted").await, 1, "but many small steps are one large one");
    })
    .await;
}

#[tokio::test]
async fn servers_whose_clocks_differ_are_doubted() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        desk.round().await;
        let mut ahead = Server::beside(desk, 2);
        ahead.clock.advance_seconds(4);
        ahead.round().await;
        desk.round().await;
        assert_eq!(desk.count("clock_doubted").await, 0);
        ahead.clock.advance_seconds(60);
        ahead.round().await;
        desk.round().await;
        assert_eq!(desk.count("clock_doubted").await, 1);
        desk.clock.set(ahead.desk.now());
        desk.trust_clock(&lee, desk.new_command()).await.expect("set right");
        desk.round().await;
        ahead.round().await;
        assert_eq!(desk.count("clock_doubted").await, 1);
    })
    .await;
}

/// The database's own machine has a clock as well. This one shows another year.
#[tokio::test]
async fn a_clock_far_from_the_database_s_is_doubted() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let mut server = Server::with(desk, 2, desk.settings().clone(), Rounds::of_a_server(false, true));
        server.round().await;
        let doubt = desk.rounds_now().await.expect("a database").doubt;
        // SQLite has no clock but ours.
        assert_eq!(matches!(doubt, Some((_, Doubt::Apart { .. }))), desk.is_postgres(), "{doubt:?}");
    })
    .await;
}

/// Every instant was passed already: the clock comes by it again, or runs far ahead of what is still to come.
#[tokio::test]
async fn a_clock_that_comes_by_an_hour_again_does_nothing_twice_and_ends_no_preservation() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        let kinds = [
            "notice_sent",
            "deadline_passed",
            "decision_took_effect",
            "instruction_issued",
            "letter_queued",
            "letter_accepted",
            "preservation_watched",
        ];
        let counts = async |desk: &TestDesk| {
            let mut counts = Vec::new();
            for kind in kinds {
                counts.push((kind, desk.count(kind).await));
            }
            counts
        };
        desk.clock.advance_seconds(60);
        desk.round().await;
        let before = counts(desk).await;
        for jump in [-HOUR, -DAY, HOUR, DAY, TEN_YEARS, -TEN_YEARS] {
            desk.clock.jump_seconds(jump);
            for _ in 0..3 {
                desk.round().await;
                desk.clock.advance_seconds(1);
            }
            desk.clock.jump_seconds(-jump);
            desk.round().await;
            desk.trust_clock(&matter.lee, desk.new_command()).await.expect("looked at");
            desk.round().await;
            assert_eq!(counts(desk).await, before, "{jump}");
        }
        let until = desk.noun::<Decision>(decision).await.preserve_until.expect("kept for a while");
        desk.clock.set(until);
        desk.round().await;
        assert!(desk.count("preservation_watched").await > before[6].1, "at its own hour somebody is asked");
    })
    .await;
}
