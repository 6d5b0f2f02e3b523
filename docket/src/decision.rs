//! What was decided: proposed by one person, approved by another, in force at its instant, lifted one day.

pub mod checks;
pub mod kept;
pub mod missed;
pub mod stay;
pub mod weighed;

use crate::appeal::AppealVerdict;
use crate::event::{Event, Recorded};
use crate::id::{AppealId, AssetId, CaseId, CustomerId, DecisionId, NoticeId, PersonId};
use crate::private::Private;
use crate::time::{Deadline, Moment};
use crate::words::Language;
use crate::words::ours;
use serde::{Deserialize, Serialize};
use stay::CourtOrder;
use weighed::{Given, Met, Weighing};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    NoAction,
    Warning,
    PlanAccepted,
    PartialSuspension,
    Suspension,
    Reinstatement,
    Termination,
}

impl Outcome {
    pub const ALL: [Outcome; 7] = [
        Outcome::Suspension,
        Outcome::PartialSuspension,
        Outcome::Warning,
        Outcome::PlanAccepted,
        Outcome::NoAction,
        Outcome::Termination,
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
            Outcome::Termination => "termination",
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
            (Outcome::Termination, Language::En) => "Termination",
            (Outcome::Termination, Language::Fr) => "Résiliation",
        }
    }

    /// It takes something away from the customer: four eyes, reasons, checks.
    pub fn burdens(self) -> bool {
        matches!(self, Outcome::Warning) || self.switches_off()
    }

    /// The provider's machines switch assets off.
    pub fn switches_off(self) -> bool {
        matches!(self, Outcome::PartialSuspension | Outcome::Suspension | Outcome::Termination)
    }

    /// How many persons approve it, beside whoever proposes.
    pub fn approvals(self) -> u32 {
        match self {
            Outcome::Termination => 2,
            other => u32::from(other.burdens()),
        }
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
    /// What was weighed beside its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Box<Weighing>>,
    /// Assets that an appeal gave back while the rest stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relieved: Vec<AssetId>,
    /// Why its hour passed without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<missed::MissedWhy>,
    /// What became of the data once it no longer had to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destroyed: Option<Box<kept::Gone>>,
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
    /// On ice. `before` is where it goes on from.
    Stayed {
        at: Moment,
        by: PersonId,
        reason: Private<String>,
        order: Option<Box<CourtOrder>>,
        before: Box<DecisionStage>,
    },
    /// An appeal lifted it.
    Overturned {
        at: Moment,
        appeal: AppealId,
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
            DecisionStage::Stayed { .. } => "stayed",
            DecisionStage::Overturned { .. } => "overturned",
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            DecisionStage::Proposed => ours("Waits for approval"),
            DecisionStage::Approved { .. } => ours("Approved, scheduled"),
            DecisionStage::Withdrawn { .. } => ours("Withdrawn"),
            DecisionStage::Stopped { .. } => ours("Stopped, asks a person"),
            DecisionStage::Missed { .. } => ours("Missed, asks a person"),
            DecisionStage::InForce { .. } => ours("In force"),
            DecisionStage::Lifted { .. } => ours("Lifted"),
            DecisionStage::Stayed { .. } => ours("Stayed"),
            DecisionStage::Overturned { .. } => ours("Lifted on appeal"),
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
        ) || self.is_pending() && matches!(self.stage, DecisionStage::Stayed { .. })
    }

    /// It took effect and was neither lifted nor overturned, also while it is stayed.
    pub fn stands(&self) -> bool {
        match &self.stage {
            DecisionStage::InForce { .. } => true,
            DecisionStage::Stayed { before, .. } => matches!(**before, DecisionStage::InForce { .. }),
            _ => false,
        }
    }

    /// The customer knows it, and it has not ended: they can appeal against it.
    pub fn can_be_appealed(&self, now: Moment) -> bool {
        (self.stands() || self.was_announced()) && now < self.appeal_until()
    }

    pub fn appeal_until(&self) -> Moment {
        match &self.weighed {
            Some(weighed) => weighed.appeal_until,
            None => self.effective.at.plus_seconds(weighed::APPEAL_DAYS * 86_400),
        }
    }

    pub fn conditions(&self) -> &[weighed::Condition] {
        self.weighed.as_ref().map_or(&[], |weighed| weighed.conditions.as_slice())
    }

    /// What it names and no appeal gave back.
    pub fn touched(&self) -> impl Iterator<Item = &Touched> {
        self.assets.iter().filter(|touched| !self.relieved.contains(&touched.asset))
    }

    /// It took effect, whatever became of it later.
    pub fn was_or_is_in_force(&self) -> bool {
        matches!(self.stage, DecisionStage::InForce { .. } | DecisionStage::Lifted { .. })
    }

    /// Not yet in force and not yet over: it can be withdrawn, and no second one can be proposed beside it.
    pub fn is_pending(&self) -> bool {
        matches!(
            self.stage,
            DecisionStage::Proposed
                | DecisionStage::Approved { .. }
                | DecisionStage::Stopped { .. }
                | DecisionStage::Missed { .. }
        ) || matches!(&self.stage, DecisionStage::Stayed { before, .. } if matches!(**before, DecisionStage::Approved { .. }))
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
                weighed: None,
                relieved: Vec::new(),
                missed: None,
                destroyed: None,
            });
        }
        let mut decision = was?;
        match &event.event {
            Event::DataDestroyed(gone) => decision.destroyed = Some(Box::new(gone.gone(event.at))),
            Event::DecisionApproved { by, .. } => decision.stage = DecisionStage::Approved { by: *by, at: event.at },
            Event::DecisionWithdrawn { by, reason, .. } => {
                decision.stage = DecisionStage::Withdrawn { by: *by, at: event.at, reason: reason.clone() };
            }
            Event::DecisionStopped { findings, .. } => {
                decision.stage = DecisionStage::Stopped { at: event.at, findings: findings.clone() };
            }
            Event::DecisionMissed { .. } => decision.stage = DecisionStage::Missed { at: event.at },
            Event::DecisionMissExplained(explained) => decision.missed = Some(explained.why),
            Event::DecisionTookEffect { .. } => decision.stage = DecisionStage::InForce { at: event.at },
            Event::LetterAccepted { .. } => decision.delivered += 1,
            Event::LetterFailed { .. } => decision.undelivered += 1,
            Event::DecisionLifted { by, .. } => decision.stage = DecisionStage::Lifted { at: event.at, by: *by },
            // -- weighing and deciding
            Event::DecisionWeighed(weighed) => decision.weighed = Some(Box::new(weighed.weighing.clone())),
            Event::DecisionReplaced(replaced) => {
                decision.stage = DecisionStage::Lifted { at: event.at, by: replaced.by };
            }
            Event::DecisionSeconded(seconded) => {
                if let Some(weighed) = &mut decision.weighed {
                    weighed.seconded = Some(Given { by: seconded.by, at: event.at });
                }
            }
            Event::ConditionMet(met) => decision.meet(met, event.at),
            Event::DecisionStayed(stayed) => {
                decision.stage = DecisionStage::Stayed {
                    at: event.at,
                    by: stayed.by,
                    reason: stayed.reason.clone(),
                    order: stayed.order.clone().map(Box::new),
                    before: Box::new(decision.stage),
                };
            }
            Event::StayEnded(ended) => {
                decision.stage = match decision.stage {
                    _ if ended.missed => DecisionStage::Missed { at: event.at },
                    DecisionStage::Stayed { before, .. } => *before,
                    other => other,
                };
            }
            Event::AppealDecided(decided) => match decided.verdict {
                AppealVerdict::Upheld => {}
                AppealVerdict::Changed => decision.relieved.extend(decided.assets.iter().copied()),
                // Somebody else may have lifted it while the appeal waited.
                AppealVerdict::Lifted if decided.back_to.is_none() => {}
                AppealVerdict::Lifted => {
                    decision.stage = DecisionStage::Overturned { at: event.at, appeal: decided.appeal };
                }
            },
            Event::DataSettled(settled) => decision.preserve_until = settled.until.or(decision.preserve_until),
            _ => {}
        }
        Some(decision)
    }

    fn meet(&mut self, met: &weighed::ConditionMet, at: Moment) {
        let conditions = self.weighed.iter_mut().flat_map(|weighed| weighed.conditions.iter_mut());
        for condition in conditions.filter(|condition| condition.number == met.condition) {
            condition.met = Some(Met { at, by: met.by, how: met.how.clone(), proof: met.proof.clone() });
        }
    }
}
