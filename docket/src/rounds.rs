//! Makes the rounds: everything that became due is done, in the order in which it became due.

use crate::desk::handing::{Claim, HAND_OVER_SECONDS};
use crate::desk::instructions::Tried;
use crate::desk::letters::envelope;
use crate::desk::watching::Since;
use crate::desk::{Desk, Done};
use crate::id::{CaseId, DecisionId, InstructionId, InterimId, NoticeId, PassingId};
use crate::letter::{Cause, Letter};
use crate::letters::{DeliveryProblem, Envelope, LINK, Mailer, Taken, mime};
use crate::store::watch;
use crate::time::Moment;
use crate::timer::{Timer, TimerKind};
use crate::watch::AWAY_SECONDS;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;

/// So many timers and letters in one round; the next round follows at once when there are more.
const BATCH: i64 = 100;
/// Whatever is slow outside the house ends a round after so long, so that what is due inside does not wait for it.
const LONGEST_SECONDS: i64 = 10;
/// So much of what it prints is kept.
const MOST_OUTPUT: usize = 16 * 1024;
const LETTER_TRIES: u32 = 10;
const TELL_EVERY_SECONDS: i64 = 60;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub timers: usize,
    pub letters: usize,
    pub problems: usize,
}

/// What one server remembers between its rounds. Lost in a crash, which is harmless: whatever counts is written down.
#[derive(Debug, Default)]
pub struct Rounds {
    /// When reporters are looked for next who are to hear what became of their complaint.
    tell_next: Option<Moment>,
    /// When the last round was begun, by the clock that nobody sets.
    last: Option<i64>,
    /// No other server can be at work on this database.
    alone: bool,
    /// Whether the database has a clock that ours can be compared with.
    compares: bool,
    /// Nobody watches over these: a script brings its own time along.
    scripted: bool,
    /// Has the notary sign what came into the ledger.
    signs: bool,
}

impl Rounds {
    /// For the server itself, as opposed to one round made by hand. `alone`: nobody else has this database open, so who
    /// held a lease has ended. `compares`: the clock is a real one, so the database's can be compared with it.
    pub fn of_a_server(alone: bool, compares: bool) -> Rounds {
        Rounds { alone, compares, signs: true, ..Rounds::default() }
    }

    /// For a demonstration: what it tells happened months ago, so its clock is no sign of anything.
    pub fn of_a_script() -> Rounds {
        Rounds { scripted: true, ..Rounds::default() }
    }

    /// One round. Never fails as a whole: one broken thing must not hold up the others.
    pub async fn make(&mut self, desk: &Desk, mailer: &Mailer) -> Done<Round> {
        let mut round = Round::default();
        let begun = desk.now();
        if self.alone && self.last.is_none() {
            desk.free_leases().await?;
        }
        let since = self.since(desk);
        let waits = !self.scripted && desk.begin_round(since).await?;
        let mut but_not = if waits { TimerKind::BURDENING.to_vec() } else { Vec::new() };
        if desk.settings().carry_out.is_none() {
            but_not.push(TimerKind::Instruct);
        }
        // Letters before timers: a decision must not be stopped for a statement that only waited for this round.
        self.deliver(desk, mailer, &mut round, begun).await?;
        let due = {
            let mut reader = desk.read().await?;
            watch::due(&mut reader.conn(), desk.now(), &but_not, BATCH).await?
        };
        // The provider's program is slow, and nothing else is to wait for it.
        let (slow, quick): (Vec<_>, Vec<_>) = due.into_iter().partition(|timer| timer.noun.kind == TimerKind::Instruct);
        for timer in quick.into_iter().chain(slow) {
            if timer.noun.kind == TimerKind::Instruct && is_long(desk, begun) {
                break;
            }
            round.timers += 1;
            if let Err(problem) = fire(desk, &timer.noun).await {
                round.problems += 1;
                tracing::error!(timer = %timer.noun.id, %problem, "a timer could not be fired");
            }
        }
        // Nobody waits for this to the second, so it is not asked for every second.
        let soon = desk.now().plus_seconds(TELL_EVERY_SECONDS);
        if self.tell_next.is_none_or(|next| next <= desk.now() || next > soon) {
            self.tell_next = Some(soon);
            desk.tell_reporters().await?;
            desk.alert_team().await?;
        }
        self.deliver(desk, mailer, &mut round, begun).await?;
        if self.signs {
            // Nothing that is due waits for the notary.
            if let Err(problem) = desk.sign_in_time().await {
                round.problems += 1;
                tracing::error!(%problem, "the ledger could not be signed");
            }
        }
        if !self.scripted {
            desk.end_round().await?;
        }
        Ok(round)
    }

