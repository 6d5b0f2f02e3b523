//! Server-sent events: an open page hears that something happened, with the ledger's number as id, so that a reader who
//! was away hears what was missed. Only words and numbers come this way; the page is fetched again to see more.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use docket::desk::{Desk, Who, token_hash};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::watch::{self, Receiver, Sender};
use tokio::time::Instant;

use crate::App;
use crate::web::{Answer, Web};

/// The ledger is asked so often how long it is, while somebody listens: any server may have written.
const EVERY: Duration = Duration::from_millis(500);
/// Then the browser connects again and the guard asks again who that is.
const LONGEST: Duration = Duration::from_secs(300);
/// Whoever was away for longer than so many entries had better load the page again.
const MOST_MISSED: i64 = 200;
const ENDING: i64 = -1;

/// How many entries there are, for whoever listens.
#[derive(Debug)]
pub struct Live(Sender<i64>);

impl Default for Live {
    fn default() -> Self {
        Self(watch::channel(0).0)
    }
}

impl Live {
    /// Asks the ledger once. Tests do by hand what `watch` does all day.
    pub async fn look(&self, desk: &Desk) {
        match desk.ledger_size().await {
            Ok(size) => {
                self.0.send_if_modified(|known| std::mem::replace(known, size) != size);
            }
            Err(error) => tracing::warn!(%error, "the ledger's size could not be read"),
        }
    }
}

/// Looks for as long as the server runs, and tells the listeners when it ends.
pub async fn watch(app: App, mut ended: Receiver<bool>) {
    loop {
        if app.site.live.0.receiver_count() > 0 {
            app.site.live.look(&app.desk).await;
        }
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => break,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    app.site.live.0.send_replace(ENDING);
}

#[derive(Debug, Default, Deserialize)]
pub struct From {
    /// The newest number that the page shows.
    since: Option<i64>,
}

/// `GET /live?since=1204`
pub async fn listen(web: Web, headers: HeaderMap, Query(from): Query<From>) -> Answer {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let listener = Listener {
        desk: web.desk.clone(),
        who: web.who()?.clone(),
        session: web.session()?.id().map(|id| token_hash(&id.to_string())),
        heard: last.or(from.since).unwrap_or(0).max(0),
        size: web.app.site.live.0.subscribe(),
        waiting: VecDeque::new(),
        until: Instant::now() + LONGEST,
    };
    let heard = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    Ok(Sse::new(heard).keep_alive(KeepAlive::default()).into_response())
}

struct Listener {
    desk: Desk,
    who: Who,
    session: Option<String>,
    heard: i64,
    size: Receiver<i64>,
    waiting: VecDeque<Event>,
    until: Instant,
}

impl Listener {
    /// None: it is over, and the browser may come again.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let size = *self.size.borrow_and_update();
            if size == ENDING {
                return None;
            }
            if size > self.heard {
                self.fetch(size).await?;
                continue;
            }
            tokio::select! {
                changed = self.size.changed() => changed.ok()?,
                () = tokio::time::sleep_until(self.until) => return None,
            }
        }
    }

    async fn fetch(&mut self, size: i64) -> Option<()> {
        // A session may have ended, or a role changed, since the connection was opened.
        if !self.desk.session_lives(self.session.as_deref()?).await.ok()? {
            return None;
        }
        self.who = self.desk.who(self.who.person.id, self.who.signed_in_at).await.ok()??;
        if size - self.heard > MOST_MISSED {
            self.heard = size;
            self.waiting.push_back(Event::default().id(size.to_string()).event("missed").data("{}"));
            return Some(());
        }
        let stirs = self.desk.stirs(&self.who, self.heard, MOST_MISSED).await.ok()?;
        self.heard = stirs.last().map_or(size, |stir| stir.seq);
        for stir in stirs {
            let event = Event::default().id(stir.seq.to_string()).event("entry").json_data(&stir).ok()?;
            self.waiting.push_back(event);
        }
        Some(())
    }
}
