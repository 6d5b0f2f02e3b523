//! Requests that come from elsewhere, links that are guessed, and what the log says about all of them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use docket::people::Role;

use crate::site::Site;

type Shape = &'static [(&'static str, &'static str)];

const FROM_ELSEWHERE: [Shape; 7] = [
    &[],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")],
    &[("origin", "null")],
    &[("origin", "https://evil.example")],
    &[("origin", "http://127.0.0.1:3001")],
];

const FROM_HERE: [Shape; 3] =
    [&[("sec-fetch-site", "same-origin")], &[("sec-fetch-site", "none")], &[("origin", "http://127.0.0.1:3000")]];

#[tokio::test]
async fn no_other_site_can_use_a_session() {
    let site = Site::open().await;
    let mut visitor = site.signed_in(Role::Admin).await;
    visitor.browser = false;
    let speak = |shape: Shape| {
        shape.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    };
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        for shape in FROM_ELSEWHERE {
            visitor.extra = speak(shape);
            let seen =
                visitor.send(method.clone(), "/people/new", "application/x-www-form-urlencoded", Vec::new()).await;
            assert_eq!(seen.status, StatusCode::FORBIDDEN, "{method} {shape:?}");
            assert!(seen.is_error_page(), "{shape:?}");
        }
    }
    for shape in FROM_HERE {
        visitor.extra = speak(shape);
        let seen = visitor.post("/people/new", &[]).await;
        assert_eq!(seen.status, StatusCode::BAD_REQUEST, "{shape:?}: the form is empty, but it is ours");
    }
    // A link in a letter or on another site may still lead here.
    visitor.extra = speak(FROM_ELSEWHERE[1]);
    assert_eq!(visitor.get("/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_can_be_signed_in_from_another_site() {
    let site = Site::open().await;
    let mut visitor = site.visitor();
    visitor.browser = false;
    visitor.extra.insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
    assert_eq!(visitor.sign_in(Role::Admin, "x").await.status, StatusCode::FORBIDDEN);
    visitor.extra.clear();
    visitor.extra.insert("origin", HeaderValue::from_static("null"));
    assert_eq!(visitor.sign_in(Role::Admin, "x").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_look_changes_nothing() {
    let site = Site::open().await;
    let mut visitor = site.signed_in(Role::Admin).await;
    let before = site.app.desk.ledger_size().await.unwrap();
    for row in server::router::table().into_iter().filter(|row| row.method == Method::GET) {
        for method in [Method::GET, Method::HEAD] {
            visitor.send(method, &crate::matrix::filled(row.path), "", Vec::new()).await;
        }
    }
    assert_eq!(site.app.desk.ledger_size().await.unwrap(), before);
    assert_eq!(visitor.get("/people").await.status, StatusCode::OK, "nor does it sign anybody out");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_secret_gets_into_the_log() {
    let site = Site::open().await;
    site.add(Role::Admin).await;
    let log = Log::default();
    let to = log.clone();
    let everything = server::telemetry::filter("trace");
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_env_filter(everything).with_writer(move || to.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let mut visitor = site.visitor();
    visitor.get("/n/SECRET-ONE?x=SECRET-TWO").await;
    visitor.get("/set-up/SECRET-THREE").await;
    visitor.get("/people?SECRET-FOUR").await;
    visitor.sign_in(Role::Admin, "SECRET-FIVE").await;
    visitor.sign_in(Role::Admin, crate::site::PASSWORD).await;
    let cookie = visitor.cookie.clone().unwrap();
    visitor.get("/people").await;
    drop(guard);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("/set-up/{token}"), "{text}");
    assert!(!text.contains("SECRET"), "{text}");
    assert!(!text.contains(cookie.trim_start_matches("dn=")), "{text}");
}
