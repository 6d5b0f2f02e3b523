//! Rule 10: an appeal is decided, with reasons, by someone who neither proposed nor approved.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::Matter;
use docket::appeal::Appeal;
use docket::case::Case;
use docket::complaint::Complaint;
use docket::confirmation::Confirmation;
use docket::customer::Asset;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::appeals::{AppealForm, RecordedAppeal, VerdictOnAppeal};
use docket::desk::complaints::Upload;
use docket::desk::{Done, Who};
use docket::id::AppealId;
use docket::instruction::Order;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::store::deciding;
use docket::words::Language;

pub fn objection() -> AppealForm {
    AppealForm {
        grounds: "The posts were gone before the deadline; your page still showed a copy.".into(),
        signer: "Amy Answerer".into(),
        authority: true,
        ..AppealForm::default()
    }
}

pub async fn filed(desk: &TestDesk, matter: &Matter) -> Appeal {
    let mut reader = desk.read().await.expect("a reader");
    let mut all = deciding::appeals_of(&mut reader.conn(), matter.case).await.expect("appeals");
    all.pop().expect("an appeal").noun
}

async fn decide(desk: &TestDesk, who: &Who, appeal: AppealId, verdict: &str, assets: &[&Asset]) -> Done<()> {
    let form = VerdictOnAppeal {
        verdict: verdict.into(),
        reasons: "The copy was ours. We looked at the pages themselves again.".into(),
        assets: assets.iter().map(|asset| asset.id.to_string()).collect(),
    };
    desk.decide_appeal(&fresh(who, desk.now()), desk.new_command(), appeal, &form).await.map(drop)
}

#[tokio::test]
async fn an_appeal_is_decided_by_somebody_who_had_no_part_in_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        let otto = desk.person("Otto Auditor", Role::Auditor).await;
        let decision = desk.suspended(&matter).await;
        let token = desk.letters().iter().find_map(crate::hands::Mail::token).expect("a link");
        let unsigned = AppealForm { authority: false, grounds: String::new(), ..objection() };
        let refusal = desk.refuses(desk.file_appeal(&token, desk.new_command(), &unsigned, &[], "203.0.113.9")).await;
        let fields: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["grounds", "authority"]);
        let proof = [Upload { name: "page.txt".into(), media_type: "text/plain".into(), bytes: b"gone".to_vec() }];
        let command = desk.new_command();
        let (receipt, _) =
            desk.file_appeal(&token, command, &objection(), &proof, "203.0.113.9").await.expect("an appeal");
        let (again, twice) =
            desk.file_appeal(&token, command, &objection(), &proof, "203.0.113.9").await.expect("the same");
        assert!(again == receipt && twice.repeated);
        desk.round().await;
        assert!(desk.letters().iter().any(|letter| letter.text.contains(&format!("Receipt {receipt}"))));

        let appeal = filed(desk, &matter).await;
        assert_eq!(appeal.due, desk.now().plus_seconds(14 * 86_400));
        assert_eq!(appeal.files.len(), 1);
        let assign = |to: &Who| desk.assign_appeal(&cleo, desk.new_command(), appeal.id, to.person.id);
        assert_eq!(desk.refuses(assign(&matter.ann)).await, Refusal::NotImpartial, "she proposed");
        assert_eq!(desk.refuses(assign(&matter.lee)).await, Refusal::NotImpartial, "he approved");
        assert_eq!(desk.refuses(assign(&otto)).await.problems()[0].field, "to", "an auditor decides nothing");
        assert_eq!(desk.refuses(decide(desk, &cleo, appeal.id, "lifted", &[])).await, Refusal::NotAssigned);
        assert_eq!(desk.refuses(decide(desk, &matter.lee, appeal.id, "upheld", &[])).await, Refusal::NotImpartial);
        assign(&cleo).await.expect("somebody else");

        // They talk: our turn leaves as a letter, theirs comes by the link.
        desk.write_about_appeal(&cleo, desk.new_command(), appeal.id, "Since when were they gone?")
            .await
            .expect("ours");
        desk.add_to_appeal(&token, desk.new_command(), &receipt, "Since noon.", Language::En, &[])
            .await
            .expect("theirs");
        desk.round().await;
        assert!(desk.letters().iter().any(|letter| letter.text.contains("Since when were they gone?")));
        let sheet =
            desk.notice_sheet(desk.open_link(&token).await.expect("a link"), Language::En).await.expect("a page");
        assert_eq!(sheet.later.appeals[0].turns.len(), 2);
        assert!(!format!("{sheet:?}").contains("Cleo"), "no name of the team");

        decide(desk, &cleo, appeal.id, "lifted", &[]).await.expect("decided");
        desk.round().await;
        let lifted: Decision = desk.noun(decision.id).await;
        assert!(matches!(lifted.stage, DecisionStage::Overturned { appeal: id, .. } if id == appeal.id));
        for asset in &matter.assets {
            assert_eq!(desk.noun::<Asset>(asset.id).await.suspended_by, None, "at once");
        }
        let order = desk.instructions(matter.case).await.pop().expect("an instruction");
        assert_eq!((order.order, order.assets.len()), (Order::Reinstate, 3));
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue", "with what still holds");
        assert_eq!(desk.refuses(decide(desk, &cleo, appeal.id, "upheld", &[])).await, Refusal::AppealDecided);
        let late = desk.refuses(desk.add_to_appeal(&token, desk.new_command(), &receipt, "x", Language::En, &[])).await;
        assert_eq!(late, Refusal::AppealDecided);
    })
    .await;
}

