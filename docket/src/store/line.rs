//! Writing on SQLite. One connection writes, and every command has to wait for the disk once: so whoever stands in
//! line shares one commit. Each command runs behind a savepoint of its own, which is what it falls back to when it is
//! refused; none is told that it is done before the commit of all of them was. With nobody in line a command commits
//! at once, so nothing ever waits for company.
//!
//! PostgreSQL needs none of this: it writes many transactions at a time and syncs them together by itself.

use super::cells::Cell;
use super::{Conn, StoreError, Stored};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// So many commands share a commit at most: it is also how much a failing disk takes with it.
const MOST: usize = 64;
/// Whoever waits longer is told that the desk is too busy.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub struct Writer(Arc<Shared>);

struct Shared {
    options: SqliteConnectOptions,
    line: Arc<Mutex<Line>>,
    waiting: AtomicUsize,
    commits: AtomicU64,
}

#[derive(Default)]
struct Line {
    conn: Option<SqliteConnection>,
    /// Commands of the open transaction that have done their work and wait to hear of its commit.
    done: Vec<oneshot::Sender<Stored<()>>>,
    open: Open,
    state: State,
    closed: bool,
}

/// With whom a command shares its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// With whoever has done their work in it.
    Welcome,
    /// With nobody before it, for a command that changes thousands of pages: behind a savepoint SQLite keeps what each of
    /// them was, and walks through all of that at the end of every statement.
    NoneBefore,
}

/// What is open on the connection.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    Transaction,
    /// A savepoint inside the transaction. A commit takes it along.
    Savepoint,
}

// Immediate: a deferred transaction that turns into a writer collapses under contention.
const BEGIN: &str = "begin immediate";
const COMMIT: &str = "commit";
const ROLLBACK: &str = "rollback";
const SAVEPOINT: &str = "savepoint one_command";
/// The command before has done its work behind a savepoint of its own, of which it is let go here: it stands and falls
/// with the whole from now on.
const NEXT_SAVEPOINT: &str = "release one_command; savepoint one_command";
const FALL_BACK: &str = "rollback to one_command; release one_command";

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Settled,
    /// A command went away without saying that it is done. What it did has to be undone before anything else.
    ToUndo,
    /// Something was asked of the database and nobody waited for the answer: only a new connection is known to be clean.
    Unknown,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// One command's turn to write. Dropped without `commit`, it leaves no trace.
pub struct Turn {
    line: Option<OwnedMutexGuard<Line>>,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn new(options: SqliteConnectOptions, conn: SqliteConnection) -> Writer {
        let line = Line { conn: Some(conn), ..Line::default() };
        Writer(Arc::new(Shared {
            options,
            line: Arc::new(Mutex::new(line)),
            waiting: AtomicUsize::new(0),
            commits: AtomicU64::new(0),
        }))
    }

    /// How often it committed, by which the others can be counted who shared a commit.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::SeqCst)
    }

    /// How many stand in line now.
    pub fn waiting(&self) -> usize {
        self.0.waiting.load(Ordering::SeqCst)
    }

    /// Keeps everybody waiting until what it gives is dropped, so that it is certain who shares a commit.
    pub async fn hold(&self) -> impl Send + use<> {
        self.0.line.clone().lock_owned().await
    }

    pub(super) async fn begin(&self) -> Stored<Turn> {
        Ok(self.begin_asking("", Vec::new(), Company::Welcome).await?.0)
    }

    /// With the first question of the command, for one text, because each by itself is two changes of thread.
    pub(super) async fn begin_asking(
        &self,
        sql: &'static str,
        cells: Vec<Cell>,
        company: Company,
    ) -> Stored<(Turn, Option<String>)> {
        let (mut line, shared) = (self.0.in_line().await?, self.0.clone());
        // In a task of its own: whoever goes away now must not take along those who share the transaction.
        let turn = tokio::spawn(async move {
            line.settle().await;
            if company == Company::NoneBefore {
                // Each of them hears of it, and whether they are done is nothing to this command.
                let _ = line.commit(&shared.commits).await;
            }
            let found = line.begin(&shared.options, sql, &cells).await?;
            Ok((Turn { line: Some(line), shared }, found))
        });
        turn.await.unwrap_or_else(|_| Err(lost("the writer ended")))
    }

    /// The connection outside of any transaction, for what cannot run inside one.
    pub(super) async fn alone<T>(
        &self,
        act: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
    ) -> Stored<T> {
        let mut line = self.0.in_line().await?;
        line.settle().await;
        line.commit(&self.0.commits).await?;
        line.state = State::Unknown;
        let done = act(line.connected(&self.0.options).await?).await?;
        line.state = State::Settled;
        Ok(done)
    }

    pub(super) async fn close(&self) {
        let mut line = self.0.line.lock().await;
        line.settle().await;
        // Whoever is told of a failure here has been told the truth; nobody else is there to hear it.
        let _ = line.commit(&self.0.commits).await;
        line.closed = true;
        if let Some(conn) = line.conn.take() {
            let _ = conn.close().await;
        }
    }
}

impl Shared {
    async fn in_line(self: &Arc<Self>) -> Stored<OwnedMutexGuard<Line>> {
        struct Place<'s>(&'s AtomicUsize);
        impl Drop for Place<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let _place = Place(&self.waiting);
        // First come, first served: the lock is fair.
        match tokio::time::timeout(PATIENCE, self.line.clone().lock_owned()).await {
            Ok(line) => Ok(line),
            Err(_) => Err(StoreError::Database(sqlx::Error::PoolTimedOut)),
        }
    }

    /// Comes after everybody who stands in line now, and commits what they have done. They may go away before their
    /// turn; whoever relies on a commit must not rely on them.
    fn commit_after_them(self: &Arc<Self>) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (line, shared) = (self.line.clone(), self.clone());
            runtime.spawn(async move {
                let mut line = line.lock_owned().await;
                line.settle().await;
                // Each of them hears of it.
                let _ = line.commit(&shared.commits).await;
            });
        }
    }
}

