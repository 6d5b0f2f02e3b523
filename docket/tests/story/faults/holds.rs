//! What must hold after a life that was broken off, read from its record alone.

use super::run::Run;
use crate::rules;
use docket::desk::Desk;
use docket::event::{Event, Recorded};
use docket::id::DecisionId;
use docket::store::ledger;
use docket::time::Moment;
use docket::timer::ON_TIME_SECONDS;
use docket::verify::verify_with_evidence;
use std::collections::{HashMap, HashSet};
use std::path::Path;

pub struct Told {
    pub missed: usize,
    pub letters: usize,
}

pub async fn hold(desk: &Desk, folder: &Path, run: &Run) -> Told {
    let report = verify_with_evidence(desk.store(), folder, |_| {}).await.expect("a report");
    assert!(report.is_sound(), "{run:?}: {:#?}", report.wrongs);
    let events = {
        let mut reader = desk.read().await.expect("a reader");
        ledger::after(&mut reader.conn(), 0, 1_000_000).await.expect("events")
    };
    let events: Vec<(i64, Recorded)> = events
        .into_iter()
        .map(|row| (row.seq, Recorded::from_leaf(serde_json::from_slice(&row.leaf).expect("JSON")).expect("an event")))
        .collect();
    rules::hold(&events);

    let mut fired: HashMap<String, u32> = HashMap::new();
    let mut due: HashMap<DecisionId, Moment> = HashMap::new();
    let (mut missed, mut letters, mut instructions) = (0, 0, HashSet::new());
    for (_, recorded) in &events {
        let mut once = |what: String| *fired.entry(what).or_default() += 1;
        let at = recorded.at;
        match &recorded.event {
            Event::NoticeSent { notice, .. } => once(format!("leave {notice}")),
            Event::DeadlinePassed { notice, due, .. } => {
                assert!(at >= *due, "early: {run:?}");
                once(format!("deadline {notice}"));
            }
            Event::ReminderSent(sent) => {
                assert!(at >= sent.reminder.at && at < sent.due, "early or late: {run:?}");
                once(format!("remind {} {}", sent.notice, sent.reminder.at));
            }
            Event::DecisionApproved { decision, effective, .. } => {
                due.insert(*decision, *effective);
            }
            Event::DecisionTookEffect { decision, armed, .. } => {
                if let Some(due) = due.get(decision).filter(|_| *armed) {
                    assert!(at >= *due, "early: {run:?}");
                    assert!(at <= due.plus_seconds(ON_TIME_SECONDS), "late, and nobody was asked: {run:?}");
                }
                once(format!("effect {decision}"));
            }
            Event::DecisionMissed { decision, .. } => {
                missed += 1;
                once(format!("effect {decision}"));
            }
            Event::InstructionIssued { instruction, .. } => {
                instructions.insert(instruction.to_string());
            }
            Event::InstructionDone { instruction, .. } => once(format!("instruct {instruction}")),
            Event::LetterAccepted { letter, response, .. } => {
                // What stands in the folder left before this life began.
                letters += usize::from(!response.starts_with("written to outbox/"));
                once(format!("letter {letter}"));
            }
            _ => {}
        }
    }
    assert!(fired.values().all(|times| *times == 1), "twice: {run:?}: {fired:#?}");
    for decision in due.keys() {
        assert!(fired.contains_key(&format!("effect {decision}")), "never: {run:?}");
    }
    for instruction in &instructions {
        assert!(fired.contains_key(&format!("instruct {instruction}")), "never: {run:?}");
    }
    papers(folder, &instructions, run);
    // Whoever is back soon misses nothing at all.
    if run.fault != "kill" || run.absence <= 5 {
        let count = |what: &str| fired.keys().filter(|key| key.starts_with(what)).count();
        let all = [count("leave "), count("deadline "), count("remind "), count("effect "), count("instruct ")];
        assert_eq!((all, missed), ([1, 1, 3, 2, 2], 0), "{run:?}: {fired:#?}");
    }
    Told { missed, letters }
}

/// What the provider's program was told: each instruction under one number, again only after something broke.
fn papers(folder: &Path, instructions: &HashSet<String>, run: &Run) {
    let text = std::fs::read_to_string(folder.join("papers")).unwrap_or_default();
    let mut told: HashMap<String, u32> = HashMap::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let paper: serde_json::Value = serde_json::from_str(line).expect("a paper");
        *told.entry(paper["instruction"].as_str().expect("a number").to_owned()).or_default() += 1;
    }
    assert!(told.keys().all(|number| instructions.contains(number)), "{run:?}: {told:?}");
    assert!(told.values().all(|times| *times <= 2), "{run:?}: {told:?}");
}
