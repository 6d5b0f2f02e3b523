//! Deadlines that become later, are counted in days, read otherwise by a newer time zone database, and what becomes of
//! data that need not be kept any longer.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::{Matter, notice_form};
use crate::rounds::another;
use docket::alert::What;
use docket::calendar::Calendar;
use docket::case::Case;
use docket::decision::Decision;
use docket::desk::calendars::CalendarForm;
use docket::desk::deadlines::LaterForm;
use docket::desk::holds::HoldForm;
use docket::desk::notices::NoticeForm;
use docket::desk::preservation::DestroyedForm;
use docket::desk::{Done, Receipt};
use docket::id::NoticeId;
use docket::notice::Notice;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::time::DeadlineRule;
use std::io::Write;

const DEADLINES: usize = 40;
/// In a campaign.
const MANY_DEADLINES: usize = 1_000;

fn owed(date: &str, time: &str) -> LaterForm {
    LaterForm {
        why: "our_delay".into(),
        date: date.into(),
        time: time.into(),
        fold: String::new(),
        words: "We sent you the list of posts a day late.".into(),
    }
}

async fn set(desk: &TestDesk, matter: &Matter, notice: NoticeId, form: LaterForm) -> Done<Receipt> {
    desk.set_later(&matter.ann, desk.new_command(), notice, None, &form).await
}

#[tokio::test]
async fn time_that_we_owe_is_a_later_deadline_with_a_reason_and_never_a_shorter_one() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let printed = desk.noun::<Notice>(notice).await.deadline;
        for (form, field) in [
            (owed("2026-03-05", "09:00"), "date"),
            (owed("2026-03-08", "02:30"), "date"),
            (owed("2028-03-08", "12:00"), "date"),
            (LaterForm { words: " ".into(), ..owed("2026-03-06", "12:00") }, "words"),
            (LaterForm { why: "accepted_late".into(), ..owed("2026-03-06", "12:00") }, "why"),
        ] {
            let refusal = desk.refuses(set(desk, &matter, notice, form.clone())).await;
            assert_eq!(refusal.problems()[0].field, field, "{form:?}");
        }
        set(desk, &matter, notice, owed("2026-03-06", "12:00")).await.expect("a later deadline");
        desk.round().await;
        let noun: Notice = desk.noun(notice).await;
        assert_eq!(noun.deadline.wall, "Fri 6 Mar 2026, 12:00 PST (UTC−08:00)");
        assert_eq!(noun.superseded, std::slice::from_ref(&printed));
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.next_due(), Some(noun.deadline.at));
        let letter = desk.letters().pop().expect("a letter");
        assert!(letter.text.contains("a day late") && letter.text.contains("The delay was ours"), "{}", letter.text);

        // It passed, and is given time once more: what burdens waits again.
        desk.pass_deadline(notice).await;
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "overdue");
        set(desk, &matter, notice, owed("2026-03-09", "12:00")).await.expect("a later one");
        assert_eq!(desk.noun::<Case>(matter.case).await.stage.word(), "notice_running");
        let late = desk.noun::<Notice>(notice).await;
        assert!(!late.deadline_passed && late.superseded.len() == 2);
        desk.withdraw_notice(&matter.ann, desk.new_command(), notice, "It named the wrong posts.").await.expect("over");
        assert_eq!(
            desk.refuses(set(desk, &matter, notice, owed("2026-03-10", "12:00"))).await,
            Refusal::NoticeNotRunning
        );
        desk.round().await;
    })
    .await;
}

const HOLIDAYS: &str = "date,name\n2026-03-06,A day off\n2026-12-25,Christmas\n";

async fn import(desk: &TestDesk, who: &docket::desk::Who, text: &str) -> Calendar {
    let form = CalendarForm { name: "bavaria".into(), bytes: text.as_bytes().to_vec() };
    desk.import_calendar(Some(who), desk.new_command(), &form).await.expect("a calendar").0
}

