//! People and machines' tokens: added, given roles and passwords, signed in.

use super::check::Check;
use super::work::Begun;
use super::{Desk, Done, Failure, Receipt, Who, again, token_hash};
use crate::event::Event;
use crate::id::{CommandId, PersonId, TokenId};
use crate::people::{Act, Actor, Person, Role, Token};
use crate::refusal::Refusal;
use crate::store::{aside, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{EmailAddress, Line};
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use serde::Serialize;

/// At least this long (ASVS V6.2.1); nothing else is demanded of a password.
pub const PASSWORD_LEAST: usize = 15;
const PASSWORD_MOST: usize = 256;
/// After so many wrong passwords in a row an account waits, twice as long each time.
const FREE_FAILURES: i64 = 5;
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
const SETUP_HOURS: i64 = 24;

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
        let mut check = Check::default();
        let name = check.word("name", Line::parse(&form.name));
        let email = check.word("email", EmailAddress::parse(&form.email));
        let role = check.some("role", Role::parse(&form.role), "Choose a role.");
        let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.");
        check_password(&mut check, "password", &form.password);
        let (Some(name), Some(email), Some(role), Some(zone)) = (name, email, role, zone) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        let hash = hash_password(form.password.clone()).await?;
        let actor = who.map_or(Actor::System, Who::actor);
        again!(async {
            let mut work = match self.begin(actor, command, form).await? {
                Begun::Before(receipt) => {
                    let found = aside::credential_by_email(&mut self.read().await?.conn(), &email.folded()).await?;
                    let person =
                        found.and_then(|row| PersonId::parse(&row.person_id)).ok_or(Refusal::NotFound("person"))?;
                    return Ok((person, receipt));
                }
                Begun::Now(work) => work,
            };
            if aside::credential_by_email(&mut work.conn(), &email.folded()).await?.is_some() {
                return Err(Refusal::field("email", "Somebody with this address is already here.").into());
            }
            let person: PersonId = work.new_id();
            work.record(Event::PersonAdded {
                person,
                name: name.as_str().to_owned().into(),
                email: email.as_str().to_owned().into(),
                role,
                zone: zone.name().to_owned(),
            })
            .await?;
            work.record(Event::PasswordSet { person }).await?;
            aside::add_credential(&mut work.conn(), person, &email.folded()).await?;
            aside::set_password(&mut work.conn(), person, &hash).await?;
            Ok((person, work.commit().await?))
        })
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
        let failures = if right { 0 } else { row.failures + 1 };
        if failures != row.failures {
            let wait = match failures - FREE_FAILURES {
                over if over >= 0 => (30 << over.min(5)).min(LONGEST_WAIT_SECONDS),
                _ => 0,
            };
            let until = if wait > 0 { now.plus_seconds(wait) } else { Moment::from_micros(0) };
            let mut tx = self.store.begin().await?;
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
        let scope =
            check.some("scope", (scope == "complaints:write").then_some(scope), "The scope is complaints:write.");
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
        let mut tx = self.store.begin().await?;
        aside::add_setup_link(&mut tx.conn(), &hash, now, now.plus_seconds(SETUP_HOURS * 3600)).await?;
        tx.commit().await?;
        Ok(format!("{}/set-up/{token}", self.settings.public_url))
    }

    pub async fn setup_link_is_open(&self, token: &str) -> Done<bool> {
        let mut reader = self.read().await?;
        Ok(aside::setup_link_is_open(&mut reader.conn(), &token_hash(token), self.now()).await?)
    }

    /// The first person, an admin, by the link. The link is spent only when the person is there.
    pub async fn set_up(&self, token: &str, command: CommandId, form: &AddPerson) -> Done<PersonId> {
        if !self.setup_link_is_open(token).await? || self.has_people().await? {
            return Err(Refusal::SetupLinkSpent.into());
        }
        let form = AddPerson { role: Role::Admin.word().into(), ..form.clone() };
        let (person, _) = self.add_person(None, command, &form).await?;
        let mut tx = self.store.begin().await?;
        aside::spend_setup_link(&mut tx.conn(), &token_hash(token), self.now()).await?;
        tx.commit().await?;
        Ok(person)
    }
}

fn check_password(check: &mut Check, field: &str, password: &str) {
    let length = password.chars().count();
    if length < PASSWORD_LEAST {
        check.problem(
            field,
            format!("Use at least {PASSWORD_LEAST} characters. A sentence that only you know is good."),
        );
    } else if length > PASSWORD_MOST {
        check.problem(field, format!("Use at most {PASSWORD_MOST} characters."));
    }
}

/// Two at a time: each takes 19 MB and a tenth of a second, and a flood of sign-ins must not take the machine.
static HASHING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

async fn hash_password(password: String) -> Done<String> {
    let _turn = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || {
        argon2::Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(crate::store::StoreError::Damaged("the password could not be hashed".into()).into()),
    }
}

async fn verify_password(password: String, hash: Option<String>) -> Done<bool> {
    let _turn = HASHING.acquire().await;
    // Without a hash the same work is done on the password itself, so that time tells nothing.
    let checked = tokio::task::spawn_blocking(move || {
        let argon = argon2::Argon2::default();
        match hash {
            Some(hash) => argon2::PasswordHash::new(&hash)
                .is_ok_and(|parsed| argon.verify_password(password.as_bytes(), &parsed).is_ok()),
            None => argon.hash_password(password.as_bytes()).is_err(),
        }
    });
    checked.await.map_err(|_| crate::store::StoreError::Damaged("the password could not be checked".into()).into())
}
