//! Yesterday's database in the place of today's: everything can be read, nothing is written, and everybody is told why, in
//! words for whoever they are.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use docket::entropy::SeededEntropy;
use docket::ledger::{consistency_proof, leaf_hash, root_of};
use docket::notary::{Ask, Notary};
use docket::people::Role;
use docket::read_only::ReadOnly;
use docket::store::figures;

use crate::backups::{LEAD, Place, listening, report};
use crate::home::is_on_postgres;
use crate::killed::ask;
use crate::program::run;
use crate::site::Site;
use crate::world::World;

/// In steps of a tenth of a second. The notary is asked every few seconds.
const MOST_LOOKS: u32 = 1200;

/// The notary has signed so many entries more than are here, and the server has asked it.
async fn fall_behind(site: &Site, many: u8) -> ReadOnly {
    let desk = &site.app.desk;
    desk.sign_now().await.unwrap().unwrap();
    let size = desk.ledger_size().await.unwrap();
    let mut leaves = figures::leaf_hashes(&mut desk.read().await.unwrap().conn(), 0, size).await.unwrap();
    let from = leaves.len();
    leaves.extend((0..many).map(|lost| leaf_hash(&[lost])));
    let proof = consistency_proof(&leaves, from).unwrap();
    let ask = Ask { size: leaves.len() as u64, root: root_of(&leaves), from: from as u64, proof };
    let notary = Notary::of(&desk.settings().data, "unused");
    notary.sign(&ask, desk.now(), &SeededEntropy::new(1)).unwrap();
    desk.heed_notary().await.unwrap()
}

#[tokio::test]
async fn what_is_read_only_is_read_and_every_form_gives_back_what_was_typed() {
    let world = World::build().await;
    let site = &world.site;
    let mut lead = world.signed_in(&world.lee).await;
    let why = fall_behind(site, 3).await;
    assert!(matches!(why, ReadOnly::Behind { .. }));
    let before = site.app.desk.ledger_size().await.unwrap();
    let sentence = why.to_string();

    // The team reads everything, under a strip that says so, and whoever is not signed in can sign in to read.
    let case = format!("/cases/{}", world.running);
    for page in ["/inbox", "/cases", &case, "/ledger", "/rounds", "/decisions"] {
        let seen = lead.get(page).await;
        assert!(seen.status.is_success() && seen.text.contains("class=\"strip strip--late\""), "{page}");
        assert!(seen.text.contains(&sentence) && seen.text.contains("no letter leaves"), "{page}: {}", seen.text);
        assert!(!seen.text.contains("No round was made since"), "{page}");
    }
    world.signed_in(&world.otto).await;

    // A form comes back with what was typed and the reason; nothing of it is in the record.
    let command = site.app.desk.new_command().to_string();
    let typed = [("command_id", command.as_str()), ("text", "Typed with care.")];
    let seen = lead.post(&format!("{case}/notes"), &typed).await;
    assert!(seen.text.contains(&sentence) && seen.text.contains("Typed with care."), "{}: {}", seen.status, seen.text);
    assert!(!seen.status.is_success() && !seen.status.is_redirection(), "{}", seen.status);

    // A customer is told that nothing can be taken and whom to call, in their language, and loses no word.
    let (mut visitor, phone) = (site.visitor(), site.app.desk.settings().phone.clone());
    let (english, french) = ("Nothing can be taken just now", "Rien ne peut être reçu pour le moment");
    for (link, lang, words) in [(&world.links.running, "en", english), (&world.links.french, "fr", french)] {
        assert!(visitor.get(&format!("/n/{link}")).await.status.is_success());
        let fields = [("command_id", command.as_str()), ("words", "This is nobody of ours.")];
        let seen = visitor.post(&format!("/n/{link}/not-mine?lang={lang}"), &fields).await;
        assert!(seen.text.contains(words) && seen.text.contains(&phone), "{}", seen.text);
        assert!(!seen.text.contains("notary"), "nothing of the house: {}", seen.text);
        let seen = visitor.post(&format!("/n/{link}/confirmation"), &[("command_id", command.as_str())]).await;
        assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(seen.text.contains("taken just now") && seen.text.contains(&phone), "{}", seen.text);
    }
    let fields = [("command_id", command.as_str()), ("requirement.1", "A plan."), ("signer", "Nora Typed-Again")];
    let seen = visitor.post(&format!("/n/{}/answer", world.links.running), &fields).await;
    assert!(seen.text.contains(english) && seen.text.contains("Nora Typed-Again"), "{}", seen.text);
    let fields = [
        ("command_id", command.as_str()),
        ("locations", "https://a.example/typed"),
        ("good_faith", "yes"),
        ("description", "Seen there."),
        ("category", "malware"),
        ("reporter_name", "Rita Reporter"),
        ("reporter_email", "rita@reports.example"),
    ];
    let seen = visitor.post("/report", &fields).await;
    assert!(seen.text.contains(english) && seen.text.contains("https://a.example/typed"), "{}", seen.text);
    assert_eq!(before, site.app.desk.ledger_size().await.unwrap(), "nothing was recorded");
}

