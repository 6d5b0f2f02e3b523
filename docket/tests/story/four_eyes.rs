//! What burdens is decided by two, each of whom has just signed in, about exactly the same words.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::{decision_form, notice_form, suspension_in_an_hour};
use docket::decision::Decision;
use docket::decision::checks::Finding;
use docket::desk::decisions::DecisionForm;
use docket::people::Role;
use docket::refusal::Refusal;

#[tokio::test]
async fn who_proposes_never_approves() {
    Bench::each(async |desk: &mut TestDesk| {
        let mut matter = desk.matter().await;
        desk.overdue(&matter).await;
        // A lead may do both, but not about the same decision.
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        std::mem::swap(&mut matter.ann, &mut matter.lee);
        let form = suspension_in_an_hour(desk, &matter);
        let decision = desk.propose(&matter, &form).await.expect("a proposal");
        assert_eq!(desk.refuses(desk.approve(&matter.ann, &decision)).await, Refusal::OwnProposal);
        assert_eq!(
            desk.refuses(desk.approve(&matter.lee, &decision)).await,
            Refusal::NotAllowed,
            "an analyst approves nothing"
        );
        let (auditor, admin) =
            (desk.person("Otto Auditor", Role::Auditor).await, desk.person("Ada Admin", Role::Admin).await);
        for nobody in [&auditor, &admin] {
            assert_eq!(desk.refuses(desk.approve(nobody, &decision)).await, Refusal::NotAllowed);
        }
        desk.approve(&cleo, &decision).await.expect("an approval");
        assert_eq!(desk.refuses(desk.approve(&cleo, &decision)).await, Refusal::NotProposed, "once");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn an_approval_is_bound_to_the_words_and_to_a_sign_in_of_the_last_five_minutes() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let form = suspension_in_an_hour(desk, &matter);
        let stale = fresh(&matter.ann, desk.now().plus_micros(-300_000_001));
        let refusal = desk.refuses(desk.propose_decision(&stale, desk.new_command(), matter.case, &form)).await;
        assert_eq!(refusal, Refusal::FreshSignInNeeded);
        let decision = desk.propose(&matter, &form).await.expect("a proposal");

        let stale = fresh(&matter.lee, desk.now().plus_micros(-300_000_001));
        let (hash, handle) = (&decision.statement.hash, matter.customer.handle.as_str());
        assert_eq!(
            desk.refuses(desk.approve_decision(&stale, desk.new_command(), decision.id, hash, handle)).await,
            Refusal::FreshSignInNeeded
        );
        let lee = fresh(&matter.lee, desk.now());
        let other = "0".repeat(64);
        assert_eq!(
            desk.refuses(desk.approve_decision(&lee, desk.new_command(), decision.id, &other, handle)).await,
            Refusal::TextChanged
        );
        let refusal = desk.approve_decision(&lee, desk.new_command(), decision.id, hash, "somebody-else");
        assert!(matches!(desk.refuses(refusal).await, Refusal::Fields(_)), "the customer is named by whoever approves");
        let just = fresh(&matter.lee, desk.now().plus_seconds(-300));
        desk.approve_decision(&just, desk.new_command(), decision.id, hash, handle)
            .await
            .expect("five minutes are fresh");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn an_hour_that_has_passed_is_not_approved() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let form = suspension_in_an_hour(desk, &matter);
        let decision = desk.propose(&matter, &form).await.expect("a proposal");
        desk.clock.set(decision.effective.at);
        desk.round().await;
        assert_eq!(desk.refuses(desk.approve(&matter.lee, &decision)).await, Refusal::HourPassed);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::DecisionPending);
        desk.withdraw_decision(&matter.ann, desk.new_command(), decision.id, "The hour has passed.")
            .await
            .expect("withdrawn");
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal.problems()[0].field, "date", "nothing takes effect before it was decided");
    })
    .await;
}

#[tokio::test]
async fn without_a_notice_that_ran_out_nothing_is_switched_off() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::NoNotice]));
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let form = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::DeadlineRunning]));
        let form = DecisionForm { handle: "example".into(), assets: Vec::new(), facts: " ".into(), ..form };
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        let fields: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["assets", "facts", "handle"]);
        // A warning takes nothing away and may come while the notice runs. It waits for a second person all the same.
        let when = suspension_in_an_hour(desk, &matter);
        let warning =
            desk.propose(&matter, &decision_form(&matter, "warning", &when.date, &when.time)).await.expect("a warning");
        desk.approve(&matter.lee, &warning).await.expect("an approval");
        desk.clock.set(warning.effective.at);
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(warning.id).await.stage.word(), "in_force");
        assert!(desk.instructions(matter.case).await.is_empty(), "machines are told nothing");
        desk.pass_deadline(notice).await;
    })
    .await;
}

#[tokio::test]
async fn what_favours_needs_one_person_and_happens_at_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.send(&matter, &notice_form(&matter)).await;
        let plan = decision_form(&matter, "plan_accepted", "", "");
        let auditor = desk.person("Otto Auditor", Role::Auditor).await;
        let refusal = desk.refuses(desk.propose_decision(&auditor, desk.new_command(), matter.case, &plan)).await;
        assert_eq!(refusal, Refusal::NotAllowed);
        let (number, _) =
            desk.propose_decision(&matter.ann, desk.new_command(), matter.case, &plan).await.expect("a decision");
        let decision = desk.decision(matter.case, number).await;
        assert_eq!(decision.stage.word(), "in_force");
        assert_eq!(decision.effective.at, desk.now());
        desk.round().await;
        assert_eq!(desk.letters().len(), 2, "the customer is told");
    })
    .await;
}
