//! What the pages ask for: one view for each page, filled by one query function each.

use crate::appeal::Appeal;
use crate::case::Case;
use crate::complaint::Complaint;
use crate::complaint::locations::LocationOutcome;
use crate::customer::standing::{Standing, Strike};
use crate::customer::{Asset, Customer};
use crate::data_request::DataRequest;
use crate::decision::checks::Finding;
use crate::decision::{Decision, Outcome};
use crate::extension::Extension;
use crate::hold::Hold;
use crate::id::{AssetId, LetterId, PersonId};
use crate::instruction::Instruction;
use crate::interim::Interim;
use crate::letter::Letter;
use crate::mail::Mail;
use crate::notice::{Answer, Notice};
use crate::passing::Passing;
use crate::people::{Invitation, Person, Token};
use crate::policy::Clause;
use crate::sentence::{Names, Sentence};
use crate::time::{Deadline, Moment};
use crate::words::Phrase;
use std::collections::HashMap;

/// One event in a timeline.
#[derive(Clone, Debug)]
pub struct TimelineItem {
    pub seq: i64,
    pub at: Moment,
    pub kind: String,
    pub sentence: Sentence,
}

/// One line of the inbox. Of the complaint's personal values only summary, locations and source were fetched.
#[derive(Clone, Debug)]
pub struct ComplaintRow {
    pub complaint: Complaint,
    pub customer: Option<String>,
    pub case: Option<String>,
}

#[derive(Clone, Debug)]
pub struct InboxView {
    pub rows: Vec<ComplaintRow>,
    /// The key of the next page, "micros_id", if there is one.
    pub next: Option<String>,
}

/// One complaint with what a decision about it needs.
#[derive(Clone, Debug)]
pub struct ComplaintView {
    pub complaint: Complaint,
    pub customer: Option<Customer>,
    pub candidates: Vec<String>,
    pub case: Option<String>,
    /// Open cases of the same customer: number and title.
    pub open_cases: Vec<(String, String)>,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug)]
pub struct CaseRow {
    pub case: Case,
    pub customer: String,
    pub owner: Option<String>,
}

#[derive(Clone, Debug)]
pub struct CasesView {
    pub rows: Vec<CaseRow>,
    pub next: Option<String>,
}

/// A case with everything that hangs on it.
#[derive(Clone, Debug)]
pub struct CaseView {
    pub case: Case,
    pub version: i64,
    pub customer: Customer,
    pub clause: Clause,
    pub assets: Vec<Asset>,
    pub owner: Option<String>,
    pub complaints: Vec<Complaint>,
    pub more_complaints: bool,
    pub notices: Vec<Notice>,
    pub answers: Vec<Answer>,
    /// Requests for more time, oldest first.
    pub extensions: Vec<Extension>,
    pub decisions: Vec<Decision>,
    pub instructions: Vec<Instruction>,
    pub letters: Vec<Letter>,
    /// Letters that some server hands over just now, and since when.
    pub sending: HashMap<LetterId, Moment>,
    pub timeline: Vec<TimelineItem>,
    /// The number before which older entries begin, if there are any.
    pub older: Option<i64>,
    /// Why nothing can be switched off now.
    pub in_the_way: Vec<Finding>,
    pub interims: Vec<Interim>,
    pub appeals: Vec<Appeal>,
    /// Every hold on the case or its customer, released ones too.
    pub holds: Vec<Hold>,
    pub data_requests: Vec<DataRequest>,
    /// Mails about it that wait for a person, oldest first.
    pub mails: Vec<Mail>,
    pub prior_cases: usize,
    pub names: Names,
    /// Who could own it: id and name.
    pub workers: Vec<(String, String)>,
}

impl CaseView {
    pub fn notice(&self, number: u32) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.number == number)
    }

    pub fn decision(&self, number: u32) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.number == number)
    }

    pub fn answer(&self, receipt: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.receipt == receipt)
    }

    pub fn extension(&self, receipt: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.receipt == receipt)
    }

    /// The notice that runs, or ran last.
    pub fn last_notice(&self) -> Option<&Notice> {
        self.notices.iter().rev().find(|notice| notice.sent_at().is_some())
    }

    /// The holds that stand on this case.
    pub fn held_for_court(&self) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(|hold| hold.covers(self.case.id))
    }

    pub fn pending_decision(&self) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.is_pending())
    }
}

/// One appeal among others.
#[derive(Clone, Debug)]
pub struct AppealRow {
    pub appeal: Appeal,
    pub case: String,
    pub customer: String,
    pub assigned_to: Option<String>,
}

#[derive(Clone, Debug)]
pub struct AppealsView {
    pub waiting: Vec<AppealRow>,
    pub decided: Vec<AppealRow>,
}

