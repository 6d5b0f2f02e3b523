use super::wall::local;
use super::*;
use crate::time::{Deadline, DeadlineRule};
use Language::{En, Fr};

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn la() -> Zone {
    zone("America/Los_Angeles")
}

#[test]
fn a_wall_time_in_winter_and_in_summer() {
    let once = |date| resolve(date, "23:59", &la()).unwrap();
    assert_eq!(once("2021-01-10"), Wall::Once(at("2021-01-11T07:59:00Z")));
    assert_eq!(once("2021-07-11"), Wall::Once(at("2021-07-12T06:59:00Z")));
    // A literal "PST" in July would be an hour later than anybody's clock says.
    assert_eq!(at("2021-07-11T23:59:00-08:00"), at("2021-07-12T07:59:00Z"));
}

#[test]
fn a_time_that_the_clocks_jump_over_has_two_neighbours() {
    let Some(Wall::Gap { before, after, before_text, after_text }) = resolve("2026-03-08", "02:30", &la()) else {
        panic!("02:30 does not exist on that day");
    };
    assert_eq!(before, at("2026-03-08T09:30:00Z"));
    assert_eq!(after, at("2026-03-08T10:30:00Z"));
    assert_eq!(before_text, "Sun 8 Mar 2026, 01:30 PST (UTC−08:00)");
    assert_eq!(after_text, "Sun 8 Mar 2026, 03:30 PDT (UTC−07:00)");
    // The gap is 02:00 up to but not including 03:00.
    assert!(matches!(resolve("2026-03-08", "01:59", &la()), Some(Wall::Once(_))));
    assert!(matches!(resolve("2026-03-08", "02:00", &la()), Some(Wall::Gap { .. })));
    assert!(matches!(resolve("2026-03-08", "02:59", &la()), Some(Wall::Gap { .. })));
    assert!(matches!(resolve("2026-03-08", "03:00", &la()), Some(Wall::Once(_))));
}

#[test]
fn a_time_that_the_clocks_show_twice_is_asked_about() {
    let Some(Wall::Twice { first, second, first_text, second_text }) = resolve("2026-11-01", "01:30", &la()) else {
        panic!("01:30 exists twice on that day");
    };
    assert_eq!(first, at("2026-11-01T08:30:00Z"));
    assert_eq!(second, at("2026-11-01T09:30:00Z"));
    assert_eq!(first_text, "Sun 1 Nov 2026, 01:30 PDT (UTC−07:00)");
    assert_eq!(second_text, "Sun 1 Nov 2026, 01:30 PST (UTC−08:00)");
}

#[test]
fn a_day_is_not_always_24_hours() {
    for (from, after_24_hours, next_day) in [
        ("2026-03-08T02:00:00Z", "Sun 8 Mar 2026, 19:00 PDT (UTC−07:00)", "Sun 8 Mar 2026, 18:00 PDT (UTC−07:00)"),
        ("2026-11-01T01:00:00Z", "Sun 1 Nov 2026, 17:00 PST (UTC−08:00)", "Sun 1 Nov 2026, 18:00 PST (UTC−08:00)"),
    ] {
        let from = at(from);
        assert_eq!(la().show(from, En).time, "18:00");
        let deadline = deadline_hours(from, 24, &la());
        assert_eq!(deadline.wall, after_24_hours);
        assert_eq!(deadline.at, from.plus_seconds(86_400));
        assert_eq!(la().show(calendar_days(from, 1, &la()), En).long, next_day);
    }
}

#[test]
fn midnight_does_not_exist_everywhere() {
    for (name, date, time, first_after) in [
        ("America/Santiago", "2026-09-06", "00:00", "01:00"),
        ("America/Havana", "2026-03-08", "00:00", "01:00"),
        ("Asia/Beirut", "2026-03-29", "00:00", "01:00"),
        ("Africa/Cairo", "2026-04-24", "00:30", "01:00"),
    ] {
        let zone = zone(name);
        assert!(matches!(resolve(date, time, &zone), Some(Wall::Gap { .. })), "{name}");
        let local = local(date, time).unwrap();
        let day_before = zone.settle(local - TimeDelta::days(1));
        let landed = zone.show(calendar_days(day_before, 1, &zone), En);
        assert_eq!(
            (zone.date_text(calendar_days(day_before, 1, &zone)).as_str(), landed.clock_seconds.as_str()),
            (date, format!("{first_after}:00").as_str()),
            "{name}"
        );
    }
}

#[test]
fn a_whole_day_can_be_missing() {
    let samoa = zone("Pacific/Apia");
    let Some(Wall::Gap { before, after, .. }) = resolve("2011-12-30", "12:00", &samoa) else {
        panic!("Samoa skipped that day");
    };
    assert_eq!(samoa.show(before, En).date, "Thu 29 Dec 2011");
    assert_eq!(samoa.show(after, En).date, "Sat 31 Dec 2011");
    assert_eq!(after.minus(before), 86_400 * 1_000_000);
    let landed = calendar_days(before, 1, &samoa);
    assert_eq!(samoa.show(landed, En).clock_seconds, "00:00:00");
    assert_eq!(landed, at("2011-12-30T10:00:00Z"));
}

