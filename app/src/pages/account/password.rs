//! Another password.

use leptos::prelude::*;

use super::{Parts, Said};
use crate::render::Page;
use crate::ui::{Bar, ErrorSummary, Field, FormState, Frame, Hidden};

pub fn password(frame: Frame, form: FormState, changed: bool) -> Page {
    Page::staff("Your password", move || {
        let email = frame.who.person.email.show().to_owned();
        view! {
            <Bar frame=frame.clone() here="account" />
            <main class="page" id="main" tabindex="-1">
                <Parts frame here="/account/password" />
                <Said words=changed.then_some("Your password is changed. Every other session of yours is ended.") />
                <form class="form page__section" method="post" action="/account/password" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    // So that a password manager knows whose password it is.
                    <input type="hidden" name="username" autocomplete="username" value=email />
                    <Field form=form.clone() name="password" label="Your password now" kind="password" autocomplete="current-password" size=32 />
                    <Field
                        form
                        name="new_password"
                        label="The new one"
                        hint="At least 15 characters, any of them. A sentence that only you know is good; so is what a password manager makes. Pasting works."
                        kind="password"
                        autocomplete="new-password"
                        size=32
                    />
                    <div class="form__acts">
                        <button class="button button--primary">"Change the password"</button>
                        <span class="soft">"This ends every other session of yours."</span>
                    </div>
                </form>
            </main>
        }
    })
}
