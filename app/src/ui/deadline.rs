//! A promised instant. Between double rules it is frozen, between dashed rules it may still change.

use crate::say;
use crate::words::{language, t};
use docket::time::zone::{Wall, Zone, resolve};
use docket::time::{Deadline, DeadlineRule, Moment};
use leptos::prelude::*;

use super::Pick;
use super::due::Ticking;
use super::facts::{Fact, Facts, fact};
use super::list::count;

/// What the whole page is about: until when, on whose wall, counted from what.
#[component]
pub fn FrozenDeadline(
    #[prop(into)] label: String,
    deadline: Deadline,
    zone: Zone,
    now: Moment,
    /// While it runs or stands open the time is counted; afterwards it is only a date.
    #[prop(optional)]
    ticking: bool,
    /// Proposed, and not promised to anybody yet.
    #[prop(optional)]
    draft: bool,
    #[prop(into)] rule: String,
) -> impl IntoView {
    let others = on_other_walls(&deadline, zone);
    let at = deadline.at;
    let utc = Zone::UTC.show(at, language()).utc;
    // A page may show what was asked beside what is promised.
    let id = if draft { "deadline-draft" } else { "deadline" };
    let class = if draft { "deadline deadline--wide deadline--draft" } else { "deadline deadline--wide" };
    view! {
        <section class=class aria-labelledby=id>
            <div>
                <h2 class="deadline__label" id=id>{label}</h2>
                <p class="deadline__when"><time datetime=at.rfc3339() title=utc>{deadline.wall}</time></p>
                <p class="deadline__else">{others}</p>
            </div>
            {ticking.then(|| view! { <p class="deadline__left"><Ticking at now /></p> })}
            <p class="deadline__rule soft">{rule}</p>
        </section>
    }
}

/// The same instant on the walls of everybody concerned, as it would be now.
#[component]
pub fn DraftDeadline(deadline: Deadline, zone: Zone, more: Vec<Fact>) -> impl IntoView {
    let mut facts = instants(&deadline, zone);
    facts.extend(more);
    view! { <div class="deadline deadline--draft"><Facts facts /></div> }
}

/// Customer, reader, UTC: each once.
pub fn instants(deadline: &Deadline, zone: Zone) -> Vec<Fact> {
    let at = deadline.at;
    let wall = deadline.wall.clone();
    let customer = view! { <strong><time datetime=at.rfc3339()>{wall}</time></strong> };
    let mut facts = vec![fact(t("Customer"), customer)];
    facts.extend(elsewhere(deadline, zone).into_iter().map(|(whose, shown)| fact(whose, shown)));
    facts
}

/// The same instant for whoever reads, in one line, which is empty where the wall itself is theirs and UTC.
pub fn on_other_walls(deadline: &Deadline, zone: Zone) -> String {
    let others = elsewhere(deadline, zone).into_iter().map(|(whose, shown)| format!("{whose}: {shown}"));
    others.collect::<Vec<_>>().join(". ")
}

/// The reader's own zone and UTC, unless the wall above says them already.
fn elsewhere(deadline: &Deadline, zone: Zone) -> Vec<(&'static str, String)> {
    let shown = zone.show(deadline.at, language());
    let mut others = Vec::new();
    if zone.name() != deadline.zone && shown.long != deadline.wall {
        others.push((t("Yours"), shown.long.clone()));
    }
    if shown.utc != deadline.wall && shown.utc != shown.long {
        others.push(("UTC", shown.utc));
    }
    others
}

