//! The files that the desk added to a case itself. They belong to no complaint and no answer, so the record names them.

use super::pages::read_events;
use super::{Desk, Done};
use crate::complaint::Exhibit;
use crate::event::Event;
use crate::id::CaseId;
use crate::store::ledger;

/// So many are shown; the case file has them all.
const MOST_SHOWN: i64 = 500;

impl Desk {
    /// Oldest first.
    pub async fn exhibits_of(&self, case: CaseId) -> Done<Vec<Exhibit>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut rows = ledger::before(&mut conn, i64::MAX, "evidence_added", &case.to_string(), MOST_SHOWN).await?;
        rows.reverse();
        let events = read_events(&mut conn, &rows).await?;
        let exhibits = events.into_iter().filter_map(|recorded| match recorded.event {
            Event::EvidenceAdded { exhibit, .. } => Some(exhibit),
            _ => None,
        });
        Ok(exhibits.collect())
    }
}
