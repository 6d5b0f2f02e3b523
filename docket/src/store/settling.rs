//! What SQLite keeps beside its file, and when it is gone.

use super::Stored;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// After `close`, for whoever moves the file: until nothing lies beside it any more. A reader that was let go in the middle
/// of a question closes after everybody else, and one that may only read leaves the log and its index behind; whoever
/// writes takes them away when they close last. Somebody else's connection is waited for, and then left to the caller.
pub async fn settle(file: &Path) -> Stored<()> {
    const TURNS: u32 = 50;
    let beside = ["-wal", "-shm"].map(|end| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    for _ in 0..TURNS {
        if !beside.iter().any(|path| path.exists()) {
            break;
        }
        let options = SqliteConnectOptions::new().filename(file).synchronous(SqliteSynchronous::Full);
        let mut last = options.connect().await?;
        sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&mut last).await?;
        last.close().await?;
        if !beside.iter().any(|path| path.exists()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{SQLITE_FILE, Store};

    #[tokio::test]
    async fn whoever_only_reads_and_closes_last_leaves_nothing_beside_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open_sqlite(folder.path()).await.expect("a database");
        let file = folder.path().join(SQLITE_FILE);
        let mut late = SqliteConnectOptions::new().filename(&file).read_only(true).connect().await.expect("a reader");
        sqlx::raw_sql("select count(*) from event").execute(&mut late).await.expect("an answer");
        store.close().await;
        let beside = || std::fs::read_dir(folder.path()).expect("a folder").count() - 1;
        assert!(beside() > 0, "the reader holds them");
        late.close().await.expect("closed");
        assert!(beside() > 0, "and may not take them away");
        settle(&file).await.expect("settled");
        assert_eq!(beside(), 0);
    }
}