#[tokio::test]
async fn a_deadline_in_business_days_keeps_the_edition_by_which_it_was_counted() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let form = CalendarForm { name: "bavaria".into(), bytes: HOLIDAYS.into() };
        let refusal = desk.refuses(desk.import_calendar(Some(&matter.ann), desk.new_command(), &form)).await;
        assert_eq!(refusal, Refusal::NotAllowed, "calendars are part of the rules");
        let first = import(desk, &matter.lee, HOLIDAYS).await;
        assert_eq!((first.edition, first.closed.len()), (1, 2));
        let refusal = desk.refuses(desk.import_calendar(Some(&matter.lee), desk.new_command(), &form)).await;
        assert_eq!(refusal, Refusal::NothingChanged);
        let broken = CalendarForm { name: "Bavaria 1".into(), bytes: b"tomorrow".to_vec() };
        let refusal = desk.refuses(desk.import_calendar(Some(&matter.lee), desk.new_command(), &broken)).await;
        let fields: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["name", "file"]);

        let counted = |rule: &str, days: &str| NoticeForm {
            rule: rule.into(),
            days: days.into(),
            calendar: "bavaria".into(),
            hours: String::new(),
            ..notice_form(&matter)
        };
        // Wednesday the 4th; Friday the 6th is closed.
        let mut last = Vec::new();
        for (rule, days) in [("days", "2"), ("business", "2"), ("eu", "2")] {
            let preview = desk.preview_notice(&matter.ann, matter.case, &counted(rule, days)).await.expect("a preview");
            last.push(preview.deadline.rule.last_day().expect("a day").to_owned());
            assert!(preview.letter.contains("24:00 P"), "{}", preview.letter);
        }
        assert_eq!(last, ["2026-03-06", "2026-03-09", "2026-03-09"]);
        // A month that has no such day ends with its last one.
        let months = |many: &str| NoticeForm { rule: "months".into(), months: many.into(), ..notice_form(&matter) };
        desk.clock.set(docket::time::Moment::parse("2026-03-31T17:00:00Z").expect("an instant"));
        let preview = desk.preview_notice(&matter.ann, matter.case, &months("1")).await.expect("a preview");
        assert_eq!(preview.deadline.rule.last_day(), Some("2026-04-30"));
        assert_eq!(preview.deadline.wall, "Thu 30 Apr 2026, 24:00 PDT (UTC−07:00)");
        desk.set(crate::bench::BEGINS);
        for (form, field) in [
            (months("13"), "months"),
            (months(""), "months"),
            (counted("days", "0"), "days"),
            (counted("business", "many"), "days"),
            (NoticeForm { calendar: "mars".into(), ..counted("business", "2") }, "calendar"),
        ] {
            let refusal = desk.refuses(desk.preview_notice(&matter.ann, matter.case, &form)).await;
            assert_eq!(refusal.problems()[0].field, field);
        }

        let (notice, token) = desk.send(&matter, &counted("business", "2")).await;
        let second = import(desk, &matter.lee, &HOLIDAYS.replace("2026-12-25", "2026-03-09")).await;
        assert_eq!(second.edition, 2);
        let noun: Notice = desk.noun(notice).await;
        let DeadlineRule::BusinessDays { calendar, version: 1, .. } = &noun.deadline.rule else {
            panic!("{:?}", noun.deadline.rule)
        };
        assert_eq!((calendar.name.as_str(), calendar.edition), ("bavaria", 1));
        assert_eq!(noun.deadline.wall, "Mon 9 Mar 2026, 24:00 PDT (UTC−07:00)", "no promise moves");
        // The last second of the last day is on time.
        desk.clock.set(noun.deadline.at.plus_seconds(-1));
        let (answer, _) = desk.answer(&token, &[("done", "The plan."), ("done", "Gone.")]).await.expect("an answer");
        assert!(!answer.is_late());
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_newer_time_zone_database_moves_no_deadline_and_asks_a_person_once() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let wall =
            NoticeForm { rule: "wall".into(), date: "2026-03-12".into(), time: "23:59".into(), ..notice_form(&matter) };
        let (notice, _) = desk.send(&matter, &wall).await;
        let promised = desk.noun::<Notice>(notice).await.deadline;
        assert_eq!(desk.watch_zones().await.expect("compared"), 0, "our own database agrees with itself");
        // As if California had kept its winter time.
        let winter = |deadline: &docket::time::Deadline| Some(Some(deadline.at.plus_seconds(3600)));
        assert_eq!(desk.compare_zones("2026z", winter).await.expect("compared"), 1);
        assert_eq!(desk.compare_zones("2026z", winter).await.expect("compared"), 0, "once for each deadline");
        desk.round().await;
        let noun: Notice = desk.noun(notice).await;
        assert_eq!(noun.deadline, promised, "what was promised stands");
        let drift = noun.drifts(desk.now()).expect("a task");
        assert_eq!((drift.now_means, drift.tzdb.as_str()), (Some(promised.at.plus_seconds(3600)), "2026z"));
        let told: Vec<_> =
            desk.letters().into_iter().filter(|mail| mail.subject.contains("newer time zone data")).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].to, "lee.lead@hosting.example");
        let view = desk.for_you(&matter.lee).await.expect("a list");
        assert!(view.yours.iter().any(|row| row.what == What::Drift));
        // The customer gets the other instant by a later deadline, and nothing is left to look at.
        let form = LaterForm { words: "The law changed your clocks.".into(), ..owed("2026-03-13", "00:59") };
        desk.set_later(&matter.ann, desk.new_command(), notice, None, &form).await.expect("a later deadline");
        assert!(desk.noun::<Notice>(notice).await.drifts(desk.now()).is_none());
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn of_many_deadlines_exactly_those_are_asked_about_that_another_database_moves() {
    Bench::each(async |desk: &mut TestDesk| {
        let first = desk.matter().await;
        let zones = ["America/Los_Angeles", "Europe/Paris", "Australia/Sydney", "Asia/Tokyo", "UTC"];
        let deadlines = if std::env::var_os(crate::crash::SEEDS).is_some() { MANY_DEADLINES } else { DEADLINES };
        let mut notices = Vec::new();
        for number in 0..deadlines {
            let matter = another(desk, &first, &format!("customer-{number}")).await;
            let form = NoticeForm {
                rule: "wall".into(),
                date: format!("2026-03-{:02}", 12 + number / 5 % 8),
                time: "02:30".into(),
                zone: zones[number % 5].into(),
                ..notice_form(&matter)
            };
            let made = desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await;
            notices.push(made.expect("a notice").0);
        }
        desk.clock.advance_seconds(60);
        while desk.round().await.timers > 0 {}
        let mut promised = Vec::new();
        for notice in &notices {
            promised.push(desk.noun::<Notice>(*notice).await.deadline);
        }
        // Sydney gave summer time up, and Paris skips the whole of one night.
        let read = |deadline: &docket::time::Deadline| match deadline.zone.as_str() {
            "Australia/Sydney" => Some(Some(deadline.at.plus_seconds(3600))),
            "Europe/Paris" if deadline.wall.contains("15 Mar") => Some(None),
            _ => None,
        };
        let moved: Vec<bool> = promised.iter().map(|deadline| read(deadline).is_some()).collect();
        let many = moved.iter().filter(|moved| **moved).count();
        assert_eq!(many, deadlines * 9 / 40, "each fifth in Sydney, and one night of eight in Paris");
        assert_eq!(desk.compare_zones("2026z", read).await.expect("compared"), many);
        desk.round().await;
        for ((notice, was), moved) in notices.iter().zip(&promised).zip(&moved) {
            let noun: Notice = desk.noun(*notice).await;
            assert_eq!(noun.deadline, *was, "every promise stands to the last letter");
            assert_eq!(noun.drifts(desk.now()).map(|drift| drift.now_means), moved.then(|| read(was)).flatten());
        }
        let asked = desk.for_you(&first.lee).await.expect("a list");
        let told = [desk.count("deadline_drifted").await, desk.count("team_alerted").await];
        assert_eq!(told, [many, many], "each once");
        // A page shows no more than a person can read.
        assert_eq!(asked.yours.iter().filter(|row| row.what == What::Drift).count(), many.min(200));
        let line = format!(
            "{deadlines} deadlines: another database moves {many}, each is asked about once, none was changed."
        );
        let _ = writeln!(std::io::stderr(), "{line}");
    })
    .await;
}

