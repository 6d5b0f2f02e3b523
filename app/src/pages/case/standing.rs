//! Where the case stands: the next promised instant, or what a person must look at.

use docket::case::CaseStage;
use docket::decision::{Decision, DecisionStage};
use docket::notice::Notice;
use docket::people::Act;
use docket::time::Moment;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::say;
use crate::ui::carried;
use crate::ui::deadline::{FrozenDeadline, counted, on_other_walls};
use crate::ui::due::{Ticking, When};
use crate::ui::list::count;
use crate::ui::{FormState, Frame, Hidden};
use crate::words::{language, t};

/// What the customer did that a person has to answer.
pub fn asked(frame: &Frame, view: &CaseView) -> impl IntoView + use<> {
    let number = view.case.number.clone();
    let zone = frame.zone;
    let waiting = view.extensions.iter().filter(|asked| asked.is_waiting()).map(|asked| {
        let notice = view.notices.iter().find(|notice| notice.id == asked.notice);
        let stands = notice.map(|notice| {
            view! { {t("The deadline that stands is ")} {notice.deadline.wall.clone()} ", " <Ticking at=notice.deadline.at now=frame.now /> ". " }
        });
        let stops = notice.is_some_and(|notice| notice.time_asks.first_waits());
        let unconfirmed = asked.is_unconfirmed().then(|| view! { " " <span class="tag tag--late">{t("Unconfirmed")}</span> });
        view! {
            <section class="heed heed--customer" aria-label=t("A request for more time")>
                <h2 class="heed__title">{t("The customer asks for more time, until ")} {asked.until.wall.clone()} {unconfirmed}</h2>
                <p>{t("Asked ")} <When at=asked.asked_at zone /> ". " {stands}
                    {stops.then_some(t("Until somebody decides, nothing can be switched off."))}</p>
                <p class="heed__acts"><a class="button" href=format!("/cases/{number}/time/{}", asked.receipt)>{t("Decide ")} {asked.receipt.clone()}</a></p>
            </section>
        }
    });
    let waiting = waiting.collect_view();
    let denied = view.notices.iter().filter(|notice| notice.denial.as_ref().is_some_and(|denial| !denial.settled)).map(|notice| {
        view! {
            <section class="heed heed--late" aria-label=t("Not their account")>
                <h2 class="heed__title">{t("A contact of N-")} {notice.number} {t(" says that this is not their account")}</h2>
                <p>{t("Nothing can be switched off before a lead has found that the notice reached the customer.")}</p>
                <p class="heed__acts"><a class="button" href=format!("/cases/{number}/notices/{}", notice.number)>{t("Look at N-")} {notice.number}</a></p>
            </section>
        }
    });
    let denied = denied.collect_view();
    let back = view.notices.iter().filter(|notice| notice.is_unreached()).map(|notice| {
        let href = format!("/cases/{number}/notices/{}", notice.number);
        let tried = match notice.attempts.len() {
            0 => t("Nothing else has been tried yet.").to_owned(),
            many => say!("{} on record.", count(many, "other attempt", "other attempts")),
        };
        view! {
            <section class="heed heed--late" aria-label=t("A letter came back")>
                <h2 class="heed__title">{t("A letter of N-")} {notice.number} {t(" came back: its clock does not count")}</h2>
                <p>{t("Nothing that burdens happens on the strength of it before a lead has found that the customer was reached otherwise.")} " " {tried}</p>
                <p class="heed__acts">
                    <a class="button" href=format!("{href}/channels")>{t("Reach them otherwise")}</a>
                    " " <a href=href>{t("Look at N-")} {notice.number}</a>
                </p>
            </section>
        }
    });
    let back = back.collect_view();
    let early = view.notices.iter().filter(|notice| notice.sent_at().is_some() && notice.missed_anchor().is_some());
    let early = early.map(|notice| {
        view! {
            <section class="heed heed--late" aria-label=t("A deadline that waits")>
                <h2 class="heed__title">{t("The deadline of N-")} {notice.number} {t(" came before what it counts from")}</h2>
                <p>{t("It has not passed. Somebody decides what becomes of it.")}</p>
                <p class="heed__acts"><a class="button" href=format!("/cases/{number}/notices/{}", notice.number)>{t("Look at N-")} {notice.number}</a></p>
            </section>
        }
    });
    let early = early.collect_view();
    let mails = view.mails.iter().map(|mail| {
        let href = format!("/mail/{}", mail.number);
        view! {
            <section class="heed heed--customer" aria-label=t("A mail that nobody has read")>
                <h2 class="heed__title">{t("Mail ML-")} {mail.number} {t(" about this case waits for a person")}</h2>
                <p><bdi>{mail.from.show().to_owned()}</bdi> ", " <When at=mail.received_at zone /> ". " {t("Nothing that burdens happens before somebody has looked.")}</p>
                <p class="heed__acts"><a class="button" href=href>{t("Read it")}</a></p>
            </section>
        }
    });
    let mails = mails.collect_view();
    view! { {denied} {back} {early} {mails} {waiting} }
}

