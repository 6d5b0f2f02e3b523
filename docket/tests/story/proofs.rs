//! What a stranger can check: checkpoints, proofs and extracts, and what somebody with every right over the database
//! cannot get signed.

use crate::bench::{BEGINS, Bench, Place, TestDesk, places};
use crate::hands::Matter;
use docket::checkpoint::SignedCheckpoint;
use docket::checkpoint::check::{Keys, Report, Verdict, entry, growth};
use docket::checkpoint::extract::check;
use docket::checkpoint::note::PublicKey;
use docket::export::Ask;
use docket::ledger::tiles::Tile;
use docket::ledger::{Hash, root_of};
use docket::noun::Kind;
use docket::report::ledger_extract;
use docket::report::order::Order;
use docket::report::profile::Profile;
use docket::report::progress::Progress;
use docket::rounds::Rounds;

pub async fn keys(desk: &TestDesk) -> Keys {
    let newest = desk.notary_view().await.expect("a view").newest.expect("a checkpoint");
    Keys { log: Some(PublicKey::parse(&newest.signer).expect("a key")), ..Keys::default() }
}

async fn note(desk: &TestDesk, matter: &Matter, words: &str) {
    desk.add_note(&matter.ann, desk.new_command(), matter.case, words).await.expect("a note");
}

pub async fn extract(desk: &TestDesk, ask: Ask) -> String {
    let ask = Ask { what: "ledger_extract".into(), ..ask };
    let Ok(Order::Ledger { first, last, kind, case, profile }) = Order::read(&ask, desk.now()) else {
        panic!("an order for the ledger");
    };
    let mut text = Vec::new();
    let asked = (first, last, kind.as_str(), case.as_str());
    ledger_extract::write(desk, asked, profile, &Progress::default(), &mut text).await.expect("an extract");
    String::from_utf8(text).expect("text")
}

fn checked(text: &str, keys: &Keys) -> Report {
    check(&mut text.as_bytes(), keys)
}

pub fn of(profile: Profile) -> Ask {
    Ask { profile: profile.word().into(), ..Ask::default() }
}

#[tokio::test]
async fn what_comes_into_the_ledger_is_signed_within_a_minute() {
    Bench::each(async |desk: &mut TestDesk| {
        let mailer = desk.mailer.clone();
        let mut rounds = Rounds::of_a_server(true, false);
        rounds.make(desk, &mailer).await.expect("a round");
        let first = desk.notary_view().await.expect("a view").newest.expect("the first checkpoint");
        assert_eq!(first.size, desk.ledger_size().await.expect("a size"));
        let matter = desk.matter().await;
        // For a minute, second by second: never is anything older than that and not signed.
        let grown = desk.now();
        while desk.signed_to().await.expect("a size") < desk.ledger_size().await.expect("a size") {
            assert!(desk.now().minus(grown) < 60_000_000, "a minute is over");
            desk.clock.advance_seconds(5);
            rounds.make(desk, &mailer).await.expect("a round");
        }
        // Nothing new is not signed again.
        let newest = desk.notary_view().await.expect("a view").newest;
        desk.clock.advance_seconds(600);
        rounds.make(desk, &mailer).await.expect("a round");
        assert_eq!(desk.notary_view().await.expect("a view").newest, newest);

        // Before an export leaves, its own entry is signed.
        let made = docket::export::Made {
            export: desk.new_id(),
            what: docket::export::What::DecisionsRegister,
            scope: "every one".into(),
            case: Some(matter.case),
            customer: None,
            profile: "internal".into(),
            format: "csv".into(),
            upto: 1,
            sha256: "00".repeat(32),
            size: 1,
        };
        desk.record_made(None, made).await.expect("recorded");
        assert_eq!(desk.signed_to().await.expect("a size"), desk.ledger_size().await.expect("a size"));
        let newest = desk.notary_view().await.expect("a view").newest.expect("a checkpoint");
        let signed = SignedCheckpoint::parse(&newest.note).expect("a note");
        assert_eq!(hex::encode(signed.checkpoint.root), newest.root);
        assert!(desk.verify().await.checkpoints >= 3);
    })
    .await;
}

