//! What the team does to a case beside its course: severity, tags, links, and putting it aside until a date.

use crate::id::{CaseId, PersonId};
use crate::policy::Severity;
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    pub case: CaseId,
    pub severity: Severity,
    pub was: Severity,
}

/// All tags of the case from now on, and those it had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tagged {
    pub case: CaseId,
    pub tags: Vec<String>,
    pub was: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snoozed {
    pub case: CaseId,
    pub until: Moment,
    pub reason: Private<String>,
    pub by: PersonId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Woken {
    pub case: CaseId,
    /// A person wanted it back before its date.
    pub early: bool,
}

/// One of two: each of the linked cases has an event of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    pub case: CaseId,
    pub other: CaseId,
    pub other_number: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unlinked {
    pub case: CaseId,
    pub other: CaseId,
    pub other_number: String,
}

/// The case is out of the way until then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snooze {
    pub until: Moment,
    pub reason: Private<String>,
    pub by: PersonId,
}

/// Another case that has to do with this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub case: CaseId,
    pub number: String,
}

pub const MOST_TAGS: usize = 12;
const LONGEST_TAG: usize = 32;

/// Small letters, digits and hyphens, as people type them: separated by spaces or commas. Err: the tag that is none.
pub fn read_tags(text: &str) -> Result<Vec<String>, String> {
    let mut tags: Vec<String> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let tag = word.trim_start_matches('#').to_lowercase();
        let fits = !tag.is_empty()
            && tag.chars().count() <= LONGEST_TAG
            && tag.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if !fits {
            return Err(word.to_owned());
        }
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags.sort();
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_small_and_sorted() {
        assert_eq!(read_tags(" Press, court  #press"), Ok(vec!["court".into(), "press".into()]));
        assert_eq!(read_tags("a b/c"), Err("b/c".into()));
        assert_eq!(read_tags(""), Ok(vec![]));
    }
}
