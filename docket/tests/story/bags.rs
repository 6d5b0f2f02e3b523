//! Case files leave as bags: others read them, a stranger can check them without us, and what is left out says so.

pub mod bag;
mod mailed;
mod on_paper;

use crate::bench::{Bench, TestDesk};
use crate::hands::Matter;
use crate::looking_back::{Plain, lived};
use crate::proofs::keys;
use bag::Bag;
use docket::checkpoint::bag::{Kind, LeftOut, SEAL, Why, is_given};
use docket::checkpoint::check::{Keys, Report, Verdict};
use docket::checkpoint::note::SecretKey;
use docket::complaint::{Complaint, ComplaintStage};
use docket::desk::complaints::Upload;
use docket::erasure::Subject;
use docket::export::Ask;
use docket::report::make::{make, place};
use docket::report::order::Order;
use docket::report::profile::Profile;
use docket::report::progress::Progress;
use docket::store::evidence::sha256_hex;
use std::io::Write;
use std::path::Path;
use std::process::Command;

pub fn of_case(number: &str, profile: Profile) -> Ask {
    Ask { what: "case_file".into(), subject: number.into(), profile: profile.word().into(), ..Ask::default() }
}

pub async fn zip_of(desk: &TestDesk, ask: &Ask) -> Vec<u8> {
    let order = Order::read(ask, desk.now()).expect("an order");
    let path = desk.folder().join("bag.zip");
    let file = place(&path, true).expect("a file");
    let written = make(desk, &order, &Plain, &Progress::default(), file).await.expect("a bag");
    let bytes = std::fs::read(path).expect("the file");
    assert_eq!((written.size, written.sha256), (bytes.len() as i64, sha256_hex(&bytes)));
    bytes
}

/// A case on which everything has happened, with evidence large and small and a report that came by mail.
pub async fn full(desk: &mut TestDesk) -> (Matter, String) {
    let (matter, seen) = lived(desk).await;
    let upload = |name: &str, bytes: Vec<u8>| Upload { name: name.into(), media_type: "text/plain".into(), bytes };
    let files = [upload("=1+1.txt", b"A formula by its name alone.".to_vec()), upload("long.txt", vec![b'x'; 200_000])];
    desk.add_evidence(&matter.ann, desk.new_command(), matter.case, &files).await.expect("evidence");
    let mail = b"From: Rita Reporter <rita@reports.example>\r\nSubject: abuse\r\n\r\nhttps://example-social.example/post/9\r\n";
    let taken = desk.report(mail).await;
    if matches!(desk.noun::<Complaint>(taken.complaint).await.stage, ComplaintStage::New) {
        desk.attach_complaint(&matter.ann, desk.new_command(), matter.case, taken.complaint).await.expect("attached");
    }
    // The reporter's receipt leaves, and everything so far is signed.
    desk.round().await;
    desk.sign_now().await.expect("signed").expect("a checkpoint");
    (matter, seen[0].1.case.number.clone())
}

fn proven(report: &Report) {
    assert_eq!(report.verdict, Verdict::Proven, "{report:#?}");
}

/// Says past the test harness what is left out.
fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}

