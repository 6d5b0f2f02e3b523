//! A stay: nothing happens while it lasts, and what happened is taken back at once.

use crate::bench::{Bench, TestDesk, fresh};
use docket::case::Case;
use docket::customer::Asset;
use docket::decision::{Decision, DecisionStage};
use docket::instruction::Order;
use docket::people::Role;
use docket::refusal::Refusal;

#[tokio::test]
async fn what_is_stayed_does_not_happen_and_what_happened_is_taken_back() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(decision).await.effective.at;
        desk.stay(&cleo, decision).await.expect("one person is enough");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "stayed");
        assert_eq!(desk.refuses(desk.stay(&cleo, decision)).await, Refusal::NotStayable);
        desk.clock.set(effective);
        desk.round().await;
        desk.clock.advance_seconds(600);
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(decision).await.stage.word(), "stayed", "its hour passes in silence");
        assert!(desk.instructions(matter.case).await.is_empty());
        let end = |who| desk.end_stay(who, desk.new_command(), decision, "The court rejected the request.");
        assert_eq!(desk.refuses(end(&matter.ann)).await, Refusal::NotAllowed);
        let lee = fresh(&matter.lee, desk.now());
        end(&lee).await.expect("one person again");
        assert_eq!(desk.noun::<Decision>(decision).await.stage, DecisionStage::Missed { at: desk.now() });
        desk.withdraw_decision(&matter.lee, desk.new_command(), decision, "A new hour.").await.expect("withdrawn");

        let again = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(again).await.effective.at;
        desk.stay(&cleo, again).await.expect("stayed");
        let lee = fresh(&matter.lee, desk.now());
        desk.end_stay(&lee, desk.new_command(), again, "Agreed out of court.").await.expect("thawed in time");
        assert!(matches!(desk.noun::<Decision>(again).await.stage, DecisionStage::Approved { .. }));
        desk.clock.set(effective);
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(again).await.stage, DecisionStage::InForce { at: effective });

        desk.stay(&cleo, again).await.expect("also what is in force");
        desk.round().await;
        assert_eq!(desk.noun::<Asset>(matter.assets[0].id).await.suspended_by, None, "at once");
        let order = desk.instructions(matter.case).await.pop().expect("an instruction");
        assert_eq!((order.order, order.assets.len()), (Order::Reinstate, 3));
        assert!(desk.letters().iter().any(|letter| letter.subject.contains("is stayed")));
        let lee = fresh(&matter.lee, desk.now());
        desk.end_stay(&lee, desk.new_command(), again, "The court rejected the request.").await.expect("ended");
        desk.round().await;
        assert_eq!(desk.noun::<Asset>(matter.assets[0].id).await.suspended_by, Some(again));
        assert_eq!(desk.noun::<Decision>(again).await.stage, DecisionStage::InForce { at: effective });
        assert_eq!(desk.instructions(matter.case).await.pop().expect("an instruction").order, Order::Suspend);
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "in_force");
    })
    .await;
}
