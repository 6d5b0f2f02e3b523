//! Where to, and what to do: the palette's list, and the same on a page of its own for whoever has no script.

use docket::desk::Who;
use docket::desk::places::{Place, PlaceKind, Places};
use docket::people::Act;
use leptos::prelude::*;

use crate::islands::palette::answers;
use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::{Bar, Frame};
use crate::words::{ours, t};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    pub title: String,
    pub kind: &'static str,
    pub href: String,
}

/// Pages and acts, with other words by which they are looked for, and who may follow them.
type Known = (&'static str, &'static str, &'static str, Option<Act>);

const PAGES: &[Known] = &[
    (ours("Inbox"), "complaints triage", "/inbox", Some(Act::ReadCases)),
    (ours("Cases"), "mine overdue today", "/cases", Some(Act::ReadCases)),
    (ours("Customers"), "accounts assets contacts", "/customers", None),
    (ours("Dashboard"), "figures plots statistics", "/dashboard", Some(Act::ReadCases)),
    (ours("Decisions"), "register suspension", "/decisions", Some(Act::ReadCases)),
    (ours("Appeals"), "objection", "/appeals", Some(Act::ReadCases)),
    (ours("Requests for more time"), "extension deadline", "/time-requests", Some(Act::ReadCases)),
    (ours("Answers to weigh"), "unread customer", "/cases?stage=answered", Some(Act::ReadCases)),
    (ours("Litigation holds"), "preserve", "/holds", Some(Act::ReadCases)),
    (ours("Policy"), "clauses rules editions", "/policy", Some(Act::ReadCases)),
    (ours("Letters"), "outbox mail", "/letters", Some(Act::ReadCases)),
    (ours("Templates"), "words of notices", "/templates", Some(Act::ReadCases)),
    (ours("Complaints that match no customer"), "unmatched queue", "/inbox/unmatched", Some(Act::ReadCases)),
    (ours("Ledger"), "record events audit proof", "/ledger", Some(Act::ReadLedger)),
    (ours("Reports"), "exports files", "/reports", Some(Act::Export)),
    (ours("Instructions"), "carry out hand over dead letter webhook", "/instructions", Some(Act::ReadCases)),
    (ours("Rounds"), "clock late missed", "/rounds", Some(Act::ReadLedger)),
    (ours("People"), "team roles keys", "/people", Some(Act::KeepPeople)),
    (ours("Imports"), "csv list", "/imports", Some(Act::KeepCustomers)),
    (ours("Search everything"), "find words", "/search", Some(Act::ReadCases)),
    (ours("Your settings"), "account zone theme language keys", "/account", None),
    (ours("Your sessions"), "sign out devices", "/account/sessions", None),
    (ours("Your second factor"), "code totp recovery", "/account/second-factor", None),
];

const ACTS: &[Known] = &[
    (ours("New complaint"), "log report write down", "/complaints/new", Some(Act::WorkCases)),
    (ours("Open a case"), "new case", "/cases/new", Some(Act::WorkCases)),
    (ours("New customer"), "add", "/customers/new", Some(Act::KeepCustomers)),
    (ours("Import customers and assets"), "csv list", "/imports", Some(Act::KeepCustomers)),
    (ours("New clause"), "policy publish", "/policy/new", Some(Act::KeepPolicy)),
    (ours("Ask for an export"), "report register extract", "/reports", Some(Act::Export)),
    (ours("Invite somebody"), "new person", "/people/new", Some(Act::KeepPeople)),
    (ours("Make a key for a machine"), "token api", "/tokens/new", Some(Act::KeepPeople)),
    (ours("Change your password"), "account", "/account/password", None),
];

/// More pages than this are a list, not an answer.
const MOST_PAGES: usize = 6;

/// What is named comes first, then our own pages, then what was said somewhere; the last line searches on.
pub fn doors(who: &Who, typed: &str, found: Places, recent: Vec<Place>) -> Vec<Door> {
    let typed = typed.trim();
    let mut doors: Vec<Door> = recent.into_iter().map(|place| Door { kind: ours("Recent"), ..door(place) }).collect();
    doors.extend(found.named.into_iter().map(door));
    for (known, kind) in [(ACTS, ours("Do")), (PAGES, ours("Page"))] {
        let most = if typed.is_empty() { 3 } else { MOST_PAGES };
        let fits = known.iter().filter(|(title, more, _, act)| {
            act.is_none_or(|act| who.may(act)) && answers(&format!("{} {title} {more}", t(title)), typed)
        });
        // Whose own words begin so stands above what is only described so.
        let (first, second): (Vec<&Known>, Vec<&Known>) = fits.partition(|(title, ..)| answers(t(title), typed));
        let all = first.into_iter().chain(second).take(most);
        doors.extend(all.map(|(title, _, href, _)| Door {
            title: t(title).to_owned(),
            kind,
            href: (*href).to_owned(),
        }));
    }
    doors.extend(found.said.into_iter().map(door));
    let mut seen = Vec::new();
    doors.retain(|door| {
        let new = !seen.contains(&(door.href.clone(), door.kind == ours("Do")));
        seen.push((door.href.clone(), door.kind == ours("Do")));
        new
    });
    if !typed.is_empty() && who.may(Act::ReadCases) {
        let title = say!("Search for “{}” in everything that was said", typed);
        doors.push(Door { title, kind: ours("Search"), href: href("/search", &[("q", typed)]) });
    }
    doors
}

fn door(place: Place) -> Door {
    let kind = match place.kind {
        PlaceKind::Case => ours("Case"),
        PlaceKind::Complaint => ours("Complaint"),
        PlaceKind::Customer => ours("Customer"),
        PlaceKind::Notice => ours("Notice"),
        PlaceKind::Answer => ours("Answer"),
        PlaceKind::MoreTime => ours("More time"),
        PlaceKind::Appeal => ours("Appeal"),
        PlaceKind::Hold => ours("Hold"),
        PlaceKind::Instruction => ours("Instruction"),
        PlaceKind::Measure => ours("Measure"),
        PlaceKind::Mail => ours("Mail"),
        PlaceKind::Entry => ours("Ledger"),
        PlaceKind::Words => ours("Said"),
    };
    Door { title: place.title, kind, href: place.href }
}

/// The options of the palette's list.
#[component]
pub fn Options(doors: Vec<Door>) -> impl IntoView {
    let options = doors.into_iter().map(|door| {
        view! {
            <div class="palette__item" role="option" aria-selected="false" data-href=door.href>
                <bdi>{door.title}</bdi> " " <span class="palette__kind">{t(door.kind)}</span>
            </div>
        }
    });
    options.collect_view()
}

pub fn show(frame: Frame, typed: String, doors: Vec<Door>) -> Page {
    Page::staff(t("Go to"), move || {
        let many = doors.len();
        let rows = doors.into_iter().map(|door| {
            view! {
                <li class="entries__item">
                    <div class="entries__body">
                        <h2 class="entries__title"><a href=door.href data-row><bdi>{door.title}</bdi></a></h2>
                        <p class="entries__meta">{t(door.kind)}</p>
                    </div>
                </li>
            }
        });
        let rows = rows.collect_view();
        let list = if many == 0 {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("Nothing is called that.")}</p>
                    <p class="empty__next">{t("Try the beginning of a word, a number such as C-12, a handle or an address.")}</p>
                </div>
            }
            .into_any()
        } else {
            view! { <p class="soft">{count(many, "place", "places")}</p> <ul class="entries" data-rows>{rows}</ul> }
                .into_any()
        };
        let meta = t(
            "A page, a number, a customer, an address, or something to do. Ctrl K opens the same list on every page.",
        );
        view! {
            <Bar frame=frame.clone() here="go" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Go to") meta=meta.into_any() />
                <form class="filters" method="get" action="/go">
                    <label class="filters__field search__field">
                        {t("Where to, or what to do")}
                        <input type="search" name="q" value=typed size="40" autocomplete="off" spellcheck="false" />
                    </label>
                    <button class="button button--primary">{t("Find")}</button>
                </form>
                {list}
            </main>
        }
    })
}
