//! What everybody should know of the rounds: that none is made, that they were away, that the clock is in doubt. And that
//! nothing at all can be written.

use docket::people::Act;
use docket::sentence::rounds::doubt;
use leptos::prelude::*;

use super::Frame;
use super::due::When;
use super::list::count;
use crate::words::{said, t};

/// The rounds come every second; so much later, something is wrong with what is due.
const LAG_SHOWN: i64 = 60;

/// Strips below the bar, the gravest first.
pub fn strips(frame: &Frame) -> AnyView {
    let (zone, rounds) = (frame.zone, frame.rounds);
    let clock = rounds.doubt.map(|(since, why)| {
        view! {
            <p class="strip strip--late" role="status">
                {said(&doubt(&why))} " " {t("Since ")} <When at=since zone />
                {t(" nothing that burdens a customer happens by itself.")} " " <a href="/rounds">{t("Look at the clock")}</a>
            </p>
        }
    });
    let read_only = frame.read_only.map(|why| {
        view! {
            <p class="strip strip--late" role="status">
                {said(&why.sentence())} " "
                {t("Until then no letter leaves, no deadline passes and nothing takes effect. Tell whoever runs this desk.")}
            </p>
        }
    });
    // That the rounds stand still is no news then.
    let late = rounds.late_since(frame.now).filter(|_| frame.read_only.is_none()).map(|since| {
        view! {
            <p class="strip strip--late" role="status">
                {t("No round was made since ")} <When at=since zone />
                {t(": no letter leaves, no deadline passes, nothing takes effect. Tell whoever runs this desk.")}
            </p>
        }
    });
    // While the clock is in doubt, things wait on purpose; while no round is made, everything does.
    let stuck = rounds.doubt.is_none() && late.is_none() && frame.read_only.is_none() && frame.lag_seconds > LAG_SHOWN;
    let stuck = stuck.then(|| {
        view! {
            <p class="strip strip--late" role="status">
                {t("What is due is not being done: the oldest thing waits for ")} {frame.lag_seconds / 60}
                {t(" minutes. Tell whoever runs this desk.")}
            </p>
        }
    });
    let away = rounds.unseen().map(|away| {
        let missed = (rounds.missed > 0 && frame.who.may(Act::ReadCases)).then(|| {
            let many = usize::try_from(rounds.missed).unwrap_or_default();
            view! { " " <a href="/decisions?stage=missed">{count(many, "missed decision", "missed decisions")}</a> }
        });
        view! {
            <p class="strip strip--urgent" role="status">
                {t("No rounds were made from ")} <When at=away.from zone /> {t(" to ")} <When at=away.to zone /> "."
                {missed} " " <a href="/rounds">{t("What waits for a person")}</a>
            </p>
        }
    });
    (read_only.is_some() || clock.is_some() || late.is_some() || stuck.is_some() || away.is_some())
        .then(|| view! { <section aria-label=t("Rounds")>{read_only} {clock} {late} {stuck} {away}</section> })
        .into_any()
}
