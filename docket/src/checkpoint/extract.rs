//! An extract of the ledger: how it is written, and how a stranger checks it, line by line, however long it is.

use std::collections::{BTreeSet, HashMap};
use std::io::BufRead;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::check::{Keys, Report, Step, Told, Verdict, sentence};
use super::proof_file::Opening;
use super::{SignedCheckpoint, hash};
use crate::ledger::{Frontier, canonical, leaf_hash, verify_inclusion};
use crate::private::{commitments_in, plain, reveal};

pub const FORMAT: &str = "duenotice ledger extract 2";
pub const HASHED_AS: &str = "SHA-256 over one zero byte and the text of the leaf (RFC 6962)";

/// The first line. The fields of each line stand in the order of the alphabet, so that it can be written in one way only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// A case's number, if only its entries are in here.
    pub case: String,
    /// A signed note; nothing while no checkpoint was ever signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<String>,
    pub first: u64,
    pub format: String,
    pub kind: String,
    pub last: u64,
    pub leaf_hash: String,
    pub ledger: Ledger,
    pub profile: String,
    pub provider: String,
}

/// What the ledger was when the extract was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    pub root: String,
    pub size: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub leaf: String,
    pub leaf_hash: String,
    /// The body as people read it, for the house alone. Canonical JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub openings: Vec<Opening>,
    /// The hashes beside the way to the checkpoint's root, where the root cannot be made from the entries alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Vec<String>>,
    pub seq: u64,
}

impl Head {
    /// Nothing is left out between the first and the last number.
    pub fn is_whole(&self) -> bool {
        self.kind.is_empty() && self.case.is_empty()
    }

    /// The entries give the checkpoint's root by themselves; otherwise each has a proof of its own.
    pub fn gives_root_of(&self, size: u64) -> bool {
        self.is_whole() && self.first == 1 && self.last >= size
    }
}

/// A leaf's body with its personal values in place, as canonical JSON.
pub fn opened(leaf: &str, openings: &[Opening]) -> Option<Box<RawValue>> {
    let mut vault = HashMap::new();
    for opening in openings {
        vault.insert(opening.commitment()?, opening.value.clone());
    }
    let mut body = reveal(serde_json::from_str(leaf).ok()?, &vault).get_mut("body")?.take();
    plain(&mut body);
    RawValue::from_string(String::from_utf8(canonical(&body).ok()?).ok()?).ok()
}

/// What the check has seen so far.
struct Walk {
    head: Head,
    signed: Option<SignedCheckpoint>,
    /// Where the root of the checkpoint is made from the entries themselves.
    frontier: Option<Frontier>,
    /// The last number.
    seq: u64,
    many: u64,
    opened: u64,
}

/// Reads an extract to its end, one line at a time.
pub fn check(lines: &mut dyn BufRead, keys: &Keys) -> Report {
    let mut told = Told::default();
    let end = steps(&mut told, lines, keys);
    told.report(end)
}

fn steps(told: &mut Told, lines: &mut dyn BufRead, keys: &Keys) -> Step<()> {
    let mut text = String::new();
    let head: Head =
        read(lines, &mut text, "The first line")?.ok_or(Verdict::Malformed("The file is empty.".into()))?;
    if head.format != FORMAT || head.leaf_hash != HASHED_AS {
        return Err(Verdict::Malformed(format!("The first line does not say \"{FORMAT}\".")));
    }
    if head.first == 0 || head.last > head.ledger.size {
        return Err(Verdict::Altered("The first line names numbers that the ledger did not have.".into()));
    }
    let signed = match &head.checkpoint {
        Some(note) => {
            Some(SignedCheckpoint::parse(note).map_err(|problem| Verdict::Malformed(sentence(&problem.to_string())))?)
        }
        None => None,
    };
    match &signed {
        Some(signed) => told.signatures(signed, keys)?,
        None => told.leave_open("The extract brings no checkpoint along, so nobody has vouched for it."),
    }
    let size = signed.as_ref().map_or(0, |signed| signed.checkpoint.size);
    let frontier = head.gives_root_of(size).then(Frontier::new);
    let mut walk = Walk { seq: head.first - 1, head, signed, frontier, many: 0, opened: 0 };
    loop {
        let place = format!("The line after entry {}", walk.seq);
        let Some(entry) = read::<Entry>(lines, &mut text, &place)? else { break };
        walk.take(&entry)?;
    }
    walk.end(told)
}

/// The next line. It must be written as we write it: then a change of any sign of it is seen.
fn read<T>(lines: &mut dyn BufRead, text: &mut String, place: &str) -> Step<Option<T>>
where
    T: serde::de::DeserializeOwned + Serialize,
{
    text.clear();
    let unread = |why: String| Verdict::Malformed(format!("{place} cannot be read: {why}."));
    if lines.read_line(text).map_err(|problem| unread(problem.to_string()))? == 0 {
        return Ok(None);
    }
    let line = text.strip_suffix('\n').ok_or_else(|| unread("its end is missing".into()))?;
    let value: T = serde_json::from_str(line).map_err(|problem| unread(problem.to_string()))?;
    match serde_json::to_string(&value) {
        Ok(again) if again == line => Ok(Some(value)),
        _ => Err(Verdict::Altered(format!("{place} is not written as Due Notice writes it."))),
    }
}

