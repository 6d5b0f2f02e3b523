//! Appeals as the team sees them: listed, given to somebody, talked about, decided.

use app::pages;
use app::pages::appeal::AppealForms;
use app::render::Page;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::appeals::VerdictOnAppeal;
use docket::desk::{Done, Receipt};
use docket::id::{AppealId, PersonId};
use docket::refusal::Refusal;

use super::cases::refused;
use crate::web::{Answer, Oops, Posted, Web, spawned};
use app::words::t;

/// `GET /appeals`
pub async fn list(web: Web) -> Answer {
    let view = web.desk.appeals_view().await?;
    web.page(pages::appeals::show(web.frame().await?, view))
}

/// `GET /appeals/{number}`
pub async fn show(web: Web, Path(number): Path<i64>) -> Answer {
    let page = page(&web, number, fresh(&web)).await?;
    web.page(page)
}

/// `POST /appeals/{number}/assignment`
pub async fn assign(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, number).await?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = match PersonId::parse(&posted.text("to")) {
        Some(to) => spawned(async move { desk.assign_appeal(&who, command, id, to).await }).await,
        None => Err(Refusal::field("to", t("Choose who decides it.")).into()),
    };
    back(&web, number, &posted, done, |forms, form| forms.assignment = form).await
}

/// `POST /appeals/{number}/messages`
pub async fn write(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, number).await?);
    let (desk, who, text) = (web.desk.clone(), web.who()?.clone(), posted.text("text"));
    let done = spawned(async move { desk.write_about_appeal(&who, command, id, &text).await }).await;
    back(&web, number, &posted, done, |forms, form| forms.message = form).await
}

/// `POST /appeals/{number}/verdict`
pub async fn decide(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, number).await?);
    let form = VerdictOnAppeal {
        verdict: posted.text("verdict"),
        reasons: posted.text("reasons"),
        assets: posted.all("assets"),
    };
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who) = (web.desk.clone(), web.who()?.clone());
            let done = spawned(async move { desk.decide_appeal(&who, command, id, &form).await }).await;
            (web, done)
        }
        Err(failure) => (web, Err(failure)),
    };
    back(&web, number, &posted, done, |forms, form| forms.verdict = form).await
}

/// `POST /appeals/{number}/confirmation`: somebody called the customer back.
pub async fn confirm(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let appeal = web.desk.appeal_view(number).await?.row.appeal;
    let notice = appeal.notice.ok_or_else(|| Oops::not_found("appeal"))?;
    let (desk, who, how) = (web.desk.clone(), web.who()?.clone(), posted.text("how"));
    let done =
        spawned(async move { desk.confirm_by_call_back(&who, command, notice, &appeal.receipt, &how).await }).await;
    back(&web, number, &posted, done, |forms, form| forms.call = form).await
}

async fn back(
    web: &Web,
    number: i64,
    posted: &Posted,
    done: Done<Receipt>,
    place: fn(&mut AppealForms, FormState),
) -> Answer {
    match done {
        Ok(_) => web.go(format!("/appeals/{number}")),
        Err(failure) => {
            let mut forms = fresh(web);
            place(&mut forms, refused(posted, failure, "grounds")?);
            let page = page(web, number, forms).await?;
            web.page(page.refused())
        }
    }
}

fn fresh(web: &Web) -> AppealForms {
    AppealForms {
        assignment: web.fresh_form(),
        message: web.fresh_form(),
        verdict: web.fresh_form(),
        call: web.fresh_form(),
    }
}

async fn page(web: &Web, number: i64, forms: AppealForms) -> Result<Page, Oops> {
    let view = web.desk.appeal_view(number).await?;
    Ok(pages::appeal::show(web.frame().await?, view, forms))
}

async fn id(web: &Web, number: i64) -> Result<AppealId, Oops> {
    Ok(web.desk.appeal_view(number).await?.row.appeal.id)
}
