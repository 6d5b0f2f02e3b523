//! The notary and a witness as programs of their own, beside a server that knows neither key.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

use docket::checkpoint::SignedCheckpoint;
use docket::checkpoint::note::{PublicKey, SignedBy};

use crate::home::Home;
use crate::program::{Serving, fetched, program, run};

/// In steps of a tenth of a second. A witness is asked every few seconds.
const MOST_LOOKS: u32 = 1200;

/// A program that ends with the test, however the test ends.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Running {
    fn start(folder: &Path, arguments: &[&str]) -> Running {
        let mut child = program(folder).args(arguments).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Running { child, out }
    }

    /// What stands in the next line that has one of these words before it.
    fn after(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.out.read_line(&mut line).unwrap(), 0, "it ended before it said {words:?}");
            if let Some((_, rest)) = line.split_once(words) {
                return rest.trim().to_owned();
            }
        }
    }

    fn next(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[test]
fn a_witness_on_another_machine_signs_along() {
    let home = Home::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let of = |name: &str| elsewhere.path().join(name).display().to_string();

    let mut notary = Running::start(
        elsewhere.path(),
        &["notary", "--folder", &of("notary"), "--listen", "127.0.0.1:0", "--origin", "hosting.example/log"],
    );
    notary.after("Its key:");
    let log = notary.next();
    assert!(log.starts_with("hosting.example/log+"), "{log}");
    let place = notary.after("The notary can be asked at ");

    let mut witness = Running::start(
        elsewhere.path(),
        &["witness", "--folder", &of("witness"), "--listen", "127.0.0.1:0", "--name", "witness.example", "--log", &log],
    );
    witness.after("Its key,");
    let key = witness.next();
    let address = witness.after("The witness listens on ");
    let there = address.strip_prefix("http://").unwrap();
    assert_eq!(body(&fetched(there, "/key")).trim(), key);
    assert!(fetched(there, "/").starts_with("HTTP/1.1 404"));

    let witnesses = format!("{address} {key}");
    let settings = [("DUENOTICE_NOTARY", place.as_str()), ("DUENOTICE_WITNESSES", witnesses.as_str())];
    let mut serving = Serving::with(home.path(), &settings);
    let line = std::iter::repeat_with(|| serving.line()).find(|line| line.contains("listens on http://")).unwrap();
    let desk = line.split_once("http://").unwrap().1.trim().to_owned();
    let (log, key) = (PublicKey::parse(&log).unwrap(), PublicKey::parse(&key).unwrap());
    let signed = (0..MOST_LOOKS).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let signed = SignedCheckpoint::parse(body(&fetched(&desk, "/log/checkpoint"))).ok()?;
        (signed.note.signed_by(&key) == SignedBy::Yes).then_some(signed)
    });
    let signed = signed.expect("signed by the notary and by the witness");
    assert_eq!(signed.note.signed_by(&log), SignedBy::Yes);
    assert_eq!(body(&fetched(&desk, "/log/key")).trim(), log.to_string());
    assert!(!home.path().join("notary").exists(), "the desk has no key");

    // The key changes at the notary; both stand at /log/key as soon as something is signed with the new one.
    let (code, said, _) = run(elsewhere.path(), &["notary", "rotate", "--folder", &of("notary")], "");
    assert!(code == 0 && said.contains("From here on the notary signs with this key"), "{said}");
    let (code, keys, _) = run(elsewhere.path(), &["notary", "keys", "--folder", &of("notary")], "");
    assert_eq!((code, keys.lines().count()), (0, 2), "{keys}");
    assert_eq!(keys.lines().nth(1), Some(log.to_string().as_str()));
    for wrong in [
        vec!["notary", "--folder", "x"],
        vec!["notary", "--listen", "192.0.2.1:3100"],
        vec!["witness", "--name", "w.example", "--log", "nonsense"],
    ] {
        let (code, _, said) = run(elsewhere.path(), &wrong, "");
        assert_eq!(code, 2, "{wrong:?}: {said}");
    }
}
