//! SQLite or PostgreSQL behind one SQL text. SQL stands only below this module, and only `Tx` writes.

pub mod aside;
pub mod aside_imports;
pub mod aside_people;
pub mod audit;
pub mod cells;
pub mod checkpoints;
pub mod codes;
pub mod copies;
mod damage;
pub mod deciding;
pub mod evidence;
pub mod explorer;
pub mod faults;
pub mod figures;
pub mod glance;
pub mod instructions;
pub mod invitations;
pub mod jobs;
pub mod keeping;
pub mod lease;
pub mod ledger;
pub mod letters;
pub mod line;
pub mod lists;
mod lists_customers;
mod lists_extensions;
pub mod mails;
pub mod nouns;
pub mod presence;
pub mod queues;
pub mod readers;
pub mod saved_views;
pub mod search;
pub mod settling;
pub mod statistics;
pub(crate) mod steps;
pub mod traces;
pub mod vault;
pub mod vouching;
pub mod waiting;
pub mod watch;

use crate::read_only::ReadOnly;
use cells::Cell;
use faults::Step;
use futures_util::TryStreamExt;
use line::Turn;
pub use line::{Company, Writer};
use readers::{Readers, Seat};
use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Either, Executor, Postgres, Transaction};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a database can answer besides rows.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database cannot be reached or refused: {0}")]
    Database(#[source] sqlx::Error),
    /// Somebody else changed the same row first. The verb starts again.
    #[error("somebody else changed this at the same time")]
    Conflict,
    #[error("the record is damaged: {0}")]
    Damaged(String),
    #[error("{0}")]
    InUse(String),
    #[error("{0}")]
    ReadOnly(ReadOnly),
    #[error("a file of the desk cannot be read or written: {0}")]
    File(std::io::Error),
    /// Nothing was recorded; what is there can be read.
    #[error("there is no room left on the disk: {0}")]
    Full(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if damage::is_damage(&error) {
            return StoreError::Damaged(error.to_string());
        }
        if damage::is_full(&error) {
            return StoreError::Full(error.to_string());
        }
        let conflict = error.as_database_error().is_some_and(|database| {
            // 40001 and 40P01: PostgreSQL chose this transaction to make way for another.
            database.is_unique_violation() || matches!(database.code().as_deref(), Some("40001" | "40P01"))
        });
        if conflict { StoreError::Conflict } else { StoreError::Database(error) }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if damage::has_no_room(&error) { StoreError::Full(error.to_string()) } else { StoreError::File(error) }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        StoreError::Damaged(error.to_string())
    }
}

pub type Stored<T> = Result<T, StoreError>;

/// Where the record lies.
#[derive(Clone, Debug)]
pub enum Store {
    Sqlite { write: Writer, read: Readers, file: PathBuf },
    Postgres { pool: PgPool },
}

/// One write transaction.
pub enum Tx {
    Sqlite(Turn),
    Postgres(Transaction<'static, Postgres>),
}

/// One connection for reading.
pub enum Reader {
    Sqlite(Seat),
    Postgres(sqlx::pool::PoolConnection<Postgres>),
}

/// Whatever a statement can run on.
pub enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
    /// It was closed.
    Gone,
}

impl<'c> Conn<'c> {
    fn sqlite(open: Option<&'c mut SqliteConnection>) -> Conn<'c> {
        open.map_or(Conn::Gone, Conn::Sqlite)
    }
}

/// A row type that both databases can fill.
pub trait Fill:
    for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin
{
}
impl<T> Fill for T where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin
{
}

/// Runs the same words on whichever database is open.
macro_rules! on {
    ($conn:expr, $sql:expr, $cells:expr, $query:ident, |$bound:ident, $open:ident| $run:expr) => {
        match $conn {
            Conn::Sqlite($open) => {
                let mut $bound = sqlx::$query(AssertSqlSafe(with_limits($sql, $cells)));
                for cell in $cells {
                    $bound = cells::bind!($bound, cell);
                }
                $run
            }
            Conn::Postgres($open) => {
                let mut $bound = sqlx::$query(AssertSqlSafe($sql.to_owned()));
                for cell in $cells {
                    $bound = cells::bind!($bound, cell);
                }
                $run
            }
            Conn::Gone => Err(StoreError::Database(sqlx::Error::PoolClosed)),
        }
    };
}

impl Conn<'_> {
    /// Runs a statement and says how many rows it changed.
    pub(crate) async fn run(&mut self, sql: &str, cells: &[Cell]) -> Stored<u64> {
        on!(self, sql, cells, query, |bound, open| Ok(bound.execute(&mut **open).await?.rows_affected()))
    }

