//! Which events a complaint left in the ledger.

use super::pages::timeline;
use super::{Desk, Done};
use crate::complaint::{Complaint, ComplaintStage, Whose};
use crate::sentence::Audience;
use crate::store::{ledger, lists};
use crate::view::TimelineItem;
use crate::words::Language;

/// So many attachments of one case are looked through for this one.
const LOOKED_THROUGH: i64 = 1000;

impl Desk {
    /// Newest first. The ledger has no column for complaints; but each personal value was sealed by exactly one event,
    /// so the values that a complaint carries lead back to the events that gave them.
    pub async fn complaint_history(&self, complaint: &Complaint) -> Done<Vec<TimelineItem>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let (Whose::Nobody { why } | Whose::One { why, .. } | Whose::Several { why, .. }) = &complaint.whose;
        let mut commitments = vec![complaint.report.summary.commitment(), why.commitment()];
        if let ComplaintStage::Rejected { reason, .. } = &complaint.stage {
            commitments.push(reason.commitment());
        }
        let mut rows = Vec::new();
        for commitment in commitments.into_iter().flatten() {
            rows.extend(ledger::of_commitment(&mut conn, commitment).await?);
        }
        if let ComplaintStage::InCase { case, since } = complaint.stage {
            let id = complaint.id.to_string();
            let attached =
                ledger::before(&mut conn, i64::MAX, "complaint_attached", &case.to_string(), LOOKED_THROUGH).await?;
            let ours =
                |row: &ledger::EventRow| row.at == since.micros() && String::from_utf8_lossy(&row.leaf).contains(&id);
            rows.extend(attached.into_iter().find(ours));
        }
        rows.extend(lists::events_called(&mut conn, &complaint.changes).await?);
        rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
        rows.dedup_by_key(|row| row.seq);
        let names = self.names_in(&mut conn).await?;
        Ok(timeline(&mut conn, rows, Audience::Staff, Language::En, &names).await?)
    }
}
