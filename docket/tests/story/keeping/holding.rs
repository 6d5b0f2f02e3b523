//! Holds stop every deletion, on the desk's path and in the database.

use super::{DAY, wide};
use crate::bench::{Bench, TestDesk, fresh};
use docket::complaint::Complaint;
use docket::desk::complaints::Upload;
use docket::desk::holds::WideHoldForm;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::retention::DisposalStage;
use docket::store::keeping;

/// A complaint that was rejected, and so long ago that its bytes fall due.
async fn rejected(desk: &mut TestDesk) -> (crate::hands::Matter, Complaint) {
    let matter = desk.matter().await;
    let taken = desk.complaint(&matter.ann, "https://example-social.example/post/9").await;
    desk.reject_complaint(&matter.ann, desk.new_command(), taken.complaint, "Nothing is there.")
        .await
        .expect("rejected");
    let complaint: Complaint = desk.noun(taken.complaint).await;
    desk.clock.advance_seconds(731 * DAY);
    desk.round().await;
    (matter, complaint)
}

#[tokio::test]
async fn a_hold_stops_every_deletion_here_and_in_the_database() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, complaint) = rejected(desk).await;
        let raw = complaint.report.raw.clone();
        let cleo = desk.counsel().await;
        let lee = fresh(&matter.lee, desk.now());
        // The rounds propose, and do nothing by themselves.
        let view = desk.disposal_view(&lee, 1).await.expect("a proposal");
        assert_eq!((view.due.len(), view.held.len()), (1, 0), "one complaint rests, the other one's case is open");
        assert_eq!(view.due[0].bytes, vec![raw.clone()]);
        let was = desk.evidence(&raw).await.expect("a database").expect("the bytes");
        let old = fresh(&matter.lee, desk.now().plus_seconds(-400));
        let refusal = desk.refuses(desk.confirm_disposal(&old, desk.new_command(), 1, &view.digest)).await;
        assert_eq!(refusal, Refusal::FreshSignInNeeded);

        let (number, _) = desk.place_wide_hold(&cleo, desk.new_command(), &wide("desk")).await.expect("a hold");
        let refusal = desk.refuses(desk.confirm_disposal(&lee, desk.new_command(), 1, &view.digest)).await;
        assert_eq!(refusal, Refusal::DueChanged, "what was seen is not what would go now");
        let held = desk.disposal_view(&lee, 1).await.expect("a proposal");
        assert_eq!((held.due.len(), held.held[0].1.clone()), (0, vec![number]));
        // With every right over the database but the one to take its guards off.
        let entry = format!(
            "insert into destroyed (what, piece, noun, rule, from_at, event_id, at) \
             values ('bytes', '{raw}', 'complaint/{}', 'reports', 1, 'x', 1)",
            complaint.id
        );
        assert!(desk.raw(&entry).await.is_err(), "nothing is entered under a hold");
        for attack in [
            "update vault set value = null, salt = null, erased_at = 1",
            "update evidence set bytes = null, gone_at = 1",
            "delete from evidence",
        ] {
            assert!(desk.raw(attack).await.is_err(), "this went through: {attack}");
        }

        desk.released(&cleo, &matter.lee, number).await;
        // Without a hold the database still wants to know by which entry.
        assert!(desk.raw("update evidence set bytes = null, gone_at = 1").await.is_err());
        let view = desk.disposal_view(&lee, 1).await.expect("a proposal");
        desk.confirm_disposal(&lee, desk.new_command(), 1, &view.digest).await.expect("destroyed");
        assert_eq!(desk.evidence(&raw).await.expect("a database"), None);
        let after = desk.disposal_view(&lee, 1).await.expect("a proposal").disposal;
        assert!(matches!(after.stage, DisposalStage::Destroyed { things: 1, bytes: 1, values: 0, .. }), "{after:?}");
        let refusal = desk.refuses(desk.confirm_disposal(&lee, desk.new_command(), 1, &view.digest)).await;
        assert_eq!(refusal, Refusal::DisposalOver);
        let report = desk.verify().await;
        assert!(report.is_sound(), "{:#?}", report.wrongs);
        assert_eq!((report.destroyed, report.missing), (1, 0));
        assert_eq!(report.went[0].seq, desk.last_seq("material_destroyed").await);

        // The same bytes may come again, and are kept like new ones.
        let again = Upload { name: "report.json".into(), media_type: "application/json".into(), bytes: was };
        desk.add_evidence(&matter.ann, desk.new_command(), matter.case, &[again]).await.expect("evidence");
        assert!(desk.evidence(&raw).await.expect("a database").is_some());
        let report = desk.verify().await;
        assert_eq!((report.is_sound(), report.destroyed), (true, 0), "{:#?}", report.wrongs);
    })
    .await;
}

#[tokio::test]
async fn each_hold_keeps_what_lies_in_its_scope_and_nothing_else() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, complaint) = rejected(desk).await;
        let cleo = desk.counsel().await;
        let otto = desk.person("Otto Old", Role::Analyst).await;
        let day = complaint.received_at.date_text();
        let period = |from: &str, to: &str| WideHoldForm { from: from.into(), to: to.into(), ..wide("period") };
        let about = |over: &str| WideHoldForm {
            case: "DN-2026-0001".into(),
            handle: matter.customer.handle.clone(),
            custodian: otto.person.id.to_string(),
            ..wide(over)
        };
        for (form, keeps) in [
            (about("case"), false),
            (about("customer"), true),
            (period(&day, &day), true),
            (period("2020-01-01", ""), true),
            (period("2020-01-01", "2020-12-31"), false),
            (wide("desk"), true),
        ] {
            let (number, _) = desk.place_wide_hold(&cleo, desk.new_command(), &form).await.expect("a hold");
            let view = desk.disposal_view(&matter.lee, 1).await.expect("a proposal");
            let told = (view.due.len(), view.held.len());
            assert_eq!(told, if keeps { (0, 1) } else { (1, 0) }, "{form:?}");
            // The work of the desk goes on, unless the hold names the case.
            let names_it = matches!(form.over.as_str(), "case" | "customer");
            let mut reader = desk.read().await.expect("a reader");
            let holds = keeping::holds_standing(&mut reader.conn()).await.expect("holds");
            assert_eq!(holds.iter().any(|held| held.noun.covers(matter.case)), names_it, "{form:?}");
            drop(reader);
            desk.released(&cleo, &matter.lee, number).await;
        }
        // What was typed wrong is told beside its field.
        for (form, field) in [
            (wide("everything"), "over"),
            (WideHoldForm { case: "DN-1".into(), ..wide("case") }, "case"),
            (WideHoldForm { handle: "nobody".into(), ..wide("customer") }, "handle"),
            (period("yesterday", ""), "from"),
            (period("2026-02-02", "2026-02-01"), "to"),
            (WideHoldForm { custodian: "x".into(), ..wide("desk") }, "custodian"),
        ] {
            let refusal = desk.refuses(desk.place_wide_hold(&cleo, desk.new_command(), &form)).await;
            assert_eq!(refusal.problems()[0].field, field, "{form:?}");
        }
        let refusal = desk.refuses(desk.place_wide_hold(&matter.ann, desk.new_command(), &wide("desk"))).await;
        assert_eq!(refusal, Refusal::NotAllowed);
    })
    .await;
}
