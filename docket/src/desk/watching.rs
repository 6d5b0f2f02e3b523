//! Whether the rounds are made, and by a clock that can be right. While that is in doubt nothing that burdens a customer
//! happens by itself; what favours goes on.

use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, Who, again};
use crate::decision::missed::MissedWhy;
use crate::event::Event;
use crate::id::CommandId;
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::faults::Step;
use crate::store::watch;
use crate::time::Moment;
use crate::timer::ON_TIME_SECONDS;
use crate::watch::{
    APART_SECONDS, AWAY_SECONDS, Away, AwaySeen, BACK_JUMP_SECONDS, ClockDoubted, ClockTrusted, Doubt,
    FORWARD_JUMP_SECONDS, LONG_AWAY_SECONDS, RoundsNow,
};
use std::sync::{Mutex, OnceLock, PoisonError};

const SECOND: i64 = 1_000_000;
/// The end of a round is written down this often: a disk need not be asked for it every second.
const WRITTEN_EVERY_SECONDS: i64 = 5;
/// A clock that is led to the right time runs a little faster or slower than the steady one: by less than this between
/// two rounds, in microseconds.
const LED: i64 = 1_000;

/// What one server remembers of its own clock.
#[derive(Debug, Default)]
pub(super) struct Watch {
    server: OnceLock<String>,
    anchor: Mutex<Option<Anchor>>,
}

#[derive(Clone, Copy, Debug)]
struct Anchor {
    moved: i64,
    /// Somebody who finds the clock right ends every doubt of before.
    trusts: i64,
}

/// What a server that begins a round knows of the rounds before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Since {
    /// It made no round in the last minutes, or never: then they may have been away.
    pub long_ago: bool,
    /// Compare with the clock of the database. Not for clocks that a test moves.
    pub compare: bool,
}

impl Desk {
    /// Drawn once for each server: whoever holds a lease is told apart by it.
    pub(super) fn server_id(&self) -> String {
        self.watch.server.get_or_init(|| hex::encode(&self.secret()[..16])).clone()
    }

    pub async fn rounds_now(&self) -> Done<RoundsNow> {
        Ok(watch::now(&mut self.read().await?.conn()).await?)
    }

    /// Before each round: whether the clock can be right and whether the rounds were away. True: what burdens waits.
    pub async fn begin_round(&self, since: Since) -> Done<bool> {
        let (seen, now, apart) = {
            let mut reader = self.read().await?;
            let seen = watch::now(&mut reader.conn()).await?;
            let now = self.now();
            let apart = match since.compare && self.is_to_be_written(&seen, now) {
                true => watch::clock_of_the_database(&mut reader.conn())
                    .await?
                    .and_then(|there| apart(now, there, self.now())),
                false => None,
            };
            (seen, now, apart)
        };
        let away = seen.done_at.map(|from| Away { from, to: now });
        let away = away.filter(|away| since.long_ago && away.to.minus(away.from) > AWAY_SECONDS * SECOND);
        let doubt = self.leap(&seen).or(apart).or_else(|| behind(&seen, now)).or_else(|| {
            let seconds = away.map(|away| away.to.minus(away.from) / SECOND)?;
            (seconds > LONG_AWAY_SECONDS).then_some(Doubt::LongAway { seconds })
        });
        if let Some(away) = away {
            self.note_away(away).await?;
        }
        if let (None, Some(why)) = (seen.doubt, doubt) {
            self.doubt_clock(why, seen.trusts).await?;
        }
        Ok(seen.doubt.is_some() || doubt.is_some())
    }

