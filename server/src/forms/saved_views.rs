//! Views that somebody keeps.

use app::ui::saved::SavedLink;
use axum::extract::Path;
use docket::desk::queues::{SaveView, Tally};
use docket::store::saved_views::SavedRow;

use super::undo;
use crate::web::{Answer, Oops, Posted, Web};

/// `POST /views`
pub async fn save(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let page = page_of(&posted)?;
    let query = posted.text("query");
    let form = SaveView {
        page: page.to_owned(),
        name: posted.text("name"),
        query: query.clone(),
        shared: posted.flag("shared"),
    };
    match web.desk.save_view(web.who()?, command, &form).await {
        Ok(()) => web.go(undo::with(&format!("/{page}?{query}"), &[])),
        Err(failure) => {
            let form = posted.refused(failure)?;
            let page = match page {
                "inbox" => super::inbox::with_save(&web, &query, form).await?,
                _ => super::case_lists::with_save(&web, &query, form).await?,
            };
            web.page(page.refused())
        }
    }
}

/// `POST /views/{id}/removal`
pub async fn remove(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let page = page_of(&posted)?;
    web.desk.drop_view(web.who()?, &id).await?;
    web.go(format!("/{page}"))
}

fn page_of(posted: &Posted) -> Result<&'static str, Oops> {
    match posted.text("page").as_str() {
        "inbox" => Ok("inbox"),
        "cases" => Ok("cases"),
        _ => Err(Oops::not_found("list")),
    }
}

/// What a list makes of a saved row.
pub(super) struct Kept {
    pub href: String,
    pub query: String,
    pub tally: Tally,
}

pub(super) fn link(web: &Web, row: SavedRow, kept: Kept, here: &str) -> Result<SavedLink, Oops> {
    Ok(SavedLink {
        mine: row.owner_id == web.who()?.person.id.to_string(),
        shared: row.shared == 1,
        id: row.id,
        name: row.name,
        here: !here.is_empty() && kept.query == here,
        href: kept.href,
        count: kept.tally.count,
        first_due: kept.tally.first_due,
        command: web.desk.new_command().to_string(),
    })
}
