//! How far a long report is, and whether it should stop.

use crate::desk::Done;
use crate::refusal::Refusal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Shared between whoever makes a report and whoever watches it.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Inside>);

#[derive(Debug, Default)]
struct Inside {
    phase: Mutex<&'static str>,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

/// Phase, what is done, of how much.
pub type Seen = (&'static str, u64, u64);

impl Progress {
    /// Says how far it is; refuses when it should stop.
    pub fn step(&self, phase: &'static str, done: u64, total: u64) -> Done<()> {
        *self.0.phase.lock().unwrap_or_else(PoisonError::into_inner) = phase;
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        if self.0.cancelled.load(Ordering::Relaxed) { Err(Refusal::Cancelled.into()) } else { Ok(()) }
    }

    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn seen(&self) -> Seen {
        let phase = *self.0.phase.lock().unwrap_or_else(PoisonError::into_inner);
        (phase, self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }
}
