//! Where two things cross: a contact that left, a notice that was replaced, a second decision on the same asset, a hold
//! during a stay. What the one changes, the other must not forget.

use crate::bench::{Bench, TestDesk};
use crate::hands::{decision_form, notice_form};
use crate::more_time::{ask, decide, decides};
use docket::complaint::{Complaint, ComplaintStage};
use docket::decision::Decision;
use docket::decision::checks::Finding;
use docket::desk::cases::OpenCase;
use docket::desk::decisions::DecisionForm;
use docket::desk::holds::HoldForm;
use docket::desk::notices::NoticeForm;
use docket::desk::triage::TriageForm;
use docket::instruction::Order;
use docket::notice::Notice;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::words::Language;

#[tokio::test]
async fn a_withdrawn_contact_is_written_to_no_more() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let gone = matter.customer.contacts[0].id;
        let added = docket::desk::customers::AddContact {
            name: "Abuse desk".into(),
            email: "abuse@example-social.example".into(),
            duty: "owner".into(),
            language: "en".into(),
        };
        desk.add_contact(&matter.lee, desk.new_command(), matter.customer.id, &added).await.expect("added");
        desk.withdraw_contact(&matter.lee, desk.new_command(), matter.customer.id, gone, "Left the company.")
            .await
            .expect("withdrawn");
        let taken = desk.complaint(&matter.ann, "https://example-social.example/post/2").await;
        let form = TriageForm {
            act: "pass_on".into(),
            opening: "plain".into(),
            complaints: vec![taken.complaint.to_string()],
            ..TriageForm::default()
        };
        desk.triage(&matter.ann, desk.new_command(), &form).await.expect("passed on");
        desk.clock.advance_seconds(60);
        desk.round().await;
        desk.take_measure(&matter, &crate::deciding::emergency(&matter, "phishing")).await.expect("a measure");
        desk.round().await;
        let to: Vec<String> = desk.letters().into_iter().map(|letter| letter.to).collect();
        assert_eq!(to, ["abuse@example-social.example"; 2], "what is passed on, and the measure");
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_contact_s_link_opens_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &crate::hands::notice_form(&matter)).await;
        desk.open_link(&token).await.expect("it opens");
        let added = docket::desk::customers::AddContact {
            name: "Abuse desk".into(),
            email: "abuse@example-social.example".into(),
            duty: "owner".into(),
            language: "en".into(),
        };
        desk.add_contact(&matter.lee, desk.new_command(), matter.customer.id, &added).await.expect("added");
        let gone = matter.customer.contacts[0].id;
        desk.withdraw_contact(&matter.lee, desk.new_command(), matter.customer.id, gone, "Left the company.")
            .await
            .expect("withdrawn");
        assert_eq!(desk.open_link(&token).await.expect_err("closed").refusal(), Some(&Refusal::LinkWithdrawn));
        assert_eq!(desk.refuses(desk.answer(&token, &[("done", "Yes."), ("", "")])).await, Refusal::LinkWithdrawn);
        assert_eq!(desk.refuses(desk.confirm_notice(&token, desk.new_command())).await, Refusal::LinkWithdrawn);
        // Nor does a new one go there.
        let new = desk.replace_link(&matter.ann, desk.new_command(), notice, gone, "Lost it.");
        assert_eq!(desk.refuses(new).await.problems()[0].field, "link_reason");
    })
    .await;
}

#[tokio::test]
async fn a_complaint_about_another_customer_joins_no_case() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.add("shop", "owner@shop.example", "shop.example", "2020-01-01").await;
        let theirs = desk.complaint(&matter.ann, "https://shop.example/?id=5").await;
        let number = desk.noun::<docket::case::Case>(matter.case).await.number;
        let form = TriageForm {
            act: "attach".into(),
            case: number,
            complaints: vec![theirs.complaint.to_string()],
            ..TriageForm::default()
        };
        let refusal = desk.refuses(desk.triage(&matter.ann, desk.new_command(), &form)).await;
        assert!(refusal.problems()[0].sentence.contains("about another customer"), "{refusal:?}");
        let one = desk.attach_complaint(&matter.ann, desk.new_command(), matter.case, theirs.complaint);
        assert_eq!(desk.refuses(one).await.problems()[0].field, "complaint");
        let open = OpenCase {
            customer: "example-social".into(),
            title: "Somebody else’s page".into(),
            clause: desk.clause("3.2").await.id.to_string(),
            severity: "high".into(),
            complaints: vec![theirs.complaint.to_string()],
        };
        let refusal = desk.refuses(desk.open_case(&matter.ann, desk.new_command(), &open)).await;
        assert_eq!(refusal.problems()[0].field, "customer");
        assert_eq!(desk.noun::<Complaint>(theirs.complaint).await.stage, ComplaintStage::New);
    })
    .await;
}

