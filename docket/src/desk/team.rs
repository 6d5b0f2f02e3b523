//! The team, kept by its admins. Every change acts on the next request of whoever it is about.

use super::people::lock_team;
use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, PersonId};
use crate::people::{Act, Person, PersonRenamed, PersonRestored, SecondFactorRemoved, may};
use crate::refusal::Refusal;
use crate::store::{aside, aside_people, lists};
use crate::words::{Line, Reason};

impl Desk {
    /// Ends every session of theirs at once. One's own access too, as long as another admin is left.
    pub async fn disable_person(&self, who: &Who, command: CommandId, person: PersonId) -> Done<Receipt> {
        self.must_keep_people(who)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("disable", person)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, others) = take(&mut work, who, person).await?;
            if noun.disabled_at.is_some() {
                return Err(Refusal::field("disable", "They cannot sign in already.").into());
            }
            must_leave_an_admin(&noun, &others)?;
            work.record(Event::PersonDisabled { person }).await?;
            aside::drop_sessions_of(&mut work.conn(), person).await?;
            work.commit().await
        })
    }

    /// Somebody goes by another name from now on. The one before can be erased, by two.
    pub async fn rename_person(&self, who: &Who, command: CommandId, person: PersonId, name: &str) -> Done<Receipt> {
        self.must_keep_people(who)?;
        let name = Line::parse(name).map_err(|problem| Refusal::field("new_name", problem))?;
        let done = again!(async {
            let mut work = match self.begin(who.actor(), command, &("rename", person, name.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, _) = take(&mut work, who, person).await?;
            if noun.name.is_erased() || noun.name.show() == name.as_str() {
                return Err(Refusal::NothingChanged.into());
            }
            let name = name.as_str().to_owned().into();
            work.record(Event::PersonRenamed(PersonRenamed { person, name })).await?;
            work.commit().await
        })?;
        // So that the page offers at once to erase the name before.
        self.follow_belongings().await?;
        Ok(done)
    }

    pub async fn restore_person(&self, who: &Who, command: CommandId, person: PersonId) -> Done<Receipt> {
        self.must_keep_people(who)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("restore", person)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, _) = take(&mut work, who, person).await?;
            if noun.disabled_at.is_none() {
                return Err(Refusal::field("restore", "They can sign in already.").into());
            }
            if noun.name.is_erased() {
                return Err(Refusal::field("restore", "They were erased. Invite them anew.").into());
            }
            work.record(Event::PersonRestored(PersonRestored { person })).await?;
            work.commit().await
        })
    }

    /// For somebody who lost it: they set up another at their next sign-in. Their sessions end.
    pub async fn reset_second_factor(
        &self,
        who: &Who,
        command: CommandId,
        person: PersonId,
        reason: &str,
    ) -> Done<Receipt> {
        self.must_keep_people(who)?;
        let reason = Reason::parse(reason).map_err(|problem| Refusal::field("reason", problem))?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("reset", person, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let (noun, _) = take(&mut work, who, person).await?;
            if person == who.person.id {
                return Err(Refusal::field("reason", "Nobody resets their own. Another admin can.").into());
            }
            if noun.second_factor_at.is_none() {
                return Err(Refusal::field("reason", "They have no second factor.").into());
            }
            let removed = SecondFactorRemoved { person, reason: reason.as_str().to_owned().into() };
            work.record(Event::SecondFactorRemoved(Box::new(removed))).await?;
            aside_people::drop_factor(&mut work.conn(), person).await?;
            aside::drop_sessions_of(&mut work.conn(), person).await?;
            work.commit().await
        })
    }

    pub(super) fn must_keep_people(&self, who: &Who) -> Result<(), Refusal> {
        who.must(Act::KeepPeople)?;
        who.must_be_fresh(self.now())
    }
}

pub(super) fn is_admin(person: &Person) -> bool {
    person.disabled_at.is_none() && may(person.role, Act::KeepPeople)
}

/// The person, and the other admins, both behind the lock. Whoever acts must still be an admin there: what the request
/// read before may be a moment old.
pub(super) async fn take(work: &mut Work, who: &Who, person: PersonId) -> Done<(Person, Vec<PersonId>)> {
    lock_team(work).await?;
    let people = lists::people(&mut work.conn()).await?;
    if !people.iter().any(|held| held.noun.id == who.person.id && is_admin(&held.noun)) {
        return Err(Refusal::NotAllowed.into());
    }
    let others = people.iter().filter(|held| held.noun.id != person && is_admin(&held.noun));
    let others = others.map(|held| held.noun.id).collect();
    Ok((work.need(person, "person").await?, others))
}

/// Somebody must always be able to let people in.
pub(super) fn must_leave_an_admin(person: &Person, others: &[PersonId]) -> Result<(), Refusal> {
    if is_admin(person) && others.is_empty() { Err(Refusal::LastAdmin) } else { Ok(()) }
}
