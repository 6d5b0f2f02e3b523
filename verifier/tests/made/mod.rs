//! A bag made by hand, after the same papers as the desk's.

#![allow(dead_code, reason = "each of the tests uses its own part")]

use std::collections::BTreeMap;

use docket::checkpoint::bag::{
    CHECKPOINT, DECLARATION, ENTRIES, KEYS, LEAVES, LEFT_OUT, Listed, MANIFEST, OPENINGS, Opened, PAYLOAD, SEAL,
    Sealed, TAG_MANIFEST, growth_name, manifest_line, older_name, proof_name,
};
use docket::checkpoint::note::SecretKey;
use docket::checkpoint::proof_file::{Growth, Opening, ProofFile};
use docket::checkpoint::{Checkpoint, SignedCheckpoint};
use docket::ledger::{Hash, consistency_proof, inclusion_proof, leaf_hash, root_of};
use sha2::{Digest, Sha256};

pub const NAME: &str = "dn-case-DN-2021-0001-20210111T075900Z";

pub type Files = BTreeMap<String, Vec<u8>>;

pub fn sum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Four entries of a ledger of nine: a note, a piece of evidence, one whose text is withheld, and an erasure.
pub fn bag(key: &SecretKey, witness: &SecretKey) -> Files {
    let opening = Opening {
        event: "01900000-0000-7000-8000-000000000002".into(),
        path: "body/text".into(),
        salt: "07".repeat(32),
        value: "\"We took it down.\"".into(),
    };
    let erased = "ab".repeat(32);
    let evidence = b"A picture of it.\n";
    let commitment = hex(&opening.commitment().unwrap());
    let note = format!(
        "{{\"body\":{{\"from\":{{\"c\":\"{erased}\"}},\"text\":{{\"c\":\"{commitment}\"}}}},\"kind\":\"case_noted\"}}"
    );
    let file = format!(
        "{{\"body\":{{\"exhibit\":{{\"media_type\":\"text/plain\",\"sha256\":\"{}\",\"size\":17}}}},\"kind\":\"evidence_added\"}}",
        sum(evidence)
    );
    let gone =
        format!("{{\"body\":{{\"gone\":{{\"bytes\":[],\"values\":[\"{erased}\"]}}}},\"kind\":\"person_erased\"}}");
    let texts = [note, file, "{\"kind\":\"nobody's\"}".to_owned(), gone];
    let mut leaves: Vec<Hash> = (0..9_u8).map(|number| leaf_hash(&[number])).collect();
    for (place, text) in texts.iter().enumerate() {
        leaves[place + 3] = leaf_hash(text.as_bytes());
    }
    let checkpoint =
        |size: usize| Checkpoint { origin: key.name().into(), size: size as u64, root: root_of(&leaves[..size]) };
    let note = key.sign(&checkpoint(9).to_string());
    let note = note.with_lines(&witness.cosign(note.text(), 1_610_000_000)).unwrap();
    let signed = SignedCheckpoint { note, checkpoint: checkpoint(9) };

    let mut files = BTreeMap::new();
    let mut put = |name: &str, text: &str| drop(files.insert(name.to_owned(), text.as_bytes().to_vec()));
    put("bagit.txt", DECLARATION);
    put(CHECKPOINT, &signed.note.to_string());
    put(KEYS, &format!("{}\n", key.public()));
    // A notice went out between the fifth entry and the sixth.
    let growth = Growth { old_size: 5, path: consistency_proof(&leaves, 5).unwrap(), signed: signed.clone() };
    put(&older_name(5), &key.sign(&checkpoint(5).to_string()).to_string());
    put(&growth_name(5), &growth.to_string());
    let mut list = String::new();
    for entry in 4..8_u64 {
        let index = entry - 1;
        let place = usize::try_from(index).unwrap();
        let path = inclusion_proof(&leaves, place).unwrap();
        let proof = ProofFile { extra: None, index, path, signed: signed.clone() };
        put(&proof_name(entry), &proof.to_string());
        list += &format!("{}\n", Listed { entry, leaf_hash: leaves[place], shown: entry != 6 });
    }
    put(ENTRIES, &list);
    put(LEAVES, &format!("{}\n{}\n{}\n", texts[0], texts[1], texts[3]));
    put(OPENINGS, &format!("{}\n", serde_json::to_string(&Opened::of(4, opening)).unwrap()));
    let left = format!(
        "{{\"entry\":4,\"field\":\"from\",\"hash\":\"{erased}\",\"what\":\"value\",\"words\":\"[erased]\",\"why\":\"gone\",\"with\":7}}\n\
         {{\"entry\":6,\"what\":\"entry\",\"words\":\"[withheld: entry of the ledger]\",\"why\":\"withheld\"}}\n"
    );
    put(LEFT_OUT, &left);
    put("data/evidence/0001-picture.txt", std::str::from_utf8(evidence).unwrap());
    put("data/report.html", "<!doctype html>\n<p>It was so.\n");
    sealed(&mut files, key);
    files
}

/// With all sums, as whoever has the key can make them.
pub fn sealed(files: &mut Files, key: &SecretKey) {
    let lines = |files: &Files, payload: bool| -> String {
        let own = |name: &str| name.starts_with(PAYLOAD) == payload && name != TAG_MANIFEST && name != SEAL;
        files.iter().filter(|(name, _)| own(name)).map(|(name, bytes)| manifest_line(&sum(bytes), name)).collect()
    };
    let payload = files.iter().filter(|(name, _)| name.starts_with(PAYLOAD));
    let (many, bytes) = payload.fold((0, 0), |(many, bytes), (_, file)| (many + 1, bytes + file.len()));
    files.insert("bag-info.txt".into(), format!("Payload-Oxum: {bytes}.{many}\n").into_bytes());
    files.insert(MANIFEST.into(), lines(files, true).into_bytes());
    let tags = lines(files, false);
    let seal = key.sign(&Sealed::of(NAME, &sum(tags.as_bytes())).unwrap().to_string());
    files.insert(TAG_MANIFEST.into(), tags.into_bytes());
    files.insert(SEAL.into(), seal.to_string().into_bytes());
}
