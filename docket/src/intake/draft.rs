//! A reading in progress: it counts, removes doubles and, at the end, enforces every limit in one place.

use std::collections::HashSet;

use super::{
    Category, Exhibit, Format, MAX_DESCRIPTION, MAX_EVIDENCE, MAX_EXHIBIT_BYTES, MAX_LOCATIONS, MAX_SUMMARY,
    MAX_WARNINGS, Parsed, Party, category, find, place, text,
};

pub struct Draft {
    pub parsed: Parsed,
    seen: HashSet<String>,
    more_places: usize,
    more_warnings: usize,
    more_exhibits: usize,
}

impl Draft {
    pub fn new(format: Format) -> Draft {
        Draft {
            parsed: Parsed {
                format,
                category: Category::Other,
                kind: String::new(),
                summary: String::new(),
                description: String::new(),
                locations: Vec::new(),
                source: None,
                incident_at: None,
                reporter: Party::default(),
                sender: None,
                disclosed: None,
                reference: String::new(),
                dedupe: String::new(),
                evidence: Vec::new(),
                sealed: false,
                answered_in: None,
                warnings: Vec::new(),
            },
            seen: HashSet::new(),
            more_places: 0,
            more_warnings: 0,
            more_exhibits: 0,
        }
    }

    pub fn warn(&mut self, sentence: impl AsRef<str>) {
        if self.parsed.warnings.len() < MAX_WARNINGS {
            self.parsed.warnings.push(text::line(sentence.as_ref(), 400));
        } else {
            self.more_warnings += 1;
        }
    }

    /// Adds what the report is about: a URL, a host or an address with or without its port.
    pub fn place(&mut self, given: &str) {
        let given = find::refang(given.trim());
        // "unknown" and "n/a" are no places.
        if !given.contains(['.', ':']) {
            return;
        }
        if given.len() > place::MAX_URL || given.chars().any(|c| c.is_control()) {
            self.warn(format!(
                "The address that begins {} is too long or not an address; it was left out.",
                text::line(&given, 60)
            ));
            return;
        }
        let given = text::address(&given);
        if self.seen.contains(&given) {
            return;
        }
        if self.parsed.locations.len() >= MAX_LOCATIONS {
            self.more_places += 1;
            return;
        }
        self.seen.insert(given.clone());
        self.parsed.locations.push(given);
    }

    /// `name` is how the warning calls the exhibit, such as "evidence[2]".
    pub fn exhibit(&mut self, name: &str, mut exhibit: Exhibit) {
        if self.is_full() {
            return self.skip_exhibit();
        }
        if exhibit.bytes.len() > MAX_EXHIBIT_BYTES {
            self.warn(format!(
                "{name} has {} bytes, more than the {MAX_EXHIBIT_BYTES} kept for one exhibit; it stays in the raw report only (sha256 {}).",
                exhibit.bytes.len(),
                text::sha256(&exhibit.bytes)
            ));
            return;
        }
        exhibit.media_type = media_type(&exhibit.media_type);
        exhibit.description = text::line(&exhibit.description, 500);
        exhibit.file_name = text::file_name(&exhibit.file_name);
        exhibit.claimed_hash = exhibit.claimed_hash.map(|hash| text::line(&hash, 200)).filter(|hash| !hash.is_empty());
        self.parsed.evidence.push(exhibit);
    }

    /// No more exhibits are taken: asked first, so that nothing is decoded only to be dropped.
    pub fn is_full(&self) -> bool {
        self.parsed.evidence.len() >= MAX_EVIDENCE
    }

    pub fn skip_exhibit(&mut self) {
        self.more_exhibits += 1;
    }

    pub fn finish(mut self) -> Parsed {
        let parsed = &mut self.parsed;
        if parsed.category != Category::ChildSafety
            && category::names_child_abuse(&[&parsed.summary, &parsed.description].map(|text| text.as_str()).join("\n"))
        {
            parsed.category = Category::ChildSafety;
            self.force("The text names child sexual abuse; the report was sealed as a precaution.".into());
        }
        if self.parsed.category == Category::ChildSafety {
            self.parsed.sealed = true;
        }
        if self.parsed.sealed {
            self.seal();
        }
        if self.more_exhibits > 0 {
            self.force(format!(
                "The report carries {} pieces of evidence; the first {MAX_EVIDENCE} were taken, the others stay in the raw report.",
                MAX_EVIDENCE + self.more_exhibits
            ));
        }
        if self.more_places > 0 {
            self.force(format!(
                "The report names at least {} addresses; the first {MAX_LOCATIONS} were taken.",
                MAX_LOCATIONS + self.more_places
            ));
        }
        if self.more_warnings > 0 {
            self.force(format!("{} more warnings are not shown.", self.more_warnings));
        }
        let parsed = &mut self.parsed;
        if parsed.summary.is_empty() {
            parsed.summary = match parsed.locations.first() {
                Some(first) => format!("{}: {first}", parsed.category.name()),
                None => format!("{} report", parsed.category.name()),
            };
        }
        parsed.summary = text::line(&parsed.summary, MAX_SUMMARY);
        parsed.description = text::block(&parsed.description, MAX_DESCRIPTION);
        parsed.kind = text::line(&parsed.kind, 100);
        parsed.reference = text::line(&parsed.reference, 300);
        clean_party(&mut parsed.reporter);
        if let Some(sender) = &mut parsed.sender {
            clean_party(sender);
        }
        if parsed.sender.as_ref().is_some_and(Party::is_empty) {
            parsed.sender = None;
        }
        self.parsed
    }

    /// These few are the ones nobody may miss, so they stand even when the list is full.
    fn force(&mut self, sentence: String) {
        self.parsed.warnings.push(sentence);
    }

    fn seal(&mut self) {
        let mut said = Vec::new();
        for (index, exhibit) in self.parsed.evidence.iter_mut().enumerate() {
            let bytes = std::mem::take(&mut exhibit.bytes);
            said.push(format!(
                "Exhibit {} was not kept because this kind of material never is: {}, {} bytes, sha256 {}.",
                index + 1,
                exhibit.media_type,
                bytes.len(),
                text::sha256(&bytes)
            ));
        }
        said.into_iter().for_each(|sentence| self.force(sentence));
    }
}

fn clean_party(party: &mut Party) {
    party.name = text::line(&party.name, 200);
    party.org = text::line(&party.org, 200);
    party.email = text::line(&party.email, 254);
    if party.domain.is_empty() {
        party.domain = text::domain_of(&party.email);
    }
    party.domain = text::line(&party.domain.to_lowercase(), 253);
}

/// Anything that is not plainly "word/word" becomes the type that no browser renders.
fn media_type(given: &str) -> String {
    let bare = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b));
    match bare.split_once('/') {
        Some((kind, sub)) if bare.len() <= 100 && is_token(kind) && is_token(sub) => bare,
        _ => "application/octet-stream".into(),
    }
}
