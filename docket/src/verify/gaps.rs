//! Where the ledger says that it was brought back from a backup and lacks what the notary had signed. It is believed as far
//! as it can be checked: what came back is what lies there, and what is missing was really signed.

use super::{Found, Wrong};
use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::gap::{Gap, Mark};
use crate::event::{Event, Recorded};
use crate::ledger::Frontier;
use crate::store::audit::Snapshot;
use crate::store::{Stored, vouching};
use crate::vouching::{GapAccepted, GapDeclared};
use serde::Serialize;
use std::collections::HashMap;

/// One gap, as the ledger tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GapSaid {
    /// The entry that declares it.
    pub seq: i64,
    /// With how many entries the ledger came back.
    pub size: i64,
    /// How many the notary had signed. None: nobody knows.
    pub signed: Option<i64>,
    /// The entry which says that the notary goes on.
    pub accepted: Option<i64>,
}

#[derive(Default)]
pub(super) struct Gaps {
    /// The roots at the lengths that gaps name, once they are reached.
    roots: HashMap<u64, Option<String>>,
    declared: Vec<(i64, GapDeclared)>,
    accepted: Vec<(i64, GapAccepted)>,
}

impl Gaps {
    /// Which lengths will be asked about.
    pub(super) async fn expected(snapshot: &mut Snapshot) -> Stored<Gaps> {
        let mut gaps = Gaps::default();
        for (_, _, leaf) in vouching::gaps(&mut snapshot.conn()).await? {
            // One that cannot be read is found when its turn comes.
            let recorded = serde_json::from_slice(&leaf).ok().and_then(|leaf| Recorded::from_leaf(leaf).ok());
            if let Some(Recorded { event: Event::GapDeclared(it), .. }) = recorded {
                gaps.roots.insert(u64::try_from(it.size).unwrap_or(0), None);
            }
        }
        Ok(gaps)
    }

    /// The ledger is rebuilt up to here.
    pub(super) fn reached(&mut self, frontier: &Frontier) {
        if let Some(root) = self.roots.get_mut(&frontier.size()) {
            *root = Some(hex::encode(frontier.root()));
        }
    }

    pub(super) fn said(&mut self, seq: i64, recorded: &Recorded) {
        match &recorded.event {
            Event::GapDeclared(it) => self.declared.push((seq, (**it).clone())),
            Event::GapAccepted(it) => self.accepted.push((seq, (**it).clone())),
            _ => {}
        }
    }

    /// Whether the ledger itself says that this checkpoint of the notary is one which it does not continue.
    pub(super) fn explain(&self, size: u64, root: &str) -> bool {
        let had = self.declared.iter().filter_map(|(_, it)| it.signed.as_ref());
        had.into_iter().any(|had| u64::try_from(had.size) == Ok(size) && had.root == root)
    }

    /// The ledger is over.
    pub(super) fn end(self, found: &mut Found) -> Vec<GapSaid> {
        let mut told = Vec::with_capacity(self.declared.len());
        for (seq, it) in &self.declared {
            let root = self.roots.get(&u64::try_from(it.size).unwrap_or(0)).cloned().flatten();
            if it.size >= *seq || root.as_ref() != Some(&it.root) {
                found.event(Wrong {
                    seq: Some(*seq),
                    what: "the ledger that is said to have come back".into(),
                    stored: format!("{} entries, {}", it.size, it.root),
                    rebuilt: root.unwrap_or_else(|| "no such ledger".into()),
                });
            }
            let had = it.signed.as_ref();
            if let Some(had) = had.filter(|had| !is_of(&had.note, Mark::read(had.size, &had.root))) {
                found.event(Wrong {
                    seq: Some(*seq),
                    what: "what is said to have been signed".into(),
                    stored: format!("{} entries, {}", had.size, had.root),
                    rebuilt: had.note.clone(),
                });
            }
            let accepted = self.accepted.iter().find(|(_, accepted)| accepted.gap == *seq);
            if let Some((at, accepted)) = accepted
                && !accepts(&accepted.note, *seq, it)
            {
                found.event(Wrong {
                    seq: Some(*at),
                    what: "what the notary is said to have accepted".into(),
                    stored: accepted.note.clone(),
                    rebuilt: format!("the gap of entry {seq}"),
                });
            }
            told.push(GapSaid {
                seq: *seq,
                size: it.size,
                signed: had.map(|had| had.size),
                accepted: accepted.map(|(at, _)| *at),
            });
        }
        for (at, accepted) in &self.accepted {
            if !self.declared.iter().any(|(seq, _)| *seq == accepted.gap) {
                found.event(Wrong {
                    seq: Some(*at),
                    what: "the gap that is said to have been accepted".into(),
                    stored: accepted.gap.to_string(),
                    rebuilt: "no such gap".into(),
                });
            }
        }
        told
    }
}

fn is_of(note: &str, mark: Option<Mark>) -> bool {
    SignedCheckpoint::parse(note).is_ok_and(|signed| Some(Mark::from(&signed.checkpoint)) == mark)
}

fn accepts(note: &str, seq: i64, declared: &GapDeclared) -> bool {
    let had = declared.signed.as_ref().and_then(|had| Mark::read(had.size, &had.root));
    Gap::parse(note).is_ok_and(|gap| {
        Some(gap.signed) == had
            && Some(gap.restored) == Mark::read(declared.size, &declared.root)
            && i64::try_from(gap.from.size) == Ok(seq)
    })
}