#[tokio::test]
async fn a_case_file_is_a_bag_whose_every_entry_value_and_file_is_proven() {
    Bench::each(async |desk: &mut TestDesk| {
        let (_, number) = full(desk).await;
        let zip = zip_of(desk, &of_case(&number, Profile::Internal)).await;
        assert_eq!(zip, zip_of(desk, &of_case(&number, Profile::Internal)).await, "byte for byte the same");
        let bag = Bag::open(&zip);
        assert!(
            bag.folder.starts_with(&format!("dn-case-{number}-2026")) && bag.folder.ends_with('Z'),
            "{}",
            bag.folder
        );
        for name in [
            "bagit.txt",
            "bag-info.txt",
            "proof/checkpoint",
            "proof/log.vkey",
            "proof/entries.txt",
            "seal/tagmanifest.note",
            "data/report.html",
            "data/case.json",
            "data/events.jsonl",
            "data/openings.jsonl",
            "data/left-out.jsonl",
            "data/timeline.csv",
            "data/complaints.csv",
            "data/deadlines.csv",
            "data/custody.csv",
            "data/decisions/D-1.json",
            "data/decisions/D-1.txt",
            "data/evidence/index.csv",
            "data/messages/index.csv",
            "data/VERIFY.txt",
            "data/certification-draft.txt",
        ] {
            assert!(bag.names.contains(name), "{name} among {:#?}", bag.names);
        }
        let keys = keys(desk).await;
        let report = bag.checked(&keys);
        proven(&report);
        assert!(report.found.iter().any(|found| found.contains("pieces of evidence and messages")), "{report:#?}");
        assert!(!report.found.iter().any(|found| found.contains("withheld")), "{report:#?}");
        let entries = bag.text("data/events.jsonl").lines().count();
        assert_eq!(bag.names.iter().filter(|name| name.ends_with(".tlog-proof")).count(), entries);
        assert!(bag.text("data/events.jsonl").contains("complaint_received"), "complaints came in before the case");

        // Every letter that left, byte for byte; the mail as it came in; and names that no spreadsheet computes.
        let given: Vec<&String> = bag.names.iter().filter(|name| is_given(name)).collect();
        let mails = given.iter().filter(|name| name.ends_with(".eml")).map(|name| bag.text(name)).collect::<Vec<_>>();
        assert!(mails.iter().any(|mail| mail.starts_with("From: Rita Reporter <rita@reports.example>\r\n")));
        assert!(mails.len() > 2, "{given:?}");
        assert!(bag.text("data/evidence/index.csv").contains("'=1+1.txt"));
        assert!(bag.files.values().any(|bytes| bytes.len() == 200_000));
        assert!(bag.text("data/custody.csv").contains("evidence added"));

        // Without a key, or with a witness who has not signed, nobody has vouched for it.
        let report = bag.checked(&Keys::default());
        assert!(matches!(&report.verdict, Verdict::Unwitnessed(why) if why.contains("No key")), "{report:#?}");
        let witness = SecretKey::witness("witness.example", &[5; 32]).expect("a key").public();
        let asked = Keys { witnesses: vec![witness], ..keys };
        assert_eq!(bag.checked(&asked).verdict.exit_code(), 3);
        let stranger = SecretKey::new("hosting.example/log", &[6; 32]).expect("a key").public();
        let report = bag.checked(&Keys { log: Some(stranger), ..Keys::default() });
        assert!(matches!(&report.verdict, Verdict::Altered(why) if why.contains("seal")), "{report:#?}");
    })
    .await;
}

#[tokio::test]
async fn one_changed_byte_of_a_case_file_is_found_and_its_file_named() {
    Bench::each(async |desk: &mut TestDesk| {
        let (_, number) = full(desk).await;
        let bag = Bag::open(&zip_of(desk, &of_case(&number, Profile::Internal)).await);
        let keys = keys(desk).await;
        let mut tried = 0;
        for (name, bytes) in &bag.files {
            for at in [0, bytes.len() / 2, bytes.len().saturating_sub(1)] {
                let mut changed = bag.clone();
                let Some(byte) = changed.files.get_mut(name).and_then(|bytes| bytes.get_mut(at)) else { continue };
                *byte ^= 1;
                let report = changed.checked(&keys);
                let (Verdict::Altered(why) | Verdict::Malformed(why)) = &report.verdict else {
                    panic!("byte {at} of {name}: {report:#?}");
                };
                let named = why.contains(name.as_str()) || (name == SEAL && why.contains("seal"));
                assert!(named, "byte {at} of {name}: {why}");
                // Nobody needs the key for that.
                assert!(matches!(changed.checked(&Keys::default()).verdict.exit_code(), 1 | 2), "byte {at} of {name}");
                tried += 1;
            }
            let mut without = bag.clone();
            without.remove(name);
            let report = without.checked(&keys);
            match name.as_str() {
                // Somebody has taken it off, and that is told; what it was about is there.
                SEAL => assert!(matches!(&report.verdict, Verdict::Unwitnessed(why) if why.contains("no seal"))),
                _ => assert!(matches!(report.verdict.exit_code(), 1 | 2), "without {name}: {report:#?}"),
            }
        }
        assert!(tried > 150, "{tried} changes");
        for name in ["data/evidence/9999-more.txt", "data/more.txt", "more.txt", "proof/more", "seal/more"] {
            let mut more = bag.clone();
            more.put(name, b"more".to_vec());
            let report = more.checked(&keys);
            assert!(matches!(&report.verdict, Verdict::Altered(why) if why.contains(name)), "{report:#?}");
        }
    })
    .await;
}

/// A change, and what is said of it.
type Fraud<'f> = (&'f str, &'f dyn Fn(&mut Bag), &'f str);

