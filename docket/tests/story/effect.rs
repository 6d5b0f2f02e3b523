//! The hour itself: never early, never late without a person, and everything asked once more.

use crate::bench::{Bench, TestDesk};
use crate::hands::{decision_form, notice_form, suspension_in_an_hour};
use crate::notices::broken;
use docket::case::Case;
use docket::customer::Asset;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::Desk;
use docket::desk::decisions::DecisionForm;
use docket::instruction::Order;
use docket::notice::Notice;
use docket::refusal::Refusal;
use docket::rounds::Rounds;

#[tokio::test]
async fn a_suspension_that_was_missed_waits_for_a_person() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(decision).await.effective.at;
        // The server was down over the hour.
        desk.clock.set(effective.plus_micros(60_000_001));
        desk.restart();
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(decision).await.stage, DecisionStage::Missed { at: desk.now() });
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "needs_person");
        desk.clock.advance_seconds(86_400);
        desk.round().await;
        assert!(desk.instructions(matter.case).await.is_empty(), "never by itself");

        desk.withdraw_decision(&matter.lee, desk.new_command(), decision, "The server was down.")
            .await
            .expect("withdrawn");
        let again = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(again).await.effective.at;
        desk.clock.set(effective.plus_seconds(60));
        desk.round().await;
        assert_eq!(
            desk.noun::<Decision>(again).await.stage,
            DecisionStage::InForce { at: desk.now() },
            "a minute late is on time"
        );
    })
    .await;
}

#[tokio::test]
async fn reasons_that_did_not_arrive_stop_the_act() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let works = desk.mailer.clone();
        desk.mailer = broken(desk);
        let decision = desk.scheduled_suspension(&matter).await;
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        let findings = vec![Finding::StatementUndelivered];
        assert_eq!(desk.noun::<Decision>(decision).await.stage, DecisionStage::Stopped { at: desk.now(), findings });
        desk.mailer = works;
        desk.clock.advance_seconds(3600);
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn an_asset_that_went_to_somebody_else_is_not_switched_off() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let asset = matter.assets.iter().find(|asset| asset.value == "192.0.2.0/26").expect("the prefix");
        desk.release_asset(&matter.lee, desk.new_command(), asset.id).await.expect("given back");
        desk.add("next-tenant", "owner@next.example", "192.0.2.0/26", "").await;
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        assert_eq!(
            desk.noun::<Decision>(decision).await.stage,
            DecisionStage::Stopped { at: desk.now(), findings: vec![Finding::AssetGone] }
        );
    })
    .await;
}

#[tokio::test]
async fn each_decision_is_lifted_by_itself() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let mut part = suspension_in_an_hour(desk, &matter);
        part.outcome = "partial_suspension".into();
        let all = desk.refuses(desk.propose(&matter, &part)).await;
        assert_eq!(all.problems()[0].field, "assets", "all is not a part");
        part.assets.truncate(1);
        let first = desk.propose(&matter, &part).await.expect("a proposal");
        desk.approve(&matter.lee, &first).await.expect("an approval");
        desk.clock.set(first.effective.at);
        desk.round().await;

        let everything = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &everything)).await;
        assert_eq!(refusal.problems()[0].field, "assets", "{refusal:?}");
        let rest =
            DecisionForm { assets: everything.assets[1..].to_vec(), whole_reason: String::new(), ..everything.clone() };
        let refusal = desk.refuses(desk.propose(&matter, &rest)).await;
        assert_eq!(refusal.problems()[0].field, "whole_reason", "with what is off already it is the whole account");
        let rest = DecisionForm { whole_reason: everything.whole_reason, ..rest };
        let second = desk.propose(&matter, &rest).await.expect("a proposal");
        desk.approve(&matter.lee, &second).await.expect("an approval");
        desk.clock.set(second.effective.at);
        desk.round().await;

        let case: Case = desk.noun(matter.case).await;
        assert_eq!(case.stage.word(), "in_force");
        desk.close_case(&matter.lee, desk.new_command(), matter.case, None, "Nothing more to do.")
            .await
            .expect("closed");
        let refusal = desk.refuses(desk.propose(&matter, &suspension_in_an_hour(desk, &matter))).await;
        assert_eq!(refusal, Refusal::CaseClosed);
        let lift = DecisionForm { lifts: first.id.to_string(), ..decision_form(&matter, "reinstatement", "", "") };
        desk.propose(&matter, &lift).await.expect("what favours is never too late");
        desk.round().await;
        assert_eq!(desk.noun::<Asset>(matter.assets[0].id).await.suspended_by, None);
        assert_eq!(
            desk.noun::<Asset>(matter.assets[1].id).await.suspended_by,
            Some(second.id),
            "the other one still stands"
        );
        let orders = desk.instructions(matter.case).await;
        let last = orders.last().expect("an instruction");
        assert_eq!((last.order, last.assets.len()), (Order::Reinstate, 1));
        let refusal = desk.refuses(desk.propose(&matter, &lift)).await;
        assert_eq!(refusal.problems()[0].field, "lifts", "lifted once");
    })
    .await;
}

