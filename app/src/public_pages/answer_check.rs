//! The answer once more, before it is sent: what will be on record, point by point.

use docket::desk::drafts::SavedDraft;
use docket::desk::public::AnswerSheet;
use docket::notice::{Requirement, Stance};
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{AnswerWords, answer as words_of, common};
use crate::render::Page;
use crate::ui::FormState;

/// `notice_path` is where the notice is read.
pub fn show(reader: Reader, notice_path: String, sheet: AnswerSheet, saved: SavedDraft, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title((words.check_title)(&sheet.notice.code), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        let AnswerSheet { notice, .. } = &sheet;
        let own = own_language(notice.text.language, reader.language);
        let edit = reader.href(&format!("{notice_path}/answer"));
        let rows: Vec<AnyView> = notice
            .text
            .requirements
            .iter()
            .map(|requirement| point(words, &reader, requirement, own, &saved, &edit))
            .collect();
        let draft = &saved.draft.form;
        let signer = [draft.signer.as_str(), draft.signer_role.as_str()];
        let signer: Vec<&str> = signer.into_iter().filter(|part| !part.is_empty()).collect();
        let rest = files(&reader, &saved, 0);
        let path = format!("{notice_path}/answer/check");
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=edit.clone()>"‹ " {words.change}</a></p>
                {summary(&form, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{notice.code.clone()}</span></p>
                    <h1>{words.check_heading}</h1>
                </div>
                <p>{time_left(notice, &reader)}</p>
                <p>{words.check_lead}</p>
                <dl class="summary">
                    {rows}
                    {rest.map(|list| view! {
                        <div class="summary__row"><dt>{words.files}</dt><dd>{list}</dd></div>
                    })}
                    <div class="summary__row">
                        <dt>{words.who}</dt>
                        <dd><bdi>{signer.join(", ")}</bdi></dd>
                        <dd class="summary__act"><a href=format!("{edit}#signer")>{words.change} <span class="unseen">" " {words.who}</span></a></dd>
                    </div>
                </dl>
                <form class="form" method="post" action=reader.href(&format!("{notice_path}/answer/sending"))
                    data-progress data-failed=common(reader.language).not_sent>
                    <input type="hidden" name="command_id" value=form.command.clone() />
                    <input type="hidden" name="checked" value=saved.hash.clone() />
                    <p class="soft">{words.then}</p>
                    <div class="sheet__acts"><button class="button button--primary">{words.send}</button></div>
                </form>
                <footer class="sheet__foot"><p>{words.foot} " " {telephone(&reader.phone)}</p></footer>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

fn point(
    words: &'static AnswerWords,
    reader: &Reader,
    requirement: &Requirement,
    own: Option<&'static str>,
    saved: &SavedDraft,
    edit: &str,
) -> AnyView {
    let number = requirement.number;
    let asked = safe(requirement.text.show());
    let asked = format!("{number}. {}", first_sentence(&asked).0);
    let part = saved.draft.form.parts.iter().find(|part| part.requirement == number);
    let stance = part.and_then(|part| Stance::parse(&part.stance));
    let said = match (part, stance) {
        (Some(part), Some(stance)) => {
            let by = (!part.by_date.is_empty()).then(|| {
                view! { ". " {words.by} " " <bdi>{day_in_words(&part.by_date, reader.language)}</bdi> }
            });
            view! {
                <p><strong>{stance.name(reader.language)}</strong>{by}</p>
                <blockquote class="letter">{as_written(&part.text)}</blockquote>
            }
            .into_any()
        }
        _ => view! { <p>{words.left_open}</p> }.into_any(),
    };
    view! {
        <div class="summary__row">
            <dt lang=own>{asked.clone()}</dt>
            <dd>{said} {files(reader, saved, number)}</dd>
            <dd class="summary__act">
                <a href=format!("{edit}#stance_{number}")>{words.change} <span class="unseen" lang=own>" " {asked}</span></a>
            </dd>
        </div>
    }
    .into_any()
}

fn files(reader: &Reader, saved: &SavedDraft, number: u32) -> Option<AnyView> {
    let items: Vec<AnyView> = saved
        .draft
        .files
        .iter()
        .filter(|file| file.requirement == number)
        .map(|file| {
            view! {
                <li class="files__item">
                    <bdi class="files__name">{file.name.clone()}</bdi>
                    <span class="files__size">{size(file.size, reader.language)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul class="files">{items}</ul> }.into_any())
}
