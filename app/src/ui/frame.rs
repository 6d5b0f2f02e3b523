//! What stands round every staff page: where one is, who one is, and what waits.

use std::collections::HashMap;

use docket::desk::Who;
use docket::desk::live::Present;
use docket::people::Act;
use docket::read_only::ReadOnly;
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::watch::RoundsNow;
use docket::words::Language;
use leptos::prelude::*;

use super::list::capped;
use super::rounds;
use crate::islands::Live;
use crate::say;
use crate::words::{language, ours, t};

/// What every staff page needs besides its own view.
#[derive(Clone, Debug)]
pub struct Frame {
    pub who: Who,
    pub zone: Zone,
    pub now: Moment,
    pub demonstration: bool,
    /// Complaints that wait for somebody.
    pub inbox: i64,
    /// Open cases.
    pub cases: i64,
    /// Cases with an answer that nobody has weighed.
    pub answers: i64,
    /// Requests for more time that nobody has decided.
    pub time_requests: i64,
    pub appeals: i64,
    /// Proposals that wait for the approval of this reader.
    pub approvals: i64,
    pub provider: String,
    /// The newest number of the ledger when this page was made.
    pub seq: i64,
    /// How late the oldest due thing is.
    pub lag_seconds: i64,
    /// Whether the rounds are made, and by a clock that can be right.
    pub rounds: RoundsNow,
    /// Why nothing can be written, if so.
    pub read_only: Option<ReadOnly>,
    /// Interim measures that wait for a second person.
    pub unconfirmed: Vec<Unconfirmed>,
    /// Who else is where; only lists ask.
    pub others: HashMap<String, Vec<Present>>,
    /// A press is here: papers leave as PDF.
    pub press: bool,
}

/// A measure that nobody has confirmed, and where to do it.
#[derive(Clone, Debug)]
pub struct Unconfirmed {
    pub number: i64,
    pub value: String,
    pub case: String,
    pub lapses_at: Moment,
    pub with_counsel: bool,
}

/// Where each word leads, and who may follow it.
const PLACES: &[(&str, &str, &str, Act)] = &[
    ("inbox", "/inbox", ours("Inbox"), Act::ReadCases),
    ("cases", "/cases", ours("Cases"), Act::ReadCases),
    // Also for those who keep customers and see no case, see `may_go`.
    ("customers", "/customers", ours("Customers"), Act::ReadCases),
    ("decisions", "/decisions", ours("Decisions"), Act::ReadCases),
    ("policy", "/policy", ours("Policy"), Act::ReadCases),
    ("appeals", "/appeals", ours("Appeals"), Act::ReadCases),
    ("time", "/time-requests", ours("More time"), Act::ReadCases),
    ("you", "/for-you", ours("For you"), Act::ReadCases),
    ("calendars", "/calendars", ours("Calendars"), Act::ReadCases),
    ("dashboard", "/dashboard", ours("Dashboard"), Act::ReadCases),
    ("letters", "/letters", ours("Letters"), Act::ReadCases),
    ("templates", "/templates", ours("Templates"), Act::ReadCases),
    ("holds", "/holds", ours("Litigation holds"), Act::ReadCases),
    ("retention", "/retention", ours("Retention"), Act::ReadLedger),
    ("erasures", "/erasures", ours("Erasures"), Act::Erase),
    ("imports", "/imports", ours("Imports"), Act::KeepCustomers),
    ("mail", "/mail", ours("Mail that came in"), Act::ReadCases),
    ("ledger", "/ledger", ours("Ledger"), Act::ReadLedger),
    ("reports", "/reports", ours("Reports"), Act::Export),
    ("rounds", "/rounds", ours("Rounds"), Act::ReadLedger),
    ("people", "/people", ours("People"), Act::KeepPeople),
];

impl Frame {
    /// Who else is on this page.
    pub fn others_at(&self, path: &str) -> Vec<Present> {
        self.others.get(path).cloned().unwrap_or_default()
    }

    /// What leads to a customer's paper: to the PDF, or where there is no press to the page to print. `path` has no
    /// ending.
    pub fn paper(&self, path: &str, language: Language) -> AnyView {
        let (ending, label) = if self.press { ("pdf", t("Download as PDF")) } else { ("html", t("Download to print")) };
        let href = format!("{path}.{ending}?lang={}", language.code());
        view! { <a class="button button--quiet" href=href download>{label}</a> }.into_any()
    }

    /// How much waits in the place of this word.
    fn waits(&self, word: &str) -> i64 {
        match word {
            "inbox" => self.inbox,
            "cases" => self.cases,
            "appeals" => self.appeals,
            "time" => self.time_requests,
            _ => 0,
        }
    }
}

fn counted(many: i64) -> Option<AnyView> {
    (many > 0).then(|| view! { " " <span class="bar__count">{capped(many)}</span> }.into_any())
}

fn may_go(who: &Who, word: &str, act: Act) -> bool {
    who.may(act) || (word == "customers" && who.may(Act::KeepCustomers))
}

