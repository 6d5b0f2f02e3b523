//! XARF by JSON of our own: each rule broken once.

use serde_json::{Value, json};

use super::{auto, sample};
use crate::intake::{Category, Format, Parsed, rules};

fn phishing() -> Value {
    serde_json::from_slice(&sample("xarf-v4/content-phishing.json")).unwrap()
}

fn with(change: impl FnOnce(&mut Value)) -> Parsed {
    let mut report = phishing();
    change(&mut report);
    auto(report.to_string())
}

#[track_caller]
fn warns(parsed: &Parsed, sentence: &str) {
    assert!(parsed.warnings.iter().any(|said| said.contains(sentence)), "{sentence}\n{:#?}", parsed.warnings);
}

#[test]
fn each_broken_rule_is_named() {
    let without = |field: &'static str| with(|report| drop(report.as_object_mut().unwrap().remove(field)));
    for field in ["report_id", "timestamp", "reporter", "sender", "source_identifier", "category", "type", "url"] {
        warns(&without(field), &format!("{field} is missing"));
    }
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 24] = [
        (|r| r["xarf_version"] = json!("5"), "xarf_version is \"5\", not of the form 4.x.y."),
        (|r| r["report_id"] = json!("7"), "report_id is not a UUID of version 4."),
        (|r| r["report_id"] = json!("1a5ec293-0849-10a4-9eba-d5926262ff05"), "report_id is not a UUID of version 4."),
        (|r| r["timestamp"] = json!("yesterday"), "timestamp \"yesterday\" is not a time."),
        (|r| r["timestamp"] = json!("2025-01-11T15:15:24"), "timestamp has no zone; UTC was assumed."),
        (|r| r["type"] = json!("fishing"), "\"content.fishing\" is none of the 32 known pairs"),
        (|r| r["category"] = json!("Content"), "it was read as \"content.phishing\""),
        (|r| r["category"] = json!("mail"), "category \"mail\" is none of the seven known."),
        (|r| r["source_port"] = json!(70_000), "source_port is not a whole number from 1 to 65535."),
        (|r| r["source_identifier"] = json!("??"), "source_identifier \"??\" is neither an IP address nor a domain."),
        (|r| r["confidence"] = json!(1.5), "confidence is not a number from 0 to 1."),
        (|r| r["tags"] = json!(["a:b", "No Tag"]), "tags[1] is not of the form namespace:name."),
        (|r| r["tags"] = json!(vec!["a:b"; 21]), "tags has 21 items, more than the 20 allowed."),
        (
            |r| r["description"] = json!("x".repeat(1001)),
            "description has 1001 characters, more than the 1000 allowed.",
        ),
        (|r| r["legacy_version"] = json!("2"), "legacy_version is something other than \"3\"."),
        (
            |r| r["_internal"] = json!({"ticket": "SECRET-1"}),
            "_internal must never leave its own house; it was dropped.",
        ),
        (|r| r["reporter"]["contact"] = json!("nobody"), "reporter.contact is not an e-mail address."),
        (|r| r["reporter"]["phone"] = json!("1"), "reporter.phone is not a field of XARF."),
        (|r| r["sender"]["domain"] = json!(null), "sender.domain is missing."),
        (|r| r["verification_method"] = json!("guess"), "verification_method is \"guess\", which is not a value"),
        (|r| r["evidence"][1]["hash"] = json!("crc:00"), "evidence[1].hash is not of the form algorithm:hexadecimal."),
        (
            |r| r["evidence"][1]["hash"] = json!(format!("md5:{}", "0".repeat(32))),
            "evidence[1].hash is md5, which proves nothing",
        ),
        (|r| r["evidence"][0]["size"] = json!(71), "evidence[0].size says 71 bytes, but the payload has 70."),
        (|r| r["evidence"][0]["payload"] = json!("!!!"), "evidence[0].payload is not base64; it was kept as it came."),
    ];
    for (change, sentence) in cases {
        let parsed = with(change);
        warns(&parsed, sentence);
        assert_eq!(parsed.format, Format::XarfV4);
        assert!(!parsed.description.contains("SECRET-1"));
    }
}

