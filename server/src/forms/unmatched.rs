//! `GET /inbox/unmatched`

use std::collections::HashMap;

use app::pages;
use axum::extract::Query;

use crate::web::{Answer, Web};

pub async fn show(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let after = asked.remove("after").unwrap_or_default();
    let view = web.desk.unmatched_view(Some(&after).filter(|after| !after.is_empty()).map(String::as_str)).await?;
    let many: usize = view.rows.iter().map(|row| row.candidates.len() + 1).sum();
    let forms = (0..many).map(|_| web.fresh_form()).collect();
    web.page(pages::unmatched::show(web.frame().await?, view, after, forms))
}
