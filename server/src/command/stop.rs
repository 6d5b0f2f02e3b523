//! Why a command did not do its work, as a sentence and an exit code.

use std::process::ExitCode;

use docket::desk::Failure;
use docket::refusal::Refusal;
use docket::store::StoreError;

#[derive(Debug)]
pub enum Stop {
    /// The record does not verify. What is wrong was printed.
    Wrong,
    /// Something about the call, the settings or the input.
    Usage(String),
    /// The database is busy or cannot be reached: the same call may work in a while.
    Later(String),
}

impl Stop {
    pub fn report(self) -> ExitCode {
        let (code, sentences) = match self {
            Stop::Wrong => (1, String::new()),
            Stop::Usage(sentences) => (2, sentences),
            Stop::Later(sentences) => (75, sentences),
        };
        for sentence in sentences.lines() {
            eprintln!("duenotice: {sentence}");
        }
        ExitCode::from(code)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(_) | StoreError::Conflict | StoreError::Full(_) => {
                Stop::Later(format!("Try again later: {error}."))
            }
            StoreError::Damaged(_) => {
                eprintln!("duenotice: {error}.");
                Stop::Wrong
            }
            StoreError::InUse(sentence) => Stop::Usage(sentence),
            StoreError::ReadOnly(why) => Refusal::ReadOnly(why).into(),
            StoreError::File(_) => Stop::Usage(format!("{error}.")),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        // A mail server that calls us keeps the mail and comes again.
        if let Refusal::ReadOnly(why) = refusal {
            return Stop::Later(why.to_string());
        }
        if refusal.problems().is_empty() {
            return Stop::Usage(refusal.to_string());
        }
        let sentences: Vec<String> =
            refusal.problems().iter().map(|problem| format!("{}: {}", problem.field, problem.sentence)).collect();
        Stop::Usage(sentences.join("\n"))
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Store(error) => error.into(),
        }
    }
}

/// Files that a command reads or writes.
impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Stop::Usage(format!("A file cannot be read or written: {error}."))
    }
}
