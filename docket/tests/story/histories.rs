//! Random histories. Whatever anybody does in whatever order: the record verifies, both databases hold the same
//! bytes, what is refused leaves no trace, and the rules that never break are not broken.

mod honest;
mod later;
mod play;
mod step;
mod tending;

use crate::bench::places;
use play::Play;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use step::{Step, step};

/// Plays one history on every database and gives back which kinds of events came of it.
fn played(seed: u64, steps: &[Step]) -> (std::collections::BTreeSet<String>, u32, u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut told = Vec::new();
        let (mut kinds, mut done, mut refused) = (std::collections::BTreeSet::new(), 0, 0);
        for place in places() {
            let mut play = Play::open(place, seed).await;
            play.desk.letters_may_wait();
            for step in steps {
                play.play(step).await;
            }
            kinds.extend(play.desk.events().await.into_iter().map(|(_, recorded)| recorded.event.kind()));
            (done, refused) = (play.done, play.refused);
            // Verifies the ledger and looks for broken rules in its events.
            told.push(play.desk.end().await);
        }
        if let [one, two] = &told[..] {
            assert_eq!(one.report, two.report, "both databases give the same report");
            assert_eq!(one.rows, two.rows, "both databases hold the same");
        }
        (kinds, done, refused)
    })
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(12)
}

#[test]
fn any_history_verifies_and_breaks_no_rule() {
    let config = Config { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let histories = (any::<u64>(), prop::collection::vec(step(), 60..140));
    let outcome = runner.run(&histories, |(seed, steps)| {
        played(seed, &steps);
        Ok(())
    });
    if let Err(problem) = outcome {
        panic!("{problem}");
    }
}

/// The same histories each time: they must be rich enough to mean something.
#[test]
fn random_histories_reach_every_corner() {
    let mut kinds = std::collections::BTreeSet::new();
    let (mut done, mut refused) = (0, 0);
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let histories = prop::collection::vec(step(), 180..181);
    for seed in 0..u64::from(cases()) {
        let steps = histories.new_tree(&mut runner).expect("a history").current();
        let (seen, taken, turned_away) = played(seed, &steps);
        kinds.extend(seen);
        done += taken;
        refused += turned_away;
    }
    assert!(done > 100 && refused > 100, "{done} done, {refused} refused");
    for kind in [
        "answer_assessed",
        "answer_received",
        "asset_released",
        "case_closed",
        "case_graded",
        "case_snoozed",
        "case_tagged",
        "case_woken",
        "complaint_attached",
        "complaint_classed",
        "complaint_rejected",
        "complaint_repeated",
        "complaint_returned",
        "contact_added",
        "contact_withdrawn",
        "deadline_passed",
        "decision_approved",
        "decision_missed",
        "decision_proposed",
        "decision_stopped",
        "decision_took_effect",
        "decision_withdrawn",
        "erasure_asked",
        "instruction_issued",
        "letter_accepted",
        "letter_failed",
        "locations_marked",
        "notice_confirmed",
        "notice_sent",
        "notice_undone",
        "notice_withdrawn",
        "passing_planned",
        "passing_sent",
        "person_erased",
        "person_invited",
        "role_changed",
        "time_asked",
        "time_granted",
        "wide_hold_placed",
    ] {
        assert!(kinds.contains(kind), "no {kind} in any history: {kinds:?}");
    }
}
