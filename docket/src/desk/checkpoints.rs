//! What the notary signs of the ledger, and what is given out about it: checkpoints, tiles, proofs.

use super::figures::BLOCK;
use super::gap::GapView;
use super::proofs::{block_roots, path_of};
use super::vouching::{KeyView, WitnessView};
use super::{Desk, Done, Failure};
use crate::checkpoint::proof_file::{Carried, Growth, Opening, ProofFile};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::ledger::tiles::{Tile, WIDTH};
use crate::ledger::{Hash, consistency_over_blocks, root_of};
use crate::letter::Letter;
use crate::notary::{Ask, Office, Refused};
use crate::private::commitments_in;
use crate::refusal::Refusal;
use crate::store::checkpoints::{self, CheckpointRow};
use crate::store::ledger::EventRow;
use crate::store::vouching::StampRow;
use crate::store::{Conn, StoreError, Stored, figures, ledger, vault, vouching};
use crate::time::Moment;
use std::collections::HashMap;

/// The promise is a minute; signing twice as often leaves time for a round that is slow.
pub const SIGNED_EVERY_SECONDS: i64 = 30;
/// A notary of its own that does not answer is left alone for so long.
const REST_SECONDS: i64 = 15;
/// Two servers may ask the notary at the same time.
const TRIES: u32 = 5;

/// What the ledger's page says of the notary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotaryView {
    pub newest: Option<CheckpointRow>,
    /// Since when it refuses, and the word for why.
    pub refused: Option<(Moment, String)>,
    /// Where a notary of its own is asked. None: it runs inside the server.
    pub elsewhere: Option<String>,
    /// With which it signed before, the newest first.
    pub older_keys: Vec<KeyView>,
    pub witnesses: Vec<WitnessView>,
    /// The newest that a time stamp authority has stamped, where one is asked.
    pub stamp: Option<StampRow>,
    pub stamps: bool,
    /// Where the ledger says that entries are missing, oldest first.
    pub gaps: Vec<GapView>,
}

impl NotaryView {
    /// The last entry that a checkpoint covers.
    pub fn signed_to(&self) -> i64 {
        self.newest.as_ref().map_or(0, |row| row.size)
    }

    /// The last entry that anybody else has vouched for, and when.
    pub fn witnessed(&self) -> Option<(i64, Moment)> {
        self.witnesses.iter().filter_map(|witness| witness.last).max()
    }
}

impl Desk {
    pub(super) fn notary(&self) -> Office {
        Office::of(self.settings())
    }

