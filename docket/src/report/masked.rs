//! An event with the personal values taken out that a profile withholds. What no line here names is withheld: a kind of
//! event that was added later shows nothing until somebody has thought about it.

use super::profile::{Part, Profile};
use crate::event::Recorded;
use serde_json::Value;

/// The fields of an event whose personal values a regulator reads.
fn shown_to_regulators(kind: &str) -> &'static [&'static str] {
    match kind {
        "customer_added" => &["name"],
        "contact_added" => &["name", "email"],
        "complaint_rejected" | "case_closed" | "notice_withdrawn" | "decision_withdrawn" => &["reason"],
        "evidence_added" => &["exhibit"],
        "notice_scheduled" => &["text", "recipients"],
        "delivery_found" => &["how"],
        "notice_unreached" => &["to"],
        "channel_tried" => &["to", "tracking", "words", "files"],
        "letter_reported" => &["said", "remote"],
        "answer_received" => &["parts", "files", "signer", "signer_role"],
        "answer_assessed" => &["verdicts"],
        "decision_proposed" => &["whole_account", "statement"],
        "letter_queued" => &["to", "subject", "text"],
        "instruction_done" => &["answer"],
        "instruction_resulted" => &["detail"],
        "instruction_confirmed" => &["how", "proof"],
        _ => &[],
    }
}

/// None: the event cannot be shown at all.
pub(super) fn masked(recorded: &Recorded, profile: Profile) -> Option<Recorded> {
    if profile == Profile::Internal {
        return Some(recorded.clone());
    }
    let mut leaf = recorded.to_leaf().ok()?;
    let kind = leaf.get("kind")?.as_str()?.to_owned();
    let body = leaf.get_mut("body")?.as_object_mut()?;
    // Letters to others than the customer carry those others' addresses.
    let ours = kind != "letter_queued" || body.get("cause").is_some_and(is_to_the_customer);
    let shown = if profile == Profile::Regulator && ours { shown_to_regulators(&kind) } else { &[] };
    for (field, value) in body.iter_mut() {
        if !shown.contains(&field.as_str()) {
            withhold(value);
        }
    }
    Recorded::from_leaf(leaf).ok()
}

/// What stands in the place of an entry whose exact text a profile does not get. None: it gets it.
pub(super) fn hides_entry(profile: Profile, kind: &str, leaf: &Value) -> Option<&'static str> {
    if !profile.shows(Part::Leaves, false) {
        return Some(Part::Leaves.mask());
    }
    // The hashes of a reporter's files stand in these: they tell whoever has a file that it was this one.
    let report = match kind {
        "complaint_received" => &leaf["body"]["report"],
        "complaint_repeated" => &leaf["body"],
        _ => return None,
    };
    let part = if report["sealed"] == true { Part::SealedPlaces } else { Part::ReportFiles };
    (!profile.shows(part, report["disclosed"] == true)).then(|| part.mask())
}

/// The same for the personal value at a place of an entry that is shown.
pub(super) fn hides_value(profile: Profile, kind: &str, leaf: &Value, place: &str) -> Option<&'static str> {
    if profile == Profile::Internal {
        return None;
    }
    let field = place.split('/').next().unwrap_or_default();
    let ours = kind != "letter_queued" || is_to_the_customer(&leaf["body"]["cause"]);
    let shown = match (kind, field) {
        // Its entry is shown only where the reporter agreed to be named.
        ("complaint_received", "report") => true,
        _ => profile == Profile::Regulator && ours && shown_to_regulators(kind).contains(&field),
    };
    (!shown).then(|| Part::Notes.mask())
}

fn is_to_the_customer(cause: &Value) -> bool {
    matches!(
        cause.get("about").and_then(Value::as_str),
        Some(
            "notice"
                | "receipt"
                | "decision"
                | "passing"
                | "interim"
                | "appeal"
                | "data_request"
                | "withdrawal"
                | "time"
                | "link"
        )
    )
}

fn withhold(value: &mut Value) {
    match value {
        Value::Object(fields) if fields.contains_key("c") && fields.keys().all(|key| key == "c" || key == "$v") => {
            match fields.get_mut("$v") {
                Some(Value::String(words)) => *words = Part::Notes.mask().to_owned(),
                // A list or a structure reads as erased.
                _ => drop(fields.remove("$v")),
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(withhold),
        Value::Array(items) => items.iter_mut().for_each(withhold),
        _ => {}
    }
}
