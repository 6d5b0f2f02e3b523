//! Another password.

use leptos::prelude::*;

use super::{Parts, Said};
use crate::render::Page;
use crate::ui::{Bar, ErrorSummary, Field, FormState, Frame, Hidden};
use crate::words::t;

pub fn password(frame: Frame, form: FormState, changed: bool) -> Page {
    Page::staff(t("Your password"), move || {
        let email = frame.who.person.email.show().to_owned();
        view! {
            <Bar frame=frame.clone() here="account" />
            <main class="page" id="main" tabindex="-1">
                <Parts frame here="/account/password" />
                <Said words=changed.then_some(t("Your password is changed. Every other session of yours is ended.")) />
                <form class="form page__section" method="post" action="/account/password" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    // So that a password manager knows whose password it is.
                    <input type="hidden" name="username" autocomplete="username" value=email />
                    <Field form=form.clone() name="password" label=t("Your password now") kind="password" autocomplete="current-password" size=32 />
                    <Field
                        form
                        name="new_password"
                        label=t("The new one")
                        hint=t("At least 15 characters, any of them. A sentence that only you know is good; so is what a password manager makes. Pasting works.")
                        kind="password"
                        autocomplete="new-password"
                        size=32
                    />
                    <div class="form__acts">
                        <button class="button button--primary">{t("Change the password")}</button>
                        <span class="soft">{t("This ends every other session of yours.")}</span>
                    </div>
                </form>
            </main>
        }
    })
}
