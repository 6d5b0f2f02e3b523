//! What stands in the address of the list of cases.

use docket::case::CaseStage;
use docket::policy::{Category, Severity};
use docket::store::queues::CaseView;

use crate::ui::list::href;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CasesAsk {
    pub view: CaseView,
    /// A word of `CaseStage::WORDS`, or empty.
    pub stage: String,
    pub category: String,
    pub severity: String,
    /// The id of a person, or "nobody".
    pub owner: String,
    /// A handle.
    pub customer: String,
    pub tag: String,
    pub after: String,
}

impl CasesAsk {
    /// A word that means nothing is no filter: an old link shows more, never an error.
    pub fn read(pairs: &[(String, String)]) -> CasesAsk {
        let word = |name: &str| {
            pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let stage = Some(word("stage")).filter(|stage| CaseStage::WORDS.contains(&stage.as_str())).unwrap_or_default();
        // Links from before there were views.
        let mine = word("mine") == "yes";
        let otherwise = match (mine, stage.is_empty()) {
            (true, _) => CaseView::Mine,
            (false, false) => CaseView::All,
            (false, true) => CaseView::Open,
        };
        CasesAsk {
            view: CaseView::parse(&word("view")).unwrap_or(otherwise),
            stage,
            category: Category::parse(&word("category")).map(Category::word).unwrap_or_default().into(),
            severity: Severity::parse(&word("severity")).map(Severity::word).unwrap_or_default().into(),
            owner: word("owner"),
            customer: word("customer"),
            tag: word("tag").to_lowercase(),
            after: word("after"),
        }
    }

    pub fn plain(view: CaseView) -> String {
        CasesAsk { view, ..CasesAsk::default() }.href("")
    }

    pub fn is_filtered(&self) -> bool {
        [&self.stage, &self.category, &self.severity, &self.owner, &self.customer, &self.tag]
            .iter()
            .any(|filter| !filter.is_empty())
    }

    pub fn href(&self, after: &str) -> String {
        let view = if self.view == CaseView::default() { "" } else { self.view.word() };
        href(
            "/cases",
            &[
                ("view", view),
                ("stage", &self.stage),
                ("category", &self.category),
                ("severity", &self.severity),
                ("owner", &self.owner),
                ("customer", &self.customer),
                ("tag", &self.tag),
                ("after", after),
            ],
        )
    }

    pub fn here(&self) -> String {
        self.href(&self.after)
    }

    pub fn query(&self) -> String {
        self.href("").split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_lives_in_the_address() {
        let read = |query: &[(&str, &str)]| {
            let pairs: Vec<(String, String)> =
                query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            CasesAsk::read(&pairs)
        };
        assert_eq!(read(&[]).href(""), "/cases");
        assert_eq!(read(&[("mine", "yes")]).href(""), "/cases?view=mine");
        assert_eq!(read(&[("stage", "overdue")]).href("12_ab"), "/cases?view=all&stage=overdue&after=12_ab");
        assert_eq!(read(&[("view", "x"), ("tag", "Press")]).query(), "tag=press");
    }
}
