//! Everything that becomes due. A timer is armed and disarmed by events alone, so replay gives it back.

use crate::event::{Event, Recorded};
use crate::id::{CaseId, InstructionId, NoticeId};
use crate::notice::DELIVERY_ALLOWANCE_SECONDS;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// How late a burdening act may still be carried out by the machine alone. The rounds come every second; a
/// minute is their margin, not a policy.
pub const ON_TIME_SECONDS: i64 = 60;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timer {
    /// "leave/<notice>", "deadline/<notice>", "effect/<decision>", "instruct/<instruction>",
    /// "interim/<interim>", "remind/<notice>", "keep/<decision>"
    pub id: String,
    pub kind: TimerKind,
    pub subject: String,
    /// None: a letter of information belongs to no case.
    pub case: Option<CaseId>,
    pub due: Moment,
    pub stage: TimerStage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// The undo window of a notice closes.
    Leave,
    /// The customer's deadline passes.
    Deadline,
    /// A decision takes effect.
    Effect,
    /// An instruction is tried, or tried again.
    Instruct,
    /// The minute closes in which a letter of information can be taken back.
    Pass,
    /// The date comes until which a case was put aside.
    Wake,
    /// An interim measure calls for its second person, and lapses.
    Interim,
    /// The customer is reminded of a deadline.
    Remind,
    /// The time for which data is kept ends soon, or is over.
    Keep,
}

impl TimerKind {
    pub fn word(self) -> &'static str {
        match self {
            TimerKind::Leave => "leave",
            TimerKind::Deadline => "deadline",
            TimerKind::Effect => "effect",
            TimerKind::Instruct => "instruct",
            TimerKind::Pass => "pass",
            TimerKind::Wake => "wake",
            TimerKind::Interim => "interim",
            TimerKind::Remind => "remind",
            TimerKind::Keep => "keep",
        }
    }

    /// These burden a customer, or say that data need not be kept any longer. While nobody knows whether the clock is
    /// right, they wait.
    pub const BURDENING: [TimerKind; 5] =
        [TimerKind::Leave, TimerKind::Deadline, TimerKind::Effect, TimerKind::Remind, TimerKind::Keep];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerStage {
    Armed,
    Fired,
    Cancelled,
}

impl TimerStage {
    pub fn word(self) -> &'static str {
        match self {
            TimerStage::Armed => "armed",
            TimerStage::Fired => "fired",
            TimerStage::Cancelled => "cancelled",
        }
    }
}

/// What an event does to the timers.
enum Change {
    Arm { kind: TimerKind, subject: String, case: Option<CaseId>, due: Moment },
    Turn { kind: TimerKind, subject: String, stage: TimerStage },
}

impl Change {
    fn id(&self) -> String {
        match self {
            Change::Arm { kind, subject, .. } | Change::Turn { kind, subject, .. } => timer_id(*kind, subject),
        }
    }
}

pub fn timer_id(kind: TimerKind, subject: &str) -> String {
    format!("{}/{subject}", kind.word())
}

