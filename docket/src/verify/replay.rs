//! The nouns, built anew from the events. A noun whose row says "version 7" is compared as soon as seven
//! events have touched it and then let go, so that memory holds what is under way and not the whole record.

use super::leaves::clip;
use super::pages::Pages;
use super::{BATCH, Found, MOST_WRONGS, Progress, Step, Wrong};
use crate::event::Recorded;
use crate::noun::{Key, Kind, Noun};
use crate::store::audit::{self, Snapshot};
use crate::store::lists::{RawRow, raw_rows, shown};
use crate::store::nouns::{columns, facts_text};
use crate::store::{Stored, ledger};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

type Print = [u8; 32];

pub(super) struct Replay {
    slots: HashMap<Key, Slot>,
}

struct Slot {
    /// The version in the table; 0 where there is no row.
    claimed: i64,
    /// So many events touched it.
    version: i64,
    /// The last one that did.
    seq: i64,
    state: State,
}

enum State {
    Unborn,
    Live(Noun),
    /// As it was in the version that its row claims.
    Done(Print),
    /// Events went on after the version that its row claims.
    Outrun,
}

impl Replay {
    pub async fn over(snapshot: &mut Snapshot) -> Stored<Replay> {
        let mut slots = HashMap::new();
        for kind in Kind::ALL {
            let (mut after, mut pages) = (String::new(), Pages::default());
            loop {
                let rows = audit::versions(&mut snapshot.conn(), *kind, &after).await?;
                let Some((last, _)) = rows.last() else { break };
                pages.turn(kind.table(), last)?;
                after.clone_from(last);
                for (id, claimed) in rows {
                    slots.insert(Key { kind: *kind, id }, Slot { claimed, version: 0, seq: 0, state: State::Unborn });
                }
            }
        }
        Ok(Replay { slots })
    }

    pub fn apply(&mut self, seq: i64, recorded: &Recorded) -> Stored<Vec<Wrong>> {
        let mut wrongs = Vec::new();
        for key in recorded.event.touches() {
            let slot =
                self.slots.entry(key.clone()).or_insert(Slot { claimed: 0, version: 0, seq, state: State::Unborn });
            slot.version += 1;
            slot.seq = seq;
            let was = match std::mem::replace(&mut slot.state, State::Outrun) {
                State::Unborn => None,
                State::Live(noun) => Some(noun),
                State::Done(_) | State::Outrun => continue,
            };
            let Some(now) = Noun::apply(was, &key, recorded) else {
                slot.state = State::Unborn;
                wrongs.push(Wrong {
                    seq: Some(seq),
                    what: name(&key),
                    stored: recorded.event.kind(),
                    rebuilt: "there is none to which it could happen".into(),
                });
                continue;
            };
            slot.state = if slot.version == slot.claimed {
                State::Done(print(&facts_text(&now)?, &shown(&now)))
            } else {
                State::Live(now)
            };
        }
        Ok(wrongs)
    }

    pub fn nouns(&self) -> u64 {
        self.slots.values().filter(|slot| slot.version > 0).count() as u64
    }

    /// Every row of every table beside what was rebuilt.
    pub async fn compare(
        mut self,
        snapshot: &mut Snapshot,
        found: &mut Found,
        progress: &mut impl FnMut(Progress),
    ) -> Stored<()> {
        let of = self.slots.len() as u64;
        let mut done = 0;
        let mut differ: HashMap<Key, RawRow> = HashMap::new();
        let mut wrongs: Vec<Wrong> = Vec::new();
        for kind in Kind::ALL {
            let (mut after, mut pages) = (String::new(), Pages::default());
            loop {
                let rows = raw_rows(&mut snapshot.conn(), *kind, &after).await?;
                let Some(last) = rows.last() else { break };
                pages.turn(kind.table(), &last.id)?;
                after.clone_from(&last.id);
                done += rows.len() as u64;
                for row in rows {
                    let key = Key { kind: *kind, id: row.id.clone() };
                    let Some(slot) = self.slots.remove(&key) else { continue };
                    match slot.state {
                        State::Done(rebuilt) if rebuilt == print(&row.facts, &row.shown) => {}
                        State::Done(_) => {
                            differ.insert(key, row);
                        }
                        State::Unborn if slot.version == 0 => {
                            wrongs.push(Wrong {
                                seq: None,
                                what: name(&key),
                                stored: "a row".into(),
                                rebuilt: "no event made it".into(),
                            });
                        }
                        _ => wrongs.push(Wrong {
                            seq: Some(slot.seq),
                            what: format!("{}: version", name(&key)),
                            stored: row.version.to_string(),
                            rebuilt: slot.version.to_string(),
                        }),
                    }
                }
                progress(Progress { step: Step::Nouns, done, of });
            }
        }
        for (key, slot) in self.slots {
            wrongs.push(Wrong {
                seq: Some(slot.seq),
                what: name(&key),
                stored: "no row".into(),
                rebuilt: format!("version {}", slot.version),
            });
        }
        wrongs.extend(explain(snapshot, differ).await?);
        wrongs.sort_by(|a, b| (a.seq.unwrap_or(i64::MAX), &a.what).cmp(&(b.seq.unwrap_or(i64::MAX), &b.what)));
        for wrong in wrongs.into_iter().take(MOST_WRONGS) {
            found.other(wrong);
        }
        Ok(())
    }
}

