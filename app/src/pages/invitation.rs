//! The place in the team, taken by whoever was invited.

use docket::people::Invitation;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::{ErrorSummary, Field, FormState, Hidden, Select, options};
use crate::words::t;

pub fn show(provider: String, invitation: Invitation, zones: Vec<&'static str>, form: FormState) -> Page {
    Page::public(t("Take your place"), "Due Notice", move || {
        let email = invitation.email.show().to_owned();
        let zones = options(zones.into_iter().map(|zone| (zone, zone)));
        view! {
            <main class="sign-in" id="main" tabindex="-1">
                <p class="sign-in__name">"Due Notice"</p>
                <h1 class="sign-in__title">{t("Take your place")}</h1>
                <p>
                    {provider} {t(" invited ")} <strong><bdi>{email.clone()}</bdi></strong> {t(" to its abuse desk, as ")}
                    {t(invitation.role.word())} {t(". You sign in with this address. This link works once.")}
                </p>
                <ErrorSummary form=form.clone() />
                <form class="sign-in__form" method="post" novalidate>
                    <Hidden form=form.clone() />
                    <input type="hidden" name="username" autocomplete="username" value=email />
                    <Field form=form.clone() name="name" label=t("Your name") autocomplete="name" full=true />
                    <Field
                        form=form.clone()
                        name="password"
                        label=t("Password")
                        hint=t("At least 15 characters. A sentence that only you know is good.")
                        kind="password"
                        autocomplete="new-password"
                        full=true
                    />
                    <Select form=form name="zone" label=t("Time zone") options=zones value="UTC" />
                    <button class="button button--primary">{t("Take my place")}</button>
                </form>
            </main>
        }
    })
}