fn changes(event: &Event, at: Moment) -> Vec<Change> {
    let turn = |kind, subject: String, stage| Change::Turn { kind, subject, stage };
    match event {
        Event::NoticeScheduled { notice, case, leaves_at, .. } => {
            vec![Change::Arm {
                kind: TimerKind::Leave,
                subject: notice.to_string(),
                case: Some(*case),
                due: *leaves_at,
            }]
        }
        Event::NoticeUndone { notice, .. } => vec![turn(TimerKind::Leave, notice.to_string(), TimerStage::Cancelled)],
        Event::NoticeSent { notice, case, due, .. } => vec![
            turn(TimerKind::Leave, notice.to_string(), TimerStage::Fired),
            Change::Arm { kind: TimerKind::Deadline, subject: notice.to_string(), case: Some(*case), due: *due },
        ],
        Event::NoticeWithdrawn { notice, deadline_passed: false, .. } => {
            vec![turn(TimerKind::Deadline, notice.to_string(), TimerStage::Cancelled)]
        }
        Event::NoticeSuperseded(superseded) if !superseded.deadline_passed => {
            vec![turn(TimerKind::Deadline, superseded.notice.to_string(), TimerStage::Cancelled)]
        }
        Event::DeadlinePassed { notice, .. } => vec![turn(TimerKind::Deadline, notice.to_string(), TimerStage::Fired)],
        Event::DecisionApproved { decision, case, effective, .. } => {
            vec![Change::Arm {
                kind: TimerKind::Effect,
                subject: decision.to_string(),
                case: Some(*case),
                due: *effective,
            }]
        }
        Event::DecisionWithdrawn { decision, armed: true, .. } => {
            vec![turn(TimerKind::Effect, decision.to_string(), TimerStage::Cancelled)]
        }
        Event::DecisionStopped { decision, .. } | Event::DecisionMissed { decision, .. } => {
            vec![turn(TimerKind::Effect, decision.to_string(), TimerStage::Fired)]
        }
        Event::DecisionTookEffect { decision, armed: true, .. } => {
            vec![turn(TimerKind::Effect, decision.to_string(), TimerStage::Fired)]
        }
        Event::InstructionIssued { instruction, case, .. } => {
            vec![Change::Arm {
                kind: TimerKind::Instruct,
                subject: instruction.to_string(),
                case: Some(*case),
                due: at,
            }]
        }
        Event::InstructionFailed { instruction, case, gives_up: false, next_try, .. } => {
            vec![Change::Arm {
                kind: TimerKind::Instruct,
                subject: instruction.to_string(),
                case: Some(*case),
                due: *next_try,
            }]
        }
        Event::InstructionFailed { instruction, gives_up: true, .. }
        | Event::InstructionDone { instruction, .. }
        | Event::InstructionConfirmed { instruction, armed: true, .. } => {
            vec![turn(TimerKind::Instruct, instruction.to_string(), TimerStage::Fired)]
        }
        Event::InstructionNotTaken(not) => vec![match not.gives_up {
            false => instruct(not.instruction, not.case, Some(not.next_try)),
            true => instruct(not.instruction, not.case, None),
        }],
        Event::InstructionTaken(it) => vec![instruct(it.instruction, it.case, None)],
        Event::InstructionResulted(it) if it.armed => vec![instruct(it.instruction, it.case, None)],
        Event::InstructionOvertaken(it) => vec![instruct(it.instruction, it.case, None)],
        Event::InstructionHandedAgain(it) => vec![instruct(it.instruction, it.case, Some(at))],
        Event::PassingPlanned(it) => {
            vec![Change::Arm { kind: TimerKind::Pass, subject: it.passing.to_string(), case: None, due: it.leaves_at }]
        }
        Event::PassingUndone(it) => vec![turn(TimerKind::Pass, it.passing.to_string(), TimerStage::Cancelled)],
        Event::PassingSent(it) => vec![turn(TimerKind::Pass, it.passing.to_string(), TimerStage::Fired)],
        Event::CaseSnoozed(it) => {
            vec![Change::Arm {
                kind: TimerKind::Wake,
                subject: it.case.to_string(),
                case: Some(it.case),
                due: it.until,
            }]
        }
        Event::CaseWoken(it) => {
            let stage = if it.early { TimerStage::Cancelled } else { TimerStage::Fired };
            vec![turn(TimerKind::Wake, it.case.to_string(), stage)]
        }
        // -- weighing and deciding
        Event::DecisionStayed(stayed) if stayed.armed => {
            vec![turn(TimerKind::Effect, stayed.decision.to_string(), TimerStage::Cancelled)]
        }
        Event::StayEnded(ended) => match ended.effective {
            Some(due) => {
                vec![Change::Arm {
                    kind: TimerKind::Effect,
                    subject: ended.decision.to_string(),
                    case: Some(ended.case),
                    due,
                }]
            }
            None => Vec::new(),
        },
        Event::AppealDecided(decided) if decided.armed => {
            vec![turn(TimerKind::Effect, decided.decision.to_string(), TimerStage::Cancelled)]
        }
        Event::InterimTaken(taken) => vec![Change::Arm {
            kind: TimerKind::Interim,
            subject: taken.interim.to_string(),
            case: Some(taken.case),
            due: taken.first_alarm,
        }],
        Event::InterimAlarmed(alarmed) => vec![Change::Arm {
            kind: TimerKind::Interim,
            subject: alarmed.interim.to_string(),
            case: Some(alarmed.case),
            due: alarmed.next,
        }],
        Event::InterimConfirmed(done) if done.armed => {
            vec![turn(TimerKind::Interim, done.interim.to_string(), TimerStage::Cancelled)]
        }
        Event::InterimEnded(ended) if ended.armed => {
            vec![turn(TimerKind::Interim, ended.interim.to_string(), TimerStage::Cancelled)]
        }
        Event::InterimLapsed(lapsed) => {
            vec![turn(TimerKind::Interim, lapsed.interim.to_string(), TimerStage::Fired)]
        }
        Event::InterimToCounsel(given) => {
            vec![turn(TimerKind::Interim, given.interim.to_string(), TimerStage::Fired)]
        }
        Event::MeasureInstructed(told) => vec![Change::Arm {
            kind: TimerKind::Instruct,
            subject: told.instruction.to_string(),
            case: Some(told.case),
            due: at,
        }],
        // More time was given: the deadline is promised anew.
        Event::TimeGranted(granted) => vec![Change::Arm {
            kind: TimerKind::Deadline,
            subject: granted.notice.to_string(),
            case: Some(granted.case),
            due: granted.until.at,
        }],
        Event::DeadlineLater(later) => vec![Change::Arm {
            kind: TimerKind::Deadline,
            subject: later.notice.to_string(),
            case: Some(later.case),
            due: later.until.at,
        }],
        // A person decides what becomes of it; whatever they set arms it anew.
        Event::AnchorMissed(missed) => {
            vec![turn(TimerKind::Deadline, missed.notice.to_string(), TimerStage::Fired)]
        }
        Event::AnchorWaived(waived) => vec![Change::Arm {
            kind: TimerKind::Deadline,
            subject: waived.notice.to_string(),
            case: Some(waived.case),
            due: waived.due,
        }],
        Event::RemindersPlanned(planned) => {
            vec![remind(
                planned.notice,
                planned.case,
                planned.reminders.first().map(|one| one.at),
                TimerStage::Cancelled,
            )]
        }
        Event::ReminderSent(sent) => vec![remind(sent.notice, sent.case, sent.next, TimerStage::Fired)],
        Event::ReminderMissed(missed) => vec![remind(missed.notice, missed.case, None, TimerStage::Fired)],
        Event::PreservationWatched(watched) => {
            let (kind, subject) = (TimerKind::Keep, watched.decision.to_string());
            vec![match watched.next {
                Some(due) => Change::Arm { kind, subject, case: Some(watched.case), due },
                None => Change::Turn { kind, subject, stage: TimerStage::Fired },
            }]
        }
        Event::RemindersEnded(ended) => vec![remind(ended.notice, ended.case, None, TimerStage::Cancelled)],
        _ => Vec::new(),
    }
}

