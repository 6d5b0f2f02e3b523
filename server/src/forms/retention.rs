//! How long things are kept, and what falls due.

use app::pages;
use app::pages::disposal::Part;
use axum::extract::Path;
use docket::desk::{Done, Receipt};
use docket::retention::Rule;

use super::cases::refused;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /retention`
pub async fn list(web: Web) -> Answer {
    let view = web.desk.retention_view(web.who()?).await?;
    web.page(pages::retention::list(web.frame().await?, view))
}

/// `GET /retention/{rule}`
pub async fn show(web: Web, Path(rule): Path<String>) -> Answer {
    let form = web.fresh_form();
    web.page(rule_page(&web, &rule, form).await?)
}

/// `POST /retention/{rule}`: the next edition.
pub async fn publish(web: Web, Path(word): Path<String>, posted: Posted) -> Answer {
    let (command, rule) = (posted.command()?, parse(&word)?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let (days, reason) = (posted.text("days"), posted.text("reason"));
    match spawned(async move { desk.set_rule(&who, command, rule, &days, &reason).await }).await {
        Ok(_) => web.go(format!("/retention/{word}")),
        Err(failure) => {
            let form = refused(&posted, failure, "days")?;
            web.page(rule_page(&web, &word, form).await?.refused())
        }
    }
}

fn parse(word: &str) -> Result<Rule, Oops> {
    Rule::parse(word).ok_or_else(|| Oops::not_found("page"))
}

async fn rule_page(web: &Web, word: &str, form: app::ui::FormState) -> Result<app::render::Page, Oops> {
    let rule = parse(word)?;
    let view = web.desk.retention_view(web.who()?).await?;
    let ruling = view.rules.iter().find(|one| one.rule == rule).cloned().ok_or_else(|| Oops::not_found("page"))?;
    Ok(pages::retention::rule(web.frame().await?, view, ruling, form))
}

/// `GET /disposals/{number}`
pub async fn disposal(web: Web, Path(number): Path<i64>) -> Answer {
    let view = web.desk.disposal_view(web.who()?, number).await?;
    web.page(pages::disposal::show(web.frame().await?, view, Part::None, web.fresh_form()))
}

/// `POST /disposals/{number}/confirmation`: what was shown goes.
pub async fn confirm(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who, seen) = (web.desk.clone(), web.who()?.clone(), posted.text("seen"));
            (web, spawned(async move { desk.confirm_disposal(&who, command, number, &seen).await }).await)
        }
        Err(failure) => (web, Err(failure)),
    };
    back(&web, number, &posted, done, Part::Confirm).await
}

/// `POST /disposals/{number}/end`: nothing goes.
pub async fn put_aside(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    let done = spawned(async move { desk.drop_disposal(&who, command, number, &reason).await }).await;
    back(&web, number, &posted, done, Part::Drop).await
}

async fn back(web: &Web, number: i64, posted: &Posted, done: Done<Receipt>, part: Part) -> Answer {
    match done {
        Ok(_) => web.go(format!("/disposals/{number}")),
        Err(failure) => {
            let form = refused(posted, failure, "reason")?;
            let view = web.desk.disposal_view(web.who()?, number).await?;
            web.page(pages::disposal::show(web.frame().await?, view, part, form).refused())
        }
    }
}
