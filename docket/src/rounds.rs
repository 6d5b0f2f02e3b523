//! Makes the rounds: everything that became due is done, in the order in which it became due.

use crate::desk::instructions::Tried;
use crate::desk::letters::envelope;
use crate::desk::{Desk, Done};
use crate::id::{CaseId, DecisionId, InstructionId, InterimId, LetterId, NoticeId, PassingId};
use crate::letter::Cause;
use crate::letters::{Envelope, LINK, Mailer, mime};
use crate::store::lists;
use crate::time::Moment;
use crate::timer::{Timer, TimerKind};
use std::collections::HashMap;
use std::process::Stdio;
use tokio::io::AsyncWriteExt;

/// So many timers and letters in one round; the next round follows at once when there are more.
const BATCH: i64 = 100;
/// A program that carries out instructions gets this long.
const PROGRAM_SECONDS: u64 = 60;
/// So much of what it prints is kept.
const MOST_OUTPUT: usize = 16 * 1024;
const LETTER_TRIES: u32 = 10;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub timers: usize,
    pub letters: usize,
    pub problems: usize,
}

/// Between rounds: which letters wait for another try. Lost in a crash, which only makes the next try sooner.
#[derive(Debug, Default)]
pub struct Rounds {
    waiting: HashMap<LetterId, (u32, Moment)>,
    /// When reporters are looked for next who are to hear what became of their complaint.
    tell_next: Option<Moment>,
}

impl Rounds {
    /// One round. Never fails as a whole: one broken thing must not hold up the others.
    pub async fn make(&mut self, desk: &Desk, mailer: &Mailer) -> Done<Round> {
        let mut round = Round::default();
        let by_hand = if desk.settings().carry_out.is_none() { TimerKind::Instruct.word() } else { "" };
        // Letters before timers: a decision must not be stopped for a statement that only waited for this round.
        self.deliver(desk, mailer, &mut round).await?;
        let due = {
            let mut reader = desk.read().await?;
            lists::due(&mut reader.conn(), desk.now(), by_hand, BATCH).await?
        };
        for timer in due {
            round.timers += 1;
            if let Err(problem) = fire(desk, &timer.noun).await {
                round.problems += 1;
                tracing::error!(timer = %timer.noun.id, %problem, "a timer could not be fired");
            }
        }
        // Nobody waits for this to the second, so it is not asked for every second.
        if self.tell_next.is_none_or(|next| next <= desk.now()) {
            self.tell_next = Some(desk.now().plus_seconds(60));
            desk.tell_reporters().await?;
        }
        self.deliver(desk, mailer, &mut round).await?;
        Ok(round)
    }

    async fn deliver(&mut self, desk: &Desk, mailer: &Mailer, round: &mut Round) -> Done<()> {
        // Those that wait for another try are at the front, and must not keep the others from being looked at.
        let waiting = i64::try_from(self.waiting.len()).unwrap_or(0);
        for letter in desk.queued_letters(BATCH.saturating_add(waiting)).await? {
            let now = desk.now();
            if self.waiting.get(&letter.id).is_some_and(|(_, next)| now < *next) {
                continue;
            }
            let link = desk.letter_link(letter.id).await?;
            let digits = match letter.cause {
                Cause::Code { .. } => match desk.draw_code(letter.id).await? {
                    Some(digits) => Some(digits),
                    None => {
                        desk.letter_failed(letter.id, "A newer code took its place.").await?;
                        continue;
                    }
                },
                _ => None,
            };
            let text = letter.text.show();
            let text = link.as_ref().map_or_else(|| text.to_owned(), |link| text.replace(LINK, link));
            let text = digits.as_ref().map_or(text.clone(), |digits| text.replace("{code}", digits));
            let references = desk.follows(&letter).await?;
            let envelope = Envelope { text: &text, ..envelope(desk.settings(), &letter, &references) };
            let bytes = match mime(&envelope) {
                Ok(bytes) => bytes,
                Err(problem) => {
                    round.problems += 1;
                    desk.letter_failed(letter.id, &problem.to_string()).await?;
                    continue;
                }
            };
            match mailer.hand_over(&letter.id.to_string(), &envelope, &bytes).await {
                Ok(response) => {
                    round.letters += 1;
                    self.waiting.remove(&letter.id);
                    // Kept is what left, but for a link that opens a door (see `letter_link`) and for digits: they are
                    // for their reader alone.
                    let kept = match link.is_some() || digits.is_some() {
                        true => mime(&Envelope { text: letter.text.show(), ..envelope }).unwrap_or_default(),
                        false => bytes,
                    };
                    desk.letter_accepted(letter.id, &kept, &response).await?;
                }
                Err(problem) => {
                    round.problems += 1;
                    let tries = self.waiting.get(&letter.id).map_or(1, |(tries, _)| tries + 1);
                    tracing::warn!(letter = %letter.id, problem = %problem.text, tries, "a letter was not taken");
                    if problem.permanent || tries >= LETTER_TRIES {
                        self.waiting.remove(&letter.id);
                        desk.letter_failed(letter.id, &problem.text).await?;
                    } else {
                        self.waiting.insert(letter.id, (tries, now.plus_seconds(15 << tries.min(8))));
                    }
                }
            }
        }
        Ok(())
    }
}

async fn fire(desk: &Desk, timer: &Timer) -> Done<()> {
    match timer.kind {
        TimerKind::Leave => match NoticeId::parse(&timer.subject) {
            Some(notice) => desk.send_due_notice(notice).await,
            None => Ok(()),
        },
        TimerKind::Deadline => match NoticeId::parse(&timer.subject) {
            Some(notice) => desk.deadline_due(notice).await,
            None => Ok(()),
        },
        TimerKind::Effect => match DecisionId::parse(&timer.subject) {
            Some(decision) => desk.decision_due(decision).await,
            None => Ok(()),
        },
        TimerKind::Instruct => match InstructionId::parse(&timer.subject) {
            Some(instruction) => carry_out(desk, instruction).await,
            None => Ok(()),
        },
        TimerKind::Pass => match PassingId::parse(&timer.subject) {
            Some(passing) => desk.send_due_passing(passing).await,
            None => Ok(()),
        },
        TimerKind::Wake => match CaseId::parse(&timer.subject) {
            Some(case) => desk.wake_due(case).await,
            None => Ok(()),
        },
        TimerKind::Interim => match InterimId::parse(&timer.subject) {
            Some(interim) => desk.interim_due(interim).await,
            None => Ok(()),
        },
    }
}

/// Runs the configured program with the instruction on its input. Exit 0 means done.
async fn carry_out(desk: &Desk, instruction: InstructionId) -> Done<()> {
    let Some(command) = desk.settings().carry_out.clone() else { return Ok(()) };
    let Some(paper) = desk.instruction_paper(instruction).await? else { return Ok(()) };
    let tried = match serde_json::to_vec(&paper) {
        Ok(paper) => run(&command, &paper).await,
        Err(problem) => Tried::Failed { problem: problem.to_string() },
    };
    desk.instruction_tried(instruction, &tried).await
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
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input may still have done its work: its exit code decides.
        let _ = stdin.write_all(input).await;
    }
    match tokio::time::timeout(std::time::Duration::from_secs(PROGRAM_SECONDS), child.wait_with_output()).await {
        Err(_) => failed(format!("the program did not end within {PROGRAM_SECONDS} seconds")),
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