#[tokio::test]
async fn every_entry_has_a_proof_that_a_stranger_can_check() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        note(desk, &matter, "Canary note: call their lawyer.").await;
        assert!(desk.proof_file(1, |_| true).await.expect("an answer").is_none(), "nothing is signed yet");
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let keys = keys(desk).await;
        let size = desk.ledger_size().await.expect("a size");
        for seq in 1..=size {
            let proof = desk.proof_file(seq, |_| false).await.expect("an entry").expect("a proof").to_string();
            let report = entry(&proof, None, &keys);
            assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
            assert!(!report.found.iter().any(|found| found.contains("Canary")), "{report:?}");
        }
        assert!(desk.proof_file(size + 1, |_| true).await.is_err());
        // Whoever may read the words gets them proven as well.
        let seq = desk.last_seq("case_noted").await;
        let proof = desk.proof_file(seq, |_| true).await.expect("an entry").expect("a proof").to_string();
        let report = entry(&proof, None, &keys);
        assert!(report.found.iter().any(|found| found.contains("Canary note")), "{report:?}");
        assert_eq!(report.verdict, Verdict::Proven);
        // What came later is covered by the next checkpoint, and that one grew out of the one before.
        let kept = desk.notary_view().await.expect("a view").newest.expect("a checkpoint").note;
        note(desk, &matter, "Another one.").await;
        assert!(desk.proof_file(size + 1, |_| false).await.expect("an entry").is_none());
        desk.sign_now().await.expect("signed");
        assert!(desk.proof_file(size + 1, |_| false).await.expect("an entry").is_some());
        let grown = desk.growth_file(u64::try_from(size).expect("a size")).await.expect("an answer").expect("a proof");
        assert_eq!(growth(&kept, &grown.to_string(), &keys).verdict, Verdict::Proven);
        assert!(desk.growth_file(0).await.expect("an answer").is_none());
        assert!(desk.growth_file(1_000_000).await.expect("an answer").is_none());
    })
    .await;
}

#[tokio::test]
async fn an_extract_is_checked_without_us_and_every_changed_byte_is_named() {
    for place in places() {
        let mut desk = TestDesk::open(place, BEGINS, 3).await;
        desk.found(false).await.expect("a founded desk");
        let matter = desk.matter().await;
        let (_, token) = desk.overdue(&matter).await;
        desk.answer(&token, &[("done", "It is “done”."), ("disagree", "No.\nNever.")]).await.expect("an answer");
        let whole = extract(&desk, of(Profile::Internal)).await;
        let keys = keys(&desk).await;
        let report = checked(&whole, &keys);
        assert_eq!(report.verdict, Verdict::Proven, "{report:?}");
        assert!(whole.contains("Never.") && report.found.iter().any(|found| found.contains("sealed")), "{report:?}");
        let outside = extract(&desk, of(Profile::Regulator)).await;
        assert_eq!(checked(&outside, &keys).verdict, Verdict::Proven);
        assert!(!outside.contains("Never."));
        // A selection, whose entries bring their own proofs.
        let some = extract(&desk, Ask { kind: "letter_queued".into(), ..of(Profile::Internal) }).await;
        assert_eq!(checked(&some, &keys).verdict, Verdict::Proven, "{some}");
        let middle = extract(&desk, Ask { first: "5".into(), last: "12".into(), ..of(Profile::Regulator) }).await;
        assert_eq!(checked(&middle, &keys).verdict, Verdict::Proven);
        assert_eq!(checked(&whole, &Keys::default()).verdict.exit_code(), 3);

        // Some hundred bytes, in every line but the first.
        let step = if place == Place::Sqlite { 97 } else { 997 };
        let mut tried = 0;
        for text in [&whole, &some] {
            let head = text.find('\n').expect("a first line") + 1;
            for at in (head..text.len()).step_by(text[head..].len() / 400 + step % 7) {
                tried += 1;
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] ^= 1 << (at % 7);
                let report = check(&mut bytes.as_slice(), &keys);
                assert!(matches!(report.verdict.exit_code(), 1 | 2), "byte {at}: {report:?}");
                assert!(names(&report.verdict, text, at), "byte {at}: {report:?}");
            }
        }
        assert!(tried > 300, "{tried}");
        tampered_lines(&whole, &keys);
    }
}

