//! A letter of a notice came back, and what was done to reach the customer otherwise. As long as no lead has found that
//! the notice reached them, its clock does not count: nothing that burdens happens on the strength of it.

use crate::complaint::Exhibit;
use crate::id::{CaseId, LetterId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// The clock of a notice no longer counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unreached {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub letter: LetterId,
    pub to: Private<String>,
}

/// Another way than mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A letter on paper.
    Paper,
    Phone,
}

impl Channel {
    pub fn word(self) -> &'static str {
        match self {
            Channel::Paper => "paper",
            Channel::Phone => "phone",
        }
    }

    pub fn parse(text: &str) -> Option<Channel> {
        [Channel::Paper, Channel::Phone].into_iter().find(|channel| channel.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Channel::Paper => ours("A letter on paper"),
            Channel::Phone => ours("A telephone call"),
        }
    }
}

/// What was tried to reach a customer whose mail came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub channel: Channel,
    pub on: Moment,
    /// The postal address, or whom at which number.
    pub to: Private<String>,
    /// The carrier's number; empty when there is none.
    pub tracking: Private<String>,
    /// What was sent, or what was said.
    pub words: Private<String>,
    pub files: Vec<Exhibit>,
}

/// The same as it stands in the notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: Moment,
    pub by: Option<PersonId>,
    pub channel: Channel,
    pub on: Moment,
    pub to: Private<String>,
    pub tracking: Private<String>,
    pub words: Private<String>,
    pub files: Vec<Exhibit>,
}
