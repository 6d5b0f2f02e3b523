//! Which words of ours stand in the sources, for the tests that compare them with the catalogues. Read here and by the
//! tests of the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What was found: words, and what is counted under the word for one.
#[derive(Debug, Default)]
pub struct Found {
    pub words: BTreeSet<String>,
    pub counted: BTreeMap<String, String>,
    /// Functions that look up a sentence of theirs, and which one: `problem("field", "Choose one.")` is ("problem", 1).
    pub takers: &'static [(&'static str, usize)],
}

impl Found {
    pub fn folder(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                self.folder(&entry);
            } else {
                self.file(&entry);
            }
        }
    }

    pub fn file(&mut self, file: &Path) {
        let is_rust = file.extension().is_some_and(|ending| ending == "rs");
        if is_rust && !file.ends_with("tests.rs") {
            let text = std::fs::read_to_string(file).expect("a source");
            self.tokens(text.parse().unwrap_or_else(|problem| panic!("{}: {problem}", file.display())));
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let all: Vec<TokenTree> = tokens.into_iter().collect();
        for (place, token) in all.iter().enumerate() {
            let TokenTree::Group(group) = token else { continue };
            let before: Vec<String> = all[place.saturating_sub(4)..place].iter().map(ToString::to_string).collect();
            let before: Vec<&str> = before.iter().map(String::as_str).collect();
            // What tests say is for nobody else.
            if matches!(before.as_slice(), [.., "mod", "tests"]) {
                continue;
            }
            if group.delimiter() == Delimiter::Parenthesis {
                self.call(&before, group);
            }
            self.tokens(group.stream());
        }
    }

    fn call(&mut self, before: &[&str], group: &Group) {
        let arguments = arguments(group);
        let said = |place: usize| arguments.get(place).cloned().flatten();
        let taken = match before {
            [.., "say" | "phrase", "!"] | [.., "t" | "ours"] => said(0),
            [.., "count" | "many"] => {
                if let (Some(one), Some(many)) = (said(1), said(2)) {
                    self.counted.insert(one, many);
                }
                None
            }
            [.., "Problem", ":", ":", "new"] if !self.takers.is_empty() => said(1),
            [.., "fn", _] => None,
            [.., name] => {
                let place = self.takers.iter().find(|(taker, _)| taker == name).map(|(_, place)| *place);
                place.and_then(said)
            }
            [] => None,
        };
        self.words.extend(taken.filter(|words| !words.is_empty()));
    }
}

/// Each argument, if it is nothing but words.
fn arguments(group: &Group) -> Vec<Option<String>> {
    let all: Vec<TokenTree> = group.stream().into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',');
    let words = |argument: &[TokenTree]| match argument {
        [TokenTree::Literal(one)] => syn::parse_str::<syn::LitStr>(&one.to_string()).ok().map(|one| one.value()),
        _ => None,
    };
    all.split(is_comma).map(words).collect()
}

/// What does not fit between a catalogue and the sources, one line each.
pub fn differences(po: &super::po::Po, found: &Found, known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    for words in found.words.iter().filter(|words| po.one(words).is_none() && !known(words)) {
        lines.push(format!("no translation: {words:?}"));
    }
    for one in found.counted.keys().filter(|one| po.several(one, true).is_none() && !known(one)) {
        lines.push(format!("no translation of what is counted: {one:?}"));
    }
    for (english, words) in po.all() {
        if !found.words.contains(english) {
            lines.push(format!("nowhere in the sources: {english:?}"));
        }
        if !same_places(english, words) {
            lines.push(format!("not the same places: {english:?} and {words:?}"));
        }
    }
    for (one, forms) in po.all_counted() {
        if !found.counted.contains_key(one) {
            lines.push(format!("counted nowhere in the sources: {one:?}"));
        }
        if forms.len() != 2 {
            lines.push(format!("French has two forms, one for nothing and one: {one:?}"));
        }
    }
    lines
}

/// As many values, or each of them by its number.
fn same_places(english: &str, words: &str) -> bool {
    let count = english.matches("{}").count();
    words.matches("{}").count() == count || (0..count).all(|place| words.contains(&format!("{{{place}}}")))
}
