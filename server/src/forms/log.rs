//! What the ledger shows of itself to everybody: the newest checkpoint, the key, tiles, proofs of growth. Files for
//! machines, in public formats (<https://c2sp.org/tlog-tiles>). They hold hashes alone; entries may name people, so no
//! entry is given out here.

use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use docket::ledger::tiles::Tile;
use docket::words::ours;

use crate::web::{Answer, Oops, Web};

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// `GET /log/checkpoint`: with the lines of all who have signed it.
pub async fn checkpoint(web: Web) -> Answer {
    let newest = web.desk.checkpoint_text().await?.ok_or_else(|| Oops::not_found(ours("checkpoint")))?;
    Ok(text(newest))
}

/// `GET /log/key`: the key in use on the first line, then those before it, the newest first.
pub async fn key(web: Web) -> Answer {
    let view = web.desk.notary_view().await?;
    let newest = view.newest.ok_or_else(|| Oops::not_found(ours("checkpoint")))?;
    let keys = std::iter::once(newest.signer).chain(view.older_keys.into_iter().map(|older| older.key));
    Ok(text(keys.map(|key| key + "\n").collect()))
}

/// `GET /log/consistency/{old}`: that the newest checkpoint begins with the first so many entries.
pub async fn consistency(web: Web, Path(old): Path<String>) -> Answer {
    let old: u64 = old.parse().map_err(|_| Oops::not_found(ours("checkpoint")))?;
    let growth = web.desk.growth_file(old).await?.ok_or_else(|| Oops::not_found(ours("checkpoint")))?;
    Ok(text(growth.to_string()))
}

/// `GET /log/tile/{level}/{*rest}`
pub async fn tile(web: Web, Path((level, rest)): Path<(String, String)>) -> Answer {
    let tile = Tile::parse(&level, &rest).ok_or_else(|| Oops::not_found(ours("tile")))?;
    let bytes = web.desk.tile(&tile).await?.ok_or_else(|| Oops::not_found(ours("tile")))?;
    Ok(([(CONTENT_TYPE, BYTES), (CACHE_CONTROL, FOR_EVER)], bytes).into_response())
}

fn text(words: String) -> Response {
    ([(CONTENT_TYPE, TEXT)], words).into_response()
}
