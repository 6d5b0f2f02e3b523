//! A file that is no database any more and a disk without room, told apart from a database that is busy.

use super::{StoreError, Stored};
use sqlx::sqlite::SqliteConnection;
use std::io::ErrorKind;

enum Code {
    /// Without what it says of where.
    Sqlite(i64),
    Postgres(String),
}

fn code_of(error: &sqlx::Error) -> Option<Code> {
    let code = error.as_database_error()?.code()?;
    // PostgreSQL's are of five signs and may look like numbers; SQLite's are numbers of four at most.
    match code.parse::<i64>().ok().filter(|_| code.len() < 5) {
        Some(number) => Some(Code::Sqlite(number & 0xff)),
        None => Some(Code::Postgres(code.into_owned())),
    }
}

/// The file is no database any more, or a row holds what nobody wrote: to ask again later helps nothing.
pub(super) fn is_damage(error: &sqlx::Error) -> bool {
    /// What SQLite calls "corrupt" and "not a database".
    const SQLITE: [i64; 2] = [11, 26];
    // A name in the schema that is no text stops the reader of the file itself.
    if matches!(error, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::WorkerCrashed) {
        return true;
    }
    match code_of(error) {
        // What is asked is always the same and the tables were brought up to date when the file was opened, so whatever the
        // question is refused for came into the schema since. Not so for words that are searched for, nor for the order of
        // transactions.
        Some(Code::Sqlite(1)) => error
            .as_database_error()
            .is_some_and(|error| !["fts5: ", "cannot "].iter().any(|begin| error.message().starts_with(begin))),
        Some(Code::Sqlite(code)) => SQLITE.contains(&code),
        // Data and index corrupted; no such column, no such table.
        Some(Code::Postgres(code)) => matches!(&*code, "XX001" | "XX002" | "42703" | "42P01"),
        None => false,
    }
}

/// The disk has no room: both databases have undone what they were at.
pub(super) fn is_full(error: &sqlx::Error) -> bool {
    /// What SQLite calls "full".
    const SQLITE: i64 = 13;
    if let sqlx::Error::Io(error) = error {
        return has_no_room(error);
    }
    match code_of(error) {
        Some(Code::Sqlite(code)) => code == SQLITE,
        Some(Code::Postgres(code)) => code == "53100",
        None => false,
    }
}

pub(super) fn has_no_room(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// A damaged schema may hold bytes that are no text. The thread that reads the file stops at them, and whoever waits for it
/// might wait for ever; as numbers they can be looked at first.
pub(super) async fn readable(conn: &mut SqliteConnection) -> Stored<()> {
    const SCHEMA: &str = "select hex(coalesce(name, '') || ' ' || coalesce(sql, '')) from sqlite_schema";
    let texts: Vec<String> = sqlx::query_scalar(SCHEMA).fetch_all(conn).await?;
    let text = |hexed: &String| hex::decode(hexed).is_ok_and(|bytes| String::from_utf8(bytes).is_ok());
    match texts.iter().all(text) {
        true => Ok(()),
        false => Err(StoreError::Damaged("the schema of the database holds bytes that are no text".into())),
    }
}

pub(super) fn migration(error: sqlx::migrate::MigrateError) -> StoreError {
    match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => StoreError::Damaged(format!("the tables cannot be brought up to date: {other}")),
    }
}
