//! Instructions and the provider's own receiver: what it is sent, what it answers, what it says later.

use super::InstructionPaper;
use crate::desk::handing::Claim;
use crate::desk::work::{Begun, Work};
use crate::desk::{Desk, Done, Receipt, Who, again};
use crate::event::Event;
use crate::hook::{HOOK_SECONDS, Reply, Trouble};
use crate::id::{CommandId, InstructionId, TokenId};
use crate::instruction::handed::{HandedAgain, NotTaken, Resulted, Taken, Told, Why, next_wait};
use crate::instruction::{Instruction, InstructionStage};
use crate::people::{Act, Actor};
use crate::refusal::{Problem, Refusal};
use crate::store::StoreError;
use crate::time::Moment;
use serde::Serialize;
use serde_json::Value;

/// So much of an answer is shown.
const MOST_WORDS: usize = 300;
/// So many letters of a result's detail are taken.
pub const MOST_DETAIL: usize = 4000;

/// The body, as Standard Webhooks would have it.
#[derive(Serialize)]
struct HookPaper {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    data: HookData,
}

#[derive(Serialize)]
struct HookData {
    #[serde(flatten)]
    paper: InstructionPaper,
    /// Where the receiver says what became of it.
    result_url: String,
}

/// What the receiver says that became of an instruction, read from its JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub told: Told,
    pub detail: String,
}

impl Said {
    /// From the body of a call. What is wrong is named by its field.
    pub fn parse(json: &Value) -> Result<Said, Refusal> {
        let wrong = |field: &str, sentence: &'static str| Refusal::Fields(vec![Problem::new(field, sentence)]);
        let told = json.get("result").and_then(Value::as_str).and_then(Told::parse);
        let told = told.ok_or_else(|| wrong("result", "The result is done, refused or partly."))?;
        let detail = match json.get("detail") {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().replace('\0', ""),
            Some(_) => return Err(wrong("detail", "The detail is a text.")),
        };
        if detail.chars().count() > MOST_DETAIL {
            return Err(wrong("detail", "The detail takes at most 4,000 letters."));
        }
        if detail.is_empty() && told != Told::Done {
            return Err(wrong("detail", "Say what was not done, and why: a person will read it."));
        }
        Ok(Said { told, detail })
    }

    /// From the answer to a webhook, which need not say anything.
    fn in_answer(body: &[u8]) -> Option<Said> {
        Said::parse(&serde_json::from_slice(body).ok()?).ok()
    }
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Handed {
    Taken { status: u16, answer: String, said: Option<(Said, Vec<u8>)> },
    Not { status: Option<u16>, why: Why, answer: String, asked_for: Option<i64> },
}

impl From<Result<Reply, Trouble>> for Handed {
    fn from(reply: Result<Reply, Trouble>) -> Self {
        let not = |status, why| Handed::Not { status, why, answer: String::new(), asked_for: None };
        match reply {
            Err(Trouble::Silent) => not(None, Why::Silent { seconds: HOOK_SECONDS }),
            Err(Trouble::Unreachable(said)) => not(None, Why::Unreachable { said: first_words(said.as_bytes()) }),
            Ok(Reply { status, retry_after, body }) => {
                let answer = first_words(&body);
                let why = match status {
                    200..=299 => {
                        let said = Said::in_answer(&body).map(|said| (said, body));
                        return Handed::Taken { status, answer, said };
                    }
                    300..=399 => Why::Redirected,
                    410 => Why::Gone,
                    _ => Why::Answered,
                };
                Handed::Not { status: Some(status), why, answer, asked_for: retry_after }
            }
        }
    }
}

fn first_words(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let plain = text.trim().chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    plain.take(MOST_WORDS).collect()
}

/// What a machine hears that said what became of an instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultTaken {
    pub number: i64,
    pub told: Told,
    pub at: Moment,
    /// It stood so already.
    pub repeated: bool,
}

impl Desk {
    /// The exact bytes for the receiver. None: there is nothing to hand over any more.
    pub async fn hook_body(&self, instruction: InstructionId) -> Done<Option<Vec<u8>>> {
        let Some(paper) = self.instruction_paper(instruction).await? else { return Ok(None) };
        let result_url = format!("{}/api/v1/instructions/{instruction}/result", self.settings().public_url);
        let timestamp = paper.issued_at.clone();
        let body = HookPaper { kind: "instruction.issued", timestamp, data: HookData { paper, result_url } };
        Ok(Some(serde_json::to_vec(&body).map_err(StoreError::from)?))
    }

