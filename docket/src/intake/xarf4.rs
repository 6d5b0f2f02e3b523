//! XARF version 4.

use serde_json::Value;

use super::{
    Category, Exhibit, Format, Party, Source, category,
    draft::Draft,
    evidence::{self, HashCheck},
    json::{self, Object},
    place, rules, text, when,
};

/// Shown elsewhere, or never: the listing of the other fields leaves them out.
pub const NOT_LISTED: [&str; 12] = [
    "xarf_version",
    "report_id",
    "timestamp",
    "reporter",
    "sender",
    "source_identifier",
    "source_port",
    "category",
    "type",
    "evidence",
    "description",
    "_internal",
];

/// Fields that name places at the customer. Others that hold URLs (the genuine site, a screenshot) are not what it is about.
const PLACES: [&str; 4] = ["url", "urls", "infringing_url", "infringing_urls"];

pub fn read(root: &Object) -> Draft {
    let mut draft = Draft::new(Format::XarfV4);
    let pair = pair(root, &mut draft);
    rules::check(root, &pair, &mut draft);

    let known = rules::KINDS.iter().find(|kind| kind.pair == pair);
    draft.parsed.category = known.map_or_else(|| class(root), |kind| kind.ours);
    draft.parsed.sealed = draft.parsed.category == Category::ChildSafety;
    draft.parsed.kind = pair.trim_matches('.').to_string();
    draft.parsed.reporter = party(root.get("reporter"));
    draft.parsed.sender = Some(party(root.get("sender")));
    draft.parsed.reference = json::string(root, "report_id");
    draft.parsed.incident_at = when::read(&json::string(root, "timestamp"));

    places(root, &mut draft);
    let listed =
        json::listing(&Value::Object(root.clone()), &NOT_LISTED, if draft.parsed.sealed { 200 } else { usize::MAX });
    draft.parsed.description = [json::string(root, "description"), listed].join("\n\n");
    draft.parsed.summary = summary(root, known.map_or(draft.parsed.category.name(), |kind| kind.label), &draft);
    draft.parsed.dedupe = dedupe(root, &draft);
    exhibits(root, &mut draft);
    draft
}

/// "category.type" in the spelling of the schemas; the documentation writes some types with a hyphen.
fn pair(root: &Object, draft: &mut Draft) -> String {
    let given = format!("{}.{}", json::string(root, "category"), json::string(root, "type"));
    let tidy = given.to_ascii_lowercase().replace(['-', ' '], "_");
    if tidy != given {
        draft.warn(format!(
            "type is written \"{}\"; it was read as \"{}\".",
            text::line(&given, 80),
            text::line(&tidy, 80)
        ));
    }
    tidy
}

fn class(root: &Object) -> Category {
    category::of_label(&json::string(root, "type")).unwrap_or_else(|| match json::string(root, "category").as_str() {
        "messaging" => Category::Spam,
        "copyright" => Category::Copyright,
        "connection" => Category::Attack,
        "vulnerability" => Category::OpenService,
        "infrastructure" => Category::Botnet,
        "reputation" => Category::Reputation,
        _ => Category::Other,
    })
}

fn party(value: Option<&Value>) -> Party {
    match value {
        Some(Value::Object(object)) => Party {
            name: json::string(object, "name"),
            email: json::string(object, "contact"),
            org: json::string(object, "org"),
            domain: json::string(object, "domain"),
        },
        Some(Value::String(text)) if text::is_email(text.trim()) => {
            Party { email: text.trim().to_string(), ..Party::default() }
        }
        Some(Value::String(text)) => Party { org: text.clone(), ..Party::default() },
        _ => Party::default(),
    }
}

fn places(root: &Object, draft: &mut Draft) {
    let identifier = json::string(root, "source_identifier");
    let mut source = place::read(&identifier).unwrap_or_default();
    source.port = json::port(root, "source_port").or(source.port);

    for field in PLACES {
        for url in root.get(field).map(json::strings).unwrap_or_default() {
            draft.place(url);
        }
    }
    let url = draft.parsed.locations.first().cloned();
    match source.ip {
        Some(ip) if source.url.is_none() => draft.place(&place::with_port(ip, source.port)),
        _ => draft.place(&identifier),
    }
    let from_url = url.as_deref().and_then(place::read);
    if let Some(from_url) = &from_url {
        source.host = source.host.or(from_url.host.clone());
        source.ip = source.ip.or(from_url.ip);
    }
    source.url = source.url.or(url);
    let domain = json::string(root, "domain");
    if text::is_host(&domain)
        && source.host.as_deref() != Some(domain.to_lowercase().as_str())
        && draft.parsed.kind.starts_with("content.")
    {
        draft.place(&domain);
    }
    draft.parsed.source = (source != Source::default()).then_some(source);
}

fn summary(root: &Object, label: &str, draft: &Draft) -> String {
    const TELLING: [&str; 11] = [
        "target_brand",
        "affected_brand",
        "work_title",
        "malware_family",
        "cve_id",
        "service",
        "fraud_type",
        "attack_vector",
        "threat_type",
        "subject",
        "compromise_type",
    ];
    let about = draft.parsed.locations.first().map(String::as_str).unwrap_or("source unknown");
    match TELLING.iter().map(|field| json::string(root, field)).find(|said| !said.is_empty()) {
        Some(said) => format!("{label}: {} ({})", text::line(about, 110), text::line(&said, 60)),
        None => format!("{label}: {about}"),
    }
}

