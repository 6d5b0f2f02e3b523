//! Real samples, mails of our own, and input that means harm.

mod hostile;
mod mails;
mod post;
mod samples;
mod xarf;

use std::path::PathBuf;

use super::{Parsed, Wanted, parse};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name)
}

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(folder(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every sample of a folder, by file name.
fn all(name: &str, ending: &str) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn auto(bytes: impl AsRef<[u8]>) -> Parsed {
    parse(bytes.as_ref(), Wanted::Auto)
}
