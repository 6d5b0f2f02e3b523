//! What the time of a notice is counted from: delivery, or the customer's own word. Nothing passes before it came.

use crate::bench::{Bench, TestDesk};
use crate::hands::{notice_form, suspension_in_an_hour};
use crate::mail::{Names, report};
use docket::alert::What;
use docket::decision::checks::Finding;
use docket::desk::notices::NoticeForm;
use docket::notice::Notice;
use docket::notice::later::Why;
use docket::refusal::Refusal;
use docket::time::DeadlineRule;

const HOUR: i64 = 3600;

#[tokio::test]
async fn time_that_counts_from_delivery_is_made_later_and_told() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = NoticeForm { anchor: "delivered".into(), ..notice_form(&matter) };
        let preview = desk.preview_notice(&matter.ann, matter.case, &form).await.expect("a preview");
        assert!(preview.letter.contains("from when your mail server reports that this letter lies in your mailbox"));
        let (notice, _) = desk.send(&matter, &form).await;
        let first: Notice = desk.noun(notice).await;
        assert!(first.awaits_anchor() && first.missed_anchor().is_none());
        assert_eq!(first.deadline.rule, DeadlineRule::Hours { hours: 24 });

        // A report that it still waits is none that it arrived.
        desk.clock.set(first.promised_from().plus_seconds(3 * HOUR));
        let letter = desk.letter_of(notice).await;
        desk.take_mail(desk.now(), &report(&letter, "delayed", Names::Envelope)).await.expect("taken");
        assert!(desk.noun::<Notice>(notice).await.awaits_anchor());
        desk.take_mail(desk.now(), &report(&letter, "delivered", Names::Envelope)).await.expect("taken");
        let noun: Notice = desk.noun(notice).await;
        assert!(!noun.awaits_anchor());
        assert_eq!(noun.superseded, std::slice::from_ref(&first.deadline), "what was printed stays on record");
        assert_eq!(noun.deadline.at, desk.now().plus_seconds(24 * HOUR), "the whole time from delivery");
        assert_eq!(noun.deadline.zone, first.deadline.zone);
        let later = desk.events().await.into_iter().find_map(|(_, one)| match one.event {
            docket::event::Event::DeadlineLater(later) => Some(later),
            _ => None,
        });
        assert_eq!(later.map(|later| (later.why, later.by)), Some((Why::DeliveredLate, None)));
        desk.round().await;
        let told = desk.letters().pop().expect("a letter");
        assert!(told.text.contains("delivered to your mailbox"), "{}", told.text);
        assert!(told.text.contains(&noun.deadline.wall), "{}", told.text);

        desk.pass_deadline(notice).await;
        assert!(desk.noun::<Notice>(notice).await.deadline_passed, "it passes as every other");
    })
    .await;
}

#[tokio::test]
async fn what_arrives_within_the_allowance_moves_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) =
            desk.send(&matter, &NoticeForm { anchor: "delivered".into(), ..notice_form(&matter) }).await;
        let first: Notice = desk.noun(notice).await;
        // Whoever says that they received it has it in their mailbox too.
        desk.confirm_notice(&token, desk.new_command()).await.expect("confirmed");
        let noun: Notice = desk.noun(notice).await;
        assert_eq!((noun.deadline, noun.superseded.len()), (first.deadline, 0));
        assert_eq!((desk.count("anchor_reached").await, desk.count("deadline_later").await), (1, 0));
        desk.pass_deadline(notice).await;
        assert!(desk.noun::<Notice>(notice).await.deadline_passed);
    })
    .await;
}

