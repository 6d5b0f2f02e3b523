//! A desk on a test clock with seeded chance, once for each database.

use crate::rules;
use crate::template;
pub use crate::template::url_of;
use docket::desk::{Desk, Done, Failure, Who};
use docket::entropy::SeededEntropy;
use docket::event::Recorded;
use docket::hook::Hook;
use docket::letters::Mailer;
use docket::noun::{Key, Kind, Thing};
use docket::refusal::Refusal;
use docket::rounds::{Round, Rounds};
use docket::settings::Settings;
use docket::store::{SQLITE_FILE, Store, ledger, lists, nouns};
use docket::time::{Clock, Moment, TestClock};
use docket::verify::{Report, verify_with_evidence};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use std::collections::BTreeSet;
use std::io::Write;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A server on which tests may make databases of their own.
pub const POSTGRES: &str = "DUENOTICE_TEST_POSTGRES";
/// Where every story begins unless it says otherwise: a Wednesday morning in California.
pub const BEGINS: &str = "2026-03-04T17:00:00Z";

pub struct Bench;

impl Bench {
    pub async fn each(story: impl AsyncFn(&mut TestDesk)) {
        Self::from(BEGINS, story).await;
    }

    /// For what happens in no certain order: both databases must be sound, each in its own way.
    pub async fn each_apart(story: impl AsyncFn(&mut TestDesk)) {
        Self::tell(BEGINS, story).await;
    }

    pub async fn from(begins: &str, story: impl AsyncFn(&mut TestDesk)) {
        if let [one, two] = &Self::tell(begins, story).await[..] {
            assert_eq!(one.report, two.report, "both databases give the same report");
            assert_eq!(one.rows, two.rows, "both databases hold the same");
        }
    }

    async fn tell(begins: &str, story: impl AsyncFn(&mut TestDesk)) -> Vec<Told> {
        let mut told = Vec::new();
        for place in places() {
            let mut desk = TestDesk::open(place, begins, 1).await;
            desk.found(false).await.expect("a founded desk");
            story(&mut desk).await;
            told.push(desk.end().await);
        }
        told
    }
}

/// What a story left behind.
pub struct Told {
    pub report: Report,
    pub rows: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Sqlite,
    Postgres,
}

pub fn places() -> Vec<Place> {
    static SAID: std::sync::Once = std::sync::Once::new();
    if std::env::var_os(POSTGRES).is_some() {
        return vec![Place::Sqlite, Place::Postgres];
    }
    // Written past the test harness, which would keep it to itself.
    SAID.call_once(|| {
        let _ = writeln!(
            std::io::stderr(),
            "PostgreSQL skipped: {POSTGRES} names no server; the stories run on SQLite alone."
        );
    });
    vec![Place::Sqlite]
}

/// A desk at some hour, for whoever puts it back.
pub struct Copied {
    database: Vec<u8>,
    letters: BTreeSet<PathBuf>,
}

pub struct TestDesk {
    desk: Desk,
    pub clock: TestClock,
    pub mailer: Mailer,
    entropy: Arc<SeededEntropy>,
    settings: Settings,
    rounds: Rounds,
    folder: tempfile::TempDir,
    letters_may_wait: bool,
    /// Dropped last, after the desk has let go of it.
    database: Option<Database>,
}

