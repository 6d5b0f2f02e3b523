//! The log as strangers read it, and proofs as people take them away.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, StatusCode};
use docket::backup::bring_back::look;
use docket::checkpoint::SignedCheckpoint;
use docket::checkpoint::check::{Keys, Verdict, entry, growth};
use docket::checkpoint::note::PublicKey;
use docket::desk::gap::GapForm;
use docket::entropy::SeededEntropy;
use docket::ledger::{Hash, consistency_proof, leaf_hash, root_of};
use docket::notary::{Ask, Notary};
use docket::people::Role;
use docket::store::figures;

use crate::site::{Site, Visitor, email};
use crate::world::World;

async fn keys(visitor: &mut Visitor) -> Keys {
    let key = visitor.get("/log/key").await;
    assert_eq!(key.status, StatusCode::OK, "{}", key.text);
    Keys { log: Some(PublicKey::parse(&key.text).unwrap()), ..Keys::default() }
}

#[tokio::test]
async fn strangers_read_the_log_and_no_entry() {
    let site = Site::open().await;
    let mut stranger = site.visitor();
    assert_eq!(stranger.get("/log/checkpoint").await.status, StatusCode::NOT_FOUND, "nothing is signed yet");
    assert_eq!(stranger.get("/log/tile/0/000.p/1").await.status, StatusCode::NOT_FOUND);
    let first = site.app.desk.sign_now().await.unwrap().unwrap();
    site.add(Role::Lead).await;
    site.clock.advance_seconds(60);
    let newest = site.app.desk.sign_now().await.unwrap().unwrap();
    assert!(newest.size > first.size);

    let seen = stranger.get("/log/checkpoint").await;
    assert_eq!((seen.status, seen.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    assert_eq!((seen.text.as_str(), seen.header("cache-control")), (newest.note.as_str(), "no-store"));
    let signed = SignedCheckpoint::parse(&seen.text).unwrap().checkpoint;
    assert_eq!(signed.origin, "127.0.0.1:3000/log");

    let address = format!("/log/tile/0/000.p/{}", newest.size);
    let tile = stranger.ask(axum::http::Method::GET, &address, "", Vec::new()).await;
    assert_eq!(tile.status(), StatusCode::OK);
    assert_eq!(tile.headers()["content-type"], "application/octet-stream");
    assert_eq!(tile.headers()["cache-control"], "public, max-age=31536000, immutable");
    let bytes = axum::body::to_bytes(tile.into_body(), usize::MAX).await.unwrap();
    let leaves: &[Hash] = bytes.as_chunks::<32>().0;
    assert_eq!((leaves.len() as u64, root_of(leaves)), (signed.size, signed.root));
    for wrong in [
        format!("/log/tile/0/000.p/{}", newest.size + 1),
        "/log/tile/0/000".into(),
        "/log/tile/1/000.p/1".into(),
        "/log/tile/00/000".into(),
        // Entries may name people, so they are not given out.
        "/log/tile/entries/000.p/1".into(),
        "/log/entries/1".into(),
        "/log/consistency/0".into(),
        "/log/consistency/nothing".into(),
        format!("/log/consistency/{}", newest.size + 1),
    ] {
        let seen = stranger.get(&wrong).await;
        assert_eq!((seen.status, seen.header("cache-control")), (StatusCode::NOT_FOUND, "no-store"), "{wrong}");
    }
    let keys = keys(&mut stranger).await;
    let grown = stranger.get(&format!("/log/consistency/{}", first.size)).await;
    assert_eq!(growth(&first.note, &grown.text, &keys).verdict, Verdict::Proven);
}

#[tokio::test]
async fn where_the_log_is_not_public_it_takes_a_key_for_it() {
    let site = Site::discreet().await;
    site.app.desk.sign_now().await.unwrap().unwrap();
    let right = site.app.desk.add_token(None, "witness", "log:read").await.unwrap();
    let other = site.app.desk.add_token(None, "gateway", "complaints:write").await.unwrap();
    for path in ["/log/checkpoint", "/log/key", "/log/tile/0/000.p/1", "/log/consistency/1"] {
        let mut machine = site.visitor();
        assert_eq!(machine.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
        machine.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {other}")).unwrap());
        assert_eq!(machine.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        machine.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {right}")).unwrap());
        assert_eq!(machine.get(path).await.status, StatusCode::OK, "{path}");
    }
    let mut lead = site.signed_in(Role::Lead).await;
    assert_eq!(lead.get("/log/key").await.status, StatusCode::UNAUTHORIZED, "a session is no key");
}

#[tokio::test]
async fn people_take_proofs_away_that_hold_elsewhere() {
    let world = World::build().await;
    let mut otto = world.signed_in(&world.otto).await;
    let keys = keys(&mut world.site.visitor()).await;
    let signed_to = world.site.app.desk.signed_to().await.unwrap();

    let page = otto.get("/ledger/5").await;
    assert!(page.text.contains("href=\"/ledger/5/proof\""), "{}", page.text);
    let proof = otto.get("/ledger/5/proof").await;
    assert_eq!(proof.header("content-disposition"), "attachment; filename=\"duenotice_entry_5.tlog-proof\"");
    let report = entry(&proof.text, None, &keys);
    assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
    // Signing in is an act as well, and came after the checkpoint only if the ledger says so.
    let fresh = world.site.app.desk.ledger_size().await.unwrap();
    if fresh > signed_to {
        let early = otto.get(&format!("/ledger/{fresh}/proof")).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.text);
    }
    assert_eq!(otto.get("/ledger/99999999/proof").await.status, StatusCode::NOT_FOUND);
    let case = otto.get(&format!("/cases/{}", world.running)).await;
    assert!(case.text.contains("/proof\""), "the timeline offers proofs");
    let ledger = otto.get("/ledger").await;
    assert!(ledger.text.contains(&format!("{signed_to}")) && ledger.text.contains("Signed checkpoints"));

    // The customer, with their own words in it and nothing of the house.
    let mut customer = world.site.visitor();
    let path = format!("/n/{}/receipts/{}", world.links.running, world.links.answer);
    let sheet = customer.get(&path).await;
    assert!(sheet.text.contains(&format!("{path}/proof")), "{}", sheet.text);
    let proof = customer.get(&format!("{path}/proof")).await;
    let report = entry(&proof.text, None, &keys);
    assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
    assert!(report.found.iter().any(|found| found.contains("Recorded at body/parts/0/text: ")), "{report:?}");
    assert!(!report.found.iter().any(|found| found.contains("Recorded at body/address")), "{report:?}");

    // And the notice itself, word for word as it was written to them.
    let notice = format!("/n/{}", world.links.running);
    assert!(customer.get(&notice).await.text.contains(&format!("{notice}/proof")));
    let proof = customer.get(&format!("{notice}/proof")).await;
    assert!(proof.header("content-disposition").contains(".tlog-proof"), "{}", proof.text);
    let report = entry(&proof.text, None, &keys);
    assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
    let told: Vec<&String> = report.found.iter().filter(|found| found.starts_with("Recorded at ")).collect();
    assert_eq!(told.len(), 3, "address, subject and words, and nothing of the house: {report:?}");
    let words = told.iter().find(|told| told.contains("What we ask you to do")).unwrap();
    assert!(words.contains("{link}"), "the link itself stands nowhere: {words}");
}

#[tokio::test]
async fn a_notary_that_refuses_is_told_on_the_ledger_s_page() {
    let site = Site::open().await;
    let mut lead = site.signed_in(Role::Lead).await;
    assert!(lead.get("/ledger").await.text.contains("Nothing is signed yet"));
    site.app.desk.sign_now().await.unwrap().unwrap();
    assert!(lead.get("/ledger").await.text.contains("Download the checkpoint"));
    let folder = site.app.desk.settings().data.join("notary");
    std::fs::write(folder.join("last"), "half a line").unwrap();
    assert!(site.app.desk.sign_now().await.unwrap().is_none());
    let seen = lead.get("/ledger").await;
    assert!(seen.text.contains("The notary does not sign any more"), "{}", seen.text);
}

#[tokio::test]
async fn a_gap_after_a_restore_stays_on_the_ledger_s_page() {
    let site = Site::open().await;
    let mut lead = site.signed_in(Role::Lead).await;
    let desk = &site.app.desk;
    desk.sign_now().await.unwrap().unwrap();
    let size = desk.ledger_size().await.unwrap();
    let notary = Notary::of(&desk.settings().data, "unused");
    // The notary has signed three more, which no backup holds.
    let mut leaves = figures::leaf_hashes(&mut desk.read().await.unwrap().conn(), 0, size).await.unwrap();
    let from = leaves.len();
    leaves.extend((0..3_u8).map(|lost| leaf_hash(&[lost])));
    let proof = consistency_proof(&leaves, from).unwrap();
    let ask = Ask { size: leaves.len() as u64, root: root_of(&leaves), from: from as u64, proof };
    notary.sign(&ask, desk.now(), &SeededEntropy::new(1)).unwrap();

    let form = GapForm { reason: "The disk broke.".into(), by: email(Role::Lead) };
    let (_, seq) = look(desk, Some(&form), |_| {}).await.unwrap();
    let seq = seq.unwrap();
    desk.sign_now().await.unwrap();
    let seen = lead.get("/ledger").await;
    assert!(seen.text.contains(&format!("duenotice notary accept-gap {seq}")), "{}", seen.text);
    assert!(seen.text.contains("nobody has told the notary to go on"), "{}", seen.text);
    let entry = lead.get(&format!("/ledger/{seq}")).await;
    assert!(
        entry.text.contains("The disk broke.") && entry.text.contains("What lay between is lost"),
        "{}",
        entry.text
    );

    notary.accept_gap(u64::try_from(seq).unwrap(), desk.now()).unwrap();
    desk.sign_now().await.unwrap().unwrap();
    let seen = lead.get("/ledger").await;
    assert!(!seen.text.contains("accept-gap") && !seen.text.contains("does not sign any more"), "{}", seen.text);
    let told = format!("with {size} entries, although the notary had signed {}", size + 3);
    assert!(seen.text.contains(&told) && seen.text.contains("The notary goes on from there"), "{}", seen.text);
}
