//! Asking for more time: until when, why, and who asks.

use docket::desk::extensions::{DAYS_ON_OFFER, offer};
use docket::notice::Notice;
use docket::time::zone::{Wall, resolve};
use docket::words::Language;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{TimeWords, common, time as words_of};
use crate::render::Page;
use crate::ui::FormState;

/// Whether more time can be asked for, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    Open,
    /// Withdrawn, followed, closed.
    Over,
    Waiting,
}

pub fn show(reader: Reader, notice_path: String, notice: Notice, asking: Asking, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title(words.title.to_owned(), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        let path = format!("{notice_path}/time");
        let body = match asking {
            Asking::Open => body(words, &reader, &path, &notice, &form).into_any(),
            Asking::Over => {
                let typed = form.touched.then(|| body(words, &reader, &path, &notice, &form));
                view! { <div class="heed"><p>{words.over}</p></div> {typed} }.into_any()
            }
            Asking::Waiting => view! { <div class="heed heed--customer"><p>{words.waits}</p></div> }.into_any(),
        };
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=reader.href(&notice_path)>"‹ " {words.back}</a></p>
                {summary(&form, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{notice.code.clone()}</span></p>
                    <h1>{words.title}</h1>
                </div>
                <p>
                    {words.stands} " "
                    <time datetime=notice.deadline.at.rfc3339()>{spoken(&notice.deadline, reader.language)}</time> ". "
                    {time_left(&notice, &reader)}
                </p>
                <p>{words.lead}</p>
                {body}
                <p>{common(reader.language).call} " " {telephone(&reader.phone)}</p>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

fn body(
    words: &'static TimeWords,
    reader: &Reader,
    path: &str,
    notice: &Notice,
    form: &FormState,
) -> impl IntoView + use<> {
    let language = reader.language;
    let offers: Vec<AnyView> = DAYS_ON_OFFER
        .into_iter()
        .enumerate()
        .map(|(place, days)| {
            let until = spoken(&offer(&notice.deadline, days, reader.now), language);
            let id = if place == 0 { "choice".to_owned() } else { format!("choice_{days}") };
            let value = days.to_string();
            view! {
                <label class="choice" for=id.clone()>
                    <input type="radio" id=id.clone() name="choice" value=value.clone() checked=form.checked("choice", &value) />
                    <span>{(words.days)(days)} <span class="choice__hint">{until}</span></span>
                </label>
            }
            .into_any()
        })
        .collect();
    let hint = (words.zone)(&notice.deadline.zone);
    let date = Field { name: "date", label: words.date, hint: "", optional: false, full: false };
    let time = Field { name: "time", label: words.time, hint: &hint, optional: false, full: false };
    let reason = Field { name: "reason", label: words.reason, hint: words.reason_hint, optional: false, full: true };
    let name = Field { name: "signer", label: words.name, hint: "", optional: false, full: true };
    let wrong = form.problem("choice").is_some();
    view! {
        <form class="form" method="post" action=reader.href(path) novalidate
            data-progress data-failed=common(language).not_sent data-then="asked-time">
            <input type="hidden" name="command_id" value=form.command.clone() />
            <fieldset class="group" aria-describedby=wrong.then_some("choice-problem")>
                <legend class="group__title">{words.until}</legend>
                <div class=if wrong { "field field--wrong field--full" } else { "field field--full" }>
                    {problem("choice", form)}
                    <div class="choices">
                        {offers}
                        <label class="choice" for="choice_until">
                            <input type="radio" id="choice_until" name="choice" value="until" checked=form.checked("choice", "until") />
                            <span>{words.other}</span>
                        </label>
                        <div class="choice__more">
                            {date.line(form, language, "date", "off", "12")}
                            {time.line(form, language, "time", "off", "8")}
                            {folds(words, notice, form)}
                        </div>
                    </div>
                </div>
            </fieldset>
            {reason.area(form, language, "4")}
            {name.line(form, language, "text", "name", "30")}
            <p class="soft">{words.then}</p>
            <div class="sheet__acts"><button class="button button--primary">{words.ask}</button></div>
        </form>
    }
}

/// Only where the clocks show a time twice.
fn folds(words: &'static TimeWords, notice: &Notice, form: &FormState) -> Option<AnyView> {
    let zone = zone_of(&notice.deadline);
    let Some(Wall::Twice { first, second, .. }) = resolve(&form.value("date"), &form.value("time"), &zone) else {
        return None;
    };
    let choice = |id: &'static str, value: &'static str, at| {
        let said = zone.show(at, Language::En).offset;
        let checked = form.checked("fold", value);
        view! {
            <label class="choice" for=id>
                <input type="radio" id=id name="fold" value=value checked=checked />
                <span>{said}</span>
            </label>
        }
    };
    Some(
        view! {
            <fieldset class="field">
                <legend class="field__label">{words.fold}</legend>
                {problem("fold", form)}
                <div class="choices">{choice("fold", "first", first)} {choice("fold_second", "second", second)}</div>
            </fieldset>
        }
        .into_any(),
    )
}