/// The entry in whose line the byte stands, or the one before it.
pub fn names(verdict: &Verdict, text: &str, at: usize) -> bool {
    let numbers: Vec<String> = text
        .lines()
        .skip(1)
        .map(|line| line.rsplit(':').next().unwrap_or_default().trim_end_matches('}').to_owned())
        .collect();
    let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() - 1;
    let (Verdict::Altered(what) | Verdict::Malformed(what)) = verdict else { return false };
    let said: Vec<&str> = what.split(|sign: char| !sign.is_ascii_digit()).collect();
    let before = if line == 0 { "" } else { numbers[line - 1].as_str() };
    said.contains(&numbers[line].as_str()) || (line == 0 && what.contains("after entry")) || said.contains(&before)
}

/// What takes more than one byte.
fn tampered_lines(whole: &str, keys: &Keys) {
    let lines: Vec<&str> = whole.lines().collect();
    let text = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let altered = |lines: &[&str], word: &str| {
        let report = checked(&text(lines), keys);
        assert!(matches!(&report.verdict, Verdict::Altered(what) if what.contains(word)), "{word}: {report:?}");
    };
    let without: Vec<&str> = [&lines[..4], &lines[5..]].concat();
    altered(&without, "After entry 3");
    altered(&lines[..lines.len() - 1], "is missing");
    let mut swapped = lines.clone();
    swapped.swap(6, 7);
    altered(&swapped, "After entry 5");
    let twice: Vec<&str> = [&lines[..6], &lines[5..]].concat();
    altered(&twice, "After entry 5");
    // Leaf and hash changed together: the line is right by itself, and the whole is not what was signed.
    let mut line: docket::checkpoint::extract::Entry = serde_json::from_str(lines[3]).expect("an entry");
    line.leaf = line.leaf.replace("2026", "2025");
    line.leaf_hash = hex::encode(docket::ledger::leaf_hash(line.leaf.as_bytes()));
    (line.opened, line.openings) = (None, Vec::new());
    let line = serde_json::to_string(&line).expect("a line");
    let mut forged = lines.clone();
    forged[3] = &line;
    altered(&forged, "do not give the root that was signed");
}

#[tokio::test]
async fn nobody_who_rules_the_database_gets_another_history_signed() {
    for place in places() {
        let mut desk = TestDesk::open(place, BEGINS, 5).await;
        desk.found(false).await.expect("a founded desk");
        let matter = desk.matter().await;
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let tables: Vec<&str> = ["event", "ledger_head", "vault", "command", "evidence", "counter", "checkpoint"]
            .into_iter()
            .chain(Kind::ALL.iter().map(|kind| kind.table()))
            .collect();
        for table in &tables {
            if desk.is_postgres() {
                desk.raw(&format!("alter table {table} disable trigger user")).await.expect("no guards");
            }
            desk.raw(&format!("create table was_{table} as select * from {table}")).await.expect("a copy");
        }
        if !desk.is_postgres() {
            for trigger in desk.texts("select name from sqlite_master where type = 'trigger'").await {
                desk.raw(&format!("drop trigger {trigger}")).await.expect("no guards");
            }
        }
        note(&desk, &matter, "What somebody would like to be forgotten.").await;
        desk.clock.advance_seconds(60);
        let signed = desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert!(desk.verify().await.is_sound());

        // Everything as it was before the note, checkpoints and all: the database by itself is sound.
        for table in &tables {
            desk.raw(&format!("delete from {table}")).await.expect("emptied");
            desk.raw(&format!("insert into {table} select * from was_{table}")).await.expect("put back");
        }
        let report = desk.verify().await;
        let wrong = report.first_wrong.expect("the notary remembers");
        assert_eq!((wrong.seq, wrong.stored), (Some(signed.size), signed.size.to_string()));
        assert!(wrong.what.contains("were signed"), "{}", wrong.what);
        assert_eq!(desk.sign_now().await.expect("an answer"), None);
        let refused = desk.notary_view().await.expect("a view").refused;
        assert_eq!(refused.map(|(_, why)| why).as_deref(), Some("shorter"));

        // With another history grown over it, as long and longer.
        for _ in 0..3 {
            // By a program that asks no notary first: the desk itself takes nothing any more.
            assert!(desk.read_only().is_some());
            desk.settle(|_| {});
            note(&desk, &matter, "Something harmless.").await;
            assert_eq!(desk.sign_now().await.expect("an answer"), None);
        }
        let refused = desk.notary_view().await.expect("a view").refused;
        assert_eq!(refused.map(|(_, why)| why).as_deref(), Some("rewritten"));
        let wrong = desk.verify().await.first_wrong.expect("another root");
        assert_eq!((wrong.seq, wrong.stored), (Some(signed.size), signed.root.clone()));

        // A checkpoint of one's own making is seen as well.
        let sql = format!("update checkpoint set root = '{}'", "00".repeat(32));
        desk.raw(&sql).await.expect("changed");
        let wrongs = desk.verify().await.wrongs;
        assert!(wrongs.iter().any(|wrong| wrong.what == "a checkpoint"), "{wrongs:#?}");
    }
}

