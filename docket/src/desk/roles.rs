//! Roles. One that gives more rights needs two admins: one proposes, another agrees. Where there is no other, one is
//! enough, or nobody could ever be let in; the record shows which it was.

use super::team::{is_admin, must_leave_an_admin, take};
use super::work::Begun;
use super::{Desk, Done, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, PersonId};
use crate::people::{Person, Role, RoleAgreed, RoleDropped, RoleProposed, gives_more};
use crate::phrase;
use crate::refusal::Refusal;
use crate::words::Phrase;

/// Whether somebody but these two could agree.
pub fn needs_another(person: &Person, role: Role, proposer: PersonId, people: &[Person]) -> bool {
    let could = |one: &Person| is_admin(one) && one.id != proposer && one.id != person.id;
    gives_more(person.role, role) && people.iter().any(could)
}

impl Desk {
    /// Acts at once where it takes rights away or nobody else could agree; otherwise it waits for another admin.
    pub async fn change_role(&self, who: &Who, command: CommandId, person: PersonId, role: &str) -> Done<Receipt> {
        self.must_keep_people(who)?;
        let Some(role) = Role::parse(role) else { return Err(Refusal::field("role", "Choose a role.").into()) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("role", person, role)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, others) = take(&mut work, who, person).await?;
            if noun.role == role {
                return Err(Refusal::field("role", phrase!("They are {} already.", Phrase::from(role.word()))).into());
            }
            must_leave_an_admin(&noun, &others)?;
            let by = who.person.id;
            if person == by {
                return Err(Refusal::OwnRole.into());
            }
            let event = if gives_more(noun.role, role) && others.iter().any(|other| *other != by) {
                Event::RoleProposed(RoleProposed { person, role, by })
            } else {
                Event::RoleChanged { person, role }
            };
            work.record(event).await?;
            work.commit().await
        })
    }

    pub async fn agree_role(&self, who: &Who, command: CommandId, person: PersonId, role: &str) -> Done<Receipt> {
        self.must_keep_people(who)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("agreed", person, role)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, others) = take(&mut work, who, person).await?;
            // What one agrees to is what one saw.
            let waiting = noun.waiting.clone().filter(|waiting| Some(waiting.role) == Role::parse(role));
            let waiting = waiting.ok_or_else(|| Refusal::field("agree", "This proposal no longer waits."))?;
            if waiting.by == who.person.id || person == who.person.id {
                return Err(Refusal::field("agree", "Another admin has to agree: nobody agrees to their own.").into());
            }
            if !others.contains(&waiting.by) {
                return Err(
                    Refusal::field("agree", "Whoever proposed it is no admin any more. Propose it anew.").into()
                );
            }
            must_leave_an_admin(&noun, &others)?;
            let (role, proposed_by) = (waiting.role, waiting.by);
            work.record(Event::RoleAgreed(RoleAgreed { person, role, proposed_by })).await?;
            work.commit().await
        })
    }

    /// Any admin puts a proposal aside, also whoever made it.
    pub async fn drop_role(&self, who: &Who, command: CommandId, person: PersonId) -> Done<Receipt> {
        self.must_keep_people(who)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("role dropped", person)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, _) = take(&mut work, who, person).await?;
            let waiting = noun.waiting.ok_or_else(|| Refusal::field("agree", "This proposal no longer waits."))?;
            work.record(Event::RoleDropped(RoleDropped { person, role: waiting.role })).await?;
            work.commit().await
        })
    }
}
