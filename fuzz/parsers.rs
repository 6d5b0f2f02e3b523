//! Each parser with what has to hold whatever it is given. The fuzzer and the tests of the checking program share this.

#![allow(dead_code, reason = "each target of the fuzzer uses one of them")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use docket::checkpoint::SignedCheckpoint;
use docket::checkpoint::bag::{
    ENTRIES, INFO, LEAVES, Listed, MANIFEST, PAYLOAD, SEAL, STAMP, STAMP_CA, TAG_MANIFEST, check as bags, manifest_line,
};
use docket::checkpoint::check::{self, Keys, Report, Verdict};
use docket::checkpoint::extract::{self, Head};
use docket::checkpoint::handover::Handover;
use docket::checkpoint::note::{Note, PublicKey, SecretKey};
use docket::checkpoint::proof_file::{Growth, ProofFile};
use docket::event::Recorded;
use docket::ledger::tiles::Tile;
use docket::ledger::{canonical, leaf_hash};
use sha2::{Digest, Sha256};

/// The public half of the key that signed the seeds.
pub const KEY: &str = "hosting.example/log+2a677df1+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";

/// Takes whatever it is given, and panics where something is not as it has to be.
type Parser = fn(&[u8]);

pub const ALL: [(&str, Parser); 6] =
    [("note", note), ("checkpoint", checkpoint), ("proof", proof), ("extract", extract), ("bag", bag), ("leaf", leaf)];

/// The one bag that it sealed.
const SEALED: &[u8] = include_bytes!("seeds/bag/whole");

/// The checkpoints that it signed.
const SIGNED: [&str; 2] = [include_str!("seeds/checkpoint/of-9"), include_str!("seeds/checkpoint/of-33")];

fn keys() -> Keys {
    Keys { log: PublicKey::parse(KEY).ok(), ..Keys::default() }
}

/// Signed notes, keys, and the note by which one key follows another.
pub fn note(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(note) = Note::parse(&text) {
        assert_eq!(Note::parse(&note.to_string()).as_ref(), Ok(&note), "what is read is written the same");
        assert!(note.to_string().starts_with(note.text()), "what is signed is what was read");
    }
    let _ = Handover::parse(&text);
    let _ = SecretKey::parse(&text);
    if let Ok(key) = PublicKey::parse(&text) {
        assert_eq!(PublicKey::parse(&key.to_string()).as_ref(), Ok(&key));
    }
}

pub fn checkpoint(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(signed) = SignedCheckpoint::parse(&text) {
        let again = SignedCheckpoint::parse(&signed.note.to_string());
        assert_eq!(again.as_ref(), Ok(&signed), "what is read is written the same");
    }
    let _ = (Tile::parse("0", &text), Tile::parse(&text, "000"));
}

/// Proofs that an entry stands in the ledger, and that it grew. Nothing is proven without the key's signature, and a text
/// that no parser takes proves nothing at all.
pub fn proof(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let entry = ProofFile::parse(&text);
    if let Ok(proof) = &entry {
        let _ = proof.carried();
        assert_eq!(ProofFile::parse(&proof.to_string()).as_ref(), Ok(proof), "what is read is written the same");
    }
    let growth = Growth::parse(&text);
    if let Ok(growth) = &growth {
        assert_eq!(Growth::parse(&growth.to_string()).as_ref(), Ok(growth));
    }
    let report = check::entry(&text, None, &keys());
    match &entry {
        Ok(proof) => signed_or_not_proven(&report, proof.signed.note.text()),
        Err(_) => assert!(matches!(report.verdict, Verdict::Malformed(_)), "{report:?}"),
    }
    let _ = check::entry(&text, Some(bytes), &keys());
    let report = check::growth(SIGNED[0], &text, &keys());
    if let Ok(growth) = &growth {
        signed_or_not_proven(&report, growth.signed.note.text());
    }
}

/// Whatever is made up, the key has signed these checkpoints and no other.
fn signed_or_not_proven(report: &Report, text: &str) {
    if report.verdict == Verdict::Proven {
        let signed = SIGNED.iter().any(|one| one.starts_with(text));
        assert!(signed, "{report:?} with a checkpoint that nobody signed:\n{text}");
    }
}

