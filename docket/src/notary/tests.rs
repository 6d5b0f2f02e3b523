use super::*;
use crate::entropy::SeededEntropy;
use crate::ledger::{consistency_proof, leaf_hash, root_of};

struct Office {
    _folder: tempfile::TempDir,
    notary: Notary,
    leaves: Vec<Hash>,
}

impl Office {
    fn open() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let leaves = (0..40_u8).map(|n| leaf_hash(&[n])).collect();
        Office { notary: Notary::of(folder.path(), "hosting.example/log"), _folder: folder, leaves }
    }

    fn ask(&self, from: usize, size: usize) -> Ask {
        let leaves = &self.leaves[..size];
        Ask {
            size: size as u64,
            root: root_of(leaves),
            from: from as u64,
            proof: consistency_proof(leaves, from).unwrap_or_default(),
        }
    }

    fn sign(&self, ask: &Ask, at: i64) -> Result<SignedCheckpoint, Refused> {
        let (seal, key) = self.notary.sign(ask, Moment::from_micros(at), &SeededEntropy::new(1))?;
        let signed = SignedCheckpoint::parse(&seal.note).unwrap();
        assert_eq!(signed.note.signed_by(&key), crate::checkpoint::note::SignedBy::Yes);
        Ok(signed)
    }
}

#[test]
fn the_notary_signs_forward_and_nothing_else() {
    let mut office = Office::open();
    assert_eq!(office.sign(&office.ask(0, 5), 10).unwrap().checkpoint.size, 5);
    assert_eq!(office.sign(&office.ask(5, 9), 20).unwrap().checkpoint.size, 9);
    // The same once more: the same signature, whatever the clock says.
    let last = office.notary.last().unwrap().unwrap();
    assert_eq!(office.sign(&office.ask(9, 9), 5).unwrap().note.to_string(), last.note);

    assert!(matches!(office.sign(&office.ask(5, 12), 30), Err(Refused::Moved { signed: 9 })));
    assert!(matches!(office.sign(&office.ask(0, 7), 30), Err(Refused::Shorter { signed: 9, size: 7 })));
    assert!(matches!(office.sign(&office.ask(9, 7), 30), Err(Refused::Shorter { signed: 9, size: 7 })));
    assert!(matches!(office.sign(&office.ask(9, 12), 19), Err(Refused::Clock)));
    office.leaves[3] = leaf_hash(b"something else");
    assert!(matches!(office.sign(&office.ask(9, 12), 30), Err(Refused::Rewritten { signed: 9 })));
    assert!(matches!(office.sign(&office.ask(9, 9), 30), Err(Refused::Rewritten { signed: 9 })));
    assert_eq!(office.notary.last().unwrap().unwrap(), last, "what was refused left nothing behind");
}

#[test]
fn a_seal_is_no_checkpoint_and_nothing_is_sealed_without_a_key() {
    use crate::checkpoint::bag::Sealed;
    use crate::checkpoint::note::{Note, SignedBy};
    let office = Office::open();
    let bag = Sealed::of("dn-case-DN-2021-0001-20210111T075900Z", &"0a".repeat(32)).unwrap();
    assert!(matches!(office.notary.seal(&bag), Err(Refused::File(_))), "nothing was signed yet");
    office.sign(&office.ask(0, 5), 10).unwrap();
    let last = office.notary.last().unwrap();
    let (text, key) = office.notary.seal(&bag).unwrap();
    let note = Note::parse(&text).unwrap();
    assert_eq!((note.signed_by(&key), Sealed::read(&note)), (SignedBy::Yes, Ok(bag.clone())));
    assert!(SignedCheckpoint::parse(&text).is_err(), "nobody can take it for a word about the ledger");
    assert_eq!(office.notary.seal(&bag).unwrap().0, text, "the same again");
    assert_eq!(office.notary.last().unwrap(), last, "and it remembers nothing of it");
    for (name, sum) in [("5", "0a"), ("dn-a\n7", "0a"), ("dn-a", "0A"), ("dn-a/b", "0a")] {
        assert_eq!(Sealed::of(name, &sum.repeat(32)), None, "{name} {sum}");
    }
}

