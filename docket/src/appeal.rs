//! The customer's objection to a decision, decided with reasons by somebody who had no part in it.

use crate::case::CaseStage;
use crate::complaint::Exhibit;
use crate::confirmation::Confirmation;
use crate::event::{Event, Recorded};
use crate::id::{AppealId, AssetId, CaseId, CustomerId, DecisionId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

/// The desk answers an appeal within this. A target of the house that the customer is told.
pub const DECIDE_DAYS: i64 = 14;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Appeal {
    pub id: AppealId,
    /// Shown as AP-3.
    pub number: i64,
    /// The receipt's number, as the customer has it.
    pub receipt: String,
    pub case: CaseId,
    pub customer: CustomerId,
    pub decision: DecisionId,
    pub decision_number: u32,
    /// The notice whose link brought it; none when a person wrote it down.
    pub notice: Option<NoticeId>,
    pub language: Language,
    pub grounds: Private<String>,
    pub files: Vec<Exhibit>,
    pub signer: Private<String>,
    pub signer_role: Private<String>,
    pub filed_at: Moment,
    pub due: Moment,
    pub assigned_to: Option<PersonId>,
    pub messages: Vec<Message>,
    pub stage: AppealStage,
    /// Whether it was the customer who sent it. None: it never needed a proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
}

/// One turn of the dialogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub at: Moment,
    /// None: the customer wrote it.
    pub by: Option<PersonId>,
    pub text: Private<String>,
    pub files: Vec<Exhibit>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum AppealStage {
    Waiting,
    Decided { at: Moment, by: PersonId, verdict: AppealVerdict, reasons: Private<String> },
}

/// What became of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppealVerdict {
    Upheld,
    Changed,
    Lifted,
}

impl AppealVerdict {
    pub const ALL: [AppealVerdict; 3] = [AppealVerdict::Upheld, AppealVerdict::Changed, AppealVerdict::Lifted];

    pub fn word(self) -> &'static str {
        match self {
            AppealVerdict::Upheld => "upheld",
            AppealVerdict::Changed => "changed",
            AppealVerdict::Lifted => "lifted",
        }
    }

    pub fn parse(text: &str) -> Option<AppealVerdict> {
        AppealVerdict::ALL.into_iter().find(|verdict| verdict.word() == text)
    }

    /// A sentence about the decision.
    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (AppealVerdict::Upheld, Language::En) => "The decision is upheld",
            (AppealVerdict::Upheld, Language::Fr) => "La décision est maintenue",
            (AppealVerdict::Changed, Language::En) => "The decision is changed",
            (AppealVerdict::Changed, Language::Fr) => "La décision est modifiée",
            (AppealVerdict::Lifted, Language::En) => "The decision is lifted",
            (AppealVerdict::Lifted, Language::Fr) => "La décision est levée",
        }
    }
}

impl AppealStage {
    pub fn word(&self) -> &'static str {
        match self {
            AppealStage::Waiting => "waiting",
            AppealStage::Decided { .. } => "decided",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filed {
    pub appeal: AppealId,
    pub number: i64,
    pub receipt: String,
    pub case: CaseId,
    pub customer: CustomerId,
    pub decision: DecisionId,
    pub decision_number: u32,
    pub notice: Option<NoticeId>,
    pub language: Language,
    pub grounds: Private<String>,
    pub files: Vec<Exhibit>,
    pub signer: Private<String>,
    pub signer_role: Private<String>,
    pub address: Private<String>,
    pub received_at: Moment,
    pub due: Moment,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assigned {
    pub appeal: AppealId,
    pub number: i64,
    pub case: CaseId,
    pub to: PersonId,
}

/// One turn of the dialogue; `by` is nobody of the team when the customer wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub appeal: AppealId,
    pub number: i64,
    pub receipt: String,
    pub case: CaseId,
    pub notice: Option<NoticeId>,
    pub by: Option<PersonId>,
    pub text: Private<String>,
    pub files: Vec<Exhibit>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    pub appeal: AppealId,
    pub number: i64,
    pub receipt: String,
    pub case: CaseId,
    pub decision: DecisionId,
    pub decision_number: u32,
    pub verdict: AppealVerdict,
    pub reasons: Private<String>,
    pub by: PersonId,
    /// What runs again at once.
    pub assets: Vec<AssetId>,
    /// The decision waited for its hour.
    pub armed: bool,
    pub back_to: Option<Box<CaseStage>>,
}

impl Appeal {
    pub fn is_waiting(&self) -> bool {
        self.stage == AppealStage::Waiting
    }

    /// Somebody with the link sent it, and the mailed code has not come back.
    pub fn is_unconfirmed(&self) -> bool {
        self.confirmation.as_ref().is_some_and(Confirmation::is_awaited)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::AppealFiled(filed) = &event.event {
            return Some(Appeal {
                id: filed.appeal,
                number: filed.number,
                receipt: filed.receipt.clone(),
                case: filed.case,
                customer: filed.customer,
                decision: filed.decision,
                decision_number: filed.decision_number,
                notice: filed.notice,
                language: filed.language,
                grounds: filed.grounds.clone(),
                files: filed.files.clone(),
                signer: filed.signer.clone(),
                signer_role: filed.signer_role.clone(),
                filed_at: filed.received_at,
                due: filed.due,
                assigned_to: None,
                messages: Vec::new(),
                stage: AppealStage::Waiting,
                confirmation: None,
            });
        }
        let mut appeal = was?;
        match &event.event {
            Event::AppealAssigned(assigned) => appeal.assigned_to = Some(assigned.to),
            Event::AppealSaid(said) => appeal.messages.push(Message {
                at: event.at,
                by: said.by,
                text: said.text.clone(),
                files: said.files.clone(),
            }),
            Event::AppealDecided(decided) => {
                appeal.stage = AppealStage::Decided {
                    at: event.at,
                    by: decided.by,
                    verdict: decided.verdict,
                    reasons: decided.reasons.clone(),
                };
            }
            Event::CodeAwaited(_) => appeal.confirmation = Some(Confirmation::Awaited),
            Event::SenderConfirmed(confirmed) => appeal.confirmation = Some(confirmed.proof(event)),
            _ => {}
        }
        Some(appeal)
    }
}