#[test]
fn a_wrong_hash_names_both_sides() {
    let parsed = with(|report| report["evidence"][1]["hash"] = json!(format!("sha256:{}", "ab".repeat(32))));
    let actual = "ae9d634a3f01a120303e5e6f83b5308f105bc2de86a97089b47ff11b9494f0f7";
    assert_eq!(
        parsed.warnings,
        [format!(
            "evidence[1].hash does not match the payload: the report says sha256 {}, the bytes give {actual}.",
            "ab".repeat(32)
        )]
    );
}

#[test]
fn every_kind_says_what_it_requires() {
    let pairs: std::collections::HashSet<_> = rules::KINDS.iter().map(|kind| kind.pair).collect();
    assert_eq!(pairs.len(), 32);
    for kind in &rules::KINDS {
        let (category, name) = kind.pair.split_once('.').unwrap();
        let bare = json!({"xarf_version": "4.2.0", "category": category, "type": name});
        let parsed = auto(bare.to_string());
        assert_eq!((parsed.category, parsed.kind.as_str()), (kind.ours, kind.pair));
        assert!(!parsed.warnings.iter().any(|said| said.contains("known pairs")), "{}", kind.pair);
        assert!(
            parsed.warnings.iter().any(|said| said.ends_with(&format!("{} requires it.", kind.pair))),
            "{}",
            kind.pair
        );
    }
}

#[test]
fn the_port_is_asked_for_where_addresses_are_shared() {
    let mut scan: Value = serde_json::from_slice(&sample("xarf-v4/connection-port-scan.json")).unwrap();
    scan.as_object_mut().unwrap().remove("source_port");
    warns(
        &auto(scan.to_string()),
        "source_port is missing; connection.port_scan requires it when the source is an IP address.",
    );
    scan["source_identifier"] = json!("scanner.example.com");
    assert_eq!(auto(scan.to_string()).warnings, Vec::<String>::new());

    let mut spam: Value = serde_json::from_slice(&sample("xarf-v4/messaging-spam.json")).unwrap();
    spam.as_object_mut().unwrap().remove("source_port");
    warns(&auto(spam.to_string()), "source_port is missing; messaging.spam over smtp requires it.");
    spam["protocol"] = json!("sms");
    assert_eq!(auto(spam.to_string()).warnings, Vec::<String>::new());
}

#[test]
fn no_more_than_fifty_pieces_of_evidence_are_taken() {
    let parsed =
        with(|report| report["evidence"] = json!(vec![json!({"content_type": "text/plain", "payload": "YQ=="}); 60]));
    assert_eq!(parsed.evidence.len(), 50);
    warns(&parsed, "evidence has 60 items, more than the 50 allowed.");
    warns(&parsed, "carries 60 pieces of evidence; the first 50 were taken");
}

#[test]
fn media_of_child_sexual_abuse_is_never_kept() {
    let sealed = with(|report| {
        report["type"] = json!("csam");
        report["classification"] = json!("A1");
        report["detection_method"] = json!("hash_match");
    });
    assert!(sealed.sealed);
    assert_eq!((sealed.category, sealed.category.severity()), (Category::ChildSafety, crate::policy::Severity::High));
    assert_eq!(sealed.evidence.len(), 2);
    assert!(sealed.evidence.iter().all(|exhibit| exhibit.bytes.is_empty()));
    warns(&sealed, "image/png, 70 bytes, sha256 6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0.");
    assert!(!serde_json::to_string(&sealed).unwrap().contains("iVBORw0KGgo"));

    let mut old: Value = serde_json::from_slice(&sample("xarf-v3/phishing_v3_sample.json")).unwrap();
    old["Report"]["ReportType"] = json!("ChildAbuse");
    let sealed = auto(old.to_string());
    assert!(sealed.sealed && sealed.evidence.iter().all(|exhibit| exhibit.bytes.is_empty()));
    // A type nobody knows is sealed for its name alone.
    assert!(with(|report| report["type"] = json!("csam_video")).sealed);
}

