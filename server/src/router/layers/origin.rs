//! Stricter than the layer before it: whoever brings a cookie must also say that the request comes from our own page.

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::App;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let blind = request.uri().path().starts_with("/api/v1/");
    if harmless || blind || !request.headers().contains_key(COOKIE) || is_own(request.headers(), &app.site.origin) {
        return next.run(request).await;
    }
    tracing::warn!(method = %request.method(), "a request with a cookie came from elsewhere");
    StatusCode::FORBIDDEN.into_response()
}

fn is_own(headers: &HeaderMap, own: &str) -> bool {
    let word = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match word(FETCH_SITE) {
        Some("same-origin" | "none") => true,
        Some(_) => false,
        None => word(ORIGIN).is_some_and(|origin| {
            let host = word(HOST).unwrap_or_default();
            let same_host =
                origin.split_once("://").is_some_and(|(_, from)| !host.is_empty() && from.eq_ignore_ascii_case(host));
            origin.eq_ignore_ascii_case(own) || same_host
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn own(pairs: &[(HeaderName, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        is_own(&headers.collect(), "https://notices.hosting.example")
    }

    #[test]
    fn only_our_own_pages_may_use_a_cookie() {
        assert!(own(&[(FETCH_SITE, "same-origin")]));
        assert!(own(&[(FETCH_SITE, "none")]));
        assert!(own(&[(ORIGIN, "https://notices.hosting.example")]));
        assert!(own(&[(ORIGIN, "http://127.0.0.1:3000"), (HOST, "127.0.0.1:3000")]));
        assert!(!own(&[(FETCH_SITE, "same-site"), (ORIGIN, "https://notices.hosting.example")]));
        assert!(!own(&[(FETCH_SITE, "cross-site")]));
        assert!(!own(&[(ORIGIN, "null")]));
        assert!(!own(&[(ORIGIN, "https://evil.example"), (HOST, "notices.hosting.example")]));
        assert!(!own(&[]));
    }
}
