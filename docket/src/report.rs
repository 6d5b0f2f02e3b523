//! Exports: what leaves the house to be read by a court, a regulator or counsel.

pub mod case_file;
pub mod register;
pub mod safe_csv;
