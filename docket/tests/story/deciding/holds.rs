//! Rule 11 as far as anything closes or ends yet, and what customers ask about their data.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::suspension_in_an_hour;
use docket::data_request::DataRequest;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::data_requests::{DataForm, SettleForm};
use docket::desk::decisions::DecisionForm;
use docket::desk::holds::HoldForm;
use docket::hold::Hold;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::store::deciding;

fn lawsuit(scope: &str) -> HoldForm {
    HoldForm {
        scope: scope.into(),
        matter: "Example Social v. Example Hosting".into(),
        reason: "They sued on 11 January.".into(),
    }
}

async fn hold(desk: &TestDesk, number: i64) -> Hold {
    let mut reader = desk.read().await.expect("a reader");
    deciding::hold_by_number(&mut reader.conn(), number).await.expect("a database").expect("the hold").noun
}

#[tokio::test]
async fn while_a_hold_stands_nothing_in_its_scope_is_closed_or_ended() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let place = |scope| {
            let form = lawsuit(scope);
            let (desk, cleo) = (&*desk, &cleo);
            async move { desk.place_hold(cleo, desk.new_command(), matter.case, &form).await }
        };
        assert_eq!(desk.refuses(place("everything")).await.problems()[0].field, "scope");
        let (number, _) = place("customer").await.expect("a hold");
        // It came after the approval, so nobody weighed it.
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        let stopped = DecisionStage::Stopped { at: desk.now(), findings: vec![Finding::HoldStands] };
        assert_eq!(desk.noun::<Decision>(decision).await.stage, stopped);
        desk.withdraw_decision(&matter.lee, desk.new_command(), decision, "The hold.").await.expect("withdrawn");
        let close = desk.close_case(&matter.ann, desk.new_command(), matter.case, None, "Done.");
        assert_eq!(desk.refuses(close).await, Refusal::HoldStands);
        let form = DecisionForm { outcome: "termination".into(), ..suspension_in_an_hour(desk, &matter) };
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::HoldStands]), "nothing ends for good");
        // A suspension proposed in knowledge of the hold keeps the data, so it can take effect.
        let weighed = desk.scheduled_suspension(&matter).await;
        desk.clock.set(desk.noun::<Decision>(weighed).await.effective.at);
        desk.round().await;
        assert!(desk.noun::<Decision>(weighed).await.stands());

        let id = hold(desk, number).await.id;
        let lee = fresh(&matter.lee, desk.now());
        assert_eq!(desk.refuses(desk.release_hold(&lee, desk.new_command(), id)).await, Refusal::HoldStands);
        desk.ask_release(&cleo, desk.new_command(), id, "They settled.").await.expect("the first");
        assert!(hold(desk, number).await.stands());
        let own = fresh(&cleo, desk.now());
        assert_eq!(desk.refuses(desk.release_hold(&own, desk.new_command(), id)).await, Refusal::OwnRelease);
        desk.release_hold(&lee, desk.new_command(), id).await.expect("the second");
        assert!(!hold(desk, number).await.stands());
        desk.close_case(&matter.ann, desk.new_command(), matter.case, None, "Done.").await.expect("closed");
    })
    .await;
}

#[tokio::test]
async fn a_customer_asks_for_a_copy_and_for_more_time() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.overdue(&matter).await;
        let form = DataForm {
            wanted: "longer".into(),
            reason: "Our new host needs six weeks.".into(),
            signer: "Amy Answerer".into(),
            authority: true,
            ..DataForm::default()
        };
        let early = desk.refuses(desk.ask_data(&token, desk.new_command(), &form, "")).await;
        assert_eq!(early, Refusal::NotFound("decision"), "nothing is off, so nothing is kept");
        let decision = desk.scheduled_suspension(&matter).await;
        let until = desk.noun::<Decision>(decision).await.preserve_until.expect("a window");
        desk.ask_data(&token, desk.new_command(), &form, "").await.expect("asked");
        let copy = DataForm { wanted: "copy".into(), ..form.clone() };
        desk.ask_data(&token, desk.new_command(), &copy, "").await.expect("asked");
        let asked: Vec<DataRequest> = {
            let mut reader = desk.read().await.expect("a reader");
            let all = deciding::data_requests_of(&mut reader.conn(), matter.case).await.expect("requests");
            all.into_iter().map(|held| held.noun).collect()
        };
        let longer = asked.iter().find(|one| one.wanted.word() == "longer").expect("the one");
        let other = asked.iter().find(|one| one.wanted.word() == "copy").expect("the other");
        let yes = SettleForm { granted: "yes".into(), words: "Six weeks more.".into(), until: "2026-03-20".into() };
        let settle = |id, form: SettleForm| {
            let (desk, ann) = (&*desk, &matter.ann);
            async move { desk.settle_data(ann, desk.new_command(), id, &form).await }
        };
        let refusal = desk.refuses(settle(longer.id, yes.clone())).await;
        assert_eq!(refusal.problems()[0].field, "until", "never shorter");
        settle(longer.id, SettleForm { until: "2026-05-20".into(), ..yes.clone() }).await.expect("granted");
        let kept = desk.noun::<Decision>(decision).await.preserve_until.expect("a window");
        assert!(kept > until && kept.date_text() == "2026-05-21", "the end of the customer's day: {kept:?}");
        settle(
            other.id,
            SettleForm { granted: "no".into(), words: "The disk is sealed.".into(), until: String::new() },
        )
        .await
        .expect("refused with its reason");
        let refusal = desk.refuses(settle(other.id, yes)).await;
        assert_eq!(refusal, Refusal::RequestAnswered);
        desk.round().await;
        assert!(desk.letters().iter().any(|letter| letter.text.contains("The disk is sealed.")));
    })
    .await;
}
