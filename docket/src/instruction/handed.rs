//! Handed to the provider's own receiver: each attempt, and what came of it.

use super::{Instruction, InstructionStage};
use crate::event::{Event, Recorded};
use crate::id::{CaseId, InstructionId, PersonId, TokenId};
use crate::phrase;
use crate::private::Private;
use crate::time::Moment;
use crate::words::Phrase;
use serde::{Deserialize, Serialize};

/// Seconds until the next attempt, after the first, the second and so on. After the last a person is asked: within two
/// hours, because a promised instant does not wait for a machine that is away.
pub const HOOK_WAITS: [i64; 6] = [5, 60, 300, 900, 1800, 3600];
/// No receiver puts an instruction off for longer than this.
const LONGEST_WAIT: i64 = 2 * 3600;

/// How long until the next attempt. None: this was the last.
pub fn next_wait(tries: u32, asked_for: Option<i64>) -> Option<i64> {
    let wait = *HOOK_WAITS.get(usize::try_from(tries.saturating_sub(1)).ok()?)?;
    Some(wait.max(asked_for.unwrap_or(0).min(LONGEST_WAIT)))
}

/// One attempt, and how it ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// None: it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The first words of the answer.
    pub answer: Private<String>,
}

/// Why an attempt did not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// No answer in time.
    Silent {
        seconds: u64,
    },
    Unreachable {
        said: String,
    },
    /// Another answer than 2xx.
    Answered,
    /// To another address, which is not followed.
    Redirected,
    /// 410: this receiver takes no instructions any more.
    Gone,
}

impl Why {
    pub fn sentence(&self, status: Option<u16>) -> Phrase {
        let status = status.unwrap_or_default();
        match self {
            Why::Silent { seconds } => phrase!("No answer within {} seconds.", seconds),
            Why::Unreachable { said } => phrase!("It could not be reached: {}", said),
            Why::Answered => phrase!("It answered {}, which is no yes.", status),
            Why::Redirected => phrase!("It answered {} and named another address, which is not followed.", status),
            Why::Gone => phrase!("It answered {}: it takes no instructions any more.", status),
        }
    }
}

/// What the receiver says that became of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Done,
    Refused,
    Partly,
}

impl Told {
    pub fn parse(word: &str) -> Option<Told> {
        [Told::Done, Told::Refused, Told::Partly].into_iter().find(|told| told.word() == word)
    }

    pub fn word(self) -> &'static str {
        match self {
            Told::Done => "done",
            Told::Refused => "refused",
            Told::Partly => "partly",
        }
    }
}

/// An attempt that did not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotTaken {
    pub instruction: InstructionId,
    pub number: i64,
    pub case: CaseId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    pub why: Why,
    pub answer: Private<String>,
    pub gives_up: bool,
    pub next_try: Moment,
}

/// The receiver has it, and will say what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    pub instruction: InstructionId,
    pub number: i64,
    pub case: CaseId,
    pub status: u16,
    pub answer: Private<String>,
}

/// What the receiver said that became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resulted {
    pub instruction: InstructionId,
    pub number: i64,
    pub case: CaseId,
    pub told: Told,
    pub detail: Private<String>,
    /// Who called. None: it stood in the answer to the webhook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenId>,
    /// The bytes as they came, by their hash.
    pub bytes: String,
    pub size: i64,
    /// It was still to be handed over.
    pub armed: bool,
}

/// A person has it handed over once more, under the same number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandedAgain {
    pub instruction: InstructionId,
    pub number: i64,
    pub case: CaseId,
    pub by: PersonId,
}

/// A later instruction says the opposite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overtaken {
    pub instruction: InstructionId,
    pub number: i64,
    pub case: CaseId,
    pub by_number: i64,
    /// Of everything. If not, a person looks at what is left of it.
    pub whole: bool,
}

/// What such an event does to the instruction.
pub(super) fn apply(instruction: &mut Instruction, event: &Recorded) {
    let at = event.at;
    match &event.event {
        Event::InstructionNotTaken(not) => {
            instruction.tries += 1;
            let (status, why, answer) = (not.status, Some(not.why.clone()), not.answer.clone());
            instruction.attempts.push(Attempt { at, status, why, answer });
            if not.gives_up {
                instruction.stage = InstructionStage::GivenUp { at };
            }
        }
        Event::InstructionTaken(taken) => {
            instruction.tries += 1;
            let answer = taken.answer.clone();
            instruction.attempts.push(Attempt { at, status: Some(taken.status), why: None, answer });
            instruction.stage = InstructionStage::HandedOver { at };
        }
        Event::InstructionResulted(result) => {
            let detail = result.detail.clone();
            instruction.stage = match result.told {
                Told::Done => InstructionStage::DoneByReceiver { at, detail },
                Told::Refused => InstructionStage::Refused { at, detail },
                Told::Partly => InstructionStage::Partly { at, detail },
            };
        }
        Event::InstructionOvertaken(it) => {
            instruction.stage = match it.whole {
                true => InstructionStage::Overtaken { at, by_number: it.by_number },
                false => InstructionStage::GivenUp { at },
            };
        }
        Event::InstructionHandedAgain(_) => {
            instruction.tries = 0;
            instruction.stage = InstructionStage::Waiting;
        }
        _ => {}
    }
}
