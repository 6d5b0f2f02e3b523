//! The locations of a complaint and what became of each.

use std::collections::HashMap;

use app::pages;
use app::render::Page;
use app::ui::FormState;
use app::ui::flash::Said;
use app::ui::list::href;
use axum::extract::{Path, Query};
use docket::complaint::locations::LocationOutcome;
use docket::desk::complaints::locations::MarkForm;

use super::complaints::{id_of, read_number};
use super::undo;
use crate::web::{Answer, Oops, Posted, Web, spawned};

type Asked = Query<HashMap<String, String>>;

/// `GET /complaints/{number}/locations`
pub async fn show(web: Web, Path(number): Path<String>, Query(asked): Asked) -> Answer {
    let (number, (filter, from)) = (read_number(&number)?, read(&asked));
    let form = web.fresh_form();
    let asked: Vec<(String, String)> = asked.into_iter().collect();
    let said = undo::said(&web, &asked, &here(number, &filter, from)).await?;
    let page = page(&web, number, filter, from, form, said).await?;
    web.page(page)
}

/// `POST /complaints/{number}/locations`
pub async fn mark(web: Web, Path(number): Path<String>, Query(asked): Asked, posted: Posted) -> Answer {
    let (number, (filter, from)) = (read_number(&number)?, read(&asked));
    let (command, complaint) = (posted.command()?, id_of(&web, number).await?);
    let form = MarkForm {
        places: posted.all("places").iter().filter_map(|place| place.parse().ok()).collect(),
        matching: posted.text("matching"),
        outcome: posted.text("outcome"),
        note: posted.text("note"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.mark_locations(&who, command, complaint, &form).await }).await {
        Ok(_) => web.go(undo::with(&here(number, &filter, from), &[("done", &command.to_string())])),
        Err(failure) => {
            let page = page(&web, number, filter, from, posted.refused(failure)?, None).await?;
            web.page(page.refused())
        }
    }
}

async fn page(
    web: &Web,
    number: i64,
    filter: String,
    from: u32,
    form: FormState,
    said: Option<Said>,
) -> Result<Page, Oops> {
    let view = web.desk.locations_view(number, &filter, from).await?;
    Ok(pages::locations::show(web.frame().await?, view, filter, from, form, said))
}

/// This page of the list, as it was filtered.
fn here(number: i64, filter: &str, from: u32) -> String {
    let from = if from > 0 { from.to_string() } else { String::new() };
    href(&format!("/complaints/{number}/locations"), &[("outcome", filter), ("from", &from)])
}

/// A word that means nothing here is no filter.
fn read(asked: &HashMap<String, String>) -> (String, u32) {
    let word = asked.get("outcome").map(String::as_str).unwrap_or_default();
    let known = word == "none" || LocationOutcome::parse(word).is_some();
    let from = asked.get("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    (if known { word.to_owned() } else { String::new() }, from)
}
