//! The report of abuse. It asks for what Regulation (EU) 2022/2065, Article 16 lists, and for nothing that a reporter
//! could not know.

use docket::policy::Category;
use docket::words::Language;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{ORDER, PLACES, ReportWords, common, kind, place, report as words_of};
use crate::render::Page;
use crate::ui::FormState;

/// A field that people do not see and programs like to fill.
pub const TRAP: &str = "homepage";

pub fn show(reader: Reader, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title(words.title.to_owned(), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        view! {
            {masthead(&reader, "/report")}
            <main class="sheet" id="main" tabindex="-1">
                {summary(&form, reader.language)}
                <h1>{words.title}</h1>
                <p class="sheet__lead">{(words.lead)(&reader.provider)}</p>
                <div class="heed heed--urgent">
                    <p class="heed__title">{words.danger_title}</p>
                    <p>{words.danger}</p>
                </div>
                {body(words, &reader, &form)}
                <footer class="sheet__foot">
                    <p>{words.foot}</p>
                    <p>{common(reader.language).call} " " {telephone(&reader.phone)}</p>
                </footer>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

fn body(words: &'static ReportWords, reader: &Reader, form: &FormState) -> impl IntoView + use<> {
    let language = reader.language;
    let full = |name, label, hint| Field { name, label, hint, optional: false, full: true };
    let locations = full("locations", words.locations, words.locations_hint);
    let description = full("description", words.description, words.description_hint);
    let files = Field { optional: true, ..full("files", words.files, words.files_hint) };
    let name = full("reporter_name", words.name, "");
    let email = full("reporter_email", words.email, "");
    let organisation = Field { optional: true, ..full("reporter_organisation", words.organisation, "") };
    view! {
        <form
            class="form"
            method="post"
            action=reader.href("/report")
            enctype="multipart/form-data"
            novalidate
            data-progress
            data-failed=common(language).not_sent
            data-large=common(language).large
        >
            <input type="hidden" name="command_id" value=form.command.clone() />
            <section class="group" aria-labelledby="where">
                <h2 class="group__title" id="where">{words.where_group}</h2>
                {locations.area(form, language, "4")}
            </section>
            {categories(words, language, form)}
            <section class="group" aria-labelledby="details">
                <h2 class="group__title" id="details">{words.details_group}</h2>
                {description.area(form, language, "7")}
                {when(words, language, form)}
                {files.files(form, language)}
            </section>
            <section class="group" aria-labelledby="you">
                <h2 class="group__title" id="you">{words.you_group}</h2>
                <p class="soft">{words.you_why}</p>
                {name.line(form, language, "text", "name", "30")}
                {email.line(form, language, "email", "email", "30")}
                {organisation.line(form, language, "text", "organization", "30")}
                {disclosed(words, form)}
            </section>
            <section class="group" aria-labelledby="truth">
                <h2 class="group__title" id="truth">{words.truth_group}</h2>
                {tick("good_faith", words.good_faith, String::new(), form)}
            </section>
            <div class="form__trap" aria-hidden="true">
                <label for=TRAP>{words.trap}</label>
                <input id=TRAP name=TRAP tabindex="-1" autocomplete="off" />
            </div>
            <p class="soft">{words.then}</p>
            <div class="sheet__acts"><button class="button button--primary">{words.send}</button></div>
        </form>
    }
}

fn categories(words: &'static ReportWords, language: Language, form: &FormState) -> impl IntoView + use<> {
    let wrong = form.problem("category").is_some();
    let choices: Vec<AnyView> = ORDER
        .into_iter()
        .enumerate()
        .map(|(place, category)| {
            // The error summary leads to the first of them.
            let id = if place == 0 { "category".to_owned() } else { format!("category-{}", category.word()) };
            let name = kind(category, language);
            let more = (category == Category::ChildSafety).then(|| {
                view! {
                    <div class="choice__more">
                        <div class="heed heed--late">
                            <p class="heed__title">{words.child_title}</p>
                            <p>{words.child}</p>
                        </div>
                    </div>
                }
            });
            view! {
                <label class="choice" for=id.clone()>
                    <input
                        type="radio"
                        id=id.clone()
                        name="category"
                        value=category.word()
                        checked=form.checked("category", category.word())
                    />
                    <span>{name.name} <span class="choice__hint">{name.hint}</span></span>
                </label>
                {more}
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="group" aria-describedby=wrong.then_some("category-problem")>
            <legend class="group__title">{words.what_group}</legend>
            <div class=if wrong { "field field--wrong field--full" } else { "field field--full" }>
                {problem("category", form)}
                <div class="choices">{choices}</div>
            </div>
        </fieldset>
    }
}

/// A day and a time, and whose clock showed them: nobody should have to reckon in UTC.
fn when(words: &'static ReportWords, language: Language, form: &FormState) -> impl IntoView + use<> {
    let at = Field { name: "incident_at", label: words.when, hint: words.when_hint, optional: true, full: false };
    let zone = Field { name: "zone", label: words.place, hint: "", optional: false, full: false };
    let chosen = form.value("zone");
    let options: Vec<AnyView> = PLACES
        .into_iter()
        .map(|row| {
            let (zone, name) = place(row, language);
            view! { <option value=zone selected=zone == chosen>{name}</option> }.into_any()
        })
        .collect();
    let select = view! {
        <select
            id="zone"
            name="zone"
            aria-describedby=zone.described(form)
            aria-invalid=zone.invalid(form)
        >
            <option value="">{words.place_none}</option>
            {options}
        </select>
    };
    view! {
        {at.line(form, language, "datetime-local", "off", "20")}
        {zone.around(form, language, select)}
    }
}

fn disclosed(words: &'static ReportWords, form: &FormState) -> impl IntoView + use<> {
    // Silence means no, also on a form that comes back.
    let yes = form.checked("disclosed", "yes");
    let choice = move |id: &'static str, value: &'static str, label: &'static str, checked: bool| {
        view! {
            <label class="choice" for=id>
                <input type="radio" id=id name="disclosed" value=value checked=checked />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field field--full">
            <legend class="field__label">{words.disclosed}</legend>
            <p class="field__hint">{words.disclosed_hint}</p>
            <div class="choices">
                {choice("disclosed", "no", words.disclosed_no, !yes)}
                {choice("disclosed-yes", "yes", words.disclosed_yes, yes)}
            </div>
        </fieldset>
    }
}
