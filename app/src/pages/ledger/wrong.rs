//! What the check of the record found wrong, in the reader's language: the check itself speaks English, as it does on the
//! machine itself.

use crate::say;
use crate::words::{filled, ours, t};

pub(super) fn in_words(what: &str) -> String {
    let begins = [
        ("the column ", ours("the column {}")),
        ("the personal value ", ours("the personal value {}")),
        ("the evidence ", ours("the evidence {}")),
        ("the instant of command ", ours("the instant of command {}")),
        ("command ", ours("the command {}")),
    ];
    match what {
        "the hash of the leaf" => t("the hash of the leaf").to_owned(),
        "the leaf" => t("the leaf").to_owned(),
        "the form of the leaf" => t("the form of the leaf").to_owned(),
        "the database file" => t("the database file").to_owned(),
        "the number of the next event" => t("the number of the next event").to_owned(),
        "the head of the ledger" => t("the head of the ledger").to_owned(),
        "how many events the head of the ledger counts" => {
            t("how many events the head of the ledger counts").to_owned()
        }
        "the root in the head of the ledger" => t("the root in the head of the ledger").to_owned(),
        "a personal value of the event" => t("a personal value of the event").to_owned(),
        "a personal value that the event says it erased" => {
            t("a personal value that the event says it erased").to_owned()
        }
        other => match begins.into_iter().find_map(|(begin, words)| Some((other.strip_prefix(begin)?, words))) {
            Some((rest, words)) => filled(words, &[rest.to_owned()]),
            // A row of a table, and the place in it.
            None => say!("the row {}", other),
        },
    }
}
