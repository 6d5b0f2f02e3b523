//! A ledger that was brought back from a backup and lacks what the notary had signed: nobody hides it, a person declares it,
//! another one accepts it at the notary, and it is told for ever.

use super::{note, process};
use crate::bench::{BEGINS, Bench, TestDesk, places};
use docket::backup::Problem;
use docket::backup::bring_back::look;
use docket::desk::gap::{GapForm, Standing};
use docket::entropy::SeededEntropy;
use docket::event::Event;
use docket::ledger::{Hash, consistency_proof, leaf_hash, root_of};
use docket::notary::{Ask, Declared, Notary, Refused};
use docket::people::Role;
use docket::store::figures;
use docket::time::Clock;
use docket::verify::{GapSaid, verify_house};
use docket::vouching::HadSigned;

async fn leaves(desk: &TestDesk) -> Vec<Hash> {
    let size = desk.ledger_size().await.expect("a size");
    figures::leaf_hashes(&mut desk.read().await.expect("a reader").conn(), 0, size).await.expect("hashes")
}

/// The notary signs so many entries more, and they are in no backup: as if the desk had been brought back by then.
pub async fn lose(desk: &TestDesk, notary: &Notary, many: u8) -> i64 {
    desk.sign_now().await.expect("signed").expect("a checkpoint");
    let mut leaves = leaves(desk).await;
    let from = leaves.len();
    leaves.extend((0..many).map(|lost| leaf_hash(&[lost])));
    let proof = consistency_proof(&leaves, from).expect("a proof");
    let ask = Ask { size: leaves.len() as u64, root: root_of(&leaves), from: from as u64, proof };
    notary.sign(&ask, desk.now(), &SeededEntropy::new(1)).expect("signed");
    leaves.len() as i64
}

pub fn form(by: &str) -> GapForm {
    GapForm { reason: "The disk broke, and this is the newest copy.".into(), by: by.into() }
}

fn said(problem: Problem) -> String {
    match problem {
        Problem::Place(sentence) => sentence,
        other => panic!("{other:?}"),
    }
}

async fn why(desk: &TestDesk) -> Option<String> {
    desk.notary_view().await.expect("a view").refused.map(|(_, why)| why)
}