#[tokio::test]
async fn a_machine_is_told_503_while_nothing_is_written() {
    let site = Site::open().await;
    site.add(Role::Lead).await;
    let key = site.app.desk.add_token(None, "gateway", "complaints:write").await.unwrap();
    let why = fall_behind(&site, 2).await.to_string();
    let before = site.app.desk.ledger_size().await.unwrap();
    let mut machine = site.visitor();
    machine.extra.insert("authorization", format!("Bearer {key}").parse().unwrap());
    let one = crate::killed::numbered(1).to_string();
    for (path, kind, body) in [
        ("/api/v1/complaints", "application/json", one.clone()),
        ("/api/v1/complaints/batch", "application/x-ndjson", format!("{one}\n")),
    ] {
        let seen = machine.send(Method::POST, path, kind, body.into_bytes()).await;
        assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", seen.text);
        assert_eq!(seen.headers["content-type"], "application/problem+json");
        let said: serde_json::Value = serde_json::from_str(&seen.text).unwrap();
        assert_eq!(said["detail"], why, "{path}");
    }
    assert_eq!(before, site.app.desk.ledger_size().await.unwrap());
}

/// As somebody does it by hand: the file of yesterday over the one of today.
fn put_back(copy: &Path, data: &Path) {
    for beside in ["duenotice.db-wal", "duenotice.db-shm"] {
        let _ = std::fs::remove_file(data.join(beside));
    }
    std::fs::copy(copy, data.join("duenotice.db")).unwrap();
}

#[test]
fn yesterdays_file_put_back_by_hand_is_read_only_until_the_gap_is_declared_and_accepted() {
    if is_on_postgres() {
        // There the file is not ours to put back; the stories tell it on both databases.
        return;
    }
    let place = Place::open();
    // Signs what is there.
    place.backup("signed");
    let yesterday = place.at("yesterday.db");
    {
        // So that the whole database lies in its one file.
        let (serving, _) = listening(&place.data);
        drop(serving);
        let database = place.data.join("duenotice.db");
        let _ = run(&place.data, &["verify"], "");
        assert!(!place.data.join("duenotice.db-wal").exists(), "the last one to close it leaves no log behind");
        std::fs::copy(&database, &yesterday).unwrap();
    }
    let (code, before, _) = run(&place.data, &["verify", "--json"], "");
    assert_eq!(code, 0);
    let size = serde_json::from_str::<serde_json::Value>(&before).unwrap()["events"].as_i64().unwrap();
    for number in 1..4 {
        assert_eq!(run(&place.data, &["ingest", "-"], &report(number, 100)).0, 0);
    }
    place.backup("signed-again");
    assert_eq!(run(&place.data, &["verify"], "").0, 0);
    put_back(&yesterday, &place.data);

    let (serving, address) = listening(&place.data);
    let told = |number: usize| ask(&address, &place.key, "POST", "/api/v1/complaints", &report(number, 10)).unwrap();
    let (status, said) = told(7);
    assert_eq!(status, 503, "{said}");
    let detail = said["detail"].as_str().unwrap();
    assert!(detail.contains("read-only") && detail.contains(&format!("has only {size}")), "{detail}");
    // Neither do the other commands write; a mail server that calls one of them keeps the mail.
    let (code, _, wrong) = run(&place.data, &["ingest", "-"], &report(8, 10));
    assert!(code == 75 && wrong.contains("read-only"), "{code}: {wrong}");
    let (code, said, _) = run(&place.data, &["verify"], "");
    assert!(code == 1 && said.contains("how many entries were signed"), "{code}: {said}");
    assert!(said.contains(&size.to_string()), "{said}");

    // Declared beside the server that runs, and accepted: it goes on by itself.
    let declare = ["restore", "--declare-gap", "Somebody put the file of yesterday back.", "--by", LEAD];
    let (code, said, wrong) = run(&place.data, &declare, "");
    let gap = size + 1;
    assert!(code == 0 && said.contains(&format!("accept-gap {gap}")), "{code}: {said}{wrong}");
    let (status, said) = told(7);
    assert_eq!(status, 503, "declared is not accepted: {said}");
    let (code, said, wrong) = run(&place.data, &["notary", "accept-gap", &gap.to_string()], "");
    assert_eq!(code, 0, "{said}{wrong}");
    let mut looks = 0;
    while told(7).0 == 503 {
        looks += 1;
        assert!(looks < MOST_LOOKS, "it never went on");
        sleep(Duration::from_millis(100));
    }
    drop(serving);
    let (code, said, wrong) = run(&place.data, &["verify"], "");
    assert!(code == 0 && said.contains(&format!("GAP: event {gap}")), "{code}: {said}{wrong}");
}
