//! The answer: a stance and words for each requirement, files, and who sends it. It works on a phone without a script,
//! and nothing typed is ever lost.

use docket::notice::{Notice, NoticeStage, Requirement, Stance};
use docket::words::Language;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{AnswerWords, answer as words_of, common};
use crate::render::Page;
use crate::ui::FormState;

/// `notice_path` is where the notice is read; the form is below it.
pub fn show(reader: Reader, notice_path: String, handle: String, notice: Notice, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title((words.title)(&notice.code), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        let path = format!("{notice_path}/answer");
        let withdrawn = !matches!(notice.stage, NoticeStage::Sent { .. });
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=reader.href(&notice_path)>"‹ " {words.back}</a></p>
                {summary(&form, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{notice.code.clone()}</span></p>
                    <h1>{(words.heading)(notice.text.requirements.len())}</h1>
                </div>
                {if withdrawn {
                    view! { <div class="heed"><p>{words.withdrawn}</p></div> }.into_any()
                } else {
                    view! { {until(words, &reader, &notice)} {body(words, &reader, &path, &handle, &notice, &form)} }
                        .into_any()
                }}
                <footer class="sheet__foot">
                    <p>{words.foot} " " {telephone(&reader.phone)}</p>
                </footer>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

fn until(words: &'static AnswerWords, reader: &Reader, notice: &Notice) -> impl IntoView + use<> {
    let deadline = &notice.deadline;
    let late = deadline.at <= reader.now;
    let then = if late { words.late } else { words.in_parts };
    view! {
        <p>
            {time_left(deadline, reader)} <br />
            <span class="soft">
                {(!late).then(|| view! { {words.until} " " })}
                <time datetime=deadline.at.rfc3339()>{spoken(deadline, reader.language)}</time> ". " {then}
            </span>
        </p>
    }
}

fn body(
    words: &'static AnswerWords,
    reader: &Reader,
    path: &str,
    handle: &str,
    notice: &Notice,
    form: &FormState,
) -> impl IntoView + use<> {
    let language = reader.language;
    let own = own_language(notice.text.language, language);
    let parts: Vec<AnyView> = notice
        .text
        .requirements
        .iter()
        .map(|requirement| part(words, language, requirement, own, form).into_any())
        .collect();
    let files = Field { name: "files", label: words.files, hint: words.files_hint, optional: true, full: true };
    let name = Field { name: "signer", label: words.name, hint: "", optional: false, full: true };
    let role = Field { name: "signer_role", label: words.role, hint: words.role_hint, optional: true, full: true };
    view! {
        <form
            class="form"
            method="post"
            action=reader.href(path)
            enctype="multipart/form-data"
            novalidate
            data-progress
            data-failed=common(language).not_sent
            data-large=common(language).large
        >
            <input type="hidden" name="command_id" value=form.command.clone() />
            {parts}
            <fieldset class="group">
                <legend class="group__title">{words.files_group}</legend>
                {files.files(form, language)}
            </fieldset>
            <fieldset class="group">
                <legend class="group__title">{words.who}</legend>
                {name.line(form, language, "text", "name", "30")}
                {role.line(form, language, "text", "organization-title", "30")}
                {tick("authority", words.authority, (words.authority_hint)(handle), form)}
            </fieldset>
            <p class="soft">{words.then}</p>
            <div class="sheet__acts"><button class="button button--primary">{words.send}</button></div>
        </form>
    }
}

fn part(
    words: &'static AnswerWords,
    language: Language,
    requirement: &Requirement,
    own: Option<&'static str>,
    form: &FormState,
) -> impl IntoView + use<> {
    let number = requirement.number;
    let stance = format!("stance_{number}");
    let by_date = format!("by_date_{number}");
    let text = format!("text_{number}");
    let asked = safe(requirement.text.show());
    let (first, rest) = first_sentence(&asked);
    let choices: Vec<AnyView> = Stance::CHOICES
        .into_iter()
        .enumerate()
        .map(|(place, choice)| {
            // The error summary leads to the first of the three.
            let id = if place == 0 { stance.clone() } else { format!("{stance}_{}", choice.word()) };
            let more = (choice == Stance::WillDo).then(|| {
                let field = Field { name: &by_date, label: words.by_when, hint: "", optional: false, full: false };
                view! { <div class="choice__more">{field.line(form, language, "date", "off", "12")}</div> }
            });
            view! {
                <label class="choice" for=id.clone()>
                    <input
                        type="radio"
                        id=id.clone()
                        name=stance.clone()
                        value=choice.word()
                        checked=form.checked(&stance, choice.word())
                    />
                    <span>{choice.name(language)}</span>
                </label>
                {more}
            }
            .into_any()
        })
        .collect();
    let wrong = form.problem(&stance).is_some();
    let field = Field { name: &text, label: words.own_words, hint: words.own_words_hint, optional: false, full: true };
    view! {
        <fieldset class="group" aria-describedby=wrong.then(|| format!("{stance}-problem"))>
            <legend class="group__title">{number} ". " <span lang=own>{first.to_owned()}</span></legend>
            {(!rest.is_empty()).then(|| view! { <div class="soft prose" lang=own>{paragraphs(rest)}</div> })}
            <div class=if wrong { "field field--wrong field--full" } else { "field field--full" }>
                {problem(&stance, form)}
                <div class="choices">{choices}</div>
            </div>
            {field.area(form, language, "5")}
        </fieldset>
    }
}
