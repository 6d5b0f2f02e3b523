//! The parsers that read what strangers send, given what nobody meant to write: good files with bytes changed, cut out,
//! doubled and exchanged, and plain noise. None of them panics, and none takes more memory than its input is worth.

use std::sync::LazyLock;

use docket::checkpoint::check::{self, Keys};
use docket::checkpoint::extract;
use docket::checkpoint::handover::Handover;
use docket::checkpoint::note::{Note, PublicKey, SecretKey};
use docket::checkpoint::proof_file::{Carried, Growth, Opening, ProofFile};
use docket::checkpoint::{Checkpoint, SignedCheckpoint};
use docket::event::Recorded;
use docket::ledger::tiles::Tile;
use docket::ledger::{Hash, consistency_proof, inclusion_proof, leaf_hash, root_of};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// Each seed is a file as it should be.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let key = SecretKey::new("hosting.example/log", &[7; 32]).unwrap();
    let opening =
        Opening { event: "e".into(), path: "text".into(), salt: "07".repeat(32), value: "\"Gone since noon.\"".into() };
    let leaf = format!(
        "{{\"actor\":\"system\",\"at\":\"2021-01-10T12:00:00Z\",\"body\":{{\"text\":{{\"c\":\"{}\"}}}},\"case_id\":null,\"command_id\":\"01900000-0000-7000-8000-000000000001\",\"event_id\":\"01900000-0000-7000-8000-000000000002\",\"kind\":\"case_noted\",\"v\":1}}",
        opening.commitment().unwrap().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    );
    let leaves: Vec<Hash> =
        (0..33_u8).map(|number| leaf_hash(if number == 4 { leaf.as_bytes() } else { &[0] })).collect();
    let signed = |size: usize| {
        let checkpoint = Checkpoint { origin: key.name().into(), size: size as u64, root: root_of(&leaves[..size]) };
        SignedCheckpoint { note: key.sign(&checkpoint.to_string()), checkpoint }
    };
    let carried = Carried { leaf: leaf.clone(), openings: vec![opening] };
    let proof = ProofFile {
        extra: Some(serde_json::to_vec(&carried).unwrap()),
        index: 4,
        path: inclusion_proof(&leaves, 4).unwrap(),
        signed: signed(33),
    };
    let growth = Growth { old_size: 9, path: consistency_proof(&leaves, 9).unwrap(), signed: signed(33) };
    let other = SecretKey::new("hosting.example/log", &[8; 32]).unwrap();
    let witness = SecretKey::witness("witness.example", &[9; 32]).unwrap();
    let note = signed(33).note;
    let cosigned = note.with_lines(&witness.cosign(note.text(), 1_610_000_000)).unwrap();
    [
        signed(9).note.to_string(),
        cosigned.to_string(),
        proof.to_string(),
        growth.to_string(),
        Handover::make(&key, &other).unwrap().to_string(),
        leaf,
        key.public().to_string(),
        key.text(),
        "[]".into(),
        "x001/x234/067.p/12".into(),
    ]
    .map(String::into_bytes)
    .to_vec()
});

