//! Whoever vouches for the ledger besides the database: a notary of its own, its keys, witnesses on other machines, and
//! every mailbox with a notice.

pub mod gaps;
mod read_only;
mod stamps;
mod stranger;

use crate::bench::{Bench, TestDesk};
use crate::hands::{Matter, notice_form};
use docket::checkpoint::SignedCheckpoint;
use docket::checkpoint::check::{Keys, Verdict, entry, growth};
use docket::checkpoint::note::PublicKey;
use docket::entropy::SeededEntropy;
use docket::event::Event;
use docket::letter::Cause;
use docket::notary::{Address, Door, Notary, serve};
use docket::rounds::Rounds;
use docket::settings::WitnessAt;
use docket::time::Clock;
use docket::verify::verify_house;
use docket::witness::Witness;
use std::path::Path;
use std::sync::{Arc, Mutex};
use stranger::Stranger;
use tokio::sync::watch;

async fn note(desk: &TestDesk, matter: &Matter, words: &str) {
    desk.add_note(&matter.ann, desk.new_command(), matter.case, words).await.expect("a note");
    desk.clock.advance_seconds(60);
}

/// Starts a notary of its own. Whoever lets go of the sender ends it.
async fn process(
    desk: &TestDesk,
    folder: &Path,
    at: &str,
) -> (Address, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let door = Door::open(&Address::parse(at).expect("a place")).await.expect("a door");
    let address = door.address().expect("its address");
    let (ending, ended) = watch::channel(false);
    let notary = Notary::at(folder.to_owned(), "hosting.example/log");
    let serving = tokio::spawn(serve(door, notary, Arc::new(desk.clock.clone()), ended));
    (address, ending, serving)
}

#[tokio::test]
async fn a_notary_of_its_own_signs_and_the_desk_cannot() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let house = tempfile::tempdir().expect("a folder of somebody else");
        let socket = format!("unix:{}", house.path().join("socket").display());
        let matter = desk.matter().await;
        for place in ["127.0.0.1:0", &socket] {
            let folder = house.path().join("notary");
            let (address, ending, serving) = process(desk, &folder, place).await;
            desk.settle(|settings| settings.notary = Some(address.clone()));
            note(desk, &matter, "One.").await;
            let signed = desk.sign_now().await.expect("signed").expect("a checkpoint");
            assert_eq!(signed.size, desk.ledger_size().await.expect("a size"));
            assert!(signed.signer.starts_with("hosting.example/log+"), "{}", signed.signer);
            assert!(!desk.folder().join("notary").exists(), "no key lies with the desk");
            let view = desk.notary_view().await.expect("a view");
            assert_eq!((view.elsewhere, view.refused), (Some(address.to_string()), None));
            let report = verify_house(desk.store(), desk.settings(), true, |_| {}).await.expect("a report");
            assert!(report.is_sound() && report.checkpoints > 0, "{:#?}", report.wrongs);

            // It is gone: nothing is signed, and everybody is told.
            ending.send(true).expect("it still runs");
            serving.await.expect("it ended");
            note(desk, &matter, "Two.").await;
            assert_eq!(desk.sign_now().await.expect("an answer"), None);
            let refused = desk.notary_view().await.expect("a view").refused;
            assert_eq!(refused.map(|(_, why)| why).as_deref(), Some("away"));
            let report = verify_house(desk.store(), desk.settings(), true, |_| {}).await.expect("a report");
            let wrong = report.first_wrong.expect("nobody knows what was signed");
            assert_eq!(wrong.what, "what the notary remembers");

            let (address, _ending, _serving) = process(desk, &folder, place).await;
            desk.settle(|settings| settings.notary = Some(address));
            assert!(desk.sign_now().await.expect("signed").is_some());
            assert_eq!(desk.notary_view().await.expect("a view").refused, None);
        }
        desk.settle(|settings| settings.notary = None);
    })
    .await;
}

