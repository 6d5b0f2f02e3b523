//! The parsers that read what strangers send, given what nobody meant to write: good files with bytes changed, cut out,
//! doubled and exchanged, and plain noise. None of them panics, and none takes more memory than its input is worth.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use docket::checkpoint::bag::ENTRIES;
use docket::checkpoint::check::{self, Keys, Verdict};
use docket::checkpoint::extract::{self, Entry, Head, Ledger, proof_lines};
use docket::checkpoint::handover::Handover;
use docket::checkpoint::note::{PublicKey, SecretKey};
use docket::checkpoint::proof_file::{Carried, Growth, Opening, ProofFile};
use docket::checkpoint::{Checkpoint, SignedCheckpoint};
use docket::ledger::{Hash, consistency_proof, inclusion_proof, leaf_hash, root_of};
use proptest::prelude::*;
use proptest::test_runner::Config;

mod made;
#[path = "../../fuzz/parsers.rs"]
mod parsers;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/seeds");

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Files as they should be: where each lies below `fuzz/seeds`, and what stands in it.
fn made() -> Vec<(&'static str, String)> {
    let key = SecretKey::new("hosting.example/log", &[7; 32]).unwrap();
    let leaf = |number: usize, text: &str| {
        format!(
            "{{\"actor\":\"system\",\"at\":\"2021-01-10T12:00:00.{number:06}Z\",\"body\":{{\"case\":\"01900000-0000-7000-8000-000000000003\",\"text\":{text}}},\"case_id\":\"01900000-0000-7000-8000-000000000003\",\"command_id\":\"01900000-0000-7000-8000-000000000001\",\"event_id\":\"01900000-0000-7000-8000-{number:012}\",\"kind\":\"case_noted\",\"v\":1}}"
        )
    };
    let opening = Opening {
        event: "01900000-0000-7000-8000-000000000004".into(),
        path: "text".into(),
        salt: "07".repeat(32),
        value: "\"Gone since noon.\"".into(),
    };
    let texts: Vec<String> = (0..33)
        .map(|number| {
            if number == 4 {
                leaf(4, &format!("{{\"c\":\"{}\"}}", hex(&opening.commitment().unwrap())))
            } else {
                leaf(number, "\"A note.\"")
            }
        })
        .collect();
    let leaves: Vec<Hash> = texts.iter().map(|text| leaf_hash(text.as_bytes())).collect();
    let signed = |size: usize| {
        let checkpoint = Checkpoint { origin: key.name().into(), size: size as u64, root: root_of(&leaves[..size]) };
        SignedCheckpoint { note: key.sign(&checkpoint.to_string()), checkpoint }
    };
    let carried = Carried { leaf: texts[4].clone(), openings: vec![opening.clone()] };
    let proof = ProofFile {
        extra: Some(serde_json::to_vec(&carried).unwrap()),
        index: 4,
        path: inclusion_proof(&leaves, 4).unwrap(),
        signed: signed(33),
    };
    let growth = Growth { old_size: 9, path: consistency_proof(&leaves, 9).unwrap(), signed: signed(33) };
    let lines = |first: usize, last: usize| {
        let head = Head {
            case: String::new(),
            checkpoint: Some(signed(33).note.to_string()),
            first: first as u64,
            format: extract::FORMAT.into(),
            kind: String::new(),
            last: last as u64,
            leaf_hash: extract::HASHED_AS.into(),
            ledger: Ledger { root: hex(&root_of(&leaves)), size: 33 },
            profile: "internal".into(),
            provider: "Hosting Example".into(),
        };
        let proven = !head.gives_root_of(33);
        let mut lines = vec![serde_json::to_string(&head).unwrap()];
        for number in first..=last {
            let openings = if number == 5 { vec![opening.clone()] } else { Vec::new() };
            let entry = Entry {
                leaf: texts[number - 1].clone(),
                leaf_hash: hex(&leaves[number - 1]),
                opened: None,
                openings,
                proof: proven.then(|| proof_lines(&inclusion_proof(&leaves, number - 1).unwrap())),
                seq: number as u64,
            };
            lines.push(serde_json::to_string(&entry).unwrap());
        }
        lines.join("\n") + "\n"
    };
    let other = SecretKey::new("hosting.example/log", &[8; 32]).unwrap();
    let witness = SecretKey::witness("witness.example", &[9; 32]).unwrap();
    let note = signed(33).note;
    let cosigned = note.with_lines(&witness.cosign(note.text(), 1_610_000_000)).unwrap();
    let bag = |files: made::Files| -> String {
        let files = files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()));
        files.map(|(name, text)| format!("{}{name}\n{text}", parsers::FILE)).collect()
    };
    let whole = made::bag(&key, &witness);
    let mut unsealed = whole.clone();
    unsealed.retain(|name, _| name == ENTRIES || !(name.starts_with("seal/") || name.starts_with("proof/")));
    vec![
        ("bag/unsealed", bag(unsealed)),
        ("bag/whole", bag(whole)),
        ("checkpoint/of-9", signed(9).note.to_string()),
        ("checkpoint/of-33", signed(33).note.to_string()),
        ("checkpoint/tile", "x001/x234/067.p/12".into()),
        ("extract/part", lines(4, 6)),
        ("extract/whole", lines(1, 33)),
        ("leaf/noted", texts[4].clone()),
        ("leaf/plain", texts[5].clone()),
        ("note/cosigned", cosigned.to_string()),
        ("note/handover", Handover::make(&key, &other).unwrap().to_string()),
        ("note/key", key.public().to_string()),
        ("note/secret", key.text()),
        ("proof/entry", proof.to_string()),
        ("proof/growth", growth.to_string()),
    ]
}

/// Each seed is a file as it should be.
static SEEDS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| made().into_iter().map(|(_, text)| text.into_bytes()).collect());

/// The fuzzer begins with these files, so they had better be what they are taken for. Written anew with
/// `DUENOTICE_WRITE_SEEDS=1`.
#[test]
fn the_fuzzers_seeds_are_good_files() {
    let made = made();
    for (name, text) in &made {
        let path = Path::new(FOLDER).join(name);
        if std::env::var_os("DUENOTICE_WRITE_SEEDS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), *text, "{name}");
    }
    let folders = fs::read_dir(FOLDER).unwrap().flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
    assert_eq!(folders.count(), made.len(), "no file lies there of which nobody knows what it is");
    let keys = Keys { log: PublicKey::parse(parsers::KEY).ok(), ..Keys::default() };
    let of = |wanted: &str| &made.iter().find(|(name, _)| *name == wanted).unwrap().1;
    for (name, report) in [
        ("proof/entry", check::entry(of("proof/entry"), None, &keys)),
        ("proof/growth", check::growth(of("checkpoint/of-9"), of("proof/growth"), &keys)),
        ("extract/part", extract::check(&mut of("extract/part").as_bytes(), &keys)),
        ("extract/whole", extract::check(&mut of("extract/whole").as_bytes(), &keys)),
        ("bag/whole", parsers::read_bag(of("bag/whole").as_bytes())),
    ] {
        assert_eq!(report.verdict, Verdict::Proven, "{name}: {report:?}");
    }
}

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
    for (_, read) in parsers::ALL {
        read(bytes);
    }
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
