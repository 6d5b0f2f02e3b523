//! The API for machines: complaints in, and what became of them out. Blind to cookies; every path but its own
//! description asks for a key.

pub mod assets;
pub mod batch;
pub mod complaints;
pub mod instructions;
pub mod openapi;
pub mod problem;

/// Keys that may send complaints carry this scope.
pub const COMPLAINTS_WRITE: &str = "complaints:write";
/// Keys that may say who holds which asset carry this one.
pub const ASSETS_WRITE: &str = "assets:write";
/// Keys that may say what became of an instruction carry this one.
pub const INSTRUCTIONS_WRITE: &str = "instructions:write";
/// Keys that may read the log where not everybody may carry this one.
pub const LOG_READ: &str = "log:read";
