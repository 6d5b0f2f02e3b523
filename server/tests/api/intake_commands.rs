//! `duenotice ingest` and `duenotice seed`, as a shell calls them.

use serde_json::Value;

use crate::home::Home;
use crate::intake::samples;
use crate::program::{Serving, run};

fn lines(printed: &str) -> Vec<Value> {
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_sample_goes_in_beside_a_running_server() {
    let folder = Home::new();
    let data = folder.path().join("data");
    let mut serving = Serving::start(&data);
    while !serving.line().starts_with("Due Notice listens") {}
    let mut arguments = vec!["ingest".to_owned(), "--json".to_owned()];
    for (name, bytes) in ["mail", "xarf-v4", "xarf-v3"].into_iter().flat_map(samples) {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        arguments.push(file.to_string_lossy().into_owned());
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    for first in [true, false] {
        let (code, printed, said) = run(&data, &arguments, "");
        assert_eq!(code, 0, "{said}");
        let lines = lines(&printed);
        assert_eq!(lines.len(), arguments.len() - 2);
        for line in lines {
            // One of the mails carries the same report as one of the files.
            let before = !first || line["file"].as_str().is_some_and(|file| file.ends_with("content-phishing.json"));
            assert_eq!(line["status"], if before { "repeated" } else { "received" }, "{line}");
        }
    }
}

#[test]
fn a_pipe_is_read_and_what_is_odd_is_said() {
    let folder = Home::new();
    let (code, printed, _) = run(folder.path(), &["ingest", "-"], "{\"xarf_version\": \"4.2.0\"}");
    assert_eq!(code, 0);
    assert!(printed.starts_with("C-1 ") && printed.contains("received  standard input"), "{printed}");
    assert!(
        printed.lines().any(|line| line.starts_with("         ") && line.contains("report_id is missing.")),
        "{printed}"
    );
    let (code, printed, _) = run(folder.path(), &["ingest", "--format", "rfc5322", "--json", "-"], "not a mail at all");
    assert_eq!((code, lines(&printed)[0]["number"].as_str()), (0, Some("C-2")), "{printed}");
}

const DELIVERY: &str = "From: MAILER-DAEMON@mx.example\nTo: notices@hosting.example\nSubject: Undelivered\n\
Message-ID: <7@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n\
--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
Final-Recipient: rfc822; ann@a.example\nAction: failed\nStatus: 5.1.1\n\n--x--\n";

#[test]
fn a_report_on_delivery_is_told_from_complaints() {
    let folder = Home::new();
    let (code, printed, said) = run(folder.path(), &["ingest", "--format", "dsn", "-"], DELIVERY);
    assert_eq!(code, 0, "{said}");
    assert!(printed.starts_with("ML-1 ") && printed.contains("received  standard input"), "{printed}");
    assert!(printed.contains("It waits for a person"), "it names no letter of ours: {printed}");
    let (code, printed, said) = run(folder.path(), &["ingest", "--json", "-"], DELIVERY);
    assert_eq!(code, 0, "{said}");
    let line = &lines(&printed)[0];
    assert_eq!(line["number"], "ML-1");
    assert_eq!(line["status"], "repeated");
    assert_eq!(line["format"], "delivery");
    let (code, printed, _) =
        run(folder.path(), &["ingest", "-"], "From: a@b.example\nSubject: spam\n\nIt is at http://a.example\n");
    assert!(code == 0 && printed.starts_with("C-1 "), "{printed}");
}

#[test]
fn what_cannot_be_read_ends_with_2_and_the_rest_goes_in() {
    let folder = Home::new();
    let good = folder.path().join("good.json");
    std::fs::write(&good, "{\"xarf_version\": \"4.2.0\"}").unwrap();
    let good = good.to_string_lossy().into_owned();
    let (code, printed, said) = run(folder.path(), &["ingest", "/nowhere.eml", &good], "");
    assert_eq!(code, 2);
    assert!(said.contains("/nowhere.eml") && printed.contains("received"), "{said}{printed}");
    let (code, _, said) = run(folder.path(), &["ingest", "-"], "");
    assert!(code == 2 && said.contains("is empty"), "{said}");
    assert_eq!(run(folder.path(), &["ingest"], "").0, 2);
    assert_eq!(run(folder.path(), &["ingest", "--format", "pdf", "-"], "x").0, 2);
}

/// What a demonstration must have seen beside the stages of its cases.
const MOMENTS: &[&str] = &[
    "appeal_filed",
    "appeal_said",
    "case_linked",
    "case_snoozed",
    "code_awaited",
    "complaint_joined",
    "complaint_passed_on",
    "complaint_rejected",
    "condition_met",
    "data_asked",
    "data_settled",
    "decision_lifted",
    "decision_seconded",
    "decision_stayed",
    "decision_stopped",
    "hold_placed",
    "interim_taken",
    "letter_failed",
    "reporter_told",
    "time_asked",
];

/// All leaves of a desk.
fn leaves(data: &std::path::Path) -> Vec<Value> {
    let path = data.join("all.jsonl").display().to_string();
    let (code, _, said) = run(data, &["export", "ledger", "--profile", "internal", "--out", &path], "");
    assert_eq!(code, 0, "{said}");
    let text = std::fs::read_to_string(&path).unwrap();
    let entries = text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
    entries.map(|entry| serde_json::from_str(entry["leaf"].as_str().unwrap()).unwrap()).collect()
}

#[test]
fn a_demonstration_shows_every_stage_and_verifies() {
    let folder = Home::new();
    let (code, printed, said) = run(folder.path(), &["seed", "--demo", "--size", "small", "--json"], "");
    assert_eq!(code, 0, "{said}");
    let planted: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(planted["people"].as_array().unwrap().len(), 6);
    assert!(planted["people"].as_array().unwrap().iter().all(|one| one["password"].as_str().unwrap().len() == 23));
    assert_eq!(planted["links"].as_array().unwrap().len(), 2);
    // The links stand in letters that lie in the outbox.
    let outbox: Vec<String> = std::fs::read_dir(folder.path().join("outbox"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap().replace("=\r\n", "").replace("=3D", "="))
        .collect();
    for link in planted["links"].as_array().unwrap() {
        let url = link["url"].as_str().unwrap();
        assert!(outbox.iter().any(|letter| letter.contains(url)), "{url}");
    }

    let (code, cases, _) = run(folder.path(), &["cases", "--json"], "");
    assert_eq!(code, 0);
    let cases: serde_json::Value = serde_json::from_str(&cases).unwrap();
    let cases = cases.as_array().unwrap();
    let stages: Vec<String> = cases.iter().map(|case| case["stage"].as_str().unwrap().to_owned()).collect();
    // A notice leaves within a minute of being written, and nothing here stands still.
    for stage in docket::case::CaseStage::WORDS.iter().filter(|stage| **stage != "notice_leaving") {
        assert!(stages.iter().any(|one| one == stage), "{stage} in {stages:?}");
    }
    let leaves = leaves(folder.path());
    for kind in MOMENTS {
        assert!(leaves.iter().any(|leaf| leaf["kind"] == *kind), "nothing of the kind {kind} happened");
    }
    // The network was told an hour on a Sunday, and was switched off within that minute.
    let promised = leaves.iter().find(|leaf| {
        let effective = &leaf["body"]["effective"];
        leaf["kind"] == "decision_proposed"
            && effective["zone"] == "America/Los_Angeles"
            && leaf["body"]["outcome"] == "suspension"
    });
    let promised = &promised.expect("the suspension of the network")["body"];
    let wall = promised["effective"]["wall"].as_str().unwrap();
    assert!(wall.starts_with("Sun ") && wall.contains("23:59"), "{wall}");
    let happened = leaves
        .iter()
        .find(|leaf| leaf["kind"] == "decision_took_effect" && leaf["body"]["decision"] == promised["decision"])
        .expect("its hour came");
    assert_eq!(happened["at"].as_str().unwrap()[..16], promised["effective"]["at"].as_str().unwrap()[..16]);

    let (code, said, wrong) = run(folder.path(), &["verify"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    let (code, _, said) = run(folder.path(), &["seed", "--demo", "--size", "small"], "");
    assert!(code == 2 && said.contains("A demonstration needs an empty one"), "{said}");
    let (code, printed, _) = run(folder.path(), &["seed", "--demo", "--if-empty"], "");
    assert_eq!((code, printed.as_str()), (0, ""));
    assert_eq!(run(folder.path(), &["seed"], "").0, 2, "there is nothing else to seed");
}
