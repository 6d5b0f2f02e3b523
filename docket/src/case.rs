//! Our work on one customer and one matter.

pub mod evidence;
pub mod tended;

use crate::decision::Outcome;
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ClauseId, CustomerId, DecisionId, NoticeId, PersonId};
use crate::policy::{Category, Severity};
use crate::private::Private;
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    pub id: CaseId,
    /// "DN-2026-0110"
    pub number: String,
    pub customer: CustomerId,
    pub title: Private<String>,
    pub clause: ClauseId,
    pub category: Category,
    pub severity: Severity,
    pub owner: Option<PersonId>,
    pub opened_at: Moment,
    pub complaints: u32,
    pub notices: u32,
    pub decisions: u32,
    pub stage: CaseStage,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snooze: Option<tended::Snooze>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<tended::Link>,
}

/// Where the case stands. Each stage carries what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum CaseStage {
    /// Nothing has been asked of the customer yet.
    Open,
    /// A notice leaves when its undo window closes.
    NoticeLeaving {
        notice: NoticeId,
        leaves_at: Moment,
    },
    /// The customer has until then.
    NoticeRunning {
        notice: NoticeId,
        due: Moment,
    },
    /// An answer waits to be weighed.
    Answered {
        notice: NoticeId,
        due: Moment,
    },
    /// Every answer so far has its verdict; the deadline may still run.
    Weighed {
        notice: NoticeId,
        due: Moment,
    },
    /// The deadline passed.
    Overdue {
        notice: NoticeId,
        due: Moment,
    },
    /// A decision waits for a second person.
    Proposed {
        decision: DecisionId,
        effective: Moment,
    },
    /// Approved, waits for its hour.
    Scheduled {
        decision: DecisionId,
        effective: Moment,
    },
    /// Stopped or missed: a person must look.
    NeedsPerson {
        decision: DecisionId,
    },
    /// In force.
    InForce {
        decision: DecisionId,
        outcome: Outcome,
    },
    Closed {
        outcome: Option<Outcome>,
        at: Moment,
    },
    /// A decision is on ice: nothing happens until the stay ends.
    Stayed {
        decision: DecisionId,
    },
}

impl CaseStage {
    pub const WORDS: [&'static str; 12] = [
        "open",
        "notice_leaving",
        "notice_running",
        "answered",
        "weighed",
        "overdue",
        "proposed",
        "scheduled",
        "needs_person",
        "in_force",
        "closed",
        "stayed",
    ];

    pub fn word(&self) -> &'static str {
        match self {
            CaseStage::Open => "open",
            CaseStage::NoticeLeaving { .. } => "notice_leaving",
            CaseStage::NoticeRunning { .. } => "notice_running",
            CaseStage::Answered { .. } => "answered",
            CaseStage::Weighed { .. } => "weighed",
            CaseStage::Overdue { .. } => "overdue",
            CaseStage::Proposed { .. } => "proposed",
            CaseStage::Scheduled { .. } => "scheduled",
            CaseStage::NeedsPerson { .. } => "needs_person",
            CaseStage::InForce { .. } => "in_force",
            CaseStage::Closed { .. } => "closed",
            CaseStage::Stayed { .. } => "stayed",
        }
    }

    /// What staff reads.
    pub fn name(&self) -> &'static str {
        stage_name(self.word())
    }

    /// The next instant that somebody promised.
    pub fn next_due(&self) -> Option<Moment> {
        match self {
            CaseStage::NoticeLeaving { leaves_at, .. } => Some(*leaves_at),
            CaseStage::NoticeRunning { due, .. }
            | CaseStage::Answered { due, .. }
            | CaseStage::Weighed { due, .. }
            | CaseStage::Overdue { due, .. } => Some(*due),
            CaseStage::Proposed { effective, .. } | CaseStage::Scheduled { effective, .. } => Some(*effective),
            _ => None,
        }
    }
}

pub fn stage_name(word: &str) -> &'static str {
    match word {
        "open" => ours("Open"),
        "notice_leaving" => ours("Notice leaving"),
        "notice_running" => ours("Notice running"),
        "answered" => ours("Answered"),
        "weighed" => ours("Answer weighed"),
        "overdue" => ours("Deadline passed"),
        "proposed" => ours("Waits for approval"),
        "scheduled" => ours("Decision scheduled"),
        "needs_person" => ours("Needs a person"),
        "in_force" => ours("In force"),
        "closed" => ours("Closed"),
        "stayed" => ours("Stayed"),
        _ => ours("Unknown"),
    }
}

impl Case {
    /// For the column that is searched: each tag between spaces.
    pub fn tags_text(&self) -> String {
        if self.tags.is_empty() { String::new() } else { format!(" {} ", self.tags.join(" ")) }
    }

