use axum::http::StatusCode;
use docket::people::Role;

use crate::site::{PASSWORD, Site};

const FIELDS: [(&str, &str); 4] =
    [("name", "Ada"), ("email", "ada@hosting.example"), ("password", PASSWORD), ("zone", "UTC")];

#[tokio::test]
async fn the_link_makes_one_admin_and_is_spent() {
    let site = Site::open().await;
    let mut visitor = site.visitor();
    assert!(visitor.get("/sign-in").await.text.contains("Nobody has an account here yet"));
    let link = site.app.desk.make_setup_link().await.unwrap();
    let path = link.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned();

    for _ in 0..3 {
        assert_eq!(visitor.get(&path).await.status, StatusCode::OK, "looking does not spend it");
    }
    let command = site.app.desk.new_command().to_string();
    let short: Vec<_> = FIELDS
        .iter()
        .map(|(name, value)| (*name, if *name == "password" { "short" } else { value }))
        .chain([("command_id", &*command)])
        .collect();
    let refused = visitor.post(&path, &short).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("at least 15 characters") && refused.text.contains("ada@hosting.example"),
        "{}",
        refused.text
    );

    let right: Vec<_> = FIELDS.into_iter().chain([("command_id", &*command)]).collect();
    let made = visitor.post(&path, &right).await;
    assert_eq!((made.status, made.location()), (StatusCode::SEE_OTHER, "/people"), "{}", made.text);
    assert!(visitor.get("/people").await.text.contains("ada@hosting.example"));

    let mut late = site.visitor();
    assert_eq!(late.get(&path).await.status, StatusCode::GONE);
    assert_eq!(late.post(&path, &right).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn the_link_lives_a_day_and_no_other_opens_anything() {
    let site = Site::open().await;
    let link = site.app.desk.make_setup_link().await.unwrap();
    let path = link.strip_prefix("http://127.0.0.1:3000").unwrap();
    site.clock.advance_seconds(24 * 3600 + 1);
    assert_eq!(site.visitor().get(path).await.status, StatusCode::GONE);
    assert_eq!(site.visitor().get("/set-up/AAAA").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn no_link_works_once_there_are_people() {
    let site = Site::open().await;
    let link = site.app.desk.make_setup_link().await.unwrap();
    site.add(Role::Lead).await;
    let path = link.strip_prefix("http://127.0.0.1:3000").unwrap();
    assert_eq!(site.visitor().get(path).await.status, StatusCode::GONE);
}
