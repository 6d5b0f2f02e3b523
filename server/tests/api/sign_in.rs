use axum::http::StatusCode;
use docket::people::Role;

use crate::site::{PASSWORD, Site, email};

#[tokio::test]
async fn in_and_out() {
    let site = Site::open().await;
    site.add(Role::Admin).await;
    let mut visitor = site.visitor();
    let page = visitor.get("/sign-in").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("autocomplete=\"current-password\"") && page.text.contains("autocomplete=\"username\""));
    assert!(visitor.cookie.is_none(), "nobody needs a cookie to look at the page");

    let seen = visitor.sign_in(Role::Admin, PASSWORD).await;
    assert_eq!((seen.status, seen.location()), (StatusCode::SEE_OTHER, "/"));
    let set = seen.header("set-cookie");
    assert!(
        set.starts_with("dn=") && set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"),
        "{set}"
    );
    assert!(!set.contains("Secure") && !set.contains("Max-Age"), "{set}");

    assert_eq!(visitor.get("/").await.location(), "/people");
    assert_eq!(visitor.get("/people").await.status, StatusCode::OK);
    assert_eq!(visitor.get("/sign-in").await.status, StatusCode::SEE_OTHER);

    let mut thief = visitor.clone();
    assert_eq!(visitor.post("/sign-out", &[]).await.location(), "/sign-in");
    assert!(visitor.cookie.is_none());
    assert_eq!(thief.get("/people").await.status, StatusCode::SEE_OTHER, "a cookie from before is worth nothing");
}

#[tokio::test]
async fn the_cookie_is_bound_to_https_where_there_is_https() {
    let site = Site::at("https://notices.hosting.example").await;
    site.add(Role::Admin).await;
    let mut visitor = site.visitor();
    let seen = visitor.sign_in(Role::Admin, PASSWORD).await;
    let set = seen.header("set-cookie");
    assert!(set.starts_with("__Host-dn=") && set.contains("Secure") && set.contains("Path=/"), "{set}");
    assert_eq!(seen.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_address_and_says_nothing_more() {
    let site = Site::open().await;
    site.add(Role::Analyst).await;
    let wrong = site.visitor().sign_in(Role::Analyst, "not the password").await;
    let unknown = site.visitor().sign_in(Role::Lead, "not the password").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("do not belong together") && wrong.text.contains("<title>Error: Sign in"));
    assert!(wrong.text.contains(&email(Role::Analyst)), "what was typed stays");
    assert!(!wrong.text.contains("not the password"), "but no password");
    assert_eq!(unknown.status, wrong.status);
    assert_eq!(
        unknown.text.matches("do not belong together").count(),
        wrong.text.matches("do not belong together").count()
    );
}

#[tokio::test]
async fn an_account_under_attack_waits_and_then_opens() {
    let site = Site::open().await;
    site.add(Role::Analyst).await;
    let mut visitor = site.visitor();
    for _ in 0..5 {
        assert_eq!(visitor.sign_in(Role::Analyst, "wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let locked = visitor.sign_in(Role::Analyst, PASSWORD).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: i64 = locked.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    site.clock.advance_seconds(wait);
    assert_eq!(visitor.sign_in(Role::Analyst, PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn one_address_has_ten_tries_a_minute() {
    let site = Site::open().await;
    let mut visitor = site.visitor();
    visitor.from = Some([203, 0, 113, 9].into());
    for _ in 0..10 {
        assert_eq!(visitor.sign_in(Role::Analyst, "wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let limited = visitor.sign_in(Role::Analyst, "wrong").await;
    assert_eq!((limited.status, limited.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "6"));
    assert!(limited.is_error_page());

    // Somebody else behind the same proxy has tries of their own, but only where the proxy is one of ours.
    visitor.extra.insert("x-forwarded-for", "198.51.100.7".parse().unwrap());
    assert_eq!(visitor.sign_in(Role::Analyst, "wrong").await.status, StatusCode::TOO_MANY_REQUESTS);
    visitor.from = Some([10, 0, 0, 1].into());
    assert_eq!(visitor.sign_in(Role::Analyst, "wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    site.clock.advance_seconds(6);
    visitor.extra.clear();
    visitor.from = Some([203, 0, 113, 9].into());
    assert_eq!(visitor.sign_in(Role::Analyst, "wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nobody_is_led_away_from_here() {
    let site = Site::open().await;
    site.add(Role::Admin).await;
    for (next, to) in [
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/%0d%0aset-cookie:x", "/%0d%0aset-cookie:x"),
        ("/people?x=1", "/people?x=1"),
    ] {
        let fields = [("email", &*email(Role::Admin)), ("password", PASSWORD), ("next", next)];
        let seen = site.visitor().post("/sign-in", &fields).await;
        assert_eq!((seen.status, seen.location()), (StatusCode::SEE_OTHER, to), "{next}");
    }
}

#[tokio::test]
async fn the_way_back_survives_a_wrong_password() {
    let site = Site::open().await;
    site.add(Role::Admin).await;
    let mut visitor = site.visitor();
    let sent = visitor.get("/people/new?from=mail").await;
    assert_eq!(sent.location(), "/sign-in?next=%2Fpeople%2Fnew%3Ffrom%3Dmail");
    let page = visitor.get(sent.location()).await;
    assert!(page.text.contains("value=\"/people/new?from=mail\""), "{}", page.text);
    let fields = [("email", &*email(Role::Admin)), ("password", "wrong"), ("next", "/people/new?from=mail")];
    assert!(visitor.post("/sign-in", &fields).await.text.contains("value=\"/people/new?from=mail\""));
}

#[tokio::test]
async fn the_password_again_keeps_the_session() {
    let site = Site::open().await;
    let mut visitor = site.signed_in(Role::Lead).await;
    let cookie = visitor.cookie.clone();
    site.clock.advance_seconds(600);
    assert_eq!(visitor.get("/sign-in/again?next=/inbox").await.status, StatusCode::OK);
    let wrong = visitor.post("/sign-in/again", &[("password", "wrong"), ("next", "/inbox")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = visitor.post("/sign-in/again", &[("password", PASSWORD), ("next", "/inbox")]).await;
    assert_eq!((right.status, right.location()), (StatusCode::SEE_OTHER, "/inbox"));
    assert_eq!(visitor.cookie, cookie);
}
