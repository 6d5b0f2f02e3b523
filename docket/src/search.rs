//! What can be found: which events hold text, and the words of a text. Both databases are given the same words, already
//! cut and folded, so that both find the same. Words are plain ASCII; other letters are spelled by their numbers.

mod words;

use crate::event::{Event, Recorded};
use crate::id::{CaseId, CustomerId};
use crate::words::ours;
use serde_json::Value;
use std::collections::BTreeSet;
use words::{MOST_WORDS, cut};
pub use words::{Term, beginnings, excerpt, terms};

/// What something was found as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Complaint,
    Case,
    Note,
    Notice,
    Answer,
    Decision,
    Customer,
    /// For more time, for data, or that an account is not theirs.
    Request,
    Appeal,
    Measure,
    Hold,
}

impl Found {
    pub const ALL: [Found; 11] = [
        Found::Complaint,
        Found::Case,
        Found::Note,
        Found::Notice,
        Found::Answer,
        Found::Request,
        Found::Decision,
        Found::Appeal,
        Found::Measure,
        Found::Hold,
        Found::Customer,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Found::Complaint => "complaint",
            Found::Case => "case",
            Found::Note => "note",
            Found::Notice => "notice",
            Found::Answer => "answer",
            Found::Decision => "decision",
            Found::Customer => "customer",
            Found::Request => "request",
            Found::Appeal => "appeal",
            Found::Measure => "measure",
            Found::Hold => "hold",
        }
    }

    pub fn parse(text: &str) -> Option<Found> {
        Found::ALL.into_iter().find(|found| found.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Found::Complaint => ours("Complaints"),
            Found::Case => ours("Cases"),
            Found::Note => ours("Notes"),
            Found::Notice => ours("Notices"),
            Found::Answer => ours("Answers"),
            Found::Decision => ours("Decisions"),
            Found::Customer => ours("Customers"),
            Found::Request => ours("Requests"),
            Found::Appeal => ours("Appeals"),
            Found::Measure => ours("Measures"),
            Found::Hold => ours("Holds"),
        }
    }

    /// What one of them is.
    pub fn one(self) -> &'static str {
        match self {
            Found::Complaint => ours("Complaint"),
            Found::Case => ours("Case"),
            Found::Note => ours("Note"),
            Found::Notice => ours("Notice"),
            Found::Answer => ours("Answer"),
            Found::Decision => ours("Decision"),
            Found::Customer => ours("Customer"),
            Found::Request => ours("Request"),
            Found::Appeal => ours("Appeal"),
            Found::Measure => ours("Measure"),
            Found::Hold => ours("Hold"),
        }
    }
}

/// What search keeps of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub event: String,
    pub kind: Found,
    pub noun: String,
    pub case: Option<CaseId>,
    pub customer: Option<CustomerId>,
    /// Sorted, each once, between spaces.
    pub words: String,
}

/// None: nobody will search for this.
pub fn entry(recorded: &Recorded) -> Option<Entry> {
    let event = &recorded.event;
    let (kind, noun, case, customer) = match event {
        Event::ComplaintReceived { complaint, whose, .. } => {
            (Found::Complaint, complaint.to_string(), None, whose.customer())
        }
        Event::CaseOpened { case, customer, .. } => (Found::Case, case.to_string(), Some(*case), Some(*customer)),
        Event::CaseNoted { case, .. } | Event::CaseClosed { case, .. } | Event::EvidenceAdded { case, .. } => {
            (Found::Note, case.to_string(), Some(*case), None)
        }
        Event::CaseTagged(it) => (Found::Note, it.case.to_string(), Some(it.case), None),
        Event::CaseSnoozed(it) => (Found::Note, it.case.to_string(), Some(it.case), None),
        Event::NoticeScheduled { notice, case, customer, .. } => {
            (Found::Notice, notice.to_string(), Some(*case), Some(*customer))
        }
        Event::AnswerReceived { answer, case, .. } => (Found::Answer, answer.to_string(), Some(*case), None),
        Event::DecisionProposed { decision, case, customer, .. } => {
            (Found::Decision, decision.to_string(), Some(*case), Some(*customer))
        }
        Event::CustomerAdded { customer, .. }
        | Event::ContactAdded { customer, .. }
        | Event::AssetAssigned { customer, .. } => (Found::Customer, customer.to_string(), None, Some(*customer)),
        Event::AccountChanged(it) => (Found::Customer, it.customer.to_string(), None, Some(it.customer)),
        Event::ContactChanged(it) => (Found::Customer, it.customer.to_string(), None, Some(it.customer)),
        other => return later(other).map(|(kind, noun, case, customer)| made(recorded, kind, noun, case, customer)),
    };
    Some(made(recorded, kind, noun, case, customer))
}

