//! Identities are UUIDv7: ordered by time, minted before the row exists, harmless to show.
//! They are not secrets. Capability links have their own 256 bits.

use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// Makes a UUIDv7 from an instant and ten random bytes, both given by the caller.
pub fn mint(now: Moment, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $Name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(pub Uuid);

        impl $Name {
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($Name), self.0)
            }
        }

        impl From<Uuid> for $Name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// One entry of the ledger.
    EventId,
    /// One intention of one actor. The same id is carried out once.
    CommandId,
    PersonId,
    TokenId,
    ClauseId,
    CustomerId,
    ContactId,
    AssetId,
    ComplaintId,
    EvidenceId,
    CaseId,
    NoticeId,
    AnswerId,
    DecisionId,
    LetterId,
    InstructionId,
    PassingId,
    InvitationId,
    InterimId,
    AppealId,
    HoldId,
    DataRequestId,
    /// One paper that left the house.
    ExportId,
    TemplateId,
    ExtensionId,
    /// Something that came in by mail about our letters.
    MailId,
    /// What falls due under a rule of retention, until somebody confirms it.
    DisposalId,
    ErasureId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minted_ids_sort_by_time() {
        let early = mint(Moment::from_micros(1_000_000), [255; 10]);
        let late = mint(Moment::from_micros(2_000_000), [0; 10]);
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
