//! Notices: a minute to undo, frozen deadlines, and letters that leave in time or not at all.

use crate::bench::{Bench, TestDesk};
use crate::hands::{notice_form, suspension_in_an_hour};
use docket::case::Case;
use docket::decision::checks::Finding;
use docket::desk::notices::NoticeForm;
use docket::letters::{AutoKind, Envelope, Mailer, mime};
use docket::notice::{Notice, NoticeStage};
use docket::refusal::Refusal;
use docket::time::Moment;

#[tokio::test]
async fn a_notice_is_undone_within_its_minute_and_not_after_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = notice_form(&matter);
        let (first, _) =
            desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await.expect("a notice");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "notice_leaving");
        desk.clock.advance_seconds(59);
        desk.round().await;
        desk.undo_notice(&matter.ann, desk.new_command(), first).await.expect("undone at the last second");
        desk.clock.advance_seconds(60);
        desk.round().await;
        assert!(desk.letters().is_empty(), "no letter ever left");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "open");

        let (second, _) =
            desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await.expect("another");
        desk.clock.advance_seconds(60);
        let refusal = desk.refuses(desk.undo_notice(&matter.ann, desk.new_command(), second)).await;
        assert_eq!(refusal, Refusal::UndoTooLate, "even before the round that sends it");
        desk.round().await;
        assert_eq!(desk.letters().len(), 1);
        assert_eq!(desk.noun::<Notice>(second).await.number, 2);
        let refusal = desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form)).await;
        assert_eq!(refusal, Refusal::NoticeRunning);
    })
    .await;
}

#[tokio::test]
async fn a_time_that_no_wall_shows_is_refused_and_one_that_comes_twice_is_asked_about() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let wall = |date: &str, time: &str, fold: &str| NoticeForm {
            rule: "wall".into(),
            date: date.into(),
            time: time.into(),
            fold: fold.into(),
            ..notice_form(&matter)
        };
        let gap = wall("2026-03-08", "02:30", "");
        let refusal = desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &gap)).await;
        let problem = &refusal.problems()[0];
        assert_eq!(problem.field, "date");
        assert!(
            problem.sentence.contains("01:30 PST") && problem.sentence.contains("03:30 PDT"),
            "both neighbours: {}",
            problem.sentence
        );

        let twice = wall("2026-11-01", "01:30", "");
        let refusal = desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &twice)).await;
        assert_eq!(refusal.problems()[0].field, "fold");
        for (fold, at) in [("first", "2026-11-01T08:30:00Z"), ("second", "2026-11-01T09:30:00Z")] {
            let preview = desk
                .preview_notice(&matter.ann, matter.case, &wall("2026-11-01", "01:30", fold))
                .await
                .expect("a preview");
            assert_eq!(preview.deadline.at, Moment::parse(at).expect("an instant"));
        }
        let (notice, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &wall("2026-11-01", "01:30", "second"))
            .await
            .expect("a notice");
        assert_eq!(desk.noun::<Notice>(notice).await.deadline.wall, "Sun 1 Nov 2026, 01:30 PST (UTC−08:00)");
    })
    .await;
}

#[tokio::test]
async fn an_hour_is_3600_seconds_whatever_the_wall_does() {
    Bench::from("2026-10-31T19:00:00Z", async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let preview = desk.preview_notice(&matter.ann, matter.case, &notice_form(&matter)).await.expect("a preview");
        assert_eq!(preview.deadline.at.minus(desk.now()), (24 * 3600 + 16 * 60) * 1_000_000);
        assert_eq!(preview.deadline.wall, "Sun 1 Nov 2026, 11:16 PST (UTC−08:00)", "an hour earlier on the wall");
    })
    .await;
}

