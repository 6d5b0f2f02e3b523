//! What a case file is held against: the entries that it is about, a checkpoint over them, and the notary's seal.

use super::Desk;
use super::Done;
use super::as_of::read_touching;
use super::checkpoints::cosigned;
use super::figures::noun_word;
use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::bag::Sealed;
use crate::id::{CaseId, ComplaintId};
use crate::noun::{Key, Kind};
use crate::store::checkpoints::{self, CheckpointRow};
use crate::store::ledger::{self, EventRow};
use crate::store::{Conn, Stored, vouching};
use crate::time::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// Who vouches for the entries of a paper.
#[derive(Clone, Debug)]
pub(crate) struct Vouched {
    /// When the checkpoint was signed: the same checkpoint always gives the same file.
    pub at: Moment,
    pub checkpoint: Option<(CheckpointRow, SignedCheckpoint)>,
    /// As `/log/key` gives them.
    pub keys: String,
    /// The notary signs what the ledger is now. Where it does not, it seals nothing either.
    pub signs: bool,
}

impl Desk {
    /// A checkpoint over everything up to this entry: one that somebody else has signed as well, if it covers that.
    pub(crate) async fn vouched_for(&self, last: i64) -> Done<Vouched> {
        let signs = self.sign_now().await?.is_some();
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let newest = checkpoints::newest(&mut conn).await?;
        let keys = match &newest {
            Some(row) => {
                let older = self.older_keys(&mut conn, Some(row)).await?;
                std::iter::once(row.signer.clone()).chain(older.into_iter().map(|key| key.key)).collect()
            }
            None => Vec::new(),
        };
        let chosen = vouching::witnessed(&mut conn).await?.filter(|row| last <= row.size).or(newest);
        let checkpoint = match chosen {
            Some(row) => Some((row.clone(), cosigned(&mut conn, &row).await?)),
            None => None,
        };
        Ok(Vouched {
            at: checkpoint.as_ref().map_or_else(|| self.now(), |(row, _)| Moment::from_micros(row.signed_at)),
            checkpoint,
            keys: keys.into_iter().map(|key| key + "\n").collect(),
            signs,
        })
    }

    /// The note over a bag. None: the notary does not answer, and whoever checks the bag is told that it has no seal.
    pub(crate) async fn seal_bag(&self, bag: &Sealed) -> Option<String> {
        match self.notary().seal(bag).await {
            Ok(note) => Some(note),
            Err(refused) => {
                tracing::error!(%refused, bag = bag.name, "the notary does not seal");
                None
            }
        }
    }
}

/// The entries of these cases, and those with which their complaints came in and were looked at, in their order.
pub(crate) async fn entries_about(
    conn: &mut Conn<'_>,
    cases: &[CaseId],
    complaints: &[ComplaintId],
    upto: i64,
) -> Stored<Vec<EventRow>> {
    let mut rows = BTreeMap::new();
    for case in cases {
        let of_case = ledger::of_case(conn, *case, upto.saturating_add(1), i64::MAX).await?;
        rows.extend(of_case.into_iter().map(|row| (row.seq, row)));
    }
    if !complaints.is_empty() {
        let words: BTreeSet<String> =
            complaints.iter().map(|id| noun_word(&Key { kind: Kind::Complaint, id: id.to_string() })).collect();
        let (touching, _) = read_touching(conn, words, upto).await?;
        // A complaint may have been in another case before, and that one is nobody's here.
        let own = touching.into_iter().filter(|row| row.case_id.is_none() && row.kind.starts_with("complaint_"));
        rows.extend(own.map(|row| (row.seq, row)));
    }
    Ok(rows.into_values().collect())
}
