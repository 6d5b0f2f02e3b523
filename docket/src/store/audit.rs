//! What `verify` reads: plain rows, with nothing opened and nothing left out.

use super::cells::{Cell, cells};
use super::readers::Seat;
use super::{Conn, Store, Stored, placeholders};
use crate::ledger::Hash;
use crate::noun::Kind;
use sqlx::{Postgres, Transaction};
use std::collections::HashSet;

/// The record at one moment: whoever writes meanwhile is not seen. It ends when it is dropped, and on SQLite its
/// connection with it.
pub enum Snapshot {
    Sqlite { seat: Seat, open: bool },
    Postgres(Transaction<'static, Postgres>),
}

impl Snapshot {
    pub fn conn(&mut self) -> Conn<'_> {
        match self {
            Snapshot::Sqlite { seat, .. } => Conn::sqlite(seat.conn()),
            Snapshot::Postgres(open) => Conn::Postgres(open),
        }
    }

    /// For whoever comes often: the connection goes back to the others, with every statement that it has prepared.
    pub async fn end(mut self) -> Stored<()> {
        if let Snapshot::Sqlite { seat, open } = &mut self {
            Conn::sqlite(seat.conn()).run("rollback", &[]).await?;
            *open = false;
        }
        Ok(())
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if let Snapshot::Sqlite { seat, open: true } = self {
            // Closing the connection ends what is open on it.
            seat.discard();
        }
    }
}

const DAMAGE: &str = "pragma integrity_check(20)";

/// What SQLite finds wrong with its own file, a line each, and whether every index says what its table says. PostgreSQL has
/// tools of its own for that.
pub async fn damage(conn: &mut Conn<'_>) -> Stored<Vec<String>> {
    if matches!(conn, Conn::Postgres(_)) {
        return Ok(Vec::new());
    }
    let lines: Vec<(String,)> = conn.all(DAMAGE, &[]).await?;
    Ok(lines.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect())
}

impl Store {
    pub async fn snapshot(&self) -> Stored<Snapshot> {
        match self {
            Store::Sqlite { read, .. } => {
                let mut snapshot = Snapshot::Sqlite { seat: read.seat().await?, open: true };
                snapshot.conn().run("begin", &[]).await?;
                Ok(snapshot)
            }
            Store::Postgres { pool } => {
                let open = pool.begin_with("begin isolation level repeatable read read only").await?;
                Ok(Snapshot::Postgres(open))
            }
        }
    }
}

const HEAD: &str = "select size, frontier from ledger_head where id = 1";

/// The head as it stands there, whether it makes sense or not.
pub async fn head(conn: &mut Conn<'_>) -> Stored<Option<(i64, Vec<u8>)>> {
    conn.first(HEAD, &[]).await
}

/// A row of the vault with the event that it says it belongs to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Opening {
    pub commitment: Vec<u8>,
    pub salt: Option<Vec<u8>>,
    pub value: Option<String>,
    pub event_id: String,
    pub path: String,
}

/// The openings of a few hundred events at once.
pub async fn openings(conn: &mut Conn<'_>, events: &[&str]) -> Stored<Vec<Opening>> {
    // One length only, so that the database prepares this statement once.
    const LENGTH: usize = 250;
    let mut found = Vec::new();
    let sql = format!(
        "select commitment, salt, value, event_id, path from vault where event_id in ({}) order by event_id, path, commitment",
        placeholders(0, LENGTH)
    );
    for chunk in events.chunks(LENGTH) {
        let mut cells: Vec<Cell> = chunk.iter().map(|event| Cell::from(*event)).collect();
        cells.resize(LENGTH, Cell::Text(String::new()));
        found.extend(conn.all::<Opening>(&sql, &cells).await?);
    }
    Ok(found)
}

/// Which of these commitments have a row, whatever event it belongs to.
pub async fn known(conn: &mut Conn<'_>, commitments: &[Hash]) -> Stored<HashSet<Hash>> {
    const LENGTH: usize = 250;
    let mut found = HashSet::with_capacity(commitments.len());
    let sql = format!("select commitment from vault where commitment in ({})", placeholders(0, LENGTH));
    for chunk in commitments.chunks(LENGTH) {
        let mut cells: Vec<Cell> = chunk.iter().map(|hash| Cell::from(*hash)).collect();
        cells.resize(LENGTH, Cell::Bytes(Vec::new()));
        let rows = conn.all::<(Vec<u8>,)>(&sql, &cells).await?;
        found.extend(rows.into_iter().filter_map(|(commitment,)| Hash::try_from(commitment.as_slice()).ok()));
    }
    Ok(found)
}

const STRAY_OPENINGS: &str = "select path, event_id from vault \
     where not exists (select 1 from event where event.event_id = vault.event_id) order by event_id, path limit $1";

/// Openings that belong to no event: path and the event's id.
pub async fn stray_openings(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<(String, String)>> {
    conn.all(STRAY_OPENINGS, &cells![limit]).await
}

const UNKNOWN_COMMANDS: &str = "select seq, command_id from event \
     where not exists (select 1 from command where command.command_id = event.command_id) order by seq limit $1";
const IDLE_COMMANDS: &str = "select at, command_id from command \
     where not exists (select 1 from event where event.command_id = command.command_id) order by command_id limit $1";
const MISDATED_COMMANDS: &str = "select event.seq, event.command_id, command.at, event.at as event_at \
     from event join command on command.command_id = event.command_id \
     where command.at <> event.at order by event.seq limit $1";

/// Events whose command is not remembered: their number and the command's id.
pub async fn unknown_commands(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<(i64, String)>> {
    conn.all(UNKNOWN_COMMANDS, &cells![limit]).await
}

/// Commands that are remembered although nothing happened by them.
pub async fn idle_commands(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<(i64, String)>> {
    conn.all(IDLE_COMMANDS, &cells![limit]).await
}

/// Commands with another instant than their events: number, command, its instant, the event's instant.
pub async fn misdated_commands(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<(i64, String, i64, i64)>> {
    conn.all(MISDATED_COMMANDS, &cells![limit]).await
}

/// Id and version of a table's rows, some thousands at a time.
pub async fn versions(conn: &mut Conn<'_>, kind: Kind, after_id: &str) -> Stored<Vec<(String, i64)>> {
    let sql = format!("select id, version from {} where id > $1 order by id limit 4000", kind.table());
    conn.all(&sql, &cells![after_id]).await
}
