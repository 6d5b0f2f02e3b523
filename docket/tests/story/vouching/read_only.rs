//! Somebody has put yesterday's database back. The desk finds out by asking its notary, and takes nothing more until the
//! right one is there, or until the gap was declared and accepted.

use super::gaps::{form, lose};
use super::{note, process};
use crate::bench::{Bench, TestDesk};
use crate::hands::{Matter, notice_form};
use docket::backup::bring_back::look;
use docket::desk::people::SignIn;
use docket::desk::queues::SaveView;
use docket::entropy::SeededEntropy;
use docket::ledger::{leaf_hash, root_of};
use docket::notary::{Address, Ask, Notary};
use docket::people::Role;
use docket::read_only::ReadOnly;
use docket::refusal::Refusal;
use docket::rounds::{Round, Rounds};
use docket::settings::Settings;
use docket::time::Clock;
use docket::words::Language;

/// The notary is asked again after so long, whatever it said.
const A_LOOK_LATER: i64 = 31;

async fn untaken(desk: &TestDesk, matter: &Matter) -> ReadOnly {
    let said = desk.refuses(desk.add_note(&matter.ann, desk.new_command(), matter.case, "Too late.")).await;
    let Refusal::ReadOnly(why) = said else { panic!("{said}") };
    why
}

async fn served(desk: &TestDesk, rounds: &mut Rounds) -> Round {
    rounds.make(desk, &desk.mailer).await.expect("a round")
}

#[tokio::test]
async fn a_desk_behind_its_notary_is_read_only_until_the_gap_is_accepted() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let lead = desk.person("Lena", Role::Lead).await.person.email.show().to_owned();
        let form_of = notice_form(&matter);
        desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form_of).await.expect("a notice");
        let notary = Notary::of(desk.folder(), "unused");
        let had = lose(desk, &notary, 5).await;
        let size = desk.ledger_size().await.expect("a size");

        // A server starts on it. What is due in the copy may have been done since, so nothing of it is done.
        desk.clock.advance_seconds(3600);
        let mut rounds = Rounds::of_a_server(true, false);
        assert_eq!(desk.heed_notary().await, Some(ReadOnly::Behind { signed: had, size }));
        rounds.arrive(desk).await.expect("arrived");
        let before = desk.traces().await;
        for _ in 0..3 {
            assert_eq!(served(desk, &mut rounds).await, Round::default());
            desk.clock.advance_seconds(A_LOOK_LATER);
        }
        assert!(desk.letters().is_empty(), "no letter leaves");
        assert_eq!(before, desk.traces().await, "no round, no event, no number");
        assert_eq!(desk.notary_view().await.expect("a view").refused.map(|(_, why)| why).as_deref(), Some("shorter"));

        // Everything is read, and whoever reads may sign in; nothing is written.
        assert_eq!(untaken(desk, &matter).await, ReadOnly::Behind { signed: had, size });
        let view = SaveView { name: "Mine".into(), ..SaveView::default() };
        assert!(
            desk.refuses(desk.save_view(&matter.ann, desk.new_command(), &view))
                .await
                .to_string()
                .contains("read-only")
        );
        assert!(matches!(desk.sign_in(&lead, "not the password").await, Ok(SignIn::Wrong)));
        assert!(!desk.events().await.is_empty());
        let said = Refusal::ReadOnly(ReadOnly::Behind { signed: had, size });
        assert!(
            said.to_string().contains(&format!("signed {had} entries")) && said.to_string().contains("--declare-gap")
        );
        assert!(said.in_language(Language::Fr).contains("lecture seule"), "{}", said.in_language(Language::Fr));
        let wrong = desk.verify().await.first_wrong.expect("wrong");
        let told = (wrong.what.as_str(), wrong.stored, wrong.rebuilt);
        assert_eq!(told, ("how many entries were signed", had.to_string(), size.to_string()));

        // To declare the gap is the one thing that is taken, and changes nothing by itself.
        let (_, seq) = look(desk, Some(&form(&lead)), |_| {}).await.expect("declared");
        let seq = seq.expect("an entry");
        desk.clock.advance_seconds(A_LOOK_LATER);
        assert_eq!(served(desk, &mut rounds).await, Round::default());
        assert_eq!(untaken(desk, &matter).await, ReadOnly::Declared { entry: seq });
        assert_eq!(desk.ledger_size().await.expect("a size"), seq, "nothing came after it");
        // The notary was shown it by the server that takes nothing else, so it can be accepted.
        notary.accept_gap(u64::try_from(seq).expect("a number"), desk.now()).expect("accepted");
        assert_eq!(untaken(desk, &matter).await, ReadOnly::Declared { entry: seq }, "until the notary is asked again");

        // It goes on by itself, and the entry that admits the gap is signed.
        desk.clock.advance_seconds(A_LOOK_LATER);
        assert!(served(desk, &mut rounds).await.timers > 0);
        assert_eq!(desk.read_only(), None);
        note(desk, &matter, "It goes on.").await;
        // The hour at which the notice was promised is long over, so a person is asked and no letter leaves late.
        assert_eq!(desk.count("notice_kept_back").await, 1);
        desk.sign_now().await.expect("an answer").expect("a checkpoint");
        let report = desk.verify().await;
        assert!(report.is_sound() && report.gaps[0].accepted.is_some(), "{report:#?}");
    })
    .await;
}

