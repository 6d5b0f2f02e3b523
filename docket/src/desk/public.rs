//! What a link opens: one notice, and nothing about anything else. These views hold no name of the team, no
//! reporter and no verdict before it is a decision, so that no page can show one by mistake.

mod later;

use super::drafts::SavedDraft;
use super::pages::read_events;
use super::{Desk, Done, Opened};
use crate::case::Case;
use crate::checkpoint::proof_file::ProofFile;
use crate::confirmation::Confirmation;
use crate::customer::Duty;
use crate::decision::{Decision, DecisionStage, Outcome};
use crate::event::Event;
use crate::extension::{Extension, ExtensionStage};
use crate::id::{CaseId, NoticeId};
use crate::notice::{Answer, Notice, NoticeStage, Part};
use crate::private::Private;
use crate::refusal::Refusal;
use crate::sentence::{Audience, Names};
use crate::store::ledger::{self, EventRow};
use crate::store::{Conn, Stored, checkpoints, lists};
use crate::time::{Deadline, Moment};
use crate::view::TimelineItem;
use crate::words::Language;
pub use later::{AppealSheet, DataSheet, Later, Measure, Turn};

/// A notice as its customer reads it.
#[derive(Clone, Debug)]
pub struct NoticeSheet {
    pub notice: Notice,
    /// The account's short name.
    pub handle: String,
    /// What the contact whose link this is stands for.
    pub duty: Option<Duty>,
    /// Where this contact's letter went.
    pub sent_to: Private<String>,
    /// The entry of the ledger with which the notice left.
    pub entry: Option<Entry>,
    /// Oldest first, with the time of receipt.
    pub answers: Vec<Given>,
    /// So many of them, the first ones, answered the notice that this one replaced.
    pub earlier: usize,
    /// Oldest first.
    pub asked_time: Vec<AskedTime>,
    pub standing: Vec<Standing>,
    /// The notice whose link this is, where this one took its place: its code, and when that happened.
    pub through: Option<(String, Moment)>,
    pub case_closed: bool,
    /// The customer was written to again since.
    pub followed: bool,
    /// Newest first.
    pub history: Vec<TimelineItem>,
    pub later: Later,
}

/// A place in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub seq: i64,
    pub at: Moment,
    pub leaf_hash: String,
}

/// An answer that was given before.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub receipt: String,
    pub received_at: Moment,
    pub margin: i64,
    /// The code that was mailed has not come back.
    pub unconfirmed: bool,
    pub parts: Vec<Part>,
    pub signer: Private<String>,
    pub signer_role: Private<String>,
}

/// A request for more time, and what became of it. Who decided is not told.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedTime {
    pub receipt: String,
    pub asked_at: Moment,
    pub until: Deadline,
    pub reason: Private<String>,
    pub unconfirmed: bool,
    /// None while it waits: the time that was given, if any, and why.
    pub decided: Option<(Option<Deadline>, Private<String>)>,
}

/// What the form for an answer shows.
#[derive(Clone, Debug)]
pub struct AnswerSheet {
    pub notice: Notice,
    pub handle: String,
    pub saved: Option<SavedDraft>,
    /// What was sent before, oldest first.
    pub before: Vec<Given>,
}

/// A decision that the customer was told of and that was neither withdrawn nor lifted.
#[derive(Clone, Debug)]
pub struct Standing {
    pub number: u32,
    pub outcome: Outcome,
    pub effective: Deadline,
    pub in_force_since: Option<Moment>,
    /// Its hour came and it was not carried out.
    pub halted: bool,
    /// On ice: it has no effect for now.
    pub stayed: bool,
    /// Number, words, and when it was found to be met.
    pub conditions: Vec<(u32, Private<String>, Option<Moment>)>,
    pub assets: Vec<String>,
    pub preserve_until: Option<Moment>,
    /// The reasons, word for word, as they were sent.
    pub statement: Private<String>,
    pub language: Language,
}

/// One answer as its sender may keep it.
#[derive(Clone, Debug)]
pub struct ReceiptSheet {
    pub notice: Notice,
    pub handle: String,
    pub answer: Answer,
    pub entry: Option<Entry>,
    /// A checkpoint covers the entry, so there is a proof of it.
    pub proven: bool,
}

/// What the customer is told of. Of all other kinds not even the leaf is read.
const TOLD: [&str; 31] = [
    "reminder_sent",
    "deadline_later",
    "data_destroyed",
    "notice_sent",
    "notice_withdrawn",
    "notice_confirmed",
    "answer_received",
    "deadline_passed",
    "answer_assessed",
    "decision_approved",
    "decision_withdrawn",
    "decision_took_effect",
    "decision_lifted",
    "condition_met",
    "decision_stayed",
    "stay_ended",
    "interim_taken",
    "interim_confirmed",
    "interim_lapsed",
    "interim_ended",
    "appeal_filed",
    "appeal_said",
    "appeal_decided",
    "data_asked",
    "data_settled",
    "time_asked",
    "time_granted",
    "time_refused",
    "sender_confirmed",
    "account_denied",
    "link_replaced",
];
/// A case has as many events as its complaints and letters made; so far back the page looks.
const MOST_EVENTS: i64 = 2_000;

