//! The ledger, as it may be read in the browser.

use std::collections::HashMap;

use app::pages;
use app::pages::ledger::LedgerAsk;
use axum::extract::{Path, Query};

use crate::web::{Answer, Oops, Web};

/// `GET /ledger`. With a number it leads to that event.
pub async fn list(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let mut word = |name: &str| asked.remove(name).unwrap_or_default().trim().to_owned();
    if let Some(seq) = read_number(&word("seq")) {
        return web.go(format!("/ledger/{seq}"));
    }
    let ask = LedgerAsk { kind: word("kind"), case: word("case").to_uppercase(), before: word("before") };
    let before = read_number(&ask.before);
    let view = web.desk.ledger_view(before, &ask.kind, &ask.case).await?;
    web.page(pages::ledger::show(web.frame().await?, view, ask))
}

/// `GET /ledger/{seq}`
pub async fn show(web: Web, Path(seq): Path<String>) -> Answer {
    let seq = read_number(&seq).ok_or_else(|| Oops::not_found("entry of the ledger"))?;
    let row = web.desk.ledger_entry(seq).await?;
    // Nothing stands before the first event: this asks only how many there are.
    let size = web.desk.ledger_view(Some(1), "", "").await?.size;
    web.page(pages::ledger_entry::show(web.frame().await?, row, size))
}

/// Pages write #1204, and so do people.
fn read_number(text: &str) -> Option<i64> {
    text.strip_prefix('#').unwrap_or(text).parse().ok()
}
