//! Entries of the ledger that name somebody: each is read once, with what it belongs to.

use super::super::destroying::{contact_noun, noun_of};
use crate::complaint::{Complaint, ComplaintStage};
use crate::event::{Event, Recorded};
use crate::hold::wide::Belongs;
use crate::id::{CaseId, ComplaintId, CustomerId};
use crate::noun::Kind;
use crate::store::{Conn, StoreError, Stored, keeping, lists};
use std::collections::BTreeMap;

/// An entry, to what it belongs, and under which noun.
pub(super) struct Entry {
    pub seq: i64,
    pub recorded: Recorded,
    pub noun: String,
    pub belongs: Belongs,
}

/// Who else is looked at: entries are read once each.
#[derive(Default)]
pub(super) struct Entries(BTreeMap<String, Option<Entry>>);

impl Entries {
    pub async fn of(&mut self, conn: &mut Conn<'_>, event: &str) -> Stored<Option<&Entry>> {
        if !self.0.contains_key(event) {
            let entry = match keeping::event(conn, event).await? {
                Some(row) => {
                    let read = Recorded::from_text(row.text()?);
                    let recorded = read.map_err(|problem| StoreError::Damaged(problem.to_string()))?;
                    let (noun, belongs) = belongs(conn, &recorded).await?;
                    Some(Entry { seq: row.seq, recorded, noun, belongs })
                }
                None => None,
            };
            self.0.insert(event.to_owned(), entry);
        }
        Ok(self.0.get(event).and_then(Option::as_ref))
    }
}

pub(super) async fn customer_of(conn: &mut Conn<'_>, case: Option<CaseId>) -> Stored<Option<CustomerId>> {
    let Some(case) = case else { return Ok(None) };
    Ok(lists::one::<crate::case::Case>(conn, &case.to_string()).await?.map(|held| held.noun.customer))
}

pub(super) async fn complaint_belongs(conn: &mut Conn<'_>, id: ComplaintId) -> Stored<Option<Belongs>> {
    let Some(held) = lists::one::<Complaint>(conn, &id.to_string()).await? else { return Ok(None) };
    let case = match held.noun.stage {
        ComplaintStage::InCase { case, .. } => Some(case),
        _ => None,
    };
    let (customer, at) = (held.noun.whose.customer(), held.noun.received_at);
    Ok(Some(Belongs { case, customer, person: None, at }))
}

async fn belongs(conn: &mut Conn<'_>, recorded: &Recorded) -> Stored<(String, Belongs)> {
    let at = recorded.at;
    let of = |customer, person| Belongs { case: None, customer, person, at };
    Ok(match &recorded.event {
        Event::ComplaintReceived { complaint, .. } => {
            let belongs = complaint_belongs(conn, *complaint).await?;
            (noun_of(Kind::Complaint, complaint), belongs.unwrap_or(of(None, None)))
        }
        Event::ContactAdded { customer, contact, .. } => (contact_noun(*contact), of(Some(*customer), None)),
        Event::ContactChanged(it) => (contact_noun(it.contact), of(Some(it.customer), None)),
        Event::PersonAdded { person, .. } => (noun_of(Kind::Person, person), of(None, Some(*person))),
        Event::PersonRenamed(it) => (noun_of(Kind::Person, it.person), of(None, Some(it.person))),
        event => {
            let case = event.case();
            let noun = event.touches().into_iter().next().map(|key| noun_of(key.kind, &key.id));
            let customer = customer_of(conn, case).await?;
            let belongs = Belongs { case, customer, person: None, at };
            (noun.unwrap_or_else(|| format!("event/{}", recorded.id)), belongs)
        }
    })
}
