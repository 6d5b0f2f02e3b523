//! People and machines' tokens: added, signed in.

use super::check::Check;
pub use super::passwords::PASSWORD_LEAST;
use super::passwords::{check_password, hash_password, verify_password};
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again, token_hash};
use crate::event::Event;
use crate::id::{CommandId, PersonId, TokenId};
use crate::people::{Act, Actor, Person, Role, Token};
use crate::refusal::Refusal;
use crate::store::{aside, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{EmailAddress, Line};
use serde::Serialize;

/// After so many wrong passwords in a row an account waits, twice as long each time.
const FREE_FAILURES: i64 = 5;
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
const SETUP_HOURS: i64 = 24;
/// What a machine's key may do.
pub const SCOPES: [&str; 4] = ["complaints:write", "assets:write", "instructions:write", "log:read"];

#[derive(Clone, Debug, Serialize)]
pub struct AddPerson {
    pub name: String,
    pub email: String,
    pub role: String,
    pub zone: String,
    /// Typed once. Left out of the command's content: a secret has no place there, not even hashed.
    #[serde(skip)]
    pub password: String,
}

/// What a sign-in gave.
#[derive(Debug)]
pub enum SignIn {
    Welcome(Box<Person>),
    /// One sentence for a wrong name and a wrong password alike.
    Wrong,
    /// Too many wrong ones: wait until then.
    Wait(Moment),
}

impl Desk {
    /// By an admin, by the set-up link (`who` is none), or by whoever has the machine's shell.
    pub async fn add_person(
        &self,
        who: Option<&Who>,
        command: CommandId,
        form: &AddPerson,
    ) -> Done<(PersonId, Receipt)> {
        if let Some(who) = who {
            who.must(Act::KeepPeople)?;
        }
        let newcomer = self.newcomer(form).await?;
        let actor = who.map_or(Actor::System, Who::actor);
        again!(async {
            let mut work = match self.begin(actor, command, form).await? {
                Begun::Before(receipt) => return Ok((self.person_of(&newcomer).await?, receipt)),
                Begun::Now(work) => work,
            };
            let person = join(&mut work, &newcomer).await?;
            Ok((person, work.commit().await?))
        })
    }

    /// Reads the form and hashes the password, before any transaction waits for it.
    pub(super) async fn newcomer(&self, form: &AddPerson) -> Done<Newcomer> {
        let mut check = Check::default();
        let name = check.word("name", Line::parse(&form.name));
        let email = check.word("email", EmailAddress::parse(&form.email));
        let role = check.some("role", Role::parse(&form.role), "Choose a role.");
        let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.");
        let about = [form.name.as_str(), &form.email, &self.settings().provider];
        check_password(&mut check, "password", &form.password, &about);
        let (Some(name), Some(email), Some(role), Some(zone)) = (name, email, role, zone) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        Ok(Newcomer { name, email, role, zone, hash: hash_password(form.password.clone()).await? })
    }

    /// Whom an earlier try of the same command added.
    pub(super) async fn person_of(&self, newcomer: &Newcomer) -> Done<PersonId> {
        let found = aside::credential_by_email(&mut self.read().await?.conn(), &newcomer.email.folded()).await?;
        Ok(found.and_then(|row| PersonId::parse(&row.person_id)).ok_or(Refusal::NotFound("person"))?)
    }

    /// Checks a password. The same work is done for a name that nobody has.
    pub async fn sign_in(&self, email: &str, password: &str) -> Done<SignIn> {
        let folded = EmailAddress::parse(email).map(|email| email.folded()).unwrap_or_default();
        let now = self.now();
        let (credential, person) = {
            let mut reader = self.read().await?;
            let credential = aside::credential_by_email(&mut reader.conn(), &folded).await?;
            let person = match &credential {
                Some(row) => lists::one::<Person>(&mut reader.conn(), &row.person_id).await?,
                None => None,
            };
            (credential, person)
        };
        if let Some(row) = &credential
            && row.blocked_until > now.micros()
        {
            return Ok(SignIn::Wait(Moment::from_micros(row.blocked_until)));
        }
        let hash = credential.as_ref().and_then(|row| row.password_hash.clone());
        let known = hash.is_some();
        let right = verify_password(password.to_owned(), hash).await? && known;
        let Some(row) = credential else { return Ok(SignIn::Wrong) };
        if !right || row.failures != 0 {
            let mut tx = self.write_beside().await?;
            // Read again in its turn, or several at once would count as one.
            aside::take_turns(&mut tx.conn(), &[format!("tries:{}", row.person_id)]).await?;
            let counted = aside::credential_by_email(&mut tx.conn(), &folded).await?.map_or(0, |row| row.failures);
            let failures = if right { 0 } else { counted + 1 };
            let until = wait_until(failures, now);
            aside::set_failures(&mut tx.conn(), &row.person_id, failures, until).await?;
            tx.commit().await?;
        }
        match person {
            Some(held) if right && held.noun.disabled_at.is_none() => Ok(SignIn::Welcome(Box::new(held.noun))),
            _ => Ok(SignIn::Wrong),
        }
    }

    /// A machine's key. The key itself is given back once and kept nowhere.
    pub async fn add_token(&self, who: Option<&Who>, name: &str, scope: &str) -> Done<String> {
        if let Some(who) = who {
            who.must(Act::KeepPeople)?;
        }
        let mut check = Check::default();
        let name = check.word("name", Line::parse(name));
        let scope = check.some(
            "scope",
            SCOPES.contains(&scope).then_some(scope),
            "The scope is complaints:write, assets:write, instructions:write or log:read.",
        );
        let (Some(name), Some(scope)) = (name, scope) else { return check.refuse().map_err(Failure::from) };
        let (token, hash) = self.new_token();
        let key = format!("dn_{token}");
        let actor = who.map_or(Actor::System, Who::actor);
        let mut work = match self.begin(actor, self.new_command(), &hash).await? {
            Begun::Before(_) => return Err(Refusal::CommandReused.into()),
            Begun::Now(work) => work,
        };
        let id: TokenId = work.new_id();
        work.record(Event::TokenAdded {
            token: id,
            name: name.as_str().to_owned(),
            scope: scope.to_owned(),
            hash: token_hash(&key),
        })
        .await?;
        work.commit().await?;
        Ok(key)
    }

    /// From now on the key opens nothing. What it brought in stays.
    pub async fn revoke_token(&self, who: &Who, command: CommandId, token: TokenId) -> Done<Receipt> {
        who.must(Act::KeepPeople)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("revoked", token)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Token = work.need(token, "key").await?;
            if noun.revoked_at.is_none() {
                work.record(Event::TokenRevoked { token }).await?;
            }
            work.commit().await
        })
    }

    /// Whose key this is, if it is anybody's.
    pub async fn token(&self, key: &str) -> Done<Option<Token>> {
        let mut reader = self.read().await?;
        let found = lists::token_by_hash(&mut reader.conn(), &token_hash(key)).await?;
        Ok(found.map(|held| held.noun).filter(|token| token.revoked_at.is_none()))
    }

    pub async fn person(&self, id: PersonId) -> Done<Option<Person>> {
        let mut reader = self.read().await?;
        Ok(lists::one::<Person>(&mut reader.conn(), &id.to_string()).await?.map(|held| held.noun))
    }

    pub async fn has_people(&self) -> Done<bool> {
        let mut reader = self.read().await?;
        Ok(!lists::people(&mut reader.conn()).await?.is_empty())
    }

    /// A link for the very first person. There is no default account.
    pub async fn make_setup_link(&self) -> Done<String> {
        let (token, hash) = self.new_token();
        let now = self.now();
        let mut tx = self.write().await?;
        aside::add_setup_link(&mut tx.conn(), &hash, now, now.plus_seconds(SETUP_HOURS * 3600)).await?;
        tx.commit().await?;
        Ok(format!("{}/set-up/{token}", self.settings.public_url))
    }

    pub async fn setup_link_is_open(&self, token: &str) -> Done<bool> {
        let mut reader = self.read().await?;
        Ok(aside::setup_link_is_open(&mut reader.conn(), &token_hash(token), self.now()).await?)
    }

    /// The first person, an admin, by the link, which is spent in the same transaction: of two who follow it at
    /// once, one comes too late.
    pub async fn set_up(&self, token: &str, command: CommandId, form: &AddPerson) -> Done<PersonId> {
        if !self.setup_link_is_open(token).await? || self.has_people().await? {
            return Err(Refusal::SetupLinkSpent.into());
        }
        let form = AddPerson { role: Role::Admin.word().into(), ..form.clone() };
        let newcomer = self.newcomer(&form).await?;
        again!(async {
            let mut work = match self.begin(Actor::System, command, &form).await? {
                Begun::Before(_) => return self.person_of(&newcomer).await,
                Begun::Now(work) => work,
            };
            let now = work.now;
            let person = join(&mut work, &newcomer).await?;
            // Asked behind the lock that `join` took, so that nobody else joins in between.
            let alone = lists::people(&mut work.conn()).await?.is_empty();
            if !alone || !aside::spend_setup_link(&mut work.conn(), &token_hash(token), now).await? {
                return Err(Refusal::SetupLinkSpent.into());
            }
            work.commit().await?;
            Ok(person)
        })
    }
}

