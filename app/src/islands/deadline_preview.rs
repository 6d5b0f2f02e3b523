//! What the typed deadline would be, while it is typed. The page works it out again when it is sent, so nobody
//! needs this; it only says a gap or a doubled hour before the form is checked.

#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// What the fields say.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// "hours", "days", "months", "business", "eu" or "wall"
    pub rule: String,
    pub hours: String,
    pub days: String,
    pub months: String,
    /// By which business days are counted.
    pub calendar: Option<docket::calendar::Calendar>,
    pub date: String,
    pub time: String,
    pub zone: String,
    /// "first", "second" or nothing.
    pub fold: String,
    /// Whether a letter still has to leave and arrive before it.
    pub letter: bool,
}

/// What they mean: whose wall shows what, or why it is no instant yet.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    pub walls: Vec<(String, String)>,
    pub problem: Option<String>,
}

/// `letter` must not change while the form is open, so it comes from the page.
#[cfg(feature = "ssr")]
#[component]
pub fn DeadlinePreview(said: Said, letter: bool) -> impl IntoView {
    view! {
        <div class="deadline deadline--draft" role="status" data-deadline=if letter { "letter" } else { "" }>
            <Walls said />
        </div>
    }
}

/// Also the answer to whoever asks again while typing.
#[cfg(feature = "ssr")]
#[component]
pub fn Walls(said: Said) -> impl IntoView {
    match said.problem {
        Some(problem) => view! { <p class="field__error">{problem}</p> }.into_any(),
        None => {
            let walls = said.walls.into_iter().map(|(whose, wall)| view! { <dt>{whose}</dt> <dd>{wall}</dd> });
            view! { <dl class="facts">{walls.collect_view()}</dl> }.into_any()
        }
    }
}

#[cfg(feature = "ssr")]
pub use on_server::work_out;

#[cfg(feature = "ssr")]
mod on_server {
    use docket::time::zone::{Fold, Span, Zone, business_days, calendar_span, deadline_hours, deadline_wall, eu_span};
    use docket::time::{Deadline, Moment, left_short};
    use docket::timer::{counted_from, promised_from};

    use super::{Asked, Said};
    use crate::words::{language, t};

    /// The desk works it out once more when the form is sent; here only the words are made.
    pub fn work_out(asked: &Asked, now: Moment, mine: Zone) -> Said {
        let Some(zone) = Zone::parse(&asked.zone) else { return problem(t("Choose a time zone from the list.")) };
        let deadline = if asked.rule == "wall" {
            let fold = match asked.fold.as_str() {
                "first" => Some(Fold::First),
                "second" => Some(Fold::Second),
                _ => None,
            };
            match deadline_wall(asked.date.trim(), asked.time.trim(), &zone, now, fold) {
                Ok(deadline) => deadline,
                Err(why) => return problem(why.sentence(language())),
            }
        } else if matches!(asked.rule.as_str(), "days" | "business" | "eu") {
            match in_days(asked, now, &zone) {
                Ok(deadline) => deadline,
                Err(why) => return problem(why),
            }
        } else if asked.rule == "months" {
            let months = asked.months.trim().parse::<u32>().ok().filter(|months| (1..=1200).contains(months));
            match months.and_then(|months| calendar_span(promised_from(now), Span::Months(months), &zone)) {
                Some(deadline) => deadline,
                None => return problem(t("Write a number of months.")),
            }
        } else {
            let Ok(hours) = asked.hours.trim().parse::<u32>() else { return problem(t("Write a number of hours.")) };
            deadline_hours(promised_from(now), hours.min(100_000), &zone)
        };
        let earliest = if asked.letter { counted_from(now) } else { now };
        if deadline.at <= earliest {
            return problem(if asked.letter {
                t("This is too soon: the letter itself needs sixteen minutes to leave and arrive.")
            } else {
                t("This hour has passed.")
            });
        }
        Said { walls: walls(&deadline, now, mine), problem: None }
    }

    fn in_days(asked: &Asked, now: Moment, zone: &Zone) -> Result<Deadline, String> {
        let days = asked.days.trim().parse::<u32>().ok().filter(|days| (1..=4000).contains(days));
        let days = days.ok_or_else(|| t("Write a number of days."))?;
        let from = promised_from(now);
        let counted = match (asked.rule.as_str(), &asked.calendar) {
            ("days", _) => calendar_span(from, Span::Days(days), zone),
            (_, None) => return Err(t("Choose a calendar from the list.").to_owned()),
            ("eu", Some(calendar)) => eu_span(from, Span::Days(days), zone, calendar),
            (_, Some(calendar)) => business_days(from, days, zone, calendar),
        };
        counted.ok_or_else(|| t("Write a number of days.").to_owned())
    }

    fn problem(sentence: impl Into<String>) -> Said {
        Said { walls: Vec::new(), problem: Some(sentence.into()) }
    }

