//! What a stranger is told who was given a case file: whether it is what was sealed, whether its entries stand in the
//! ledger, whether the values and files in it are those that the entries name, and what is left out of it.

mod earlier;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::super::check::{Keys, Report, Step, Told, Verdict};
use super::super::note::{Note, PublicKey, SignedBy};
use super::*;
use walk::Walk;

/// A text or a line that is read whole is never longer.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
const RETOLD: &str = "report.html, case.json and the tables tell the entries again in the provider's words. The seal shows that they were not changed since the file was made, and not that they tell everything.";
const OWN_KEY: &str = "No key was given, so the signatures were held against proof/log.vkey, which came with the file: whoever made another file could have put another key into it.";
const STAMPED: &str = "seal/tagmanifest.tsr is a time stamp of somebody else (RFC 3161). This program does not read it; openssl does, with a certificate of theirs that you trust: VERIFY.txt says how.";

/// The files of a bag, wherever they lie: in a folder, or in a zip.
pub trait Files {
    /// Below the bag's own folder, with slashes.
    fn names(&self) -> &BTreeSet<String>;
    fn open(&mut self, name: &str) -> std::io::Result<Box<dyn Read + '_>>;
}

/// Reads a bag to its end, a piece of one file at a time.
pub fn check(files: &mut dyn Files, keys: &Keys) -> Report {
    let mut told = Told::default();
    let end = steps(&mut told, files, keys);
    let mut report = told.report(end);
    report.limits.push(RETOLD);
    if files.names().contains(STAMP) {
        report.limits.push(STAMPED);
    }
    report
}

fn steps(told: &mut Told, files: &mut dyn Files, keys: &Keys) -> Step<()> {
    if !files.names().contains(TAG_MANIFEST) || !files.names().contains(BAGIT) {
        return Err(Verdict::Malformed(format!("It has no {BAGIT} and {TAG_MANIFEST}, so it is no case file.")));
    }
    let keys = whose(told, files, keys)?;
    let tags = text(files, TAG_MANIFEST)?;
    sealed(told, files, &keys, &tags)?;
    let tags = sums(TAG_MANIFEST, &tags)?;
    held(files, TAG_MANIFEST, &tags)?;
    if text(files, BAGIT)? != DECLARATION {
        return Err(Verdict::Malformed(format!("{BAGIT} does not say that this is a bag of the version 1.0.")));
    }
    let payload = sums(MANIFEST, &text(files, MANIFEST)?)?;
    let (many, bytes) = held(files, MANIFEST, &payload)?;
    nothing_more(files, &tags, &payload)?;
    let oxum = format!("Payload-Oxum: {bytes}.{many}");
    if !text(files, INFO)?.lines().any(|line| line == oxum) {
        return Err(Verdict::Altered(format!("{INFO} does not say \"{oxum}\".")));
    }
    told.say(format!("{many} files with {bytes} bytes are, byte for byte, those that the manifests list."));
    let mut walk = Walk::of(payload);
    walk.entries(told, files, &keys)?;
    walk.openings(files)?;
    walk.left_out(files)?;
    walk.leaves(files)?;
    walk.end(told)
}

/// Without a key from elsewhere the file's own: what it signed then still belongs together, or does not.
fn whose(told: &mut Told, files: &mut dyn Files, keys: &Keys) -> Step<Keys> {
    if keys.log.is_some() {
        return Ok(keys.clone());
    }
    told.leave_open(OWN_KEY);
    let own = if files.names().contains(KEYS) { text(files, KEYS)? } else { String::new() };
    let read = own.lines().map(PublicKey::parse).collect::<Result<Vec<_>, _>>();
    let mut read = read.map_err(|problem| Verdict::Altered(format!("{KEYS} holds no key: {problem}.")))?.into_iter();
    Ok(Keys { log: read.next(), older: read.collect(), witnesses: keys.witnesses.clone() })
}

fn sealed(told: &mut Told, files: &mut dyn Files, keys: &Keys, tags: &str) -> Step<()> {
    if !files.names().contains(SEAL) {
        told.leave_open("It has no seal: nobody has signed that these files are those that left the house.");
        return Ok(());
    }
    let wrong = |problem: String| Verdict::Altered(format!("The seal cannot be read: {problem}."));
    let note = Note::parse(&text(files, SEAL)?).map_err(|problem| wrong(problem.to_string()))?;
    let sealed = Sealed::read(&note).map_err(|problem| wrong(problem.to_string()))?;
    if hex::encode(Sha256::digest(tags)) != sealed.sha256 {
        return Err(Verdict::Altered(format!("{TAG_MANIFEST} is not the one that was sealed.")));
    }
    let all = || keys.log.iter().chain(&keys.older);
    let signer = all().find(|key| note.signed_by(key) != SignedBy::No);
    match (signer, keys.log.as_ref()) {
        (Some(key), _) if note.signed_by(key) == SignedBy::Yes => {
            let name = format!("{} (key {})", key.name(), hex::encode(key.id()));
            told.say(format!("The seal of {} is signed by {name}.", sealed.name));
            Ok(())
        }
        (Some(key), _) => {
            Err(Verdict::Altered(format!("The signature of {} does not belong to this seal.", key.name())))
        }
        (None, Some(key)) => {
            Err(Verdict::Altered(format!("The seal is not signed by {} (key {}).", key.name(), hex::encode(key.id()))))
        }
        (None, None) => Err(Verdict::Malformed(format!("It has a seal and no {KEYS}; give the key with --key."))),
    }
}

