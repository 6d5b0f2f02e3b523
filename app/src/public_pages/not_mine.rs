//! "This is not my account."

use docket::notice::Notice;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{common, time as words_of};
use crate::render::Page;
use crate::ui::FormState;

pub fn show(reader: Reader, notice_path: String, notice: Notice, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title(words.denied_title.to_owned(), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        let path = format!("{notice_path}/not-mine");
        let zone = zone_of(&notice.deadline);
        let hint = words.denied_hint;
        let field = Field { name: "words", label: words.denied_words, hint, optional: true, full: true };
        let body = match &notice.denial {
            Some(denial) => view! {
                <div class="heed heed--customer">
                    <p class="heed__title">{words.denied_done}</p>
                    <p>{instant(denial.at, zone, reader.language)}</p>
                    <p>{words.denied_then}</p>
                </div>
            }
            .into_any(),
            None => view! {
                <p>{words.denied_lead}</p>
                <form class="form" method="post" action=reader.href(&path) novalidate
                    data-progress data-failed=common(reader.language).not_sent>
                    <input type="hidden" name="command_id" value=form.command.clone() />
                    {field.area(&form, reader.language, "4")}
                    <div class="sheet__acts"><button class="button button--primary">{words.denied_send}</button></div>
                </form>
            }
            .into_any(),
        };
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=reader.href(&notice_path)>"‹ " {words.back}</a></p>
                {summary(&form, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{notice.code.clone()}</span></p>
                    <h1>{words.denied_title}</h1>
                </div>
                {body}
                <p>{common(reader.language).call} " " {telephone(&reader.phone)}</p>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}
