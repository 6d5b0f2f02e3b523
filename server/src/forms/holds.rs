//! Litigation holds: placed in a case, listed, released by two.

use app::pages;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::holds::WideHoldForm;
use docket::desk::{Done, Receipt};

use super::cases::refused;
use crate::web::{Answer, Posted, Web, spawned};

/// `GET /holds`
pub async fn list(web: Web) -> Answer {
    let rows = web.desk.holds_view().await?;
    web.page(pages::hold::list(web.frame().await?, rows))
}

/// `GET /holds/new`
pub async fn new(web: Web) -> Answer {
    let team = web.desk.custodians().await?;
    web.page(pages::hold_new::show(web.frame().await?, team, web.fresh_form()))
}

/// `POST /holds/new`
pub async fn place(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let form = WideHoldForm {
        over: posted.text("over"),
        case: posted.text("case"),
        handle: posted.text("handle"),
        from: posted.text("from"),
        to: posted.text("to"),
        custodian: posted.text("custodian"),
        matter: posted.text("matter"),
        reason: posted.text("hold_reason"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.place_wide_hold(&who, command, &form).await }).await {
        Ok((number, _)) => web.go(format!("/holds/{number}")),
        Err(failure) => {
            let form = refused(&posted, failure, "over")?;
            let team = web.desk.custodians().await?;
            web.page(pages::hold_new::show(web.frame().await?, team, form).refused())
        }
    }
}

/// `GET /holds/{number}`
pub async fn show(web: Web, Path(number): Path<i64>) -> Answer {
    let (row, names) = web.desk.hold_view(number).await?;
    web.page(pages::hold::show(web.frame().await?, row, names, web.fresh_form(), web.fresh_form()))
}

/// `POST /holds/{number}/release`: the first of two.
pub async fn ask(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, web.desk.hold_view(number).await?.0.hold.id);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("release_reason"));
    let done = spawned(async move { desk.ask_release(&who, command, id, &reason).await }).await;
    back(&web, number, &posted, done, true).await
}

/// `POST /holds/{number}/release/agreement`: the second.
pub async fn release(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, web.desk.hold_view(number).await?.0.hold.id);
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who) = (web.desk.clone(), web.who()?.clone());
            (web, spawned(async move { desk.release_hold(&who, command, id).await }).await)
        }
        Err(failure) => (web, Err(failure)),
    };
    back(&web, number, &posted, done, false).await
}

async fn back(web: &Web, number: i64, posted: &Posted, done: Done<Receipt>, asking: bool) -> Answer {
    match done {
        Ok(_) => web.go(format!("/holds/{number}")),
        Err(failure) => {
            let form = refused(posted, failure, "release_reason")?;
            let (ask, release): (FormState, FormState) =
                if asking { (form, web.fresh_form()) } else { (web.fresh_form(), form) };
            let (row, names) = web.desk.hold_view(number).await?;
            web.page(pages::hold::show(web.frame().await?, row, names, ask, release).refused())
        }
    }
}
