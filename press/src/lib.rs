//! The press: sets a document as PDF and reads the words of one.

mod block;
mod glyphs;
mod html;
mod limits;
mod make;
mod order;
mod qr;
mod read;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use limits::{MOST_ORDER, MOST_PDF, TooLong};

/// What a PDF of ours says it was made with. The reader knows by it how lines were broken.
pub(crate) const CREATOR: &str = concat!("Due Notice press ", env!("CARGO_PKG_VERSION"));

/// Every "no" of the press, one human sentence each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("{0}")]
    Malformed(String),
    #[error("{0}")]
    TooLong(#[from] TooLong),
    #[error("This document could not be set as PDF: {0}.")]
    Unset(String),
    #[error("{0}")]
    Unread(&'static str),
    /// What came in or went out was lost on its way.
    #[error("{0}")]
    Lost(String),
}

impl Refused {
    /// With which the program ends.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Malformed(_) | Self::Unread(_) => docket::paper::MALFORMED,
            Self::TooLong(_) => docket::paper::TOO_LONG,
            Self::Unset(_) | Self::Lost(_) => 1,
        }
    }
}

/// Sets the document of an order, which is JSON.
pub fn make(order: &[u8]) -> Result<Vec<u8>, Refused> {
    kept_in(|| make::make(order)).unwrap_or_else(|| Err(Refused::Unset("the typesetter broke off".to_owned())))
}

/// The words of a PDF as a person sees them, without the feet of its pages.
pub fn read(pdf: &[u8]) -> Result<String, Refused> {
    kept_in(|| read::read(pdf)).unwrap_or(Err(Refused::Unread(read::BROKEN)))
}

/// Neither the typesetter nor the reader may take the program down with them.
fn kept_in<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
