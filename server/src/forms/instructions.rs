//! Instructions: all of them, one of them, handed over once more, and confirmed by hand with proof.

use app::pages;
use app::render::Page;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::desk::instructions::list::InstructionsList;
use docket::instruction::Instruction;
use docket::view::CaseView;

use super::cases::{first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /instructions`
pub async fn list(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let list = InstructionsList::parse(first(&asked, "list").unwrap_or_default());
    let before = first(&asked, "before").and_then(|number| number.parse().ok());
    let view = web.desk.instructions_view(list, before).await?;
    let forms = view.rows.iter().map(|_| web.fresh_form()).collect();
    web.page(pages::instructions::show(web.frame().await?, view, before, forms))
}

/// `GET /instructions/{number}`
pub async fn show(web: Web, Path(number): Path<i64>) -> Answer {
    let page = page(&web, number, web.fresh_form(), web.fresh_form()).await?;
    web.page(page)
}

/// `POST /instructions/{number}/again`
pub async fn again(web: Web, Path(number): Path<i64>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (_, instruction) = found(&web, number).await?;
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.hand_over_again(&who, command, instruction.id).await }).await {
        Ok(_) => web.go(format!("/instructions/{number}")),
        Err(failure) => {
            let form = refused(&posted, failure, "again")?;
            let page = page(&web, number, web.fresh_form(), form).await?;
            web.page(page.refused())
        }
    }
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
            let page = page(&web, number, refused(&posted, failure, "how")?, web.fresh_form()).await?;
            web.page(page.refused())
        }
    }
}

async fn page(web: &Web, number: i64, form: FormState, again: FormState) -> Result<Page, Oops> {
    let (view, instruction) = found(web, number).await?;
    let by_machine = !web.desk.settings().by_hand();
    Ok(pages::instruction::show(web.frame().await?, view, instruction, by_machine, form, again))
}

async fn found(web: &Web, number: i64) -> Result<(CaseView, Instruction), Oops> {
    let case = web.desk.case_of_instruction(number).await?;
    let view = web.desk.case_view(&case, None).await?;
    let instruction = view.instructions.iter().find(|instruction| instruction.number == number).cloned();
    let instruction = instruction.ok_or_else(|| Oops::not_found("instruction"))?;
    Ok((view, instruction))
}