#[tokio::test]
async fn whoever_changes_a_case_file_and_all_its_sums_is_found_by_the_entries() {
    Bench::each(async |desk: &mut TestDesk| {
        let (_, number) = full(desk).await;
        let bag = Bag::open(&zip_of(desk, &of_case(&number, Profile::Internal)).await);
        let keys = keys(desk).await;
        let evidence = bag.names.iter().find(|name| name.starts_with("data/evidence/0001")).expect("evidence");
        let first = |bag: &Bag, name: &str| bag.text(name).lines().next().expect("a line").to_owned();
        let opening = first(&bag, "data/openings.jsonl");
        let frauds: [Fraud; 8] = [
            ("a word in an entry", &|bag| bag.change("data/events.jsonl", "case_noted", "case_quiet"), "not what was recorded"),
            ("an entry left out", &|bag| {
                let line = first(bag, "data/events.jsonl") + "\n";
                bag.change("data/events.jsonl", &line, "");
            }, "not what was recorded"),
            ("a value", &|bag| bag.change("data/openings.jsonl", "Canary note", "Parrot note"), "is not the one that was recorded"),
            ("a value left out", &|bag| bag.change("data/openings.jsonl", &format!("{opening}\n"), ""), "nothing says that it was left out"),
            ("evidence", &|bag| bag.put(evidence, b"Nothing happened.".to_vec()), "neither here nor told as left out"),
            ("more evidence", &|bag| bag.put("data/evidence/9999-made-up.txt", b"It did.".to_vec()), "No entry names data/evidence/9999"),
            ("a proof", &|bag| {
                let name = bag.names.iter().find(|name| name.ends_with(".tlog-proof")).expect("a proof").clone();
                bag.change(&name, "\nindex ", "\nindex 1");
            }, "is not the proof of entry"),
            ("an erasure that never was", &|bag| {
                let line = first(bag, "data/openings.jsonl");
                let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
                bag.change("data/openings.jsonl", &format!("{line}\n"), "");
                let entry = value["entry"].as_u64().expect("a number");
                let opened: docket::checkpoint::bag::Opened = serde_json::from_str(&line).expect("an opening");
                let hash = hex(&opened.commitment().expect("a commitment"));
                // Its own entry holds the commitment, and that is no word about an erasure.
                let left = format!("{{\"entry\":{entry},\"hash\":\"{hash}\",\"what\":\"value\",\"words\":\"[erased]\",\"why\":\"gone\",\"with\":{entry}}}\n");
                bag.put("data/left-out.jsonl", left.into_bytes());
            }, "is said to have gone with entry"),
        ];
        for (what, fraud, said) in frauds {
            let mut changed = bag.clone();
            fraud(&mut changed);
            changed.made_to_fit();
            // The seal does not fit any more ...
            let report = changed.checked(&keys);
            assert!(matches!(&report.verdict, Verdict::Altered(why) if why.contains("not the one that was sealed")), "{what}");
            // ... and whoever takes it off is found by the ledger itself.
            changed.remove(SEAL);
            let report = changed.checked(&keys);
            assert!(matches!(&report.verdict, Verdict::Altered(why) if why.contains(said)), "{what}: {report:#?}");
        }
    })
    .await;
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_file_that_withholds_verifies_as_well_and_says_what_it_leaves_out() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, number) = full(desk).await;
        let keys = keys(desk).await;
        for profile in [Profile::Regulator, Profile::Customer] {
            let mut asks = vec![of_case(&number, profile)];
            asks.push(Ask { what: "customer_file".into(), subject: "example-social".into(), ..asks[0].clone() });
            for ask in asks {
                let zip = zip_of(desk, &ask).await;
                assert_eq!(zip, zip_of(desk, &ask).await, "byte for byte the same");
                let bag = Bag::open(&zip);
                let report = bag.checked(&keys);
                proven(&report);
                assert!(report.found.iter().any(|found| found.contains("withheld")), "{report:#?}");
                let left = bag.left_out();
                assert!(left.iter().any(|one| one.what == Kind::Entry && one.why == Why::Withheld));
                assert!(!left.iter().any(|one| one.why == Why::Missing));
                let all: String = bag.files.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
                for words in ["Rita Reporter", "rita@reports.example", "Ann Analyst", "Canary note"] {
                    assert!(!all.contains(words), "{words} for {}", profile.word());
                }
                match profile {
                    Profile::Customer => assert!(!bag.names.contains("data/events.jsonl")),
                    _ => {
                        assert!(left.iter().any(|one| one.what == Kind::Value && one.words.contains("withheld")));
                        assert!(left.iter().any(|one| one.what == Kind::File && one.hash.is_some()));
                        assert!(bag.text("data/openings.jsonl").contains("It is done."), "the customer's own words");
                    }
                }
            }
        }
        // A paper of then is a bag as well.
        let before = desk.ledger_size().await.expect("a size") - 4;
        let then = Ask { as_of: format!("#{before}"), ..of_case(&number, Profile::Internal) };
        proven(&Bag::open(&zip_of(desk, &then).await).checked(&keys));

        // Whoever was erased is told as erased, with the entry that says so, and everything else still holds.
        let complaint = desk.complaint_ids().await[0];
        desk.erased(&matter, Subject::Reporter { complaint }, true).await;
        let bag = Bag::open(&zip_of(desk, &of_case(&number, Profile::Internal)).await);
        let report = bag.checked(&keys);
        proven(&report);
        let gone: Vec<LeftOut> = bag.left_out().into_iter().filter(|one| one.why == Why::Gone).collect();
        let with = gone.first().and_then(|one| one.with).expect("an entry");
        assert!(gone.iter().any(|one| one.what == Kind::Value && one.words == "[erased]"), "{gone:#?}");
        assert!(gone.iter().any(|one| one.what == Kind::File), "the report as it came went too");
        assert!(report.found.iter().any(|found| found.contains(&format!("gone with entry {with}"))), "{report:#?}");
        assert!(bag.text("data/events.jsonl").contains("\"kind\":\"person_erased\""));
        let all: String = bag.files.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
        assert!(!all.contains("rita@reports.example"));

        // Told as gone with an entry that does not say so.
        let mut other = bag.clone();
        let first = bag.text("proof/entries.txt")[..8].parse::<u64>().expect("a number");
        let lines = bag.text("data/left-out.jsonl").replace(&format!("\"with\":{with}"), &format!("\"with\":{first}"));
        other.put("data/left-out.jsonl", lines.into_bytes());
        other.made_to_fit();
        other.remove(SEAL);
        let report = other.checked(&keys);
        assert!(matches!(&report.verdict, Verdict::Altered(why) if why.contains("does not say so")), "{report:#?}");
    })
    .await;
}

