//! What a form shows: what was typed, and what is said about it. Nothing typed is ever lost.

use std::collections::HashMap;

use docket::refusal::Problem;

use crate::words::said;

#[derive(Clone, Debug, Default)]
pub struct FormState {
    /// For the hidden field `command_id`: the same form sent twice is carried out once.
    pub command: String,
    pub values: HashMap<String, Vec<String>>,
    pub problems: Vec<Problem>,
    /// A refusal that belongs to no field.
    pub message: Option<String>,
    /// False until somebody has sent the form: then the fields show their defaults.
    pub touched: bool,
}

impl FormState {
    /// What was typed into this field, or nothing.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).and_then(|typed| typed.first()).cloned().unwrap_or_default()
    }

    pub fn values(&self, name: &str) -> Vec<String> {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// What was typed, or the default as long as nobody has sent the form. An emptied field stays empty.
    pub fn or(&self, name: &str, default: impl Into<String>) -> String {
        if self.touched { self.value(name) } else { default.into() }
    }

    /// Whether a box or a choice of this name carries this value.
    pub fn checked(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|typed| typed.iter().any(|one| one == value))
    }

    /// The sentence beside a field, if there is one.
    pub fn problem(&self, field: &str) -> Option<String> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| said(&problem.sentence))
    }

    pub fn is_refused(&self) -> bool {
        self.message.is_some() || !self.problems.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_shows_only_until_the_form_was_sent() {
        let mut form = FormState::default();
        assert_eq!(form.or("hours", "24"), "24");
        form.touched = true;
        assert_eq!(form.or("hours", "24"), "");
        form.values.insert("hours".into(), vec!["48".into(), "72".into()]);
        assert_eq!(form.or("hours", "24"), "48");
        assert!(form.checked("hours", "72"));
        assert!(!form.is_refused());
    }
}
