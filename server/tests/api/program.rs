//! The program as a shell calls it: what it prints, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use crate::home::{Home, database_of};
use crate::site::PASSWORD;

pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duenotice"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DUENOTICE_")) {
        command.env_remove(name);
    }
    if let Some(url) = database_of(folder) {
        command.env("DUENOTICE_DATABASE_URL", url);
    }
    // Whether the press was built beside the program changes nothing here: whoever wants one names it.
    command.env("DUENOTICE_PRESS", "none");
    command.env("DUENOTICE_DATA", folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn run(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = program(folder).args(arguments).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.code().unwrap_or(-1), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A server that ends with the test, however the test ends.
pub struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Serving {
    pub fn start(folder: &Path) -> Serving {
        Serving::with(folder, &[])
    }

    pub fn with(folder: &Path, settings: &[(&str, &str)]) -> Serving {
        Serving::given(folder, &[], settings)
    }

    /// Goes by the clock in this file.
    pub fn staged(folder: &Path, clock: &Path, settings: &[(&str, &str)]) -> Serving {
        Serving::given(folder, &["--test-clock", clock.to_str().unwrap()], settings)
    }

    fn given(folder: &Path, more: &[&str], settings: &[(&str, &str)]) -> Serving {
        let mut program = program(folder);
        program.args(["serve", "--listen", "127.0.0.1:0"]).args(more).envs(settings.iter().copied());
        program.stderr(Stdio::null());
        let mut child = program.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Serving { child, out }
    }

    /// "STOP" and "CONT", as a shell says them.
    pub fn signal(&self, name: &str) {
        let asked = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn other_commands_work_while_one_server_runs_and_a_second_does_not() {
    // The embedded database in every run: on PostgreSQL a second server is welcome, and backups are its own tools'.
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut serving = Serving::start(&data);
    assert!(serving.line().starts_with("This desk has no people yet."));
    assert!(serving.line().contains("/set-up/"));
    assert!(serving.line().starts_with("Due Notice listens on http://127.0.0.1:"));

    let (code, _, said) = run(&data, &["serve", "--listen", "127.0.0.1:0"], "");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("Another server is already running"), "{said}");

    let add = ["user", "add", "lead@hosting.example", "--role", "lead", "--password-stdin"];
    let (code, printed, said) = run(&data, &add, &format!("{PASSWORD}\n"));
    assert_eq!((code, printed.as_str()), (0, "lead@hosting.example is here now, as lead.\n"), "{said}");
    assert_eq!(run(&data, &add, &format!("{PASSWORD}\n")).0, 2, "the address is taken");

    let (code, key, _) = run(&data, &["token", "add", "gateway", "--scope", "complaints:write"], "");
    assert!(code == 0 && key.starts_with("dn_") && key.lines().count() == 1, "{key}");

    let out = folder.path().join("copy");
    let backup = ["backup", "--out", out.to_str().unwrap()];
    assert_eq!(run(&data, &backup, "").0, 0);
    assert_eq!(run(&data, &backup, "").0, 2, "a backup never overwrites another");
    assert_eq!(run(&data, &["cases", "--json"], ""), (0, "[]\n".to_owned(), String::new()));
}

#[test]
fn what_is_wrong_is_said_and_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (arguments, sentence) in [
        (&["cases"][..], "There is no desk in"),
        (&["user", "add", "nobody", "--role", "boss", "--password-stdin"], "role: Choose a role."),
        (&["token", "add", "gateway", "--scope", "everything"], "scope:"),
        (&["cases", "--stage", "lost"], "There is no stage"),
        (&["frobnicate"], "unrecognized subcommand"),
        (&["serve", "--config", "/nowhere.toml"], "There is no file"),
    ] {
        let (code, _, said) = run(&data, arguments, "");
        assert!(code == 2 && said.contains(sentence), "{arguments:?}: {code} {said}");
    }
    std::fs::write(data.join("duenotice.toml"), "providr = \"x\"\n").unwrap();
    let (code, _, said) = run(&data, &["config", "check"], "");
    assert!(code == 2 && said.contains("providr"), "{said}");
}

#[test]
fn a_database_that_cannot_be_reached_may_be_there_later() {
    let folder = tempfile::tempdir().unwrap();
    // Nothing listens at the first port.
    let away = ["cases", "--database-url", "postgres://desk@127.0.0.1:1/duenotice"];
    let (code, _, said) = run(folder.path(), &away, "");
    assert!(code == 75 && said.contains("Try again later"), "{code}: {said}");
}

pub fn fetched(address: &str, path: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn figures_are_served_at_an_address_of_their_own_and_nowhere_else() {
    let folder = Home::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut serving = Serving::with(folder.path(), &[("DUENOTICE_METRICS_LISTEN", &free)]);
    let address = loop {
        let line = serving.line();
        if let Some(address) = line.trim().strip_prefix("Due Notice listens on http://") {
            break address.trim_end_matches('.').to_owned();
        }
    };
    assert!(fetched(&address, "/healthz").starts_with("HTTP/1.1 200"));
    let figures = fetched(&free, "/metrics");
    assert!(
        figures.starts_with("HTTP/1.1 200") && figures.contains("# TYPE duenotice_requests_total counter"),
        "{figures}"
    );
    assert!(fetched(&address, "/metrics").starts_with("HTTP/1.1 404"), "not for the public");
}

#[cfg(unix)]
#[test]
fn a_server_asked_to_end_ends_at_once_and_well() {
    let folder = Home::new();
    let mut serving = Serving::start(folder.path());
    while !serving.line().starts_with("Due Notice listens") {}
    let asked = Command::new("kill").args(["-TERM", &serving.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
}