/// Empty where the report has no name of its own; the caller then hashes its content.
fn dedupe(root: &Object, draft: &Draft) -> String {
    let by = [draft.parsed.sender.as_ref(), Some(&draft.parsed.reporter)]
        .into_iter()
        .flatten()
        .flat_map(|party| [party.domain.clone(), text::domain_of(&party.email)])
        .find(|domain| !domain.is_empty())
        .unwrap_or_default();
    text::id_key("xarf", &by, &json::string(root, "report_id").to_lowercase()).unwrap_or_default()
}

fn exhibits(root: &Object, draft: &mut Draft) {
    let list = match root.get("evidence") {
        None | Some(Value::Null) => return,
        Some(Value::Array(list)) => list,
        Some(_) => return draft.warn("evidence is not a list."),
    };
    if list.len() > 50 {
        draft.warn(format!("evidence has {} items, more than the 50 allowed.", list.len()));
    }
    for (index, item) in list.iter().enumerate() {
        let name = format!("evidence[{index}]");
        match item {
            Value::Object(_) if draft.is_full() => draft.skip_exhibit(),
            Value::Object(item) => exhibit(item, &name, index, draft),
            _ => draft.warn(format!("{name} is not an object.")),
        }
    }
}

fn exhibit(item: &Object, name: &str, index: usize, draft: &mut Draft) {
    for field in
        item.keys().filter(|key| !["content_type", "payload", "description", "hash", "size"].contains(&key.as_str()))
    {
        draft.warn(format!("{name}.{} is not a field of XARF.", text::line(field, 60)));
    }
    let media_type = json::string(item, "content_type");
    if media_type.is_empty() {
        draft.warn(format!("{name}.content_type is missing."));
    }
    let description = json::string(item, "description");
    if description.chars().count() > 500 {
        draft.warn(format!("{name}.description is longer than 500 characters."));
    }
    let claimed = json::string(item, "hash");
    let Some(bytes) = payload(item.get("payload"), &format!("{name}.payload"), draft) else { return };
    check_size(item, name, bytes.len(), draft);
    if !claimed.is_empty() {
        check_hash(&claimed, &bytes, &format!("{name}.hash"), draft);
    }
    let file_name = file_name(index, &media_type);
    draft.exhibit(name, Exhibit { media_type, description, bytes, claimed_hash: Some(claimed), file_name });
}

/// The bytes of a payload; one that is no text is kept as the JSON it is.
pub fn payload(value: Option<&Value>, path: &str, draft: &mut Draft) -> Option<Vec<u8>> {
    match value {
        None | Some(Value::Null) => {
            draft.warn(format!("{path} is missing."));
            None
        }
        Some(Value::String(encoded)) => {
            let (bytes, problem) = evidence::decode(encoded);
            if let Some(problem) = problem {
                draft.warn(format!("{path} {problem}."));
            }
            Some(bytes)
        }
        Some(other) => {
            draft.warn(format!("{path} is not a text; it was kept as JSON."));
            Some(other.to_string().into_bytes())
        }
    }
}

fn check_size(item: &Object, name: &str, actual: usize, draft: &mut Draft) {
    const MOST: usize = 5_242_880;
    if actual > MOST {
        draft.warn(format!("{name}.payload has {actual} bytes, more than the {MOST} allowed."));
    }
    match item.get("size") {
        None | Some(Value::Null) => {}
        Some(size) => match size.as_u64() {
            None => draft.warn(format!("{name}.size is not a whole number.")),
            Some(size) if size != actual as u64 => {
                draft.warn(format!("{name}.size says {size} bytes, but the payload has {actual}."))
            }
            Some(_) => {}
        },
    }
}

pub fn check_hash(claimed: &str, bytes: &[u8], path: &str, draft: &mut Draft) {
    match evidence::check_hash(claimed, bytes) {
        HashCheck::Matches => {}
        HashCheck::Differs { algorithm, actual } => {
            let said = claimed.split_once(':').map_or("", |(_, said)| said).to_ascii_lowercase();
            draft.warn(format!(
                "{path} does not match the payload: the report says {algorithm} {said}, the bytes give {actual}."
            ));
        }
        HashCheck::NotChecked(algorithm) => {
            draft.warn(format!("{path} is {algorithm}, which proves nothing and was not checked."))
        }
        HashCheck::Malformed => draft.warn(format!("{path} is not of the form algorithm:hexadecimal.")),
    }
}

/// A name for what came without one, with the ending that belongs to its type.
pub fn file_name(index: usize, media_type: &str) -> String {
    let ending = match media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "text/plain" => "txt",
        "text/html" => "html",
        "text/csv" => "csv",
        "message/rfc822" | "text/email" => "eml",
        "application/json" => "json",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        _ => "bin",
    };
    format!("evidence-{}.{ending}", index + 1)
}
