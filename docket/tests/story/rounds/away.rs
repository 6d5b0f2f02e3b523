//! Nobody made rounds for a while: what burdens is missed and asks a person, what favours is done at once.

use super::another;
use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::{Matter, decision_form};
use docket::case::Case;
use docket::decision::missed::MissedWhy;
use docket::decision::{Decision, DecisionStage};
use docket::desk::decisions::DecisionForm;
use docket::instruction::{Instruction, Order};
use docket::people::Role;
use docket::refusal::Refusal;
use docket::time::Moment;
use docket::watch::{Away, Doubt};

/// Works only once somebody has put the file there.
const PROGRAM: &str = r#"cat > /dev/null; [ -e "$(dirname "$0")/works" ] || exit 3; echo "ticket 4711""#;

async fn reinstatement(desk: &TestDesk, matter: &Matter) -> Instruction {
    let told = desk.instructions(matter.case).await.into_iter().find(|one| one.order == Order::Reinstate);
    told.expect("the console was told")
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).expect("an instant")
}

/// The night of 10 January 2021 in Los Angeles: the server is down from 23:50 to 00:30.
#[tokio::test]
async fn the_night_of_the_tenth_of_january() {
    Bench::from("2021-01-08T17:00:00Z", async |desk: &mut TestDesk| {
        desk.carry_out_with("carry-out.sh", PROGRAM);
        std::fs::write(desk.folder().join("works"), "").expect("a file");
        let first = desk.matter().await;
        let suspension = desk.suspended(&first).await;
        desk.round().await;
        let second = another(desk, &first, "second-social").await;
        desk.overdue(&second).await;

        // A quarter of an hour before: one is switched on again while the console is away, the other is promised.
        std::fs::remove_file(desk.folder().join("works")).expect("the file");
        desk.set("2021-01-11T07:44:00Z");
        let lift = DecisionForm { lifts: suspension.id.to_string(), ..decision_form(&first, "reinstatement", "", "") };
        desk.propose(&first, &lift).await.expect("a reinstatement");
        let form = decision_form(&second, "suspension", "2021-01-10", "23:59");
        let decision = desk.propose(&second, &form).await.expect("a proposal");
        desk.approve(&second.lee, &decision).await.expect("an approval");
        for seconds in [0, 60, 120, 179] {
            desk.clock.advance_seconds(seconds);
            desk.round().await;
        }
        assert_eq!(desk.now(), moment("2021-01-11T07:49:59Z"));
        let told = reinstatement(desk, &first).await;
        assert!(told.done_at().is_none() && told.tries >= 2, "{told:?}");
        std::fs::write(desk.folder().join("works"), "").expect("a file");

        desk.set("2021-01-11T08:30:00Z");
        desk.restart();
        desk.round().await;
        let away = Away { from: moment("2021-01-11T07:49:59Z"), to: desk.now() };
        let noun: Decision = desk.noun(decision.id).await;
        assert_eq!(noun.stage, DecisionStage::Missed { at: desk.now() });
        assert_eq!(noun.missed, Some(MissedWhy::Away { from: away.from, to: away.to }));
        assert_eq!(desk.noun::<Case>(second.case).await.stage.word(), "needs_person");
        let done_at = reinstatement(desk, &first).await.done_at();
        assert_eq!(done_at, Some(desk.now()), "what favours is done at once, however late");
        let shown = desk.rounds_now().await.expect("a database");
        assert_eq!((shown.unseen(), shown.missed, shown.doubt), (Some(away), 1, None));
        assert_eq!(desk.count("rounds_away").await, 1);

        // Somebody looks, and only somebody who may.
        let refusal = desk.refuses(desk.see_away(&second.ann, desk.new_command())).await;
        assert_eq!(refusal, Refusal::NotAllowed);
        desk.see_away(&second.lee, desk.new_command()).await.expect("seen");
        assert_eq!(desk.rounds_now().await.expect("a database").unseen(), None);
        let refusal = desk.refuses(desk.see_away(&second.lee, desk.new_command())).await;
        assert_eq!(refusal, Refusal::NothingToSee);
        desk.clock.advance_seconds(86_400);
        desk.round().await;
        assert!(desk.instructions(second.case).await.is_empty(), "never by itself");
    })
    .await;
}

/// Nobody can have read what came in by mail while nobody was there.
#[tokio::test]
async fn an_hour_just_after_the_rounds_came_back_is_missed_as_well() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(decision).await.effective.at;
        desk.clock.set(effective.plus_seconds(-30 * 60));
        desk.round().await;
        desk.clock.set(effective.plus_seconds(-5 * 60));
        desk.restart();
        desk.round().await;
        assert!(desk.noun::<Decision>(decision).await.approved_by().is_some(), "not before its hour");
        desk.clock.set(effective);
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(decision).await.stage, DecisionStage::Missed { at: desk.now() });

        desk.withdraw_decision(&matter.lee, desk.new_command(), decision, "Proposed anew.").await.expect("withdrawn");
        let again = desk.scheduled_suspension(&matter).await;
        desk.clock.set(desk.noun::<Decision>(again).await.effective.at);
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(again).await.stage, DecisionStage::InForce { at: desk.now() });
    })
    .await;
}

/// A process that was stopped and woken has been away, and so has a desk that nobody switched on for a week: then the
/// clock itself is in doubt.
#[tokio::test]
async fn who_stood_still_was_away() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        desk.round().await;
        desk.clock.stand_still_seconds(4 * 60);
        desk.round().await;
        assert_eq!(desk.count("rounds_away").await, 0, "a moment");
        desk.clock.stand_still_seconds(20 * 60);
        desk.round().await;
        desk.round().await;
        assert_eq!((desk.count("rounds_away").await, desk.count("clock_doubted").await), (1, 0));
        let seconds = 8 * 86_400;
        desk.clock.stand_still_seconds(seconds);
        desk.round().await;
        assert_eq!(desk.count("rounds_away").await, 2);
        let (_, doubt) = desk.rounds_now().await.expect("a database").doubt.expect("a doubt");
        assert_eq!(doubt, Doubt::LongAway { seconds });
        desk.trust_clock(&fresh(&lee, desk.now()), desk.new_command()).await.expect("looked at");
        desk.round().await;
        assert_eq!(desk.rounds_now().await.expect("a database").doubt, None);
    })
    .await;
}
