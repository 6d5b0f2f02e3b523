//! The data that is kept because of a decision: until when, and the word of whoever destroyed it afterwards.

use docket::decision::Decision;
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::say;
use crate::ui::deadline::folds;
use crate::ui::due::{Ticking, When};
use crate::ui::letter::paragraphs;
use crate::ui::{Choices, Field, FormState, Frame, Hidden, TextArea};
use crate::words::t;

pub fn section(frame: &Frame, view: &CaseView, decision: &Decision, form: FormState) -> AnyView {
    let Some(until) = decision.preserve_until.filter(|_| decision.stands()) else { return ().into_any() };
    let (zone, now) = (frame.zone, frame.now);
    let held = view.held_for_court().next().map(|hold| hold.number);
    let body = match (&decision.destroyed, held) {
        (Some(gone), _) => {
            let (at, recorded_at) = (gone.at, gone.recorded_at);
            view! {
                <p>{t("Destroyed ")} <When at zone /> {t(" by ")} <bdi>{gone.done_by.show().to_owned()}</bdi> ":"</p>
                <blockquote class="side__quote">{paragraphs(gone.what.show())}</blockquote>
                <p class="soft">{t("Recorded by ")} {view.names.of(gone.by).to_owned()} ", " <When at=recorded_at zone /> "."</p>
            }
            .into_any()
        }
        (None, Some(number)) => view! {
            <p>{t("Kept until ")} <When at=until zone /> {t(", and for as long as hold ")} <a href=format!("/holds/{number}")>"H-" {number}</a> {t(" stands. Nothing of it is destroyed.")}</p>
        }
        .into_any(),
        (None, None) if now < until => view! {
            <p>{t("Kept until ")} <When at=until zone /> ", " <Ticking at=until now /> {t(". Somebody is asked a week and a day before, and when the time is over.")}</p>
        }
        .into_any(),
        (None, None) => over(frame, view, decision, form),
    };
    view! {
        <section class="page__section" id="kept" aria-labelledby="kept-title">
            <h2 id="kept-title">{t("The customer’s data")}</h2>
            <div class="group">{body}</div>
        </section>
    }
    .into_any()
}

fn over(frame: &Frame, view: &CaseView, decision: &Decision, form: FormState) -> AnyView {
    let until = decision.preserve_until.unwrap_or(frame.now);
    let (zone, now) = (frame.zone, frame.now);
    let said = view! { <p>{t("It had to be kept until ")} <When at=until zone /> {t(". Somebody decides what becomes of it; nothing is destroyed by itself.")}</p> };
    if !frame.who.may(Act::WorkCases) {
        return said.into_any();
    }
    let open = form.is_refused();
    let twice = folds(&form.value("gone_date"), &form.value("gone_time"), zone.name());
    let twice = (!twice.is_empty()).then(|| {
        view! { <Choices form=form.clone() name="gone_fold" legend=t("The clocks show this time twice. Which one?") picks=twice /> }
    });
    let today = zone.date_text(now);
    view! {
        {said}
        <details class="more" open=open>
            <summary>{t("Record that it was destroyed")}</summary>
            <form class="form" method="post" action=format!("/cases/{}/decisions/{}/destruction", view.case.number, decision.number) novalidate>
                <Hidden form=form.clone() />
                <div class="group">
                    <TextArea form=form.clone() name="gone_what" label=t("What was destroyed?") rows=3 hint=t("Volumes, mailboxes, backups. The customer reads only that it was destroyed.") />
                    <Field form=form.clone() name="gone_by" label=t("Who did it?") size=30 />
                    <div class="row">
                        <Field form=form.clone() name="gone_date" label=t("Day") kind="date" size=12 value=today />
                        <Field form=form.clone() name="gone_time" label=t("Time") kind="time" size=8 hint=say!("On the clock in {}.", zone.name()) />
                    </div>
                    {twice}
                    <div class="form__acts"><button class="button">{t("Record it")}</button></div>
                </div>
            </form>
        </details>
    }
    .into_any()
}