impl Deref for TestDesk {
    type Target = Desk;
    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl TestDesk {
    pub async fn open(place: Place, begins: &str, seed: u64) -> TestDesk {
        let folder = temporary();
        let (store, database) = match place {
            Place::Sqlite => {
                template::copy_on_sqlite(folder.path()).await;
                (Store::open_sqlite(folder.path()).await.expect("a database file"), None)
            }
            Place::Postgres => {
                let database = Database::make().await;
                (Store::open_postgres(&database.url).await.expect("a database"), Some(database))
            }
        };
        let clock = TestClock::at(begins);
        let entropy = Arc::new(SeededEntropy::new(seed));
        // Reminders and alerts would stand between the letters that a story counts; the stories about them turn them on.
        let settings =
            Settings { data: folder.path().to_owned(), remind: Vec::new(), alert_hours: 0, ..Settings::default() };
        TestDesk {
            desk: Desk::new(store, Arc::new(clock.clone()), entropy.clone(), settings.clone()),
            mailer: Mailer::from_settings(&settings).expect("a folder for letters"),
            clock,
            entropy,
            settings,
            rounds: Rounds::default(),
            folder,
            letters_may_wait: false,
            database,
        }
    }

    /// On PostgreSQL: the server and the name of the database.
    pub fn database(&self) -> Option<(&str, &str)> {
        self.database.as_ref().map(|database| (database.server.as_str(), database.name.as_str()))
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The same desk with other settings, as after a restart.
    pub fn settle(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        self.desk = Desk::new(
            self.desk.store().clone(),
            Arc::new(self.clock.clone()),
            self.entropy.clone(),
            self.settings.clone(),
        );
    }

    /// On SQLite: the whole database as it is now, and the letters that have left.
    pub async fn copied(&mut self) -> Copied {
        self.store().close().await;
        let database = std::fs::read(self.folder().join(SQLITE_FILE)).expect("the file");
        self.opened_again().await;
        Copied { database, letters: self.outbox() }
    }

    /// Somebody puts it back. What left since has left, and is in nobody's books.
    pub async fn put_back(&mut self, copy: &Copied) {
        self.store().close().await;
        std::fs::write(self.folder().join(SQLITE_FILE), &copy.database).expect("the file");
        for letter in self.outbox().difference(&copy.letters) {
            std::fs::remove_file(letter).expect("a letter");
        }
        self.opened_again().await;
    }

    async fn opened_again(&mut self) {
        let store = Store::open_sqlite(self.folder()).await.expect("a database file");
        self.desk = Desk::new(store, Arc::new(self.clock.clone()), self.entropy.clone(), self.settings.clone());
        self.rounds = Rounds::default();
    }

    fn outbox(&self) -> BTreeSet<PathBuf> {
        let Ok(folder) = std::fs::read_dir(self.folder().join("outbox")) else { return BTreeSet::new() };
        folder.map(|entry| entry.expect("an entry").path()).collect()
    }

    /// A small program that carries out instructions.
    pub fn carry_out_with(&mut self, name: &str, script: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, script).expect("a script");
        let program = vec!["/bin/sh".into(), path.display().to_string()];
        self.settle(|settings| settings.carry_out = Some(program));
        path
    }

    /// A receiver that takes instructions.
    pub fn hook_to(&mut self, hook: Hook) {
        self.settle(|settings| settings.hook = Some(hook));
    }

    /// With reminders and alerts, as a desk has them unless its settings say otherwise.
    pub fn reminds(&mut self) {
        let usual = Settings::default();
        self.settle(|settings| {
            settings.remind = usual.remind;
            (settings.alert_hours, settings.alert_lead_hours) = (usual.alert_hours, usual.alert_lead_hours);
        });
    }

    /// For stories that end with letters in the outbox.
    pub fn letters_may_wait(&mut self) {
        self.letters_may_wait = true;
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub fn set(&self, text: &str) {
        self.clock.set(Moment::parse(text).expect("an instant"));
    }

    /// One round, as the server makes one every second.
    pub async fn round(&mut self) -> Round {
        self.rounds.make(&self.desk, &self.mailer).await.expect("a round")
    }

    /// The server as it is after a restart: it knows only what is written down.
    pub fn restart(&mut self) {
        self.rounds = Rounds::default();
    }

    /// A refusal, and proof that it left no trace.
    pub async fn refuses<T: std::fmt::Debug>(&self, act: impl Future<Output = Done<T>>) -> Refusal {
        let before = self.traces().await;
        let refusal = match act.await {
            Err(Failure::Refused(refusal)) => refusal,
            other => panic!("this should have been refused: {other:?}"),
        };
        assert_eq!(before, self.traces().await, "a refusal leaves no trace: {refusal}");
        refusal
    }

    pub async fn traces(&self) -> String {
        let counts = "select 'events ' || cast((select size from ledger_head) as text) \
             || ' commands ' || cast((select count(*) from command) as text) \
             || ' vault ' || cast((select count(*) from vault) as text) \
             || ' evidence ' || cast((select count(*) from evidence) as text) \
             || ' numbers ' || cast((select coalesce(sum(value), 0) from counter) as text)";
        self.texts(counts).await.concat()
    }

    // -- reading ----------------------------------------------------------

    pub async fn events(&self) -> Vec<(i64, Recorded)> {
        let mut reader = self.read().await.expect("a reader");
        let rows = ledger::after(&mut reader.conn(), 0, 1_000_000).await.expect("events");
        rows.into_iter()
            .map(|row| {
                let leaf = serde_json::from_slice(&row.leaf).expect("JSON");
                (row.seq, Recorded::from_leaf(leaf).expect("an event"))
            })
            .collect()
    }

    pub async fn count(&self, kind: &str) -> usize {
        self.events().await.iter().filter(|(_, recorded)| recorded.event.kind() == kind).count()
    }

    /// The number of the last event of this kind.
    pub async fn last_seq(&self, kind: &str) -> i64 {
        let events = self.events().await;
        events
            .iter()
            .rev()
            .find(|(_, recorded)| recorded.event.kind() == kind)
            .map(|(seq, _)| *seq)
            .unwrap_or_else(|| panic!("no {kind}"))
    }

    pub async fn noun<T: Thing>(&self, id: impl ToString) -> T {
        self.held::<T>(id).await.0
    }

    /// The noun and its version.
    pub async fn held<T: Thing>(&self, id: impl ToString) -> (T, i64) {
        let mut reader = self.read().await.expect("a reader");
        let key = Key { kind: T::KIND, id: id.to_string() };
        let held =
            nouns::get(&mut reader.conn(), &key).await.expect("a database").unwrap_or_else(|| panic!("no {key:?}"));
        (T::unwrap(held.noun).expect("this kind of noun"), held.version)
    }

    /// The first column of every row, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.store() {
            Store::Sqlite { file, .. } => {
                beside(file, async |open| sqlx::query_scalar(sql).fetch_all(open).await).await.expect("rows")
            }
            Store::Postgres { pool } => sqlx::query_scalar(sql).fetch_all(pool).await.expect("rows"),
        }
    }

