//! Searching everything that was said, and reading old events into the index.

use super::pages::{Handles, read_events};
use super::{Desk, Done, Who};
use crate::event::{Event, Recorded};
use crate::people::Act;
use crate::phrase;
use crate::search::{self, Found, Term};
use crate::store::{Conn, Stored, ledger, search as index};
use crate::time::Moment;
use crate::words::Phrase;
use std::collections::HashMap;

const PAGE: i64 = 50;
/// So many old events are read in one transaction.
const BATCH: i64 = 500;
/// So many complaints can a text find for the inbox.
const MOST_AMONG: i64 = 500;

#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub kind: Found,
    pub title: Phrase,
    pub href: String,
    pub at: Moment,
    pub seq: i64,
    /// Pieces of the text; true: this is what was searched for.
    pub excerpt: Vec<(String, bool)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// No word is exactly this, so words that begin like it were taken.
    pub beginnings: bool,
    pub next: Option<i64>,
}

impl Desk {
    pub async fn search(&self, who: &Who, query: &str, kind: Option<Found>, before: Option<i64>) -> Done<Hits> {
        who.must(Act::ReadCases)?;
        let asked = search::terms(query);
        if asked.is_empty() {
            return Ok(Hits::default());
        }
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let before = before.unwrap_or(i64::MAX);
        let with_kind = |terms: &[Term]| terms.iter().cloned().chain(kind.map(search::of_kind)).collect::<Vec<_>>();
        let mut terms = asked.clone();
        let mut found = index::find(&mut conn, &with_kind(&terms), before, PAGE + 1).await?;
        let mut beginnings = false;
        if found.is_empty() {
            // On every page of the same search the same question is asked first, so paging stays whole.
            terms = search::beginnings(&asked);
            found = index::find(&mut conn, &with_kind(&terms), before, PAGE + 1).await?;
            beginnings = !found.is_empty() && terms != asked;
        }
        let next = found.get(PAGE as usize).map(|_| found[PAGE as usize - 1].id);
        found.truncate(PAGE as usize);
        let ids: Vec<String> = found.iter().map(|one| one.event_id.clone()).collect();
        let rows = index::events(&mut conn, &ids).await?;
        let events = read_events(&mut conn, &rows).await?;
        let mut by_id: HashMap<String, (i64, Recorded)> =
            rows.iter().zip(events).map(|(row, event)| (row.event_id.clone(), (row.seq, event))).collect();
        let mut names = Handles::default();
        let mut hits = Vec::with_capacity(found.len());
        for one in found {
            let (Some((seq, recorded)), Some(kind)) = (by_id.remove(&one.event_id), Found::parse(&one.kind)) else {
                continue;
            };
            let (title, href) = leads_to(&mut conn, &mut names, &recorded.event, seq).await?;
            let excerpt = search::excerpt(&search::texts(&recorded.event), &terms);
            hits.push(Hit { kind, title, href, at: recorded.at, seq, excerpt });
        }
        Ok(Hits { hits, beginnings, next })
    }

    /// Ids of the newest complaints that say this, for a list that is narrowed by a text.
    pub async fn complaints_saying(&self, text: &str) -> Done<Option<Vec<String>>> {
        let asked = search::terms(text);
        if asked.is_empty() {
            // Signs without a word are found nowhere, which is not the same as no narrowing.
            return Ok((!text.trim().is_empty()).then(Vec::new));
        }
        let mut reader = self.read().await?;
        let mut terms = search::beginnings(&asked);
        terms.push(search::of_kind(Found::Complaint));
        let found = index::find(&mut reader.conn(), &terms, i64::MAX, MOST_AMONG).await?;
        Ok(Some(found.into_iter().map(|one| one.noun_id).collect()))
    }

    /// Reads events from before there was an index into it. Does nothing on a desk where that is done. Says after each
    /// step how far it is: events read, events to read.
    pub async fn fill_search(&self, mut step: impl FnMut(i64, i64)) -> Done<()> {
        loop {
            let mut tx = self.write().await?;
            let (done, old) = index::progress(&mut tx.conn()).await?;
            if done >= old {
                return Ok(());
            }
            let mut rows = ledger::after(&mut tx.conn(), done, BATCH).await?;
            rows.retain(|row| row.seq <= old);
            let to = rows.last().map_or(old, |row| row.seq);
            for recorded in read_events(&mut tx.conn(), &rows).await? {
                if let Some(entry) = search::entry(&recorded) {
                    index::add(&mut tx.conn(), &entry).await?;
                }
            }
            index::advance(&mut tx.conn(), to).await?;
            tx.commit().await?;
            step(to, old);
        }
    }

