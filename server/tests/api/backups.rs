//! Backups as whoever runs a desk makes them: by the program, while others write, and each of them brought back.
//! They are those of the embedded database; PostgreSQL has its own tools, and only what comes after them is ours.

use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::Value;

use crate::home::{Home, is_on_postgres};
use crate::killed::ask;
use crate::program::{Serving, run};
use crate::site::PASSWORD;

const BACKUPS: usize = 5;
/// In a campaign.
const MANY_BACKUPS: usize = 20;
pub const LEAD: &str = "lead@hosting.example";

pub struct Place {
    _folder: tempfile::TempDir,
    pub above: PathBuf,
    pub data: PathBuf,
    pub key: String,
}

impl Place {
    /// A desk with somebody in it, and a report that is large enough for a file of its own.
    pub fn open() -> Place {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::Builder::new().prefix("duenotice-backup-").tempdir_in(memory),
            false => tempfile::tempdir(),
        };
        let folder = folder.unwrap();
        let (above, data) = (folder.path().to_owned(), folder.path().join("data"));
        let lead = ["user", "add", LEAD, "--role", "lead", "--password-stdin"];
        assert_eq!(run(&data, &lead, &format!("{PASSWORD}\n")).0, 0);
        let (code, said, _) = run(&data, &["token", "add", "watch", "--scope", "complaints:write"], "");
        assert_eq!(code, 0);
        let key = said.split_whitespace().find(|word| word.starts_with("dn_")).unwrap().to_owned();
        let place = Place { _folder: folder, above, data, key };
        let (code, said, wrong) = run(&place.data, &["ingest", "-"], &report(0, 70_000));
        assert_eq!(code, 0, "{said}{wrong}");
        place
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.above.join(name)
    }

    pub fn backup(&self, name: &str) -> PathBuf {
        let out = self.at(name);
        let (code, said, wrong) = run(&self.data, &["backup", "--out", text(&out)], "");
        assert_eq!(code, 0, "{said}{wrong}");
        assert!(said.contains("SHA-256 of its manifest: "), "{said}");
        out
    }

    /// What no backup holds, as whoever restores puts it there.
    fn beside(&self, name: &str) -> PathBuf {
        let data = self.at(name);
        std::fs::create_dir_all(data.join("notary")).unwrap();
        for file in ["secret.key", "notary/key", "notary/last"] {
            if self.data.join(file).is_file() {
                std::fs::copy(self.data.join(file), data.join(file)).unwrap();
            }
        }
        data
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Its bytes are kept as they came, so a long one lies in a file.
pub fn report(number: usize, length: usize) -> String {
    let mut report = crate::killed::numbered(number);
    report["description"] = "x".repeat(length).into();
    report.to_string()
}

fn manifest(backup: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(backup.join("manifest.json")).unwrap()).unwrap()
}

fn entries(backup: &Path) -> i64 {
    manifest(backup)["entries"].as_i64().unwrap()
}

pub fn drill(place: &Place, from: &Path) -> (i32, String) {
    let scratch = place.at("scratch");
    std::fs::create_dir_all(&scratch).unwrap();
    let (code, said, wrong) = run(&place.data, &["drill", "--from", text(from), "--scratch", text(&scratch)], "");
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0, "nothing of a drill stays behind");
    (code, said + &wrong)
}

pub fn listening(data: &Path) -> (Serving, String) {
    let mut serving = Serving::start(data);
    let line = serving.line();
    let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
    (serving, address)
}

