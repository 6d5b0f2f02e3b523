//! What a stranger is told who holds a proof in their hands: what it shows, what it does not, and what is wrong first.

use std::collections::HashSet;

use super::SignedCheckpoint;
use super::note::{PublicKey, SignedBy};
use super::proof_file::{Carried, Growth, Opening, ProofFile};
use crate::ledger::{leaf_hash, verify_consistency, verify_inclusion};
use crate::private::commitments_in;
use crate::time::Moment;

/// What comes of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Proven,
    /// The first thing that is wrong.
    Altered(String),
    /// It is no proof at all, so it says nothing.
    Malformed(String),
    /// Everything fits, but nobody whom the reader trusts has vouched for it.
    Unwitnessed(String),
}

impl Verdict {
    pub fn exit_code(&self) -> u8 {
        match self {
            Verdict::Proven => 0,
            Verdict::Altered(_) => 1,
            Verdict::Malformed(_) => 2,
            Verdict::Unwitnessed(_) => 3,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub verdict: Verdict,
    /// What was found, a sentence each, in the order in which it was looked for.
    pub found: Vec<String>,
    /// What this does not show, whatever the verdict.
    pub limits: Vec<&'static str>,
}

/// No proof can show more than this.
pub const LIMITS: [&str; 2] = [
    "It does not show that everything which happened was recorded.",
    "It does not show that what was recorded was true, only that it was recorded so and not changed since.",
];
const NO_WITNESS: &str = "Nobody but the provider's own notary has signed: it does not show that others were shown the same ledger. Compare the checkpoint with one that somebody else kept.";

/// Whom the reader trusts.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The log's own. It must come from somewhere else than the proof.
    pub log: Option<PublicKey>,
    /// With which it signed before: what is older may be signed by one of these instead.
    pub older: Vec<PublicKey>,
    pub witnesses: Vec<PublicKey>,
}

/// Either the check goes on, or this is its end.
pub(super) type Step<T> = Result<T, Verdict>;

#[derive(Default)]
pub(super) struct Told {
    pub found: Vec<String>,
    /// Set by what is no fault and yet leaves something open.
    pub open: Option<String>,
    pub witnessed: bool,
}

impl Told {
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.found.push(sentence.into());
    }

    /// The first thing left open is the one that is named.
    pub fn leave_open(&mut self, sentence: impl Into<String>) {
        self.open.get_or_insert(sentence.into());
    }

    pub fn report(self, end: Step<()>) -> Report {
        let verdict = match (end, self.open) {
            (Err(verdict), _) => verdict,
            (Ok(()), Some(open)) => Verdict::Unwitnessed(open),
            (Ok(()), None) => Verdict::Proven,
        };
        let mut limits = LIMITS.to_vec();
        if !self.witnessed {
            limits.push(NO_WITNESS);
        }
        Report { verdict, found: self.found, limits }
    }

    /// Who has signed this, of those whom the reader trusts.
    pub fn signatures(&mut self, signed: &SignedCheckpoint, keys: &Keys) -> Step<()> {
        let size = signed.checkpoint.size;
        let Some(key) = &keys.log else {
            self.say(format!("The checkpoint over {size} entries says that it is of {}.", signed.checkpoint.origin));
            self.leave_open("No key was given, so nobody looked whether the checkpoint is really signed.");
            return Ok(());
        };
        // Whichever of its keys has put a line under it; without any, the newest is the one that is missing.
        let signer = keys.older.iter().find(|older| signed.note.signed_by(older) != SignedBy::No);
        let key = signer.filter(|_| signed.note.signed_by(key) == SignedBy::No).unwrap_or(key);
        let name = format!("{} (key {})", key.name(), hex::encode(key.id()));
        if signed.checkpoint.origin != key.name() {
            let origin = &signed.checkpoint.origin;
            return Err(Verdict::Altered(format!("The checkpoint is of the log {origin}, and the key is of {name}.")));
        }
        match signed.note.signed_by(key) {
            SignedBy::Yes => self.say(format!("The checkpoint over {size} entries is signed by {name}.")),
            SignedBy::No => return Err(Verdict::Altered(format!("The checkpoint is not signed by {name}."))),
            SignedBy::Forged => {
                return Err(Verdict::Altered(format!(
                    "The signature of {name} does not belong to this checkpoint over {size} entries."
                )));
            }
        }
        for witness in &keys.witnesses {
            match signed.note.signed_by(witness) {
                SignedBy::Yes => {
                    let at = signed.note.witnessed_at(witness).and_then(|seconds| i64::try_from(seconds).ok());
                    let at = at.and_then(|seconds| seconds.checked_mul(1_000_000)).map(Moment::from_micros);
                    let at = at.map(|at| format!(" at {}", at.rfc3339())).unwrap_or_default();
                    self.say(format!("The witness {} has seen it{at}.", witness.name()));
                    self.witnessed = true;
                }
                SignedBy::No => self.leave_open(format!("The witness {} has not signed this.", witness.name())),
                SignedBy::Forged => {
                    let sentence = format!("The signature of the witness {} is not theirs.", witness.name());
                    return Err(Verdict::Altered(sentence));
                }
            }
        }
        Ok(())
    }
}

/// A proof that an entry stands in the ledger. `leaf`: the entry's bytes, for whoever has them from elsewhere.
pub fn entry(proof: &str, leaf: Option<&[u8]>, keys: &Keys) -> Report {
    let mut told = Told::default();
    let end = entry_steps(&mut told, proof, leaf, keys);
    told.report(end)
}

