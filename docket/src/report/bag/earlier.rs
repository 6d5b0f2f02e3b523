//! Checkpoints that went out with notices. Whoever got one holds an older state of the ledger in their mailbox; the bag
//! proves that its own state begins with it, so nothing before it was rewritten.

use super::Account;
use crate::checkpoint::proof_file::Growth;
use crate::desk::checkpoints::growth;
use crate::desk::sealing::Vouched;
use crate::desk::{Desk, Done};
use crate::store::ledger::EventRow;
use crate::store::{Stored, checkpoints};
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// By size: what a letter carried, and how the bag's checkpoint continues it.
pub(super) type Earlier = BTreeMap<u64, (String, Growth)>;

/// Those of these entries with which a notice was written.
pub(super) fn mailed(rows: &[EventRow]) -> Stored<Vec<i64>> {
    let mut mailed = Vec::new();
    for row in rows.iter().filter(|row| row.kind == "letter_queued") {
        let leaf: Value = serde_json::from_slice(&row.leaf)?;
        if leaf["body"]["cause"]["about"] == "notice" {
            mailed.push(row.seq);
        }
    }
    Ok(mailed)
}

pub(super) async fn earlier(desk: &Desk, account: &Account, vouched: &Vouched) -> Done<Earlier> {
    let mut found = Earlier::new();
    let Some((newest, signed)) = &vouched.checkpoint else { return Ok(found) };
    let mut snapshot = desk.store().snapshot().await?;
    let mut conn = snapshot.conn();
    for entry in &account.mailed {
        // A letter carries the first one that covers the entry with which it was written.
        let Some(row) = checkpoints::covering(&mut conn, *entry).await?.filter(|row| row.size < newest.size) else {
            continue;
        };
        let old_size = u64::try_from(row.size).unwrap_or(0);
        if let Entry::Vacant(place) = found.entry(old_size) {
            let path = growth(&mut conn, old_size, signed.checkpoint.size).await?;
            place.insert((row.note, Growth { old_size, path, signed: signed.clone() }));
        }
    }
    Ok(found)
}
