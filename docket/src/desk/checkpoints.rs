//! What the notary signs of the ledger, and what is given out about it: checkpoints, tiles, proofs.

use super::figures::BLOCK;
use super::proofs::{block_roots, path_of};
use super::{Desk, Done, Failure};
use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::proof_file::{Carried, Growth, Opening, ProofFile};
use crate::entropy::SystemEntropy;
use crate::ledger::tiles::{Tile, WIDTH};
use crate::ledger::{Hash, consistency_over_blocks, root_of};
use crate::notary::{Ask, Notary, Refused};
use crate::private::commitments_in;
use crate::refusal::Refusal;
use crate::store::checkpoints::{self, CheckpointRow};
use crate::store::ledger::EventRow;
use crate::store::{Conn, StoreError, Stored, figures, ledger, vault};
use crate::time::Moment;
use std::collections::HashMap;

/// The promise is a minute; signing twice as often leaves time for a round that is slow.
pub const SIGNED_EVERY_SECONDS: i64 = 30;
/// Two servers may ask the notary at the same time.
const TRIES: u32 = 5;

/// What the ledger's page says of the notary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotaryView {
    pub newest: Option<CheckpointRow>,
    /// Since when it refuses, and the word for why.
    pub refused: Option<(Moment, String)>,
}

impl NotaryView {
    /// The last entry that a checkpoint covers.
    pub fn signed_to(&self) -> i64 {
        self.newest.as_ref().map_or(0, |row| row.size)
    }
}

impl Desk {
    fn notary(&self) -> Notary {
        let address = self.settings().public_url.split_once("://").map_or("localhost", |(_, rest)| rest);
        Notary::of(&self.settings().data, &format!("{}/log", address.replace('+', "-")))
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
        let mut tries = 0;
        let refused = loop {
            match self.sign_once().await? {
                Ok(row) => return Ok(row),
                Err(Refused::Moved { .. }) if tries < TRIES => tries += 1,
                Err(refused) => break refused,
            }
        };
        tracing::error!(%refused, "the notary does not sign");
        let mut tx = self.store().begin().await?;
        checkpoints::refuses(&mut tx.conn(), self.now(), refused.word()).await?;
        tx.commit().await?;
        Ok(None)
    }

    async fn sign_once(&self) -> Done<Result<Option<CheckpointRow>, Refused>> {
        let notary = self.notary();
        let last = match notary.last().and_then(|seal| seal.map(|seal| seal.checkpoint()).transpose()) {
            Ok(last) => last,
            Err(problem) => return Ok(Err(Refused::File(problem))),
        };
        let ask = {
            let mut snapshot = self.store().snapshot().await?;
            let mut conn = snapshot.conn();
            let head = ledger::head(&mut conn).await?;
            if head.size() == 0 {
                return Ok(Ok(None));
            }
            let from = last.map_or(0, |last| last.size);
            let proof = match from <= head.size() {
                true => growth(&mut conn, from, head.size()).await?,
                false => Vec::new(),
            };
            Ask { size: head.size(), root: head.root(), from, proof }
        };
        let now = self.now();
        // It waits for the disk.
        let signing = tokio::task::spawn_blocking({
            let ask = ask.clone();
            move || notary.sign(&ask, now, &SystemEntropy)
        });
        let (seal, key) = match signing.await.map_err(|stopped| StoreError::Damaged(stopped.to_string()))? {
            Ok(signed) => signed,
            Err(refused) => return Ok(Err(refused)),
        };
        let row = CheckpointRow {
            size: signed(ask.size),
            signer: key.to_string(),
            root: hex::encode(ask.root),
            note: seal.note,
            signed_at: seal.signed_at,
        };
        let mut tx = self.store().begin().await?;
        checkpoints::signs(&mut tx.conn()).await?;
        match checkpoints::add(&mut tx.conn(), &row).await {
            // Another server has kept the same one.
            Err(StoreError::Conflict) => return Ok(Ok(Some(row))),
            other => other?,
        }
        tx.commit().await?;
        Ok(Ok(Some(row)))
    }

    pub async fn notary_view(&self) -> Done<NotaryView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let refused = checkpoints::refused(&mut conn).await?;
        Ok(NotaryView {
            newest: checkpoints::newest(&mut conn).await?,
            refused: refused.map(|(at, why)| (Moment::from_micros(at), why)),
        })
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
        let Some(newest) = checkpoints::newest(&mut conn).await?.filter(|newest| seq <= newest.size) else {
            return Ok(None);
        };
        let leaf = row.text()?.to_owned();
        let mut found = openings_of(&mut conn, std::slice::from_ref(&row)).await?;
        let openings = commitments_in(&leaf).filter_map(|commitment| found.remove(&commitment));
        let openings: Vec<Opening> = openings.filter(|opening| open(&opening.path)).collect();
        let extra = serde_json::to_vec(&Carried { leaf, openings }).map_err(StoreError::from)?;
        let path = path_of(&mut conn, seq, newest.size).await?;
        let index = u64::try_from(seq - 1).unwrap_or(0);
        Ok(Some(ProofFile { extra: Some(extra), index, path, signed: parsed(&newest)? }))
    }

    /// That the newest checkpoint begins with the first so many entries. None: there was no such ledger.
    pub async fn growth_file(&self, old_size: u64) -> Done<Option<Growth>> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let Some(newest) = checkpoints::newest(&mut conn).await? else { return Ok(None) };
        let signed = parsed(&newest)?;
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

async fn growth(conn: &mut Conn<'_>, from: u64, size: u64) -> Done<Vec<Hash>> {
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

fn parsed(row: &CheckpointRow) -> Stored<SignedCheckpoint> {
    SignedCheckpoint::parse(&row.note).map_err(|problem| StoreError::Damaged(problem.to_string()))
}

/// A number as the database holds it.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
