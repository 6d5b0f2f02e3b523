//! The disk under a server that runs, as strace shows and breaks it: an answer never comes before the disk has what it
//! acknowledges, whatever call fails nothing acknowledged is lost, and a full disk stops writing alone.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::backups::{Place, listening, report, text};
use crate::killed::ask;
use crate::program::{program, run};
use crate::strace::{in_lanes, injects, is_campaign, is_hit, strace, tell, under};

/// The files that a commit goes to.
fn database(place: &Place) -> [PathBuf; 3] {
    ["duenotice.db", "duenotice.db-wal", "duenotice.db-shm"].map(|name| place.data.join(name))
}

/// A server under strace from its first moment on. It ends with the test.
struct Traced {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Traced {
    fn start(strace: &str, place: &Place, log: &Path, options: &[String]) -> Traced {
        let plain = program(&place.data);
        let mut traced = under(strace, &plain, log);
        traced.arg("--seccomp-bpf").args(options);
        traced.arg(plain.get_program()).args(["serve", "--listen", "127.0.0.1:0"]);
        let mut child = traced.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Traced { child, out }
    }

    /// None: what was broken off is its start.
    fn address(&mut self) -> Option<String> {
        let mut line = String::new();
        self.out.read_line(&mut line).ok()?;
        Some(line.trim().rsplit_once("http://")?.1.to_owned())
    }

