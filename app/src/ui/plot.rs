//! Plots, made on the server: x in per cent, y in pixels, so that they stretch with the page and their type does not.
//! A sentence says the finding, the same figures stand below as a table, and lead away as CSV.

use crate::say;
use crate::words::{ours, t};
use docket::desk::dashboard::{Bar, Curve, Ground, Waited, Week};
use leptos::prelude::*;

/// Where the plane of a plot begins and how high it is.
const LEFT: f64 = 6.0;
const FLOOR: f64 = 200.0;
const HEIGHT: f64 = 190.0;

#[component]
pub fn Plot(
    #[prop(into)] title: String,
    /// What the plot shows, in a sentence.
    #[prop(into)]
    say: String,
    /// The series with their names.
    #[prop(optional)]
    key: Vec<String>,
    /// Where the table leads as CSV.
    #[prop(into)]
    csv: String,
    /// The id, so that a figure can lead here.
    #[prop(into)]
    id: String,
    plot: AnyView,
    table: AnyView,
    #[prop(optional)] wide: bool,
) -> impl IntoView {
    let marks = ["plot__s1", "plot__s2", "plot__s3", "plot__s4"];
    let key = (!key.is_empty()).then(|| {
        let items = key.into_iter().zip(marks).map(|(name, mark)| {
            view! { <li><svg aria-hidden="true"><rect class=mark width="100%" height="100%"></rect></svg> {name}</li> }
        });
        view! { <ul class="plot__key">{items.collect_view()}</ul> }
    });
    let label = title.clone();
    view! {
        <figure class=if wide { "plot plot--wide" } else { "plot" } id=id>
            <h2 class="plot__title">{title}</h2>
            <p class="plot__say">{say}</p>
            {key}
            {plot}
            <details class="more">
                <summary>{t("The same as a table")}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=say!("{}, as a table", label)>{table}</div>
                <p><a href=csv download>{t("Download CSV")} <span class="unseen">": " {label.clone()}</span></a></p>
            </details>
        </figure>
    }
}

