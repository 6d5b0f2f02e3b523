//! What belongs to the case, each in a plain list.

use docket::people::Act;
use docket::time::zone::Zone;
use docket::view::CaseView;
use docket::words::defang;
use leptos::prelude::*;

use super::forms;
use crate::say;
use crate::ui::due::When;
use crate::ui::tag::{DecisionTag, SeverityMark, answer_state, instruction_state, notice_state};
use crate::ui::{Address, FormState, Frame};
use crate::words::{language, t};

/// A part of the page, with what it says when there is nothing.
fn part(
    id: &'static str,
    title: &'static str,
    none: &'static str,
    items: Vec<AnyView>,
    more: AnyView,
) -> impl IntoView {
    let heading = format!("{id}-title");
    let list = if items.is_empty() {
        view! { <p class="soft">{none}</p> }.into_any()
    } else {
        view! { <ul class="entries" data-rows>{items}</ul> }.into_any()
    };
    view! {
        <section class="page__section" id=id aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            {list}
            {more}
        </section>
    }
}

fn entry(title: AnyView, meta: AnyView, aside: AnyView) -> AnyView {
    view! {
        <li class="entries__item">
            <div class="entries__body"><h3 class="entries__title">{title}</h3> <p class="entries__meta">{meta}</p></div>
            {aside}
        </li>
    }
    .into_any()
}

pub fn complaints(frame: &Frame, view: &CaseView, attach: Option<FormState>) -> impl IntoView + use<> {
    let zone = frame.zone;
    let items = view.complaints.iter().map(|complaint| {
        let report = &complaint.report;
        let place = report.locations.get().and_then(|all| all.first()).cloned();
        let again = (complaint.repeats > 0).then(|| say!(", came again {} times", complaint.repeats));
        let title = view! {
            <a href=format!("/complaints/{}", complaint.number) data-row>{format!("C-{}", complaint.number)}</a> " "
            {defang(report.summary.show())}
        };
        let meta = view! {
            {t(report.category.name())} {t(", received ")} <When at=complaint.received_at zone />
            {place.map(|place| view! { ", " <Address of=place /> })} {again}
        };
        entry(title.into_any(), meta.into_any(), view! { <SeverityMark severity=report.severity /> }.into_any())
    });
    let items = items.collect();
    let cut = view.more_complaints.then(|| {
        view! { <p class="soft">{t("The first ")} {view.complaints.len()} {t(" of ")} {view.case.complaints} {t(" are shown. The case file has them all.")}</p> }
    });
    let open = !view.case.is_closed();
    let attach =
        attach.filter(|_| open && frame.who.may(Act::WorkCases)).map(|form| forms::attach(&view.case.number, form));
    part(
        "complaints",
        t("Complaints"),
        t("No complaint: this case was opened of our own accord."),
        items,
        view! { {cut} {attach} }.into_any(),
    )
}

pub fn notices(view: &CaseView, zone: Zone) -> impl IntoView + use<> {
    let items = view.notices.iter().rev().map(|notice| {
        let href = format!("/cases/{}/notices/{}", view.case.number, notice.number);
        let title = view! { <a href=href data-row>{format!("N-{}", notice.number)}</a> " " {notice.text.subject.show().to_owned()} };
        let meta = view! { {notice_state(notice, zone)} {t(" Answer by ")} {notice.deadline.wall.clone()} {t(". Code ")} <span class="whole">{notice.code.clone()}</span> "." };
        entry(title.into_any(), meta.into_any(), ().into_any())
    });
    let items = items.collect();
    part("notices", t("Notices"), t("Nothing has been asked of the customer yet."), items, ().into_any())
}

pub fn answers(view: &CaseView, zone: Zone) -> impl IntoView + use<> {
    let items = view.answers.iter().rev().map(|answer| {
        let href = format!("/cases/{}/answers/{}", view.case.number, answer.receipt);
        let notice = view.notices.iter().find(|notice| notice.id == answer.notice).map(|notice| say!(" to N-{}", notice.number));
        let title = view! { <a href=href data-row>{answer.receipt.clone()}</a> {notice} {t(", by ")} <bdi>{answer.signer.show().to_owned()}</bdi> };
        let meta = view! { {t("Received ")} <When at=answer.received_at zone /> ". " {answer_state(answer)} };
        let unconfirmed = answer.is_unconfirmed().then(|| view! { <span class="tag tag--late">{t("Unconfirmed")}</span> });
        let aside = (!answer.is_assessed()).then(|| view! { <span class="tag tag--ours">{t("Not weighed yet")}</span> });
        entry(title.into_any(), meta.into_any(), view! { <div class="tags">{unconfirmed} {aside}</div> }.into_any())
    });
    let items = items.collect();
    part("answers", t("Answers"), t("The customer has not answered."), items, ().into_any())
}

pub fn decisions(view: &CaseView, zone: Zone) -> impl IntoView + use<> {
    let items = view.decisions.iter().rev().map(|decision| {
        let href = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
        let title = view! { <a href=href data-row>{format!("D-{}", decision.number)}</a> " " {decision.outcome.name(language())} };
        let by = view.names.of(decision.proposed_by).to_owned();
        let instructions = view.instructions.iter().filter(|instruction| instruction.decision == Some(decision.id)).map(|instruction| {
            let href = format!("/instructions/{}", instruction.number);
            view! { " " <a href=href>{format!("I-{}", instruction.number)}</a> ": " {instruction_state(instruction, zone)} }
        });
        let instructions = instructions.collect_view();
        let meta = view! { {t("By ")} {by} {t(", effective ")} {decision.effective.wall.clone()} "." {instructions} };
        entry(title.into_any(), meta.into_any(), view! { <DecisionTag stage=decision.stage.clone() /> }.into_any())
    });
    let items = items.collect();
    part("decisions", t("Decisions"), t("Nothing has been decided."), items, ().into_any())
}
