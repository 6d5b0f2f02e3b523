//! The program, called as people call it.

use std::path::PathBuf;
use std::process::Command;

use docket::checkpoint::note::SecretKey;
use docket::checkpoint::proof_file::{Carried, Growth, ProofFile};
use docket::checkpoint::{Checkpoint, SignedCheckpoint};
use docket::ledger::{Hash, consistency_proof, inclusion_proof, leaf_hash, root_of};

struct Desk {
    folder: tempfile::TempDir,
    key: SecretKey,
    leaves: Vec<Hash>,
}

impl Desk {
    fn open() -> Desk {
        let leaves = (0..20).map(|number| leaf_hash(leaf(number).as_bytes())).collect();
        let key = SecretKey::new("hosting.example/log", &[3; 32]).unwrap();
        Desk { folder: tempfile::tempdir().unwrap(), key, leaves }
    }

    fn signed(&self, size: usize) -> SignedCheckpoint {
        let root = root_of(&self.leaves[..size]);
        let checkpoint = Checkpoint { origin: self.key.name().into(), size: size as u64, root };
        SignedCheckpoint { note: self.key.sign(&checkpoint.to_string()), checkpoint }
    }

    fn proof(&self, index: usize) -> String {
        let carried = format!("{{\"leaf\":{:?}}}", leaf(index));
        let path = inclusion_proof(&self.leaves, index).unwrap();
        let signed = self.signed(self.leaves.len());
        ProofFile { extra: Some(carried.into_bytes()), index: index as u64, path, signed }.to_string()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let program = env!("CARGO_BIN_EXE_duenotice-verify");
        let done = Command::new(program).args(arguments).current_dir(self.folder.path()).output().unwrap();
        let text = [done.stdout, done.stderr].concat();
        (done.status.code().unwrap(), String::from_utf8(text).unwrap())
    }
}

fn leaf(number: usize) -> String {
    format!("{{\"at\":\"2021-01-10T12:00:00Z\",\"kind\":\"case_noted\",\"number\":{number}}}")
}

#[test]
fn the_program_says_what_is_proven_and_what_is_not() {
    let desk = Desk::open();
    let key = desk.key.public().to_string();
    desk.file("key", &format!("{key}\n"));
    desk.file("a.tlog-proof", &desk.proof(4));
    for key in [key.as_str(), "key"] {
        let (code, text) = desk.run(&["proof", "a.tlog-proof", "--key", key]);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("Entry 5") && text.contains("PROVEN") && text.contains("case_noted"), "{text}");
        assert!(text.contains("cannot show") && text.contains("notary"), "{text}");
    }
    let (code, text) = desk.run(&["proof", "a.tlog-proof"]);
    assert!(code == 3 && text.contains("NOT VOUCHED FOR") && !text.contains("PROVEN:"), "{text}");
    desk.file("b.tlog-proof", &desk.proof(4).replace("index 4", "index 5"));
    let (code, text) = desk.run(&["proof", "b.tlog-proof", "--key", "key"]);
    assert!(code == 1 && text.contains("ALTERED: Entry 6"), "{text}");
    for (name, text) in [("c", "hello\n"), ("d", "")] {
        desk.file(name, text);
        assert_eq!(desk.run(&["proof", name, "--key", "key"]).0, 2);
    }
    assert_eq!(desk.run(&["proof", "nothing-there", "--key", "key"]).0, 2);
    assert_eq!(desk.run(&["proof", "a.tlog-proof", "--key", "rubbish"]).0, 2);
    assert_eq!(desk.run(&["extract", "c", "--key", "key"]).0, 2);
    let (code, help) = desk.run(&["--help"]);
    assert!(code == 0 && help.contains("Exit codes") && help.contains("growth"), "{help}");
}

#[test]
fn what_an_older_key_signed_and_a_witness_saw_is_proven_too() {
    let desk = Desk::open();
    let newer = SecretKey::new("hosting.example/log", &[4; 32]).unwrap();
    let witness = SecretKey::witness("witness.example", &[5; 32]).unwrap();
    let seen = desk.signed(20).note;
    let line = witness.cosign(seen.text(), 1_610_000_000);
    desk.file("a.tlog-proof", &format!("{}{line}", desk.proof(4)));
    desk.file("new", &newer.public().to_string());
    // As /log/key gives them: the key in use, then those before it.
    desk.file("keys", &format!("{}\n{}\n", newer.public(), desk.key.public()));
    let (code, text) = desk.run(&["proof", "a.tlog-proof", "--key", "new"]);
    assert!(code == 1 && text.contains("is not signed by"), "{text}");
    let public = witness.public().to_string();
    let (code, text) = desk.run(&["proof", "a.tlog-proof", "--key", "keys", "--witness", &public]);
    assert!(code == 0 && text.contains("The witness witness.example has seen it at 2021-01-07"), "{text}");
    assert!(!text.contains("Nobody but the provider"), "{text}");
    let (code, text) = desk.run(&["proof", "a.tlog-proof", "--key", &public]);
    assert!(code == 1 && text.contains("the key is of witness.example"), "{text}");
}

#[test]
fn the_program_compares_two_checkpoints() {
    let desk = Desk::open();
    desk.file("key", &desk.key.public().to_string());
    desk.file("old", &desk.signed(6).note.to_string());
    desk.file("new", &desk.signed(20).note.to_string());
    let path = consistency_proof(&desk.leaves, 6).unwrap();
    desk.file("grown", &Growth { old_size: 6, path, signed: desk.signed(20) }.to_string());
    let (code, text) = desk.run(&["growth", "old", "grown", "--key", "key"]);
    assert!(code == 0 && text.contains("begins with exactly the 6 older ones"), "{text}");
    let (code, text) = desk.run(&["growth", "old", "new", "--key", "key"]);
    assert!(code == 3 && text.contains("/log/consistency/6"), "{text}");
    let mut other = Desk::open();
    other.leaves[1] = leaf_hash(b"something else");
    desk.file("forked", &other.signed(6).note.to_string());
    let (code, text) = desk.run(&["growth", "old", "forked", "--key", "key"]);
    assert!(code == 1 && text.contains("Two different ledgers of 6 entries"), "{text}");
}

#[test]
fn what_a_file_says_gives_a_terminal_no_orders() {
    let desk = Desk::open();
    let leaf = "{\"at\":\"\\u001b[2J\",\"kind\":\"x\"}";
    let mut leaves = desk.leaves.clone();
    leaves[0] = leaf_hash(leaf.as_bytes());
    let desk = Desk { leaves, ..desk };
    let path = inclusion_proof(&desk.leaves, 0).unwrap();
    let carried = Carried { leaf: leaf.into(), openings: Vec::new() };
    let extra = format!("{{\"leaf\":{:?}}}", carried.leaf);
    desk.file("p", &ProofFile { extra: Some(extra.into_bytes()), index: 0, path, signed: desk.signed(20) }.to_string());
    let (code, text) = desk.run(&["proof", "p"]);
    assert!(code == 3 && text.contains("[2J") && !text.contains('\u{1b}'), "{text:?}");
}
