//! The tree over all events, as RFC 6962 builds it. Hashes in, hashes out.

use serde_json::Value;
use sha2::{Digest, Sha256};

mod proof;
/// Pieces of the tree under fixed names, for whoever wants to make proofs by themselves.
pub mod tiles;

pub use proof::{consistency_over_blocks, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};

pub type Hash = [u8; 32];

/// Why a value has no canonical form. Both kinds of number would be rewritten on their way
/// through JSON as RFC 8785 reads it, and then no proof would hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    #[error("the number {0} has a fraction or an exponent")]
    Float(String),
    #[error("the number {0} is beyond 2^53")]
    TooBig(String),
    #[error("the value cannot be written as JSON: {0}")]
    Unwritable(String),
}

const LARGEST_INTEGER: u64 = (1 << 53) - 1;

/// RFC 8785: the one way to write this value, and so the bytes that are hashed.
pub fn canonical(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    check_numbers(value)?;
    serde_jcs::to_vec(value).map_err(|error| NotCanonical::Unwritable(error.to_string()))
}

fn check_numbers(value: &Value) -> Result<(), NotCanonical> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Array(items) => items.iter().try_for_each(check_numbers),
        Value::Object(fields) => fields.values().try_for_each(check_numbers),
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            match size {
                Some(size) if size <= LARGEST_INTEGER => Ok(()),
                Some(_) => Err(NotCanonical::TooBig(number.to_string())),
                None => Err(NotCanonical::Float(number.to_string())),
            }
        }
    }
}

pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

/// The least that must be kept to append: the roots of the full subtrees, largest first, one
/// for each bit that is set in the size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    pub fn new() -> Frontier {
        Frontier::default()
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn nodes(&self) -> &[Hash] {
        &self.nodes
    }

    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        // Each one at the end of the size is a full subtree as large as the new one.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.nodes.pop() {
                node = node_hash(&left, &node);
            }
        }
        self.nodes.push(node);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        let mut from_the_right = self.nodes.iter().rev();
        match from_the_right.next() {
            None => empty_root(),
            Some(last) => from_the_right.fold(*last, |right, left| node_hash(left, &right)),
        }
    }

    /// The size as eight bytes, then the nodes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 32 * self.nodes.len());
        bytes.extend(self.size.to_be_bytes());
        bytes.extend(self.nodes.as_flattened());
        bytes
    }

    /// `None` unless there is exactly one node for each bit of the size.
    pub fn from_bytes(bytes: &[u8]) -> Option<Frontier> {
        let (size, rest) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (nodes, rest) = rest.as_chunks::<32>();
        let whole = rest.is_empty() && nodes.len() == size.count_ones() as usize;
        whole.then(|| Frontier { size, nodes: nodes.to_vec() })
    }
}

#[cfg(test)]
mod tests;