#[test]
fn the_flat_v3_shape() {
    let report = json!({
        "Version": "3", "Disclosure": false,
        "ReporterInfo": {"ReporterOrg": "Agent", "ReporterOrgDomain": "agent.example", "ReporterOrgEmail": "takedown-response+88@agent.example"},
        "OnBehalfOf": {"ComplainantOrg": "Bank", "ComplainantOrgDomain": "bank.example", "ComplainantOrgEmail": "legal@bank.example"},
        "Report": {
            "ReportClass": "Activity", "ReportType": "LoginAttack", "Date": "2021-01-08 09:00:00", "SourceIp": "2001:db8::7", "SourcePort": "4022",
            "SourceUrl": "https://shop.example/x", "ReporterCaseID": 88, "ReporterNotes": "Many attempts.", "DestinationPort": 22,
            "Samples": [{"ContentType": "text/plain", "Base64Encoded": false, "Description": "log", "Payload": "Jan 8 sshd"}]
        }
    });
    let parsed = auto(report.to_string());
    assert_eq!(
        (parsed.format, parsed.kind.as_str(), parsed.category),
        (Format::XarfV3, "connection.login_attack", Category::Attack)
    );
    assert_eq!(parsed.disclosed, Some(false));
    assert_eq!((parsed.reporter.org.as_str(), parsed.reporter.email.as_str()), ("Bank", "legal@bank.example"));
    assert_eq!(parsed.sender.as_ref().unwrap().org, "Agent");
    assert_eq!(parsed.dedupe, "xarf:agent.example:88");
    assert_eq!(parsed.locations, ["https://shop.example/x", "[2001:db8::7]:4022"]);
    let source = parsed.source.as_ref().unwrap();
    assert_eq!((source.port, source.host.as_deref()), (Some(4022), Some("shop.example")));
    assert_eq!(parsed.evidence[0].bytes, b"Jan 8 sshd");
    assert!(parsed.description.starts_with("Many attempts.\n\n"));
    assert!(parsed.description.contains("DestinationPort: 22"));
    assert_eq!(parsed.warnings, ["Report.Date has no zone; UTC was assumed."]);
    assert!(!parsed.incident_at.unwrap().zone_known);
}

#[test]
fn many_locations_are_counted_not_swallowed() {
    let urls: Vec<String> = (0..6_000).map(|n| format!("https://site.example/{}", n % 5_500)).collect();
    let parsed = with(|report| report["urls"] = json!(urls));
    assert_eq!(parsed.locations.len(), 5_000);
    assert_eq!(parsed.locations[1], "https://site.example/0");
    warns(&parsed, "addresses; the first 5000 were taken.");
}

#[test]
fn json_of_no_known_shape_is_still_read() {
    let mut parsed = auto(
        r#"{"subject": "Bad page", "contact": "a@b.example", "items": [{"link": "hxxp://x[.]example/1", "domain": "x.example"}], "ip": "203.0.113.5"}"#,
    );
    assert_eq!(parsed.format, Format::UnknownJson);
    assert_eq!(parsed.summary, "Bad page");
    // The order of fields is the JSON library's own.
    parsed.locations.sort();
    assert_eq!(parsed.locations, ["203.0.113.5", "http://x.example/1", "x.example"]);
    assert_eq!(parsed.reporter.email, "a@b.example");

    let list = format!("[{0}, {0}]", phishing());
    let parsed = auto(&list);
    assert_eq!(parsed.format, Format::UnknownJson);
    warns(&parsed, "The body is a list of 2 items");
    assert!(parsed.locations.contains(&"http://secure-banking-login.example.com/auth".to_string()));
    assert_eq!(auto(format!("[{}]", phishing())).format, Format::XarfV4);
}
