//! What was decided: proposed by one person, approved by another, in force at its instant, lifted one day.

pub mod checks;

use crate::event::{Event, Recorded};
use crate::id::{AssetId, CaseId, CustomerId, DecisionId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::{Deadline, Moment};
use crate::words::Language;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    NoAction,
    Warning,
    PlanAccepted,
    PartialSuspension,
    Suspension,
    Reinstatement,
}

impl Outcome {
    pub const ALL: [Outcome; 6] = [
        Outcome::Suspension,
        Outcome::PartialSuspension,
        Outcome::Warning,
        Outcome::PlanAccepted,
        Outcome::NoAction,
        Outcome::Reinstatement,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Outcome::NoAction => "no_action",
            Outcome::Warning => "warning",
            Outcome::PlanAccepted => "plan_accepted",
            Outcome::PartialSuspension => "partial_suspension",
            Outcome::Suspension => "suspension",
            Outcome::Reinstatement => "reinstatement",
        }
    }

    pub fn parse(text: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.word() == text)
    }

    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Outcome::NoAction, Language::En) => "No action",
            (Outcome::NoAction, Language::Fr) => "Sans suite",
            (Outcome::Warning, Language::En) => "Warning",
            (Outcome::Warning, Language::Fr) => "Avertissement",
            (Outcome::PlanAccepted, Language::En) => "Plan accepted",
            (Outcome::PlanAccepted, Language::Fr) => "Plan accepté",
            (Outcome::PartialSuspension, Language::En) => "Partial suspension",
            (Outcome::PartialSuspension, Language::Fr) => "Suspension partielle",
            (Outcome::Suspension, Language::En) => "Suspension",
            (Outcome::Suspension, Language::Fr) => "Suspension",
            (Outcome::Reinstatement, Language::En) => "Reinstatement",
            (Outcome::Reinstatement, Language::Fr) => "Rétablissement",
        }
    }

    /// It takes something away from the customer: four eyes, reasons, checks.
    pub fn burdens(self) -> bool {
        matches!(self, Outcome::Warning | Outcome::PartialSuspension | Outcome::Suspension)
    }

    /// The provider's machines switch assets off.
    pub fn switches_off(self) -> bool {
        matches!(self, Outcome::PartialSuspension | Outcome::Suspension)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    pub id: DecisionId,
    pub case: CaseId,
    pub customer: CustomerId,
    /// 1 is shown as D-1.
    pub number: u32,
    pub outcome: Outcome,
    pub assets: Vec<Touched>,
    /// When every asset of the customer is named: why less would not do.
    pub whole_account: Option<Private<String>>,
    /// The notice whose deadline passed, for what burdens.
    pub rests_on: Option<NoticeId>,
    /// What is lifted, for a reinstatement.
    pub lifts: Option<DecisionId>,
    pub effective: Deadline,
    pub preserve_until: Option<Moment>,
    pub statement: Statement,
    pub proposed_by: PersonId,
    pub proposed_at: Moment,
    /// How many letters with the statement were accepted, and how many could not be delivered.
    pub delivered: u32,
    pub undelivered: u32,
    pub stage: DecisionStage,
}

/// An asset as named in the decision, with its words copied so that the text stands alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Touched {
    pub asset: AssetId,
    pub value: String,
}

/// What the customer reads (DSA Art. 17): restriction, facts, ground, redress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    pub language: Language,
    pub facts: Private<String>,
    pub ground: String,
    pub explanation: Private<String>,
    pub redress: Private<String>,
    pub automated_detection: bool,
    /// The whole text, word for word.
    pub text: Private<String>,
    /// SHA-256 of the text, hex: what the approval is bound to.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum DecisionStage {
    Proposed,
    Approved {
        by: PersonId,
        at: Moment,
    },
    Withdrawn {
        by: PersonId,
        at: Moment,
        reason: Private<String>,
    },
    /// The checks before the act found something; a person is asked.
    Stopped {
        at: Moment,
        findings: Vec<checks::Finding>,
    },
    /// Its hour passed while nobody could act. Never carried out by itself.
    Missed {
        at: Moment,
    },
    InForce {
        at: Moment,
    },
    Lifted {
        at: Moment,
        by: DecisionId,
    },
}

