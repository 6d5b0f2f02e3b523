//! What is about the same as an open case joins it by itself: the same asset, the same category, not long ago. A person
//! sees why, and can take it out again.

use crate::complaint::joined::{JOIN_DAYS, Joined};
use crate::complaint::{Channel, Report, Whose};
use crate::customer::Asset;
use crate::desk::work::Work;
use crate::desk::{Desk, Done};
use crate::event::Event;
use crate::id::{AssetId, CaseId, ComplaintId, CustomerId};
use crate::phrase;
use crate::policy::Category;
use crate::store::lists;
use std::collections::HashMap;

/// So many of a case's newest complaints are looked at: a flood about one asset is found in the first of them.
const LOOKED_AT: i64 = 20;

/// What was found for an asset and a category. A flood about one asset asks once: what came a moment before in the same
/// batch changes nothing about the answer.
#[derive(Default)]
pub(super) struct Joins(HashMap<(AssetId, Category), Option<(CaseId, String)>>);

impl Desk {
    /// What an analyst types in, they attach themselves; and nothing about child abuse is joined without a person.
    pub(super) async fn case_to_join(
        &self,
        work: &mut Work,
        joins: &mut Joins,
        report: &Report,
        whose: &Whose,
    ) -> Done<Option<(CaseId, String)>> {
        let Whose::One { customer, asset: Some(asset), .. } = whose else { return Ok(None) };
        if report.channel == Channel::Desk || report.sealed || report.category == Category::ChildSafety {
            return Ok(None);
        }
        if let Some(found) = joins.0.get(&(*asset, report.category)) {
            return Ok(found.clone());
        }
        let found = self.open_case_about(work, *customer, *asset, report.category).await?;
        joins.0.insert((*asset, report.category), found.clone());
        Ok(found)
    }

    async fn open_case_about(
        &self,
        work: &mut Work,
        customer: CustomerId,
        asset: AssetId,
        category: Category,
    ) -> Done<Option<(CaseId, String)>> {
        let since = work.now.plus_seconds(-JOIN_DAYS * 24 * 60 * 60);
        for case in lists::to_join(&mut work.conn(), customer, category, asset, LOOKED_AT).await? {
            if case.last < since || !case.same {
                continue;
            }
            let value = work.need::<Asset>(asset, "asset").await?.value;
            let why = phrase!(
                "It is about the same asset, {}, and of the same category as this case, whose newest complaint came on {}. A case takes in such complaints for {} days.",
                value,
                case.last,
                JOIN_DAYS
            );
            return Ok(Some((case.id, why.to_string())));
        }
        Ok(None)
    }

    pub(super) async fn join(
        &self,
        work: &mut Work,
        complaint: ComplaintId,
        number: i64,
        id: CaseId,
        why: String,
    ) -> Done<()> {
        // It may have been closed while we looked: then the complaint stays new.
        let case = work.lock_case_closed(id).await?;
        if case.is_closed() {
            return Ok(());
        }
        let joined = Joined { complaint, number, case: id, case_number: case.number, why };
        work.record(Event::ComplaintJoined(Box::new(joined))).await?;
        Ok(())
    }
}
