//! The small forms of the case's page.

use leptos::prelude::*;

use crate::ui::{Field, FileField, FormState, Hidden, TextArea};
use crate::words::t;

pub fn note(number: &str, form: FormState) -> impl IntoView + use<> {
    view! {
        <form class="form page__section" method="post" action=format!("/cases/{number}/notes") novalidate>
            <Hidden form=form.clone() />
            <div class="group">
                <TextArea form=form name="text" label=t("Add a note") hint=t("For the team only. A note can never be changed.") rows=2 />
                <div class="form__acts"><button class="button">{t("Add note")}</button></div>
            </div>
        </form>
    }
}

pub fn evidence(number: &str, form: FormState) -> impl IntoView + use<> {
    view! {
        <form class="form page__section" method="post" action=format!("/cases/{number}/evidence") enctype="multipart/form-data" novalidate>
            <Hidden form=form.clone() />
            <div class="group">
                <FileField form=form name="files" label=t("Add evidence") hint=t("Up to 25 MB each. Kept as it is, under its hash.") />
                <div class="form__acts"><button class="button">{t("Add files")}</button></div>
            </div>
        </form>
    }
}

pub fn attach(number: &str, form: FormState) -> impl IntoView + use<> {
    view! {
        <form class="form page__section" method="post" action=format!("/cases/{number}/complaints") novalidate>
            <Hidden form=form.clone() />
            <div class="group">
                <Field form=form name="complaint" label=t("Attach a complaint") hint=t("Its number, such as C-1042.") size=12 autocomplete="off" />
                <div class="form__acts"><button class="button">{t("Attach")}</button></div>
            </div>
        </form>
    }
}

pub fn closing(number: &str, version: i64, form: FormState) -> impl IntoView + use<> {
    let open = form.is_refused();
    view! {
        <details class="more page__section" id="closing" open=open>
            <summary>{t("Close this case")}</summary>
            <form class="form" method="post" action=format!("/cases/{number}/closing") novalidate>
                <Hidden form=form.clone() version />
                <div class="group">
                    <TextArea form=form name="reason" label=t("Why is it closed?") rows=3
                        hint=t("Nothing is deleted. A notice that runs or a decision that waits must end first.") />
                    <div class="form__acts"><button class="button">{t("Close case")}</button></div>
                </div>
            </form>
        </details>
    }
}
