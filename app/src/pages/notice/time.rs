//! The time of a notice: reminders that left and are to come, time that we owe, a wall that reads otherwise by now.

use docket::notice::Notice;
use docket::notice::later::Why;
use docket::notice::reminder::Mark;
use docket::people::Act;
use docket::time::left_words;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::say;
use crate::ui::deadline::folds;
use crate::ui::due::When;
use crate::ui::{Choices, Field, FormState, Frame, Hidden, Pick, TextArea};
use crate::words::{language, t};

/// A later deadline for what we cost the customer.
pub fn later(frame: &Frame, view: &CaseView, notice: &Notice, form: FormState) -> AnyView {
    let followed = view.notices.iter().any(|other| other.number > notice.number && other.sent_at().is_some());
    if notice.sent_at().is_none() || view.case.is_closed() || followed || !frame.who.may(Act::WorkCases) {
        return ().into_any();
    }
    let open = form.is_refused();
    let zone = notice.deadline.zone.clone();
    let picks = Why::CHOICES.map(|why| Pick::new(why.word(), t(why.name()))).into();
    let twice = folds(&form.value("date"), &form.value("time"), &zone);
    let twice = (!twice.is_empty()).then(|| {
        view! { <Choices form=form.clone() name="fold" legend=t("The clocks show this time twice. Which one?") picks=twice /> }
    });
    view! {
        <details class="more page__section" open=open id="later">
            <summary>{t("Give time that we owe")}</summary>
            <form class="form" method="post" action=format!("/cases/{}/notices/{}/later", view.case.number, notice.number) novalidate>
                <Hidden form=form.clone() version=view.version />
                <div class="group">
                    <p>{t("A deadline is never shortened and never stopped: a later one takes its place, and the one before stays on record. It stands at ")} {notice.deadline.wall.clone()} "."</p>
                    <Choices form=form.clone() name="why" legend=t("What did it cost them?") picks />
                    <div class="row">
                        <Field form=form.clone() name="date" label=t("New deadline: day") kind="date" size=12 />
                        <Field form=form.clone() name="time" label=t("Time") kind="time" size=8 hint=say!("On the clock in {}.", zone) />
                    </div>
                    {twice}
                    <TextArea form name="words" label=t("What happened?") rows=3 hint=t("The customer reads it, in their letter and on their page.") />
                    <div class="form__acts"><button class="button">{t("Set the later deadline")}</button></div>
                </div>
            </form>
        </details>
    }
    .into_any()
}

/// For the rail: when the customer was reminded, and when they will be.
pub fn reminders(frame: &Frame, notice: &Notice) -> AnyView {
    let zone = frame.zone;
    let left = notice.reminded.iter().map(|one| {
        let words = left_words(one.left, language());
        view! { <li><When at=one.at zone /> ": " {say!("{} left", words)}</li> }
    });
    let left = left.collect_view();
    let to_come = notice.reminders.iter().map(|one| {
        let words = match one.mark {
            Mark::Half => t("half time").to_owned(),
            Mark::Before { minutes } => {
                say!("{} before the deadline", left_words(i64::from(minutes) * 60_000_000, language()))
            }
        };
        view! { <li class="soft"><When at=one.at zone /> ": " {words}</li> }
    });
    let to_come = to_come.collect_view();
    let none = (notice.reminded.is_empty() && notice.reminders.is_empty()).then(|| view! { <p>{t("None.")}</p> });
    view! {
        <h2 class="section-title">{t("Reminders to the customer")}</h2>
        {none}
        <ul>{left}{to_come}</ul>
    }
    .into_any()
}

/// A newer time zone database reads the wall otherwise. The promise stands; somebody should know.
pub fn drift(frame: &Frame, notice: &Notice) -> AnyView {
    let Some(drift) = notice.drifts(frame.now) else { return ().into_any() };
    let zone = frame.zone;
    let means = match drift.now_means {
        Some(at) => view! { {t("By newer time zone data the same wall time is ")} <When at zone /> "." }.into_any(),
        None => view! { {t("By newer time zone data no clock shows this time.")} }.into_any(),
    };
    view! {
        <section class="heed heed--late">
            <h2 class="heed__title">{t("This deadline reads otherwise by now")}</h2>
            <p>{means} " " {t("What was promised stands, and is never shortened. If the customer should have until the other instant, give them a later deadline.")}</p>
        </section>
    }
    .into_any()
}