pub fn standing(frame: &Frame, view: &CaseView, undo: &FormState) -> AnyView {
    let notice = |id| view.notices.iter().find(|notice| notice.id == id);
    let decision = |id| view.decisions.iter().find(|decision| decision.id == id);
    match &view.case.stage {
        CaseStage::Open => view! {
            <p class="heed">{t("Nothing has been asked of the customer yet, so no deadline runs.")}</p>
        }
        .into_any(),
        CaseStage::NoticeLeaving { notice: id, leaves_at } => {
            notice(*id).map(|notice| leaving(frame, view, notice, *leaves_at, undo)).into_any()
        }
        CaseStage::NoticeRunning { notice: id, .. }
        | CaseStage::Answered { notice: id, .. }
        | CaseStage::Weighed { notice: id, .. }
        | CaseStage::Overdue { notice: id, .. } => notice(*id).map(|notice| running(frame, notice)).into_any(),
        CaseStage::Proposed { decision: id, .. } => {
            decision(*id).map(|decision| proposed(frame, view, decision)).into_any()
        }
        CaseStage::Scheduled { decision: id, .. } => {
            decision(*id).map(|decision| scheduled(frame, view, decision)).into_any()
        }
        CaseStage::NeedsPerson { decision: id } => {
            decision(*id).map(|decision| needs_person(view, decision)).into_any()
        }
        CaseStage::InForce { decision: id, .. } => {
            decision(*id).map(|decision| in_force(frame, view, decision)).into_any()
        }
        CaseStage::Stayed { decision: id } => decision(*id).map(|decision| stayed(frame, view, decision)).into_any(),
        CaseStage::Closed { outcome, at } => {
            let last = outcome.map(|outcome| outcome.name(language()).to_lowercase());
            view! {
                <section class="heed">
                    <h2 class="heed__title">{t("Closed ")} <When at=*at zone=frame.zone /></h2>
                    {last.map(|last| view! { <p>{t("Last decision: ")} {last} "."</p> })}
                </section>
            }
            .into_any()
        }
    }
}

/// The minute in which nobody has received anything yet.
fn leaving(
    frame: &Frame,
    view: &CaseView,
    notice: &Notice,
    leaves_at: Moment,
    undo: &FormState,
) -> impl IntoView + use<> {
    let number = view.case.number.clone();
    let name = format!("N-{}", notice.number);
    let act = frame.who.may(Act::WorkCases).then(|| {
        view! {
            <form method="post" action=format!("/cases/{number}/notices/{}/undo", notice.number)>
                <Hidden form=undo.clone() />
                <button class="button button--primary">{t("Undo: take ")} {name.clone()} {t(" back")}</button>
            </form>
        }
    });
    view! {
        <section class="deadline deadline--wide deadline--draft" aria-labelledby="deadline">
            <div>
                <h2 class="deadline__label" id="deadline">{t("Notice ")} {name} {t(" leaves")}</h2>
                <p class="deadline__when"><When at=leaves_at zone=frame.zone /></p>
                <p class="deadline__else">{t("Nobody has received it yet. When it leaves, the customer has until ")} {notice.deadline.wall.clone()} ". " {on_other_walls(&notice.deadline, frame.zone)}</p>
            </div>
            <p class="deadline__left"><Ticking at=leaves_at now=frame.now /></p>
            <div class="deadline__acts">{act}</div>
        </section>
    }
}