/// One appeal, with who may decide it and who may not.
#[derive(Clone, Debug)]
pub struct AppealView {
    pub row: AppealRow,
    pub decision: Decision,
    /// Assets that are off because of the decision now.
    pub off: Vec<Asset>,
    /// Who had a part in the decision.
    pub signed: Vec<crate::id::PersonId>,
    /// Who can take it.
    pub can_decide: Vec<Person>,
    pub names: Names,
}

/// One request for more time among others.
#[derive(Clone, Debug)]
pub struct TimeRow {
    pub asked: Extension,
    pub case: String,
    pub customer: String,
    pub notice: u32,
    /// The deadline that stands.
    pub stands: Deadline,
    /// Who decided it.
    pub decided_by: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct TimesView {
    pub waiting: Vec<TimeRow>,
    /// Where the next page of those that wait begins.
    pub next_waiting: Option<String>,
    pub decided: Vec<TimeRow>,
    pub next_decided: Option<String>,
}

/// One hold with where it lies.
#[derive(Clone, Debug)]
pub struct HoldRow {
    pub hold: Hold,
    /// Empty where the hold covers a period or the whole desk.
    pub case: String,
    pub customer: String,
    pub placed_by: String,
    pub custodian: Option<String>,
}

#[derive(Clone, Debug)]
pub struct CustomersView {
    pub customers: Vec<Customer>,
    pub next: Option<String>,
}

#[derive(Clone, Debug)]
pub struct CustomerView {
    pub customer: Customer,
    pub assets: Vec<Asset>,
    pub cases: Vec<Case>,
    pub complaints: Vec<Complaint>,
    /// The decisions that keep assets off, with their case's number.
    pub suspended_by: Vec<(Decision, String)>,
    pub holds: Vec<Hold>,
    pub version: i64,
    pub standing: Standing,
    /// Newest first, those that no longer count included.
    pub strikes: Vec<StrikeRow>,
    /// Complaints in each of the last weeks, oldest first.
    pub weeks: Vec<Week>,
    /// Newest first, with their case's number.
    pub notices: Vec<(Notice, String)>,
    /// What was passed on to them as information, newest first.
    pub passings: Vec<Passing>,
    /// What was decided in each case, in the order of the cases.
    pub ended: Vec<Option<CaseEnd>>,
    /// Decisions that promise to keep data, with their case's number.
    pub preserved: Vec<(Decision, String)>,
    /// What changed about the account and its contacts, newest first.
    pub history: Vec<TimelineItem>,
    /// The reseller above them.
    pub parent: Option<String>,
    /// Wider prefixes of others in which their own lie.
    pub inside: Vec<Inside>,
}

/// A burdening decision that counts, or counted, against a customer.
#[derive(Clone, Debug)]
pub struct StrikeRow {
    pub strike: Strike,
    pub case: String,
    pub clause: String,
    pub counts: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    pub since: Moment,
    pub many: i64,
}

/// How a case ended or stands: the outcome in force and how long the customer had.
#[derive(Clone, Debug)]
pub struct CaseEnd {
    pub outcome: Outcome,
    pub at: Moment,
    /// From the first notice to the effect, in seconds.
    pub given: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Inside {
    pub asset: AssetId,
    pub wider: String,
    pub holder: String,
}

/// A complaint of which nobody knows yet whose it is.
#[derive(Clone, Debug)]
pub struct UnmatchedRow {
    pub complaint: Complaint,
    pub candidates: Vec<Candidate>,
}

/// Who it may be, and why we think so.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub handle: String,
    pub why: Phrase,
}

#[derive(Clone, Debug)]
pub struct UnmatchedView {
    pub rows: Vec<UnmatchedRow>,
    pub next: Option<String>,
}

/// The locations of one complaint, a page of them.
#[derive(Clone, Debug)]
pub struct LocationsView {
    pub complaint: Complaint,
    pub case: Option<String>,
    /// Place, address, outcome.
    pub rows: Vec<(u32, String, Option<LocationOutcome>)>,
    /// How many there are under the filter.
    pub matching: usize,
    pub total: usize,
    pub next: Option<u32>,
}

/// One row of the ledger explorer.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    pub seq: i64,
    pub at: Moment,
    pub actor: Phrase,
    pub kind: String,
    pub case: Option<String>,
    pub sentence: Option<Sentence>,
    pub leaf_hash: String,
    /// The exact bytes, as text.
    pub leaf: String,
}

#[derive(Clone, Debug)]
pub struct DecisionRow {
    pub decision: Decision,
    pub case: Case,
    pub customer: String,
    pub proposed_by: String,
}

#[derive(Clone, Debug)]
pub struct DecisionsView {
    pub rows: Vec<DecisionRow>,
    pub next: Option<String>,
}

#[derive(Clone, Debug)]
pub struct PeopleView {
    pub people: Vec<Person>,
    /// When each was last at a page, if ever.
    pub seen: HashMap<PersonId, Moment>,
    /// Invitations that nobody has accepted yet.
    pub invitations: Vec<Invitation>,
    pub tokens: Vec<Token>,
}
