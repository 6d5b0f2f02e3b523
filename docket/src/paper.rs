//! An order to the press: a document as HTML, what is printed on its pages, and what lies inside the file. The press is a
//! program of its own, `duenotice-press`, because setting type takes memory and time that a server should not lend; an
//! order is a line of JSON to its standard input, and the PDF comes out at the other end.

use serde::{Deserialize, Serialize};

/// What the press is asked to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintOrder {
    /// A whole document as our pages print it. Its `lang` and `title` are those of the PDF.
    pub html: String,
    /// Who issues it, and what it is: "Due Notice, notice DN-7F3K-2M9QF". At the foot of every page.
    pub provider: String,
    pub about: String,
    /// RFC 3339, UTC. The only date in the file, so that the same order gives the same bytes.
    pub date: String,
    /// How whoever holds the paper finds out whether it is genuine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckMark>,
    /// Files inside the PDF.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Attached>,
}

/// A code to type, and a QR code that leads to the same page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckMark {
    /// "Check this letter"
    pub label: String,
    pub code: String,
    /// `https://desk.example/check?code=…`
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// "notice.json"
    pub name: String,
    pub media_type: String,
    pub description: String,
    pub text: String,
}

/// The press was asked for something that it cannot read.
pub const MALFORMED: u8 = 2;
/// The document is too long to be set: whoever asked shows the HTML instead.
pub const TOO_LONG: u8 = 3;