#[tokio::test]
async fn the_notary_s_key_changes_with_both_signatures_and_old_proofs_hold() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let before = desk.sign_now().await.expect("signed").expect("a checkpoint");
        let proof = desk.proof_file(3, |_| true).await.expect("an entry").expect("a proof").to_string();
        let notary = Notary::of(desk.folder(), "unused");
        let change = notary.change_key(&SeededEntropy::new(8)).expect("changed");
        assert_eq!(change.from.to_string(), before.signer);
        // Nothing else came into the ledger, and the change is written down all the same.
        let after = desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert_eq!(after.signer, change.to.to_string());
        assert_eq!(after.size, before.size + 1, "the change itself is under the first signature");
        let events = desk.events().await;
        let Some((_, last)) = events.last() else { panic!("an event") };
        let Event::NotaryKeyChanged(changed) = &last.event else { panic!("{last:?}") };
        assert_eq!((&changed.from, &changed.to, &changed.note), (&before.signer, &after.signer, &change.to_string()));
        note(desk, &matter, "Later.").await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert_eq!(desk.count("notary_key_changed").await, 1, "said once");

        let view = desk.notary_view().await.expect("a view");
        assert_eq!(
            view.older_keys.iter().map(|older| older.key.as_str()).collect::<Vec<_>>(),
            [before.signer.as_str()]
        );
        let key = |text: &str| PublicKey::parse(text).expect("a key");
        let keys = Keys { log: Some(key(&after.signer)), older: vec![key(&before.signer)], ..Keys::default() };
        assert_eq!(entry(&proof, None, &keys).verdict, Verdict::Proven, "what the old key signed stays good");
        let only_new = Keys { log: Some(key(&after.signer)), ..Keys::default() };
        assert_eq!(entry(&proof, None, &only_new).verdict.exit_code(), 1);
        let grown = desk.growth_file(u64::try_from(before.size).expect("a size")).await.expect("an answer");
        let grown = grown.expect("a proof").to_string();
        assert_eq!(growth(&before.note, &grown, &keys).verdict, Verdict::Proven);
    })
    .await;
}

/// A witness in another folder, behind a door of its own.
struct Other {
    stranger: Stranger,
    witness: Arc<Mutex<Witness>>,
    at: WitnessAt,
    _folder: tempfile::TempDir,
}

async fn witness(desk: &TestDesk, name: &str) -> Other {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = desk.notary_view().await.expect("a view").newest.expect("a checkpoint").signer;
    let logs = vec![PublicKey::parse(&signer).expect("a key")];
    let witness = Witness::open(folder.path(), name, logs, &SeededEntropy::new(77)).expect("a witness");
    let key = witness.public_key().to_string();
    let witness = Arc::new(Mutex::new(witness));
    let stranger = Stranger::open(asks(witness.clone(), desk)).await;
    let at = WitnessAt::parse(stranger.url.as_str(), &key).expect("a witness");
    Other { stranger, witness, at, _folder: folder }
}

fn asks(
    witness: Arc<Mutex<Witness>>,
    desk: &TestDesk,
) -> impl Fn(&str, &[u8]) -> (u16, &'static str, Vec<u8>) + Send + Sync + 'static {
    let clock = desk.clock.clone();
    move |path, body| {
        assert_eq!(path, "/add-checkpoint");
        let request = String::from_utf8(body.to_vec()).expect("text");
        match witness.lock().expect("nobody panicked").add_checkpoint(&request, clock.now()) {
            Ok(line) => (200, "text/plain", line.into_bytes()),
            Err(turned) => (turned.status(), "text/x.tlog.size", format!("{turned}\n").into_bytes()),
        }
    }
}

#[tokio::test]
async fn witnesses_sign_along_and_their_lines_travel_with_every_proof() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let (legal, audit) = (witness(desk, "legal.example").await, witness(desk, "audit.example/w1").await);
        desk.settle(|settings| settings.witnesses = vec![legal.at.clone(), audit.at.clone()]);
        assert_eq!(desk.notary_view().await.expect("a view").witnessed(), None);
        assert_eq!(desk.ask_witnesses().await.expect("asked"), 2);
        assert_eq!(desk.ask_witnesses().await.expect("asked"), 0, "nobody is asked for the same twice");
        let first = desk.notary_view().await.expect("a view").newest.expect("a checkpoint");
        note(desk, &matter, "More.").await;
        let newest = desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert_eq!(desk.ask_witnesses().await.expect("asked"), 2, "grown out of what they saw");

        let view = desk.notary_view().await.expect("a view");
        let (to, at) = view.witnessed().expect("a witness");
        assert_eq!((to, at.micros() / 1_000_000), (newest.size, desk.now().micros() / 1_000_000), "to the second");
        let text = desk.checkpoint_text().await.expect("an answer").expect("a checkpoint");
        let signed = SignedCheckpoint::parse(&text).expect("a note");
        let names: Vec<&str> = signed.note.names().collect();
        assert_eq!(names[1..], ["audit.example/w1", "legal.example"]);
        let key = PublicKey::parse(&newest.signer).expect("a key");
        let keys =
            Keys { log: Some(key), witnesses: vec![legal.at.key.clone(), audit.at.key.clone()], ..Keys::default() };
        let proof = desk.proof_file(2, |_| true).await.expect("an entry").expect("a proof").to_string();
        let report = entry(&proof, None, &keys);
        assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
        assert!(!report.limits.iter().any(|limit| limit.contains("Nobody but the provider")), "{report:?}");
        let grown = desk.growth_file(u64::try_from(first.size).expect("a size")).await.expect("an answer");
        assert_eq!(growth(&first.note, &grown.expect("a proof").to_string(), &Keys::default()).verdict.exit_code(), 3);
        let report = desk.verify().await;
        assert!(report.is_sound(), "{:#?}", report.wrongs);
        assert_eq!(report.witnessed, u64::try_from(newest.size).expect("a size"));

        // What is signed and not witnessed yet has a proof as well, and says so by its missing lines.
        note(desk, &matter, "Not seen yet.").await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let size = desk.ledger_size().await.expect("a size");
        let proof = desk.proof_file(size, |_| true).await.expect("an entry").expect("a proof").to_string();
        assert_eq!(entry(&proof, None, &keys).verdict.exit_code(), 3);
        let report = desk.verify().await;
        assert!(report.is_sound() && report.witnessed < report.events);
    })
    .await;
}