    /// Runs statements that stand in one text, on PostgreSQL one at most. How many rows each of them changed, and the row
    /// that one of them returned.
    pub(crate) async fn each<T: Fill>(&mut self, sql: &str, cells: &[Cell]) -> Stored<(Vec<u64>, Option<T>)> {
        on!(self, sql, cells, query, |bound, open| {
            let mut results = (&mut **open).fetch_many(bound);
            let (mut changed, mut found) = (Vec::new(), None);
            while let Some(result) = results.try_next().await? {
                match result {
                    Either::Left(done) => changed.push(done.rows_affected()),
                    Either::Right(row) => found = Some(sqlx::FromRow::from_row(&row)?),
                }
            }
            Ok((changed, found))
        })
    }

    pub(crate) async fn all<T: Fill>(&mut self, sql: &str, cells: &[Cell]) -> Stored<Vec<T>> {
        on!(self, sql, cells, query_as, |bound, open| Ok(bound.fetch_all(&mut **open).await?))
    }

    pub(crate) async fn first<T: Fill>(&mut self, sql: &str, cells: &[Cell]) -> Stored<Option<T>> {
        on!(self, sql, cells, query_as, |bound, open| Ok(bound.fetch_optional(&mut **open).await?))
    }
}

impl Reader {
    pub fn conn(&mut self) -> Conn<'_> {
        match self {
            Reader::Sqlite(seat) => Conn::sqlite(seat.conn()),
            Reader::Postgres(open) => Conn::Postgres(open),
        }
    }
}

impl Tx {
    pub fn conn(&mut self) -> Conn<'_> {
        match self {
            Tx::Sqlite(turn) => Conn::sqlite(turn.conn()),
            Tx::Postgres(open) => Conn::Postgres(open),
        }
    }

    /// A step at which a story may break a command off. A connection that is lost there is really gone.
    pub(crate) async fn at(&mut self, step: Step) -> Stored<()> {
        let Err(problem) = faults::at(step) else { return Ok(()) };
        if faults::is_lost(&problem) {
            match self {
                Tx::Sqlite(turn) => turn.lose(),
                Tx::Postgres(_) => drop(self.conn().run(END_THIS_ONE, &[]).await),
            }
        }
        Err(problem)
    }

    pub async fn commit(self) -> Stored<()> {
        match self {
            Tx::Sqlite(turn) => turn.commit().await,
            Tx::Postgres(open) => Ok(open.commit().await?),
        }
    }
}

const END_THIS_ONE: &str = "select 1 from (select pg_terminate_backend(pg_backend_pid())) as gone";

/// The database ends whoever holds a transaction open for so long without a word, and lets go of what they had locked.
const LET_GO: &str = "set idle_in_transaction_session_timeout = '30s'";

/// So many read at a time on SQLite; each keeps a cache of pages.
const READERS: u32 = 4;

/// 8 MiB each, in SQLite's way of saying it. The personal values of one page lie all over the vault: in a large desk the
/// usual 2 MiB do not hold those that the next page asks for again.
const READ_CACHE: &str = "-8192";

/// The file of the embedded database inside the data folder.
pub const SQLITE_FILE: &str = "duenotice.db";

impl Store {
    /// The embedded database: a file, one writer, readers beside it.
    pub async fn open_sqlite(folder: &Path) -> Stored<Store> {
        std::fs::create_dir_all(folder)?;
        let file = folder.join(SQLITE_FILE);
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Acknowledged means on the disk.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // Triggers also fire for rows that "insert or replace" would delete.
            .pragma("recursive_triggers", "on")
            .pragma("temp_store", "memory")
            // What is overwritten inside a page does not stay behind in it.
            .pragma("secure_delete", "fast")
            // What is written again and again, as the ends of tables and indexes are, goes into the file once for four
            // thousand pages of log instead of once for a thousand.
            .pragma("wal_autocheckpoint", "4000")
            // Every statement of the desk stays prepared, and a page's rows are handed over at once.
            .statement_cache_capacity(512)
            .row_buffer_size(1024)
            .busy_timeout(Duration::from_secs(10));
        let mut write = options.connect().await?;
        damage::readable(&mut write).await?;
        sqlx::migrate!("../migrations/sqlite").run(&mut write).await.map_err(damage::migration)?;
        let write = Writer::new(options.clone(), write);
        let read = Readers::new(options.read_only(true).pragma("cache_size", READ_CACHE), READERS);
        Ok(Store::Sqlite { write, read, file })
    }

