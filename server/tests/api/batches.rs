//! Many reports in one call.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

use crate::intake::{json, problem, report};
use crate::site::{Seen, Site, Visitor};

const BATCH: &str = "/api/v1/complaints/batch";

async fn machine(site: &Site) -> Visitor {
    let key = site.app.desk.add_token(None, "feed", "complaints:write").await.unwrap();
    let mut visitor = site.visitor();
    visitor.browser = false;
    visitor.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {key}")).unwrap());
    visitor
}

async fn send(machine: &mut Visitor, body: impl Into<Vec<u8>>) -> Seen {
    machine.send(Method::POST, BATCH, "application/x-ndjson", body.into()).await
}

fn lines(reports: &[Value]) -> String {
    reports.iter().map(|one| format!("{one}\n")).collect()
}

#[tokio::test]
async fn each_line_of_a_batch_is_answered_in_its_place() {
    let site = Site::open().await;
    let mut machine = machine(&site).await;
    let body = format!("{}\r\n\n{}\nno JSON at all\n{}", report(1), report(2), report(1));
    let seen = send(&mut machine, body.clone()).await;
    assert_eq!(seen.status, StatusCode::ACCEPTED, "{}", seen.text);
    let batch = json(&seen);
    let counts = ["received", "repeated", "unreadable", "failed"].map(|count| batch[count].as_u64().unwrap());
    assert_eq!(counts, [2, 1, 1, 0], "{batch}");
    let told: Vec<(u64, &str)> = batch["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["line"].as_u64().unwrap(), one["status"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [(1, "received"), (3, "received"), (4, "unreadable"), (5, "repeated")]);
    assert_eq!(batch["reports"][0]["id"], batch["reports"][3]["id"]);
    assert!(batch["reports"][2]["warnings"][0].is_string(), "{batch}");

    // Each can be asked about, and what could not be read was kept as it came.
    for one in batch["reports"].as_array().unwrap() {
        let path = format!("/api/v1/complaints/{}", one["id"].as_str().unwrap());
        assert_eq!(json(&machine.get(&path).await)["status"], "new");
    }
    let odd = format!("/api/v1/complaints/{}", batch["reports"][2]["id"].as_str().unwrap());
    let number = json(&machine.get(&odd).await)["number"].as_str().unwrap().trim_start_matches("C-").parse().unwrap();
    let kept = site.app.desk.complaint_view(number).await.unwrap().complaint;
    assert_eq!(kept.report.format, "not_json");
    let bytes = site.app.desk.evidence(&kept.report.raw).await.unwrap();
    assert_eq!(bytes.as_deref(), Some(&b"no JSON at all"[..]));

    let again = json(&send(&mut machine, body).await);
    assert_eq!((&again["received"], &again["repeated"]), (&json!(0), &json!(3)), "{again}");
    assert_eq!(again["reports"][0]["id"], batch["reports"][0]["id"]);
}

#[tokio::test]
async fn a_batch_is_bounded_and_its_key_names_it() {
    let site = Site::open().await;
    let mut machine = machine(&site).await;
    for nothing in ["", " \r\n\n"] {
        problem(&send(&mut machine, nothing).await, StatusCode::BAD_REQUEST);
    }
    let many: Vec<Value> = (0..501).map(report).collect();
    let refused = problem(&send(&mut machine, lines(&many)).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused["detail"].as_str().unwrap().contains("at most 500"), "{refused}");
    problem(&send(&mut machine, vec![b'x'; (5 << 20) + 1]).await, StatusCode::PAYLOAD_TOO_LARGE);
    problem(&site.visitor().send(Method::POST, BATCH, "", Vec::new()).await, StatusCode::UNAUTHORIZED);
    assert_eq!(site.app.desk.counts().await.unwrap().inbox, 0, "nothing of all this was recorded");

    let whole = json(&send(&mut machine, lines(&many[..500])).await);
    assert_eq!(whole["received"], 500);
    machine.extra.insert("idempotency-key", HeaderValue::from_static("night 1"));
    let first = json(&send(&mut machine, lines(&[report(601), report(602)])).await);
    let again = json(&send(&mut machine, lines(&[report(601), report(602)])).await);
    assert_eq!((&again["repeated"], &again["reports"][1]["id"]), (&json!(2), &first["reports"][1]["id"]));
    let other = problem(&send(&mut machine, lines(&[report(603)])).await, StatusCode::CONFLICT);
    assert!(other["detail"].as_str().unwrap().contains("Nothing was recorded"), "{other}");
}

#[tokio::test]
async fn no_line_of_a_batch_brings_the_others_down() {
    let site = Site::open().await;
    let mut machine = machine(&site).await;
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let mut odd = report(2);
    for field in ["report_id", "timestamp", "source_identifier", "url"] {
        odd[field] = "'; drop table complaint; -- <script>alert(1)</script> \u{202e}\u{0}\u{7}".into();
    }
    let body = [
        deep.into_bytes(),
        report(1).to_string().into_bytes(),
        odd.to_string().into_bytes(),
        b"{\"xarf_version\": 9007199254740993123}".to_vec(),
        b"\xff\xfe\x00\x01".to_vec(),
        b"{}".to_vec(),
    ]
    .join(&b'\n');
    let batch = json(&send(&mut machine, body).await);
    assert_eq!(batch["failed"], 0, "{batch}");
    assert_eq!(batch["reports"].as_array().unwrap().len(), 6);
    assert!(batch["reports"].as_array().unwrap().iter().all(|one| one["id"].is_string()), "{batch}");
    assert_eq!(site.app.desk.counts().await.unwrap().inbox, 6);
}
