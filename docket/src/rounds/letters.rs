//! Letters on their way out. A server hands over a few at a time and beside the rest of a round, so that a mail server
//! that says nothing holds up neither the other letters nor anything that is due in the house.

use super::{BATCH, Round, Rounds, is_long};
use crate::desk::handing::{Claim, HAND_OVER_SECONDS};
use crate::desk::letters::envelope;
use crate::desk::{Desk, Done};
use crate::letter::{Cause, Letter};
use crate::letters::{DeliveryProblem, Envelope, LINK, Mailer, Taken, mime};
use crate::store::faults::{self, Step};
use crate::time::Moment;
use std::collections::HashSet;
use std::time::Duration;
use tokio::task::JoinSet;

/// So many letters are with the mail server at once.
const AT_ONCE: usize = 8;
/// A round waits so long for the letters that it has just handed over: a decision must not be stopped for a statement
/// that only waited for this round. Then it goes on without them.
const PATIENCE: Duration = Duration::from_secs(1);
const LETTER_TRIES: u32 = 10;

/// Letters that are with the mail server just now. Whoever lets go of this breaks their hand-over off.
pub(super) type UnderWay = JoinSet<Handed>;

/// How one hand-over, or several, went.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Handed {
    letters: usize,
    problems: usize,
}

impl Handed {
    const LEFT: Handed = Handed { letters: 1, problems: 0 };
    const STAYED: Handed = Handed { letters: 0, problems: 1 };
}

impl Round {
    fn add(&mut self, handed: Handed) {
        self.letters += handed.letters;
        self.problems += handed.problems;
    }
}

impl Rounds {
    pub(super) async fn deliver(&mut self, desk: &Desk, mailer: &Mailer, round: &mut Round, begun: Moment) -> Done<()> {
        match mailer {
            Mailer::Smtp(_) if self.beside => self.deliver_beside(desk, mailer, round).await,
            _ => in_turn(desk, mailer, round, begun, self.signs).await,
        }
    }

    async fn deliver_beside(&mut self, desk: &Desk, mailer: &Mailer, round: &mut Round) -> Done<()> {
        while let Some(done) = self.under_way.try_join_next() {
            round.add(done.unwrap_or(Handed::STAYED));
        }
        let mut mine = HashSet::new();
        let patience = tokio::time::sleep(PATIENCE);
        tokio::pin!(patience);
        for letter in desk.letters_to_hand_over(BATCH).await? {
            while self.under_way.len() >= AT_ONCE {
                // Where all of them were slow before, the next one is not to be waited for.
                if mine.is_empty() {
                    return Ok(());
                }
                tokio::select! {
                    Some(done) = self.under_way.join_next_with_id() => round.ended(&mut mine, done),
                    () = &mut patience => return Ok(()),
                }
            }
            let Some(claim) = desk.claim_letter(letter.id).await? else { continue };
            faults::at(Step::LeaseHeld)?;
            let (desk, mailer, signs) = (desk.clone(), mailer.clone(), self.signs);
            let task = self.under_way.spawn(async move {
                hand_over(&desk, &mailer, &letter, &claim, signs).await.unwrap_or_else(|problem| {
                    tracing::error!(letter = %letter.id, %problem, "what became of a letter could not be written down");
                    Handed::STAYED
                })
            });
            mine.insert(task.id());
        }
        while !mine.is_empty() {
            tokio::select! {
                Some(done) = self.under_way.join_next_with_id() => round.ended(&mut mine, done),
                () = &mut patience => break,
            }
        }
        Ok(())
    }

    /// Waits for what is with the mail server: a server that ends in good order leaves nobody in doubt.
    pub async fn finish(&mut self) {
        while self.under_way.join_next().await.is_some() {}
    }
}

type Ended = Result<(tokio::task::Id, Handed), tokio::task::JoinError>;

impl Round {
    fn ended(&mut self, mine: &mut HashSet<tokio::task::Id>, ended: Ended) {
        let (id, handed) = match ended {
            Ok((id, handed)) => (id, handed),
            Err(broken) => {
                tracing::error!(problem = %broken, "a hand-over broke off");
                (broken.id(), Handed::STAYED)
            }
        };
        mine.remove(&id);
        self.add(handed);
    }
}

