//! What became of letters: the exact bytes and the server's words are kept with the event.

use super::work::{Begun, Work};
use super::{Desk, Done, again};
use crate::case::Case;
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CaseId, LetterId};
use crate::letter::{Cause, Letter, LetterStage};
use crate::letters::Written;
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::store::{aside_people, lists};
use crate::words::Language;

impl Desk {
    pub async fn queued_letters(&self, limit: i64) -> Done<Vec<Letter>> {
        let mut reader = self.read().await?;
        Ok(lists::queued_letters(&mut reader.conn(), limit).await?.into_iter().map(|held| held.noun).collect())
    }

    /// What stands in the place of `{link}`, for the letters whose link the record must not hold.
    pub async fn letter_link(&self, letter: LetterId) -> Done<Option<String>> {
        Ok(aside_people::letter_link(&mut self.read().await?.conn(), letter).await?)
    }

    /// The letter was taken by the next hop, as exactly these bytes.
    pub async fn letter_accepted(&self, letter: LetterId, bytes: &[u8], response: &str) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("accepted", letter)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun: Letter =
                lists::one(&mut work.conn(), &letter.to_string()).await?.ok_or(Refusal::NotFound("letter"))?.noun;
            if let Some(case) = noun.case {
                work.lock_case(case, None).await?;
            }
            let noun: Letter = work.need(letter, "letter").await?;
            if noun.stage != LetterStage::Queued {
                return Ok(());
            }
            let kept = work.keep(bytes).await?;
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            work.record(Event::LetterAccepted {
                letter,
                case: noun.case,
                cause: noun.cause,
                bytes: kept,
                size,
                response: response.to_owned(),
            })
            .await?;
            aside_people::drop_link(&mut work.conn(), letter).await?;
            work.commit().await?;
            Ok(())
        })
    }

    /// The letter will not arrive this way.
    pub async fn letter_failed(&self, letter: LetterId, problem: &str) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("failed", letter)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun: Letter = work.need(letter, "letter").await?;
            if noun.stage != LetterStage::Queued {
                return Ok(());
            }
            work.record(Event::LetterFailed {
                letter,
                case: noun.case,
                cause: noun.cause,
                problem: problem.to_owned(),
            })
            .await?;
            aside_people::drop_link(&mut work.conn(), letter).await?;
            work.commit().await?;
            Ok(())
        })
    }

    /// A letter to every contact of the customer whose case it is.
    pub(crate) async fn queue_about(
        &self,
        work: &mut Work,
        case: CaseId,
        cause: Cause,
        language: Language,
        written: &Written,
    ) -> Done<()> {
        let noun: Case = work.need(case, "case").await?;
        let owner: Customer = work.need(noun.customer, "customer").await?;
        for contact in &owner.contacts {
            let letter = work.new_id();
            work.record(Event::LetterQueued {
                letter,
                case: Some(case),
                cause,
                language,
                to: contact.email.clone(),
                subject: written.subject.clone().into(),
                text: written.text.clone().into(),
                message_id: format!("<dn.{letter}@{}>", self.settings().mail_domain()),
            })
            .await?;
        }
        Ok(())
    }
}
