//! What stands in the address of the inbox: the same words lead back to the same list.

use crate::ui::list::href;
use crate::words::t;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct InboxAsk {
    pub stage: String,
    pub category: String,
    pub channel: String,
    pub severity: String,
    pub unmatched: bool,
    /// A handle.
    pub customer: String,
    /// Older than so many days.
    pub age: String,
    pub text: String,
    /// "", "newest" or "oldest"
    pub sort: String,
    pub after: String,
    /// The number of the complaint that the reader is at.
    pub at: String,
}

impl InboxAsk {
    /// Reads an address, or what a saved view keeps of one. A word that means nothing is no filter: an old link shows
    /// more, never an error.
    pub fn read(pairs: &[(String, String)]) -> InboxAsk {
        use docket::complaint::Channel;
        use docket::policy::{Category, Severity};
        let word = |name: &str| {
            pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let one_of = |name: &str, words: &[&str]| Some(word(name)).filter(|it| words.contains(&it.as_str()));
        InboxAsk {
            stage: one_of("stage", &["in_case", "passed_on", "rejected"]).unwrap_or_else(|| "new".into()),
            category: Category::parse(&word("category")).map(Category::word).unwrap_or_default().into(),
            channel: Channel::parse(&word("channel")).map(Channel::word).unwrap_or_default().into(),
            severity: Severity::parse(&word("severity")).map(Severity::word).unwrap_or_default().into(),
            unmatched: !word("unmatched").is_empty(),
            customer: word("customer"),
            age: one_of("age", &["1", "3", "7"]).unwrap_or_default(),
            text: word("text"),
            sort: one_of("sort", &["newest", "oldest"]).unwrap_or_default(),
            after: word("after"),
            at: word("at"),
        }
    }

    pub fn is_filtered(&self) -> bool {
        let filters = [&self.category, &self.channel, &self.severity, &self.customer, &self.age, &self.text];
        self.unmatched || filters.iter().any(|filter| !filter.is_empty())
    }

    fn pairs(&self) -> [(&'static str, &str); 9] {
        // New complaints are the plain inbox.
        let stage = if self.stage == "new" { "" } else { &self.stage };
        let unmatched = if self.unmatched { "yes" } else { "" };
        [
            ("stage", stage),
            ("category", &self.category),
            ("channel", &self.channel),
            ("severity", &self.severity),
            ("customer", &self.customer),
            ("age", &self.age),
            ("unmatched", unmatched),
            ("text", &self.text),
            ("sort", &self.sort),
        ]
    }

    pub fn href(&self, after: &str) -> String {
        href("/inbox", &[&self.pairs()[..], &[("after", after)]].concat())
    }

    /// This very page, for coming back to it.
    pub fn here(&self) -> String {
        self.href(&self.after)
    }

    /// What a saved view keeps.
    pub fn query(&self) -> String {
        self.href("").split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    }

    pub fn with_stage(&self, stage: &str) -> String {
        InboxAsk { stage: stage.to_owned(), ..self.clone() }.href("")
    }

    pub fn with_sort(&self, sort: &str) -> String {
        InboxAsk { sort: sort.to_owned(), ..self.clone() }.href("")
    }

    /// The heading of the last column: once a complaint is settled, nobody has to react any more.
    pub fn last_column(&self) -> &'static str {
        match self.stage.as_str() {
            "in_case" => t("Attached"),
            "passed_on" => t("Passed on"),
            "rejected" => t("Rejected"),
            _ => t("React by"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_inbox_has_the_plain_address() {
        let ask = InboxAsk::read(&[]);
        assert_eq!(ask.href(""), "/inbox");
        assert_eq!(ask.with_stage("in_case"), "/inbox?stage=in_case");
        let ask = InboxAsk { category: "phishing".into(), unmatched: true, ..ask };
        assert_eq!(ask.href("17_x"), "/inbox?category=phishing&unmatched=yes&after=17_x");
        assert_eq!(ask.query(), "category=phishing&unmatched=yes");
    }

    #[test]
    fn what_means_nothing_is_no_filter() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let ask = InboxAsk::read(&[pair("stage", "x"), pair("age", "2"), pair("sort", "up"), pair("text", " a b ")]);
        assert_eq!(
            (ask.stage.as_str(), ask.age.as_str(), ask.sort.as_str(), ask.text.as_str()),
            ("new", "", "", "a b")
        );
    }
}
