//! Instructions: tried by the configured program or handed to the receiver, or confirmed by hand with proof.

pub mod hooked;
pub mod list;

use super::check::Check;
use super::complaints::{Upload, keep_uploads};
use super::handing::Claim;
use super::work::Begun;
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, InstructionId};
use crate::instruction::{Instruction, InstructionStage, MOST_TRIES};
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::lists;
use crate::words::Reason;
use serde::Serialize;

/// What the program reads on its input.
#[derive(Clone, Debug, Serialize)]
pub struct InstructionPaper {
    pub instruction: String,
    pub number: i64,
    pub order: String,
    pub case: String,
    /// Empty for an interim measure.
    pub decision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interim: Option<String>,
    pub customer: String,
    pub assets: Vec<String>,
    pub issued_at: String,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Tried {
    Done { answer: String },
    Failed { problem: String },
}

impl Desk {
    pub async fn instruction_paper(&self, instruction: InstructionId) -> Done<Option<InstructionPaper>> {
        let mut reader = self.read().await?;
        let held = lists::one::<Instruction>(&mut reader.conn(), &instruction.to_string())
            .await?
            .ok_or(Refusal::NotFound("instruction"))?;
        let noun = held.noun;
        if noun.stage != InstructionStage::Waiting {
            return Ok(None);
        }
        let case = lists::one::<crate::case::Case>(&mut reader.conn(), &noun.case.to_string())
            .await?
            .ok_or(Refusal::NotFound("case"))?
            .noun;
        Ok(Some(InstructionPaper {
            instruction: noun.id.to_string(),
            number: noun.number,
            order: noun.order.word().to_owned(),
            case: case.number,
            decision: noun.decision.map(|id| id.to_string()).unwrap_or_default(),
            interim: noun.interim.map(|id| id.to_string()),
            customer: noun.customer_handle,
            assets: noun.assets,
            issued_at: noun.issued_at.rfc3339(),
        }))
    }

    /// Writes down how a try ended. A failed one is tried again later, each time after twice as long. Whoever was away for
    /// so long that somebody else has taken over writes nothing.
    pub async fn instruction_tried(&self, instruction: InstructionId, claim: &Claim, tried: &Tried) -> Done<()> {
        again!(async {
            let content = match tried {
                Tried::Done { answer } => answer,
                Tried::Failed { problem } => problem,
            };
            let mut work = match self.begin(Actor::System, self.new_command(), &(instruction, content)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun: Instruction = work.need(instruction, "instruction").await?;
            if noun.stage != InstructionStage::Waiting {
                return Ok(());
            }
            let held = match tried {
                Tried::Done { .. } => work.settle(claim).await?,
                Tried::Failed { .. } => work.settle_for_now(claim).await?,
            };
            if !held {
                return Ok(());
            }
            let event = match tried {
                Tried::Done { answer } => Event::InstructionDone {
                    instruction,
                    number: noun.number,
                    case: noun.case,
                    answer: answer.clone().into(),
                },
                Tried::Failed { problem } => {
                    let tries = noun.tries + 1;
                    Event::InstructionFailed {
                        instruction,
                        number: noun.number,
                        case: noun.case,
                        problem: problem.clone(),
                        gives_up: tries >= MOST_TRIES,
                        next_try: work.now.plus_seconds(30 << tries.min(6)),
                    }
                }
            };
            work.record(event).await?;
            work.commit().await?;
            Ok(())
        })
    }

    pub async fn confirm_instruction(
        &self,
        who: &Who,
        command: CommandId,
        instruction: InstructionId,
        how: &str,
        uploads: &[Upload],
    ) -> Done<Receipt> {
        who.must(Act::CarryOut)?;
        let mut check = Check::default();
        let Some(how) = check.word("how", Reason::parse(how)) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(instruction, how.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Instruction = work.need(instruction, "instruction").await?;
            let armed = match noun.stage {
                InstructionStage::Waiting => true,
                _ if noun.stage.is_done() => return Err(Refusal::AlreadyDone.into()),
                _ => false,
            };
            let proof = keep_uploads(&mut work, uploads).await?;
            let how = how.as_str().to_owned().into();
            work.record(Event::InstructionConfirmed {
                instruction,
                number: noun.number,
                case: noun.case,
                by: who.person.id,
                how,
                proof,
                armed,
            })
            .await?;
            work.commit().await
        })
    }
}
