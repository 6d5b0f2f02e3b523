//! Answers: shown beside what was asked, and weighed.

use app::pages;
use app::render::Page;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::answers::VerdictForm;

use super::cases::{around, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /cases/{number}/answers/{receipt}`
pub async fn show(web: Web, Path((number, receipt)): Path<(String, String)>) -> Answer {
    let page = page(&web, &number, &receipt, web.fresh_form()).await?;
    web.page(page)
}

/// `POST /cases/{number}/answers/{receipt}/assessment`
pub async fn assess(web: Web, Path((number, receipt)): Path<(String, String)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let view = web.desk.case_view(&number, None).await?;
    let answer = view.answer(&receipt).ok_or_else(|| Oops::not_found("answer"))?;
    let id = answer.id;
    let verdicts = answer.parts.iter().map(|part| VerdictForm {
        requirement: part.requirement,
        verdict: posted.text(&format!("verdict_{}", part.requirement)),
        reason: posted.text(&format!("reason_{}", part.requirement)),
    });
    let verdicts: Vec<VerdictForm> = verdicts.collect();
    let (desk, who, version) = (web.desk.clone(), web.who()?.clone(), posted.version());
    match spawned(async move { desk.assess_answer(&who, command, id, version, &verdicts).await }).await {
        Ok(_) => web.go(format!("/cases/{number}")),
        Err(failure) => {
            let page = page(&web, &number, &receipt, refused(&posted, failure, "verdict_1")?).await?;
            web.page(page.refused())
        }
    }
}

async fn page(web: &Web, number: &str, receipt: &str, form: FormState) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let answer = view.answer(receipt).cloned().ok_or_else(|| Oops::not_found("answer"))?;
    Ok(pages::answer::show(frame, view, answer, form))
}