/// One after the other, for a folder and for rounds that are made by hand.
async fn in_turn(desk: &Desk, mailer: &Mailer, round: &mut Round, begun: Moment, signs: bool) -> Done<()> {
    for letter in desk.letters_to_hand_over(BATCH).await? {
        if is_long(desk, begun) {
            break;
        }
        let Some(claim) = desk.claim_letter(letter.id).await? else { continue };
        faults::at(Step::LeaseHeld)?;
        round.add(hand_over(desk, mailer, &letter, &claim, signs).await?);
    }
    Ok(())
}

/// One letter, by whoever holds its lease. `signs`: the ledger is signed before a notice leaves, and the notice carries
/// that along.
async fn hand_over(desk: &Desk, mailer: &Mailer, letter: &Letter, claim: &Claim, signs: bool) -> Done<Handed> {
    let link = desk.letter_link(letter.id).await?;
    let digits = match letter.cause {
        Cause::Code { .. } => match desk.draw_code(letter.id).await? {
            Some(digits) => Some(digits),
            None => {
                desk.letter_refused(letter.id, claim, "A newer code took its place.").await?;
                return Ok(Handed::default());
            }
        },
        _ => None,
    };
    let text = letter.text.show();
    let text = link.as_ref().map_or_else(|| text.to_owned(), |link| text.replace(LINK, link));
    let text = digits.as_ref().map_or(text.clone(), |digits| text.replace("{code}", digits));
    let references = desk.follows(letter).await?;
    let own = desk.settings().tagged(letter.id);
    let checkpoint = match letter.cause {
        Cause::Notice { .. } if signs => desk.checkpoint_for(letter).await?,
        _ => None,
    };
    let envelope = Envelope {
        text: &text,
        reply_to: &own,
        checkpoint: checkpoint.as_deref(),
        ..envelope(desk.settings(), letter, &references)
    };
    let bytes = match mime(&envelope) {
        Ok(bytes) => bytes,
        Err(problem) => {
            desk.letter_refused(letter.id, claim, &problem.to_string()).await?;
            return Ok(Handed::STAYED);
        }
    };
    let answer = in_time(mailer.hand_over(&letter.id.to_string(), &envelope, &bytes)).await;
    match answered(answer)? {
        Ok(taken) => {
            // Kept is what left, but for a link that opens a door (see `letter_link`) and for digits: they are for their
            // reader alone.
            let kept = match link.is_some() || digits.is_some() {
                true => mime(&Envelope { text: letter.text.show(), ..envelope }).unwrap_or_default(),
                false => bytes,
            };
            desk.letter_accepted(letter.id, claim, &kept, &taken.response, taken.way.as_ref()).await?;
            Ok(Handed::LEFT)
        }
        Err((problem, unknown)) => {
            let tries = claim.tries + 1;
            tracing::warn!(letter = %letter.id, problem = %problem.text, tries, "a letter was not taken");
            if problem.permanent || tries >= LETTER_TRIES {
                desk.letter_refused(letter.id, claim, &problem.text).await?;
            } else {
                let next = desk.now().plus_seconds(15 << tries.min(8));
                // Whoever was taken over says nothing about how it ended.
                if desk.put_off(claim, next, unknown).await? && problem.doubtful {
                    desk.letter_doubted(letter.id, &problem.text).await?;
                }
            }
            Ok(Handed::STAYED)
        }
    }
}

/// What the carrier made of it, and when it did not take it, whether it may have done so all the same.
type Answer = Result<Taken, (DeliveryProblem, bool)>;

/// A mail server gets so long. If it says nothing until then, it may have taken the letter all the same.
async fn in_time(handing: impl Future<Output = Result<Taken, DeliveryProblem>>) -> Answer {
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

/// The carrier has answered. A connection that is lost here leaves open whether it took the letter.
fn answered(answer: Answer) -> Done<Answer> {
    let taken = match answer {
        Ok(taken) => taken,
        Err(problem) => return Ok(Err(problem)),
    };
    match faults::at(Step::LetterHanded) {
        Ok(()) => Ok(Ok(taken)),
        Err(problem) if faults::is_lost(&problem) => {
            Ok(Err((DeliveryProblem { text: problem.to_string(), permanent: false, doubtful: true }, true)))
        }
        Err(problem) => Err(problem.into()),
    }
}
