//! Databases for tests. What a desk's tables are made by takes most of a second; a copy takes a tenth of that. So the
//! first test that asks makes one database that the others copy. Its name tells which migrations it holds.

use docket::store::{SQLITE_FILE, Store};
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::Path;
use tokio::sync::OnceCell;

static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// Any number will do, as long as nothing else on a server for tests locks it.
const ONE_AT_A_TIME: &str = "select pg_advisory_lock(4716)";

/// A new database with a desk's tables.
pub async fn copy_on_postgres(server: &str, name: &str) -> Result<(), sqlx::Error> {
    static MADE: OnceCell<String> = OnceCell::const_new();
    let template = MADE.get_or_try_init(|| made(server)).await?;
    let mut open = PgConnection::connect(server).await?;
    run(&mut open, format!("create database {name} template {template}")).await?;
    open.close().await
}

async fn made(server: &str) -> Result<String, sqlx::Error> {
    let mut sum = Sha256::new();
    for migration in POSTGRES.iter() {
        sum.update(&migration.checksum);
    }
    let name = format!("duenotice_template_{}", &hex::encode(sum.finalize())[..16]);
    let mut open = PgConnection::connect(server).await?;
    // Tests are several programs at once.
    run(&mut open, ONE_AT_A_TIME.to_owned()).await?;
    let there = sqlx::query("select 1 from pg_database where datname = $1").bind(&name).fetch_optional(&mut open);
    if there.await?.is_none() {
        // Under another name until it is whole, for a test that is broken off here.
        run(&mut open, format!("drop database if exists {name}_new with (force)")).await?;
        run(&mut open, format!("create database {name}_new")).await?;
        let store = Store::open_postgres(&url_of(server, &format!("{name}_new"))).await;
        store.map_err(|problem| sqlx::Error::Protocol(problem.to_string()))?.close().await;
        run(&mut open, format!("alter database {name}_new rename to {name}")).await?;
    }
    open.close().await?;
    Ok(name)
}

/// Puts a file with a desk's tables into an empty folder.
pub async fn copy_on_sqlite(folder: &Path) {
    static MADE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = async || {
        let place = tempfile::tempdir().expect("a folder");
        Store::open_sqlite(place.path()).await.expect("a database file").close().await;
        std::fs::read(place.path().join(SQLITE_FILE)).expect("the file")
    };
    std::fs::write(folder.join(SQLITE_FILE), MADE.get_or_init(make).await).expect("a copy");
}

async fn run(open: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    open.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop)
}

/// The URL of a database on that server.
pub fn url_of(server: &str, name: &str) -> String {
    let (before, query) = server.split_once('?').map_or((server, None), |(before, query)| (before, Some(query)));
    let root = before.rsplit_once('/').map_or(before, |(root, _)| root);
    format!("{root}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default())
}