    /// With the rounds: whatever came into the ledger is signed within a minute.
    pub async fn sign_in_time(&self) -> Done<()> {
        let (size, newest) = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            (ledger::size(&mut conn).await?, checkpoints::newest(&mut conn).await?)
        };
        let quiet = newest.is_some_and(|row| {
            let age = self.now().minus(Moment::from_micros(row.signed_at));
            row.size == size || (0..SIGNED_EVERY_SECONDS * 1_000_000).contains(&age)
        });
        if !quiet {
            self.sign_now().await?;
        }
        Ok(())
    }

    /// Before anything leaves the house. A refusal of the notary is written down and is no failure of who asks: the
    /// pages tell it, and what leaves says that nobody vouched for it.
    pub async fn sign_now(&self) -> Done<Option<CheckpointRow>> {
        let mut resting = self.signing.lock().await;
        let now = self.now();
        if resting.is_some_and(|until| (1..=REST_SECONDS * 1_000_000).contains(&until.minus(now))) {
            return Ok(None);
        }
        let mut tries = 0;
        let refused = loop {
            match self.sign_once(None).await? {
                Ok(row) => return Ok(row),
                Err(Refused::Moved { .. }) if tries < TRIES => tries += 1,
                Err(refused) => break refused,
            }
        };
        tracing::error!(%refused, "the notary does not sign");
        // Whoever says nothing is waited for, and the rounds with it; so it is not asked every second.
        *resting = matches!(refused, Refused::Away(_)).then(|| now.plus_seconds(REST_SECONDS));
        let mut tx = self.write_beside().await?;
        checkpoints::refuses(&mut tx.conn(), self.now(), refused.word()).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// Over exactly what a copy of the database holds, which the ledger may have outgrown since. None: the notary has signed
    /// more meanwhile, or does not sign.
    pub async fn sign_copy(&self, size: u64, root: Hash) -> Done<Option<CheckpointRow>> {
        if size == 0 {
            return Ok(None);
        }
        Ok(self.sign_once(Some((size, root))).await?.unwrap_or_default())
    }

    /// `upto`: over the first so many entries instead of all.
    async fn sign_once(&self, upto: Option<(u64, Hash)>) -> Done<Result<Option<CheckpointRow>, Refused>> {
        let notary = self.notary();
        let state = match notary.state().await {
            Ok(state) => state,
            Err(refused) => return Ok(Err(refused)),
        };
        let last = match state.last.as_ref().map(|seal| Ok((seal, seal.checkpoint()?))).transpose() {
            Ok(last) => last,
            Err(problem) => return Ok(Err(Refused::File(problem))),
        };
        let standing = self.standing_to(&state, last.clone()).await?;
        if self.stand(&standing).await?.is_none() {
            // So that the new key's first signature is over the entry which says that it is the notary's.
            self.record_key_changes(&state.changes).await?;
            self.record_gaps(&state).await?;
        }
        let last = last.map(|(_, checkpoint)| checkpoint);
        let ask = {
            let mut snapshot = self.store().snapshot().await?;
            let mut conn = snapshot.conn();
            let head = ledger::head(&mut conn).await?;
            if head.size() == 0 {
                return Ok(Ok(None));
            }
            let (size, root) = upto.unwrap_or((head.size(), head.root()));
            let from = last.as_ref().map_or(0, |last| last.size);
            let proof = match from <= size {
                true => growth(&mut conn, from, size).await?,
                false => Vec::new(),
            };
            snapshot.end().await?;
            Ask { size, root, from, proof }
        };
        let (seal, key) = match notary.sign(&ask, self.now()).await {
            Ok(signed) => signed,
            Err(refused @ (Refused::Shorter { .. } | Refused::Rewritten { .. })) if upto.is_none() => {
                return self.refused(&notary, last.as_ref(), (refused, &ask)).await;
            }
            Err(refused) => return Ok(Err(refused)),
        };
        let row = CheckpointRow {
            size: signed(ask.size),
            signer: key.to_string(),
            root: hex::encode(ask.root),
            note: seal.note,
            signed_at: seal.signed_at,
        };
        let mut tx = self.write().await?;
        checkpoints::signs(&mut tx.conn()).await?;
        match checkpoints::add(&mut tx.conn(), &row).await {
            // Another server has kept the same one.
            Err(StoreError::Conflict) => return Ok(Ok(Some(row))),
            other => other?,
        }
        tx.commit().await?;
        Ok(Ok(Some(row)))
    }

    /// It may have been told why: then it waits for whoever runs it, and says so.
    async fn refused(
        &self,
        notary: &Office,
        last: Option<&Checkpoint>,
        (refused, ask): (Refused, &Ask),
    ) -> Done<Result<Option<CheckpointRow>, Refused>> {
        let Some(last) = last else { return Ok(Err(refused)) };
        match self.show_gap(notary, last).await? {
            Ok(true) => Ok(Err(notary.sign(ask, self.now()).await.err().unwrap_or(refused))),
            Ok(false) => Ok(Err(refused)),
            Err(problem) => Ok(Err(problem)),
        }
    }

    pub async fn notary_view(&self) -> Done<NotaryView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let refused = checkpoints::refused(&mut conn).await?;
        let newest = checkpoints::newest(&mut conn).await?;
        let elsewhere = match self.notary() {
            Office::Elsewhere(address) => Some(address.to_string()),
            Office::Here(_) => None,
        };
        Ok(NotaryView {
            refused: refused.map(|(at, why)| (Moment::from_micros(at), why)),
            elsewhere,
            older_keys: self.older_keys(&mut conn, newest.as_ref()).await?,
            witnesses: self.witness_views(&mut conn).await?,
            stamp: vouching::newest_stamp(&mut conn).await?,
            stamps: self.settings().tsa_url.is_some(),
            gaps: self.gap_views(&mut conn).await?,
            newest,
        })
    }

    /// The newest checkpoint with all lines under it. None: nothing is signed yet.
    pub async fn checkpoint_text(&self) -> Done<Option<String>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let Some(newest) = checkpoints::newest(&mut conn).await? else { return Ok(None) };
        Ok(Some(cosigned(&mut conn, &newest).await?.note.to_string()))
    }

    /// What goes along with a letter: the first checkpoint over the entry with which it was written, so that the same
    /// letter always has the same bytes. None: the notary refuses.
    pub async fn checkpoint_for(&self, letter: &Letter) -> Done<Option<String>> {
        let Some(case) = letter.case else { return Ok(None) };
        let (case, letter) = (case.to_string(), letter.id.to_string());
        let (seq, known) = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            let Some(seq) = vouching::queued(&mut conn, &case, &letter).await? else { return Ok(None) };
            (seq, checkpoints::covering(&mut conn, seq).await?)
        };
        if let Some(known) = known {
            return Ok(Some(known.note));
        }
        self.sign_now().await?;
        let row = checkpoints::covering(&mut self.read().await?.conn(), seq).await?;
        Ok(row.map(|row| row.note))
    }

    /// The last entry that a checkpoint covers.
    pub async fn signed_to(&self) -> Done<i64> {
        Ok(checkpoints::newest(&mut self.read().await?.conn()).await?.map_or(0, |row| row.size))
    }

    /// That an entry stands in the newest checkpoint. None: no checkpoint covers it yet. The personal values at the
    /// places that are `open` go along, for whoever has them already.
    pub async fn proof_file(&self, seq: i64, open: impl Fn(&str) -> bool) -> Done<Option<ProofFile>> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let row = ledger::by_seq(&mut conn, seq).await?.ok_or(Refusal::NotFound("entry of the ledger"))?;
        // One that somebody else has signed as well, if it covers the entry.
        let witnessed = vouching::witnessed(&mut conn).await?.filter(|row| seq <= row.size);
        let newest = match witnessed {
            Some(witnessed) => witnessed,
            None => match checkpoints::newest(&mut conn).await?.filter(|newest| seq <= newest.size) {
                Some(newest) => newest,
                None => return Ok(None),
            },
        };
        let leaf = row.text()?.to_owned();
        let mut found = openings_of(&mut conn, std::slice::from_ref(&row)).await?;
        let openings = commitments_in(&leaf).filter_map(|commitment| found.remove(&commitment));
        let openings: Vec<Opening> = openings.filter(|opening| open(&opening.path)).collect();
        let extra = serde_json::to_vec(&Carried { leaf, openings }).map_err(StoreError::from)?;
        let path = path_of(&mut conn, seq, newest.size).await?;
        let index = u64::try_from(seq - 1).unwrap_or(0);
        let signed = cosigned(&mut conn, &newest).await?;
        Ok(Some(ProofFile { extra: Some(extra), index, path, signed }))
    }

    /// That the newest checkpoint begins with the first so many entries. None: there was no such ledger.
    pub async fn growth_file(&self, old_size: u64) -> Done<Option<Growth>> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let Some(newest) = checkpoints::newest(&mut conn).await? else { return Ok(None) };
        let signed = cosigned(&mut conn, &newest).await?;
        if old_size == 0 || old_size > signed.checkpoint.size {
            return Ok(None);
        }
        let path = growth(&mut conn, old_size, signed.checkpoint.size).await?;
        Ok(Some(Growth { old_size, path, signed }))
    }

    /// The bytes of a tile. None: no checkpoint covers all of it.
    pub async fn tile(&self, tile: &Tile) -> Done<Option<Vec<u8>>> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let newest = checkpoints::newest(&mut conn).await?;
        let covered = newest.map_or(0, |row| u64::try_from(row.size).unwrap_or(0));
        if tile.needs().is_none_or(|needs| needs > covered) {
            return Ok(None);
        }
        let (from, to) = (tile.index * WIDTH, tile.index * WIDTH + tile.width);
        let hashes = if tile.level == 0 {
            figures::leaf_hashes(&mut conn, signed(from), signed(to)).await?
        } else {
            // Each hash of a level is the root of so many blocks.
            let blocks = tile.span() / WIDTH;
            let roots = whole_blocks(&mut conn, from * blocks, to * blocks).await?;
            roots.chunks(usize::try_from(blocks).unwrap_or(usize::MAX)).map(root_of).collect()
        };
        if hashes.len() as u64 != tile.width {
            return Err(StoreError::Damaged(format!("the tile at entry {} is not whole", from + 1)).into());
        }
        Ok(Some(hashes.as_flattened().to_vec()))
    }
}

