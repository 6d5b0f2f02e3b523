//! `GET /search`

use app::pages;
use app::pages::search::SearchAsk;
use axum::extract::Query;
use docket::search::Found;

use crate::web::{Answer, Web};

pub async fn show(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let word = |name: &str| super::cases::first(&asked, name).unwrap_or_default().trim().to_owned();
    let kind = Found::parse(&word("kind"));
    let ask = SearchAsk { q: word("q"), kind, before: word("before").parse().ok() };
    let hits = web.desk.search(web.who()?, &ask.q, kind, ask.before).await?;
    web.page(pages::search::show(web.frame().await?, ask, hits))
}
