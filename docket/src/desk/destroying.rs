//! The one way on which evidence and personal values go. A hold stops it here and once more in the database; what goes
//! stands in the event of its own transaction, so that nobody ever takes it for lost.

use super::pages::read_events;
use super::work::Work;
use super::{Desk, Done};
use crate::complaint::{Exhibit, Report};
use crate::event::{Event, Recorded};
use crate::hold::Hold;
use crate::hold::wide::Belongs;
use crate::ledger::Hash;
use crate::noun::{Key, Kind};
use crate::refusal::Refusal;
use crate::retention::Gone;
use crate::search;
use crate::store::keeping::{self, Brought, Going, Piece};
use crate::store::{Conn, StoreError, Stored, aside, ledger, search as index, traces};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many entries are read on at once, and so often in one go.
const BATCH: i64 = 512;
const BATCHES: u32 = 20;
/// So many files of destroyed bytes are looked for at once.
const FILES: i64 = 500;
/// Whoever places a hold and whoever destroys something take this turn, so that neither misses the other.
const TURN: &str = "holds";

/// Before anything is destroyed, and before a hold is placed.
pub(super) async fn take_turn(work: &mut Work) -> Stored<()> {
    aside::take_turns(&mut work.conn(), &[TURN.to_owned()]).await
}

/// The standing holds that keep this.
pub(super) fn kept_by<'h>(holds: &'h [Hold], what: &Belongs) -> impl Iterator<Item = &'h Hold> {
    holds.iter().filter(move |hold| hold.keeps(what))
}

pub(super) async fn standing(conn: &mut Conn<'_>) -> Stored<Vec<Hold>> {
    Ok(keeping::holds_standing(conn).await?.into_iter().map(|held| held.noun).collect())
}

impl Desk {
    /// Which entries brought what, up to the newest. The rounds follow the ledger, so this seldom finds much.
    pub async fn follow_belongings(&self) -> Stored<()> {
        while !self.follow_some(BATCHES).await? {}
        Ok(())
    }

    /// A few batches of it, so that a long ledger holds up no round. True: everything is known.
    pub async fn follow_some(&self, batches: u32) -> Stored<bool> {
        for _ in 0..batches {
            let (known, size) = {
                let mut reader = self.read().await?;
                let known = keeping::followed_to(&mut reader.conn()).await?;
                (known, ledger::size(&mut reader.conn()).await?)
            };
            if known >= size {
                return Ok(true);
            }
            let mut tx = self.write().await?;
            follow(&mut tx.conn()).await?;
            tx.commit().await?;
        }
        Ok(false)
    }

    /// Destroys all of this or nothing. `event` is given what truly goes, and how many bytes stay because something else
    /// needs them too. The caller has taken its turn.
    pub(super) async fn destroy(
        &self,
        work: &mut Work,
        rule: &str,
        going: &[Going],
        event: impl FnOnce(Gone, u32) -> Event,
    ) -> Done<Gone> {
        while follow(&mut work.conn()).await? {}
        let holds = standing(&mut work.conn()).await?;
        if going.iter().any(|one| kept_by(&holds, &one.belongs).next().is_some()) {
            return Err(Refusal::HoldKeeps.into());
        }
        let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut values = BTreeSet::new();
        for one in going {
            match one.piece {
                Piece::Bytes => drop(of.entry(&one.hash).or_default().insert(&one.noun)),
                Piece::Value => drop(values.insert(one.hash.as_str())),
            }
        }
        let (mut bytes, mut shared) = (BTreeSet::new(), 0);
        for (sha256, nouns) in &of {
            if !keeping::is_kept(&mut work.conn(), sha256).await? {
                continue;
            }
            if needed(&mut work.conn(), sha256, nouns).await? {
                shared += 1;
            } else {
                bytes.insert(*sha256);
            }
        }
        let gone = Gone {
            bytes: bytes.iter().map(|one| (*one).to_owned()).collect(),
            values: values.iter().map(|one| (*one).to_owned()).collect(),
        };
        work.record(event(gone.clone(), shared)).await?;
        let with = work.last_event().ok_or(StoreError::Conflict)?;
        let now = work.now;
        let touched = events_of(&mut work.conn(), &values).await?;
        let mut conn = work.conn();
        keeping::begin_destroying(&mut conn).await?;
        for one in going {
            keeping::enter(&mut conn, one, rule, with, now).await?;
        }
        for value in &values {
            let hash = hash_of(value).ok_or(StoreError::Conflict)?;
            // Somebody else was faster: the verb reads everything anew.
            if !keeping::erase(&mut conn, hash, now).await? {
                return Err(StoreError::Conflict.into());
            }
        }
        for sha256 in &bytes {
            if !keeping::take_bytes(&mut conn, sha256, now).await? {
                return Err(StoreError::Conflict.into());
            }
        }
        // Whoever brought the same bytes meanwhile was waited for above.
        while follow(&mut conn).await? {}
        for sha256 in &bytes {
            if needed(&mut conn, sha256, &BTreeSet::new()).await? {
                return Err(StoreError::Conflict.into());
            }
        }
        reword(&mut conn, &touched).await?;
        Ok(gone)
    }