/// The personal values of these entries that are still there.
pub(crate) async fn openings_of(conn: &mut Conn<'_>, rows: &[EventRow]) -> Stored<HashMap<Hash, Opening>> {
    let mut wanted = Vec::new();
    for row in rows {
        wanted.extend(commitments_in(row.text()?));
    }
    vault::openings(conn, wanted).await
}

pub(crate) async fn growth(conn: &mut Conn<'_>, from: u64, size: u64) -> Done<Vec<Hash>> {
    let place = signed(from) / BLOCK;
    let roots = block_roots(conn, signed(size)).await?;
    let inside = figures::leaf_hashes(conn, place * BLOCK, ((place + 1) * BLOCK).min(signed(size))).await?;
    let (from, block) = (usize::try_from(from), usize::try_from(BLOCK));
    let proof = match (from, block) {
        (Ok(from), Ok(block)) => consistency_over_blocks(&roots, &inside, from, block),
        _ => None,
    };
    proof.ok_or_else(|| Failure::Store(StoreError::Damaged("the ledger is shorter than it was".into())))
}

/// The roots of whole blocks, counted or not.
async fn whole_blocks(conn: &mut Conn<'_>, from: u64, to: u64) -> Stored<Vec<Hash>> {
    let mut roots = Vec::new();
    let mut counted = figures::some_blocks(conn, signed(from), signed(to)).await?.into_iter().peekable();
    for place in signed(from)..signed(to) {
        match counted.next_if(|(at, _)| *at == place) {
            Some((_, root)) => roots.push(root),
            None => roots.push(root_of(&figures::leaf_hashes(conn, place * BLOCK, (place + 1) * BLOCK).await?)),
        }
    }
    Ok(roots)
}

/// With the lines of everybody who has signed it.
pub(super) async fn cosigned(conn: &mut Conn<'_>, row: &CheckpointRow) -> Stored<SignedCheckpoint> {
    let damaged = |problem: &dyn std::fmt::Display| StoreError::Damaged(problem.to_string());
    let mut signed = SignedCheckpoint::parse(&row.note).map_err(|problem| damaged(&problem))?;
    let lines: String = vouching::of(conn, row.size, &row.signer).await?.into_iter().map(|row| row.line).collect();
    if !lines.is_empty() {
        signed.note = signed.note.with_lines(&lines).map_err(|problem| damaged(&problem))?;
    }
    Ok(signed)
}

/// A number as the database holds it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
