//! Whom one may write to.

use docket::customer::Customer;
use docket::people::Act;
use leptos::prelude::*;

use crate::ui::customer::{duties, duty_name, languages};
use crate::ui::{Choices, Day, ErrorSummary, Field, FormState, Frame, Hidden, Select};

pub fn show(frame: &Frame, customer: &Customer, form: FormState) -> impl IntoView + use<> {
    let zone = frame.zone;
    let items = customer.contacts.iter().map(|contact| {
        let verified = match contact.verified_on {
            Some(at) => view! { "verified " <Day at zone /> }.into_any(),
            None => "not verified".into_any(),
        };
        view! {
            <li class="entries__item">
                <div class="entries__body">
                    <h3 class="entries__title"><bdi>{contact.email.show().to_owned()}</bdi></h3>
                    <p class="entries__meta">
                        <bdi>{contact.name.show().to_owned()}</bdi> ", " {duty_name(contact.duty).to_lowercase()} ", "
                        {contact.language.own_name()} ", " {verified}
                    </p>
                </div>
            </li>
        }
    });
    let items = items.collect_view();
    let action = format!("/customers/{}/contacts", customer.handle);
    let language = customer.language.code();
    let add = frame.who.may(Act::KeepCustomers).then(|| {
        let open = form.is_refused();
        view! {
            <details class="more" open=open>
                <summary>"Add a contact"</summary>
                <form class="group" method="post" action=action novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                        <Field form=form.clone() name="name" label="Name" autocomplete="off" full=true />
                        <Field form=form.clone() name="email" label="Email address" kind="email" autocomplete="off" full=true />
                        <Choices form=form.clone() name="duty" legend="What the contact is for" picks=duties() />
                        <Select form=form.clone() name="language" label="Language of letters" options=languages() value=language />
                        <div class="form__acts"><button class="button">"Add contact"</button></div>
                </form>
            </details>
        }
    });
    view! {
        <h2 class="section-title" id="contacts">"Contacts"</h2>
        <ul class="entries">{items}</ul>
        {add}
    }
}
