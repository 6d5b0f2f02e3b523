//! Reminders to the customer, and what the team is told: with the true time left, once for each cause and step.

use crate::bench::{Bench, TestDesk};
use crate::hands::{Mail, notice_form, suspension_in_an_hour};
use crate::more_time::{ask, decide, decides};
use docket::alert::What;
use docket::desk::account::TasteForm;
use docket::desk::notices::NoticeForm;
use docket::notice::Notice;
use docket::people::Role;
use docket::time::Moment;
use docket::timer::{Timer, TimerStage};

/// What somebody got, in the order in which it left.
fn to(desk: &TestDesk, address: &str, words: &str) -> Vec<Mail> {
    desk.letters().into_iter().filter(|mail| mail.to == address && mail.subject.contains(words)).collect()
}

fn reminders(desk: &TestDesk) -> Vec<Mail> {
    to(desk, "legal@example-social.example", "Reminder")
}

async fn pass_time(desk: &mut TestDesk, until: Moment) {
    // Every half hour, as somebody who looks at a clock would.
    while desk.now() < until {
        let step = until.minus(desk.now()).min(30 * 60 * 1_000_000);
        desk.clock.set(desk.now().plus_micros(step));
        desk.round().await;
    }
}

#[tokio::test]
async fn a_customer_is_reminded_at_half_time_and_at_set_marks_with_the_true_time_left() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let noun: Notice = desk.noun(notice).await;
        let marks: Vec<String> = noun.reminders.iter().map(|one| one.mark.word()).collect();
        assert_eq!(marks, ["half", "6h", "1h"]);

        for one in noun.reminders.clone() {
            desk.clock.set(one.at.plus_micros(-1));
            desk.round().await;
            let before = reminders(desk).len();
            desk.clock.set(one.at);
            desk.round().await;
            desk.round().await;
            assert_eq!(reminders(desk).len(), before + 1, "at its instant and once");
        }
        let sent = reminders(desk);
        assert!(sent[1].subject.contains("6 hours left"), "{}", sent[1].subject);
        assert!(sent[2].subject.contains("1 hour left"), "{}", sent[2].subject);
        assert!(sent[0].text.contains("1. A detailed moderation plan."), "{}", sent[0].text);
        assert!(sent.iter().all(|mail| mail.token().is_none()), "no link that somebody else could use");
        assert_eq!(desk.noun::<Notice>(notice).await.reminded.len(), 3);
        desk.pass_deadline(notice).await;
        assert_eq!(reminders(desk).len(), 3, "nothing after the deadline");
    })
    .await;
}

