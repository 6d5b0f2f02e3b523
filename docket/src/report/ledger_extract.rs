//! Entries of the ledger, one JSON object a line: number, the exact text that was hashed, and its hash. With the newest
//! checkpoint, so that a stranger can check them by `duenotice-verify`. For the house the personal values stand beside
//! them; nobody else gets them.

use super::profile::Profile;
use super::progress::Progress;
use crate::checkpoint::extract::{Entry, FORMAT, HASHED_AS, Head, Ledger, opened, proof_lines};
use crate::checkpoint::proof_file::Opening;
use crate::desk::as_of::AsOf;
use crate::desk::checkpoints::openings_of;
use crate::desk::proofs::Ways;
use crate::desk::{Desk, Done};
use crate::ledger::Hash;
use crate::private::commitments_in;
use crate::refusal::Refusal;
use crate::store::explorer::{self, EventFilter};
use crate::store::ledger::EventRow;
use crate::store::{StoreError, checkpoints, lists};
use crate::words::ours;
use std::collections::HashMap;
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
    desk.sign_now().await?;
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
    let newest = checkpoints::newest(&mut conn).await?.filter(|newest| newest.size <= counted.seq);
    let signed_to = newest.as_ref().map_or(0, |newest| newest.size);
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    let head = Head {
        case: case.to_owned(),
        checkpoint: newest.map(|newest| newest.note),
        first: number(first),
        format: FORMAT.to_owned(),
        kind: kind.to_owned(),
        last: number(last),
        leaf_hash: HASHED_AS.to_owned(),
        ledger: Ledger { root: counted.root, size: number(counted.seq) },
        profile: profile.word().to_owned(),
        provider: desk.settings().provider.clone(),
    };
    line(out, &head)?;
    let mut ways = match head.gives_root_of(number(signed_to)) {
        true => None,
        false => Some(Ways::of(&mut conn, signed_to).await?),
    };
    let filter = EventFilter { kind: kind.to_owned(), case: case_id, ..EventFilter::default() };
    let total = u64::try_from(last - first + 1).unwrap_or(0);
    let mut from = first;
    while from <= last {
        let rows = explorer::events(&mut conn, &filter, from, last, false, PAGE).await?;
        let Some(end) = rows.last().map(|row| row.seq) else { break };
        let openings = match profile {
            Profile::Internal => openings_of(&mut conn, &rows).await?,
            _ => HashMap::new(),
        };
        for row in &rows {
            let mut entry = entry(row, profile, &openings)?;
            if let Some(ways) = ways.as_mut().filter(|_| row.seq <= signed_to) {
                entry.proof = Some(proof_lines(&ways.to(&mut conn, row.seq).await?));
            }
            line(out, &entry)?;
        }
        progress.step(ours("Entries"), u64::try_from(end - first + 1).unwrap_or(0), total)?;
        from = end + 1;
    }
    Ok(counted.seq)
}

fn entry(row: &EventRow, profile: Profile, openings: &HashMap<Hash, Opening>) -> Done<Entry> {
    let leaf = row.text()?.to_owned();
    let openings: Vec<Opening> =
        commitments_in(&leaf).filter_map(|commitment| openings.get(&commitment).cloned()).collect();
    let opened = match profile {
        Profile::Internal => opened(&leaf, &openings),
        _ => None,
    };
    let seq = u64::try_from(row.seq).unwrap_or(0);
    Ok(Entry { leaf, leaf_hash: hex::encode(&row.leaf_hash), opened, openings, proof: None, seq })
}

fn line(out: &mut (dyn Write + Send), value: &impl serde::Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *out, value)?;
    Ok(out.write_all(b"\n")?)
}
