//! Rule 2: what one person may do in an emergency, and how it ends.

use super::emergency;
use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::suspension_in_an_hour;
use docket::customer::Asset;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::decisions::DecisionForm;
use docket::desk::interims::InterimForm;
use docket::instruction::Order;
use docket::interim::InterimStage;
use docket::people::Role;
use docket::refusal::Refusal;

#[tokio::test]
async fn a_measure_lapses_at_its_instant_after_two_alarms() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let sent = desk.letters().len();
        let number = desk.take_measure(&matter, &emergency(&matter, "phishing")).await.expect("a measure");
        desk.round().await;
        let taken = desk.measure(number).await;
        assert_eq!(taken.lapses_at, desk.now().plus_seconds(12 * 3600));
        assert_eq!(desk.noun::<Asset>(taken.asset).await.interim, Some(taken.id));
        let letters = desk.letters();
        assert_eq!(letters.len(), sent + 1, "the letter leaves at once");
        let letter = letters.iter().find(|letter| letter.subject.contains("Emergency")).expect("the letter");
        assert_eq!(letter.to, "legal@example-social.example");
        assert!(letter.text.contains("it ends by itself") && !letter.text.contains("Ann"), "{}", letter.text);
        let order = desk.instructions(matter.case).await.pop().expect("an instruction");
        assert_eq!((order.order, order.interim, order.decision), (Order::Suspend, Some(taken.id), None));
        assert_eq!(order.assets, ["example-social.example"], "one asset, and nothing else");

        for (after, alarms) in [(6 * 3600 - 1, 0), (1, 1), (5 * 3600 - 1, 1), (1, 2), (3599, 2)] {
            desk.clock.advance_seconds(after);
            desk.round().await;
            assert_eq!(desk.measure(number).await.alarms, alarms);
        }
        let alarms: Vec<_> =
            desk.letters().into_iter().filter(|letter| letter.subject.contains("second person")).collect();
        assert_eq!(alarms.len(), 2);
        assert!(alarms.iter().all(|letter| letter.to == "lee.lead@hosting.example"));
        assert!(alarms[0].text.contains("/measures/1"), "{}", alarms[0].text);
        assert!(desk.measure(number).await.stands(), "not a second early");

        desk.clock.advance_seconds(1);
        desk.round().await;
        assert_eq!(desk.measure(number).await.stage, InterimStage::Lapsed { at: taken.lapses_at });
        assert_eq!(desk.noun::<Asset>(taken.asset).await.interim, None);
        let order = desk.instructions(matter.case).await.pop().expect("an instruction");
        assert_eq!((order.order, order.interim), (Order::Reinstate, Some(taken.id)), "reversed at once");
        let lee = fresh(&matter.lee, desk.now());
        let refusal = desk.refuses(desk.confirm_interim(&lee, desk.new_command(), taken.id)).await;
        assert_eq!(refusal, Refusal::MeasureOver, "too late is too late");
    })
    .await;
}

#[tokio::test]
async fn a_measure_is_not_repeated_on_the_same_facts() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let first = desk.complaint(&matter.ann, "https://example-social.example/login").await;
        desk.attach_complaint(&matter.ann, desk.new_command(), matter.case, first.complaint).await.expect("attached");
        let form = InterimForm { complaints: vec![first.complaint.to_string()], ..emergency(&matter, "phishing") };
        let number = desk.take_measure(&matter, &form).await.expect("a measure");
        let refusal = desk.refuses(desk.take_measure(&matter, &form)).await;
        assert_eq!(refusal.problems()[0].field, "asset", "one stands already");
        let taken = desk.measure(number).await;
        desk.end_interim(&matter.ann, desk.new_command(), taken.id, "The page is gone.").await.expect("ended");
        let without = InterimForm { complaints: Vec::new(), ..form.clone() };
        for again in [&form, &without] {
            let refusal = desk.refuses(desk.take_measure(&matter, again)).await;
            assert_eq!(refusal.problems()[0].field, "complaints", "not twice on the same facts");
        }
        let second = desk.complaint(&matter.ann, "https://example-social.example/login2").await;
        let foreign = InterimForm { complaints: vec![second.complaint.to_string()], ..form.clone() };
        assert_eq!(desk.refuses(desk.take_measure(&matter, &foreign)).await.problems()[0].field, "complaints");
        desk.attach_complaint(&matter.ann, desk.new_command(), matter.case, second.complaint).await.expect("attached");
        desk.take_measure(&matter, &foreign).await.expect("something new happened");
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_measure_is_narrow_and_never_the_whole_account() {
    Bench::each(async |desk: &mut TestDesk| {
        let mut matter = desk.matter().await;
        let form = emergency(&matter, "phishing");
        for (form, field) in [
            (InterimForm { emergency: "spam".into(), ..form.clone() }, "emergency"),
            (InterimForm { handle: "example".into(), ..form.clone() }, "handle"),
            (InterimForm { facts: " ".into(), ..form.clone() }, "facts"),
            (InterimForm { part: "other.example/x".into(), ..form.clone() }, "part"),
        ] {
            assert_eq!(desk.refuses(desk.take_measure(&matter, &form)).await.problems()[0].field, field);
        }
        let stale = fresh(&matter.ann, desk.now().plus_seconds(-301));
        let refusal = desk.refuses(desk.take_interim(&stale, desk.new_command(), matter.case, &form)).await;
        assert_eq!(refusal, Refusal::FreshSignInNeeded);
        // One asset is left: then only a part of it.
        for asset in matter.assets.iter().filter(|asset| asset.id.to_string() != form.asset) {
            desk.release_asset(&matter.lee, desk.new_command(), asset.id).await.expect("given back");
        }
        assert_eq!(desk.refuses(desk.take_measure(&matter, &form)).await.problems()[0].field, "part");
        let part = InterimForm { part: "https://example-social.example/login".into(), ..form };
        let number = desk.take_measure(&matter, &part).await.expect("a part");
        desk.round().await;
        let taken = desk.measure(number).await;
        let order = desk.instructions(matter.case).await.pop().expect("an instruction");
        assert_eq!(order.assets, ["https://example-social.example/login"]);
        // Who took it cannot confirm it, also as a lead.
        std::mem::swap(&mut matter.ann, &mut matter.lee);
        let ann = fresh(&matter.lee, desk.now());
        assert_eq!(
            desk.refuses(desk.confirm_interim(&ann, desk.new_command(), taken.id)).await,
            Refusal::NotAllowed,
            "an analyst confirms nothing"
        );
    })
    .await;
}

