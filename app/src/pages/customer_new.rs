//! A customer comes with one person to write to; without one no notice could ever be served.

use docket::words::Language;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::customer::{AssetFields, duties, languages};
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Select, options};
use crate::words::t;

pub fn show(frame: Frame, zones: Vec<&'static str>, form: FormState) -> Page {
    Page::staff(t("Add a customer"), move || {
        let zones = options(zones.into_iter().map(|zone| (zone, zone)));
        view! {
            <Bar frame=frame here="customers" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/customers".to_owned(), t("Customers").to_owned()) title=t("Add a customer") />
                <form class="form page__section" method="post" action="/customers/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <fieldset class="group">
                        <legend class="group__title">{t("The account")}</legend>
                        <Field
                            form=form.clone()
                            name="handle"
                            label=t("Handle")
                            hint=t("Its short name in your own systems, such as example-social. It is typed again to confirm what burdens the customer, and never changes.")
                            size=24
                            autocomplete="off"
                        />
                        <Field form=form.clone() name="account" label=t("Account number") size=16 autocomplete="off" />
                        <Field form=form.clone() name="name" label=t("Name") hint=t("As letters should address it.") size=36 autocomplete="off" />
                        <Select form=form.clone() name="language" label=t("Language of letters") options=languages() value=Language::En.code() />
                        <Select form=form.clone() name="zone" label=t("Time zone") hint=t("Deadlines are counted on this clock.") options=zones value="UTC" />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("First contact")}</legend>
                        <Field form=form.clone() name="contact_name" label=t("Contact’s name") size=32 autocomplete="off" />
                        <Field form=form.clone() name="contact_email" label=t("Contact’s email address") kind="email" size=32 autocomplete="off" />
                        <Choices form=form.clone() name="contact_duty" legend=t("What the contact is for") picks=duties() chosen=vec!["abuse".to_owned()] />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("What they hold")}</legend>
                        <AssetFields form />
                    </fieldset>
                    <div class="form__acts">
                        <button class="button button--primary">{t("Add customer")}</button>
                        <a class="button button--quiet" href="/customers">{t("Back to customers")}</a>
                    </div>
                </form>
            </main>
        }
    })
}
