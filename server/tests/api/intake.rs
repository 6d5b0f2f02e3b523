//! Machines that send complaints: what they are told, and that nothing they send brings the server down.

use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderValue, Method, StatusCode};
use docket::people::Role;
use serde_json::{Value, json};

use crate::site::{Seen, Site, Visitor};

pub const COMPLAINTS: &str = "/api/v1/complaints";
const MOST: usize = 5 << 20;

/// A program with a key.
#[derive(Clone)]
pub struct Machine(Visitor);

impl Machine {
    pub async fn at(site: &Site) -> Machine {
        let key = site.app.desk.add_token(None, "gateway", "complaints:write").await.unwrap();
        Machine::with(site, &key)
    }

    fn with(site: &Site, key: &str) -> Machine {
        let mut visitor = site.visitor();
        visitor.browser = false;
        visitor.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {key}")).unwrap());
        Machine(visitor)
    }

    pub async fn send(&mut self, body: impl Into<Vec<u8>>) -> Seen {
        self.0.send(Method::POST, COMPLAINTS, "application/json", body.into()).await
    }

    /// Under the sender's own name for the report.
    async fn send_as(&mut self, key: &'static str, body: impl Into<Vec<u8>>) -> Seen {
        self.0.extra.insert("idempotency-key", HeaderValue::from_static(key));
        let seen = self.send(body).await;
        self.0.extra.remove("idempotency-key");
        seen
    }

    async fn ask(&mut self, id: &str) -> Seen {
        self.0.get(&format!("{COMPLAINTS}/{id}")).await
    }
}

