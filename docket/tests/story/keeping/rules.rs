//! Rules in editions, and what they bring about.

use super::{DAY, wide};
use crate::bench::{Bench, TestDesk, fresh};
use docket::refusal::Refusal;
use docket::retention::{DisposalStage, Rule};

#[tokio::test]
async fn a_rule_has_editions_and_no_edition_keeps_less_than_its_duty() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let set = |days: &str, reason: &str| {
            let (desk, lee) = (&*desk, &matter.lee);
            let (days, reason) = (days.to_owned(), reason.to_owned());
            async move { desk.set_rule(lee, desk.new_command(), Rule::Reports, &days, &reason).await }
        };
        for (days, reason, field) in [("364", "Less.", "days"), ("many", "Less.", "days"), ("400", "", "reason")] {
            let refusal = desk.refuses(set(days, reason)).await;
            assert_eq!(refusal.problems()[0].field, field, "{days} {reason}");
        }
        assert_eq!(desk.refuses(set("730", "As it is.")).await, Refusal::NothingChanged);
        set("400", "Our lawyer says so.").await.expect("an edition");
        set("", "The regulator asks.").await.expect("another one");
        let refusal =
            desk.refuses(desk.set_rule(&matter.ann, desk.new_command(), Rule::Reports, "500", "I want.")).await;
        assert_eq!(refusal, Refusal::NotAllowed);
        let view = desk.retention_view(&matter.ann).await.expect("the rules");
        let ruling = view.rules.iter().find(|ruling| ruling.rule == Rule::Reports).expect("the rule");
        assert_eq!((ruling.edition, ruling.days, ruling.before), (2, None, None));
        let editions: Vec<_> = ruling.editions.iter().map(|one| (one.edition, one.days)).collect();
        assert_eq!(editions, [(2, None), (1, Some(400))]);
    })
    .await;
}

#[tokio::test]
async fn what_falls_due_is_proposed_once_and_put_aside_with_a_reason() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let taken = desk.complaint(&matter.ann, "https://example-social.example/post/9").await;
        desk.reject_complaint(&matter.ann, desk.new_command(), taken.complaint, "Nothing is there.")
            .await
            .expect("rejected");
        desk.clock.advance_seconds(729 * DAY);
        desk.round().await;
        assert_eq!(desk.count("disposal_proposed").await, 0, "not a day too early");
        desk.clock.advance_seconds(2 * DAY);
        desk.round().await;
        desk.round().await;
        assert_eq!(desk.count("disposal_proposed").await, 2, "bytes, and the reporter's name");
        let lee = fresh(&matter.lee, desk.now());
        let names = desk.disposal_view(&lee, 2).await.expect("a proposal");
        assert_eq!((names.disposal.rule, names.due[0].values.len()), (Rule::Reporters, 2), "name and address");
        let refusal = desk.refuses(desk.drop_disposal(&lee, desk.new_command(), 1, " ")).await;
        assert_eq!(refusal.problems()[0].field, "reason");
        desk.drop_disposal(&lee, desk.new_command(), 1, "The prosecutor may ask.").await.expect("put aside");
        let dropped = desk.disposal_view(&lee, 1).await.expect("a proposal").disposal;
        assert!(matches!(dropped.stage, DisposalStage::Dropped { .. }));
        desk.confirm_disposal(&lee, desk.new_command(), 2, &names.digest).await.expect("destroyed");
        let report = desk.verify().await;
        assert_eq!((report.erased, report.missing, report.is_sound()), (2, 0, true), "{:#?}", report.wrongs);
        desk.clock.advance_seconds(2 * DAY);
        desk.round().await;
        let again = desk.disposal_view(&lee, 3).await.expect("a proposal").disposal;
        assert_eq!((again.rule, again.is_open()), (Rule::Reports, true), "after a day it is proposed again");
        assert_eq!(desk.count("disposal_proposed").await, 3, "and what went is not");
    })
    .await;
}

#[tokio::test]
async fn what_lies_beside_the_record_goes_by_itself_unless_a_hold_keeps_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.counsel().await;
        desk.raw("insert into read_log (id, at, actor, what) values ('r', 1, 'person:x', '/cases')")
            .await
            .expect("a look");
        let (number, _) = desk.place_wide_hold(&cleo, desk.new_command(), &wide("desk")).await.expect("a hold");
        desk.round().await;
        assert_eq!(desk.texts("select id from read_log").await.len(), 1, "the hold keeps it");
        desk.released(&cleo, &matter.lee, number).await;
        desk.clock.advance_seconds(3_601);
        desk.round().await;
        assert!(desk.texts("select id from read_log").await.is_empty());
        assert_eq!(desk.count("aside_cleared").await, 1, "and the ledger says how many, under which rule");
    })
    .await;
}
