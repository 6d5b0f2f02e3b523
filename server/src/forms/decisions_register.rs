//! The register of decisions, to read and to take away.

use std::collections::HashMap;

use app::pages;
use axum::extract::Query;
use docket::desk::pages::PAGE;
use docket::people::Act;
use docket::report::register;

use crate::download::{Download, stamp};
use crate::web::{Answer, Web};

/// The stages of a decision as the address may name them.
const STAGES: [&str; 9] =
    ["proposed", "approved", "withdrawn", "stopped", "missed", "in_force", "stayed", "lifted", "overturned"];

/// `GET /decisions`
pub async fn list(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let stage = stage(&mut asked);
    let before = asked.remove("before").unwrap_or_default();
    // Whoever approves nothing reads the whole register by the same address.
    let who = web.who()?;
    if asked.get("for").is_some_and(|word| word == "me") && who.may(Act::Approve) {
        let view = web.desk.decisions_to_approve(who).await?;
        return web.page(pages::decisions::show(web.frame().await?, view, true, String::new(), String::new()));
    }
    let view = web.desk.decisions_view(&stage, Some(before.as_str()).filter(|before| !before.is_empty()), PAGE).await?;
    web.page(pages::decisions::show(web.frame().await?, view, false, stage, before))
}

/// `GET /decisions.csv`
pub async fn csv(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let stage = stage(&mut asked);
    let bytes = register::decisions_csv(&web.desk, web.who()?, &stage).await?;
    let name = format!("duenotice_decisions_{}.csv", stamp(web.now));
    Ok(Download { name, media_type: "text/csv; charset=utf-8", bytes }.answer())
}

/// A word that means nothing here is no filter.
fn stage(asked: &mut HashMap<String, String>) -> String {
    asked.remove("stage").filter(|stage| STAGES.contains(&stage.as_str())).unwrap_or_default()
}
