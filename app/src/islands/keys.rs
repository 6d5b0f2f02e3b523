//! Single keys for those who work here all day, and the dialog that lists them. A key goes somewhere, opens or
//! focuses something; none of them sends a form.

#[cfg(feature = "ssr")]
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::words::{ours, t};

/// Every page of the staff shell carries this once. A page offers its own acts by marking an element with
/// `data-key="t"`, its rows with `data-rows` around and `data-row` on each link.
#[cfg(feature = "ssr")]
#[component]
pub fn Keys(
    /// This reader has turned single keys off in their settings, in every browser.
    off: bool,
) -> impl IntoView {
    view! {
        <div data-keys=if off { "off" } else { "" }>
            // Shown with the script: without it there are no keys.
            <p hidden>
                <button type="button" class="button button--quiet keys__open">
                    {t("Keys")} <kbd class="button__key">"?"</kbd>
                </button>
            </p>
            <dialog class="dialog" id="keys" aria-labelledby="keys-title" closedby="any">
                <div class="dialog__head">
                    <h2 class="dialog__title" id="keys-title">{t("Keys")}</h2>
                    <form method="dialog"><button class="button button--quiet">{t("Close")}</button></form>
                </div>
                <div class="dialog__body">
                    <div class="keys">
                        {LISTS.into_iter().map(|(title, keys)| view! {
                            <section>
                                <h3 class="keys__title">{t(title)}</h3>
                                <dl class="keys__list">
                                    {keys.iter().map(|(key, what)| view! {
                                        <div class="keys__row">
                                            <dt>{key.split(' ').map(|one| view! { <kbd>{one}</kbd> " " }).collect_view()}</dt>
                                            <dd>{t(what)}</dd>
                                        </div>
                                    }).collect_view()}
                                </dl>
                            </section>
                        }).collect_view()}
                    </div>
                    {if off {
                        view! { <p>{t("Single keys are off. ")} <a href="/account">{t("Turn them on in your settings")}</a> "."</p> }
                            .into_any()
                    } else {
                        view! {
                            <label class="choice">
                                <input type="checkbox" checked data-keys-switch />
                                <span>{t("Use single keys in this browser")}</span>
                            </label>
                        }
                            .into_any()
                    }}
                </div>
            </dialog>
        </div>
    }
}

#[cfg(feature = "ssr")]
type List = (&'static str, &'static [(&'static str, &'static str)]);

#[cfg(feature = "ssr")]
const LISTS: [List; 4] = [
    (
        ours("Everywhere"),
        &[
            ("Ctrl K", ours("Go to or do anything")),
            ("?", ours("These keys")),
            ("/", ours("Search")),
            ("g i", ours("Inbox")),
            ("g c", ours("Cases")),
            ("g u", ours("Customers")),
            ("g l", ours("Ledger")),
            ("g d", ours("Decisions")),
            ("c", ours("New complaint")),
        ],
    ),
    (
        ours("In a list"),
        &[
            ("j", ours("Next row")),
            ("k", ours("Row before")),
            ("Enter", ours("Open it")),
            ("[", ours("One before, in the list you came from")),
            ("]", ours("Next one, in the list you came from")),
            ("x", ours("Tick the row")),
            ("X", ours("Tick from there to here")),
            ("Space", ours("A look beside the list")),
        ],
    ),
    (
        ours("In the inbox"),
        &[
            ("r", ours("Reject: then 1 to 9")),
            ("p", ours("Pass on: then 1 to 3, then Enter")),
            ("e", ours("Attach to a case")),
            ("o", ours("Open a case")),
            ("f", ours("Change category or severity")),
            ("u", ours("Undo: then Enter")),
        ],
    ),
    (
        ours("On a case"),
        &[
            ("t", ours("Write a notice")),
            ("d", ours("Propose a decision")),
            ("n", ours("Add a note")),
            ("a", ours("Take the case: then Enter")),
            ("s", ours("Put aside")),
            ("u", ours("Undo: then Enter")),
        ],
    ),
];

/// What one key means, with or without a `g` before it.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    Help,
    Search,
    /// Wait for the second key.
    Go,
    To(&'static str),
    Row(i32),
    /// To the next or the previous one of the list that one came from.
    Step(i32),
    /// Whatever the page has marked with this key.
    Marked(char),
    Nothing,
}

pub fn meaning(after_g: bool, key: &str) -> Meaning {
    use Meaning::*;
    if after_g {
        return match key {
            "i" => To("/inbox"),
            "c" => To("/cases"),
            "u" => To("/customers"),
            "l" => To("/ledger"),
            "d" => To("/decisions"),
            _ => Nothing,
        };
    }
    match key {
        "?" => Help,
        "/" => Search,
        "g" => Go,
        "j" => Row(1),
        "k" => Row(-1),
        "]" => Step(1),
        "[" => Step(-1),
        // The rest belongs to the page: c, t, d and n on most, x, a, s or brackets where a page wants them.
        other => match other.chars().next() {
            Some(one) if other.len() == 1 && one.is_ascii_lowercase() => Marked(one),
            _ => Nothing,
        },
    }
}

#[cfg(feature = "hydrate")]
pub mod browser;
#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_one_thing_and_another_after_g() {
        assert_eq!(meaning(false, "c"), Meaning::Marked('c'));
        assert_eq!(meaning(true, "c"), Meaning::To("/cases"));
        assert_eq!(meaning(false, "Enter"), Meaning::Nothing);
        assert_eq!(meaning(false, "j"), Meaning::Row(1));
        assert_eq!(meaning(true, "x"), Meaning::Nothing);
    }
}
