//! Every deadline of a period, to print.

use docket::report::deadlines::Deadlines;
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::words::Language;
use leptos::prelude::*;

pub fn deadlines(report: &Deadlines, made_at: Moment) -> String {
    let report = report.clone();
    super::document(format!("Deadline report, {}", report.provider), move || {
        let made = Zone::UTC.show(made_at, Language::En).utc;
        let zone = report.period.zone;
        let rows = report.rows.iter().map(|row| {
            let by = match row.minutes_late() {
                None => String::new(),
                Some(minutes) if minutes < 0 => format!("{} min before", -minutes),
                Some(minutes) => format!("{minutes} min after"),
            };
            view! {
                <tr>
                    <th scope="row">{row.case.clone()}</th>
                    <td>{row.what.clone()}</td>
                    <td>{zone.show(row.due, Language::En).long}</td>
                    <td>{row.how.clone()}</td>
                    <td>{by}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let body = if report.rows.is_empty() {
            view! { <p>"No deadline lies in this period."</p> }.into_any()
        } else {
            view! {
                <table>
                    <thead><tr>
                        <th scope="col">"Case"</th><th scope="col">"What"</th><th scope="col">"Due"</th>
                        <th scope="col">"What happened"</th><th scope="col">"By how much"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any()
        };
        view! {
            <header>
                <p class="soft">{report.provider.clone()} ", Trust and Safety. Made for: " {report.profile.name()}</p>
                <h1>"Deadline report"</h1>
                <p>{report.period.words()} "."</p>
                <p class="soft">"Made on " {made} ", up to entry #" {report.counted.entry} ", root " <code>{report.counted.ledger_root.clone()}</code></p>
            </header>
            {body}
        }
    })
}
