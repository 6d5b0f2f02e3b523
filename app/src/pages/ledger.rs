//! The ledger as it stands: every event, newest first, and how to check that none was changed.

pub mod kinds;
mod signed;
mod wrong;

use docket::desk::checkpoints::NotaryView;
use docket::desk::pages::ledger_search::{LedgerAsk, LedgerFound};
use docket::people::Act;
use docket::sentence::Tone;
use docket::store::jobs::CheckedRow;
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::view::LedgerRow;
use docket::words::defang;
use leptos::prelude::*;

use crate::islands::Copy;
use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::when::clock_name;
use crate::ui::{Bar, FormState, Frame, Hidden, Nothing, Pager, WhenShort};
use crate::words::{language, said, t};

use kinds::KINDS;

fn address(ask: &LedgerAsk, before: &str) -> String {
    href(
        "/ledger",
        &[
            ("first", &ask.first),
            ("last", &ask.last),
            ("kind", &ask.kind),
            ("case", &ask.case),
            ("actor", &ask.actor),
            ("since", &ask.since),
            ("until", &ask.until),
            ("zone", &ask.zone),
            ("text", &ask.text),
            ("before", before),
        ],
    )
}

pub fn show(
    frame: Frame,
    view: LedgerFound,
    ask: LedgerAsk,
    zones: Vec<&'static str>,
    form: FormState,
    notary: NotaryView,
) -> Page {
    Page::staff(t("Ledger"), move || {
        let meta = say!(
            "{} events, the newest first. What has legal effect is bold. Times in {}.",
            view.size,
            clock_name(frame.zone, frame.now)
        )
        .into_any();
        let shown = view.rows.len();
        let list = match &view.problem {
            Some((field, sentence)) => view! {
                <div class="errors" role="alert" tabindex="-1">
                    <h2 class="errors__title">{t("A filter could not be read")}</h2>
                    <ul class="errors__list"><li><a href=format!("#{field}")>{said(sentence)}</a></li></ul>
                </div>
            }
            .into_any(),
            None if view.rows.is_empty() => view! {
                <div class="empty">
                    <p class="empty__why">{t("No event matches these filters.")}</p>
                    <p class="empty__next"><a href="/ledger">{t("Show the whole ledger")}</a></p>
                </div>
            }
            .into_any(),
            None => table(&frame, view.rows).into_any(),
        };
        let looked = view.looked_to.map(|seq| {
            view! { <p class="soft">{t("Words were looked for down to #")} {seq} {t(". Older entries were not looked at yet.")}</p> }
        });
        let pager = (!ask.before.is_empty() || view.older.is_some()).then(|| {
            let first = (!ask.before.is_empty()).then(|| address(&ask, ""));
            let next = view.older.map(|seq| address(&ask, &seq.to_string()));
            let word = if view.looked_to.is_some() { t("Look further back") } else { t("Older") };
            view! { <Pager range=say!("{} on this page", count(shown, "event", "events")) first next word /> }
        });
        view! {
            <Bar frame=frame.clone() here="ledger" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Ledger") meta />
                {proof(&frame, view.root, view.size, view.checked, form)}
                {signed::signed(&frame, notary, view.size)}
                {filters(&ask, view.people, zones, frame.zone)}
                {list}
                {looked}
                {pager}
            </main>
        }
    })
}

/// Enough of somebody's words to know them again.
fn beginning(words: &str) -> String {
    const MOST: usize = 90;
    let line = words.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(MOST).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}

/// "Verified" stands here only when somebody checked the whole record, and says how far that went.
fn proof(
    frame: &Frame,
    root: String,
    size: u64,
    checked: Option<CheckedRow>,
    form: FormState,
) -> impl IntoView + use<> {
    let said = checked.map(|row| {
        let at = frame.zone.show(Moment::from_micros(row.at), language());
        let time = view! { <time datetime=Moment::from_micros(row.at).rfc3339()>{at.long}</time> };
        let behind = i64::try_from(size).unwrap_or(i64::MAX) - row.size;
        if row.sound == 1 {
            let later = (behind > 0).then(|| say!(" {} entries came after it.", behind));
            view! { <p><strong>{t("Verified to #")} {row.size}</strong> ", " {time} {t(", root ")} <code>{row.root.chars().take(12).collect::<String>()}"…"</code> "." {later}</p> }
                .into_any()
        } else {
            let wrong = row.wrong_seq.map(|seq| view! { {t(" First wrong: ")} <a href=format!("/ledger/{seq}")>"#" {seq}</a> "." });
            let what = wrong::in_words(&row.wrong_what.unwrap_or_default());
            view! {
                <p class="strip strip--late"><strong>{t("The record does not verify")}</strong> " (" {time} "). " {t("What is wrong: ")} {what} "." {wrong}
                    {t(" Everything from there on is unproven. Run duenotice verify for both values.")}</p>
            }
            .into_any()
        }
    });
    let said = said.unwrap_or_else(|| {
        view! { <p>{t("Nobody has checked the whole record yet, or the result was not kept.")}</p> }.into_any()
    });
    view! {
        <section class="page__section heed" aria-labelledby="root">
            <h2 class="heed__title" id="root">{t("State of the record")}</h2>
            {said}
            <p>{t("Root of the tree over all ")} {size} {t(" entries: ")} <Copy code=root what=t("the root of the ledger").to_owned() /></p>
            <p>
                {t("Checking hashes every event anew, replays them, and compares the result with what the pages show. On the machine itself: ")}
                <code class="whole">"duenotice verify"</code> "."
            </p>
            <form class="heed__acts" method="post" action="/ledger/verification">
                <Hidden form=form />
                <button class="button">{t("Check the whole record")}</button>
            </form>
        </section>
    }
}