/// An answer may wait to be weighed long after the deadline passed.
fn running(frame: &Frame, notice: &Notice) -> impl IntoView + use<> {
    let words = if notice.deadline_passed {
        t("Passed: the deadline of")
    } else {
        t("Next deadline: the customer’s answer to")
    };
    view! {
        <FrozenDeadline
            label=say!("{} notice N-{}", words, notice.number)
            deadline=notice.deadline.clone()
            zone=frame.zone
            now=frame.now
            ticking=true
            rule=counted(&notice.deadline)
        />
    }
}

fn name(decision: &Decision) -> String {
    format!("D-{}, {}", decision.number, decision.outcome.name(language()).to_lowercase())
}

fn proposed(frame: &Frame, view: &CaseView, decision: &Decision) -> impl IntoView + use<> {
    view! {
        <FrozenDeadline
            label=say!("Proposed, waits for a second person: {}", name(decision))
            deadline=decision.effective.clone()
            zone=frame.zone
            now=frame.now
            ticking=true
            draft=true
            rule=say!("Proposed by {}. If nobody approves it before this hour, it cannot take effect.", view.names.of(decision.proposed_by))
        />
    }
}

fn scheduled(frame: &Frame, view: &CaseView, decision: &Decision) -> impl IntoView + use<> {
    let by = decision.approved_by().map(|by| view.names.of(by).to_owned()).unwrap_or_default();
    view! {
        <FrozenDeadline
            label=say!("Takes effect: {}", name(decision))
            deadline=decision.effective.clone()
            zone=frame.zone
            now=frame.now
            ticking=true
            rule=say!("Approved by {}. Everything is checked again at this instant; whatever stands in the way stops it and asks a person.", by)
        />
    }
}

fn needs_person(view: &CaseView, decision: &Decision) -> impl IntoView + use<> {
    let href = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
    let (title, found) = match &decision.stage {
        DecisionStage::Stopped { findings, .. } => {
            let sentences: Vec<&str> = findings.iter().map(|finding| t(finding.sentence())).collect();
            (t("was stopped before it took effect"), sentences.join(" "))
        }
        _ => (
            t("was not carried out"),
            t("Its hour passed while the desk could not act. Nothing happened to the customer.").to_owned(),
        ),
    };
    view! {
        <section class="heed heed--late">
            <h2 class="heed__title">{t("Decision D-")} {decision.number} " " {title}</h2>
            <p>{found}</p>
            <p class="heed__acts"><a class="button" href=href>{t("Look at it")}</a></p>
        </section>
    }
}

fn in_force(frame: &Frame, view: &CaseView, decision: &Decision) -> impl IntoView + use<> {
    let href = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
    let since = match decision.stage {
        DecisionStage::InForce { at } => Some(at),
        _ => None,
    };
    let zone = frame.zone;
    view! {
        <section class="heed">
            <h2 class="heed__title">{t("In force: ")} {decision.outcome.name(language()).to_lowercase()}</h2>
            <p><a href=href>{t("Decision D-")} {decision.number}</a> "."</p>
            {since.map(|at| carried::in_force(view, decision, at, zone))}
        </section>
    }
}

fn stayed(frame: &Frame, view: &CaseView, decision: &Decision) -> impl IntoView + use<> {
    let href = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
    let zone = frame.zone;
    let since = match &decision.stage {
        DecisionStage::Stayed { at, .. } => Some(*at),
        _ => None,
    };
    let then = match decision.is_pending() {
        true => t("It does not take effect, also when its hour comes."),
        false => t("What it had switched off runs again, by instruction."),
    };
    view! {
        <section class="heed">
            <h2 class="heed__title">{t("Stayed: ")} {decision.outcome.name(language()).to_lowercase()}</h2>
            <p><a href=href>{t("Decision D-")} {decision.number}</a> {since.map(|at| view! { {t(", since ")} <When at zone /> })} ". " {then}</p>
        </section>
    }
}
