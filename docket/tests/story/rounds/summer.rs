//! Both changes of summer time in six zones, and a leap day: no deadline passes early, none twice.

use super::another;
use crate::bench::{Bench, TestDesk};
use crate::hands::notice_form;
use docket::desk::notices::NoticeForm;
use docket::notice::Notice;
use docket::time::Moment;

/// The days of 2028 on which clocks change, north and south, and its leap day.
const DAYS: [(&str, [&str; 3]); 6] = [
    ("America/Los_Angeles", ["2028-03-12", "2028-11-05", "2028-02-29"]),
    ("America/New_York", ["2028-03-12", "2028-11-05", "2028-02-29"]),
    ("Europe/London", ["2028-03-26", "2028-10-29", "2028-02-29"]),
    ("Europe/Paris", ["2028-03-26", "2028-10-29", "2028-02-29"]),
    ("Australia/Sydney", ["2028-04-02", "2028-10-01", "2028-02-29"]),
    ("Pacific/Auckland", ["2028-04-02", "2028-09-24", "2028-02-29"]),
];

#[tokio::test]
async fn when_walls_change_no_deadline_is_early_and_none_passes_twice() {
    Bench::from("2028-01-10T12:00:00Z", async |desk: &mut TestDesk| {
        let first = desk.matter().await;
        let mut deadlines: Vec<Moment> = Vec::new();
        for (zone, days) in DAYS {
            for day in days {
                let matter = another(desk, &first, &format!("customer-{}", deadlines.len())).await;
                let form = NoticeForm {
                    rule: "wall".into(),
                    hours: String::new(),
                    date: day.into(),
                    time: "03:30".into(),
                    zone: zone.into(),
                    ..notice_form(&matter)
                };
                let (notice, _) = desk.send(&matter, &form).await;
                deadlines.push(desk.noun::<Notice>(notice).await.deadline.at);
            }
        }
        deadlines.sort();
        for (passed, deadline) in deadlines.iter().enumerate() {
            let before = deadlines.iter().filter(|other| *other < deadline).count();
            if before == passed {
                desk.clock.set(deadline.plus_micros(-1));
                desk.round().await;
                assert_eq!(desk.count("deadline_passed").await, passed, "not early: {deadline}");
            }
            desk.clock.set(*deadline);
            desk.round().await;
            desk.round().await;
            let by_now = deadlines.iter().filter(|other| *other <= deadline).count();
            assert_eq!(desk.count("deadline_passed").await, by_now, "and once: {deadline}");
        }
        assert_eq!(deadlines.len(), 18);
    })
    .await;
}
