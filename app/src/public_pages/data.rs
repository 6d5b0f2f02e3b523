//! The customer's data after a decision: until when it is kept, and how to ask for a copy or for more time.

use docket::data_request::Wanted;
use docket::desk::public::{DataSheet, NoticeSheet};
use docket::time::zone::Zone;
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{LaterWords, common, later as words_of};
use crate::render::Page;
use crate::ui::FormState;

pub fn show(reader: Reader, notice_path: String, sheet: NoticeSheet, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title(words.data_title.to_owned(), &form, reader.language);
    let refused = form.is_refused();
    let page = Page::public(title, reader.provider.clone(), move || {
        let path = format!("{notice_path}/data");
        let zone = zone_of(&sheet.notice.deadline);
        let body = match sheet.later.kept_until {
            None => view! { <div class="heed"><p>{words.data_none}</p></div> }.into_any(),
            Some(until) => view! {
                <section class="deadline" aria-labelledby="kept">
                    <h2 class="deadline__label" id="kept">{words.kept_until}</h2>
                    <p class="deadline__when">{instant(until, zone, reader.language)}</p>
                </section>
                {fields(words, &reader, &path, &sheet.handle, &form)}
            }
            .into_any(),
        };
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=reader.href(&notice_path)>"‹ " {words.back}</a></p>
                {summary(&form, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{sheet.notice.code.clone()}</span></p>
                    <h1>{words.data_title}</h1>
                </div>
                <p class="sheet__lead">{words.data_lead}</p>
                {asked(words, &reader, zone, &sheet.later.requests)}
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
    form: &FormState,
) -> impl IntoView + use<> {
    let language = reader.language;
    let picks = Wanted::ALL.into_iter().enumerate().map(|(place, wanted)| {
        let id = if place == 0 { "wanted".to_owned() } else { format!("wanted_{}", wanted.word()) };
        view! {
            <label class="choice" for=id.clone()>
                <input type="radio" id=id.clone() name="wanted" value=wanted.word() checked=form.checked("wanted", wanted.word()) />
                <span>{wanted.name(language)}</span>
            </label>
        }
    });
    let picks = picks.collect_view();
    let wrong = form.problem("wanted").is_some();
    let reason = Field { name: "reason", label: words.why, hint: words.why_hint, optional: false, full: true };
    let name = Field { name: "signer", label: words.name, hint: "", optional: false, full: true };
    view! {
        <form class="form" method="post" action=reader.href(path) novalidate
            data-progress data-failed=common(language).not_sent>
            <input type="hidden" name="command_id" value=form.command.clone() />
            <fieldset class="group">
                <legend class="group__title">{words.wanted}</legend>
                <div class=if wrong { "field field--wrong field--full" } else { "field field--full" }>
                    {problem("wanted", form)}
                    <div class="choices">{picks}</div>
                </div>
            </fieldset>
            {reason.area(form, language, "5")}
            {name.line(form, language, "text", "name", "30")}
            {tick("authority", words.data_authority, (words.authority_hint)(handle), form)}
            <p class="soft">{words.data_then}</p>
            <div class="sheet__acts"><button class="button button--primary">{words.data_send}</button></div>
        </form>
    }
}

fn asked(words: &'static LaterWords, reader: &Reader, zone: Zone, requests: &[DataSheet]) -> Option<AnyView> {
    if requests.is_empty() {
        return None;
    }
    let items = requests.iter().map(|one| {
        let answer = match &one.answered {
            None => view! { <p>{words.waits}</p> }.into_any(),
            Some((granted, said)) => view! {
                <p><strong>{if *granted { words.granted } else { words.refused }}</strong></p>
                <div class="letter">{paragraphs(said.show())}</div>
            }
            .into_any(),
        };
        view! {
            <li>
                <p>{one.wanted.name(reader.language)} ", " <span class="whole">{one.receipt.clone()}</span> ", " {instant(one.asked_at, zone, reader.language)}</p>
                {answer}
            </li>
        }
    });
    let items = items.collect_view();
    Some(
        view! {
            <section class="heed heed--customer" aria-labelledby="asked">
                <h2 class="heed__title" id="asked">{words.your_requests}</h2>
                <ul>{items}</ul>
            </section>
        }
        .into_any(),
    )
}
