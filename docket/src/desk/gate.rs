//! The one place at which the desk opens a write. It is shut while the ledger does not begin with what the notary signed
//! last: somebody has put yesterday's file back, and whatever was written into it could never be signed.

use super::gap::Standing;
use super::{Desk, Done};
use crate::notary::Refused;
use crate::read_only::ReadOnly;
use crate::store::{StoreError, Stored, Tx};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

const SECOND: i64 = 1_000_000;
/// A database can also be put back under a server that runs. The notary is asked so often, whatever comes in.
const LOOKED_EVERY: i64 = 30 * SECOND;
/// So often while it is shut, so that it opens soon after somebody has accepted the gap.
const LOOKED_WHILE_SHUT: i64 = 5 * SECOND;
/// A notary of its own that does not answer is left alone for so long.
const REST: i64 = 15 * SECOND;

/// Open until the notary has said otherwise: one that cannot be asked keeps nobody from writing.
#[derive(Debug, Default)]
pub(super) struct Gate {
    /// Asked by every write, so it costs nothing.
    shut: AtomicBool,
    why: Mutex<Option<ReadOnly>>,
    /// When the notary is asked next, in microseconds since 1970.
    next: AtomicI64,
}

impl Gate {
    fn why(&self) -> Option<ReadOnly> {
        match self.shut.load(Ordering::Acquire) {
            true => *self.why.lock().unwrap_or_else(PoisonError::into_inner),
            false => None,
        }
    }

    fn set(&self, why: Option<ReadOnly>) {
        let mut known = self.why.lock().unwrap_or_else(PoisonError::into_inner);
        match why {
            Some(why) if *known != Some(why) => tracing::error!(%why, "nothing is written any more"),
            None if known.is_some() => tracing::warn!("the ledger is what the notary signed again: writes are taken"),
            _ => {}
        }
        *known = why;
        self.shut.store(why.is_some(), Ordering::Release);
    }

    pub(super) fn pass(&self) -> Stored<()> {
        self.why().map_or(Ok(()), |why| Err(StoreError::ReadOnly(why)))
    }
}

impl Desk {
    /// Opens a write. Refused while the desk is read-only.
    pub(super) async fn write(&self) -> Stored<Tx> {
        self.gate.pass()?;
        self.store.begin().await
    }

    /// The same for what lies beside the record and has to go on: whoever signs in to read, what was read, which try at a
    /// password was wrong, what the notary says, what a check of the record found.
    pub(super) async fn write_beside(&self) -> Stored<Tx> {
        self.store.begin().await
    }

    /// Why nothing can be written. None: it can.
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.gate.why()
    }

    /// Asks the notary whether this is what it signed. One that does not answer changes nothing: unknown is not behind.
    pub async fn look_to_notary(&self) -> Done<Result<Option<ReadOnly>, Refused>> {
        let standing = match self.standing().await? {
            Ok(standing) => standing,
            Err(refused) => return Ok(Err(refused)),
        };
        Ok(Ok(self.stand(&standing).await?))
    }

    /// The same from time to time, before each round. While it is shut the notary is also shown what the ledger declares,
    /// and asked to sign: that opens it once somebody has accepted the gap. A look that fails changes nothing.
    pub async fn heed_notary(&self) -> Option<ReadOnly> {
        let now = self.now().micros();
        // Somebody may have set the clock back meanwhile.
        if (1..=LOOKED_EVERY).contains(&(self.gate.next.load(Ordering::Relaxed) - now)) {
            return self.read_only();
        }
        self.gate.next.store(now + LOOKED_EVERY, Ordering::Relaxed);
        let rest = match self.look_to_notary().await {
            Ok(Ok(None)) => return None,
            Ok(Ok(Some(_))) => {
                if let Err(error) = self.sign_now().await {
                    tracing::error!(%error, "the notary could not be shown what the ledger declares");
                }
                LOOKED_WHILE_SHUT
            }
            Ok(Err(refused)) => {
                tracing::warn!(%refused, "it is not known whether the notary has signed more than is here");
                REST
            }
            Err(error) => {
                tracing::error!(%error, "it is not known how the ledger stands to what the notary signed");
                REST
            }
        };
        self.gate.next.store(now + rest, Ordering::Relaxed);
        self.read_only()
    }

    /// Opens or shuts as the ledger stands.
    pub(super) async fn stand(&self, standing: &Standing) -> Done<Option<ReadOnly>> {
        let why = match standing {
            Standing::New | Standing::Grown | Standing::Forgotten => None,
            Standing::Strange(had) => Some(ReadOnly::Strange { signed: had.size }),
            Standing::Behind(had) | Standing::Parted(had) => Some(match self.declared_about(had).await? {
                Some(entry) => ReadOnly::Declared { entry },
                None => match standing {
                    Standing::Parted(_) => ReadOnly::Parted { signed: had.size },
                    _ => ReadOnly::Behind { signed: had.size, size: self.ledger_size().await? },
                },
            }),
        };
        self.gate.set(why);
        Ok(why)
    }
}
