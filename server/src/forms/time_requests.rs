//! Requests for more time: shown, decided, and shown to be the customer's.

use app::pages;
use app::pages::time_request::TimeForms;
use app::pages::time_requests::Part;
use app::render::Page;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::desk::extensions::TimeDecision;
use docket::desk::{Done, Receipt};
use docket::extension::Extension;

use super::cases::{around, first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /time-requests`: those of all cases.
pub async fn list(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let (after, before) = (first(&asked, "after"), first(&asked, "before"));
    let view = web.desk.times_view(after, before).await?;
    let part = match (after, before) {
        (None, None) => Part::Both,
        (_, Some(_)) => Part::Decided,
        (Some(_), None) => Part::Waiting,
    };
    web.page(pages::time_requests::show(web.frame().await?, view, part))
}

/// `GET /cases/{number}/time/{receipt}`
pub async fn show(web: Web, Path((number, receipt)): Path<(String, String)>) -> Answer {
    let page = page(&web, &number, &receipt, fresh(&web)).await?;
    web.page(page)
}

/// `POST /cases/{number}/time/{receipt}`
pub async fn decide(web: Web, Path((number, receipt)): Path<(String, String)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let asked = found(&web, &number, &receipt).await?;
    let form = TimeDecision {
        choice: posted.text("choice"),
        date: posted.text("date"),
        time: posted.text("time"),
        fold: posted.text("fold"),
        reason: posted.text("reason"),
    };
    let (desk, who, version) = (web.desk.clone(), web.who()?.clone(), posted.version());
    let done = spawned(async move { desk.decide_time(&who, command, asked.id, version, &form).await }).await;
    back(&web, &number, &receipt, &posted, done, |forms, decision| forms.decision = decision).await
}

/// `POST /cases/{number}/time/{receipt}/confirmation`
pub async fn confirm(web: Web, Path((number, receipt)): Path<(String, String)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let asked = found(&web, &number, &receipt).await?;
    let (desk, who, how) = (web.desk.clone(), web.who()?.clone(), posted.text("how"));
    let done =
        spawned(async move { desk.confirm_by_call_back(&who, command, asked.notice, &asked.receipt, &how).await })
            .await;
    back(&web, &number, &receipt, &posted, done, |forms, call_back| forms.call_back = call_back).await
}

async fn back(
    web: &Web,
    number: &str,
    receipt: &str,
    posted: &Posted,
    done: Done<Receipt>,
    place: fn(&mut TimeForms, FormState),
) -> Answer {
    match done {
        Ok(_) => web.go(format!("/cases/{number}/time/{receipt}")),
        Err(failure) => {
            let mut forms = fresh(web);
            place(&mut forms, refused(posted, failure, "reason")?);
            let page = page(web, number, receipt, forms).await?;
            web.page(page.refused())
        }
    }
}

fn fresh(web: &Web) -> TimeForms {
    TimeForms { decision: web.fresh_form(), call_back: web.fresh_form() }
}

async fn found(web: &Web, number: &str, receipt: &str) -> Result<Extension, Oops> {
    let view = web.desk.case_view(number, None).await?;
    view.extension(receipt).cloned().ok_or_else(|| Oops::not_found("request for more time"))
}

async fn page(web: &Web, number: &str, receipt: &str, forms: TimeForms) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let asked = view.extension(receipt).cloned().ok_or_else(|| Oops::not_found("request for more time"))?;
    Ok(pages::time_request::show(frame, view, asked, forms))
}
