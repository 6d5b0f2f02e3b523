//! From the entries of a bag to what they name: each is followed to the root of the checkpoint, each value to the entry
//! that sealed it, each file to the entry that names it.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::super::super::SignedCheckpoint;
use super::super::super::check::{Keys, Step, Told, Verdict, sentence};
use super::super::super::proof_file::ProofFile;
use super::super::*;
use super::earlier::earlier;
use super::{Files, lines, read, text};
use crate::ledger::{leaf_hash, verify_inclusion};
use crate::private::commitments_in;

/// What was read of the bag so far.
#[derive(Default)]
pub(super) struct Walk {
    payload: BTreeMap<String, String>,
    /// The hashes of all files of the payload.
    here: HashSet<String>,
    listed: Vec<Listed>,
    opened: HashSet<Hash>,
    /// Which entry an opening says that it stands in, until that entry was read.
    to_place: BTreeMap<u64, HashSet<Hash>>,
    left_out: Vec<LeftOut>,
    /// Commitments and hashes of files that are left out.
    excused: HashSet<String>,
    /// Hashes of files that a shown entry names.
    named: HashSet<String>,
    /// What went with an entry, as that entry itself says.
    went: BTreeMap<u64, HashSet<String>>,
}

impl Walk {
    pub(super) fn of(payload: BTreeMap<String, String>) -> Walk {
        Walk { here: payload.values().cloned().collect(), payload, ..Walk::default() }
    }

    /// Each entry, by its hash, leads to the root of the checkpoint.
    pub(super) fn entries(&mut self, told: &mut Told, files: &mut dyn Files, keys: &Keys) -> Step<()> {
        let list = text(files, ENTRIES)?;
        for (place, line) in list.lines().enumerate() {
            let listed = Listed::parse(line);
            let rising = |one: &Listed| self.listed.last().is_none_or(|last| last.entry < one.entry);
            let Some(listed) = listed.filter(rising) else {
                return Err(Verdict::Malformed(format!("Line {} of {ENTRIES} is no entry.", place + 1)));
            };
            self.listed.push(listed);
        }
        if !files.names().contains(CHECKPOINT) {
            told.leave_open("It brings no checkpoint along, so nobody has vouched for its entries.");
            return Ok(());
        }
        let note = text(files, CHECKPOINT)?;
        let unread = |name: &str, problem: Problem| Verdict::Malformed(sentence(&format!("{name}: {problem}")));
        let signed = SignedCheckpoint::parse(&note).map_err(|problem| unread(CHECKPOINT, problem))?;
        told.signatures(&signed, keys)?;
        let of = &signed.checkpoint;
        for Listed { entry, leaf_hash, .. } in &self.listed {
            let name = proof_name(*entry);
            if !files.names().contains(&name) && *entry > of.size {
                told.leave_open(format!("Entry {entry} came after the checkpoint: nobody has vouched for it."));
                continue;
            }
            let proof = ProofFile::parse(&text(files, &name)?).map_err(|problem| unread(&name, problem))?;
            if proof.signed.note != signed.note || proof.index + 1 != *entry || proof.extra.is_some() {
                return Err(Verdict::Altered(format!("{name} is not the proof of entry {entry} in {CHECKPOINT}.")));
            }
            if !verify_inclusion(leaf_hash, proof.index, of.size, &proof.path, &of.root) {
                return Err(Verdict::Altered(format!("Entry {entry} does not lead to the root of the checkpoint.")));
            }
        }
        told.say(format!("{} entries stand in the ledger of {} entries.", self.listed.len(), of.size));
        earlier(told, files, keys, &signed)
    }

    pub(super) fn openings(&mut self, files: &mut dyn Files) -> Step<()> {
        if !files.names().contains(OPENINGS) {
            return Ok(());
        }
        lines(files, OPENINGS, &mut |place, line| {
            let opened: Opened = read(OPENINGS, place, line)?;
            let commitment = opened
                .commitment()
                .ok_or_else(|| Verdict::Malformed(format!("Line {place} of {OPENINGS} has a salt that is none.")))?;
            self.opened.insert(commitment);
            self.to_place.entry(opened.entry).or_default().insert(commitment);
            Ok(())
        })
    }

    pub(super) fn left_out(&mut self, files: &mut dyn Files) -> Step<()> {
        if !files.names().contains(LEFT_OUT) {
            return Ok(());
        }
        lines(files, LEFT_OUT, &mut |place, line| {
            let left: LeftOut = read(LEFT_OUT, place, line)?;
            if left.why == Why::Missing {
                let hash = left.hash.as_deref().unwrap_or_default();
                return Err(Verdict::Altered(format!(
                    "Entry {}: what stood behind {hash} is missing, and no entry of the ledger says why.",
                    left.entry.unwrap_or_default()
                )));
            }
            if let Some(with) = left.with {
                self.went.entry(with).or_default();
            }
            self.excused.extend(left.hash.clone());
            self.left_out.push(left);
            Ok(())
        })
    }