/// How the instant of a notice came about.
pub fn counted(deadline: &Deadline) -> String {
    match &deadline.rule {
        DeadlineRule::Hours { hours } => {
            let from = Zone::parse(&deadline.zone).unwrap_or(Zone::UTC).show(deadline.anchor, language());
            say!(
                "Counted from {} {}: the end of the undo minute and 15 min for delivery; from there {} h. Frozen when it was sent.",
                from.time,
                from.abbreviation,
                hours
            )
        }
        DeadlineRule::Extension { date, time } => {
            say!(
                "More time, given until {}, {} in {}. It supersedes the earlier deadline; frozen when it was given.",
                date,
                time,
                deadline.zone
            )
        }
        DeadlineRule::Days { days, .. } => {
            say!(
                "{} after the day on which the letter arrived; it ends with the last hour of its last day in {}. Frozen when it was sent.",
                count(*days as usize, "calendar day", "calendar days"),
                deadline.zone
            )
        }
        DeadlineRule::Months { months, .. } | DeadlineRule::EuMonths { months, .. } => {
            say!(
                "{} after the day on which the letter arrived; it ends with the last hour of its last day in {}. Frozen when it was sent.",
                count(*months as usize, "month", "months"),
                deadline.zone
            )
        }
        DeadlineRule::BusinessDays { days, calendar, .. } => {
            say!(
                "{} after the day on which the letter arrived, by the calendar {}, edition {}; it ends with the last hour of its last day in {}. Frozen when it was sent.",
                count(*days as usize, "business day", "business days"),
                calendar.name,
                calendar.edition,
                deadline.zone
            )
        }
        DeadlineRule::EuDays { days, calendar, .. } => {
            say!(
                "{} as Regulation 1182/71 counts them, by the calendar {}, edition {}; it ends with the last hour of its last day in {}. Frozen when it was sent.",
                count(*days as usize, "day", "days"),
                calendar.name,
                calendar.edition,
                deadline.zone
            )
        }
        DeadlineRule::Wall { date, time } => {
            say!(
                "Set by the wall in {}: {}, {}. Frozen when it was sent, by time zone data {}.",
                deadline.zone,
                date,
                time,
                deadline.tzdb
            )
        }
    }
}

/// Zones to choose from: the customer's and the reader's own first.
pub fn zone_options(customer: &str, mine: Zone) -> Vec<(String, String)> {
    let mut zones = vec![(customer.to_owned(), say!("{} (customer)", customer))];
    if mine.name() != customer {
        zones.push((mine.name().to_owned(), say!("{} (yours)", mine.name())));
    }
    let others = Zone::common().filter(|name| *name != customer && *name != mine.name());
    zones.extend(others.map(|name| (name.to_owned(), name.to_owned())));
    zones
}

/// When the clocks show a time twice, somebody must say which of the two is meant.
pub fn folds(date: &str, time: &str, zone: &str) -> Vec<Pick> {
    let wall = Zone::parse(zone).and_then(|zone| resolve(date.trim(), time.trim(), &zone));
    match wall {
        Some(Wall::Twice { first_text, second_text, .. }) => {
            vec![
                Pick::new("first", first_text).hint(t("The earlier one")),
                Pick::new("second", second_text).hint(t("The later one")),
            ]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use docket::time::zone::deadline_hours;

    use super::*;

    fn sunday(zone: &str) -> Deadline {
        let from = Moment::parse("2021-01-10T07:59:00Z").unwrap_or(Moment::MIN);
        deadline_hours(from, 24, &Zone::parse(zone).unwrap_or(Zone::UTC))
    }

    #[test]
    fn each_wall_is_shown_once() {
        assert!(elsewhere(&sunday("UTC"), Zone::UTC).is_empty());
        let west = sunday("America/Los_Angeles");
        let shown = elsewhere(&west, Zone::UTC);
        assert_eq!(shown, [("Yours", "Mon 11 Jan 2021, 07:59 UTC".to_owned())]);
        let berlin = Zone::parse("Europe/Berlin").unwrap_or(Zone::UTC);
        assert_eq!(elsewhere(&west, berlin).len(), 2);
    }

    #[test]
    fn which_of_two_is_asked_only_where_there_are_two() {
        assert_eq!(folds("2021-11-07", "01:30", "America/Los_Angeles").len(), 2);
        assert!(folds("2021-11-07", "03:30", "America/Los_Angeles").is_empty());
        assert!(folds("", "", "nowhere").is_empty());
    }

    #[test]
    fn the_rule_says_from_when_it_was_counted() {
        let said = counted(&sunday("America/Los_Angeles"));
        assert!(said.starts_with("Counted from 23:59 PST:"), "{said}");
        assert!(said.contains("24 h"), "{said}");
    }
}
