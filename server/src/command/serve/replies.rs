//! Looks into the mailbox to which customers answer, for as long as the server runs.

use std::time::Duration;

use docket::desk::mailbox::Mailbox;
use tokio::sync::watch;

use crate::App;

/// Soon enough for an answer in the last minute: its time is that of the mailbox, not that of the look.
const EVERY: Duration = Duration::from_secs(3);
/// After a failure, most likely a database that is away.
const REST: Duration = Duration::from_secs(10);

pub async fn watch(app: App, mut ended: watch::Receiver<bool>) {
    let Some(folder) = app.desk.settings().mail_replies.clone() else { return };
    let mut mailbox = Mailbox::at(folder);
    loop {
        let pause = match mailbox.look(&app.desk).await {
            Ok(look) => {
                if look.taken > 0 {
                    tracing::info!(taken = look.taken, "mail was taken from the mailbox for replies");
                }
                if look.problems > 0 { REST } else { EVERY }
            }
            Err(error) => {
                tracing::error!(%error, "the mailbox for replies could not be looked into");
                REST
            }
        };
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
