//! Sealing on JSON values: it walks any event without knowing it.

use std::collections::HashMap;
use std::fmt;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{COMMITMENT, UNSEALED, VALUE};
use crate::ledger::{Hash, NotCanonical, canonical};

const DOMAIN: &[u8] = b"dn/pii/v1";

/// An event after sealing, once for the ledger and once for reading.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Commitments only. These bytes are hashed and kept for ever.
    pub public: Value,
    /// Commitments with their values.
    pub open: Value,
    pub vault: Vec<VaultRow>,
}

/// What is deleted when a person is erased.
#[derive(Clone, PartialEq, Eq)]
pub struct VaultRow {
    pub commitment: Hash,
    pub salt: [u8; 32],
    /// Where in the event the value stood: `contacts/0/email`.
    pub path: String,
    /// As canonical JSON.
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealProblem {
    #[error("the personal value at {path:?} is not sealed")]
    Unsealed { path: String },
    #[error("at {path:?} stands a key of personal values in an object that is none")]
    Malformed { path: String },
    #[error("the personal value at {path:?} has no canonical form: {why}")]
    NotCanonical { path: String, why: NotCanonical },
}

/// The commitment to a value at its place in its event. Lengths stand before the texts so that
/// no two places can be confused.
pub fn commit(event_id: &str, path: &str, salt: &[u8; 32], value_text: &str) -> Hash {
    let mut hash = Sha256::new_with_prefix(DOMAIN);
    for text in [event_id, path] {
        // Ids and paths are far shorter than four gigabytes.
        hash.update(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        hash.update(text);
    }
    hash.update(salt);
    hash.update(value_text);
    hash.finalize().into()
}

/// Seals every personal value that is not sealed yet, each with a salt of its own. Sealed ones
/// keep their commitment and get no new row.
pub fn seal(value: Value, event_id: &str, salt: &mut dyn FnMut() -> [u8; 32]) -> Result<Sealed, SealProblem> {
    let mut vault = Vec::new();
    let open = walk(value, &mut Path::default(), &mut |path, form| match form {
        Form::Unsealed(value) => {
            let not_canonical = |why| SealProblem::NotCanonical { path: path.to_owned(), why };
            let bytes = canonical(&value).map_err(not_canonical)?;
            let text =
                String::from_utf8(bytes).map_err(|error| not_canonical(NotCanonical::Unwritable(error.to_string())))?;
            let salt = salt();
            let commitment = commit(event_id, path, &salt, &text);
            vault.push(VaultRow { commitment, salt, path: path.to_owned(), value: text });
            Ok(sealed_object(commitment, Some(value)))
        }
        Form::Sealed(hash, value) => Ok(sealed_object(hash, value)),
    })?;
    let public = strip(open.clone())?;
    Ok(Sealed { public, open, vault })
}

/// Removes every readable value. Fails if one was never sealed, because what it returns is
/// meant for the ledger.
pub fn strip(value: Value) -> Result<Value, SealProblem> {
    walk(value, &mut Path::default(), &mut |path, form| match form {
        Form::Unsealed(_) => Err(SealProblem::Unsealed { path: path.to_owned() }),
        Form::Sealed(hash, _) => Ok(sealed_object(hash, None)),
    })
}

/// All commitments in the value, in the order of its fields.
pub fn commitments(value: &Value) -> Vec<Hash> {
    let mut found = Vec::new();
    collect(value, &mut found);
    found
}

/// Puts the values that the vault still has beside their commitments.
pub fn reveal(value: Value, vault: &HashMap<Hash, String>) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| reveal(item, vault)).collect(),
        Value::Object(fields) => match recognise(fields) {
            Recognised::Private(Form::Sealed(hash, None)) => {
                // A text that is no JSON cannot come from sealing; verifying reports it.
                let value = vault.get(&hash).and_then(|text| serde_json::from_str(text).ok());
                sealed_object(hash, value)
            }
            Recognised::Private(form) => form.into_object(),
            Recognised::Other(fields) | Recognised::Malformed(fields) => {
                fields.into_iter().map(|(key, field)| (key, reveal(field, vault))).collect()
            }
        },
        plain => plain,
    }
}

