//! Which lives there are: where each is broken off, by what, and how long nobody is there afterwards.

use crate::bench::Place;
use docket::store::faults::Step;
use docket::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::PathBuf;

pub const FAULTS: [&str; 4] = ["kill", "panic", "io", "lost"];
/// In seconds: at once, soon, longer than a lease, longer than what burdens may be late, and so long that the rounds
/// were away.
const ABSENCES: [i64; 5] = [0, 5, 100, 50, 1_200];

#[derive(Serialize, Deserialize)]
pub struct Orders {
    /// The desk as it is when each life begins.
    pub template: PathBuf,
    /// On PostgreSQL: where its rows are, kept to be put back before each life.
    pub database: Option<String>,
    pub mail: String,
    pub begins: Moment,
    pub runs: Vec<Run>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    pub number: u32,
    /// None: nothing happens to it, and it counts how often it comes by each step.
    pub step: Option<String>,
    pub fault: String,
    /// The fault strikes when this step comes for the so-manieth time.
    pub nth: u32,
    /// How long nobody is there after a kill.
    pub absence: i64,
}

impl Run {
    pub fn undisturbed() -> Run {
        Run { number: 0, step: None, fault: String::new(), nth: 0, absence: 0 }
    }

    /// In the words that `fail` understands.
    pub fn action(&self) -> String {
        let before = self.nth - 1;
        let passes = if before > 0 { format!("{before}*off->") } else { String::new() };
        format!("{passes}1*return({})->off", self.fault)
    }
}

/// Each step with each fault, so often; the seed chooses when it strikes and how long the absence is.
pub fn all(hits: &HashMap<String, u32>, seeds: Option<u32>, place: Place) -> Vec<Run> {
    let mut runs = Vec::new();
    for seed in 0..seeds.unwrap_or(1) {
        for (place_of_step, step) in Step::ALL.into_iter().enumerate() {
            for (place_of_fault, fault) in FAULTS.into_iter().enumerate() {
                // In a short run PostgreSQL takes turns: two of the four at each step.
                if seeds.is_none() && place == Place::Postgres && (place_of_step + place_of_fault) % 2 == 1 {
                    continue;
                }
                let number = u32::try_from(runs.len() + 1).expect("not so many");
                let drawn = (u64::from(number) * 2_654_435_761 + u64::from(seed) * 40_503) >> 7;
                runs.push(Run {
                    number,
                    step: Some(step.name().to_owned()),
                    fault: fault.to_owned(),
                    nth: 1 + (drawn % u64::from(hits[step.name()])) as u32,
                    absence: ABSENCES[(drawn % ABSENCES.len() as u64) as usize],
                });
            }
        }
    }
    runs
}
