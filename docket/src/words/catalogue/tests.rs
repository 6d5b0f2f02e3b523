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
fn what_was_written_down_in_english_is_said_again_as_far_as_it_is_ours() {
    let said = |text: &str| again(text, Language::Fr);
    assert_eq!(
        said(
            "192.0.2.7 is in 192.0.2.0/26, held by example-social since 1 Jun 2020, 00:00 UTC. Looked up as of Sun 10 Jan 2021, 23:59 UTC. The report names no time zone, so the time was read as UTC."
        ),
        "192.0.2.7 est dans 192.0.2.0/26, détenu par example-social depuis le 1er juin 2020, 00:00 UTC. Recherché à la date du dim. 10 janv. 2021, 23:59 UTC. Le signalement ne nomme pas de fuseau horaire, l’heure a donc été lue en UTC."
    );
    assert_eq!(
        said("Nobody here held shop.example on Sun 10 Jan 2021, 23:59 UTC."),
        "Personne ici ne détenait shop.example le dim. 10 janv. 2021, 23:59 UTC."
    );
    assert_eq!(said("Chosen by hand: customer."), "Choisi à la main\u{a0}: customer.", "a handle stays what it is");
    assert_eq!(
        said("The case was not on the desk yet at entry #1."),
        "Le dossier n’existait pas encore à l’entrée n° 1."
    );
    assert_eq!(said("all stages"), "tous les états");
    assert_eq!(said("Somebody else wrote this, on a Monday."), "Somebody else wrote this, on a Monday.");
    assert_eq!(again("all stages", Language::En), "all stages");
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