impl Walk {
    fn take(&mut self, entry: &Entry) -> Step<()> {
        let seq = entry.seq;
        let wrong = |what: String| Err(Verdict::Altered(what));
        let next = self.seq.saturating_add(1);
        if seq > self.head.last || seq < next || (self.head.is_whole() && seq != next) {
            return wrong(format!("After entry {} comes one with the number {seq}.", self.seq));
        }
        (self.seq, self.many) = (seq, self.many + 1);
        let leaf = leaf_hash(entry.leaf.as_bytes());
        if hex::encode(leaf) != entry.leaf_hash {
            return wrong(format!("Entry {seq}: its text does not give the hash that stands beside it."));
        }
        if !self.head.kind.is_empty() && kind_of(&entry.leaf).as_deref() != Some(self.head.kind.as_str()) {
            return wrong(format!("Entry {seq} is not of the kind {}.", self.head.kind));
        }
        self.opened(entry)?;
        let of = self.signed.as_ref().map(|signed| &signed.checkpoint);
        if let Some(frontier) = &mut self.frontier {
            frontier.push(leaf);
            if let Some(of) = of.filter(|of| of.size == seq)
                && frontier.root() != of.root
            {
                return wrong(format!(
                    "The first {seq} entries, hashed anew, do not give the root that was signed: at least one of them is not what it was."
                ));
            }
            return self.needs_no_proof(entry);
        }
        let Some(of) = of.filter(|of| seq <= of.size) else { return self.needs_no_proof(entry) };
        let path = entry.proof.iter().flatten().map(|line| hash(line)).collect::<Option<Vec<_>>>().unwrap_or_default();
        if !verify_inclusion(&leaf, seq - 1, of.size, &path, &of.root) {
            return wrong(format!("Entry {seq} does not lead to the root that was signed."));
        }
        Ok(())
    }

    /// Nothing stands in a line that nobody has looked at.
    fn needs_no_proof(&self, entry: &Entry) -> Step<()> {
        match entry.proof {
            None => Ok(()),
            Some(_) => Err(Verdict::Altered(format!("Entry {} has a proof that does not belong to it.", entry.seq))),
        }
    }

    /// What people read must be what was sealed.
    fn opened(&mut self, entry: &Entry) -> Step<()> {
        let seq = entry.seq;
        let sealed: BTreeSet<_> = commitments_in(&entry.leaf).collect();
        for opening in &entry.openings {
            if !opening.commitment().is_some_and(|commitment| sealed.contains(&commitment)) {
                return Err(Verdict::Altered(format!(
                    "Entry {seq}: the words given for {} are not those that were recorded.",
                    opening.path
                )));
            }
        }
        self.opened += entry.openings.len() as u64;
        let Some(given) = &entry.opened else { return Ok(()) };
        match opened(&entry.leaf, &entry.openings) {
            Some(made) if made.get() == given.get() => Ok(()),
            _ => Err(Verdict::Altered(format!(
                "Entry {seq}: what stands there in plain words is not what was recorded."
            ))),
        }
    }

    fn end(self, told: &mut Told) -> Step<()> {
        let Walk { head, signed, frontier, seq, many, opened } = self;
        if head.is_whole() && seq != head.last {
            return Err(Verdict::Altered(format!("Entry {} is missing: the extract ends before it.", seq + 1)));
        }
        told.say(format!("{many} entries from {} to {} were hashed anew.", head.first, head.last));
        if opened > 0 {
            told.say(format!("{opened} personal values are those that were sealed in them."));
        }
        if !head.is_whole() {
            told.say("It is a selection: it does not show that nothing was left out of it.");
        }
        if let Some(frontier) = frontier.filter(|frontier| frontier.size() == head.ledger.size)
            && hex::encode(frontier.root()) != head.ledger.root
        {
            return Err(Verdict::Altered("The entries do not give the root that the first line names.".into()));
        }
        if let Some(size) = signed.map(|signed| signed.checkpoint.size) {
            if seq > size {
                told.leave_open(format!(
                    "Entries from {} on came after the checkpoint: nobody has vouched for them.",
                    size + 1
                ));
            }
            if head.first <= size && many > 0 {
                told.say(format!("Up to {} they are what the checkpoint was signed for.", head.last.min(size)));
            }
        }
        Ok(())
    }
}

fn kind_of(leaf: &str) -> Option<String> {
    let leaf: Value = serde_json::from_str(leaf).ok()?;
    Some(leaf.get("kind")?.as_str()?.to_owned())
}

/// The hashes of a proof, as a line holds them.
pub fn proof_lines(path: &[crate::ledger::Hash]) -> Vec<String> {
    path.iter().map(|hash| STANDARD.encode(hash)).collect()
}
