//! What comes in by mail about our letters: kept with its hash, tied to its letter or notice, and then believed as far
//! as its kind allows. A report changes its letter, a reply becomes an answer at its time of receipt, an automatic reply
//! changes nothing. What belongs to nothing waits for a person.

mod hand;
mod views;

pub use hand::BindForm;
pub use views::{MailPage, MailRow, MailsView};

use super::answers::{AnswerForm, Came, Said};
use super::complaints::Taken;
use super::work::{Begun, Work};
use super::{Desk, Done, again};
use crate::complaint::{Channel, Exhibit};
use crate::event::Event;
use crate::id::{CaseId, CommandId, LetterId, MailId, NoticeId};
use crate::intake::{Post, Told, Wanted};
use crate::letter::{Cause, Letter, Reported};
use crate::mail::{About, Action, Answered, BoundBy, Mail, MailKind, MailStage, Received, Report};
use crate::notice::anchor::Anchor;
use crate::notice::reach::Unreached;
use crate::notice::{Answer, Notice, NoticeStage, Part, Stance, Via};
use crate::people::Actor;
use crate::report::papers::without_links;
use crate::store::{Conn, StoreError, Stored, lists, mails};
use crate::time::Moment;
use sha2::{Digest, Sha256};

/// So many receipts for mails to one notice in a day: whoever floods a notice floods nobody else with our receipts.
const RECEIPTS_A_DAY: usize = 1;

/// What became of a mail.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenMail {
    pub mail: MailId,
    pub number: i64,
    pub kind: MailKind,
    pub stage: MailStage,
    /// It had been here before.
    pub repeated: bool,
    /// The number of the case to which it belongs.
    pub case: Option<String>,
}

/// What came through a mailbox that takes everything.
#[derive(Clone, Debug, PartialEq)]
pub enum TakenPost {
    Mail(TakenMail),
    /// It was a complaint in a form for machines.
    Complaint(Taken),
}

impl Desk {
    /// A mail of any kind from the watched mailbox.
    pub async fn take_post(&self, received_at: Moment, bytes: &[u8]) -> Done<TakenPost> {
        let post = read(bytes).await?;
        if post.is_complaint {
            let taken = self.take_report(Actor::Reporter, Channel::Mail, bytes, Wanted::Auto, None).await?;
            return Ok(TakenPost::Complaint(taken));
        }
        Ok(TakenPost::Mail(self.take(received_at, bytes, post).await?))
    }

    /// A mail about our letters. The same mail again changes nothing.
    pub async fn take_mail(&self, received_at: Moment, bytes: &[u8]) -> Done<TakenMail> {
        let post = read(bytes).await?;
        self.take(received_at, bytes, post).await
    }

    async fn take(&self, received_at: Moment, bytes: &[u8], post: Post) -> Done<TakenMail> {
        let about = self.belongs_to(&post).await?;
        // What a customer sends is theirs also in the ledger; nobody has shown yet that it is.
        let actor = match about {
            Some(About { notice: Some(notice), .. }) if post.kind == MailKind::Reply => Actor::Customer { notice },
            _ => Actor::System,
        };
        again!(async {
            let mut work = match self.begin(actor, command_of(&post.dedupe), &post.dedupe).await? {
                Begun::Before(_) => return self.taken_mail_before(&post.dedupe).await,
                Begun::Now(work) => work,
            };
            if let Some(case) = about.and_then(|about| about.case) {
                work.lock_case(case, None).await?;
            }
            let raw = work.keep(bytes).await?;
            let number = work.next_number("mail").await?;
            let mail: MailId = work.new_id();
            // A file's time is the mail server's word; later than now it cannot have come.
            let received_at = received_at.min(work.now);
            let waits = match (about, post.kind) {
                (None, _) | (Some(_), MailKind::Reply) => true,
                (Some(_), MailKind::Delivery) => post.reports.is_empty(),
                (Some(_), MailKind::Automatic) => false,
            };
            work.record(Event::MailReceived(Box::new(Received {
                mail,
                number,
                received_at,
                raw: raw.clone(),
                size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                dedupe: post.dedupe.clone(),
                kind: post.kind,
                from: shown_sender(&post).into(),
                subject: post.subject.clone().into(),
                // Whoever quotes our letter brings their own link along.
                text: without_links(&post.text).into(),
                reports: post.reports.iter().map(report).collect(),
                about,
                waits,
            })))
            .await?;
            if let Some(about) = about {
                self.believe(&mut work, mail, about).await?;
            }
            let noun: Mail = work.need(mail, "mail").await?;
            work.commit().await?;
            self.taken_mail(noun, false).await
        })
    }

    async fn taken_mail_before(&self, dedupe: &str) -> Done<TakenMail> {
        let held = mails::by_dedupe(&mut self.read().await?.conn(), dedupe).await?;
        let held = held.ok_or_else(|| StoreError::Damaged("a mail that was taken is gone".into()))?;
        self.taken_mail(held.noun, true).await
    }