    /// What somebody with the database's own tools can do.
    pub async fn raw(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self.store() {
            Store::Sqlite { file, .. } => {
                beside(file, async |open| sqlx::query(sql).execute(open).await).await?.rows_affected()
            }
            Store::Postgres { pool } => sqlx::query(sql).execute(pool).await?.rows_affected(),
        })
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.store(), Store::Postgres { .. })
    }

    pub async fn verify(&self) -> Report {
        verify_with_evidence(self.store(), self.folder(), |_| {}).await.expect("a report")
    }

    // -- the end ----------------------------------------------------------

    /// What must hold after every story.
    pub async fn end(&mut self) -> Told {
        let report = self.verify().await;
        assert!(report.is_sound(), "the record is not sound: {:#?}", report.wrongs);
        let events = self.events().await;
        rules::hold(&events);
        let waiting = self.queued_letters(100).await.expect("letters");
        assert!(self.letters_may_wait || waiting.is_empty(), "{} letters are still in the outbox", waiting.len());
        let rows = self.rows().await;
        self.store().close().await;
        Told { report, rows }
    }

    /// Everything that both databases must hold alike.
    async fn rows(&self) -> Vec<String> {
        let mut rows = Vec::new();
        let mut reader = self.read().await.expect("a reader");
        for row in ledger::after(&mut reader.conn(), 0, 1_000_000).await.expect("events") {
            rows.push(format!("{row:?}"));
        }
        for kind in Kind::ALL {
            let mut after = String::new();
            loop {
                let page = lists::raw_rows(&mut reader.conn(), *kind, &after).await.expect("rows");
                let Some(last) = page.last() else { break };
                after.clone_from(&last.id);
                rows.extend(page.iter().map(|row| format!("{} {row:?}", kind.table())));
            }
        }
        drop(reader);
        for sql in [
            "select 'vault ' || event_id || ' ' || path || ' ' || coalesce(value, '') from vault order by event_id, path",
            "select 'evidence ' || sha256 || ' ' || cast(size as text) || ' ' || coalesce(cast(gone_at as text), '') from evidence order by sha256",
            "select 'destroyed ' || what || ' ' || piece || ' ' || noun || ' ' || rule || ' ' || event_id from destroyed order by what, piece, noun, event_id",
            "select 'command ' || command_id || ' ' || content_hash || ' ' || cast(at as text) from command order by command_id",
            "select 'counter ' || name || ' ' || cast(value as text) from counter order by name",
        ] {
            rows.extend(self.texts(sql).await);
        }
        rows
    }
}

/// Asks on a connection of one's own to the desk's file, and is gone from it by the time that the answer is there. One that
/// is only dropped closes some time later; a file that was put back meanwhile would meet the journal of the one before.
pub async fn beside<T>(file: &Path, act: impl AsyncFnOnce(&mut SqliteConnection) -> T) -> T {
    // As the desk opens it: otherwise a stranger's connection would not run every trigger.
    let options = SqliteConnectOptions::new().filename(file).pragma("recursive_triggers", "on");
    let mut open = options.connect().await.expect("the file opens");
    let done = act(&mut open).await;
    // Whoever reads a damaged file may have lost its worker, and is gone all the same.
    let _ = open.close().await;
    done
}

/// In memory where there is such a place: a thousand syncs of a test must not wait for a disk.
pub fn temporary() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let builder = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix("duenotice-story-");
        builder
    };
    if memory.is_dir()
        && let Ok(folder) = builder().tempdir_in(memory)
    {
        return folder;
    }
    builder().tempdir().expect("a folder")
}

/// A database of its own for one story, dropped at the end, also of one that failed.
struct Database {
    url: String,
    server: String,
    name: String,
}

static NEXT: AtomicU32 = AtomicU32::new(1);

impl Database {
    async fn make() -> Database {
        let server = std::env::var(POSTGRES).expect("the server's URL");
        let name = format!("duenotice_story_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        template::copy_on_postgres(&server, &name).await.expect("a new database");
        Database { url: url_of(&server, &name), server, name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("drop database if exists {} with (force)", self.name));
        // A thread of its own, because a runtime cannot be waited for inside another one.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(command(&server, sql)).ok()
        });
        let _ = dropped.join();
    }
}

pub async fn command(server: &str, sql: String) -> Result<(), sqlx::Error> {
    use sqlx::{Connection, Executor};
    let mut open = sqlx::PgConnection::connect(server).await?;
    open.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    open.close().await
}

/// Who has just typed the password again.
pub fn fresh(who: &Who, now: Moment) -> Who {
    Who { signed_in_at: now, ..who.clone() }
}
