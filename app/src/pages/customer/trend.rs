//! Complaints over time: a small plot that says what it shows, and the same as a table.

use crate::say;
use crate::words::{language, t};
use docket::time::zone::Zone;
use docket::view::Week;
use leptos::prelude::*;

const HEIGHT: i64 = 120;
const TOP: i64 = 8;
const FOOT: i64 = 100;

pub fn show(weeks: &[Week], zone: Zone) -> Option<AnyView> {
    let total: i64 = weeks.iter().map(|week| week.many).sum();
    if total == 0 {
        return None;
    }
    let most = weeks.iter().map(|week| week.many).max().unwrap_or(1).max(1);
    let count = i64::try_from(weeks.len()).unwrap_or(1).max(1);
    let half = weeks.len() / 2;
    let later: i64 = weeks[half..].iter().map(|week| week.many).sum();
    let say = say!(
        "{} in {} weeks: {} in the later half, {} in the earlier one. The most in one week: {}.",
        total,
        weeks.len(),
        later,
        total - later,
        most
    );
    let day = move |at| zone.show(at, language()).date;
    // x in per cent, y in pixels: the plot stretches with the page and its type never scales.
    let left = |place: i64| 6.0 + 94.0 * place as f64 / count as f64;
    let bars = weeks.iter().zip(0..).filter(|(week, _)| week.many > 0).map(|(week, place)| {
        let height = ((FOOT - TOP) * week.many / most).max(2);
        let words = say!("Week of {}: {}", day(week.since), week.many);
        view! {
            <rect class="plot__s1" x=format!("{:.2}%", left(place) + 0.3) width=format!("{:.2}%", 94.0 / count as f64 - 0.6) y=FOOT - height height=height>
                <title>{words}</title>
            </rect>
        }
    });
    let bars = bars.collect_view();
    let first = weeks.first().map(|week| day(week.since)).unwrap_or_default();
    let label = say!("Complaints a week over {} weeks, at most {}", weeks.len(), most);
    let rows = weeks.iter().map(|week| {
        view! { <tr><th scope="row">{day(week.since)}</th><td class="number">{week.many}</td></tr> }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <figure class="plot page__section">
                <h2 class="plot__title">{t("Complaints a week")}</h2>
                <p class="plot__say">{say}</p>
                <svg width="100%" height=HEIGHT role="img" aria-label=label>
                    <line class="plot__axis" x1="6%" x2="100%" y1=FOOT y2=FOOT />
                    <text x="5%" y=FOOT + 4 text-anchor="end">"0"</text>
                    <line class="plot__grid" x1="6%" x2="100%" y1=TOP y2=TOP />
                    <text x="5%" y=TOP + 4 text-anchor="end">{most}</text>
                    {bars}
                    <text x="6%" y=FOOT + 16>{first}</text>
                    <text x="100%" y=FOOT + 16 text-anchor="end">{t("now")}</text>
                </svg>
                <details>
                    <summary>{t("The same as a table")}</summary>
                    <div class="scroll" tabindex="0" role="region" aria-label=t("Complaints a week")>
                        <table>
                            <caption class="unseen">{t("Complaints a week")}</caption>
                            <thead><tr><th scope="col">{t("Week of")}</th><th scope="col" class="number">{t("Complaints")}</th></tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </details>
            </figure>
        }
        .into_any(),
    )
}
