//! One unit of work: what a command read, what it will change, what it has to say to the ledger.

use super::{Desk, Done, Failure, Receipt, ReceiptEntry};
use crate::event::{Event, Recorded};
use crate::id::{CaseId, CommandId, EventId, NoticeId};
use crate::ledger::canonical;
use crate::notice::Notice;
use crate::noun::{Key, Noun, Thing};
use crate::people::Actor;
use crate::private::{self, VaultRow};
use crate::refusal::Refusal;
use crate::store::faults::{self, Step};
use crate::store::ledger::Entry;
use crate::store::nouns::Held;
use crate::store::steps::Steps;
use crate::store::{Company, Conn, StoreError, Stored, Tx, evidence, ledger, nouns, search, vault};
use crate::time::Moment;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// What a command finds when it begins.
pub(crate) enum Begun {
    /// It was carried out before, with the same content.
    Before(Receipt),
    Now(Box<Work>),
}

pub(crate) struct Work {
    tx: Tx,
    desk: Desk,
    pub now: Moment,
    actor: Actor,
    command: CommandId,
    content_hash: String,
    /// Every noun that was read or changed: the version in the database (0: none yet) and the noun as it is now.
    nouns: HashMap<Key, Slot>,
    order: Vec<Key>,
    entries: Vec<(Recorded, Vec<u8>)>,
    vault: Vec<(EventId, Vec<VaultRow>)>,
    /// Small pieces of evidence, written with everything else.
    kept: Steps,
}

struct Slot {
    stored: i64,
    version: i64,
    noun: Option<Noun>,
}

impl Slot {
    fn is_changed(&self) -> bool {
        self.version != self.stored
    }
}

impl Desk {
    /// Begins a command. `content` is whatever the caller sent: the same command id with other content is refused.
    pub(crate) async fn begin(&self, actor: Actor, command: CommandId, content: &impl serde::Serialize) -> Done<Begun> {
        self.begin_in(actor, command, content, Company::Welcome).await
    }

    pub(crate) async fn begin_in(
        &self,
        actor: Actor,
        command: CommandId,
        content: &impl serde::Serialize,
        company: Company,
    ) -> Done<Begun> {
        self.gate.pass()?;
        self.begin_open(actor, command, content, company).await
    }

    /// For what is said of a gap while the desk is read-only, and for nothing else.
    pub(super) async fn begin_past_gate(
        &self,
        actor: Actor,
        command: CommandId,
        content: &impl serde::Serialize,
    ) -> Done<Begun> {
        self.begin_open(actor, command, content, Company::Welcome).await
    }

    async fn begin_open(
        &self,
        actor: Actor,
        command: CommandId,
        content: &impl serde::Serialize,
        company: Company,
    ) -> Done<Begun> {
        let content_hash = evidence::sha256_hex(&serde_json::to_vec(content).map_err(StoreError::from)?);
        let (mut tx, seen) = ledger::begin(&self.store, command, company).await?;
        if let Some(seen) = seen {
            return if seen == content_hash {
                let receipt = self.receipt_of(&mut tx.conn(), command).await?;
                // The first one may still wait for the commit that it shares with this one.
                tx.commit().await?;
                Ok(Begun::Before(receipt))
            } else {
                Err(Refusal::CommandReused.into())
            };
        }
        tx.at(Step::CommandBegun).await?;
        Ok(Begun::Now(Box::new(Work {
            tx,
            desk: self.clone(),
            now: self.now(),
            actor,
            command,
            content_hash,
            nouns: HashMap::new(),
            order: Vec::new(),
            entries: Vec::new(),
            vault: Vec::new(),
            kept: Steps::default(),
        })))
    }

    /// The first event of a command that was carried out before: it names what the command made.
    pub(crate) async fn first_event(&self, receipt: &Receipt) -> Done<Event> {
        let entry = receipt.entries.first().ok_or(Refusal::CommandReused)?;
        let row = ledger::by_seq(&mut self.read().await?.conn(), entry.seq).await?;
        let row = row.ok_or_else(|| StoreError::Damaged(format!("event {} is gone", entry.seq)))?;
        Ok(Recorded::from_leaf(serde_json::from_slice(&row.leaf).map_err(StoreError::from)?)?.event)
    }

    async fn receipt_of(&self, conn: &mut Conn<'_>, command: CommandId) -> Stored<Receipt> {
        let rows = ledger::of_command(conn, command).await?;
        let at = rows.first().map_or(self.now(), |row| Moment::from_micros(row.at));
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            entries.push(ReceiptEntry {
                event: EventId::parse(&row.event_id)
                    .ok_or_else(|| StoreError::Damaged(format!("event {} has no id", row.seq)))?,
                seq: row.seq,
                kind: row.kind,
                leaf_hash: row
                    .leaf_hash
                    .as_slice()
                    .try_into()
                    .map_err(|_| StoreError::Damaged(format!("event {} has no hash", row.seq)))?,
            });
        }
        Ok(Receipt { at, entries, repeated: true })
    }
}

