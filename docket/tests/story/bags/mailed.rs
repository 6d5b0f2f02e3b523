//! Whoever got a notice holds an older state of the ledger: the bag proves that its own begins with it.

use super::{Bag, full, of_case, proven, zip_of};
use crate::bench::{Bench, TestDesk};
use crate::proofs::keys;
use docket::checkpoint::bag::{CHECKPOINT, SEAL, growth_name, older_name};
use docket::checkpoint::check::Verdict;
use docket::checkpoint::note::SecretKey;
use docket::checkpoint::{Checkpoint, SignedCheckpoint};
use docket::letter::Cause;
use docket::report::profile::Profile;

/// What is said of a bag in which somebody has changed this and made every sum fit.
fn altered(bag: &Bag, keys: &docket::checkpoint::check::Keys, change: impl Fn(&mut Bag)) -> String {
    let mut bag = bag.clone();
    change(&mut bag);
    bag.made_to_fit();
    bag.remove(SEAL);
    match bag.checked(keys).verdict {
        Verdict::Altered(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_checkpoint_that_a_notice_carried_is_continued_by_the_case_file() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, number) = full(desk).await;
        let keys = keys(desk).await;
        let mut carried = Vec::new();
        for letter in desk.letters_of_case(&matter).await {
            if matches!(letter.cause, Cause::Notice { .. }) {
                carried.extend(desk.checkpoint_for(&letter).await.expect("a look"));
            }
        }
        assert!(!carried.is_empty(), "notices carry one");
        for profile in Profile::ALL {
            let bag = Bag::open(&zip_of(desk, &of_case(&number, profile)).await);
            let report = bag.checked(&keys);
            proven(&report);
            assert!(report.found.iter().any(|found| found.contains("that went out with letters")), "{report:#?}");
            let newest = SignedCheckpoint::parse(&bag.text(CHECKPOINT)).expect("a checkpoint").checkpoint.size;
            for note in &carried {
                let size = SignedCheckpoint::parse(note).expect("a checkpoint").checkpoint.size;
                assert!(size < newest, "{size} {newest}");
                assert_eq!(&bag.text(&older_name(size)), note, "as it lies in their mailbox, for {}", profile.word());
            }
        }

        let bag = Bag::open(&zip_of(desk, &of_case(&number, Profile::Internal)).await);
        let old = SignedCheckpoint::parse(&carried[0]).expect("a checkpoint").checkpoint;
        let (older, growth) = (older_name(old.size), growth_name(old.size));
        let said = altered(&bag, &keys, |bag| bag.remove(&growth));
        assert!(said.contains(&growth) && said.contains("missing"), "{said}");
        let said = altered(&bag, &keys, |bag| bag.put(&older, bag.text(CHECKPOINT).into_bytes()));
        assert!(said.contains(&growth) && said.contains(&older), "{said}");
        let said = altered(&bag, &keys, |bag| bag.change(&older, &format!("\n{}\n", old.size), "\n1\n"));
        assert!(said.contains(&older) && said.contains("signature"), "{said}");
        let mut stray = bag.clone();
        stray.put("proof/consistency-7.txt", b"old 7\n".to_vec());
        stray.made_to_fit();
        stray.remove(SEAL);
        assert!(
            matches!(stray.checked(&keys).verdict, Verdict::Malformed(why) if why.contains("proof/consistency-7.txt"))
        );

        // The notary itself has signed two ledgers: the letter in the mailbox tells.
        let key = std::fs::read_to_string(desk.folder().join("notary/key")).expect("the notary's key");
        let key = SecretKey::parse(&key).expect("a key");
        let fork = Checkpoint { root: [7; 32], ..old };
        let note = key.sign(&fork.to_string()).to_string();
        let said = altered(&bag, &keys, |bag| bag.put(&older, note.clone().into_bytes()));
        assert!(said.contains("do not begin") && said.contains(&older), "{said}");
    })
    .await;
}
