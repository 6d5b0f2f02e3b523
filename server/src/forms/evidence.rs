//! `GET /evidence/{sha256}?name=`: bytes that somebody sent us, as a download and never as a page.

use std::collections::HashMap;

use axum::extract::{Path, Query};

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
    let bytes = web.desk.evidence(&sha256).await?.ok_or_else(|| Oops::not_found("piece of evidence"))?;
    let name = match asked.remove("name").unwrap_or_default() {
        name if name.is_empty() => format!("{}.bin", &sha256[..12]),
        name => clean_name(&name),
    };
    let found = sniff(&bytes, &name);
    let media_type = HARMLESS.into_iter().find(|harmless| *harmless == found).unwrap_or("application/octet-stream");
    Ok(Download { name, media_type, bytes }.answer())
}