fn filters(
    ask: &LedgerAsk,
    people: Vec<(String, String)>,
    zones: Vec<&'static str>,
    reader: Zone,
) -> impl IntoView + use<> {
    let kinds = KINDS.iter().copied().map(|(kind, words)| {
        let selected = kind == ask.kind;
        view! { <option value=kind selected=selected>{t(words)}</option> }
    });
    let kinds = kinds.collect_view();
    let others = [
        ("customer", t("Customers")),
        ("reporter", t("Reporters")),
        ("machine", t("Machines")),
        ("system", t("Due Notice itself")),
    ];
    let actors = others.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).chain(people);
    let actors = actors.map(|(id, name)| {
        let selected = id == ask.actor;
        view! { <option value=id selected=selected>{name}</option> }
    });
    let actors = actors.collect_view();
    let mut names = zones;
    if !names.contains(&reader.name()) {
        names.push(reader.name());
    }
    let chosen = if ask.zone.is_empty() { reader.name().to_owned() } else { ask.zone.clone() };
    let zones = names.into_iter().map(|name| view! { <option value=name selected=name == chosen>{name}</option> });
    let zones = zones.collect_view();
    let clear = ask.is_filtered().then(|| view! { <a class="button button--quiet" href="/ledger">{t("Clear")}</a> });
    view! {
        <form class="filters page__section" method="get" action="/ledger" aria-label=t("Filters")>
            <label class="filters__field">{t("Event")} <select name="kind"><option value="">{t("Any")}</option> {kinds}</select></label>
            <label class="filters__field">{t("Who")} <select name="actor" id="actor"><option value="">{t("Anybody")}</option> {actors}</select></label>
            <label class="filters__field">
                {t("Case")} <input id="case" name="case" value=ask.case.clone() size="14" autocomplete="off" spellcheck="false" />
            </label>
            <label class="filters__field">{t("From number")} <input id="first" name="first" value=ask.first.clone() size="8" inputmode="numeric" autocomplete="off" /></label>
            <label class="filters__field">{t("To number")} <input id="last" name="last" value=ask.last.clone() size="8" inputmode="numeric" autocomplete="off" /></label>
            <label class="filters__field">{t("Since")} <input id="since" type="datetime-local" name="since" value=ask.since.clone() /></label>
            <label class="filters__field">{t("Until")} <input id="until" type="datetime-local" name="until" value=ask.until.clone() /></label>
            <label class="filters__field">{t("Zone")} <select name="zone" id="zone">{zones}</select></label>
            <label class="filters__field">{t("Words")} <input type="search" id="text" name="text" value=ask.text.clone() size="18" /></label>
            <label class="filters__field">{t("Go to number")} <input name="seq" size="8" inputmode="numeric" autocomplete="off" /></label>
            <button class="button">{t("Show")}</button>
            {clear}
        </form>
    }
}

fn table(frame: &Frame, rows: Vec<LedgerRow>) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let linked = frame.who.may(Act::ReadCases);
    let rows = rows.into_iter().map(|row| {
        let (words, quote, legal) = match row.sentence {
            Some(sentence) => (said(&sentence.text), sentence.quote, sentence.tone == Tone::Legal),
            None => (row.kind.clone(), None, false),
        };
        let words = if legal { view! { <strong>{words}</strong> }.into_any() } else { words.into_any() };
        let quote = quote.map(|words| view! { " " <span class="soft">{beginning(&defang(&said(&words)))}</span> });
        let case = match row.case {
            // Some read the ledger and no case.
            Some(number) if !linked => number.into_any(),
            Some(number) => {
                view! { <a class="queue__link" href=format!("/cases/{number}")>{number.clone()}</a> }.into_any()
            }
            None => view! { <Nothing /> }.into_any(),
        };
        let hash: String = row.leaf_hash.chars().take(8).collect();
        view! {
            <tr role="row">
                <td role="cell" class="ledger__seq">"#" {row.seq}</td>
                <td role="cell" class="ledger__time"><WhenShort at=row.at zone now /></td>
                <td role="cell" class="listing__main">
                    <span><a class="queue__link" href=format!("/ledger/{}", row.seq) data-row>{words}</a> {quote}</span>
                </td>
                <td role="cell" class="whole">{case}</td>
                <td role="cell" class="ledger__hash listing__less" title=row.leaf_hash>{hash}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="listing ledger" role="table">
            <caption class="unseen">{t("Events, newest first")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" aria-sort="descending">{t("Number")} <span aria-hidden="true">" ↓"</span></th>
                    <th role="columnheader" scope="col">{t("Recorded")}</th>
                    <th role="columnheader" scope="col">{t("What happened")}</th>
                    <th role="columnheader" scope="col">{t("Case")}</th>
                    <th role="columnheader" scope="col">{t("Leaf")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}
