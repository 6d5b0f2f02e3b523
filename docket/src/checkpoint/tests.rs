use super::check::{Keys, Verdict, entry, growth};
use super::note::{Note, PublicKey, SecretKey, SignedBy};
use super::proof_file::{Carried, Growth, Opening, ProofFile};
use super::*;
use crate::ledger::{consistency_proof, inclusion_proof, leaf_hash, root_of};

/// The example of Go's note package, which others made and signed.
const OTHERS_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const OTHERS_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const OTHERS_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn key() -> SecretKey {
    SecretKey::new("hosting.example/log", &[7; 32]).unwrap()
}

fn trusted() -> Keys {
    Keys { log: Some(key().public()), ..Keys::default() }
}

fn leaf(number: usize) -> String {
    format!("{{\"at\":\"2021-01-10T12:00:00Z\",\"kind\":\"case_noted\",\"number\":{number}}}")
}

fn leaves(many: usize) -> Vec<Hash> {
    (0..many).map(|number| leaf_hash(leaf(number).as_bytes())).collect()
}

fn signed(leaves: &[Hash]) -> SignedCheckpoint {
    let checkpoint = Checkpoint { origin: key().name().to_owned(), size: leaves.len() as u64, root: root_of(leaves) };
    SignedCheckpoint { note: key().sign(&checkpoint.to_string()), checkpoint }
}

fn proof(index: usize, many: usize, openings: Vec<Opening>, leaf: String) -> ProofFile {
    let mut all = leaves(many);
    all[index] = leaf_hash(leaf.as_bytes());
    let carried = Carried { leaf, openings };
    ProofFile {
        extra: Some(serde_json::to_vec(&carried).unwrap()),
        index: index as u64,
        path: inclusion_proof(&all, index).unwrap(),
        signed: signed(&all),
    }
}

#[test]
fn notes_that_others_signed_are_read_and_ours_are_theirs() {
    let (note, key) = (Note::parse(OTHERS_NOTE).unwrap(), PublicKey::parse(OTHERS_KEY).unwrap());
    assert_eq!(note.signed_by(&key), SignedBy::Yes);
    assert_eq!((note.to_string().as_str(), key.to_string().as_str()), (OTHERS_NOTE, OTHERS_KEY));
    let secret = SecretKey::parse(OTHERS_SECRET).unwrap();
    assert_eq!((secret.text().as_str(), secret.public()), (OTHERS_SECRET, key));
    // Ed25519 signs the same in the same way.
    assert_eq!(secret.sign(note.text()).to_string(), OTHERS_NOTE);
}

#[test]
fn a_note_is_signed_by_its_key_alone_and_word_for_word() {
    let signed = signed(&leaves(5)).note;
    let (own, other) = (key().public(), SecretKey::new("hosting.example/log", &[8; 32]).unwrap().public());
    assert_eq!((signed.signed_by(&own), signed.signed_by(&other)), (SignedBy::Yes, SignedBy::No));
    let text = signed.to_string();
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        let read = String::from_utf8(bytes).ok().and_then(|text| Note::parse(&text).ok());
        assert!(read.is_none_or(|note| note.signed_by(&own) != SignedBy::Yes), "byte {place}");
    }
}

