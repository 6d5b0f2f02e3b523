//! Sessions in our own table, judged by our own clock: idle for half an hour or twelve hours old, and it is over.

use super::{Desk, Done, Who};
use crate::id::PersonId;
use crate::noun::Thing;
use crate::people::Person;
use crate::store::aside::{self, Read, SessionRow};
use crate::store::{aside_people, nouns};
use crate::time::Moment;

pub const IDLE_SECONDS: i64 = 30 * 60;
pub const LONGEST_SECONDS: i64 = 12 * 3600;
/// Being seen is written down at most once a minute.
const TOUCH_SECONDS: i64 = 60;

impl Desk {
    /// The session behind this hashed id, unless it is over. Looking keeps nothing up.
    pub async fn session(&self, id: &str) -> Done<Option<SessionRow>> {
        let row = aside::load_session(&mut self.read().await?.conn(), id).await?;
        Ok(row.filter(|row| alive(row, self.now())))
    }

    /// Somebody did something in this session: it lives on.
    pub async fn touch_session(&self, id: &str, seen_at: Option<Moment>, person: PersonId) -> Done<()> {
        let now = self.now();
        if seen_at.is_some_and(|seen_at| now.minus(seen_at) > TOUCH_SECONDS * 1_000_000) {
            let mut tx = self.write_beside().await?;
            aside::touch_session(&mut tx.conn(), id, now).await?;
            aside_people::seen(&mut tx.conn(), &person.to_string(), now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// They signed in, with all that was asked of them.
    pub async fn was_here(&self, person: PersonId) -> Done<()> {
        let mut tx = self.write_beside().await?;
        aside_people::seen(&mut tx.conn(), &person.to_string(), self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// False when the id is taken.
    pub async fn make_session(&self, row: &SessionRow) -> Done<bool> {
        let now = self.now();
        let row = SessionRow {
            made_at: now.micros(),
            seen_at: now.micros(),
            expires_at: now.plus_seconds(LONGEST_SECONDS).micros(),
            ..row.clone()
        };
        let mut tx = self.write_beside().await?;
        aside::drop_old_sessions(&mut tx.conn(), now).await?;
        let made = aside::make_session(&mut tx.conn(), &row).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// A session that was ended in the meantime stays ended.
    pub async fn save_session(&self, row: &SessionRow) -> Done<()> {
        let mut tx = self.write_beside().await?;
        let now = self.now();
        let Some(known) = aside::load_session(&mut tx.conn(), &row.id).await? else { return Ok(()) };
        let expires_at = Moment::from_micros(known.made_at).plus_seconds(LONGEST_SECONDS).micros();
        let row = SessionRow { made_at: known.made_at, seen_at: now.micros(), expires_at, ..row.clone() };
        aside::save_session(&mut tx.conn(), &row).await?;
        Ok(tx.commit().await?)
    }

    pub async fn drop_session(&self, id: &str) -> Done<()> {
        let mut tx = self.write_beside().await?;
        aside::drop_session(&mut tx.conn(), id).await?;
        Ok(tx.commit().await?)
    }

    /// The person behind a session, read anew each time: a changed role acts on the next request.
    pub async fn who(&self, person: PersonId, signed_in_at: Moment) -> Done<Option<Who>> {
        Ok(self.visitor(person, signed_in_at, "").await?.map(|(who, _)| who))
    }

    /// The same with when the session of this hashed id was last seen: both stand in front of every page.
    pub async fn visitor(
        &self,
        person: PersonId,
        signed_in_at: Moment,
        session: &str,
    ) -> Done<Option<(Who, Option<Moment>)>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let Some(mut row) = aside_people::visitor(&mut conn, person, session).await? else { return Ok(None) };
        let (taste, seen_at) = (self.read_taste(row.taste()), row.seen_at.map(Moment::from_micros));
        let found = nouns::open_all(&mut conn, Person::KIND, vec![(row.version, row.facts)]).await?.pop();
        let found = found.and_then(|held| Person::unwrap(held.noun));
        let Some(mut person) = found.filter(|person| person.disabled_at.is_none()) else { return Ok(None) };
        if !taste.zone.is_empty() {
            person.zone.clone_from(&taste.zone);
        }
        Ok(Some((Who { person, signed_in_at, taste }, seen_at)))
    }

    /// Writes down who opened what. Outside the ledger: opening a page proves nothing.
    pub async fn log_reads(&self, reads: &[Read]) -> Done<()> {
        let mut tx = self.write_beside().await?;
        aside::log_reads(&mut tx.conn(), reads).await?;
        Ok(tx.commit().await?)
    }
}

pub(super) fn alive(row: &SessionRow, now: Moment) -> bool {
    now.micros() < row.expires_at && now.minus(Moment::from_micros(row.seen_at)) <= IDLE_SECONDS * 1_000_000
}
