//! A customer comes with one person to write to; without one no notice could ever be served.

use docket::words::Language;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::customer::{AssetFields, duties, languages};
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Select, options};

pub fn show(frame: Frame, zones: Vec<&'static str>, form: FormState) -> Page {
    Page::staff("Add a customer", move || {
        let zones = options(zones.into_iter().map(|zone| (zone, zone)));
        view! {
            <Bar frame=frame here="customers" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/customers".to_owned(), "Customers".to_owned()) title="Add a customer" />
                <form class="form page__section" method="post" action="/customers/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <fieldset class="group">
                        <legend class="group__title">"The account"</legend>
                        <Field
                            form=form.clone()
                            name="handle"
                            label="Handle"
                            hint="Its short name in your own systems, such as example-social. It is typed again to confirm what burdens the customer, and never changes."
                            size=24
                            autocomplete="off"
                        />
                        <Field form=form.clone() name="account" label="Account number" size=16 autocomplete="off" />
                        <Field form=form.clone() name="name" label="Name" hint="As letters should address it." size=36 autocomplete="off" />
                        <Select form=form.clone() name="language" label="Language of letters" options=languages() value=Language::En.code() />
                        <Select form=form.clone() name="zone" label="Time zone" hint="Deadlines are counted on this clock." options=zones value="UTC" />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">"First contact"</legend>
                        <Field form=form.clone() name="contact_name" label="Contact’s name" size=32 autocomplete="off" />
                        <Field form=form.clone() name="contact_email" label="Contact’s email address" kind="email" size=32 autocomplete="off" />
                        <Choices form=form.clone() name="contact_duty" legend="What the contact is for" picks=duties() chosen=vec!["abuse".to_owned()] />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">"What they hold"</legend>
                        <AssetFields form />
                    </fieldset>
                    <div class="form__acts">
                        <button class="button button--primary">"Add customer"</button>
                        <a class="button button--quiet" href="/customers">"Back to customers"</a>
                    </div>
                </form>
            </main>
        }
    })
}
