//! Complaints: nothing is refused for its form, and the same report is one report.

use crate::bench::{Bench, TestDesk};
use docket::complaint::{Channel, Complaint, ComplaintStage};
use docket::desk::complaints::ComplaintForm;
use docket::intake::Wanted;
use docket::people::{Actor, Role};
use docket::refusal::Refusal;
use docket::store::evidence;

pub fn xarf(description: &str) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({
        "xarf_version": "4.0.0",
        "report_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "timestamp": "2026-03-04T12:00:00Z",
        "reporter": { "org": "Watch", "contact": "watch@watch.example", "domain": "watch.example" },
        "sender": { "org": "Watch", "contact": "watch@watch.example", "domain": "watch.example" },
        "source_identifier": "192.0.2.10",
        "category": "content",
        "type": "phishing",
        "url": "https://login.example-social.example/",
        "description": description,
    }))
    .expect("JSON")
}

#[tokio::test]
async fn the_same_report_again_has_the_same_number() {
    Bench::each(async |desk: &mut TestDesk| {
        let first =
            desk.take_report(Actor::Reporter, Channel::Api, &xarf("one"), Wanted::Xarf, None).await.expect("a report");
        assert!(!first.repeated);
        let events = desk.events().await.len();
        let same = desk
            .take_report(Actor::Reporter, Channel::Api, &xarf("one"), Wanted::Xarf, None)
            .await
            .expect("the same bytes");
        assert_eq!((same.complaint, same.number, same.repeated), (first.complaint, first.number, true));
        assert_eq!(desk.events().await.len(), events, "the same bytes add nothing");
        let other = desk
            .take_report(Actor::Reporter, Channel::Mail, &xarf("two"), Wanted::Auto, None)
            .await
            .expect("other words");
        assert_eq!((other.complaint, other.repeated), (first.complaint, true));
        assert_eq!(desk.noun::<Complaint>(first.complaint).await.repeats, 1, "other words are counted");
        for words in ["one", "two"] {
            let mut reader = desk.read().await.expect("a reader");
            let kept = evidence::bytes(&mut reader.conn(), desk.folder(), &evidence::sha256_hex(&xarf(words)))
                .await
                .expect("a database");
            assert_eq!(kept, Some(xarf(words)), "both are kept as they came");
        }
    })
    .await;
}

#[tokio::test]
async fn a_senders_own_key_makes_repeats_harmless() {
    Bench::each(async |desk: &mut TestDesk| {
        let key = desk.add_token(None, "Watch", "complaints:write").await.expect("a key");
        let token = desk.token(&key).await.expect("a database").expect("the token");
        assert!(desk.token(&key.to_uppercase()).await.expect("a database").is_none());
        let (watch, other) = (Actor::Machine { token: token.id }, Actor::Reporter);
        let send = async |actor, bytes: &[u8], key| {
            desk.take_report(actor, Channel::Api, bytes, Wanted::Xarf, Some(key)).await
        };
        let first = send(watch, b"{\"a\":1}", "k-1").await.expect("a report");
        let again = send(watch, b"{\"a\":1}", "k-1").await.expect("the same key");
        assert_eq!((again.complaint, again.repeated), (first.complaint, true));
        let refusal = desk.refuses(send(watch, b"{\"a\":2}", "k-1")).await;
        assert_eq!(refusal, Refusal::CommandReused, "another report under an old key is not lost in the first");
        let theirs = send(other, b"{\"a\":2}", "k-1").await.expect("somebody else's key");
        assert_ne!(theirs.complaint, first.complaint, "a key means something to its sender only");
        let one = send(watch, &xarf("one"), "k-2").await.expect("a report");
        let two = send(watch, &xarf("two"), "k-3").await.expect("the same report in other words");
        let three = send(watch, &xarf("two"), "k-3").await.expect("and once more");
        assert_eq!((two.complaint, three.complaint, three.number), (one.complaint, one.complaint, one.number));
        assert_eq!(desk.noun::<Complaint>(one.complaint).await.repeats, 1);
        assert!(desk.complaint_sent_by(token.id, first.complaint).await.expect("a database").is_some());
        assert!(
            desk.complaint_sent_by(token.id, theirs.complaint).await.expect("a database").is_none(),
            "nobody reads another sender's report"
        );
    })
    .await;
}