#[test]
fn a_notary_that_lost_its_key_or_its_memory_says_so() {
    let office = Office::open();
    office.sign(&office.ask(0, 5), 10).unwrap();
    let file = |name: &str| office.notary.folder.join(name);
    std::fs::write(file(LAST), "half a line").unwrap();
    assert!(matches!(office.sign(&office.ask(5, 9), 20), Err(Refused::File(_))));
    let office = Office::open();
    office.sign(&office.ask(0, 5), 10).unwrap();
    std::fs::remove_file(office.notary.folder.join(KEY)).unwrap();
    assert!(matches!(office.sign(&office.ask(5, 9), 20), Err(Refused::File(_))), "no new key takes its place");
}

#[test]
#[cfg(unix)]
fn the_notary_s_key_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::open();
    office.sign(&office.ask(0, 5), 10).unwrap();
    let mode = std::fs::metadata(office.notary.folder.join(KEY)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_change_of_the_key_that_broke_off_is_finished_or_was_none() {
    let office = Office::open();
    office.sign(&office.ask(0, 5), 10).unwrap();
    let file = |name: &str| office.notary.folder.join(name);
    let old = office.notary.public_key().unwrap().unwrap();
    // Broken off before the change was written down: the old key stays, and what was drawn is not used.
    std::fs::write(file(NEXT), std::fs::read_to_string(file(KEY)).unwrap()).unwrap();
    office.sign(&office.ask(5, 9), 20).unwrap();
    assert_eq!(office.notary.public_key().unwrap(), Some(old.clone()));
    let change = office.notary.change_key(&SeededEntropy::new(2)).unwrap();
    assert_eq!((&change.from, Some(&change.to)), (&old, office.notary.public_key().unwrap().as_ref()));
    // Broken off after it was written down: the next signature is the new key's.
    std::fs::rename(file(KEY), file(NEXT)).unwrap();
    let again = SeededEntropy::new(1);
    std::fs::remove_file(file(LAST)).unwrap();
    office.notary.make_key(&again).unwrap();
    assert_eq!(office.notary.public_key().unwrap(), Some(old), "the same seed, so the old key once more");
    let (_, key) = office.notary.sign(&office.ask(0, 9), Moment::from_micros(30), &again).unwrap();
    assert_eq!(key, change.to);
    assert_eq!(office.notary.changes().unwrap(), [change]);
    let none = Office::open();
    assert!(none.notary.change_key(&SeededEntropy::new(3)).is_err(), "there is no key yet");
}

#[test]
fn a_change_of_the_key_needs_both_signatures() {
    let (old, new) = (SecretKey::new("a/log", &[1; 32]).unwrap(), SecretKey::new("a/log", &[2; 32]).unwrap());
    let change = Handover::make(&old, &new).unwrap();
    let text = change.to_string();
    assert_eq!(Handover::parse(&text).as_ref(), Ok(&change));
    let lines: Vec<&str> = text.lines().collect();
    let without = |gone: usize| {
        let kept = lines.iter().enumerate().filter(|(place, _)| *place != gone).map(|(_, line)| format!("{line}\n"));
        kept.collect::<String>()
    };
    let (first, second) = (lines.len() - 2, lines.len() - 1);
    assert!(Handover::parse(&without(first)).is_err() && Handover::parse(&without(second)).is_err());
    let other = SecretKey::new("b/log", &[2; 32]).unwrap();
    let moved = Handover::make(&old, &other).unwrap().to_string();
    assert!(Handover::parse(&moved).is_err(), "of another log");
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        let read = String::from_utf8(bytes).ok().and_then(|text| Handover::parse(&text).ok());
        assert!(read.is_none(), "byte {place}");
    }
}

#[test]
fn a_gap_that_was_accepted_is_what_its_key_has_signed() {
    use crate::checkpoint::gap::{Gap, Mark};
    let key = SecretKey::new("a/log", &[1; 32]).unwrap();
    let mark = |size: u64| Mark { size, root: leaf_hash(&size.to_be_bytes()) };
    let gap = Gap::make(&key, mark(25), mark(20), mark(21));
    let text = gap.to_string();
    assert_eq!(Gap::parse(&text).as_ref(), Ok(&gap));
    assert!(SignedCheckpoint::parse(&text).is_err(), "nobody takes it for a checkpoint");
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        let read = String::from_utf8(bytes).ok().and_then(|text| Gap::parse(&text).ok());
        assert!(read.is_none(), "byte {place}");
    }
}
