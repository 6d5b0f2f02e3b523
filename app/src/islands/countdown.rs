//! How much time is left, ticking. The page itself says until when; this only counts.

#[cfg(feature = "ssr")]
use leptos::prelude::*;

use crate::say;
use crate::words::t;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// `instant` and `now` are milliseconds since 1970 by the server's clock; the browser's own clock only counts on from
/// `now`, because it may be wrong and the server's is the one that decides.
#[cfg(feature = "ssr")]
#[component]
pub fn Countdown(
    instant: i64,
    now: i64,
    /// Set in a sentence ("Urgent, in 3 h 12 min") instead of a column that says already what is counted.
    prose: bool,
) -> impl IntoView {
    let left = instant - now;
    view! {
        <span class="countdown" data-countdown=instant data-now=now data-prose=prose.then_some("")>
            <span class=tone(left) aria-hidden="true">{words(left, prose)}</span>
            <span class="unseen" role="status"></span>
        </span>
    }
}

/// The class of the clock face: it fills as time runs out, and turns into a square when it has.
pub fn tone(left: i64) -> &'static str {
    match left {
        ..0 => "due due--late",
        0..14_400_000 => "due due--urgent",
        14_400_000..86_400_000 => "due due--soon",
        _ => "due",
    }
}

/// The same words for the first page and every tick after it.
pub fn words(left: i64, prose: bool) -> String {
    let amount = amount(left.abs());
    match (left, prose) {
        (..0, false) => say!("Overdue {}", amount),
        (..0, true) => say!("Overdue by {}", amount),
        (0..14_400_000, false) => say!("Urgent {}", amount),
        (0..14_400_000, true) => say!("Urgent, in {}", amount),
        (14_400_000..86_400_000, false) => say!("Soon {}", amount),
        (14_400_000..86_400_000, true) => say!("Due soon, in {}", amount),
        (_, false) => amount,
        (_, true) => say!("in {}", amount),
    }
}

fn amount(span: i64) -> String {
    if span >= DAY {
        say!("{} d {} h", span / DAY, format!("{:02}", span % DAY / HOUR))
    } else if span >= HOUR {
        format!("{} h {:02} min", span / HOUR, span % HOUR / MINUTE)
    } else if span >= 10 * MINUTE {
        format!("{} min", span / MINUTE)
    } else {
        format!("{} min {:02} s", span / MINUTE, span % MINUTE / SECOND)
    }
}

/// What the polite live region says when `left` has just come down from `before`; most ticks say nothing.
pub fn announcement(before: i64, left: i64) -> Option<&'static str> {
    let crossed = |mark: i64| before > mark && left <= mark;
    [
        (0, t("The time has come. See what holds now.")),
        (15 * MINUTE, t("15 minutes left.")),
        (HOUR, t("One hour left.")),
        (4 * HOUR, t("Four hours left.")),
        (DAY, t("24 hours left.")),
    ]
    .into_iter()
    .find(|(mark, _)| crossed(*mark))
    .map(|(_, words)| words)
}

#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

    use super::{HOUR, MINUTE, SECOND, announcement, tone, words};
    use crate::islands::dom::{all, ask_again, number, say};

    pub fn wake() {
        for place in all("[data-countdown]") {
            let (instant, now) = (number(&place, "data-countdown"), number(&place, "data-now"));
            tick(place, instant + clock() - now, instant - now);
        }
    }

    fn clock() -> i64 {
        js_sys::Date::now() as i64
    }

    /// Every second in the last ten minutes, every minute before, at the moment when the words change.
    fn tick(place: Element, instant: i64, before: i64) {
        let running = before > 0;
        let mut left = instant - clock();
        if running {
            // Whether the time is over is the server's to say; until it has, we stand at nothing left.
            left = left.max(0);
        }
        if let Some(shown) = place.first_element_child() {
            shown.set_class_name(tone(left));
            say(&shown, &words(left, place.has_attribute("data-prose")));
        }
        if let (Some(spoken), Some(words)) = (place.last_element_child(), announcement(before, left)) {
            say(&spoken, words);
        }
        if running && left == 0 {
            if nothing_typed() {
                set_timeout(ask_again, Duration::from_secs(1));
            }
            return;
        }
        let step = if left.abs() < 10 * MINUTE { SECOND } else { MINUTE };
        let pause = if left > 0 { left % step + 1 } else { step }.min(HOUR);
        set_timeout(move || tick(place, instant, left), Duration::from_millis(pause.unsigned_abs()));
    }

    /// A reload must not throw away what somebody is writing.
    fn nothing_typed() -> bool {
        let Ok(fields) = document().query_selector_all(".errors, form[method=post] :is(input, textarea)") else {
            return false;
        };
        (0..fields.length()).filter_map(|i| fields.get(i)).all(|field| {
            if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                input.value() == input.default_value() && input.checked() == input.default_checked()
            } else if let Some(text) = field.dyn_ref::<HtmlTextAreaElement>() {
                text.default_value().is_ok_and(|kept| kept == text.value())
            } else {
                false
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_the_time_left() {
        assert_eq!(words(2 * DAY + 6 * HOUR, false), "2 d 06 h");
        assert_eq!(words(20 * HOUR + 10 * MINUTE, false), "Soon 20 h 10 min");
        assert_eq!(words(3 * HOUR + 12 * MINUTE, true), "Urgent, in 3 h 12 min");
        assert_eq!(words(9 * MINUTE + 5 * SECOND, false), "Urgent 9 min 05 s");
        assert_eq!(words(-(11 * HOUR + 17 * MINUTE), false), "Overdue 11 h 17 min");
    }

    #[test]
    fn nothing_left_is_not_yet_overdue() {
        assert_eq!(words(0, false), "Urgent 0 min 00 s");
        assert_eq!(tone(0), "due due--urgent");
        assert_eq!(tone(-1), "due due--late");
    }

    #[test]
    fn each_mark_is_spoken_once() {
        assert_eq!(announcement(HOUR + 1, HOUR), Some("One hour left."));
        assert_eq!(announcement(HOUR, HOUR - MINUTE), None);
        assert_eq!(announcement(1, 0), Some("The time has come. See what holds now."));
        // A laptop that slept through three marks hears only the last.
        assert_eq!(announcement(2 * DAY, 10 * MINUTE), Some("15 minutes left."));
    }
}
