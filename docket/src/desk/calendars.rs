//! Calendars of closed days: each import is an edition of its own, and deadlines keep the edition by which they were
//! counted.

use super::work::Begun;
use super::{Desk, Done, Receipt, Who, again};
use crate::calendar::{Calendar, Imported, read, read_name};
use crate::event::Event;
use crate::id::CommandId;
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::{evidence, waiting};

#[derive(Clone, Debug, Default)]
pub struct CalendarForm {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Desk {
    /// Every edition, the newest of each calendar first.
    pub async fn calendars(&self) -> Done<Vec<Calendar>> {
        let mut reader = self.read().await?;
        Ok(waiting::calendars(&mut reader.conn()).await?.into_iter().map(|held| held.noun).collect())
    }

    /// The newest edition of each, for the composer.
    pub async fn calendars_in_use(&self) -> Done<Vec<Calendar>> {
        let mut all = self.calendars().await?;
        all.dedup_by(|later, first| later.name == first.name);
        Ok(all)
    }

    /// By a person, or at the command line. The same days again are no new edition.
    pub async fn import_calendar(
        &self,
        who: Option<&Who>,
        command: CommandId,
        form: &CalendarForm,
    ) -> Done<(Calendar, Receipt)> {
        if let Some(who) = who {
            who.must(Act::KeepPolicy)?;
        }
        let mut check = super::check::Check::default();
        let name = check.some(
            "name",
            read_name(&form.name),
            "Give it a short name of letters, digits and hyphens, such as us-federal.",
        );
        let closed = match read::read(&form.bytes) {
            Ok(closed) => Some(closed),
            Err(problem) => {
                check.problem("file", problem);
                None
            }
        };
        let (Some(name), Some(closed)) = (name, closed) else { return check.refuse().map_err(super::Failure::from) };
        let actor = who.map_or(Actor::System, Who::actor);
        let content = (&name, evidence::sha256_hex(&form.bytes));
        again!(async {
            let mut work = match self.begin(actor, command, &content).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::CalendarImported(imported) => {
                            let kept = crate::store::lists::one(&mut self.read().await?.conn(), &imported.id()).await?;
                            Ok((kept.ok_or(Refusal::NotFound("calendar"))?.noun, receipt))
                        }
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let newest = waiting::newest_calendar(&mut work.conn(), &name).await?.map(|held| held.noun);
            if newest.as_ref().is_some_and(|before| before.closed == closed) {
                return Err(Refusal::NothingChanged.into());
            }
            let source = work.keep(&form.bytes).await?;
            let imported = Imported {
                name: name.clone(),
                edition: newest.map_or(1, |before| before.edition + 1),
                closed: closed.clone(),
                source,
                by: who.map(|who| who.person.id),
            };
            let id = imported.id();
            work.record(Event::CalendarImported(Box::new(imported))).await?;
            let kept: Calendar = work.need(id, "calendar").await?;
            Ok((kept, work.commit().await?))
        })
    }
}
