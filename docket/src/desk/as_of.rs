//! What was known then: the nouns of a case or a customer, rebuilt from the events up to an instant or a number.

use super::figures::{complaints_of_word, noun_word, passings_of_word, touches};
use super::pages::read_events;
use super::{Desk, Done};
use crate::case::Case;
use crate::complaint::{Complaint, ComplaintStage};
use crate::customer::{Asset, Customer};
use crate::decision::Decision;
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ClauseId, CustomerId};
use crate::instruction::Instruction;
use crate::letter::Letter;
use crate::notice::{Answer, Notice};
use crate::noun::{Key, Kind, Noun, Thing};
use crate::passing::Passing;
use crate::phrase;
use crate::policy::Clause;
use crate::refusal::Refusal;
use crate::store::figures::{self, Change};
use crate::store::ledger::{self, EventRow};
use crate::store::{Conn, StoreError, Stored, explorer, lists};
use crate::time::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// Up to where the ledger is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOf {
    #[default]
    Now,
    /// That entry is the last one counted.
    Entry(i64),
    /// What was recorded at that instant still counts.
    At(Moment),
}

/// What was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The last entry.
    pub seq: i64,
    /// When it was recorded.
    pub at: Moment,
    /// The ledger's root at that entry, hex.
    pub root: String,
    /// Nothing came after it when this was read.
    pub newest: bool,
    /// The instant that was asked for, if one was.
    pub asked: Option<Moment>,
}

/// One entry with what it says.
#[derive(Clone, Debug)]
pub struct Entry {
    pub seq: i64,
    pub leaf_hash: String,
    pub kind: String,
    pub leaf: Vec<u8>,
    pub recorded: Recorded,
}

/// A case as it stood.
#[derive(Clone, Debug)]
pub struct CaseThen {
    pub case: Case,
    pub clause: Clause,
    pub complaints: Vec<Complaint>,
    pub notices: Vec<Notice>,
    pub answers: Vec<Answer>,
    pub decisions: Vec<Decision>,
    pub instructions: Vec<Instruction>,
    pub letters: Vec<Letter>,
    /// Oldest first.
    pub entries: Vec<Entry>,
}

/// A customer as it stood, with one case or with all of them.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub counted: Counted,
    pub customer: Customer,
    pub assets: Vec<Asset>,
    pub cases: Vec<CaseThen>,
    /// Complaints about the customer that belong to none of these cases. Empty for the dossier of one case.
    pub complaints: Vec<Complaint>,
    /// What was passed on to the customer as information. Empty for the dossier of one case.
    pub passings: Vec<Passing>,
    /// It is about the customer, not about one case.
    pub whole: bool,
}

/// Nouns as the events left them.
#[derive(Debug, Default)]
struct Rebuilt(BTreeMap<Key, Noun>);

impl Rebuilt {
    fn apply(&mut self, recorded: &Recorded) {
        for key in recorded.event.touches() {
            let was = self.0.remove(&key);
            // None: the entry that made this noun is not among those that were asked for.
            if let Some(now) = Noun::apply(was, &key, recorded) {
                self.0.insert(key, now);
            }
        }
    }

    fn one<T: Thing>(&self, id: impl ToString) -> Option<T> {
        self.0.get(&Key { kind: T::KIND, id: id.to_string() }).cloned().and_then(T::unwrap)
    }

    fn all<T: Thing>(&self) -> Vec<T> {
        self.0.iter().filter(|(key, _)| key.kind == T::KIND).filter_map(|(_, noun)| T::unwrap(noun.clone())).collect()
    }
}

