//! Case files, as a stranger gets them: in a folder or in a zip, whole, changed, or no case file at all. The bags are made
//! here by hand, after the same papers as the desk's.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use docket::checkpoint::bag::{
    CHECKPOINT, DECLARATION, ENTRIES, KEYS, LEAVES, LEFT_OUT, Listed, MANIFEST, OPENINGS, Opened, PAYLOAD, SEAL,
    Sealed, TAG_MANIFEST, manifest_line, proof_name,
};
use docket::checkpoint::note::SecretKey;
use docket::checkpoint::proof_file::{Opening, ProofFile};
use docket::checkpoint::{Checkpoint, SignedCheckpoint};
use docket::ledger::{Hash, inclusion_proof, leaf_hash, root_of};
use proptest::prelude::*;
use proptest::test_runner::Config;
use sha2::{Digest, Sha256};

const NAME: &str = "dn-case-DN-2021-0001-20210111T075900Z";

fn sum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Made {
    home: tempfile::TempDir,
    key: SecretKey,
    witness: SecretKey,
    files: BTreeMap<String, Vec<u8>>,
}

/// Three entries of a ledger of nine: a note, a piece of evidence, and one whose text is withheld.
fn made() -> Made {
    let key = SecretKey::new("hosting.example/log", &[3; 32]).unwrap();
    let witness = SecretKey::witness("witness.example", &[5; 32]).unwrap();
    let opening = Opening {
        event: "01900000-0000-7000-8000-000000000002".into(),
        path: "body/text".into(),
        salt: "07".repeat(32),
        value: "\"We took it down.\"".into(),
    };
    let erased = "ab".repeat(32);
    let evidence = b"A picture of it.";
    let commitment = hex(&opening.commitment().unwrap());
    let note = format!(
        "{{\"body\":{{\"from\":{{\"c\":\"{erased}\"}},\"text\":{{\"c\":\"{commitment}\"}}}},\"kind\":\"case_noted\"}}"
    );
    let file = format!(
        "{{\"body\":{{\"exhibit\":{{\"media_type\":\"text/plain\",\"sha256\":\"{}\",\"size\":16}}}},\"kind\":\"evidence_added\"}}",
        sum(evidence)
    );
    let gone =
        format!("{{\"body\":{{\"gone\":{{\"bytes\":[],\"values\":[\"{erased}\"]}}}},\"kind\":\"person_erased\"}}");
    let texts = [note, file, "{\"kind\":\"nobody's\"}".to_owned(), gone];
    let mut leaves: Vec<Hash> = (0..9_u8).map(|number| leaf_hash(&[number])).collect();
    for (place, text) in texts.iter().enumerate() {
        leaves[place + 3] = leaf_hash(text.as_bytes());
    }
    let checkpoint = Checkpoint { origin: key.name().into(), size: 9, root: root_of(&leaves) };
    let signed = key.sign(&checkpoint.to_string());
    let signed = signed.with_lines(&witness.cosign(signed.text(), 1_610_000_000)).unwrap();
    let signed = SignedCheckpoint { note: signed, checkpoint };

    let mut files = BTreeMap::new();
    let mut put = |name: &str, text: &str| drop(files.insert(name.to_owned(), text.as_bytes().to_vec()));
    put("bagit.txt", DECLARATION);
    put(CHECKPOINT, &signed.note.to_string());
    put(KEYS, &format!("{}\n", key.public()));
    let mut list = String::new();
    for entry in 4..8_u64 {
        let index = entry - 1;
        let place = usize::try_from(index).unwrap();
        let path = inclusion_proof(&leaves, place).unwrap();
        let proof = ProofFile { extra: None, index, path, signed: signed.clone() };
        put(&proof_name(entry), &proof.to_string());
        list += &format!("{}\n", Listed { entry, leaf_hash: leaves[place], shown: entry != 6 });
    }
    put(ENTRIES, &list);
    put(LEAVES, &format!("{}\n{}\n{}\n", texts[0], texts[1], texts[3]));
    put(OPENINGS, &format!("{}\n", serde_json::to_string(&Opened::of(4, opening)).unwrap()));
    let left = format!(
        "{{\"entry\":4,\"field\":\"from\",\"hash\":\"{erased}\",\"what\":\"value\",\"words\":\"[erased]\",\"why\":\"gone\",\"with\":7}}\n\
         {{\"entry\":6,\"what\":\"entry\",\"words\":\"[withheld: entry of the ledger]\",\"why\":\"withheld\"}}\n"
    );
    put(LEFT_OUT, &left);
    put("data/evidence/0001-picture.txt", std::str::from_utf8(evidence).unwrap());
    put("data/report.html", "<!doctype html>\n<p>It was so.");
    let mut made = Made { home: tempfile::tempdir().unwrap(), key, witness, files };
    made.sealed();
    made
}

