//! States in words.

use crate::say;
use crate::words::{language, t};
use docket::case::CaseStage;
use docket::decision::DecisionStage;
use docket::instruction::handed::HOOK_WAITS;
use docket::instruction::{Instruction, InstructionStage, MOST_TRIES, Order};
use docket::notice::{Answer, Notice, NoticeStage};
use docket::policy::Severity;
use docket::time::left_short;
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

/// One, two or three strokes, then the word.
#[component]
pub fn SeverityMark(severity: Severity) -> impl IntoView {
    view! { <span class=format!("sev sev--{}", severity.strokes())>{t(severity.name())}</span> }
}

#[component]
pub fn StageTag(stage: CaseStage) -> impl IntoView {
    view! { <span class=case_tone(&stage)>{t(stage.name())}</span> }
}

#[component]
pub fn DecisionTag(stage: DecisionStage) -> impl IntoView {
    let class = match stage {
        DecisionStage::Proposed => "tag tag--draft",
        DecisionStage::Approved { .. } | DecisionStage::InForce { .. } => "tag tag--ours",
        DecisionStage::Stopped { .. } | DecisionStage::Missed { .. } => "tag tag--late",
        DecisionStage::Stayed { .. } => "tag tag--held",
        DecisionStage::Withdrawn { .. } | DecisionStage::Lifted { .. } | DecisionStage::Overturned { .. } => "tag",
    };
    view! { <span class=class>{t(stage.name())}</span> }
}

fn case_tone(stage: &CaseStage) -> &'static str {
    match stage {
        CaseStage::Open | CaseStage::Closed { .. } => "tag",
        CaseStage::NoticeLeaving { .. } | CaseStage::Proposed { .. } => "tag tag--draft",
        CaseStage::NoticeRunning { .. } | CaseStage::Answered { .. } | CaseStage::Weighed { .. } => "tag tag--ours",
        CaseStage::Scheduled { .. } | CaseStage::InForce { .. } => "tag tag--ours",
        CaseStage::Stayed { .. } => "tag tag--held",
        CaseStage::Overdue { .. } | CaseStage::NeedsPerson { .. } => "tag tag--late",
    }
}

/// What became of a notice, in one line.
pub fn notice_state(notice: &Notice, zone: Zone) -> String {
    let at = |moment| zone.show(moment, language()).long;
    match &notice.stage {
        NoticeStage::Leaving { leaves_at } => say!("Leaves {}.", at(*leaves_at)),
        NoticeStage::Undone { at: when } => say!("Taken back {}, before it left.", at(*when)),
        NoticeStage::Withdrawn { at: when, .. } => say!("Withdrawn {}.", at(*when)),
        NoticeStage::Superseded { at: when, by_number, .. } => say!("Replaced by N-{} {}.", by_number, at(*when)),
        NoticeStage::Sent { at: when } => {
            let arrived = match (notice.delivered, notice.undelivered, notice.delivery_found) {
                (_, _, true) => t("A lead found that it reached the customer."),
                _ if notice.is_unreached() => t("A letter of it came back: its clock does not count."),
                (0, 0, _) => t("No mail server has accepted it yet."),
                (0, _, _) => t("No letter of it could be delivered."),
                (_, 0, _) => t("Accepted by the next mail server."),
                _ => t("Accepted for some contacts, not for all."),
            };
            let confirmed = if notice.confirmed_at.is_some() { t(" The customer confirmed it.") } else { "" };
            say!("Sent {}. {}{}", at(*when), arrived, confirmed)
        }
    }
}

/// When an answer came and how it was weighed, in one line.
pub fn answer_state(answer: &Answer) -> String {
    let time = left_short(answer.margin.saturating_abs(), language());
    let when = if answer.is_late() { say!("Late by {}", time) } else { say!("On time by {}", time) };
    let verdicts = || answer.parts.iter().filter_map(|part| answer.verdict(part.requirement));
    let enough = verdicts().filter(|verdict| verdict.enough).count();
    let not = verdicts().count() - enough;
    let open = answer.parts.len() - enough - not;
    match (enough + not, open) {
        (0, _) => say!("{}, not weighed yet.", when),
        (_, 0) => say!("{}, {} enough, {} not enough.", when, enough, not),
        _ => say!("{}, {} enough, {} not enough, {} not weighed yet.", when, enough, not, open),
    }
}

