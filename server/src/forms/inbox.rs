//! `GET /inbox`

use std::collections::HashMap;

use app::pages;
use app::pages::inbox::InboxAsk;
use axum::extract::Query;
use docket::complaint::Channel;
use docket::policy::{Category, Severity};
use docket::store::lists::InboxFilter;

use crate::web::{Answer, Web};

pub async fn show(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let mut word = |name: &str| asked.remove(name).unwrap_or_default();
    // A word that means nothing here is no filter: an old link shows more, never an error.
    let ask = InboxAsk {
        stage: Some(word("stage"))
            .filter(|stage| matches!(stage.as_str(), "in_case" | "rejected"))
            .unwrap_or_else(|| "new".into()),
        category: Category::parse(&word("category")).map(Category::word).unwrap_or_default().into(),
        channel: Channel::parse(&word("channel")).map(Channel::word).unwrap_or_default().into(),
        severity: Severity::parse(&word("severity")).map(Severity::word).unwrap_or_default().into(),
        unmatched: !word("unmatched").is_empty(),
        after: word("after"),
    };
    let filter = InboxFilter {
        stage: ask.stage.clone(),
        category: ask.category.clone(),
        channel: ask.channel.clone(),
        severity: Severity::parse(&ask.severity).map_or(0, |severity| i64::from(severity.strokes())),
        unmatched: ask.unmatched,
    };
    let view = web.desk.inbox(&filter, Some(&ask.after).filter(|after| !after.is_empty()).map(String::as_str)).await?;
    web.page(pages::inbox::show(web.frame().await?, view, ask))
}
