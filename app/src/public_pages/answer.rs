//! The answer: a stance and words for each requirement, files, and who sends it. It works on a phone without a script,
//! and nothing typed is ever lost.

use docket::desk::drafts::{DraftFile, SavedDraft};
use docket::desk::public::{AnswerSheet, Given};
use docket::notice::{Notice, NoticeStage, Requirement, Stance};
use docket::words::Language;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{AnswerWords, answer as words_of, common};
use crate::render::Page;
use crate::ui::FormState;

/// `notice_path` is where the notice is read; the form is below it.
pub fn show(reader: Reader, notice_path: String, sheet: AnswerSheet, form: FormState) -> Page {
    let AnswerSheet { notice, handle, saved, before } = sheet;
    let form = filled(form, saved.as_ref(), &before);
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
                    view! { {until(words, &reader, &notice)} {body(words, &reader, &path, &handle, &notice, saved.as_ref(), &before, &form)} }
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
    let late = deadline.at <= reader.now && !notice.awaits_anchor();
    let then = if late { words.late } else { words.in_parts };
    view! {
        <p>
            {time_left(notice, reader)} <br />
            <span class="soft">
                {(!late).then(|| view! { {words.until} " " })}
                <time datetime=deadline.at.rfc3339()>{spoken(deadline, reader.language)}</time> ". " {then}
            </span>
        </p>
    }
}

#[expect(clippy::too_many_arguments, reason = "each is a part of the form")]
fn body(
    words: &'static AnswerWords,
    reader: &Reader,
    path: &str,
    handle: &str,
    notice: &Notice,
    saved: Option<&SavedDraft>,
    before: &[Given],
    form: &FormState,
) -> impl IntoView + use<> {
    let language = reader.language;
    let own = own_language(notice.text.language, language);
    let parts: Vec<AnyView> = notice
        .text
        .requirements
        .iter()
        .map(|requirement| {
            let number = requirement.number;
            let attached = attached(words, language, saved, number);
            part(words, language, requirement, own, earlier(words, before, number), attached, form).into_any()
        })
        .collect();
    let files = Field { name: "files", label: words.files, hint: words.files_hint, optional: true, full: true };
    let name = Field { name: "signer", label: words.name, hint: "", optional: false, full: true };
    let adds = before.last().map(|given| view! { <p>{(words.adds)(&given.receipt)}</p> });
    let said = saved.map(|saved| {
        let clock = zone_of(&notice.deadline).show(saved.saved_at, language).time;
        words.saved.replace("{}", &clock)
    });
    let draft = reader.href(&format!("{path}/draft"));
    let save = draft.clone();
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
            data-draft=draft
            data-saved=words.saved
            data-unsaved=words.not_saved
        >
            <input type="hidden" name="command_id" value=form.command.clone() />
            {adds}
            {parts}
            <fieldset class="group">
                <legend class="group__title">{words.files_group}</legend>
                {files.files(form, language)}
                {attached(words, language, saved, 0)}
            </fieldset>
            <fieldset class="group">
                <legend class="group__title">{words.who}</legend>
                {name.line(form, language, "text", "name", "30")}
                {role.line(form, language, "text", "organization-title", "30")}
                {tick("authority", words.authority, (words.authority_hint)(handle), form)}
            </fieldset>
            <p class="soft">{words.then}</p>
            <p class="form__saved" role="status">{said}</p>
            <p class="soft">{words.saved_hint}</p>
            <div class="sheet__acts">
                <button class="button button--primary">{words.check}</button>
                <button class="button" formaction=save>{words.save}</button>
            </div>
        </form>
    }
}

fn part(
    words: &'static AnswerWords,
    language: Language,
    requirement: &Requirement,
    own: Option<&'static str>,
    earlier: Option<AnyView>,
    attached: Option<AnyView>,
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
    let name = format!("files_{number}");
    let files = Field { name: &name, label: words.point_files, hint: "", optional: true, full: true };
    view! {
        <fieldset class="group" aria-describedby=wrong.then(|| format!("{stance}-problem"))>
            <legend class="group__title">{number} ". " <span lang=own>{first.to_owned()}</span></legend>
            {(!rest.is_empty()).then(|| view! { <div class="soft prose" lang=own>{paragraphs(rest)}</div> })}
            {earlier}
            <div class=if wrong { "field field--wrong field--full" } else { "field field--full" }>
                {problem(&stance, form)}
                <div class="choices">{choices}</div>
            </div>
            {field.area(form, language, "5")}
            {files.files(form, language)}
            {attached}
        </fieldset>
    }
}

/// What was said about this point before, folded away: it is corrected by writing anew.
fn earlier(words: &'static AnswerWords, before: &[Given], number: u32) -> Option<AnyView> {
    let said = before.iter().rev().find_map(|given| {
        let part = given.parts.iter().find(|part| part.requirement == number && !part.text.show().is_empty())?;
        Some((given.receipt.clone(), part.text.show().to_owned()))
    });
    said.map(|(receipt, text)| {
        view! {
            <details class="part__more">
                <summary>{(words.earlier)(&receipt)}</summary>
                <blockquote class="letter">{as_written(&text)}</blockquote>
            </details>
        }
        .into_any()
    })
}

/// Files that have arrived already, each with the button that takes it away again.
fn attached(
    words: &'static AnswerWords,
    language: Language,
    saved: Option<&SavedDraft>,
    number: u32,
) -> Option<AnyView> {
    let files: Vec<&DraftFile> = saved?.draft.files.iter().filter(|file| file.requirement == number).collect();
    if files.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = files
        .into_iter()
        .map(|file| {
            let name = file.name.clone();
            view! {
                <li class="files__item">
                    <bdi class="files__name">{name.clone()}</bdi>
                    <span class="files__size">{size(file.size, language)}</span>
                    <button class="button button--quiet" name="remove" value=file.id.to_string()>
                        {words.remove} <span class="unseen">" " {name}</span>
                    </button>
                </li>
            }
            .into_any()
        })
        .collect();
    Some(view! { <ul class="files">{items}</ul> }.into_any())
}

/// As long as nobody has sent the form, it shows what was saved, or who answered before.
fn filled(form: FormState, saved: Option<&SavedDraft>, before: &[Given]) -> FormState {
    if form.touched {
        return form;
    }
    let mut values = form.values;
    let mut set = |name: String, value: &str| {
        if !value.is_empty() {
            values.insert(name, vec![value.to_owned()]);
        }
    };
    match (saved, before.last()) {
        (Some(saved), _) => {
            let draft = &saved.draft.form;
            for part in &draft.parts {
                set(format!("stance_{}", part.requirement), &part.stance);
                set(format!("text_{}", part.requirement), &part.text);
                set(format!("by_date_{}", part.requirement), &part.by_date);
            }
            set("signer".into(), &draft.signer);
            set("signer_role".into(), &draft.signer_role);
            set("authority".into(), if draft.authority { "yes" } else { "" });
        }
        (None, Some(given)) => {
            set("signer".into(), given.signer.show());
            set("signer_role".into(), given.signer_role.show());
        }
        (None, None) => {}
    }
    FormState { values, ..form }
}