#[tokio::test]
async fn a_new_notice_leaves_no_request_for_more_time_behind() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let asked = ask(desk, &token, "3").await;
        desk.round().await;
        desk.type_digits(&token, &asked.receipt).await.expect("the code");
        let replacing = NoticeForm { replaces: "1".into(), hours: "48".into(), ..notice_form(&matter) };
        let next = desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &replacing);
        assert_eq!(desk.refuses(next).await, Refusal::TimeWaits);
        desk.pass_deadline(notice).await;
        let plain = notice_form(&matter);
        let next = desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &plain);
        assert_eq!(desk.refuses(next).await, Refusal::TimeWaits, "nor when it ran out");
        decide(desk, &matter, &asked, &decides("none")).await;
        desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &plain).await.expect("now");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_a_replaced_notice_keeps_its_receipt_and_its_code() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (first, token) = desk.send(&matter, &notice_form(&matter)).await;
        let (answer, _) = desk.answer(&token, &[("done", "All gone."), ("", "")]).await.expect("an answer");
        let replacing = NoticeForm { replaces: "1".into(), hours: "48".into(), ..notice_form(&matter) };
        let (second, _) = desk.send(&matter, &replacing).await;
        let opened = desk.open_link(&token).await.expect("still open");
        assert_eq!(opened.notice.id, second);
        let sheet = desk.notice_sheet(opened.clone(), Language::En).await.expect("a page");
        assert_eq!((sheet.answers.len(), sheet.earlier), (1, 1));
        let receipt = desk.receipt_sheet(opened.clone(), &answer.receipt).await.expect("the receipt");
        assert_eq!((receipt.notice.id, receipt.answer.id), (first, answer.id));
        desk.code_sheet(&opened, &answer.receipt).await.expect("the page that asks for the digits");
        desk.type_digits(&token, &answer.receipt).await.expect("the digits still count");
        let answer: docket::notice::Answer = desk.noun(answer.id).await;
        assert!(!answer.is_unconfirmed());
    })
    .await;
}

#[tokio::test]
async fn a_reinstatement_switches_on_only_what_nothing_else_keeps_off() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let first = desk.suspended(&matter).await;
        desk.stay(&matter.lee, first.id).await.expect("stayed");
        // While it is stayed, an emergency on one of its assets.
        desk.take_measure(&matter, &crate::deciding::emergency(&matter, "phishing")).await.expect("a measure");
        let form = DecisionForm { lifts: first.id.to_string(), ..decision_form(&matter, "reinstatement", "", "") };
        desk.propose(&matter, &form).await.expect("at once");
        let orders = desk.instructions(matter.case).await;
        let last = orders.iter().rfind(|one| one.order == Order::Reinstate);
        let on = &last.expect("the stay’s reversal").assets;
        assert_eq!(orders.iter().filter(|one| one.order == Order::Reinstate).count(), 1, "{orders:?}");
        assert_eq!(on.len(), matter.assets.len(), "the stay switched everything on");
        let domain = matter.assets.iter().find(|asset| asset.value == "example-social.example").expect("the domain");
        assert!(desk.noun::<docket::customer::Asset>(domain.id).await.interim.is_some(), "the measure stands");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_stay_does_not_end_over_a_hold_or_a_request_for_time() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        let decision = desk.suspended(&matter).await;
        desk.stay(&cleo, decision.id).await.expect("stayed");
        desk.clock.advance_seconds(60);
        let hold = HoldForm {
            matter: "Example Social v. Example Hosting".into(),
            scope: "customer".into(),
            reason: "They sued.".into(),
        };
        desk.place_hold(&cleo, desk.new_command(), matter.case, &hold).await.expect("a hold");
        let lee = crate::bench::fresh(&matter.lee, desk.now());
        let end = desk.end_stay(&lee, desk.new_command(), decision.id, "The court rejected the request.");
        assert_eq!(desk.refuses(end).await, Refusal::StandsInTheWay(vec![Finding::HoldStands]));
        assert_eq!(desk.noun::<Decision>(decision.id).await.stage.word(), "stayed");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn figures_know_granted_time_and_what_was_taken_back() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let asked = ask(desk, &token, "3").await;
        desk.round().await;
        desk.type_digits(&token, &asked.receipt).await.expect("the code");
        decide(desk, &matter, &asked, &decides("all")).await;
        let other = desk.complaint(&matter.ann, "https://nobody.example/x").await;
        for _ in 0..2 {
            let command = desk.new_command();
            let form = TriageForm {
                act: "reject".into(),
                own: "Not ours.".into(),
                complaints: vec![other.complaint.to_string()],
                ..TriageForm::default()
            };
            desk.triage(&matter.ann, command, &form).await.expect("rejected");
            if desk.count("complaint_returned").await == 0 {
                desk.take_back(&matter.ann, desk.new_command(), command).await.expect("taken back");
            }
        }
        desk.count_all().await.expect("figures");
        let due = desk.texts("select cast(due_at as text) from notice_figure").await;
        assert_eq!(due, [desk.noun::<Notice>(notice).await.deadline.at.micros().to_string()]);
        let rejected = desk.texts("select cast(sum(many) as text) from complaint_tally where what = 'rejected'").await;
        assert_eq!(rejected, ["1"], "rejected, taken back, rejected again");
        desk.round().await;
    })
    .await;
}
