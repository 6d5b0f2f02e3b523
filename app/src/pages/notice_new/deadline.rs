//! Until when: so many hours after the letter, or a time on a wall.

use docket::notice::anchor::Anchor;
use docket::time::zone::{Wall, Zone, resolve};
use leptos::prelude::*;

use super::ComposerView;
use crate::islands::DeadlinePreview;
use crate::islands::deadline_preview::{Asked, work_out};
use crate::ui::deadline::{folds, zone_options};
use crate::ui::{Choices, Field, FormState, Frame, Select, TextArea, options};
use crate::words::{language, t};

pub(super) fn deadline(frame: &Frame, view: &ComposerView, form: &FormState) -> impl IntoView + use<> {
    let customer_zone = view.case.customer.zone.clone();
    let zone = Zone::parse(&customer_zone).unwrap_or(Zone::UTC);
    let tomorrow = zone.date_text(frame.now.plus_seconds(86_400));
    let asked = Asked {
        rule: form.or("rule", "hours"),
        hours: form.or("hours", view.draft.hours.to_string()),
        date: form.or("date", tomorrow),
        time: form.or("time", "23:59"),
        zone: form.or("zone", zone.name()),
        fold: form.value("fold"),
        days: form.or("days", "3"),
        months: form.or("months", "1"),
        calendar: view
            .calendars
            .iter()
            .find(|one| one.name == form.value("calendar"))
            .or(view.calendars.first())
            .cloned(),
        letter: true,
    };
    let said = work_out(&asked, frame.now, frame.zone);
    let rule = asked.rule.clone();
    let by_wall = rule == "wall";
    let by_hours = !matches!(rule.as_str(), "wall" | "days" | "months" | "business" | "eu");
    let calendars = calendars(view, form, &rule, &asked);
    let folds = if by_wall { folds(&asked.date, &asked.time, &asked.zone) } else { Vec::new() };
    let which = (!folds.is_empty()).then(|| {
        view! { <Choices form=form.clone() name="fold" legend=t("Which of the two?") hint=t("The clocks show this time twice.") picks=folds /> }
    });
    let neighbours = by_wall.then(|| neighbours(&asked)).flatten();
    let form = form.clone();
    view! {
        <fieldset class="group">
            <legend class="group__title">{t("Deadline")}</legend>
            <div class="choices">
                <label class="choice" for="rule">
                    <input type="radio" id="rule" name="rule" value="hours" checked=by_hours />
                    <span>{t("Hours after the letter")} <span class="choice__hint">{t("Counted from the end of the undo minute and 15 min for delivery.")}</span></span>
                </label>
                <div class="choice__more"><Field form=form.clone() name="hours" label=t("Hours") value=asked.hours size=5 inputmode="numeric" /></div>
                {calendars}
                <label class="choice" for="rule-2">
                    <input type="radio" id="rule-2" name="rule" value="wall" checked=by_wall />
                    <span>{t("A date and a time on the wall")}</span>
                </label>
                <div class="choice__more">
                    <div class="row">
                        <Field form=form.clone() name="date" label=t("Date") value=asked.date size=11 hint=t("Year-month-day") autocomplete="off" />
                        <Field form=form.clone() name="time" label=t("Time") value=asked.time size=6 hint=t("24 hours") autocomplete="off" />
                    </div>
                    {neighbours}
                    {which}
                </div>
            </div>
            <Select form=form.clone() name="zone" label=t("Zone") options=zone_options(&customer_zone, frame.zone) value=zone.name() />
            <Select form=form.clone() name="anchor" label=t("Counted from") options=anchors() value=Anchor::USUAL
                hint=t("What comes later than reckoned makes the deadline later by as much. What has not come when the deadline does asks a person; nothing passes by itself.") />
            <DeadlinePreview said letter=true />
            <TextArea form name="short_reason" label=t("Why so short?") rows=2 optional=true
                hint=t("Needed when the customer gets less than 20 hours. It goes on record; the letter does not show it.") />
        </fieldset>
    }
}

/// From what the hours, days or months are counted.
fn anchors() -> Vec<(String, String)> {
    let usual = (Anchor::USUAL.to_owned(), t("acceptance by the next mail server, as usual").to_owned());
    let others = Anchor::ALL.map(|anchor| (anchor.word().to_owned(), t(anchor.name()).to_owned()));
    [usual].into_iter().chain(others).collect()
}

/// What is counted in days. Business days need a calendar, so they are offered only where there is one.
fn calendars(view: &ComposerView, form: &FormState, rule: &str, asked: &Asked) -> impl IntoView + use<> {
    let names: Vec<String> = view.calendars.iter().map(|one| one.name.clone()).collect();
    let choice = |number: u32, value: &'static str, words: &'static str, hint: &'static str| {
        let id = format!("rule-{number}");
        let checked = rule == value;
        view! {
            <label class="choice" for=id.clone()>
                <input type="radio" id=id.clone() name="rule" value=value checked=checked />
                <span>{words} " " <span class="choice__hint">{hint}</span></span>
            </label>
        }
    };
    let by_calendar = (!names.is_empty()).then(|| {
        view! {
            {choice(4, "business", t("Business days"), t("Saturdays, Sundays and the days of a calendar are left out."))}
            {choice(5, "eu", t("Days by Regulation 1182/71"), t("Never over on a day on which nobody works."))}
        }
    });
    let which = (!names.is_empty()).then(|| {
        let options = options(names.iter().map(|name| (name.clone(), name.clone())));
        view! { <Select form=form.clone() name="calendar" label=t("Calendar") options value=names[0].clone() /> }
    });
    let none = names.is_empty().then(|| {
        view! { <p class="soft">{t("Business days need a calendar: ")} <a href="/calendars">{t("Calendars")}</a> "."</p> }
    });
    view! {
        {choice(3, "days", t("Calendar days"), t("Each ends with the last hour of the day in the deadline’s zone."))}
        {by_calendar}
        <div class="choice__more choice__more--days">
            <div class="row">
                <Field form=form.clone() name="days" label=t("Days") value=asked.days.clone() size=5 inputmode="numeric" />
                {which}
            </div>
            {none}
        </div>
        {choice(6, "months", t("Calendar months"), t("To the same day of a later month, or to its last day where it is shorter; it ends with that day’s last hour."))}
        <div class="choice__more"><Field form=form.clone() name="months" label=t("Months") value=asked.months.clone() size=5 inputmode="numeric" /></div>
    }
}

/// A time that the clocks jump over: both neighbours, each at one press.
fn neighbours(asked: &Asked) -> Option<AnyView> {
    let zone = Zone::parse(&asked.zone)?;
    let Wall::Gap { before, after, before_text, after_text } = resolve(asked.date.trim(), asked.time.trim(), &zone)?
    else {
        return None;
    };
    let take = |at: docket::time::Moment, words: String| {
        let shown = zone.show(at, language());
        let value = format!("{} {}", zone.date_text(at), shown.time);
        view! { <button class="button button--small" name="take" value=value>{t("Take ")} {words}</button> }
    };
    Some(
        view! {
            <div class="form__acts" role="group" aria-label=t("Times beside the gap")>
                {take(before, before_text)} {take(after, after_text)}
            </div>
        }
        .into_any(),
    )
}
