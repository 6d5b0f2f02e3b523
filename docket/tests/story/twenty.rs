//! Twenty ways to change what was written down, each with full rights on the database and its guards taken off. Each is
//! found, or it came after the last thing that somebody else has vouched for, and then the report says that it could.

use crate::bench::{TestDesk, places};
use crate::hands::Matter;
use crate::tampering::{leaves, record, set_bytes};
use docket::checkpoint::Checkpoint;
use docket::checkpoint::check::{Keys, Verdict, growth};
use docket::checkpoint::note::{PublicKey, SecretKey};
use docket::entropy::SeededEntropy;
use docket::ledger::{Frontier, leaf_hash};
use docket::noun::Kind;
use docket::verify::Report;
use docket::witness::Witness;

const TABLES: [&str; 9] =
    ["event", "ledger_head", "ledger_block", "vault", "command", "evidence", "counter", "checkpoint", "cosignature"];

fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().chain(Kind::ALL.iter().map(|kind| kind.table()))
}

/// The desk as it is before each attack, put back after it.
struct Scene {
    desk: TestDesk,
    matter: Matter,
    witness: Witness,
    /// A checkpoint that somebody keeps elsewhere.
    kept: String,
    found: Vec<String>,
}

impl Scene {
    async fn open(place: crate::bench::Place) -> Scene {
        let (desk, matter) = record(place).await;
        for table in ["checkpoint", "cosignature", "ledger_block"] {
            if desk.is_postgres() {
                desk.raw(&format!("alter table {table} disable trigger user")).await.expect("no guards");
            }
        }
        let newest = desk.sign_now().await.expect("signed").expect("a checkpoint");
        let folder = desk.folder().join("somebody-else");
        let logs = vec![PublicKey::parse(&newest.signer).expect("a key")];
        let witness = Witness::open(&folder, "witness.example", logs, &SeededEntropy::new(4)).expect("a witness");
        let request = format!("old 0\n\n{}", newest.note);
        let line = witness.add_checkpoint(&request, desk.now()).expect("signed");
        let at = desk.now().micros().div_euclid(1_000_000) * 1_000_000;
        let row = format!(
            "insert into cosignature (size, signer, witness, line, witnessed_at) values ({}, '{}', '{}', '{line}', {at})",
            newest.size,
            newest.signer,
            witness.public_key()
        );
        desk.raw(&row).await.expect("kept");
        desk.clock.advance_seconds(60);
        for words in ["What somebody would like to be forgotten.", "And this."] {
            desk.add_note(&matter.ann, desk.new_command(), matter.case, words).await.expect("a note");
        }
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let report = desk.verify().await;
        assert!(report.is_sound(), "{:#?}", report.wrongs);
        assert_eq!(report.witnessed, u64::try_from(newest.size).expect("a size"));
        for table in tables() {
            // Those of the record have a copy from before the notes.
            let _ = desk.raw(&format!("drop table was_{table}")).await;
            desk.raw(&format!("create table was_{table} as select * from {table}")).await.expect("a copy");
        }
        Scene { desk, matter, witness, kept: newest.note, found: Vec::new() }
    }

    async fn back(&self) {
        for table in tables() {
            self.desk.raw(&format!("delete from {table}")).await.expect("emptied");
            self.desk.raw(&format!("insert into {table} select * from was_{table}")).await.expect("put back");
        }
    }

    async fn attack(&mut self, what: &str, sql: &[&str]) {
        for one in sql {
            let changed = self.desk.raw(one).await.unwrap_or_else(|problem| panic!("{what}: {one}: {problem}"));
            assert!(changed > 0, "{what}: this changed nothing: {one}");
        }
        self.must_be_found(what).await;
    }

    /// `verify` by itself finds it.
    async fn must_be_found(&mut self, what: &str) {
        let report = self.desk.verify().await;
        assert!(!report.is_sound(), "{what} was not found");
        self.found.push(what.to_owned());
        self.back().await;
    }