    /// After each round.
    pub async fn end_round(&self) -> Done<()> {
        let now = self.now();
        let seen = self.rounds_now().await?;
        if seen.doubt.is_none() && self.is_to_be_written(&seen, now) {
            let mut tx = self.write().await?;
            watch::done(&mut tx.conn(), now).await?;
            tx.at(Step::RoundEnding).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    fn is_to_be_written(&self, seen: &RoundsNow, now: Moment) -> bool {
        seen.done_at.is_none_or(|done| now.minus(done).abs() >= WRITTEN_EVERY_SECONDS * SECOND)
    }

    /// Whether somebody set this server's clock since it was last known to be right.
    fn leap(&self, seen: &RoundsNow) -> Option<Doubt> {
        let moved = self.clock.moved();
        let mut anchor = self.watch.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        match anchor.as_mut() {
            Some(anchor) if anchor.trusts == seen.trusts => {
                let by = moved - anchor.moved;
                let doubt = leapt(by);
                if doubt.is_none() {
                    anchor.moved += by.clamp(-LED, LED);
                }
                doubt
            }
            _ => {
                *anchor = Some(Anchor { moved, trusts: seen.trusts });
                None
            }
        }
    }

    /// Asked once more by what burdens, in its own transaction: the clock may have been set since the round began.
    pub(super) fn clock_in_doubt(&self, seen: &RoundsNow) -> bool {
        let anchor = *self.watch.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        let leapt = anchor.filter(|anchor| anchor.trusts == seen.trusts);
        seen.doubt.is_some() || leapt.and_then(|anchor| leapt_since(&anchor, self.clock.moved())).is_some()
    }

    /// What burdens asks for this before it does anything. None: it waits.
    pub(super) async fn rounds_unless_in_doubt(&self, work: &mut Work) -> Done<Option<RoundsNow>> {
        let seen = watch::now(&mut work.conn()).await?;
        Ok((!self.clock_in_doubt(&seen)).then_some(seen))
    }

    async fn note_away(&self, away: Away) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("away", away)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            if watch::away(&mut work.conn(), &away).await? {
                work.record(Event::RoundsAway(away)).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    async fn doubt_clock(&self, why: Doubt, trusts: i64) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("doubt", why)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let now = work.now;
            if watch::doubt(&mut work.conn(), now, &why, trusts).await? {
                work.record(Event::ClockDoubted(ClockDoubted { why })).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// Somebody looked at what waited after the rounds had been away.
    pub async fn see_away(&self, who: &Who, command: CommandId) -> Done<Receipt> {
        who.must(Act::KeepWatch)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &"away was seen").await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let seen = watch::now(&mut work.conn()).await?;
            let away = seen.unseen().ok_or(Refusal::NothingToSee)?;
            let now = work.now;
            if !watch::seen(&mut work.conn(), &away, now).await? {
                return Err(Refusal::NothingToSee.into());
            }
            work.record(Event::RoundsAwaySeen(AwaySeen { away, by: who.person.id })).await?;
            work.commit().await
        })
    }

    /// Somebody looked at the clock and found it right. What waited goes on, and what is too late by now is missed.
    pub async fn trust_clock(&self, who: &Who, command: CommandId) -> Done<Receipt> {
        who.must(Act::KeepWatch)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &"the clock is right").await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let seen = watch::now(&mut work.conn()).await?;
            let (since, _) = seen.doubt.ok_or(Refusal::ClockNotInDoubt)?;
            let now = work.now;
            if !watch::trust(&mut work.conn(), since, now).await? {
                return Err(Refusal::ClockNotInDoubt.into());
            }
            work.record(Event::ClockTrusted(ClockTrusted { since, by: who.person.id })).await?;
            work.commit().await
        })
    }
}

/// Why an hour cannot be kept any more. None: it is on time.
pub(super) fn missed(seen: &RoundsNow, due: Moment, now: Moment) -> Option<MissedWhy> {
    let late = now.minus(due);
    if let Some(away) = seen.away.filter(|away| away.covers(due)) {
        return Some(MissedWhy::Away { from: away.from, to: away.to });
    }
    if late <= ON_TIME_SECONDS * SECOND {
        return None;
    }
    // A clock that went back was doubted before the hour, one that went forward after it.
    let doubted = seen.doubted.filter(|doubted| due <= doubted.from.max(doubted.to));
    Some(match doubted {
        Some(doubted) => MissedWhy::Clock { from: doubted.from, to: doubted.to },
        None => MissedWhy::Late { seconds: late / SECOND },
    })
}

fn leapt(by: i64) -> Option<Doubt> {
    let seconds = by.abs() / SECOND;
    match by {
        _ if by < -BACK_JUMP_SECONDS * SECOND => Some(Doubt::Back { seconds }),
        _ if by > FORWARD_JUMP_SECONDS * SECOND => Some(Doubt::Forward { seconds }),
        _ => None,
    }
}

fn leapt_since(anchor: &Anchor, moved: i64) -> Option<Doubt> {
    leapt(moved - anchor.moved)
}

/// Behind what was already written down: set back while nobody looked, or another server's clock is ahead.
fn behind(seen: &RoundsNow, now: Moment) -> Option<Doubt> {
    let by = seen.done_at?.minus(now);
    (by > APART_SECONDS * SECOND).then_some(Doubt::Back { seconds: by / SECOND })
}

/// The database was asked between these two instants.
fn apart(before: Moment, there: Moment, after: Moment) -> Option<Doubt> {
    let by = before.minus(there).max(there.minus(after));
    (by > APART_SECONDS * SECOND).then_some(Doubt::Apart { seconds: by / SECOND })
}
