//! The outbox: every letter, one letter, and the button that sends a failed one again.

use app::pages;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::id::LetterId;
use docket::letter::{LetterStage, SENDING};

use super::cases::{first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /letters`
pub async fn list(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let stage = first(&asked, "stage")
        .filter(|stage| *stage == SENDING || LetterStage::WORDS.contains(stage))
        .unwrap_or_default();
    let before = first(&asked, "before");
    let view = web.desk.letters_view(stage, before).await?;
    let page = pages::letters::show(web.frame().await?, view, stage.into(), before.unwrap_or_default().into());
    web.page(page)
}

/// `GET /letters/{id}`
pub async fn show(web: Web, Path(id): Path<String>) -> Answer {
    let form = web.fresh_form();
    page(&web, &id, form, false).await
}

/// `POST /letters/{id}/again`
pub async fn again(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (command, letter) = (posted.command()?, read(&id)?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.send_letter_again(&who, command, letter).await }).await {
        Ok((new, _)) => web.go(format!("/letters/{new}")),
        Err(failure) => page(&web, &id, refused(&posted, failure, "letter")?, true).await,
    }
}

async fn page(web: &Web, id: &str, form: FormState, refused: bool) -> Answer {
    let view = web.desk.letter_view(read(id)?).await?;
    let page = pages::letter::show(web.frame().await?, view, form);
    web.page(if refused { page.refused() } else { page })
}

fn read(id: &str) -> Result<LetterId, Oops> {
    LetterId::parse(id).ok_or_else(|| Oops::not_found("letter"))
}
