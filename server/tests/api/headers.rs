use axum::http::{Method, StatusCode};
use docket::people::Role;
use server::router::{Permit, table};

use crate::matrix::filled;
use crate::site::{Seen, Site};

fn is_guarded(seen: &Seen, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("x-robots-tag", "noindex"),
    ] {
        assert_eq!(seen.header(name), value, "{what}: {name}");
    }
    assert!(seen.header("permissions-policy").contains("camera=()"), "{what}");
    assert_eq!(seen.header("x-request-id").len(), 14, "{what}");
    if seen.header("content-type").starts_with("text/html") {
        let policy = seen.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{what}: {policy}"
        );
        assert_eq!(seen.header("content-type"), "text/html; charset=utf-8", "{what}");
    }
    if !what.contains(" /pkg/") && !what.contains("favicon") {
        assert_eq!(seen.header("cache-control"), "no-store", "{what}");
    }
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let site = Site::open().await;
    let mut admin = site.signed_in(Role::Admin).await;
    let mut lead = site.signed_in(Role::Lead).await;
    for row in table() {
        let path = filled(row.path);
        for visitor in [&mut site.visitor(), &mut admin, &mut lead] {
            // Signing out would end the walk.
            if path == "/sign-out" {
                continue;
            }
            let seen = visitor.send(row.method.clone(), &path, "", Vec::new()).await;
            is_guarded(&seen, &format!("{} {path}", row.method));
        }
    }
    for path in ["/nothing/here", "/people/", "/../etc/passwd"] {
        is_guarded(&site.visitor().get(path).await, &format!("GET {path}"));
    }
}

#[tokio::test]
async fn what_does_not_work_has_a_calm_page_with_a_number() {
    let site = Site::open().await;
    let mut visitor = site.signed_in(Role::Admin).await;
    let missing = visitor.get("/nothing/here").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.is_error_page(), "{}", missing.text);
    let wrong = visitor.send(Method::DELETE, "/people", "", Vec::new()).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong.is_error_page() && !wrong.header("allow").is_empty(), "{:?}", wrong.headers);
    let json = visitor.get("/api/v1/nothing").await;
    assert_eq!(json.header("content-type"), "application/problem+json");
    let head = visitor.send(Method::HEAD, "/people", "", Vec::new()).await;
    assert_eq!((head.status, head.text.len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn a_panic_is_a_page_too() {
    let site = Site::open().await;
    let routes = axum::Router::new().route("/broken", axum::routing::get(broken));
    let mut visitor = site.visitor();
    visitor.router_of(server::router::around(routes, &site.app));
    let seen = visitor.get("/broken").await;
    assert_eq!(seen.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(seen.is_error_page() && !seen.text.contains("what the reader must not see"), "{}", seen.text);
    is_guarded(&seen, "GET /broken");
}

async fn broken() -> StatusCode {
    panic!("what the reader must not see")
}

#[tokio::test]
async fn the_desk_says_that_it_is_well() {
    let site = Site::open().await;
    assert_eq!(site.visitor().get("/healthz").await.status, StatusCode::OK);
    assert!(table().iter().any(|row| row.path == "/healthz" && row.permit == Permit::Anyone));
}