    /// What this server knows of the rounds before.
    fn since(&mut self, desk: &Desk) -> Since {
        let now = desk.steady();
        let before = self.last.replace(now);
        let long_ago = before.is_none_or(|before| now - before > AWAY_SECONDS * 1_000_000);
        Since { long_ago, compare: self.compares }
    }

    async fn deliver(&mut self, desk: &Desk, mailer: &Mailer, round: &mut Round, begun: Moment) -> Done<()> {
        for letter in desk.letters_to_hand_over(BATCH).await? {
            if is_long(desk, begun) {
                break;
            }
            let Some(claim) = desk.claim_letter(letter.id).await? else { continue };
            hand_over(desk, mailer, &letter, &claim, round).await?;
        }
        Ok(())
    }
}

fn is_long(desk: &Desk, begun: Moment) -> bool {
    desk.now().minus(begun) > LONGEST_SECONDS * 1_000_000
}

/// One letter, by whoever holds its lease.
async fn hand_over(desk: &Desk, mailer: &Mailer, letter: &Letter, claim: &Claim, round: &mut Round) -> Done<()> {
    let link = desk.letter_link(letter.id).await?;
    let digits = match letter.cause {
        Cause::Code { .. } => match desk.draw_code(letter.id).await? {
            Some(digits) => Some(digits),
            None => return desk.letter_refused(letter.id, claim, "A newer code took its place.").await,
        },
        _ => None,
    };
    let text = letter.text.show();
    let text = link.as_ref().map_or_else(|| text.to_owned(), |link| text.replace(LINK, link));
    let text = digits.as_ref().map_or(text.clone(), |digits| text.replace("{code}", digits));
    let references = desk.follows(letter).await?;
    let own = desk.settings().tagged(letter.id);
    let envelope = Envelope { text: &text, reply_to: &own, ..envelope(desk.settings(), letter, &references) };
    let bytes = match mime(&envelope) {
        Ok(bytes) => bytes,
        Err(problem) => {
            round.problems += 1;
            return desk.letter_refused(letter.id, claim, &problem.to_string()).await;
        }
    };
    match in_time(mailer.hand_over(&letter.id.to_string(), &envelope, &bytes)).await {
        Ok(taken) => {
            round.letters += 1;
            // Kept is what left, but for a link that opens a door (see `letter_link`) and for digits: they are for their
            // reader alone.
            let kept = match link.is_some() || digits.is_some() {
                true => mime(&Envelope { text: letter.text.show(), ..envelope }).unwrap_or_default(),
                false => bytes,
            };
            desk.letter_accepted(letter.id, claim, &kept, &taken.response, taken.way.as_ref()).await
        }
        Err((problem, unknown)) => {
            round.problems += 1;
            let tries = claim.tries + 1;
            tracing::warn!(letter = %letter.id, problem = %problem.text, tries, "a letter was not taken");
            if problem.permanent || tries >= LETTER_TRIES {
                desk.letter_refused(letter.id, claim, &problem.text).await
            } else {
                let next = desk.now().plus_seconds(15 << tries.min(8));
                // Whoever was taken over says nothing about how it ended.
                if desk.put_off(claim, next, unknown).await? && problem.doubtful {
                    desk.letter_doubted(letter.id, &problem.text).await?;
                }
                Ok(())
            }
        }
    }
}

/// A mail server gets so long. If it says nothing until then, it may have taken the letter all the same.
async fn in_time(
    handing: impl Future<Output = Result<Taken, DeliveryProblem>>,
) -> Result<Taken, (DeliveryProblem, bool)> {
    match tokio::time::timeout(Duration::from_secs(HAND_OVER_SECONDS), handing).await {
        Ok(done) => done.map_err(|problem| {
            let unknown = problem.doubtful;
            (problem, unknown)
        }),
        Err(_) => {
            let text = format!("the mail server did not answer within {HAND_OVER_SECONDS} seconds");
            Err((DeliveryProblem { text, permanent: false, doubtful: true }, true))
        }
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
        TimerKind::Remind => match NoticeId::parse(&timer.subject) {
            Some(notice) => desk.remind_due(notice).await,
            None => Ok(()),
        },
        TimerKind::Keep => match DecisionId::parse(&timer.subject) {
            Some(decision) => desk.preservation_due(decision).await,
            None => Ok(()),
        },
    }
}

/// Runs the configured program with the instruction on its input. Exit 0 means done.
async fn carry_out(desk: &Desk, instruction: InstructionId) -> Done<()> {
    let Some(command) = desk.settings().carry_out.clone() else { return Ok(()) };
    let Some(paper) = desk.instruction_paper(instruction).await? else { return Ok(()) };
    let Some(claim) = desk.claim_instruction(instruction).await? else { return Ok(()) };
    let tried = match serde_json::to_vec(&paper) {
        Ok(paper) => run(&command, &paper).await,
        Err(problem) => Tried::Failed { problem: problem.to_string() },
    };
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