#[tokio::test]
async fn a_gap_is_declared_accepted_and_told_for_ever() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let lead = desk.person("Lena", Role::Lead).await;
        let lead = lead.person.email.show().to_owned();
        let notary = Notary::of(desk.folder(), "unused");
        desk.sign_now().await.expect("signed");
        assert_eq!(desk.standing().await.expect("a desk").expect("a notary"), Standing::Grown);
        let problem = look(desk, Some(&form(&lead)), |_| {}).await.expect_err("nothing is missing");
        assert!(said(problem).contains("no gap to declare"));

        let had = lose(desk, &notary, 7).await;
        let size = desk.ledger_size().await.expect("a size");
        assert_eq!(had, size + 7);
        // Nothing of it is hidden, and nothing goes on by itself.
        assert_eq!(desk.sign_now().await.expect("an answer"), None);
        assert_eq!(why(desk).await.as_deref(), Some("shorter"));
        assert_eq!(desk.verify().await.first_wrong.expect("wrong").what, "how many entries were signed");
        let traces = desk.traces().await;
        let problem = said(look(desk, None, |_| {}).await.expect_err("refused"));
        assert!(problem.contains("at least 7 would be lost") && problem.contains("--declare-gap"), "{problem}");
        assert!(look(desk, Some(&form("nobody@hosting.example")), |_| {}).await.is_err(), "nobody of the team");
        assert!(look(desk, Some(&GapForm { reason: " ".into(), ..form(&lead) }), |_| {}).await.is_err());
        assert_eq!(traces, desk.traces().await);

        let (report, seq) = look(desk, Some(&form(&lead)), |_| {}).await.expect("declared");
        let seq = seq.expect("an entry");
        assert_eq!(seq, size + 1);
        let told = GapSaid { seq, size, signed: Some(had), accepted: None };
        assert_eq!(report.gaps, std::slice::from_ref(&told), "it is sound, and says so");
        // The notary is shown it, and still signs nothing.
        assert_eq!(desk.sign_now().await.expect("an answer"), None);
        assert_eq!(why(desk).await.as_deref(), Some("gap"));
        // Not even once the ledger is longer than what was lost, by a program that asks no notary before it writes.
        desk.settle(|_| {});
        for _ in 0..9 {
            note(desk, &matter, "After the restore.").await;
        }
        assert!(desk.ledger_size().await.expect("a size") > had);
        assert_eq!(desk.sign_now().await.expect("an answer"), None);
        assert_eq!(why(desk).await.as_deref(), Some("gap"));
        assert!(desk.verify().await.is_sound());

        let entry = u64::try_from(seq).expect("a number");
        assert!(notary.accept_gap(entry + 1, desk.now()).is_err(), "another entry");
        let gap = notary.accept_gap(entry, desk.now()).expect("accepted");
        assert_eq!((gap.signed.size, gap.restored.size, gap.from.size), (had as u64, size as u64, entry));
        assert_eq!(notary.accept_gap(entry, desk.now()).expect("once more"), gap);
        let row = desk.sign_now().await.expect("an answer").expect("a checkpoint");
        assert_eq!(row.size, desk.ledger_size().await.expect("a size"), "over the entry that says so, too");
        assert_eq!(why(desk).await, None);
        let accepted = desk.last_seq("gap_accepted").await;
        assert_eq!(desk.verify().await.gaps, [GapSaid { accepted: Some(accepted), ..told }]);
        note(desk, &matter, "And on.").await;
        desk.sign_now().await.expect("an answer").expect("a checkpoint");
        assert_eq!(desk.count("gap_accepted").await, 1, "said once");
        let view = desk.notary_view().await.expect("a view").gaps;
        assert_eq!(view.iter().map(|gap| (gap.seq, gap.accepted)).collect::<Vec<_>>(), [(seq, Some(accepted))]);
        assert_eq!(desk.standing().await.expect("a desk").expect("a notary"), Standing::Grown);

        // A notary whose memory is gone knows nothing that could be missing; that is declared as well, and it begins anew.
        std::fs::remove_dir_all(desk.folder().join("notary")).expect("gone");
        desk.clock.advance_seconds(60);
        let problem = said(look(desk, None, |_| {}).await.expect_err("refused"));
        assert!(problem.contains("the notary remembers nothing"), "{problem}");
        let (report, _) = look(desk, Some(&form(&lead)), |_| {}).await.expect("declared");
        assert_eq!(report.gaps.last().map(|gap| gap.signed), Some(None));
        desk.sign_now().await.expect("an answer").expect("a checkpoint");
    })
    .await;
}

#[tokio::test]
async fn a_notary_of_its_own_goes_on_only_when_it_is_told() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let lead = desk.person("Lena", Role::Lead).await.person.email.show().to_owned();
        let house = tempfile::tempdir().expect("a folder of somebody else");
        let folder = house.path().join("notary");
        let (address, _ending, _serving) = process(desk, &folder, "127.0.0.1:0").await;
        desk.settle(|settings| settings.notary = Some(address));
        let notary = Notary::at(folder, "unused");
        lose(desk, &notary, 3).await;
        assert!(matches!(desk.standing().await.expect("a desk"), Ok(Standing::Behind(_))));
        let (_, seq) = look(desk, Some(&form(&lead)), |_| {}).await.expect("declared");
        note(desk, &matter, "Later.").await;
        assert_eq!(desk.sign_now().await.expect("an answer"), None);
        assert_eq!(why(desk).await.as_deref(), Some("gap"));
        let entry = u64::try_from(seq.expect("an entry")).expect("a number");
        notary.accept_gap(entry, desk.clock.now()).expect("accepted by whoever has its folder");
        desk.sign_now().await.expect("an answer").expect("a checkpoint");
        let report = verify_house(desk.store(), desk.settings(), true, |_| {}).await.expect("a report");
        assert!(report.is_sound() && report.gaps[0].accepted.is_some(), "{report:#?}");
        desk.settle(|settings| settings.notary = None);
        // The story ends with the notary that lies beside the desk, and there is none.
    })
    .await;
}

