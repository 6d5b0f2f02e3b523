//! Whom one may write to, and since when nobody has made sure that they read it.

use docket::customer::{Contact, Customer};
use docket::people::Act;
use leptos::prelude::*;

use crate::ui::customer::{duties, duty_name, languages};
use crate::ui::{Choices, Day, ErrorSummary, Field, FormState, Frame, Hidden, Select};
use crate::words::t;

pub fn show(frame: &Frame, customer: &Customer, form: FormState) -> impl IntoView + use<> {
    let keeps = frame.who.may(Act::KeepCustomers);
    let items = customer.contacts.iter().map(|contact| item(frame, &customer.handle, contact, keeps));
    let items = items.collect_view();
    let action = format!("/customers/{}/contacts", customer.handle);
    let language = customer.language.code();
    let add = keeps.then(|| {
        let open = form.is_refused();
        view! {
            <details class="more" open=open>
                <summary>{t("Add a contact")}</summary>
                <form class="group" method="post" action=action novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                        <Field form=form.clone() name="name" label=t("Name") autocomplete="off" full=true />
                        <Field form=form.clone() name="email" label=t("Email address") kind="email" autocomplete="off" full=true />
                        <Choices form=form.clone() name="duty" legend=t("What the contact is for") picks=duties() />
                        <Select form=form.clone() name="language" label=t("Language of letters") options=languages() value=language />
                        <div class="form__acts"><button class="button">{t("Add contact")}</button></div>
                </form>
            </details>
        }
    });
    view! {
        <h2 class="section-title" id="contacts">{t("Contacts")}</h2>
        <ul class="entries">{items}</ul>
        {add}
    }
}

fn item(frame: &Frame, handle: &str, contact: &Contact, keeps: bool) -> impl IntoView + use<> {
    let zone = frame.zone;
    let verified = match (contact.withdrawn_at, contact.verified_on) {
        (Some(at), _) => view! { {t("withdrawn ")} <Day at zone /> }.into_any(),
        (None, Some(at)) => view! { {t("verified ")} <Day at zone /> }.into_any(),
        (None, None) => view! { {t("not verified")} }.into_any(),
    };
    let stale = (contact.is_in_use() && contact.verified_on.is_some() && contact.is_stale(frame.now))
        .then(|| view! { <p><span class="tag tag--late">{t("Not verified for 12 months")}</span></p> });
    let own_zone = contact.zone.clone().map(|zone| view! { ", " {zone} });
    let change = (keeps && contact.is_in_use()).then(|| {
        let words = contact.email.show().to_owned();
        view! {
            <div class="entries__acts">
                <a class="button button--small" href=format!("/customers/{handle}/contacts/{}", contact.id)>
                    {t("Change")} <span class="unseen">" " {words}</span>
                </a>
            </div>
        }
    });
    // Nobody erases whom letters still go to.
    let named = !(contact.name.is_erased() && contact.email.is_erased());
    let erase = (frame.who.may(Act::Erase) && !contact.is_in_use() && named).then(|| {
        view! {
            <div class="entries__acts">
                <a class="button button--small" href=format!("/erasures/new?of=contact/{handle}/{}", contact.id)>
                    {t("Erase")} <span class="unseen">" " {contact.email.show().to_owned()}</span>
                </a>
            </div>
        }
    });
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h3 class="entries__title"><bdi>{contact.email.show().to_owned()}</bdi></h3>
                <p class="entries__meta">
                    <bdi>{contact.name.show().to_owned()}</bdi> ", " {duty_name(contact.duty).to_lowercase()} ", "
                    {contact.language.own_name()} {own_zone} ", " {verified}
                </p>
                {stale}
            </div>
            {change}
            {erase}
        </li>
    }
}

/// Above everything: letters may go where nobody reads them.
pub fn warning(frame: &Frame, customer: &Customer) -> Option<AnyView> {
    let in_use = customer.contacts_in_use().count();
    let stale = customer.contacts_in_use().filter(|contact| contact.is_stale(frame.now)).count();
    (in_use > 0 && stale == in_use).then(|| {
        view! {
            <div class="heed heed--urgent">
                <p class="heed__title">{t("No contact was verified within 12 months")}</p>
                <p>{t("A notice may not count as received. Make sure that somebody reads one of these addresses, and record it on the contact.")}</p>
            </div>
        }
        .into_any()
    })
}