    /// For teams that need more than one server.
    pub async fn open_postgres(url: &str) -> Stored<Store> {
        let options = PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(30));
        // A server that stands still in the middle of a write must not keep the others from writing.
        let options = options
            .after_connect(|open, _| Box::pin(async move { sqlx::raw_sql(LET_GO).execute(open).await.map(drop) }));
        let pool = options.connect(url).await?;
        sqlx::migrate!("../migrations/postgres").run(&pool).await.map_err(damage::migration)?;
        Ok(Store::Postgres { pool })
    }

    /// Which database, in one word.
    pub fn kind(&self) -> &'static str {
        match self {
            Store::Sqlite { .. } => "sqlite",
            Store::Postgres { .. } => "postgres",
        }
    }

    pub async fn read(&self) -> Stored<Reader> {
        Ok(match self {
            Store::Sqlite { read, .. } => Reader::Sqlite(read.seat().await?),
            Store::Postgres { pool } => Reader::Postgres(pool.acquire().await?),
        })
    }

    /// Opens a write.
    pub(crate) async fn begin(&self) -> Stored<Tx> {
        Ok(match self {
            Store::Sqlite { write, .. } => Tx::Sqlite(write.begin().await?),
            Store::Postgres { pool } => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Opens a write and asks its first question, for one text, in the same breath.
    pub(crate) async fn begin_asking(
        &self,
        sql: &'static str,
        cells: Vec<Cell>,
        company: Company,
    ) -> Stored<(Tx, Option<String>)> {
        if let Store::Sqlite { write, .. } = self {
            let (turn, found) = write.begin_asking(sql, cells, company).await?;
            return Ok((Tx::Sqlite(turn), found));
        }
        let mut tx = self.begin().await?;
        let found = tx.conn().first::<(String,)>(sql, &cells).await?;
        Ok((tx, found.map(|(text,)| text)))
    }

    pub async fn close(&self) {
        match self {
            Store::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Store::Postgres { pool } => pool.close().await,
        }
    }
}

/// SQLite plans a statement anew whenever another limit is bound to it, and that takes longer than most of them run. So
/// it finds its limits in the text: there are few, and each text stays prepared.
fn with_limits(sql: &str, cells: &[Cell]) -> String {
    const LIMIT: &str = "limit $";
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(LIMIT) {
        let (before, place) = (&rest[..at], &rest[at + LIMIT.len()..]);
        let digits = place.bytes().take_while(u8::is_ascii_digit).count();
        text.push_str(before);
        match place[..digits].parse::<usize>().ok().and_then(|number| cells.get(number.checked_sub(1)?)) {
            Some(Cell::Int(limit)) => text.push_str(&format!("limit {limit}")),
            _ => text.push_str(&rest[at..at + LIMIT.len() + digits]),
        }
        rest = &place[digits..];
    }
    text.push_str(rest);
    text
}

/// `$1, $2 ... $n`, starting after `before` placeholders that stand earlier in the statement.
pub(crate) fn placeholders(before: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 5);
    for place in 1..=count {
        if place > 1 {
            text.push(',');
        }
        text.push('$');
        text.push_str(&(before + place).to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_stands_in_the_text_and_every_other_place_keeps_its_number() {
        let cells = cells::cells!["word", 50_i64, 7_i64];
        let sql = "select a from (select b from c limit $3) as d where e = $1 limit $2";
        assert_eq!(with_limits(sql, &cells), "select a from (select b from c limit 7) as d where e = $1 limit 50");
        assert_eq!(with_limits("select a from b limit $1", &cells), "select a from b limit $1");
        assert_eq!(with_limits("select a from b", &cells), "select a from b");
    }
}
