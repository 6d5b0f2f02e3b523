//! A personal value. The ledger carries only its salted commitment, so that a person can be
//! erased without breaking a single proof.
//!
//! Between memory and ledger a personal value is an object of one of three forms, told apart by
//! their keys alone: `{"$p": value}` is not sealed yet, `{"c": commitment, "$v": value}` is
//! sealed and readable, `{"c": commitment}` is what the ledger holds.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ledger::Hash;

mod seal;
mod text;

pub use seal::{SealProblem, Sealed, VaultRow, commit, commitments, reveal, seal, strip};
pub use text::{commitments_in, commitments_of, reveal_in};

const UNSEALED: &str = "$p";
const COMMITMENT: &str = "c";
const VALUE: &str = "$v";

/// What is shown where a value was.
pub const ERASED: &str = "[erased]";

/// Always has a commitment or a value, and after sealing both, until the value is erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Private<T> {
    commitment: Option<Hash>,
    value: Option<T>,
}

impl<T> Private<T> {
    pub fn new(value: T) -> Private<T> {
        Private { commitment: None, value: Some(value) }
    }

    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    pub fn into_value(self) -> Option<T> {
        self.value
    }

    pub fn commitment(&self) -> Option<&Hash> {
        self.commitment.as_ref()
    }

    pub fn is_erased(&self) -> bool {
        self.value.is_none()
    }
}

impl<T: AsRef<str>> Private<T> {
    pub fn show(&self) -> &str {
        self.value.as_ref().map_or(ERASED, AsRef::as_ref)
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Private<T> {
        Private::new(value)
    }
}

/// Never the value: it would end up in a log.
impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.is_erased() { "erased" } else { "kept" };
        match &self.commitment {
            Some(hash) => write!(f, "Private({}, {state})", hex::encode(&hash[..4])),
            None => write!(f, "Private(unsealed)"),
        }
    }
}

impl<T: Serialize> Serialize for Private<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match (&self.commitment, &self.value) {
            (Some(hash), value) => {
                map.serialize_entry(COMMITMENT, &hex::encode(hash))?;
                if let Some(value) = value {
                    map.serialize_entry(VALUE, value)?;
                }
            }
            (None, value) => map.serialize_entry(UNSEALED, value)?,
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Private<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PrivateVisitor(PhantomData))
    }
}

struct PrivateVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PrivateVisitor<T> {
    type Value = Private<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a personal value, sealed or not")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Private<T>, A::Error> {
        let (mut unsealed, mut commitment, mut value) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                UNSEALED => unsealed = Some(map.next_value()?),
                COMMITMENT => {
                    let text: String = map.next_value()?;
                    let hash = seal::hash_from_hex(&text);
                    commitment = Some(hash.ok_or_else(|| A::Error::custom("not a commitment"))?);
                }
                VALUE => value = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    return Err(A::Error::custom("a personal value has no such key"));
                }
            }
        }
        match (unsealed, commitment, value) {
            (Some(value), None, None) => Ok(Private::new(value)),
            (None, Some(hash), value) => Ok(Private { commitment: Some(hash), value }),
            _ => Err(A::Error::custom("not one of the three forms of a personal value")),
        }
    }
}

/// A value as people read it: each personal value in its place, without its commitment.
pub fn plain(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields)
            if fields.contains_key(COMMITMENT)
                && fields.len() <= 2
                && fields.keys().all(|key| key == COMMITMENT || key == VALUE) =>
        {
            *value = fields.remove(VALUE).unwrap_or_else(|| serde_json::Value::String(ERASED.into()));
        }
        serde_json::Value::Object(fields) => fields.values_mut().for_each(plain),
        serde_json::Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
