//! `duenotice serve`

pub(super) mod listen;
mod outside;
mod replies;
mod rounds;

use std::fs::{File, TryLockError};
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use docket::desk::Desk;
use docket::keyfile::FILE;
use docket::letters::Mailer;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{Opened, Place, Stop};
use crate::clock::SteadyClock;
use crate::limits::Limits;
use crate::{App, router, telemetry};

/// After the signal to end, connections get this long to finish.
const PATIENCE: Duration = Duration::from_secs(3);
/// A browser story runs on one address and a clock that stands still; limits are tested elsewhere.
const STAGED_LIMITS: u32 = 1000;

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDR", env = "DUENOTICE_LISTEN")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub async fn run(self, place: &Place) -> Result<(), Stop> {
        let config = place.settings(self.listen)?;
        telemetry::start_log(config.log, "info,sqlx=warn,tower_sessions=error,tower_sessions_core=error");
        let _lock = match config.database_url {
            Some(_) => None,
            None => Some(lock(&config.settings.data)?),
        };
        let opened = Opened::open(place, config).await?;
        let Opened { desk, config, staged } = &opened;
        // Before anything is written. A desk that is read-only makes ready when it is no longer.
        let made_ready = desk.heed_notary().await.is_none();
        if made_ready {
            make_ready(desk).await?;
        }
        let mailer =
            Mailer::from_settings(&config.settings).map_err(|problem| Stop::Usage(format!("smtp_url: {problem}")))?;
        if let Some(listen) = config.metrics_listen {
            telemetry::start_metrics(listen).map_err(Stop::Usage)?;
        }
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|error| Stop::Usage(format!("Nothing can listen on {}: {error}.", config.listen)))?;
        let limits = Limits::times(Arc::new(SteadyClock::start()), if *staged { STAGED_LIMITS } else { 1 });
        let app = App::new(desk.clone(), desk.is_demonstration().await?, config.trusted_proxies.clone(), limits);
        let routes = router::router(&app);

        let (ending, ended) = watch::channel(false);
        let replies = tokio::spawn(replies::watch(app.clone(), ended.clone()));
        // On SQLite nobody else can be at work: what still runs was interrupted.
        let alone = config.database_url.is_none();
        let arrived = rounds::arrive(desk, (alone, *staged)).await;
        let arrived = rounds::Begun { rounds: arrived, made_ready };
        let rounds = tokio::spawn(rounds::make(app.clone(), mailer, arrived, (alone, *staged), ended.clone()));
        let outside = tokio::spawn(outside::watch(app.clone(), ended.clone()));
        let live = tokio::spawn(crate::live::watch(app.clone(), ended.clone()));
        let exports = tokio::spawn(crate::exports::work(app.clone(), alone, ended.clone()));
        if made_ready && !desk.has_people().await? {
            let link = desk.make_setup_link().await?;
            println!("This desk has no people yet. Open this link within a day to make the first account:\n  {link}");
        }
        // Before anybody can know that the server is there, so that no signal meets one that does not listen for it.
        let mut signals = Signals::listened_for()?;
        println!("Due Notice listens on http://{}", listener.local_addr()?);
        std::io::stdout().flush()?;

        let mut serving = tokio::spawn(listen::serve(listener, routes, ended.clone(), listen::LONGEST_HEAD));
        tokio::select! {
            done = &mut serving => return Err(Stop::Later(format!("The server stopped by itself: {done:?}"))),
            () = signals.any() => {}
        }
        tracing::info!("ending");
        let _ = ending.send(true);
        // Whoever still holds a connection open has had time to hear the end of the answer.
        if tokio::time::timeout(PATIENCE, &mut serving).await.is_err() {
            serving.abort();
        }
        let _ = tokio::time::timeout(PATIENCE, rounds).await;
        let _ = tokio::time::timeout(PATIENCE, replies).await;
        let _ = tokio::time::timeout(PATIENCE, outside).await;
        let _ = tokio::time::timeout(PATIENCE, live).await;
        let _ = tokio::time::timeout(PATIENCE, exports).await;
        desk.store().close().await;
        Ok(())
    }
}

/// What a new program brings along and what an older one left behind.
pub(super) async fn make_ready(desk: &Desk) -> Result<(), Stop> {
    desk.found(false).await?;
    desk.ship_templates().await?;
    match desk.seal_secrets().await? {
        0 => {}
        lost => tracing::error!(
            "{FILE} in the data folder is not the one that sealed the secrets of {lost} people: their apps' codes are refused. Put the right file back, or let them sign in with a recovery code and set up their app anew."
        ),
    }
    match desk.watch_zones().await? {
        0 => {}
        many => tracing::warn!(
            "{many} deadlines read otherwise by the time zone data of this program than when they were promised. The promises stand; see For you."
        ),
    }
    desk.watch_old_preservations().await?;
    super::reindex::catch_up(desk).await
}

/// One server for one SQLite file. The lock goes with the process, however it ends; other commands do not ask for it.
pub(super) fn lock(folder: &Path) -> Result<File, Stop> {
    let sentence = |error: &dyn std::fmt::Display| {
        Stop::Usage(format!("The data folder {} cannot be used: {error}.", folder.display()))
    };
    std::fs::create_dir_all(folder).map_err(|error| sentence(&error))?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("serve.lock"))
        .map_err(|error| sentence(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Stop::Usage(format!(
            "Another server is already running on {}. SQLite takes one; use PostgreSQL for more.",
            folder.display()
        ))),
        Err(TryLockError::Error(error)) => Err(sentence(&error)),
    }
}

/// What asks a server to end: Ctrl-C, and on Unix also the word of a service manager.
pub(super) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// From here on a signal no longer kills the process.
    pub(super) fn listened_for() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    pub(super) async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    pub(super) fn listened_for() -> std::io::Result<Self> {
        Ok(Self {})
    }

    pub(super) async fn any(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
