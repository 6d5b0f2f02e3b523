use axum::http::StatusCode;
use docket::people::Role;

use crate::site::{PASSWORD, Site};

const MINUTE: i64 = 60;

#[tokio::test]
async fn half_an_hour_of_silence_ends_a_session() {
    let site = Site::open().await;
    let mut visitor = site.signed_in(Role::Admin).await;
    site.clock.advance_seconds(29 * MINUTE);
    assert_eq!(visitor.get("/people").await.status, StatusCode::OK);
    site.clock.advance_seconds(29 * MINUTE);
    assert_eq!(visitor.get("/people").await.status, StatusCode::OK, "being seen counts");
    site.clock.advance_seconds(31 * MINUTE);
    assert_eq!(visitor.get("/people").await.location(), "/sign-in?next=%2Fpeople");
    assert!(visitor.cookie.is_none());
}

#[tokio::test]
async fn twelve_hours_end_it_however_busy_somebody_is() {
    let site = Site::open().await;
    let mut visitor = site.signed_in(Role::Admin).await;
    for _ in 0..35 {
        site.clock.advance_seconds(20 * MINUTE);
        assert_eq!(visitor.get("/people").await.status, StatusCode::OK);
    }
    site.clock.advance_seconds(20 * MINUTE);
    assert_eq!(visitor.get("/people").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_in_makes_a_new_number() {
    let site = Site::open().await;
    let mut visitor = site.signed_in(Role::Admin).await;
    let before = visitor.clone();
    assert_eq!(visitor.sign_in(Role::Admin, PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_ne!(visitor.cookie, before.cookie);
    assert_eq!(before.clone().get("/people").await.status, StatusCode::SEE_OTHER, "the number from before is dead");
    assert_eq!(visitor.get("/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_invented_cookie_opens_nothing() {
    let site = Site::open().await;
    site.add(Role::Admin).await;
    for cookie in ["dn=AAAAAAAAAAAAAAAAAAAAAA", "dn=x", "dn=", "dn=AAAAAAAAAAAAAAAAAAAAAA; dn=y"] {
        let mut visitor = site.visitor();
        visitor.cookie = Some(cookie.into());
        assert_eq!(visitor.get("/people").await.status, StatusCode::SEE_OTHER, "{cookie}");
    }
}