impl Made {
    fn sealed(&mut self) {
        let lines = |files: &BTreeMap<String, Vec<u8>>, payload: bool| -> String {
            let own = |name: &str| name.starts_with(PAYLOAD) == payload && name != TAG_MANIFEST && name != SEAL;
            files.iter().filter(|(name, _)| own(name)).map(|(name, bytes)| manifest_line(&sum(bytes), name)).collect()
        };
        let payload = self.files.iter().filter(|(name, _)| name.starts_with(PAYLOAD));
        let (many, bytes) = payload.fold((0, 0), |(many, bytes), (_, file)| (many + 1, bytes + file.len()));
        self.files.insert("bag-info.txt".into(), format!("Payload-Oxum: {bytes}.{many}\n").into_bytes());
        self.files.insert(MANIFEST.into(), lines(&self.files, true).into_bytes());
        let tags = lines(&self.files, false);
        let seal = self.key.sign(&Sealed::of(NAME, &sum(tags.as_bytes())).unwrap().to_string());
        self.files.insert(TAG_MANIFEST.into(), tags.into_bytes());
        self.files.insert(SEAL.into(), seal.to_string().into_bytes());
    }

    fn folder(&self, name: &str) -> PathBuf {
        let folder = self.home.path().join(name);
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn zip(&self, name: &str, method: zip::CompressionMethod) -> PathBuf {
        let path = self.home.path().join(name);
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        for (name, bytes) in &self.files {
            zip.start_file(format!("{NAME}/{name}"), options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        path
    }

    fn run(&self, file: &Path, more: &[&str]) -> (i32, String) {
        let program = env!("CARGO_BIN_EXE_duenotice-verify");
        let done = Command::new(program).arg("case").arg(file).args(more).output().unwrap();
        let text = [done.stdout, done.stderr].concat();
        (done.status.code().unwrap(), String::from_utf8(text).unwrap())
    }
}

#[test]
fn a_case_file_is_proven_in_a_folder_and_in_a_zip() {
    let made = made();
    let (key, witness) = (made.key.public().to_string(), made.witness.public().to_string());
    let stored = made.zip("stored.zip", zip::CompressionMethod::Stored);
    let deflated = made.zip("deflated.zip", zip::CompressionMethod::Deflated);
    let folder = made.folder("unpacked");
    let inside = made.folder(&format!("outer/{NAME}"));
    let outer = inside.parent().unwrap().to_owned();
    for file in [&stored, &deflated, &folder, &outer] {
        let (code, text) = made.run(file, &["--key", &key, "--witness", &witness]);
        assert_eq!(code, 0, "{}: {text}", file.display());
        for said in [
            "PROVEN",
            "4 entries stand in the ledger of 9 entries",
            "The text of 3 of them is here",
            "1 personal values are those that were sealed",
            "The text of 1 entries is withheld",
            "1 pieces of evidence and messages are those that the entries name",
            "Left out: 1 personal values, gone with entry 7",
            "The witness witness.example has seen it",
            "report.html, case.json and the tables tell the entries again",
        ] {
            assert!(text.contains(said), "{said} in {text}");
        }
    }
    let (code, text) = made.run(&stored, &[]);
    assert!(code == 3 && text.contains("NOT VOUCHED FOR: No key was given"), "{text}");
    let other = SecretKey::witness("other.example", &[6; 32]).unwrap().public().to_string();
    let (code, text) = made.run(&stored, &["--key", &key, "--witness", &other]);
    assert!(code == 3 && text.contains("The witness other.example has not signed"), "{text}");
}

#[test]
fn what_is_wrong_first_is_named_and_what_is_no_case_file_is_told_so() {
    let mut made = made();
    let key = made.key.public().to_string();
    let evidence = "data/evidence/0001-picture.txt";
    made.files.get_mut(evidence).unwrap()[2] ^= 1;
    let zip = made.zip("changed.zip", zip::CompressionMethod::Stored);
    let (code, text) = made.run(&zip, &["--key", &key]);
    assert!(code == 1 && text.contains(&format!("ALTERED: {evidence} is not what it was")), "{text}");
    // Changed inside the zip, whose own sum does not fit any more.
    let mut bytes = std::fs::read(&zip).unwrap();
    let at = bytes.windows(12).position(|window| window == b"icture of it").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&zip, bytes).unwrap();
    let (code, text) = made.run(&zip, &["--key", &key]);
    assert!(code == 1 && text.contains(&format!("ALTERED: {evidence} cannot be read")), "{text}");

    // Whoever has the key and lies is found by the entry.
    made.sealed();
    let (code, text) = made.run(&made.folder("lied"), &["--key", &key]);
    assert!(code == 1 && text.contains("ALTERED: Entry 5 names the file"), "{text}");

    for (name, bytes) in [("nothing.zip", &b""[..]), ("words.zip", b"no zip at all")] {
        let path = made.home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(made.run(&path, &["--key", &key]).0, 2);
    }
    let empty = made.home.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let (code, text) = made.run(&empty, &["--key", &key]);
    assert!(code == 2 && text.contains("there is no bagit.txt in it"), "{text}");
    assert_eq!(made.run(&made.home.path().join("nowhere"), &["--key", &key]).0, 2);
    let (code, help) = made.run(Path::new("x"), &["--help"]);
    assert!(code == 0 && help.contains("FILE.zip|FOLDER") && help.contains("--witness"), "{help}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let made = made();
    let folder = made.folder("linked");
    let evidence = folder.join("data/evidence/0001-picture.txt");
    let elsewhere = made.home.path().join("elsewhere");
    std::fs::rename(&evidence, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &evidence).unwrap();
    let (code, text) = made.run(&folder, &["--key", &made.key.public().to_string()]);
    assert!(code == 2 && text.contains("neither a file nor a folder"), "{text}");
}

/// The files as they lie in memory.
struct Lying(BTreeMap<String, Vec<u8>>, std::collections::BTreeSet<String>);

impl docket::checkpoint::bag::check::Files for Lying {
    fn names(&self) -> &std::collections::BTreeSet<String> {
        &self.1
    }
    fn open(&mut self, name: &str) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        Ok(Box::new(self.0[name].as_slice()))
    }
}

/// Whatever somebody with the key puts into a bag, reading it ends with a word and never with a panic; and one that was
/// sealed and then changed is never proven.
#[test]
fn no_bag_makes_the_reader_panic() {
    let made = made();
    let names: Vec<String> = made.files.keys().cloned().collect();
    let keys = docket::checkpoint::check::Keys { log: Some(made.key.public()), ..Default::default() };
    let harm = (0..names.len(), any::<usize>(), any::<u8>(), 0..3_usize, any::<bool>());
    let mut runner =
        proptest::test_runner::TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(600) });
    runner
        .run(&harm, |(which, at, byte, how, resealed)| {
            let mut files = made.files.clone();
            let bytes = files.get_mut(&names[which]).unwrap();
            let at = at % bytes.len();
            match how {
                0 => bytes[at] = byte,
                1 => bytes.truncate(at),
                _ => bytes.splice(at..at, std::iter::repeat_n(byte, 300)).for_each(drop),
            }
            let same = files == made.files;
            if resealed {
                let mut again = Made {
                    home: tempfile::tempdir().unwrap(),
                    key: SecretKey::new("hosting.example/log", &[3; 32]).unwrap(),
                    witness: SecretKey::witness("witness.example", &[5; 32]).unwrap(),
                    files,
                };
                again.sealed();
                files = again.files;
            }
            let listed = files.keys().cloned().collect();
            let report = docket::checkpoint::bag::check::check(&mut Lying(files, listed), &keys);
            if !same && !resealed {
                prop_assert!(matches!(report.verdict.exit_code(), 1 | 2), "{}: {report:?}", names[which]);
            }
            Ok(())
        })
        .unwrap();
}
