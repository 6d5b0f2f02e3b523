//! What customers send while nobody makes rounds counts from when it came: their mail server was not away.

use super::another;
use crate::bench::{Bench, TestDesk};
use crate::hands::{decision_form, notice_form};
use crate::mail::replies::{about, deliver, maildir, reply};
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::mailbox::Mailbox;
use docket::desk::notices::NoticeForm;
use docket::notice::{Answer, Notice};
use docket::refusal::Refusal;
use docket::time::Moment;

fn moment(text: &str) -> Moment {
    Moment::parse(text).expect("an instant")
}

/// The night of 10 January 2021 once more, down from 23:50 to 00:30: one customer answers at 23:58, with two minutes
/// left, another one at 23:55, four minutes before they are to be suspended.
#[tokio::test]
async fn an_answer_that_came_while_the_server_was_down_counts_from_when_it_came() {
    Bench::from("2021-01-08T17:00:00Z", async |desk: &mut TestDesk| {
        let folder = maildir(desk);
        let first = desk.matter().await;
        let wall = NoticeForm {
            rule: "wall".into(),
            date: "2021-01-10".into(),
            time: "23:59".into(),
            zone: "America/Los_Angeles".into(),
            ..notice_form(&first)
        };
        let (in_time, _) = desk.send(&first, &wall).await;
        let second = another(desk, &first, "second-social").await;
        let (overdue, _) = desk.overdue(&second).await;
        let form = decision_form(&second, "suspension", "2021-01-10", "23:59");
        let decision = desk.propose(&second, &form).await.expect("a proposal");
        desk.approve(&second.lee, &decision).await.expect("an approval");
        desk.set("2021-01-11T07:49:59Z");
        desk.round().await;

        for (name, subject, notice, at) in [
            ("1.a.mx", "Re: our plan", in_time, "2021-01-11T07:58:00Z"),
            ("2.b.mx", "Re: your notice to us", overdue, "2021-01-11T07:55:00Z"),
        ] {
            let letter = desk.letter_of(notice).await;
            deliver(&folder.join("new").join(name), &reply(&about(&letter), subject), moment(at));
        }
        desk.set("2021-01-11T08:30:00Z");
        desk.restart();
        desk.round().await;
        assert!(desk.noun::<Notice>(in_time).await.deadline_passed, "the round knows nothing of the mailbox yet");
        assert_eq!(Mailbox::at(&folder).look(desk).await.expect("a look").taken, 2);
        desk.round().await;

        let answers = desk.texts("select id from answer").await;
        let mut came = Vec::new();
        for id in answers {
            let answer: Answer = desk.noun(id).await;
            came.push((answer.received_at, answer.notice, answer.is_late()));
        }
        came.sort();
        let expected =
            [(moment("2021-01-11T07:55:00Z"), overdue, true), (moment("2021-01-11T07:58:00Z"), in_time, false)];
        assert_eq!(came, expected, "by the mailbox, and not by when somebody could look");

        // Nothing happened by itself, and nothing may be proposed before somebody has read what came.
        assert_eq!(desk.noun::<Decision>(decision.id).await.stage, DecisionStage::Missed { at: desk.now() });
        assert!(desk.instructions(second.case).await.is_empty());
        let why = "Its hour is over.";
        desk.withdraw_decision(&second.lee, desk.new_command(), decision.id, why).await.expect("withdrawn");
        for matter in [&first, &second] {
            let again = decision_form(matter, "suspension", "2021-01-11", "03:00");
            let refusal = desk.refuses(desk.propose(matter, &again)).await;
            assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::AnswerUnread]));
        }
        desk.round().await;
    })
    .await;
}
