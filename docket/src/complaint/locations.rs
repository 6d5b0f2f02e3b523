//! What became of each location of a complaint. A report may name thousands: what became of them is kept as runs.

use super::Complaint;
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ComplaintId};
use crate::private::Private;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// What was found at one location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationOutcome {
    /// The customer took it down.
    Removed,
    /// The customer says that it may stay.
    Disputed,
    /// Nothing is there, or nothing that fits the report.
    NotFound,
    /// It does not lie with us.
    NotOurs,
}

impl LocationOutcome {
    pub const ALL: [LocationOutcome; 4] =
        [LocationOutcome::Removed, LocationOutcome::Disputed, LocationOutcome::NotFound, LocationOutcome::NotOurs];

    pub fn word(self) -> &'static str {
        match self {
            LocationOutcome::Removed => "removed",
            LocationOutcome::Disputed => "disputed",
            LocationOutcome::NotFound => "not_found",
            LocationOutcome::NotOurs => "not_ours",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            LocationOutcome::Removed => ours("Removed"),
            LocationOutcome::Disputed => ours("Disputed"),
            LocationOutcome::NotFound => ours("Not found"),
            LocationOutcome::NotOurs => ours("Not ours"),
        }
    }

    pub fn parse(text: &str) -> Option<LocationOutcome> {
        LocationOutcome::ALL.into_iter().find(|outcome| outcome.word() == text)
    }
}

/// These locations have this outcome from now on; none takes an outcome back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    pub complaint: ComplaintId,
    pub number: i64,
    pub case: Option<CaseId>,
    pub outcome: Option<LocationOutcome>,
    /// Counted from 0, in the report's own order.
    pub places: Vec<Run>,
    pub note: Private<String>,
}

#[cfg(feature = "keep")]
impl Marked {
    /// Each place by itself.
    pub(crate) fn all(&self) -> impl Iterator<Item = u32> + '_ {
        self.places.iter().flat_map(|run| run.first..=run.last)
    }
}

/// Neighbours: 0 to 899 is one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub first: u32,
    pub last: u32,
}

impl Run {
    /// Sorted numbers as few runs.
    pub fn all_of(mut places: Vec<u32>) -> Vec<Run> {
        places.sort_unstable();
        places.dedup();
        let mut runs: Vec<Run> = Vec::new();
        for place in places {
            match runs.last_mut() {
                Some(run) if run.last + 1 == place => run.last = place,
                _ => runs.push(Run { first: place, last: place }),
            }
        }
        runs
    }

    fn holds(&self, place: u32) -> bool {
        (self.first..=self.last).contains(&place)
    }

    pub fn length(&self) -> usize {
        (self.last - self.first) as usize + 1
    }
}

/// The outcomes of a complaint's locations; a location in no run has none yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outcomes(Vec<(LocationOutcome, Vec<Run>)>);

impl Outcomes {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn of(&self, place: u32) -> Option<LocationOutcome> {
        self.0.iter().find(|(_, runs)| runs.iter().any(|run| run.holds(place))).map(|(outcome, _)| *outcome)
    }

    pub fn count(&self, outcome: LocationOutcome) -> usize {
        self.0.iter().filter(|(one, _)| *one == outcome).flat_map(|(_, runs)| runs).map(Run::length).sum()
    }

    pub fn total(&self) -> usize {
        LocationOutcome::ALL.into_iter().map(|outcome| self.count(outcome)).sum()
    }

    /// What the earlier marks made of the places of this one: each outcome with its places, none among them.
    #[cfg(feature = "keep")]
    pub(crate) fn before<'m>(
        earlier: impl Iterator<Item = &'m Marked>,
        marked: &Marked,
    ) -> Vec<(Option<LocationOutcome>, Vec<Run>)> {
        let mut outcomes = Outcomes::default();
        for one in earlier {
            outcomes.set(&one.places, one.outcome);
        }
        let mut were: std::collections::BTreeMap<Option<LocationOutcome>, Vec<u32>> = Default::default();
        for place in marked.all() {
            were.entry(outcomes.of(place)).or_default().push(place);
        }
        were.into_iter().map(|(outcome, places)| (outcome, Run::all_of(places))).collect()
    }

    fn set(&mut self, places: &[Run], outcome: Option<LocationOutcome>) {
        let places = places.iter().flat_map(|run| run.first..=run.last).collect::<std::collections::BTreeSet<u32>>();
        let mut new = Vec::new();
        for known in LocationOutcome::ALL {
            let runs = self.0.iter().filter(|(one, _)| *one == known).flat_map(|(_, runs)| runs.clone());
            let mut kept: Vec<u32> =
                runs.flat_map(|run| run.first..=run.last).filter(|place| !places.contains(place)).collect();
            if outcome == Some(known) {
                kept.extend(&places);
            }
            if !kept.is_empty() {
                new.push((known, Run::all_of(kept)));
            }
        }
        self.0 = new;
    }
}

impl Complaint {
    pub(super) fn marked(mut self, event: &Recorded) -> Self {
        if let Event::LocationsMarked(marked) = &event.event {
            self.outcomes.set(&marked.places, marked.outcome);
            self.changes.push(event.id);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_run_and_the_last_word_counts() {
        let mut outcomes = Outcomes::default();
        outcomes.set(&Run::all_of((0..900).rev().collect()), Some(LocationOutcome::Removed));
        outcomes.set(&Run::all_of(vec![5, 6, 900]), Some(LocationOutcome::Disputed));
        assert_eq!(outcomes.count(LocationOutcome::Removed), 898);
        assert_eq!(outcomes.of(6), Some(LocationOutcome::Disputed));
        assert_eq!(outcomes.of(901), None);
        let text = serde_json::to_string(&outcomes).unwrap();
        assert!(text.len() < 200, "{text}");
        assert_eq!(serde_json::from_str::<Outcomes>(&text).unwrap(), outcomes);
        outcomes.set(&Run::all_of(vec![900]), None);
        assert_eq!((outcomes.of(900), outcomes.total()), (None, 900));
    }
}
