//! A notice that its minute was over for, and that did not leave all the same. A person is asked.

use crate::id::{CaseId, NoticeId};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum KeptWhy {
    /// Later than this it would have shortened the time that it promises.
    Late { promised_from: Moment },
    /// The notice that it was to replace got more time meanwhile.
    LessTime,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptBack {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    #[serde(flatten)]
    pub why: KeptWhy,
}
