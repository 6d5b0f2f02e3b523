//! Pages for people outside: customers with a notice, and whoever reports something. Plain HTML in French and
//! English, and nothing on them needs a script. No name of the team and no reporter is ever given to them.

pub mod answer;
pub mod answer_check;
pub mod appeal;
pub mod check;
pub mod code;
pub mod data;
pub mod gone;
pub mod not_mine;
pub mod notice;
mod parts;
pub mod receipt;
pub mod replaced;
pub mod report;
pub mod reported;
pub mod status;
pub mod time;
pub mod trouble;
pub mod words;

use docket::time::Moment;
use docket::words::Language;

/// Who reads, and who speaks to them.
#[derive(Clone, Debug)]
pub struct Reader {
    pub language: Language,
    pub now: Moment,
    pub provider: String,
    pub phone: String,
}

impl Reader {
    /// An address of ours in the language of this page.
    pub(crate) fn href(&self, path: &str) -> String {
        format!("{path}?lang={}", self.language.code())
    }
}

#[cfg(test)]
mod tests;