fn gone(date: &str) -> DestroyedForm {
    DestroyedForm {
        what: "Volumes 4711 to 4713 and their backups.".into(),
        done_by: "Storage team".into(),
        date: date.into(),
        time: "10:00".into(),
        fold: String::new(),
    }
}

#[tokio::test]
async fn the_end_of_a_preservation_asks_a_person_and_a_hold_refuses() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        let finn = desk.person("Finn Counsel", Role::Counsel).await;
        let decision = desk.suspended(&matter).await;
        let until = decision.preserve_until.expect("a window");
        let told = |desk: &TestDesk, words: &str| {
            desk.letters().into_iter().filter(|mail| mail.subject.contains(words)).count()
        };
        let day = 86_400;
        for (at, soon, over) in [(-8 * day, 0, 0), (-7 * day, 1, 0), (-day, 2, 0), (0, 2, 1), (day, 2, 2)] {
            desk.clock.set(until.plus_seconds(at));
            desk.round().await;
            desk.round().await;
            let counts = (told(desk, "data is kept ends soon"), told(desk, "data was kept is over"));
            assert_eq!(counts, (soon, over), "{at} seconds from the end");
        }
        let view = desk.for_you(&matter.lee).await.expect("a list");
        assert!(view.yours.iter().any(|row| row.what == What::PreservationOver));

        let record = |form: DestroyedForm| {
            let (desk, ann, id) = (&*desk, &matter.ann, decision.id);
            async move { desk.record_destroyed(ann, desk.new_command(), id, &form).await }
        };
        let lawsuit = HoldForm {
            scope: "customer".into(),
            matter: "Example Social v. Example Hosting".into(),
            reason: "They sued on 11 January.".into(),
        };
        let (number, _) = desk.place_hold(&cleo, desk.new_command(), matter.case, &lawsuit).await.expect("a hold");
        let after =
            docket::time::zone::Zone::parse("America/Los_Angeles").expect("a zone").date_text(until.plus_seconds(day));
        assert_eq!(desk.refuses(record(gone(&after))).await, Refusal::HoldStands);
        let hold = {
            let mut reader = desk.read().await.expect("a reader");
            let held = docket::store::deciding::hold_by_number(&mut reader.conn(), number).await.expect("a database");
            held.expect("the hold").noun.id
        };
        desk.ask_release(&cleo, desk.new_command(), hold, "They settled.").await.expect("asked");
        desk.release_hold(&fresh(&finn, desk.now()), desk.new_command(), hold).await.expect("released");
        for (form, field) in [
            (gone("2026-03-01"), "gone_date"),
            (gone("2030-01-01"), "gone_date"),
            (DestroyedForm { what: " ".into(), ..gone(&after) }, "gone_what"),
        ] {
            assert_eq!(desk.refuses(record(form)).await.problems()[0].field, field);
        }
        desk.clock.set(until.plus_seconds(3 * day));
        record(gone(&after)).await.expect("recorded");
        let kept = desk.noun::<Decision>(decision.id).await.destroyed.expect("what became of it");
        assert_eq!(kept.done_by.show(), "Storage team");
        assert!(kept.at < desk.now() && kept.at >= until);
        assert_eq!(desk.refuses(record(gone(&after))).await, Refusal::DataGone);
        let view = desk.for_you(&matter.lee).await.expect("a list");
        assert!(!view.yours.iter().chain(&view.others).any(|row| row.what == What::PreservationOver));
        desk.round().await;
    })
    .await;
}

