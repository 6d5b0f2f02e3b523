//! What the notary has signed, held against the leaves as they are. Whoever rules the database can rewrite the ledger and
//! everything beside it; what was signed before no longer fits then.

use super::{Found, Wrong};
use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::note::{PublicKey, SignedBy};
use crate::ledger::Frontier;
use crate::notary::Notary;
use crate::store::Stored;
use crate::store::audit::Snapshot;
use crate::store::checkpoints::{self, CheckpointRow};
use std::path::Path;

/// Checkpoints that are still to be reached, the longest first.
#[derive(Default)]
pub(super) struct Signed {
    waiting: Vec<(u64, String)>,
    many: u64,
}

impl Signed {
    /// Those in the database, and the one that the notary remembers by itself.
    pub(super) async fn read(snapshot: &mut Snapshot, folder: &Path, found: &mut Found) -> Stored<Signed> {
        let rows = checkpoints::all(&mut snapshot.conn()).await?;
        let mut signed = Signed { waiting: Vec::with_capacity(rows.len() + 1), many: rows.len() as u64 };
        for row in &rows {
            let size = u64::try_from(row.size).unwrap_or(0);
            signed.waiting.push((size, row.root.clone()));
            if let Some(wrong) = unsigned(row) {
                found.event(wrong);
            }
        }
        match Notary::of(folder, "").last().and_then(|seal| seal.map(|seal| seal.checkpoint()).transpose()) {
            Ok(None) => {}
            Ok(Some(last)) => signed.waiting.push((last.size, hex::encode(last.root))),
            Err(problem) => found.other(Wrong {
                seq: None,
                what: "what the notary remembers".into(),
                stored: problem.to_string(),
                rebuilt: "a checkpoint".into(),
            }),
        }
        signed.waiting.sort_by(|one, other| other.cmp(one));
        Ok(signed)
    }

    pub(super) fn many(&self) -> u64 {
        self.many
    }

    /// The ledger is rebuilt up to here.
    pub(super) fn reached(&mut self, frontier: &Frontier, found: &mut Found) {
        while let Some((size, root)) = self.waiting.pop_if(|(size, _)| *size <= frontier.size()) {
            let rebuilt = hex::encode(frontier.root());
            if size == frontier.size() && root != rebuilt {
                found.event(Wrong {
                    seq: i64::try_from(size).ok(),
                    what: "the root that was signed for the ledger up to here".into(),
                    stored: root,
                    rebuilt,
                });
            }
        }
    }

    /// The ledger is over.
    pub(super) fn end(self, frontier: &Frontier, found: &mut Found) {
        if let Some((size, _)) = self.waiting.first() {
            found.event(Wrong {
                seq: i64::try_from(frontier.size() + 1).ok(),
                what: "how many entries were signed".into(),
                stored: size.to_string(),
                rebuilt: frontier.size().to_string(),
            });
        }
    }
}

/// A row must be what its note says, and the note must be its signer's.
fn unsigned(row: &CheckpointRow) -> Option<Wrong> {
    let wrong = |stored: &str, rebuilt: String| {
        let what = "a checkpoint".to_owned();
        Some(Wrong { seq: Some(row.size), what, stored: stored.to_owned(), rebuilt })
    };
    let Ok(signed) = SignedCheckpoint::parse(&row.note) else { return wrong(&row.note, "a signed note".into()) };
    let says = format!("{} {}", signed.checkpoint.size, hex::encode(signed.checkpoint.root));
    let stored = format!("{} {}", row.size, row.root);
    if says != stored {
        return wrong(&stored, says);
    }
    match PublicKey::parse(&row.signer).map(|key| signed.note.signed_by(&key)) {
        Ok(SignedBy::Yes) => None,
        _ => wrong(&row.note, format!("signed by {}", row.signer)),
    }
}