#[tokio::test]
async fn a_witness_that_says_no_is_told_of_and_asked_again() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let other = witness(desk, "legal.example").await;
        desk.settle(|settings| settings.witnesses = vec![other.at.clone()]);
        let problem = async |desk: &TestDesk| {
            assert_eq!(desk.ask_witnesses().await.expect("asked"), 0);
            let view = desk.notary_view().await.expect("a view");
            view.witnesses[0].problem.clone().expect("a problem").1
        };
        let says = |status: u16, words: &'static str| {
            other.stranger.says(move |_, _| (status, "text/plain", words.as_bytes().to_vec()));
        };
        says(404, "this log is not known here");
        assert_eq!(problem(desk).await, "unknown");
        says(422, "no");
        assert_eq!(problem(desk).await, "fork");
        says(409, "0\n");
        assert_eq!(problem(desk).await, "fork", "the same length and another root");
        says(409, "99999\n");
        assert_eq!(problem(desk).await, "ahead", "it has seen a ledger that is longer");
        says(200, "— legal.example AAAA\n");
        assert_eq!(problem(desk).await, "key");
        says(500, "out of order");
        assert_eq!(problem(desk).await, "other");
        other.stranger.says(asks(other.witness.clone(), desk));
        assert_eq!(desk.ask_witnesses().await.expect("asked"), 1);
        assert_eq!(desk.notary_view().await.expect("a view").witnesses[0].problem, None);

        // It lost its line in our database, not in its memory: it says where it is, and is asked from there.
        note(desk, &matter, "More.").await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let seen = other.witness.lock().expect("nobody panicked").seen("127.0.0.1:3000/log").expect("read");
        assert!(seen.is_some());
        if desk.is_postgres() {
            desk.raw("alter table cosignature disable trigger user").await.expect("no guards");
        } else {
            desk.raw("drop trigger cosignature_never_deleted").await.expect("no guards");
        }
        desk.raw("delete from cosignature").await.expect("gone");
        assert_eq!(desk.ask_witnesses().await.expect("asked"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_notice_carries_the_checkpoint_that_covers_it_and_always_the_same() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.clock.advance_seconds(60);
        let mailer = desk.mailer.clone();
        let mut rounds = Rounds::of_a_server(true, false);
        let form = notice_form(&matter);
        desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await.expect("a notice");
        desk.clock.advance_seconds(120);
        rounds.make(desk, &mailer).await.expect("a round");
        rounds.make(desk, &mailer).await.expect("a round");
        let letters = desk.letters_view("accepted", None).await.expect("letters").rows;
        let letter =
            letters.into_iter().map(|row| row.letter).find(|letter| matches!(letter.cause, Cause::Notice { .. }));
        let letter = letter.expect("the letter of the notice");
        let view = desk.letter_view(letter.id).await.expect("a letter");
        let mail = mail_parser::MessageParser::default().parse(&view.bytes).expect("a mail");
        use mail_parser::MimeHeaders;
        let attached = mail.attachments().next().expect("a checkpoint");
        assert_eq!(attached.attachment_name(), Some("duenotice-checkpoint.txt"));
        let note = std::str::from_utf8(attached.contents()).expect("text").to_owned();
        let signed = SignedCheckpoint::parse(&note).expect("a note");
        let written = desk.last_seq("letter_queued").await;
        assert!(i64::try_from(signed.checkpoint.size).expect("a size") >= written, "it covers the notice");
        assert!(mail.body_text(0).expect("its words").contains("/check"), "and leads to where it is checked");

        // However much is signed later: offered once more, it is the same message.
        note_and_sign(desk, &matter).await;
        assert_eq!(desk.checkpoint_for(&letter).await.expect("an answer").as_deref(), Some(note.as_str()));
        let key = desk.notary_view().await.expect("a view").newest.expect("a checkpoint").signer;
        let keys = Keys { log: Some(PublicKey::parse(&key).expect("a key")), ..Keys::default() };
        let grown = desk.growth_file(signed.checkpoint.size).await.expect("an answer").expect("a proof").to_string();
        assert_eq!(growth(&note, &grown, &keys).verdict, Verdict::Proven, "the mailbox is a witness");
        desk.letters_may_wait();
    })
    .await;
}

async fn note_and_sign(desk: &TestDesk, matter: &Matter) {
    for words in ["One.", "Two."] {
        note(desk, matter, words).await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
    }
}
