use proptest::prelude::*;
use serde_json::json;

use super::*;

/// RFC 6962, section 2.1, word for word and without any speed.
mod naive {
    use super::super::*;

    fn split(n: usize) -> usize {
        let mut k = 1;
        while k * 2 < n {
            k *= 2;
        }
        k
    }

    pub fn root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                node_hash(&root(left), &root(right))
            }
        }
    }

    pub fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() == 1 {
            return vec![];
        }
        let k = split(leaves.len());
        if m < k {
            [path(m, &leaves[..k]), vec![root(&leaves[k..])]].concat()
        } else {
            [path(m - k, &leaves[k..]), vec![root(&leaves[..k])]].concat()
        }
    }

    pub fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        if m == leaves.len() {
            return if whole { vec![] } else { vec![root(leaves)] };
        }
        let k = split(leaves.len());
        if m <= k {
            [subproof(m, &leaves[..k], whole), vec![root(&leaves[k..])]].concat()
        } else {
            [subproof(m - k, &leaves[k..], false), vec![root(&leaves[..k])]].concat()
        }
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

fn hash(text: &str) -> Hash {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// The leaves and roots with which certificate transparency logs are tested.
const KNOWN: [(&str, &str); 8] = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
];

#[test]
fn the_known_trees_have_their_known_roots() {
    let empty = hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(empty_root(), empty);
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), empty);
    let mut all = Vec::new();
    for (leaf, root) in KNOWN {
        let leaf = leaf_hash(&hex::decode(leaf).unwrap());
        frontier.push(leaf);
        all.push(leaf);
        assert_eq!(frontier.root(), hash(root));
        assert_eq!(root_of(&all), hash(root));
    }
}

#[test]
fn the_known_proofs() {
    let all = KNOWN.map(|(leaf, _)| leaf_hash(&hex::decode(leaf).unwrap()));
    assert_eq!(
        inclusion_proof(&all, 5).unwrap(),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
        .map(hash)
    );
    assert_eq!(
        consistency_proof(&all, 6).unwrap(),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
        .map(hash)
    );
}

#[test]
fn every_size_up_to_300_has_the_naive_root() {
    let all = leaves(300);
    let mut frontier = Frontier::new();
    for size in 0..=300 {
        assert_eq!(frontier.root(), naive::root(&all[..size]), "{size}");
        assert_eq!(frontier.size(), size as u64);
        assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Some(frontier.clone()));
        if let Some(leaf) = all.get(size) {
            frontier.push(*leaf);
        }
    }
}

#[test]
fn growth_over_blocks_is_growth_over_leaves() {
    const BLOCK: usize = 8;
    let all = leaves(75);
    for size in 1..=all.len() {
        let roots: Vec<Hash> = all[..size].chunks(BLOCK).map(root_of).collect();
        for old in 0..=size {
            let from = old / BLOCK * BLOCK;
            let inside = &all[from.min(size)..(from + BLOCK).min(size)];
            let proof = consistency_over_blocks(&roots, inside, old, BLOCK).unwrap();
            assert_eq!(Some(&proof), consistency_proof(&all[..size], old).as_ref(), "{old} of {size}");
            let (was, is) = (root_of(&all[..old]), root_of(&all[..size]));
            assert!(verify_consistency(old as u64, size as u64, &was, &is, &proof), "{old} of {size}");
        }
    }
}

#[test]
fn a_damaged_frontier_is_refused() {
    let mut frontier = Frontier::new();
    for leaf in leaves(6) {
        frontier.push(leaf);
    }
    let bytes = frontier.to_bytes();
    assert_eq!(bytes.len(), 8 + 2 * 32);
    assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 1]), None);
    assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 32]), None);
    assert_eq!(Frontier::from_bytes(&[bytes.as_slice(), &[0; 32]].concat()), None);
    assert_eq!(Frontier::from_bytes(&[]), None);
    assert_eq!(Frontier::from_bytes(&[0; 8]), Some(Frontier::new()));
}

#[test]
fn proofs_at_the_edges() {
    let all = leaves(5);
    let root = root_of(&all);
    assert_eq!(inclusion_proof(&all, 5), None);
    assert_eq!(inclusion_proof(&[], 0), None);
    assert_eq!(consistency_proof(&all, 6), None);
    assert_eq!(inclusion_proof(&all[..1], 0), Some(vec![]));
    assert!(verify_inclusion(&all[0], 0, 1, &[], &all[0]));
    assert!(!verify_inclusion(&all[0], 0, 0, &[], &empty_root()));
    assert!(verify_consistency(0, 5, &empty_root(), &root, &[]));
    assert!(!verify_consistency(0, 5, &root, &root, &[]));
    assert!(verify_consistency(5, 5, &root, &root, &[]));
    assert!(!verify_consistency(5, 4, &root, &root, &[]));
    assert!(!verify_consistency(4, 5, &root_of(&all[..4]), &root, &[]));
    assert!(!verify_consistency(3, 5, &root_of(&all[..3]), &root, &[]));
}

