//! What is said between the desk and a notary that is a process of its own: one line of JSON, and one line back.

use super::{Ask, Declared, Refused, Seal, State};
use crate::checkpoint::gap::Gap;
use crate::checkpoint::handover::Handover;
use crate::checkpoint::note::PublicKey;
use crate::ledger::Hash;
use serde::{Deserialize, Serialize};

/// A proof has 63 hashes at most, and of changes of a key there are few.
pub const LONGEST: u64 = 256 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Question {
    State,
    Sign { size: u64, root: String, from: u64, proof: Vec<String> },
    Gap { declared: Declared },
    Seal { name: String, sha256: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    State {
        key: Option<String>,
        last: Option<Seal>,
        changes: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        gaps: Vec<String>,
    },
    /// What was declared is kept for whoever runs the notary.
    Kept,
    Signed {
        seal: Seal,
        key: String,
    },
    Sealed {
        note: String,
        key: String,
    },
    Refused {
        why: String,
        signed: u64,
        said: String,
    },
}

impl Question {
    pub fn sign(ask: &Ask) -> Question {
        Question::Sign {
            size: ask.size,
            root: hex::encode(ask.root),
            from: ask.from,
            proof: ask.proof.iter().map(hex::encode).collect(),
        }
    }
}

/// None: what came is no hash.
pub fn asked(size: u64, root: &str, from: u64, proof: &[String]) -> Option<Ask> {
    let hash = |text: &str| -> Option<Hash> { hex::decode(text).ok()?.try_into().ok() };
    let proof = proof.iter().map(|text| hash(text)).collect::<Option<_>>()?;
    Some(Ask { size, root: hash(root)?, from, proof })
}

impl Answer {
    pub fn state(state: &State) -> Answer {
        Answer::State {
            key: state.key.as_ref().map(ToString::to_string),
            last: state.last.clone(),
            changes: state.changes.iter().map(ToString::to_string).collect(),
            gaps: state.gaps.iter().map(ToString::to_string).collect(),
        }
    }

    pub fn refused(refused: &Refused) -> Answer {
        let signed = match refused {
            Refused::Shorter { signed, .. } | Refused::Rewritten { signed } | Refused::Moved { signed } => *signed,
            Refused::Gap { entry } => *entry,
            _ => 0,
        };
        Answer::Refused { why: refused.word().into(), signed, said: refused.to_string() }
    }
}

/// A refusal, as whoever asked for `size` entries understands it.
pub fn refusal(why: &str, signed: u64, said: String, size: u64) -> Refused {
    match why {
        "shorter" => Refused::Shorter { signed, size },
        "rewritten" => Refused::Rewritten { signed },
        "clock" => Refused::Clock,
        "moved" => Refused::Moved { signed },
        "gap" => Refused::Gap { entry: signed },
        _ => Refused::Away(said),
    }
}

pub fn state(key: Option<String>, last: Option<Seal>, changes: &[String], gaps: &[String]) -> Result<State, Refused> {
    let strange = |problem: &dyn std::fmt::Display| Refused::Away(format!("its answer makes no sense: {problem}"));
    let key = key.map(|key| PublicKey::parse(&key)).transpose().map_err(|problem| strange(&problem))?;
    let changes = changes.iter().map(|note| Handover::parse(note)).collect::<Result<_, _>>();
    let gaps = gaps.iter().map(|note| Gap::parse(note)).collect::<Result<_, _>>();
    if let Some(seal) = &last {
        seal.checkpoint().map_err(|problem| strange(&problem))?;
    }
    let changes = changes.map_err(|problem| strange(&problem))?;
    Ok(State { key, last, changes, gaps: gaps.map_err(|problem| strange(&problem))? })
}