    /// The text of each entry that is shown: its hash, its personal values, the files that it names.
    pub(super) fn leaves(&mut self, files: &mut dyn Files) -> Step<()> {
        let shown: Vec<Listed> = self.listed.iter().filter(|listed| listed.shown).copied().collect();
        let mut next = shown.iter();
        if files.names().contains(LEAVES) {
            lines(files, LEAVES, &mut |place, leaf| match next.next() {
                Some(listed) => self.leaf(listed, leaf),
                None => Err(Verdict::Altered(format!("Line {place} of {LEAVES} is no entry that {ENTRIES} lists."))),
            })?;
        }
        if let Some(listed) = next.next() {
            return Err(Verdict::Altered(format!("The text of entry {} is missing from {LEAVES}.", listed.entry)));
        }
        Ok(())
    }

    fn leaf(&mut self, listed: &Listed, leaf: &str) -> Step<()> {
        let entry = listed.entry;
        if leaf_hash(leaf.as_bytes()) != listed.leaf_hash {
            return Err(Verdict::Altered(format!(
                "Entry {entry} is not what was recorded: its text has another hash."
            )));
        }
        let sealed: HashSet<Hash> = commitments_in(leaf).collect();
        if self.to_place.remove(&entry).is_some_and(|given| !given.is_subset(&sealed)) {
            return Err(Verdict::Altered(format!(
                "Entry {entry}: a value given for it is not the one that was recorded."
            )));
        }
        for commitment in sealed {
            if !self.opened.contains(&commitment) && !self.excused.contains(&hex::encode(commitment)) {
                let commitment = hex::encode(commitment);
                return Err(Verdict::Altered(format!(
                    "Entry {entry}: the value behind {commitment} is missing, and nothing says that it was left out."
                )));
            }
        }
        let read: Value = serde_json::from_str(leaf)
            .map_err(|problem| Verdict::Malformed(format!("Entry {entry} cannot be read: {problem}.")))?;
        for named in named_in(&read) {
            if !self.here.contains(&named.sha256) && !self.excused.contains(&named.sha256) {
                return Err(Verdict::Altered(format!(
                    "Entry {entry} names the file {}, which is neither here nor told as left out.",
                    named.sha256
                )));
            }
            self.named.insert(named.sha256);
        }
        if let Some(went) = self.went.get_mut(&entry) {
            let gone = &read["body"]["gone"];
            let lists = [&gone["values"], &gone["bytes"]].into_iter().filter_map(Value::as_array);
            went.extend(lists.flatten().filter_map(Value::as_str).map(str::to_owned));
        }
        Ok(())
    }

    pub(super) fn end(self, told: &mut Told) -> Step<()> {
        if let Some(entry) = self.to_place.keys().next() {
            return Err(Verdict::Altered(format!("A value is given for entry {entry}, whose text is not here.")));
        }
        let shown = self.listed.iter().filter(|listed| listed.shown).count();
        if shown > 0 {
            told.say(format!("The text of {shown} of them is here, and is what was recorded."));
        }
        if !self.opened.is_empty() {
            told.say(format!("{} personal values are those that were sealed in them.", self.opened.len()));
        }
        let withheld = self.listed.len() - shown;
        if withheld > 0 {
            told.say(format!("The text of {withheld} entries is withheld: only that they were recorded is shown."));
        }
        self.files(told, withheld)?;
        self.gone(told, shown > 0)
    }

    fn files(&self, told: &mut Told, withheld: usize) -> Step<()> {
        let given = self.payload.iter().filter(|(name, _)| is_given(name));
        let (named, not): (Vec<_>, Vec<_>) = given.partition(|(_, sum)| self.named.contains(*sum));
        if !named.is_empty() {
            told.say(format!("{} pieces of evidence and messages are those that the entries name.", named.len()));
        }
        match not.first() {
            Some((name, _)) if withheld == 0 => Err(Verdict::Altered(format!("No entry names {name}."))),
            Some(_) => {
                told.say(format!(
                    "{} more are named in no text that is here: they are sealed, and no more.",
                    not.len()
                ));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// What went must stand in the entry with which it is said to have gone, where the reader gets entries at all.
    fn gone(&self, told: &mut Told, shown: bool) -> Step<()> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for left in &self.left_out {
            let with = left.with.unwrap_or_default();
            if left.why == Why::Gone {
                let hash = left.hash.as_deref().unwrap_or_default();
                if shown && !self.went.get(&with).is_some_and(|went| went.contains(hash)) {
                    return Err(Verdict::Altered(format!(
                        "Entry {}: {hash} is said to have gone with entry {with}, which does not say so.",
                        left.entry.unwrap_or_default()
                    )));
                }
            }
            let what = match left.what {
                Kind::Entry => continue,
                Kind::Value => "personal values",
                Kind::File => "files",
            };
            let why = match left.why {
                Why::Withheld => "withheld from whoever this file was made for".to_owned(),
                Why::Sealed => "material that nobody may see".to_owned(),
                Why::Gone => format!("gone with entry {with}"),
                Why::Missing => continue,
            };
            *counts.entry(format!("{what}, {why}")).or_default() += 1;
        }
        for (what, many) in counts {
            told.say(format!("Left out: {many} {what}."));
        }
        Ok(())
    }
}
