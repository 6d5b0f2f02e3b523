use std::collections::HashMap;

use serde_json::{Value, json};

use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Contact {
    role: String,
    name: Option<Private<String>>,
    email: Private<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Customer {
    number: u32,
    contacts: Vec<Contact>,
    note: Private<Option<String>>,
    tags: Private<Vec<u32>>,
}

/// Internally tagged, because events are, and serde reads those through a buffer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Event {
    Added { customer: Customer },
}

fn event() -> Event {
    let contact = |name: Option<&str>| Contact {
        role: "abuse".into(),
        name: name.map(|name| Private::new(name.to_owned())),
        email: Private::new("ann@example.net".to_owned()),
    };
    Event::Added {
        customer: Customer {
            number: 7,
            contacts: vec![contact(Some("Ann")), contact(None)],
            note: Private::new(None),
            tags: Private::new(vec![1, 2]),
        },
    }
}

fn salts() -> impl FnMut() -> [u8; 32] {
    let mut next = 0;
    move || {
        next += 1;
        [next; 32]
    }
}

fn sealed(value: Value) -> Sealed {
    seal(value, "event-1", &mut salts()).unwrap()
}

#[test]
fn an_event_goes_to_the_ledger_and_back() {
    let Sealed { public, open, vault } = sealed(serde_json::to_value(event()).unwrap());

    let paths: Vec<_> = vault.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "customer/contacts/0/email",
            "customer/contacts/0/name",
            "customer/contacts/1/email",
            "customer/note",
            "customer/tags",
        ]
    );
    assert_eq!(vault[0].value, "\"ann@example.net\"");
    assert_eq!(vault[3].value, "null");
    for row in &vault {
        assert_eq!(row.commitment, commit("event-1", &row.path, &row.salt, &row.value));
    }

    assert!(!public.to_string().contains("ann@") && !public.to_string().contains('$'));
    assert_eq!(strip(open.clone()), Ok(public.clone()));
    assert_eq!(commitments(&public), vault.iter().map(|row| row.commitment).collect::<Vec<_>>());
    assert_eq!(commitments(&open), commitments(&public));

    let values: HashMap<_, _> = vault.iter().map(|row| (row.commitment, row.value.clone())).collect();
    assert_eq!(reveal(public.clone(), &values), open);

    let Event::Added { customer } = serde_json::from_value(open.clone()).unwrap();
    assert_eq!(customer.contacts[0].email.show(), "ann@example.net");
    assert_eq!(customer.contacts[0].email.commitment(), Some(&vault[0].commitment));
    assert_eq!(customer.note.get(), Some(&None), "a value that is null is not an erased one");
    assert_eq!(customer.tags.get(), Some(&vec![1, 2]));
    assert_eq!(serde_json::to_value(Event::Added { customer }).unwrap(), open);

    let Event::Added { customer } = serde_json::from_value(public.clone()).unwrap();
    assert_eq!(customer.contacts[0].email.show(), ERASED);
    assert!(customer.note.is_erased());
    assert_eq!(serde_json::to_value(Event::Added { customer }).unwrap(), public);
}

#[test]
fn equal_values_get_different_commitments() {
    let mut same_salt = || [9; 32];
    let value = json!([{"$p": "ann@example.net"}, {"$p": "ann@example.net"}]);
    let here = seal(value.clone(), "event-1", &mut same_salt).unwrap();
    let there = seal(value.clone(), "event-2", &mut same_salt).unwrap();
    let salted = sealed(value);
    let mut all: Vec<_> = [here, there, salted].iter().flat_map(|sealed| commitments(&sealed.public)).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6, "place, event and salt each make a difference");
}

#[test]
fn the_commitment_never_changes() {
    // Everything ever committed depends on this number.
    let hash = commit("event-1", "contacts/0/email", &[7; 32], "\"ann@example.net\"");
    assert_eq!(hex::encode(hash), "b8edf044531ec5ef4983acfd755400d91c9f140a4d28e5e9b7538c52381c8a90");
    assert_ne!(commit("a", "bc", &[0; 32], "1"), commit("ab", "c", &[0; 32], "1"), "lengths keep the parts apart");
}

#[test]
fn sealed_values_keep_their_commitment() {
    let first = sealed(json!({"email": {"$p": "ann@example.net"}, "gone": {"$p": 1}}));
    let gone = strip(first.open["gone"].clone()).unwrap();
    let copied = json!({"copy": first.open["email"], "gone": gone, "new": {"$p": "x"}});
    let second = seal(copied, "event-2", &mut salts()).unwrap();
    assert_eq!(second.vault.len(), 1);
    assert_eq!(second.vault[0].path, "new");
    assert_eq!(second.open["copy"], first.open["email"]);
    assert_eq!(second.public["copy"], first.public["email"]);
    assert_eq!(second.public["gone"], first.public["gone"]);
}