#[tokio::test]
async fn an_appeal_stops_what_has_not_taken_effect() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        let (_, token) = desk.overdue(&matter).await;
        let early = desk.refuses(desk.file_appeal(&token, desk.new_command(), &objection(), &[], "")).await;
        assert_eq!(early.problems()[0].field, "decision", "nothing was decided");
        let decision = desk.scheduled_suspension(&matter).await;
        desk.file_appeal(&token, desk.new_command(), &objection(), &[], "").await.expect("an appeal");
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        let stopped = DecisionStage::Stopped { at: desk.now(), findings: vec![Finding::AppealWaiting] };
        assert_eq!(desk.noun::<Decision>(decision).await.stage, stopped);
        assert_eq!(
            desk.refuses(desk.close_case(&matter.ann, desk.new_command(), matter.case, None, "Done.")).await,
            Refusal::DecisionPending
        );
        let appeal = filed(desk, &matter).await;
        desk.assign_appeal(&cleo, desk.new_command(), appeal.id, cleo.person.id).await.expect("taken");
        decide(desk, &cleo, appeal.id, "lifted", &[]).await.expect("decided");
        desk.round().await;
        assert!(matches!(desk.noun::<Decision>(decision).await.stage, DecisionStage::Overturned { .. }));
        assert!(desk.instructions(matter.case).await.is_empty(), "nothing was ever switched");
    })
    .await;
}

#[tokio::test]
async fn an_appeal_can_change_a_decision_and_leave_the_rest() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        let decision = desk.suspended(&matter).await;
        let recorded = RecordedAppeal {
            grounds: "They rang: the machine has nothing to do with it.".into(),
            signer: "Amy Answerer".into(),
            received_on: "2026-03-05".into(),
            files: Vec::new(),
        };
        desk.record_appeal(&matter.ann, desk.new_command(), decision.id, &recorded, &[]).await.expect("written down");
        let appeal = filed(desk, &matter).await;
        assert_eq!(appeal.filed_at.date_text(), "2026-03-05", "it counts from when it came");
        desk.assign_appeal(&cleo, desk.new_command(), appeal.id, cleo.person.id).await.expect("taken");
        let all: Vec<&Asset> = matter.assets.iter().collect();
        for wrong in [&[][..], &all] {
            let refusal = desk.refuses(decide(desk, &cleo, appeal.id, "changed", wrong)).await;
            assert_eq!(refusal.problems()[0].field, "assets");
        }
        decide(desk, &cleo, appeal.id, "changed", &all[..1]).await.expect("decided");
        desk.round().await;
        let changed: Decision = desk.noun(decision.id).await;
        assert!(changed.stands() && changed.touched().count() == 2);
        assert_eq!(desk.noun::<Asset>(all[0].id).await.suspended_by, None);
        assert_eq!(desk.noun::<Asset>(all[1].id).await.suspended_by, Some(decision.id));
        let order = desk.instructions(matter.case).await.pop().expect("an instruction");
        assert_eq!((order.order, order.assets.as_slice()), (Order::Reinstate, &[all[0].value.clone()][..]));
    })
    .await;
}

#[tokio::test]
async fn the_time_to_appeal_ends() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let decision = desk.suspended(&matter).await;
        let until = decision.weighed.as_ref().expect("weighed").appeal_until;
        assert_eq!(until.date_text(), "2026-09-05", "six calendar months after the effect");
        let token = desk.letters().iter().find_map(crate::hands::Mail::token).expect("a link");
        desk.clock.set(until.plus_micros(-1));
        desk.open_link(&token).await.expect("the link lives as long as the time to appeal");
        assert_eq!(desk.can_be_appealed(matter.case).await.expect("decisions").len(), 1);
        desk.clock.set(until);
        let refusal = desk.refuses(desk.file_appeal(&token, desk.new_command(), &objection(), &[], "")).await;
        assert_eq!(refusal.problems()[0].field, "decision");
        // Nobody of the reporters is named to the customer by any of this.
        let complaint: Complaint = desk.noun(desk.complaint(&matter.ann, "https://a.example/").await.complaint).await;
        assert!(complaint.number > 0);
    })
    .await;
}

#[tokio::test]
async fn an_appeal_by_link_is_the_customer_s_once_its_code_came_back() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.suspended(&matter).await;
        let token = desk.letters().iter().find_map(crate::hands::Mail::token).expect("a link");
        let file = async |desk: &TestDesk| {
            desk.file_appeal(&token, desk.new_command(), &objection(), &[], "203.0.113.9").await.expect("an appeal").0
        };
        let receipt = file(desk).await;
        desk.round().await;
        let waiting = filed(desk, &matter).await;
        assert!(waiting.is_unconfirmed() && waiting.is_waiting(), "it counts from now, and is marked");
        assert_eq!(waiting.filed_at, desk.now());
        desk.type_digits(&token, &receipt).await.expect("the code");
        let proof = filed(desk, &matter).await.confirmation;
        assert_eq!(proof, Some(Confirmation::ByCode { at: desk.now() }));
        assert_eq!(desk.refuses(desk.type_digits(&token, &receipt)).await, Refusal::ConfirmedBefore);
    })
    .await;
}
