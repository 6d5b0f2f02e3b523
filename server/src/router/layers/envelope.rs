//! The number that a request gets, where it came from, and the headers that guard every answer.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{
    CACHE_CONTROL, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use docket::id::EventId;
use ipnet::IpNet;

use crate::App;
use crate::web::{Address, RequestId};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

pub async fn envelope(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = number(&app);
    request.extensions_mut().insert(id.clone());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    if let Some(peer) = peer {
        let address = behind(peer, request.headers(), &app.site.trusted_proxies);
        request.extensions_mut().insert(Address(address));
    }
    let path = request.uri().path();
    let kept = path.starts_with("/pkg/") || path.starts_with("/log/tile/") || path == "/favicon.ico";
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    if let Ok(id) = HeaderValue::try_from(id.0.as_ref()) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // With no-referrer, browsers send "Origin: null" with forms, and we could not tell ours from others.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers
        .insert(PERMISSIONS, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
    headers.entry(ROBOTS).or_insert(HeaderValue::from_static("noindex"));
    if app.site.secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    if !(kept && answer.status().is_success()) {
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

/// Twelve digits in groups: short enough to read out on the telephone.
fn number(app: &App) -> RequestId {
    let id: EventId = app.desk.new_id();
    let digits = id.0.simple().to_string();
    let tail = &digits[digits.len() - 12..];
    RequestId(format!("{}-{}-{}", &tail[..4], &tail[4..8], &tail[8..]).into())
}

/// The address that a chain of trusted proxies speaks for: the last one in the chain that is not one of them.
fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let peer = peer.to_canonical();
    if !is_trusted(&peer) {
        return peer;
    }
    let lines: Vec<&str> = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok()).collect();
    let mut nearest = peer;
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Ok(hop) = IpAddr::from_str(hop.trim()) else { break };
        nearest = hop.to_canonical();
        if !is_trusted(&nearest) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let trusted: Vec<IpNet> = ["10.0.0.0/8", "::1/128"].iter().filter_map(|net| net.parse().ok()).collect();
        let headers = forwarded.iter().filter_map(|line| Some((FORWARDED_FOR, HeaderValue::try_from(*line).ok()?)));
        let peer = peer.parse().unwrap_or(IpAddr::from([0, 0, 0, 0]));
        behind(peer, &headers.collect(), &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_a_client_put_in_front_of_the_chain_is_not_believed() {
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["not an address"]), "10.0.0.1");
    }
}