#[tokio::test]
async fn what_is_late_tells_the_true_time_and_after_the_deadline_nothing_is_sent() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let noun: Notice = desk.noun(notice).await;
        // The server was down over half time and the six hours.
        desk.clock.set(noun.deadline.at.plus_seconds(-3 * 3600 - 1200));
        desk.round().await;
        let sent = reminders(desk);
        assert_eq!(sent.len(), 1, "two marks passed, one letter leaves");
        assert!(sent[0].subject.contains("3 hours 20 minutes left"), "{}", sent[0].subject);
        desk.restart();
        desk.clock.set(noun.deadline.at.plus_seconds(60));
        desk.round().await;
        assert_eq!(reminders(desk).len(), 1, "the deadline has passed: a reminder would be a reproach");
        assert_eq!((desk.count("reminder_missed").await, desk.count("deadline_passed").await), (1, 1));
        assert!(desk.noun::<Notice>(notice).await.reminders.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_every_point_ends_the_reminders_and_an_answer_to_some_does_not() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let (first, _) = desk.answer(&token, &[("done", "The plan is attached."), ("", "")]).await.expect("an answer");
        desk.round().await;
        desk.type_digits(&token, &first.receipt).await.expect("the code");
        assert_eq!(desk.noun::<Notice>(notice).await.reminders.len(), 3, "one point is open");
        desk.clock.set(desk.noun::<Notice>(notice).await.reminders[0].at);
        desk.round().await;
        let text = reminders(desk).pop().expect("a reminder").text;
        assert!(!text.contains("A detailed moderation plan.") && text.contains("Remove the posts"), "{text}");

        let (second, _) = desk.answer(&token, &[("", ""), ("done", "They are gone.")]).await.expect("an answer");
        assert_eq!(desk.noun::<Notice>(notice).await.reminders.len(), 2, "nobody has shown that it is theirs");
        desk.round().await;
        desk.type_digits(&token, &second.receipt).await.expect("the code");
        assert!(desk.noun::<Notice>(notice).await.reminders.is_empty());
        let timer: Timer = desk.noun(format!("remind/{notice}")).await;
        assert_eq!(timer.stage, TimerStage::Cancelled);
        desk.pass_deadline(notice).await;
        assert_eq!(reminders(desk).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn more_time_plans_anew_and_a_notice_that_is_over_reminds_nobody() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let before = desk.noun::<Notice>(notice).await;
        let asked = ask(desk, &token, "1").await;
        decide(desk, &matter, &asked, &decides("all")).await;
        let after = desk.noun::<Notice>(notice).await;
        assert_eq!(after.reminders.len(), 3);
        assert!(after.reminders[0].at > before.reminders[0].at, "half of what is left now");
        assert_eq!(after.reminders[2].at, after.deadline.at.plus_seconds(-3600));
        desk.clock.set(before.reminders[0].at);
        desk.round().await;
        assert!(reminders(desk).is_empty(), "the old marks are gone");

        desk.withdraw_notice(&matter.ann, desk.new_command(), notice, "It named the wrong posts.").await.expect("over");
        let timer: Timer = desk.noun(format!("remind/{notice}")).await;
        assert_eq!(timer.stage, TimerStage::Cancelled);
        let (second, _) = desk.send(&matter, &notice_form(&matter)).await;
        let replacing = NoticeForm { replaces: "2".into(), hours: "48".into(), ..notice_form(&matter) };
        desk.send(&matter, &replacing).await;
        assert!(desk.noun::<Notice>(second).await.reminders.is_empty(), "its successor reminds");
        let until = desk.noun::<Notice>(second).await.deadline.at.plus_seconds(3 * 3600);
        pass_time(desk, until).await;
        let codes: Vec<bool> = reminders(desk).iter().map(|mail| mail.subject.contains(&after.code)).collect();
        assert!(!codes.is_empty() && codes.iter().all(|first| !first), "{codes:?}");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_waits_is_told_to_its_owner_then_to_the_lead_and_to_each_once() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        desk.assign_case(&matter.ann, desk.new_command(), matter.case, None, Some(matter.ann.person.id))
            .await
            .expect("hers");
        let (answer, _) = desk.answer(&token, &[("done", "The plan."), ("done", "Gone.")]).await.expect("an answer");
        let (ann, lee) = ("ann.analyst@hosting.example", "lee.lead@hosting.example");
        let start = desk.now();
        pass_time(desk, start.plus_seconds(3 * 3600)).await;
        assert!(to(desk, ann, "answer waits").is_empty(), "three hours are fine");
        pass_time(desk, start.plus_seconds(5 * 3600)).await;
        let told = to(desk, ann, "answer waits");
        assert_eq!((told.len(), to(desk, lee, "answer waits").len()), (1, 0));
        assert!(
            told[0].text.contains(&answer.receipt) && told[0].text.contains("PST"),
            "in her own zone: {}",
            told[0].text
        );
        desk.restart();
        pass_time(desk, start.plus_seconds(30 * 3600)).await;
        assert_eq!(
            (to(desk, ann, "answer waits").len(), to(desk, lee, "answer waits").len()),
            (1, 1),
            "each step once"
        );

        let view = desk.for_you(&matter.lee).await.expect("a list");
        assert!(view.yours.iter().any(|row| row.what == What::Answer && row.step == 2));
        desk.assess(&matter.ann, answer.id, &[(1, true), (2, true)]).await.expect("weighed");
        let view = desk.for_you(&matter.lee).await.expect("a list");
        assert!(
            !view.yours.iter().chain(&view.others).any(|row| row.what == What::Answer),
            "what is done waits no more"
        );
    })
    .await;
}

