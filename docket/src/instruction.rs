//! What the provider's machines are told to do. Its number makes repeats harmless.

use crate::complaint::Exhibit;
use crate::event::{Event, Recorded};
use crate::id::{CaseId, DecisionId, InstructionId, InterimId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instruction {
    pub id: InstructionId,
    /// Shown as I-12.
    pub number: i64,
    pub case: CaseId,
    /// What it carries out: a decision, or an interim measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<InterimId>,
    pub order: Order,
    pub customer_handle: String,
    pub assets: Vec<String>,
    pub issued_at: Moment,
    pub tries: u32,
    pub last_problem: Option<String>,
    pub stage: InstructionStage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    Suspend,
    Reinstate,
    /// For good. What the customer stored is kept until the end of its preservation.
    Terminate,
}

impl Order {
    pub fn word(self) -> &'static str {
        match self {
            Order::Suspend => ours("suspend"),
            Order::Reinstate => ours("reinstate"),
            Order::Terminate => ours("terminate"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum InstructionStage {
    Waiting,
    /// The configured program said that it is done; what it printed is kept by hash.
    DoneByProgram {
        at: Moment,
        answer: Private<String>,
    },
    DoneByHand {
        at: Moment,
        by: PersonId,
        how: Private<String>,
        proof: Vec<Exhibit>,
    },
    /// Tried often enough; a person must carry it out.
    GivenUp {
        at: Moment,
    },
}

/// After so many failed tries the machine stops and a person is asked.
pub const MOST_TRIES: u32 = 5;

impl InstructionStage {
    pub fn word(&self) -> &'static str {
        match self {
            InstructionStage::Waiting => "waiting",
            InstructionStage::DoneByProgram { .. } => "done_by_program",
            InstructionStage::DoneByHand { .. } => "done_by_hand",
            InstructionStage::GivenUp { .. } => "given_up",
        }
    }
}

impl Instruction {
    /// The id of what it carries out.
    pub fn carries_out(&self) -> String {
        self.decision.map(|id| id.to_string()).or(self.interim.map(|id| id.to_string())).unwrap_or_default()
    }

    pub fn done_at(&self) -> Option<Moment> {
        match &self.stage {
            InstructionStage::DoneByProgram { at, .. } | InstructionStage::DoneByHand { at, .. } => Some(*at),
            _ => None,
        }
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::InstructionIssued { instruction, number, case, decision, order, customer_handle, assets } =
            &event.event
        {
            return Some(Instruction {
                id: *instruction,
                number: *number,
                case: *case,
                decision: Some(*decision),
                interim: None,
                order: *order,
                customer_handle: customer_handle.clone(),
                assets: assets.clone(),
                issued_at: event.at,
                tries: 0,
                last_problem: None,
                stage: InstructionStage::Waiting,
            });
        }
        if let Event::MeasureInstructed(told) = &event.event {
            return Some(Instruction {
                id: told.instruction,
                number: told.number,
                case: told.case,
                decision: None,
                interim: Some(told.interim),
                order: told.order,
                customer_handle: told.customer_handle.clone(),
                assets: told.assets.clone(),
                issued_at: event.at,
                tries: 0,
                last_problem: None,
                stage: InstructionStage::Waiting,
            });
        }
        let mut instruction = was?;
        match &event.event {
            Event::InstructionFailed { problem, gives_up, .. } => {
                instruction.tries += 1;
                instruction.last_problem = Some(problem.clone());
                if *gives_up {
                    instruction.stage = InstructionStage::GivenUp { at: event.at };
                }
            }
            Event::InstructionDone { answer, .. } => {
                instruction.tries += 1;
                instruction.stage = InstructionStage::DoneByProgram { at: event.at, answer: answer.clone() };
            }
            Event::InstructionConfirmed { by, how, proof, .. } => {
                instruction.stage =
                    InstructionStage::DoneByHand { at: event.at, by: *by, how: how.clone(), proof: proof.clone() };
            }
            _ => {}
        }
        Some(instruction)
    }
}
