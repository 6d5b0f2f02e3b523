//! Two texts side by side: what was added and what is gone, word by word.

use similar::{ChangeTag, TextDiff};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    Gone,
    New,
}

/// The pieces in their order; neighbours of one sort are one piece.
pub fn words(before: &str, after: &str) -> Vec<(Change, String)> {
    let mut pieces: Vec<(Change, String)> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let sort = match change.tag() {
            ChangeTag::Equal => Change::Same,
            ChangeTag::Delete => Change::Gone,
            ChangeTag::Insert => Change::New,
        };
        match pieces.last_mut() {
            Some((last, text)) if *last == sort => text.push_str(change.value()),
            _ => pieces.push((sort, change.value().to_owned())),
        }
    }
    pieces
}

/// Whether a text is its template with nothing but the gaps filled: then it is no edit.
pub fn only_filled(template: &str, text: &str) -> bool {
    let mut rest = text.trim();
    let mut first = true;
    let mut open = template.trim();
    loop {
        let (fixed, after) = match open.split_once("[[") {
            Some((fixed, after)) => (fixed, Some(after.split_once("]]").map_or("", |(_, after)| after))),
            None => (open, None),
        };
        let found = if first { rest.starts_with(fixed).then_some(0) } else { rest.find(fixed) };
        match (found, after) {
            // The last piece has to be the end, however often it stands before.
            (Some(_), None) => return if first { rest == fixed } else { rest.ends_with(fixed) },
            (Some(at), Some(after)) => {
                rest = &rest[at + fixed.len()..];
                open = after;
                first = false;
            }
            (None, _) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_word_by_word() {
        let pieces = words("We may suspend the account.", "We can suspend the account.");
        assert_eq!(pieces[0], (Change::Same, "We ".to_owned()));
        assert_eq!(pieces[1], (Change::Gone, "may".to_owned()));
        assert_eq!(pieces[2], (Change::New, "can".to_owned()));
        assert_eq!(pieces.len(), 4);
        assert_eq!(words("same", "same"), [(Change::Same, "same".to_owned())]);
    }

    #[test]
    fn filling_a_gap_is_no_edit() {
        let template = "We saw [[what]]. It was [[when]].";
        assert!(only_filled(template, template));
        assert!(only_filled(template, "We saw posts. Many. It was noon."));
        assert!(!only_filled(template, "We saw posts. It was noon. And more"));
        assert!(!only_filled(template, "They saw posts. It was noon."));
        assert!(only_filled("no gap", "no gap ") && !only_filled("no gap", "no gap at all"));
        assert!(only_filled("[[all]]", "anything") && only_filled("a [[b", "a c"));
    }
}
