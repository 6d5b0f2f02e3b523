//! The clauses of the policy and their editions.

use app::pages;
use axum::extract::Path;
use docket::desk::policy::ClauseForm;

use crate::web::{Answer, Posted, Web, spawned};

/// `GET /policy`
pub async fn list(web: Web) -> Answer {
    let clauses = web.desk.clauses().await?;
    web.page(pages::policy::list(web.frame().await?, clauses))
}

/// `GET /policy/new`
pub async fn new(web: Web) -> Answer {
    web.page(pages::policy::write(web.frame().await?, None, web.fresh_form()))
}

/// `POST /policy/new`
pub async fn publish_new(web: Web, posted: Posted) -> Answer {
    let form = ClauseForm { replaces: String::new(), ..read(&posted) };
    publish(web, posted, form, None).await
}

/// `GET /policy/{code}`
pub async fn show(web: Web, Path(code): Path<String>) -> Answer {
    let editions = web.desk.clause_editions(&code).await?;
    web.page(pages::policy::show(web.frame().await?, editions))
}

/// `GET /policy/{code}/edition`
pub async fn edition(web: Web, Path(code): Path<String>) -> Answer {
    let newest = web.desk.clause_editions(&code).await?.into_iter().next();
    web.page(pages::policy::write(web.frame().await?, newest, web.fresh_form()))
}

/// `POST /policy/{code}/edition`
pub async fn publish_edition(web: Web, Path(code): Path<String>, posted: Posted) -> Answer {
    let newest = web.desk.clause_editions(&code).await?.into_iter().next();
    let form = ClauseForm { code, ..read(&posted) };
    publish(web, posted, form, newest).await
}

async fn publish(web: Web, posted: Posted, form: ClauseForm, newest: Option<docket::policy::Clause>) -> Answer {
    let command = posted.command()?;
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.publish_clause(&who, command, &form).await }).await {
        Ok((code, _)) => web.go(format!("/policy/{code}")),
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::policy::write(web.frame().await?, newest, form).refused())
        }
    }
}

fn read(posted: &Posted) -> ClauseForm {
    ClauseForm {
        code: posted.text("code"),
        title: posted.text("title"),
        title_fr: posted.text("title_fr"),
        text: posted.text("text"),
        text_fr: posted.text("text_fr"),
        category: posted.text("category"),
        severity: posted.text("severity"),
        default_hours: posted.text("default_hours"),
        strike_days: posted.text("strike_days"),
        replaces: posted.text("replaces"),
    }
}
