//! What others wrote after the same papers agrees with us: roots, proofs, notes and checkpoints. `tlog_tiles` and
//! `signed_note` come with the tests; pymerkle is asked where `cargo xtask test` has installed it.

use docket::checkpoint::note::{Note, PublicKey, SecretKey, SignedBy};
use docket::checkpoint::{Checkpoint, SignedCheckpoint};
use docket::ledger::{
    Frontier, Hash, consistency_proof, inclusion_proof, leaf_hash, root_of, verify_consistency, verify_inclusion,
};
use signed_note::{Signer, StandardSigner, StandardVerifier, VerifierList};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use tlog_tiles::{
    HashReader, check_record, check_tree, prove_record, prove_tree, record_hash, stored_hashes, tree_hash,
};

/// Where a Python with pymerkle is.
const PYTHON: &str = "DUENOTICE_TEST_PYTHON";
/// Set to anything: every size up to 2,049, not a part of them.
const ALL: &str = "DUENOTICE_TEST_ALL_SIZES";
const LARGEST: usize = 2049;

fn leaf(number: usize) -> Vec<u8> {
    format!("{{\"number\":{number}}}").into_bytes()
}

/// All of them, or the small ones and those round every power of two.
fn sizes() -> Vec<usize> {
    let all = std::env::var_os(ALL).is_some();
    (1..=LARGEST).filter(|size| all || *size <= 70 || near_a_power(*size) || size % 97 == 0).collect()
}

fn near_a_power(size: usize) -> bool {
    (size - 1).is_power_of_two() || size.is_power_of_two() || (size + 1).is_power_of_two()
}

/// First and last, the middle, and some in between.
fn places(size: usize) -> Vec<usize> {
    let mut places: Vec<usize> = [0, 1, size / 3, size / 2, size.saturating_sub(2), size - 1].into();
    places.extend((0..7).map(|n| (size * 7919 + n * 104_729) % size));
    places.retain(|place| *place < size);
    places.sort_unstable();
    places.dedup();
    places
}

/// Their tree, as they keep it.
struct Theirs(Vec<tlog_tiles::Hash>);

