//! What else stands in a case: measures, appeals, holds, requests about data.

use docket::appeal::Appeal;
use docket::data_request::{DataRequest, RequestStage, Wanted};
use docket::interim::{Interim, InterimStage};
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::say;
use crate::ui::due::{Ticking, When};
use crate::ui::letter::paragraphs;
use crate::ui::{Choices, Field, FormState, Frame, Hidden, Pick, TextArea};
use crate::words::{language, t};

/// On top of the page: what a person must know before anything else.
pub fn heeds(frame: &Frame, view: &CaseView) -> impl IntoView + use<> {
    let measures = view.interims.iter().filter(|one| one.stands()).map(|one| measure(frame, view, one));
    let measures = measures.collect_view();
    let appeals = view.appeals.iter().filter(|one| one.is_waiting()).map(|one| appeal(frame, view, one));
    let appeals = appeals.collect_view();
    let holds = view.held_for_court().map(|hold| {
        let zone = frame.zone;
        view! {
            <div class="heed">
                <p>
                    {t("Litigation hold ")} <a href=format!("/holds/{}", hold.number)>"H-" {hold.number}</a> {t(" for ")}
                    {hold.matter.show().to_owned()} {t(" stands since ")} <When at=hold.placed_at zone />
                    {t(". The case cannot be closed, and nothing ends for good.")}
                </p>
            </div>
        }
    });
    let holds = holds.collect_view();
    view! { {measures} {appeals} {holds} }
}

fn measure(frame: &Frame, view: &CaseView, one: &Interim) -> impl IntoView + use<> {
    let href = format!("/cases/{}/measures/{}", view.case.number, one.number);
    let waiting = one.stage == InterimStage::Waiting;
    let class = if one.is_confirmed() { "heed" } else { "heed heed--late" };
    let (at, now) = (one.lapses_at, frame.now);
    let zone = frame.zone;
    let then = if one.emergency.goes_to_counsel() { t("goes to counsel") } else { t("lapses") };
    let clock = waiting.then(|| {
        view! { <p>{t("Not confirmed: it ")} {then} " " <When at zone /> " " <Ticking at now /></p> }
    });
    let counsel = matches!(one.stage, InterimStage::WithCounsel { .. })
        .then(|| view! { <p>{t("With counsel: nobody confirmed it in time.")}</p> });
    view! {
        <section class=class>
            <h2 class="heed__title">{t("Interim measure M-")} {one.number} ": " {one.emergency.name(language()).to_lowercase()}</h2>
            <p><bdi>{one.value.clone()}</bdi> {t(" is off since ")} <When at=one.taken_at zone /> "."</p>
            {clock}
            {counsel}
            <p class="heed__acts"><a class="button" href=href>{if one.is_confirmed() { t("Look at it") } else { t("Confirm it or end it") }}</a></p>
        </section>
    }
}

fn appeal(frame: &Frame, view: &CaseView, one: &Appeal) -> impl IntoView + use<> {
    let with = match one.assigned_to {
        Some(person) => say!("With {}.", view.names.of(person)),
        None => t("Nobody has taken it.").to_owned(),
    };
    let (at, now) = (one.due, frame.now);
    view! {
        <section class="heed heed--customer">
            <h2 class="heed__title">{t("Appeal AP-")} {one.number} {t(" against D-")} {one.decision_number} {t(" waits")}</h2>
            <p>{with} {t(" Due ")} <Ticking at now /></p>
            <p class="heed__acts"><a class="button" href=format!("/appeals/{}", one.number)>{t("Look at it")}</a></p>
        </section>
    }
}

/// Requests about data, each with the form that answers it.
pub fn data(frame: &Frame, view: &CaseView, form: FormState) -> AnyView {
    if view.data_requests.is_empty() {
        return ().into_any();
    }
    let items = view.data_requests.iter().map(|one| request(frame, view, one, &form)).collect_view();
    view! {
        <section class="page__section" id="data" aria-labelledby="data-title">
            <h2 id="data-title">{t("Requests about data")}</h2>
            <ul class="entries">{items}</ul>
        </section>
    }
    .into_any()
}