    /// Everything from an entry on told otherwise, and hashed anew.
    async fn rewritten(&self, seq: usize, change: impl Fn(&str) -> String) {
        let mut all = leaves(&self.desk).await;
        let text = String::from_utf8(all[seq - 1].clone()).expect("text");
        let forged = change(&text);
        assert_ne!(text, forged);
        all[seq - 1] = forged.into_bytes();
        let (at, hash) = (i64::try_from(seq).expect("a number"), leaf_hash(&all[seq - 1]).to_vec());
        set_bytes(&self.desk, "update event set leaf = $1 where seq = $2", all[seq - 1].clone(), at).await;
        set_bytes(&self.desk, "update event set leaf_hash = $1 where seq = $2", hash, at).await;
        let mut frontier = Frontier::new();
        for leaf in &all {
            frontier.push(leaf_hash(leaf));
        }
        set_bytes(&self.desk, "update ledger_head set frontier = $1 where id = $2", frontier.to_bytes(), 1).await;
    }

    /// A checkpoint of one's own making over the ledger as it is now, under another key.
    async fn self_signed(&self) -> String {
        let mut frontier = Frontier::new();
        for leaf in leaves(&self.desk).await {
            frontier.push(leaf_hash(&leaf));
        }
        let key = SecretKey::new("127.0.0.1:3000/log", &[9; 32]).expect("a key");
        let checkpoint = Checkpoint { origin: key.name().into(), size: frontier.size(), root: frontier.root() };
        format!(
            "insert into checkpoint (size, signer, root, note, signed_at) values ({}, '{}', '{}', '{}', {})",
            frontier.size(),
            key.public(),
            hex::encode(frontier.root()),
            key.sign(&checkpoint.to_string()),
            self.desk.now().micros()
        )
    }
}

fn of_kind(kind: &str) -> String {
    format!("seq = (select max(seq) from event where kind = '{kind}')")
}

#[tokio::test]
async fn twenty_kinds_of_tampering_are_each_found() {
    for place in places() {
        let mut scene = Scene::open(place).await;
        let answer = of_kind("answer_received");
        let case = scene.matter.case;
        scene
            .attack("an event moved to another hour", &[&format!("update event set at = at - 1 where {answer}")])
            .await;
        scene
            .attack("an act put on somebody else", &[&format!("update event set actor = 'system' where {answer}")])
            .await;
        scene
            .attack("an event called another kind", &[&format!("update event set kind = 'case_noted' where {answer}")])
            .await;
        scene
            .attack("an event taken out of its case", &[&format!("update event set case_id = null where {answer}")])
            .await;
        scene.attack("an event in the middle gone", &[&format!("delete from event where {answer}")]).await;
        scene.attack("the last event gone", &["delete from event where seq = (select size from ledger_head)"]).await;
        scene
            .attack(
                "two events exchanged",
                &[
                    "update event set seq = 999999 where seq = 5",
                    "update event set seq = 5 where seq = 6",
                    "update event set seq = 6 where seq = 999999",
                ],
            )
            .await;
        scene
            .attack(
                "an event told twice",
                &[
                    "insert into event select seq + 1, 'another', at, actor, case_id, kind, command_id, leaf, leaf_hash from event where seq = (select size from ledger_head)",
                    "update ledger_head set size = size + 1",
                ],
            )
            .await;
        scene.attack("the head cut", &["update ledger_head set size = size - 1"]).await;
        let low = r#"replace(facts, '"severity":"high"', '"severity":"low"')"#;
        scene.attack("a noun changed", &[&format!("update cases set facts = {low} where id = '{case}'")]).await;
        scene.attack("a noun gone", &["delete from notice"]).await;
        scene.attack("a column that is searched changed", &["update letter set stage = 'failed'"]).await;
        scene
            .attack(
                "the words behind a commitment changed",
                &["update vault set value = '\"Nobody\"' where path = 'body/signer'"],
            )
            .await;
        scene.attack("the words behind a commitment gone", &["delete from vault where path = 'body/signer'"]).await;
        scene
            .attack(
                "a salt dropped and no event about it",
                &["update vault set salt = null where path = 'body/signer'"],
            )
            .await;
        scene
            .attack(
                "a command forgotten",
                &["delete from command where command_id = (select command_id from event where seq = 9)"],
            )
            .await;
        scene
            .attack(
                "evidence lost",
                &["delete from evidence where sha256 = (select sha256 from evidence where size = 70000)"],
            )
            .await;
        scene.attack("a signed root changed", &["update checkpoint set root = 'aa'"]).await;
        scene
            .attack(
                "a witness's line put under another",
                &["update cosignature set witnessed_at = witnessed_at + 1000000"],
            )
            .await;

        let block = if scene.desk.is_postgres() { "decode(repeat('00', 32), 'hex')" } else { "zeroblob(32)" };
        scene
            .attack("a tile told otherwise", &[&format!("insert into ledger_block (place, root) values (7, {block})")])
            .await;
        let stranger = scene.self_signed().await;
        scene.attack("a checkpoint under another key, over the true ledger", &[&stranger]).await;

        // An event told otherwise, with every hash made to fit, and a checkpoint of one's own over it.
        let seq = usize::try_from(scene.desk.last_seq("case_noted").await).expect("a number");
        scene.rewritten(seq, |leaf| leaf.replace("2026", "2025")).await;
        let signed = scene.self_signed().await;
        scene.desk.raw("delete from checkpoint where size = (select size from ledger_head)").await.expect("gone");
        scene.desk.raw(&signed).await.expect("in its place");
        scene.must_be_found("history rewritten and signed by oneself").await;

        // The whole database of before, checkpoints and all.
        let size = scene.desk.ledger_size().await.expect("a size");
        put_back_to_before(&scene).await;
        assert_eq!(scene.desk.sign_now().await.expect("an answer"), None, "the notary signs nothing shorter");
        scene.must_be_found("an older copy of everything put back").await;
        assert!(scene.found.len() > 20, "{:#?}", scene.found);
        assert!(scene.desk.verify().await.is_sound(), "put back");
        assert_eq!(scene.desk.ledger_size().await.expect("a size"), size);

        whoever_has_the_notary_too(&scene).await;
    }
}