    /// Takes away the files of destroyed bytes, and what the database itself still remembers of what went. Both may be
    /// done at any time after the commit, and again.
    pub async fn sweep(&self) -> Stored<usize> {
        let folder = self.settings().data.clone();
        let (mut after, mut swept) = (String::new(), 0);
        loop {
            let rows = keeping::gone_after(&mut self.read().await?.conn(), &after, FILES).await?;
            let Some((last, _)) = rows.last() else { return Ok(swept) };
            after.clone_from(last);
            for (sha256, _) in rows.into_iter().filter(|(_, size)| *size > crate::store::evidence::SMALL as i64) {
                let mut tx = self.write().await?;
                if keeping::lock_gone(&mut tx.conn(), &sha256).await?
                    && crate::store::evidence::remove_file(&folder, &sha256)?
                {
                    swept += 1;
                }
                tx.commit().await?;
            }
        }
    }

    /// The number of the entry with which these bytes went, if they did.
    pub async fn bytes_went_with(&self, sha256: &str) -> Done<Option<i64>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        Ok(match keeping::is_kept(&mut conn, sha256).await? {
            true => None,
            false => keeping::went_with(&mut conn, Piece::Bytes, sha256).await?,
        })
    }

    /// With which entries personal values of this leaf went: their numbers, and how many values each.
    pub async fn values_went_with(&self, leaf: &str) -> Done<Vec<(i64, i64)>> {
        let all: Vec<String> = crate::private::commitments_in(leaf).map(hex::encode).collect();
        let mut reader = self.read().await?;
        let mut found: BTreeMap<i64, i64> = BTreeMap::new();
        for some in all.chunks(96) {
            for (seq, many) in keeping::erased_with(&mut reader.conn(), some).await? {
                *found.entry(seq).or_default() += many;
            }
        }
        Ok(found.into_iter().collect())
    }

    /// After something went: nothing of it stays in the files of the database, as far as we can reach.
    pub(super) async fn after_destroying(&self, letters: &[String]) -> Stored<()> {
        self.sweep().await?;
        clear_outbox(&self.settings().data.join("outbox"), letters)?;
        self.store().overwrite().await
    }
}

/// The letters whose bytes are among this, by their ids.
pub(super) fn letters_of(going: &[Going]) -> Vec<String> {
    let bytes = going.iter().filter(|one| one.piece == Piece::Bytes);
    bytes.filter_map(|one| one.noun.strip_prefix("letter/")).map(str::to_owned).collect()
}

