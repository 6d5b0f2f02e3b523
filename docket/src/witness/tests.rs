use super::*;
use crate::checkpoint::Checkpoint;
use crate::checkpoint::note::Note;
use crate::entropy::SeededEntropy;
use crate::ledger::{Hash, consistency_proof, leaf_hash, root_of};

struct House {
    folder: tempfile::TempDir,
    log: SecretKey,
    leaves: Vec<Hash>,
}

impl House {
    fn open() -> House {
        House {
            folder: tempfile::tempdir().unwrap(),
            log: SecretKey::new("hosting.example/log", &[1; 32]).unwrap(),
            leaves: (0..40_u8).map(|number| leaf_hash(&[number])).collect(),
        }
    }

    fn witness(&self) -> Witness {
        let logs = vec![self.log.public()];
        Witness::open(self.folder.path(), "witness.example", logs, &SeededEntropy::new(5)).unwrap()
    }

    fn request(&self, from: usize, size: usize) -> String {
        let leaves = &self.leaves[..size];
        let checkpoint = Checkpoint { origin: self.log.name().into(), size: size as u64, root: root_of(leaves) };
        let signed = SignedCheckpoint { note: self.log.sign(&checkpoint.to_string()), checkpoint };
        let path = consistency_proof(leaves, from).unwrap_or_default();
        Growth { old_size: from as u64, path, signed }.to_string()
    }
}

fn at(seconds: i64) -> Moment {
    Moment::from_micros(seconds * 1_000_000)
}

#[test]
fn a_witness_signs_what_grew_out_of_what_it_saw() {
    let house = House::open();
    let witness = house.witness();
    let line = witness.add_checkpoint(&house.request(0, 5), at(1_000)).unwrap();
    let note = house.request(0, 5).split_once("\n\n").unwrap().1.to_owned();
    let note = Note::parse(&note).unwrap().with_lines(&line).unwrap();
    assert_eq!(note.signed_by(&witness.public_key()), SignedBy::Yes);
    assert_eq!(note.witnessed_at(&witness.public_key()), Some(1_000));

    // The same once more, after a restart, and grown.
    let witness = house.witness();
    assert!(witness.add_checkpoint(&house.request(5, 5), at(1_001)).is_ok());
    assert!(witness.add_checkpoint(&house.request(5, 40), at(1_002)).is_ok());
    let seen = witness.seen("hosting.example/log").unwrap().unwrap();
    let signed = SignedCheckpoint::parse(&seen.note).unwrap();
    assert_eq!((signed.checkpoint.size, seen.at), (40, 1_002_000_000));
    assert_eq!(signed.note.names().count(), 2, "the log's line and its own");
}

#[test]
fn a_witness_says_no_as_the_protocol_has_it() {
    let mut house = House::open();
    let witness = house.witness();
    let status =
        |request: &str| witness.add_checkpoint(request, at(2_000)).map(|_| 200).unwrap_or_else(|no| no.status());
    assert_eq!(status(&house.request(0, 9)), 200);
    let turned = witness.add_checkpoint(&house.request(0, 12), at(2_000)).unwrap_err();
    assert!(matches!(turned, Turned::Seen { size: 9 }), "{turned}");
    assert_eq!(status(&house.request(5, 12)), 409);
    assert_eq!(status(&house.request(9, 7)), 400, "it became shorter");
    assert_eq!(status("old 9\nnonsense"), 400);
    assert_eq!(status(""), 400);
    let with_proof = house.request(0, 12).replacen('\n', &format!("\n{}=\n", "A".repeat(43)), 1);
    assert_eq!(status(&with_proof), 400, "from nothing there is nothing to prove");
    assert_eq!(status(&house.request(9, 12).replace("hosting.example/log", "other.example/log")), 404);
    let forged = SecretKey::new("hosting.example/log", &[2; 32]).unwrap();
    let right = std::mem::replace(&mut house.log, forged);
    assert_eq!(status(&house.request(9, 12)), 403);
    house.log = right;
    assert!(matches!(witness.add_checkpoint(&house.request(9, 12), at(1_999)), Err(Turned::Clock)));
    house.leaves[3] = leaf_hash(b"something else");
    assert_eq!(status(&house.request(9, 12)), 422);
    assert_eq!(status(&house.request(9, 9)), 409, "another ledger of the same length");
    let seen = witness.seen("hosting.example/log").unwrap().unwrap();
    assert_eq!(SignedCheckpoint::parse(&seen.note).unwrap().checkpoint.size, 9, "what was refused left nothing behind");
}

#[test]
fn a_folder_belongs_to_one_witness() {
    let house = House::open();
    let key = house.witness().public_key();
    assert_eq!(house.witness().public_key(), key, "the key stays");
    assert!(Witness::open(house.folder.path(), "another.example", Vec::new(), &SeededEntropy::new(5)).is_err());
}
