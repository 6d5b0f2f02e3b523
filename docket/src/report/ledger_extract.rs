//! Entries of the ledger, one JSON object a line: number, the exact text that was hashed, and its hash. For the house
//! the personal values stand beside it; nobody else gets them.

use super::profile::Profile;
use super::progress::Progress;
use crate::desk::as_of::AsOf;
use crate::desk::pages::read_events;
use crate::desk::{Desk, Done};
use crate::refusal::Refusal;
use crate::store::explorer::{self, EventFilter};
use crate::store::{StoreError, lists};
use crate::words::ours;
use std::io::Write;

const PAGE: i64 = 500;

/// Gives the last entry of the ledger that was there when it began.
pub async fn write(
    desk: &Desk,
    (first, last, kind, case): (i64, Option<i64>, &str, &str),
    profile: Profile,
    progress: &Progress,
    out: &mut (dyn Write + Send),
) -> Done<i64> {
    let mut snapshot = desk.store().snapshot().await?;
    let mut conn = snapshot.conn();
    let counted = desk.counted(&mut conn, AsOf::Now).await?;
    let last = last.unwrap_or(counted.seq).min(counted.seq);
    let case_id = match case {
        "" => String::new(),
        number => lists::case_by_number(&mut conn, number)
            .await?
            .map(|held| held.noun.id.to_string())
            .ok_or_else(|| Refusal::field("case", "There is no case with this number."))?,
    };
    let head = serde_json::json!({
        "format": "duenotice ledger extract 1",
        "provider": desk.settings().provider,
        "profile": profile.word(),
        "first": first, "last": last, "kind": kind, "case": case,
        "ledger": { "size": counted.seq, "root": counted.root },
        "leaf_hash": "SHA-256 over one zero byte and the text of the leaf (RFC 6962)",
    });
    line(out, &head)?;
    let filter = EventFilter { kind: kind.to_owned(), case: case_id, ..EventFilter::default() };
    let total = u64::try_from(last - first + 1).unwrap_or(0);
    let mut from = first;
    while from <= last {
        let rows = explorer::events(&mut conn, &filter, from, last, false, PAGE).await?;
        let Some(end) = rows.last().map(|row| row.seq) else { break };
        let opened = match profile {
            Profile::Internal => read_events(&mut conn, &rows).await?,
            _ => Vec::new(),
        };
        for (place, row) in rows.iter().enumerate() {
            let leaf = String::from_utf8_lossy(&row.leaf);
            let mut entry =
                serde_json::json!({ "seq": row.seq, "leaf": leaf, "leaf_hash": hex::encode(&row.leaf_hash) });
            if let Some(recorded) = opened.get(place) {
                let mut open = recorded.to_leaf()?;
                super::case_file::plain(&mut open);
                entry["opened"] = open.get("body").cloned().unwrap_or_default();
            }
            line(out, &entry)?;
        }
        progress.step(ours("Entries"), u64::try_from(end - first + 1).unwrap_or(0), total)?;
        from = end + 1;
    }
    Ok(counted.seq)
}

fn line(out: &mut (dyn Write + Send), value: &serde_json::Value) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *out, value)?;
    Ok(out.write_all(b"\n")?)
}
