//! Where a tested desk lives: a folder of its own and, when the tests run on PostgreSQL, a database of its own.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use docket::store::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

#[path = "../../../docket/tests/story/template.rs"]
#[allow(dead_code)] // Files of SQLite are made by the program itself here.
mod template;

/// The server on which databases may be made. The tests run on it when `ON` says `postgres`.
const POSTGRES: &str = "DUENOTICE_TEST_POSTGRES";
/// Which database this run is about. `cargo xtask test` runs everything once for each.
const ON: &str = "DUENOTICE_TEST_ON";

static NEXT: AtomicU32 = AtomicU32::new(1);
/// The database that belongs to a folder, for the programs that are started in it.
static LENT: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());

pub fn is_on_postgres() -> bool {
    std::env::var(ON).is_ok_and(|on| on == "postgres")
}

pub struct Home {
    folder: tempfile::TempDir,
    database: Option<Database>,
}

impl Home {
    /// On the database that this run is about.
    pub fn new() -> Home {
        let home = Home { folder: temporary(), database: is_on_postgres().then(Database::make) };
        if let Some(database) = &home.database {
            LENT.lock().unwrap().push((home.path().to_owned(), database.url.clone()));
        }
        home
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// As the program finds it, for a test that looks over its shoulder.
    pub async fn store(&self) -> Store {
        let opened = match self.database_url() {
            Some(url) => Store::open_postgres(url).await,
            None => Store::open_sqlite(self.path()).await,
        };
        opened.unwrap()
    }

    pub fn database_url(&self) -> Option<&str> {
        self.database.as_ref().map(|database| database.url.as_str())
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        LENT.lock().unwrap().retain(|(folder, _)| folder != self.folder.path());
    }
}

/// The URL of the database that belongs to this folder or to one that it lies in.
pub fn database_of(folder: &Path) -> Option<String> {
    LENT.lock().unwrap().iter().find(|(home, _)| folder.starts_with(home)).map(|(_, url)| url.clone())
}

struct Database {
    url: String,
    server: String,
    name: String,
}

impl Database {
    fn make() -> Database {
        let server = std::env::var(POSTGRES).expect("a server for databases of the tests");
        let name = format!("duenotice_api_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        apart(async { template::copy_on_postgres(&server, &name).await });
        Database { url: template::url_of(&server, &name), server, name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        apart(async {
            let mut open = PgConnection::connect(&self.server).await?;
            let sql = format!("drop database if exists {} with (force)", self.name);
            open.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
            open.close().await
        });
    }
}

/// On a thread of its own, because a runtime cannot be waited for inside another one.
fn apart(work: impl Future<Output = Result<(), sqlx::Error>> + Send) {
    let done = std::thread::scope(|scope| {
        let work = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
        scope.spawn(work).join().unwrap()
    });
    done.expect("the server for databases of the tests");
}

/// In memory where there is such a place: tests need not wait for a disk to keep what nobody reads again.
fn temporary() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let in_memory = memory.is_dir().then(|| tempfile::Builder::new().prefix("duenotice-api-").tempdir_in(memory).ok());
    in_memory.flatten().unwrap_or_else(|| tempfile::tempdir().unwrap())
}
