//! The desk, opened for a command.

use std::sync::Arc;

use docket::desk::Desk;
use docket::entropy::SystemEntropy;
use docket::store::Store;
use docket::time::{Clock, SystemClock};

use super::{Place, Stop};
#[cfg(debug_assertions)]
use crate::clock::FileClock;
use crate::config::Config;

#[derive(Debug)]
pub struct Opened {
    pub desk: Desk,
    pub config: Config,
    /// True when a browser story moves the clock.
    pub staged: bool,
}

impl Opened {
    /// Opens the database and brings its tables up to date. Works beside a running server.
    pub async fn open(place: &Place, config: Config) -> Result<Self, Stop> {
        let (clock, staged) = clock(place)?;
        let store = match &config.database_url {
            Some(url) => Store::open_postgres(url).await?,
            None => Store::open_sqlite(&config.settings.data).await?,
        };
        let desk = Desk::new(store, clock, Arc::new(SystemEntropy), config.settings.clone());
        // No command writes into a ledger that is behind what the notary signed. Where that is not known, `verify` tells.
        if let Err(error) = desk.look_to_notary().await {
            tracing::warn!(%error, "it is not known how the ledger stands to what the notary signed");
        }
        Ok(Self { desk, config, staged })
    }
}

#[cfg(debug_assertions)]
pub(super) fn clock(place: &Place) -> Result<(Arc<dyn Clock>, bool), Stop> {
    match &place.test_clock {
        Some(file) => Ok((Arc::new(FileClock::open(file.clone()).map_err(Stop::Usage)?), true)),
        None => Ok((Arc::new(SystemClock), false)),
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn clock(_: &Place) -> Result<(Arc<dyn Clock>, bool), Stop> {
    Ok((Arc::new(SystemClock), false))
}
