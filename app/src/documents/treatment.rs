//! Like cases side by side, to print.

use docket::report::treatment::{Treatment, hours_words};
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::words::Language;
use leptos::prelude::*;

pub fn treatment(report: &Treatment, made_at: Moment) -> String {
    let report = report.clone();
    super::document(format!("Treatment report, {}", report.provider), move || {
        let made = Zone::UTC.show(made_at, Language::En).utc;
        let hours = |hours: Option<f64>| hours.map_or_else(|| "–".to_owned(), hours_words);
        let groups = report.groups.iter().map(|group| {
            let outcomes: Vec<String> = group.outcomes.iter().map(|(name, many)| format!("{name} {many}")).collect();
            view! {
                <tr>
                    <th scope="row">{group.category.clone()} ", " {group.severity.to_lowercase()}</th>
                    <td>{group.cases}</td>
                    <td>{outcomes.join(", ")}</td>
                    <td>{hours(group.waited())}</td>
                    <td>{hours(group.given())}</td>
                    <td>{group.answered} " of " {group.told}</td>
                    <td>{group.left_open}</td>
                    <td>{group.rejected}</td>
                    <td>{group.passed_on}</td>
                </tr>
            }
        });
        let groups = groups.collect_view();
        let rows = report.rows.iter().map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.number.clone()}</th>
                    <td>{row.customer.clone()}</td>
                    <td>{row.category.clone()} ", " {row.severity.to_lowercase()}</td>
                    <td>{row.clause.clone()}</td>
                    <td>{row.began.date_text()}</td>
                    <td>{row.given_hours.clone()}</td>
                    <td>{row.answered}</td>
                    <td>{row.outcome.clone()}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let more = report.more.then(|| view! { <p>"The table as CSV goes on; here its first lines stand."</p> });
        let empty = report.groups.is_empty().then(|| view! { <p>"Nothing was reported in this period."</p> });
        view! {
            <header>
                <p class="soft">{report.provider.clone()} ", Trust and Safety. Made for: " {report.profile.name()}</p>
                <h1>"Treatment report"</h1>
                <p>"Cases opened and complaints received " {report.period.words()}
                    ". Alike are cases of one category and severity. What was left alone stands here too: leaving alone is a treatment."</p>
                <p class="soft">"Made on " {made} ", up to entry #" {report.counted.entry} ", root " <code>{report.counted.ledger_root.clone()}</code></p>
            </header>
            {empty}
            <h2>"Like cases"</h2>
            <table>
                <thead><tr>
                    <th scope="col">"Category, severity"</th><th scope="col">"Cases"</th><th scope="col">"Outcomes"</th>
                    <th scope="col">"To first notice, median"</th><th scope="col">"Time given, median"</th>
                    <th scope="col">"Answered"</th><th scope="col">"Left open"</th><th scope="col">"Rejected"</th><th scope="col">"Passed on"</th>
                </tr></thead>
                <tbody>{groups}</tbody>
            </table>
            <h2>"One by one"</h2>
            {more}
            <table>
                <thead><tr>
                    <th scope="col">"Number"</th><th scope="col">"Customer"</th><th scope="col">"Category"</th><th scope="col">"Clause"</th>
                    <th scope="col">"Began"</th><th scope="col">"Hours given"</th><th scope="col">"Answered"</th><th scope="col">"Outcome"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}
