//! Each parser with what has to hold whatever it is given. The fuzzer and the tests of the checking program share this.

#![allow(dead_code, reason = "each target of the fuzzer uses one of them")]

use docket::checkpoint::SignedCheckpoint;
use docket::checkpoint::check::{self, Keys, Report, Verdict};
use docket::checkpoint::extract::{self, Head};
use docket::checkpoint::handover::Handover;
use docket::checkpoint::note::{Note, PublicKey, SecretKey};
use docket::checkpoint::proof_file::{Growth, ProofFile};
use docket::event::Recorded;
use docket::ledger::canonical;
use docket::ledger::tiles::Tile;

/// The public half of the key that signed the seeds.
pub const KEY: &str = "hosting.example/log+2a677df1+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";

/// Takes whatever it is given, and panics where something is not as it has to be.
type Parser = fn(&[u8]);

pub const ALL: [(&str, Parser); 5] =
    [("note", note), ("checkpoint", checkpoint), ("proof", proof), ("extract", extract), ("leaf", leaf)];

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
