//! Time stamps of a small authority of our own, made and checked by openssl.

use super::note;
use super::stranger::Stranger;
use crate::bags::bag::Bag;
use crate::bags::{full, of_case, ran, zip_of};
use crate::bench::{Bench, TestDesk};
use crate::proofs::keys;
use docket::checkpoint::bag::{STAMP, STAMP_CA, TAG_MANIFEST};
use docket::checkpoint::check::Verdict;
use docket::event::Event;
use docket::export::{Made, What};
use docket::report::profile::Profile;
use docket::store::evidence::sha256_hex;
use docket::vouching::Stamped;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Key, certificate and settings of an authority, in a folder of its own.
struct Authority {
    folder: tempfile::TempDir,
}

const SETTINGS: &str = "\
[tsa]
default_tsa = one
[one]
serial = SERIAL
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[req]
distinguished_name = name
prompt = no
x509_extensions = stamps
[name]
CN = A small authority
[stamps]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
";

impl Authority {
    /// None, and said aloud, where there is no openssl.
    fn open() -> Option<Authority> {
        use std::io::Write;
        if Command::new("openssl").arg("version").output().is_err() {
            let _ = writeln!(std::io::stderr(), "Time stamps skipped: there is no openssl on this machine.");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let settings = SETTINGS.replace("SERIAL", &folder.path().join("serial").display().to_string());
        std::fs::write(folder.path().join("tsa.cnf"), settings).expect("its settings");
        std::fs::write(folder.path().join("serial"), "01\n").expect("its counter");
        let authority = Authority { folder };
        authority.openssl(&[
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
            "-config", "tsa.cnf",
        ]);
        Some(authority)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn openssl(&self, arguments: &[&str]) {
        let done = run(self.folder.path(), arguments);
        assert!(done.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// As a receiver of questions.
    fn answers(&self) -> impl Fn(&str, &[u8]) -> (u16, &'static str, Vec<u8>) + Send + Sync + 'static {
        let folder = self.folder.path().to_owned();
        move |_, question| {
            std::fs::write(folder.join("question.tsq"), question).expect("kept");
            let reply = [
                "ts",
                "-reply",
                "-queryfile",
                "question.tsq",
                "-signer",
                "cert.pem",
                "-inkey",
                "key.pem",
                "-config",
                "tsa.cnf",
                "-out",
                "answer.tsr",
            ];
            let done = run(&folder, &reply);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            (200, "application/timestamp-reply", std::fs::read(folder.join("answer.tsr")).expect("an answer"))
        }
    }

    /// What a stranger does with a stamp and the hash that it is over.
    fn verifies(&self, stamp: &[u8], imprint: &str) -> bool {
        std::fs::write(self.path("stamp.tsr"), stamp).expect("kept");
        let verify = ["ts", "-verify", "-digest", imprint, "-in", "stamp.tsr", "-CAfile", "cert.pem"];
        run(self.folder.path(), &verify).status.success()
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new("openssl").args(arguments).current_dir(folder).output().expect("openssl")
}

fn stamps(events: &[(i64, docket::event::Recorded)]) -> Vec<docket::vouching::TimeStamped> {
    let one = |event: &Event| match event {
        Event::TimeStamped(stamped) => Some((**stamped).clone()),
        _ => None,
    };
    events.iter().filter_map(|(_, recorded)| one(&recorded.event)).collect()
}

#[tokio::test]
async fn each_day_and_each_export_is_stamped_and_openssl_verifies_it() {
    let Some(authority) = Authority::open() else { return };
    Bench::each_apart(async |desk: &mut TestDesk| {
        let stranger = Stranger::open(authority.answers()).await;
        let matter = desk.matter().await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert!(!desk.stamp_in_time().await.expect("asked"), "nobody is set");
        desk.settle(|settings| settings.tsa_url = Some(stranger.url.clone()));
        assert!(desk.stamp_in_time().await.expect("asked"));
        assert!(!desk.stamp_in_time().await.expect("asked"), "once a day");
        let view = desk.notary_view().await.expect("a view");
        let stamp = view.stamp.expect("a stamp");
        let size = stamp.size.expect("a size");
        let bytes = desk.stamp_bytes(&stamp.imprint).await.expect("an answer").expect("the stamp");
        assert!(authority.verifies(&bytes, &stamp.imprint));
        assert!(!authority.verifies(&bytes, &"0".repeat(64)), "of something else it says nothing");
        // The hash is that of the checkpoint as it is given out.
        let text = desk.checkpoint_of(size).await.expect("an answer").expect("the checkpoint");
        std::fs::write(authority.path("checkpoint"), &text).expect("kept");
        let data = ["ts", "-verify", "-data", "checkpoint", "-in", "stamp.tsr", "-CAfile", "cert.pem"];
        assert!(authority.verifies(&bytes, &stamp.imprint));
        authority.openssl(&data);

        // A day later, with nothing new but the stamp itself, there is nothing to stamp; with a note there is.
        desk.clock.advance_seconds(86_400);
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert!(!desk.stamp_in_time().await.expect("asked"));
        note(desk, &matter, "New.").await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert!(desk.stamp_in_time().await.expect("asked"));

        let made = Made {
            export: desk.new_id(),
            what: What::DecisionsRegister,
            scope: "every one".into(),
            case: None,
            customer: None,
            profile: "internal".into(),
            format: "csv".into(),
            upto: 1,
            sha256: "5a".repeat(32),
            size: 1,
        };
        desk.record_made(None, made.clone()).await.expect("recorded");
        let bytes = desk.stamp_bytes(&made.sha256).await.expect("an answer").expect("a stamp over the export");
        assert!(authority.verifies(&bytes, &made.sha256));
        let told = stamps(&desk.events().await);
        assert_eq!(told.len(), 3);
        assert_eq!(told[2].of, Stamped::Export { export: made.export });
        let days = told[0].stamped_at.minus(told[1].stamped_at).abs();
        assert!(days < 3_600_000_000, "its time is the authority's own, whatever our clock says");
    })
    .await;
}

#[tokio::test]
async fn a_case_file_carries_a_stamp_and_verify_txt_says_how_openssl_checks_it() {
    let Some(authority) = Authority::open() else { return };
    let certificate = std::fs::read_to_string(authority.path("cert.pem")).expect("a certificate");
    let path = std::env::var("PATH").expect("a PATH");
    Bench::each_apart(async |desk: &mut TestDesk| {
        let stranger = Stranger::open(authority.answers()).await;
        let (_, number) = full(desk).await;
        let keys = keys(desk).await;
        let ask = of_case(&number, Profile::Internal);
        desk.settle(|settings| settings.tsa_url = Some(stranger.url.clone()));
        let command = |bag: &Bag| {
            let text = bag.text("data/VERIFY.txt");
            let found: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    openssl ")).collect();
            assert_eq!(found.len(), 1, "{text}");
            format!("openssl {}", found[0])
        };

        // Whose certificate it is nobody has told the desk: the stamp can be read.
        let bag = Bag::open(&zip_of(desk, &ask).await);
        assert!(!bag.names.contains(STAMP_CA));
        let (_home, folder) = bag.unpacked();
        ran(&folder, &path, &command(&bag));
        assert_eq!(bag.checked(&keys).verdict, Verdict::Proven);
        let told = stamps(&desk.events().await);
        assert_eq!(told.len(), 1, "one bag, one stamp");
        assert!(matches!(&told[0].of, Stamped::Bag { name } if *name == bag.folder), "{:?}", told[0]);
        assert_eq!(told[0].imprint, sha256_hex(&bag.files[TAG_MANIFEST]));

        desk.settle(|settings| settings.tsa_ca = Some(certificate.clone()));
        let bag = Bag::open(&zip_of(desk, &ask).await);
        let (_home, folder) = bag.unpacked();
        ran(&folder, &path, &command(&bag));
        let report = bag.checked(&keys);
        assert_eq!(report.verdict, Verdict::Proven);
        assert!(report.limits.iter().any(|limit| limit.contains(STAMP)), "{:?}", report.limits);
        // The stamp is of this manifest and of no other.
        let manifest = folder.join(TAG_MANIFEST);
        std::fs::write(&manifest, bag.text(TAG_MANIFEST).to_uppercase()).expect("changed");
        let told = Command::new("sh").args(["-c", &command(&bag)]).current_dir(&folder).output().expect("sh");
        assert!(!told.status.success());

        // Where none can be had, the bag says so and holds all the same.
        stranger.says(|_, _| (503, "text/plain", Vec::new()));
        let bag = Bag::open(&zip_of(desk, &ask).await);
        assert!(!bag.names.contains(STAMP));
        assert_eq!(bag.checked(&keys).verdict, Verdict::Proven);
        assert!(bag.text("data/VERIFY.txt").contains("it did not answer"));
    })
    .await;
}

#[tokio::test]
async fn an_authority_that_gives_no_stamp_keeps_nothing_up() {
    let Some(authority) = Authority::open() else { return };
    Bench::each_apart(async |desk: &mut TestDesk| {
        let stranger = Stranger::open(|_, _| (200, "text/html", b"<h1>Sold out</h1>".to_vec())).await;
        desk.settle(|settings| settings.tsa_url = Some(stranger.url.clone()));
        desk.matter().await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert!(!desk.stamp_in_time().await.expect("asked"));
        stranger.says(|_, _| (503, "text/plain", Vec::new()));
        assert!(!desk.stamp_in_time().await.expect("asked"));
        // The answer to another question, word for word.
        let answers = authority.answers();
        let (_, _, old) = {
            let asked = docket::stamp::Asked::over(docket::stamp::imprint_of(b"another"), [7; 16]).expect("a question");
            let answer = answers("/", &asked.bytes);
            assert!(asked.answered(&answer.2).is_ok());
            answer
        };
        stranger.says(move |_, _| (200, "application/timestamp-reply", old.clone()));
        assert!(!desk.stamp_in_time().await.expect("asked"));
        assert_eq!(desk.count("time_stamped").await, 0);
        stranger.says(answers);
        assert!(desk.stamp_in_time().await.expect("asked"));
    })
    .await;
}
