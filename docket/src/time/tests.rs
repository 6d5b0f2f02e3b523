use super::*;

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

#[test]
fn a_moment_is_always_written_alike() {
    for (written, kept) in [
        ("2021-01-11T07:59:00Z", "2021-01-11T07:59:00.000000Z"),
        ("2021-01-10T23:59:00-08:00", "2021-01-11T07:59:00.000000Z"),
        ("2021-01-11T07:59:00.1234569Z", "2021-01-11T07:59:00.123456Z"),
        ("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ] {
        let moment = at(written);
        assert_eq!(moment.rfc3339(), kept);
        assert_eq!(moment.to_string(), kept);
        assert_eq!(serde_json::to_string(&moment).unwrap(), format!("\"{kept}\""));
        assert_eq!(serde_json::from_str::<Moment>(&format!("\"{written}\"")).unwrap(), moment);
    }
    for bad in ["", "2021-01-11", "2021-01-11T07:59", "2021-02-30T00:00:00Z", "0000-12-31T00:00:00Z", "yesterday"] {
        assert_eq!(Moment::parse(bad), None, "{bad}");
    }
    assert!(serde_json::from_str::<Moment>("5").is_err());
    assert_eq!(at("2021-01-11T07:59:00Z").date_text(), "2021-01-11");
    assert_eq!(at("2021-01-01T07:05:00Z").short_utc(), "1 Jan 2021, 07:05 UTC");
}

#[test]
fn arithmetic_stops_at_the_ends() {
    assert_eq!(Moment::from_micros(i64::MAX), Moment::MAX);
    assert_eq!(Moment::from_micros(i64::MIN), Moment::MIN);
    assert_eq!(Moment::MAX.plus_seconds(1), Moment::MAX);
    assert_eq!(Moment::MIN.plus_seconds(i64::MIN), Moment::MIN);
    assert_eq!(Moment::MIN.plus_micros(i64::MAX), Moment::MAX);
    assert!(Moment::MAX.minus(Moment::MIN) > 0);
    assert_eq!(Moment::MIN.rfc3339(), "0001-01-01T00:00:00.000000Z");
    assert_eq!(Moment::MAX.rfc3339(), "9999-12-31T23:59:59.999999Z");
    let noon = at("2021-01-11T12:00:00Z");
    assert_eq!(noon.plus_seconds(90).minus(noon), 90_000_000);
    assert_eq!(noon.plus_micros(-1).rfc3339(), "2021-01-11T11:59:59.999999Z");
}

#[test]
fn a_test_clock_moves_only_when_told() {
    let clock = TestClock::at("2021-01-09T12:00:00Z");
    let shared: Arc<dyn Clock> = Arc::new(clock.clone());
    clock.advance_seconds(86_400);
    assert_eq!(shared.now(), at("2021-01-10T12:00:00Z"));
    clock.set(at("2021-01-01T00:00:00Z"));
    assert_eq!(shared.now(), at("2021-01-01T00:00:00Z"));
}

#[cfg(feature = "keep")]
#[test]
fn the_system_clock_is_in_this_century() {
    let now = SystemClock.now();
    assert!(now > at("2024-01-01T00:00:00Z") && now < at("2100-01-01T00:00:00Z"));
}

#[test]
fn time_left_is_cut_and_never_rounded_up() {
    use Language::{En, Fr};
    const MINUTE: i64 = 60_000_000;
    for (micros, en, fr, short) in [
        (-5, "0 minutes", "0 minute", "0 min"),
        (0, "0 minutes", "0 minute", "0 min"),
        (1, "less than a minute", "moins d’une minute", "< 1 min"),
        (MINUTE - 1, "less than a minute", "moins d’une minute", "< 1 min"),
        (MINUTE, "1 minute", "1 minute", "1 min"),
        (60 * MINUTE - 1, "59 minutes", "59 minutes", "59 min"),
        (60 * MINUTE, "1 hour", "1 heure", "1 h 00 min"),
        (192 * MINUTE, "3 hours 12 minutes", "3 heures 12 minutes", "3 h 12 min"),
        (61 * MINUTE, "1 hour 1 minute", "1 heure 1 minute", "1 h 01 min"),
        (24 * 60 * MINUTE - 1, "23 hours 59 minutes", "23 heures 59 minutes", "23 h 59 min"),
        (30 * 60 * MINUTE, "1 day 6 hours", "1 jour 6 heures", "1 d 06 h"),
        (48 * 60 * MINUTE, "2 days", "2 jours", "2 d 00 h"),
    ] {
        assert_eq!(left_words(micros, En), en);
        assert_eq!(left_words(micros, Fr), fr);
        assert_eq!(left_short(micros, En), short);
        assert_eq!(left_short(micros, Fr), short.replace(" d ", " j "));
    }
}

#[test]
fn a_deadline_says_its_frozen_text() {
    let deadline = Deadline {
        at: at("2021-01-11T07:59:00Z"),
        zone: "America/Los_Angeles".into(),
        wall: "Sun 10 Jan 2021, 23:59 PST (UTC−08:00)".into(),
        offset: "UTC−08:00".into(),
        rule: DeadlineRule::Wall { date: "2021-01-10".into(), time: "23:59".into() },
        anchor: at("2021-01-09T20:00:00Z"),
        tzdb: "2025b".into(),
    };
    assert_eq!(deadline.sentence(Language::En), deadline.wall);
    assert_eq!(deadline.sentence(Language::Fr), "dim. 10 janv. 2021, 23:59 (UTC−08:00)");
    let json = serde_json::to_value(&deadline).unwrap();
    assert_eq!(json["rule"]["kind"], "wall");
    assert_eq!(serde_json::from_value::<Deadline>(json).unwrap(), deadline);

    let odd = Deadline { offset: "local".into(), ..deadline };
    assert_eq!(odd.sentence(Language::Fr), odd.wall);
}

#[test]
fn offsets_are_read_as_they_are_written() {
    for seconds in [0, -8 * 3600, 5 * 3600 + 1800, -(3 * 3600 + 1800), 14 * 3600] {
        assert_eq!(text::offset_seconds(&text::offset_text(seconds)), Some(i64::from(seconds)));
    }
    assert_eq!(text::offset_text(-12_600), "UTC−03:30");
    for bad in ["UTC", "UTC-08:00", "UTC+24:00", "UTC+x:00", "+01:00"] {
        assert_eq!(text::offset_seconds(bad), None, "{bad}");
    }
}

proptest::proptest! {
    #[test]
    fn text_sorts_as_time_does(a in proptest::num::i64::ANY, b in proptest::num::i64::ANY) {
        let (a, b) = (Moment::from_micros(a), Moment::from_micros(b));
        proptest::prop_assert_eq!(a.cmp(&b), a.rfc3339().cmp(&b.rfc3339()));
        proptest::prop_assert_eq!(Moment::parse(&a.rfc3339()), Some(a));
    }
}