#[test]
fn six_months_end_with_a_shorter_month() {
    let paris = zone("Europe/Paris");
    for (from, until) in [
        ("2026-08-31", "2027-02-28"),
        ("2026-08-30", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2026-01-15", "2026-07-15"),
    ] {
        let Some(Wall::Once(from)) = resolve(from, "17:45", &paris) else { panic!("{from}") };
        let later = calendar_months(from, 6, &paris);
        assert_eq!((paris.date_text(later).as_str(), paris.show(later, En).time.as_str()), (until, "17:45"));
    }
}

#[test]
fn calendar_arithmetic_takes_the_later_of_two_and_keeps_microseconds() {
    let from = at("2026-10-31T08:30:00.123456Z");
    assert_eq!(la().show(from, En).time, "01:30");
    assert_eq!(calendar_days(from, 1, &la()), at("2026-11-01T09:30:00.123456Z"));
    assert_eq!(calendar_days(from, 0, &la()), from);
    assert_eq!(calendar_days(from, u32::MAX, &la()), Moment::MAX);
    assert_eq!(calendar_months(from, u32::MAX, &la()), Moment::MAX);
    assert_eq!(calendar_months(Moment::MAX, 1, &zone("Pacific/Auckland")), Moment::MAX);
}

#[test]
fn only_iana_names_are_zones() {
    for name in ["PST8PDT", "EST", "MST", "US/Pacific", "America/Los_Angeles", "UTC"] {
        assert!(Zone::parse(name).is_some(), "{name}");
    }
    for name in ["PST", "PDT", "ET", "", "america/los_angeles", "+08:00", "Mars/Olympus"] {
        assert!(Zone::parse(name).is_none(), "{name}");
    }
    assert!(Zone::all().count() > 400);
    for name in Zone::all().chain(Zone::common()) {
        assert_eq!(Zone::parse(name).unwrap().name(), name);
    }
    let json = serde_json::to_string(&la()).unwrap();
    assert_eq!(json, "\"America/Los_Angeles\"");
    assert_eq!(serde_json::from_str::<Zone>(&json).unwrap(), la());
    assert!(serde_json::from_str::<Zone>("\"PST\"").is_err());
}

#[test]
fn an_instant_is_shown_in_every_form() {
    let moment = at("2021-01-11T07:59:41Z");
    assert_eq!(
        la().show(moment, En),
        Shown {
            date: "Sun 10 Jan 2021".into(),
            time: "23:59".into(),
            abbreviation: "PST".into(),
            offset: "UTC−08:00".into(),
            long: "Sun 10 Jan 2021, 23:59 PST (UTC−08:00)".into(),
            spoken: "11:59pm PST on Sunday 10 January 2021".into(),
            utc: "Mon 11 Jan 2021, 07:59 UTC".into(),
            day_heading: "Sunday 10 January 2021".into(),
            clock_seconds: "23:59:41".into(),
        }
    );
    let french = la().show(moment, Fr);
    assert_eq!(french.long, "dim. 10 janv. 2021, 23:59 PST (UTC−08:00)");
    assert_eq!(french.spoken, "dimanche 10 janvier 2021 à 23 h 59 (UTC−08:00)");
    assert_eq!(french.utc, "lun. 11 janv. 2021, 07:59 UTC");
    assert_eq!(zone("Europe/Paris").show(at("2021-08-01T10:00:00Z"), Fr).day_heading, "dimanche 1er août 2021");
}

#[test]
fn zones_without_a_name_for_their_time_show_only_the_offset() {
    let turkey = zone("Europe/Istanbul").show(at("2021-01-11T07:59:00Z"), En);
    assert_eq!(turkey.abbreviation, "");
    assert_eq!(turkey.long, "Mon 11 Jan 2021, 10:59 (UTC+03:00)");
    assert_eq!(turkey.spoken, "10:59am UTC+03:00 on Monday 11 January 2021");
    assert_eq!(Zone::UTC.show(at("2021-01-11T07:59:00Z"), En).long, "Mon 11 Jan 2021, 07:59 UTC");
    let india = zone("Asia/Kolkata").show(at("2021-01-11T00:00:00Z"), En);
    assert_eq!(india.long, "Mon 11 Jan 2021, 05:30 IST (UTC+05:30)");
}

#[test]
fn midnight_and_midday_are_spoken_by_name() {
    let spoken = |time: &str| Zone::UTC.show(at(&format!("2021-01-10T{time}:00Z")), En).spoken;
    assert_eq!(spoken("00:00"), "midnight UTC at the start of Sunday 10 January 2021");
    assert_eq!(spoken("00:01"), "12:01am UTC on Sunday 10 January 2021");
    assert_eq!(spoken("12:00"), "midday UTC on Sunday 10 January 2021");
    assert_eq!(spoken("12:30"), "12:30pm UTC on Sunday 10 January 2021");
    assert_eq!(spoken("18:00"), "6:00pm UTC on Sunday 10 January 2021");
}

#[test]
fn a_deadline_is_frozen_with_all_its_facts() {
    let anchor = at("2021-01-09T20:00:00Z");
    let deadline = deadline_wall("2021-01-10", "23:59", &la(), anchor, None).unwrap();
    assert_eq!(
        deadline,
        Deadline {
            at: at("2021-01-11T07:59:00Z"),
            zone: "America/Los_Angeles".into(),
            wall: "Sun 10 Jan 2021, 23:59 PST (UTC−08:00)".into(),
            offset: "UTC−08:00".into(),
            rule: DeadlineRule::Wall { date: "2021-01-10".into(), time: "23:59".into() },
            anchor,
            tzdb: TZDB_VERSION.into(),
        }
    );
    let hours = deadline_hours(anchor, 24, &la());
    assert_eq!((hours.at.minus(anchor), &hours.rule), (86_400_000_000, &DeadlineRule::Hours { hours: 24 }));
    assert_eq!(deadline_hours(anchor, u32::MAX, &la()).at, Moment::MAX);
}

#[test]
fn a_doubtful_deadline_is_refused_until_somebody_chose() {
    let anchor = at("2026-01-01T00:00:00Z");
    let twice = |choice| deadline_wall("2026-11-01", "01:30", &la(), anchor, choice);
    assert!(matches!(twice(None), Err(WallProblem::Twice { .. })));
    assert_eq!(twice(Some(Fold::First)).unwrap().at, at("2026-11-01T08:30:00Z"));
    let second = twice(Some(Fold::Second)).unwrap();
    assert_eq!(second.at, at("2026-11-01T09:30:00Z"));
    assert_eq!(second.wall, "Sun 1 Nov 2026, 01:30 PST (UTC−08:00)");

    let gap = deadline_wall("2026-03-08", "02:30", &la(), anchor, Some(Fold::First)).unwrap_err();
    assert_eq!(
        gap.sentence(En),
        "The clocks jump over this time. Choose Sun 8 Mar 2026, 01:30 PST (UTC−08:00) or \
         Sun 8 Mar 2026, 03:30 PDT (UTC−07:00)."
    );
    for (date, time) in [
        ("2026-02-30", "12:00"),
        ("2026-1-1", "12:00"),
        ("0026-01-01", "12:00"),
        ("2026-01-01", "24:00"),
        ("2026-01-01", "12:60"),
        ("2026-01-01", "9:00"),
        ("2026-01-01", "12:00:00"),
        ("", ""),
        ("2026-01-01-01", "12:00"),
        ("+026-01-01", "12:00"),
        ("9999-01-01", "12:00"),
    ] {
        let refused = deadline_wall(date, time, &la(), anchor, None).unwrap_err();
        assert_eq!(refused, WallProblem::NotATime, "{date} {time}");
    }
}

proptest::proptest! {
    #[test]
    fn every_wall_time_is_shown_by_the_instants_it_resolves_to(
        index in 0..chrono_tz::TZ_VARIANTS.len(), minutes in 0..70_i64 * 365 * 1440,
    ) {
        let zone = Zone(chrono_tz::TZ_VARIANTS[index]);
        let wanted = at("1970-01-01T00:00:00Z").plus_seconds(minutes * 60).utc();
        let date = wanted.date().to_string();
        let time = text::clock(wanted);
        let shows = |moment| (zone.date_text(moment), zone.show(moment, En).time);
        match resolve(&date, &time, &zone).unwrap() {
            Wall::Once(moment) => proptest::prop_assert_eq!(shows(moment), (date, time)),
            Wall::Twice { first, second, .. } => {
                proptest::prop_assert!(first < second);
                proptest::prop_assert_eq!(shows(first), (date.clone(), time.clone()));
                proptest::prop_assert_eq!(shows(second), (date, time));
            }
            Wall::Gap { before, after, .. } => {
                let jump = zone.end_of_gap(wanted);
                proptest::prop_assert!(before < jump && jump <= after);
            }
        }
    }
}

#[test]
fn a_row_of_a_list_shows_the_same_as_everything_else() {
    for name in ["UTC", "Europe/Paris", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kathmandu"] {
        let zone = Zone::parse(name).unwrap();
        for language in [Language::En, Language::Fr] {
            let at = Moment::parse("2021-01-11T07:59:00Z").unwrap();
            let (shown, glimpse) = (zone.show(at, language), zone.glimpse(at, language));
            assert_eq!((&glimpse.date, &glimpse.time, &glimpse.utc), (&shown.date, &shown.time, &shown.utc));
            assert!(glimpse.clock == shown.abbreviation || shown.abbreviation.is_empty());
            assert!(glimpse.clock == shown.offset || !shown.abbreviation.is_empty());
            assert_eq!(zone.day_heading(at, language), shown.day_heading);
        }
    }
}