    async fn taken_mail(&self, noun: Mail, repeated: bool) -> Done<TakenMail> {
        let case = match noun.case() {
            Some(case) => lists::one::<crate::case::Case>(&mut self.read().await?.conn(), &case.to_string()).await?,
            None => None,
        };
        Ok(TakenMail {
            mail: noun.id,
            number: noun.number,
            kind: noun.kind,
            stage: noun.stage,
            repeated,
            case: case.map(|held| held.noun.number),
        })
    }

    /// The letter or the notice that a mail names, if the record has it.
    async fn belongs_to(&self, post: &Post) -> Done<Option<About>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let tags = self.tags_in(&post.to);
        let mut named: Vec<(LetterId, BoundBy)> = Vec::new();
        named.extend(post.envelope_id.map(|letter| (letter, BoundBy::Envelope)));
        named.extend(post.returned.map(|letter| (letter, BoundBy::Returned)));
        named.extend(tags.into_iter().map(|letter| (letter, BoundBy::Tag)));
        named.extend(post.answers.iter().map(|letter| (*letter, BoundBy::Reference)));
        for (letter, by) in named {
            if let Some(held) = lists::one::<Letter>(&mut conn, &letter.to_string()).await? {
                return Ok(Some(about_letter(&mut conn, &held.noun, by).await?));
            }
        }
        for code in &post.codes {
            if let Some(held) = lists::notice_by_code(&mut conn, code).await? {
                return Ok(Some(about_notice(&held.noun, BoundBy::Subject)));
            }
        }
        Ok(None)
    }

    /// Letters whose tag stands in one of our own addresses.
    fn tags_in(&self, addresses: &[String]) -> Vec<LetterId> {
        let ours = self.settings().mail_from.to_lowercase();
        let Some((name, domain)) = ours.split_once('@') else { return Vec::new() };
        let tag = |address: &String| {
            let (local, at) = address.split_once('@')?;
            let tag = local.strip_prefix(name)?.strip_prefix('+')?;
            if at == domain { LetterId::parse(tag) } else { None }
        };
        addresses.iter().filter_map(tag).collect()
    }

    /// Does what a mail says, as far as its kind is believed. Its case's row was taken.
    async fn believe(&self, work: &mut Work, mail: MailId, about: About) -> Done<()> {
        let noun: Mail = work.need(mail, "mail").await?;
        match (noun.kind, about.letter, about.notice) {
            (MailKind::Delivery, Some(letter), _) => self.report_letter(work, &noun, letter).await,
            (MailKind::Reply, _, Some(notice)) => self.answer_by_mail(work, &noun, notice).await,
            _ => Ok(()),
        }
    }

    /// What a mail server says became of a letter.
    async fn report_letter(&self, work: &mut Work, mail: &Mail, letter: LetterId) -> Done<()> {
        let Some(report) = Mail::verdict(&mail.reports).cloned() else { return Ok(()) };
        let noun: Letter = work.need(letter, "letter").await?;
        let was_failed = noun.stage.has_failed();
        work.record(Event::LetterReported(Box::new(Reported {
            letter,
            case: noun.case,
            cause: noun.cause,
            mail: mail.id,
            mail_number: mail.number,
            action: report.action,
            status: report.status.clone(),
            said: report.said.clone(),
            remote: report.remote.clone(),
            was_accepted: noun.left().is_some() || !noun.news.is_empty(),
            was_failed,
        })))
        .await?;
        if report.action == Action::Failed && !was_failed {
            self.void_clock(work, &noun).await?;
        }
        if let (Action::Delivered, Cause::Notice { notice }) = (report.action, noun.cause) {
            self.reach_anchor(work, notice, Anchor::Delivered).await?;
        }
        Ok(())
    }

    /// A letter of a notice came back: its clock no longer counts until a lead finds that the customer was reached.
    pub(crate) async fn void_clock(&self, work: &mut Work, letter: &Letter) -> Done<()> {
        let Cause::Notice { notice } = letter.cause else { return Ok(()) };
        let noun: Notice = work.need(notice, "notice").await?;
        if noun.sent_at().is_none() || noun.delivery_found || noun.unreached.contains(&letter.id) {
            return Ok(());
        }
        work.record(Event::NoticeUnreached(Box::new(Unreached {
            notice,
            case: noun.case,
            number: noun.number,
            letter: letter.id,
            to: letter.to.clone(),
        })))
        .await?;
        Ok(())
    }

    /// A mail stands on its case as an answer, at the instant at which it came. Whose words they are, nobody has shown.
    async fn answer_by_mail(&self, work: &mut Work, mail: &Mail, notice: NoticeId) -> Done<()> {
        let noun: Notice = work.need(notice, "notice").await?;
        let sent = match &noun.stage {
            NoticeStage::Sent { at } => Some(*at),
            // It was sent before another one took its place.
            NoticeStage::Superseded { .. } => Some(noun.scheduled_at),
            _ => None,
        };
        // There is nothing to answer: a person says what it is.
        let Some(sent) = sent else { return Ok(()) };
        let before = lists::answers_of_notice(&mut work.conn(), notice).await?;
        let day_ago = work.now.plus_seconds(-86_400);
        let receipts = before.iter().filter(|held| held.noun.mail.is_some() && held.noun.received_at > day_ago).count();
        // What says it came before the notice has a wrong clock.
        let received_at = if mail.received_at < sent { work.now } else { mail.received_at };
        let text = whole(mail);
        let parts = noun.text.requirements.iter().enumerate().map(|(place, requirement)| {
            // Once is enough: the words are not sorted by what was asked.
            let text = if place == 0 { text.clone() } else { String::new() };
            Part { requirement: requirement.number, stance: Stance::Whole, text: text.into(), by_date: None }
        });
        let said = Said { parts: parts.collect(), signer: mail.from.show().to_owned(), signer_role: String::new() };
        let form = AnswerForm {
            signer: mail.from.show().to_owned(),
            language: noun.text.language,
            files: vec![mail.raw.clone()],
            ..AnswerForm::default()
        };
        let file = Exhibit {
            id: work.new_id(),
            sha256: mail.raw.clone(),
            size: mail.size,
            media_type: "message/rfc822".into(),
            name: format!("ML-{}.eml", mail.number).into(),
            description: String::new().into(),
        };
        let quiet = receipts >= RECEIPTS_A_DAY;
        let came = Came { via: Via::Mail, received_at, address: "", by_link_of: None, quiet };
        let kept: Answer = self.take_answer(work, &noun, &form, &said, vec![file], came).await?;
        work.record(Event::MailAnswered(Box::new(Answered {
            mail: mail.id,
            number: mail.number,
            answer: kept.id,
            notice,
            notice_number: noun.number,
            case: noun.case,
            receipt: kept.receipt,
        })))
        .await?;
        Ok(())
    }
}

