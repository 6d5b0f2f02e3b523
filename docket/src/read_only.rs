//! Why a desk takes nothing: its ledger does not begin with what its notary signed last. Somebody has put an older copy of
//! the database in its place, or another one. What would be written now could never be signed.

use crate::phrase;
use crate::words::Phrase;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// The ledger lacks the end of what was signed.
    Behind { signed: i64, size: i64 },
    /// The same, and it has become longer since in another way.
    Parted { signed: i64 },
    /// It is no ledger of this notary, or its entries were changed.
    Strange { signed: i64 },
    /// This entry says what is missing, and nobody has accepted that at the notary.
    Declared { entry: i64 },
}

impl ReadOnly {
    /// What happened and what whoever runs the desk does about it.
    pub fn sentence(self) -> Phrase {
        match self {
            ReadOnly::Behind { signed, size } => phrase!(
                "This desk is read-only: the notary has signed {} entries and this database has only {}. Put the newest copy back, or declare the gap (duenotice restore --declare-gap) and accept it (duenotice notary accept-gap).",
                signed,
                size
            ),
            ReadOnly::Parted { signed } => phrase!(
                "This desk is read-only: the notary has signed {} entries, and this database goes on in another way before that. Put the newest copy back, or declare the gap (duenotice restore --declare-gap) and accept it (duenotice notary accept-gap).",
                signed
            ),
            ReadOnly::Strange { signed } => phrase!(
                "This desk is read-only: the notary has signed {} entries, and this database does not begin with them. Put the right database back; duenotice verify says what is wrong with this one.",
                signed
            ),
            ReadOnly::Declared { entry } => phrase!(
                "This desk is read-only: entry #{} says that entries are missing, and nobody has accepted that at the notary yet (duenotice notary accept-gap {}).",
                entry,
                entry
            ),
        }
    }
}

impl std::fmt::Display for ReadOnly {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sentence().fmt(to)
    }
}