#[tokio::test]
async fn every_sample_and_every_nonsense_is_taken() {
    Bench::each(async |desk: &mut TestDesk| {
        let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
        let (mut taken, mut first) = (0, std::collections::HashSet::new());
        for folder in ["mail", "xarf-v3", "xarf-v4"] {
            let mut files: Vec<_> = std::fs::read_dir(samples.join(folder))
                .expect("samples")
                .map(|entry| entry.expect("an entry").path())
                .collect();
            files.retain(|file| !file.ends_with("LICENSE"));
            files.sort();
            for file in files {
                first.insert(desk.report(&std::fs::read(file).expect("a sample")).await.complaint);
                taken += 1;
            }
        }
        for nonsense in [
            &b""[..],
            b"\0\0\0",
            b"{",
            b"[[[[",
            b"\xff\xfe\xfd",
            "Ünïcode \u{202e} without headers".as_bytes(),
            &[b'a'; 200_000],
        ] {
            first.insert(desk.report(nonsense).await.complaint);
            taken += 1;
        }
        // Whoever wrote by hand gets a receipt.
        desk.round().await;
        // Some samples are the same report in two formats.
        assert_eq!(desk.count("complaint_received").await, first.len());
        assert_eq!(first.len() + desk.count("complaint_repeated").await, taken);
    })
    .await;
}

#[tokio::test]
async fn material_that_nobody_may_see_is_kept_apart() {
    Bench::each(async |desk: &mut TestDesk| {
        let report = |note: &str| {
            serde_json::to_vec(&serde_json::json!({
                "xarf_version": "4.0.0", "report_id": "0d1e2f30-0000-4000-8000-000000000001", "timestamp": "2026-03-04T12:00:00Z",
                "reporter": { "org": "Hotline", "contact": "desk@hotline.example", "domain": "hotline.example" },
                "sender": { "org": "Hotline", "contact": "desk@hotline.example", "domain": "hotline.example" },
                "source_identifier": "192.0.2.10", "category": "content", "type": "csam", "url": "https://example.test/x", "description": note,
            }))
            .expect("JSON")
        };
        let taken = desk.report(&report("first")).await;
        desk.report(&report("again")).await;
        assert!(desk.noun::<Complaint>(taken.complaint).await.report.sealed);
        assert_eq!(desk.noun::<Complaint>(taken.complaint).await.repeats, 1);
        for note in ["first", "again"] {
            let hash = evidence::sha256_hex(&report(note));
            let mut reader = desk.read().await.expect("a reader");
            assert_eq!(evidence::bytes(&mut reader.conn(), desk.folder(), &hash).await.expect("a database"), None, "not among the evidence");
            assert!(desk.folder().join("sealed").join(hash).exists());
        }
        // Destroyed on counsel's order: the ledger keeps the hash, and the record stays sound.
        std::fs::remove_dir_all(desk.folder().join("sealed")).expect("destroyed");
    })
    .await;
}

#[tokio::test]
async fn a_complaint_is_settled_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let lost = desk.complaint(&ann, "https://elsewhere.example/1").await;
        assert_eq!(desk.noun::<Complaint>(lost.complaint).await.whose.customer(), None);
        desk.reject_complaint(&ann, desk.new_command(), lost.complaint, "Not one of ours.").await.expect("rejected");
        assert!(matches!(desk.noun::<Complaint>(lost.complaint).await.stage, ComplaintStage::Rejected { .. }));
        for refusal in [
            desk.refuses(desk.reject_complaint(&ann, desk.new_command(), lost.complaint, "Again.")).await,
            desk.refuses(desk.match_complaint(&ann, desk.new_command(), lost.complaint, "nobody")).await,
        ] {
            assert_eq!(refusal, Refusal::ComplaintSettled);
        }
        let public = ComplaintForm {
            locations: "hxxps://elsewhere[.]example/2".into(),
            category: "spam".into(),
            description: "Mail.".into(),
            ..ComplaintForm::default()
        };
        let refusal = desk.refuses(desk.log_complaint(Actor::Reporter, None, desk.new_command(), &public, &[])).await;
        let fields: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["reporter_name", "reporter_email", "good_faith"]);
    })
    .await;
}