/// Where a Python with bagit is.
const PYTHON: &str = "DUENOTICE_TEST_PYTHON";

pub fn ran(folder: &Path, path: &str, command: &str) {
    let shell = Command::new("sh").args(["-c", command]).current_dir(folder).env("PATH", path).output().expect("sh");
    let said = String::from_utf8_lossy(&shell.stdout).into_owned() + &String::from_utf8_lossy(&shell.stderr);
    assert!(shell.status.success(), "{command}\nin {}: {}\n{said}", folder.display(), shell.status);
}

#[tokio::test]
async fn what_verify_txt_says_can_be_done_word_for_word() {
    let built = std::env::current_exe().expect("the test");
    let built = built.parent().and_then(Path::parent).expect("a folder").to_owned();
    let program = built.join("duenotice-verify").is_file();
    if !program {
        skipped("duenotice-verify skipped: it was not built. `cargo test --workspace` builds it.");
    }
    let python = std::env::var_os(PYTHON).and_then(|python| Path::new(&python).parent().map(Path::to_owned));
    if python.is_none() {
        skipped(&format!("bagit.py skipped: {PYTHON} names no Python that has it."));
    }
    let path = std::env::var("PATH").expect("a PATH");
    let path = format!("{}:{}:{path}", built.display(), python.clone().unwrap_or_default().display());
    Bench::each(async |desk: &mut TestDesk| {
        let (_, number) = full(desk).await;
        for profile in Profile::ALL {
            let bag = Bag::open(&zip_of(desk, &of_case(&number, profile)).await);
            let (_home, folder) = bag.unpacked();
            let text = bag.text("data/VERIFY.txt");
            let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
            let wanted = if profile == Profile::Customer { 6 } else { 8 };
            assert_eq!(commands.len(), wanted, "{commands:#?}");
            let mut done = 0;
            for command in commands {
                let needs = |name: &str| command.contains(name);
                if (needs("duenotice-verify") && !program) || (needs("bagit.py") && python.is_none()) {
                    continue;
                }
                ran(&folder, &path, command);
                done += 1;
            }
            assert!(done >= 3, "{done} commands");
            // The same commands find what was changed.
            let report = folder.join("data/report.html");
            std::fs::write(&report, "It was otherwise.").expect("a file");
            let first = Command::new("sh")
                .args(["-c", "sha256sum --quiet -c manifest-sha256.txt"])
                .current_dir(&folder)
                .output()
                .expect("sh");
            assert!(!first.status.success() && String::from_utf8_lossy(&first.stdout).contains("report.html"));
        }
    })
    .await;
}
