//! An event with what surrounds it, and how it becomes the bytes of a leaf and an event again.

use super::{Event, LEAF_VERSION};
use crate::id::{CaseId, CommandId, EventId};
use crate::people::Actor;
use crate::time::Moment;
use serde::Deserialize;
use serde_json::value::RawValue;

/// An event with what surrounds it in the leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub id: EventId,
    pub at: Moment,
    pub actor: Actor,
    pub case: Option<CaseId>,
    pub command: CommandId,
    pub event: Event,
}

/// The leaf's shape: RFC 8785 makes its bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Leaf {
    v: i64,
    event_id: EventId,
    kind: String,
    at: Moment,
    actor: Actor,
    case_id: Option<CaseId>,
    command_id: CommandId,
    body: serde_json::Value,
}

/// The same shape over bytes: the body stays text until its kind is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'l> {
    v: i64,
    event_id: EventId,
    kind: String,
    at: Moment,
    actor: Actor,
    case_id: Option<CaseId>,
    command_id: CommandId,
    #[serde(borrow)]
    body: &'l RawValue,
}

#[derive(Debug, thiserror::Error)]
pub enum LeafError {
    #[error("the leaf is not the JSON of an event: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the leaf has version {0}, which this program does not know")]
    Version(i64),
}

impl Recorded {
    /// The leaf as JSON, personal values still in the clear: sealing comes next.
    pub fn to_leaf(&self) -> Result<serde_json::Value, LeafError> {
        // The event is its kind and its body already, and is only given what surrounds it: to make the leaf of its parts
        // would copy the body once more.
        let mut leaf = match serde_json::to_value(&self.event)? {
            serde_json::Value::Object(fields) => fields,
            _ => serde_json::Map::new(),
        };
        leaf.entry("body").or_insert(serde_json::Value::Null);
        leaf.insert("v".into(), LEAF_VERSION.into());
        leaf.insert("event_id".into(), serde_json::to_value(self.id)?);
        leaf.insert("at".into(), serde_json::to_value(self.at)?);
        leaf.insert("actor".into(), serde_json::to_value(self.actor)?);
        leaf.insert("case_id".into(), serde_json::to_value(self.case)?);
        leaf.insert("command_id".into(), serde_json::to_value(self.command)?);
        Ok(leaf.into())
    }

    /// From a leaf as text, without building a tree of it first: replay reads millions, pages hundreds at a time.
    pub fn from_text(leaf: &str) -> Result<Self, LeafError> {
        let leaf: Written<'_> = serde_json::from_str(leaf)?;
        if leaf.v != LEAF_VERSION {
            return Err(LeafError::Version(leaf.v));
        }
        let kind = serde_json::to_string(&leaf.kind)?;
        // With its kind in front, the body is read straight into its fields.
        let event = format!("{{\"kind\":{kind},\"body\":{}}}", leaf.body.get());
        let event = serde_json::from_str(&event)?;
        Ok(Recorded {
            id: leaf.event_id,
            at: leaf.at,
            actor: leaf.actor,
            case: leaf.case_id,
            command: leaf.command_id,
            event,
        })
    }

    pub fn from_leaf(leaf: serde_json::Value) -> Result<Self, LeafError> {
        let leaf: Leaf = serde_json::from_value(leaf)?;
        if leaf.v != LEAF_VERSION {
            return Err(LeafError::Version(leaf.v));
        }
        // Built by hand: the `json!` macro would copy the whole body, and replay reads millions of them.
        let mut event = serde_json::Map::new();
        event.insert("kind".into(), leaf.kind.into());
        event.insert("body".into(), leaf.body);
        let event = serde_json::from_value(event.into())?;
        Ok(Recorded {
            id: leaf.event_id,
            at: leaf.at,
            actor: leaf.actor,
            case: leaf.case_id,
            command: leaf.command_id,
            event,
        })
    }
}
