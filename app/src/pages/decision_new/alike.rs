//! Like cases beside the decision: what usually happened, what happened here, and why it differs.

use docket::decision::Outcome;
use docket::precedent::{Fate, Like, hours_given};
use leptos::prelude::*;

use super::DecisionNewView;
use crate::say;
use crate::ui::{FormState, TextArea};
use crate::words::{language, t};

/// The longest bar stands for this; longer times are as long.
const FULL_HOURS: i64 = 96;
/// So many rows are enough to see how it usually goes; the treatment report has them all.
const MOST_ROWS: usize = 12;

pub fn section(view: &DecisionNewView, chosen: Option<Outcome>, form: &FormState) -> impl IntoView + use<> {
    let seen = &view.precedents;
    let said = match (seen.rows.len(), seen.usual()) {
        (0, _) => t("No other case rests on this clause at this severity, so nothing is usual yet.").to_owned(),
        (count, None) => say!(
            "{}, too few of them decided to call anything usual.",
            crate::words::count(count, "like case", "like cases")
        ),
        (count, Some((usual, times))) => {
            let decided = seen.decided().count();
            let name = t(usual.name()).to_lowercase();
            say!("{} like cases. Of {} that ended, {} ended with: {}.", count, decided, times, name)
        }
    };
    let ours = hours_given(&view.case.notices);
    let times = match (seen.median_hours(), ours) {
        (Some(median), Some(ours)) => say!(" Median time given {} h, this one {} h.", median, ours),
        (Some(median), None) => say!(" Median time given {} h.", median),
        _ => String::new(),
    };
    let besides = (seen.complaints_open + seen.complaints_rejected > 0).then(|| {
        say!(
            "Besides, of complaints of this kind and severity {} wait without a case, and {} were rejected.",
            counted(seen.complaints_open),
            counted(seen.complaints_rejected)
        )
    });
    let mut rows: Vec<&Like> = seen.rows.iter().take(MOST_ROWS).collect();
    rows.sort_by_key(|row| (row.hours, row.opened_at));
    let table = (!rows.is_empty()).then(|| table(&rows, chosen, ours));
    let asked = chosen.and_then(|outcome| seen.asks_why(outcome)).is_some() || form.problem("differs").is_some();
    let hint = match asked {
        true => t("Harsher than usual: the reason stays on record beside the decision."),
        false => t("Needed when the outcome is harsher than usual. It stays on record beside the decision."),
    };
    let differs = seen.usual().is_some().then(|| {
        view! { <TextArea form=form.clone() name="differs" label=t("Differs? Explain") rows=3 optional=!asked hint=hint /> }
    });
    view! {
        <section class="group" id="alike" aria-labelledby="alike-title">
            <h2 class="group__title" id="alike-title">{t("Like cases")}</h2>
            <p>{t("Same clause, same severity. ")} {said} {times}</p>
            {table}
            {besides.map(|words| view! { <p class="soft">{words}</p> })}
            {differs}
        </section>
    }
}

fn counted(count: i64) -> String {
    if count >= 1000 { t("1,000 or more").to_owned() } else { count.to_string() }
}

fn table(rows: &[&Like], chosen: Option<Outcome>, ours: Option<i64>) -> impl IntoView + use<> {
    let place = rows.iter().position(|row| row.hours >= ours).unwrap_or(rows.len());
    let mut shown: Vec<AnyView> = rows.iter().map(|row| like(row)).collect();
    let outcome = chosen.map_or(t("Not chosen yet"), |outcome| outcome.name(language()));
    let here = view! {
        <tr class="alike__here">
            <th scope="row">{t("This case")}</th>
            <td>{t("Now")}</td>
            <td class="number">{hours(ours)}</td>
            <td class="alike__plot" aria-hidden="true">{bar(ours)}</td>
            <td>{outcome}</td>
        </tr>
    };
    shown.insert(place, here.into_any());
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t("Table of like cases")>
            <table class="alike">
                <caption class="unseen">{t("Like cases by the time that was given")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("Case")}</th>
                        <th scope="col">{t("Opened")}</th>
                        <th scope="col" class="number">{t("Time given")}</th>
                        <td><span class="unseen">{t("The same, drawn")}</span></td>
                        <th scope="col">{t("What became of it")}</th>
                    </tr>
                </thead>
                <tbody>{shown}</tbody>
            </table>
        </div>
    }
}

fn like(row: &Like) -> AnyView {
    let end = match (row.fate, row.lifted) {
        (Fate::Decided(_), true) => say!("{}, lifted since", t(row.fate.name())),
        (fate, _) => t(fate.name()).to_owned(),
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/cases/{}", row.number)>{row.number.clone()}</a></th>
            <td>{row.opened_at.date_text()}</td>
            <td class="number">{hours(row.hours)}</td>
            <td class="alike__plot" aria-hidden="true">{bar(row.hours)}</td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}

fn hours(given: Option<i64>) -> String {
    given.map_or_else(|| t("No notice").to_owned(), |hours| format!("{hours} h"))
}

fn bar(given: Option<i64>) -> impl IntoView + use<> {
    let width = given.unwrap_or(0).clamp(0, FULL_HOURS) * 100 / FULL_HOURS;
    view! { <svg width="100%" height="11"><rect class="alike__bar" width=format!("{width}%") height="11" /></svg> }
}
