//! Versioned paragraphs of the acceptable-use policy. A case cites clause and version.

use crate::event::{Event, Recorded};
use crate::id::ClauseId;
use crate::time::Moment;
use crate::words::Language;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// What a complaint or a clause is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Violence,
    Hate,
    Phishing,
    Malware,
    Spam,
    Copyright,
    Counterfeit,
    Attack,
    Intrusion,
    Botnet,
    ChildSafety,
    Fraud,
    Privacy,
    OpenService,
    Reputation,
    #[default]
    Other,
}

impl Category {
    pub const ALL: [Category; 16] = [
        Category::Violence,
        Category::Hate,
        Category::Phishing,
        Category::Malware,
        Category::Spam,
        Category::Copyright,
        Category::Counterfeit,
        Category::Attack,
        Category::Intrusion,
        Category::Botnet,
        Category::ChildSafety,
        Category::Fraud,
        Category::Privacy,
        Category::OpenService,
        Category::Reputation,
        Category::Other,
    ];

    /// The word in addresses, columns and exports.
    pub fn word(self) -> &'static str {
        match self {
            Category::Violence => "violence",
            Category::Hate => "hate",
            Category::Phishing => "phishing",
            Category::Malware => "malware",
            Category::Spam => "spam",
            Category::Copyright => "copyright",
            Category::Counterfeit => "counterfeit",
            Category::Attack => "attack",
            Category::Intrusion => "intrusion",
            Category::Botnet => "botnet",
            Category::ChildSafety => "child_safety",
            Category::Fraud => "fraud",
            Category::Privacy => "privacy",
            Category::OpenService => "open_service",
            Category::Reputation => "reputation",
            Category::Other => "other",
        }
    }

    /// The name that staff reads.
    pub fn name(self) -> &'static str {
        match self {
            Category::Violence => ours("Violence"),
            Category::Hate => ours("Hate"),
            Category::Phishing => ours("Phishing"),
            Category::Malware => ours("Malware"),
            Category::Spam => ours("Spam"),
            Category::Copyright => ours("Copyright"),
            Category::Counterfeit => ours("Counterfeit"),
            Category::Attack => ours("Attack traffic"),
            Category::Intrusion => ours("Intrusion"),
            Category::Botnet => ours("Botnet"),
            Category::ChildSafety => ours("Child safety"),
            Category::Fraud => ours("Fraud"),
            Category::Privacy => ours("Privacy"),
            Category::OpenService => ours("Open service"),
            Category::Reputation => ours("Reputation"),
            Category::Other => ours("Other"),
        }
    }

    pub fn parse(text: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.word() == text)
    }

    /// How grave a complaint of this category is until a person says otherwise.
    pub fn severity(self) -> Severity {
        match self {
            Category::Violence | Category::Phishing | Category::Malware | Category::Attack | Category::ChildSafety => {
                Severity::High
            }
            Category::Spam | Category::Copyright | Category::OpenService | Category::Reputation | Category::Other => {
                Severity::Low
            }
            _ => Severity::Medium,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Low,
    Medium,
    High,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Low, Severity::Medium, Severity::High];

    pub fn word(self) -> &'static str {
        match self {
            Severity::Low => ours("low"),
            Severity::Medium => ours("medium"),
            Severity::High => ours("high"),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Severity::Low => ours("Low"),
            Severity::Medium => ours("Medium"),
            Severity::High => ours("High"),
        }
    }

    /// One, two or three strokes.
    pub fn strokes(self) -> u8 {
        self as u8 + 1
    }

    /// Hours within which the desk wants to react. A target of the house, not a duty of law.
    pub fn react_hours(self) -> i64 {
        match self {
            Severity::High => 4,
            Severity::Medium => 24,
            Severity::Low => 72,
        }
    }

    /// How long a burdening decision counts as a strike, unless its clause says otherwise.
    pub fn strike_days(self) -> u32 {
        match self {
            Severity::High => 365,
            Severity::Medium => 180,
            Severity::Low => 90,
        }
    }

    pub fn parse(text: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.word() == text)
    }
}

/// One paragraph in one version. A new version is a new row; nothing is edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    pub id: ClauseId,
    /// "3.2"
    pub code: String,
    /// "2026-01"
    pub edition: String,
    pub title: String,
    pub text: String,
    pub text_fr: String,
    pub category: Category,
    pub default_hours: u32,
    pub published_at: Moment,
    /// Empty for clauses of a time when only the text was translated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title_fr: String,
    /// How grave a breach is until a person says otherwise. None: as its category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// So many days a burdening decision under this clause counts as a strike. None: as its severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strike_days: Option<u32>,
}

/// A new edition of a clause: nothing is edited, the old one stays for the cases that cite it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    pub clause: ClauseId,
    pub code: String,
    pub edition: String,
    pub title: String,
    pub title_fr: String,
    pub text: String,
    pub text_fr: String,
    pub category: Category,
    pub severity: Severity,
    pub default_hours: u32,
    pub strike_days: u32,
    /// The edition before this one.
    pub replaces: Option<ClauseId>,
}

impl Clause {
    /// "AUP 3.2, incitement"
    pub fn cite(&self) -> String {
        self.cite_in(Language::En)
    }

    /// As letters in this language cite it.
    pub fn cite_in(&self, language: Language) -> String {
        let paper = match language {
            Language::En => "AUP",
            Language::Fr => "Charte d’utilisation",
        };
        format!("{paper} {}, {}", self.code, self.title_in(language))
    }

    /// An old clause without a French title is cited by its English one.
    pub fn title_in(&self, language: Language) -> &str {
        if language == Language::Fr && !self.title_fr.is_empty() { &self.title_fr } else { &self.title }
    }

    pub fn severity(&self) -> Severity {
        self.severity.unwrap_or(self.category.severity())
    }

    pub fn strike_days(&self) -> u32 {
        self.strike_days.unwrap_or(self.severity().strike_days())
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::ClausePublished { clause, code, edition, title, text, text_fr, category, default_hours } => {
                Some(Clause {
                    id: *clause,
                    code: code.clone(),
                    edition: edition.clone(),
                    title: title.clone(),
                    text: text.clone(),
                    text_fr: text_fr.clone(),
                    category: *category,
                    default_hours: *default_hours,
                    published_at: event.at,
                    title_fr: String::new(),
                    severity: None,
                    strike_days: None,
                })
            }
            Event::ClauseEditionPublished(published) => {
                let new = (**published).clone();
                Some(Clause {
                    id: new.clause,
                    code: new.code,
                    edition: new.edition,
                    title: new.title,
                    text: new.text,
                    text_fr: new.text_fr,
                    category: new.category,
                    default_hours: new.default_hours,
                    published_at: event.at,
                    title_fr: new.title_fr,
                    severity: Some(new.severity),
                    strike_days: Some(new.strike_days),
                })
            }
            _ => was,
        }
    }
}
