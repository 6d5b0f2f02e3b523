//! Instructions: shown, and confirmed by hand with proof.

use app::pages;
use app::render::Page;
use app::ui::FormState;
use axum::extract::Path;
use docket::instruction::Instruction;
use docket::view::CaseView;

use super::cases::refused;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /instructions/{number}`
pub async fn show(web: Web, Path(number): Path<i64>) -> Answer {
    let page = page(&web, number, web.fresh_form()).await?;
    web.page(page)
}

/// `POST /instructions/{number}/confirmation`
pub async fn confirm(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (_, instruction) = found(&web, number).await?;
    let (desk, who, how, uploads) =
        (web.desk.clone(), web.who()?.clone(), posted.text("how"), posted.uploads_of("files"));
    match spawned(async move { desk.confirm_instruction(&who, command, instruction.id, &how, &uploads).await }).await {
        Ok(_) => web.go(format!("/instructions/{number}")),
        Err(failure) => {
            let page = page(&web, number, refused(&posted, failure, "how")?).await?;
            web.page(page.refused())
        }
    }
}

async fn page(web: &Web, number: i64, form: FormState) -> Result<Page, Oops> {
    let (view, instruction) = found(web, number).await?;
    Ok(pages::instruction::show(web.frame().await?, view, instruction, form))
}

async fn found(web: &Web, number: i64) -> Result<(CaseView, Instruction), Oops> {
    let case = web.desk.case_of_instruction(number).await?;
    let view = web.desk.case_view(&case, None).await?;
    let instruction = view.instructions.iter().find(|instruction| instruction.number == number).cloned();
    let instruction = instruction.ok_or_else(|| Oops::not_found("instruction"))?;
    Ok((view, instruction))
}
