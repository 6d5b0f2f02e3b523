use std::path::Path;

use docket::words::Language::{En, Fr};
use docket::words::po;

use super::*;

/// Shared with docket, where the same is asked of its own catalogue.
#[path = "../../../docket/src/words/sources.rs"]
mod sources;

/// What no catalogue can miss, because it never asks for one.
#[path = "shown.rs"]
mod shown;

use sources::{Found, differences};

fn read(text: &str) -> po::Po {
    po::Po::read(text)
}

fn pages() -> po::Po {
    read(include_str!("../../words/fr.po"))
}

fn islands() -> po::Po {
    read(include_str!("../../words/islands.fr.po"))
}

fn found(folders: &[&str]) -> Found {
    let mut found = Found::default();
    for folder in folders {
        found.folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    }
    found
}

#[test]
fn the_catalogue_of_the_pages_holds_what_they_say_and_nothing_else() {
    let mut found = found(&["src/pages", "src/ui", "../server/src"]);
    for file in ["src/render.rs", "src/shell.rs"] {
        found.file(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    }
    let docket = read(include_str!("../../../docket/words/fr.po"));
    let islands = islands();
    // The others' words are used here too, and checked where they belong.
    let known = |words: &str| {
        islands.one(words).is_some() || docket.one(words).is_some() || docket.several(words, true).is_some()
    };
    let wrong = differences(&pages(), &found, known);
    assert!(found.words.len() > 1500 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_catalogue_of_the_islands_holds_what_they_say_and_nothing_else() {
    let found = found(&["src/islands"]);
    let wrong = differences(&islands(), &found, |_| false);
    assert!(found.words.len() > 80 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_are_said_in_the_language_of_the_request_and_nowhere_else() {
    assert_eq!(t("Decisions in force"), "Decisions in force");
    let french = aloud(Fr, || (t("Decisions in force"), count(0, "decision", "decisions"), say!("Error: {}", "{}")));
    assert_eq!(french, ("Décisions en vigueur", "0 décision".to_owned(), "Erreur\u{a0}: {}".to_owned()));
    assert_eq!(aloud(Fr, || count(2, "complaint", "complaints")), "2 signalements", "docket's word, counted on a page");
    assert_eq!(aloud(En, || count(0, "decision", "decisions")), "0 decisions");
    assert_eq!(language(), En);
    // What nobody translated stays as it is, and what people typed never comes here.
    assert_eq!(aloud(Fr, || t("nothing of the sort")), "nothing of the sort");
}

#[test]
fn a_page_says_its_words_to_its_islands_in_french_only() {
    assert_eq!(for_browser(), None);
    let words = aloud(Fr, for_browser).unwrap_or_default();
    assert!(words.contains(r#""Copied.":"Copié.""#), "{words}");
}
