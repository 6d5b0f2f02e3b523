//! Whoever vouches for the ledger from outside: witnesses, and a time stamp authority. Beside the rounds, because they
//! may be slow and nothing that is due waits for them.

use std::time::Duration;

use tokio::sync::watch;

use crate::{App, telemetry};

/// The ledger is signed every half minute at most; a witness hears of it soon after.
const EVERY: Duration = Duration::from_secs(5);

pub async fn watch(app: App, mut ended: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            () = look(&app) => {}
        }
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn look(app: &App) {
    // What is read-only has nothing that anybody should vouch for.
    if app.desk.read_only().is_none() {
        if let Err(error) = app.desk.ask_witnesses().await {
            tracing::error!(%error, "the witnesses could not be asked");
        }
        if let Err(error) = app.desk.stamp_in_time().await {
            tracing::error!(%error, "no time stamp could be kept");
        }
    }
    if let Ok(view) = app.desk.notary_view().await {
        telemetry::vouched(&view, app.desk.now());
    }
}
