//! What came in by mail: the list of it, one of them, and what a person makes of it.

use app::pages;
use app::pages::mail::MailForms;
use app::render::Page;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::desk::mail::BindForm;
use docket::desk::{Done, Receipt};

use super::cases::{first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /mail`
pub async fn list(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let known = |kind: &&str| pages::mails::VIEWS.iter().any(|(word, _)| word == kind);
    let kind = first(&asked, "kind").filter(known).unwrap_or("waiting");
    let after = first(&asked, "after").and_then(|after| after.parse().ok());
    let view = web.desk.mails_view(if kind == "all" { "" } else { kind }, after).await?;
    let after = after.map(|after: i64| after.to_string()).unwrap_or_default();
    let page = pages::mails::show(web.frame().await?, view, kind.into(), after);
    web.page(page)
}

/// `GET /mail/{number}`
pub async fn show(web: Web, Path(number): Path<String>) -> Answer {
    let forms = MailForms { binding: web.fresh_form(), settling: web.fresh_form() };
    let page = page(&web, read(&number)?, forms).await?;
    web.page(page)
}

/// `POST /mail/{number}/binding`
pub async fn bind(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, number) = (posted.command()?, read(&number)?);
    let form = BindForm { about: posted.text("about") };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.bind_mail(&who, command, number, &form).await }).await;
    back(&web, number, &posted, done, |forms, binding| forms.binding = binding).await
}

/// `POST /mail/{number}/settling`
pub async fn settle(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, number) = (posted.command()?, read(&number)?);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    let done = spawned(async move { desk.settle_mail(&who, command, number, &reason).await }).await;
    back(&web, number, &posted, done, |forms, settling| forms.settling = settling).await
}

async fn back(
    web: &Web,
    number: i64,
    posted: &Posted,
    done: Done<Receipt>,
    place: fn(&mut MailForms, FormState),
) -> Answer {
    match done {
        Ok(_) => web.go(format!("/mail/{number}")),
        Err(failure) => {
            let mut forms = MailForms { binding: web.fresh_form(), settling: web.fresh_form() };
            place(&mut forms, refused(posted, failure, "about")?);
            let page = page(web, number, forms).await?;
            web.page(page.refused())
        }
    }
}

async fn page(web: &Web, number: i64, forms: MailForms) -> Result<Page, Oops> {
    let view = web.desk.mail_page(number).await?;
    Ok(pages::mail::show(web.frame().await?, view, forms))
}

fn read(number: &str) -> Result<i64, Oops> {
    number.parse().map_err(|_| Oops::not_found("mail"))
}