#[tokio::test]
async fn who_wants_no_letters_gets_none_and_french_is_french() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let lou = desk.person("Lou Lead", Role::Lead).await;
        let taste = |language: &str, zone: &str, mails: &str| TasteForm {
            zone: zone.into(),
            language: language.into(),
            theme: "system".into(),
            density: "compact".into(),
            keys: "on".into(),
            mails: mails.into(),
        };
        desk.set_taste(&matter.lee, &taste("en", "America/Los_Angeles", "off")).await.expect("kept");
        desk.set_taste(&lou, &taste("fr", "Europe/Paris", "on")).await.expect("kept");
        desk.overdue(&matter).await;
        let form = suspension_in_an_hour(desk, &matter);
        let decision = desk.propose(&matter, &form).await.expect("a proposal");
        desk.clock.advance_seconds(120);
        desk.round().await;
        assert!(to(desk, "lee.lead@hosting.example", "").is_empty());
        let told = to(desk, "lou.lead@hosting.example", "Une décision attend");
        assert_eq!(told.len(), 1);
        assert!(told[0].text.contains("D-1") && told[0].text.contains("UTC+01:00"), "{}", told[0].text);
        assert!(told[0].text.contains("En attente depuis"), "{}", told[0].text);
        assert!(to(desk, "ann.analyst@hosting.example", "decision waits").is_empty(), "who proposed is not asked");
        let view = desk.for_you(&matter.lee).await.expect("a list");
        assert!(view.yours.iter().any(|row| row.what == What::Approval), "it stands on her page all the same");
        desk.approve(&matter.lee, &decision).await.expect("approved");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_missed_hour_is_told_to_the_leads_at_once_and_to_whoever_owns_the_case() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        desk.assign_case(&matter.ann, desk.new_command(), matter.case, None, Some(matter.ann.person.id))
            .await
            .expect("hers");
        let decision = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<docket::decision::Decision>(decision).await.effective.at;
        desk.clock.set(effective.plus_seconds(20 * 60));
        desk.restart();
        desk.round().await;
        let missed = |desk: &TestDesk, who: &str| to(desk, who, "The hour of a decision was missed");
        for who in ["lee.lead@hosting.example", "ann.analyst@hosting.example"] {
            let told = missed(desk, who);
            assert_eq!(told.len(), 1, "{who} hears of it in the same round");
            let text = &told[0].text;
            assert!(
                text.contains("D-1") && text.contains("Nothing was switched off") && text.contains("PST"),
                "{text}"
            );
            assert!(text.contains("/decisions/1"), "it leads to where the choices are: {text}");
        }
        for who in [&matter.lee, &matter.ann] {
            let view = desk.for_you(who).await.expect("a list");
            assert!(view.yours.iter().any(|row| row.what == What::Missed), "and it stands on their page");
        }
        let later = desk.now().plus_seconds(30 * 3600);
        pass_time(desk, later).await;
        assert_eq!(missed(desk, "lee.lead@hosting.example").len(), 2, "once more when it still waits, and no oftener");
        assert_eq!(missed(desk, "ann.analyst@hosting.example").len(), 1);
        desk.withdraw_decision(&matter.lee, desk.new_command(), decision, "We were away.").await.expect("withdrawn");
        desk.round().await;
        let view = desk.for_you(&matter.lee).await.expect("a list");
        assert!(!view.yours.iter().chain(&view.others).any(|row| row.what == What::Missed));
    })
    .await;
}