#[test]
fn what_is_no_note_no_key_or_no_checkpoint_is_refused() {
    let good = signed(&leaves(5)).note.to_string();
    for text in
        ["", "\n\n", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n— a+b AAAAAAAA\n", &good[..good.len() - 1]]
    {
        assert!(Note::parse(text).is_err(), "{text:?}");
    }
    assert!(Note::parse(&format!("{}{good}", "x".repeat(300_000))).is_err(), "it is too long");
    assert!(Note::parse(&good.replace("hosting", "host\ring")).is_err(), "a control character");
    for text in
        ["", "a", "a+b", "a+00000000+AA==", &OTHERS_KEY.replace("c74f", "c74e"), &OTHERS_KEY.replace("+AR", "+BB")]
    {
        assert!(PublicKey::parse(text).is_err(), "{text}");
    }
    let root = STANDARD.encode([1; 32]);
    for text in [
        format!("log\n05\n{root}\n"),
        format!("log\n-5\n{root}\n"),
        format!("\n5\n{root}\n"),
        "log\n5\nAAAA\n".to_owned(),
        "log\n5\n".to_owned(),
        format!("log\n99999999999999999999\n{root}\n"),
    ] {
        assert!(SignedCheckpoint::parse(&key().sign(&text).to_string()).is_err(), "{text}");
    }
}

#[test]
fn a_proof_is_written_and_read_and_proves() {
    for (index, many) in [(0, 1), (0, 2), (4, 5), (2, 300), (299, 300)] {
        let proof = proof(index, many, Vec::new(), leaf(index));
        let text = proof.to_string();
        assert_eq!(ProofFile::parse(&text).as_ref(), Ok(&proof));
        let report = entry(&text, None, &trusted());
        assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
        assert!(report.found.iter().any(|found| found.contains(&format!("Entry {}", index + 1))));
        assert!(text.len() < 3000, "{} bytes", text.len());
        // Without a key it fits together, and nobody vouches for it.
        assert_eq!(entry(&text, None, &Keys::default()).verdict.exit_code(), 3);
        assert_eq!(entry(&text, Some(leaf(index).as_bytes()), &trusted()).verdict, Verdict::Proven);
        assert_eq!(entry(&text, Some(b"another"), &trusted()).verdict.exit_code(), 1);
    }
}

#[test]
fn one_changed_byte_of_a_proof_is_always_found() {
    let opening =
        Opening { event: "e".into(), path: "text".into(), salt: "07".repeat(32), value: "\"We took it down.\"".into() };
    let sealed = format!("{{\"body\":{{\"text\":{{\"c\":\"{}\"}}}}}}", hex::encode(opening.commitment().unwrap()));
    let text = proof(3, 9, vec![opening], sealed).to_string();
    let report = entry(&text, None, &trusted());
    assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
    assert!(report.found.iter().any(|found| found.contains("We took it down.")), "{report:?}");
    for place in 0..text.len() {
        for bit in [0, 5] {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let verdict = entry(&changed, None, &trusted()).verdict;
            assert!(matches!(verdict.exit_code(), 1 | 2), "byte {place}: {verdict:?}\n{changed}");
        }
    }
}

#[test]
fn a_proof_has_no_more_hashes_than_a_tree_can_need() {
    let mut proof = proof(3, 9, Vec::new(), leaf(3));
    proof.path = vec![[1; 32]; 64];
    assert!(ProofFile::parse(&proof.to_string()).is_err());
}

#[test]
fn of_two_checkpoints_it_is_told_whether_one_grew_out_of_the_other() {
    let all = leaves(40);
    let of = |size: usize| signed(&all[..size]).note.to_string();
    let grown = |from: usize, to: usize| {
        let path = consistency_proof(&all[..to], from).unwrap();
        Growth { old_size: from as u64, path, signed: signed(&all[..to]) }.to_string()
    };
    assert_eq!(growth(&of(7), &grown(7, 33), &trusted()).verdict, Verdict::Proven);
    assert_eq!(growth(&of(7), &of(7), &trusted()).verdict, Verdict::Proven);
    assert_eq!(growth(&of(7), &of(33), &trusted()).verdict.exit_code(), 3, "the proof is missing");
    assert_eq!(growth(&of(7), &grown(8, 33), &trusted()).verdict.exit_code(), 2, "another proof");
    assert_eq!(growth(&of(33), &of(7), &trusted()).verdict.exit_code(), 1, "it became shorter");

    // Another history under the same key.
    let mut other = all.clone();
    other[2] = leaf_hash(b"something else");
    let forked = signed(&other[..7]).note.to_string();
    let report = growth(&of(7), &forked, &trusted());
    assert!(matches!(&report.verdict, Verdict::Altered(what) if what.contains("different ledgers")), "{report:?}");
    assert_eq!(growth(&forked, &grown(7, 33), &trusted()).verdict.exit_code(), 1);
    let text = grown(7, 33);
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        let code = growth(&of(7), &changed, &trusted()).verdict.exit_code();
        assert!(matches!(code, 1 | 2), "byte {place} gave {code}");
    }
}

/// A cosignature as a witness makes it (<https://c2sp.org/tlog-cosignature>).
#[test]
fn a_witness_is_believed_only_for_what_they_signed() {
    use ed25519_dalek::{Signer, SigningKey};
    let witness = SigningKey::from_bytes(&[9; 32]);
    let bytes = [&[4], witness.verifying_key().as_bytes().as_slice()].concat();
    let id = {
        use sha2::{Digest, Sha256};
        Sha256::new().chain_update("witness.example\n").chain_update(&bytes).finalize()[..4].to_vec()
    };
    let key_of_witness =
        PublicKey::parse(&format!("witness.example+{}+{}", hex::encode(&id), STANDARD.encode(&bytes))).unwrap();
    let mut proof = proof(3, 9, Vec::new(), leaf(3));
    let keys = Keys { witnesses: vec![key_of_witness], ..trusted() };
    assert_eq!(entry(&proof.to_string(), None, &keys).verdict.exit_code(), 3, "nobody has witnessed it");
    let cosigned = |time: u64, said: u64| {
        let text = format!("cosignature/v1\ntime {time}\n{}", proof.signed.checkpoint);
        let signature = witness.sign(text.as_bytes()).to_bytes();
        let line = [id.as_slice(), &said.to_be_bytes(), &signature].concat();
        let note = format!("{}— witness.example {}\n", proof.signed.note, STANDARD.encode(line));
        Note::parse(&note).unwrap()
    };
    let (right, wrong) = (cosigned(1_610_000_000, 1_610_000_000), cosigned(1_610_000_000, 1_610_000_001));
    proof.signed.note = right;
    let report = entry(&proof.to_string(), None, &keys);
    assert_eq!(report.verdict, Verdict::Proven);
    assert!(report.found.iter().any(|found| found.contains("2021-01-07T06:13:20")), "{report:?}");
    proof.signed.note = wrong;
    assert_eq!(entry(&proof.to_string(), None, &keys).verdict.exit_code(), 1);
}
