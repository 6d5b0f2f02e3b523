//! Whether a text names somebody: as the whole of it, among other words, or not.

use crate::words::fold;

/// How a value names them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Own,
    Among,
    Not,
}

/// Reads every string in a value.
pub(super) fn names(value: &str, text: &str) -> Names {
    let wanted = fold(text);
    let mut found = Names::Not;
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(value) {
        let mut stack = vec![&value];
        let alone = value.is_string();
        while let Some(value) = stack.pop() {
            match value {
                serde_json::Value::String(said) => {
                    let said = fold(said);
                    if alone && said.trim() == wanted {
                        return Names::Own;
                    }
                    if stands_in(&said, &wanted) {
                        found = Names::Among;
                    }
                }
                serde_json::Value::Array(items) => stack.extend(items),
                serde_json::Value::Object(fields) => stack.extend(fields.values()),
                _ => {}
            }
        }
    }
    found
}

/// As words of its own: a longer word that holds them is another one.
pub(super) fn stands_in(text: &str, wanted: &str) -> bool {
    !wanted.is_empty()
        && text.match_indices(wanted).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + wanted.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_as_words_of_its_own() {
        let how = |value: &str, text: &str| match names(value, text) {
            Names::Own => "own",
            Names::Among => "among",
            Names::Not => "not",
        };
        assert_eq!(how("\"Rita Reporter\"", "rita reporter"), "own");
        assert_eq!(how("\"said RITA Reporter.\"", "Rita Reporter"), "among");
        assert_eq!(how("\"Margarita Reporters\"", "rita reporter"), "not");
        assert_eq!(how("[\"Rita Reporter\"]", "Rita Reporter"), "among");
        assert_eq!(how("\"xrita@reports.example\"", "rita@reports.example"), "not");
        assert_eq!(how("\"<rita@reports.example>\"", "rita@reports.example"), "among");
    }
}
