//! The rounds: whether they are made, by which clock, and what waits for a person because they were not.

use docket::people::Act;
use docket::sentence::rounds::doubt;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::list::count;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden};
use crate::words::{said, t};

/// `clock` and `absence` are the two forms.
pub fn show(frame: Frame, clock: FormState, absence: FormState) -> Page {
    Page::staff(t("Rounds"), move || {
        let zone = frame.zone;
        let rounds = frame.rounds;
        let last = match rounds.done_at {
            Some(at) => view! { <When at zone /> }.into_any(),
            None => view! { {t("None yet")} }.into_any(),
        };
        let standing = match rounds.doubt {
            Some(_) => view! { <span class="tag tag--late">{t("In doubt")}</span> }.into_any(),
            None => view! { {t("Not in doubt")} }.into_any(),
        };
        let mut facts = vec![fact(t("Last round"), last), fact(t("Clock"), standing)];
        if frame.who.may(Act::ReadCases) {
            let many = usize::try_from(rounds.missed).unwrap_or_default();
            let missed = match many {
                0 => view! { {t("No decision")} }.into_any(),
                _ => {
                    view! { <a href="/decisions?stage=missed">{count(many, "missed decision", "missed decisions")}</a> }
                        .into_any()
                }
            };
            facts.push(fact(t("Waits for a person"), missed));
            facts.push(fact(
                t("Instructions"),
                view! { <a href="/instructions">{t("What could not be handed over")}</a> },
            ));
        }
        let meta =
            t("Every second the desk does what became due: letters leave, deadlines pass, decisions take effect.");
        let refused = [&clock, &absence].into_iter().find(|form| form.is_refused()).cloned();
        view! {
            <Bar frame=frame.clone() here="rounds" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Rounds") meta=meta.into_any() />
                <div class="group">
                    {refused.map(|form| view! { <ErrorSummary form /> })}
                    {clock_section(&frame, clock.clone())}
                    {away_section(&frame, absence.clone())}
                </div>
                <section class="page__section" aria-labelledby="now">
                    <h2 id="now">{t("Now")}</h2>
                    <div class="form"><Facts facts ruled=true /></div>
                </section>
                {policy()}
            </main>
        }
    })
}

fn clock_section(frame: &Frame, form: FormState) -> Option<AnyView> {
    let (since, why) = frame.rounds.doubt?;
    let zone = frame.zone;
    let act = match frame.who.may(Act::KeepWatch) {
        true => view! {
            <form class="form" method="post" action="/rounds/clock" novalidate>
                <Hidden form />
                <p>
                    {t("Look at the clock of the machine first. This desk takes it to be ")} <When at=frame.now zone />
                    {t(". What has become too late by then is not done: it is missed, and asks a person.")}
                </p>
                <div class="form__acts"><button class="button button--grave">{t("The clock is right now")}</button></div>
            </form>
        }
        .into_any(),
        false => view! { <p>{t("A lead or an admin looks at the clock and says that it is right.")}</p> }.into_any(),
    };
    Some(
        view! {
            <section class="heed heed--late">
                <h2 class="heed__title">{t("The clock is in doubt")}</h2>
                <p>{said(&doubt(&why))} " " {t("This was seen ")} <When at=since zone /> "."</p>
                <p>{t("Until somebody has looked, no notice leaves, no deadline passes and no decision takes effect. Receipts leave, measures lapse and what was lifted is switched on again.")}</p>
                {act}
            </section>
        }
        .into_any(),
    )
}

fn away_section(frame: &Frame, form: FormState) -> Option<AnyView> {
    let away = frame.rounds.away?;
    let zone = frame.zone;
    let seen = match (frame.rounds.away_seen_at, frame.who.may(Act::KeepWatch)) {
        (Some(at), _) => view! { <p>{t("Somebody looked at it ")} <When at zone /> "."</p> }.into_any(),
        (None, true) => view! {
            <form class="form" method="post" action="/rounds/absence" novalidate>
                <Hidden form />
                <div class="form__acts"><button class="button">{t("I have looked at what waits")}</button></div>
            </form>
        }
        .into_any(),
        (None, false) => view! { <p>{t("A lead or an admin looks at it and says so.")}</p> }.into_any(),
    };
    let class = if frame.rounds.away_seen_at.is_none() { "heed heed--urgent" } else { "heed" };
    Some(
        view! {
            <section class=class>
                <h2 class="heed__title">{t("No rounds were made for a while")}</h2>
                <p>{t("No rounds were made from ")} <When at=away.from zone /> {t(" to ")} <When at=away.to zone /> "."</p>
                <p>{t("A decision whose hour came in that time, or in the five minutes after it, did not take effect: it is missed and waits for a person. Answers count from when they arrived. What was to be switched on again was switched on.")}</p>
                {seen}
            </section>
        }
        .into_any(),
    )
}

/// The rule for each kind of thing that becomes due.
fn policy() -> impl IntoView {
    let facts = vec![
        fact(t("A deadline passes"), t("However late: the promised instant counts, never the minute of the round.")),
        fact(t("A decision takes effect"), t("Up to a minute late by itself. Later, it is missed and asks a person.")),
        fact(
            t("A notice leaves"),
            t(
                "Only while the time that it promises is whole. Later, it is taken back, and a person gives a later deadline.",
            ),
        ),
        fact(t("What was lifted is switched on"), t("At once, however late.")),
        fact(t("A measure that nobody confirmed lapses"), t("At once, however late.")),
        fact(
            t("A letter or an instruction is handed over"),
            t("Until it is taken, by one server at a time, under one Message-ID and one number for ever."),
        ),
    ];
    view! {
        <section class="page__section" aria-labelledby="policy">
            <h2 id="policy">{t("What happens late, and what does not")}</h2>
            <div class="form"><Facts facts ruled=true /></div>
        </section>
    }
}