pub fn json(seen: &Seen) -> Value {
    serde_json::from_str(&seen.text).unwrap_or_else(|why| panic!("{why}: {}", seen.text))
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// A problem as RFC 9457 writes it, with the number by which the log can be searched.
#[track_caller]
pub fn problem(seen: &Seen, status: StatusCode) -> Value {
    assert_eq!(seen.status, status, "{}", seen.text);
    assert_eq!(seen.header("content-type"), "application/problem+json", "{}", seen.text);
    let problem = json(seen);
    assert_eq!(problem["status"], json!(status.as_u16()));
    assert_eq!(text(&problem, "type"), "about:blank");
    assert!(!text(&problem, "title").is_empty() && !text(&problem, "detail").is_empty(), "{problem}");
    assert_eq!(text(&problem, "request"), seen.header("x-request-id"));
    problem
}

#[track_caller]
fn taken(seen: &Seen, status: &str) -> String {
    assert_eq!(seen.status, StatusCode::ACCEPTED, "{}", seen.text);
    let received = json(seen);
    assert_eq!(text(&received, "status"), status, "{received}");
    assert!(received["warnings"].is_array(), "{received}");
    let id = text(&received, "id").to_owned();
    assert_eq!(seen.location(), format!("{COMPLAINTS}/{id}"));
    id
}

/// The samples of a folder, by name.
pub fn samples(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docket/tests/samples").join(folder);
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json" || extension == "eml"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

pub fn report(number: u32) -> Value {
    json!({
        "xarf_version": "4.2.0",
        "report_id": format!("8f0ca0b1-6c5f-4a3e-9a43-{number:012x}"),
        "timestamp": "2021-01-09T18:30:00Z",
        "reporter": {"org": "Example Bank CERT", "contact": "cert@bank.example", "domain": "bank.example"},
        "sender": {"org": "Example Bank CERT", "contact": "cert@bank.example", "domain": "bank.example"},
        "source_identifier": "203.0.113.45",
        "category": "content",
        "type": "phishing",
        "url": "https://login.shop.example/session",
    })
}

#[tokio::test]
async fn every_sample_is_taken_once_and_can_be_asked_about() {
    let site = Site::open().await;
    let mut machine = Machine::at(&site).await;
    for (name, bytes) in samples("xarf-v4").into_iter().chain(samples("xarf-v3")) {
        let first = machine.send(bytes.clone()).await;
        let id = taken(&first, "received");
        assert_eq!(taken(&machine.send(bytes).await, "repeated"), id, "{name}");

        let seen = machine.ask(&id).await;
        assert_eq!(seen.status, StatusCode::OK, "{name}");
        let standing = json(&seen);
        assert_eq!((text(&standing, "id"), text(&standing, "status")), (id.as_str(), "new"), "{name}");
        assert!(text(&standing, "number").starts_with("C-"), "{standing}");
        assert_eq!(text(&standing, "received_at"), "2021-01-10T12:00:00.000000Z");
        assert_eq!(standing["warnings"], json(&first)["warnings"], "{name}");
    }
}

#[tokio::test]
async fn what_people_decide_can_be_seen() {
    let site = Site::open().await;
    let mut machine = Machine::at(&site).await;
    let id = taken(&machine.send(report(1).to_string()).await, "received");
    site.add(Role::Analyst).await;
    let desk = &site.app.desk;
    let person = desk.people_view().await.unwrap().people.remove(0);
    let who = desk.who(person.id, desk.now()).await.unwrap().unwrap();
    let complaint = docket::id::ComplaintId::parse(&id).unwrap();
    desk.reject_complaint(&who, desk.new_command(), complaint, "Nothing of ours.").await.unwrap();
    let standing = json(&machine.ask(&id).await);
    assert_eq!(text(&standing, "status"), "rejected");
    assert!(!standing.to_string().contains("Nothing of ours"), "why is for the desk alone");
}

#[tokio::test]
async fn the_same_report_has_one_id_whatever_it_is_wrapped_in() {
    let site = Site::open().await;
    let (mut one, mut other) = (Machine::at(&site).await, Machine::at(&site).await);
    let id = taken(&one.send(report(1).to_string()).await, "received");
    let spaced = serde_json::to_vec_pretty(&report(1)).unwrap();
    assert_eq!(taken(&one.send(spaced).await, "repeated"), id);
    assert_eq!(taken(&one.send_as("k-1", report(1).to_string()).await, "repeated"), id);
    assert_eq!(taken(&other.send(report(1).to_string()).await, "repeated"), id);
    // What became of it is told to the first sender alone.
    problem(&other.ask(&id).await, StatusCode::NOT_FOUND);
    assert_ne!(taken(&one.send(report(2).to_string()).await, "received"), id);
}

#[tokio::test]
async fn a_key_of_the_sender_names_one_report() {
    let site = Site::open().await;
    let (mut one, mut other) = (Machine::at(&site).await, Machine::at(&site).await);
    let id = taken(&one.send_as("run 7", report(1).to_string()).await, "received");
    assert_eq!(taken(&one.send_as("run 7", report(1).to_string()).await, "repeated"), id);
    assert_eq!(taken(&one.send_as("run 7", serde_json::to_vec_pretty(&report(1)).unwrap()).await, "repeated"), id);
    let refused = problem(&one.send_as("run 7", report(2).to_string()).await, StatusCode::CONFLICT);
    assert!(text(&refused, "detail").contains("Nothing was recorded"), "{refused}");
    // Another machine's key of the same name is another key.
    assert_ne!(taken(&other.send_as("run 7", report(2).to_string()).await, "received"), id);
    // The same one at the same time: one complaint.
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let mut machine = one.clone();
            tokio::spawn(async move { json(&machine.send_as("run 8", report(3).to_string()).await)["id"].clone() })
        })
        .collect();
    let mut ids = Vec::new();
    for sender in senders {
        ids.push(sender.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

#[tokio::test]
async fn what_is_not_json_is_refused_and_kept() {
    let site = Site::open().await;
    let mut machine = Machine::at(&site).await;
    for body in [&b"hello"[..], b"{\"xarf_version\": ", b"12", b"\"a word\"", b"\xff\xfe\x00\x01\x80", b"<xml/>", b"{]"]
    {
        let refused = problem(&machine.send(body).await, StatusCode::BAD_REQUEST);
        let id = text(&refused, "id").to_owned();
        let standing = json(&machine.ask(&id).await);
        assert_eq!(text(&standing, "id"), id);
        let number: i64 = text(&standing, "number").trim_start_matches("C-").parse().unwrap();
        let kept = site.app.desk.complaint_view(number).await.unwrap().complaint;
        assert_eq!(kept.report.format, "not_json");
        assert_eq!(site.app.desk.evidence(&kept.report.raw).await.unwrap().as_deref(), Some(body));
        // Sent again, it is still the same one.
        assert_eq!(text(&problem(&machine.send(body).await, StatusCode::BAD_REQUEST), "id"), id);
    }
    for nothing in ["", " \r\n\t "] {
        let refused = problem(&machine.send(nothing).await, StatusCode::BAD_REQUEST);
        assert!(refused.get("id").is_none(), "{refused}");
    }
}

#[tokio::test]
async fn whatever_comes_gets_an_answer_and_the_server_stays_up() {
    let site = Site::open().await;
    let mut machine = Machine::at(&site).await;
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000)).into_bytes();
    let hostile = "'; drop table complaint; -- <script>alert(1)</script> \u{202e}\u{0}\u{7} ../../../etc/passwd %n%s {{7*7}} ${jndi:ldap://x.example}";
    let mut odd = report(9);
    for field in ["report_id", "timestamp", "source_identifier", "category", "type", "url", "description"] {
        odd[field] = hostile.into();
    }
    odd["evidence"] = json!([{"content_type": hostile, "payload": "!!!", "hash": hostile, "size": -1}, 7, null]);
    let mut many = report(10);
    many["urls"] = (0..6_000).map(|n| format!("https://shop.example/{n}")).collect::<Vec<_>>().into();
    let keys: serde_json::Map<String, Value> = (0..10_000).map(|n| (format!("k{n}"), n.into())).collect();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(report(11).to_string().encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bodies: Vec<(&str, Vec<u8>)> = vec![
        ("deep lists", deep("[", "]")),
        ("deep objects", deep("{\"a\":", "}")),
        ("unclosed", b"[".repeat(10_000)),
        ("not UTF-8", b"{\"xarf_version\": \"4.2.0\", \"description\": \"\xff\xfe\xc3\x28\"}".to_vec()),
        ("a number without end", format!("{{\"xarf_version\": {}}}", "9".repeat(100_000)).into_bytes()),
        ("hostile texts", odd.to_string().into_bytes()),
        (
            "everything of the wrong kind",
            br#"{"xarf_version": [], "reporter": 1, "sender": null, "evidence": {}, "tags": "x", "source_port": "80"}"#
                .to_vec(),
        ),
        ("many addresses", many.to_string().into_bytes()),
        ("many fields", Value::from(keys).to_string().into_bytes()),
        ("UTF-16", utf16),
        ("a list of reports", json!([report(12), report(13)]).to_string().into_bytes()),
        ("nothing at all", b"{}".to_vec()),
        ("NULs", vec![0; 4096]),
        (
            "the same name twice",
            br#"{"xarf_version": "4.2.0", "xarf_version": "4.0.0", "url": "a", "url": "b"}"#.to_vec(),
        ),
        ("a mail", samples("mail").remove(0).1),
    ];
    for (name, body) in bodies {
        let seen = machine.send(body).await;
        match seen.status {
            StatusCode::ACCEPTED => drop(taken(&seen, "received")),
            StatusCode::BAD_REQUEST => {
                assert!(!text(&problem(&seen, StatusCode::BAD_REQUEST), "id").is_empty(), "{name}")
            }
            other => panic!("{name}: {other} {}", seen.text),
        }
    }
    assert_eq!(site.visitor().get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn five_megabytes_are_taken_and_one_byte_more_is_not() {
    let site = Site::open().await;
    let mut machine = Machine::at(&site).await;
    let mut padded = report(1);
    padded["description"] = "".into();
    let room = MOST - padded.to_string().len();
    padded["description"] = "x".repeat(room).into();
    let body = padded.to_string();
    assert_eq!(body.len(), MOST);
    taken(&machine.send(body.clone()).await, "received");
    problem(&machine.send(body + " ").await, StatusCode::PAYLOAD_TOO_LARGE);
    problem(&machine.send(vec![b' '; 12 << 20]).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn without_a_key_nothing_is_taken() {
    let site = Site::open().await;
    let mut nobody = site.visitor();
    for header in [
        None,
        Some("Bearer dn_wrong"),
        Some("Bearer "),
        Some("Basic ZG46ZG4="),
        Some("dn_wrong"),
        Some("Bearer \u{80}"),
    ] {
        nobody.extra.remove(AUTHORIZATION);
        if let Some(header) = header {
            nobody.extra.insert(AUTHORIZATION, HeaderValue::from_bytes(header.as_bytes()).unwrap());
        }
        for (method, path) in
            [(Method::POST, COMPLAINTS), (Method::GET, "/api/v1/complaints/01900000-0000-7000-8000-000000000000")]
        {
            let seen = nobody.send(method, path, "application/json", report(1).to_string().into_bytes()).await;
            problem(&seen, StatusCode::UNAUTHORIZED);
            assert_eq!(seen.header("www-authenticate"), "Bearer");
        }
    }
    assert_eq!(site.app.desk.counts().await.unwrap().inbox, 0);
}

#[tokio::test]
async fn cookies_mean_nothing_here() {
    let site = Site::open().await;
    let mut lead = site.signed_in(Role::Lead).await;
    let seen = lead.send(Method::POST, COMPLAINTS, "application/json", report(1).to_string().into_bytes()).await;
    problem(&seen, StatusCode::UNAUTHORIZED);
    // And they hurt nobody: a key with a stranger's cookie from another site is a key.
    let mut machine = Machine::at(&site).await;
    machine.0.extra.insert(COOKIE, HeaderValue::try_from(lead.cookie.unwrap()).unwrap());
    machine.0.extra.insert("origin", HeaderValue::from_static("https://elsewhere.example"));
    machine.0.extra.insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
    let seen = machine.send(report(1).to_string()).await;
    taken(&seen, "received");
    assert_eq!(seen.header("set-cookie"), "");
}

#[tokio::test]
async fn every_no_is_a_problem() {
    let site = Site::open().await;
    let mut machine = Machine::at(&site).await;
    problem(&machine.0.get("/api/v1/nothing").await, StatusCode::NOT_FOUND);
    problem(&machine.0.get("/api/v2").await, StatusCode::NOT_FOUND);
    for id in ["01900000-0000-7000-8000-000000000000", "7", "%00", "..%2f..%2fetc"] {
        problem(&machine.ask(id).await, StatusCode::NOT_FOUND);
    }
    let seen = machine.0.send(Method::DELETE, COMPLAINTS, "", Vec::new()).await;
    problem(&seen, StatusCode::METHOD_NOT_ALLOWED);
    assert!(seen.header("allow").contains("POST"), "{:?}", seen.headers);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "message/rfc822", "multipart/form-data; boundary=x"]
    {
        let seen = machine.0.send(Method::POST, COMPLAINTS, kind, report(1).to_string().into_bytes()).await;
        assert_eq!(seen.status, StatusCode::ACCEPTED, "{kind}: the bytes are a good report");
        assert!(seen.text.contains("reports are sent as application/json"), "{}", seen.text);
    }
    for kind in ["", "application/json; charset=utf-8", "application/xarf+json", "Application/JSON"] {
        let seen = machine.0.send(Method::POST, COMPLAINTS, kind, report(1).to_string().into_bytes()).await;
        assert_eq!(seen.status, StatusCode::ACCEPTED, "{kind}");
    }
}

#[tokio::test]
async fn a_flood_waits() {
    let site = Site::open().await;
    let mut machine = Machine::at(&site).await;
    let mut seen = machine.ask("7").await;
    for _ in 0..2_000 {
        seen = machine.ask("7").await;
    }
    problem(&seen, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(seen.header("retry-after"), "1");
    // Another key is not held up by it.
    taken(&Machine::at(&site).await.send(report(1).to_string()).await, "received");
    site.clock.advance_seconds(1);
    taken(&machine.send(report(2).to_string()).await, "received");
}

#[tokio::test]
async fn whoever_tries_keys_waits() {
    let site = Site::open().await;
    let mut stranger = Machine::with(&site, "dn_guess").0;
    stranger.from = Some([198, 51, 100, 7].into());
    for _ in 0..20 {
        problem(&stranger.get("/api/v1/complaints/7").await, StatusCode::UNAUTHORIZED);
    }
    let seen = stranger.get("/api/v1/complaints/7").await;
    problem(&seen, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(seen.header("retry-after"), "3");
    // A right key from the same address is let in.
    let mut machine = Machine::at(&site).await;
    machine.0.from = stranger.from;
    taken(&machine.send(report(1).to_string()).await, "received");
}
