//! What can be found: which events hold text, and the words of a text. Both databases are given the same words, already
//! cut and folded, so that both find the same. Words are plain ASCII; other letters are spelled by their numbers.

use crate::event::{Event, Recorded};
use crate::id::{CaseId, CustomerId};
use crate::words::ours;
use crate::words::refang;
use serde_json::Value;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What something was found as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Complaint,
    Case,
    Note,
    Notice,
    Answer,
    Decision,
    Customer,
    /// For more time, for data, or that an account is not theirs.
    Request,
    Appeal,
    Measure,
    Hold,
}

impl Found {
    pub const ALL: [Found; 11] = [
        Found::Complaint,
        Found::Case,
        Found::Note,
        Found::Notice,
        Found::Answer,
        Found::Request,
        Found::Decision,
        Found::Appeal,
        Found::Measure,
        Found::Hold,
        Found::Customer,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Found::Complaint => "complaint",
            Found::Case => "case",
            Found::Note => "note",
            Found::Notice => "notice",
            Found::Answer => "answer",
            Found::Decision => "decision",
            Found::Customer => "customer",
            Found::Request => "request",
            Found::Appeal => "appeal",
            Found::Measure => "measure",
            Found::Hold => "hold",
        }
    }

    pub fn parse(text: &str) -> Option<Found> {
        Found::ALL.into_iter().find(|found| found.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Found::Complaint => ours("Complaints"),
            Found::Case => ours("Cases"),
            Found::Note => ours("Notes"),
            Found::Notice => ours("Notices"),
            Found::Answer => ours("Answers"),
            Found::Decision => ours("Decisions"),
            Found::Customer => ours("Customers"),
            Found::Request => ours("Requests"),
            Found::Appeal => ours("Appeals"),
            Found::Measure => ours("Measures"),
            Found::Hold => ours("Holds"),
        }
    }

    /// What one of them is.
    pub fn one(self) -> &'static str {
        match self {
            Found::Complaint => ours("Complaint"),
            Found::Case => ours("Case"),
            Found::Note => ours("Note"),
            Found::Notice => ours("Notice"),
            Found::Answer => ours("Answer"),
            Found::Decision => ours("Decision"),
            Found::Customer => ours("Customer"),
            Found::Request => ours("Request"),
            Found::Appeal => ours("Appeal"),
            Found::Measure => ours("Measure"),
            Found::Hold => ours("Hold"),
        }
    }
}

/// What search keeps of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub event: String,
    pub kind: Found,
    pub noun: String,
    pub case: Option<CaseId>,
    pub customer: Option<CustomerId>,
    /// Sorted, each once, between spaces.
    pub words: String,
}

/// None: nobody will search for this.
pub fn entry(recorded: &Recorded) -> Option<Entry> {
    let event = &recorded.event;
    let (kind, noun, case, customer) = match event {
        Event::ComplaintReceived { complaint, whose, .. } => {
            (Found::Complaint, complaint.to_string(), None, whose.customer())
        }
        Event::CaseOpened { case, customer, .. } => (Found::Case, case.to_string(), Some(*case), Some(*customer)),
        Event::CaseNoted { case, .. } | Event::CaseClosed { case, .. } | Event::EvidenceAdded { case, .. } => {
            (Found::Note, case.to_string(), Some(*case), None)
        }
        Event::CaseTagged(it) => (Found::Note, it.case.to_string(), Some(it.case), None),
        Event::CaseSnoozed(it) => (Found::Note, it.case.to_string(), Some(it.case), None),
        Event::NoticeScheduled { notice, case, customer, .. } => {
            (Found::Notice, notice.to_string(), Some(*case), Some(*customer))
        }
        Event::AnswerReceived { answer, case, .. } => (Found::Answer, answer.to_string(), Some(*case), None),
        Event::DecisionProposed { decision, case, customer, .. } => {
            (Found::Decision, decision.to_string(), Some(*case), Some(*customer))
        }
        Event::CustomerAdded { customer, .. }
        | Event::ContactAdded { customer, .. }
        | Event::AssetAssigned { customer, .. } => (Found::Customer, customer.to_string(), None, Some(*customer)),
        Event::AccountChanged(it) => (Found::Customer, it.customer.to_string(), None, Some(it.customer)),
        Event::ContactChanged(it) => (Found::Customer, it.customer.to_string(), None, Some(it.customer)),
        other => return later(other).map(|(kind, noun, case, customer)| made(recorded, kind, noun, case, customer)),
    };
    Some(made(recorded, kind, noun, case, customer))
}