impl DecisionStage {
    pub fn word(&self) -> &'static str {
        match self {
            DecisionStage::Proposed => "proposed",
            DecisionStage::Approved { .. } => "approved",
            DecisionStage::Withdrawn { .. } => "withdrawn",
            DecisionStage::Stopped { .. } => "stopped",
            DecisionStage::Missed { .. } => "missed",
            DecisionStage::InForce { .. } => "in_force",
            DecisionStage::Lifted { .. } => "lifted",
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            DecisionStage::Proposed => "Waits for approval",
            DecisionStage::Approved { .. } => "Approved, scheduled",
            DecisionStage::Withdrawn { .. } => "Withdrawn",
            DecisionStage::Stopped { .. } => "Stopped, asks a person",
            DecisionStage::Missed { .. } => "Missed, asks a person",
            DecisionStage::InForce { .. } => "In force",
            DecisionStage::Lifted { .. } => "Lifted",
        }
    }
}

impl Decision {
    pub fn approved_by(&self) -> Option<PersonId> {
        match self.stage {
            DecisionStage::Approved { by, .. } => Some(by),
            _ => None,
        }
    }

    /// It was approved, so the customer has its statement.
    pub fn was_announced(&self) -> bool {
        matches!(
            self.stage,
            DecisionStage::Approved { .. } | DecisionStage::Stopped { .. } | DecisionStage::Missed { .. }
        )
    }

    /// Not yet in force and not yet over: it can be withdrawn, and no second one can be proposed beside it.
    pub fn is_pending(&self) -> bool {
        matches!(
            self.stage,
            DecisionStage::Proposed
                | DecisionStage::Approved { .. }
                | DecisionStage::Stopped { .. }
                | DecisionStage::Missed { .. }
        )
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::DecisionProposed {
            decision,
            case,
            customer,
            number,
            outcome,
            assets,
            whole_account,
            rests_on,
            lifts,
            effective,
            preserve_until,
            statement,
            by,
            ..
        } = &event.event
        {
            return Some(Decision {
                id: *decision,
                case: *case,
                customer: *customer,
                number: *number,
                outcome: *outcome,
                assets: assets.clone(),
                whole_account: whole_account.clone(),
                rests_on: *rests_on,
                lifts: *lifts,
                effective: effective.clone(),
                preserve_until: *preserve_until,
                statement: (**statement).clone(),
                proposed_by: *by,
                proposed_at: event.at,
                delivered: 0,
                undelivered: 0,
                stage: DecisionStage::Proposed,
            });
        }
        let mut decision = was?;
        match &event.event {
            Event::DecisionApproved { by, .. } => decision.stage = DecisionStage::Approved { by: *by, at: event.at },
            Event::DecisionWithdrawn { by, reason, .. } => {
                decision.stage = DecisionStage::Withdrawn { by: *by, at: event.at, reason: reason.clone() };
            }
            Event::DecisionStopped { findings, .. } => {
                decision.stage = DecisionStage::Stopped { at: event.at, findings: findings.clone() };
            }
            Event::DecisionMissed { .. } => decision.stage = DecisionStage::Missed { at: event.at },
            Event::DecisionTookEffect { .. } => decision.stage = DecisionStage::InForce { at: event.at },
            Event::LetterAccepted { .. } => decision.delivered += 1,
            Event::LetterFailed { .. } => decision.undelivered += 1,
            Event::DecisionLifted { by, .. } => decision.stage = DecisionStage::Lifted { at: event.at, by: *by },
            _ => {}
        }
        Some(decision)
    }
}
