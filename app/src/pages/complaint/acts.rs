//! What can be done with a complaint now, and why not the rest.

use docket::complaint::ComplaintStage;
use docket::people::Act;
use docket::view::ComplaintView;
use leptos::prelude::*;

use super::unfolded;
use crate::ui::{ErrorSummary, Field, FormState, Frame, Hidden, TextArea};
use crate::words::t;

/// Each form has an intention of its own, so that one sent twice is never taken for another.
#[derive(Clone, Debug, Default)]
pub struct ComplaintForms {
    pub whose: FormState,
    pub rejection: FormState,
    /// For one that joined its case by itself.
    pub removal: FormState,
    /// One for each open case of the customer.
    pub attachments: Vec<FormState>,
}

pub fn show(frame: &Frame, view: &ComplaintView, forms: ComplaintForms) -> impl IntoView + use<> {
    let acts = match &view.complaint.stage {
        ComplaintStage::InCase { .. } => {
            let number = view.case.clone().unwrap_or_default();
            view! {
                <a class="button button--primary" href=format!("/cases/{number}")>{t("Open case ")} {number.clone()}</a>
                {joined(frame, view, forms.removal)}
            }
            .into_any()
        }
        ComplaintStage::Rejected { reason, .. } => view! {
            <p>{t("Rejected, because:")}</p>
            <blockquote class="side__quote">{reason.show().to_owned()}</blockquote>
            <p class="acts__why">{t("If the same thing is reported again, it counts as this complaint.")}</p>
        }
        .into_any(),
        ComplaintStage::New | ComplaintStage::PassedOn { .. } if !frame.who.may(Act::WorkCases) => {
            view! { <p class="acts__why">{t("Analysts and leads open cases, attach and reject. Your role reads.")}</p> }
                .into_any()
        }
        ComplaintStage::New | ComplaintStage::PassedOn { .. } => open(view, forms).into_any(),
    };
    view! {
        <h2 class="section-title">{t("What you can do now")}</h2>
        <div class="acts">{acts}</div>
    }
}

/// What joined by itself says why, and can be taken out again; what a person attached stays.
fn joined(frame: &Frame, view: &ComplaintView, form: FormState) -> AnyView {
    let Some(why) = view.complaint.joined.clone() else {
        return view! { <p class="acts__why">{t("The complaint belongs to this case. It cannot be moved: what was attached stays attached.")}</p> }
            .into_any();
    };
    let number = view.complaint.number;
    let out = frame.who.may(Act::WorkCases).then(|| {
        view! {
            <details class="more" open=unfolded(&form)>
                <summary>{t("Take it out of the case")}</summary>
                <form class="group" method="post" action=format!("/complaints/{number}/removal") novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <TextArea form=form.clone() name="reason" label=t("Why does it not belong there?") rows=3 />
                    <div class="form__acts"><button class="button">{t("Take it out")}</button></div>
                </form>
            </details>
        }
    });
    view! { <p class="acts__why">{t("It joined this case by itself. ")} {why}</p> {out} }.into_any()
}

fn open(view: &ComplaintView, forms: ComplaintForms) -> impl IntoView + use<> {
    let complaint = &view.complaint;
    let number = complaint.number;
    let id = complaint.id.to_string();
    let has_open = !view.open_cases.is_empty();
    let attachments =
        view.open_cases.iter().zip(forms.attachments).enumerate().map(|(place, ((case, title), form))| {
            let class = if place == 0 { "button button--primary" } else { "button" };
            view! {
                <form class="acts" method="post" action=format!("/cases/{case}/complaints")>
                    <Hidden form />
                    <input type="hidden" name="complaint" value=id.clone() />
                    <button class=class title=title.clone()>{t("Attach to ")} {case.clone()}</button>
                    <p class="acts__why">{title.clone()}</p>
                </form>
            }
        });
    let attachments = attachments.collect_view();
    let whose = &complaint.whose;
    let known = whose.customer().is_some();
    let class = if has_open || !known { "button" } else { "button button--primary" };
    let why =
        (!known).then(|| view! { <p class="acts__why">{t("A case needs a customer: say first whose it is.")}</p> });
    // Until it is known whose it is, saying so is the next thing.
    let theirs = if known { "button" } else { "button button--primary" };
    let pick = forms.whose;
    let rejection = forms.rejection;
    view! {
        {attachments}
        <a class=class href=format!("/cases/new?complaint={id}")>{t("Open a case")}</a>
        {why}
        <details class="more" open=!known || unfolded(&pick)>
            <summary>{if known { t("Not this customer?") } else { t("Say whose it is") }}</summary>
            <form class="group" method="post" action=format!("/complaints/{number}/customer") novalidate>
                <ErrorSummary form=pick.clone() />
                <Hidden form=pick.clone() />
                <Field form=pick.clone() name="customer" label=t("Customer’s handle") hint=t("As on their page, such as example-social.") autocomplete="off" full=true />
                <div class="form__acts"><button class=theirs>{t("It is theirs")}</button></div>
            </form>
        </details>
        <details class="more" open=unfolded(&rejection)>
            <summary>{t("Reject this complaint")}</summary>
            <form class="group" method="post" action=format!("/complaints/{number}/rejection") novalidate>
                <ErrorSummary form=rejection.clone() />
                <Hidden form=rejection.clone() />
                <TextArea form=rejection.clone() name="reason" label=t("Why is there nothing to do?") hint=t("Stays in the ledger. The reporter is not told by us.") rows=4 />
                <div class="form__acts"><button class="button">{t("Reject C-")} {number}</button></div>
            </form>
        </details>
    }
}
