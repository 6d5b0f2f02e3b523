//! What became of a report, for whoever has its link.

use std::collections::HashMap;

use app::public_pages::status;
use axum::extract::{Path, Query};
use docket::desk::Failure;
use docket::refusal::Refusal;

use super::public_reader::Wanted;
use crate::web::{Answer, Web};

/// `GET /status/{token}`: changes nothing. A wrong link and an expired one look the same.
pub async fn show(
    web: Web,
    wanted: Wanted,
    Path(token): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    match web.desk.status_sheet(&token).await {
        Ok(sheet) => {
            let reader = wanted.reader_of(&web, sheet.language);
            web.page(status::show(reader, format!("/status/{token}"), sheet, asked.contains_key("new")))
        }
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => Err(failure.into()),
    }
}
