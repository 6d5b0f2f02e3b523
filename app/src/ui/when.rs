//! Instants in columns, where the page says once whose clock it speaks by. The long form is in `due`.

use crate::words::language;
use docket::time::Moment;
use docket::time::zone::Zone;
use leptos::prelude::*;

/// For columns whose page says the zone: "10 Jan 23:59", and in another year "10 Jan 2020".
#[component]
pub fn WhenShort(at: Moment, zone: Zone, now: Moment) -> impl IntoView {
    let shown = zone.glimpse(at, language());
    let words = short(&shown.date, &shown.time, &zone.glimpse(now, language()).date);
    view! { <time datetime=at.rfc3339() title=shown.utc>{words}</time> }
}

/// Only the day: "Sun 10 Jan 2021".
#[component]
pub fn Day(at: Moment, zone: Zone) -> impl IntoView {
    let shown = zone.glimpse(at, language());
    view! { <time datetime=at.rfc3339() title=shown.utc>{shown.date}</time> }
}

/// Which clock a page speaks by: "PST, UTC−08:00", or only "UTC".
pub fn clock_name(zone: Zone, now: Moment) -> String {
    let shown = zone.show(now, language());
    match shown.abbreviation.as_str() {
        "" => shown.offset,
        "UTC" => "UTC".to_owned(),
        name => format!("{name} ({})", shown.offset),
    }
}

fn short(date: &str, time: &str, today: &str) -> String {
    let year = |date: &str| date.rsplit(' ').next().unwrap_or_default().to_owned();
    let day_and_year = date.split_once(' ').map_or(date, |(_, rest)| rest);
    match day_and_year.rsplit_once(' ') {
        Some((day, its)) if its == year(today) => format!("{day} {time}"),
        _ => day_and_year.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn this_year_needs_no_year() {
        assert_eq!(short("Sun 10 Jan 2021", "23:59", "Mon 1 Mar 2021"), "10 Jan 23:59");
        assert_eq!(short("Thu 10 Dec 2020", "23:59", "Mon 1 Mar 2021"), "10 Dec 2020");
    }
}
