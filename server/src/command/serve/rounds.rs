//! Makes the rounds every second, for as long as the server runs.

use std::time::Duration;

use docket::desk::Desk;
use docket::letters::Mailer;
use docket::rounds::{Round, Rounds};
use tokio::sync::watch;

use crate::{App, telemetry};

const EVERY: Duration = Duration::from_secs(1);
/// A round that took so many timers has probably left some: the next one follows at once.
const FULL: usize = 100;
/// Of figures, in one round.
const BATCHES: u32 = 10;
/// In rounds: how often figures are taken and quiet addresses forgotten.
const FIGURES: u32 = 10;
/// After a failure of the whole round, most likely a database that is away.
const REST: Duration = Duration::from_secs(5);

/// `alone`: no other server can be at work on this database. `staged`: a browser story moves the clock.
pub async fn arrive(desk: &Desk, (alone, staged): (bool, bool)) -> Rounds {
    let mut rounds = Rounds::of_a_server(alone, !staged);
    if let Err(error) = rounds.arrive(desk).await {
        // The first round does it again.
        tracing::error!(%error, "it could not be written down whether the rounds were away");
        rounds = Rounds::of_a_server(alone, !staged);
    }
    rounds
}

/// What a server has done before its first round.
pub struct Begun {
    pub rounds: Rounds,
    /// Not where the desk was read-only at the start.
    pub made_ready: bool,
}

/// Goes on with the rounds of the one that has arrived.
pub async fn make(
    app: App,
    mailer: Mailer,
    Begun { mut rounds, mut made_ready }: Begun,
    (alone, staged): (bool, bool),
    mut ended: watch::Receiver<bool>,
) {
    let begin = || Rounds::of_a_server(alone, !staged);
    let mut count = 0_u32;
    loop {
        made_ready = made_ready || is_ready_now(&app.desk).await;
        // In a task of its own, so that a panic ends this round and not all of them.
        let (site, desk, mailer) = (app.site.clone(), app.desk.clone(), mailer.clone());
        let round = tokio::spawn(async move {
            let done = one(&mut rounds, &desk, &mailer).await;
            site.reads.write(&desk).await;
            if desk.read_only().is_none() {
                keep_counting(&desk).await;
            }
            (rounds, done)
        });
        let pause = match round.await {
            Ok((kept, done)) => {
                rounds = kept;
                match done {
                    Some(round) => {
                        telemetry::round_made(&round);
                        if round.timers >= FULL { Duration::ZERO } else { EVERY }
                    }
                    None => REST,
                }
            }
            Err(error) => {
                tracing::error!(%error, "a round broke off");
                rounds = begin();
                REST
            }
        };
        if count.is_multiple_of(FIGURES) {
            app.site.limits.forget();
            if let Ok(counts) = app.desk.counts().await {
                telemetry::queues(&counts);
            }
        }
        count = count.wrapping_add(1);
        let is_over = tokio::select! {
            _ = ended.wait_for(|ended| *ended) => true,
            () = tokio::time::sleep(pause) => false,
        };
        if is_over {
            // Letters that are with the mail server just now get the time that the server has to end.
            return rounds.finish().await;
        }
    }
}

/// A desk that was read-only makes ready as soon as it is no longer, before any round.
async fn is_ready_now(desk: &Desk) -> bool {
    if desk.heed_notary().await.is_some() {
        return false;
    }
    match super::make_ready(desk).await {
        Ok(()) => true,
        Err(stop) => {
            tracing::error!(?stop, "the desk could not be made ready");
            false
        }
    }
}

/// Figures follow the ledger a few batches at a time, so that a long one holds up no round.
async fn keep_counting(desk: &Desk) {
    for _ in 0..BATCHES {
        match desk.count_on().await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => return tracing::warn!(%error, "the figures could not be counted"),
        }
    }
}

async fn one(rounds: &mut Rounds, desk: &Desk, mailer: &Mailer) -> Option<Round> {
    rounds.make(desk, mailer).await.inspect_err(|error| tracing::error!(%error, "a round could not be made")).ok()
}
