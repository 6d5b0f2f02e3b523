//! The two lists that a team works from, in every order, with every filter; and the views that people keep.

use crate::bench::{Bench, TestDesk};
use docket::desk::queues::SaveView;
use docket::desk::tending::SnoozeForm;
use docket::store::queues::{CaseFilter, CaseView, InboxFilter, InboxOrder};

#[tokio::test]
async fn the_inbox_is_read_in_each_order_page_by_page() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        for number in 0..60 {
            desk.complaint(&matter.ann, &format!("https://example-social.example/post/{number}")).await;
            desk.clock.advance_seconds(1);
        }
        for order in [InboxOrder::Due, InboxOrder::Newest, InboxOrder::Oldest] {
            let filter = InboxFilter { stage: "new".into(), order, ..InboxFilter::default() };
            let first = desk.inbox(&filter, None).await.expect("a page");
            let second = desk.inbox(&filter, first.next.as_deref()).await.expect("the next page");
            assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 10, None), "{order:?}");
            let numbers: Vec<i64> = first.rows.iter().chain(&second.rows).map(|row| row.complaint.number).collect();
            assert_eq!(numbers.is_sorted(), order != InboxOrder::Newest, "{order:?}: {numbers:?}");
        }
        let theirs =
            InboxFilter { stage: "new".into(), customer: matter.customer.id.to_string(), ..InboxFilter::default() };
        assert_eq!(desk.inbox_tally(&theirs).await.expect("a count").count, 60);
        let nobody =
            InboxFilter { customer: desk.customer_for_filter("nobody").await.expect("none"), ..theirs.clone() };
        assert_eq!(desk.inbox_tally(&nobody).await.expect("a count").count, 0);
        let old = InboxFilter { before: Some(desk.now().plus_seconds(-30)), ..theirs.clone() };
        assert_eq!(desk.inbox_tally(&old).await.expect("a count").count, 30);
        let among = desk.complaints_saying("post/59").await.expect("a search");
        let one = InboxFilter { among, ..theirs.clone() };
        assert_eq!(desk.inbox_tally(&one).await.expect("a count").count, 1);
        assert!(desk.inbox_tally(&theirs).await.expect("a count").first_due.is_some());
    })
    .await;
}

#[tokio::test]
async fn each_view_of_the_cases_holds_what_its_name_says() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let ann = &matter.ann;
        let me = ann.person.id.to_string();
        let views = async |desk: &TestDesk| {
            let mut holding = Vec::new();
            for view in CaseView::ALL {
                let day_ends = Some(desk.now().plus_seconds(86_400));
                let filter = CaseFilter { view, me: me.clone(), day_ends, ..CaseFilter::default() };
                let found = desk.case_list(&filter, None).await.expect("a list").rows.len();
                assert_eq!(desk.case_tally(&filter).await.expect("a count").count as usize, found, "{view:?}");
                if found > 0 {
                    holding.push(view.word());
                }
            }
            holding
        };
        assert_eq!(views(desk).await, ["mine", "open", "all"]);
        let snooze = SnoozeForm { date: "2026-03-20".into(), reason: "Wait.".into(), ..SnoozeForm::default() };
        let command = desk.new_command();
        desk.snooze_case(ann, command, matter.case, &snooze).await.expect("put aside");
        assert_eq!(views(desk).await, ["snoozed", "all"]);
        desk.take_back(ann, desk.new_command(), command).await.expect("taken back");
        desk.overdue(&matter).await;
        assert_eq!(views(desk).await, ["mine", "open", "overdue", "today", "all"]);
        desk.tag_case(ann, desk.new_command(), matter.case, None, "press").await.expect("tagged");
        let customer = matter.customer.id.to_string();
        let all = CaseFilter {
            view: CaseView::All,
            stage: "overdue".into(),
            category: "violence".into(),
            severity: 3,
            owner: me.clone(),
            customer,
            tag: "press".into(),
            ..CaseFilter::default()
        };
        assert_eq!(desk.case_list(&all, Some("9000000000000000_~")).await.expect("a list").rows.len(), 1);
        let other = CaseFilter { tag: "pre".into(), ..all.clone() };
        assert_eq!(desk.case_list(&other, None).await.expect("a list").rows.len(), 0);
        let nobody = CaseFilter { owner: "nobody".into(), ..all };
        assert_eq!(desk.case_list(&nobody, None).await.expect("a list").rows.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_view_is_ones_own_or_the_teams() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (ann, lee) = (&matter.ann, &matter.lee);
        let view = |name: &str, shared| SaveView {
            page: "inbox".into(),
            name: name.into(),
            query: "severity=high".into(),
            shared,
        };
        let own = desk.new_command();
        for _ in 0..2 {
            desk.save_view(ann, own, &view("Mine", false)).await.expect("saved");
        }
        desk.save_view(ann, desk.new_command(), &view("Ours", true)).await.expect("saved");
        desk.refuses(desk.save_view(ann, desk.new_command(), &view(" ", true))).await;
        let names = async |who| {
            let views = desk.saved_views(who, "inbox").await.expect("views");
            views.into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        assert_eq!(names(ann).await.len(), 2);
        assert_eq!(names(lee).await, ["Ours"]);
        assert!(desk.saved_views(ann, "cases").await.expect("views").is_empty());
        desk.refuses(desk.drop_view(lee, &own.to_string())).await;
        desk.drop_view(ann, &own.to_string()).await.expect("removed");
        assert_eq!(names(ann).await, ["Ours"]);
    })
    .await;
}
