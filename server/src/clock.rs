//! Two clocks for odd purposes: one that a browser story moves, and one that nobody moves.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

use docket::time::{Clock, Moment};

/// Counts from its start and is never corrected: for limits, where a jump would lock people out.
#[derive(Debug)]
pub struct SteadyClock(tokio::time::Instant);

impl SteadyClock {
    pub fn start() -> Self {
        Self(tokio::time::Instant::now())
    }
}

impl Clock for SteadyClock {
    fn now(&self) -> Moment {
        Moment::from_micros(i64::try_from(self.0.elapsed().as_micros()).unwrap_or(i64::MAX))
    }
}

/// Its instant stands in a file that a browser story writes. A number of seconds after it says by how much somebody set
/// this clock, which is not the same as time that passed.
#[derive(Debug)]
pub struct FileClock {
    file: PathBuf,
    /// Shown when the file cannot be read for a moment.
    latest: AtomicI64,
}

impl FileClock {
    /// Fails with a sentence when the file holds no instant.
    pub fn open(file: PathBuf) -> Result<Self, String> {
        let clock = Self { file, latest: AtomicI64::new(0) };
        match clock.read() {
            Some(moment) => {
                clock.latest.store(moment.micros(), Ordering::SeqCst);
                Ok(clock)
            }
            None => Err(format!("{} holds no instant such as 2021-01-10T12:00:00Z.", clock.file.display())),
        }
    }

    fn read(&self) -> Option<Moment> {
        Moment::parse(std::fs::read_to_string(&self.file).ok()?.split_whitespace().next()?)
    }

    fn jumped(&self) -> Option<i64> {
        std::fs::read_to_string(&self.file).ok()?.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Clock for FileClock {
    fn now(&self) -> Moment {
        match self.read() {
            Some(moment) => {
                self.latest.store(moment.micros(), Ordering::SeqCst);
                moment
            }
            None => Moment::from_micros(self.latest.load(Ordering::SeqCst)),
        }
    }

    fn moved(&self) -> i64 {
        self.jumped().unwrap_or(0) * 1_000_000
    }
}
