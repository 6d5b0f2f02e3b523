//! The server is killed in the middle of its work, a hundred times. Whatever it acknowledged is there afterwards, and the
//! record is sound each time.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use docket::time::{Clock, SystemClock};
use serde_json::Value;

use crate::home::Home;
use crate::program::{Serving, run};

const KILLS: usize = 100;
/// In a campaign.
const MANY_KILLS: usize = 1_000;
const SENDERS: usize = 4;
/// After so many kills a new desk: what is asked is whether anything is lost, not how long verifying takes.
const KILLS_FOR_EACH: usize = 25;

/// One request on a connection of its own. None: the server died before it answered in full.
pub fn ask(address: &str, key: &str, method: &str, path: &str, body: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    // Cut off or chunked in between: what is not whole was not acknowledged.
    let body = body.get(body.find('{')?..=body.rfind('}')?)?;
    Some((status, serde_json::from_str(body).ok()?))
}

fn report(kill: usize, sender: usize, turn: usize) -> String {
    numbered(kill * 1_000_000 + sender * 10_000 + turn).to_string()
}

/// One of many reports that differ.
pub fn numbered(number: usize) -> serde_json::Value {
    serde_json::json!({
        "xarf_version": "4.2.0",
        "report_id": format!("1a5ec293-0849-40a4-9eba-{number:012}"),
        "timestamp": "2026-01-11T15:15:24Z",
        "reporter": { "org": "Watch", "contact": "a@watch.example", "domain": "watch.example" },
        "sender": { "org": "Watch", "contact": "a@watch.example", "domain": "watch.example" },
        "source_identifier": "203.0.113.45",
        "category": "content",
        "type": "phishing",
        "url": format!("http://login.example.com/{number}"),
    })
}

/// Sends until the server is gone, and tells every id that it was given.
fn send(address: &str, key: &str, kill: usize, sender: usize, told: &Sender<String>) {
    for turn in 0.. {
        match ask(address, key, "POST", "/api/v1/complaints", &report(kill, sender, turn)) {
            Some((202, answer)) => {
                let id = answer["id"].as_str().expect("an id").to_owned();
                if told.send(id).is_err() {
                    return;
                }
            }
            Some((status, answer)) => panic!("{status}: {answer}"),
            None => return,
        }
    }
}

#[test]
fn a_killed_server_loses_nothing_that_it_acknowledged() {
    let mut folder = Home::new();
    let mut key = String::new();
    let mut known: Vec<String> = Vec::new();
    let (mut acknowledged, mut slowest) = (0, 0);
    let kills = if std::env::var_os("DUENOTICE_CAMPAIGN").is_some() { MANY_KILLS } else { KILLS };
    for kill in 0..kills {
        if kill % KILLS_FOR_EACH == 0 {
            folder = Home::new();
            known.clear();
            let lead = ["user", "add", "lead@hosting.example", "--role", "lead", "--password-stdin"];
            assert_eq!(run(folder.path(), &lead, "correct horse battery staple\n").0, 0);
            let (code, said, _) = run(folder.path(), &["token", "add", "watch", "--scope", "complaints:write"], "");
            assert_eq!(code, 0);
            let word = said.split_whitespace().find(|word| word.starts_with("dn_"));
            key = word.expect("a key").to_owned();
        }
        let begun = SystemClock.steady();
        let mut serving = Serving::start(folder.path());
        let line = serving.line();
        let address = line.trim().rsplit_once("http://").expect("an address").1.to_owned();
        slowest = slowest.max(SystemClock.steady() - begun);

        let (told, hears) = channel();
        let senders: Vec<_> = (0..SENDERS)
            .map(|sender| {
                let (address, key, told) = (address.clone(), key.clone(), told.clone());
                thread::spawn(move || send(&address, &key, kill, sender, &told))
            })
            .collect();
        drop(told);
        // Killed at the moment of the first, the second ... the ninth acknowledgement, others under way.
        let mut said: Vec<String> = (0..=kill % 9).map(|_| hears.recv().expect("an acknowledgement")).collect();
        drop(serving);
        for sender in senders {
            sender.join().unwrap();
        }
        said.extend(hears.iter());
        acknowledged += said.len();
        known.extend(said);

        let (code, out, wrong) = run(folder.path(), &["verify"], "");
        assert_eq!(code, 0, "after kill {kill}: {out}{wrong}");
        if kill % KILLS_FOR_EACH == KILLS_FOR_EACH - 1 {
            let mut serving = Serving::start(folder.path());
            let line = serving.line();
            let address = line.trim().rsplit_once("http://").expect("an address").1.to_owned();
            for id in &known {
                let (status, _) =
                    ask(&address, &key, "GET", &format!("/api/v1/complaints/{id}"), "").expect("an answer");
                assert_eq!(status, 200, "complaint {id} was acknowledged and is gone");
            }
        }
    }
    // Promised are three seconds. They are told and not asserted: a machine that does much else is no fault of the desk.
    let line = format!(
        "{kills} kills of a server, {acknowledged} acknowledged complaints, none lost; up again within {:.1} s.",
        slowest as f64 / 1e6
    );
    // Written past the test harness, which would keep it to itself.
    let _ = writeln!(std::io::stderr(), "{line}");
    assert!(acknowledged >= kills, "only {acknowledged} were acknowledged");
}