impl NoticeSheet {
    /// The page as it would be if the notice left now, for whoever writes it.
    pub fn preview(notice: Notice, handle: String) -> NoticeSheet {
        let sent_to = notice.recipients.first().map_or_else(|| Private::new(String::new()), |to| to.email.clone());
        NoticeSheet {
            notice,
            handle,
            duty: None,
            sent_to,
            entry: None,
            answers: Vec::new(),
            earlier: 0,
            asked_time: Vec::new(),
            followed: false,
            standing: Vec::new(),
            through: None,
            later: Later::default(),
            case_closed: false,
            history: Vec::new(),
        }
    }
}

impl Desk {
    pub async fn notice_sheet(&self, opened: Opened, language: Language) -> Done<NoticeSheet> {
        let Opened { notice, customer, link, through } = opened;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let case: Case =
            lists::one(&mut conn, &notice.case.to_string()).await?.ok_or(Refusal::NotFound("notice"))?.noun;
        let mut answers = match &through {
            Some(before) => lists::answers_of_notice(&mut conn, before.id).await?,
            None => Vec::new(),
        };
        let earlier = answers.len();
        answers.extend(lists::answers_of_notice(&mut conn, notice.id).await?);
        let decisions = lists::decisions_of(&mut conn, notice.case).await?;
        let asked = lists::extensions_of_notice(&mut conn, notice.id).await?;
        let rows = ledger::of_case(&mut conn, notice.case, i64::MAX, MOST_EVENTS).await?;
        let (history, entry) = told(&mut conn, rows, notice.id, language).await?;
        let contact = customer.contacts.iter().find(|contact| contact.id == link.contact);
        let before = through.as_ref().map(|before| &before.recipients);
        let recipient =
            notice.recipients.iter().chain(before.into_iter().flatten()).find(|to| to.contact == link.contact);
        Ok(NoticeSheet {
            through: through.as_ref().and_then(|before| match &before.stage {
                NoticeStage::Superseded { at, .. } => Some((before.code.clone(), *at)),
                _ => None,
            }),
            handle: customer.handle.clone(),
            duty: contact.map(|contact| contact.duty),
            sent_to: recipient.map_or_else(|| Private::new(String::new()), |recipient| recipient.email.clone()),
            entry,
            answers: answers.into_iter().map(|held| given(held.noun)).collect(),
            earlier,
            asked_time: asked.into_iter().map(|held| asked_time(held.noun)).collect(),
            standing: decisions.into_iter().filter_map(|held| standing(held.noun)).collect(),
            case_closed: case.is_closed(),
            later: self.later(&mut conn, notice.case).await?,
            followed: super::extensions::is_followed(&mut conn, &notice).await?,
            history,
            notice,
        })
    }

    /// The form for an answer: what was saved, and what was sent before.
    pub async fn answer_sheet(&self, opened: Opened) -> Done<AnswerSheet> {
        let saved = self.draft(&opened).await?;
        let before = lists::answers_of_notice(&mut self.read().await?.conn(), opened.notice.id).await?;
        Ok(AnswerSheet {
            notice: opened.notice,
            handle: opened.customer.handle,
            saved,
            before: before.into_iter().map(|held| given(held.noun)).collect(),
        })
    }

    /// The receipt, if it belongs to this link's notice.
    pub async fn receipt_sheet(&self, opened: Opened, receipt: &str) -> Done<ReceiptSheet> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let found = lists::answer_by_receipt(&mut conn, receipt).await?.map(|held| held.noun);
        let answer = found.ok_or(Refusal::NotFound("receipt"))?;
        let answered = opened.notices().find(|notice| notice.id == answer.notice);
        let notice = answered.cloned().ok_or(Refusal::NotFound("receipt"))?;
        receipt_of(&mut conn, notice, opened.customer.handle, answer).await.map_err(Into::into)
    }

    /// That the answer stands in the ledger. What the customer wrote goes along, and nothing that the page of the
    /// receipt does not show. None: no checkpoint covers it yet.
    pub async fn receipt_proof(&self, opened: Opened, receipt: &str) -> Done<Option<ProofFile>> {
        let sheet = self.receipt_sheet(opened, receipt).await?;
        let entry = sheet.entry.ok_or(Refusal::NotFound("receipt"))?;
        self.proof_file(entry.seq, |path| path != "body/address").await
    }
}

