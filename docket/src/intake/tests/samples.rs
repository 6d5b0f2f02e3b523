//! The public samples of the XARF specification.

use serde_json::Value;

use super::{all, auto, sample};
use crate::intake::{Category, Format, Incident, Wanted, parse};

#[test]
fn every_v4_sample_is_read_without_loss() {
    for (name, bytes) in all("xarf-v4", "json") {
        let root: Value = serde_json::from_slice(&bytes).unwrap();
        let text = |field: &str| root[field].as_str().unwrap_or_default().to_string();
        let parsed = auto(&bytes);
        assert_eq!(parsed.format, Format::XarfV4, "{name}");
        assert_eq!(parsed.kind, format!("{}.{}", text("category"), text("type")), "{name}");
        assert_ne!(parsed.category, Category::Other, "{name}");
        assert_eq!(parsed.reference, text("report_id"), "{name}");
        assert_eq!(
            parsed.dedupe,
            format!("xarf:{}:{}", root["sender"]["domain"].as_str().unwrap(), text("report_id")),
            "{name}"
        );
        assert_eq!(parsed.reporter.org, root["reporter"]["org"].as_str().unwrap(), "{name}");
        assert_eq!(parsed.reporter.email, root["reporter"]["contact"].as_str().unwrap(), "{name}");
        assert_eq!(
            parsed.incident_at,
            Some(Incident { at: text("timestamp").replace('Z', ".000000Z"), zone_known: true }),
            "{name}"
        );
        assert_eq!(parsed.evidence.len(), root["evidence"].as_array().unwrap().len(), "{name}");
        assert!(parsed.evidence.iter().all(|exhibit| !exhibit.bytes.is_empty()), "{name}");
        let source = parsed.source.clone().unwrap();
        let identifier = source.ip.map(|ip| ip.to_string()).or(source.host).unwrap();
        assert_eq!(identifier, text("source_identifier"), "{name}");
        for field in ["url", "infringing_url"].iter().filter(|field| root.get(**field).is_some()) {
            assert_eq!(parsed.locations[0], text(field), "{name}");
            assert_eq!(source.url.as_deref(), Some(text(field).as_str()), "{name}");
        }
        // Whatever else the report says can be read in the description.
        for field in root.as_object().unwrap().keys() {
            let is_elsewhere = super::super::xarf4::NOT_LISTED.contains(&field.as_str());
            assert!(
                is_elsewhere || parsed.description.contains(field.as_str()),
                "{name}: {field}\n{}",
                parsed.description
            );
        }
        let mismatch = ["content-malware.json", "content-brand-infringement.json"].contains(&name.as_str());
        let expected: Vec<&str> = if mismatch { vec!["evidence[0].hash does not match the payload"] } else { vec![] };
        assert_eq!(parsed.warnings.len(), expected.len(), "{name}: {:?}", parsed.warnings);
        assert!(
            parsed.warnings.iter().zip(expected).all(|(said, begins)| said.starts_with(begins)),
            "{name}: {:?}",
            parsed.warnings
        );
        assert!(!parsed.sealed);
    }
}

#[test]
fn every_v3_sample_is_read_without_loss() {
    let spam = auto(sample("xarf-v3/spam_v3_sample.json"));
    assert_eq!((spam.format, spam.category, spam.kind.as_str()), (Format::XarfV3, Category::Spam, "messaging.spam"));
    assert_eq!(spam.locations, ["192.168.1.100:25"]);
    assert_eq!(spam.disclosed, Some(true));
    assert_eq!(spam.reporter.org, "Example Anti-Spam Service");
    assert_eq!(spam.sender.as_ref().map(|sender| sender.email.as_str()), Some("abuse@antispam-service.example"));
    assert_eq!(spam.evidence.len(), 1);
    assert_eq!(spam.evidence[0].media_type, "message/rfc822");
    assert!(spam.evidence[0].bytes.starts_with(b"Received: from example.com"));
    assert!(spam.description.contains("AdditionalInfo.SMTPFrom: marketing@example.com"), "{}", spam.description);
    assert!(spam.dedupe.starts_with("sha256:"));
    assert_eq!(spam.warnings, Vec::<String>::new());

    let phishing = auto(sample("xarf-v3/phishing_v3_sample.json"));
    assert_eq!((phishing.category, phishing.kind.as_str()), (Category::Phishing, "content.phishing"));
    assert_eq!(phishing.locations, ["https://malicious-example.net/banking-login/"]);
    assert_eq!(phishing.source.unwrap().host.as_deref(), Some("malicious-example.net"));
    assert_eq!(phishing.summary, "Phishing: https://malicious-example.net/banking-login/ (Example Bank)");
    assert!(phishing.evidence[0].bytes.starts_with(b"\x89PNG"));
    // The published sample has one padding character too many.
    assert_eq!(phishing.warnings, ["Report.Attachment[0].Payload has the wrong padding; it was decoded all the same."]);
}

#[test]
fn the_key_of_a_report_survives_spacing_and_order() {
    for (name, bytes) in all("xarf-v3", "json").into_iter().chain(all("xarf-v4", "json")) {
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let (compact, pretty) = (serde_json::to_vec(&value).unwrap(), serde_json::to_vec_pretty(&value).unwrap());
        let with_mark = [b"\xef\xbb\xbf\n".as_slice(), &bytes].concat();
        let key = auto(&bytes).dedupe;
        for copy in [compact, pretty, with_mark] {
            assert_eq!(auto(&copy).dedupe, key, "{name}");
        }
        for wanted in [Wanted::Xarf, Wanted::Arf, Wanted::Rfc5322] {
            assert_eq!(parse(&bytes, wanted).dedupe, key, "{name}");
        }
    }
    let mut other: Value = serde_json::from_slice(&sample("xarf-v3/spam_v3_sample.json")).unwrap();
    other["Report"]["Source"]["IP"] = "192.168.1.101".into();
    assert_ne!(auto(other.to_string()).dedupe, auto(sample("xarf-v3/spam_v3_sample.json")).dedupe);
}

#[test]
fn what_is_read_survives_storage() {
    for (name, bytes) in all("xarf-v4", "json").into_iter().chain(all("mail", "eml")) {
        let parsed = auto(&bytes);
        let stored = serde_json::to_string(&parsed).unwrap();
        assert_eq!(serde_json::from_str::<crate::intake::Parsed>(&stored).unwrap(), parsed, "{name}");
    }
}