#[tokio::test]
async fn a_confirmed_measure_is_ground_for_a_suspension() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let everything = suspension_in_an_hour(desk, &matter);
        let suspend = DecisionForm { assets: vec![emergency(&matter, "malware").asset], ..everything.clone() };
        let refusal = desk.refuses(desk.propose(&matter, &suspend)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::NoNotice]));
        let number = desk.take_measure(&matter, &emergency(&matter, "malware")).await.expect("a measure");
        let measure = desk.measure(number).await.id;
        let refusal = desk.refuses(desk.propose(&matter, &suspend)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::NoNotice]), "one person is no ground");
        let lee = fresh(&matter.lee, desk.now());
        desk.confirm_interim(&lee, desk.new_command(), measure).await.expect("confirmed");
        desk.round().await;

        let wider = desk.refuses(desk.propose(&matter, &everything)).await;
        assert_eq!(wider.problems()[0].field, "assets", "what was measured on one asset carries nothing beyond it");
        let decision = desk.propose(&matter, &suspend).await.expect("rule 1");
        assert_eq!(decision.weighed.as_ref().and_then(|weighed| weighed.interim), Some(measure));
        desk.approve(&matter.lee, &decision).await.expect("an approval");
        desk.round().await;
        desk.clock.set(decision.effective.at);
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(decision.id).await.stage, DecisionStage::InForce { at: desk.now() });
        assert!(
            matches!(desk.measure(number).await.stage, InterimStage::Ended { into: Some(id), .. } if id == decision.id)
        );
        let orders = desk.instructions(matter.case).await;
        assert!(orders.iter().all(|order| order.order == Order::Suspend), "nothing is switched on in between");
    })
    .await;
}

#[tokio::test]
async fn a_measure_that_ended_carries_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let number = desk.take_measure(&matter, &emergency(&matter, "attack")).await.expect("a measure");
        let measure = desk.measure(number).await.id;
        let lee = fresh(&matter.lee, desk.now());
        desk.confirm_interim(&lee, desk.new_command(), measure).await.expect("confirmed");
        let assets = vec![emergency(&matter, "attack").asset];
        let form = DecisionForm { assets, ..suspension_in_an_hour(desk, &matter) };
        let decision = desk.propose(&matter, &form).await.expect("a proposal");
        desk.approve(&matter.lee, &decision).await.expect("an approval");
        desk.end_interim(&matter.ann, desk.new_command(), measure, "The machine was cleaned.").await.expect("ended");
        desk.round().await;
        desk.clock.set(decision.effective.at);
        desk.round().await;
        let findings = vec![Finding::MeasureOver];
        assert_eq!(desk.noun::<Decision>(decision.id).await.stage, DecisionStage::Stopped { at: desk.now(), findings });
    })
    .await;
}

#[tokio::test]
async fn a_threat_to_life_goes_to_counsel_instead_of_lapsing() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.person("Cleo Counsel", Role::Counsel).await;
        let number = desk.take_measure(&matter, &emergency(&matter, "threat_to_life")).await.expect("a measure");
        let taken = desk.measure(number).await;
        for _ in 0..3 {
            desk.clock.advance_seconds(4 * 3600);
            desk.round().await;
            desk.round().await;
        }
        let given = desk.measure(number).await;
        assert!(matches!(given.stage, InterimStage::WithCounsel { .. }) && given.stands());
        assert!(
            desk.letters()
                .iter()
                .any(|letter| letter.to == "cleo.counsel@hosting.example" && letter.subject.contains("For counsel"))
        );
        let lee = fresh(&matter.lee, desk.now());
        let refusal = desk.refuses(desk.confirm_interim(&lee, desk.new_command(), taken.id)).await;
        assert_eq!(refusal, Refusal::CounselDecides);
        let refusal = desk.refuses(desk.close_case(&matter.ann, desk.new_command(), matter.case, None, "Done.")).await;
        assert_eq!(refusal, Refusal::MeasureStands);
        let cleo = fresh(&cleo, desk.now());
        desk.confirm_interim(&cleo, desk.new_command(), taken.id).await.expect("counsel may");
        assert!(desk.measure(number).await.is_confirmed());
    })
    .await;
}

#[tokio::test]
async fn a_desk_that_was_away_lets_lapse_what_should_have_lapsed() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let number = desk.take_measure(&matter, &emergency(&matter, "attack")).await.expect("a measure");
        desk.clock.advance_seconds(20 * 3600);
        desk.restart();
        desk.round().await;
        assert_eq!(desk.measure(number).await.stage, InterimStage::Lapsed { at: desk.now() });
    })
    .await;
}
