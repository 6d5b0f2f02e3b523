//! The morning's inbox: many complaints in one act, passed on to the customer, and taken back again.

use crate::bench::{Bench, TestDesk};
use docket::case::Case;
use docket::complaint::{Complaint, ComplaintStage};
use docket::desk::complaints::{ComplaintForm, Taken};
use docket::desk::triage::TriageForm;
use docket::desk::{Done, Receipt, Who};
use docket::id::CommandId;
use docket::passing::{Passing, PassingStage};
use docket::people::Role;
use docket::refusal::Refusal;

impl TestDesk {
    async fn triage_as(&self, who: &Who, command: CommandId, form: &TriageForm) -> Done<Receipt> {
        self.triage(who, command, form).await
    }

    async fn stage_of(&self, taken: &Taken) -> ComplaintStage {
        self.noun::<Complaint>(taken.complaint).await.stage
    }
}

fn act(act: &str, complaints: &[&Taken]) -> TriageForm {
    TriageForm {
        act: act.into(),
        complaints: complaints.iter().map(|taken| taken.complaint.to_string()).collect(),
        ..TriageForm::default()
    }
}

#[tokio::test]
async fn many_complaints_are_rejected_in_one_act_and_come_back_in_one() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let bob = desk.person("Bob Analyst", Role::Analyst).await;
        let one = desk.complaint(&ann, "https://a.example/1").await;
        let two = desk.complaint(&ann, "https://a.example/2").await;
        let command = desk.new_command();
        let form = TriageForm { reason: "not_found".into(), ..act("reject", &[&one, &two]) };
        let receipt = desk.triage_as(&ann, command, &form).await.expect("rejected");
        assert_eq!(receipt.entries.iter().map(|entry| entry.kind.as_str()).collect::<Vec<_>>(), ["complaint_rejected"; 2]);
        assert!(matches!(desk.stage_of(&one).await, ComplaintStage::Rejected { reason, .. } if reason.show().contains("not there")));
        let again = desk.triage_as(&ann, command, &form).await.expect("the same receipt");
        assert!(again.repeated);

        // Somebody else's is not taken back, and nothing is taken back twice.
        assert_eq!(desk.refuses(desk.take_back(&bob, desk.new_command(), command)).await, Refusal::SomebodyElses);
        desk.take_back(&ann, desk.new_command(), command).await.expect("taken back");
        assert_eq!(desk.stage_of(&one).await, ComplaintStage::New);
        assert_eq!(desk.stage_of(&two).await, ComplaintStage::New);
        assert_eq!(desk.refuses(desk.take_back(&ann, desk.new_command(), command)).await, Refusal::WorkedOnSince);

        // All or nothing: one that is settled stops the whole act, and the sentence names it.
        let own = TriageForm { own: "The same person, every day.".into(), ..act("reject", &[&one]) };
        desk.triage_as(&bob, desk.new_command(), &own).await.expect("rejected");
        let refusal = desk.refuses(desk.triage_as(&ann, desk.new_command(), &form)).await;
        assert!(refusal.problems()[0].sentence.contains("C-1 was rejected"), "{refusal:?}");
        assert_eq!(desk.stage_of(&two).await, ComplaintStage::New);
        for wrong in [act("reject", &[&two]), act("reject", &[]), act("attach", &[&two]), act("dance", &[&two])] {
            assert!(!desk.refuses(desk.triage_as(&ann, desk.new_command(), &wrong)).await.problems().is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_passed_on_asks_nothing_and_names_nobody() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let ann = &matter.ann;
        let hidden = desk.complaint(ann, "https://example-social.example/post/2").await;
        let named = ComplaintForm {
            locations: "https://example-social.example/post/3".into(),
            category: "violence".into(),
            description: "I saw this myself.".into(),
            reporter_name: "Olga Open".into(),
            reporter_email: "olga@open.example".into(),
            disclosed: true,
            ..ComplaintForm::default()
        };
        let named = desk.log_complaint(ann.actor(), Some(ann), desk.new_command(), &named, &[]).await.expect("taken");
        let command = desk.new_command();
        let form = TriageForm { opening: "plain".into(), ..act("pass_on", &[&hidden, &named]) };
        desk.triage(ann, command, &form).await.expect("passed on");
        let ComplaintStage::PassedOn { passing, .. } = desk.stage_of(&hidden).await else { panic!("passed on") };

        // Within the minute it is taken back, and nothing has left.
        desk.clock.advance_seconds(59);
        desk.round().await;
        assert_eq!(desk.noun::<Passing>(passing).await.stage, PassingStage::Leaving);
        desk.take_back(ann, desk.new_command(), command).await.expect("taken back");
        assert_eq!(desk.stage_of(&hidden).await, ComplaintStage::New);
        assert!(desk.noun::<Complaint>(hidden.complaint).await.passed_on.is_none());
        desk.clock.advance_seconds(10);
        desk.round().await;
        assert_eq!(desk.count("letter_queued").await, 0);

        // The second time it leaves, to each contact once.
        let command = desk.new_command();
        desk.triage(ann, command, &form).await.expect("passed on");
        desk.clock.advance_seconds(60);
        desk.round().await;
        desk.round().await;
        let mails = desk.letters();
        assert_eq!(mails.len(), 1);
        let text = &mails[0].text;
        assert!(text.contains("C-2") && text.contains("C-3"), "{text}");
        assert!(text.contains("Olga Open") && text.contains("I saw this myself."), "{text}");
        for secret in ["Rita", "rita@reports", "Calls for violence at", "Ann", "Answer by"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(!text.contains("https://example-social.example/post"), "no address that opens: {text}");
        let passing = desk.passed_on_to(matter.customer.id, 10).await.expect("what was passed on");
        assert_eq!(passing.iter().map(|passing| passing.stage.word()).collect::<Vec<_>>(), ["sent", "undone"]);
        assert!(passing[0].letters[0].accepted_at.is_some(), "and when the next hop took it");
        assert_eq!(desk.refuses(desk.take_back(ann, desk.new_command(), command)).await, Refusal::LetterLeft);

        // What was passed on can still become a case, but is not passed on twice.
        let twice = TriageForm { opening: "plain".into(), ..act("pass_on", &[&hidden]) };
        assert!(!desk.refuses(desk.triage(ann, desk.new_command(), &twice)).await.problems().is_empty());
        desk.attach_complaint(ann, desk.new_command(), matter.case, hidden.complaint).await.expect("attached");
        assert!(desk.noun::<Complaint>(hidden.complaint).await.passed_on.is_some());

        // A complaint of nobody's is passed on to nobody.
        let lost = desk.complaint(ann, "https://nobody.example/x").await;
        let nobody = TriageForm { opening: "plain".into(), ..act("pass_on", &[&lost]) };
        assert!(
            desk.refuses(desk.triage(ann, desk.new_command(), &nobody)).await.problems()[0]
                .sentence
                .contains("no customer")
        );
    })
    .await;
}