/// Handed over at that instant, or not any more.
fn instruct(instruction: InstructionId, case: CaseId, next: Option<Moment>) -> Change {
    let (kind, subject) = (TimerKind::Instruct, instruction.to_string());
    match next {
        Some(due) => Change::Arm { kind, subject, case: Some(case), due },
        None => Change::Turn { kind, subject, stage: TimerStage::Fired },
    }
}

/// One timer for all reminders of a notice: it is armed for the next one, or over.
fn remind(notice: NoticeId, case: CaseId, next: Option<Moment>, over: TimerStage) -> Change {
    let (kind, subject) = (TimerKind::Remind, notice.to_string());
    match next {
        Some(due) => Change::Arm { kind, subject, case: Some(case), due },
        None => Change::Turn { kind, subject, stage: over },
    }
}

/// Which timers an event arms or turns.
pub fn touched(event: &Event) -> Vec<String> {
    changes(event, Moment::from_micros(0)).iter().map(Change::id).collect()
}

impl Timer {
    pub fn apply(was: Option<Self>, id: &str, event: &Recorded) -> Option<Self> {
        for change in changes(&event.event, event.at) {
            if change.id() != id {
                continue;
            }
            return match change {
                Change::Arm { kind, subject, case, due } => {
                    Some(Timer { id: id.to_owned(), kind, subject, case, due, stage: TimerStage::Armed })
                }
                Change::Turn { stage, .. } => was.map(|timer| Timer { stage, ..timer }),
            };
        }
        was
    }
}

/// From when the promised hours of a notice are counted: the end of its undo window, and the letter's way.
pub fn counted_from(scheduled: Moment) -> Moment {
    scheduled.plus_seconds(crate::notice::UNDO_SECONDS + DELIVERY_ALLOWANCE_SECONDS)
}

/// The same on a whole minute, never earlier, so that what is printed and what is meant are the same instant.
pub fn promised_from(scheduled: Moment) -> Moment {
    const MINUTE: i64 = 60 * 1_000_000;
    let from = counted_from(scheduled);
    Moment::from_micros((from.micros() + MINUTE - 1).div_euclid(MINUTE) * MINUTE)
}
