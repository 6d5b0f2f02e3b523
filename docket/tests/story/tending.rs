//! Cases put in order: graded, tagged, linked, put aside until a date.

use crate::bench::{Bench, TestDesk};
use docket::case::Case;
use docket::desk::tending::SnoozeForm;
use docket::refusal::Refusal;

#[tokio::test]
async fn a_case_put_aside_comes_back_on_its_date() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (ann, case) = (&matter.ann, matter.case);
        let snooze =
            |date: &str, reason: &str| SnoozeForm { date: date.into(), reason: reason.into(), ..SnoozeForm::default() };
        for wrong in [snooze("2026-03-03", "Too early."), snooze("2028-01-01", "Too far."), snooze("2026-03-06", " ")] {
            assert!(!desk.refuses(desk.snooze_case(ann, desk.new_command(), case, &wrong)).await.problems().is_empty());
        }
        desk.snooze_case(ann, desk.new_command(), case, &snooze("2026-03-06", "They are on holiday."))
            .await
            .expect("put aside");
        // Nine in the morning where Ann is.
        let until = desk.noun::<Case>(case).await.snooze.expect("put aside").until;
        assert_eq!(until.rfc3339(), "2026-03-06T17:00:00.000000Z");
        desk.set("2026-03-06T16:59:59Z");
        desk.round().await;
        assert!(desk.noun::<Case>(case).await.snooze.is_some());
        desk.set("2026-03-06T17:00:00Z");
        desk.round().await;
        assert!(desk.noun::<Case>(case).await.snooze.is_none());
        assert_eq!(desk.count("case_woken").await, 1);

        // Put aside twice: the later date counts, and a person may take it up before.
        desk.snooze_case(ann, desk.new_command(), case, &snooze("2026-03-08", "Wait.")).await.expect("put aside");
        let command = desk.new_command();
        desk.snooze_case(ann, command, case, &snooze("2026-03-10", "Wait longer.")).await.expect("put aside");
        desk.set("2026-03-09T17:00:00Z");
        desk.round().await;
        assert!(desk.noun::<Case>(case).await.snooze.is_some());
        desk.take_back(ann, desk.new_command(), command).await.expect("taken back");
        assert!(desk.noun::<Case>(case).await.snooze.is_none());
        desk.set("2026-03-11T17:00:00Z");
        desk.round().await;
        assert_eq!(desk.count("case_woken").await, 2);
    })
    .await;
}

#[tokio::test]
async fn order_is_made_and_taken_back() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (ann, case) = (&matter.ann, matter.case);
        let other = desk.case(ann, &matter.customer.handle, &[]).await;
        let number = desk.noun::<Case>(other).await.number;
        let (_, version) = desk.held::<Case>(case).await;

        let grade = desk.new_command();
        desk.grade_case(ann, grade, case, Some(version), "low").await.expect("graded");
        let stale = desk.refuses(desk.tag_case(&matter.lee, desk.new_command(), case, Some(version), "press")).await;
        assert!(matches!(stale, Refusal::Stale { .. }), "{stale:?}");
        let tag = desk.new_command();
        desk.tag_case(&matter.lee, tag, case, None, "press, Court").await.expect("tagged");
        assert_eq!(desk.noun::<Case>(case).await.tags, ["court", "press"]);
        assert!(!desk.refuses(desk.tag_case(ann, desk.new_command(), case, None, "a/b")).await.problems().is_empty());
        let link = desk.new_command();
        desk.link_cases(ann, link, case, &number).await.expect("linked");
        assert_eq!(desk.noun::<Case>(case).await.links[0].case, other);
        assert_eq!(desk.noun::<Case>(other).await.links[0].case, case);
        assert!(!desk.refuses(desk.link_cases(ann, desk.new_command(), other, &number)).await.problems().is_empty());
        let assign = desk.new_command();
        desk.assign_case(ann, assign, case, None, Some(matter.lee.person.id)).await.expect("assigned");

        for (who, command) in [(ann, assign), (ann, link), (&matter.lee, tag), (ann, grade)] {
            desk.take_back(who, desk.new_command(), command).await.expect("taken back");
        }
        let case: Case = desk.noun(case).await;
        assert_eq!((case.severity.word(), case.tags.len(), case.links.len()), ("high", 0, 0));
        assert_eq!(case.owner, Some(ann.person.id));
        assert!(desk.noun::<Case>(other).await.links.is_empty());

        // What left the house, or opened a case, is not taken back this way.
        let events = desk.events().await;
        let opened = events.iter().find(|(_, event)| event.event.kind() == "case_opened").expect("opened").1.command;
        assert_eq!(desk.refuses(desk.take_back(ann, desk.new_command(), opened)).await, Refusal::NotTakenBack);
    })
    .await;
}