#[tokio::test]
async fn a_notary_that_cannot_be_asked_shuts_nothing_until_it_says_that_the_desk_is_behind() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let lead = desk.person("Lena", Role::Lead).await.person.email.show().to_owned();
        let house = tempfile::tempdir().expect("a folder of somebody else");
        let (folder, socket) = (house.path().join("notary"), format!("unix:{}", house.path().join("socket").display()));
        let at = |settings: &mut Settings| settings.notary = Address::parse(&socket).ok();
        let (_, ending, serving) = process(desk, &folder, &socket).await;
        desk.settle(at);
        let had = lose(desk, &Notary::at(folder.clone(), "unused"), 2).await;
        ending.send(true).expect("it still runs");
        serving.await.expect("it ended");

        // A server that starts now cannot know, and unknown is not behind.
        desk.settle(at);
        assert_eq!(desk.heed_notary().await, None);
        note(desk, &matter, "Taken.").await;
        note(desk, &matter, "And this.").await;
        note(desk, &matter, "Longer than what was signed.").await;

        let (_, _ending, _serving) = process(desk, &folder, &socket).await;
        assert_eq!(desk.heed_notary().await, Some(ReadOnly::Parted { signed: had }), "as soon as it answers");
        assert_eq!(untaken(desk, &matter).await, ReadOnly::Parted { signed: had });
        let (_, seq) = look(desk, Some(&form(&lead)), |_| {}).await.expect("declared");
        desk.clock.advance_seconds(A_LOOK_LATER);
        assert_eq!(desk.heed_notary().await, seq.map(|entry| ReadOnly::Declared { entry }));
        let entry = u64::try_from(seq.expect("an entry")).expect("a number");
        Notary::at(folder, "unused").accept_gap(entry, desk.clock.now()).expect("accepted");
        desk.clock.advance_seconds(A_LOOK_LATER);
        assert_eq!(desk.heed_notary().await, None);
        note(desk, &matter, "On.").await;
        desk.settle(|settings| settings.notary = None);
        // The story ends with the notary that lies beside the desk, and there is none.
    })
    .await;
}

#[tokio::test]
async fn a_ledger_that_the_notary_never_signed_is_read_only_and_no_gap_is_declared_about_it() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let lead = desk.person("Lena", Role::Lead).await.person.email.show().to_owned();
        desk.sign_now().await.expect("signed").expect("a checkpoint");
        assert_eq!(desk.heed_notary().await, None);
        // The notary of another desk, which has signed other entries.
        let (ours, away) = (desk.folder().join("notary"), desk.folder().join("notary-away"));
        std::fs::rename(&ours, &away).expect("put away");
        let other: Vec<_> = (0..3_u8).map(|other| leaf_hash(&[other])).collect();
        let ask = Ask { size: 3, root: root_of(&other), from: 0, proof: Vec::new() };
        Notary::of(desk.folder(), "other.example/log").sign(&ask, desk.now(), &SeededEntropy::new(2)).expect("signed");
        assert_eq!(desk.heed_notary().await, None, "it was asked a moment ago");
        desk.clock.advance_seconds(A_LOOK_LATER);
        assert_eq!(desk.heed_notary().await, Some(ReadOnly::Strange { signed: 3 }));
        assert_eq!(untaken(desk, &matter).await, ReadOnly::Strange { signed: 3 });
        assert!(look(desk, Some(&form(&lead)), |_| {}).await.is_err(), "this is no older copy");
        // Put right, it opens by itself.
        std::fs::remove_dir_all(&ours).expect("gone");
        std::fs::rename(&away, &ours).expect("put back");
        desk.clock.advance_seconds(A_LOOK_LATER);
        assert_eq!(desk.heed_notary().await, None);
        note(desk, &matter, "On.").await;
    })
    .await;
}
