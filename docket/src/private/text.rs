//! The same on the text itself. Pages read hundreds of nouns and events, and building a tree of each only to look for
//! its personal values would cost more than everything else. This works on canonical JSON alone, which is what lies in
//! the tables: there a sealed value is written in exactly one way, and no text can hold that spelling, because every
//! quotation mark inside a text has a backslash before it.

use std::collections::HashMap;

use super::{VALUE, seal};
use crate::ledger::Hash;

const BEFORE: &str = "{\"c\":\"";
const HASH: usize = 64;
const AFTER: &str = "\"}";

/// All commitments without a value, with the place in the text where the value would be put.
fn places(text: &str) -> impl Iterator<Item = (usize, Hash)> {
    text.match_indices(BEFORE).filter_map(|(at, _)| {
        let begins = at + BEFORE.len();
        let hash = seal::hash_from_hex(text.get(begins..begins + HASH)?)?;
        text[begins + HASH..].starts_with(AFTER).then_some((begins + HASH + 1, hash))
    })
}

/// All commitments in a text of facts or in a leaf, in the order in which they stand there.
pub fn commitments_in(text: &str) -> impl Iterator<Item = Hash> {
    places(text).map(|(_, hash)| hash)
}

/// Those that stand in fields with these names, wherever in the text.
pub fn commitments_of<'t>(text: &'t str, fields: &'t [&'t str]) -> impl Iterator<Item = Hash> + 't {
    let named = |at: usize| {
        let before = text[..at].strip_suffix("\":").unwrap_or_default();
        fields.iter().any(|field| before.strip_suffix(field).is_some_and(|rest| rest.ends_with('"')))
    };
    places(text).filter(move |(place, _)| named(place - (BEFORE.len() + HASH + 1))).map(|(_, hash)| hash)
}

/// The text with the values that the vault still has beside their commitments.
pub fn reveal_in(text: &str, vault: &HashMap<Hash, String>) -> String {
    let mut open = String::with_capacity(2 * text.len());
    let mut done = 0;
    for (place, hash) in places(text) {
        if let Some(value) = vault.get(&hash) {
            open.push_str(&text[done..place]);
            open.push_str(",\"");
            open.push_str(VALUE);
            open.push_str("\":");
            open.push_str(value);
            done = place;
        }
    }
    open.push_str(&text[done..]);
    open
}
