//! Handing over outside the house: letters to a mail server, instructions to the provider's program. Any server may do
//! it, one at a time; what it did counts only while nobody has taken over.

use super::work::{Begun, Work};
use super::{Desk, Done, again};
use crate::event::Event;
use crate::id::{InstructionId, LetterId};
use crate::instruction::handed::Overtaken;
use crate::instruction::{Instruction, InstructionStage};
use crate::letter::{HandedAgain, Letter};
use crate::people::Actor;
use crate::store::faults::Step;
use crate::store::{Conn, Stored, lease, lists};
use crate::time::Moment;
use std::collections::HashMap;

/// Whoever hands over gives up after so long.
pub const HAND_OVER_SECONDS: u64 = 60;
/// Longer than the longest hand-over, so that nobody takes over from somebody who is still at it.
pub const LEASE_SECONDS: i64 = HAND_OVER_SECONDS as i64 + 30;

/// The right to hand one thing over and to say how it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    what: String,
    holder: String,
    fence: i64,
    /// How often it did not work before.
    pub tries: u32,
    /// When a hand-over began whose end nobody knows: the server ended in the middle of it.
    pub unknown_since: Option<Moment>,
}

impl Desk {
    /// Letters that can be handed over now: those about something that is switched on again, then the oldest.
    pub async fn letters_to_hand_over(&self, limit: i64) -> Done<Vec<Letter>> {
        let held = lease::letters(&mut self.read().await?.conn(), self.now(), limit).await?;
        Ok(held.into_iter().map(|held| held.noun).collect())
    }

    /// Letters that some server is handing over just now, and since when.
    pub(super) async fn under_way_in(&self, conn: &mut Conn<'_>) -> Stored<HashMap<LetterId, Moment>> {
        let held = lease::letters_under_way(conn, self.now()).await?;
        Ok(held.into_iter().filter_map(|(what, since)| Some((LetterId::parse(&what)?, since))).collect())
    }

    /// None: it has left, somebody else hands it over, or it waits for its next try.
    pub async fn claim_letter(&self, letter: LetterId) -> Done<Option<Claim>> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("hand over", letter)).await? {
                Begun::Before(_) => return Ok(None),
                Begun::Now(work) => work,
            };
            let Some(claim) = self.claim(&mut work, letter.to_string()).await? else { return Ok(None) };
            let noun: Letter = work.need(letter, "letter").await?;
            if !noun.stage.waits() {
                return Ok(None);
            }
            if let Some(begun_at) = claim.unknown_since {
                let again = HandedAgain { letter, case: noun.case, cause: noun.cause, begun_at };
                work.record(Event::LetterHandedAgain(Box::new(again))).await?;
            }
            work.commit().await?;
            Ok(Some(claim))
        })
    }

    /// None: it is done, or somebody else is trying it.
    pub async fn claim_instruction(&self, instruction: InstructionId) -> Done<Option<Claim>> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("try", instruction)).await? {
                Begun::Before(_) => return Ok(None),
                Begun::Now(work) => work,
            };
            let Some(claim) = self.claim(&mut work, instruction.to_string()).await? else { return Ok(None) };
            let noun: Instruction = work.need(instruction, "instruction").await?;
            if noun.stage != InstructionStage::Waiting {
                return Ok(None);
            }
            if let Some(overtaken) = overtaken(&mut work, &noun).await? {
                work.settle(&claim).await?;
                work.record(Event::InstructionOvertaken(Box::new(overtaken))).await?;
                work.commit().await?;
                return Ok(None);
            }
            work.commit().await?;
            Ok(Some(claim))
        })
    }

    async fn claim(&self, work: &mut Work, what: String) -> Stored<Option<Claim>> {
        let holder = self.server_id();
        let until = work.now.plus_seconds(LEASE_SECONDS);
        let now = work.now;
        let taken = lease::take(&mut work.conn(), &what, &holder, now, until).await?;
        work.at(Step::LeaseTaken).await?;
        Ok(taken.map(|taken| Claim {
            what,
            holder,
            fence: taken.fence,
            tries: u32::try_from(taken.tries).unwrap_or(u32::MAX),
            unknown_since: taken.before_at.map(Moment::from_micros),
        }))
    }

    /// It did not work; not before `next` is it tried again, by whichever server comes first. `unknown`: it may have
    /// worked all the same. False: somebody else has taken over, and their word counts.
    pub async fn put_off(&self, claim: &Claim, next: Moment, unknown: bool) -> Done<bool> {
        let mut tx = self.write().await?;
        let held = lease::put_off(&mut tx.conn(), &claim.what, &claim.holder, claim.fence, next, unknown).await?;
        tx.at(Step::LetterPutOff).await?;
        tx.commit().await?;
        Ok(held)
    }

    /// Some number, another one for each server.
    pub fn place_in_line(&self) -> usize {
        usize::from_str_radix(&self.server_id()[..8], 16).unwrap_or_default()
    }

    /// For the only server of a database: whoever held a lease before has ended.
    pub async fn free_leases(&self) -> Done<()> {
        let mut tx = self.write().await?;
        lease::free(&mut tx.conn()).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether a later instruction of the case says the opposite: an order that waited for its next try must not undo it.
async fn overtaken(work: &mut Work, noun: &Instruction) -> Stored<Option<Overtaken>> {
    let others = lists::instructions_of(&mut work.conn(), noun.case).await?;
    let later: Vec<Instruction> =
        others.into_iter().map(|held| held.noun).filter(|later| noun.is_overtaken_by(later)).collect();
    let Some(last) = later.last() else { return Ok(None) };
    let whole = noun.assets.iter().all(|asset| later.iter().any(|later| later.assets.contains(asset)));
    let (instruction, number, case, by_number) = (noun.id, noun.number, noun.case, last.number);
    Ok(Some(Overtaken { instruction, number, case, by_number, whole }))
}

impl Work {
    /// Ends a hand-over in the same transaction as what it brought about. False: somebody else has taken over, so
    /// whoever asks writes nothing.
    pub(crate) async fn settle(&mut self, claim: &Claim) -> Stored<bool> {
        let held = lease::settle(&mut self.conn(), &claim.what, &claim.holder, claim.fence).await?;
        self.at(Step::LeaseSettled).await?;
        Ok(held)
    }

    /// The same for what will be tried again: its fence goes on rising.
    pub(crate) async fn settle_for_now(&mut self, claim: &Claim) -> Stored<bool> {
        let now = Moment::from_micros(0);
        lease::put_off(&mut self.conn(), &claim.what, &claim.holder, claim.fence, now, false).await
    }
}