    fn walls(deadline: &Deadline, now: Moment, mine: Zone) -> Vec<(String, String)> {
        let shown = mine.show(deadline.at, language());
        let mut walls = vec![(t("Customer").to_owned(), deadline.sentence(language()))];
        if shown.long != deadline.sentence(language()) {
            walls.push((t("You").to_owned(), shown.long.clone()));
        }
        if shown.utc != shown.long && shown.utc != deadline.wall {
            walls.push(("UTC".to_owned(), shown.utc));
        }
        walls.push((t("From now").to_owned(), left_short(deadline.at.minus(now), language())));
        walls
    }
}

#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;

    use leptos::ev;
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
    use leptos::prelude::*;
    use wasm_bindgen_futures::spawn_local;
    use web_sys::Element;

    use crate::islands::dom::{attribute, find, post, value};

    /// So long after the last key the server is asked, and not at each of them.
    const PAUSE: Duration = Duration::from_millis(500);

    type Fields = Vec<(String, String)>;

    pub fn wake() {
        let Some(place) = find("[data-deadline]") else { return };
        let last = Rc::new(RefCell::new(asked(&place)));
        let waiting = Rc::new(Cell::new(None::<TimeoutHandle>));
        let changed = move || {
            let now = asked(&place);
            if *last.borrow() == now {
                return;
            }
            last.replace(now);
            if let Some(handle) = waiting.take() {
                handle.clear();
            }
            let (place, last) = (place.clone(), last.clone());
            waiting.set(set_timeout_with_handle(move || ask(place, last), PAUSE).ok());
        };
        let typed = changed.clone();
        let _ = window_event_listener(ev::input, move |_| typed());
        let _ = window_event_listener(ev::change, move |_| changed());
    }

    /// An answer to what is no longer typed is not shown.
    fn ask(place: Element, last: Rc<RefCell<Fields>>) {
        let wanted = last.borrow().clone();
        spawn_local(async move {
            if let Some(said) = post("/deadline-preview", &wanted).await
                && *last.borrow() == wanted
            {
                place.set_inner_html(&said);
            }
        });
    }

    fn asked(place: &Element) -> Fields {
        let letter = attribute(place, "data-deadline");
        let of = |name: &str, selector: &str| {
            (name.to_owned(), find(selector).map(|field| value(&field)).unwrap_or_default())
        };
        vec![
            of("rule", "input[name=rule]:checked"),
            of("hours", "input[name=hours]"),
            of("days", "input[name=days]"),
            of("months", "input[name=months]"),
            of("calendar", "select[name=calendar]"),
            of("date", "input[name=date]"),
            of("time", "input[name=time]"),
            of("zone", "select[name=zone]"),
            of("fold", "input[name=fold]:checked"),
            ("letter".to_owned(), letter),
        ]
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use docket::time::Moment;
    use docket::time::zone::Zone;

    use super::*;

    fn said(rule: &str, date: &str, time: &str) -> Said {
        let now = Moment::parse("2021-01-09T23:44:00Z").unwrap_or(Moment::MIN);
        let asked = Asked {
            rule: rule.into(),
            hours: "24".into(),
            days: "2".into(),
            months: "1".into(),
            calendar: None,
            date: date.into(),
            time: time.into(),
            zone: "America/Los_Angeles".into(),
            fold: String::new(),
            letter: true,
        };
        work_out(&asked, now, Zone::UTC)
    }

    #[test]
    fn hours_are_counted_from_the_letter_s_arrival() {
        let said = said("hours", "", "");
        assert_eq!(said.walls[0], ("Customer".to_owned(), "Sun 10 Jan 2021, 16:00 PST (UTC−08:00)".to_owned()));
        assert_eq!(said.walls[1], ("You".to_owned(), "Mon 11 Jan 2021, 00:00 UTC".to_owned()));
    }

    #[test]
    fn days_end_with_the_last_hour_of_their_last_one() {
        assert_eq!(said("days", "", "").walls[0].1, "Mon 11 Jan 2021, 24:00 PST (UTC−08:00)");
        assert_eq!(said("months", "", "").walls[0].1, "Tue 9 Feb 2021, 24:00 PST (UTC−08:00)");
        assert!(said("business", "", "").problem.unwrap_or_default().contains("calendar"));
    }

    #[test]
    fn gaps_doubled_hours_and_the_past_are_said() {
        let problem = |said: Said| said.problem.unwrap_or_default();
        assert!(problem(said("wall", "2021-03-14", "02:30")).contains("jump over"));
        assert!(problem(said("wall", "2021-11-07", "01:30")).contains("twice"));
        assert!(problem(said("wall", "2021-01-09", "15:50")).contains("too soon"));
        assert!(problem(said("wall", "tomorrow", "")).contains("Write a date"));
    }
}