/// The lines of a manifest.
fn sums(manifest: &str, text: &str) -> Step<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for (place, line) in text.lines().enumerate() {
        let read = line.split_once("  ").filter(|(sum, name)| is_sha256(sum) && is_below(name));
        let Some((sum, name)) = read else {
            return Err(Verdict::Malformed(format!("Line {} of {manifest} is no sum of a file.", place + 1)));
        };
        if (name.starts_with(PAYLOAD) != (manifest == MANIFEST)) || found.insert(name.into(), sum.into()).is_some() {
            return Err(Verdict::Malformed(format!("Line {} of {manifest} does not belong there.", place + 1)));
        }
    }
    Ok(found)
}

/// A file of the bag and of nowhere else.
fn is_below(name: &str) -> bool {
    !name.is_empty() && !name.contains('\\') && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Every file that a manifest lists is there and has its hash. Gives how many they are and how many bytes.
fn held(files: &mut dyn Files, manifest: &str, sums: &BTreeMap<String, String>) -> Step<(u64, u64)> {
    let mut bytes = 0;
    for (name, sum) in sums {
        if !files.names().contains(name) {
            return Err(Verdict::Altered(format!("{name} is missing, which {manifest} lists.")));
        }
        let unread = |problem: std::io::Error| Verdict::Altered(format!("{name} cannot be read: {problem}."));
        let mut file = files.open(name).map_err(unread)?;
        let (mut hash, mut piece) = (Sha256::new(), vec![0; 64 * 1024]);
        loop {
            let read = file.read(&mut piece).map_err(unread)?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            bytes += read as u64;
        }
        if hex::encode(hash.finalize()) != *sum {
            return Err(Verdict::Altered(format!(
                "{name} is not what it was: it does not have the hash of {manifest}."
            )));
        }
    }
    Ok((sums.len() as u64, bytes))
}

fn nothing_more(files: &dyn Files, tags: &BTreeMap<String, String>, payload: &BTreeMap<String, String>) -> Step<()> {
    let listed = |name: &str| match name {
        TAG_MANIFEST | SEAL | STAMP => true,
        name if name.starts_with(PAYLOAD) => payload.contains_key(name),
        name => tags.contains_key(name),
    };
    match files.names().iter().find(|name| !listed(name)) {
        Some(name) => Err(Verdict::Altered(format!("{name} was added: no manifest lists it."))),
        None => Ok(()),
    }
}

fn text(files: &mut dyn Files, name: &str) -> Step<String> {
    let unread = |why: String| Verdict::Altered(format!("{name} cannot be read: {why}."));
    if !files.names().contains(name) {
        return Err(Verdict::Malformed(format!("It has no {name}.")));
    }
    let file = files.open(name).map_err(|problem| unread(problem.to_string()))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|problem| unread(problem.to_string()))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(unread("it is too long".into()));
    }
    String::from_utf8(bytes).map_err(|_| unread("it is no text".into()))
}

/// Line by line, each without its end.
fn lines(files: &mut dyn Files, name: &str, take: &mut dyn FnMut(u64, &str) -> Step<()>) -> Step<()> {
    let unread = |why: String| Verdict::Altered(format!("{name} cannot be read: {why}."));
    let mut file = BufReader::new(files.open(name).map_err(|problem| unread(problem.to_string()))?);
    let (mut line, mut place) = (String::new(), 0);
    loop {
        line.clear();
        if file.by_ref().take(MOST_BYTES).read_line(&mut line).map_err(|problem| unread(problem.to_string()))? == 0 {
            return Ok(());
        }
        place += 1;
        take(place, line.strip_suffix('\n').ok_or_else(|| unread("the end of its last line is missing".into()))?)?;
    }
}

/// A line as we write it and in no other way.
fn read<T: DeserializeOwned + Serialize>(name: &str, place: u64, line: &str) -> Step<T> {
    let wrong = |why: &str| Verdict::Malformed(format!("Line {place} of {name} {why}."));
    let value: T = serde_json::from_str(line).map_err(|problem| wrong(&format!("cannot be read: {problem}")))?;
    match serde_json::to_string(&value) {
        Ok(again) if again == line => Ok(value),
        _ => Err(wrong("is not written as Due Notice writes it")),
    }
}
