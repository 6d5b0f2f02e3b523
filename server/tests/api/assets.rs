//! Machines that say who holds which address, and what becomes of a report, for whoever has its link.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Method, StatusCode};
use docket::desk::customers::AddCustomer;
use docket::people::Role;
use serde_json::{Value, json};

use crate::intake::json;
use crate::site::{Seen, Site, Visitor};

const ASSETS: &str = "/api/v1/assets";

async fn machine(site: &Site, scope: &str) -> Visitor {
    let key = site.app.desk.add_token(None, "pool", scope).await.unwrap();
    let mut visitor = site.visitor();
    visitor.browser = false;
    visitor.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {key}")).unwrap());
    visitor
}

async fn customer(site: &Site, handle: &str) {
    let form = AddCustomer {
        handle: handle.into(),
        account: "1".into(),
        name: handle.into(),
        language: "en".into(),
        zone: "UTC".into(),
        contact_name: "Abuse desk".into(),
        contact_email: format!("abuse@{handle}.example"),
        contact_duty: "abuse".into(),
        ..AddCustomer::default()
    };
    site.app.desk.add_customer(None, site.app.desk.new_command(), &form).await.unwrap();
}

async fn put(machine: &mut Visitor, body: &Value) -> Seen {
    machine.send(Method::PUT, ASSETS, "application/json", body.to_string().into_bytes()).await
}

fn held(customer: &str, asset: &str, from: &str) -> Value {
    json!({ "customer": customer, "asset": asset, "from": from })
}

#[tokio::test]
async fn addresses_change_hands_by_put_and_the_same_again_changes_nothing() {
    let site = Site::open().await;
    customer(&site, "red").await;
    customer(&site, "blue").await;
    let mut pool = machine(&site, "assets:write").await;
    let first = json!({ "assets": [held("red", "203.0.113.7", "2021-01-10T10:00:00Z")] });
    for expected in
        [json!({"assigned": 1, "ended": 0, "unchanged": 0}), json!({"assigned": 0, "ended": 0, "unchanged": 1})]
    {
        let seen = put(&mut pool, &first).await;
        assert_eq!((seen.status, json(&seen)), (StatusCode::OK, expected));
    }
    let next = json!({ "assets": [held("blue", "203.0.113.7", "2021-01-10T11:00:00+01:00"), held("blue", "2001:db8::/48", "2021-01-10T11:00:00Z")] });
    let seen = put(&mut pool, &next).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "the same hour is not after it: {}", seen.text);
    assert_eq!(seen.header("content-type"), "application/problem+json");
    assert_eq!(json(&seen)["problems"][0]["pointer"], "/assets/0/asset");
    let next = json!({ "assets": [held("blue", "203.0.113.7", "2021-01-10T11:00:00Z")] });
    assert_eq!(json(&put(&mut pool, &next).await), json!({"assigned": 1, "ended": 1, "unchanged": 0}));
}

#[tokio::test]
async fn what_cannot_be_declared_is_named_by_its_place_and_leaves_nothing() {
    let site = Site::open().await;
    customer(&site, "red").await;
    let mut pool = machine(&site, "assets:write").await;
    let body = json!({ "assets": [held("red", "203.0.113.7", "2021-01-10T10:00:00Z"), held("nobody", "203.0.113.8", "2021-01-10T10:00:00Z")] });
    let seen = put(&mut pool, &body).await;
    assert_eq!(
        json(&seen)["problems"],
        json!([{ "pointer": "/assets/1/customer", "detail": "There is no customer nobody." }])
    );
    assert!(site.app.desk.customer_view("red").await.unwrap().assets.is_empty(), "all of them or none");
    for body in ["", "[]", "{\"assets\": 1}", "not json"] {
        let seen = pool.send(Method::PUT, ASSETS, "application/json", body.as_bytes().to_vec()).await;
        assert_eq!(seen.status, StatusCode::BAD_REQUEST, "{body}: {}", seen.text);
        assert_eq!(seen.header("content-type"), "application/problem+json");
    }
    let mut other = machine(&site, "complaints:write").await;
    assert_eq!(put(&mut other, &body_of_nothing()).await.status, StatusCode::FORBIDDEN, "each key does one thing");
    let mut pool = machine(&site, "assets:write").await;
    let seen = pool.send(Method::POST, crate::intake::COMPLAINTS, "application/json", b"{}".to_vec()).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
}

fn body_of_nothing() -> Value {
    json!({ "assets": [] })
}

#[tokio::test]
async fn a_status_link_opens_one_report_and_a_wrong_one_looks_like_none() {
    let site = Site::open().await;
    let mut visitor = site.visitor();
    let form = visitor.get("/report?lang=en").await;
    let command = form.text.split("name=\"command_id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [
        ("command_id", command.as_str()),
        ("locations", "hxxps://bad[.]example/x"),
        ("category", "phishing"),
        ("description", "A copy of my bank, says Zoe Martin."),
        ("reporter_name", "Zoe Martin"),
        ("reporter_email", "zoe@mail.example"),
        ("good_faith", "yes"),
    ];
    let seen = visitor.post("/report?lang=en", &fields).await;
    let path = seen.location().to_owned();
    assert!(path.starts_with("/status/"), "{path}");
    let page = visitor.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("We have received your report"));
    for secret in ["Zoe", "mail.example", "Martin"] {
        assert!(!page.text.contains(secret), "{secret}");
    }
    assert!(!page.text.contains(".wasm") && !page.text.contains("hydrate"), "no WebAssembly");
    // Sent twice it is one report, and the link is not given a second time.
    let again = visitor.post("/report?lang=en", &fields).await;
    assert!(again.location().starts_with("/report/received/C-"), "{}", again.location());
    let wrong = visitor.get(&format!("/status/{}", "x".repeat(43))).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    // Nobody of the team is named there either, whatever becomes of it.
    let mut lead = site.signed_in(Role::Lead).await;
    assert_eq!(lead.get("/inbox/unmatched").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_list_longer_than_one_transaction_is_read_in_whole() {
    let site = Site::open().await;
    site.add(Role::Lead).await;
    let desk = &site.app.desk;
    let person = desk.people_view().await.unwrap().people.remove(0);
    let who = desk.who(person.id, desk.now()).await.unwrap().unwrap();
    customer(&site, "big").await;
    let mut list = String::from("handle,asset,from\n");
    for number in 0..2_000 {
        list.push_str(&format!("big,2001:db8:{number:x}::/48,2020-01-01\n"));
    }
    let id = desk.check_import(&who, desk.new_command(), "big.csv", list.as_bytes()).await.unwrap();
    assert_eq!(desk.run_import(&who, &id).await.unwrap().added, 2_000);
}
