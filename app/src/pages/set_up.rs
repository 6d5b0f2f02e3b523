//! The first account of a new desk, made by whoever started it.

use leptos::prelude::*;

use crate::render::Page;
use crate::ui::{ErrorSummary, Field, FormState, Hidden, Select, options};
use crate::words::t;

pub fn show(zones: Vec<&'static str>, form: FormState) -> Page {
    Page::public(t("Set up the desk"), "Due Notice", move || {
        view! {
            <main class="sign-in" id="main" tabindex="-1">
                <p class="sign-in__name">"Due Notice"</p>
                <h1 class="sign-in__title">{t("Set up the desk")}</h1>
                <p>
                    {t("This makes the first account, an admin: someone who adds people and keys, and reads no case. This link works once.")}
                </p>
                <ErrorSummary form=form.clone() />
                <form class="sign-in__form" method="post" novalidate>
                    <Hidden form=form.clone() />
                    <Field form=form.clone() name="name" label=t("Your name") autocomplete="name" full=true />
                    <Field form=form.clone() name="email" label=t("Email address") kind="email" autocomplete="username" full=true />
                    <Field
                        form=form.clone()
                        name="password"
                        label=t("Password")
                        hint=t("At least 15 characters. A sentence that only you know is good.")
                        kind="password"
                        autocomplete="new-password"
                        full=true
                    />
                    <Select form=form name="zone" label=t("Time zone") options=options(zones.into_iter().map(|zone| (zone, zone))) value="UTC" />
                    <button class="button button--primary">{t("Make the account")}</button>
                </form>
            </main>
        }
    })
}
