//! What the notary has signed, held against the leaves as they are. Whoever rules the database can rewrite the ledger and
//! everything beside it; what was signed before no longer fits then.

use super::gaps::Gaps;
use super::{Found, Wrong};
use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::note::{PublicKey, SignedBy};
use crate::ledger::Frontier;
use crate::notary::{Refused, State};
use crate::store::Stored;
use crate::store::audit::Snapshot;
use crate::store::checkpoints::{self, CheckpointRow};
use crate::store::vouching::{self, CosignatureRow};
use std::collections::{HashMap, HashSet};

/// Checkpoints that are still to be reached, the longest first.
#[derive(Default)]
pub(super) struct Signed {
    waiting: Vec<(u64, String)>,
    /// What the notary itself remembers: the ledger may say by itself that it does not continue this.
    remembered: Option<(u64, String)>,
    /// The root of the ledger when it was as long as that.
    rebuilt: Option<String>,
    many: u64,
    /// The last entry that somebody else has vouched for.
    witnessed: u64,
}

impl Signed {
    /// Those in the database, and the one that the notary remembers by itself.
    pub(super) async fn read(
        snapshot: &mut Snapshot,
        notary: Option<Result<State, Refused>>,
        found: &mut Found,
    ) -> Stored<Signed> {
        let rows = checkpoints::all(&mut snapshot.conn()).await?;
        let mut signed = Signed { many: rows.len() as u64, ..Signed::default() };
        for row in &rows {
            let size = u64::try_from(row.size).unwrap_or(0);
            signed.waiting.push((size, row.root.clone()));
            if let Some(wrong) = unsigned(row) {
                found.event(wrong);
            }
        }
        match notary.map(|asked| asked.and_then(|state| Ok((remembered(&state)?, state)))) {
            None => {}
            Some(Ok((last, state))) => {
                signed.remembered = last;
                strangers(&rows, &state, found);
            }
            Some(Err(problem)) => found.other(Wrong {
                seq: None,
                what: "what the notary remembers".into(),
                stored: problem.to_string(),
                rebuilt: "a checkpoint".into(),
            }),
        }
        signed.witnesses(&rows, vouching::all(&mut snapshot.conn()).await?, found);
        signed.waiting.sort_by(|one, other| other.cmp(one));
        Ok(signed)
    }

    /// Each line is its witness's, under a checkpoint that is there.
    fn witnesses(&mut self, rows: &[CheckpointRow], lines: Vec<CosignatureRow>, found: &mut Found) {
        let rows: HashMap<_, _> = rows.iter().map(|row| ((row.size, row.signer.as_str()), row)).collect();
        for line in lines {
            let problem = match rows.get(&(line.size, line.signer.as_str())) {
                None => Some("no checkpoint of this size"),
                Some(row) if !is_cosigned(row, &line) => Some("no signature of this witness"),
                Some(_) => None,
            };
            match problem {
                Some(problem) => found.event(Wrong {
                    seq: Some(line.size),
                    what: "what a witness signed".into(),
                    stored: line.line,
                    rebuilt: problem.into(),
                }),
                None => self.witnessed = self.witnessed.max(u64::try_from(line.size).unwrap_or(0)),
            }
        }
    }

    pub(super) fn witnessed(&self) -> u64 {
        self.witnessed
    }

    pub(super) fn many(&self) -> u64 {
        self.many
    }

    /// The ledger is rebuilt up to here.
    pub(super) fn reached(&mut self, frontier: &Frontier, found: &mut Found) {
        while let Some((size, root)) = self.waiting.pop_if(|(size, _)| *size <= frontier.size()) {
            let rebuilt = hex::encode(frontier.root());
            if size == frontier.size() && root != rebuilt {
                found.event(rewritten(size, root, rebuilt));
            }
        }
        if self.remembered.as_ref().is_some_and(|(size, _)| *size == frontier.size()) {
            self.rebuilt = Some(hex::encode(frontier.root()));
        }
    }

    /// The ledger is over.
    pub(super) fn end(self, frontier: &Frontier, gaps: &Gaps, found: &mut Found) {
        let mut missing = self.waiting.first().map(|(size, _)| *size);
        if let Some((size, root)) = self.remembered
            && size > 0
            && !gaps.explain(size, &root)
        {
            match self.rebuilt {
                None => missing = missing.max(Some(size)),
                Some(rebuilt) if rebuilt != root => found.event(rewritten(size, root, rebuilt)),
                Some(_) => {}
            }
        }
        if let Some(size) = missing {
            found.event(Wrong {
                seq: i64::try_from(frontier.size() + 1).ok(),
                what: "how many entries were signed".into(),
                stored: size.to_string(),
                rebuilt: frontier.size().to_string(),
            });
        }
    }
}

fn rewritten(size: u64, root: String, rebuilt: String) -> Wrong {
    let what = "the root that was signed for the ledger up to here".to_owned();
    Wrong { seq: i64::try_from(size).ok(), what, stored: root, rebuilt }
}

fn remembered(state: &State) -> Result<Option<(u64, String)>, Refused> {
    let last = state.last.as_ref().map(|seal| seal.checkpoint()).transpose()?;
    Ok(last.map(|last| (last.size, hex::encode(last.root))))
}

/// Since the notary signs with keys that it knows, nobody else does. A notary that lost its memory began anew; what was
/// signed before stays as it is.
fn strangers(rows: &[CheckpointRow], state: &State, found: &mut Found) {
    let known: HashSet<String> = state
        .changes
        .iter()
        .flat_map(|change| [change.from.to_string(), change.to.to_string()])
        .chain(state.key.as_ref().map(ToString::to_string))
        .collect();
    let begins = rows.iter().filter(|row| known.contains(&row.signer)).map(|row| row.signed_at).min();
    for row in rows.iter().filter(|row| !known.contains(&row.signer)) {
        if begins.is_some_and(|begins| row.signed_at >= begins) {
            found.event(Wrong {
                seq: Some(row.size),
                what: "who signed a checkpoint".into(),
                stored: row.signer.clone(),
                rebuilt: "a key of the notary".into(),
            });
        }
    }
}

fn is_cosigned(row: &CheckpointRow, line: &CosignatureRow) -> bool {
    let Ok(key) = PublicKey::parse(&line.witness) else { return false };
    let Ok(note) = crate::checkpoint::note::Note::parse(&row.note).and_then(|note| note.with_lines(&line.line)) else {
        return false;
    };
    let at = note.witnessed_at(&key).and_then(|seconds| i64::try_from(seconds).ok());
    note.signed_by(&key) == SignedBy::Yes && at.map(|at| at.saturating_mul(1_000_000)) == Some(line.witnessed_at)
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
