//! The customer's objection: the form, and what became of it. It works on a phone without a script.

use docket::complaint::Exhibit;
use docket::customer::Customer;
use docket::decision::Decision;
use docket::desk::public::AppealSheet;
use docket::notice::Notice;
use docket::time::zone::Zone;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{LaterWords, common, later as words_of, receipt as receipt_words};
use crate::render::Page;
use crate::ui::FormState;

/// `notice_path` is where the notice is read; the form is below it.
pub fn form(
    reader: Reader,
    notice_path: String,
    customer: Customer,
    notice: Notice,
    open: Vec<Decision>,
    form: FormState,
) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title(words.appeal_title.to_owned(), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        let path = format!("{notice_path}/appeal");
        let body = if open.is_empty() {
            view! { <div class="heed"><p>{words.appeal_none}</p></div> }.into_any()
        } else {
            fields(words, &reader, &path, &customer.handle, &notice, &open, &form).into_any()
        };
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=reader.href(&notice_path)>"‹ " {words.back}</a></p>
                {summary(&form, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{notice.code.clone()}</span></p>
                    <h1>{words.appeal_title}</h1>
                </div>
                <p class="sheet__lead">{words.appeal_lead}</p>
                {body}
                <footer class="sheet__foot"><p>{words.foot} " " {telephone(&reader.phone)}</p></footer>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

fn fields(
    words: &'static LaterWords,
    reader: &Reader,
    path: &str,
    handle: &str,
    notice: &Notice,
    open: &[Decision],
    form: &FormState,
) -> impl IntoView + use<> {
    let language = reader.language;
    let zone = zone_of(&notice.deadline);
    let grounds =
        Field { name: "grounds", label: words.grounds, hint: words.grounds_hint, optional: false, full: true };
    let files = Field { name: "files", label: words.files, hint: words.files_hint, optional: true, full: true };
    let name = Field { name: "signer", label: words.name, hint: "", optional: false, full: true };
    let role = Field { name: "signer_role", label: words.role, hint: "", optional: true, full: true };
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
            <fieldset class="group">
                <legend class="group__title">{words.which}</legend>
                {choices(words, reader, zone, open, form)}
            </fieldset>
            {grounds.area(form, language, "8")}
            {files.files(form, language)}
            <fieldset class="group">
                <legend class="group__title">{words.who}</legend>
                {name.line(form, language, "text", "name", "30")}
                {role.line(form, language, "text", "organization-title", "30")}
                {tick("authority", words.authority, (words.authority_hint)(handle), form)}
            </fieldset>
            <p class="soft">{words.appeal_then}</p>
            <div class="sheet__acts"><button class="button button--primary">{words.appeal_send}</button></div>
        </form>
    }
}

fn choices(
    words: &'static LaterWords,
    reader: &Reader,
    zone: Zone,
    open: &[Decision],
    form: &FormState,
) -> impl IntoView + use<> {
    let only = open.len() == 1;
    let items = open.iter().enumerate().map(|(place, decision)| {
        let number = decision.number.to_string();
        let id = if place == 0 { "decision".to_owned() } else { format!("decision_{number}") };
        let label = (words.decision)(decision.number, decision.outcome.name(reader.language));
        let checked = if form.touched { form.checked("decision", &number) } else { only };
        view! {
            <label class="choice" for=id.clone()>
                <input type="radio" id=id.clone() name="decision" value=number checked=checked />
                <span>{label} <span class="choice__hint">{words.until} " " {instant(decision.appeal_until(), zone, reader.language)}</span></span>
            </label>
        }
    });
    let items = items.collect_view();
    let wrong = form.problem("decision").is_some();
    view! {
        <div class=if wrong { "field field--wrong field--full" } else { "field field--full" }>
            {problem("decision", form)}
            <div class="choices">{items}</div>
        </div>
    }
}

/// The receipt, the dialogue, and one day the verdict.
pub fn sheet(reader: Reader, notice_path: String, notice: Notice, appeal: AppealSheet, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title((words.appeal_receipt)(&appeal.receipt), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        let path = format!("{notice_path}/appeals/{}", appeal.receipt);
        let zone = zone_of(&notice.deadline);
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=reader.href(&notice_path)>"‹ " {words.back}</a></p>
                {summary(&form, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{notice.code.clone()}</span></p>
                    <h1>{(words.appeal_receipt)(&appeal.receipt)}</h1>
                </div>
                {verdict(words, &reader, zone, &appeal)}
                {unconfirmed(&reader, &notice_path, &appeal)}
                {stamp(words, &reader, zone, &appeal)}
                <p>{words.keep}</p>
                {dialogue(words, &reader, zone, &appeal)}
                {more(words, &reader, &path, &appeal, &form)}
                <section class="part" aria-labelledby="sent">
                    <h2 id="sent">{words.your_words}</h2>
                    <blockquote class="letter">{as_written(appeal.grounds.show())}</blockquote>
                    {files(&reader, &appeal.files)}
                </section>
                <footer class="sheet__foot"><p>{words.foot} " " {telephone(&reader.phone)}</p></footer>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

/// What is missing is said with the way to it.
fn unconfirmed(reader: &Reader, notice_path: &str, appeal: &AppealSheet) -> Option<AnyView> {
    let words = receipt_words(reader.language);
    let href = reader.href(&format!("{notice_path}/code/{}", appeal.receipt));
    appeal.unconfirmed.then(|| {
        view! {
            <div class="heed heed--urgent">
                <p>{words.unconfirmed_appeal}</p>
                <p class="heed__acts"><a class="button" href=href>{words.confirm_code}</a></p>
            </div>
        }
        .into_any()
    })
}

fn verdict(words: &'static LaterWords, reader: &Reader, zone: Zone, appeal: &AppealSheet) -> Option<AnyView> {
    let (at, verdict, reasons) = appeal.decided.as_ref()?;
    Some(
        view! {
            <section class="heed" aria-labelledby="verdict">
                <h2 class="heed__title" id="verdict">{verdict.name(reader.language)}</h2>
                <p>{instant(*at, zone, reader.language)}</p>
                <p>{words.reasons}</p>
                <div class="letter">{paragraphs(reasons.show())}</div>
            </section>
        }
        .into_any(),
    )
}

fn stamp(words: &'static LaterWords, reader: &Reader, zone: Zone, appeal: &AppealSheet) -> impl IntoView + use<> {
    let wall = to_the_second(appeal.filed_at, zone, reader.language);
    let due = appeal.decided.is_none().then(|| {
        let day = zone.show(appeal.due, reader.language).day_heading;
        view! { <dt>{words.answer_by}</dt><dd>{day}</dd> }
    });
    view! {
        <section class="receipt" aria-labelledby="received">
            <h2 class="receipt__label" id="received">{words.received}</h2>
            <p class="receipt__when"><time datetime=appeal.filed_at.rfc3339()>{wall}</time></p>
            <p class="receipt__label">{words.number}</p>
            <p class="receipt__number">{appeal.receipt.clone()}</p>
            <dl class="facts facts--ruled">
                <dt>{words.against}</dt>
                <dd>"D-" {appeal.decision_number}</dd>
                <dt>{words.signed_by}</dt>
                <dd><bdi>{appeal.signer.show().to_owned()}</bdi></dd>
                {due}
            </dl>
        </section>
    }
}

fn dialogue(words: &'static LaterWords, reader: &Reader, zone: Zone, appeal: &AppealSheet) -> Option<AnyView> {
    if appeal.turns.is_empty() {
        return None;
    }
    let items = appeal.turns.iter().map(|turn| {
        let (class, who) = match turn.ours {
            true => ("timeline__item timeline__item--legal", words.we),
            false => ("timeline__item timeline__item--customer", words.you),
        };
        let text = if turn.ours { paragraphs(turn.text.show()) } else { as_written(turn.text.show()) };
        view! {
            <li class=class>
                <span class="timeline__number"></span>
                <div class="timeline__body">
                    <p class="timeline__say">{who}</p>
                    <blockquote class="timeline__quote">{text}</blockquote>
                    <p class="timeline__meta">{instant(turn.at, zone, reader.language)}</p>
                    {files(reader, &turn.files)}
                </div>
            </li>
        }
    });
    let items = items.collect_view();
    Some(
        view! {
            <section class="part" aria-labelledby="dialogue">
                <h2 id="dialogue">{words.dialogue}</h2>
                <div class="timeline"><ol class="timeline__list">{items}</ol></div>
            </section>
        }
        .into_any(),
    )
}

fn more(
    words: &'static LaterWords,
    reader: &Reader,
    path: &str,
    appeal: &AppealSheet,
    form: &FormState,
) -> Option<AnyView> {
    if appeal.decided.is_some() {
        return None;
    }
    let language = reader.language;
    let text = Field { name: "text", label: words.add_words, hint: "", optional: false, full: true };
    let files = Field { name: "files", label: words.files, hint: words.files_hint, optional: true, full: true };
    Some(
        view! {
            <section class="part" aria-labelledby="add">
                <h2 id="add">{words.add}</h2>
                <form class="form" method="post" action=reader.href(path) enctype="multipart/form-data" novalidate
                    data-progress data-failed=common(language).not_sent data-large=common(language).large>
                    <input type="hidden" name="command_id" value=form.command.clone() />
                    {text.area(form, language, "5")}
                    {files.files(form, language)}
                    <div class="sheet__acts"><button class="button">{words.add_send}</button></div>
                </form>
            </section>
        }
        .into_any(),
    )
}

fn files(reader: &Reader, files: &[Exhibit]) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let items = files.iter().map(|file| {
        view! {
            <li class="files__item">
                <bdi class="files__name">{file.name.show().to_owned()}</bdi>
                <span class="files__size">{size(file.size, reader.language)}</span>
            </li>
        }
    });
    let items = items.collect_view();
    Some(view! { <ul class="files">{items}</ul> }.into_any())
}