/// Decisions from before there was such a timer: as if this one had been made then.
#[tokio::test]
async fn a_preservation_from_before_its_timer_gets_one_at_the_start() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.reminds();
        let matter = desk.matter().await;
        let decision = desk.suspended(&matter).await;
        assert_eq!(desk.watch_old_preservations().await.expect("a look"), 0, "this one has a timer");
        let timer = format!("keep/{}", decision.id);
        match desk.is_postgres() {
            true => desk.raw("alter table timer disable trigger user").await.expect("no guards"),
            false => desk.raw("drop trigger timer_never_deleted").await.expect("no guards"),
        };
        desk.raw(&format!("delete from timer where id = '{timer}'")).await.expect("as it was before");

        let until = decision.preserve_until.expect("a window");
        desk.clock.set(until.plus_seconds(3 * 86_400));
        assert_eq!(desk.watch_old_preservations().await.expect("a look"), 1);
        assert_eq!(desk.watch_old_preservations().await.expect("a look"), 0, "once");
        assert_eq!(desk.count("preservation_watched").await, 2, "by an event, as every timer");
        // The record holds both events of this timer, so that is its version.
        desk.raw(&format!("update timer set version = 2 where id = '{timer}'")).await.expect("its version");
        assert_eq!(desk.noun::<docket::timer::Timer>(&timer).await.due, desk.now(), "it was over long ago");
        desk.round().await;
        desk.round().await;
        let told = desk.letters().into_iter().filter(|mail| mail.subject.contains("data was kept is over")).count();
        assert_eq!(told, 1, "a person is asked at once");
    })
    .await;
}
