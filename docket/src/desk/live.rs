//! What happens while somebody looks: new entries of the ledger, and who else is here.

use super::pages::read_events;
use super::{Desk, Done, Who};
use crate::case::Case;
use crate::id::PersonId;
use crate::people::{Act, Actor};
use crate::sentence::{Audience, Names};
use crate::store::{aside, ledger, lists, presence};
use crate::words::Language;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Whoever has not been heard of for so long has gone.
const GONE_AFTER_SECONDS: i64 = 45;
/// A place or an occupation longer than this is none of ours.
const LONGEST: usize = 200;

/// One new entry, as an open page hears of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stir {
    pub seq: i64,
    pub kind: String,
    /// The number of the case in whose timeline it stands.
    pub case: Option<String>,
    pub sentence: String,
    /// The reader did it: no news to them.
    pub own: bool,
}

/// Somebody else on the same page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub name: String,
    /// "writing a notice", or empty while they only read.
    pub doing: String,
}

impl Desk {
    /// How many entries the ledger has.
    pub async fn ledger_size(&self) -> Done<i64> {
        Ok(ledger::size(&mut self.read().await?.conn()).await?)
    }

    /// The entries after this number, at most so many, in words for this reader.
    pub async fn stirs(&self, who: &Who, after: i64, limit: i64) -> Done<Vec<Stir>> {
        who.must(Act::ReadCases)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let rows = ledger::after(&mut conn, after, limit).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let names: Names = self.names_in(&mut conn).await?;
        let events = read_events(&mut conn, &rows).await?;
        let mut stirs = Vec::with_capacity(rows.len());
        for (row, event) in rows.into_iter().zip(events) {
            let case = match event.case {
                Some(id) => lists::one::<Case>(&mut conn, &id.to_string()).await?.map(|held| held.noun.number),
                None => None,
            };
            let sentence = event
                .sentence(Audience::Staff, Language::En, &names)
                .map(|sentence| sentence.text.in_language(who.taste.language));
            stirs.push(Stir {
                seq: row.seq,
                kind: row.kind,
                case,
                // Without the quote that follows in the timeline, a colon would announce nothing.
                sentence: sentence
                    .map(|text| text.trim_end_matches(':').trim_end_matches('.').to_owned() + ".")
                    .unwrap_or_default(),
                own: event.actor == Actor::Analyst { person: who.person.id },
            });
        }
        Ok(stirs)
    }

    /// "I am here, doing this." Tells who else is.
    pub async fn present(&self, who: &Who, place: &str, doing: &str) -> Done<Vec<Present>> {
        who.must(Act::ReadCases)?;
        // Nobody works on anything while the desk is read-only.
        if place.len() > LONGEST || doing.len() > LONGEST || self.read_only().is_some() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let since = now.plus_seconds(-GONE_AFTER_SECONDS);
        let mut tx = self.write().await?;
        presence::forget(&mut tx.conn(), since).await?;
        presence::be_at(&mut tx.conn(), who.person.id, place, doing, now).await?;
        tx.commit().await?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let others = presence::others(&mut conn, place, who.person.id, since).await?;
        if others.is_empty() {
            return Ok(Vec::new());
        }
        let names = self.names_in(&mut conn).await?;
        let named = |(person, doing): (String, String)| {
            PersonId::parse(&person).map(|person| Present { name: names.of(person).to_owned(), doing })
        };
        Ok(others.into_iter().filter_map(named).collect())
    }

    /// Where the others are now, for lists: two people need not take the same row.
    pub async fn whereabouts(&self, who: &Who) -> Done<HashMap<String, Vec<Present>>> {
        who.must(Act::ReadCases)?;
        let since = self.now().plus_seconds(-GONE_AFTER_SECONDS);
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let found = presence::everybody(&mut conn, who.person.id, since).await?;
        let mut places: HashMap<String, Vec<Present>> = HashMap::new();
        if found.is_empty() {
            return Ok(places);
        }
        let names = self.names_in(&mut conn).await?;
        for (place, person, doing) in found {
            if let Some(person) = PersonId::parse(&person) {
                places.entry(place).or_default().push(Present { name: names.of(person).to_owned(), doing });
            }
        }
        Ok(places)
    }

    /// Whether this session is still good. Asking is no sign of life: a page that only listens must not keep it up.
    pub async fn session_lives(&self, id: &str) -> Done<bool> {
        let row = aside::load_session(&mut self.read().await?.conn(), id).await?;
        Ok(row.is_some_and(|row| super::sessions::alive(&row, self.now())))
    }
}