/// Whoever rules the database can declare what they like. The notary believes nothing that it does not remember itself.
#[tokio::test]
async fn nobody_hides_another_history_behind_a_gap() {
    for place in places() {
        let mut desk = TestDesk::open(place, BEGINS, 9).await;
        desk.found(false).await.expect("a founded desk");
        let matter = desk.matter().await;
        let lead = desk.person("Lena", Role::Lead).await.person.email.show().to_owned();
        let notary = Notary::of(desk.folder(), "unused");
        let had = lose(&desk, &notary, 4).await;
        let Ok(Standing::Behind(true_one)) = desk.standing().await.expect("a desk") else { panic!("a gap") };
        assert_eq!(true_one.size, had);
        // About something that the notary never signed.
        let false_one = HadSigned { size: had - 1, ..true_one.clone() };
        let seq = desk.declare_gap(&form(&lead), Some(false_one)).await.expect("declared");
        assert_eq!(desk.sign_now().await.expect("an answer"), None);
        assert_eq!(why(&desk).await.as_deref(), Some("shorter"));
        let wrongs = desk.verify().await.wrongs;
        let what: Vec<_> = wrongs.iter().map(|wrong| (wrong.seq, wrong.what.as_str())).collect();
        assert!(what.contains(&(Some(seq), "what is said to have been signed")), "{what:?}");
        assert!(what.iter().any(|(_, what)| *what == "how many entries were signed"), "{what:?}");

        // A true one is shown to the notary; with one changed letter it is none, and with a proof of other entries neither.
        // Written by a program that asks no notary first.
        desk.settle(|_| {});
        note(&desk, &matter, "In between.").await;
        let seq = desk.declare_gap(&form(&lead), Some(true_one)).await.expect("declared");
        desk.sign_now().await.expect("an answer");
        let shown = notary.waiting().expect("a file").expect("a gap that waits");
        assert_eq!(i64::try_from(shown.entry), Ok(seq));
        let other = "0".repeat(64);
        for forged in [
            Declared { leaf: shown.leaf.replacen("gap_declared", "case_noted", 1), ..shown.clone() },
            Declared { leaf: shown.leaf.replacen("\"size\":", "\"size\":1", 1), ..shown.clone() },
            Declared { entry: shown.entry - 1, ..shown.clone() },
            Declared { root: other.clone(), ..shown.clone() },
            Declared { inclusion: Vec::new(), ..shown.clone() },
            Declared { growth: Vec::new(), ..shown.clone() },
        ] {
            assert!(matches!(notary.declared(&forged), Err(Refused::Rewritten { .. })), "{forged:?}");
        }
        // The ledger is changed after it was shown: what was accepted is not what comes.
        let entry = shown.entry;
        notary.accept_gap(entry, desk.now()).expect("accepted");
        let mut forged = leaves(&desk).await;
        forged[2] = leaf_hash(b"something else");
        let proof = consistency_proof(&forged, usize::try_from(entry).expect("a size")).expect("a proof");
        let ask = Ask { size: forged.len() as u64, root: root_of(&forged), from: entry, proof };
        assert!(matches!(notary.sign(&ask, desk.now(), &SeededEntropy::new(1)), Err(Refused::Rewritten { .. })));
        desk.sign_now().await.expect("an answer").expect("a checkpoint");
        let events = desk.events().await;
        assert!(events.iter().any(|(_, one)| matches!(&one.event, Event::GapAccepted(it) if it.gap == seq)));
        desk.store().close().await;
    }
}
