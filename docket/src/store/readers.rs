//! Reading on SQLite: a few connections beside the writer's. A pool made for servers asks each connection whether it is
//! still there, before and after; a file does not go away, and every question is two changes of thread.

use super::{StoreError, Stored};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Whoever waits longer is told that the desk is too busy.
const PATIENCE: Duration = Duration::from_secs(30);
/// So long whoever closes waits for those who still read, and for connections that are going.
const FAREWELL: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub struct Readers(Arc<Shelf>);

struct Shelf {
    options: SqliteConnectOptions,
    seats: Arc<Semaphore>,
    most: u32,
    idle: Mutex<Vec<SqliteConnection>>,
}

/// A connection for reading, back on the shelf when it is dropped.
pub struct Seat {
    conn: Option<SqliteConnection>,
    shelf: Arc<Shelf>,
    permit: Option<OwnedSemaphorePermit>,
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").finish_non_exhaustive()
    }
}

impl Readers {
    pub(super) fn new(options: SqliteConnectOptions, most: u32) -> Readers {
        let seats = Arc::new(Semaphore::new(most as usize));
        let shelf = Shelf { options, seats, most, idle: Mutex::default() };
        Readers(Arc::new(shelf))
    }

    pub(super) async fn seat(&self) -> Stored<Seat> {
        let permit = match tokio::time::timeout(PATIENCE, self.0.seats.clone().acquire_owned()).await {
            Ok(Ok(permit)) => permit,
            Ok(Err(_)) => return Err(StoreError::Database(sqlx::Error::PoolClosed)),
            Err(_) => return Err(StoreError::Database(sqlx::Error::PoolTimedOut)),
        };
        // The one that was used last knows the most pages.
        let idle = self.0.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => self.0.options.connect().await?,
        };
        Ok(Seat { conn: Some(conn), shelf: self.0.clone(), permit: Some(permit) })
    }

    /// Returns when no reader has the file open any more, or when that was waited for long enough: whoever puts another one
    /// in its place must not find the journal of this one beside it.
    pub(super) async fn close(&self) {
        let all = tokio::time::timeout(FAREWELL, self.0.seats.acquire_many(self.0.most)).await;
        self.0.seats.close();
        drop(all);
        let idle = std::mem::take(&mut *self.0.idle());
        for conn in idle {
            let _ = conn.close().await;
        }
    }
}

impl Shelf {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    pub(super) fn conn(&mut self) -> Option<&mut SqliteConnection> {
        self.conn.as_mut()
    }

    /// For a connection on which something is still open. Its seat is free when it is gone.
    pub(super) fn discard(&mut self) {
        let (conn, permit) = (self.conn.take(), self.permit.take());
        if let (Some(conn), Ok(runtime)) = (conn, tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move {
                let _ = conn.close().await;
                drop(permit);
            });
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take()
            && !self.shelf.seats.is_closed()
        {
            self.shelf.idle().push(conn);
        }
    }
}
