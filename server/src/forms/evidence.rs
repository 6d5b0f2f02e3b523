//! `GET /evidence/{sha256}?name=`: bytes that somebody sent us, as a download and never as a page.

use std::collections::HashMap;

use app::say;
use app::words::t;
use axum::extract::{Path, Query};
use axum::http::StatusCode;

use crate::download::Download;
use crate::web::file::{clean_name, sniff};
use crate::web::{Answer, Oops, Web};

/// What a browser may be told that it is. Everything else is only bytes.
const HARMLESS: [&str; 6] = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"];

pub async fn download(
    web: Web,
    Path(sha256): Path<String>,
    Query(mut asked): Query<HashMap<String, String>>,
) -> Answer {
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hash {
        return Err(Oops::not_found("piece of evidence"));
    }
    // Sealed material lies elsewhere, so it cannot be found here whatever its hash.
    let Some(bytes) = web.desk.evidence(&sha256).await? else {
        // Destroyed is not the same as never there.
        return Err(match web.desk.bytes_went_with(&sha256).await? {
            Some(seq) => Oops::new(
                StatusCode::GONE,
                t("Destroyed"),
                say!(
                    "These bytes were destroyed. Entry #{} of the ledger says under which rule, or whom they named.",
                    seq
                ),
            ),
            None => Oops::not_found("piece of evidence"),
        });
    };
    let name = match asked.remove("name").unwrap_or_default() {
        name if name.is_empty() => format!("{}.bin", &sha256[..12]),
        name => clean_name(&name),
    };
    let found = sniff(&bytes, &name);
    let media_type = HARMLESS.into_iter().find(|harmless| *harmless == found).unwrap_or("application/octet-stream");
    Ok(Download { name, media_type, bytes }.answer())
}