impl Desk {
    /// One case with its customer, as of then.
    pub async fn case_as_of(&self, number: &str, as_of: AsOf) -> Done<Dossier> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let counted = counted(&mut conn, as_of).await?;
        let case = lists::case_by_number(&mut conn, number).await?.ok_or(Refusal::NotFound("case"))?.noun;
        let then = case_then(&mut conn, case.id, counted.seq).await?.ok_or_else(|| not_yet(&counted, "case"))?;
        let (customer, assets) =
            customer_then(&mut conn, case.customer, counted.seq).await?.ok_or(Refusal::NotFound("customer"))?;
        Ok(Dossier {
            counted,
            customer,
            assets,
            cases: vec![then],
            complaints: Vec::new(),
            passings: Vec::new(),
            whole: false,
        })
    }

    /// What a report counts, for whoever reads in a snapshot of their own.
    pub(crate) async fn counted(&self, conn: &mut Conn<'_>, as_of: AsOf) -> Done<Counted> {
        counted(conn, as_of).await
    }

    /// Every edition of every clause.
    pub(crate) async fn all_clauses(&self, conn: &mut Conn<'_>) -> Stored<Vec<Clause>> {
        Ok(lists::clauses(conn).await?.into_iter().map(|held| held.noun).collect())
    }

    /// A customer with everything about them, as of then. `progress` hears how many of the cases are done.
    pub async fn customer_as_of(
        &self,
        handle: &str,
        as_of: AsOf,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Done<Dossier> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let counted = counted(&mut conn, as_of).await?;
        let id = lists::customer_by_handle(&mut conn, handle).await?.ok_or(Refusal::NotFound("customer"))?.noun.id;
        let (customer, assets) =
            customer_then(&mut conn, id, counted.seq).await?.ok_or_else(|| not_yet(&counted, "customer"))?;
        let all = explorer::case_ids_of(&mut conn, id).await?;
        let mut cases = Vec::new();
        for (place, case) in all.iter().enumerate() {
            progress(place as u64, all.len() as u64);
            if let Some(case) = CaseId::parse(case) {
                cases.extend(case_then(&mut conn, case, counted.seq).await?);
            }
        }
        progress(all.len() as u64, all.len() as u64);
        cases.sort_by_key(|then| then.case.opened_at);
        let gathered: BTreeSet<_> =
            cases.iter().flat_map(|then| then.complaints.iter().map(|complaint| complaint.id)).collect();
        let ids = complaint_ids_of(&mut conn, id, counted.seq).await?;
        let mut complaints = complaints_then(&mut conn, &ids, counted.seq).await?;
        complaints.retain(|complaint| complaint.whose.customer() == Some(id) && !gathered.contains(&complaint.id));
        let passings = passings_then(&mut conn, id, counted.seq).await?;
        Ok(Dossier { counted, customer, assets, cases, complaints, passings, whole: true })
    }
}

fn not_yet(counted: &Counted, what: &'static str) -> Refusal {
    let sentence = match what {
        "case" => phrase!("The case was not on the desk yet at entry #{}.", counted.seq),
        _ => phrase!("The customer was not on the desk yet at entry #{}.", counted.seq),
    };
    Refusal::field("as_of", sentence)
}

async fn counted(conn: &mut Conn<'_>, as_of: AsOf) -> Done<Counted> {
    let size = ledger::head(conn).await?.size();
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let seq = match as_of {
        AsOf::Now => size,
        AsOf::Entry(seq) if (1..=size).contains(&seq) => seq,
        AsOf::Entry(_) => {
            return Err(Refusal::field("as_of", phrase!("The ledger has entries from #1 to #{}.", size)).into());
        }
        AsOf::At(at) => explorer::last_at(conn, at)
            .await?
            .ok_or_else(|| Refusal::field("as_of", "The ledger had no entry yet at that time."))?,
    };
    let row = ledger::by_seq(conn, seq).await?.ok_or(Refusal::NotFound("entry of the ledger"))?;
    Ok(Counted {
        seq,
        at: Moment::from_micros(row.at),
        root: hex::encode(super::proofs::root_at(conn, seq).await?),
        newest: seq == size,
        asked: match as_of {
            AsOf::At(at) => Some(at),
            _ => None,
        },
    })
}

async fn case_then(conn: &mut Conn<'_>, id: CaseId, upto: i64) -> Stored<Option<CaseThen>> {
    let mut rows = ledger::of_case(conn, id, upto.saturating_add(1), i64::MAX).await?;
    rows.reverse();
    let events = read_events(conn, &rows).await?;
    let mut rebuilt = Rebuilt::default();
    let mut joined = Vec::new();
    for recorded in &events {
        rebuilt.apply(recorded);
        // Whatever tied a complaint to the case names it; its own entries say whether it still stands there.
        joined.extend(recorded.event.touches().into_iter().filter(|key| key.kind == Kind::Complaint).map(|key| key.id));
    }
    let Some(case) = rebuilt.one::<Case>(id) else { return Ok(None) };
    let mut complaints = complaints_then(conn, &joined, upto).await?;
    complaints.retain(|complaint| matches!(complaint.stage, ComplaintStage::InCase { case, .. } if case == id));
    let clause = clause(conn, case.clause).await?;
    let mut then = CaseThen {
        clause,
        complaints,
        notices: rebuilt.all(),
        answers: rebuilt.all(),
        decisions: rebuilt.all(),
        instructions: rebuilt.all(),
        letters: rebuilt.all(),
        entries: rows.into_iter().zip(events).map(entry).collect(),
        case,
    };
    then.notices.sort_by_key(|notice| notice.number);
    then.answers.sort_by_key(|answer| (answer.received_at, answer.id));
    then.decisions.sort_by_key(|decision| decision.number);
    then.instructions.sort_by_key(|instruction| instruction.number);
    then.letters.sort_by_key(|letter| (letter.queued_at, letter.id));
    Ok(Some(then))
}

fn entry((row, recorded): (EventRow, Recorded)) -> Entry {
    Entry { seq: row.seq, leaf_hash: hex::encode(&row.leaf_hash), kind: row.kind, leaf: row.leaf, recorded }
}