/// What an instruction wants done.
pub fn instruction_order(instruction: &Instruction) -> &'static str {
    match instruction.order {
        Order::Suspend => t("Switch off"),
        Order::Reinstate => t("Switch on again"),
        Order::Terminate => t("End for good, and keep the data"),
    }
}

/// How an instruction stands, in a word or two.
pub fn instruction_tag(instruction: &Instruction) -> impl IntoView + use<> {
    let (class, word) = match &instruction.stage {
        InstructionStage::Waiting => ("tag tag--draft", t("Waits")),
        InstructionStage::HandedOver { .. } => ("tag tag--ours", t("Handed over")),
        InstructionStage::GivenUp { .. } => ("tag tag--late", t("Not taken")),
        InstructionStage::Refused { .. } => ("tag tag--late", t("Refused")),
        InstructionStage::Partly { .. } => ("tag tag--late", t("In part")),
        InstructionStage::Overtaken { .. } => ("tag", t("Overtaken")),
        InstructionStage::DoneByProgram { .. }
        | InstructionStage::DoneByHand { .. }
        | InstructionStage::DoneByReceiver { .. } => ("tag", t("Carried out")),
    };
    view! { <span class=class>{word}</span> }
}

pub fn instruction_state(instruction: &Instruction, zone: Zone) -> String {
    let at = |moment| zone.show(moment, language()).long;
    match &instruction.stage {
        InstructionStage::Waiting if instruction.tries == 0 => t("Waits to be carried out.").into(),
        // By webhook the times between two attempts differ, and so does how many there are.
        InstructionStage::Waiting if !instruction.attempts.is_empty() => {
            say!("Tried {} of {} times, tried again soon.", instruction.tries, HOOK_WAITS.len() + 1)
        }
        InstructionStage::Waiting => say!("Tried {} of {} times, tried again soon.", instruction.tries, MOST_TRIES),
        InstructionStage::GivenUp { at: when } => {
            say!("Given up by the machine {}. A person must carry it out.", at(*when))
        }
        InstructionStage::DoneByProgram { at: when, .. } => {
            say!("Carried out by the configured program {}.", at(*when))
        }
        InstructionStage::HandedOver { at: when } => {
            say!("Handed over {}. The receiver has not said yet what became of it.", at(*when))
        }
        InstructionStage::DoneByReceiver { at: when, .. } => {
            say!("Carried out {}, as the receiver says.", at(*when))
        }
        InstructionStage::Refused { at: when, .. } => {
            say!("Refused by the receiver {}. A person must look.", at(*when))
        }
        InstructionStage::Partly { at: when, .. } => {
            say!("Carried out only in part, as the receiver said {}. A person must look.", at(*when))
        }
        InstructionStage::Overtaken { at: when, by_number } => {
            say!("Not carried out any more: I-{} says the opposite, {}.", by_number, at(*when))
        }
        InstructionStage::DoneByHand { at: when, .. } => say!("Confirmed by hand {}.", at(*when)),
    }
}

/// Why no notice can leave now, in a sentence.
pub fn why_no_notice(view: &CaseView) -> Option<String> {
    if view.case.is_closed() {
        return Some(t("The case is closed.").into());
    }
    if let CaseStage::NoticeLeaving { .. } = view.case.stage {
        return Some(t("Another one is just leaving.").into());
    }
    if let Some(notice) =
        view.notices.iter().find(|notice| matches!(notice.stage, NoticeStage::Sent { .. }) && !notice.deadline_passed)
    {
        return Some(say!("N-{} still runs.", notice.number));
    }
    view.pending_decision().map(|decision| say!("Decision D-{} is pending: withdraw it first.", decision.number))
}
