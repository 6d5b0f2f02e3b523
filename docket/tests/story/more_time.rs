//! More time: asked for by the customer, granted in whole or in part, and what waits meanwhile.

use crate::bench::{Bench, TestDesk};
use crate::hands::{Matter, notice_form, suspension_in_an_hour};
use docket::case::Case;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::extensions::{TimeDecision, TimeForm};
use docket::extension::{Extension, ExtensionStage};
use docket::notice::Notice;
use docket::refusal::Refusal;
use docket::time::DeadlineRule;

pub fn asks(choice: &str) -> TimeForm {
    TimeForm {
        choice: choice.into(),
        reason: "Our moderators are all asleep.".into(),
        signer: "Amy Answerer".into(),
        ..TimeForm::default()
    }
}

pub fn decides(choice: &str) -> TimeDecision {
    TimeDecision {
        choice: choice.into(),
        reason: "The list is long, and you began at once.".into(),
        ..TimeDecision::default()
    }
}

pub async fn ask(desk: &TestDesk, token: &str, choice: &str) -> Extension {
    desk.ask_time(token, desk.new_command(), &asks(choice), "203.0.113.9").await.expect("a request").0
}

pub async fn decide(desk: &TestDesk, matter: &Matter, asked: &Extension, form: &TimeDecision) {
    desk.decide_time(&matter.ann, desk.new_command(), asked.id, None, form).await.expect("a decision");
}

#[tokio::test]
async fn half_of_the_time_is_granted_and_the_deadline_is_superseded_never_shortened() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let first = desk.noun::<Notice>(notice).await.deadline;
        let asked = ask(desk, &token, "3").await;
        assert_eq!(asked.until.at, docket::time::zone::calendar_days(first.at, 3, &zone()), "days on the wall");
        desk.round().await;
        desk.type_digits(&token, &asked.receipt).await.expect("the code");
        assert_eq!(
            desk.in_the_way(matter.case).await.expect("findings"),
            [Finding::DeadlineRunning, Finding::TimeAsked]
        );

        // Not earlier than what stands, not without a reason, not by a role that only reads.
        let some = |date: &str| TimeDecision { date: date.into(), time: "09:30".into(), ..decides("some") };
        let shorter = desk
            .refuses(desk.decide_time(
                &matter.ann,
                desk.new_command(),
                asked.id,
                None,
                &TimeDecision { time: "09:00".into(), ..some("2026-03-05") },
            ))
            .await;
        assert!(shorter.problems()[0].sentence.contains("never shortened"), "{shorter:?}");
        let gap = desk
            .refuses(desk.decide_time(
                &matter.ann,
                desk.new_command(),
                asked.id,
                None,
                &TimeDecision { time: "02:30".into(), ..some("2026-03-08") },
            ))
            .await;
        assert_eq!(gap.problems()[0].field, "date", "a time that no wall shows");
        let mute = desk
            .refuses(desk.decide_time(
                &matter.ann,
                desk.new_command(),
                asked.id,
                None,
                &TimeDecision { reason: " ".into(), ..some("2026-03-06") },
            ))
            .await;
        assert_eq!(mute.problems()[0].field, "reason");

        decide(desk, &matter, &asked, &some("2026-03-06")).await;
        desk.round().await;
        let noun: Notice = desk.noun(notice).await;
        assert_eq!(noun.deadline.wall, "Fri 6 Mar 2026, 09:30 PST (UTC−08:00)");
        assert_eq!(noun.deadline.rule, DeadlineRule::Extension { date: "2026-03-06".into(), time: "09:30".into() });
        assert_eq!(noun.superseded, std::slice::from_ref(&first));
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.next_due(), Some(noun.deadline.at));
        // Two letters of one instant stand in no certain order.
        let letter = desk.letters().into_iter().rev().find(|letter| letter.text.contains("less than you asked for"));
        let letter = letter.expect("a letter");
        assert!(
            letter.text.contains("less than you asked for")
                && letter.text.contains("you began at once")
                && letter.text.contains("09:30"),
            "{}",
            letter.text
        );
        assert_eq!(
            desk.refuses(desk.decide_time(&matter.ann, desk.new_command(), asked.id, None, &decides("none"))).await,
            Refusal::TimeDecided
        );

        // The old instant passes in silence, the new one does not.
        desk.clock.set(first.at);
        desk.round().await;
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "notice_running");
        let (answer, _) =
            desk.answer(&token, &[("done", "In the time that we got."), ("", "")]).await.expect("an answer");
        assert!(!answer.is_late());
        desk.pass_deadline(notice).await;
        assert!(desk.noun::<Notice>(notice).await.deadline_passed);
    })
    .await;
}

fn zone() -> docket::time::zone::Zone {
    docket::time::zone::Zone::parse("America/Los_Angeles").expect("a zone")
}