/// Timers are a hint. What they fire asks for itself whether its hour has come.
#[tokio::test]
async fn who_fires_early_or_twice_changes_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = notice_form(&matter);
        let (notice, _) =
            desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await.expect("a notice");
        let before = desk.traces().await;
        desk.send_due_notice(notice).await.expect("nothing");
        desk.deadline_due(notice).await.expect("nothing");
        assert_eq!(before, desk.traces().await, "its minute has not passed");
        desk.clock.advance_seconds(60);
        desk.round().await;
        let before = desk.traces().await;
        desk.send_due_notice(notice).await.expect("nothing");
        desk.deadline_due(notice).await.expect("nothing");
        assert_eq!(before, desk.traces().await, "it has left, and its deadline has not passed");
        desk.pass_deadline(notice).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let before = desk.traces().await;
        desk.deadline_due(notice).await.expect("nothing");
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at.plus_micros(-1));
        desk.decision_due(decision).await.expect("nothing");
        assert_eq!(before, desk.traces().await, "not one microsecond early");
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.decision_due(decision).await.expect("in force");
        let before = desk.traces().await;
        desk.decision_due(decision).await.expect("nothing");
        assert_eq!(before, desk.traces().await, "once");
    })
    .await;
}

/// Two servers on one database make their rounds at the same instant.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_do_everything_once() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = notice_form(&matter);
        let (notice, _) =
            desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await.expect("a notice");
        let servers = &mut [Rounds::default(), Rounds::default()];
        desk.clock.advance_seconds(60);
        both_round(desk, servers).await;
        desk.clock.set(desk.noun::<Notice>(notice).await.deadline.at);
        both_round(desk, servers).await;
        let decision = desk.propose(&matter, &suspension_in_an_hour(desk, &matter)).await.expect("a proposal");
        desk.approve(&matter.lee, &decision).await.expect("an approval");
        both_round(desk, servers).await;
        desk.clock.set(decision.effective.at);
        both_round(desk, servers).await;
        for (kind, count) in [
            ("notice_sent", 1),
            ("deadline_passed", 1),
            ("letter_queued", 2),
            ("letter_accepted", 2),
            ("decision_took_effect", 1),
            ("instruction_issued", 1),
        ] {
            assert_eq!(desk.count(kind).await, count, "{kind}");
        }
        assert_eq!(desk.letters().len(), 2);
    })
    .await;
}

pub async fn both_round(desk: &TestDesk, servers: &mut [Rounds; 2]) {
    let mut rounds = tokio::task::JoinSet::new();
    for (which, server) in servers.iter_mut().enumerate() {
        let (desk, mailer): (Desk, _) = (Desk::clone(desk), desk.mailer.clone());
        let mut server = std::mem::take(server);
        rounds.spawn(async move {
            for _ in 0..3 {
                server.make(&desk, &mailer).await.expect("a round");
            }
            (which, server)
        });
    }
    while let Some(done) = rounds.join_next().await {
        let (which, server) = done.expect("a server");
        servers[which] = server;
    }
}