fn entry_steps(told: &mut Told, proof: &str, leaf: Option<&[u8]>, keys: &Keys) -> Step<()> {
    let proof = ProofFile::parse(proof).map_err(|problem| Verdict::Malformed(sentence(&problem.to_string())))?;
    let carried = match (&proof.extra, proof.carried()) {
        (Some(_), None) if leaf.is_none() => {
            return Err(Verdict::Malformed("What the proof says of its entry cannot be read.".into()));
        }
        (_, carried) => carried,
    };
    let bytes = match (leaf, &carried) {
        (Some(bytes), _) => bytes,
        (None, Some(carried)) => carried.leaf.as_bytes(),
        (None, None) => return Err(Verdict::Malformed("The proof brings no entry along: give it with --leaf.".into())),
    };
    let number = proof.index.saturating_add(1);
    let of = &proof.signed.checkpoint;
    if !verify_inclusion(&leaf_hash(bytes), proof.index, of.size, &proof.path, &of.root) {
        return Err(Verdict::Altered(format!(
            "Entry {number}, hashed anew, does not lead to the root of the checkpoint: the entry, the proof or the checkpoint was changed."
        )));
    }
    told.say(format!("Entry {number} stands in the ledger of {} entries, exactly with these bytes.", of.size));
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if let Some(said) = what_happened(text) {
        told.say(said);
    }
    openings(told, text, carried.as_ref())?;
    told.signatures(&proof.signed, keys)
}

fn openings(told: &mut Told, leaf: &str, carried: Option<&Carried>) -> Step<()> {
    let sealed: HashSet<_> = commitments_in(leaf).collect();
    let openings = carried.map(|carried| carried.openings.as_slice()).unwrap_or_default();
    for opening in openings {
        if !opening.commitment().is_some_and(|commitment| sealed.contains(&commitment)) {
            return Err(Verdict::Altered(format!(
                "The words given for {} are not those that were recorded.",
                opening.path
            )));
        }
        told.say(format!("Recorded at {}: {}", opening.path, shown(opening)));
    }
    let hidden = sealed.len().saturating_sub(openings.len());
    if hidden > 0 {
        told.say(format!("{hidden} personal values stand in it as commitments only. What they were is not told here."));
    }
    Ok(())
}

fn shown(opening: &Opening) -> String {
    match serde_json::from_str(&opening.value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => opening.value.clone(),
    }
}

/// The two fields of a leaf that a stranger understands.
fn what_happened(leaf: &str) -> Option<String> {
    let leaf: serde_json::Value = serde_json::from_str(leaf).ok()?;
    Some(format!("It says: {}, recorded at {}.", leaf["kind"].as_str()?, leaf["at"].as_str()?))
}

/// Two checkpoints of one log. `newer` is a checkpoint of the same size, or a proof of growth with a longer one.
pub fn growth(older: &str, newer: &str, keys: &Keys) -> Report {
    let mut told = Told::default();
    let end = growth_steps(&mut told, older, newer, keys);
    told.report(end)
}

fn growth_steps(told: &mut Told, older: &str, newer: &str, keys: &Keys) -> Step<()> {
    let malformed = |which: &str, problem: super::Problem| Verdict::Malformed(sentence(&format!("{which}: {problem}")));
    let old = SignedCheckpoint::parse(older).map_err(|problem| malformed("the older one", problem))?;
    let (growth, new) = if Growth::is_meant(newer) {
        let growth = Growth::parse(newer).map_err(|problem| malformed("the newer one", problem))?;
        (Some((growth.old_size, growth.path)), growth.signed)
    } else {
        (None, SignedCheckpoint::parse(newer).map_err(|problem| malformed("the newer one", problem))?)
    };
    told.signatures(&old, keys)?;
    told.signatures(&new, keys)?;
    let (old, new) = (old.checkpoint, new.checkpoint);
    if old.origin != new.origin {
        return Err(Verdict::Malformed("The two checkpoints are of different logs.".into()));
    }
    if old.size == new.size {
        if old.root == new.root {
            told.say(format!("Both say the same of the ledger of {} entries.", old.size));
            return Ok(());
        }
        return Err(Verdict::Altered(format!(
            "Two different ledgers of {} entries were signed: different people were shown different things.",
            old.size
        )));
    }
    if old.size > new.size {
        return Err(Verdict::Altered(format!(
            "The newer checkpoint counts {} entries and the older one {}: the ledger became shorter.",
            new.size, old.size
        )));
    }
    let Some((from, path)) = growth else {
        told.leave_open(format!(
            "A proof is missing that the {} entries begin with the {} older ones. The log gives it out at /log/consistency/{}.",
            new.size, old.size, old.size
        ));
        return Ok(());
    };
    if from != old.size {
        return Err(Verdict::Malformed(format!(
            "The proof begins at {from} entries, the older checkpoint has {}.",
            old.size
        )));
    }
    if !verify_consistency(old.size, new.size, &old.root, &new.root, &path) {
        return Err(Verdict::Altered(format!(
            "The {} entries do not begin with the {} that were signed before: something among them was changed, or the proof was.",
            new.size, old.size
        )));
    }
    told.say(format!("The ledger of {} entries begins with exactly the {} older ones.", new.size, old.size));
    Ok(())
}

/// With a capital and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    let first: String = signs.next().map(|sign| sign.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", signs.as_str().trim_end_matches('.'))
}