/// Head and rows of a table below a plot; all cells but the first are numbers.
pub fn figures_table(caption: &str, heads: Vec<String>, rows: Vec<Vec<String>>) -> AnyView {
    let heads = heads.into_iter().enumerate().map(|(place, head)| {
        view! { <th scope="col" class=(place > 0).then_some("number")>{head}</th> }
    });
    let rows = rows.into_iter().map(|row| {
        let cells = row.into_iter().enumerate().map(|(place, cell)| match place {
            0 => view! { <th scope="row">{cell}</th> }.into_any(),
            _ => view! { <td class="number">{cell}</td> }.into_any(),
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <table>
            <caption class="unseen">{caption.to_owned()}</caption>
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

/// A round number above the highest bar, in four steps.
fn ceiling(highest: i64) -> i64 {
    let mut step = 1;
    loop {
        for factor in [1, 2, 5] {
            if step * factor * 4 >= highest {
                return step * factor * 4;
            }
        }
        step *= 10;
    }
}

/// The floor, and four lines with their numbers.
fn grid(top: i64, right: f64, unit: &'static str) -> AnyView {
    let lines = (0..=4).map(|place| {
        let y = FLOOR - HEIGHT * f64::from(place) / 4.0;
        let class = if place == 0 { "plot__axis" } else { "plot__grid" };
        view! {
            <line class=class x1=percent(LEFT) x2=percent(right) y1=pixels(y) y2=pixels(y)></line>
            <text x=percent(LEFT - 1.0) y=pixels(y + 4.0) text-anchor="end">{top * i64::from(place) / 4}{unit}</text>
        }
    });
    lines.collect_view().into_any()
}

/// Stacked bars. What has no series of its own is the fourth.
pub fn stacked(bars: &[Bar], series: &[String], label: String) -> AnyView {
    let top = ceiling(bars.iter().map(|bar| bar.all).max().unwrap_or(0).max(4));
    let slot = (100.0 - LEFT) / bars.len().max(1) as f64;
    let every = bars.len().div_ceil(10);
    let shown = bars.iter().enumerate().map(|(place, bar)| {
        let x = LEFT + slot * place as f64 + slot * 0.12;
        let (mut y, mut rest) = (FLOOR, bar.all);
        let mut parts: Vec<i64> = series.iter().map(|word| bar.by.get(word).copied().unwrap_or(0)).collect();
        rest -= parts.iter().sum::<i64>();
        parts.resize(3, 0);
        parts.push(rest);
        let rects = parts.into_iter().zip(["plot__s1", "plot__s2", "plot__s3", "plot__s4"]).map(|(many, class)| {
            let height = HEIGHT * many as f64 / top as f64;
            y -= height;
            (many > 0).then(|| {
                // A hair of paper between two parts, so that they are told apart without colour.
                let shown = (height - 1.0).max(0.5);
                view! { <rect class=class x=percent(x) width=percent(slot * 0.76) y=pixels(y) height=pixels(shown)></rect> }
            })
        });
        let rects = rects.collect_view();
        let middle = percent(x + slot * 0.38);
        let all = (bars.len() <= 14 && bar.all > 0).then(|| {
            let above = FLOOR - HEIGHT * bar.all as f64 / top as f64 - 5.0;
            view! { <text class="plot__name" x=middle.clone() y=pixels(above) text-anchor="middle">{bar.all}</text> }
        });
        let day = place.is_multiple_of(every).then(|| {
            view! { <text x=middle.clone() y="218" text-anchor="middle">{day_of(&bar.day)}</text> }
        });
        view! { {rects} {all} {day} }
    });
    let shown = shown.collect_view();
    view! { <svg width="100%" height="224" role="img" aria-label=label>{grid(top, 100.0, "")} {shown}</svg> }.into_any()
}

/// "2026-01-09" as "9 Jan" where the month begins or the row does; the table has the whole.
fn day_of(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        ours("Jan"),
        ours("Feb"),
        ours("Mar"),
        ours("Apr"),
        ours("May"),
        ours("Jun"),
        ours("Jul"),
        ours("Aug"),
        ours("Sep"),
        ours("Oct"),
        ours("Nov"),
        ours("Dec"),
    ];
    let mut parts = day.split('-').skip(1).filter_map(|part| part.parse::<usize>().ok());
    match (parts.next(), parts.next()) {
        (Some(month @ 1..=12), Some(day)) => format!("{day} {}", t(MONTHS[month - 1])),
        _ => day.to_owned(),
    }
}

pub fn curve_name(curve: &Curve) -> &'static str {
    if curve.short { t("A day or less") } else { t("Longer") }
}

/// The share over hours, a step for each answer.
pub fn steps(curves: &[Curve], label: String) -> AnyView {
    // Beyond it the names find room, on a phone too.
    const RIGHT: f64 = 80.0;
    let longest = curves.iter().filter_map(|curve| curve.steps.last()).map(|(hours, _)| *hours).fold(24.0, f64::max);
    let days = (longest / 24.0).ceil().clamp(1.0, 14.0);
    let span = days * 24.0;
    let x = |hours: f64| percent(LEFT + (RIGHT - LEFT) * (hours / span).min(1.0));
    let y = |share: f64| pixels(FLOOR - HEIGHT * share);
    let every = (days / 4.0).ceil().max(1.0) as usize;
    let ticks = (0..=days as usize).step_by(every).map(|day| {
        let at = x(day as f64 * 24.0);
        view! {
            <line class="plot__axis" x1=at.clone() x2=at.clone() y1="200" y2="204"></line>
            <text x=at y="218" text-anchor="middle">{day * 24} " h"</text>
        }
    });
    let ticks = ticks.collect_view();
    let mut taken: Vec<f64> = Vec::new();
    let lines = curves.iter().enumerate().map(|(place, curve)| {
        let class = if place == 0 { "plot__line" } else { "plot__line plot__line--2" };
        let mut drawn = Vec::new();
        let mut was = (0.0, 0.0);
        for (hours, share) in curve.steps.iter().copied().chain([(span, curve.steps.last().map_or(0.0, |step| step.1))])
        {
            drawn.push(view! { <line class=class x1=x(was.0) x2=x(hours) y1=y(was.1) y2=y(was.1)></line> }.into_any());
            drawn.push(view! { <line class=class x1=x(hours) x2=x(hours) y1=y(was.1) y2=y(share)></line> }.into_any());
            was = (hours, share);
        }
        // Names stand at the line, apart from each other.
        let mut at = FLOOR - HEIGHT * was.1 + 4.0;
        while taken.iter().any(|other| (other - at).abs() < 15.0) {
            at += 15.0;
        }
        taken.push(at);
        view! { {drawn} <text class="plot__name" x=percent(RIGHT + 1.0) y=pixels(at)>{if curve.short { t("≤ 1 day") } else { t("Longer") }}</text> }
    });
    let lines = lines.collect_view();
    view! { <svg width="100%" height="224" role="img" aria-label=label>{grid(100, RIGHT, "")} {ticks} {lines}</svg> }
        .into_any()
}

/// Outcomes of one clause in a row: switched off, plan accepted, warning, the rest.
pub fn outcome_parts(ground: &Ground) -> [i64; 4] {
    let of = |words: &[&str]| words.iter().filter_map(|word| ground.by.get(*word)).sum::<i64>();
    let off = of(&["suspension", "partial_suspension", "termination"]);
    let plan = of(&["plan_accepted"]);
    let warned = of(&["warning"]);
    [off, plan, warned, ground.all - off - plan - warned]
}

pub fn rows(grounds: &[Ground], label: String) -> AnyView {
    let most = grounds.iter().map(|ground| ground.all).max().unwrap_or(1).max(1) as f64;
    let height = grounds.len() * 44;
    let shown = grounds.iter().enumerate().map(|(place, ground)| {
        let top = (place * 44) as f64;
        let mut x = 0.0;
        let parts = outcome_parts(ground).into_iter().zip([
            ("plot__s1", "plot__on1"),
            ("plot__s2", "plot__on3"),
            ("plot__s3", "plot__on3"),
            ("plot__s4", "plot__on3"),
        ]);
        let parts = parts.map(|(many, (class, on))| {
            let width = many as f64 / most * 94.0;
            let from = x;
            x += width;
            (many > 0).then(|| {
                let number = (width > 4.0).then(|| {
                    view! { <text class=on x=percent(from + width / 2.0) y=pixels(top + 35.5) text-anchor="middle">{many}</text> }
                });
                view! {
                    <rect class=class x=percent(from) width=percent((width - 0.3).max(0.4)) y=pixels(top + 22.0) height="18"></rect>
                    {number}
                }
            })
        });
        let parts = parts.collect_view();
        view! {
            <text class="plot__name" x="0" y=pixels(top + 16.0)>{ground.clause.clone()}</text>
            <text x="100%" y=pixels(top + 16.0) text-anchor="end">{ground.all}</text>
            {parts}
        }
    });
    let shown = shown.collect_view();
    view! { <svg width="100%" height=height.to_string() role="img" aria-label=label>{shown}</svg> }.into_any()
}

/// Seven days by hours: how many deadlines fall into each.
pub fn heat(week: &Week, hour_now: usize, label: String) -> AnyView {
    const FROM: f64 = 15.0;
    let slot = (100.0 - FROM) / 24.0;
    let heads = [0, 6, 12, 18, 23].into_iter().map(|hour| {
        let x = percent(FROM + slot * (hour as f64 + 0.5));
        view! { <text x=x y="13" text-anchor="middle">{format!("{hour:02}")}</text> }
    });
    let heads = heads.collect_view();
    let days = week.days.iter().enumerate().map(|(place, (day, hours))| {
        let top = 20.0 + 27.0 * place as f64;
        let cells = hours.iter().enumerate().map(|(hour, many)| {
            let x = FROM + slot * hour as f64;
            let (class, on) = match many {
                0 => ("plot__h0", ""),
                1 => ("plot__h1", "plot__onh1"),
                2 => ("plot__h2", "plot__onh2"),
                _ => ("plot__h3", "plot__onh3"),
            };
            let number = (*many > 0).then(|| {
                view! { <text class=on x=percent(x + slot * 0.47) y=pixels(top + 17.0) text-anchor="middle">{*many}</text> }
            });
            view! { <rect class=class x=percent(x) width=percent(slot * 0.93) y=pixels(top) height="25"></rect> {number} }
        });
        let cells = cells.collect_view();
        view! { <text x="0" y=pixels(top + 17.0)>{day_of(day)}</text> {cells} }
    });
    let days = days.collect_view();
    let now = percent(FROM + slot * hour_now as f64);
    view! {
        <svg width="100%" height="214" role="img" aria-label=label>
            {heads} {days} <line class="plot__now" x1=now.clone() x2=now y1="18" y2="47"></line>
        </svg>
    }
    .into_any()
}

/// The middle half as a band, most of the rest as a whisker, the median as a mark.
pub fn quantiles(waited: &Waited, label: String) -> AnyView {
    let top = waited.nine_tenths.max(1.0) * 1.05;
    let x = |hours: f64| hours / top * 100.0;
    let between = |from: f64, to: f64| percent((x(to) - x(from)).max(0.4));
    view! {
        <svg width="100%" height="84" role="img" aria-label=label>
            <line class="plot__whisker" x1=percent(x(waited.tenth)) x2=percent(x(waited.nine_tenths)) y1="30" y2="30"></line>
            <rect class="plot__band" x=percent(x(waited.quarter)) width=between(waited.quarter, waited.three_quarters) y="14" height="32"></rect>
            <line class="plot__median" x1=percent(x(waited.half)) x2=percent(x(waited.half)) y1="10" y2="50"></line>
            <line class="plot__axis" x1="0%" x2="100%" y1="58" y2="58"></line>
            <text x="0%" y="76">"0 h"</text>
            <text x="100%" y="76" text-anchor="end">{format!("{top:.0} h")}</text>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_on_a_round_number() {
        assert_eq!([ceiling(4), ceiling(5), ceiling(63), ceiling(81), ceiling(400)], [4, 8, 80, 200, 400]);
    }

    #[test]
    fn a_day_is_short_on_an_axis() {
        assert_eq!(day_of("2026-01-09"), "9 Jan");
        assert_eq!(day_of("no day"), "no day");
    }
}
