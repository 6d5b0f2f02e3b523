//! What the typed deadline would be, while it is typed. The page works it out again when it is sent, so nobody
//! needs this; it only says a gap or a doubled hour before the form is checked.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the fields say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// "hours" or "wall"
    pub rule: String,
    pub hours: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    /// "first", "second" or nothing.
    pub fold: String,
    /// Whether a letter still has to leave and arrive before it.
    pub letter: bool,
}

/// What they mean: whose wall shows what, or why it is no instant yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub walls: Vec<(String, String)>,
    pub problem: Option<String>,
}

#[server(prefix = "/fn", endpoint = "deadline-preview")]
pub async fn deadline_preview(asked: Asked) -> Result<Said, ServerFnError> {
    use docket::time::zone::Zone;

    let app = crate::wire::use_app()?;
    let mine = Zone::parse(&app.who.person.zone).unwrap_or(Zone::UTC);
    Ok(work_out(&asked, app.desk.now(), mine))
}

/// `letter` must not change while the form is open, so it comes from the page.
#[island]
pub fn DeadlinePreview(said: Said, letter: bool) -> impl IntoView {
    let shown = RwSignal::new(said);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| browser::listen(shown, letter));
    #[cfg(not(feature = "hydrate"))]
    let _ = letter;
    view! {
        <div class="deadline deadline--draft" role="status">
            {move || {
                let said = shown.get();
                match said.problem {
                    Some(problem) => view! { <p class="field__error">{problem}</p> }.into_any(),
                    None => {
                        let walls = said.walls.into_iter().map(|(whose, wall)| view! { <dt>{whose}</dt> <dd>{wall}</dd> });
                        view! { <dl class="facts">{walls.collect_view()}</dl> }.into_any()
                    }
                }
            }}
        </div>
    }
}

#[cfg(feature = "ssr")]
pub use on_server::work_out;

#[cfg(feature = "ssr")]
mod on_server {
    use docket::time::zone::{Fold, Zone, deadline_hours, deadline_wall};
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
mod browser {
    use std::time::Duration;

    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::{Asked, Said, deadline_preview};

    /// So long after the last key the server is asked, and not at each of them.
    const PAUSE: Duration = Duration::from_millis(500);

    pub fn listen(shown: RwSignal<Said>, letter: bool) {
        let last = StoredValue::new(asked(letter));
        let waiting = StoredValue::<Option<TimeoutHandle>>::new(None);
        let changed = move || {
            let now = asked(letter);
            if last.with_value(|before| *before == now) {
                return;
            }
            last.set_value(now);
            if let Some(handle) = waiting.get_value() {
                handle.clear();
            }
            waiting.set_value(set_timeout_with_handle(move || ask(last.get_value(), last, shown), PAUSE).ok());
        };
        let typed = window_event_listener(leptos::ev::input, move |_| changed());
        let chosen = window_event_listener(leptos::ev::change, move |_| changed());
        on_cleanup(move || {
            typed.remove();
            chosen.remove();
        });
    }

    /// An answer to what is no longer typed is not shown.
    fn ask(wanted: Asked, last: StoredValue<Asked>, shown: RwSignal<Said>) {
        spawn_local(async move {
            if let Ok(said) = deadline_preview(wanted.clone()).await
                && last.get_value() == wanted
            {
                shown.set(said);
            }
        });
    }

    fn asked(letter: bool) -> Asked {
        let rule = value("input[name=rule]:checked");
        Asked {
            rule: if letter { rule } else { "wall".into() },
            hours: value("input[name=hours]"),
            date: value("input[name=date]"),
            time: value("input[name=time]"),
            zone: value("select[name=zone]"),
            fold: value("input[name=fold]:checked"),
            letter,
        }
    }

    fn value(selector: &str) -> String {
        let field = document().query_selector(selector).ok().flatten();
        let value = field.and_then(|field| js_sys::Reflect::get(&field, &"value".into()).ok());
        value.and_then(|value| value.as_string()).unwrap_or_default()
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
    fn gaps_doubled_hours_and_the_past_are_said() {
        let problem = |said: Said| said.problem.unwrap_or_default();
        assert!(problem(said("wall", "2021-03-14", "02:30")).contains("jump over"));
        assert!(problem(said("wall", "2021-11-07", "01:30")).contains("twice"));
        assert!(problem(said("wall", "2021-01-09", "15:50")).contains("too soon"));
        assert!(problem(said("wall", "tomorrow", "")).contains("Write a date"));
    }
}
