//! Complaints that need a person's eye: of which nobody knows whose they are, and those with many locations.

use super::*;
use crate::complaint::Whose;
use crate::desk::complaints::locations::fits;
use crate::desk::customers::earlier_holders;
use crate::phrase;
use crate::words::Phrase;

/// So many locations stand on a page.
pub const LOCATIONS: usize = 100;
const MOST_CANDIDATES: usize = 4;

impl Desk {
    /// New complaints that match no customer or several, each with whom it may be about.
    pub async fn unmatched_view(&self, after: Option<&str>) -> Done<UnmatchedView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let after = after.and_then(read_key);
        let mut found = lists::unmatched(&mut conn, after.as_ref(), PAGE + 1).await?;
        let more = trim(&mut found);
        let next = found.last().filter(|_| more).map(|held| key(held.noun.react_by(), &held.noun.id.to_string()));
        let mut names = Handles::default();
        let mut rows = Vec::with_capacity(found.len());
        for held in found {
            let complaint = held.noun;
            let mut candidates = Vec::new();
            match &complaint.whose {
                Whose::Several { customers, .. } => {
                    for id in customers.iter().take(MOST_CANDIDATES) {
                        let handle = names.handle(&mut conn, *id).await?;
                        candidates.push(Candidate { handle, why: phrase!("Held it at that time, as others did.") });
                    }
                }
                Whose::Nobody { .. } => {
                    let source = complaint.report.source.get().cloned().unwrap_or_default();
                    for asset in earlier_holders(&mut conn, &source, MOST_CANDIDATES).await? {
                        let handle = names.handle(&mut conn, asset.customer).await?;
                        let until = match asset.to {
                            Some(to) => phrase!(" until {}", to),
                            None => Phrase::Said(String::new()),
                        };
                        let why = phrase!("Held {} from {}{}.", asset.value, asset.from, until);
                        candidates.push(Candidate { handle, why });
                    }
                }
                Whose::One { .. } => {}
            }
            rows.push(UnmatchedRow { complaint, candidates });
        }
        Ok(UnmatchedView { rows, next })
    }

    pub async fn unmatched_count(&self) -> Done<i64> {
        Ok(lists::unmatched_count(&mut self.read().await?.conn(), MOST_COUNTED).await?)
    }

    /// A page of a complaint's locations, from a place on, under a filter.
    pub async fn locations_view(&self, number: i64, filter: &str, from: u32) -> Done<LocationsView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let complaint =
            lists::complaint_by_number(&mut conn, number).await?.ok_or(Refusal::NotFound("complaint"))?.noun;
        let case = match complaint.stage {
            ComplaintStage::InCase { case, .. } => Some(Handles::default().case(&mut conn, case).await?),
            _ => None,
        };
        let all = complaint.report.locations.get().cloned().unwrap_or_default();
        let total = all.len();
        let matching = all.into_iter().zip(0u32..).filter(|(_, place)| fits(&complaint, *place, filter));
        let matching: Vec<(String, u32)> = matching.collect();
        let many = matching.len();
        let mut rows: Vec<_> = matching
            .into_iter()
            .filter(|(_, place)| *place >= from)
            .take(LOCATIONS + 1)
            .map(|(address, place)| (place, address, complaint.outcomes.of(place)))
            .collect();
        let next = (rows.len() > LOCATIONS).then(|| rows[LOCATIONS].0);
        rows.truncate(LOCATIONS);
        Ok(LocationsView { complaint, case, rows, matching: many, total, next })
    }
}