impl Line {
    async fn connected(&mut self, options: &SqliteConnectOptions) -> Stored<&mut SqliteConnection> {
        if self.closed {
            return Err(StoreError::Database(sqlx::Error::PoolClosed));
        }
        if self.conn.is_none() {
            self.conn = Some(options.connect().await?);
        }
        self.conn.as_mut().ok_or(StoreError::Database(sqlx::Error::PoolClosed))
    }

    /// Begins a transaction, or a savepoint inside the one in which others have done their work, and asks.
    async fn begin(&mut self, options: &SqliteConnectOptions, sql: &str, cells: &[Cell]) -> Stored<Option<String>> {
        let (word, then) = match self.open {
            Open::Nothing => (BEGIN, Open::Transaction),
            Open::Transaction => (SAVEPOINT, Open::Savepoint),
            Open::Savepoint => (NEXT_SAVEPOINT, Open::Savepoint),
        };
        self.connected(options).await?;
        let Some(conn) = &mut self.conn else { return Err(StoreError::Database(sqlx::Error::PoolClosed)) };
        let words = format!("{word}; {sql}");
        self.state = State::Unknown;
        let said = Conn::Sqlite(conn).first::<(String,)>(&words, cells).await;
        match said {
            Ok(found) => {
                self.state = State::Settled;
                self.open = then;
                Ok(found.map(|(text,)| text))
            }
            Err(problem) => {
                // How far it came is not known.
                self.give_up_with(|| lost_with(&problem));
                Err(problem)
            }
        }
    }

    /// Says one of the words above. Whoever goes away before the answer leaves the connection in an unknown state.
    async fn say(&mut self, word: &'static str, then: Open) -> Result<(), sqlx::Error> {
        let Some(conn) = &mut self.conn else { return Err(sqlx::Error::PoolClosed) };
        self.state = State::Unknown;
        let said = sqlx::query(word).execute(conn).await;
        self.state = State::Settled;
        said?;
        self.open = then;
        Ok(())
    }

    /// Undoes what a command left behind. If that is not possible, the whole transaction is lost, and those who waited
    /// for its commit hear so.
    async fn settle(&mut self) {
        match self.state {
            State::Settled => {}
            State::Unknown => self.give_up("its connection was left in the middle of a statement"),
            State::ToUndo => {
                let undone = match self.open {
                    Open::Nothing => Ok(()),
                    Open::Transaction => self.say(ROLLBACK, Open::Nothing).await,
                    Open::Savepoint => self.say(FALL_BACK, Open::Transaction).await,
                };
                if let Err(problem) = undone {
                    self.give_up(&problem.to_string());
                }
            }
        }
    }

    /// Commits the open transaction, if there is one, and tells everybody who waits for it.
    async fn commit(&mut self, count: &AtomicU64) -> Stored<()> {
        if self.open == Open::Nothing {
            return Ok(());
        }
        match self.say(COMMIT, Open::Nothing).await {
            Ok(()) => {
                count.fetch_add(1, Ordering::SeqCst);
                for waiting in self.done.drain(..) {
                    let _ = waiting.send(Ok(()));
                }
                Ok(())
            }
            Err(problem) => {
                let problem = StoreError::from(problem);
                self.give_up_with(|| lost_with(&problem));
                Err(problem)
            }
        }
    }

    fn give_up(&mut self, why: &str) {
        self.give_up_with(|| lost(why));
    }

    fn give_up_with(&mut self, told: impl Fn() -> StoreError) {
        // Closing a connection rolls back what is open on it.
        self.conn = None;
        self.open = Open::Nothing;
        self.state = State::Settled;
        for waiting in self.done.drain(..) {
            let _ = waiting.send(Err(told()));
        }
    }
}

/// As whoever shared the commit hears of it.
fn lost_with(problem: &StoreError) -> StoreError {
    match problem {
        StoreError::Full(why) => StoreError::Full(why.clone()),
        other => lost(&other.to_string()),
    }
}

fn lost(why: &str) -> StoreError {
    StoreError::Database(sqlx::Error::Io(std::io::Error::other(format!("the common commit failed: {why}"))))
}

impl Turn {
    pub(super) fn conn(&mut self) -> Option<&mut SqliteConnection> {
        self.line.as_deref_mut()?.conn.as_mut()
    }

    /// The connection drops, and with it everything that is open on it.
    pub(super) fn lose(&mut self) {
        if let Some(line) = self.line.as_deref_mut() {
            line.give_up("the connection was lost");
        }
    }

    /// Done. Returns when it is on the disk.
    pub(super) async fn commit(self) -> Stored<()> {
        // In a task of its own, for the same reason.
        tokio::spawn(self.committed()).await.unwrap_or_else(|_| Err(lost("the writer ended")))
    }

    async fn committed(mut self) -> Stored<()> {
        let Some(mut line) = self.line.take() else { return Err(StoreError::Database(sqlx::Error::PoolClosed)) };
        if line.done.len() + 1 >= MOST || self.shared.waiting.load(Ordering::SeqCst) == 0 {
            return line.commit(&self.shared.commits).await;
        }
        let (tell, told) = oneshot::channel();
        line.done.push(tell);
        if line.done.len() == 1 {
            self.shared.commit_after_them();
        }
        drop(line);
        told.await.unwrap_or_else(|_| Err(lost("the writer ended")))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(mut line) = self.line.take() {
            if line.state == State::Settled {
                line.state = State::ToUndo;
            }
            drop(line);
            self.shared.commit_after_them();
        }
    }
}