    pub fn is_closed(&self) -> bool {
        matches!(self.stage, CaseStage::Closed { .. })
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::CaseOpened { case, number, customer, title, clause, category, severity, owner, complaints } =
            &event.event
        {
            return Some(Case {
                id: *case,
                number: number.clone(),
                customer: *customer,
                title: title.clone(),
                clause: *clause,
                category: *category,
                severity: *severity,
                owner: *owner,
                opened_at: event.at,
                complaints: u32::try_from(complaints.len()).unwrap_or(u32::MAX),
                notices: 0,
                decisions: 0,
                stage: CaseStage::Open,
                tags: Vec::new(),
                snooze: None,
                links: Vec::new(),
            });
        }
        let mut case = was?;
        match &event.event {
            Event::ComplaintAttached { .. } | Event::ComplaintJoined(_) => case.complaints += 1,
            Event::ComplaintTakenOut(_) => case.complaints = case.complaints.saturating_sub(1),
            Event::CaseAssigned { owner, .. } => case.owner = *owner,
            Event::CaseClosed { .. } => {
                let outcome = match case.stage {
                    CaseStage::InForce { outcome, .. } => Some(outcome),
                    _ => None,
                };
                case.stage = CaseStage::Closed { outcome, at: event.at };
            }
            Event::NoticeScheduled { notice, leaves_at, .. } => {
                case.notices += 1;
                case.stage = CaseStage::NoticeLeaving { notice: *notice, leaves_at: *leaves_at };
            }
            Event::NoticeSent { notice, due, .. } => {
                case.stage = CaseStage::NoticeRunning { notice: *notice, due: *due }
            }
            Event::AnswerReceived { notice, due, .. } if !case.is_deciding() => {
                case.stage = CaseStage::Answered { notice: *notice, due: *due };
            }
            Event::AnswerAssessed { notice, due, complete: true, others_unread: false, deadline_passed, .. }
                if matches!(case.stage, CaseStage::Answered { .. }) =>
            {
                case.stage = if *deadline_passed {
                    CaseStage::Overdue { notice: *notice, due: *due }
                } else {
                    CaseStage::Weighed { notice: *notice, due: *due }
                };
            }
            Event::DeadlinePassed { notice, due, .. } => {
                if matches!(case.stage, CaseStage::NoticeRunning { .. } | CaseStage::Weighed { .. }) {
                    case.stage = CaseStage::Overdue { notice: *notice, due: *due };
                }
            }
            Event::DecisionProposed { decision, effective, .. } => {
                case.decisions += 1;
                case.stage = CaseStage::Proposed { decision: *decision, effective: effective.at };
            }
            Event::DecisionApproved { decision, effective, .. } => {
                case.stage = CaseStage::Scheduled { decision: *decision, effective: *effective }
            }
            Event::NoticeUndone { back_to, .. }
            | Event::NoticeWithdrawn { back_to, .. }
            | Event::DecisionWithdrawn { back_to, .. } => case.stage = (**back_to).clone(),
            Event::DecisionStopped { decision, .. } | Event::DecisionMissed { decision, .. } => {
                case.stage = CaseStage::NeedsPerson { decision: *decision }
            }
            Event::DecisionTookEffect { decision, outcome, .. } => {
                case.stage = CaseStage::InForce { decision: *decision, outcome: *outcome }
            }
            Event::DecisionLifted { by, .. } => {
                case.stage = CaseStage::InForce { decision: *by, outcome: Outcome::Reinstatement }
            }
            // triage
            Event::ComplaintReturned(it) if it.case == Some(case.id) => {
                case.complaints = case.complaints.saturating_sub(1)
            }
            Event::CaseGraded(it) => case.severity = it.severity,
            Event::CaseTagged(it) => case.tags = it.tags.clone(),
            Event::CaseSnoozed(it) => {
                case.snooze = Some(tended::Snooze { until: it.until, reason: it.reason.clone(), by: it.by })
            }
            Event::CaseWoken(_) => case.snooze = None,
            Event::CaseLinked(it) => case.links.push(tended::Link { case: it.other, number: it.other_number.clone() }),
            Event::CaseUnlinked(it) => case.links.retain(|link| link.case != it.other),
            // -- weighing and deciding. A closed case stays closed, whatever becomes of its decisions.
            Event::DecisionStayed(stayed) if !case.is_closed() => {
                case.stage = CaseStage::Stayed { decision: stayed.decision };
            }
            Event::StayEnded(ended) if !case.is_closed() => case.stage = (*ended.back_to).clone(),
            Event::AppealDecided(decided) if !case.is_closed() => {
                if let Some(back_to) = &decided.back_to {
                    case.stage = (**back_to).clone();
                }
            }
            Event::TimeGranted(granted) => case.stage = (*granted.case_stage).clone(),
            Event::DeadlineLater(later) => case.stage = (*later.case_stage).clone(),
            _ => {}
        }
        Some(case)
    }

    /// A proposal is on the table or further: an answer then stops the act by the checks, not by the stage.
    fn is_deciding(&self) -> bool {
        matches!(
            self.stage,
            CaseStage::Proposed { .. }
                | CaseStage::Scheduled { .. }
                | CaseStage::NeedsPerson { .. }
                | CaseStage::InForce { .. }
                | CaseStage::Stayed { .. }
                | CaseStage::Closed { .. }
        )
    }
}
