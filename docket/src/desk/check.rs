//! Collects what is wrong with the fields of a command, so that a person is told everything at once.

use crate::refusal::{Problem, Refusal};
use crate::words::{Language, Phrase, WordProblem};

/// For whoever signs.
pub(crate) const YOUR_NAME: [&str; 2] = ["Give your name.", "Indiquez votre nom."];

#[derive(Debug, Default)]
pub(crate) struct Check {
    problems: Vec<Problem>,
    language: Language,
}

impl Check {
    pub fn new(language: Language) -> Self {
        Self { problems: Vec::new(), language }
    }

    /// The parsed word, or a sentence beside its field.
    pub fn word<T>(&mut self, field: &str, parsed: Result<T, WordProblem>) -> Option<T> {
        match parsed {
            Ok(word) => Some(word),
            Err(problem) => {
                // A page outside has one language; whoever of the team reads has it said in theirs.
                let sentence = match self.language {
                    Language::En => problem.into(),
                    other => Phrase::Said(problem.sentence(other)),
                };
                self.problems.push(Problem::new(field, sentence));
                None
            }
        }
    }

    /// The same, with words of its own where nothing stands, English and French: on a page that stands for the customer,
    /// two empty fields must not complain in the same sentence.
    pub fn given<T>(
        &mut self,
        field: &str,
        text: &str,
        parse: fn(&str) -> Result<T, WordProblem>,
        [english, french]: [&'static str; 2],
    ) -> Option<T> {
        if !text.trim().is_empty() {
            return self.word(field, parse(text));
        }
        let sentence = match self.language {
            Language::En => Phrase::each(|language| if language == Language::Fr { french } else { english }),
            Language::Fr => Phrase::Said(french.to_owned()),
        };
        self.problem(field, sentence);
        None
    }

    /// Nothing typed is fine; something typed must be right.
    pub fn optional<T>(&mut self, field: &str, text: &str, parse: fn(&str) -> Result<T, WordProblem>) -> Option<T> {
        if text.trim().is_empty() { None } else { self.word(field, parse(text)) }
    }

    pub fn some<T>(&mut self, field: &str, found: Option<T>, sentence: impl Into<Phrase>) -> Option<T> {
        if found.is_none() {
            self.problem(field, sentence);
        }
        found
    }

    pub fn problem(&mut self, field: impl Into<String>, sentence: impl Into<Phrase>) {
        self.problems.push(Problem::new(field, sentence));
    }

    pub fn done(self) -> Result<(), Refusal> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal::Fields(self.problems)) }
    }

    /// After this, every `Option` that the check gave is there; a missing one would be a field without a sentence.
    pub fn refuse<T>(self) -> Result<T, Refusal> {
        Err(Refusal::Fields(self.problems))
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}