#[tokio::test]
async fn while_the_first_request_waits_nothing_burdens_and_a_second_one_stops_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(decision).await.effective.at;
        let asked = ask(desk, &token, "1").await;
        assert!(asked.until.at > desk.now(), "counted from now where the deadline has passed");
        desk.clock.set(effective);
        desk.round().await;
        let noun: Decision = desk.noun(decision).await;
        assert_eq!(noun.stage, DecisionStage::Stopped { at: effective, findings: vec![Finding::TimeAsked] });
        desk.type_digits(&token, &asked.receipt).await.expect("the code");
        assert_eq!(
            desk.refuses(desk.ask_time(&token, desk.new_command(), &asks("7"), "")).await,
            Refusal::TimeAskedBefore
        );
        decide(desk, &matter, &asked, &decides("none")).await;
        desk.withdraw_decision(&matter.ann, desk.new_command(), decision, "Its hour has passed.")
            .await
            .expect("withdrawn");
        assert_eq!(desk.in_the_way(matter.case).await.expect("findings"), []);
        let again = ask(desk, &token, "7").await;
        assert_eq!(desk.in_the_way(matter.case).await.expect("findings"), [], "only the first one stops");
        let decision = desk.propose(&matter, &suspension_in_an_hour(desk, &matter)).await.expect("a proposal");
        // What favours happens at once, also when something is proposed: the deadline runs again.
        decide(desk, &matter, &again, &decides("all")).await;
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "proposed");
        let refusal = desk.refuses(desk.approve(&matter.lee, &decision)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::DeadlineRunning]));
        assert!(matches!(desk.noun::<Extension>(again.id).await.stage, ExtensionStage::Granted { .. }));
        assert!(!desk.noun::<Notice>(notice).await.deadline_passed);
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_stranger_with_the_link_cannot_use_up_the_first_request() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        for _ in 0..5 {
            ask(desk, &token, "7").await;
        }
        assert_eq!(
            desk.refuses(desk.ask_time(&token, desk.new_command(), &asks("1"), "")).await,
            Refusal::TimeAskedBefore
        );
        let first =
            desk.case_view(&desk.noun::<Case>(matter.case).await.number, None).await.expect("a case").extensions[0]
                .clone();
        decide(
            desk,
            &matter,
            &first,
            &TimeDecision { reason: "Nobody at the customer's knows of it.".into(), ..decides("none") },
        )
        .await;
        let ours = ask(desk, &token, "1").await;
        desk.round().await;
        desk.type_digits(&token, &ours.receipt).await.expect("the code");
        assert!(
            desk.in_the_way(matter.case).await.expect("findings").contains(&Finding::TimeAsked),
            "still the first of the customer's own"
        );
    })
    .await;
}

#[tokio::test]
async fn requests_that_wait_and_those_decided_are_read_page_by_page() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let key = |at: docket::time::Moment, asked: &Extension| format!("{}_{}", at.micros(), asked.id);
        let mut asked = Vec::new();
        for number in 0..3 {
            let case = match number {
                0 => matter.case,
                _ => {
                    let taken = desk.complaint(&matter.ann, &format!("https://example-social.example/{number}")).await;
                    desk.case(&matter.ann, &matter.customer.handle, &[taken]).await
                }
            };
            let one = Matter { case, ..matter.clone() };
            let (_, token) = desk.send(&one, &notice_form(&one)).await;
            asked.push(ask(desk, &token, "3").await);
            desk.clock.advance_seconds(600);
        }
        let view = desk.times_view(None, None).await.expect("a page");
        let ids = |rows: &[docket::view::TimeRow]| rows.iter().map(|row| row.asked.id).collect::<Vec<_>>();
        assert_eq!(ids(&view.waiting), [asked[0].id, asked[1].id, asked[2].id], "the first deadline on top");
        assert_eq!((view.next_waiting, view.next_decided), (None, None));
        let first = key(view.waiting[0].stands.at, &asked[0]);
        let rest = desk.times_view(Some(&first), None).await.expect("a page");
        assert_eq!(ids(&rest.waiting), [asked[1].id, asked[2].id]);
        for one in &asked[..2] {
            desk.decide_time(&matter.ann, desk.new_command(), one.id, None, &decides("all")).await.expect("granted");
        }
        let view = desk.times_view(None, None).await.expect("a page");
        assert_eq!((ids(&view.waiting), ids(&view.decided)), (vec![asked[2].id], vec![asked[1].id, asked[0].id]));
        let newest = key(asked[1].asked_at, &asked[1]);
        let older = desk.times_view(None, Some(&newest)).await.expect("a page");
        assert_eq!((older.waiting.len(), ids(&older.decided)), (0, vec![asked[0].id]));
        desk.round().await;
    })
    .await;
}
