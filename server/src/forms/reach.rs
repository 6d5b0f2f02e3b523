//! Another way than mail to reach a customer: the form, and what it brings.

use app::pages;
use app::render::Page;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::reach::TriedForm;
use docket::store::evidence::sha256_hex;

use super::cases::{around, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /cases/{number}/notices/{notice}/channels`
pub async fn new(web: Web, Path((number, notice)): Path<(String, u32)>) -> Answer {
    let page = page(&web, &number, notice, web.fresh_form()).await?;
    web.page(page)
}

/// `POST /cases/{number}/notices/{notice}/channels`
pub async fn record(web: Web, Path((number, notice)): Path<(String, u32)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let view = web.desk.case_view(&number, None).await?;
    let id = view.notice(notice).ok_or_else(|| Oops::not_found("notice"))?.id;
    let uploads = posted.uploads();
    let form = TriedForm {
        channel: posted.text("channel"),
        date: posted.text("date"),
        time: posted.text("time"),
        zone: posted.text("zone"),
        fold: posted.text("fold"),
        to: posted.text("to"),
        tracking: posted.text("tracking"),
        words: posted.text("words"),
        files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.try_channel(&who, command, id, &form, &uploads).await }).await {
        Ok(_) => web.go(format!("/cases/{number}/notices/{notice}")),
        Err(failure) => {
            let page = page(&web, &number, notice, refused(&posted, failure, "files")?).await?;
            web.page(page.refused())
        }
    }
}

async fn page(web: &Web, number: &str, notice: u32, form: FormState) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let notice = view.notice(notice).cloned().ok_or_else(|| Oops::not_found("notice"))?;
    Ok(pages::notice_reach::show(frame, view, notice, form))
}
