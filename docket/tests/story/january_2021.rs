//! January 2021, told as this house would have lived it. The instants are those of the story.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::{Mail, Matter, answer_form, decision_form, notice_form};
use docket::case::{Case, CaseStage};
use docket::complaint::Channel;
use docket::customer::Asset;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::decisions::DecisionForm;
use docket::instruction::{InstructionStage, Order};
use docket::intake::Wanted;
use docket::notice::{Notice, NoticeStage};
use docket::people::{Actor, Role};
use docket::refusal::Refusal;
use docket::time::Moment;
use std::collections::BTreeMap;

/// Sunday 10 January 2021, 23:59 in Los Angeles.
const THE_HOUR: &str = "2021-01-11T07:59:00Z";
const CONTACT: &str = "legal@example-social.example";

/// Carries out what it reads: writes it down and says so.
const PROGRAM: &str =
    r#"cat >> "$(dirname "$0")/carried-out.jsonl"; echo >> "$(dirname "$0")/carried-out.jsonl"; echo "ticket 4711""#;

#[tokio::test]
async fn january_2021() {
    Bench::from("2020-11-16T18:00:00Z", async |desk: &mut TestDesk| {
        desk.carry_out_with("carry-out.sh", PROGRAM);
        let matter = complaints_over_weeks(desk).await;
        let notice = a_plan_within_24_hours(desk, &matter).await;
        answers_that_are_not_enough(desk, &matter, &notice).await;
        let decision = decided_by_two(desk, &matter).await;
        in_force_at_its_instant(desk, &matter, &decision).await;
        turned_on_again(desk, &matter, &decision).await;
        every_event_counts(desk).await;
    })
    .await;
}

/// From November on: complaints by mail, from a machine and from the desk itself, all about one customer.
async fn complaints_over_weeks(desk: &mut TestDesk) -> Matter {
    let ann = desk.person("Ann Analyst", Role::Analyst).await;
    let lee = desk.person("Lee Lead", Role::Lead).await;
    let assets = "192.0.2.0/26\nexample-social.example\nservice:vm-4711";
    let customer = desk.add("example-social", CONTACT, assets, "2018-08-01").await;
    let mut taken = Vec::new();
    for week in 0..6 {
        desk.clock.set(Moment::parse("2020-11-17T09:30:00Z").expect("an instant").plus_seconds(week * 7 * 86_400));
        let mail = format!(
            "From: Rita Reporter <rita@reports.example>\r\nTo: abuse@hosting.example\r\nSubject: violent posts, week {week}\r\n\
             Message-ID: <{week}@reports.example>\r\nDate: Tue, 17 Nov 2020 09:00:00 +0000\r\n\r\n\
             Please look at https://example-social.example/post/{week} - it calls for violence.\r\n"
        );
        taken.push(desk.report(mail.as_bytes()).await);
    }
    desk.set("2021-01-06T22:10:00Z");
    taken.push(desk.complaint(&ann, "https://example-social.example/post/after-the-sixth").await);
    let machine = br#"{"xarf_version":"4.0.0","report_id":"0b0e9b3c-5a3e-4f0e-9d4d-2d0c5a3e0001","timestamp":"2021-01-06T21:00:00Z",
        "reporter":{"org":"Watch","contact":"watch@watch.example","domain":"watch.example"},
        "sender":{"org":"Watch","contact":"watch@watch.example","domain":"watch.example"},
        "source_identifier":"192.0.2.10","category":"content","type":"fraud","url":"https://example-social.example/post/7"}"#;
    let first = desk.take_report(Actor::Reporter, Channel::Api, machine, Wanted::Xarf, None).await.expect("a report");
    let again =
        desk.take_report(Actor::Reporter, Channel::Api, machine, Wanted::Xarf, None).await.expect("the same report");
    assert_eq!(first.complaint, again.complaint, "the same report has the same number");
    taken.push(first);
    let assets = desk.assets(&customer).await;
    for taken in &taken {
        let complaint: docket::complaint::Complaint = desk.noun(taken.complaint).await;
        assert_eq!(complaint.whose.customer(), Some(customer.id), "{}", complaint.whose.why());
    }
    let case = desk.case(&ann, "", &taken).await;
    let noun: Case = desk.noun(case).await;
    assert_eq!((noun.number.as_str(), noun.complaints, noun.customer), ("DN-2021-0001", 8, customer.id));
    Matter { ann, lee, customer, assets, case }
}

