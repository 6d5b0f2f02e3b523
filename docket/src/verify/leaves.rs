//! One event by itself: its bytes, its columns, its personal values.

use super::Wrong;
use crate::event::Recorded;
use crate::ledger::{Hash, canonical, leaf_hash};
use crate::private::{commit, commitments};
use crate::store::audit::Opening;
use crate::store::ledger::EventRow;
use serde_json::Value;
use std::collections::HashMap;

/// What one row gives.
pub(super) struct Read {
    pub seq: i64,
    /// Over the bytes that are there, whatever the row says.
    pub hash: Hash,
    pub recorded: Option<Recorded>,
    /// Values that are not there any more: where they stood, and what commits to them. Whether an event says so is known
    /// at the end.
    pub missing: Vec<(String, Hash)>,
    /// Commitments of values that an earlier event brought in: a letter goes to the address of a contact.
    pub borrowed: Vec<Hash>,
    pub wrongs: Vec<Wrong>,
}

pub(super) fn read(rows: Vec<EventRow>, mut openings: HashMap<String, Vec<Opening>>) -> Vec<Read> {
    rows.into_iter()
        .map(|row| {
            let openings = openings.remove(&row.event_id).unwrap_or_default();
            read_one(&row, openings)
        })
        .collect()
}

fn read_one(row: &EventRow, openings: Vec<Opening>) -> Read {
    let mut check = Check { seq: row.seq, wrongs: Vec::new() };
    let hash = leaf_hash(&row.leaf);
    check.same("the hash of the leaf", &hex::encode(&row.leaf_hash), &hex::encode(hash));
    let (mut missing, mut borrowed) = (Vec::new(), Vec::new());
    let recorded = match serde_json::from_slice::<Value>(&row.leaf) {
        Err(problem) => {
            check.wrong("the leaf", clip(&String::from_utf8_lossy(&row.leaf)), format!("JSON ({problem})"));
            None
        }
        Ok(leaf) => {
            match canonical(&leaf) {
                Ok(bytes) if bytes == row.leaf => {}
                Ok(bytes) => check.wrong(
                    "the form of the leaf",
                    clip_from_difference(&row.leaf, &bytes),
                    clip_from_difference(&bytes, &row.leaf),
                ),
                Err(problem) => {
                    check.wrong("the form of the leaf", clip(&String::from_utf8_lossy(&row.leaf)), problem.to_string())
                }
            }
            check.columns(row, &leaf);
            (missing, borrowed) = check.openings(row, &leaf, openings);
            let text = std::str::from_utf8(&row.leaf).unwrap_or_default();
            // The words of the slower one, where there is something to say.
            Recorded::from_text(text)
                .or_else(|_| Recorded::from_leaf(leaf))
                .inspect_err(|problem| {
                    check.wrong("the leaf", clip(&String::from_utf8_lossy(&row.leaf)), problem.to_string())
                })
                .inspect(|recorded| check.typed_columns(row, recorded))
                .ok()
        }
    };
    Read { seq: row.seq, hash, recorded, missing, borrowed, wrongs: check.wrongs }
}

struct Check {
    seq: i64,
    wrongs: Vec<Wrong>,
}

impl Check {
    fn wrong(&mut self, what: impl Into<String>, stored: impl Into<String>, rebuilt: impl Into<String>) {
        self.wrongs.push(Wrong {
            seq: Some(self.seq),
            what: what.into(),
            stored: stored.into(),
            rebuilt: rebuilt.into(),
        });
    }

    fn same(&mut self, what: &str, stored: &str, rebuilt: &str) {
        if stored != rebuilt {
            self.wrong(what, stored, rebuilt);
        }
    }

    fn columns(&mut self, row: &EventRow, leaf: &Value) {
        let text = |key: &str| leaf.get(key).and_then(Value::as_str).unwrap_or("-").to_owned();
        self.same("the column event_id", &row.event_id, &text("event_id"));
        self.same("the column kind", &row.kind, &text("kind"));
        self.same("the column command_id", &row.command_id, &text("command_id"));
        self.same("the column case_id", row.case_id.as_deref().unwrap_or("-"), &text("case_id"));
    }

    fn typed_columns(&mut self, row: &EventRow, recorded: &Recorded) {
        self.same("the column at", &row.at.to_string(), &recorded.at.micros().to_string());
        self.same("the column actor", &row.actor, &recorded.actor.label());
    }

    /// Every commitment that the event made opens, and nothing lies beside them. Gives back those that no longer
    /// open, and the commitments that another event must have made.
    fn openings(&mut self, row: &EventRow, leaf: &Value, openings: Vec<Opening>) -> (Vec<(String, Hash)>, Vec<Hash>) {
        let (mut missing, mut borrowed) = (Vec::new(), Vec::new());
        let mut rows: HashMap<Vec<u8>, Opening> =
            openings.into_iter().map(|opening| (opening.commitment.clone(), opening)).collect();
        for commitment in commitments(leaf) {
            let Some(opening) = rows.remove(commitment.as_slice()) else {
                borrowed.push(commitment);
                continue;
            };
            let what = format!("the personal value {}", opening.path);
            match (&opening.value, opening.salt.as_deref().map(<[u8; 32]>::try_from)) {
                (Some(value), Some(Ok(salt))) => {
                    let opened = commit(&row.event_id, &opening.path, &salt, value);
                    if opened != commitment {
                        self.wrong(
                            what,
                            format!("opens {}", hex::encode(opened)),
                            format!("the leaf says {}", hex::encode(commitment)),
                        );
                    }
                }
                (None, None) => missing.push((opening.path, commitment)),
                // With the salt whoever guesses the value could still prove it.
                (None, Some(_)) => self.wrong(what, "only its salt", "both, or neither"),
                (Some(_), _) => self.wrong(what, "no salt of 32 bytes", hex::encode(commitment)),
            }
        }
        let mut strays: Vec<&Opening> = rows.values().collect();
        strays.sort_by(|a, b| a.path.cmp(&b.path));
        for stray in strays {
            self.wrong(
                format!("the personal value {}", stray.path),
                hex::encode(&stray.commitment),
                "the leaf has no such commitment",
            );
        }
        (missing, borrowed)
    }
}

/// Enough to recognise it.
pub(super) fn clip(text: &str) -> String {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// From a little before the first byte at which the two part.
fn clip_from_difference(bytes: &[u8], other: &[u8]) -> String {
    let parts = bytes.iter().zip(other).position(|(one, two)| one != two).unwrap_or(bytes.len().min(other.len()));
    clip(&String::from_utf8_lossy(&bytes[parts.saturating_sub(20)..]))
}