/// An edition of a clause never changes, so the row is what it was.
async fn clause(conn: &mut Conn<'_>, id: ClauseId) -> Stored<Clause> {
    let held = lists::one::<Clause>(conn, &id.to_string()).await?;
    held.map(|held| held.noun).ok_or_else(|| StoreError::Damaged("a case cites a clause that is not there".into()))
}

async fn complaints_then(conn: &mut Conn<'_>, ids: &[String], upto: i64) -> Stored<Vec<Complaint>> {
    let words: BTreeSet<String> =
        ids.iter().map(|id| noun_word(&Key { kind: Kind::Complaint, id: id.clone() })).collect();
    let wanted: BTreeSet<&String> = ids.iter().collect();
    let rebuilt = rebuild(conn, words, upto).await?;
    let mut found: Vec<Complaint> = rebuilt.all();
    found.retain(|complaint| wanted.contains(&complaint.id.to_string()));
    found.sort_by_key(|complaint| complaint.number);
    Ok(found)
}

async fn customer_then(conn: &mut Conn<'_>, id: CustomerId, upto: i64) -> Stored<Option<(Customer, Vec<Asset>)>> {
    let now = lists::assets_of(conn, id).await?;
    let mut words: BTreeSet<String> =
        now.iter().map(|held| noun_word(&Key { kind: Kind::Asset, id: held.noun.id.to_string() })).collect();
    words.insert(noun_word(&Key { kind: Kind::Customer, id: id.to_string() }));
    let rebuilt = rebuild(conn, words, upto).await?;
    let Some(customer) = rebuilt.one::<Customer>(id) else { return Ok(None) };
    let mut assets: Vec<Asset> = rebuilt.all();
    assets.retain(|asset| asset.customer == id);
    assets.sort_by_key(|asset| (asset.from, asset.id));
    Ok(Some((customer, assets)))
}

async fn complaint_ids_of(conn: &mut Conn<'_>, customer: CustomerId, upto: i64) -> Stored<Vec<String>> {
    let (_, events) = read_touching(conn, BTreeSet::from([complaints_of_word(customer)]), upto).await?;
    let ids = events.iter().filter_map(|recorded| match &recorded.event {
        Event::ComplaintReceived { complaint, .. } | Event::ComplaintMatched { complaint, .. } => {
            Some(complaint.to_string())
        }
        _ => None,
    });
    Ok(ids.collect())
}

async fn passings_then(conn: &mut Conn<'_>, customer: CustomerId, upto: i64) -> Stored<Vec<Passing>> {
    let (_, events) = read_touching(conn, BTreeSet::from([passings_of_word(customer)]), upto).await?;
    let words = events.iter().filter_map(|recorded| match &recorded.event {
        Event::PassingPlanned(planned) => {
            Some(noun_word(&Key { kind: Kind::Passing, id: planned.passing.to_string() }))
        }
        _ => None,
    });
    let words: BTreeSet<String> = words.collect();
    let mut found: Vec<Passing> = rebuild(conn, words, upto).await?.all();
    found.sort_by_key(|passing| (passing.planned_at, passing.id));
    Ok(found)
}

async fn rebuild(conn: &mut Conn<'_>, words: BTreeSet<String>, upto: i64) -> Stored<Rebuilt> {
    let mut rebuilt = Rebuilt::default();
    for recorded in read_touching(conn, words, upto).await?.1 {
        rebuilt.apply(&recorded);
    }
    Ok(rebuilt)
}

/// The entries that touched any of these words: from the index as far as it goes, then by looking at each.
pub(super) async fn read_touching(
    conn: &mut Conn<'_>,
    words: BTreeSet<String>,
    upto: i64,
) -> Stored<(Vec<EventRow>, Vec<Recorded>)> {
    let counted = figures::counted_to(conn).await?;
    let list: Vec<String> = words.iter().cloned().collect();
    let seqs = figures::touching(conn, &list, upto.min(counted)).await?;
    let mut rows = explorer::by_numbers(conn, &seqs).await?;
    let mut after = counted;
    while after < upto {
        let batch = ledger::after(conn, after, 512).await?;
        let Some(last) = batch.last() else { break };
        after = last.seq;
        for row in batch.into_iter().filter(|row| row.seq <= upto) {
            let recorded = Recorded::from_leaf(serde_json::from_slice(&row.leaf)?)
                .map_err(|problem| StoreError::Damaged(problem.to_string()))?;
            let ours = touches(row.seq, &recorded)
                .iter()
                .any(|change| matches!(change, Change::Touched { noun, .. } if words.contains(noun)));
            if ours {
                rows.push(row);
            }
        }
    }
    let events = read_events(conn, &rows).await?;
    Ok((rows, events))
}
