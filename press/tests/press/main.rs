//! The press from outside: orders in, PDFs out, and what other programs say about them.

mod characters;
mod forged;
mod hostile;
mod limits;
mod papers;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use docket::paper::{Attached, CheckMark, PrintOrder};

pub const NOTICE: &str = include_str!("../papers/notice.en.html");
pub const AVIS: &str = include_str!("../papers/notice.fr.html");
pub const DECISION: &str = include_str!("../papers/decision.en.html");
pub const CASE: &str = include_str!("../papers/case.en.html");

pub fn order(html: &str) -> PrintOrder {
    PrintOrder {
        html: html.to_owned(),
        provider: "Example Hosting".to_owned(),
        about: "notice DN-7F3K-2M9QF".to_owned(),
        date: "2021-01-08T15:04:05Z".to_owned(),
        check: Some(CheckMark {
            label: "Check this letter".to_owned(),
            code: "DN-7F3K-2M9QF".to_owned(),
            url: "https://desk.example.net/check?code=DN-7F3K-2M9QF".to_owned(),
        }),
        attached: vec![
            Attached {
                name: "notice.json".to_owned(),
                media_type: "application/json".to_owned(),
                description: "The notice, for machines".to_owned(),
                text: "{\"code\":\"DN-7F3K-2M9QF\",\"words\":\"é ☐ 😀\"}\n".to_owned(),
            },
            Attached {
                name: "notice.tlog-proof".to_owned(),
                media_type: "text/plain; charset=utf-8".to_owned(),
                description: String::new(),
                text: "c2sp.org/tlog-proof@v1\n".to_owned(),
            },
        ],
    }
}

/// A document with these words in its body.
pub fn page(body: &str) -> String {
    format!("<!doctype html><html lang=\"en\"><head><title>A page</title></head><body>{body}</body></html>")
}

/// Made in this process.
pub fn pdf(order: &PrintOrder) -> Vec<u8> {
    press::make(&serde_json::to_vec(order).expect("an order is JSON")).unwrap_or_else(|why| panic!("{why}"))
}

/// What the reader says of what the press made.
pub fn read_back(html: &str) -> String {
    press::read(&pdf(&order(html))).unwrap_or_else(|why| panic!("{why}"))
}

/// The program itself.
pub fn run(word: &str, input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_duenotice-press"))
        .arg(word)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the press starts");
    let mut stdin = child.stdin.take().expect("it listens");
    let input = input.to_vec();
    // Whoever refuses an order early does not take all of it.
    let feeding = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let out = child.wait_with_output().expect("the press ends");
    feeding.join().expect("the order was handed over");
    out
}

pub fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).trim().to_owned()
}

/// All white space taken together, as whoever compares two texts does.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A program of another house that reads PDFs, or a word aloud that it is missing.
pub fn tool(name: &str) -> Option<PathBuf> {
    let found =
        std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|at| at.is_file());
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "{name} skipped: it is not on this machine.");
    }
    found
}

pub fn asked(tool: &Path, args: &[&str], file: &Path) -> String {
    let out = Command::new(tool).args(args).arg(file).arg("-").output().expect("it starts");
    assert!(out.status.success(), "{tool:?} {args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

pub fn kept(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("there is room for a file");
    std::fs::write(file.path(), bytes).expect("the file is written");
    file
}