#[tokio::test]
async fn short_notice_has_a_reason_and_no_notice_has_holes() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let short = NoticeForm { hours: "19".into(), ..notice_form(&matter) };
        let refusal = desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &short)).await;
        assert_eq!(refusal.problems()[0].field, "short_reason");
        let holes = NoticeForm { findings: "We saw [[what was found]].".into(), ..notice_form(&matter) };
        let refusal = desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &holes)).await;
        assert_eq!(refusal.problems()[0].field, "findings");
        let nothing = NoticeForm {
            contacts: Vec::new(),
            requirements: vec![" ".into()],
            zone: "PST".into(),
            ..notice_form(&matter)
        };
        let refusal = desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &nothing)).await;
        let fields: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["requirement_1", "zone", "contacts"], "everything at once");

        let reasoned = NoticeForm { short_reason: "A date for violence was named.".into(), ..short };
        let (notice, _) = desk.send(&matter, &reasoned).await;
        assert!(desk.noun::<Notice>(notice).await.text.short_reason.is_some());
        let twenty = NoticeForm { hours: "20".into(), ..notice_form(&matter) };
        desk.preview_notice(&matter.ann, matter.case, &twenty).await.expect("twenty hours need no reason");
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_would_leave_late_does_not_leave() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
            .await
            .expect("a notice");
        // The server is down from here on, until after the quarter of an hour that the letter had for its way.
        desk.clock.advance_seconds(60 + 15 * 60 + 1);
        desk.restart();
        desk.round().await;
        assert!(
            matches!(desk.noun::<Notice>(notice).await.stage, NoticeStage::Undone { .. }),
            "it would have shortened what it promises"
        );
        assert!(desk.letters().is_empty());
        assert!(desk.noun::<Notice>(notice).await.kept_back.is_some(), "and its page says why");
        assert_eq!(desk.count("notice_kept_back").await, 1);
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "open");
        desk.send(&matter, &notice_form(&matter)).await;
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_was_accepted_late_moves_the_deadline_by_as_much() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
            .await
            .expect("a notice");
        let works = desk.mailer.clone();
        desk.mailer = broken(desk);
        desk.clock.advance_seconds(60);
        let round = desk.round().await;
        assert_eq!((round.letters, round.problems), (0, 1), "the mail server does not take it");
        let printed = desk.noun::<Notice>(notice).await.deadline;
        desk.clock.advance_seconds(3600);
        desk.mailer = works;
        desk.round().await;
        // Accepted an hour after it left: fifteen minutes were reckoned with, three quarters of an hour are owed.
        let noun: Notice = desk.noun(notice).await;
        assert_eq!(noun.deadline.at.minus(printed.at), 45 * 60 * 1_000_000);
        assert_eq!(noun.superseded, std::slice::from_ref(&printed), "what was printed is kept");
        let letters = desk.letters();
        assert_eq!(letters.len(), 2, "the notice, and word of the later deadline");
        assert!(
            letters[1].subject.contains("more time") && letters[1].text.contains("later than we had reckoned with")
        );
        assert!(letters[1].text.contains(&noun.deadline.wall) && letters[1].text.contains(&printed.wall));

        desk.clock.set(printed.at);
        desk.round().await;
        assert!(!desk.noun::<Notice>(notice).await.deadline_passed, "the old instant passes in silence");
        desk.pass_deadline(notice).await;
        let form = suspension_in_an_hour(desk, &matter);
        desk.propose(&matter, &form).await.expect("the customer had all the time that was promised");
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_came_back_needs_a_finding_of_a_lead() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
            .await
            .expect("a notice");
        desk.clock.advance_seconds(60);
        desk.send_due_notice(notice).await.expect("in the outbox");
        let letter = desk.queued_letters(10).await.expect("letters").pop().expect("one letter");
        desk.letter_failed(letter.id, "550 no such user").await.expect("a bounce");
        desk.round().await;
        assert!(desk.letters().is_empty());
        desk.pass_deadline(notice).await;
        let form = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::NoticeUndelivered]));
        let how = "Read to their counsel on the telephone, who confirmed it in writing.";
        assert_eq!(
            desk.refuses(desk.find_delivery(&matter.ann, desk.new_command(), notice, how)).await,
            Refusal::NotAllowed
        );
        desk.find_delivery(&matter.lee, desk.new_command(), notice, how).await.expect("a finding");
        desk.propose(&matter, &form).await.expect("a proposal");
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_back_leaves_the_case_where_it_stood() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (first, token) = desk.overdue(&matter).await;
        let (second, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
            .await
            .expect("a second notice");
        desk.undo_notice(&matter.ann, desk.new_command(), second).await.expect("undone");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue", "the first one still stands");

        let (third, _) = desk.send(&matter, &notice_form(&matter)).await;
        desk.withdraw_notice(&matter.ann, desk.new_command(), third, "Sent twice by mistake.")
            .await
            .expect("withdrawn");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue");
        assert_eq!(
            desk.refuses(desk.withdraw_notice(&matter.ann, desk.new_command(), third, "Again.")).await,
            Refusal::NoticeNotRunning
        );

        let form = suspension_in_an_hour(desk, &matter);
        let decision = desk.propose(&matter, &form).await.expect("a proposal");
        assert_eq!(decision.rests_on, Some(first), "a withdrawn notice carries nothing");
        let refusal = desk
            .refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter)))
            .await;
        assert_eq!(
            refusal,
            Refusal::DecisionPending,
            "nothing new is asked of somebody who is about to be switched off"
        );
        assert_eq!(
            desk.refuses(desk.withdraw_notice(&matter.ann, desk.new_command(), first, "Why not.")).await,
            Refusal::DecisionPending
        );
        desk.withdraw_decision(&matter.lee, desk.new_command(), decision.id, "They called.").await.expect("withdrawn");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue");
        desk.answer(&token, &[("done", "All of it."), ("done", "Here it is.")])
            .await
            .expect("late, and read all the same");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "answered");
        desk.round().await;
    })
    .await;
}

/// The machine stops after the mail server took the letter and before that was written down.
#[tokio::test]
async fn a_letter_handed_over_twice_is_one_letter() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = notice_form(&matter);
        let (notice, _) =
            desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await.expect("a notice");
        desk.clock.advance_seconds(60);
        desk.send_due_notice(notice).await.expect("in the outbox");
        let letter = desk.queued_letters(10).await.expect("letters").pop().expect("one letter");
        let link = desk.letter_link(letter.id).await.expect("a database").expect("the link that waits with it");
        let text = letter.text.show().replace("{link}", &link);
        let envelope = Envelope {
            from: &desk.settings().mail_from,
            reply_to: "",
            from_name: &desk.settings().provider,
            to: letter.to.show(),
            subject: letter.subject.show(),
            text: &text,
            message_id: &letter.message_id,
            language: letter.language,
            at: letter.queued_at,
            auto: AutoKind::Generated,
            references: &[],
            checkpoint: None,
        };
        let bytes = mime(&envelope).expect("a mail");
        desk.mailer.hand_over(&letter.id.to_string(), &envelope, &bytes).await.expect("taken");
        let first = desk.letters();
        desk.restart();
        desk.clock.advance_seconds(20);
        desk.round().await;
        let second = desk.letters();
        assert_eq!(first, second, "the same message, byte for byte");
        assert_eq!((second.len(), desk.count("letter_accepted").await), (1, 1));
        let notice: Notice = desk.noun(notice).await;
        assert_eq!((notice.delivered, notice.undelivered), (1, 0), "no second clock");
    })
    .await;
}

/// A folder that cannot be one, because a file has its name.
pub fn broken(desk: &TestDesk) -> Mailer {
    let file = desk.folder().join("no-folder");
    std::fs::write(&file, "").expect("a file");
    Mailer::Folder(file)
}
