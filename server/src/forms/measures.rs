//! Interim measures: taken, shown, confirmed by a second person, ended.

use app::pages;
use app::pages::measure::MeasureForms;
use app::render::Page;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::interims::InterimForm;
use docket::desk::{Done, Receipt};
use docket::id::InterimId;

use super::cases::{around, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /cases/{number}/measures/new`
pub async fn new(web: Web, Path(number): Path<String>) -> Answer {
    let (frame, view) = around(&web, &number).await?;
    web.page(pages::measure_new::show(frame, view, web.fresh_form()))
}

/// `POST /cases/{number}/measures`
pub async fn take(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let form = InterimForm {
        emergency: posted.text("emergency"),
        asset: posted.text("asset"),
        part: posted.text("part"),
        facts: posted.text("facts"),
        complaints: posted.all("complaints"),
        handle: posted.text("handle"),
        version: posted.version(),
    };
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who) = (web.desk.clone(), web.who()?.clone());
            let done = spawned(async move { desk.take_interim(&who, command, case, &form).await }).await;
            (web, done)
        }
        Err(failure) => (web, Err(failure)),
    };
    match done {
        Ok((measure, _)) => web.go(format!("/cases/{number}/measures/{measure}")),
        Err(failure) => {
            let form = refused(&posted, failure, "emergency")?;
            let (frame, view) = around(&web, &number).await?;
            web.page(pages::measure_new::show(frame, view, form).refused())
        }
    }
}

/// `GET /cases/{number}/measures/{measure}`
pub async fn show(web: Web, Path((number, measure)): Path<(String, i64)>) -> Answer {
    let page = page(&web, &number, measure, fresh(&web)).await?;
    web.page(page)
}

/// `POST /cases/{number}/measures/{measure}/confirmation`
pub async fn confirm(web: Web, Path((number, measure)): Path<(String, i64)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, measure).await?);
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who) = (web.desk.clone(), web.who()?.clone());
            (web, spawned(async move { desk.confirm_interim(&who, command, id).await }).await)
        }
        Err(failure) => (web, Err(failure)),
    };
    back(&web, &number, measure, &posted, done, |forms, form| forms.confirmation = form).await
}

/// `POST /cases/{number}/measures/{measure}/ending`
pub async fn end(web: Web, Path((number, measure)): Path<(String, i64)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, measure).await?);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    let done = spawned(async move { desk.end_interim(&who, command, id, &reason).await }).await;
    back(&web, &number, measure, &posted, done, |forms, form| forms.ending = form).await
}

async fn back(
    web: &Web,
    number: &str,
    measure: i64,
    posted: &Posted,
    done: Done<Receipt>,
    place: fn(&mut MeasureForms, FormState),
) -> Answer {
    match done {
        Ok(_) => web.go(format!("/cases/{number}/measures/{measure}")),
        Err(failure) => {
            let mut forms = fresh(web);
            place(&mut forms, refused(posted, failure, "facts")?);
            let page = page(web, number, measure, forms).await?;
            web.page(page.refused())
        }
    }
}

fn fresh(web: &Web) -> MeasureForms {
    MeasureForms { confirmation: web.fresh_form(), ending: web.fresh_form() }
}

async fn page(web: &Web, number: &str, measure: i64, forms: MeasureForms) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let measure = view.interims.iter().find(|one| one.number == measure).cloned();
    let measure = measure.ok_or_else(|| Oops::not_found("measure"))?;
    Ok(pages::measure::show(frame, view, measure, forms))
}

async fn id(web: &Web, number: &str, measure: i64) -> Result<InterimId, Oops> {
    let view = web.desk.case_view(number, None).await?;
    let found = view.interims.iter().find(|one| one.number == measure);
    found.map(|one| one.id).ok_or_else(|| Oops::not_found("measure"))
}
