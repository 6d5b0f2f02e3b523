//! Words: how a text is cut into them, what a question asks for, and where it was met.

use crate::words::refang;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(super) const MOST_WORDS: usize = 20_000;
const LONGEST_WORD: usize = 60;

/// Small letters without accents.
fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

fn spelled(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().take(LONGEST_WORD) {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | ':' | '/') => out.push(c),
            c if c.is_ascii() => out.push('_'),
            c => out.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    out
}

/// The bare word, without what stands around it in a sentence.
fn bare(chunk: &str) -> String {
    fold(&refang(chunk)).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Scheme, name and port taken off: where an address leads.
fn host(word: &str) -> Option<&str> {
    let rest = word.split_once("://").map(|(_, rest)| rest);
    let from = rest.unwrap_or(word);
    let authority = from.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.split_once(':') {
        Some((name, port)) if !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    (rest.is_some() || host.contains('.')).then_some(host).filter(|host| !host.is_empty())
}

/// All words by which a text can be found: its runs of letters and digits, whole numbers, addresses and hostnames, and
/// the domains above a hostname.
pub(super) fn cut(text: &str, into: &mut BTreeSet<String>) {
    for chunk in text.split_whitespace() {
        let word = bare(chunk);
        let mut runs = 0;
        for run in word.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
            into.insert(spelled(run));
            runs += 1;
        }
        if runs < 2 {
            continue;
        }
        into.insert(spelled(without_scheme(&word)));
        if let Some(mut host) = host(&word) {
            into.insert(spelled(host));
            if let Some((_, way)) = without_scheme(&word).split_once('/') {
                let way = way.split(['?', '#']).next().unwrap_or_default();
                // PostgreSQL takes no empty word.
                if !way.is_empty() {
                    into.insert(spelled(way));
                }
            }
            while let Some((_, above)) = host.split_once('.') {
                if !above.contains('.') || above.chars().all(|c| c.is_ascii_digit() || c == '.') {
                    break;
                }
                into.insert(spelled(above));
                host = above;
            }
        }
        if into.len() > MOST_WORDS {
            break;
        }
    }
}

fn without_scheme(word: &str) -> &str {
    word.split_once("://").map_or(word, |(_, rest)| rest)
}

/// One word that must be there, or begin one that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub word: String,
    pub prefix: bool,
}

/// What somebody searches for: every word must be there. A star at its end asks for what begins like it.
pub fn terms(query: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for chunk in query.split_whitespace().take(12) {
        let prefix = chunk.ends_with('*');
        let word = spelled(without_scheme(&bare(chunk)));
        if !word.is_empty() && terms.iter().all(|term| term.word != word) {
            terms.push(Term { word, prefix });
        }
    }
    terms
}

/// The same, but every word may also be only a beginning.
pub fn beginnings(terms: &[Term]) -> Vec<Term> {
    terms.iter().map(|term| Term { prefix: true, ..term.clone() }).collect()
}

/// A piece of the text with the words that were found, marked.
pub fn excerpt(texts: &[String], terms: &[Term]) -> Vec<(String, bool)> {
    const BEFORE: usize = 8;
    const LENGTH: usize = 36;
    let words: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).take(20_000).collect();
    let hits: Vec<bool> = words.iter().map(|word| is_hit(word, terms)).collect();
    let first = hits.iter().position(|hit| *hit).unwrap_or(0);
    let from = first.saturating_sub(BEFORE);
    let to = words.len().min(from + LENGTH);
    let mut pieces: Vec<(String, bool)> = Vec::new();
    if from > 0 {
        pieces.push(("… ".into(), false));
    }
    for place in from..to {
        let shown = crate::words::defang(words[place]);
        let hit = hits[place];
        match pieces.last_mut() {
            Some((text, false)) if !hit => text.push_str(&format!("{shown} ")),
            _ => {
                pieces.push((shown, hit));
                if hit {
                    pieces.push((" ".into(), false));
                } else if let Some((text, _)) = pieces.last_mut() {
                    text.push(' ');
                }
            }
        }
    }
    if to < words.len() {
        pieces.push(("…".into(), false));
    }
    pieces
}

fn is_hit(chunk: &str, terms: &[Term]) -> bool {
    let mut words = BTreeSet::new();
    cut(chunk, &mut words);
    terms.iter().any(|term| {
        if term.prefix {
            words.range(term.word.clone()..).next().is_some_and(|word| word.starts_with(&term.word))
        } else {
            words.contains(&term.word)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = BTreeSet::new();
        cut(text, &mut words);
        words.into_iter().collect()
    }

    fn finds(query: &str, text: &str) -> bool {
        let words = words(text);
        let there = |term: &Term| {
            words.iter().any(|word| if term.prefix { word.starts_with(&term.word) } else { *word == term.word })
        };
        terms(query).iter().all(there)
    }

    #[test]
    fn no_word_is_empty() {
        for text in ["https://a.example/?x=1", "https://a.example/#top", "a.example/?", "// ?? ##"] {
            assert!(words(text).iter().all(|word| !word.is_empty()), "{text}");
        }
    }

    #[test]
    fn numbers_addresses_and_hostnames_are_words() {
        let text = "C-1042: see hxxps://login[.]example-social[.]example:8443/a/b?x=1, from 192.0.2.10 (DN-2026-0110).";
        for query in [
            "C-1042",
            "1042",
            "c-10*",
            "login.example-social.example",
            "example-social.example",
            "https://login.example-social.example:8443/a/b?x=1",
            "192.0.2.10",
            "192.0.2.*",
            "dn-2026-0110",
            "login see",
            "a/b",
        ] {
            assert!(finds(query, text), "{query} in {:?}", words(text));
        }
        for query in ["C-104", "social.example", "192.0.2.1", "example.com"] {
            assert!(!finds(query, text), "{query}");
        }
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert!(finds("DECISION", "La décision est prise."));
        assert!(finds("décis*", "La Decision"));
        assert!(finds("москва", "Москва"));
        assert!(words("Москва").iter().all(|word| word.is_ascii()));
    }

    #[test]
    fn nothing_typed_is_no_query() {
        assert!(terms("  \" ( ) * ").is_empty());
        assert_eq!(terms("a OR \"b").len(), 3);
    }

    #[test]
    fn an_excerpt_marks_what_was_found() {
        let texts = vec!["one two three four five six seven eight nine ten Eleven, twelve".to_owned()];
        let pieces = excerpt(&texts, &terms("eleven"));
        assert_eq!(
            pieces.iter().filter(|(_, hit)| *hit).map(|(text, _)| text.as_str()).collect::<Vec<_>>(),
            ["Eleven,"]
        );
        assert!(pieces[0].0.starts_with('…'));
    }
}