    /// After personal values of an event were erased: it is found by what the vault still holds of it, or not at all.
    pub async fn forget_words(&self, event: &str) -> Done<()> {
        let mut tx = self.write().await?;
        let rows = index::events(&mut tx.conn(), &[event.to_owned()]).await?;
        let left = read_events(&mut tx.conn(), &rows).await?.first().and_then(search::entry);
        index::reword(&mut tx.conn(), event, left.as_ref()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes the index anew from the ledger and the vault.
    pub async fn rebuild_search(&self, step: impl FnMut(i64, i64)) -> Done<()> {
        let mut tx = self.write().await?;
        index::start_anew(&mut tx.conn()).await?;
        tx.commit().await?;
        self.fill_search(step).await
    }
}

/// What stands above a hit, and where it leads.
fn about(handle: String) -> (Phrase, String) {
    (phrase!("Customer {}", handle), format!("/customers/{handle}"))
}

async fn leads_to(conn: &mut Conn<'_>, names: &mut Handles, event: &Event, seq: i64) -> Stored<(Phrase, String)> {
    Ok(match event {
        Event::ComplaintReceived { number, report, .. } => {
            let summary = crate::words::defang(report.summary.show());
            (Phrase::Said(format!("C-{number} {summary}")), format!("/complaints/{number}"))
        }
        Event::CaseOpened { number, title, .. } => {
            (Phrase::Said(format!("{number} {}", title.show())), format!("/cases/{number}"))
        }
        Event::NoticeScheduled { case, number, text, .. } => {
            let of = names.case(conn, *case).await?;
            (phrase!("Notice N-{} of {}: {}", number, of, text.subject.show()), format!("/cases/{of}/notices/{number}"))
        }
        Event::AnswerReceived { case, receipt, .. } => {
            let of = names.case(conn, *case).await?;
            (phrase!("Answer {} in {}", receipt, of), format!("/cases/{of}/answers/{receipt}"))
        }
        Event::DecisionProposed { case, number, outcome, .. } => {
            let of = names.case(conn, *case).await?;
            let outcome = Phrase::each(|language| outcome.name(language)).small();
            (phrase!("Decision D-{} of {}: {}", number, of, outcome), format!("/cases/{of}/decisions/{number}"))
        }
        Event::TimeAsked(it) => {
            let of = names.case(conn, it.case).await?;
            (phrase!("Request for more time {} in {}", it.receipt, of), format!("/cases/{of}/time/{}", it.receipt))
        }
        Event::AppealFiled(it) => {
            (phrase!("Appeal AP-{} against D-{}", it.number, it.decision_number), format!("/appeals/{}", it.number))
        }
        Event::AppealSaid(it) => (phrase!("Said in appeal AP-{}", it.number), format!("/appeals/{}", it.number)),
        Event::AppealDecided(it) => (phrase!("Appeal AP-{} decided", it.number), format!("/appeals/{}", it.number)),
        Event::InterimTaken(it) => {
            let of = names.case(conn, it.case).await?;
            (
                phrase!("Interim measure M-{} on {} in {}", it.number, it.value, of),
                format!("/cases/{of}/measures/{}", it.number),
            )
        }
        Event::HoldPlaced(it) => {
            (phrase!("Hold H-{} {}", it.number, it.matter.show()), format!("/holds/{}", it.number))
        }
        Event::WideHoldPlaced(it) => {
            (phrase!("Hold H-{} {}", it.number, it.matter.show()), format!("/holds/{}", it.number))
        }
        Event::HoldReleaseAsked(it) => {
            (phrase!("Release of hold H-{} asked", it.number), format!("/holds/{}", it.number))
        }
        Event::WideHoldReleaseAsked(it) => {
            (phrase!("Release of hold H-{} asked", it.number), format!("/holds/{}", it.number))
        }
        Event::CustomerAdded { customer, .. }
        | Event::ContactAdded { customer, .. }
        | Event::AssetAssigned { customer, .. } => about(names.handle(conn, *customer).await?),
        Event::AccountChanged(it) => about(names.handle(conn, it.customer).await?),
        Event::ContactChanged(it) => about(names.handle(conn, it.customer).await?),
        other => match other.case() {
            Some(case) => {
                let of = names.case(conn, case).await?;
                let before = seq + 1;
                (phrase!("In {}", of), format!("/cases/{of}?before={before}#event-{seq}"))
            }
            None => (Phrase::Said(other.kind().replace('_', " ")), format!("/ledger/{seq}")),
        },
    })
}
