//! Which files an entry names: found by the form of what stands in it, so that a kind of event that came later is read
//! too, and by a stranger as well as by the desk.

use serde_json::Value;

use super::is_sha256;

/// As what an entry names a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// A file that somebody attached: `{"sha256": …, "media_type": …}`.
    Exhibit,
    /// A report or a mail as it came in: `"raw"`.
    Raw,
    /// The bytes of a message: `"bytes"`.
    Bytes,
}

/// A file that an entry names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub given: Given,
    pub sha256: String,
    pub media_type: Option<String>,
    pub size: Option<i64>,
}

/// All that an entry names, in the order of its fields.
pub fn named_in(leaf: &Value) -> Vec<Named> {
    let mut found = Vec::new();
    walk(leaf, &mut found);
    found
}

fn walk(value: &Value, found: &mut Vec<Named>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
        Value::Object(fields) => {
            let hash = |key: &str| fields.get(key).and_then(Value::as_str).filter(|text| is_sha256(text));
            let number = |key: &str| fields.get(key).and_then(Value::as_i64);
            let mut add = |given, sha256: &str, media_type: Option<&str>, size| {
                let media_type = media_type.map(str::to_owned);
                found.push(Named { given, sha256: sha256.to_owned(), media_type, size });
            };
            if let (Some(sha256), Some(media_type)) = (hash("sha256"), fields.get("media_type").and_then(Value::as_str))
            {
                add(Given::Exhibit, sha256, Some(media_type), number("size"));
            }
            if let Some(sha256) = hash("raw") {
                add(Given::Raw, sha256, None, number("raw_size").or(number("size")));
            }
            if let Some(sha256) = hash("bytes") {
                add(Given::Bytes, sha256, None, number("size"));
            }
            fields.values().for_each(|field| walk(field, found));
        }
        _ => {}
    }
}