impl Work {
    pub fn conn(&mut self) -> Conn<'_> {
        self.tx.conn()
    }

    pub fn new_id<I: From<uuid::Uuid>>(&self) -> I {
        self.desk.new_id()
    }

    /// A step at which a story may break the command off.
    pub async fn at(&mut self, step: Step) -> Stored<()> {
        self.tx.at(step).await
    }

    /// Takes the case before anything else, and tells a person who saw an older version.
    pub async fn lock_case(&mut self, id: CaseId, seen: Option<i64>) -> Done<crate::case::Case> {
        self.lock(id, seen, true).await
    }

    /// The same for a command that asks for nothing personal of the case: its values are left where they are.
    pub async fn lock_case_closed(&mut self, id: CaseId) -> Done<crate::case::Case> {
        self.lock(id, None, false).await
    }

    async fn lock(&mut self, id: CaseId, seen: Option<i64>, open: bool) -> Done<crate::case::Case> {
        let key = Key { kind: crate::noun::Kind::Case, id: id.to_string() };
        // What this command has changed it has taken before, and the database does not know the change yet.
        if seen.is_none()
            && self.nouns.get(&key).is_some_and(Slot::is_changed)
            && let Some(case) = self.known::<crate::case::Case>(&key.id)
        {
            return Ok(case);
        }
        let held =
            nouns::lock_case(&mut self.tx.conn(), &id.to_string(), open).await?.ok_or(Refusal::NotFound("case"))?;
        if seen.is_some_and(|seen| seen != held.version) {
            return Err(Refusal::Stale { now: held.version }.into());
        }
        let case = crate::case::Case::unwrap(held.noun.clone()).ok_or(Refusal::NotFound("case"))?;
        self.remember(key, Held { noun: held.noun, version: held.version });
        Ok(case)
    }

    /// Many notices at once, each after its case's row was taken, and with its timer: whoever writes for a hundred cases
    /// asks three questions and not five hundred. Personal values are left out, and so are cases that somebody else has
    /// taken on PostgreSQL.
    pub async fn lock_notices(&mut self, ids: &[NoticeId]) -> Stored<Vec<Notice>> {
        let mut notices = Vec::with_capacity(ids.len());
        for held in nouns::lock_with_notices(&mut self.tx.conn(), ids).await? {
            if let Noun::Notice(notice) = &held.noun {
                notices.push((**notice).clone());
            }
            self.remember(Key { kind: held.noun.kind(), id: held.noun.id() }, held);
        }
        Ok(notices)
    }

    fn remember(&mut self, key: Key, held: Held<Noun>) {
        self.nouns.insert(key, Slot { stored: held.version, version: held.version, noun: Some(held.noun) });
    }

    /// The noun as this command sees it: with its own changes.
    pub async fn get<T: Thing>(&mut self, id: &str) -> Stored<Option<T>> {
        let key = Key { kind: T::KIND, id: id.to_owned() };
        self.load(&key).await?;
        Ok(self.nouns.get(&key).and_then(|slot| slot.noun.clone()).and_then(T::unwrap))
    }

    pub async fn need<T: Thing>(&mut self, id: impl ToString, name: &'static str) -> Done<T> {
        self.get(&id.to_string()).await?.ok_or_else(|| Refusal::NotFound(name).into())
    }

    /// The noun, if this command has read it already.
    pub fn known<T: Thing>(&self, id: &str) -> Option<T> {
        let key = Key { kind: T::KIND, id: id.to_owned() };
        self.nouns.get(&key).and_then(|slot| slot.noun.clone()).and_then(T::unwrap)
    }

    async fn load(&mut self, key: &Key) -> Stored<()> {
        if self.nouns.contains_key(key) {
            return Ok(());
        }
        match nouns::get(&mut self.tx.conn(), key).await? {
            Some(held) => self.remember(key.clone(), held),
            None => {
                self.nouns.insert(key.clone(), Slot { stored: 0, version: 0, noun: None });
            }
        }
        Ok(())
    }

    /// Says what happened: seals it, applies it to every noun it touches, and queues it for the ledger.
    /// Gives back the event as recorded, its personal values bound to their commitments.
    pub async fn record(&mut self, event: Event) -> Done<Event> {
        let id: EventId = self.desk.new_id();
        let recorded =
            Recorded { id, at: self.now, actor: self.actor, case: event.case(), command: self.command, event };
        let leaf = recorded.to_leaf().map_err(|problem| StoreError::Damaged(problem.to_string()))?;
        let desk = self.desk.clone();
        let sealed = private::seal(leaf, &id.to_string(), &mut || desk.secret())
            .map_err(|problem| StoreError::Damaged(problem.to_string()))?;
        let bytes = canonical(&sealed.public).map_err(|problem| StoreError::Damaged(problem.to_string()))?;
        let recorded = Recorded::from_leaf(sealed.open).map_err(|problem| StoreError::Damaged(problem.to_string()))?;
        for key in recorded.event.touches() {
            self.load(&key).await?;
            let slot = self.nouns.get_mut(&key).ok_or(StoreError::Conflict)?;
            let after = Noun::apply(slot.noun.take(), &key, &recorded).ok_or_else(|| {
                StoreError::Damaged(format!(
                    "{} happened to a {} that does not exist",
                    recorded.event.kind(),
                    key.kind.table()
                ))
            })?;
            slot.noun = Some(after);
            let first = !slot.is_changed();
            slot.version += 1;
            if first {
                self.order.push(key);
            }
        }
        self.vault.push((id, sealed.vault));
        let event = recorded.event.clone();
        self.entries.push((recorded, bytes));
        self.at(Step::EventRecorded).await?;
        Ok(event)
    }

    /// The id of what was said last.
    pub fn last_event(&self) -> Option<EventId> {
        self.entries.last().map(|(recorded, _)| recorded.id)
    }

    /// Keeps evidence bytes and gives their hash.
    pub async fn keep(&mut self, bytes: &[u8]) -> Stored<String> {
        let folder = self.desk.settings.data.clone();
        evidence::keep(&mut self.tx.conn(), &folder, bytes, self.now).await
    }

    /// The same, but what is small is written with the commit: for bytes that nobody reads before, and whose command
    /// says something to the ledger.
    pub async fn keep_along(&mut self, bytes: &[u8]) -> Stored<String> {
        if bytes.len() > evidence::SMALL {
            return self.keep(bytes).await;
        }
        Ok(evidence::keep_along(&mut self.kept, bytes, self.now))
    }

    pub async fn next_number(&mut self, series: &str) -> Stored<i64> {
        Ok(*self.next_numbers(series, 1).await?.start())
    }

    pub async fn next_numbers(&mut self, series: &str, many: i64) -> Stored<RangeInclusive<i64>> {
        ledger::next_numbers(&mut self.tx.conn(), series, many).await
    }

    /// Writes nouns, vault and command, the ledger last, and commits. With nothing to record nothing is written; but
    /// what somebody is told to stand already may still wait for its commit, so this waits with it.
    pub async fn commit(mut self) -> Done<Receipt> {
        if self.entries.is_empty() {
            self.tx.commit().await?;
            return Ok(Receipt { at: self.now, entries: Vec::new(), repeated: true });
        }
        let mut steps = std::mem::take(&mut self.kept);
        for key in &self.order {
            let Some(Slot { stored, version, noun: Some(noun) }) = self.nouns.get(key) else { continue };
            if *stored == 0 {
                nouns::insert(&mut steps, noun, *version)?;
            } else {
                nouns::update(&mut steps, noun, *stored, *version)?;
            }
        }
        vault::add(&mut steps, &self.vault);
        ledger::remember(&mut steps, self.command, &self.content_hash, self.now);
        let mut conn = self.tx.conn();
        let sqlite = matches!(conn, Conn::Sqlite(_));
        let found: Vec<_> = self.entries.iter().filter_map(|(recorded, _)| crate::search::entry(recorded)).collect();
        search::add_new(&mut steps, sqlite, &found);
        let head = ledger::take_head(&mut conn, steps, self.entries.len()).await?;
        self.at(Step::NounsWritten).await?;
        let entries =
            self.entries.iter_mut().map(|(recorded, leaf)| Entry { recorded, leaf: std::mem::take(leaf) }).collect();
        let (placed, steps) = ledger::append(head, entries)?;
        steps.run(&mut self.tx.conn()).await?;
        let entries = self
            .entries
            .iter()
            .zip(placed)
            .map(|((recorded, _), placed)| ReceiptEntry {
                event: placed.event,
                seq: placed.seq,
                kind: recorded.event.kind(),
                leaf_hash: placed.leaf_hash,
            })
            .collect();
        self.at(Step::LedgerWritten).await?;
        self.tx.commit().await?;
        faults::at(Step::Committed)?;
        Ok(Receipt { at: self.now, entries, repeated: false })
    }
}

/// Reads what a failure was about when it is not a refusal.
impl From<crate::event::LeafError> for Failure {
    fn from(problem: crate::event::LeafError) -> Self {
        Failure::Store(StoreError::Damaged(problem.to_string()))
    }
}
