//! Six digits from the mailbox. What was sent is kept already; this shows that it came from the customer.

use docket::desk::codes::{CodeSheet, Kept};
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{code as words_of, common};
use crate::render::Page;
use crate::ui::FormState;

/// `again` belongs to the button for another letter; `mailed` says that one is on its way.
pub fn show(
    reader: Reader,
    notice_path: String,
    code: String,
    sheet: CodeSheet,
    mailed: bool,
    form: FormState,
    again: FormState,
) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let refused = form.is_refused() || again.is_refused();
    let title = form_title(words.title.to_owned(), &form, reader.language);
    let page = Page::public(title, reader.provider.clone(), move || {
        let receipt = sheet.kept.receipt().to_owned();
        let path = format!("{notice_path}/code/{receipt}");
        let kept = match &sheet.kept {
            Kept::Answer(_) => words.kept_answer,
            Kept::Time(_) => words.kept_time,
            Kept::Appeal(_) => words.kept_appeal,
        };
        let then = matches!(sheet.kept, Kept::Time(_)).then_some("asked-time");
        let at = to_the_second(sheet.received_at, sheet.zone, reader.language);
        let field = Field { name: "code", label: words.label, hint: words.hint, optional: false, full: false };
        let input = view! {
            <input
                class="code-input"
                id="code"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                size="7"
                maxlength="12"
                aria-describedby=field.described(&form)
                aria-invalid=field.invalid(&form)
            />
        };
        let field = field.around(&form, reader.language, input);
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <p><a href=reader.href(&notice_path)>"‹ " {words.back}</a></p>
                {summary(&form, reader.language)}
                {summary(&again, reader.language)}
                <div>
                    <p class="sheet__kicker">{words.kicker} " " <span class="whole">{code}</span> ", " <span class="whole">{receipt.clone()}</span></p>
                    <h1>{words.title}</h1>
                </div>
                <p>{kept} " " <strong>{at}</strong></p>
                <p>{words.mailed} " " <bdi class="whole">{sheet.mailed_to.clone()}</bdi> "."</p>
                {mailed.then(|| view! { <p class="flash" role="status">{words.sent_again}</p> })}
                <form class="form" method="post" action=reader.href(&path) novalidate
                    data-progress data-failed=common(reader.language).not_sent data-then=then>
                    <input type="hidden" name="command_id" value=form.command.clone() />
                    {field}
                    <div class="sheet__acts"><button class="button button--primary">{words.confirm}</button></div>
                </form>
                <section class="part" aria-labelledby="none">
                    <h2 id="none">{words.none_came}</h2>
                    <p>{words.none_came_text}</p>
                    <form class="sheet__acts" method="post" action=reader.href(&format!("{path}/new"))
                        data-progress data-failed=common(reader.language).not_sent>
                        <input type="hidden" name="command_id" value=again.command.clone() />
                        <button class="button">{words.again}</button>
                    </form>
                </section>
                <footer class="sheet__foot"><p>{words.other_way} " " {telephone(&reader.phone)}</p></footer>
            </main>
        }
    })
    .lang(lang);
    if refused { page.status(axum::http::StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}
