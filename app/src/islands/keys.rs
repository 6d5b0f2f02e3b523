//! Single keys for those who work here all day, and the dialog that lists them. A key goes somewhere, opens or
//! focuses something; none of them sends a form.

#[cfg(feature = "ssr")]
use docket::people::{Act, Role, may};
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
    /// Where the reader may not go, no key leads.
    role: Option<Role>,
) -> impl IntoView {
    let allowed = |acts: &[Act]| role.is_some_and(|role| acts.iter().any(|act| may(role, *act)));
    let row = |keys: &'static str, what: AnyView| {
        let keys = keys.split('|').enumerate().map(|(place, key)| {
            let key = key.split(' ').map(|one| view! { <kbd>{one}</kbd> " " }).collect_view();
            view! { {(place > 0).then_some("/ ")} {key} }
        });
        view! { <div class="keys__row"><dt>{keys.collect_view()}</dt> <dd>{what}</dd></div> }.into_any()
    };
    let places = PLACES.iter().filter(|(.., acts)| allowed(acts)).map(|(key, href, name, _)| {
        row(key, view! { <a href=*href data-place=key.trim_start_matches("g ")>{t(name)}</a> }.into_any())
    });
    let places = places.collect_view();
    // A page that has something new of its own has marked it before this.
    let new = allowed(&[Act::WorkCases])
        .then(|| row("c", view! { <a href="/complaints/new" data-key="c">{t("New complaint")}</a> }.into_any()));
    // They stand in the first list.
    let mut more = Some((places, new));
    let lists = LISTS.into_iter().map(|(title, keys)| {
        let rows = keys.iter().map(|(key, what)| row(key, t(what).into_any())).collect_view();
        let more = more.take();
        view! {
            <section>
                <h3 class="keys__title">{t(title)}</h3>
                <dl class="keys__list">{rows} {more}</dl>
            </section>
        }
    });
    let lists = lists.collect_view();
    view! {
        <div data-keys=if off { "off" } else { "" }>
            // Shown with the script: without it there are no keys.
            <p hidden>
                <button type="button" class="button button--quiet keys__open">
                    {t("Keys")} <kbd class="button__key">"?"</kbd>
                </button>
            </p>
            <dialog class="dialog" id="keys-help" aria-labelledby="keys-title" closedby="any">
                <div class="dialog__head">
                    <h2 class="dialog__title" id="keys-title">{t("Keys")}</h2>
                    <form method="dialog"><button class="button button--quiet">{t("Close")}</button></form>
                </div>
                <div class="dialog__body">
                    <div class="keys">{lists}</div>
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

/// Where a `g` and a second key lead, and who may go there.
#[cfg(feature = "ssr")]
const PLACES: [(&str, &str, &str, &[Act]); 9] = [
    ("g i", "/inbox", ours("Inbox"), &[Act::ReadCases]),
    ("g c", "/cases", ours("Cases"), &[Act::ReadCases]),
    ("g u", "/customers", ours("Customers"), &[Act::ReadCases, Act::KeepCustomers]),
    ("g d", "/dashboard", ours("Dashboard"), &[Act::ReadCases]),
    ("g e", "/decisions", ours("Decisions"), &[Act::ReadCases]),
    ("g l", "/letters", ours("Letters"), &[Act::ReadCases]),
    ("g a", "/ledger", ours("Ledger"), &[Act::ReadLedger]),
    ("g r", "/reports", ours("Reports"), &[Act::Export]),
    ("g p", "/people", ours("People"), &[Act::KeepPeople]),
];

#[cfg(feature = "ssr")]
type List = (&'static str, &'static [(&'static str, &'static str)]);

#[cfg(feature = "ssr")]
const LISTS: [List; 4] = [
    (ours("Everywhere"), &[("Ctrl K", ours("Go to or do anything")), ("?", ours("These keys")), ("/", ours("Search"))]),
    (
        ours("In a list"),
        &[
            ("j|↓", ours("Next row")),
            ("k|↑", ours("Row before")),
            ("Enter", ours("Open it")),
            ("[|h", ours("One before, in the list you came from")),
            ("]|l", ours("Next one, in the list you came from")),
            ("x", ours("Tick the row, where it has a box")),
            ("X", ours("Tick from there to here")),
        ],
    ),
    (
        ours("In the inbox"),
        &[
            ("Space", ours("A look beside the list")),
            ("r", ours("Reject: then 1 to 9")),
            ("p", ours("Pass on: then 1 to 3, then Enter")),
            ("e", ours("Attach to a case")),
            ("o", ours("Open a case: then Enter")),
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
    /// Where the help says that this key leads.
    Place(char),
    Row(i32),
    /// Only from within a list: elsewhere the arrows scroll the page.
    Arrow(i32),
    /// To the next or the previous one of the list that one came from.
    Step(i32),
    /// The box of the row that one is at, or all of them from the one that was ticked last.
    Tick {
        range: bool,
    },
    /// Whatever the page has marked with this key.
    Marked(char),
    Nothing,
}

pub fn meaning(after_g: bool, key: &str) -> Meaning {
    use Meaning::*;
    let letter = key.chars().next().filter(|one| key.len() == 1 && one.is_ascii_lowercase());
    if after_g {
        return letter.map_or(Nothing, Place);
    }
    match key {
        "?" => Help,
        "/" => Search,
        "g" => Go,
        "j" => Row(1),
        "k" => Row(-1),
        "ArrowDown" => Arrow(1),
        "ArrowUp" => Arrow(-1),
        // Many keyboards have brackets only behind AltGr.
        "]" | "l" => Step(1),
        "[" | "h" => Step(-1),
        "x" => Tick { range: false },
        "X" => Tick { range: true },
        // The rest belongs to the page: c, t, d and n on most, a or s where a page wants them.
        _ => letter.map_or(Nothing, Marked),
    }
}

/// The digit on a key, which some keyboards show only with Shift: `code` names the key by its place.
pub fn digit<'a>(key: &'a str, code: &'a str, shift: bool) -> Option<&'a str> {
    let one = |text: &&str| text.len() == 1 && text.as_bytes()[0].is_ascii_digit();
    Some(key).filter(one).or_else(|| code.strip_prefix("Digit").filter(|_| !shift).filter(one))
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
        assert_eq!(meaning(true, "c"), Meaning::Place('c'));
        assert_eq!(meaning(false, "Enter"), Meaning::Nothing);
        assert_eq!(meaning(false, "j"), Meaning::Row(1));
        assert_eq!(meaning(false, "X"), Meaning::Tick { range: true });
        assert_eq!(meaning(true, "x"), Meaning::Place('x'));
        assert_eq!(meaning(true, "ArrowDown"), Meaning::Nothing);
        assert_eq!((meaning(false, "["), meaning(false, "h")), (Meaning::Step(-1), Meaning::Step(-1)));
    }

    #[test]
    fn a_digit_is_found_on_a_keyboard_that_shows_another_sign_there() {
        assert_eq!(digit("1", "Digit1", false), Some("1"));
        assert_eq!(digit("&", "Digit1", false), Some("1"), "AZERTY");
        assert_eq!(digit("1", "Digit1", true), Some("1"), "AZERTY with Shift");
        assert_eq!(digit("9", "Numpad9", false), Some("9"));
        assert_eq!(digit("/", "Digit7", true), None, "a German slash searches");
        assert_eq!(digit("r", "KeyR", false), None);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn no_key_is_listed_that_leads_where_its_reader_may_not_go() {
        let listed = |role| Owner::new().with(|| view! { <Keys off=false role=role /> }.to_html());
        let lead = listed(Some(Role::Lead));
        assert!(lead.contains("data-place=\"d\"") && lead.contains("href=\"/complaints/new\""));
        assert!(!lead.contains("href=\"/people\""));
        let admin = listed(Some(Role::Admin));
        assert!(admin.contains("href=\"/people\"") && !admin.contains("href=\"/inbox\""));
        assert!(!listed(None).contains("data-place"));
    }
}
