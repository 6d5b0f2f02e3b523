//! Personal values, by the commitment that stands for them everywhere else.

use super::cells::{Cell, cells};
use super::steps::Steps;
use super::{Conn, Stored, placeholders};
use crate::checkpoint::proof_file::Opening;
use crate::id::EventId;
use crate::ledger::Hash;
use crate::private::VaultRow;
use std::collections::HashMap;

/// Statements of a few fixed lengths only, so that the databases' statement caches stay small.
const LENGTHS: [usize; 6] = [8, 32, 64, 96, 160, 256];

/// The values behind these commitments, as JSON text. What was erased is absent.
pub async fn values(conn: &mut Conn<'_>, mut wanted: Vec<Hash>) -> Stored<HashMap<Hash, String>> {
    let mut found = HashMap::with_capacity(wanted.len());
    wanted.sort_unstable();
    wanted.dedup();
    for chunk in wanted.chunks(LENGTHS[LENGTHS.len() - 1]) {
        let length = LENGTHS.into_iter().find(|length| *length >= chunk.len()).unwrap_or(chunk.len());
        let mut cells: Vec<Cell> = chunk.iter().map(|hash| Cell::from(*hash)).collect();
        // The last one again, up to the fixed length: the same row is found once.
        cells.resize(length, chunk.last().map(|hash| Cell::from(*hash)).unwrap_or(Cell::Int(0)));
        // SQLite looks each number of a place up in a list of all of them.
        let places =
            if matches!(conn, Conn::Sqlite(_)) { vec!["?"; length].join(",") } else { placeholders(0, length) };
        let sql = format!("select commitment, value from vault where value is not null and commitment in ({places})");
        for (commitment, value) in conn.all::<(Vec<u8>, String)>(&sql, &cells).await? {
            if let Ok(hash) = Hash::try_from(commitment.as_slice()) {
                found.insert(hash, value);
            }
        }
    }
    Ok(found)
}

/// The same with what their commitments were made of, for whoever is to check them elsewhere.
pub async fn openings(conn: &mut Conn<'_>, mut wanted: Vec<Hash>) -> Stored<HashMap<Hash, Opening>> {
    const LENGTH: usize = 96;
    let sql = format!(
        "select commitment, salt, value, event_id, path from vault where value is not null and salt is not null \
         and commitment in ({})",
        placeholders(0, LENGTH)
    );
    let mut found = HashMap::with_capacity(wanted.len());
    wanted.sort_unstable();
    wanted.dedup();
    for chunk in wanted.chunks(LENGTH) {
        let mut cells: Vec<Cell> = chunk.iter().map(|hash| Cell::from(*hash)).collect();
        cells.resize(LENGTH, chunk.last().map(|hash| Cell::from(*hash)).unwrap_or(Cell::Int(0)));
        for (commitment, salt, value, event, path) in
            conn.all::<(Vec<u8>, Vec<u8>, String, String, String)>(&sql, &cells).await?
        {
            if let Ok(hash) = Hash::try_from(commitment.as_slice()) {
                found.insert(hash, Opening { event, path, salt: hex::encode(salt), value });
            }
        }
    }
    Ok(found)
}

/// The rows of all events of a command, whatever event they belong to: so nearly every statement has the same length.
pub(crate) fn add(steps: &mut Steps, events: &[(EventId, Vec<VaultRow>)]) {
    let rows: Vec<(EventId, &VaultRow)> =
        events.iter().flat_map(|(event, rows)| rows.iter().map(|row| (*event, row))).collect();
    // Sixteen rows of five values stay far below every limit on bound values.
    for chunk in rows.chunks(16) {
        let mut sql = String::from("insert into vault (commitment, salt, value, event_id, path) values ");
        let mut cells: Vec<Cell> = Vec::with_capacity(chunk.len() * 5);
        for (place, (event, row)) in chunk.iter().enumerate() {
            if place > 0 {
                sql.push(',');
            }
            sql.push('(');
            sql.push_str(&placeholders(place * 5, 5));
            sql.push(')');
            cells.extend(cells![row.commitment, row.salt, &row.value, *event, &row.path]);
        }
        steps.add(sql, cells, chunk.len() as u64);
    }
}
