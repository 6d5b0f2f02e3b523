//! The first entry of a ledger, and the policy and templates that a new desk starts with.

use super::policy::STARTERS;
use super::work::Begun;
use super::{Desk, Done};
use crate::event::Event;
use crate::id::{ClauseId, CommandId};
use crate::people::Actor;
use crate::policy::Published;
use crate::store::ledger;

impl Desk {
    /// Writes the first entry, unless there is one. True when this call founded the desk.
    pub async fn found(&self, demonstration: bool) -> Done<bool> {
        if ledger::head(&mut self.read().await?.conn()).await?.size() > 0 {
            return Ok(false);
        }
        // A fixed command id: two servers that start at once on one database found it once.
        let command = CommandId(uuid::Uuid::from_u128(0xD0C4_E700_0000_7000_8000_0000_0000_0001));
        let mut work = match self.begin(Actor::System, command, &"found").await? {
            Begun::Before(_) => return Ok(false),
            Begun::Now(work) => work,
        };
        let tzdb = crate::time::zone::TZDB_VERSION.to_owned();
        work.record(Event::DeskFounded { provider: self.settings().provider.clone(), demonstration, tzdb }).await?;
        let edition = work.now.date_text()[..7].to_owned();
        for starter in &STARTERS {
            let clause: ClauseId = work.new_id();
            let published = Published {
                clause,
                code: starter.code.to_owned(),
                edition: edition.clone(),
                title: starter.title.to_owned(),
                title_fr: starter.title_fr.to_owned(),
                text: starter.text.to_owned(),
                text_fr: starter.text_fr.to_owned(),
                category: starter.category,
                severity: starter.category.severity(),
                default_hours: starter.hours,
                strike_days: starter.category.severity().strike_days(),
                replaces: None,
            };
            work.record(Event::ClauseEditionPublished(Box::new(published))).await?;
        }
        super::templates::ship(&mut work).await?;
        match work.commit().await {
            Ok(_) => Ok(true),
            Err(super::Failure::Store(crate::store::StoreError::Conflict)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// A demonstration desk says so for ever.
    pub async fn is_demonstration(&self) -> Done<bool> {
        let first = ledger::by_seq(&mut self.read().await?.conn(), 1).await?;
        Ok(first.is_some_and(|row| String::from_utf8_lossy(&row.leaf).contains("\"demonstration\":true")))
    }
}
