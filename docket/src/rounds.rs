//! Makes the rounds: everything that became due is done, in the order in which it became due.

mod instructing;
mod letters;

use crate::desk::watching::Since;
use crate::desk::{Desk, Done};
use crate::id::{CaseId, DecisionId, InstructionId, InterimId, NoticeId, PassingId};
use crate::letters::Mailer;
use crate::store::faults::{self, Step};
use crate::store::{instructions, watch};
use crate::time::Moment;
use crate::timer::{Timer, TimerKind};
use crate::watch::AWAY_SECONDS;

/// So many letters in one round, and timers that are fired one by one; the next round follows at once when there are more.
const BATCH: i64 = 100;
/// So many timers are looked at in one round.
const LOOKED_AT: i64 = 1_000;
/// So many deadlines pass in one transaction, when more than a few end together.
const TOGETHER: usize = 100;
const FEW: usize = 8;
/// Whatever is slow outside the house ends a round after so long, so that what is due inside does not wait for it.
const LONGEST_SECONDS: i64 = 10;
const TELL_EVERY_SECONDS: i64 = 60;
const KEEP_EVERY_SECONDS: i64 = 60 * 60;
/// So many batches of the ledger are read on for retention in one round.
const FOLLOWED: u32 = 20;

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
    /// When it is looked for next what fell due under a rule of retention.
    keep_next: Option<Moment>,
    /// When the last round was begun, by the clock that nobody sets.
    last: Option<i64>,
    /// No other server can be at work on this database.
    alone: bool,
    /// Whether the database has a clock that ours can be compared with.
    compares: bool,
    /// Nobody watches over these: a script brings its own time along.
    scripted: bool,
    /// Letters go to a mail server beside the rounds, and not one after the other within them.
    beside: bool,
    under_way: letters::UnderWay,
    /// Has the notary sign what came into the ledger.
    signs: bool,
}

impl Rounds {
    /// For the server itself, as opposed to one round made by hand. `alone`: nobody else has this database open, so who
    /// held a lease has ended. `compares`: the clock is a real one, so the database's can be compared with it.
    pub fn of_a_server(alone: bool, compares: bool) -> Rounds {
        Rounds { alone, compares, beside: true, signs: true, ..Rounds::default() }
    }

    /// For a demonstration: what it tells happened months ago, so its clock is no sign of anything.
    pub fn of_a_script() -> Rounds {
        Rounds { scripted: true, ..Rounds::default() }
    }

    /// Before anybody can ask the server anything: whoever looks at the desk after it was away reads so from the first
    /// page on.
    pub async fn arrive(&mut self, desk: &Desk) -> Done<()> {
        if desk.read_only().is_some() {
            return Ok(());
        }
        self.begin(desk).await.map(drop)
    }

    /// True: what burdens waits.
    async fn begin(&mut self, desk: &Desk) -> Done<bool> {
        if self.alone && self.last.is_none() {
            desk.free_leases().await?;
        }
        let since = self.since(desk);
        Ok(!self.scripted && desk.begin_round(since).await?)
    }

    /// One round. Never fails as a whole: one broken thing must not hold up the others.
    pub async fn make(&mut self, desk: &Desk, mailer: &Mailer) -> Done<Round> {
        let mut round = Round::default();
        let begun = desk.now();
        // Nothing becomes due in a copy of yesterday: what it holds may have been done since.
        if self.signs && desk.heed_notary().await.is_some() {
            return Ok(round);
        }
        let waits = self.begin(desk).await?;
        let mut but_not = if waits { TimerKind::BURDENING.to_vec() } else { Vec::new() };
        but_not.push(TimerKind::Instruct);
        faults::at(Step::RoundBegun)?;
        // Letters before timers: a decision must not be stopped for a statement that only waited for this round.
        self.deliver(desk, mailer, &mut round, begun).await?;
        // The provider's machines are slow, and nothing else is to wait for them. What favours a customer is first there.
        let (quick, slow) = {
            let mut reader = desk.read().await?;
            let mut conn = reader.conn();
            let quick = watch::due(&mut conn, desk.now(), &but_not, LOOKED_AT).await?;
            let slow = match desk.settings().by_hand() {
                true => Vec::new(),
                false => instructions::due(&mut conn, desk.now(), BATCH).await?,
            };
            (quick, slow)
        };
        let mut quick: Vec<Timer> = quick.into_iter().map(|held| held.noun).collect();
        if quick.iter().filter(|timer| timer.kind == TimerKind::Deadline).count() > FEW {
            let deadlines;
            (deadlines, quick) = quick.into_iter().partition(|timer| timer.kind == TimerKind::Deadline);
            pass_together(desk, &deadlines, &mut round).await;
        }
        quick.truncate(usize::try_from(BATCH).unwrap_or(usize::MAX));
        let slow: Vec<Timer> = slow.into_iter().map(|held| held.noun).collect();
        for timer in quick.iter().chain(&slow) {
            if timer.kind == TimerKind::Instruct && is_long(desk, begun) {
                break;
            }
            try_fire(desk, timer, &mut round).await;
        }
        // Nobody waits for this to the second, so it is not asked for every second.
        let soon = desk.now().plus_seconds(TELL_EVERY_SECONDS);
        if self.tell_next.is_none_or(|next| next <= desk.now() || next > soon) {
            self.tell_next = Some(soon);
            desk.tell_reporters().await?;
            desk.alert_team().await?;
            if !self.scripted {
                desk.follow_some(FOLLOWED).await?;
            }
        }
        // Early is what is lost for good, so it waits for a clock that is right; a script's months are no months.
        let later = desk.now().plus_seconds(KEEP_EVERY_SECONDS);
        if !waits && !self.scripted && self.keep_next.is_none_or(|next| next <= desk.now() || next > later) {
            match desk.keep_house().await {
                Ok(true) => self.keep_next = Some(later),
                // A long ledger is read a little in each round.
                Ok(false) => {}
                Err(problem) => {
                    self.keep_next = Some(later);
                    round.problems += 1;
                    tracing::error!(%problem, "what falls due could not be looked for");
                }
            }
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
}

fn is_long(desk: &Desk, begun: Moment) -> bool {
    desk.now().minus(begun) > LONGEST_SECONDS * 1_000_000
}

/// Deadlines that end together pass many in one transaction. Each server begins at another place, so that two of them
/// seldom ask for the same ones; what one of them has taken, the other leaves alone.
async fn pass_together(desk: &Desk, deadlines: &[Timer], round: &mut Round) {
    let parts: Vec<&[Timer]> = deadlines.chunks(TOGETHER).collect();
    let first = desk.place_in_line() % parts.len().max(1);
    for part in parts.iter().cycle().skip(first).take(parts.len()) {
        let notices: Vec<NoticeId> = part.iter().filter_map(|timer| NoticeId::parse(&timer.subject)).collect();
        let Err(problem) = desk.deadlines_due(&notices).await else {
            round.timers += part.len();
            continue;
        };
        // One broken thing must not hold up the others.
        tracing::error!(%problem, "deadlines could not pass together");
        for timer in *part {
            try_fire(desk, timer, round).await;
        }
    }
}

async fn try_fire(desk: &Desk, timer: &Timer, round: &mut Round) {
    round.timers += 1;
    if let Err(problem) = fire(desk, timer).await {
        round.problems += 1;
        tracing::error!(timer = %timer.id, %problem, "a timer could not be fired");
    }
}

async fn fire(desk: &Desk, timer: &Timer) -> Done<()> {
    faults::at(Step::TimerTaken)?;
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
            Some(instruction) => instructing::carry_out(desk, instruction).await,
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
