//! What became of letters: the exact bytes and the server's words are kept with the event.

use super::handing::Claim;
use super::pages::{MOST_COUNTED, PAGE, key, read_key, trim};
use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, Who, again};
use crate::case::Case;
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CaseId, CommandId, LetterId};
use crate::letter::{Cause, Doubted, HandedOver, Letter, LetterStage, SENDING, SentAgain, Way};
use crate::letters::{AutoKind, Envelope, LINK, Written, mime};
use crate::notice::Notice;
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::store::nouns::Held;
use crate::store::{Conn, Stored, aside_people, letters, lists};
use crate::time::{Deadline, Moment};
use crate::words::Language;
use std::collections::HashMap;

/// A conversation can be long; mail programs need only its newest part.
const MOST_REFERENCES: usize = 20;

/// One line of the outbox.
#[derive(Clone, Debug)]
pub struct LetterRow {
    pub letter: Letter,
    /// The case's number.
    pub case: Option<String>,
    /// Since when some server hands it over.
    pub sending: Option<Moment>,
}

#[derive(Clone, Debug)]
pub struct LettersView {
    pub rows: Vec<LetterRow>,
    pub next: Option<String>,
    /// How many of each stage, up to a cap.
    pub counts: Vec<(&'static str, i64)>,
}

#[derive(Clone, Debug)]
pub struct LetterView {
    pub row: LetterRow,
    pub bytes: Vec<u8>,
    /// For the letter of a notice: what its deadline was counted from.
    pub notice: Option<SendAgain>,
}

/// What sending a letter again does to the time that its notice promises: nothing, and from when it is too late.
#[derive(Clone, Debug)]
pub struct SendAgain {
    pub deadline: Deadline,
    pub promised_from: Moment,
    pub code: String,
}

/// A letter as it is packed, live and on its page.
pub fn envelope<'a>(settings: &'a Settings, letter: &'a Letter, references: &'a [String]) -> Envelope<'a> {
    Envelope {
        from: &settings.mail_from,
        from_name: &settings.provider,
        reply_to: "",
        to: letter.to.show(),
        subject: letter.subject.show(),
        text: letter.text.show(),
        message_id: &letter.message_id,
        language: letter.language,
        at: letter.queued_at,
        auto: match letter.cause {
            Cause::Receipt { .. } | Cause::Complaint { .. } | Cause::Code { .. } => AutoKind::Replied,
            _ => AutoKind::Generated,
        },
        references,
        checkpoint: None,
    }
}

/// The newest first, as everywhere in the outbox.
async fn being_sent(conn: &mut Conn<'_>, under_way: &HashMap<LetterId, Moment>) -> Stored<Vec<Held<Letter>>> {
    let mut found: Vec<Held<Letter>> = Vec::new();
    for letter in under_way.keys() {
        found.extend(lists::one::<Letter>(conn, &letter.to_string()).await?);
    }
    found.sort_by_key(|held| std::cmp::Reverse((held.noun.queued_at, held.noun.id)));
    Ok(found)
}

async fn letter_row(conn: &mut Conn<'_>, letter: Letter) -> Stored<LetterRow> {
    let case = match letter.case {
        Some(case) => lists::one::<Case>(conn, &case.to_string()).await?.map(|held| held.noun.number),
        None => None,
    };
    Ok(LetterRow { letter, case, sending: None })
}

impl Desk {
    pub async fn queued_letters(&self, limit: i64) -> Done<Vec<Letter>> {
        let mut reader = self.read().await?;
        Ok(lists::queued_letters(&mut reader.conn(), limit).await?.into_iter().map(|held| held.noun).collect())
    }

    /// What stands in the place of `{link}`, for the letters whose link the record must not hold.
    pub async fn letter_link(&self, letter: LetterId) -> Done<Option<String>> {
        Ok(aside_people::letter_link(&mut self.read().await?.conn(), letter).await?)
    }