impl HashReader for Theirs {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

impl Theirs {
    fn of(many: usize) -> Theirs {
        let mut theirs = Theirs(Vec::new());
        for number in 0..many {
            let more = stored_hashes(number as u64, &leaf(number), &theirs).unwrap();
            theirs.0.extend(more);
        }
        theirs
    }
}

fn ours(many: usize) -> Vec<Hash> {
    (0..many).map(|number| leaf_hash(&leaf(number))).collect()
}

fn plain(hashes: &[tlog_tiles::Hash]) -> Vec<Hash> {
    hashes.iter().map(|hash| hash.0).collect()
}

fn wrapped(hashes: &[Hash]) -> Vec<tlog_tiles::Hash> {
    hashes.iter().map(|hash| tlog_tiles::Hash(*hash)).collect()
}

#[test]
fn another_transparency_log_has_our_roots_and_proofs() {
    let (theirs, ours) = (Theirs::of(LARGEST), ours(LARGEST));
    assert_eq!(record_hash(&leaf(5)).0, ours[5]);
    let mut frontier = Frontier::new();
    let mut roots = vec![docket::ledger::empty_root()];
    for (number, leaf) in ours.iter().enumerate() {
        frontier.push(*leaf);
        roots.push(frontier.root());
        assert_eq!(tree_hash(number as u64 + 1, &theirs).unwrap().0, frontier.root(), "size {}", number + 1);
    }
    for size in sizes() {
        let (many, root) = (size as u64, roots[size]);
        assert_eq!(root_of(&ours[..size]), root);
        for index in places(size) {
            let mine = inclusion_proof(&ours[..size], index).unwrap();
            let at = index as u64;
            assert_eq!(plain(&prove_record(many, at, &theirs).unwrap()), mine, "{index} of {size}");
            check_record(&wrapped(&mine), many, tlog_tiles::Hash(root), at, tlog_tiles::Hash(ours[index])).unwrap();
            assert!(verify_inclusion(&ours[index], at, many, &mine, &root));
        }
        for old in places(size).into_iter().map(|place| place + 1) {
            let mine = consistency_proof(&ours[..size], old).unwrap();
            assert_eq!(plain(&prove_tree(many, old as u64, &theirs).unwrap()), mine, "{old} and {size}");
            let (new, before) = (tlog_tiles::Hash(root), tlog_tiles::Hash(roots[old]));
            check_tree(&wrapped(&mine), many, new, old as u64, before).unwrap();
            assert!(verify_consistency(old as u64, many, &roots[old], &root, &mine));
        }
    }
}

/// The example of Go's note package, whose secret everybody knows.
const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

#[test]
fn others_read_our_notes_and_checkpoints_and_we_theirs() {
    let ours = ours(300);
    for size in [1, 2, 5, 255, 256, 257, 300] {
        let checkpoint = Checkpoint { origin: "PeterNeumann".into(), size: size as u64, root: root_of(&ours[..size]) };
        let text = checkpoint.to_string();
        let mine = SecretKey::parse(SECRET).unwrap().sign(&text).to_string();

        // They read what we signed.
        let note = signed_note::Note::from_bytes(mine.as_bytes()).unwrap();
        let verifier = StandardVerifier::new(PUBLIC).unwrap();
        let (good, unknown) = note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
        assert_eq!((good.len(), unknown.len()), (1, 0));
        let read = tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap();
        assert_eq!((read.origin(), read.size(), read.hash().0), ("PeterNeumann", size as u64, checkpoint.root));
        assert_eq!(note.to_bytes(), mine.as_bytes());

        // We read what they signed, byte for byte the same.
        let theirs =
            tlog_tiles::Checkpoint::new("PeterNeumann", size as u64, tlog_tiles::Hash(checkpoint.root), "").unwrap();
        let mut note = signed_note::Note::new(&theirs.to_bytes(), &[]).unwrap();
        let signer = StandardSigner::new(SECRET).unwrap();
        note.add_sigs(&[&signer as &dyn Signer]).unwrap();
        let bytes = note.to_bytes();
        assert_eq!(bytes, mine.as_bytes());
        let read = SignedCheckpoint::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
        assert_eq!(
            (&read.checkpoint, read.note.signed_by(&PublicKey::parse(PUBLIC).unwrap())),
            (&checkpoint, SignedBy::Yes)
        );
    }
    // A line of a witness is a signature that they do not know, and no reason to refuse the others.
    let witness = SecretKey::witness("witness.example", &[3; 32]).unwrap();
    let note = SecretKey::parse(SECRET).unwrap().sign("PeterNeumann\n1\nAAAA\n");
    let both = note.with_lines(&witness.cosign(note.text(), 1_610_000_000)).unwrap().to_string();
    let note = signed_note::Note::from_bytes(both.as_bytes()).unwrap();
    let verifier = StandardVerifier::new(PUBLIC).unwrap();
    let (good, unknown) = note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    assert_eq!((good.len(), unknown.len()), (1, 1));
    assert_eq!(Note::parse(&both).unwrap().signed_by(&witness.public()), SignedBy::Yes);
}

#[test]
fn pymerkle_has_our_roots_and_proofs() {
    let Some(python) = std::env::var_os(PYTHON) else {
        // Written past the test harness, which would keep it to itself.
        let _ = writeln!(std::io::stderr(), "pymerkle skipped: {PYTHON} names no Python that has it.");
        return;
    };
    let leaves = ours(LARGEST);
    let texts = |hashes: &[Hash]| hashes.iter().map(hex).collect::<Vec<_>>();
    let mut roots = BTreeMap::new();
    let (mut inclusion, mut consistency) = (Vec::new(), Vec::new());
    for size in sizes() {
        roots.insert(size.to_string(), hex(&root_of(&leaves[..size])));
        for place in places(size).into_iter().step_by(3) {
            let tree = &leaves[..size];
            inclusion.push((place, size, texts(&inclusion_proof(tree, place).unwrap())));
            roots.insert((place + 1).to_string(), hex(&root_of(&leaves[..=place])));
            consistency.push((place + 1, size));
        }
    }
    let expected = roots.len() + inclusion.len() + consistency.len();
    let bytes: Vec<String> = (0..LARGEST).map(|number| bytes_hex(&leaf(number))).collect();
    let asked = serde_json::json!({
        "leaves": bytes, "roots": roots, "inclusion": inclusion, "consistency": consistency,
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pymerkle_check.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(asked.to_string().as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), expected.to_string());
}

fn hex(hash: &Hash) -> String {
    bytes_hex(hash)
}

fn bytes_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
