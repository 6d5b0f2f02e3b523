//! Has one instruction carried out: by the provider's receiver, or by the configured program.

use crate::desk::handing::HAND_OVER_SECONDS;
use crate::desk::instructions::Tried;
use crate::desk::instructions::hooked::Handed;
use crate::desk::{Desk, Done};
use crate::hook::{Hook, Message};
use crate::id::InstructionId;
use crate::store::faults::{self, Step};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;

/// So much of what it prints is kept.
const MOST_OUTPUT: usize = 16 * 1024;

/// By the receiver or by the program, whichever is configured.
pub(super) async fn carry_out(desk: &Desk, instruction: InstructionId) -> Done<()> {
    match (&desk.settings().hook, &desk.settings().carry_out) {
        (Some(hook), _) => call(desk, hook, instruction).await,
        (None, Some(command)) => start(desk, command, instruction).await,
        (None, None) => Ok(()),
    }
}

/// Hands the instruction to the receiver: the same id and the same bytes on each attempt, outside of any transaction.
async fn call(desk: &Desk, hook: &Hook, instruction: InstructionId) -> Done<()> {
    let Some(body) = desk.hook_body(instruction).await? else { return Ok(()) };
    let Some(claim) = desk.claim_instruction(instruction).await? else { return Ok(()) };
    faults::at(Step::LeaseHeld)?;
    let id = instruction.to_string();
    let handed = Handed::from(hook.send(&Message { id: &id, at: desk.now(), body: &body }).await);
    if let Handed::Not { status, why, .. } = &handed {
        tracing::warn!(%instruction, status, ?why, "an instruction was not taken");
    }
    faults::at(Step::InstructionHanded)?;
    desk.instruction_handed(instruction, &claim, &handed).await
}

/// Runs the configured program with the instruction on its input. Exit 0 means done.
async fn start(desk: &Desk, command: &[String], instruction: InstructionId) -> Done<()> {
    let Some(paper) = desk.instruction_paper(instruction).await? else { return Ok(()) };
    let Some(claim) = desk.claim_instruction(instruction).await? else { return Ok(()) };
    faults::at(Step::LeaseHeld)?;
    let tried = match serde_json::to_vec(&paper) {
        Ok(paper) => run(command, &paper).await,
        Err(problem) => Tried::Failed { problem: problem.to_string() },
    };
    faults::at(Step::InstructionHanded)?;
    desk.instruction_tried(instruction, &claim, &tried).await
}

async fn run(command: &[String], input: &[u8]) -> Tried {
    let failed = |problem: String| Tried::Failed { problem };
    let Some((program, arguments)) = command.split_first() else { return failed("no program is configured".into()) };
    let started = tokio::process::Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(problem) => return failed(format!("the program could not be started: {problem}")),
    };
    let stdin = child.stdin.take();
    let told = async {
        if let Some(mut stdin) = stdin {
            // A program that does not read its input may still have done its work: its exit code decides.
            let _ = stdin.write_all(input).await;
        }
    };
    let ended = async { tokio::join!(told, child.wait_with_output()).1 };
    match tokio::time::timeout(Duration::from_secs(HAND_OVER_SECONDS), ended).await {
        Err(_) => failed(format!("the program did not end within {HAND_OVER_SECONDS} seconds")),
        Ok(Err(problem)) => failed(format!("the program could not be waited for: {problem}")),
        Ok(Ok(output)) if output.status.success() => Tried::Done { answer: clip(&output.stdout) },
        Ok(Ok(output)) => failed(format!(
            "{}: {}",
            output.status,
            clip(if output.stderr.is_empty() { &output.stdout } else { &output.stderr })
        )),
    }
}

fn clip(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_OUTPUT)]).trim().replace('\0', "")
}
