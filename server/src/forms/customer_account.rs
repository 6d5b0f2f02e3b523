//! The facts of an account and its contacts, as they change.

use app::pages;
use app::pages::customer_account::ContactForms;
use app::render::Page;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::customers::contacts::{AccountForm, ContactForm};
use docket::id::ContactId;

use super::customers::zones;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /customers/{handle}/account`
pub async fn account(web: Web, Path(handle): Path<String>) -> Answer {
    let form = web.fresh_form();
    let page = account_page(&web, &handle, form).await?;
    web.page(page)
}

/// `POST /customers/{handle}/account`
pub async fn change_account(web: Web, Path(handle): Path<String>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (customer, seen) = (web.desk.customer_view(&handle).await?.customer.id, posted.version());
    let form = AccountForm {
        account: posted.text("account"),
        name: posted.text("name"),
        language: posted.text("language"),
        zone: posted.text("zone"),
        plan: posted.text("plan"),
        contract: posted.text("contract"),
        phone: posted.text("phone"),
        parent: posted.text("parent"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.change_account(&who, command, customer, seen, &form).await }).await {
        Ok(_) => web.go(format!("/customers/{handle}")),
        Err(failure) => {
            let page = account_page(&web, &handle, posted.refused(failure)?).await?;
            web.page(page.refused())
        }
    }
}

async fn account_page(web: &Web, handle: &str, form: FormState) -> Result<Page, Oops> {
    let view = web.desk.customer_view(handle).await?;
    let frame = web.frame().await?;
    Ok(pages::customer_account::account(frame, view.customer, view.version, view.parent, zones(), form))
}

/// `GET /customers/{handle}/contacts/{id}`
pub async fn contact(web: Web, Path((handle, id)): Path<(String, String)>) -> Answer {
    let page = contact_page(&web, &handle, read(&id)?, ContactForms::default()).await?;
    web.page(page)
}

/// `POST /customers/{handle}/contacts/{id}`
pub async fn change_contact(web: Web, Path((handle, id)): Path<(String, String)>, posted: Posted) -> Answer {
    let (command, contact) = (posted.command()?, read(&id)?);
    let (customer, seen) = (web.desk.customer_view(&handle).await?.customer.id, posted.version());
    let form = ContactForm {
        name: posted.text("name"),
        email: posted.text("email"),
        duty: posted.text("duty"),
        language: posted.text("language"),
        zone: posted.text("zone"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.change_contact(&who, command, customer, contact, seen, &form).await }).await;
    match done {
        Ok(_) => web.go(format!("/customers/{handle}#contacts")),
        Err(failure) => {
            let forms = ContactForms { change: posted.refused(failure)?, ..ContactForms::default() };
            let page = contact_page(&web, &handle, contact, forms).await?;
            web.page(page.refused())
        }
    }
}

/// `POST /customers/{handle}/contacts/{id}/verification`
pub async fn verify_contact(web: Web, Path((handle, id)): Path<(String, String)>, posted: Posted) -> Answer {
    let (command, contact) = (posted.command()?, read(&id)?);
    let customer = web.desk.customer_view(&handle).await?.customer.id;
    let (desk, who, on, how) = (web.desk.clone(), web.who()?.clone(), posted.text("on"), posted.text("how"));
    let done = spawned(async move { desk.verify_contact(&who, command, customer, contact, &on, &how).await }).await;
    match done {
        Ok(_) => web.go(format!("/customers/{handle}#contacts")),
        Err(failure) => {
            let forms = ContactForms { verify: posted.refused(failure)?, ..ContactForms::default() };
            let page = contact_page(&web, &handle, contact, forms).await?;
            web.page(page.refused())
        }
    }
}

/// `POST /customers/{handle}/contacts/{id}/withdrawal`
pub async fn withdraw_contact(web: Web, Path((handle, id)): Path<(String, String)>, posted: Posted) -> Answer {
    let (command, contact) = (posted.command()?, read(&id)?);
    let customer = web.desk.customer_view(&handle).await?.customer.id;
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    let done = spawned(async move { desk.withdraw_contact(&who, command, customer, contact, &reason).await }).await;
    match done {
        Ok(_) => web.go(format!("/customers/{handle}#contacts")),
        Err(failure) => {
            let forms = ContactForms { withdraw: posted.refused(failure)?, ..ContactForms::default() };
            let page = contact_page(&web, &handle, contact, forms).await?;
            web.page(page.refused())
        }
    }
}

/// A form that nobody sent yet gets an intention of its own.
async fn contact_page(web: &Web, handle: &str, id: ContactId, forms: ContactForms) -> Result<Page, Oops> {
    let view = web.desk.customer_view(handle).await?;
    let contact = view.customer.contacts.iter().find(|contact| contact.id == id && contact.is_in_use()).cloned();
    let contact = contact.ok_or_else(|| Oops::not_found("contact"))?;
    let ready = |form: FormState| if form.command.is_empty() { web.fresh_form() } else { form };
    let forms =
        ContactForms { change: ready(forms.change), verify: ready(forms.verify), withdraw: ready(forms.withdraw) };
    let frame = web.frame().await?;
    Ok(pages::customer_account::contact(frame, view.customer, contact, view.version, zones(), forms))
}

fn read(id: &str) -> Result<ContactId, Oops> {
    ContactId::parse(id).ok_or_else(|| Oops::not_found("contact"))
}
