//! The facts of an account, and one contact, as they may be changed.

use docket::customer::{Contact, Customer};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::customer::{duties, languages};
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, Day, ErrorSummary, Field, FormState, Frame, Hidden, Select, TextArea, options};
use crate::words::{language, t};

pub fn account(
    frame: Frame,
    customer: Customer,
    version: i64,
    parent: Option<String>,
    zones: Vec<&'static str>,
    form: FormState,
) -> Page {
    Page::staff(say!("Account of {}", customer.handle), move || {
        let back = format!("/customers/{}", customer.handle);
        let zones = options(zones.into_iter().map(|zone| (zone, zone)));
        let phone = customer.phone.as_ref().map(|phone| phone.show().to_owned()).unwrap_or_default();
        let title = say!("Account of {}", customer.handle);
        let action = format!("{back}/account");
        view! {
            <Bar frame=frame here="customers" />
            <main class="page" id="main" tabindex="-1">
                <Head back=(back.clone(), customer.handle.clone()) title />
                <form class="form page__section" method="post" action=action novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() version />
                    <fieldset class="group">
                        <legend class="group__title">{t("The account")}</legend>
                        <p>{t("The handle stays ")} <code>{customer.handle.clone()}</code> {t(": it is typed to confirm what burdens the customer.")}</p>
                        <Field form=form.clone() name="account" label=t("Account number") value=customer.account.clone() size=16 autocomplete="off" />
                        <Field form=form.clone() name="name" label=t("Name") hint=t("As letters should address it.") value=customer.name.show().to_owned() size=36 autocomplete="off" />
                        <Select form=form.clone() name="language" label=t("Language of letters") options=languages() value=customer.language.code() />
                        <Select form=form.clone() name="zone" label=t("Time zone") hint=t("Deadlines are counted on this clock.") options=zones value=customer.zone.clone() />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("What binds them")}</legend>
                        <Field form=form.clone() name="plan" label=t("Plan") value=customer.plan.clone() size=24 autocomplete="off" optional=true />
                        <Field form=form.clone() name="contract" label=t("Version of the contract") value=customer.contract.clone() size=24 autocomplete="off" optional=true />
                        <Field form=form.clone() name="phone" label=t("Telephone for emergencies") value=phone size=24 autocomplete="off" optional=true />
                        <Field form=form name="parent" label=t("Reseller’s handle") hint=t("When somebody stands between them and us.") value=parent.unwrap_or_default() size=24 autocomplete="off" optional=true />
                    </fieldset>
                    <div class="form__acts">
                        <button class="button button--primary">{t("Record the change")}</button>
                        <a class="button button--quiet" href=back>{t("Leave it as it is")}</a>
                    </div>
                </form>
            </main>
        }
    })
}

/// Each form has an intention of its own.
#[derive(Clone, Debug, Default)]
pub struct ContactForms {
    pub change: FormState,
    pub verify: FormState,
    pub withdraw: FormState,
}

pub fn contact(
    frame: Frame,
    customer: Customer,
    contact: Contact,
    version: i64,
    zones: Vec<&'static str>,
    forms: ContactForms,
) -> Page {
    Page::staff(say!("Contact of {}", customer.handle), move || {
        let zone = frame.zone;
        let back = format!("/customers/{}", customer.handle);
        let here = format!("{back}/contacts/{}", contact.id);
        let own = options([("", t("As the account"))].into_iter().chain(zones.into_iter().map(|zone| (zone, zone))));
        let meta = match contact.verified_on {
            Some(at) => view! { {t("Verified ")} <Day at zone /> "." }.into_any(),
            None => t("Nobody has verified it yet.").into_any(),
        };
        let ContactForms { change, verify, withdraw } = forms;
        let today = docket::time::zone::Zone::UTC.show(frame.now, language()).date;
        view! {
            <Bar frame=frame here="customers" />
            <main class="page" id="main" tabindex="-1">
                <Head back=(back, customer.handle.clone()) title=contact.email.show().to_owned() meta />
                <form class="form page__section" method="post" action=format!("{here}/verification") novalidate>
                    <fieldset class="group">
                        <legend class="group__title">{t("Verify it")}</legend>
                        <ErrorSummary form=verify.clone() />
                        <Hidden form=verify.clone() />
                        <Field form=verify.clone() name="on" label=t("On which day?") hint=say!("Such as 2026-01-31, in UTC. Empty means today, {}.", today) size=12 autocomplete="off" optional=true />
                        <TextArea form=verify name="how" label=t("How do you know?") hint=t("Such as: answered our mail, called back by the number in the contract.") rows=3 />
                    </fieldset>
                    <div class="form__acts"><button class="button button--primary">{t("Record that it is verified")}</button></div>
                </form>
                <form class="form page__section" method="post" action=here.clone() novalidate>
                    <fieldset class="group">
                        <legend class="group__title">{t("Change it")}</legend>
                        <ErrorSummary form=change.clone() />
                        <Hidden form=change.clone() version />
                        <Field form=change.clone() name="name" label=t("Name") value=contact.name.show().to_owned() size=32 autocomplete="off" />
                        <Field form=change.clone() name="email" label=t("Email address") kind="email" hint=t("A new address is not verified, whatever the old one was.") value=contact.email.show().to_owned() size=32 autocomplete="off" />
                        <Choices form=change.clone() name="duty" legend=t("What the contact is for") picks=duties() chosen=vec![contact.duty.word().to_owned()] />
                        <Select form=change.clone() name="language" label=t("Language of letters") options=languages() value=contact.language.code() />
                        <Select form=change name="zone" label=t("Their own time zone") options=own value=contact.zone.clone().unwrap_or_default() />
                    </fieldset>
                    <div class="form__acts"><button class="button">{t("Record the change")}</button></div>
                </form>
                <form class="form page__section" method="post" action=format!("{here}/withdrawal") novalidate>
                    <fieldset class="group">
                        <legend class="group__title">{t("Withdraw it")}</legend>
                        <p>{t("No letter goes there any more. What was sent there stays sent, and its links stay good.")}</p>
                        <ErrorSummary form=withdraw.clone() />
                        <Hidden form=withdraw.clone() />
                        <TextArea form=withdraw name="reason" label=t("Why?") rows=2 />
                    </fieldset>
                    <div class="form__acts"><button class="button">{t("Withdraw this contact")}</button></div>
                </form>
            </main>
        }
    })
}
