//! What everybody does with their own account: how pages look, where one is signed in, the password.

use super::check::Check;
use super::passwords::{check_password, hash_password};
use super::people::SignIn;
use super::sessions::alive;
use super::work::Begun;
use super::{Desk, Done, Who, again};
use crate::event::Event;
use crate::id::{CommandId, PersonId};
use crate::people::{Density, Keys, Mails, Taste, Theme};
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::aside::{self, SessionRow};
use crate::store::aside_people::{self, TasteRow};
use crate::store::{Conn, Stored};
use crate::time::zone::Zone;
use crate::words::Language;

#[derive(Clone, Debug)]
pub struct TasteForm {
    pub zone: String,
    pub language: String,
    pub theme: String,
    pub density: String,
    pub keys: String,
    pub mails: String,
}

#[derive(Clone)]
pub struct ChangePassword {
    pub current: String,
    pub new: String,
}

impl Desk {
    pub(super) async fn taste_in(&self, conn: &mut Conn<'_>, person: PersonId) -> Stored<Taste> {
        Ok(self.read_taste(aside_people::taste(conn, person).await?))
    }

    pub(super) fn read_taste(&self, row: Option<TasteRow>) -> Taste {
        let Some(row) = row else { return Taste { language: self.settings().language, ..Taste::default() } };
        // A word that an older program does not know is nothing worse than a default.
        Taste {
            zone: row.zone,
            language: Language::parse(&row.language).unwrap_or_default(),
            theme: Theme::parse(&row.theme).unwrap_or_default(),
            density: Density::parse(&row.density).unwrap_or_default(),
            keys: Keys::parse(&row.single_keys).unwrap_or_default(),
            mails: Mails::parse(&row.alert_mails).unwrap_or_default(),
        }
    }

    /// Outside the ledger: how somebody likes their pages is nobody's evidence.
    pub async fn set_taste(&self, who: &Who, form: &TasteForm) -> Done<Taste> {
        let mut check = Check::default();
        let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.");
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let theme = check.some("theme", Theme::parse(&form.theme), "Choose one of the three.");
        let density = check.some("density", Density::parse(&form.density), "Choose one of the two.");
        let keys = check.some("keys", Keys::parse(&form.keys), "Choose one of the two.");
        let mails = check.some("mails", Mails::parse(&form.mails), "Choose one of the two.");
        let (Some(zone), Some(language), Some(theme), Some(density), Some(keys), Some(mails)) =
            (zone, language, theme, density, keys, mails)
        else {
            return Ok(check.refuse()?);
        };
        let row = TasteRow {
            zone: zone.name().to_owned(),
            language: language.code().to_owned(),
            theme: theme.word().to_owned(),
            density: density.word().to_owned(),
            single_keys: keys.word().to_owned(),
            alert_mails: mails.word().to_owned(),
        };
        let mut tx = self.write().await?;
        aside_people::set_taste(&mut tx.conn(), who.person.id, &row).await?;
        tx.commit().await?;
        Ok(Taste { zone: row.zone, language, theme, density, keys, mails })
    }

    /// Where this person is signed in, last seen first.
    pub async fn sessions_of(&self, person: PersonId) -> Done<Vec<SessionRow>> {
        let now = self.now();
        let rows = aside_people::sessions_of(&mut self.read().await?.conn(), person).await?;
        Ok(rows.into_iter().filter(|row| alive(row, now)).collect())
    }

    /// Ends one of this person's sessions. False: there is no such one, or it was over already.
    pub async fn end_session(&self, person: PersonId, id: &str) -> Done<bool> {
        let mut tx = self.write_beside().await?;
        let ended = aside_people::drop_session_of(&mut tx.conn(), person, id).await?;
        tx.commit().await?;
        Ok(ended)
    }

    pub async fn end_other_sessions(&self, person: PersonId, this: &str) -> Done<u64> {
        let mut tx = self.write_beside().await?;
        let ended = aside_people::drop_sessions_but(&mut tx.conn(), person, this).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Asks for the current one, and signs everything out but `this` session.
    pub async fn change_password(&self, who: &Who, command: CommandId, form: &ChangePassword, this: &str) -> Done<()> {
        let person = &who.person;
        // Sent twice: by now the current password is the new one.
        if let Begun::Before(_) = self.begin(who.actor(), command, &("password", person.id)).await? {
            return Ok(());
        }
        match self.sign_in(person.email.show(), &form.current).await? {
            SignIn::Welcome(found) if found.id == person.id => {}
            SignIn::Wait(until) => {
                let seconds = until.minus(self.now()) / 1_000_000 + 1;
                let sentence = phrase!("There were too many wrong passwords. Try again in {} seconds.", seconds);
                return Err(Refusal::field("password", sentence).into());
            }
            _ => return Err(Refusal::field("password", "This is not your password.").into()),
        }
        let mut check = Check::default();
        let about = [person.name.show(), person.email.show(), &self.settings().provider];
        check_password(&mut check, "new_password", &form.new, &about);
        if form.new == form.current {
            check.problem("new_password", "This is the password that you have.");
        }
        check.done()?;
        let hash = hash_password(form.new.clone()).await?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("password", person.id)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            work.record(Event::PasswordSet { person: person.id }).await?;
            aside::set_password(&mut work.conn(), person.id, &hash).await?;
            aside_people::drop_sessions_but(&mut work.conn(), person.id, this).await?;
            work.commit().await?;
            Ok(())
        })
    }
}
