//! A press of a few lines: it hands its orders back as they came, so that a test sees what would be set, and takes for
//! the words of a PDF whatever stands below its first line.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use docket::paper::PrintOrder;

use crate::site::Seen;

pub const FIRST_LINE: &str = "%PDF-1.7\n";

/// What it does when it is asked to make something, and to read something.
pub const HONEST: (&str, &str) = ("printf '%%PDF-1.7\\n'; cat", "tail -n +2");

/// Written by another process, so that no child of this one can hold it open while it starts.
pub fn stand_in(folder: &Path, (make, read): (&str, &str)) -> PathBuf {
    let path = folder.join(server::press::PROGRAM);
    let mut shell = Command::new("sh")
        .args(["-c", "cat > \"$0\" && chmod 700 \"$0\""])
        .arg(&path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let script = format!("#!/bin/sh\ncase \"$1\" in\nmake) {make} ;;\nread) {read} ;;\n*) exit 1 ;;\nesac\n");
    shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(shell.wait().unwrap().success());
    path
}

/// The order behind a PDF that this press made.
pub fn order_of(bytes: &[u8]) -> PrintOrder {
    let order = bytes.strip_prefix(FIRST_LINE.as_bytes()).expect("a PDF of the stand-in");
    serde_json::from_slice(order).unwrap()
}

pub fn ordered(seen: &Seen) -> PrintOrder {
    assert_eq!(seen.header("content-type"), "application/pdf", "{}", seen.text);
    order_of(seen.text.as_bytes())
}
