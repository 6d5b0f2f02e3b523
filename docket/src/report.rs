//! Exports: what leaves the house to be read by a court, a regulator or counsel.

pub mod bag;
pub mod case_file;
pub mod deadlines;
pub mod ledger_extract;
pub mod make;
mod masked;
pub mod order;
pub mod papers;
pub mod profile;
pub mod progress;
pub mod register;
pub mod safe_csv;
pub mod transparency;
pub mod treatment;
