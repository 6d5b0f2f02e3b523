use super::*;
use crate::calendar::Closed;
use crate::time::zone::{calendar_days, calendar_months, deadline_hours};
use Language::{En, Fr};

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn wall(date: &str, time: &str, zone: &Zone) -> Moment {
    match resolve(date, time, zone).unwrap() {
        Wall::Once(at) => at,
        other => panic!("{date} {time}: {other:?}"),
    }
}

fn calendar(name: &str, days: &[&str]) -> Calendar {
    Calendar {
        name: name.into(),
        edition: 3,
        closed: days.iter().map(|date| Closed { date: (*date).into(), name: "a holiday".into() }).collect(),
        source: String::new(),
        imported_at: Moment::MIN,
        by: None,
    }
}

fn federal() -> Calendar {
    calendar(
        "us-federal",
        &[
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
            "2026-09-07",
            "2026-11-26",
        ],
    )
}

fn france() -> Calendar {
    calendar("fr", &["2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-12-25"])
}

#[test]
fn twenty_four_hours_and_one_day_are_not_the_same() {
    // FORMATS: the notice at 18:00 on the evening before each change of the clocks in California.
    let la = zone("America/Los_Angeles");
    for (date, elapsed, next_day, hours) in [
        ("2026-03-07", "Sun 8 Mar 2026, 19:00 PDT (UTC−07:00)", "Sun 8 Mar 2026, 24:00 PDT (UTC−07:00)", 29),
        ("2026-10-31", "Sun 1 Nov 2026, 17:00 PST (UTC−08:00)", "Sun 1 Nov 2026, 24:00 PST (UTC−08:00)", 31),
    ] {
        let from = wall(date, "18:00", &la);
        assert_eq!(deadline_hours(from, 24, &la).wall, elapsed);
        let day = calendar_span(from, Span::Days(1), &la).unwrap();
        assert_eq!(day.wall, next_day);
        assert_eq!(day.at.minus(from), hours * 3_600_000_000, "to the end of the day on the wall");
        // A day of 23 or 25 hours between the same times.
        assert_eq!(la.show(calendar_days(from, 1, &la), En).time, "18:00");
    }
}

