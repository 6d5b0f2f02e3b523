//! The browser's files, inside the program: a release carries them, a debug build reads them where `cargo xtask build`
//! wrote them. Their names are made from their contents, so whoever has one may keep it for ever.

use std::borrow::Cow;
use std::collections::HashMap;

use app::render::{AssetPaths, Assets};
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_A_DAY: &str = "public, max-age=86400";

#[derive(rust_embed::Embed)]
#[folder = "$SITE_PKG"]
struct Site;

/// What the pages' heads link to. Without a manifest nothing was built, and pages come plain.
pub fn assets() -> Assets {
    let names = names();
    let path = |name: &str| names.get(name).map(|hashed| format!("/pkg/{hashed}"));
    Assets::from(AssetPaths {
        style: path("main.css"),
        script: path("app.js"),
        wasm: path("app_bg.wasm"),
        public_script: path("public.js"),
        icon: path("favicon.svg"),
    })
}

/// Logical name to hashed name, as `xtask/src/build/files.rs` wrote it.
fn names() -> HashMap<String, String> {
    let Some(manifest) = Site::get("manifest.json") else {
        return HashMap::new();
    };
    serde_json::from_slice(&manifest.data).unwrap_or_else(|why| {
        tracing::error!(%why, "the list of the browser's files cannot be read; pages come without style and script");
        HashMap::new()
    })
}

/// `GET /pkg/{file}`
pub async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    serve(&name, &headers, FOR_EVER)
}

/// `GET /favicon.ico`, for browsers that ask without having read a page.
pub async fn favicon(headers: HeaderMap) -> Response {
    match names().get("favicon.svg") {
        Some(name) => serve(name, &headers, FOR_A_DAY),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

fn serve(name: &str, headers: &HeaderMap, kept: &'static str) -> Response {
    let Some(kind) = kind(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(headers, coding))
        .find_map(|(coding, suffix)| Some((Some(coding), Site::get(&format!("{name}{suffix}"))?)));
    let Some((coding, file)) = packed.or_else(|| Some((None, Site::get(name)?))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let bytes = match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, HeaderValue::from_static(kept)),
        (VARY, HeaderValue::from_static("accept-encoding")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    let coding = coding.map(|coding| [(CONTENT_ENCODING, HeaderValue::from_static(coding))]);
    (headers, coding, bytes).into_response()
}

/// What we build, and nothing else that may lie in the folder.
fn kind(name: &str) -> Option<&'static str> {
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.contains(['/', '\\']) {
        return None;
    }
    match extension {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "wasm" => Some("application/wasm"),
        _ => None,
    }
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let offers = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    offers.flat_map(|line| line.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(offer: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(offer))])
    }

    #[test]
    fn a_coding_is_used_only_when_it_is_accepted() {
        assert!(accepts(&asking("gzip, deflate, br, zstd"), "br"));
        assert!(accepts(&asking("BR;q=0.5"), "br"));
        assert!(!accepts(&asking("br;q=0, gzip"), "br"));
        assert!(!accepts(&asking("brotli"), "br"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }

    #[test]
    fn only_what_we_build_is_served() {
        assert_eq!(kind("app.0f3c5a7b9d1e.js"), Some("text/javascript; charset=utf-8"));
        for name in ["manifest.json", "app.js.br", "../../../etc/passwd", "../x.js", "a\\b.js", "unfinished"] {
            assert_eq!(kind(name), None, "{name}");
        }
    }
}
