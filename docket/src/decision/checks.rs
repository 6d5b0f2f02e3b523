//! What must hold before anything burdens a customer. Asked when a decision is proposed, again when it is
//! approved, and again in the transaction in which it takes effect.

use super::Outcome;
use crate::notice::{Answer, Notice, NoticeStage};
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// One thing that stands in the way. A list of these is what a person is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    NoNotice,
    NoticeNotSent,
    NoticeWithdrawn,
    DeadlineRunning,
    AnswerUnread,
    AnswersEnough,
    NoticeUndelivered,
    NoticeLate,
    StatementUndelivered,
    TextChanged,
    AssetGone,
    AssetOff,
    AppealWaiting,
    HoldStands,
    MeasureOver,
    TimeAsked,
    AccountDenied,
    NoticeBounced,
    MailWaiting,
    AnchorAwaited,
}

impl Finding {
    pub fn sentence(self) -> &'static str {
        match self {
            Finding::NoNotice => ours("There is no notice that asked the customer for anything."),
            Finding::NoticeNotSent => ours("The notice has not been sent."),
            Finding::NoticeWithdrawn => ours("The notice was withdrawn."),
            Finding::DeadlineRunning => ours("The deadline of the notice has not passed."),
            Finding::AnswerUnread => ours("An answer of the customer has not been assessed."),
            Finding::AnswersEnough => ours("Every requirement was assessed as met."),
            Finding::NoticeUndelivered => {
                ours("No letter of the notice arrived, and no lead has found that it reached the customer otherwise.")
            }
            Finding::NoticeLate => ours(
                "The letter of the notice was accepted so late that the customer had less time than it promised. Send a notice with a later deadline.",
            ),
            Finding::StatementUndelivered => {
                ours("No letter with the statement of reasons was accepted by the customer's mail server.")
            }
            Finding::TextChanged => ours("The text is not the one that was approved."),
            Finding::AssetOff => ours("An asset named in the decision is switched off already by another one."),
            Finding::AppealWaiting => ours("An appeal of the customer in this case has not been decided."),
            Finding::HoldStands => ours("A litigation hold stands that nobody weighed when this was approved."),
            Finding::MeasureOver => ours("The interim measure on which it rests no longer stands."),
            Finding::TimeAsked => ours("The customer’s first request for more time has not been decided."),
            Finding::AccountDenied => ours(
                "A contact says that this is not their account, and no lead has found that the notice reached the customer.",
            ),
            Finding::NoticeBounced => {
                ours("A letter of the notice came back, and no lead has found that it reached the customer otherwise.")
            }
            Finding::AnchorAwaited => ours(
                "What the time of the notice is counted from has not come, and no lead has found that it reached the customer otherwise.",
            ),
            Finding::MailWaiting => ours("A mail about this case waits for a person."),
            Finding::AssetGone => ours("An asset named in the decision is no longer held by this customer."),
        }
    }
}

/// Rule 1 of the design, for a suspension that rests on a notice: it was sent, its deadline passed, and every
/// answer received so far (late ones too) was assessed, not all of them as enough.
pub fn standing_in_the_way(outcome: Outcome, notice: Option<&Notice>, answers: &[Answer], now: Moment) -> Vec<Finding> {
    if !outcome.switches_off() {
        // A warning burdens but takes nothing away: it may rest on a notice that still runs. What the
        // customer already said must have been read all the same.
        let unread = answers.iter().any(|answer| !answer.is_assessed());
        let waits = notice.is_some_and(|notice| notice.time_asks.first_waits());
        let bounced = notice.is_some_and(Notice::is_unreached);
        let found = [(unread, Finding::AnswerUnread), (waits, Finding::TimeAsked), (bounced, Finding::NoticeBounced)];
        let found = found.into_iter().filter_map(|(is, finding)| is.then_some(finding));
        return if outcome.burdens() { found.collect() } else { Vec::new() };
    }
    let Some(notice) = notice else {
        return vec![Finding::NoNotice];
    };
    let mut findings = Vec::new();
    match &notice.stage {
        NoticeStage::Sent { .. } => {}
        // A replaced notice no longer asks for anything, just as a withdrawn one.
        NoticeStage::Withdrawn { .. } | NoticeStage::Superseded { .. } => findings.push(Finding::NoticeWithdrawn),
        NoticeStage::Leaving { .. } | NoticeStage::Undone { .. } => findings.push(Finding::NoticeNotSent),
    }
    if now < notice.deadline.at {
        findings.push(Finding::DeadlineRunning);
    }
    if answers.iter().any(|answer| !answer.is_assessed()) {
        findings.push(Finding::AnswerUnread);
    } else if all_met(notice, answers) {
        findings.push(Finding::AnswersEnough);
    }
    if notice.time_asks.first_waits() {
        findings.push(Finding::TimeAsked);
    }
    if notice.denial.as_ref().is_some_and(|denial| !denial.settled) {
        findings.push(Finding::AccountDenied);
    }
    if notice.delivered == 0 && !notice.delivery_found {
        findings.push(Finding::NoticeUndelivered);
    } else if notice.is_unreached() {
        findings.push(Finding::NoticeBounced);
    }
    if notice.awaits_anchor() {
        findings.push(Finding::AnchorAwaited);
    }
    if !notice.made_good && notice.delivered_at.is_some_and(|at| at > notice.promised_from()) {
        findings.push(Finding::NoticeLate);
    }
    findings
}

/// The other ground of rule 1: a confirmed interim measure stands in for the notice. What the customer said must have
/// been read all the same.
pub fn on_a_measure(mut findings: Vec<Finding>, answers: &[Answer]) -> Vec<Finding> {
    findings.retain(|finding| {
        !matches!(
            finding,
            Finding::NoNotice
                | Finding::NoticeNotSent
                | Finding::NoticeWithdrawn
                | Finding::DeadlineRunning
                | Finding::AnswersEnough
                | Finding::NoticeUndelivered
                | Finding::NoticeBounced
                | Finding::NoticeLate
                | Finding::AnchorAwaited
        )
    });
    if !findings.contains(&Finding::AnswerUnread) && answers.iter().any(|answer| !answer.is_assessed()) {
        findings.push(Finding::AnswerUnread);
    }
    findings
}

/// The newest verdict on each requirement, over all answers to this notice, says enough.
/// Of two at the same instant the kinder one counts.
fn all_met(notice: &Notice, answers: &[Answer]) -> bool {
    !notice.text.requirements.is_empty()
        && notice.text.requirements.iter().all(|requirement| {
            answers
                .iter()
                .filter(|answer| answer.notice == notice.id)
                .flat_map(|answer| answer.verdicts.iter().filter(|verdict| verdict.requirement == requirement.number))
                .max_by_key(|verdict| (verdict.at, verdict.enough))
                .is_some_and(|verdict| verdict.enough)
        })
}
