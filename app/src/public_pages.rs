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
pub(crate) mod parts;
pub mod receipt;
pub mod replaced;
pub mod report;
pub mod reported;
pub mod status;
pub mod time;
pub mod trouble;
pub mod unmade;
pub mod words;

use docket::time::Moment;
use docket::words::Language;
use leptos::prelude::*;

/// Who reads, and who speaks to them.
#[derive(Clone, Debug)]
pub struct Reader {
    pub language: Language,
    pub now: Moment,
    pub provider: String,
    pub phone: String,
    /// A press is here: papers leave as PDF, and PDFs can be read.
    pub press: bool,
}

impl Reader {
    /// An address of ours in the language of this page.
    pub(crate) fn href(&self, path: &str) -> String {
        format!("{path}?lang={}", self.language.code())
    }

    /// What leads to a paper: to the PDF, or where there is no press to the page to print. `path` has no ending.
    pub(crate) fn paper(&self, path: &str) -> AnyView {
        let words = words::paper(self.language);
        let (ending, label) = if self.press { ("pdf", words.pdf) } else { ("html", words.html) };
        let href = self.href(&format!("{path}.{ending}"));
        view! { <a class="button button--quiet" href=href download>{label}</a> }.into_any()
    }
}

#[cfg(test)]
mod tests;
