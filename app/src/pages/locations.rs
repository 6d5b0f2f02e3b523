//! The locations of one complaint, a hundred on a page, and what became of each.

use docket::complaint::locations::LocationOutcome;
use docket::people::Act;
use docket::view::LocationsView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::flash::{Flash, Said};
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::{Address, Bar, ErrorSummary, FormState, Frame, Hidden, Nothing, Pager, Select, TextArea, options};
use crate::words::t;

pub fn show(frame: Frame, view: LocationsView, filter: String, from: u32, form: FormState, said: Option<Said>) -> Page {
    let number = view.complaint.number;
    Page::staff(say!("Locations of C-{}", number), move || {
        let path = format!("/complaints/{number}/locations");
        let works = frame.who.may(Act::WorkCases);
        let outcomes = &view.complaint.outcomes;
        let link = |word: &str, words: &'static str, many: usize| {
            let current = (filter == word || (word == "all" && filter.is_empty())).then_some("page");
            let word = if word == "all" { "" } else { word };
            view! { <a class="views__link" href=href(&path, &[("outcome", word)]) aria-current=current>{words} " " <span class="figures">{many}</span></a> }
        };
        let views = LocationOutcome::ALL.map(|one| link(one.word(), t(one.name()), outcomes.count(one))).collect_view();
        let chosen = form.values("places");
        let shown = view.rows.len();
        let rows = view.rows.iter().map(|(place, address, outcome)| {
            let id = place.to_string();
            let checked = chosen.contains(&id);
            let pick = works.then(|| {
                view! {
                    <label class="queue__pick">
                        <input type="checkbox" name="places" value=id.clone() checked=checked data-row />
                        <span class="unseen">{t("Choose location ")} {place + 1}</span>
                    </label>
                }
            });
            let outcome = match outcome {
                Some(outcome) => t(outcome.name()).into_any(),
                None => view! { <Nothing /> }.into_any(),
            };
            view! {
                <tr role="row">
                    <td role="cell">{pick}</td>
                    <td role="cell" class="listing__number">{place + 1}</td>
                    <th role="rowheader" scope="row" class="listing__main"><Address of=address.clone() /></th>
                    <td role="cell">{outcome}</td>
                </tr>
            }
        });
        let rows: Vec<_> = rows.collect();
        let list = if rows.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No location is under this filter.")}</p>
                    <p class="empty__next"><a href=path.clone()>{t("Show all of them")}</a></p>
                </div>
            }
            .into_any()
        } else {
            view! {
                <table class="listing" role="table">
                    <caption class="unseen">{t("Locations and their outcomes")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col"><span class="unseen">{t("Choose")}</span></th>
                            <th role="columnheader" scope="col">{t("No.")}</th>
                            <th role="columnheader" scope="col">{t("Address")}</th>
                            <th role="columnheader" scope="col">{t("Outcome")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup" data-rows>{rows}</tbody>
                </table>
            }
            .into_any()
        };
        let choices = LocationOutcome::ALL
            .into_iter()
            .map(|one| (one.word(), t(one.name())))
            .chain([("none", t("No outcome (take it back)"))]);
        let which = options([
            (String::new(), t("Those that I ticked").to_owned()),
            (
                if filter.is_empty() { "all".to_owned() } else { filter.clone() },
                say!("All {} under this filter", view.matching),
            ),
        ]);
        let mark = works.then(|| {
            view! {
                <div class="form">
                    <fieldset class="group">
                        <legend class="group__title">{t("Mark them")}</legend>
                        <Select form=form.clone() name="matching" label=t("Which?") options=which />
                        <Select form=form.clone() name="outcome" label=t("What was found there?") options=options(choices) none=t("Choose one") />
                        <TextArea form=form.clone() name="note" label=t("Note") hint=t("Internal. Stays in the ledger.") rows=2 optional=true />
                    </fieldset>
                    <div class="form__acts"><button class="button button--primary">{t("Mark")}</button></div>
                </div>
            }
        });
        let pager = (from > 0 || view.next.is_some()).then(|| {
            let first = (from > 0).then(|| href(&path, &[("outcome", &filter)]));
            let next = view.next.map(|next| href(&path, &[("outcome", &filter), ("from", &next.to_string())]));
            view! { <Pager range=say!("{} on this page, {} under this filter", shown, view.matching) first next /> }
        });
        let done = outcomes.total();
        let case = view
            .case
            .clone()
            .map(|case| view! { {t(" Case ")} <a href=format!("/cases/{case}")>{case.clone()}</a> "." });
        let meta = view! { {count(view.total, "location", "locations")} ", " {done} {t(" with an outcome.")} {case} }
            .into_any();
        view! {
            <Bar frame=frame here="inbox" />
            <main class="page" id="main" tabindex="-1">
                <Head back=(format!("/complaints/{number}"), format!("C-{number}")) title=t("Locations") meta />
                <Flash said />
                <nav class="views" aria-label=t("Outcomes")>
                    {link("all", t("All"), view.total)} {link("none", t("Without an outcome"), view.total - done)} {views}
                </nav>
                <form method="post" action=href(&path, &[("outcome", &filter), ("from", &from.to_string())]) novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <div id="places">{list}</div>
                    {mark}
                </form>
                {pager}
            </main>
        }
    })
}
