//! A ledger that was brought back from a backup is shorter than what the notary signed. It signs no continuation of that by
//! itself. What the desk declares is looked at and laid aside; only when whoever runs the notary accepts it, by its number,
//! does the notary go on from there, and says under its key what it leaves behind.

use super::{Ask, Notary, Refused, Seal, damaged};
use crate::checkpoint::Checkpoint;
use crate::checkpoint::gap::{Gap, Mark};
use crate::checkpoint::note::SecretKey;
use crate::keyfile;
use crate::ledger::{Hash, leaf_hash, verify_consistency, verify_inclusion};
use crate::time::Moment;
use crate::vouching::HadSigned;
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind};

const DECLARED: &str = "gap.declared";
const GAPS: &str = "gaps";

/// What the desk shows of an entry that declares a gap: the leaf, and that it is the last one of a ledger which grew out of
/// what was brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    pub entry: u64,
    pub leaf: String,
    /// Hex, as everything that follows.
    pub root: String,
    pub inclusion: Vec<String>,
    pub growth: Vec<String>,
}

/// Of the leaf, what the notary asks for.
#[derive(Deserialize)]
struct Leaf {
    kind: String,
    body: Body,
}

#[derive(Deserialize)]
struct Body {
    size: i64,
    root: String,
    signed: Option<HadSigned>,
}

impl Declared {
    /// What was signed, what came back, and from where it would go on. None: the leaf says something else, or the proofs do
    /// not hold.
    fn marks(&self) -> Option<[Mark; 3]> {
        let leaf: Leaf = serde_json::from_str(&self.leaf).ok()?;
        let signed = leaf.body.signed.filter(|_| leaf.kind == "gap_declared")?;
        let signed = Mark::read(signed.size, &signed.root)?;
        let restored = Mark::read(leaf.body.size, &leaf.body.root)?;
        let from = Mark::read(i64::try_from(self.entry).ok()?, &self.root)?;
        let hashes = |all: &[String]| -> Option<Vec<Hash>> {
            all.iter().map(|hash| hex::decode(hash).ok()?.try_into().ok()).collect()
        };
        let index = from.size.checked_sub(1)?;
        let stands =
            verify_inclusion(&leaf_hash(self.leaf.as_bytes()), index, from.size, &hashes(&self.inclusion)?, &from.root);
        let grew = restored.size < from.size
            && verify_consistency(restored.size, from.size, &restored.root, &from.root, &hashes(&self.growth)?);
        (stands && grew).then_some([signed, restored, from])
    }
}

impl Notary {
    /// Looks at what the desk declares, and keeps it for whoever runs the notary. Signs nothing.
    pub fn declared(&self, declared: &Declared) -> Result<(), Refused> {
        let _alone = self.alone()?;
        let last =
            self.last()?.ok_or_else(|| damaged("nothing was signed yet, so nothing is missing"))?.checkpoint()?;
        if declared.marks().is_none_or(|[signed, ..]| signed != Mark::from(&last)) {
            return Err(Refused::Rewritten { signed: last.size });
        }
        // It is shown again with each round.
        if self.waiting()?.as_ref() != Some(declared) {
            keyfile::replace(&self.folder, DECLARED, &serde_json::to_string(declared).map_err(Error::other)?)?;
        }
        Ok(())
    }

    /// The gap that waits to be accepted.
    pub fn waiting(&self) -> std::io::Result<Option<Declared>> {
        match std::fs::read_to_string(self.folder.join(DECLARED)) {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|problem| damaged(&problem.to_string())),
            Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// From here on the notary signs what grows out of the ledger with this entry. Whoever calls it has understood what is
    /// left behind.
    pub fn accept_gap(&self, entry: u64, now: Moment) -> Result<Gap, Refused> {
        let _alone = self.alone()?;
        self.finish_change()?;
        let key = self.key()?.ok_or_else(|| damaged("the key is missing"))?;
        self.finish_gap(&key, now)?;
        let last =
            self.last()?.ok_or_else(|| damaged("nothing was signed yet, so nothing is missing"))?.checkpoint()?;
        let mut gaps = self.gaps()?;
        if let Some(gap) = gaps.pop_if(|gap| gap.from.size == entry && Mark::from(&last).size >= entry) {
            return Ok(gap);
        }
        let declared = self.waiting()?.ok_or_else(|| damaged("no gap was declared to the notary"))?;
        let marks = declared.marks().filter(|[signed, ..]| *signed == Mark::from(&last));
        let [signed, restored, from] = marks.ok_or_else(|| damaged("what was declared is about something else"))?;
        if from.size != entry {
            return Err(damaged(&format!("the gap that was declared is entry {}", from.size)).into());
        }
        let gap = Gap::make(&key, signed, restored, from);
        gaps.push(gap.clone());
        self.keep_notes(GAPS, &gaps)?;
        self.finish_gap(&key, now)?;
        Ok(gap)
    }

    /// What was accepted, oldest first.
    pub fn gaps(&self) -> std::io::Result<Vec<Gap>> {
        self.notes(GAPS, Gap::parse)
    }

    /// It is accepted, and what was signed last is still what lies before it.
    pub(super) fn finish_gap(&self, key: &SecretKey, now: Moment) -> std::io::Result<()> {
        let (Some(gap), Some(last)) = (self.gaps()?.pop(), self.last()?) else { return Ok(()) };
        if gap.signed != Mark::from(&last.checkpoint()?) {
            return Ok(());
        }
        let checkpoint = Checkpoint { origin: key.name().to_owned(), size: gap.from.size, root: gap.from.root };
        let note = key.sign(&checkpoint.to_string()).to_string();
        self.remember(&Seal { signed_at: now.micros().max(last.signed_at), note })?;
        match std::fs::remove_file(self.folder.join(DECLARED)) {
            Err(problem) if problem.kind() != ErrorKind::NotFound => Err(problem),
            _ => Ok(()),
        }
    }

    /// The entry of a gap that waits for whoever runs the notary, if what it is asked to sign comes after that gap.
    pub(super) fn waits_for(&self, ask: &Ask, signed: u64) -> Option<Refused> {
        let declared = self.waiting().ok()??;
        let [had, ..] = declared.marks()?;
        (had.size == signed && ask.size >= declared.entry).then_some(Refused::Gap { entry: declared.entry })
    }
}
