//! `duenotice reindex`, and the reading of old events after an upgrade.

use std::io::{IsTerminal, Write};

use docket::desk::Desk;

use super::{Opened, Stop};

/// Reads every event again. The desk may be served meanwhile; until this ends, old things are not found.
pub async fn run(opened: &Opened) -> Result<(), Stop> {
    opened.desk.rebuild_search(shown()).await?;
    println!("Everything that was said can be searched again.");
    Ok(())
}

/// What was entered before there was an index is read into it once.
pub async fn catch_up(desk: &Desk) -> Result<(), Stop> {
    Ok(desk.fill_search(shown()).await?)
}

/// A line that grows where somebody watches, and nothing in a log.
fn shown() -> impl FnMut(i64, i64) {
    let watched = std::io::stderr().is_terminal();
    move |done, of| {
        if watched {
            let end = if done >= of { "\n" } else { "" };
            let _ = write!(std::io::stderr(), "\r\x1b[K{done} of {of} events read for search{end}");
        }
    }
}
