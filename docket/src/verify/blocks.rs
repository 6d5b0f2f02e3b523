//! The roots of whole blocks of the ledger, which are counted beside it so that proofs are made quickly. A wrong one makes
//! proofs that hold for nobody, so each is held against its leaves.

use super::{Found, Wrong};
use crate::desk::figures::BLOCK;
use crate::ledger::{Hash, root_of};
use crate::store::audit::Snapshot;
use crate::store::{Stored, figures};
use std::collections::HashMap;

#[derive(Default)]
pub(super) struct Blocks {
    stored: HashMap<i64, Hash>,
    inside: Vec<Hash>,
    place: i64,
}

impl Blocks {
    pub(super) async fn read(snapshot: &mut Snapshot) -> Stored<Blocks> {
        let rows = figures::some_blocks(&mut snapshot.conn(), 0, i64::MAX).await?;
        Ok(Blocks { stored: rows.into_iter().collect(), ..Blocks::default() })
    }

    /// The next leaf.
    pub(super) fn push(&mut self, leaf: Hash, found: &mut Found) {
        self.inside.push(leaf);
        if i64::try_from(self.inside.len()) == Ok(BLOCK) {
            let rebuilt = root_of(&self.inside);
            // What is not counted yet is computed when it is asked for.
            if let Some(stored) = self.stored.remove(&self.place).filter(|stored| *stored != rebuilt) {
                found.other(wrong(self.place, stored, hex::encode(rebuilt)));
            }
            self.inside.clear();
            self.place += 1;
        }
    }

    /// The ledger is over.
    pub(super) fn end(self, found: &mut Found) {
        let mut rest: Vec<_> = self.stored.into_iter().collect();
        rest.sort_unstable();
        if let Some((place, stored)) = rest.into_iter().next() {
            found.other(wrong(place, stored, "no such block".into()));
        }
    }
}

fn wrong(place: i64, stored: Hash, rebuilt: String) -> Wrong {
    let what = "the root of a block of entries".to_owned();
    Wrong { seq: Some(place * BLOCK + 1), what, stored: hex::encode(stored), rebuilt }
}
