//! What happened to a case since somebody looked at it, and its timeline by what concerns whom.

use super::pages::{read_events, timeline};
use super::{Desk, Done};
use crate::case::Case;
use crate::id::CaseId;
use crate::noun::Kind;
use crate::sentence::{Audience, Tone};
use crate::store::{ledger, lists};
use crate::view::TimelineItem;
use crate::words::Language;

/// So far back somebody is told what changed.
const LOOKED_BACK: i64 = 200;
const PAGE: usize = 100;
/// So many entries are looked through at once for those that are wanted.
const LOOKED_THROUGH: i64 = 300;

impl Desk {
    /// The events between the version that somebody saw and the newest, newest first. Each event that touches a case
    /// makes one version of it.
    pub async fn changed_since(&self, case: CaseId, seen: i64) -> Done<Vec<TimelineItem>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let Some(held) = lists::one::<Case>(&mut conn, &case.to_string()).await? else { return Ok(Vec::new()) };
        let mut missing = held.version - seen;
        let mut rows = ledger::of_case(&mut conn, case, i64::MAX, LOOKED_BACK).await?;
        let events = read_events(&mut conn, &rows).await?;
        let id = case.to_string();
        let mut until = 0;
        for event in &events {
            if missing <= 0 {
                break;
            }
            until += 1;
            if event.event.touches().iter().any(|key| key.kind == Kind::Case && key.id == id) {
                missing -= 1;
            }
        }
        rows.truncate(until);
        let names = self.names_in(&mut conn).await?;
        Ok(timeline(&mut conn, rows, Audience::Staff, Language::En, &names).await?)
    }

    /// Only the entries of one tone, a page of them, and the number before which older ones begin.
    pub async fn timeline_only(
        &self,
        case: CaseId,
        tone: Tone,
        before: Option<i64>,
    ) -> Done<(Vec<TimelineItem>, Option<i64>)> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let names = self.names_in(&mut conn).await?;
        let mut found: Vec<TimelineItem> = Vec::new();
        let mut before = before.unwrap_or(i64::MAX);
        loop {
            let rows = ledger::of_case(&mut conn, case, before, LOOKED_THROUGH).await?;
            let last = rows.last().map(|row| row.seq);
            let more = rows.len() as i64 == LOOKED_THROUGH;
            let items = timeline(&mut conn, rows, Audience::Staff, Language::En, &names).await?;
            found.extend(items.into_iter().filter(|item| item.sentence.tone == tone));
            if found.len() > PAGE {
                found.truncate(PAGE);
                let older = found.last().map(|item| item.seq);
                return Ok((found, older));
            }
            match last {
                Some(seq) if more => before = seq,
                _ => return Ok((found, None)),
            }
        }
    }
}
