//! Dashboard, ledger, exports and what was known then, as visitors and as a shell ask for them.

use axum::http::StatusCode;
use docket::people::Role;

use crate::home::Home;
use crate::program::run;
use crate::site::{Seen, Site};

/// A desk with invented cases, and whoever asks.
async fn demo() -> Site {
    let home = Home::new();
    let (code, _, said) = run(home.path(), &["seed", "--demo", "--size", "small"], "");
    assert_eq!(code, 0, "{said}");
    Site::over(home).await
}

fn command(page: &Seen) -> String {
    let (_, rest) = page.text.split_once("name=\"command_id\" value=\"").expect("a form with its number");
    rest.split('"').next().unwrap().to_owned()
}

/// The first number of a case on a page.
fn case_on(page: &Seen) -> String {
    let (_, rest) = page.text.split_once("href=\"/cases/DN-").expect("a case");
    format!("DN-{}", rest.split(['"', '/', '#']).next().unwrap())
}

#[tokio::test]
async fn an_export_is_asked_for_made_fetched_and_recorded() {
    let site = demo().await;
    let mut counsel = site.signed_in(Role::Counsel).await;
    let number = case_on(&counsel.get("/cases").await);

    let page = counsel.get(&format!("/reports?what=case_file&subject={number}")).await;
    assert!(page.text.contains(&format!("value=\"{number}\"")), "the link fills the form in");
    let id = command(&page);
    let fields = [("command_id", id.as_str()), ("what", "case_file"), ("profile", "customer"), ("subject", &number)];
    let wrong = [("command_id", id.as_str()), ("what", "case_file"), ("profile", "customer"), ("subject", "DN-1")];
    let refused = counsel.post("/reports", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("There is no case with this number.") && refused.text.contains("value=\"DN-1\""));

    let asked = counsel.post("/reports", &fields).await;
    assert_eq!(asked.location(), format!("/reports#export-{id}"), "{}", asked.text);
    let file = format!("/reports/{id}/file");
    assert_eq!(counsel.get(&file).await.status, StatusCode::NOT_FOUND, "nothing is there yet");
    assert!(counsel.get("/reports").await.text.contains("Waits for those before it"));

    server::exports::make_waiting(&site.app.desk, &site.app.site.press).await;
    let fetched = counsel.get(&file).await;
    assert_eq!(fetched.status, StatusCode::OK);
    assert_eq!(fetched.header("content-type"), "application/zip");
    let name = fetched.header("content-disposition").to_owned();
    assert!(name.contains(&format!("duenotice_{number}_")) && name.ends_with(".zip\""), "{name}");
    assert!(fetched.text.starts_with("PK"));
    // Nothing in a bag is compressed.
    for words in ["BagIt-Version: 1.0", "What is left out", "Text of entries", "[withheld: entry of the ledger]"] {
        assert!(fetched.text.contains(words), "{words}");
    }

    site.app.site.reads.write(&site.app.desk).await;
    let list = counsel.get("/reports").await;
    assert!(list.text.contains("Fetched by") && list.text.contains("Sam counsel"), "who fetched it stands beside it");
    let seq = list.text.split("recorded as <a href=\"/ledger/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let entry = counsel.get(&format!("/ledger/{seq}")).await;
    assert!(entry.text.contains("made an export: case file") && entry.text.contains("profile customer"));
    assert!(entry.text.contains("leads to the root of all"), "its proof holds");

    let again = counsel.post("/reports", &fields).await;
    assert_eq!(again.location(), format!("/reports#export-{id}"), "the same form is one export");
    let cancelled = counsel.post(&format!("/reports/{id}/cancellation"), &[("command_id", &id)]).await;
    assert_eq!(cancelled.status, StatusCode::CONFLICT, "it is done already");
}

#[tokio::test]
async fn an_export_that_is_being_made_stops_when_somebody_says_so() {
    let site = demo().await;
    let mut counsel = site.signed_in(Role::Counsel).await;
    let id = command(&counsel.get("/reports?what=ledger_extract").await);
    let fields =
        [("command_id", id.as_str()), ("what", "ledger_extract"), ("profile", "internal"), ("format", "jsonl")];
    assert_eq!(counsel.post("/reports", &fields).await.location(), format!("/reports#export-{id}"));
    let (row, ask) = site.app.desk.take_export().await.unwrap().expect("it waits");
    let cancelled = counsel.post(&format!("/reports/{id}/cancellation"), &[("command_id", &id)]).await;
    assert_eq!(cancelled.status, StatusCode::SEE_OTHER, "it is being made and can be stopped");
    server::exports::one(&site.app.desk, &site.app.site.press, row, ask).await;
    let list = counsel.get("/reports").await;
    assert!(list.text.contains("Cancelled") && !list.text.contains(&format!("/reports/{id}/file")), "{}", list.text);
    assert!(!site.app.desk.export_path(&id).exists(), "nothing half-made is left");
    assert_eq!(counsel.get(&format!("/reports/{id}/file")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_reads_no_case_reads_no_words_in_the_ledger() {
    let site = demo().await;
    let mut counsel = site.signed_in(Role::Counsel).await;
    let mut admin = site.signed_in(Role::Admin).await;
    let number = case_on(&counsel.get("/cases").await);
    let case = site.app.desk.case_id(&number).await.unwrap();
    let people = site.app.desk.people_view().await.unwrap().people;
    let lead = people.into_iter().find(|person| person.role == Role::Lead).expect("the demonstration has a lead").id;
    let lead = site.app.desk.who(lead, site.app.desk.now()).await.unwrap().expect("who may sign in");
    site.app.desk.add_note(&lead, site.app.desk.new_command(), case, "Zanzibar is on the line.").await.unwrap();
    let there =
        async |visitor: &mut crate::site::Visitor, path: &str| visitor.get(path).await.text.contains("Zanzibar is");
    let seq = site.app.desk.ledger_size().await.unwrap();
    for path in ["/ledger".to_owned(), "/ledger?text=zanzibar".to_owned(), format!("/ledger/{seq}")] {
        assert!(there(&mut counsel, &path).await, "{path}");
        assert!(!there(&mut admin, &path).await, "{path}");
    }
    assert!(
        !admin.get("/ledger?text=zanzibar").await.text.contains(&format!("href=\"/ledger/{seq}\"")),
        "nor finds it"
    );
}

#[tokio::test]
async fn the_ledger_says_verified_only_once_somebody_checked() {
    let site = demo().await;
    let mut auditor = site.signed_in(Role::Auditor).await;
    let page = auditor.get("/ledger").await;
    assert!(page.text.contains("Nobody has checked the whole record yet") && !page.text.contains("Verified to"));
    let asked = auditor.post("/ledger/verification", &[("command_id", &command(&page))]).await;
    assert_eq!(asked.location(), "/ledger");
    server::exports::make_waiting(&site.app.desk, &site.app.site.press).await;
    assert!(auditor.get("/ledger").await.text.contains("Verified to #"));
}

#[tokio::test]
async fn every_question_stands_in_the_address() {
    let site = demo().await;
    site.app.desk.count_all().await.unwrap();
    let mut auditor = site.signed_in(Role::Auditor).await;
    let number = case_on(&auditor.get("/cases").await);
    let asked = "/ledger?kind=notice_sent&actor=system&since=2020-01-01&until=2100-01-01&zone=Europe%2FParis&first=1";
    let found = auditor.get(asked).await;
    assert!(found.text.contains("left to") && found.text.contains("value=\"2020-01-01\""));
    assert!(auditor.get("/ledger?since=soon").await.text.contains("A filter could not be read"));
    assert!(auditor.get("/ledger?text=nothing-says-this").await.text.contains("No event matches"));

    let then = auditor.get(&format!("/cases/{number}/as-of")).await;
    assert!(then.text.contains("Nothing was recorded after it."), "{}", then.text);
    let wrong = auditor.get(&format!("/cases/{number}/as-of?at=yesterday")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"yesterday\"") && wrong.text.contains("Write an entry such as"));
    let early = auditor.get(&format!("/cases/{number}/as-of?at=%231")).await;
    assert!(early.text.contains("was not on the desk yet at entry #1"));

    for path in ["/dashboard", "/dashboard?from=2020-01-01&to=2020-02-01&zone=UTC", "/dashboard?from=soon"] {
        let board = auditor.get(path).await;
        assert_eq!(board.status, StatusCode::OK, "{path}");
        assert!(board.text.contains("As of entry #"), "{path}");
    }
    for plot in ["complaints", "first-notice", "answered", "outcomes", "deadlines"] {
        let table = auditor.get(&format!("/dashboard/{plot}.csv")).await;
        assert_eq!(table.status, StatusCode::OK, "{plot}");
        assert!(table.text.lines().next().unwrap().contains(','), "{plot}: {}", table.text);
    }
    assert_eq!(auditor.get("/dashboard/nothing.csv").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_shell_exports_for_each_profile() {
    let home = Home::new();
    assert_eq!(run(home.path(), &["seed", "--demo", "--size", "small"], "").0, 0);
    let (_, cases, _) = run(home.path(), &["cases", "--json"], "");
    let cases: serde_json::Value = serde_json::from_str(&cases).unwrap();
    let number = cases[0]["number"].as_str().unwrap();
    let handle = cases[0]["customer"].as_str().unwrap();
    let file = |name: &str| home.path().join(name).display().to_string();
    let out = |words: &[&str], name: &str| {
        let path = file(name);
        let mut arguments = vec!["export"];
        arguments.extend(words);
        arguments.extend(["--out", &path]);
        let (code, said, wrong) = run(home.path(), &arguments, "");
        assert_eq!(code, 0, "{arguments:?}: {wrong}");
        assert!(said.trim_end().ends_with(&path), "{said}");
        std::fs::read(path).unwrap()
    };
    assert!(out(&["case", number], "case.zip").starts_with(b"PK"));
    assert!(out(&["case", number, "--profile", "regulator"], "regulator.zip").starts_with(b"PK"));
    assert!(out(&["customer", handle, "--profile", "customer"], "customer.zip").starts_with(b"PK"));
    let extract = String::from_utf8(out(&["ledger", "--first", "2", "--last", "4"], "ledger.jsonl")).unwrap();
    assert_eq!(extract.lines().count(), 4, "a head and three entries");
    let treatment = String::from_utf8(out(&["treatment"], "treatment.csv")).unwrap();
    assert!(treatment.starts_with("what,number,customer,") && treatment.contains("case,DN-"));
    assert!(out(&["treatment", "--profile", "regulator"], "treatment.html").starts_with(b"<!doctype html>"));
    assert!(out(&["deadlines"], "deadlines.html").starts_with(b"<!doctype html>"));
    let figures: serde_json::Value = serde_json::from_slice(&out(&["figures"], "figures.json")).unwrap();
    assert!(figures["tables"].as_array().unwrap().len() >= 5);

    let wrong = |words: &[&str]| {
        let path = file("wrong");
        let mut arguments = vec!["export"];
        arguments.extend(words);
        arguments.extend(["--out", &path]);
        let (code, _, said) = run(home.path(), &arguments, "");
        assert_eq!(code, 2, "{arguments:?}: {said}");
        assert!(!std::path::Path::new(&path).exists(), "nothing is left behind");
        said
    };
    assert!(wrong(&["case", number, "--profile", "press"]).contains("Choose for whom it is made."));
    assert!(wrong(&["case", number, "--profile", "regulator", "--as-of", "#1"]).contains("not on the desk yet"));
    assert!(wrong(&["ledger", "--profile", "customer"]).contains("no extract for customers"));
    let (code, said, _) = run(home.path(), &["verify", "--entry", "3"], "");
    assert!(code == 0 && said.contains("leads to the root"), "{said}");
    let (code, said, _) = run(home.path(), &["verify"], "");
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_customer_s_papers_hold_nothing_of_the_house() {
    let home = Home::new();
    assert_eq!(run(home.path(), &["seed", "--demo", "--size", "small"], "").0, 0);
    let (_, cases, _) = run(home.path(), &["cases", "--json"], "");
    let cases: serde_json::Value = serde_json::from_str(&cases).unwrap();
    let path = home.path().join("theirs.jsonl").display().to_string();
    let (code, _, said) = run(home.path(), &["export", "ledger", "--profile", "internal", "--out", &path], "");
    assert_eq!(code, 0, "{said}");
    // Whoever is on the team or reported without agreeing, as the house knows them.
    let mut secrets: Vec<String> = Vec::new();
    let mut named: Vec<String> = Vec::new();
    for line in std::fs::read_to_string(&path).unwrap().lines().skip(1) {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let leaf: serde_json::Value = serde_json::from_str(entry["leaf"].as_str().unwrap()).unwrap();
        let opened = &entry["opened"];
        match leaf["kind"].as_str().unwrap() {
            "person_added" => secrets.push(opened["name"].as_str().unwrap_or_default().to_owned()),
            "case_noted" => secrets.push(opened["text"].as_str().unwrap_or_default().to_owned()),
            "complaint_received" => {
                // Some reporters agreed once and not another time.
                let list = if opened["report"]["disclosed"] == true { &mut named } else { &mut secrets };
                for field in ["name", "email"] {
                    list.push(opened["report"]["reporter"][field].as_str().unwrap_or_default().to_owned());
                }
            }
            _ => {}
        }
    }
    secrets.retain(|secret| secret.len() > 4 && !named.contains(secret));
    assert!(secrets.len() > 10, "{secrets:?}");
    let mut handles: Vec<&str> =
        cases.as_array().unwrap().iter().filter_map(|case| case["customer"].as_str()).collect();
    handles.sort_unstable();
    handles.dedup();
    for handle in handles.into_iter().take(4) {
        let out = home.path().join(format!("{handle}.zip"));
        let told = out.display().to_string();
        let (code, _, said) =
            run(home.path(), &["export", "customer", handle, "--profile", "customer", "--out", &told], "");
        assert_eq!(code, 0, "{said}");
        let text = unpacked(&std::fs::read(&out).unwrap());
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "the file of {handle} holds {secret}");
        }
        assert!(text.contains("[withheld: staff]") || text.contains("[withheld: internal]"), "{handle}");
    }
}

/// Every file of a zip.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for place in 0..zip.len() {
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_index(place).unwrap(), &mut content).unwrap();
        text.push_str(&String::from_utf8_lossy(&content));
    }
    text
}