#[tokio::test]
async fn the_database_never_changes_a_checkpoint() {
    for place in places() {
        let desk = TestDesk::open(place, BEGINS, 6).await;
        desk.found(false).await.expect("a founded desk");
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        for attack in [
            "update checkpoint set root = 'x'",
            "delete from checkpoint",
            "insert into checkpoint select size, signer, 'x', note, signed_at from checkpoint",
        ] {
            assert!(desk.raw(attack).await.is_err(), "{attack}");
        }
        if place == Place::Sqlite {
            let attack = "insert or replace into checkpoint select size, signer, 'x', note, signed_at from checkpoint";
            assert!(desk.raw(attack).await.is_err(), "{attack}");
        }
    }
}

#[tokio::test]
async fn tiles_make_the_root_that_was_signed() {
    for place in places() {
        let desk = TestDesk::open(place, BEGINS, 4).await;
        desk.found(false).await.expect("a founded desk");
        let matter = desk.matter().await;
        while desk.ledger_size().await.expect("a size") < 530 {
            for number in 0..40 {
                note(&desk, &matter, &format!("Note {number}.")).await;
            }
        }
        // Signed in the middle of a block, so that growth is proven from there.
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        let kept = desk.notary_view().await.expect("a view").newest.expect("a checkpoint");
        note(&desk, &matter, "One more.").await;
        desk.clock.advance_seconds(60);
        let newest = desk.sign_now().await.expect("signed").expect("a checkpoint");
        let grown = desk.growth_file(u64::try_from(kept.size).expect("a size")).await.expect("an answer");
        let grown = grown.expect("a proof").to_string();
        // Counted or not, the tiles are the same.
        for _ in 0..2 {
            let tile = async |level: &str, rest: &str| -> Option<Vec<Hash>> {
                let tile = Tile::parse(level, rest).expect("an address");
                let bytes = desk.tile(&tile).await.expect("an answer")?;
                Some(bytes.as_chunks::<32>().0.to_vec())
            };
            let (whole, rest) = (newest.size / 256, newest.size % 256);
            let mut leaves = Vec::new();
            for index in 0..whole {
                leaves.extend(tile("0", &format!("{index:03}")).await.expect("a whole tile"));
            }
            leaves.extend(tile("0", &format!("{whole:03}.p/{rest}")).await.expect("the last tile"));
            assert_eq!(hex::encode(root_of(&leaves)), newest.root);
            let roots: Vec<Hash> = leaves.chunks_exact(256).map(root_of).collect();
            assert_eq!(tile("1", &format!("000.p/{whole}")).await, Some(roots));
            assert_eq!(tile("0", &format!("{whole:03}")).await, None, "it is not full");
            assert_eq!(tile("0", &format!("{whole:03}.p/{}", rest + 1)).await, None, "so many are not signed");
            assert_eq!(tile("1", "000").await, None);
            assert_eq!(tile("2", "000.p/1").await, None);
            assert_eq!(growth(&kept.note, &grown, &keys(&desk).await).verdict, Verdict::Proven);
            desk.count_all().await.expect("figures");
        }
    }
}
