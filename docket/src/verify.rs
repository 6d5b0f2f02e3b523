//! Re-hash, replay, compare.