#[test]
fn nothing_unsealed_reaches_the_ledger() {
    let refused = strip(json!({"a": [{"$p": 1}]})).unwrap_err();
    assert_eq!(refused, SealProblem::Unsealed { path: "a/0".into() });
    let c = "ab".repeat(32);
    for odd in [
        json!({"c": "short", "$v": "ann"}),
        json!({"c": c.to_uppercase(), "$v": "ann"}),
        json!({"$v": "ann"}),
        json!({"$p": "ann", "more": 1}),
        json!({"$p": "ann", "c": c}),
        json!({"c": c, "$v": "ann", "more": 1}),
    ] {
        let problem = SealProblem::Malformed { path: "x~1y".into() };
        let odd = json!({"x/y": odd});
        assert_eq!(strip(odd.clone()), Err(problem.clone()));
        assert_eq!(seal(odd.clone(), "e", &mut salts()), Err(problem));
        assert_eq!(commitments(&odd), Vec::<Hash>::new());
        assert_eq!(reveal(odd.clone(), &HashMap::new()), odd);
    }
    let float = seal(json!({"$p": 0.5}), "e", &mut salts()).unwrap_err();
    assert!(matches!(float, SealProblem::NotCanonical { .. }));
}

#[test]
fn only_exact_keys_make_a_personal_value() {
    let c = "ab".repeat(32);
    for plain in [json!({"c": 5}), json!({"c": "x"}), json!({"c": c, "d": 1}), json!({}), json!([1, "c", null])] {
        let Sealed { public, open, vault } = sealed(plain.clone());
        assert!(public == plain && open == plain && vault.is_empty(), "{plain}");
        assert!(commitments(&plain).is_empty());
    }
    // The inside of a personal value is one value, whatever it looks like.
    let inner = json!({"$p": {"$p": 1, "c": [{"$v": 2}]}});
    let sealed = sealed(inner);
    assert_eq!(sealed.vault.len(), 1);
    assert_eq!(commitments(&sealed.open).len(), 1);
}

#[test]
fn what_the_vault_lost_stays_erased() {
    let Sealed { public, vault, .. } = sealed(json!([{"$p": "a"}, {"$p": "b"}]));
    let one = HashMap::from([(vault[1].commitment, vault[1].value.clone())]);
    let shown: Vec<Private<String>> = serde_json::from_value(reveal(public, &one)).unwrap();
    assert_eq!(shown.iter().map(Private::show).collect::<Vec<_>>(), [ERASED, "b"]);
}

#[test]
fn other_forms_are_refused() {
    let c = "ab".repeat(32);
    for bad in [
        json!("plain"),
        json!({}),
        json!({"$v": "x"}),
        json!({"c": "x"}),
        json!({"c": c, "$p": "x"}),
        json!({"$p": "x", "more": 1}),
        json!({"$p": 5}),
        json!(null),
    ] {
        assert!(serde_json::from_value::<Private<String>>(bad.clone()).is_err(), "{bad}");
    }
}

#[test]
fn debug_keeps_the_secret() {
    let open = sealed(json!({"email": {"$p": "ann@example.net"}}));
    let email: Private<String> = serde_json::from_value(open.open["email"].clone()).unwrap();
    let printed = format!("{:?} {:?} {open:?}", Private::new("ann@example.net"), email);
    assert!(!printed.contains("ann"), "{printed}");
}

#[test]
fn the_text_is_read_as_the_tree_is() {
    let c = "ab".repeat(32);
    let nasty = format!("{{\"c\":\"{c}\"}} and \\\"c\": {{");
    let Sealed { public, vault, .. } = sealed(json!({
        "plain": nasty, "short": {"c": "ab"}, "upper": {"c": c.to_uppercase()}, "more": {"c": c, "d": 1},
        "list": [{"$p": nasty}, {"$p": null}, {"$p": {"c": c}}], "é": {"$p": "é"}, "gone": {"$p": 1},
    }));
    let text = String::from_utf8(crate::ledger::canonical(&public).unwrap()).unwrap();
    assert_eq!(commitments_in(&text).collect::<Vec<_>>(), commitments(&public));
    let mut values: HashMap<_, _> = vault.iter().map(|row| (row.commitment, row.value.clone())).collect();
    let gone = vault.iter().find(|row| row.path == "gone").unwrap().commitment;
    values.remove(&gone);
    let open: Value = serde_json::from_str(&reveal_in(&text, &values)).unwrap();
    assert_eq!(open, reveal(public.clone(), &values));
    let some: Vec<_> = commitments_of(&text, &["gone", "é", "on", "list"]).collect();
    assert_eq!(some, [gone, *public["é"]["c"].as_str().and_then(seal::hash_from_hex).as_ref().unwrap()]);
}
