//! A mail: which of the machine formats it carries, or that a person wrote it.

use std::collections::HashSet;

use mail_parser::decoders::html::html_to_text;
use serde_json::Value;

use crate::words::Language;

use super::{
    Exhibit, Format, Parsed, Source, Wanted, arf, category,
    draft::Draft,
    find, json,
    mime::{self, Leaf, Mail},
    place, text, when, yaml,
};

/// HTML beyond this is not turned into text.
const MAX_HTML: usize = 2 * 1024 * 1024;

pub fn read(bytes: &[u8], wanted: Wanted) -> Parsed {
    let mail = Mail::read(bytes);
    let body = Body::of(&mail.leaves);
    let mut used = body.used.clone();
    let mut draft = match carried(&mail, wanted, &mut used) {
        Some(Carried::Json(value, notes)) => with_json(value, notes, &mail),
        Some(Carried::Feedback(fields, message)) => {
            let mut draft = arf::read(&fields, message);
            draft.parsed.description = [body.text.as_str(), &draft.parsed.description].join("\n\n");
            draft
        }
        Some(Carried::Yaml(fields)) => {
            let mut draft = yaml::read(&fields);
            // The YAML may stand in the text itself; it is not said twice.
            let listed = if yaml::looks_like_report(&body.text) { "" } else { draft.parsed.description.as_str() };
            draft.parsed.description = [body.text.as_str(), listed].join("\n\n");
            draft
        }
        None => {
            let mut draft = plain(&mail, &body);
            if wanted == Wanted::Arf {
                draft.warn(
                    "The mail was announced as ARF but has no message/feedback-report part; it was read as plain mail.",
                );
            }
            draft
        }
    };
    if mail.is_cut {
        draft.warn("The mail has more parts, or deeper ones, than are opened; the rest stays in the raw mail.");
    }
    from_headers(&mail, &mut draft);
    for (index, leaf) in mail.leaves.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
        attach(leaf, index, &mut draft);
    }
    if draft.parsed.dedupe.is_empty() {
        draft.parsed.dedupe = key(&mail, &body, &draft);
    }
    draft.finish()
}

/// The text that a person reads.
pub fn words_of(mail: &Mail<'_>) -> String {
    Body::of(&mail.leaves).text
}

enum Carried<'m, 'a> {
    Json(Value, Vec<String>),
    Feedback(arf::Fields, Option<&'m Leaf<'a>>),
    Yaml(yaml::Fields),
}

/// The machine's part of the mail. Its index is added to `used`, for it is not evidence but the report itself.
fn carried<'m, 'a>(mail: &'m Mail<'a>, wanted: Wanted, used: &mut HashSet<usize>) -> Option<Carried<'m, 'a>> {
    let of_type = |types: &'static [&'static str]| {
        mail.leaves.iter().enumerate().filter(move |(_, leaf)| types.contains(&leaf.media_type.as_str())).take(20)
    };
    let json = mail
        .leaves
        .iter()
        .enumerate()
        .filter(|(_, leaf)| leaf.media_type.ends_with("json") || leaf.name.to_ascii_lowercase().ends_with(".json"));
    for (index, leaf) in json.take(20) {
        let mut notes = Vec::new();
        if let Ok(value) = json::value(&leaf.bytes().0, &mut notes)
            && json::is_xarf(&value)
        {
            used.insert(index);
            used.extend(of_type(&["message/feedback-report"]).map(|(index, _)| index));
            return Some(Carried::Json(value, notes));
        }
    }
    let feedback = of_type(&["message/feedback-report", "application/feedback-report"]).next();
    // Some loops send the fields as plain text; that is believed only where ARF was announced.
    let feedback = feedback.or_else(|| {
        of_type(&["text/plain"]).find(|(_, leaf)| wanted == Wanted::Arf && leaf.text().contains("\nFeedback-Type:"))
    });
    if let Some((index, leaf)) = feedback {
        used.insert(index);
        let message =
            of_type(&["message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"]).next();
        return Some(Carried::Feedback(arf::Fields::read(&leaf.text()), message.map(|(_, leaf)| leaf)));
    }
    for (index, leaf) in of_type(&["text/plain", "text/yaml", "application/yaml", "application/x-yaml"]) {
        let prose = leaf.text();
        if yaml::looks_like_report(&prose) {
            used.insert(index);
            return Some(Carried::Yaml(yaml::Fields::read(&prose)));
        }
    }
    None
}

fn with_json(value: Value, notes: Vec<String>, mail: &Mail<'_>) -> Draft {
    let mut draft = json::draft_of(&value, notes);
    let from = mail.head.from();
    let said = draft.parsed.sender.as_ref().unwrap_or(&draft.parsed.reporter).domain.to_lowercase();
    if !said.is_empty()
        && !from.domain.is_empty()
        && !place::belongs_to(&from.domain, &said)
        && !place::belongs_to(&said, &from.domain)
    {
        draft.warn(format!(
            "The mail came from {}, but the report in it says it was sent by {}.",
            text::line(&from.domain, 100),
            text::line(&said, 100)
        ));
    }
    draft
}