/// One thing done to a file.
#[derive(Clone, Debug)]
enum Harm {
    Flip(usize, u8),
    Cut(usize, usize),
    Double(usize, usize),
    Put(usize, Vec<u8>),
    Many(usize, u8, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = any::<usize>();
    prop_oneof![
        (at, any::<u8>()).prop_map(|(at, bits)| Harm::Flip(at, bits)),
        (at, 1..200_usize).prop_map(|(at, many)| Harm::Cut(at, many)),
        (at, 1..200_usize).prop_map(|(at, many)| Harm::Double(at, many)),
        (at, proptest::collection::vec(any::<u8>(), 1..12)).prop_map(|(at, bytes)| Harm::Put(at, bytes)),
        (at, prop_oneof![Just(b'\n'), Just(b'{'), Just(b'['), Just(b'9'), Just(b'+'), any::<u8>()], 1..4000_usize)
            .prop_map(|(at, byte, many)| Harm::Many(at, byte, many)),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        let length = bytes.len().max(1);
        match harm {
            Harm::Flip(at, bits) => {
                if let Some(byte) = bytes.get_mut(at % length) {
                    *byte ^= bits;
                }
            }
            Harm::Cut(at, many) => {
                let from = (at % length).min(bytes.len());
                bytes.drain(from..(from + many).min(bytes.len()));
            }
            Harm::Double(at, many) => {
                let from = (at % length).min(bytes.len());
                let part = bytes[from..(from + many).min(bytes.len())].to_vec();
                bytes.splice(from..from, part);
            }
            Harm::Put(at, more) => {
                let from = (at % length).min(bytes.len());
                bytes.splice(from..from, more.iter().copied());
            }
            Harm::Many(at, byte, many) => {
                let from = (at % length).min(bytes.len());
                bytes.splice(from..from, std::iter::repeat_n(*byte, *many));
            }
        }
    }
    bytes
}

/// Every parser is given everything.
fn read_by_all(bytes: &[u8]) {
    let keys = Keys { log: PublicKey::parse("hosting.example/log+00000000+AAAA").ok(), ..Keys::default() };
    let text = String::from_utf8_lossy(bytes);
    if let Ok(note) = Note::parse(&text) {
        assert_eq!(Note::parse(&note.to_string()).as_ref(), Ok(&note), "what is read is written the same");
    }
    let _ = SignedCheckpoint::parse(&text);
    if let Ok(proof) = ProofFile::parse(&text) {
        let _ = proof.carried();
        assert_eq!(ProofFile::parse(&proof.to_string()).as_ref(), Ok(&proof));
    }
    if let Ok(growth) = Growth::parse(&text) {
        assert_eq!(Growth::parse(&growth.to_string()).as_ref(), Ok(&growth));
    }
    let _ = Handover::parse(&text);
    let _ = (PublicKey::parse(&text), SecretKey::parse(&text));
    let _ = Recorded::from_text(&text);
    let _ = (Tile::parse("0", &text), Tile::parse(&text, "000"));
    let _ = check::entry(&text, Some(bytes), &keys);
    let _ = check::entry(&text, None, &keys);
    let _ = check::growth(&text, &text, &keys);
    let _ = extract::check(&mut &bytes[..], &keys);
}

/// The most that this process ever held, in kilobytes.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

proptest! {
    #![proptest_config(Config { cases: 3_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_parser_panics_at_a_harmed_file(seed in 0..SEEDS.len(), harms in proptest::collection::vec(harm(), 1..6)) {
        read_by_all(&harmed(SEEDS[seed].clone(), &harms));
    }

    #[test]
    fn no_parser_panics_at_noise(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        read_by_all(&bytes);
    }
}

/// Whatever a file says of itself, what is held of it is in proportion to its length.
#[test]
#[cfg(target_os = "linux")]
fn no_parser_takes_more_memory_than_its_input_is_worth() {
    for seed in SEEDS.iter() {
        read_by_all(seed);
    }
    let before = peak();
    let megabyte = 1 << 20;
    for bytes in [
        vec![b'\n'; megabyte],
        vec![b'['; megabyte],
        b"{\"a\":".repeat(megabyte / 5),
        b"old 18446744073709551615\n".repeat(megabyte / 25),
        [b"c2sp.org/tlog-proof@v1\nindex 1\n".to_vec(), b"AAAA\n".repeat(megabyte / 5)].concat(),
        [b"text\n\n".to_vec(), "— a AAAAAAAA\n".repeat(megabyte / 16).into_bytes()].concat(),
        b"99999999999999999999\n".repeat(megabyte / 21),
    ] {
        read_by_all(&bytes);
    }
    let grown = peak().saturating_sub(before);
    assert!(grown < 64 * 1024, "{grown} kB for a megabyte");
}