#[test]
fn months_end_with_the_last_day_of_a_shorter_one() {
    let paris = zone("Europe/Paris");
    for (from, last) in [
        ("2026-08-31", "2027-02-28"),
        ("2026-08-30", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2026-01-15", "2026-07-15"),
    ] {
        let deadline = calendar_span(wall(from, "17:45", &paris), Span::Months(6), &paris).unwrap();
        assert_eq!(deadline.rule, DeadlineRule::Months { months: 6, last: last.into(), version: 1 });
        assert_eq!(deadline.rule.last_day(), Some(last));
        assert!(deadline.wall.contains("24:00"), "{}", deadline.wall);
        assert!(deadline.at > calendar_months(wall(from, "17:45", &paris), 6, &paris));
    }
}

#[test]
fn a_day_ends_with_the_first_instant_of_the_next_also_where_midnight_is_missing() {
    for (name, day, ends, told) in [
        ("America/Santiago", "2026-09-05", "2026-09-06T04:00:00Z", "Sat 5 Sep 2026, 24:00 (UTC−04:00)"),
        ("America/Havana", "2026-03-07", "2026-03-08T05:00:00Z", "Sat 7 Mar 2026, 24:00 CST (UTC−05:00)"),
        ("Asia/Beirut", "2026-03-28", "2026-03-28T22:00:00Z", "Sat 28 Mar 2026, 24:00 EET (UTC+02:00)"),
        ("Europe/Paris", "2026-03-28", "2026-03-28T23:00:00Z", "Sat 28 Mar 2026, 24:00 CET (UTC+01:00)"),
    ] {
        let zone = zone(name);
        let last: NaiveDate = day.parse().unwrap();
        assert_eq!(end_of_day(last, &zone), at(ends), "{name}");
        let before = end_of_day(last.pred_opt().unwrap(), &zone).plus_seconds(-3600);
        let deadline = calendar_span(before, Span::Days(1), &zone).unwrap();
        assert_eq!((deadline.at, deadline.wall.as_str()), (at(ends), told), "{name}");
    }
    // Cairo jumps at midnight of the 24th: the 23rd ends where the 24th begins, at 01:00.
    let cairo = zone("Africa/Cairo");
    assert!(matches!(resolve("2026-04-24", "00:30", &cairo), Some(Wall::Gap { .. })));
    assert_eq!(end_of_day("2026-04-23".parse().unwrap(), &cairo), at("2026-04-23T22:00:00Z"));
    assert_eq!(end_of_day(NaiveDate::MAX, &cairo), Moment::MAX);
}

#[test]
fn what_comes_in_the_last_second_of_the_day_is_on_time() {
    let la = zone("America/Los_Angeles");
    let deadline = calendar_span(at("2021-01-09T23:44:00Z"), Span::Days(1), &la).unwrap();
    assert_eq!(deadline.at, at("2021-01-11T08:00:00Z"));
    assert_eq!(deadline.wall, "Sun 10 Jan 2021, 24:00 PST (UTC−08:00)");
    assert_eq!(deadline.sentence(Fr), "dim. 10 janv. 2021, 24:00 (UTC−08:00)");
    assert!(at("2021-01-11T07:59:59.999999Z") < deadline.at);
}

#[test]
fn business_days_leave_out_weekends_and_holidays() {
    let (la, federal) = (zone("America/Los_Angeles"), federal());
    for (received, days, last) in [
        // Thursday before Independence Day, which is kept on Friday the 3rd.
        ("2026-07-02", 1, "2026-07-06"),
        ("2026-07-02", 5, "2026-07-10"),
        ("2026-07-04", 1, "2026-07-06"),
        ("2026-11-25", 2, "2026-11-30"),
    ] {
        let deadline = business_days(wall(received, "09:00", &la), days, &la, &federal).unwrap();
        assert_eq!(deadline.rule.last_day(), Some(last), "{received} + {days}");
        assert_eq!(deadline.rule.calendar().map(|which| (which.name.as_str(), which.edition)), Some(("us-federal", 3)));
    }
    assert_eq!(business_days(at("2026-07-02T17:00:00Z"), 0, &la, &federal), None);
    assert_eq!(business_days(at("2026-07-02T17:00:00Z"), u32::MAX, &la, &federal), None);
}

#[test]
fn european_periods_never_end_on_a_day_on_which_nobody_works() {
    let (paris, france) = (zone("Europe/Paris"), france());
    let last = |from: &str, span: Span| {
        let deadline = eu_span(wall(from, "10:00", &paris), span, &paris, &france).unwrap();
        deadline.rule.last_day().unwrap().to_owned()
    };
    // From a Thursday: three days end on a Sunday, so on Monday.
    assert_eq!(last("2026-07-09", Span::Days(3)), "2026-07-13");
    // The Monday after is no holiday, but the Tuesday is.
    assert_eq!(last("2026-07-10", Span::Days(4)), "2026-07-15");
    // Friday to Sunday: not one working day, and two are owed.
    assert_eq!(last("2026-07-10", Span::Days(2)), "2026-07-15", "Monday, and Wednesday after the holiday");
    assert_eq!(last("2026-07-10", Span::Days(1)), "2026-07-13");
    // Easter Monday.
    assert_eq!(last("2026-04-03", Span::Days(3)), "2026-04-08");
    // A month that ends on Christmas, a Friday.
    assert_eq!(last("2026-11-25", Span::Months(1)), "2026-12-28");
    // Hours are not meant: an hour on a Saturday is over on that Saturday.
    let saturday = wall("2026-07-11", "23:30", &paris);
    assert_eq!(tco_hour(saturday, &paris).at, saturday.plus_seconds(3600));
    assert_eq!(deadline_hours(saturday, 24, &paris).at, saturday.plus_seconds(86_400));
}

#[test]
fn material_is_put_back_between_ten_and_fourteen_business_days() {
    let (eastern, federal) = (zone("America/New_York"), federal());
    // A counter notice on Wednesday the 1st of July: the 3rd is a holiday.
    let window = dmca_window(wall("2026-07-01", "15:00", &eastern), &eastern, &federal).unwrap();
    let told = |moment: Moment| eastern.date_text(moment.plus_micros(-1));
    assert_eq!(
        (told(window.opens), told(window.alert), told(window.closes)),
        ("2026-07-16".into(), "2026-07-20".into(), "2026-07-22".into())
    );
    assert_eq!(eastern.show(window.opens, En).time, "00:00");
}

#[test]
fn only_what_reads_a_wall_is_moved_by_another_database() {
    let la = zone("America/Los_Angeles");
    let anchor = at("2026-07-01T00:00:00Z");
    let stands = super::super::deadline_wall("2026-07-10", "23:59", &la, anchor, None).unwrap();
    assert_eq!(moved_by_tzdb(&stands), None);
    // As if daylight saving time had been abolished when it was promised.
    let older = Deadline { at: stands.at.plus_seconds(3600), ..stands.clone() };
    assert_eq!(moved_by_tzdb(&older), Some(Some(stands.at)));
    let hours = Deadline { at: anchor.plus_seconds(60), ..deadline_hours(anchor, 24, &la) };
    assert_eq!(moved_by_tzdb(&hours), None, "elapsed time reads no wall");
    let days = calendar_span(anchor, Span::Days(3), &la).unwrap();
    assert_eq!(moved_by_tzdb(&days), None);
    let older = Deadline { at: days.at.plus_seconds(-3600), ..days.clone() };
    assert_eq!(moved_by_tzdb(&older), Some(Some(days.at)));
    let gap =
        Deadline { rule: DeadlineRule::Wall { date: "2026-03-08".into(), time: "02:30".into() }, ..stands.clone() };
    assert_eq!(moved_by_tzdb(&gap), Some(None), "no wall shows it any more");
    for second in [false, true] {
        let fold = if second { super::super::Fold::Second } else { super::super::Fold::First };
        let twice = super::super::deadline_wall("2026-11-01", "01:30", &la, anchor, Some(fold)).unwrap();
        assert_eq!(moved_by_tzdb(&twice), None, "either of the two stands");
    }
}

#[test]
fn time_that_we_owe_is_added_to_the_promise() {
    let la = zone("America/Los_Angeles");
    let promised = deadline_hours(at("2026-03-04T18:00:00Z"), 24, &la);
    let later = postponed(&promised, 7 * 60 * 1_000_000, at("2026-03-04T18:10:00Z"));
    assert_eq!(later.at.minus(promised.at), 7 * 60 * 1_000_000);
    assert_eq!(later.wall, "Thu 5 Mar 2026, 10:07 PST (UTC−08:00)");
}
