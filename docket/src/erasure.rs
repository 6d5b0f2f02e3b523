//! Erasing a person: a reporter, a customer's contact, somebody of the team who left. One person asks, with the legal
//! basis; another agrees, and then the values and their salts are gone. Every proof stays valid.

use crate::event::{Event, Recorded};
use crate::id::{ComplaintId, ContactId, CustomerId, ErasureId, PersonId};
use crate::private::Private;
use crate::retention::Gone;
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// Who is erased, without saying what they are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Subject {
    /// Whoever reported this, in every complaint that came under the same address.
    Reporter {
        complaint: ComplaintId,
    },
    Contact {
        customer: CustomerId,
        contact: ContactId,
    },
    /// Somebody of the team who left.
    Person {
        person: PersonId,
    },
    /// What somebody of the team was called before. They stay under the name of today.
    FormerName {
        person: PersonId,
    },
}

impl Subject {
    pub fn word(&self) -> &'static str {
        match self {
            Subject::Reporter { .. } => "reporter",
            Subject::Contact { .. } => "contact",
            Subject::Person { .. } => "person",
            Subject::FormerName { .. } => "former_name",
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Subject::Reporter { .. } => ours("Reporter"),
            Subject::Contact { .. } => ours("Contact of a customer"),
            Subject::Person { .. } => ours("Somebody who left the team"),
            Subject::FormerName { .. } => ours("Former name of somebody of the team"),
        }
    }

    /// The id behind the word.
    pub fn id(&self) -> String {
        match self {
            Subject::Reporter { complaint } => complaint.to_string(),
            Subject::Contact { contact, .. } => contact.to_string(),
            Subject::Person { person } | Subject::FormerName { person } => person.to_string(),
        }
    }
}

/// What entitles us, or obliges us, to erase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// GDPR Art. 17(1)(a)
    NotNeeded,
    /// GDPR Art. 17(1)(b)
    ConsentWithdrawn,
    /// GDPR Art. 17(1)(c)
    Objection,
    /// GDPR Art. 17(1)(d)
    Unlawful,
    /// GDPR Art. 17(1)(e), or an order
    Obligation,
}

impl Basis {
    pub const ALL: [Basis; 5] =
        [Basis::NotNeeded, Basis::ConsentWithdrawn, Basis::Objection, Basis::Unlawful, Basis::Obligation];

    pub fn word(self) -> &'static str {
        match self {
            Basis::NotNeeded => "not_needed",
            Basis::ConsentWithdrawn => "consent_withdrawn",
            Basis::Objection => "objection",
            Basis::Unlawful => "unlawful",
            Basis::Obligation => "obligation",
        }
    }

    pub fn parse(text: &str) -> Option<Basis> {
        Basis::ALL.into_iter().find(|basis| basis.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Basis::NotNeeded => ours("It is not needed any more (GDPR Art. 17(1)(a))"),
            Basis::ConsentWithdrawn => ours("Consent was withdrawn (GDPR Art. 17(1)(b))"),
            Basis::Objection => ours("They object, and nothing outweighs it (GDPR Art. 17(1)(c))"),
            Basis::Unlawful => ours("It should never have been kept (GDPR Art. 17(1)(d))"),
            Basis::Obligation => ours("A law or an order demands it (GDPR Art. 17(1)(e))"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erasure {
    pub id: ErasureId,
    /// Shown as E-2.
    pub number: i64,
    pub subject: Subject,
    /// What they are called: gone as well once they are erased.
    pub label: Private<String>,
    pub basis: Basis,
    pub reason: Private<String>,
    /// Texts of others that name them go too, whole.
    pub mentions: bool,
    pub asked_by: PersonId,
    pub asked_at: Moment,
    pub stage: ErasureStage,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ErasureStage {
    /// Nothing is erased until another person agrees.
    Asked,
    Erased {
        at: Moment,
        by: PersonId,
        values: u32,
        bytes: u32,
    },
    Dropped {
        at: Moment,
        by: PersonId,
        reason: Private<String>,
    },
}

impl ErasureStage {
    pub fn word(&self) -> &'static str {
        match self {
            ErasureStage::Asked => "asked",
            ErasureStage::Erased { .. } => "erased",
            ErasureStage::Dropped { .. } => "dropped",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub erasure: ErasureId,
    pub number: i64,
    pub subject: Subject,
    pub label: Private<String>,
    pub basis: Basis,
    pub reason: Private<String>,
    pub mentions: bool,
    pub by: PersonId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dropped {
    pub erasure: ErasureId,
    pub number: i64,
    pub reason: Private<String>,
    pub by: PersonId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erased {
    pub erasure: ErasureId,
    pub number: i64,
    pub subject: Subject,
    pub basis: Basis,
    pub asked_by: PersonId,
    pub by: PersonId,
    pub gone: Gone,
    /// How many rows beside the record went: drafts, lists that were looked at, a password.
    pub beside: u32,
    /// Bytes that stay because something else needs them too.
    pub shared: u32,
}

impl Erasure {
    pub fn is_open(&self) -> bool {
        self.stage == ErasureStage::Asked
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        let count = |list: &[String]| u32::try_from(list.len()).unwrap_or(u32::MAX);
        match &event.event {
            Event::ErasureAsked(asked) => Some(Erasure {
                id: asked.erasure,
                number: asked.number,
                subject: asked.subject,
                label: asked.label.clone(),
                basis: asked.basis,
                reason: asked.reason.clone(),
                mentions: asked.mentions,
                asked_by: asked.by,
                asked_at: event.at,
                stage: ErasureStage::Asked,
            }),
            Event::ErasureDropped(dropped) => was.map(|erasure| Erasure {
                stage: ErasureStage::Dropped { at: event.at, by: dropped.by, reason: dropped.reason.clone() },
                ..erasure
            }),
            Event::PersonErased(erased) => was.map(|erasure| Erasure {
                stage: ErasureStage::Erased {
                    at: event.at,
                    by: erased.by,
                    values: count(&erased.gone.values),
                    bytes: count(&erased.gone.bytes),
                },
                ..erasure
            }),
            _ => was,
        }
    }
}
