//! What the provider's machines are told to do. Its number makes repeats harmless.

pub mod handed;

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
    /// By webhook, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<handed::Attempt>,
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
    /// The receiver has it and has not said yet what became of it.
    HandedOver {
        at: Moment,
    },
    /// The receiver said that it is done.
    DoneByReceiver {
        at: Moment,
        detail: Private<String>,
    },
    /// The receiver will not do it; a person must look.
    Refused {
        at: Moment,
        detail: Private<String>,
    },
    /// The receiver did a part of it; a person must look.
    Partly {
        at: Moment,
        detail: Private<String>,
    },
    /// A later instruction says the opposite, so this one is not carried out any more.
    Overtaken {
        at: Moment,
        by_number: i64,
    },
}

/// After so many failed tries the machine stops and a person is asked.
pub const MOST_TRIES: u32 = 5;

impl InstructionStage {
    /// No machine does anything about it any more.
    pub const NEED_A_PERSON: [&'static str; 3] = ["given_up", "refused", "partly"];

    pub fn needs_a_person(&self) -> bool {
        Self::NEED_A_PERSON.contains(&self.word())
    }

    /// Since when it stands so, but for what still waits.
    pub fn since(&self) -> Option<Moment> {
        match self {
            InstructionStage::Waiting => None,
            InstructionStage::DoneByProgram { at, .. }
            | InstructionStage::DoneByHand { at, .. }
            | InstructionStage::GivenUp { at }
            | InstructionStage::HandedOver { at }
            | InstructionStage::DoneByReceiver { at, .. }
            | InstructionStage::Refused { at, .. }
            | InstructionStage::Partly { at, .. }
            | InstructionStage::Overtaken { at, .. } => Some(*at),
        }
    }

    /// What the receiver said about it.
    pub fn detail(&self) -> Option<&Private<String>> {
        match self {
            InstructionStage::DoneByReceiver { detail, .. }
            | InstructionStage::Refused { detail, .. }
            | InstructionStage::Partly { detail, .. } => Some(detail),
            _ => None,
        }
    }

    pub fn is_done(&self) -> bool {
        matches!(
            self,
            InstructionStage::DoneByProgram { .. }
                | InstructionStage::DoneByHand { .. }
                | InstructionStage::DoneByReceiver { .. }
        )
    }

    pub fn word(&self) -> &'static str {
        match self {
            InstructionStage::Waiting => "waiting",
            InstructionStage::DoneByProgram { .. } => "done_by_program",
            InstructionStage::DoneByHand { .. } => "done_by_hand",
            InstructionStage::GivenUp { .. } => "given_up",
            InstructionStage::HandedOver { .. } => "handed_over",
            InstructionStage::DoneByReceiver { .. } => "done_by_receiver",
            InstructionStage::Refused { .. } => "refused",
            InstructionStage::Partly { .. } => "partly",
            InstructionStage::Overtaken { .. } => "overtaken",
        }
    }
}

impl Instruction {
    /// Waits for the receiver to say what became of it, or for a person: it can be handed over once more.
    pub fn can_go_again(&self) -> bool {
        self.stage.needs_a_person() || matches!(self.stage, InstructionStage::HandedOver { .. })
    }

    /// What favours the customer stands first in every queue.
    pub fn favours(&self) -> bool {
        self.order == Order::Reinstate
    }

    /// Whether a later one says the opposite of the same assets, so that carrying this one out now would undo it. A
    /// suspension yields to every later word; what favours yields only to what has left already.
    pub fn is_overtaken_by(&self, later: &Instruction) -> bool {
        let opposite = self.favours() != later.favours();
        let left = !self.favours() || later.stage != InstructionStage::Waiting;
        later.number > self.number && opposite && left && later.assets.iter().any(|asset| self.assets.contains(asset))
    }

    /// The id of what it carries out.
    pub fn carries_out(&self) -> String {
        self.decision.map(|id| id.to_string()).or(self.interim.map(|id| id.to_string())).unwrap_or_default()
    }

    pub fn done_at(&self) -> Option<Moment> {
        self.stage.since().filter(|_| self.stage.is_done())
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
                attempts: Vec::new(),
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
                attempts: Vec::new(),
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
            _ => handed::apply(&mut instruction, event),
        }
        Some(instruction)
    }
}
