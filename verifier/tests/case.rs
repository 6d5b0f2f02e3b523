//! Case files, as a stranger gets them: in a folder or in a zip, whole, changed, or no case file at all. The bags are made
//! here by hand, after the same papers as the desk's.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use docket::checkpoint::note::SecretKey;
use proptest::prelude::*;
use proptest::test_runner::Config;

use made::{Files, NAME};

mod made;

struct Made {
    home: tempfile::TempDir,
    key: SecretKey,
    witness: SecretKey,
    files: Files,
}

fn made() -> Made {
    let key = SecretKey::new("hosting.example/log", &[3; 32]).unwrap();
    let witness = SecretKey::witness("witness.example", &[5; 32]).unwrap();
    let files = made::bag(&key, &witness);
    Made { home: tempfile::tempdir().unwrap(), key, witness, files }
}

impl Made {
    fn sealed(&mut self) {
        made::sealed(&mut self.files, &self.key);
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
            "each of 1 checkpoints that went out with letters, the last over 5 entries",
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
struct Lying(Files, std::collections::BTreeSet<String>);

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
                made::sealed(&mut files, &made.key);
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