#[tokio::test]
async fn complaints_join_a_case_together_and_leave_it_again() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let one = desk.complaint(&matter.ann, "https://example-social.example/4").await;
        let two = desk.complaint(&matter.ann, "https://example-social.example/5").await;
        let number = desk.noun::<Case>(matter.case).await.number;
        let command = desk.new_command();
        let form = TriageForm { case: number.to_lowercase(), ..act("attach", &[&one, &two]) };
        desk.triage(&matter.ann, command, &form).await.expect("attached");
        assert_eq!(desk.noun::<Case>(matter.case).await.complaints, 3);
        desk.take_back(&matter.ann, desk.new_command(), command).await.expect("taken back");
        assert_eq!(desk.noun::<Case>(matter.case).await.complaints, 1);
        assert_eq!(desk.stage_of(&two).await, ComplaintStage::New);

        let command = desk.new_command();
        let form = TriageForm { category: "phishing".into(), severity: "low".into(), ..act("class", &[&one, &two]) };
        desk.triage(&matter.ann, command, &form).await.expect("classed");
        let classed: Complaint = desk.noun(one.complaint).await;
        assert_eq!((classed.report.category.word(), classed.report.severity.word()), ("phishing", "low"));
        desk.take_back(&matter.ann, desk.new_command(), command).await.expect("taken back");
        assert_eq!(desk.noun::<Complaint>(one.complaint).await.report.category.word(), "violence");
    })
    .await;
}
