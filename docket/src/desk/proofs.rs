//! Proofs against the ledger's head, from the roots of whole blocks where they were counted.

use super::figures::BLOCK;
use super::{Desk, Done};
use crate::ledger::{Hash, inclusion_proof, leaf_hash, root_of, verify_inclusion};
use crate::refusal::Refusal;
use crate::store::{Conn, StoreError, Stored, figures, ledger};

/// That one entry stands in the ledger, and what it was held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    pub seq: i64,
    /// How many entries the head stands for.
    pub size: i64,
    /// The head's root, hex.
    pub root: String,
    /// The hashes beside the way from the leaf up, hex.
    pub path: Vec<String>,
    /// The leaf as it is, hashed anew, leads to the root.
    pub holds: bool,
}

impl Desk {
    pub async fn proof_of(&self, seq: i64) -> Done<Proof> {
        let mut snapshot = self.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let head = ledger::head(&mut conn).await?;
        let size = i64::try_from(head.size()).unwrap_or(i64::MAX);
        let row = ledger::by_seq(&mut conn, seq).await?.ok_or(Refusal::NotFound("entry of the ledger"))?;
        let index = seq - 1;
        let path = path_of(&mut conn, seq, size).await?;
        let number = |value: i64| u64::try_from(value).unwrap_or(0);
        let holds = verify_inclusion(&leaf_hash(&row.leaf), number(index), number(size), &path, &head.root());
        Ok(Proof { seq, size, root: hex::encode(head.root()), path: path.iter().map(hex::encode).collect(), holds })
    }
}

/// The hashes beside the way of an entry up to the root that the ledger had at this size.
pub(super) async fn path_of(conn: &mut Conn<'_>, seq: i64, size: i64) -> Stored<Vec<Hash>> {
    Ways::of(conn, size).await?.to(conn, seq).await
}

/// The ways of many entries, one after the other.
pub(crate) struct Ways {
    size: i64,
    roots: Vec<Hash>,
    /// The block whose leaves are at hand.
    place: i64,
    inside: Vec<Hash>,
}

impl Ways {
    pub(crate) async fn of(conn: &mut Conn<'_>, size: i64) -> Stored<Ways> {
        Ok(Ways { size, roots: block_roots(conn, size).await?, place: -1, inside: Vec::new() })
    }

    pub(crate) async fn to(&mut self, conn: &mut Conn<'_>, seq: i64) -> Stored<Vec<Hash>> {
        let index = seq - 1;
        let place = index / BLOCK;
        if place != self.place {
            self.inside = figures::leaf_hashes(conn, place * BLOCK, ((place + 1) * BLOCK).min(self.size)).await?;
            self.place = place;
        }
        let mut path = inclusion_proof(&self.inside, at(index % BLOCK)).unwrap_or_default();
        path.extend(inclusion_proof(&self.roots, at(place)).unwrap_or_default());
        Ok(path)
    }
}

/// The root of the tree when it had so many leaves.
pub(super) async fn root_at(conn: &mut Conn<'_>, size: i64) -> Stored<Hash> {
    Ok(root_of(&block_roots(conn, size).await?))
}

/// A tree over blocks of a power of two is the tree over their leaves (RFC 6962 divides at powers of two).
pub(super) async fn block_roots(conn: &mut Conn<'_>, size: i64) -> Stored<Vec<Hash>> {
    let mut roots = figures::blocks(conn, size / BLOCK).await?;
    let mut from = i64::try_from(roots.len()).unwrap_or(0) * BLOCK;
    while from < size {
        let leaves = figures::leaf_hashes(conn, from, (from + BLOCK).min(size)).await?;
        if leaves.is_empty() {
            return Err(StoreError::Damaged(format!("entry {} is missing from the ledger", from + 1)));
        }
        roots.push(root_of(&leaves));
        from += BLOCK;
    }
    Ok(roots)
}

fn at(index: i64) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}