/// What is left without its two last entries is a whole record: nothing in the database says that there was more.
async fn put_back_to_before(scene: &Scene) {
    let desk = &scene.desk;
    desk.raw("delete from event where seq > (select max(size) from cosignature)").await.expect("gone");
    desk.raw("delete from checkpoint where size > (select max(size) from cosignature)").await.expect("gone");
    let mut frontier = Frontier::new();
    for leaf in leaves(desk).await {
        frontier.push(leaf_hash(&leaf));
    }
    let size = i64::try_from(frontier.size()).expect("a size");
    desk.raw(&format!("update ledger_head set size = {size}")).await.expect("cut");
    set_bytes(desk, "update ledger_head set frontier = $1 where id = $2", frontier.to_bytes(), 1).await;
}

/// Somebody who rules the whole machine, the notary with it, can have another story signed. `verify` then says what it
/// cannot know, and whoever kept something elsewhere finds it.
async fn whoever_has_the_notary_too(scene: &Scene) {
    let desk = &scene.desk;
    let unseen = usize::try_from(desk.ledger_size().await.expect("a size")).expect("a size");
    let report: Report = desk.verify().await;
    assert!(report.witnessed < unseen as u64, "the last entries are unwitnessed, and the report says from where on");

    // Before the last witnessed entry: the witness has seen another ledger, and so has everybody who kept a checkpoint.
    scene.rewritten(4, |leaf| leaf.replacen("202", "201", 1)).await;
    desk.raw("delete from checkpoint").await.expect("gone");
    desk.raw("delete from cosignature").await.expect("gone");
    std::fs::remove_file(desk.folder().join("notary/last")).expect("its memory");
    let signed = desk.sign_now().await.expect("signed").expect("another history, with the right key");
    let grown = desk.growth_file(1).await.expect("an answer").expect("a proof");
    let seen = scene.witness.seen("127.0.0.1:3000/log").expect("read").expect("its memory");
    let old = docket::checkpoint::SignedCheckpoint::parse(&seen.note).expect("a note").checkpoint.size;
    let path = desk.growth_file(old).await.expect("an answer").expect("a proof");
    let turned = scene.witness.add_checkpoint(&path.to_string(), desk.now()).expect_err("it does not sign that");
    assert_eq!(turned.status(), 422);
    let keys = Keys { log: Some(PublicKey::parse(&signed.signer).expect("a key")), ..Keys::default() };
    let verdict = growth(&scene.kept, &path.to_string(), &keys).verdict;
    assert!(matches!(&verdict, Verdict::Altered(what) if what.contains("do not begin with")), "{verdict:?}");
    drop(grown);
}
