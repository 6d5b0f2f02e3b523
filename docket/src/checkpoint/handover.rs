//! One key of a log takes the place of another. Both have signed it, so neither whoever found the old key nor whoever
//! made a new one can say so alone.

use std::fmt;

use super::Problem;
use super::note::{Note, PublicKey, SecretKey, SignedBy};

const FIRST_LINE: &str = "duenotice/key-change/v1";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub from: PublicKey,
    pub to: PublicKey,
    note: Note,
}

impl Handover {
    /// None: no note can hold both.
    pub fn make(old: &SecretKey, new: &SecretKey) -> Option<Handover> {
        let text = format!("{FIRST_LINE}\n{}\n{}\n", old.public(), new.public());
        let line = new.sign(&text).line_of(&new.public())?;
        let note = old.sign(&text).with_lines(&line).ok()?;
        Some(Handover { from: old.public(), to: new.public(), note })
    }

    /// Only what both have signed.
    pub fn parse(text: &str) -> Result<Handover, Problem> {
        let note = Note::parse(text)?;
        let lines: Vec<&str> = note.text().lines().collect();
        let &[FIRST_LINE, from, to] = lines.as_slice() else {
            return Err(Problem::Proof("this is no change of a key".into()));
        };
        let (from, to) = (PublicKey::parse(from)?, PublicKey::parse(to)?);
        if [&from, &to].into_iter().any(|key| note.signed_by(key) != SignedBy::Yes) {
            return Err(Problem::Proof("the change of the key is not signed by both keys".into()));
        }
        if from.name() != to.name() {
            return Err(Problem::Proof("the two keys are of different logs".into()));
        }
        Ok(Handover { from, to, note })
    }
}

impl fmt::Display for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