    /// Writes down how an attempt ended. Whoever was away for so long that somebody else has taken over writes nothing,
    /// and neither does who comes after the receiver's own word.
    pub async fn instruction_handed(&self, instruction: InstructionId, claim: &Claim, handed: &Handed) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("handed", instruction)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun: Instruction = work.need(instruction, "instruction").await?;
            if noun.stage != InstructionStage::Waiting {
                work.settle(claim).await?;
                work.commit().await?;
                return Ok(());
            }
            let held = match handed {
                Handed::Taken { .. } => work.settle(claim).await?,
                Handed::Not { .. } => work.settle_for_now(claim).await?,
            };
            if !held {
                return Ok(());
            }
            let (number, case) = (noun.number, noun.case);
            match handed {
                Handed::Taken { status, answer, said } => {
                    let (status, answer) = (*status, answer.clone().into());
                    let taken = Taken { instruction, number, case, status, answer };
                    work.record(Event::InstructionTaken(Box::new(taken))).await?;
                    if let Some((said, bytes)) = said {
                        record_result(&mut work, &noun, said, None, bytes, false).await?;
                    }
                }
                Handed::Not { status, why, answer, asked_for } => {
                    let wait = next_wait(noun.tries + 1, *asked_for).filter(|_| *why != Why::Gone);
                    let not = NotTaken {
                        instruction,
                        number,
                        case,
                        status: *status,
                        why: why.clone(),
                        answer: answer.clone().into(),
                        gives_up: wait.is_none(),
                        next_try: work.now.plus_seconds(wait.unwrap_or_default()),
                    };
                    work.record(Event::InstructionNotTaken(Box::new(not))).await?;
                }
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// The receiver calls and says what became of it. The same word again changes nothing.
    pub async fn take_result(
        &self,
        token: TokenId,
        instruction: InstructionId,
        said: &Said,
        raw: &[u8],
    ) -> Done<ResultTaken> {
        again!(async {
            let content = ("result", instruction, said.told, &said.detail);
            let actor = Actor::Machine { token };
            let mut work = match self.begin(actor, self.new_command(), &content).await? {
                Begun::Before(_) => return Err(Refusal::CommandReused.into()),
                Begun::Now(work) => work,
            };
            let noun: Instruction = work.need(instruction, "instruction").await?;
            let (number, told) = (noun.number, said.told);
            if let Some(at) = noun.done_at() {
                if told != Told::Done {
                    return Err(Refusal::AlreadyDone.into());
                }
                work.commit().await?;
                return Ok(ResultTaken { number, told, at, repeated: true });
            }
            let stands = match &noun.stage {
                InstructionStage::Refused { at, detail } => Some((Told::Refused, *at, detail)),
                InstructionStage::Partly { at, detail } => Some((Told::Partly, *at, detail)),
                _ => None,
            };
            if let Some((before, at, detail)) = stands
                && before == told
                && detail.show() == said.detail
            {
                work.commit().await?;
                return Ok(ResultTaken { number, told, at, repeated: true });
            }
            let at = work.now;
            let armed = noun.stage == InstructionStage::Waiting;
            record_result(&mut work, &noun, said, Some(token), raw, armed).await?;
            work.commit().await?;
            Ok(ResultTaken { number, told, at, repeated: false })
        })
    }

    /// A person has it handed over once more: the same number, and the attempts begin anew.
    pub async fn hand_over_again(&self, who: &Who, command: CommandId, instruction: InstructionId) -> Done<Receipt> {
        who.must(Act::CarryOut)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("hand over again", instruction)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Instruction = work.need(instruction, "instruction").await?;
            if self.settings().by_hand() {
                return Err(Refusal::NoMachine.into());
            }
            if noun.stage.is_done() {
                return Err(Refusal::AlreadyDone.into());
            }
            if !noun.can_go_again() {
                return Err(Refusal::TriedStill.into());
            }
            let (number, case, by) = (noun.number, noun.case, who.person.id);
            let again = HandedAgain { instruction, number, case, by };
            work.record(Event::InstructionHandedAgain(Box::new(again))).await?;
            work.commit().await
        })
    }
}

async fn record_result(
    work: &mut Work,
    noun: &Instruction,
    said: &Said,
    token: Option<TokenId>,
    raw: &[u8],
    armed: bool,
) -> Done<()> {
    let bytes = work.keep(raw).await?;
    let result = Resulted {
        instruction: noun.id,
        number: noun.number,
        case: noun.case,
        told: said.told,
        detail: said.detail.clone().into(),
        token,
        bytes,
        size: i64::try_from(raw.len()).unwrap_or(i64::MAX),
        armed,
    };
    work.record(Event::InstructionResulted(Box::new(result))).await?;
    Ok(())
}
