//! Reading reports that machines and people send: XARF, X-ARF, ARF and plain mail.
//!
//! Intake is lenient: bytes in, [`Parsed`] out, and nothing is refused for its form. What is odd about a report is said in
//! a warning, one sentence each. No clock, no files, no network: a schema address in a report is a label, never fetched.
//! The raw bytes are the caller's to keep; what is read here is a reading of them and may be made again.

mod arf;
mod category;
mod draft;
mod evidence;
mod find;
mod json;
mod mail;
mod mime;
mod place;
mod post;
mod rules;
#[cfg(test)]
mod tests;
mod text;
mod when;
mod xarf3;
mod xarf4;
mod yaml;

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::words::Language;

pub use category::Category;
pub use post::{Post, Told, is_delivery_report};

/// Larger bodies are not read at all; their bytes are still the caller's to keep.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
pub const MAX_LOCATIONS: usize = 5_000;
pub const MAX_EVIDENCE: usize = 50;
pub const MAX_EXHIBIT_BYTES: usize = 20 * 1024 * 1024;
pub const MAX_DESCRIPTION: usize = 20_000;
pub const MAX_SUMMARY: usize = 200;
pub const MAX_WARNINGS: usize = 200;

/// Whether these bytes begin as a mail does.
pub(crate) fn is_mail(bytes: &[u8]) -> bool {
    mime::looks_like_mail(bytes)
}

/// Reads a report. Never fails and never panics; only a body that is neither JSON nor mail is told apart, as
/// [`Format::NotJson`], so that an API can answer so while keeping the bytes.
pub fn parse(bytes: &[u8], wanted: Wanted) -> Parsed {
    if bytes.len() > MAX_BYTES {
        let mut draft = draft::Draft::new(Format::NotJson);
        draft.warn(format!(
            "The body has {} bytes, more than the {MAX_BYTES} that are read; a person must look at it.",
            bytes.len()
        ));
        draft.parsed.summary = "A report too large to read".into();
        draft.parsed.dedupe = text::hash_key(bytes);
        return draft.finish();
    }
    match wanted {
        Wanted::Xarf => json::read(bytes),
        Wanted::Arf | Wanted::Rfc5322 => {
            // Somebody posted JSON to the address for mail: reading it is kinder than a mail without headers.
            if json::begins_like_json(bytes) && !mime::looks_like_mail(bytes) {
                let mut parsed = json::read(bytes);
                if parsed.format != Format::NotJson {
                    parsed.warnings.push("The body was announced as mail but is JSON; it was read as JSON.".into());
                    return parsed;
                }
            }
            mail::read(bytes, wanted)
        }
        Wanted::Auto if json::begins_like_json(bytes) || !mime::looks_like_mail(bytes) => json::read(bytes),
        Wanted::Auto => mail::read(bytes, wanted),
    }
}

/// What the body turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    XarfV4,
    /// XARF 1 to 3: the JSON of `ReporterInfo` and `Report`.
    XarfV3,
    /// X-ARF 0.1 and 0.2: YAML in a mail.
    XarfYaml,
    Arf,
    Rfc5322,
    UnknownJson,
    NotJson,
}

/// What the sender says, or the address implies, that the body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    #[default]
    Auto,
    Xarf,
    Arf,
    Rfc5322,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed {
    pub format: Format,
    pub category: Category,
    /// The report's own "category.type", in the words of XARF v4 where they fit; empty for plain mail.
    pub kind: String,
    /// One line, at most [`MAX_SUMMARY`] characters.
    pub summary: String,
    pub description: String,
    /// Addresses the report is about, in its order and as exact as it gives them (refanged, never defanged).
    pub locations: Vec<String>,
    pub source: Option<Source>,
    /// When it happened. For plain mail, which names no such time, when the mail was written.
    pub incident_at: Option<Incident>,
    pub reporter: Party,
    /// Who transmitted the report for the reporter, where the report says so.
    pub sender: Option<Party>,
    /// XARF v3 `Disclosure`: may the customer learn who reports? None where the report does not say.
    pub disclosed: Option<bool>,
    /// The reporter's own identifier. For ARF and plain mail the Message-ID: good to quote, never a key.
    pub reference: String,
    /// Equal for two copies of one report. The domain in it is what the report claims, not what is proved.
    pub dedupe: String,
    pub evidence: Vec<Exhibit>,
    /// Child sexual abuse: media must never be kept or shown. The exhibits have no bytes, their hashes stand in the warnings.
    pub sealed: bool,
    /// A person wrote it and may be answered; in this language.
    pub answered_in: Option<Language>,
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub ip: Option<IpAddr>,
    pub port: Option<u16>,
    /// As the DNS sees it: lower case, punycode.
    pub host: Option<String>,
    pub url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// RFC 3339 in UTC with microseconds.
    pub at: String,
    /// False when the report gave no zone and UTC was assumed: whoever looks up a customer must widen the time.
    pub zone_known: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    pub email: String,
    pub org: String,
    pub domain: String,
}

impl Party {
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.email, &self.org, &self.domain].iter().all(|field| field.is_empty())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    pub media_type: String,
    pub description: String,
    #[serde(with = "evidence::as_base64")]
    pub bytes: Vec<u8>,
    /// What the report says the hash is, right or wrong: "sha256:...".
    pub claimed_hash: Option<String>,
    /// Safe as the last part of a path; may be empty.
    pub file_name: String,
}
