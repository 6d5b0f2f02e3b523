//! Histories in which everything happens that looks like tampering and is none: people are erased, holds stand, the
//! notary's key changes, and a copy of an earlier hour is brought back with its gap declared and accepted. Nobody who
//! checks may raise an alarm.

use super::cases;
use super::play::Play;
use super::step::{Step, step};
use crate::bench::Place;
use crate::crash::SEEDS;
use crate::proofs::{extract, keys, of};
use crate::vouching::gaps::form;
use docket::backup::bring_back::look;
use docket::checkpoint::check::{Keys, Verdict};
use docket::checkpoint::extract::check;
use docket::desk::gap::Standing;
use docket::entropy::SeededEntropy;
use docket::event::Event;
use docket::notary::Notary;
use docket::people::Role;
use docket::report::profile::Profile;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::io::Write;

/// In a campaign.
const MANY: u64 = 1_000;
const FEW: u64 = 8;

/// What came about in all of them.
#[derive(Debug, Default)]
struct Counts {
    entries: usize,
    restores: usize,
    keys: usize,
    erasures: usize,
    holds: usize,
}

#[test]
fn any_honest_history_raises_no_alarm() {
    let campaign: Option<u64> = std::env::var(SEEDS).ok().map(|seeds| seeds.parse().unwrap_or(1));
    let many = campaign.map_or(FEW.min(u64::from(cases())), |_| MANY);
    let mut dice = [9_u8; 32];
    dice[..8].copy_from_slice(&campaign.unwrap_or(0).to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &dice));
    let histories = (any::<u64>(), prop::collection::vec(step(), 40..90), 1_usize..3);
    let mut counts = Counts::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for _ in 0..many {
        let (seed, steps, restores) = histories.new_tree(&mut runner).expect("a history").current();
        runtime.block_on(lived(seed, &steps, restores, &mut counts));
    }
    let _ = writeln!(std::io::stderr(), "{many} honest histories raised no alarm: {counts:?}.");
    assert!(counts.restores > 0 && counts.keys > 0 && counts.erasures + counts.holds > 0, "{counts:?}");
}

async fn lived(seed: u64, steps: &[Step], restores: usize, counts: &mut Counts) {
    let mut play = Play::open(Place::Sqlite, seed).await;
    play.desk.letters_may_wait();
    let lead = play.desk.person("Lena", Role::Lead).await.person.email.show().to_owned();
    play.desk.sign_now().await.expect("signed").expect("a checkpoint");
    let part = steps.len() / (restores + 1);
    let mut older = Vec::new();
    for (turn, steps) in steps.chunks(part.max(1)).enumerate() {
        let copy = play.desk.copied().await;
        for step in steps {
            play.play(step).await;
        }
        play.desk.sign_now().await.expect("signed").expect("a checkpoint");
        if turn == 0 {
            older.extend(keys(&play.desk).await.log);
            let notary = Notary::of(play.desk.folder(), "unused");
            notary.change_key(&SeededEntropy::new(seed)).expect("changed");
            play.desk.sign_now().await.expect("signed").expect("a checkpoint");
            counts.keys += 1;
        } else if turn <= restores {
            play.desk.put_back(&copy).await;
            play.internal = None;
            counts.restores += usize::from(went_on(&play, &lead).await);
        }
    }
    let events = play.desk.events().await;
    counts.entries += events.len();
    for (_, recorded) in &events {
        match &recorded.event {
            Event::PersonErased(_) => counts.erasures += 1,
            event if event.kind().ends_with("hold_placed") => counts.holds += 1,
            _ => {}
        }
    }
    play.desk.sign_now().await.expect("signed").expect("a checkpoint");
    let text = extract(&play.desk, of(Profile::Internal)).await;
    let keys = Keys { older, ..keys(&play.desk).await };
    let report = check(&mut text.as_bytes(), &keys);
    assert_eq!(report.verdict, Verdict::Proven, "seed {seed}: {report:#?}");
    // Verifies the record, too.
    play.desk.end().await;
}

/// The copy lacks what was signed since: declared by one, accepted by another. False: nothing was missing.
async fn went_on(play: &Play, lead: &str) -> bool {
    let desk = &play.desk;
    desk.clock.advance_seconds(60);
    match desk.standing().await.expect("a desk").expect("a notary") {
        Standing::Grown => return false,
        Standing::Behind(_) => {}
        other => panic!("{other:?}"),
    }
    let (report, seq) = look(desk, Some(&form(lead)), |_| {}).await.expect("declared");
    assert!(report.is_sound(), "{:#?}", report.wrongs);
    assert_eq!(desk.sign_now().await.expect("an answer"), None);
    let entry = u64::try_from(seq.expect("an entry")).expect("a number");
    Notary::of(desk.folder(), "unused").accept_gap(entry, desk.now()).expect("accepted");
    desk.sign_now().await.expect("an answer").expect("a checkpoint");
    true
}