/// A form that was read, with the password hashed.
pub(super) struct Newcomer {
    name: Line,
    pub email: EmailAddress,
    role: Role,
    zone: Zone,
    hash: String,
}

/// Takes the team before anything else, so that two changes to it never interleave: that there is always an admin,
/// and one person for one address, is a rule about all of them together.
pub(super) async fn lock_team(work: &mut Work) -> Done<()> {
    work.next_number("team").await?;
    Ok(())
}

pub(super) async fn join(work: &mut Work, newcomer: &Newcomer) -> Done<PersonId> {
    lock_team(work).await?;
    let folded = newcomer.email.folded();
    if aside::credential_by_email(&mut work.conn(), &folded).await?.is_some() {
        return Err(Refusal::field("email", "Somebody with this address is already here.").into());
    }
    let person: PersonId = work.new_id();
    work.record(Event::PersonAdded {
        person,
        name: newcomer.name.as_str().to_owned().into(),
        email: newcomer.email.as_str().to_owned().into(),
        role: newcomer.role,
        zone: newcomer.zone.name().to_owned(),
    })
    .await?;
    work.record(Event::PasswordSet { person }).await?;
    aside::add_credential(&mut work.conn(), person, &folded).await?;
    aside::set_password(&mut work.conn(), person, &newcomer.hash).await?;
    Ok(person)
}

/// After so many failures in a row. The beginning of time: no wait.
pub(super) fn wait_until(failures: i64, now: Moment) -> Moment {
    match failures - FREE_FAILURES {
        over if over >= 0 => now.plus_seconds((30 << over.min(5)).min(LONGEST_WAIT_SECONDS)),
        _ => Moment::from_micros(0),
    }
}
