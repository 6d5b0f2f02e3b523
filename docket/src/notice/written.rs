//! How a notice was written: from which template, with what shown of the evidence, in which languages its letters
//! read, and which notice it replaces. Recorded beside the notice itself, so that notices from before keep their shape.

use crate::id::{CaseId, ComplaintId, ContactId, NoticeId};
use crate::notice::{Notice, NoticeStage};
use crate::private::Private;
use crate::template::TemplateKind;
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Written {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub from: Option<From>,
    pub standing: Vec<Standing>,
    pub shown: Vec<Shown>,
    pub reads: Vec<Reads>,
    pub letters: Vec<OtherLetter>,
    pub replaces: Option<NoticeId>,
    pub replaces_number: Option<u32>,
}

/// The template that the writer began with, and how many of its texts read otherwise now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct From {
    pub kind: TemplateKind,
    pub language: Language,
    pub edition: u32,
    pub edits: u32,
}

/// A requirement that is not done once: it stands for so many days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    pub requirement: u32,
    pub days: u32,
}

/// One reported place that the letter names, defanged. Who reported it stays with us.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub complaint: ComplaintId,
    pub place: Private<String>,
    pub seen_at: Moment,
}

/// A contact whose letter has its fixed words in another language than the notice is written in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reads {
    pub contact: ContactId,
    pub language: Language,
}

/// The letter with its fixed words in another language, with `{link}` and `{digest}` as in the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherLetter {
    pub language: Language,
    pub letter: Private<String>,
    pub hash: String,
}

/// Another notice took its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Superseded {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub by: NoticeId,
    pub by_number: u32,
    pub by_code: String,
    /// Its deadline had passed, so no timer is left to cancel.
    pub deadline_passed: bool,
}

/// So many hexadecimal digits of a letter's fingerprint are printed on it.
const DIGEST: usize = 12;

impl Notice {
    /// A notice that is only looked at, as it would be once it is written down.
    pub fn read_written(&mut self, written: &Written) {
        self.write(written);
    }

    pub(super) fn write(&mut self, written: &Written) {
        for standing in &written.standing {
            for requirement in &mut self.text.requirements {
                if requirement.number == standing.requirement {
                    requirement.standing_days = Some(standing.days);
                }
            }
        }
        for reads in &written.reads {
            for recipient in &mut self.recipients {
                if recipient.contact == reads.contact {
                    recipient.language = Some(reads.language);
                }
            }
        }
        self.from = written.from.clone();
        self.shown = written.shown.clone();
        self.other_letters = written.letters.clone();
        self.replaces = written.replaces;
    }

    pub(super) fn supersede(&mut self, superseded: &Superseded, at: Moment) {
        self.stage = NoticeStage::Superseded { at, by: superseded.by, by_number: superseded.by_number };
    }

    /// The letter for whoever reads this language, word for word, with its own fingerprint and their own link.
    pub fn letter_in(&self, language: Language, link: &str) -> String {
        let other =
            self.other_letters.iter().find(|other| other.language == language && language != self.text.language);
        let (letter, hash) = match other {
            Some(other) => (&other.letter, &other.hash),
            None => (&self.text.letter, &self.text.hash),
        };
        fill(letter.show(), hash, link)
    }
}

/// In one pass over what is frozen: the two marks that only the sending can fill.
pub fn fill(letter: &str, hash: &str, link: &str) -> String {
    letter.replace("{digest}", &hash[..hash.len().min(DIGEST)]).replace("{link}", link)
}
