//! What the forms about customers have in common.

use crate::words::t;
use docket::customer::Duty;
use docket::words::Language;
use leptos::prelude::*;

use super::{Field, FormState, Pick, TextArea, options};

pub fn languages() -> Vec<(String, String)> {
    options(Language::ALL.into_iter().map(|language| (language.code(), language.own_name())))
}

pub fn duty_name(duty: Duty) -> &'static str {
    match duty {
        Duty::Legal => t("Legal"),
        Duty::Abuse => t("Abuse"),
        Duty::Owner => t("Owner"),
    }
}

pub fn duties() -> Vec<Pick> {
    let hint = |duty| match duty {
        Duty::Legal => t("Reads what has legal effect"),
        Duty::Abuse => t("Acts on complaints"),
        Duty::Owner => t("Holds the account"),
    };
    Duty::ALL.into_iter().map(|duty| Pick::new(duty.word(), duty_name(duty)).hint(hint(duty))).collect()
}

/// For a new customer and on the customer's page: the desk knows both fields by the same names.
#[component]
pub fn AssetFields(form: FormState) -> impl IntoView {
    view! {
        <TextArea
            form=form.clone()
            name="assets"
            label=t("Assets")
            hint=t("One a line: 192.0.2.0/26, 2001:db8:40::/48, example-social.example, or service:vm-4711.")
            rows=4
            code=true
        />
        <Field
            form=form
            name="assets_from"
            label=t("Held since")
            hint=t("A day in UTC, such as 2026-01-31. Empty means from now. Complaints count against whoever held the asset when it happened.")
            size=12
            autocomplete="off"
            optional=true
        />
    }
}