/// What the report does not say itself, the mail's own header may.
fn from_headers(mail: &Mail<'_>, draft: &mut Draft) {
    let from = mail.head.from();
    if from.email.is_empty() {
        draft.warn("From is missing or names nobody.");
    }
    if draft.parsed.reporter.is_empty() {
        draft.parsed.reporter = from;
        let sender = mail.head.sender();
        if !sender.email.is_empty() && !sender.email.eq_ignore_ascii_case(&draft.parsed.reporter.email) {
            draft.parsed.sender = Some(sender);
        }
    }
    if draft.parsed.incident_at.is_none() {
        let date = mail.head.raw("Date").unwrap_or_default();
        draft.parsed.incident_at = when::read(&date);
        match &draft.parsed.incident_at {
            None if date.is_empty() => draft.warn("Date is missing from the mail."),
            None => draft.warn(format!("Date \"{}\" is not a time.", text::line(&date, 60))),
            Some(incident) if !incident.zone_known => draft.warn("Date of the mail has no zone; UTC was assumed."),
            Some(_) => {}
        }
    }
    if draft.parsed.reference.is_empty() {
        draft.parsed.reference = mail.head.message_id();
    }
}

fn plain(mail: &Mail<'_>, body: &Body) -> Draft {
    let mut draft = Draft::new(Format::Rfc5322);
    let (subject, from) = (mail.head.subject(), mail.head.from());
    draft.parsed.category = category::of_prose(&subject, &body.text);
    draft.parsed.summary = subject.clone();
    draft.parsed.description = body.text.clone();
    for location in [find::in_prose(&subject), find::in_prose(&body.text), body.links.clone()].concat() {
        draft.place(&location);
    }
    // The reporter's own site is often named, as proof of ownership or in the signature; it is not where the abuse comes from.
    let read: Vec<Source> =
        draft.parsed.locations.iter().take(200).filter_map(|location| place::read(location)).collect();
    let is_theirs = |source: &&Source| source.host.as_deref().is_some_and(|host| place::belongs_to(host, &from.domain));
    let mut source = read.iter().find(|source| !is_theirs(source)).or(read.first()).cloned();
    if let Some(source) = &mut source
        && source.ip.is_none()
    {
        source.ip = read.iter().find_map(|other| other.ip.filter(|_| other.url.is_none()));
    }
    draft.parsed.source = source;
    draft.parsed.answered_in = answered_in(&mail.head);
    draft
}

/// Robots and lists are not answered (RFC 3834, section 2), and no answer is: two machines would thank each other for ever.
fn answered_in(head: &mime::Head<'_>) -> Option<Language> {
    let says = |name: &str| head.raw(name).map(|value| value.trim().to_ascii_lowercase());
    let robot = says("Auto-Submitted").is_some_and(|how| how != "no")
        || says("Return-Path").is_some_and(|path| path == "<>")
        || says("Precedence").is_some_and(|how| matches!(how.as_str(), "bulk" | "junk" | "list"))
        || ["List-Id", "In-Reply-To", "References", "X-Auto-Response-Suppress"].iter().any(|name| says(name).is_some());
    let french = says("Content-Language").is_some_and(|language| language.starts_with("fr"));
    (!robot).then_some(if french { Language::Fr } else { Language::En })
}

/// The text a person reads, where it came from, and the links that only its HTML form holds.
struct Body {
    text: String,
    links: Vec<String>,
    used: HashSet<usize>,
}

impl Body {
    fn of(leaves: &[Leaf<'_>]) -> Body {
        let mut body = Body { text: String::new(), links: Vec::new(), used: HashSet::new() };
        let inline = |wanted: &'static str| {
            leaves
                .iter()
                .enumerate()
                .filter(move |(_, leaf)| leaf.media_type == wanted && !leaf.is_attached && leaf.name.is_empty())
        };
        let mut texts = Vec::new();
        for (index, leaf) in inline("text/plain") {
            body.used.insert(index);
            texts.push(leaf.text());
        }
        let has_text = texts.iter().any(|text| !text.trim().is_empty());
        for (index, leaf) in inline("text/html") {
            body.used.insert(index);
            let html = leaf.text();
            body.links.extend(find::in_links(&html));
            if !has_text {
                texts.push(html_to_text(text::head(&html, MAX_HTML)));
            }
        }
        body.text = texts.join("\n\n");
        body
    }
}

fn attach(leaf: &Leaf<'_>, index: usize, draft: &mut Draft) {
    if draft.is_full() {
        return draft.skip_exhibit();
    }
    let (bytes, problem) = leaf.bytes();
    if bytes.is_empty() && leaf.name.is_empty() {
        return;
    }
    let name = match leaf.name.as_str() {
        "" => format!("Part {} of the mail", index + 1),
        name => format!("The attachment {}", text::line(name, 80)),
    };
    if let Some(problem) = problem {
        draft.warn(format!("{name} {problem}."));
    }
    let mut description = leaf.description.clone();
    let mut file_name = leaf.name.clone();
    if leaf.media_type == "message/rfc822" {
        if description.is_empty() {
            description = mime::head(&bytes).subject();
        }
        if file_name.is_empty() {
            file_name = "message.eml".into();
        }
    }
    draft.exhibit(
        &name,
        Exhibit { media_type: leaf.media_type.clone(), description, bytes, claimed_hash: None, file_name },
    );
}

/// Who wrote, what about, the words and the attachments; nothing that a mail server adds on the way.
fn key(mail: &Mail<'_>, body: &Body, draft: &Draft) -> String {
    let mut content = vec![
        mail.head.from().email.to_lowercase(),
        text::normalised(&mail.head.subject()),
        text::normalised(&body.text),
        text::normalised(if body.text.is_empty() || draft.parsed.format != Format::Rfc5322 {
            &draft.parsed.description
        } else {
            ""
        }),
    ];
    content.extend(draft.parsed.evidence.iter().map(|exhibit| text::sha256(&exhibit.bytes)));
    text::hash_key(content.join("\n").as_bytes())
}
