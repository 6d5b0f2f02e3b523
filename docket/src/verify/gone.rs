//! What is no longer there. A personal value or a piece of evidence went with an event that says so, or it is missing:
//! these two are never the same thing.

use super::{Found, MOST_WRONGS, Wrong};
use crate::event::{Event, Recorded};
use crate::ledger::Hash;
use crate::retention::Gone;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// How much went with one event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Went {
    pub seq: i64,
    pub values: u64,
    pub bytes: u64,
}

#[derive(Default)]
pub(super) struct Erased {
    /// Which event says that it erased a value.
    said: HashMap<Hash, i64>,
    missing: Vec<(i64, String, Hash)>,
}

#[derive(Default)]
pub(super) struct Tally {
    went: BTreeMap<i64, Went>,
    missing: u64,
}

impl Erased {
    pub fn said(&mut self, seq: i64, recorded: &Recorded) {
        match &recorded.event {
            Event::MaterialDestroyed(it) => self.with(seq, &it.gone),
            Event::PersonErased(it) => self.with(seq, &it.gone),
            _ => {}
        }
    }

    fn with(&mut self, seq: i64, gone: &Gone) {
        for commitment in &gone.values {
            let mut hash = Hash::default();
            if hex::decode_to_slice(commitment, &mut hash).is_ok() {
                self.said.insert(hash, seq);
            }
        }
    }

    pub fn missing(&mut self, seq: i64, missing: Vec<(String, Hash)>) {
        self.missing.extend(missing.into_iter().map(|(path, hash)| (seq, path, hash)));
    }

    /// Each value that is not there needs the event that erased it, and each that was erased must not be there.
    pub fn end(self, found: &mut Found) -> Tally {
        let mut tally = Tally::default();
        let mut said = self.said;
        for (seq, path, hash) in self.missing {
            match said.remove(&hash) {
                Some(with) => tally.at(with).values += 1,
                None => {
                    tally.missing += 1;
                    found.event(Wrong {
                        seq: Some(seq),
                        what: format!("the personal value {path}"),
                        stored: "missing".into(),
                        rebuilt: "no event says that it was erased".into(),
                    });
                }
            }
        }
        let mut still: Vec<(i64, Hash)> = said.into_iter().map(|(hash, seq)| (seq, hash)).collect();
        still.sort_unstable();
        for (seq, hash) in still.into_iter().take(MOST_WRONGS) {
            found.event(Wrong {
                seq: Some(seq),
                what: "a personal value that the event says it erased".into(),
                stored: "still there, or no row".into(),
                rebuilt: hex::encode(hash),
            });
        }
        tally
    }
}

impl Tally {
    fn at(&mut self, seq: i64) -> &mut Went {
        self.went.entry(seq).or_insert(Went { seq, ..Went::default() })
    }

    pub fn destroyed(&mut self, with: i64) {
        self.at(with).bytes += 1;
    }

    pub fn values(&self) -> u64 {
        self.went.values().map(|went| went.values).sum()
    }

    pub fn bytes(&self) -> u64 {
        self.went.values().map(|went| went.bytes).sum()
    }

    pub fn missing(&self) -> u64 {
        self.missing
    }

    pub fn list(self) -> Vec<Went> {
        self.went.into_values().collect()
    }
}
