//! Termination, and the way back from less: conditions ticked one by one.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::{decision_form, suspension_in_an_hour};
use docket::customer::Asset;
use docket::decision::{Decision, DecisionStage};
use docket::desk::Who;
use docket::desk::decisions::DecisionForm;
use docket::instruction::Order;
use docket::people::Role;
use docket::refusal::Refusal;

/// How much waits for the approval of this very person: the count of the bar, and the list that it leads to.
async fn waits(desk: &TestDesk, who: &Who) -> i64 {
    let counted = desk.counts_for(Some(who.person.id)).await.expect("counts").approvals;
    let listed = desk.decisions_to_approve(who).await.expect("a list").rows.len();
    assert_eq!(counted, listed as i64);
    counted
}

#[tokio::test]
async fn a_proposal_waits_for_everybody_who_may_approve_but_whoever_proposed_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let mut matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        assert_eq!(desk.counts().await.expect("counts").approvals, 0);
        desk.overdue(&matter).await;
        std::mem::swap(&mut matter.ann, &mut matter.lee);
        let form = suspension_in_an_hour(desk, &matter);
        let decision = desk.propose(&matter, &form).await.expect("a proposal of a lead");
        assert_eq!([waits(desk, &matter.ann).await, waits(desk, &cleo).await], [0, 1]);
        assert_eq!(desk.refuses(desk.decisions_to_approve(&matter.lee)).await, Refusal::NotAllowed, "an analyst");
        desk.approve(&cleo, &decision).await.expect("an approval");
        assert_eq!(waits(desk, &cleo).await, 0);
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_termination_needs_two_persons_beside_its_proposer() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        let suspension = desk.suspended(&matter).await;

        let form = DecisionForm { outcome: "termination".into(), ..suspension_in_an_hour(desk, &matter) };
        let part = DecisionForm { assets: form.assets[1..].to_vec(), ..form.clone() };
        let refusal = desk.refuses(desk.propose(&matter, &part)).await;
        assert_eq!(refusal.problems()[0].field, "assets", "the whole account or nothing");
        let unsaid = DecisionForm { meaning: String::new(), ..form.clone() };
        let refusal = desk.refuses(desk.propose(&matter, &unsaid)).await;
        assert_eq!(refusal.problems()[0].field, "meaning", "what it means for the customer");
        let back = DecisionForm { conditions: "Pay.".into(), ..form.clone() };
        assert_eq!(desk.refuses(desk.propose(&matter, &back)).await.problems()[0].field, "conditions");

        let decision = desk.propose(&matter, &form).await.expect("what is off already can be ended for good");
        assert!(decision.statement.text.show().contains("What this means for you:\nNothing of the account"));
        assert_eq!([waits(desk, &matter.lee).await, waits(desk, &cleo).await], [1, 1], "either may begin");
        desk.approve(&matter.lee, &decision).await.expect("the first of two");
        assert_eq!([waits(desk, &matter.lee).await, waits(desk, &cleo).await], [0, 1], "it waits for the second");
        let once: Decision = desk.noun(decision.id).await;
        assert_eq!(once.stage, DecisionStage::Proposed, "one is not enough");
        assert_eq!(desk.refuses(desk.approve(&matter.lee, &decision)).await, Refusal::ApprovedAlready);
        desk.approve(&cleo, &decision).await.expect("the second");
        desk.round().await;
        desk.clock.set(decision.effective.at);
        desk.round().await;

        let ended: Decision = desk.noun(decision.id).await;
        assert_eq!(ended.stage, DecisionStage::InForce { at: desk.now() });
        assert!(matches!(
            desk.noun::<Decision>(suspension.id).await.stage,
            DecisionStage::Lifted { by, .. } if by == decision.id
        ));
        for asset in &matter.assets {
            assert_eq!(desk.noun::<Asset>(asset.id).await.suspended_by, Some(decision.id));
        }
        assert_eq!(desk.instructions(matter.case).await.last().expect("an order").order, Order::Terminate);

        // Also this can be lifted, by one person and at once.
        let lift = DecisionForm { lifts: decision.id.to_string(), ..decision_form(&matter, "reinstatement", "", "") };
        desk.propose(&matter, &lift).await.expect("what favours");
        desk.round().await;
        assert_eq!(desk.noun::<Asset>(matter.assets[0].id).await.suspended_by, None);
    })
    .await;
}

#[tokio::test]
async fn conditions_are_ticked_one_by_one() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let form = DecisionForm {
            conditions: "1. The posts are gone.\n\n2) Somebody reads reports day and night.".into(),
            ..suspension_in_an_hour(desk, &matter)
        };
        let decision = desk.propose(&matter, &form).await.expect("a proposal");
        let named: Vec<&str> = decision.conditions().iter().map(|one| one.text.show()).collect();
        assert_eq!(named, ["The posts are gone.", "Somebody reads reports day and night."]);
        assert!(decision.statement.text.show().contains("when each of these is so:\n1. The posts are gone."));
        desk.approve(&matter.lee, &decision).await.expect("an approval");
        desk.round().await;
        let tick = |number| desk.meet_condition(&matter.ann, desk.new_command(), decision.id, number, "Seen.", &[]);
        assert_eq!(desk.refuses(tick(1)).await, Refusal::NotInForce, "nothing to come back from yet");
        desk.clock.set(decision.effective.at);
        desk.round().await;
        let tick = |number| desk.meet_condition(&matter.ann, desk.new_command(), decision.id, number, "Seen.", &[]);
        tick(2).await.expect("in any order");
        assert_eq!(desk.refuses(tick(2)).await.problems()[0].field, "how_2", "once");
        assert_eq!(desk.refuses(tick(3)).await, Refusal::NotFound("condition"));
        let one: Decision = desk.noun(decision.id).await;
        assert!(one.weighed.as_ref().is_some_and(|weighed| !weighed.is_met() && weighed.open() == 1));
        tick(1).await.expect("the last");
        let all: Decision = desk.noun(decision.id).await;
        assert!(all.weighed.as_ref().is_some_and(|weighed| weighed.is_met()));
        let met = all.conditions()[0].met.as_ref().expect("met");
        assert_eq!((met.by, met.at), (matter.ann.person.id, desk.now()));
        let auditor = desk.person("Otto Auditor", Role::Auditor).await;
        let who = fresh(&auditor, desk.now());
        let refusal = desk.refuses(desk.meet_condition(&who, desk.new_command(), decision.id, 1, "x", &[])).await;
        assert_eq!(refusal, Refusal::NotAllowed);
    })
    .await;
}