    /// As a service manager ends it. strace passes the signal on and ends with what it traces.
    fn end(mut self) {
        let strace = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{strace}/task/{strace}/children")).unwrap_or_default();
        for child in children.split_whitespace() {
            let _ = Command::new("kill").args(["-TERM", child]).stderr(Stdio::null()).status();
        }
        let _ = self.child.wait();
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a trace says of one call, and on which of its lines it began and ended: a call that waits is told on two.
struct Call {
    began: usize,
    ended: usize,
    said: String,
}

impl Call {
    fn name(&self) -> &str {
        self.said.split('(').next().unwrap_or_default()
    }
}

fn calls(log: &Path) -> Vec<Call> {
    let (mut waiting, mut calls) = (HashMap::<String, (usize, String)>::new(), Vec::new());
    for (place, line) in BufReader::new(File::open(log).unwrap()).split(b'\n').enumerate() {
        let line = String::from_utf8_lossy(&line.unwrap()).into_owned();
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix("<unfinished ...>") {
            waiting.insert(thread.to_owned(), (place, begun.to_owned()));
        } else if let Some((_, end)) = rest.strip_prefix("<... ").and_then(|rest| rest.split_once("resumed>")) {
            if let Some((began, begun)) = waiting.remove(thread) {
                calls.push(Call { began, ended: place, said: begun + end });
            }
        } else {
            calls.push(Call { began: place, ended: place, said: rest.to_owned() });
        }
    }
    calls
}

#[test]
fn nothing_is_acknowledged_before_it_lies_on_the_disk() {
    let Some(strace) = strace("What lies on the disk before an answer") else { return };
    let writes = if is_campaign() { 10_000 } else { 300 };
    let place = Place::open();
    let log = place.at("strace.log");
    let options =
        ["-y", "-s", "64", "-e", "trace=recvfrom,read,readv,sendto,write,writev,pwrite64,pwritev,fdatasync,fsync"];
    let mut traced = Traced::start(&strace, &place, &log, &options.map(str::to_owned));
    let address = traced.address().expect("it listens");
    for number in 0..writes {
        let (status, said) = ask(&address, &place.key, "POST", "/api/v1/complaints", &report(number + 1, 10)).unwrap();
        assert_eq!(status, 202, "{said}");
    }
    traced.end();

    // One sender, so between a question and its answer lies what the answer rests on: its bytes, then the disk's word.
    let (mut answered, mut beside, mut open, mut on_disk) = (0, 0, false, false);
    let is_answer = |call: &Call| call.said.contains("\"HTTP/1.1 202 ");
    let mut calls = calls(&log);
    // An answer counts from when it began to leave, everything else from when it was done.
    calls.sort_by_key(|call| if is_answer(call) { call.began } else { call.ended });
    for call in &calls {
        let (name, call, answers) = (call.name(), &call.said, is_answer(call));
        let to_log = call.contains("duenotice.db-wal>");
        match name {
            "recvfrom" | "read" | "readv" if call.contains("\"POST /api/v1/complaints") => {
                (open, on_disk) = (false, false)
            }
            "pwrite64" | "pwritev" | "write" | "writev" if to_log => open = true,
            "fdatasync" | "fsync" if to_log && call.trim_end().ends_with("= 0") => {
                (open, on_disk) = (false, on_disk || open);
            }
            "sendto" | "write" | "writev" if answers => {
                assert!(on_disk, "answer {answered} left before the disk had it: {call}");
                answered += 1;
                beside += usize::from(open);
            }
            _ => {}
        }
    }
    // The rounds write, too: one of their commits may have begun between the disk's word and the answer. In a trace both
    // look alike, so there may be few of these; whoever answered too early would do so nearly always.
    assert!(beside * 100 <= writes, "{beside} of {writes} answers left while something was not on the disk yet");
    assert_eq!(answered, writes, "every answer is in the trace");
    let (code, said, wrong) = run(&place.data, &["verify"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    tell(&format!(
        "{writes} complaints, none acknowledged before the disk had a commit since it came; at {beside} answers more was being written."
    ));
}

/// Calls that a commit makes, and how its server starts.
const CALLS: &str = "openat,pread64,pwrite64,fsync,fdatasync,ftruncate,fallocate,close,unlink,mmap";
const SENT: usize = 4;

/// Sends some reports to a server one of whose calls fails, and gives the ids that it acknowledged.
fn told(strace: &str, place: &Place, log: &Path, inject: Option<&str>, number: &mut usize) -> Vec<String> {
    let mut options = vec!["-e".to_owned(), format!("trace={CALLS}")];
    for path in database(place) {
        options.extend(["-P".to_owned(), text(&path).to_owned()]);
    }
    options.extend(inject.iter().flat_map(|inject| ["-e".to_owned(), (*inject).to_owned()]));
    let mut traced = Traced::start(strace, place, log, &options);
    let mut told = Vec::new();
    if let Some(address) = traced.address() {
        for _ in 0..SENT {
            *number += 1;
            // None: it was killed before it answered in full.
            let Some((status, answer)) = ask(&address, &place.key, "POST", "/api/v1/complaints", &report(*number, 10))
            else {
                continue;
            };
            match status {
                202 => told.push(answer["id"].as_str().expect("an id").to_owned()),
                status => assert!(status >= 500, "{status}: {answer}"),
            }
        }
    }
    traced.end();
    told
}

/// Those of them that a healthy server does not have.
fn lost(place: &Place, ids: &[String]) -> Vec<String> {
    let (_serving, address) = listening(&place.data);
    let has = |id: &String| {
        let path = format!("/api/v1/complaints/{id}");
        ask(&address, &place.key, "GET", &path, "").is_some_and(|(status, _): (u16, Value)| status == 200)
    };
    ids.iter().filter(|id| !has(id)).cloned().collect()
}

#[test]
fn whatever_call_fails_nothing_that_was_acknowledged_is_lost() {
    let Some(strace) = strace("Calls that fail under a server") else { return };
    let place = Place::open();
    let log = place.at("strace.log");
    let all = told(&strace, &place, &log, None, &mut 0);
    assert_eq!(all.len(), SENT, "strace itself must not change anything");
    let said = std::fs::read_to_string(&log).unwrap();
    let [tried, hit, known] = in_lanes(&injects(&said, CALLS), |injects| all_fail(&strace, injects));
    assert!(hit > tried / 3, "{hit} of {tried}");
    tell(&format!(
        "{tried} calls of a server were to fail, {hit} did; {known} complaints were acknowledged, none lost."
    ));
}

/// How many were tried, how many calls did fail, and how many complaints were acknowledged meanwhile.
fn all_fail(strace: &str, injects: &[String]) -> [usize; 3] {
    let place = Place::open();
    let log = place.at("strace.log");
    let (mut number, mut hit, mut known) = (0, 0, Vec::new());
    for inject in injects {
        let acknowledged = told(strace, &place, &log, Some(inject), &mut number);
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        hit += usize::from(is_hit(&said));
        let (code, said, wrong) = run(&place.data, &["verify"], "");
        assert_eq!(code, 0, "{inject}: {said}{wrong}");
        let gone = lost(&place, &acknowledged);
        assert!(gone.is_empty(), "{inject}: acknowledged and gone: {gone:?}");
        known.extend(acknowledged);
    }
    assert!(lost(&place, &known).is_empty(), "nothing goes later either");
    [injects.len(), hit, known.len()]
}

/// As long as it runs, the disk under the server has no room.
struct FullDisk(Child);

impl FullDisk {
    fn under(strace: &str, place: &Place, server: u32, log: &Path) -> FullDisk {
        let mut full = Command::new(strace);
        full.args(["-f", "-o", text(log), "-e", "trace=pwrite64,write,ftruncate,fallocate"]);
        full.args(database(place).iter().flat_map(|path| ["-P".to_owned(), text(path).to_owned()]));
        full.args(["-e", "inject=pwrite64,write,ftruncate,fallocate:error=ENOSPC", "-p", &server.to_string()]);
        let mut child = full.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // It says so for each thread that it holds.
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert!(line.contains("attached"), "strace may not attach to a process: {line}");
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        FullDisk(child)
    }

    fn has_room_again(mut self) {
        let _ = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

#[test]
fn a_full_disk_stops_writing_and_nothing_else_and_goes_on_by_itself() {
    let Some(strace) = strace("A full disk") else { return };
    let place = Place::open();
    let (serving, address) = listening(&place.data);
    let send = |number: usize| ask(&address, &place.key, "POST", "/api/v1/complaints", &report(number, 10)).unwrap();
    let mut known = Vec::new();
    for number in 1..=5 {
        let (status, said) = send(number);
        assert_eq!(status, 202, "{said}");
        known.push(said["id"].as_str().expect("an id").to_owned());
    }
    let full = FullDisk::under(&strace, &place, serving.id(), &place.at("strace.log"));
    let mut refused = 0;
    for number in 6..=25 {
        let (status, said) = send(number);
        // One may get through before strace holds every thread.
        match status {
            202 => known.push(said["id"].as_str().expect("an id").to_owned()),
            _ => {
                assert_eq!(status, 503, "{said}");
                assert!(said["detail"].as_str().is_some_and(|said| said.contains("Nothing was recorded")), "{said}");
                refused += 1;
            }
        }
        // What is there can be read meanwhile.
        let path = format!("/api/v1/complaints/{}", known[0]);
        assert_eq!(ask(&address, &place.key, "GET", &path, "").unwrap().0, 200);
    }
    assert!(refused >= 15, "{refused} of 20 were refused");
    full.has_room_again();
    // The same reports, sent again as they were told to.
    for number in 6..=25 {
        let (status, said) = send(number);
        assert_eq!(status, 202, "{said}");
        known.push(said["id"].as_str().expect("an id").to_owned());
    }
    drop(serving);
    let (code, said, wrong) = run(&place.data, &["verify"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    assert!(lost(&place, &known).is_empty());
    tell(&format!("A full disk refused {refused} of 20 complaints, and took them again by itself."));
}