/// The receipt of an answer, with nothing of what we think of it.
pub(super) async fn receipt_of(
    conn: &mut Conn<'_>,
    notice: Notice,
    handle: String,
    mut answer: Answer,
) -> Stored<ReceiptSheet> {
    // What somebody thought of an answer is in our decision and its reasons, not here.
    answer.verdicts.clear();
    answer.confirmation = answer.confirmation.filter(Confirmation::is_awaited);
    let mut rows = ledger::of_case(conn, answer.case, i64::MAX, MOST_EVENTS).await?;
    rows.retain(|row| row.kind == "answer_received");
    let events = read_events(conn, &rows).await?;
    let entry = rows
        .iter()
        .zip(&events)
        .find(|(_, recorded)| matches!(&recorded.event, Event::AnswerReceived { answer: id, .. } if *id == answer.id));
    let entry = entry.map(|(row, _)| entry_of(row));
    let signed_to = checkpoints::newest(conn).await?.map_or(0, |newest| newest.size);
    let proven = entry.as_ref().is_some_and(|entry| entry.seq <= signed_to);
    Ok(ReceiptSheet { notice, handle, answer, entry, proven })
}

async fn told(
    conn: &mut Conn<'_>,
    mut rows: Vec<EventRow>,
    notice: NoticeId,
    language: Language,
) -> Stored<(Vec<TimelineItem>, Option<Entry>)> {
    rows.retain(|row| TOLD.contains(&row.kind.as_str()));
    let events = read_events(conn, &rows).await?;
    let mut entry = None;
    let mut items = Vec::new();
    for (row, recorded) in rows.into_iter().zip(events) {
        // Another notice of the same case has a link of its own.
        if of_notice(&recorded.event).is_some_and(|other| other != notice) {
            continue;
        }
        if let Event::NoticeSent { .. } = recorded.event {
            entry = Some(entry_of(&row));
        }
        if let Some(sentence) = recorded.sentence(Audience::Customer, language, &Names::default()) {
            items.push(TimelineItem { seq: row.seq, at: recorded.at, kind: row.kind, sentence });
        }
    }
    Ok((items, entry))
}

fn of_notice(event: &Event) -> Option<NoticeId> {
    match event {
        Event::NoticeSent { notice, .. }
        | Event::NoticeWithdrawn { notice, .. }
        | Event::NoticeConfirmed { notice, .. }
        | Event::DeadlinePassed { notice, .. }
        | Event::AnswerReceived { notice, .. }
        | Event::AnswerAssessed { notice, .. } => Some(*notice),
        Event::TimeAsked(asked) => Some(asked.notice),
        Event::TimeGranted(granted) => Some(granted.notice),
        Event::TimeRefused(refused) => Some(refused.notice),
        Event::SenderConfirmed(confirmed) => Some(confirmed.notice),
        Event::AccountDenied(denied) => Some(denied.notice),
        Event::LinkReplaced(replaced) => Some(replaced.notice),
        Event::ReminderSent(sent) => Some(sent.notice),
        Event::DeadlineLater(later) => Some(later.notice),
        _ => None,
    }
}

fn given(answer: Answer) -> Given {
    Given {
        unconfirmed: answer.is_unconfirmed(),
        receipt: answer.receipt,
        received_at: answer.received_at,
        margin: answer.margin,
        parts: answer.parts,
        signer: answer.signer,
        signer_role: answer.signer_role,
    }
}

fn asked_time(extension: Extension) -> AskedTime {
    AskedTime {
        unconfirmed: extension.is_unconfirmed(),
        receipt: extension.receipt,
        asked_at: extension.asked_at,
        until: extension.until,
        reason: extension.reason,
        decided: match extension.stage {
            ExtensionStage::Waiting => None,
            ExtensionStage::Granted { until, reason, .. } => Some((Some(until), reason)),
            ExtensionStage::Refused { reason, .. } => Some((None, reason)),
        },
    }
}

pub(super) fn entry_of(row: &EventRow) -> Entry {
    Entry { seq: row.seq, at: Moment::from_micros(row.at), leaf_hash: hex::encode(&row.leaf_hash) }
}

pub(super) fn standing(decision: Decision) -> Option<Standing> {
    let stayed = matches!(decision.stage, DecisionStage::Stayed { .. });
    let conditions = decision.conditions().iter();
    let conditions = conditions.map(|one| (one.number, one.text.clone(), one.met.as_ref().map(|met| met.at))).collect();
    let assets = decision.touched().map(|touched| touched.value.clone()).collect();
    let (in_force_since, halted) = match decision.stage {
        DecisionStage::Stayed { .. } => (None, false),
        DecisionStage::Overturned { .. } => return None,
        DecisionStage::Approved { .. } => (None, false),
        DecisionStage::InForce { at } => (Some(at), false),
        DecisionStage::Stopped { .. } | DecisionStage::Missed { .. } => (None, true),
        DecisionStage::Proposed | DecisionStage::Withdrawn { .. } | DecisionStage::Lifted { .. } => return None,
    };
    Some(Standing {
        number: decision.number,
        outcome: decision.outcome,
        effective: decision.effective,
        in_force_since,
        halted,
        stayed,
        conditions,
        assets,
        preserve_until: decision.preserve_until,
        statement: decision.statement.text,
        language: decision.statement.language,
    })
}