async fn read(bytes: &[u8]) -> Done<Post> {
    let bytes = bytes.to_vec();
    // Taking a large mail apart is work for the processor, not for the event loop.
    let read = tokio::task::spawn_blocking(move || Post::read(&bytes)).await;
    Ok(read.map_err(|_| StoreError::Damaged("the reader of mail stopped".into()))?)
}

/// The same mail is one command, whoever of two servers sees its file first.
fn command_of(dedupe: &str) -> CommandId {
    let hash = Sha256::digest(format!("mail {dedupe}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn shown_sender(post: &Post) -> String {
    match (post.name.as_str(), post.from.as_str()) {
        ("", from) => from.to_owned(),
        (name, from) => format!("{name} <{from}>"),
    }
}

fn report(told: &Told) -> Report {
    Report {
        recipient: told.recipient.clone().into(),
        action: told.action,
        status: told.status.clone(),
        said: told.said.clone().into(),
        remote: told.remote.clone().into(),
    }
}

/// Subject and words; an empty mail still says that it came.
fn whole(mail: &Mail) -> String {
    let (subject, text) = (mail.subject.show(), mail.text.show());
    match (subject, text) {
        ("", text) => text.to_owned(),
        (subject, "") => subject.to_owned(),
        (subject, text) => format!("{subject}\n\n{text}"),
    }
}

/// Whom an answer to this letter answers: the letter's own notice, or else the newest of its case.
async fn about_letter(conn: &mut Conn<'_>, letter: &Letter, by: BoundBy) -> Stored<About> {
    let own = match letter.cause {
        Cause::Notice { notice } | Cause::Withdrawal { notice } | Cause::Code { notice } | Cause::Link { notice } => {
            Some(notice)
        }
        Cause::Receipt { answer } => {
            lists::one::<Answer>(conn, &answer.to_string()).await?.map(|held| held.noun.notice)
        }
        _ => None,
    };
    let notice = match (own, letter.case) {
        (Some(notice), _) => Some(notice),
        (None, Some(case)) => newest_sent(conn, case).await?,
        (None, None) => None,
    };
    Ok(About { letter: Some(letter.id), notice, case: letter.case, by })
}

async fn newest_sent(conn: &mut Conn<'_>, case: CaseId) -> Stored<Option<NoticeId>> {
    let notices = lists::notices_of(conn, case).await?;
    Ok(notices.iter().rev().map(|held| &held.noun).find(|notice| notice.sent_at().is_some()).map(|notice| notice.id))
}

fn about_notice(notice: &Notice, by: BoundBy) -> About {
    About { letter: None, notice: Some(notice.id), case: Some(notice.case), by }
}
