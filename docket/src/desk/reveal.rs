//! Looking at evidence. What others put on the net may be hard to look at and may be somebody's private life, so it
//! never shows itself: whoever wants to see it says so, and the record keeps that.

use super::work::Begun;
use super::{Desk, Done, Receipt, Who};
use crate::case::evidence::Revealed;
use crate::complaint::Exhibit;
use crate::event::Event;
use crate::id::{CaseId, CommandId};
use crate::people::Act;

impl Desk {
    pub async fn reveal_evidence(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        exhibit: &Exhibit,
    ) -> Done<Receipt> {
        who.must(Act::ReadCases)?;
        let mut work = match self.begin(who.actor(), command, &(case, &exhibit.sha256)).await? {
            Begun::Before(receipt) => return Ok(receipt),
            Begun::Now(work) => work,
        };
        let name = exhibit.name.show().to_owned().into();
        let (exhibit, sha256) = (exhibit.id, exhibit.sha256.clone());
        work.record(Event::EvidenceRevealed(Box::new(Revealed { case, exhibit, sha256, name }))).await?;
        work.commit().await
    }
}
