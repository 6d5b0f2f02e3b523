//! The ledger as it stands: every event, newest first, and how to check that none was changed.

pub mod kinds;

use docket::people::Act;
use docket::sentence::Tone;
use docket::view::{LedgerRow, LedgerView};
use docket::words::defang;
use leptos::prelude::*;

use crate::islands::Copy;
use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, Nothing, Pager, WhenShort};

use kinds::KINDS;

/// What stands in the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerAsk {
    pub kind: String,
    pub case: String,
    pub before: String,
}

impl LedgerAsk {
    fn is_filtered(&self) -> bool {
        !self.kind.is_empty() || !self.case.is_empty()
    }

    fn href(&self, before: &str) -> String {
        href("/ledger", &[("kind", &self.kind), ("case", &self.case), ("before", before)])
    }
}

pub fn show(frame: Frame, view: LedgerView, ask: LedgerAsk) -> Page {
    Page::staff("Ledger", move || {
        let meta = format!(
            "{} events, the newest first. What has legal effect is bold. Times in {}.",
            view.size,
            clock_name(frame.zone, frame.now)
        )
        .into_any();
        let shown = view.rows.len();
        let list = if view.rows.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">"No event matches these filters."</p>
                    <p class="empty__next"><a href="/ledger">"Show the whole ledger"</a></p>
                </div>
            }
            .into_any()
        } else {
            table(&frame, view.rows).into_any()
        };
        let pager = (!ask.before.is_empty() || view.older.is_some()).then(|| {
            let first = (!ask.before.is_empty()).then(|| ask.href(""));
            let next = view.older.map(|seq| ask.href(&seq.to_string()));
            view! { <Pager range=format!("{} on this page", count(shown, "event", "events")) first next word="Older" /> }
        });
        view! {
            <Bar frame=frame.clone() here="ledger" />
            <main class="page" id="main" tabindex="-1">
                <Head title="Ledger" meta />
                {proof(view.root)}
                {filters(&ask)}
                {list}
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

fn proof(root: String) -> impl IntoView {
    view! {
        <section class="page__section heed" aria-labelledby="root">
            <h2 class="heed__title" id="root">"Root of the tree"</h2>
            <p><Copy code=root what="the root of the ledger".to_owned() /></p>
            <p>
                "This one hash stands for every event, in this order. Whoever runs the desk checks it with "
                <code class="whole">"duenotice verify"</code>
                ", which hashes every event anew, replays them, and compares the result with what the pages show."
            </p>
        </section>
    }
}

fn filters(ask: &LedgerAsk) -> impl IntoView + use<> {
    let kinds = KINDS.iter().copied().map(|(kind, words)| {
        let selected = kind == ask.kind;
        view! { <option value=kind selected=selected>{words}</option> }
    });
    let kinds = kinds.collect_view();
    let clear = ask.is_filtered().then(|| view! { <a class="button button--quiet" href="/ledger">"Clear"</a> });
    view! {
        <form class="filters page__section" method="get" action="/ledger" aria-label="Filters">
            <label class="filters__field">"Event" <select name="kind"><option value="">"Any"</option> {kinds}</select></label>
            <label class="filters__field">
                "Case" <input name="case" value=ask.case.clone() size="14" autocomplete="off" spellcheck="false" />
            </label>
            <label class="filters__field">
                "Go to number" <input name="seq" size="8" inputmode="numeric" autocomplete="off" />
            </label>
            <button class="button">"Show"</button>
            {clear}
        </form>
    }
}

fn table(frame: &Frame, rows: Vec<LedgerRow>) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let linked = frame.who.may(Act::ReadCases);
    let rows = rows.into_iter().map(|row| {
        let (words, quote, legal) = match row.sentence {
            Some(sentence) => (sentence.text, sentence.quote, sentence.tone == Tone::Legal),
            None => (row.kind.clone(), None, false),
        };
        let words = if legal { view! { <strong>{words}</strong> }.into_any() } else { words.into_any() };
        let quote = quote.map(|words| view! { " " <span class="soft">{beginning(&defang(&words))}</span> });
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
            <caption class="unseen">"Events, newest first"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" aria-sort="descending">"Number" <span aria-hidden="true">" ↓"</span></th>
                    <th role="columnheader" scope="col">"Recorded"</th>
                    <th role="columnheader" scope="col">"What happened"</th>
                    <th role="columnheader" scope="col">"Case"</th>
                    <th role="columnheader" scope="col">"Leaf"</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}
