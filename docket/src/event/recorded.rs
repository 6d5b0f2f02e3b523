//! An event with what surrounds it, and how it becomes the bytes of a leaf and an event again.

use super::{Event, LEAF_VERSION};
use crate::id::{CaseId, CommandId, EventId};
use crate::people::Actor;
use crate::time::Moment;
use serde::{Deserialize, Serialize};
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
#[derive(Serialize, Deserialize)]
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
        let mut event = serde_json::to_value(&self.event)?;
        let kind = event.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned();
        Ok(serde_json::to_value(Leaf {
            v: LEAF_VERSION,
            event_id: self.id,
            kind,
            at: self.at,
            actor: self.actor,
            case_id: self.case,
            command_id: self.command,
            body: event.get_mut("body").map(serde_json::Value::take).unwrap_or_default(),
        })?)
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
