//! A desk as large as the largest, to measure on: events that nobody carried out, written down by the same road as
//! every other, many in one command, with the bytes that they name. Rules are not asked, so only a desk that calls itself
//! a demonstration takes them.

use super::work::Begun;
use super::{Desk, Done, Receipt};
use crate::event::Event;
use crate::people::Actor;
use crate::refusal::Refusal;

impl Desk {
    pub async fn fill(&self, events: Vec<Event>, named: &[Vec<u8>]) -> Done<Receipt> {
        if !self.is_demonstration().await? {
            return Err(Refusal::NotAllowed.into());
        }
        let mut work = match self.begin(Actor::System, self.new_command(), &"fill").await? {
            Begun::Before(receipt) => return Ok(receipt),
            Begun::Now(work) => work,
        };
        for bytes in named {
            work.keep_along(bytes).await?;
        }
        for event in events {
            work.record(event).await?;
        }
        work.commit().await
    }
}
