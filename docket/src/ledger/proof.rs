//! Proofs as RFC 6962 makes them and RFC 9162 checks them.

use super::{Hash, empty_root, node_hash, root_of};

/// The hashes beside the way from a leaf to the root. `None` if there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let (mut tree, mut index, mut proof) = (leaves, index, Vec::new());
    while tree.len() > 1 {
        let (left, right) = tree.split_at(split(tree.len()));
        if index < left.len() {
            proof.push(root_of(right));
            tree = left;
        } else {
            proof.push(root_of(left));
            index -= left.len();
            tree = right;
        }
    }
    proof.reverse();
    Some(proof)
}

pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for beside in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(beside, &hash);
            // At the right edge the levels without a sibling are skipped.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Shows that the first `old_size` leaves are the whole of an older tree. `None` if the tree
/// was never that large.
pub fn consistency_proof(leaves: &[Hash], old_size: usize) -> Option<Vec<Hash>> {
    if old_size > leaves.len() {
        return None;
    }
    if old_size == 0 || old_size == leaves.len() {
        return Some(Vec::new());
    }
    Some(grown_from(leaves, old_size, true))
}

/// The same over the roots of whole blocks and the leaves of one: `inside` are the leaves of the block in which the old
/// tree ends, as far as the new one goes. A tree over blocks of a power of two is the tree over their leaves.
pub fn consistency_over_blocks(roots: &[Hash], inside: &[Hash], old_size: usize, block: usize) -> Option<Vec<Hash>> {
    let (place, within) = (old_size / block, old_size % block);
    if within == 0 {
        return consistency_proof(roots, place);
    }
    if place >= roots.len() || within > inside.len() {
        return None;
    }
    if place + 1 == roots.len() && within == inside.len() {
        return Some(Vec::new());
    }
    // The old tree ends inside this block: from there up it is the way of the whole block.
    let mut proof = grown_from(inside, within, place == 0);
    proof.extend(inclusion_proof(roots, place)?);
    Some(proof)
}

fn grown_from(leaves: &[Hash], old_size: usize, known: bool) -> Vec<Hash> {
    let (mut tree, mut old, mut known, mut proof) = (leaves, old_size, known, Vec::new());
    while old != tree.len() {
        let (left, right) = tree.split_at(split(tree.len()));
        if old <= left.len() {
            proof.push(root_of(right));
            tree = left;
        } else {
            proof.push(root_of(left));
            old -= left.len();
            tree = right;
            known = false;
        }
    }
    // The old root itself is left out: who checks the proof has it.
    if !known {
        proof.push(root_of(tree));
    }
    proof.reverse();
    proof
}

pub fn verify_consistency(old_size: u64, new_size: u64, old_root: &Hash, new_root: &Hash, proof: &[Hash]) -> bool {
    if old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    if old_size == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // A full old tree is a subtree of the new one, and its root starts the way up.
    let (start, rest) = if old_size.is_power_of_two() {
        (old_root, proof)
    } else {
        match proof.split_first() {
            Some(parts) => parts,
            None => return false,
        }
    };
    let (mut old_hash, mut new_hash) = (*start, *start);
    for beside in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(beside, &old_hash);
            new_hash = node_hash(beside, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, beside);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

/// The largest power of two below `size`, which is where a tree divides. Needs `size > 1`.
fn split(size: usize) -> usize {
    1 << (size - 1).ilog2()
}
