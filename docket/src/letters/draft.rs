//! A template with the house's own gaps filled: the starting text of a notice. What only a person can know stands in
//! double square brackets, and the notice cannot leave while any of them is left.

use super::matter::{cure, matter};
use crate::policy::Category;
use crate::template::{Asked, TemplateWords};
use crate::words::Language::{self, En, Fr};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub subject: String,
    pub findings: String,
    pub example: String,
    pub requirements: Vec<String>,
    /// For each requirement: once, or standing for so many days.
    pub standing: Vec<Option<u32>>,
    pub consequence: String,
    pub data_kept: String,
    pub hours: u32,
}

/// What the house knows when a notice is begun.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub language: Language,
    pub handle: &'a str,
    pub category: Category,
    pub clause_title: &'a str,
    pub clause_hours: u32,
    pub complaints: u32,
    /// Defanged already.
    pub first_location: Option<&'a str>,
    pub preserve_days: u32,
}

pub fn draft(words: &TemplateWords, known: &Known) -> Draft {
    let values = values(known);
    let fill = |text: &str| in_places(text, &values);
    Draft {
        subject: fill(&words.subject),
        findings: fill(&words.findings),
        example: fill(&words.example),
        requirements: words.requirements.iter().map(|Asked { text, .. }| fill(text)).collect(),
        standing: words.requirements.iter().map(|asked| asked.standing_days).collect(),
        consequence: fill(&words.consequence),
        data_kept: fill(&words.data_kept),
        hours: words.hours.unwrap_or(known.clause_hours).max(1),
    }
}

/// Puts each value where its name stands between braces, in one pass, so that braces in a value are only words.
pub fn in_places(text: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after
            .split_once('}')
            .and_then(|(name, after)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, after)));
        match known {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn values(known: &Known) -> Vec<(&'static str, String)> {
    let (language, handle) = (known.language, known.handle);
    vec![
        ("handle", handle.to_owned()),
        ("matter", matter(known.category, language).to_owned()),
        ("clause", known.clause_title.to_owned()),
        ("cure", cure(known.category, language).to_owned()),
        ("source", source(language, handle, known.complaints)),
        ("first_place", first_place(language, known.first_location)),
        ("kept", days(language, known.preserve_days)),
    ]
}

fn source(language: Language, handle: &str, complaints: u32) -> String {
    match (complaints, language) {
        (0, En) => format!("We came upon this on {handle} ourselves."),
        (0, Fr) => format!("Nous avons constaté ceci de nous-mêmes sur le compte {handle}."),
        (1, En) => format!("We received one complaint about {handle}."),
        (1, Fr) => format!("Nous avons reçu un signalement concernant {handle}."),
        (n, En) => format!("We received {n} complaints about {handle}."),
        (n, Fr) => format!("Nous avons reçu {n} signalements concernant {handle}."),
    }
}

fn first_place(language: Language, location: Option<&str>) -> String {
    match (location, language) {
        (Some(location), _) => location.to_owned(),
        (None, En) => "[[the address of one example]]".into(),
        (None, Fr) => "[[l’adresse d’un exemple]]".into(),
    }
}

fn days(language: Language, days: u32) -> String {
    match (days, language) {
        (0 | 1, En) => "one day".into(),
        (0 | 1, Fr) => "un jour".into(),
        (n, En) => format!("{n} days"),
        (n, Fr) => format!("{n} jours"),
    }
}
