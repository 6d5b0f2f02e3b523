use super::*;
use crate::words::po::Po;
use crate::words::sources::{Found, differences};

#[test]
fn values_stand_where_the_translation_wants_them() {
    assert_eq!(fill("{} of {}", &["3", "7"]), "3 of 7");
    assert_eq!(fill("sur {1}, {0}", &["3", "7"]), "sur 7, 3");
    assert_eq!(fill("write {link} or {}", &["x"]), "write {link} or x");
    assert_eq!(fill("an open {", &["x"]), "an open {");
    // What somebody typed is no template.
    assert_eq!(fill("{}, {}", &["{1}", "{0}"]), "{1}, {0}");
}

#[test]
fn the_catalogue_of_docket_holds_what_its_sources_say_and_nothing_else() {
    let mut found = Found {
        takers: &[
            ("say", 0),
            ("quote", 0),
            ("output", 0),
            ("subject", 0),
            ("NotFound", 0),
            ("field", 1),
            ("problem", 1),
            ("wrong", 1),
            ("some", 2),
        ],
        ..Found::default()
    };
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for folder in ["desk", "sentence", "report"] {
        found.folder(&sources.join(folder));
    }
    found.file(&sources.join("sentence.rs"));
    // Elsewhere only what is marked is looked up: names of things, and phrases.
    let mut marked = Found::default();
    marked.folder(&sources);
    found.words.append(&mut marked.words);
    found.counted.append(&mut marked.counted);
    found.words.extend(refusals(&sources.join("refusal.rs")));
    let po = Po::read(include_str!("../../../words/fr.po"));
    let wrong = differences(&po, &found, |_| false);
    assert!(found.words.len() > 500 && wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The sentences of refusals stand in attributes.
fn refusals(file: &std::path::Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let sentences = text.split("#[error(").skip(1).filter_map(|rest| {
        let literal = rest.split(")]").next()?.trim();
        Some(syn::parse_str::<syn::LitStr>(literal).ok()?.value())
    });
    // The one with a value says it by a phrase.
    let sentences: Vec<String> = sentences.filter(|sentence| !sentence.contains("{0}")).collect();
    assert!(sentences.len() > 50);
    sentences
}