/// Without a mail server letters are files, each under the id of its letter: there they lie once more, with their links.
fn clear_outbox(folder: &Path, letters: &[String]) -> Stored<()> {
    if letters.is_empty() || !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if letters.iter().any(|id| name.ends_with(id.as_str())) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// The hash behind its hex.
pub(super) fn hash_of(hex_text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    hex::decode_to_slice(hex_text, &mut hash).ok()?;
    Some(hash)
}

/// Whether anything but these nouns still needs the bytes: another noun, or a form that somebody has not sent yet.
async fn needed(conn: &mut Conn<'_>, sha256: &str, nouns: &BTreeSet<&str>) -> Stored<bool> {
    let users = keeping::users(conn, sha256).await?;
    Ok(users.iter().any(|user| !nouns.contains(user.as_str())) || traces::draft_names(conn, sha256).await?)
}

/// The events whose words change.
async fn events_of(conn: &mut Conn<'_>, values: &BTreeSet<&str>) -> Stored<BTreeSet<String>> {
    let hashes: Vec<Hash> = values.iter().filter_map(|value| hash_of(value)).collect();
    let openings = crate::store::vault::openings(conn, hashes).await?;
    Ok(openings.into_values().map(|opening| opening.event).collect())
}

/// Each is found by what is left of it, or not at all.
async fn reword(conn: &mut Conn<'_>, events: &BTreeSet<String>) -> Stored<()> {
    for event in events {
        let rows = index::events(conn, std::slice::from_ref(event)).await?;
        let left = read_events(conn, &rows).await?.first().and_then(search::entry);
        index::reword(conn, event, left.as_ref()).await?;
    }
    Ok(())
}

/// Reads the next entries. False when there were none, so that everything is known.
async fn follow(conn: &mut Conn<'_>) -> Stored<bool> {
    let from = keeping::followed_to(conn).await?;
    let rows = ledger::after(conn, from, BATCH).await?;
    let Some(to) = rows.last().map(|row| row.seq) else { return Ok(false) };
    let mut brought = Vec::new();
    for row in &rows {
        let recorded = Recorded::from_text(row.text()?).map_err(|problem| StoreError::Damaged(problem.to_string()))?;
        brought.extend(brings(row.seq, &recorded));
    }
    keeping::follow(conn, from, to, &brought).await?;
    Ok(true)
}

pub(super) fn noun_of(kind: Kind, id: impl ToString) -> String {
    super::figures::noun_word(&Key { kind, id: id.to_string() })
}

pub(super) fn contact_noun(contact: crate::id::ContactId) -> String {
    format!("contact/{contact}")
}

/// What an entry brings to which noun: bytes by their hash, and its own personal values by nothing.
fn brings(seq: i64, recorded: &Recorded) -> Vec<Brought> {
    const VALUES: &str = "";
    let files = |files: &[Exhibit]| files.iter().map(|file| file.sha256.clone()).collect::<Vec<_>>();
    let report = |report: &Report| {
        let mut all = files(&report.evidence);
        all.extend([report.raw.clone(), VALUES.to_owned()]);
        all
    };
    let values = || vec![VALUES.to_owned()];
    let (noun, all) = match &recorded.event {
        Event::ComplaintReceived { complaint, report: it, .. } => (noun_of(Kind::Complaint, complaint), report(it)),
        Event::ComplaintRepeated { complaint, raw, .. } => (noun_of(Kind::Complaint, complaint), vec![raw.clone()]),
        Event::EvidenceAdded { case, exhibit } => (noun_of(Kind::Case, case), vec![exhibit.sha256.clone()]),
        Event::AnswerReceived { answer, files: all, .. } => (noun_of(Kind::Answer, answer), files(all)),
        Event::InstructionConfirmed { instruction, proof, .. } => {
            (noun_of(Kind::Instruction, instruction), files(proof))
        }
        Event::InstructionResulted(it) => (noun_of(Kind::Instruction, it.instruction), vec![it.bytes.clone()]),
        Event::LetterQueued { letter, .. } => (noun_of(Kind::Letter, letter), values()),
        Event::LetterAccepted { letter, bytes, .. } => (noun_of(Kind::Letter, letter), vec![bytes.clone()]),
        Event::MailReceived(it) => (noun_of(Kind::Mail, it.mail), vec![it.raw.clone(), VALUES.to_owned()]),
        Event::CalendarImported(it) => (noun_of(Kind::Calendar, it.id()), vec![it.source.clone()]),
        Event::CustomersImported(it) => (format!("import/{}", it.file), vec![it.file.clone()]),
        Event::PersonAdded { person, .. } => (noun_of(Kind::Person, person), values()),
        Event::PersonRenamed(it) => (noun_of(Kind::Person, it.person), values()),
        Event::ContactAdded { contact, .. } => (contact_noun(*contact), values()),
        Event::ContactChanged(it) => (contact_noun(it.contact), values()),
        _ => return Vec::new(),
    };
    let (event, at) = (recorded.id.to_string(), recorded.at.micros());
    let all: BTreeSet<String> = all.into_iter().collect();
    all.into_iter().map(|sha256| Brought { noun: noun.clone(), seq, event: event.clone(), sha256, at }).collect()
}
