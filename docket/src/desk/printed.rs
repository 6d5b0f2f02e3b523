//! What leaves the desk on paper: a notice, a decision with its reasons, the receipt of an answer. A paper says what was
//! said when it was said, and what became of it since is for its page to tell, so it reads the same whenever it is made.
//! None of these holds a name of the team, a verdict, or the secret part of a link: papers are passed on.

mod attached;

use super::codes::masked;
use super::pages::read_events;
use super::public::{Entry, ReceiptSheet, entry_of, receipt_of, standing};
use super::{Desk, Done, Opened};
use crate::case::Case;
use crate::customer::Customer;
use crate::decision::{Decision, DecisionStage, Outcome, Statement};
use crate::event::Event;
use crate::id::{CaseId, ContactId, DecisionId, NoticeId};
use crate::notice::{Notice, NoticeStage};
use crate::private::Private;
use crate::refusal::Refusal;
use crate::store::ledger::{self, EventRow};
use crate::store::{Conn, Stored, lists};
use crate::time::{Deadline, Moment};
use crate::words::Language;

/// A notice as it was sent.
#[derive(Clone, Debug)]
pub struct NoticePaper {
    pub notice: Notice,
    pub case_number: String,
    pub handle: String,
    /// Where its letter went, as a hint: `l•••@example-social.example`.
    pub to: Vec<String>,
    /// The entry of the ledger with which it left.
    pub entry: Entry,
    /// What is printed in the place of each contact's own link.
    pub link: String,
}

/// The words of one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterWords {
    pub language: Language,
    pub text: String,
    /// SHA-256 of the letter before its own fingerprint and a link were filled in.
    pub hash: String,
}

impl NoticePaper {
    /// For whoever reads this language, or as the notice was written where no letter was sent in it.
    pub fn letter(&self, language: Language) -> LetterWords {
        let notice = &self.notice;
        let other = notice.other_letters.iter().find(|other| other.language == language);
        let other = other.filter(|_| language != notice.text.language);
        LetterWords {
            language: other.map_or(notice.text.language, |other| other.language),
            text: notice.letter_in(language, &self.link),
            hash: other.map_or(&notice.text.hash, |other| &other.hash).clone(),
        }
    }

    /// The one that the letter prints, whatever time was given since.
    pub fn deadline(&self) -> &Deadline {
        self.notice.first_deadline()
    }
}

/// A decision with its reasons, as it was told.
#[derive(Clone, Debug)]
pub struct DecisionPaper {
    pub case_number: String,
    pub handle: String,
    pub number: u32,
    pub outcome: Outcome,
    pub effective: Deadline,
    pub assets: Vec<String>,
    pub conditions: Vec<Private<String>>,
    pub preserve_until: Option<Moment>,
    pub statement: Statement,
    /// The entry with which it was settled: its last approval, or its effect where it needed none.
    pub entry: Entry,
}

/// The letters to a notice's contacts, printed by whoever knows how: their words, for `/check`.
pub type AsPrinted<'a> = &'a (dyn Fn(&NoticePaper) -> Vec<String> + Send + Sync);

impl Desk {
    /// The notice behind a link, to the contact whose link it is.
    pub async fn notice_paper(&self, opened: &Opened) -> Done<NoticePaper> {
        let mut reader = self.read().await?;
        let handle = opened.customer.handle.clone();
        let paper = self.paper_of(&mut reader.conn(), opened.notice.clone(), handle, Some(opened.link.contact)).await?;
        paper.ok_or(Refusal::NotFound("notice").into())
    }

