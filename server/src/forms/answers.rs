//! Answers: shown beside what was asked, and weighed.

use app::pages;
use app::render::Page;
use app::ui::FormState;
use app::words::t;
use axum::extract::Path;
use docket::desk::answers::{AnswerForm, PartForm, RecordedForm, VerdictForm};
use docket::store::evidence::sha256_hex;

use super::cases::{around, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// A notice asks for no more than this.
const MOST_REQUIREMENTS: u32 = 20;

/// `GET /cases/{number}/answers/{receipt}`
pub async fn show(web: Web, Path((number, receipt)): Path<(String, String)>) -> Answer {
    let page = page(&web, &number, &receipt, web.fresh_form(), web.fresh_form()).await?;
    web.page(page)
}

/// `POST /cases/{number}/answers/{receipt}/confirmation`
pub async fn confirm(web: Web, Path((number, receipt)): Path<(String, String)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let view = web.desk.case_view(&number, None).await?;
    let notice = view.answer(&receipt).ok_or_else(|| Oops::not_found("answer"))?.notice;
    let (desk, who, about, how) = (web.desk.clone(), web.who()?.clone(), receipt.clone(), posted.text("how"));
    match spawned(async move { desk.confirm_by_call_back(&who, command, notice, &about, &how).await }).await {
        Ok(_) => web.go(format!("/cases/{number}/answers/{receipt}")),
        Err(failure) => {
            let call = refused(&posted, failure, "how")?;
            let page = page(&web, &number, &receipt, web.fresh_form(), call).await?;
            web.page(page.refused())
        }
    }
}

/// `GET /cases/{number}/answers/new`
pub async fn new(web: Web, Path(number): Path<String>) -> Answer {
    let page = recording(&web, &number, web.fresh_form()).await?;
    web.page(page)
}

/// `POST /cases/{number}/answers/new`
pub async fn record(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let case = web.desk.case_id(&number).await?;
    // What was typed beside the requirements of one notice says nothing about those of another.
    if posted.text("shown") != posted.text("notice") {
        let message = t(
            "These are the requirements of the notice that you chose. Look at each once more, and choose the files again.",
        );
        let form = FormState { message: Some(message.to_owned()), ..posted.again() };
        return web.page(recording(&web, &number, form).await?.refused());
    }
    let uploads = posted.uploads();
    let parts = (1..=MOST_REQUIREMENTS).filter(|number| !posted.all(&format!("stance_{number}")).is_empty());
    let parts = parts.map(|number| PartForm {
        requirement: number,
        stance: posted.text(&format!("stance_{number}")),
        text: posted.text(&format!("text_{number}")),
        by_date: posted.text(&format!("by_date_{number}")),
    });
    let form = RecordedForm {
        notice: posted.text("notice").parse().unwrap_or_default(),
        via: posted.text("via"),
        date: posted.text("date"),
        time: posted.text("time"),
        zone: posted.text("zone"),
        fold: posted.text("fold"),
        answer: AnswerForm {
            parts: parts.collect(),
            signer: posted.text("signer"),
            signer_role: posted.text("signer_role"),
            files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
            ..AnswerForm::default()
        },
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.record_answer(&who, command, case, &form, &uploads).await }).await {
        Ok((answer, _)) => web.go(format!("/cases/{number}/answers/{}", answer.receipt)),
        Err(failure) => {
            let page = recording(&web, &number, refused(&posted, failure, "files")?).await?;
            web.page(page.refused())
        }
    }
}

/// The form for the notice that was chosen, or for the newest one that was sent.
async fn recording(web: &Web, number: &str, form: FormState) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let chosen = form.value("notice").parse().ok().and_then(|chosen| view.notice(chosen));
    let notice = chosen.filter(|notice| notice.sent_at().is_some()).or(view.last_notice()).cloned();
    Ok(pages::answer_new::show(frame, view, notice, form))
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
            let form = refused(&posted, failure, "verdict_1")?;
            let page = page(&web, &number, &receipt, form, web.fresh_form()).await?;
            web.page(page.refused())
        }
    }
}

async fn page(web: &Web, number: &str, receipt: &str, form: FormState, call: FormState) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let answer = view.answer(receipt).cloned().ok_or_else(|| Oops::not_found("answer"))?;
    Ok(pages::answer::show(frame, view, answer, form, call))
}
