//! An instant as pages show it, and how much time is left until then.

use docket::time::Moment;
use docket::time::zone::Zone;
use leptos::prelude::*;

use crate::islands::Countdown;
use crate::islands::countdown::{tone, words};
use crate::words::language;

/// "Sun 10 Jan 2021, 23:59 PST (UTC−08:00)", in UTC for whoever points at it.
#[component]
pub fn When(at: Moment, zone: Zone) -> impl IntoView {
    let shown = zone.show(at, language());
    view! { <time datetime=at.rfc3339() title=shown.utc>{shown.long}</time> }
}

/// "23:59 PST", under a heading that says the day.
#[component]
pub fn TimeOfDay(at: Moment, zone: Zone) -> impl IntoView {
    let shown = zone.glimpse(at, language());
    view! { <time datetime=at.rfc3339() title=shown.utc>{shown.time} " " {shown.clock}</time> }
}

/// For a list with many of them: said once, as of when the page was made.
#[component]
pub fn Due(at: Moment, now: Moment, #[prop(optional)] prose: bool) -> impl IntoView {
    let left = at.minus(now) / 1000;
    view! { <span class=tone(left)>{words(left, prose)}</span> }
}

/// For the one that the page is about: it ticks.
#[component]
pub fn Ticking(at: Moment, now: Moment) -> impl IntoView {
    view! { <Countdown instant=at.micros() / 1000 now=now.micros() / 1000 prose=true /> }
}