type Where = (Found, String, Option<CaseId>, Option<CustomerId>);

/// What came after the first notice: requests, appeals, measures and holds, with what was answered to them.
fn later(event: &Event) -> Option<Where> {
    let on = |kind: Found, noun: String, case: CaseId| (kind, noun, Some(case), None);
    Some(match event {
        Event::TimeAsked(it) => on(Found::Request, it.extension.to_string(), it.case),
        Event::TimeGranted(it) => on(Found::Request, it.extension.to_string(), it.case),
        Event::TimeRefused(it) => on(Found::Request, it.extension.to_string(), it.case),
        Event::DataAsked(it) => on(Found::Request, it.request.to_string(), it.case),
        Event::DataSettled(it) => on(Found::Request, it.request.to_string(), it.case),
        Event::AccountDenied(it) => on(Found::Request, it.notice.to_string(), it.case),
        Event::AppealFiled(it) => on(Found::Appeal, it.appeal.to_string(), it.case),
        Event::AppealSaid(it) => on(Found::Appeal, it.appeal.to_string(), it.case),
        Event::AppealDecided(it) => on(Found::Appeal, it.appeal.to_string(), it.case),
        Event::DecisionStayed(it) => on(Found::Decision, it.decision.to_string(), it.case),
        Event::InterimTaken(it) => on(Found::Measure, it.interim.to_string(), it.case),
        Event::HoldPlaced(it) => (Found::Hold, it.hold.to_string(), Some(it.case), Some(it.customer)),
        Event::HoldReleaseAsked(it) => on(Found::Hold, it.hold.to_string(), it.case),
        _ => return None,
    })
}

fn made(recorded: &Recorded, kind: Found, noun: String, case: Option<CaseId>, customer: Option<CustomerId>) -> Entry {
    let mut words = BTreeSet::new();
    words.insert(kind_word(kind));
    for text in texts(&recorded.event) {
        cut(&text, &mut words);
        if words.len() > MOST_WORDS {
            break;
        }
    }
    let words = words.into_iter().collect::<Vec<_>>().join(" ");
    Entry { event: recorded.id.to_string(), kind, noun, case, customer, words }
}

const MOST_WORDS: usize = 20_000;
const LONGEST_WORD: usize = 60;

/// Fields that are no personal values and that people search by.
const PLAIN: [&str; 11] =
    ["code", "receipt", "handle", "account", "value", "reference", "domain", "number", "tags", "kind", "category"];

/// Everything that an event says, in the order of its fields: numbers first, as people write them.
pub fn texts(event: &Event) -> Vec<String> {
    let mut texts = Vec::new();
    match event {
        Event::ComplaintReceived { number, .. } => texts.push(format!("C-{number}")),
        Event::NoticeScheduled { number, .. } => texts.push(format!("N-{number}")),
        Event::DecisionProposed { number, .. } => texts.push(format!("D-{number}")),
        Event::AppealFiled(it) => texts.push(format!("AP-{}", it.number)),
        Event::InterimTaken(it) => texts.push(format!("M-{}", it.number)),
        Event::HoldPlaced(it) => texts.push(format!("H-{}", it.number)),
        _ => {}
    }
    if let Ok(value) = serde_json::to_value(event) {
        gather(&value["body"], "", &mut texts);
    }
    texts
}

fn gather(value: &Value, key: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => match fields.get("$v").or_else(|| fields.get("$p")) {
            Some(open) => strings(open, into),
            None => fields.iter().for_each(|(key, value)| gather(value, key, into)),
        },
        Value::Array(items) => items.iter().for_each(|item| gather(item, key, into)),
        Value::String(text) if PLAIN.contains(&key) && !text.is_empty() => into.push(text.clone()),
        _ => {}
    }
}

/// Every string of an opened personal value.
fn strings(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, into)),
        _ => {}
    }
}

fn kind_word(kind: Found) -> String {
    format!("kind:{}", kind.word())
}

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
fn cut(text: &str, into: &mut BTreeSet<String>) {
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

pub fn of_kind(kind: Found) -> Term {
    Term { word: kind_word(kind), prefix: false }
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
