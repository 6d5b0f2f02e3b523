//! A file that is no database any more, told apart from one that is busy.

use super::{StoreError, Stored};
use sqlx::sqlite::SqliteConnection;

/// The file is no database any more, or a row holds what nobody wrote: to ask again later helps nothing.
pub(super) fn is_damage(error: &sqlx::Error) -> bool {
    /// What SQLite calls "corrupt" and "not a database". The rest of a code says where.
    const SQLITE: [i64; 2] = [11, 26];
    // A name in the schema that is no text stops the reader of the file itself.
    if matches!(error, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::WorkerCrashed) {
        return true;
    }
    let code = error.as_database_error().and_then(|database| database.code());
    code.is_some_and(|code| match code.parse::<i64>() {
        Ok(number) => SQLITE.contains(&(number & 0xff)),
        // PostgreSQL: data and index corrupted.
        Err(_) => matches!(&*code, "XX001" | "XX002"),
    })
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