pub fn extract(bytes: &[u8]) {
    let report = extract::check(&mut &bytes[..], &keys());
    let Ok(head) = serde_json::from_slice::<Head>(bytes.split(|byte| *byte == b'\n').next().unwrap_or_default()) else {
        assert!(matches!(report.verdict, Verdict::Malformed(_)), "{report:?}");
        return;
    };
    if let Some(Ok(signed)) = head.checkpoint.as_deref().map(SignedCheckpoint::parse) {
        signed_or_not_proven(&report, signed.note.text());
    }
}

/// One entry of the ledger. Its two readers agree, and what they read can be written in one way only.
pub fn leaf(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(read) = Recorded::from_text(&text) else { return };
    let leaf = read.to_leaf().expect("what was read can be written");
    let written = canonical(&leaf).expect("a leaf has a canonical form");
    let again = Recorded::from_leaf(serde_json::from_slice(&written).expect("JSON")).expect("the same leaf");
    let leaf = again.to_leaf().expect("what was read can be written");
    assert_eq!(canonical(&leaf).expect("a leaf has a canonical form"), written);
}

/// The files of a case file in one: a line with this sign and a name, then what stands in it.
pub const FILE: &str = "==> ";

struct Lying {
    files: BTreeMap<String, Vec<u8>>,
    names: BTreeSet<String>,
}

impl Lying {
    fn of(files: BTreeMap<String, Vec<u8>>) -> Lying {
        Lying { names: files.keys().cloned().collect(), files }
    }
}

impl bags::Files for Lying {
    fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    fn open(&mut self, name: &str) -> std::io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.files[name].as_slice()))
    }
}

pub fn files_in(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut name) = (BTreeMap::<String, Vec<u8>>::new(), None);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(named) = line.strip_prefix(FILE.as_bytes()) {
            let named = String::from_utf8_lossy(named).trim_end_matches('\n').to_owned();
            files.insert(named.clone(), Vec::new());
            name = Some(named);
        } else if let Some(file) = name.as_ref().and_then(|name| files.get_mut(name)) {
            file.extend_from_slice(line);
        }
    }
    files
}

pub fn read_bag(bytes: &[u8]) -> Report {
    bags::check(&mut Lying::of(files_in(bytes)), &keys())
}

/// Nothing is proven but the one bag that was sealed, file by file. Sums and hashes would keep everything else out, so it
/// is read once more with all of them made to fit, and then nobody has vouched for it.
pub fn bag(bytes: &[u8]) {
    let files = files_in(bytes);
    let report = read_bag(bytes);
    if report.verdict == Verdict::Proven {
        let listed = |files: &BTreeMap<String, Vec<u8>>| {
            let mut files = files.clone();
            files.retain(|name, _| ![SEAL, STAMP, STAMP_CA].contains(&name.as_str()));
            files
        };
        assert_eq!(listed(&files), listed(&files_in(SEALED)), "{report:?} of what nobody sealed");
    }
    let report = bags::check(&mut Lying::of(made_to_fit(files)), &Keys::default());
    assert_ne!(report.verdict, Verdict::Proven, "nobody has sealed it");
}

fn made_to_fit(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.remove(SEAL);
    let entries = String::from_utf8_lossy(files.get(ENTRIES).map_or(&[], Vec::as_slice)).into_owned();
    let leaves = files.get(LEAVES).cloned().unwrap_or_default();
    let mut leaves = leaves.split(|byte| *byte == b'\n');
    let fit = |line: &str| match Listed::parse(line) {
        Some(listed) if listed.shown => {
            let leaf_hash = leaves.next().map_or(listed.leaf_hash, leaf_hash);
            format!("{}\n", Listed { leaf_hash, ..listed })
        }
        _ => format!("{line}\n"),
    };
    let entries: String = entries.lines().map(fit).collect();
    files.insert(ENTRIES.into(), entries.into_bytes());
    let sum = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines = |files: &BTreeMap<String, Vec<u8>>, payload: bool| -> Vec<u8> {
        let own = files.iter().filter(|(name, _)| name.starts_with(PAYLOAD) == payload && *name != TAG_MANIFEST);
        own.map(|(name, bytes)| manifest_line(&sum(bytes), name)).collect::<String>().into_bytes()
    };
    let payload = files.iter().filter(|(name, _)| name.starts_with(PAYLOAD));
    let (many, bytes) = payload.fold((0, 0), |(many, bytes), (_, file)| (many + 1, bytes + file.len()));
    files.insert(INFO.into(), format!("Payload-Oxum: {bytes}.{many}\n").into_bytes());
    files.insert(MANIFEST.into(), lines(&files, true));
    files.insert(TAG_MANIFEST.into(), lines(&files, false));
    files
}