/// Where most of the day is spent. Everything else stands behind one word, so that the bar fits a telephone.
const FIRST: [&str; 4] = ["inbox", "cases", "customers", "dashboard"];

/// The places behind "More". The one that we are at lends it its name.
fn more(frame: &Frame, here: &str) -> Option<AnyView> {
    let mut places: Vec<_> =
        PLACES.iter().filter(|(word, _, _, act)| !FIRST.contains(word) && may_go(&frame.who, word, *act)).collect();
    let current = places.iter().find(|(word, ..)| *word == here).map(|(_, _, name, _)| *name);
    places.sort_by_key(|(_, _, name, _)| t(name));
    if places.is_empty() {
        return None;
    }
    let items = places.into_iter().map(|(word, href, name, _)| {
        let current = (*word == here).then_some("page");
        view! { <a class="menu__item" href=*href aria-current=current>{t(name)} {counted(frame.waits(word))}</a> }
    });
    let items = items.collect_view();
    let class = if current.is_some() { "menu bar__more bar__more--here" } else { "menu bar__more" };
    Some(
        view! {
            <details class=class>
                <summary class="bar__link">{t(current.unwrap_or(ours("More")))}</summary>
                <div class="menu__list menu__list--start">{items}</div>
            </details>
        }
        .into_any(),
    )
}

/// `here` is the word of the place that this page belongs to, as it stands in `PLACES`.
#[component]
pub fn Bar(frame: Frame, #[prop(into)] here: String) -> impl IntoView {
    // Each leads to its list, and is there only while something waits in it.
    let waits = [
        ("/decisions?for=me", t("Approvals"), frame.approvals),
        ("/cases?stage=answered", t("Answers"), frame.answers),
        ("/time-requests", t("More time"), frame.time_requests),
    ];
    let waits = waits.into_iter().filter(|(.., many)| *many > 0 && frame.who.may(Act::ReadCases));
    let waits = waits.map(|(href, name, many)| view! { <a class="bar__link" href=href>{name} {counted(many)}</a> });
    let waits = waits.collect_view();
    let seen = |(word, _, _, act): &(&str, &str, &str, Act)| FIRST.contains(word) && may_go(&frame.who, word, *act);
    let links = PLACES.iter().copied().filter(seen).map(|(word, href, name, _)| {
        let current = (word == here).then_some("page");
        view! {
            <a class="bar__link" href=href aria-current=current>
                {t(name)} {counted(frame.waits(word))}
            </a>
        }
    });
    let links = links.collect_view();
    let more = more(&frame, &here);
    let here_now = frame.zone.show(frame.now, language());
    let name = frame.who.person.name.show().to_owned();
    let zone = frame.zone;
    let rounds = rounds::strips(&frame);
    // Only those who may see a case are told of it.
    let sees = frame.who.may(Act::ReadCases);
    let alarms = frame.unconfirmed.clone().into_iter().filter(|_| sees).map(|one| {
        let href = format!("/cases/{}/measures/{}", one.case, one.number);
        let then = match one.with_counsel {
            true => t("is with counsel, who decides.").to_owned(),
            false => say!("waits for a second person until {}.", zone.show(one.lapses_at, language()).long),
        };
        view! {
            <p class="strip strip--urgent">
                <a href=href>{t("Interim measure M-")} {one.number}</a> {t(" on ")} <bdi>{one.value}</bdi> " " {then}
            </p>
        }
    });
    let alarms: Vec<_> = alarms.collect();
    let alarms = (!alarms.is_empty()).then(|| view! { <section id="alarms" aria-label=t("Alarms")>{alarms}</section> });
    view! {
        <header class="bar">
            <a class="bar__name" href="/">"Due Notice"</a>
            <nav class="bar__nav" aria-label=t("Main")>{links} {waits} {more}</nav>
            <div class="bar__side">
                <a class="bar__go" href="/go" aria-label=t("Go to, Ctrl K") data-palette><span>{t("Go to")}</span> <kbd>"Ctrl K"</kbd></a>
                {frame.who.may(Act::ReadCases).then(|| view! {
                    <form role="search" method="get" action="/search">
                        <input class="bar__search" type="search" name="q" aria-label=t("Search everything") placeholder=t("Search") autocomplete="off" spellcheck="false" />
                    </form>
                })}
                {frame.who.may(Act::ReadCases).then(|| view! { <Live since=frame.seq /> })}
                {frame.demonstration.then(|| view! { <span class="tag">{t("Demonstration")}</span> })}
                <time datetime=frame.now.rfc3339() title=here_now.utc>
                    {here_now.time} " " {if here_now.abbreviation.is_empty() { here_now.offset } else { here_now.abbreviation }}
                </time>
                <a class="bar__who" href="/account" aria-current=(here == "account").then_some("page")>
                    {name} ", " {t(frame.who.role().word())}
                </a>
                <form method="post" action="/sign-out">
                    <button class="button button--quiet">{t("Sign out")}</button>
                </form>
            </div>
        </header>
        {alarms}
        {rounds}
    }
}