proptest! {
    #[test]
    fn inclusion(size in 1_usize..300, seed in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let all = leaves(size);
        let (root, index) = (naive::root(&all), seed.index(size));
        let mut proof = inclusion_proof(&all, index).unwrap();
        prop_assert_eq!(&proof, &naive::path(index, &all));
        let holds = |leaf: &Hash, index: usize, proof: &[Hash]| {
            verify_inclusion(leaf, index as u64, size as u64, proof, &root)
        };
        prop_assert!(holds(&all[index], index, &proof));
        let wrong = other.index(size);
        if wrong != index {
            prop_assert!(!holds(&all[wrong], index, &proof));
            prop_assert!(!holds(&all[index], wrong, &proof));
        }
        prop_assert!(!holds(&all[index], size, &proof));
        proof.push(root);
        prop_assert!(!holds(&all[index], index, &proof));
        proof.pop();
        if !proof.is_empty() {
            let at = other.index(proof.len());
            proof[at][0] ^= 1;
            prop_assert!(!holds(&all[index], index, &proof));
            proof[at][0] ^= 1;
            proof.pop();
            prop_assert!(!holds(&all[index], index, &proof));
        }
    }

    #[test]
    fn consistency(size in 1_usize..300, seed in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let all = leaves(size);
        let old = 1 + seed.index(size);
        let (old_root, root) = (naive::root(&all[..old]), naive::root(&all));
        let mut proof = consistency_proof(&all, old).unwrap();
        prop_assert_eq!(&proof, &naive::subproof(old, &all, true));
        let holds = |old_root: &Hash, new_root: &Hash, proof: &[Hash]| {
            verify_consistency(old as u64, size as u64, old_root, new_root, proof)
        };
        prop_assert!(holds(&old_root, &root, &proof));
        let mut wrong = old_root;
        wrong[0] ^= 1;
        prop_assert!(!holds(&wrong, &root, &proof));
        let mut wrong = root;
        wrong[0] ^= 1;
        prop_assert!(!holds(&old_root, &wrong, &proof));
        if !proof.is_empty() {
            let at = other.index(proof.len());
            proof[at][0] ^= 1;
            prop_assert!(!holds(&old_root, &root, &proof));
            proof[at][0] ^= 1;
            proof.pop();
            prop_assert!(!holds(&old_root, &root, &proof));
        }
    }

    #[test]
    fn canonical_text_reads_back_as_the_same_value(texts in prop::collection::btree_map("\\PC{0,6}", "\\PC{0,6}", 0..6), n in -(1_i64 << 53) + 1..1 << 53) {
        let value = json!({ "texts": texts, "n": n, "list": [null, true, [n]] });
        let bytes = canonical(&value).unwrap();
        let back: Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(canonical(&back).unwrap(), bytes);
        prop_assert_eq!(back, value);
    }
}

#[test]
fn canonical_json_is_what_rfc_8785_says() {
    let value = json!({
        "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
        "nested": {"b": [1, {"z": null, "a": "\u{7}\"\\/\n"}], "a": -0},
    });
    let text = String::from_utf8(canonical(&value).unwrap()).unwrap();
    assert_eq!(
        text,
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\
        \"nested\":{\"a\":0,\"b\":[1,{\"a\":\"\\u0007\\\"\\\\/\\n\",\"z\":null}]},\
        \"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\
        \"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",\
        \"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    );
}

#[test]
fn numbers_that_json_would_rewrite_are_refused() {
    let big = 1_i64 << 53;
    for bad in [json!(0.5), json!([{"a": 1.0}]), json!(1e300)] {
        assert!(matches!(canonical(&bad), Err(NotCanonical::Float(_))), "{bad}");
    }
    for bad in [json!(big), json!(-big), json!(u64::MAX), json!(i64::MIN)] {
        assert!(matches!(canonical(&bad), Err(NotCanonical::TooBig(_))), "{bad}");
    }
    assert_eq!(canonical(&json!(big - 1)).unwrap(), b"9007199254740991");
    assert_eq!(canonical(&json!(1 - big)).unwrap(), b"-9007199254740991");
}
