//! The press: sets a document of the desk as PDF, and reads the words of a PDF.
//!
//! A program of its own, `duenotice-press`, because setting type takes memory and time that a server should not lend, and
//! because the PDFs that it reads come from strangers. It knows no network, no file and no clock; one thing comes in and
//! one goes out.
//!
//! ```text
//! duenotice-press make   PrintOrder as JSON (docket::paper) -> PDF     0 done, 2 no order, 3 too long, 1 anything else
//! duenotice-press read   PDF -> the words that can be seen in it       0 done, 2 cannot be read, 1 anything else
//! ```
//!
//! **Making.** HTML is read as a browser reads it ([`html`]), into a short list of blocks ([`block`]). They reach the
//! template (`paper/*.typ`) as JSON, so that what somebody wrote is a value there and never a part of it. typst sets them;
//! the file is PDF/A-3a and PDF/UA-1 at once, with the attached files inside, and the same order gives the same bytes.
//! Characters that no font has, and scripts whose letters join, stand there as their numbers, ‹U+1F600› ([`glyphs`]).
//!
//! **Reading.** Each glyph that can be seen, in the order in which it is drawn ([`read`]). Invisible, white and tiny
//! letters are left out, and what calls itself a running head or foot where those stand; what calls itself one in the middle
//! of a page is read. Where a line or a paragraph ends, our own PDFs hold two spaces that nobody sees; so a word that was
//! broken comes back whole. Words are what the file says its glyphs mean: a forger can make a glyph look like another
//! letter than it is called.
//!
//! **Limits.** 2,000 rows, 10,000 parts, and together what takes about 450 MB ([`limits`]). Measured, as the most that was
//! resident: a notice of two pages 60 MB; a table of 2,000 rows with 6,000 cells on 75 pages 417 MB; 19,000 kept lines on
//! 374 pages 457 MB; 900,000 letters without a space on 402 pages 394 MB. Without optimisation, as the tests have it, a notice
//! takes 0.2 s of a processor and the longest of these half a minute. The program does its work in a second process of its
//! own, which the system stops at 2 GiB of addresses and two minutes of computing for making, 1 GiB and twenty seconds for
//! reading: whatever happens there ends in an exit code and a sentence.

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
