//! JSON bodies: telling the shapes apart, and reading fields that may be of any type.

use serde_json::{Map, Value};

use super::{Category, Format, Parsed, category, draft::Draft, find, place, text, when, xarf3, xarf4};

pub type Object = Map<String, Value>;

pub fn begins_like_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.starts_with(b"\xff\xfe{")
        || bytes.starts_with(b"\xfe\xff\x00{")
        || bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'{' | b'['))
}

pub fn read(bytes: &[u8]) -> Parsed {
    let mut notes = Vec::new();
    match value(bytes, &mut notes) {
        Ok(value) => draft_of(&value, notes).finish(),
        Err(reason) => not_json(bytes, &reason, notes),
    }
}

/// A report that is already parsed, from the body of a request or from an attachment.
pub fn draft_of(value: &Value, notes: Vec<String>) -> Draft {
    let value = match value {
        // One report in a list is one report.
        Value::Array(list) if list.len() == 1 && list[0].is_object() => &list[0],
        other => other,
    };
    let mut draft = match value {
        Value::Object(root) if is_xarf4(root) => xarf4::read(root),
        Value::Object(root) if is_xarf3(root) => xarf3::read(root),
        _ => unknown(value),
    };
    for note in notes {
        draft.warn(note);
    }
    if draft.parsed.dedupe.is_empty() {
        draft.parsed.dedupe = key(value);
    }
    draft
}

pub fn is_xarf(value: &Value) -> bool {
    value.as_object().is_some_and(|root| is_xarf4(root) || is_xarf3(root))
}

fn is_xarf4(root: &Object) -> bool {
    root.contains_key("xarf_version")
}

fn is_xarf3(root: &Object) -> bool {
    get(root, "Version").is_some() && get(root, "Report").is_some_and(Value::is_object)
}

/// The first JSON value of the body, with notes on what had to be overlooked.
pub fn value(bytes: &[u8], notes: &mut Vec<String>) -> Result<Value, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let decoded = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes),
    };
    if let std::borrow::Cow::Owned(_) = decoded {
        notes.push("The body is not valid UTF-8; what could not be read was replaced.".into());
    }
    let mut values = serde_json::Deserializer::from_str(&decoded).into_iter::<Value>();
    let first = match values.next() {
        Some(Ok(value)) => value,
        Some(Err(error)) => return Err(error.to_string()),
        None => return Err("it is empty".into()),
    };
    let rest = decoded.get(values.byte_offset()..).unwrap_or_default().trim();
    if !rest.is_empty() {
        notes.push(format!("After the report come {} more bytes; they were not read.", rest.len()));
    }
    match first {
        // `12 monkeys` begins with a number, but nobody would call it JSON.
        Value::Object(_) | Value::Array(_) => Ok(first),
        _ => Err("it is a single word or number".into()),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> std::borrow::Cow<'static, str> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units).into()
}

/// The hash of the canonical form, so that spacing and the order of fields do not matter.
fn key(value: &Value) -> String {
    let mut value = value.clone();
    if let Value::Object(root) = &mut value {
        root.remove("_internal");
    }
    match serde_jcs::to_vec(&value) {
        Ok(bytes) => text::hash_key(&bytes),
        Err(_) => text::hash_key(value.to_string().as_bytes()),
    }
}

fn not_json(bytes: &[u8], reason: &str, notes: Vec<String>) -> Parsed {
    let mut draft = Draft::new(Format::NotJson);
    draft.warn(format!("The body is not JSON: {}.", reason.trim_end_matches('.')));
    notes.iter().for_each(|note| draft.warn(note));
    let prose = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * 1024 * 1024)]);
    draft.parsed.category = category::of_prose("", &prose);
    for location in find::in_prose(&prose) {
        draft.place(&location);
    }
    draft.parsed.summary = "A report in no known form".into();
    draft.parsed.description = prose.into_owned();
    draft.parsed.dedupe = text::hash_key(bytes);
    draft.finish()
}