/// Which value of a row differs. Rows seldom do, so their nouns are not kept: the events are asked once more.
async fn explain(snapshot: &mut Snapshot, rows: HashMap<Key, RawRow>) -> Stored<Vec<Wrong>> {
    let mut wrongs = Vec::new();
    if rows.is_empty() {
        return Ok(wrongs);
    }
    let mut rebuilt: HashMap<Key, (i64, Noun)> = HashMap::new();
    let mut after = 0;
    loop {
        let batch = ledger::after(&mut snapshot.conn(), after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.seq;
        for event in batch {
            let Ok(leaf) = serde_json::from_slice(&event.leaf) else { continue };
            let Ok(recorded) = Recorded::from_leaf(leaf) else { continue };
            for key in recorded.event.touches().into_iter().filter(|key| rows.contains_key(key)) {
                let was = rebuilt.remove(&key).map(|(_, noun)| noun);
                if let Some(now) = Noun::apply(was, &key, &recorded) {
                    rebuilt.insert(key, (event.seq, now));
                }
            }
        }
    }
    for (key, row) in rows {
        let Some((seq, noun)) = rebuilt.remove(&key) else { continue };
        let (place, stored, rebuilt) = match difference(&row.facts, &facts_text(&noun)?) {
            Some(difference) => difference,
            None => column(key.kind, &row.shown, &shown(&noun)),
        };
        wrongs.push(Wrong { seq: Some(seq), what: format!("{}: {place}", name(&key)), stored, rebuilt });
    }
    Ok(wrongs)
}

fn name(key: &Key) -> String {
    format!("{} {}", key.kind.table(), key.id)
}

fn print(facts: &str, shown: &str) -> Print {
    // The length in front, so that no text can move from one side to the other.
    Sha256::new().chain_update(facts.len().to_be_bytes()).chain_update(facts).chain_update(shown).finalize().into()
}

/// The first field in which two texts of facts differ, with both values.
fn difference(stored: &str, rebuilt: &str) -> Option<(String, String, String)> {
    if stored == rebuilt {
        return None;
    }
    let (Ok(one), Ok(two)) = (serde_json::from_str::<Value>(stored), serde_json::from_str::<Value>(rebuilt)) else {
        return Some(("facts".into(), clip(stored), clip(rebuilt)));
    };
    let mut path = Vec::new();
    Some(match part(&one, &two, &mut path) {
        Some((one, two)) => (path.join("/"), one, two),
        // The same value written in another way.
        None => ("facts".into(), clip(stored), clip(rebuilt)),
    })
}

fn part(stored: &Value, rebuilt: &Value, path: &mut Vec<String>) -> Option<(String, String)> {
    let steps: Vec<String> = match (stored, rebuilt) {
        (Value::Object(one), Value::Object(two)) => {
            one.keys().chain(two.keys().filter(|key| !one.contains_key(*key))).cloned().collect()
        }
        (Value::Array(one), Value::Array(two)) => {
            (0..one.len().max(two.len())).map(|place| place.to_string()).collect()
        }
        _ if stored == rebuilt => return None,
        _ => return Some((clip(&stored.to_string()), clip(&rebuilt.to_string()))),
    };
    for step in steps {
        path.push(step.clone());
        let found = match (child(stored, &step), child(rebuilt, &step)) {
            (Some(one), Some(two)) => part(one, two, path),
            (one, two) => Some((told(one), told(two))),
        };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    None
}

fn child<'v>(value: &'v Value, step: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    }
}

fn told(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| clip(&value.to_string()))
}

/// Which searchable column differs.
fn column(kind: Kind, stored: &str, rebuilt: &str) -> (String, String, String) {
    let names = columns(kind);
    let (one, two): (Vec<&str>, Vec<&str>) = (stored.split('|').collect(), rebuilt.split('|').collect());
    if one.len() == names.len() && two.len() == names.len() {
        for ((column, one), two) in names.iter().zip(one).zip(two) {
            if one != two {
                return (format!("the column {}", column.name()), one.to_owned(), two.to_owned());
            }
        }
    }
    ("the searchable columns".into(), clip(stored), clip(rebuilt))
}