type Where = (Found, String, Option<CaseId>, Option<CustomerId>);

/// What came after the first notice: requests, appeals, measures and holds, with what was answered to them.
fn later(event: &Event) -> Option<Where> {
    let on = |kind: Found, noun: String, case: CaseId| (kind, noun, Some(case), None);
    Some(match event {
        Event::TimeAsked(it) => on(Found::Request, it.extension.to_string(), it.case),
        Event::TimeGranted(it) => on(Found::Request, it.extension.to_string(), it.case),
        Event::TimeRefused(it) => on(Found::Request, it.extension.to_string(), it.case),
        Event::DataAsked(it) => on(Found::Request, it.request.to_string(), it.case),
        Event::DataSettled(it) => on(Found::Request, it.request.to_string(), it.case),
        Event::DeadlineLater(it) => on(Found::Notice, it.notice.to_string(), it.case),
        Event::DataDestroyed(it) => on(Found::Decision, it.decision.to_string(), it.case),
        Event::AccountDenied(it) => on(Found::Request, it.notice.to_string(), it.case),
        Event::AppealFiled(it) => on(Found::Appeal, it.appeal.to_string(), it.case),
        Event::AppealSaid(it) => on(Found::Appeal, it.appeal.to_string(), it.case),
        Event::AppealDecided(it) => on(Found::Appeal, it.appeal.to_string(), it.case),
        Event::DecisionStayed(it) => on(Found::Decision, it.decision.to_string(), it.case),
        Event::InterimTaken(it) => on(Found::Measure, it.interim.to_string(), it.case),
        Event::HoldPlaced(it) => (Found::Hold, it.hold.to_string(), Some(it.case), Some(it.customer)),
        Event::HoldReleaseAsked(it) => on(Found::Hold, it.hold.to_string(), it.case),
        Event::WideHoldPlaced(it) => (Found::Hold, it.hold.to_string(), it.scope.case(), it.scope.customer()),
        Event::WideHoldReleaseAsked(it) => (Found::Hold, it.hold.to_string(), None, None),
        _ => return None,
    })
}

fn made(recorded: &Recorded, kind: Found, noun: String, case: Option<CaseId>, customer: Option<CustomerId>) -> Entry {
    let mut words = BTreeSet::new();
    words.insert(kind_word(kind));
    for text in texts(&recorded.event) {
        cut(&text, &mut words);
        if words.len() > MOST_WORDS {
            break;
        }
    }
    let words = words.into_iter().collect::<Vec<_>>().join(" ");
    Entry { event: recorded.id.to_string(), kind, noun, case, customer, words }
}

/// Fields that are no personal values and that people search by.
const PLAIN: [&str; 11] =
    ["code", "receipt", "handle", "account", "value", "reference", "domain", "number", "tags", "kind", "category"];

/// Everything that an event says, in the order of its fields: numbers first, as people write them.
pub fn texts(event: &Event) -> Vec<String> {
    let mut texts = Vec::new();
    match event {
        Event::ComplaintReceived { number, .. } => texts.push(format!("C-{number}")),
        Event::NoticeScheduled { number, .. } => texts.push(format!("N-{number}")),
        Event::DecisionProposed { number, .. } => texts.push(format!("D-{number}")),
        Event::AppealFiled(it) => texts.push(format!("AP-{}", it.number)),
        Event::InterimTaken(it) => texts.push(format!("M-{}", it.number)),
        Event::HoldPlaced(it) => texts.push(format!("H-{}", it.number)),
        Event::WideHoldPlaced(it) => texts.push(format!("H-{}", it.number)),
        _ => {}
    }
    if let Ok(value) = serde_json::to_value(event) {
        gather(&value["body"], "", &mut texts);
    }
    texts
}

fn gather(value: &Value, key: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => match fields.get("$v").or_else(|| fields.get("$p")) {
            Some(open) => strings(open, into),
            None => fields.iter().for_each(|(key, value)| gather(value, key, into)),
        },
        Value::Array(items) => items.iter().for_each(|item| gather(item, key, into)),
        Value::String(text) if PLAIN.contains(&key) && !text.is_empty() => into.push(text.clone()),
        _ => {}
    }
}

/// Every string of an opened personal value.
fn strings(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, into)),
        _ => {}
    }
}

fn kind_word(kind: Found) -> String {
    format!("kind:{}", kind.word())
}

pub fn of_kind(kind: Found) -> Term {
    Term { word: kind_word(kind), prefix: false }
}