fn request(frame: &Frame, view: &CaseView, one: &DataRequest, form: &FormState) -> impl IntoView + use<> {
    let zone = frame.zone;
    let kept = view.decisions.iter().find(|decision| decision.id == one.decision).and_then(|one| one.preserve_until);
    let state = match &one.stage {
        RequestStage::Waiting => view! { <p><span class="tag tag--late">{t("Waits")}</span></p> }.into_any(),
        RequestStage::Done { at, by, how, .. } => view! {
            <p><span class="tag tag--ours">{if one.wanted == Wanted::Copy { t("Provided") } else { t("Granted") }}</span> " " <When at=*at zone /> ", " {view.names.of(*by).to_owned()}</p>
            {paragraphs(how.show())}
        }
        .into_any(),
        RequestStage::Refused { at, by, reason } => view! {
            <p><span class="tag">{t("Refused")}</span> " " <When at=*at zone /> ", " {view.names.of(*by).to_owned()}</p>
            {paragraphs(reason.show())}
        }
        .into_any(),
    };
    let answers = one.stage == RequestStage::Waiting && frame.who.may(Act::WorkCases);
    let id = one.receipt.clone();
    let answer = answers.then(|| {
        let mine = form.touched && form.value("request") == id;
        let form = if mine { form.clone() } else { FormState { command: form.command.clone(), ..FormState::default() } };
        let yes = if one.wanted == Wanted::Copy { t("The copy was provided") } else { t("The data is kept for longer") };
        let until = (one.wanted == Wanted::Longer).then(|| {
            view! { <Field form=form.clone() name="until" label=t("Kept until the end of") kind="date" size=12 optional=true hint=t("A day in the customer’s zone, when it is granted.") /> }
        });
        view! {
            <details class="more" open=mine>
                <summary>{t("Answer this request")}</summary>
                <form class="form" method="post" action=format!("/cases/{}/data/{id}", view.case.number) novalidate>
                    <Hidden form=form.clone() />
                    <input type="hidden" name="request" value=id.clone() />
                    <Choices form=form.clone() name="granted" legend=t("What becomes of it?") picks=vec![Pick::new("yes", yes), Pick::new("no", t("It is refused"))] />
                    {until}
                    <TextArea form name="words" label=t("How, or why") rows=3 hint=say!("In {}: the customer reads it in a letter.", one.language.own_name()) />
                    <div class="form__acts"><button class="button">{t("Answer ")} {id.clone()}</button></div>
                </form>
            </details>
        }
    });
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h3 class="entries__title">{one.wanted.name(language())} " (" <span class="whole">{one.receipt.clone()}</span> ")"</h3>
                <p class="entries__meta">{t("Asked ")} <When at=one.asked_at zone /> {t(" by ")} <bdi>{one.signer.show().to_owned()}</bdi> {kept.map(|until| view! { {t(". Kept until ")} <When at=until zone /> })}</p>
                <blockquote class="side__quote">{paragraphs(one.reason.show())}</blockquote>
                {state}
                {answer}
            </div>
        </li>
    }
}

/// A lead or counsel places a hold.
pub fn hold(view: &CaseView, form: FormState) -> impl IntoView + use<> {
    let open = form.is_refused();
    let picks = vec![
        Pick::new("case", t("This case")),
        Pick::new("customer", t("Everything of this customer")).hint(t("Also their other cases")),
    ];
    view! {
        <details class="more page__section" open=open id="hold">
            <summary>{t("Place a litigation hold")}</summary>
            <form class="form" method="post" action=format!("/cases/{}/holds", view.case.number) novalidate>
                <Hidden form=form.clone() />
                <div class="group">
                    <Choices form=form.clone() name="scope" legend=t("What does it cover?") picks chosen=vec!["customer".to_owned()] across=true />
                    <Field form=form.clone() name="matter" label=t("Matter") full=true hint=t("The lawsuit or inquiry, with its number if there is one.") />
                    <TextArea form name="hold_reason" label=t("Why?") rows=3 hint=t("It is released by two persons, not by one.") />
                    <div class="form__acts"><button class="button">{t("Place hold")}</button></div>
                </div>
            </form>
        </details>
    }
}