/// Friday 8 January, in the afternoon: "a detailed plan within 24 hours".
async fn a_plan_within_24_hours(desk: &mut TestDesk, matter: &Matter) -> (Notice, String) {
    desk.set("2021-01-09T00:20:00Z");
    let form = notice_form(matter);
    let preview = desk.preview_notice(&matter.ann, matter.case, &form).await.expect("a preview");
    assert_eq!(
        preview.deadline.wall, "Sat 9 Jan 2021, 16:36 PST (UTC−08:00)",
        "24 hours, after a minute to undo and 15 to arrive"
    );
    let (notice, token) = desk.send(matter, &form).await;
    let noun: Notice = desk.noun(notice).await;
    assert_eq!(noun.deadline.at, Moment::parse("2021-01-10T00:36:00Z").expect("an instant"));
    let letters: Vec<Mail> = desk.letters().into_iter().filter(|letter| letter.to == CONTACT).collect();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, CONTACT);
    assert!(letters[0].subject.contains(&noun.code), "{}", letters[0].subject);
    assert!(
        letters[0].text.contains("Sat 9 Jan 2021, 16:36 PST (UTC−08:00)"),
        "the deadline as promised:\n{}",
        letters[0].text
    );
    assert!(letters[0].text.contains(&format!("/n/{token}")));
    assert!(
        letters.iter().all(|letter: &Mail| !letter.text.contains("Ann Analyst") && !letter.text.contains("Rita")),
        "no analyst, no reporter"
    );
    let opened = desk.open_link(&token).await.expect("the notice behind its link");
    assert_eq!(opened.notice.id, notice);
    assert_eq!(opened.notice.confirmed_at, None, "opening proves nothing");
    desk.clock.advance_seconds(3600);
    desk.confirm_notice(&token, desk.new_command()).await.expect("a confirmation");
    (desk.noun(notice).await, token)
}

/// One answer on time that leaves a requirement out, one late; a person weighs both.
async fn answers_that_are_not_enough(desk: &mut TestDesk, matter: &Matter, (notice, token): &(Notice, String)) {
    desk.set("2021-01-09T20:02:11Z");
    let (first, _) =
        desk.answer(token, &[("will_do", "We will form a volunteer task force."), ("", "")]).await.expect("an answer");
    assert!(!first.is_late());
    assert_eq!(first.margin, notice.deadline.at.minus(desk.now()));
    let finding = desk.in_the_way(matter.case).await.expect("findings");
    assert_eq!(finding, [Finding::DeadlineRunning, Finding::AnswerUnread]);
    desk.round().await;
    assert!(
        desk.letters()
            .iter()
            .any(|letter| letter.subject.contains("We received your answer") && letter.text.contains(&first.receipt))
    );
    desk.type_digits(token, &first.receipt).await.expect("the code from the letter");
    desk.assess(&matter.ann, first.id, &[(1, false), (2, false)]).await.expect("verdicts");
    assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "weighed");

    desk.set("2021-01-10T00:35:59Z");
    desk.round().await;
    assert_eq!(desk.count("deadline_passed").await, 0, "not one second early");
    desk.set("2021-01-10T00:36:00Z");
    desk.round().await;
    assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue");

    desk.set("2021-01-10T01:10:00Z");
    let (late, _) = desk
        .answer(token, &[("done", "We removed 40 posts."), ("disagree", "The rest is opinion.")])
        .await
        .expect("accepted all the same");
    assert!(late.is_late());
    desk.round().await;
    let refusal = desk.refuses(desk.propose(matter, &on_sunday(matter))).await;
    assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::AnswerUnread]), "an unread answer stops everything");
    desk.assess(&matter.lee, late.id, &[(1, false), (2, true)]).await.expect("verdicts");
    assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue");
}

fn on_sunday(matter: &Matter) -> DecisionForm {
    decision_form(matter, "suspension", "2021-01-10", "23:59")
}

/// Saturday 9 January, 18:07: proposed by one, approved by another, both signed in anew.
async fn decided_by_two(desk: &mut TestDesk, matter: &Matter) -> Decision {
    desk.set("2021-01-10T02:07:00Z");
    let without_reason = DecisionForm { whole_reason: String::new(), ..on_sunday(matter) };
    let refusal = desk.refuses(desk.propose(matter, &without_reason)).await;
    assert_eq!(
        refusal.problems().iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(),
        ["whole_reason"],
        "all assets need a reason why less would not do"
    );

    let decision = desk.propose(matter, &on_sunday(matter)).await.expect("a proposal");
    assert_eq!(decision.effective.at, Moment::parse(THE_HOUR).expect("an instant"));
    assert_eq!(decision.effective.wall, "Sun 10 Jan 2021, 23:59 PST (UTC−08:00)");
    assert_eq!(decision.assets.len(), 3);
    assert!(decision.whole_account.as_ref().is_some_and(|reason| reason.show().contains("spread over")));
    let text = decision.statement.text.show();
    assert!(text.contains("Sun 10 Jan 2021, 23:59 PST (UTC−08:00)"), "{text}");

    let both = desk.person("Bo Both", Role::Lead).await;
    assert_eq!(desk.refuses(desk.approve(&matter.ann, &decision)).await, Refusal::NotAllowed);
    desk.approve(&both, &decision).await.expect("an approval");
    desk.round().await;
    let statement = desk.letters().pop().expect("the statement of reasons");
    assert_eq!(statement.to, CONTACT);
    assert!(statement.text.contains(text), "word for word");
    assert!(!statement.text.contains("Ann") && !statement.text.contains("Bo Both"), "never an analyst's name");
    desk.noun(decision.id).await
}

