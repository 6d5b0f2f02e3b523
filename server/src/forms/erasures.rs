//! Erasing a person: asked for by one, agreed by another.

use std::collections::HashMap;

use app::pages;
use app::pages::erasures::Part;
use axum::extract::{Path, Query};
use docket::desk::erasing::ErasureForm;
use docket::desk::{Done, Receipt};

use super::cases::refused;
use crate::web::{Answer, Posted, Web, spawned};

/// `GET /erasures`
pub async fn list(web: Web) -> Answer {
    let (all, names) = web.desk.erasures_view(web.who()?).await?;
    web.page(pages::erasures::list(web.frame().await?, all, names))
}

/// `GET /erasures/new?of=`: what would go.
pub async fn new(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let Some(of) = asked.remove("of").filter(|of| !of.is_empty()) else {
        return web.page(pages::erasures::nobody(web.frame().await?));
    };
    let subject = web.desk.erasure_subject(&of).await?;
    let preview = web.desk.erasure_preview(web.who()?, subject).await?;
    web.page(pages::erasures::new(web.frame().await?, of, preview, web.fresh_form()))
}

/// `POST /erasures`: the first of two.
pub async fn ask(web: Web, posted: Posted) -> Answer {
    let (command, of) = (posted.command()?, posted.text("of"));
    let subject = web.desk.erasure_subject(&of).await?;
    let form =
        ErasureForm { basis: posted.text("basis"), reason: posted.text("reason"), mentions: posted.flag("mentions") };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.ask_erasure(&who, command, subject, &form).await }).await {
        Ok((number, _)) => web.go(format!("/erasures/{number}")),
        Err(failure) => {
            let form = refused(&posted, failure, "basis")?;
            let preview = web.desk.erasure_preview(web.who()?, subject).await?;
            web.page(pages::erasures::new(web.frame().await?, of, preview, form).refused())
        }
    }
}

/// `GET /erasures/{number}`
pub async fn show(web: Web, Path(number): Path<i64>) -> Answer {
    let view = web.desk.erasure_view(web.who()?, number).await?;
    web.page(pages::erasures::show(web.frame().await?, view, Part::None, web.fresh_form()))
}

/// `POST /erasures/{number}/agreement`: the second of two.
pub async fn agree(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who, seen) = (web.desk.clone(), web.who()?.clone(), posted.text("seen"));
            (web, spawned(async move { desk.agree_erasure(&who, command, number, &seen).await }).await)
        }
        Err(failure) => (web, Err(failure)),
    };
    back(&web, number, &posted, done, Part::Agree).await
}

/// `POST /erasures/{number}/end`
pub async fn put_aside(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("drop_reason"));
    let done = spawned(async move { desk.drop_erasure(&who, command, number, &reason).await }).await;
    back(&web, number, &posted, done, Part::Drop).await
}

async fn back(web: &Web, number: i64, posted: &Posted, done: Done<Receipt>, part: Part) -> Answer {
    match done {
        Ok(_) => web.go(format!("/erasures/{number}")),
        Err(failure) => {
            let form = refused(posted, failure, "drop_reason")?;
            let view = web.desk.erasure_view(web.who()?, number).await?;
            web.page(pages::erasures::show(web.frame().await?, view, part, form).refused())
        }
    }
}
