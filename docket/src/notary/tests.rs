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
