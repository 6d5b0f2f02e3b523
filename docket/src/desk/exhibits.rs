//! The files that the desk added to a case itself. They belong to no complaint and no answer, so the record names them.

use super::pages::read_leaves;
use super::{Desk, Done};
use crate::complaint::Exhibit;
use crate::event::Event;
use crate::id::CaseId;
use crate::store::glance::{self, LeafRow};

/// So many are shown; the case file has them all.
const MOST_SHOWN: i64 = 500;

impl Desk {
    /// Oldest first.
    pub async fn exhibits_of(&self, case: CaseId) -> Done<Vec<Exhibit>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut rows = glance::added_to(&mut conn, case, MOST_SHOWN).await?;
        rows.reverse();
        let events = read_leaves(&mut conn, rows.iter().map(LeafRow::text).collect::<Result<_, _>>()?).await?;
        let exhibits = events.into_iter().filter_map(|recorded| match recorded.event {
            Event::EvidenceAdded { exhibit, .. } => Some(exhibit),
            _ => None,
        });
        Ok(exhibits.collect())
    }
}