#[tokio::test]
async fn what_counts_from_the_customer_s_word_never_passes_without_a_person() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = NoticeForm { anchor: "confirmed".into(), ..notice_form(&matter) };
        let (notice, token) = desk.send(&matter, &form).await;
        let letter = desk.letter_of(notice).await;
        desk.take_mail(desk.now(), &report(&letter, "delivered", Names::Envelope)).await.expect("taken");
        assert!(desk.noun::<Notice>(notice).await.awaits_anchor(), "in the mailbox is not received");

        desk.pass_deadline(notice).await;
        let noun: Notice = desk.noun(notice).await;
        assert!(!noun.deadline_passed && noun.missed_anchor() == Some(desk.now()));
        let asked = desk.for_you(&matter.lee).await.expect("a list");
        assert!(asked.yours.iter().any(|row| row.what == What::Anchor), "a person is asked");
        let suspension = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &suspension)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::AnchorAwaited]));
        desk.clock.advance_seconds(HOUR);
        desk.round().await;
        assert_eq!(desk.count("anchor_missed").await, 1, "asked once");

        // It comes after all: the whole time begins.
        desk.confirm_notice(&token, desk.new_command()).await.expect("confirmed");
        let noun: Notice = desk.noun(notice).await;
        assert_eq!(noun.deadline.at, desk.now().plus_seconds(24 * HOUR));
        assert!(!noun.deadline_passed && noun.missed_anchor().is_none());
        let asked = desk.for_you(&matter.lee).await.expect("a list");
        assert!(!asked.yours.iter().chain(&asked.others).any(|row| row.what == What::Anchor));
        desk.round().await;
        desk.pass_deadline(notice).await;
        assert!(desk.noun::<Notice>(notice).await.deadline_passed);
        desk.propose(&matter, &suspension_in_an_hour(desk, &matter)).await.expect("nothing stands in the way");
    })
    .await;
}

#[tokio::test]
async fn whoever_answers_has_the_notice_and_is_not_late() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = NoticeForm { anchor: "confirmed".into(), ..notice_form(&matter) };
        let (notice, token) = desk.send(&matter, &form).await;
        desk.pass_deadline(notice).await;
        desk.clock.advance_seconds(HOUR);
        let (answer, _) = desk.answer(&token, &[("done", "The plan."), ("done", "Gone.")]).await.expect("an answer");
        assert!(!answer.is_late());
        let noun: Notice = desk.noun(notice).await;
        assert!(!noun.awaits_anchor());
        assert_eq!(noun.deadline.at, desk.now().plus_seconds(24 * HOUR));
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_lead_s_finding_stands_in_for_the_customer_s_word() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = NoticeForm { anchor: "confirmed".into(), ..notice_form(&matter) };
        let (notice, token) = desk.send(&matter, &form).await;
        desk.pass_deadline(notice).await;
        assert!(desk.noun::<Notice>(notice).await.missed_anchor().is_some());
        let how = "They read us its code on the telephone on Wednesday.";
        let refusal = desk.refuses(desk.find_delivery(&matter.ann, desk.new_command(), notice, how)).await;
        assert_eq!(refusal, Refusal::NotAllowed);
        desk.find_delivery(&matter.lee, desk.new_command(), notice, how).await.expect("found");
        desk.round().await;
        assert!(desk.noun::<Notice>(notice).await.deadline_passed, "at the next round, as every hour");
        // What comes now moves nothing any more.
        desk.confirm_notice(&token, desk.new_command()).await.expect("confirmed");
        assert_eq!(desk.count("anchor_reached").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_time_on_the_wall_counts_from_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let wall = NoticeForm {
            rule: "wall".into(),
            date: "2026-03-12".into(),
            time: "23:59".into(),
            anchor: "confirmed".into(),
            ..notice_form(&matter)
        };
        for form in [wall, NoticeForm { anchor: "opened".into(), ..notice_form(&matter) }] {
            let refusal = desk.refuses(desk.preview_notice(&matter.ann, matter.case, &form)).await;
            assert_eq!(refusal.problems()[0].field, "anchor");
        }
        let usual = NoticeForm { anchor: "accepted".into(), ..notice_form(&matter) };
        let (notice, _) = desk.send(&matter, &usual).await;
        assert_eq!(desk.noun::<Notice>(notice).await.anchoring, None);
    })
    .await;
}