/// JSON of somebody's own making: everything is listed, and addresses are picked out as from prose.
fn unknown(value: &Value) -> Draft {
    let mut draft = Draft::new(Format::UnknownJson);
    draft.warn("The JSON is of no known shape; a person must read it.");
    if let Value::Array(list) = value {
        draft.warn(format!("The body is a list of {} items; only single reports are read as such.", list.len()));
    }
    let listing = listing(value, &[], usize::MAX);
    draft.parsed.category = category::of_prose("", &listing);
    places("", value, &mut draft);
    draft.parsed.source = draft.parsed.locations.first().and_then(|first| place::read(first));
    if let Value::Object(root) = value {
        let first =
            |keys: &[&str]| keys.iter().map(|key| string(root, key)).find(|said| !said.is_empty()).unwrap_or_default();
        draft.parsed.summary = first(&["subject", "title", "summary", "message", "description"]);
        draft.parsed.reference = first(&["report_id", "reference", "case_id", "ticket", "id"]);
        draft.parsed.incident_at = when::read(&first(&["incident_at", "timestamp", "date", "time"]));
        let email = first(&["email", "reporter", "contact", "from"]);
        if text::is_email(&email) {
            draft.parsed.reporter.email = email;
        }
    }
    if draft.parsed.summary.is_empty() && draft.parsed.category == Category::Other {
        draft.parsed.summary = "A JSON report of unknown shape".into();
    }
    draft.parsed.description = listing;
    draft
}

/// Addresses from every text of the document; a name such as "domain" vouches for a plain host.
fn places(key: &str, value: &Value, draft: &mut Draft) {
    match value {
        Value::String(said) => {
            let key = key.to_ascii_lowercase();
            let is_place =
                ["url", "uri", "domain", "host", "ip", "source", "site"].iter().any(|name| key.ends_with(name));
            if is_place && place::read(said).is_some() {
                draft.place(said);
            } else {
                find::in_prose(said).iter().for_each(|location| draft.place(location));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| places(key, item, draft)),
        Value::Object(object) => object.iter().for_each(|(key, value)| places(key, value, draft)),
        _ => {}
    }
}

/// A field by its name, in whatever case the sender writes it.
pub fn get<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object
        .get(name)
        .or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
        .filter(|value| !value.is_null())
}

/// A field as text: numbers and yes or no are written out, lists and objects are not text.
pub fn string(object: &Object, name: &str) -> String {
    get(object, name).map(scalar).unwrap_or_default()
}

pub fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

pub fn port(object: &Object, name: &str) -> Option<u16> {
    string(object, name).parse().ok().filter(|port| *port != 0)
}

pub fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

const MAX_LISTED: usize = 400;

/// Every field that is not in `except`, one a line as `path: value`, so that nothing a report says is out of sight.
pub fn listing(value: &Value, except: &[&str], max_value: usize) -> String {
    let mut lines = Vec::new();
    match value {
        Value::Object(root) => {
            for (key, value) in
                root.iter().filter(|(key, _)| !except.iter().any(|hidden| hidden.eq_ignore_ascii_case(key)))
            {
                list(value, key, max_value, &mut lines);
            }
        }
        other => list(other, "", max_value, &mut lines),
    }
    lines.join("\n")
}

fn list(value: &Value, path: &str, max_value: usize, lines: &mut Vec<String>) {
    if lines.len() >= MAX_LISTED {
        return;
    }
    let path = text::head(path, 300);
    match value {
        Value::Null => {}
        Value::Object(object) => {
            for (key, value) in object {
                list(value, &format!("{path}.{key}"), max_value, lines);
            }
        }
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            let said: Vec<String> = items.iter().take(MAX_LISTED).map(scalar).collect();
            push(path, &said.join(", "), max_value, lines);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().take(MAX_LISTED).enumerate() {
                list(item, &format!("{path}[{index}]"), max_value, lines);
            }
        }
        scalar_value => push(path, &scalar(scalar_value), max_value, lines),
    }
}

fn push(path: &str, said: &str, max_value: usize, lines: &mut Vec<String>) {
    const LONG: usize = 1_000;
    if said.len() > max_value {
        lines.push(format!("{}: ({} bytes, not shown)", text::line(path, 300), said.len()));
    } else if !said.is_empty() {
        lines.push(format!("{}: {}", text::line(path, 300), text::line(said, LONG)));
    }
}
