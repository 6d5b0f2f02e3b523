//! Answers: taken whenever they come, behind a link that says nothing to anybody else.

use crate::bench::{Bench, TestDesk};
use crate::hands::{answer_form, notice_form, suspension_in_an_hour};
use docket::case::Case;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::Failure;
use docket::desk::complaints::Upload;
use docket::notice::{Answer, Notice, Stance};
use docket::refusal::Refusal;

#[tokio::test]
async fn a_late_answer_is_accepted_and_marked() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let due = desk.noun::<Notice>(notice).await.deadline.at;
        desk.clock.set(due);
        let (on_time, _) = desk.answer(&token, &[("done", "Everything."), ("", "")]).await.expect("an answer");
        assert_eq!((on_time.margin, on_time.is_late()), (0, false), "the very instant is on time");
        assert_eq!(on_time.parts[1].stance, Stance::Silent);
        desk.clock.set(due.plus_micros(1));
        let (late, receipt) =
            desk.answer(&token, &[("disagree", "Not our users."), ("", "")]).await.expect("an answer");
        assert_eq!((late.margin, late.is_late()), (-1, true));
        assert!(!receipt.repeated);
        desk.round().await;
        let letters = desk.letters();
        assert!(letters.iter().any(|letter| letter.text.contains(&on_time.receipt) && letter.text.contains("on time")));
        assert!(
            letters.iter().any(|letter| letter.text.contains(&late.receipt) && letter.text.contains("marked as late"))
        );
        // Two answers wait; one verdict does not weigh the other.
        desk.assess(&matter.ann, on_time.id, &[(1, false), (2, false)]).await.expect("verdicts");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "answered");
        assert_eq!(desk.noun::<Notice>(notice).await.answers_unread, 1);
        desk.assess(&matter.ann, late.id, &[(1, false)]).await.expect("one verdict");
        assert!(!desk.noun::<Answer>(late.id).await.is_assessed());
        desk.assess(&matter.ann, late.id, &[(2, false)]).await.expect("the other");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue");
        assert_eq!(desk.noun::<Notice>(notice).await.answers_unread, 0);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_nobody_read_stops_the_suspension() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(decision).await.effective.at;
        desk.clock.set(effective.plus_seconds(-1));
        let (answer, _) =
            desk.answer(&token, &[("done", "A plan, at last."), ("done", "All gone.")]).await.expect("an answer");
        desk.clock.set(effective);
        desk.round().await;
        let noun: Decision = desk.noun(decision).await;
        assert_eq!(noun.stage, DecisionStage::Stopped { at: effective, findings: vec![Finding::AnswerUnread] });
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "needs_person");
        assert!(desk.instructions(matter.case).await.is_empty());
        desk.assess(&matter.ann, answer.id, &[(1, true), (2, true)]).await.expect("verdicts");
        desk.withdraw_decision(&matter.ann, desk.new_command(), decision, "The plan is what we asked for.")
            .await
            .expect("withdrawn");
        let form = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        desk.round().await;
        assert!(
            desk.letters().last().is_some_and(|letter| letter.text.contains("withdrawn")),
            "who was told an hour is told that it does not come"
        );
        assert_eq!(
            refusal,
            Refusal::StandsInTheWay(vec![Finding::AnswersEnough]),
            "who did what was asked is not switched off"
        );
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_one_notice_is_none_to_the_next() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        let (answer, _) = desk.answer(&token, &[("done", "Done."), ("done", "Done.")]).await.expect("an answer");
        desk.assess(&matter.ann, answer.id, &[(1, true), (2, true)]).await.expect("verdicts");
        desk.clock.advance_seconds(7 * 86_400);
        desk.round().await;
        desk.overdue(&matter).await;
        assert_eq!(desk.in_the_way(matter.case).await.expect("findings"), []);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_link_and_no_link_look_the_same() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let gone = Refusal::NotFound("notice");
        let mut wrong = token.clone();
        let last = wrong.pop().expect("a character");
        wrong.push(if last == 'A' { 'Q' } else { 'A' });
        for bad in [wrong.as_str(), "", "x", &"A".repeat(5000), &token.to_lowercase(), "' or 1 = 1 --"] {
            assert_eq!(refusal(desk.open_link(bad).await), gone);
            assert_eq!(desk.refuses(desk.confirm_notice(bad, desk.new_command())).await, gone);
            assert_eq!(desk.refuses(desk.answer(bad, &[("done", "Yes."), ("", "")])).await, gone);
        }
        let stored = desk.texts("select facts from link").await.concat();
        assert!(!stored.contains(&token), "only its hash is kept");
        let due = desk.noun::<Notice>(notice).await.deadline.at;
        desk.clock.set(due.plus_seconds(docket::notice::LINK_DAYS * 86_400 - 1));
        desk.open_link(&token).await.expect("readable as long as its link lives");
        desk.clock.advance_seconds(1);
        assert_eq!(refusal(desk.open_link(&token).await), Refusal::LinkExpired, "its holder is told that it is old");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn what_an_answer_lacks_is_said_beside_its_field() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        let mut form = answer_form(&[("done", ""), ("maybe", "Perhaps.")]);
        form.signer = String::new();
        form.authority = false;
        let refusal = desk.refuses(desk.answer_notice(&token, desk.new_command(), &form, &[], "203.0.113.9")).await;
        let fields: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["signer", "authority", "text_1", "stance_2"]);
        let upload = Upload { name: "plan.pdf".into(), media_type: "application/pdf".into(), bytes: vec![7; 100_000] };
        let form = answer_form(&[("will_do", "See the plan."), ("", "")]);
        let (answer, _) =
            desk.answer_notice(&token, desk.new_command(), &form, &[upload], "203.0.113.9").await.expect("an answer");
        assert_eq!(answer.files[0].size, 100_000);
        desk.round().await;
    })
    .await;
}

fn refusal<T>(done: Result<T, Failure>) -> Refusal {
    match done {
        Err(Failure::Refused(refusal)) => refusal,
        Err(other) => panic!("not a refusal: {other}"),
        Ok(_) => panic!("this should have been refused"),
    }
}