async fn in_force_at_its_instant(desk: &mut TestDesk, matter: &Matter, decision: &Decision) {
    for early in ["2021-01-11T07:58:59Z", "2021-01-11T07:58:59.999999Z"] {
        desk.set(early);
        desk.round().await;
        assert!(desk.noun::<Decision>(decision.id).await.approved_by().is_some(), "not one microsecond earlier");
        assert!(desk.instructions(matter.case).await.is_empty());
    }
    desk.set(THE_HOUR);
    desk.round().await;
    let noun: Decision = desk.noun(decision.id).await;
    assert_eq!(noun.stage, DecisionStage::InForce { at: desk.now() });
    for asset in &matter.assets {
        assert_eq!(desk.noun::<Asset>(asset.id).await.suspended_by, Some(decision.id));
    }
    desk.clock.advance_seconds(1);
    desk.round().await;
    let instructions = desk.instructions(matter.case).await;
    assert_eq!(instructions.len(), 1);
    assert_eq!(instructions[0].order, Order::Suspend);
    assert!(
        matches!(&instructions[0].stage, InstructionStage::DoneByProgram { answer, .. } if answer.show() == "ticket 4711"),
        "{instructions:?}"
    );
    desk.round().await;
    let carried_out = std::fs::read_to_string(desk.folder().join("carried-out.jsonl")).expect("what the program read");
    let paper: serde_json::Value = serde_json::from_str(carried_out.lines().next().expect("a line")).expect("JSON");
    assert_eq!(carried_out.lines().count(), 1, "told once");
    assert_eq!(paper["order"], "suspend");
    assert_eq!(paper["customer"], "example-social");
    let mut assets: Vec<&str> =
        paper["assets"].as_array().expect("assets").iter().filter_map(|one| one.as_str()).collect();
    assets.sort_unstable();
    assert_eq!(assets, ["192.0.2.0/26", "example-social.example", "vm-4711"]);
}

/// A month later the conditions are met: one person is enough for what favours, and it happens at once.
async fn turned_on_again(desk: &mut TestDesk, matter: &Matter, decision: &Decision) {
    desk.set("2021-02-15T17:30:00Z");
    let form = DecisionForm { lifts: decision.id.to_string(), ..decision_form(matter, "reinstatement", "", "") };
    let (number, _) = desk
        .propose_decision(&fresh(&matter.ann, desk.now()), desk.new_command(), matter.case, &form)
        .await
        .expect("a reinstatement");
    assert_eq!(number, 2);
    desk.round().await;
    let lifting = desk.decision(matter.case, 2).await;
    assert_eq!(
        desk.noun::<Decision>(decision.id).await.stage,
        DecisionStage::Lifted { at: desk.now(), by: lifting.id }
    );
    for asset in &matter.assets {
        assert_eq!(desk.noun::<Asset>(asset.id).await.suspended_by, None);
    }
    let orders: Vec<Order> = desk.instructions(matter.case).await.iter().map(|instruction| instruction.order).collect();
    assert_eq!(orders, [Order::Suspend, Order::Reinstate]);
    assert!(desk.instructions(matter.case).await.iter().all(|instruction| instruction.done_at().is_some()));
    let (case, version) = desk.held::<Case>(matter.case).await;
    assert!(matches!(case.stage, CaseStage::InForce { decision, .. } if decision == lifting.id));
    desk.close_case(&matter.lee, desk.new_command(), matter.case, Some(version), "The plan is in place.")
        .await
        .expect("a closed case");
    let (_, token) = (0, desk.letters().iter().find_map(Mail::token).expect("the link"));
    assert!(matches!(desk.open_link(&token).await.expect("still readable").notice.stage, NoticeStage::Sent { .. }));
    let refusal = desk
        .refuses(desk.answer_notice(&token, desk.new_command(), &answer_form(&[("done", ""), ("", "")]), &[], ""))
        .await;
    assert_eq!(refusal.problems()[0].field, "text_1");
}

async fn every_event_counts(desk: &TestDesk) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, recorded) in desk.events().await {
        *counts.entry(recorded.event.kind()).or_default() += 1;
    }
    let expected = [
        ("answer_assessed", 2),
        ("answer_received", 2),
        ("aside_cleared", 1),
        ("asset_assigned", 3),
        ("case_closed", 1),
        ("case_opened", 1),
        ("clause_edition_published", 10),
        ("code_awaited", 2),
        ("complaint_attached", 8),
        ("complaint_received", 8),
        ("contact_added", 1),
        ("customer_added", 1),
        ("deadline_passed", 1),
        ("decision_approved", 1),
        ("decision_lifted", 1),
        ("decision_proposed", 2),
        ("decision_took_effect", 2),
        ("decision_weighed", 2),
        ("desk_founded", 1),
        ("instruction_done", 2),
        ("instruction_issued", 2),
        ("letter_accepted", 13),
        ("letter_queued", 13),
        ("notice_confirmed", 1),
        ("notice_scheduled", 1),
        ("notice_sent", 1),
        ("notice_written", 1),
        ("password_set", 3),
        ("person_added", 3),
        ("preservation_watched", 2),
        ("reporter_linked", 6),
        ("sender_confirmed", 1),
        ("templates_published", 1),
    ];
    let expected: BTreeMap<String, usize> =
        expected.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
    assert_eq!(counts, expected);
}