#[test]
fn every_backup_made_while_others_write_comes_back_whole() {
    if is_on_postgres() {
        return;
    }
    let place = Place::open();
    let backups = if std::env::var_os("DUENOTICE_CAMPAIGN").is_some() { MANY_BACKUPS } else { BACKUPS };
    let (serving, address) = listening(&place.data);
    let over = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (1..=3_usize)
        .map(|writer| {
            let (address, key, over) = (address.clone(), place.key.clone(), over.clone());
            thread::spawn(move || {
                let mut told = Vec::new();
                for turn in 0.. {
                    if over.load(Ordering::SeqCst) {
                        break;
                    }
                    // Each tenth is large.
                    let body = report(writer * 100_000 + turn, if turn % 10 == 0 { 70_000 } else { 100 });
                    let (status, answer) = ask(&address, &key, "POST", "/api/v1/complaints", &body).unwrap();
                    assert_eq!(status, 202, "{answer}");
                    told.push(answer["id"].as_str().unwrap().to_owned());
                }
                told
            })
        })
        .collect();
    let made: Vec<PathBuf> = (0..backups).map(|turn| place.backup(&format!("night-{turn}"))).collect();
    over.store(true, Ordering::SeqCst);
    let told: Vec<String> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
    assert!(entries(&made[backups - 1]) > entries(&made[0]), "they wrote meanwhile");
    for backup in &made {
        let (code, said) = drill(&place, backup);
        assert_eq!(code, 0, "{said}");
        let (entries, root) = (entries(backup), manifest(backup)["root"].as_str().unwrap().to_owned());
        let line = format!("is sound: {entries} entries, root {root}, signed up to entry ");
        assert!(said.contains(&line) && said.lines().count() == 1, "{said}");
    }

    // From here on nobody writes, so the notary signs exactly what is copied.
    drop(serving);
    let last = place.backup("last");
    let (code, said) = drill(&place, &last);
    let signed = format!("signed up to entry {},", entries(&last));
    assert!(code == 0 && said.contains(&signed), "its root is one that the notary has signed: {said}");
    // What no backup holds is in none.
    for out in ["notary", "secret.key", "sealed", "duenotice.toml", "lock"] {
        assert!(!last.join(out).exists(), "{out}");
    }
    let data = place.beside("restored");
    let (code, said, wrong) = run(&data, &["restore", "--from", text(&last)], "");
    assert_eq!(code, 0, "{said}{wrong}");
    assert!(!data.join("restore.part").exists());
    let (code, said, wrong) = run(&data, &["verify", "--evidence"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    let (_serving, address) = listening(&data);
    for id in &told {
        let (status, _) = ask(&address, &place.key, "GET", &format!("/api/v1/complaints/{id}"), "").unwrap();
        assert_eq!(status, 200, "complaint {id} was acknowledged before the last backup and is gone");
    }
    let _ = writeln!(std::io::stderr(), "{backups} backups while {} complaints came in, each sound.", told.len());
}

#[test]
fn a_restore_writes_over_nothing_and_goes_behind_no_signature_unsaid() {
    if is_on_postgres() {
        return;
    }
    let place = Place::open();
    let first = place.backup("first");
    let before = entries(&first);
    for number in 1..4 {
        assert_eq!(run(&place.data, &["ingest", "-"], &report(number, 100)).0, 0);
    }
    let newest = place.backup("newest");
    let signed = entries(&newest);

    // Over something that is there: nothing happens.
    let (code, _, wrong) = run(&place.data, &["restore", "--from", text(&newest)], "");
    assert!(code == 2 && wrong.contains("is not empty") && wrong.contains("duenotice.db"), "{code}: {wrong}");
    assert_eq!(run(&place.data, &["verify"], "").0, 0);
    let (code, _, wrong) = run(&place.at("elsewhere"), &["restore", "--from", text(&place.above)], "");
    assert!(code == 2 && wrong.contains("is no backup"), "{code}: {wrong}");

    // Behind what was signed.
    let data = place.beside("restored");
    let restore = ["restore", "--from", text(&first)];
    let (code, _, wrong) = run(&data, &restore, "");
    assert!(code == 2 && wrong.contains(&format!("has signed {signed} entries")), "{code}: {wrong}");
    assert!(!data.join("duenotice.db").exists() && !data.join("restore.part").exists(), "nothing came of it");
    assert_eq!(run(&data, &[&restore[..], &["--declare-gap", "The disk broke."]].concat(), "").0, 2, "who says so?");
    let stranger = [&restore[..], &["--declare-gap", "The disk broke.", "--by", "x@hosting.example"]].concat();
    let (code, _, wrong) = run(&data, &stranger, "");
    assert!(code == 2 && wrong.contains("There is no such person of the team"), "{code}: {wrong}");
    assert!(!data.join("duenotice.db").exists());

    let (code, said, wrong) =
        run(&data, &[&restore[..], &["--declare-gap", "The disk broke.", "--by", LEAD]].concat(), "");
    assert_eq!(code, 0, "{said}{wrong}");
    let gap = before + 1;
    assert!(said.contains(&format!("duenotice notary accept-gap {gap}")), "{said}");
    let told = format!(
        "GAP: event {gap} says that the ledger was brought back with {before} entries; the notary had signed {signed}."
    );
    let (code, said, _) = run(&data, &["verify"], "");
    assert!(code == 0 && said.contains(&told) && said.contains("The notary has not accepted it."), "{code}: {said}");

    assert_eq!(run(&data, &["notary", "accept-gap", "1"], "").0, 2, "that entry declares nothing");
    let (code, said, wrong) = run(&data, &["notary", "accept-gap", &gap.to_string()], "");
    assert!(code == 0 && said.contains(&format!("The notary had signed {signed} entries")), "{code}: {said}{wrong}");
    let (code, said, _) = run(&data, &["verify"], "");
    assert!(code == 0 && said.contains(&told) && said.contains("goes on from there"), "{code}: {said}");
    // A backup of that is like any other.
    let again = place.at("again");
    assert_eq!(run(&data, &["backup", "--out", text(&again)], "").0, 0);
    assert_eq!(drill(&place, &again).0, 0);
    // One from before, and one that was never of this desk, are told apart from an older copy.
    let data = place.at("another");
    assert_eq!(run(&data, &["user", "add", LEAD, "--role", "lead", "--password-stdin"], &format!("{PASSWORD}\n")).0, 0);
    let other = place.at("other");
    assert_eq!(run(&data, &["backup", "--out", text(&other)], "").0, 0);
    let (code, _, wrong) = run(&place.beside("mixed"), &["restore", "--from", text(&other)], "");
    assert!(code == 2 && wrong.contains("another ledger"), "{code}: {wrong}");
    // And where the notary's memory is gone, that is not passed over.
    let (code, _, wrong) = run(&place.at("bare"), &["restore", "--from", text(&newest)], "");
    assert!(code == 2 && wrong.contains("the notary remembers nothing"), "{code}: {wrong}");
}

#[test]
fn a_drill_and_a_restore_find_one_changed_byte() {
    if is_on_postgres() {
        return;
    }
    let place = Place::open();
    let backup = place.backup("whole");
    assert_eq!(drill(&place, &backup).0, 0);
    let files = manifest(&backup)["files"].as_array().unwrap().clone();
    let paths: Vec<&str> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert!(paths.len() == 2 && paths[1].starts_with("evidence/"), "{paths:?}");
    let mut tried = 0;
    for path in &paths {
        let file = backup.join(path);
        let bytes = std::fs::read(&file).unwrap();
        for place_in in [0, bytes.len() / 3, bytes.len() - 1] {
            flip(&file, place_in, bytes[place_in]);
            let (code, said) = drill(&place, &backup);
            assert!(code == 1 && said.contains(path), "{path} at {place_in}: {code} {said}");
            tried += 1;
            std::fs::write(&file, &bytes).unwrap();
        }
        std::fs::rename(&file, place.at("away")).unwrap();
        let (code, said) = drill(&place, &backup);
        assert!(code == 1 && said.contains("is missing from the backup"), "{said}");
        std::fs::rename(place.at("away"), &file).unwrap();
    }
    // Whoever changes the database writes the manifest anew as well: then the ledger itself tells.
    let (database, said) = (backup.join("duenotice.db"), backup.join("manifest.json"));
    let (bytes, whole) = (std::fs::read(&database).unwrap(), std::fs::read_to_string(&said).unwrap());
    let leaf = b"\"kind\":\"complaint_received\"";
    let at = bytes.windows(leaf.len()).position(|part| part == leaf).expect("a leaf of the ledger") + 10;
    flip(&database, at, bytes[at]);
    let hash = |bytes: &[u8]| docket::store::evidence::sha256_hex(bytes);
    let forged = whole.replace(&hash(&bytes), &hash(&std::fs::read(&database).unwrap()));
    assert_ne!(forged, whole);
    std::fs::write(&said, &forged).unwrap();
    let (code, told) = drill(&place, &backup);
    assert_eq!(code, 1, "{told}");
    let data = place.beside("restored");
    assert_eq!(run(&data, &["restore", "--from", text(&backup)], "").0, 1);
    assert!(!data.join("duenotice.db").exists() && !data.join("evidence").exists(), "nothing of it came back");
    std::fs::write(&database, &bytes).unwrap();
    // What the manifest says of the ledger is held against it.
    let root = manifest_root(&whole);
    for (one, other) in [
        (root.clone(), root.chars().rev().collect()),
        ("\"entries\": ".to_owned(), "\"entries\": 1".to_owned()),
        ("duenotice-backup/1".to_owned(), "duenotice-backup/2".to_owned()),
        ("\"format\"".to_owned(), "\"more\": 1, \"format\"".to_owned()),
    ] {
        std::fs::write(&said, whole.replacen(&one, &other, 1)).unwrap();
        let (code, told) = drill(&place, &backup);
        assert_eq!(code, 1, "{one} -> {other}: {told}");
        tried += 1;
    }
    std::fs::write(&said, whole).unwrap();
    assert_eq!(drill(&place, &backup).0, 0, "put back, {tried} changes later");
}

fn manifest_root(text: &str) -> String {
    let manifest: Value = serde_json::from_str(text).unwrap();
    manifest["root"].as_str().unwrap().to_owned()
}

fn flip(file: &Path, at: usize, was: u8) {
    let mut open = std::fs::File::options().write(true).open(file).unwrap();
    open.seek(SeekFrom::Start(at as u64)).unwrap();
    open.write_all(&[was ^ 1]).unwrap();
}

#[test]
fn a_desk_that_other_tools_brought_back_is_looked_at() {
    let home = Home::new();
    let lead = ["user", "add", LEAD, "--role", "lead", "--password-stdin"];
    assert_eq!(run(home.path(), &lead, &format!("{PASSWORD}\n")).0, 0);
    let (code, said, wrong) = run(home.path(), &["restore"], "");
    assert!(code == 0 && said.contains("the record is sound"), "{code}: {said}{wrong}");
    if is_on_postgres() {
        let out = home.path().join("copy");
        let (code, _, wrong) = run(home.path(), &["backup", "--out", text(&out)], "");
        assert!(code == 2 && wrong.contains("pg_dump") && !out.exists(), "{code}: {wrong}");
        let (code, _, wrong) = run(home.path(), &["restore", "--from", text(&out)], "");
        assert!(code == 2 && wrong.contains("pg_restore"), "{code}: {wrong}");
    }
    let empty = tempfile::tempdir().unwrap();
    let (code, _, wrong) = run(empty.path(), &["restore"], "");
    assert!(code == 2 && wrong.contains("Name the backup with --from"), "{code}: {wrong}");
}