    /// The Message-IDs of the letters that this one follows: those of the same case to the same address, so that a mail
    /// program shows them as one conversation. They never change afterwards, so a second delivery has the same bytes.
    pub async fn follows(&self, letter: &Letter) -> Done<Vec<String>> {
        let Some(case) = letter.case else { return Ok(Vec::new()) };
        let mut before = lists::letters_of(&mut self.read().await?.conn(), case).await?;
        before.retain(|held| {
            (held.noun.queued_at, held.noun.id) < (letter.queued_at, letter.id)
                && held.noun.to.show() == letter.to.show()
        });
        let skipped = before.len().saturating_sub(MOST_REFERENCES);
        Ok(before.into_iter().skip(skipped).map(|held| held.noun.message_id).collect())
    }

    pub async fn letters_view(&self, stage: &str, before: Option<&str>) -> Done<LettersView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let before = before.and_then(read_key);
        let under_way = self.under_way_in(&mut conn).await?;
        let mut found = match stage {
            SENDING => being_sent(&mut conn, &under_way).await?,
            stage => letters::letters(&mut conn, stage, before.as_ref(), PAGE + 1).await?,
        };
        let more = trim(&mut found);
        let next = found.last().filter(|_| more).map(|held| key(held.noun.queued_at, &held.noun.id.to_string()));
        let mut counts = Vec::new();
        for stage in LetterStage::WORDS {
            counts.push((stage, letters::letter_count(&mut conn, stage, MOST_COUNTED).await?));
        }
        counts.push((SENDING, i64::try_from(under_way.len()).unwrap_or(MOST_COUNTED)));
        let mut rows = Vec::with_capacity(found.len());
        for held in found {
            let sending = under_way.get(&held.noun.id).copied();
            rows.push(LetterRow { sending, ..letter_row(&mut conn, held.noun).await? });
        }
        Ok(LettersView { rows, next, counts })
    }

    /// One letter, with the exact bytes that left, or that would leave now.
    pub async fn letter_view(&self, id: LetterId) -> Done<LetterView> {
        let mut reader = self.read().await?;
        let noun: Letter =
            lists::one(&mut reader.conn(), &id.to_string()).await?.ok_or(Refusal::NotFound("letter"))?.noun;
        let bytes = match noun.left() {
            Some(left) => self.evidence(&left.bytes).await?.unwrap_or_default(),
            None => {
                let references = self.follows(&noun).await?;
                let own = self.settings().tagged(noun.id);
                let envelope = Envelope { reply_to: &own, ..envelope(self.settings(), &noun, &references) };
                mime(&envelope).unwrap_or_default()
            }
        };
        let sentence_of = |notice: &Notice| SendAgain {
            deadline: notice.deadline.clone(),
            promised_from: notice.promised_from(),
            code: notice.code.clone(),
        };
        let notice = match noun.cause {
            Cause::Notice { notice } => {
                lists::one::<Notice>(&mut reader.conn(), &notice.to_string()).await?.map(|held| sentence_of(&held.noun))
            }
            _ => None,
        };
        let sending = match noun.stage.waits() {
            true => self.under_way_in(&mut reader.conn()).await?.get(&noun.id).copied(),
            false => None,
        };
        let row = LetterRow { sending, ..letter_row(&mut reader.conn(), noun).await? };
        Ok(LetterView { row, bytes, notice })
    }

    /// A person sends a failed letter once more: a new letter with its own Message-ID, the same words and the same link.
    pub async fn send_letter_again(
        &self,
        who: &Who,
        command: CommandId,
        letter: LetterId,
    ) -> Done<(LetterId, Receipt)> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("again", letter)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::LetterQueued { letter, .. } => Ok((letter, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let seen: Letter =
                lists::one(&mut work.conn(), &letter.to_string()).await?.ok_or(Refusal::NotFound("letter"))?.noun;
            if let Some(case) = seen.case {
                work.lock_case(case, None).await?;
            }
            let noun: Letter = work.need(letter, "letter").await?;
            if !noun.stage.has_failed() || noun.again.is_some() {
                return Err(Refusal::LetterNotFailed.into());
            }
            // Its digits are good once. Whoever still needs a code asks for a new one on their page.
            if matches!(noun.cause, Cause::Code { .. }) {
                return Err(Refusal::LinkGone.into());
            }
            let again: LetterId = work.new_id();
            // Some letters carry a link that the record must not hold; without it they would lead nowhere.
            match aside_people::letter_link(&mut work.conn(), letter).await? {
                Some(link) => {
                    aside_people::drop_link(&mut work.conn(), letter).await?;
                    aside_people::keep_link(&mut work.conn(), again, &link).await?;
                }
                None if noun.cause.brings_a_link() && noun.text.show().contains(LINK) => {
                    return Err(Refusal::LinkGone.into());
                }
                None => {}
            }
            work.record(Event::LetterQueued {
                letter: again,
                case: noun.case,
                cause: noun.cause,
                language: noun.language,
                to: noun.to.clone(),
                subject: noun.subject.clone(),
                text: noun.text.clone(),
                message_id: format!("<dn.{again}@{}>", self.settings().mail_domain()),
            })
            .await?;
            let sent = SentAgain { letter, again, case: noun.case, cause: noun.cause };
            work.record(Event::LetterSentAgain(Box::new(sent))).await?;
            Ok((again, work.commit().await?))
        })
    }

    /// The letter was taken by the next hop, as exactly these bytes. `way`: which server, and how the words went there.
    /// Whoever was away for so long that somebody else has taken over writes nothing.
    pub async fn letter_accepted(
        &self,
        letter: LetterId,
        claim: &Claim,
        bytes: &[u8],
        response: &str,
        way: Option<&Way>,
    ) -> Done<()> {
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
            if !noun.stage.waits() || !work.settle(claim).await? {
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
            if let Some(way) = way {
                let way = way.clone();
                work.record(Event::LetterHandedOver(Box::new(HandedOver { letter, case: noun.case, way }))).await?;
            }
            aside_people::drop_link(&mut work.conn(), letter).await?;
            if let Cause::Notice { notice } = noun.cause {
                self.make_good(&mut work, notice).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// The connection ended between the last byte and the answer. Said once; then it waits to be offered again.
    pub async fn letter_doubted(&self, letter: LetterId, problem: &str) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("doubted", letter)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun: Letter = work.need(letter, "letter").await?;
            if noun.stage != LetterStage::Queued {
                return Ok(());
            }
            let (case, cause, problem) = (noun.case, noun.cause, problem.to_owned());
            work.record(Event::LetterDoubted(Box::new(Doubted { letter, case, cause, problem }))).await?;
            work.commit().await?;
            Ok(())
        })
    }

    /// Somebody else says that the letter will not arrive.
    pub async fn letter_failed(&self, letter: LetterId, problem: &str) -> Done<()> {
        self.fail_letter(letter, None, problem).await
    }

    /// Whoever handed it over says that it will not arrive this way.
    pub async fn letter_refused(&self, letter: LetterId, claim: &Claim, problem: &str) -> Done<()> {
        self.fail_letter(letter, Some(claim), problem).await
    }

    async fn fail_letter(&self, letter: LetterId, claim: Option<&Claim>, problem: &str) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("failed", letter)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun: Letter = work.need(letter, "letter").await?;
            if !noun.stage.waits() {
                return Ok(());
            }
            if let Some(claim) = claim
                && !work.settle(claim).await?
            {
                return Ok(());
            }
            work.record(Event::LetterFailed {
                letter,
                case: noun.case,
                cause: noun.cause,
                problem: problem.to_owned(),
            })
            .await?;
            self.void_clock(&mut work, &noun).await?;
            // The letter of a notice may be sent again with the same link. An invitation gets a new one.
            if !matches!(noun.cause, Cause::Notice { .. } | Cause::Link { .. } | Cause::Complaint { .. }) {
                aside_people::drop_link(&mut work.conn(), letter).await?;
            }
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
        for contact in owner.contacts_in_use() {
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