    /// The same for the desk's own files, to everybody to whom it went.
    pub async fn notice_copy(&self, case: &str, number: u32) -> Done<NoticePaper> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let (case, customer) = matter(&mut conn, case).await?;
        let notices = lists::notices_of(&mut conn, case.id).await?.into_iter().map(|held| held.noun);
        let notice = notices.into_iter().find(|notice| notice.number == number);
        let notice = notice.ok_or(Refusal::NotFound("notice"))?;
        let paper = self.paper_of(&mut conn, notice, customer.handle, None).await?;
        paper.ok_or(Refusal::NotFound("notice").into())
    }

    /// A decision that the customer's page shows.
    pub async fn decision_paper(&self, opened: &Opened, number: u32) -> Done<DecisionPaper> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let case: Case =
            lists::one(&mut conn, &opened.notice.case.to_string()).await?.ok_or(Refusal::NotFound("decision"))?.noun;
        let decision = decision(&mut conn, case.id, number).await?.filter(|one| standing(one.clone()).is_some());
        let decision = decision.ok_or(Refusal::NotFound("decision"))?;
        told(&mut conn, decision, case, opened.customer.handle.clone()).await
    }

    /// The same for the desk's own files: of every decision that was settled and not withdrawn.
    pub async fn decision_copy(&self, case: &str, number: u32) -> Done<DecisionPaper> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let (case, customer) = matter(&mut conn, case).await?;
        let withdrawn = |one: &Decision| matches!(one.stage, DecisionStage::Withdrawn { .. });
        let decision = decision(&mut conn, case.id, number).await?.filter(|one| !withdrawn(one));
        let decision = decision.ok_or(Refusal::NotFound("decision"))?;
        told(&mut conn, decision, case, customer.handle).await
    }

    /// The receipt of an answer, for the desk's own files: what its sender's page shows, and nothing else.
    pub async fn receipt_copy(&self, case: &str, receipt: &str) -> Done<ReceiptSheet> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let (case, customer) = matter(&mut conn, case).await?;
        let found = lists::answer_by_receipt(&mut conn, receipt).await?.map(|held| held.noun);
        let answer = found.filter(|answer| answer.case == case.id).ok_or(Refusal::NotFound("answer"))?;
        let notice: Notice =
            lists::one(&mut conn, &answer.notice.to_string()).await?.ok_or(Refusal::NotFound("notice"))?.noun;
        Ok(receipt_of(&mut conn, notice, customer.handle, answer).await?)
    }

    /// None: it has not left. `to`: the contact for whom it is made, or everybody.
    pub(super) async fn paper_of(
        &self,
        conn: &mut Conn<'_>,
        notice: Notice,
        handle: String,
        to: Option<ContactId>,
    ) -> Stored<Option<NoticePaper>> {
        if matches!(notice.stage, NoticeStage::Leaving { .. } | NoticeStage::Undone { .. }) {
            return Ok(None);
        }
        let Some(entry) = sent_with(conn, notice.case, notice.id).await? else { return Ok(None) };
        let case = lists::one::<Case>(conn, &notice.case.to_string()).await?;
        let to = notice.recipients.iter().filter(|one| to.is_none_or(|to| one.contact == to));
        Ok(Some(NoticePaper {
            to: to.map(|one| masked(one.email.show())).collect(),
            case_number: case.map(|case| case.noun.number).unwrap_or_default(),
            handle,
            entry,
            link: self.settings().notice_url("…"),
            notice,
        }))
    }
}

/// A case and whose it is.
async fn matter(conn: &mut Conn<'_>, number: &str) -> Done<(Case, Customer)> {
    let case = lists::case_by_number(conn, number).await?.ok_or(Refusal::NotFound("case"))?.noun;
    let customer = lists::one(conn, &case.customer.to_string()).await?.ok_or(Refusal::NotFound("customer"))?.noun;
    Ok((case, customer))
}

async fn decision(conn: &mut Conn<'_>, case: CaseId, number: u32) -> Stored<Option<Decision>> {
    let all = lists::decisions_of(conn, case).await?.into_iter().map(|held| held.noun);
    Ok(all.into_iter().find(|decision| decision.number == number))
}

async fn told(conn: &mut Conn<'_>, decision: Decision, case: Case, handle: String) -> Done<DecisionPaper> {
    let entry = settled_with(conn, case.id, decision.id).await?.ok_or(Refusal::NotFound("decision"))?;
    Ok(DecisionPaper {
        case_number: case.number,
        handle,
        number: decision.number,
        outcome: decision.outcome,
        assets: decision.assets.iter().map(|touched| touched.value.clone()).collect(),
        conditions: decision.conditions().iter().map(|one| one.text.clone()).collect(),
        effective: decision.effective,
        preserve_until: decision.preserve_until,
        statement: decision.statement,
        entry,
    })
}

async fn sent_with(conn: &mut Conn<'_>, case: CaseId, notice: NoticeId) -> Stored<Option<Entry>> {
    let mine = |event: &Event| matches!(event, Event::NoticeSent { notice: id, .. } if *id == notice);
    newest(conn, case, "notice_sent", mine).await
}

async fn settled_with(conn: &mut Conn<'_>, case: CaseId, decision: DecisionId) -> Stored<Option<Entry>> {
    let approved = |event: &Event| matches!(event, Event::DecisionApproved { decision: id, .. } if *id == decision);
    if let Some(entry) = newest(conn, case, "decision_approved", approved).await? {
        return Ok(Some(entry));
    }
    let began = |event: &Event| matches!(event, Event::DecisionTookEffect { decision: id, .. } if *id == decision);
    newest(conn, case, "decision_took_effect", began).await
}

async fn newest(
    conn: &mut Conn<'_>,
    case: CaseId,
    kind: &str,
    is_it: impl Fn(&Event) -> bool,
) -> Stored<Option<Entry>> {
    /// A case with more notices or decisions than this has none that anybody could read.
    const MOST: i64 = 500;
    let rows: Vec<EventRow> = ledger::before(conn, i64::MAX, kind, &case.to_string(), MOST).await?;
    let events = read_events(conn, &rows).await?;
    Ok(rows.iter().zip(&events).find(|(_, recorded)| is_it(&recorded.event)).map(|(row, _)| entry_of(row)))
}
