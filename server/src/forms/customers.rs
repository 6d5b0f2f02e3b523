//! Customers, their contacts and what they hold.

use std::collections::HashMap;

use app::pages;
use app::pages::customer::CustomerForms;
use app::render::Page;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::desk::customers::{AddContact, AddCustomer};
use docket::id::{AssetId, CustomerId};
use docket::time::zone::Zone;

use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /customers`
pub async fn list(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let after = asked.remove("after").unwrap_or_default();
    let text = asked.remove("q").unwrap_or_default().trim().to_owned();
    let view = web.desk.customers_view(&text, &after).await?;
    web.page(pages::customers::show(web.frame().await?, view, text, after))
}

/// `GET /customers/new`
pub async fn new(web: Web) -> Answer {
    web.page(pages::customer_new::show(web.frame().await?, zones(), web.fresh_form()))
}

/// `POST /customers/new`
pub async fn add(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let form = AddCustomer {
        handle: posted.text("handle"),
        account: posted.text("account"),
        name: posted.text("name"),
        language: posted.text("language"),
        zone: posted.text("zone"),
        contact_name: posted.text("contact_name"),
        contact_email: posted.text("contact_email"),
        contact_duty: posted.text("contact_duty"),
        assets: posted.text("assets"),
        assets_from: posted.text("assets_from"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.add_customer(Some(&who), command, &form).await }).await {
        Ok((handle, _)) => web.go(format!("/customers/{handle}")),
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::customer_new::show(web.frame().await?, zones(), form).refused())
        }
    }
}

/// `GET /customers/{handle}`
pub async fn show(web: Web, Path(handle): Path<String>, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let all = asked.get("notices").is_some_and(|word| word == "all");
    web.page(page(&web, &handle, None, None, all).await?)
}

/// `POST /customers/{handle}/contacts`
pub async fn add_contact(web: Web, Path(handle): Path<String>, posted: Posted) -> Answer {
    let (command, customer) = (posted.command()?, id_of(&web, &handle).await?);
    let form = AddContact {
        name: posted.text("name"),
        email: posted.text("email"),
        duty: posted.text("duty"),
        language: posted.text("language"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.add_contact(&who, command, customer, &form).await }).await {
        Ok(_) => web.go(format!("/customers/{handle}#contacts")),
        Err(failure) => {
            let page = page(&web, &handle, Some(posted.refused(failure)?), None, false).await?;
            web.page(page.refused())
        }
    }
}

/// `POST /customers/{handle}/assets`
pub async fn assign(web: Web, Path(handle): Path<String>, posted: Posted) -> Answer {
    let (command, customer) = (posted.command()?, id_of(&web, &handle).await?);
    let (assets, from) = (posted.text("assets"), posted.text("assets_from"));
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.assign_assets(Some(&who), command, customer, &assets, &from).await }).await {
        Ok(_) => web.go(format!("/customers/{handle}#assets-held")),
        Err(failure) => {
            let page = page(&web, &handle, None, Some(posted.refused(failure)?), false).await?;
            web.page(page.refused())
        }
    }
}

/// `POST /customers/{handle}/assets/{id}/release`
pub async fn release(web: Web, Path((handle, id)): Path<(String, String)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let asset = AssetId::parse(&id).ok_or_else(|| Oops::not_found("asset"))?;
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    // A button has no field to stand beside, so a refusal is a page of its own.
    spawned(async move { desk.release_asset(&who, command, asset).await }).await?;
    web.go(format!("/customers/{handle}#assets-held"))
}

async fn id_of(web: &Web, handle: &str) -> Result<CustomerId, Oops> {
    Ok(web.desk.customer_view(handle).await?.customer.id)
}

async fn page(
    web: &Web,
    handle: &str,
    contact: Option<FormState>,
    assets: Option<FormState>,
    all: bool,
) -> Result<Page, Oops> {
    let view = web.desk.customer_view(handle).await?;
    let forms = CustomerForms {
        contact: contact.unwrap_or_else(|| web.fresh_form()),
        assets: assets.unwrap_or_else(|| web.fresh_form()),
        releases: view.assets.iter().map(|_| web.fresh_form()).collect(),
    };
    Ok(pages::customer::show(web.frame().await?, view, forms, all))
}

pub(super) fn zones() -> Vec<&'static str> {
    Zone::common().collect()
}
