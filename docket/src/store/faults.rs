//! Where a story can break something: the steps of a deadline's way, at which the process can end, a thread panic, a disk
//! refuse or a connection drop. Whoever arms none passes by; a release has nothing of it.

use super::Stored;

/// The steps, in the order in which a round comes by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    RoundBegun,
    /// A timer was found due, and nothing is done for it yet.
    TimerTaken,
    /// A command's transaction is open.
    CommandBegun,
    EventRecorded,
    NounsWritten,
    /// All of a command is written, and nothing committed.
    LedgerWritten,
    /// Committed, and nobody was told.
    Committed,
    /// The right to hand something over is written, and not committed.
    LeaseTaken,
    LeaseHeld,
    /// The carrier has taken the letter, and nobody has written it down.
    LetterHanded,
    /// The lease is given back in the transaction that says how it ended.
    LeaseSettled,
    /// The carrier has refused the letter for now, and nobody has written it down.
    LetterPutOff,
    /// The provider's program has run, and nobody has written it down.
    InstructionHanded,
    RoundEnding,
}

impl Step {
    pub const ALL: [Step; 14] = [
        Step::RoundBegun,
        Step::TimerTaken,
        Step::CommandBegun,
        Step::EventRecorded,
        Step::NounsWritten,
        Step::LedgerWritten,
        Step::Committed,
        Step::LeaseTaken,
        Step::LeaseHeld,
        Step::LetterHanded,
        Step::LeaseSettled,
        Step::LetterPutOff,
        Step::InstructionHanded,
        Step::RoundEnding,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Step::RoundBegun => "round-begun",
            Step::TimerTaken => "timer-taken",
            Step::CommandBegun => "command-begun",
            Step::EventRecorded => "event-recorded",
            Step::NounsWritten => "nouns-written",
            Step::LedgerWritten => "ledger-written",
            Step::Committed => "committed",
            Step::LeaseTaken => "lease-taken",
            Step::LeaseHeld => "lease-held",
            Step::LetterHanded => "letter-handed",
            Step::LeaseSettled => "lease-settled",
            Step::LetterPutOff => "letter-put-off",
            Step::InstructionHanded => "instruction-handed",
            Step::RoundEnding => "round-ending",
        }
    }
}

#[cfg(not(debug_assertions))]
mod armed {
    use super::{Step, Stored};
    use crate::store::StoreError;

    #[inline(always)]
    pub(crate) fn at(_: Step) -> Stored<()> {
        Ok(())
    }

    pub(crate) fn is_lost(_: &StoreError) -> bool {
        false
    }
}

#[cfg(debug_assertions)]
mod armed {
    use super::{Step, Stored};
    use crate::store::StoreError;
    use std::io::{Error, ErrorKind};
    use std::sync::atomic::{AtomicU32, Ordering};

    static STRUCK: AtomicU32 = AtomicU32::new(0);

    /// How often something was broken in this process.
    pub fn struck() -> u32 {
        STRUCK.load(Ordering::SeqCst)
    }

    /// `fail` is told by the step's name what to do there: `return(kill)`, `return(panic)`, `return(io)`, `return(lost)`.
    pub(crate) fn at(step: Step) -> Stored<()> {
        fail::fail_point!(step.name(), |what: Option<String>| Err(strike(step, what.as_deref())));
        Ok(())
    }

    fn strike(step: Step, what: Option<&str>) -> StoreError {
        STRUCK.fetch_add(1, Ordering::SeqCst);
        let said = format!("broken off at {}", step.name());
        match what {
            Some("kill") => std::process::abort(),
            Some("panic") => panic!("{said}"),
            Some("lost") => StoreError::Database(sqlx::Error::Io(Error::new(ErrorKind::ConnectionReset, said))),
            _ => StoreError::Database(sqlx::Error::Io(Error::other(said))),
        }
    }

    /// Whether a connection was to be lost, as opposed to a disk that refuses.
    pub(crate) fn is_lost(problem: &StoreError) -> bool {
        matches!(problem, StoreError::Database(sqlx::Error::Io(io)) if io.kind() == ErrorKind::ConnectionReset)
    }
}

#[cfg(debug_assertions)]
pub use armed::struck;
pub(crate) use armed::{at, is_lost};
