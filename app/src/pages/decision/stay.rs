//! The stay of a decision: put on ice by one person, ended by one person.

use docket::decision::{Decision, DecisionStage};
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::ui::{Field, FormState, Frame, Hidden, PasswordAgain, TextArea};
use crate::words::t;

pub fn section(frame: &Frame, view: &CaseView, decision: &Decision, form: FormState, end: FormState) -> AnyView {
    let path = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
    match &decision.stage {
        DecisionStage::Stayed { .. } => ending(frame, decision, path, end),
        DecisionStage::Approved { .. } if frame.who.may(Act::Favour) => staying(decision, path, form),
        DecisionStage::InForce { .. } if decision.outcome.burdens() && frame.who.may(Act::Favour) => {
            staying(decision, path, form)
        }
        _ => ().into_any(),
    }
}

fn staying(decision: &Decision, path: String, form: FormState) -> AnyView {
    let open = form.is_refused();
    let then = match decision.outcome.switches_off() && decision.stands() {
        true => t("What it switched off runs again at once. One person is enough."),
        false => t("It will not take effect while the stay lasts. One person is enough."),
    };
    view! {
        <details class="more page__section" open=open id="stay">
            <summary>{t("Stay this decision")}</summary>
            <form class="form" method="post" action=format!("{path}/stay") novalidate>
                <Hidden form=form.clone() />
                <div class="group">
                    <p class="soft">{then}</p>
                    <TextArea form=form.clone() name="stay_reason" label=t("Why is it stayed?") rows=3 />
                    <Field form=form.clone() name="court" label=t("Court") optional=true size=32 hint=t("If a court ordered it.") />
                    <Field form=form.clone() name="reference" label=t("The court’s number of the matter") optional=true size=24 />
                    <Field form name="received_on" label=t("Order received on") kind="date" optional=true size=12 />
                    <div class="form__acts"><button class="button">{t("Stay decision")}</button></div>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn ending(frame: &Frame, decision: &Decision, path: String, form: FormState) -> AnyView {
    if !frame.who.may(Act::Approve) {
        return view! { <p class="soft page__section">{t("A lead or counsel ends the stay.")}</p> }.into_any();
    }
    let then = match (decision.is_pending(), decision.effective.at > frame.now) {
        (true, true) => t("Its hour is still ahead: it waits for it again."),
        (true, false) => t("Its hour has passed: it does not take effect by itself, and a person must look."),
        (false, _) => t("What it touches is switched off again at once, if nothing stands in the way."),
    };
    let fresh = frame.who.is_fresh(frame.now);
    view! {
        <form class="form page__section" id="stay" method="post" action=format!("{path}/stay/end") novalidate>
            <section class="group" aria-labelledby="end-stay">
                <h2 class="group__title" id="end-stay">{t("End the stay")}</h2>
                <p>{then} {t(" The customer is told.")}</p>
                <Hidden form=form.clone() />
                <TextArea form=form.clone() name="end_reason" label=t("Why does it end?") rows=3 />
                <PasswordAgain fresh form />
                <div class="form__acts"><button class="button button--grave">{t("End the stay")}</button></div>
            </section>
        </form>
    }
    .into_any()
}