pub(super) fn hash_from_hex(text: &str) -> Option<Hash> {
    // One spelling only, or equal commitments could look different.
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let mut hash = Hash::default();
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some(hash)
}

/// The contents of a personal value are never walked: they are one value.
enum Form {
    Unsealed(Value),
    Sealed(Hash, Option<Value>),
}

impl Form {
    fn into_object(self) -> Value {
        match self {
            Form::Unsealed(value) => Map::from_iter([(UNSEALED.to_owned(), value)]).into(),
            Form::Sealed(hash, value) => sealed_object(hash, value),
        }
    }
}

enum Recognised {
    Private(Form),
    Other(Map<String, Value>),
    /// Has a key that only personal values have, but is none. To let it pass would be to
    /// publish what may have been meant as personal.
    Malformed(Map<String, Value>),
}

fn recognise(mut fields: Map<String, Value>) -> Recognised {
    let commitment = fields.get(COMMITMENT).and_then(Value::as_str).and_then(hash_from_hex);
    let form = match (fields.len(), commitment) {
        (1, None) => fields.remove(UNSEALED).map(Form::Unsealed),
        (1, Some(hash)) => Some(Form::Sealed(hash, None)),
        (2, Some(hash)) => fields.remove(VALUE).map(|value| Form::Sealed(hash, Some(value))),
        _ => None,
    };
    match form {
        Some(form) => Recognised::Private(form),
        None if fields.contains_key(UNSEALED) || fields.contains_key(VALUE) => Recognised::Malformed(fields),
        None => Recognised::Other(fields),
    }
}

fn sealed_object(hash: Hash, value: Option<Value>) -> Value {
    let mut fields = Map::new();
    fields.insert(COMMITMENT.to_owned(), hex::encode(hash).into());
    if let Some(value) = value {
        fields.insert(VALUE.to_owned(), value);
    }
    fields.into()
}

type Change<'a> = dyn FnMut(&str, Form) -> Result<Value, SealProblem> + 'a;

fn walk(value: Value, path: &mut Path, change: &mut Change) -> Result<Value, SealProblem> {
    match value {
        Value::Array(items) => {
            let walked = items
                .into_iter()
                .enumerate()
                .map(|(index, item)| path.inside(&index.to_string(), |path| walk(item, path, change)));
            Ok(Value::Array(walked.collect::<Result<_, _>>()?))
        }
        Value::Object(fields) => match recognise(fields) {
            Recognised::Private(form) => change(&path.0, form),
            Recognised::Malformed(_) => Err(SealProblem::Malformed { path: path.0.clone() }),
            Recognised::Other(fields) => {
                let walked = fields.into_iter().map(|(key, field)| {
                    let field = path.inside(&key, |path| walk(field, path, change))?;
                    Ok((key, field))
                });
                Ok(Value::Object(walked.collect::<Result<_, _>>()?))
            }
        },
        plain => Ok(plain),
    }
}

fn collect(value: &Value, found: &mut Vec<Hash>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => {
            let private = match fields.len() {
                1 => true,
                2 => fields.contains_key(VALUE),
                _ => false,
            };
            let commitment = fields.get(COMMITMENT).and_then(Value::as_str).and_then(hash_from_hex);
            match commitment {
                Some(hash) if private => found.push(hash),
                _ if fields.len() == 1 && fields.contains_key(UNSEALED) => {}
                _ => fields.values().for_each(|field| collect(field, found)),
            }
        }
        _ => {}
    }
}

/// Slashes in keys are escaped as JSON pointers do it.
#[derive(Default)]
struct Path(String);

impl Path {
    fn inside<T>(&mut self, step: &str, act: impl FnOnce(&mut Path) -> T) -> T {
        let outside = self.0.len();
        if !self.0.is_empty() {
            self.0.push('/');
        }
        self.0.push_str(&step.replace('~', "~0").replace('/', "~1"));
        let done = act(self);
        self.0.truncate(outside);
        done
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed").field("public", &self.public).field("vault", &self.vault).finish_non_exhaustive()
    }
}

impl fmt::Debug for VaultRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultRow")
            .field("commitment", &hex::encode(self.commitment))
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
