//! The words with which a letter begins. A template is published as a new edition and never changed, so that months
//! later anybody can see which words a notice began with, and what its writer made of them.
//!
//! Two kinds of gaps stand in a template: `{handle}` is filled by the house when a letter is begun, and
//! `[[what was found]]` only by a person. A notice cannot leave while one of the second kind is left.

#[cfg(feature = "keep")]
pub mod compare;
#[cfg(feature = "keep")]
pub mod shipped;

use crate::event::{Event, Recorded};
use crate::id::{PersonId, TemplateId};
use crate::time::Moment;
use crate::words::Language::{self, En, Fr};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateKind {
    /// A plan for the next time, usually within 24 hours.
    ModerationPlan,
    /// A warning with a time to cure.
    TimeToCure,
    /// A request for information.
    Information,
    /// What stands round the reasons of a suspension.
    Suspension,
    /// What stands round the reasons of a reinstatement.
    Reinstatement,
}

impl TemplateKind {
    pub const ALL: [TemplateKind; 5] = [
        TemplateKind::ModerationPlan,
        TemplateKind::TimeToCure,
        TemplateKind::Information,
        TemplateKind::Suspension,
        TemplateKind::Reinstatement,
    ];
    /// Those that ask for something by an hour. The others tell of a decision, and a decision makes its own deadline.
    pub const DEMANDS: [TemplateKind; 3] =
        [TemplateKind::ModerationPlan, TemplateKind::TimeToCure, TemplateKind::Information];

    pub fn word(self) -> &'static str {
        match self {
            TemplateKind::ModerationPlan => "moderation_plan",
            TemplateKind::TimeToCure => "time_to_cure",
            TemplateKind::Information => "information",
            TemplateKind::Suspension => "suspension",
            TemplateKind::Reinstatement => "reinstatement",
        }
    }

    pub fn parse(text: &str) -> Option<TemplateKind> {
        TemplateKind::ALL.into_iter().find(|kind| kind.word() == text)
    }

    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (TemplateKind::ModerationPlan, En) => "Moderation plan",
            (TemplateKind::ModerationPlan, Fr) => "Plan de modération",
            (TemplateKind::TimeToCure, En) => "Warning with a time to cure",
            (TemplateKind::TimeToCure, Fr) => "Avertissement avec délai",
            (TemplateKind::Information, En) => "Request for information",
            (TemplateKind::Information, Fr) => "Demande d’information",
            (TemplateKind::Suspension, En) => "Notice of suspension",
            (TemplateKind::Suspension, Fr) => "Avis de suspension",
            (TemplateKind::Reinstatement, En) => "Reinstatement",
            (TemplateKind::Reinstatement, Fr) => "Rétablissement",
        }
    }

    pub fn is_demand(self) -> bool {
        TemplateKind::DEMANDS.contains(&self)
    }

    /// What the house fills in, as it stands between braces.
    pub fn places(self) -> &'static [&'static str] {
        if self.is_demand() {
            &["handle", "matter", "clause", "source", "cure", "first_place", "kept"]
        } else {
            &["handle"]
        }
    }
}

/// One kind of letter in one language, in one edition. Nothing of it is ever edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    pub id: TemplateId,
    pub kind: TemplateKind,
    pub language: Language,
    pub edition: u32,
    pub words: TemplateWords,
    pub published_at: Moment,
    /// None: the desk came with it.
    pub published_by: Option<PersonId>,
}

/// What a template says. A demand uses the first six, the letter of a decision the last two.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TemplateWords {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub findings: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub example: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Asked>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub consequence: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub data_kept: String,
    /// None: as long as the clause says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// Before the reasons.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opening: String,
    /// After them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub closing: String,
}

/// One thing that is asked for: once, or standing for so many days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing_days: Option<u32>,
}

impl TemplateWords {
    /// Every text with the name of its field, in the order in which people read them.
    pub fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![
            ("subject".to_owned(), self.subject.as_str()),
            ("findings".to_owned(), self.findings.as_str()),
            ("example".to_owned(), self.example.as_str()),
        ];
        texts.extend(
            self.requirements
                .iter()
                .zip(1..)
                .map(|(asked, n): (_, usize)| (format!("requirement_{n}"), asked.text.as_str())),
        );
        texts.extend([
            ("consequence".to_owned(), self.consequence.as_str()),
            ("data_kept".to_owned(), self.data_kept.as_str()),
            ("opening".to_owned(), self.opening.as_str()),
            ("closing".to_owned(), self.closing.as_str()),
        ]);
        texts
    }
}

/// New editions, together: a desk begins with all of them at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    pub templates: Vec<Edition>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    pub template: TemplateId,
    pub kind: TemplateKind,
    pub language: Language,
    pub edition: u32,
    pub words: TemplateWords,
}

impl Template {
    pub fn apply(was: Option<Self>, id: &str, event: &Recorded) -> Option<Self> {
        let Event::TemplatesPublished(published) = &event.event else { return was };
        let new = published.templates.iter().find(|new| new.template.to_string() == id)?;
        Some(Template {
            id: new.template,
            kind: new.kind,
            language: new.language,
            edition: new.edition,
            words: new.words.clone(),
            published_at: event.at,
            published_by: event.actor.person(),
        })
    }
}

/// What is still to be written, in the order of the text. A bracket that nobody closed counts too.
pub fn gaps(text: &str) -> Vec<String> {
    let mut left = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("[[") {
        let line = after.lines().next().unwrap_or_default();
        let words = line.split_once("]]").map_or(line, |(words, _)| words);
        left.push(words.trim().to_owned());
        rest = &after[words.len()..];
    }
    left
}
