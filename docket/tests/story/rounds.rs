//! The rounds under trouble: two servers, one that stood still, one that was away, clocks that somebody sets.

mod away;
mod beside;
mod clocks;
mod meanwhile;
pub mod office;
mod servers;
mod summer;

use crate::bench::TestDesk;
use crate::hands::Matter;
use docket::desk::Desk;
use docket::entropy::SeededEntropy;
use docket::letters::Mailer;
use docket::rounds::{Round, Rounds};
use docket::settings::Settings;
use docket::time::TestClock;
use std::sync::Arc;

/// Another server on the same database, with a clock and a memory of its own.
pub struct Server {
    pub desk: Desk,
    pub clock: TestClock,
    pub mailer: Mailer,
    rounds: Rounds,
}

impl Server {
    /// Its clock shows what the first one's shows now, and goes its own way from here.
    pub fn beside(desk: &TestDesk, seed: u64) -> Server {
        Self::with(desk, seed, desk.settings().clone(), Rounds::default())
    }

    pub fn with(desk: &TestDesk, seed: u64, settings: Settings, rounds: Rounds) -> Server {
        let clock = TestClock::starting(desk.now());
        let mailer = Mailer::from_settings(&settings).expect("a mailer");
        let entropy = Arc::new(SeededEntropy::new(seed));
        let desk = Desk::new(desk.store().clone(), Arc::new(clock.clone()), entropy, settings);
        Server { desk, clock, mailer, rounds }
    }

    pub async fn round(&mut self) -> Round {
        self.rounds.make(&self.desk, &self.mailer).await.expect("a round")
    }
}

/// A matter with another customer, for the same people.
pub async fn another(desk: &TestDesk, first: &Matter, handle: &str) -> Matter {
    let contact = format!("legal@{handle}.example");
    let customer = desk.add(handle, &contact, &format!("{handle}.example"), "2020-06-01").await;
    let assets = desk.assets(&customer).await;
    let taken = desk.complaint(&first.ann, &format!("https://{handle}.example/post/1")).await;
    let case = desk.case(&first.ann, handle, &[taken]).await;
    Matter { ann: first.ann.clone(), lee: first.lee.clone(), customer, assets, case }
}
