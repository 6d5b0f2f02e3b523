//! What a customer asks about their own data after a decision: a copy of it, or that it is kept for longer.

use crate::event::{Event, Recorded};
use crate::id::{CaseId, CustomerId, DataRequestId, DecisionId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    Copy,
    Longer,
}

impl Wanted {
    pub const ALL: [Wanted; 2] = [Wanted::Copy, Wanted::Longer];

    pub fn word(self) -> &'static str {
        match self {
            Wanted::Copy => "copy",
            Wanted::Longer => "longer",
        }
    }

    pub fn parse(text: &str) -> Option<Wanted> {
        Wanted::ALL.into_iter().find(|wanted| wanted.word() == text)
    }

    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Wanted::Copy, Language::En) => "A copy of the data",
            (Wanted::Copy, Language::Fr) => "Une copie des données",
            (Wanted::Longer, Language::En) => "Longer preservation",
            (Wanted::Longer, Language::Fr) => "Une conservation plus longue",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataRequest {
    pub id: DataRequestId,
    pub receipt: String,
    pub case: CaseId,
    pub customer: CustomerId,
    pub decision: DecisionId,
    pub decision_number: u32,
    pub notice: NoticeId,
    pub language: Language,
    pub wanted: Wanted,
    pub reason: Private<String>,
    pub signer: Private<String>,
    pub asked_at: Moment,
    pub stage: RequestStage,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum RequestStage {
    Waiting,
    /// The copy was provided, or the longer time granted.
    Done {
        at: Moment,
        by: PersonId,
        how: Private<String>,
        until: Option<Moment>,
    },
    Refused {
        at: Moment,
        by: PersonId,
        reason: Private<String>,
    },
}

impl RequestStage {
    pub fn word(&self) -> &'static str {
        match self {
            RequestStage::Waiting => "waiting",
            RequestStage::Done { .. } => "done",
            RequestStage::Refused { .. } => "refused",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub request: DataRequestId,
    pub receipt: String,
    pub case: CaseId,
    pub customer: CustomerId,
    pub decision: DecisionId,
    pub decision_number: u32,
    pub notice: NoticeId,
    pub language: Language,
    pub wanted: Wanted,
    pub reason: Private<String>,
    pub signer: Private<String>,
    pub address: Private<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    pub request: DataRequestId,
    pub receipt: String,
    pub case: CaseId,
    pub decision: DecisionId,
    pub wanted: Wanted,
    pub granted: bool,
    /// How the copy was given, why the time was granted, or why not.
    pub words: Private<String>,
    /// Until when the data is kept from now on.
    pub until: Option<Moment>,
    pub by: PersonId,
}

impl DataRequest {
    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::DataAsked(asked) => Some(DataRequest {
                id: asked.request,
                receipt: asked.receipt.clone(),
                case: asked.case,
                customer: asked.customer,
                decision: asked.decision,
                decision_number: asked.decision_number,
                notice: asked.notice,
                language: asked.language,
                wanted: asked.wanted,
                reason: asked.reason.clone(),
                signer: asked.signer.clone(),
                asked_at: event.at,
                stage: RequestStage::Waiting,
            }),
            Event::DataSettled(settled) => was.map(|request| DataRequest {
                stage: match settled.granted {
                    true => RequestStage::Done {
                        at: event.at,
                        by: settled.by,
                        how: settled.words.clone(),
                        until: settled.until,
                    },
                    false => RequestStage::Refused { at: event.at, by: settled.by, reason: settled.words.clone() },
                },
                ..request
            }),
            _ => was,
        }
    }
}
