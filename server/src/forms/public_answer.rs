//! The customer's answer: written, saved, checked, sent, and shown to be theirs.

use app::public_pages::words::{answer as answer_words, code as code_words, common};
use app::public_pages::{answer as answer_page, answer_check as check_page, code as code_page};
use app::ui::FormState;
use axum::extract::{FromRequest, Path, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use docket::desk::answers::{AnswerForm, PartForm};
use docket::desk::drafts::{WithFiles, judge};
use docket::desk::{Failure, Opened, token_hash};
use docket::id::EvidenceId;
use docket::notice::{Notice, Stance};
use docket::refusal::{Problem, Refusal};
use docket::time::zone::Zone;
use docket::words::Language;

use super::public_notice::{open, over, path, refused, untaken};
use super::public_reader::Wanted;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /n/{token}/answer`
pub async fn form(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let form = web.fresh_form();
    form_again(&web, &wanted, &token, opened, form).await
}

/// `POST /n/{token}/answer`: kept as a draft, judged, and shown once more before it is sent.
pub async fn check(web: Web, wanted: Wanted, Path(token): Path<String>, request: Request) -> Answer {
    let (opened, posted) = match read(&web, &wanted, &token, request).await? {
        Ok(read) => read,
        Err(page) => return Ok(page),
    };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let (form, uploads, removed) = written(&posted, &opened.notice, language);
    let (desk, link, kept) = (web.desk.clone(), opened.clone(), form.clone());
    let mut kept_files = false;
    let judged = match spawned(async move { desk.save_draft(&link, &kept, &uploads, removed).await }).await {
        Ok(_) if removed.is_some() => return web.go(format!("{}/answer?lang={}#files", path(&token), language.code())),
        Ok(_) => {
            kept_files = true;
            judge(&form, &opened.notice).map_err(Failure::from)
        }
        Err(failure) => Err(failure),
    };
    match judged {
        Ok(()) => web.go(format!("{}/answer/check?lang={}", path(&token), language.code())),
        Err(failure) => {
            let mut form = refused(&web, &posted, failure, language)?;
            // What was chosen is kept already, and stands on the page.
            form.values.retain(|name, _| !kept_files || !name.ends_with(".chosen"));
            form.problems.sort_by_key(|problem| place_on_page(&problem.field));
            for problem in &mut form.problems {
                say_which(problem, &posted, language);
            }
            form_again(&web, &wanted, &token, opened, form).await
        }
    }
}

/// `POST /n/{token}/answer/draft`: by the page's script every twenty seconds, or by a button without one.
pub async fn save(web: Web, wanted: Wanted, Path(token): Path<String>, request: Request) -> Answer {
    let (opened, posted) = match read(&web, &wanted, &token, request).await? {
        Ok(read) => read,
        Err(page) => return Ok(page),
    };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let (form, uploads, removed) = written(&posted, &opened.notice, language);
    let zone = Zone::parse(&opened.notice.deadline.zone).unwrap_or(Zone::UTC);
    let (desk, link) = (web.desk.clone(), opened.clone());
    let saved = match spawned(async move { desk.save_draft(&link, &form, &uploads, removed).await }).await {
        Ok(saved) => saved,
        Err(failure) if posted.flag("quiet") => return Err(failure.into()),
        Err(failure) => {
            let form = refused(&web, &posted, failure, language)?;
            return form_again(&web, &wanted, &token, opened, form).await;
        }
    };
    if posted.flag("quiet") {
        let clock = zone.show(saved.saved_at, language).time;
        let said = answer_words(language).saved.replace("{}", &clock);
        let mut answer = said.into_response();
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        return Ok(answer);
    }
    web.go(format!("{}/answer?lang={}", path(&token), language.code()))
}

/// `GET /n/{token}/answer/check`
pub async fn checked(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    check_again(&web, &wanted, &token, opened, web.fresh_form()).await
}

/// `POST /n/{token}/answer/sending`: what was checked, and only that.
pub async fn send(web: Web, wanted: Wanted, Path(token): Path<String>, posted: Posted) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    web.app.site.limits.check_link(&token_hash(&token))?;
    let command = posted.command()?;
    let (desk, link, checked, address) = (web.desk.clone(), token.clone(), posted.text("checked"), web.address.clone());
    let began = web.now;
    let taken = spawned(async move { desk.send_draft(began, &link, command, &checked, &address).await }).await;
    let lang = language.code();
    match taken {
        Ok((answer, _)) if answer.is_unconfirmed() => {
            web.go(format!("{}/code/{}?lang={lang}", path(&token), answer.receipt))
        }
        Ok((answer, _)) => web.go(format!("{}/receipts/{}?lang={lang}", path(&token), answer.receipt)),
        // Withdrawn while somebody was writing: the notice's page says so.
        Err(Failure::Refused(Refusal::NoticeNotRunning)) => web.go(format!("{}?lang={lang}", path(&token))),
        Err(Failure::Refused(Refusal::DraftChanged | Refusal::Fields(_) | Refusal::CommandReused)) => {
            let form = FormState { message: Some(answer_words(language).changed.to_owned()), ..web.fresh_form() };
            check_again(&web, &wanted, &token, opened, form).await
        }
        // The draft is kept, and stands on the page that is shown again.
        Err(Failure::Refused(Refusal::ReadOnly(_))) => {
            let form = untaken(&web, web.fresh_form(), language);
            check_again(&web, &wanted, &token, opened, form).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /n/{token}/code/{receipt}`
pub async fn code_form(
    web: Web,
    wanted: Wanted,
    Path((token, receipt)): Path<(String, String)>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let mailed = asked.iter().any(|(name, _)| name == "mailed");
    code_again(&web, &wanted, &token, opened, &receipt, mailed, web.fresh_form(), web.fresh_form()).await
}

/// `POST /n/{token}/code/{receipt}`
pub async fn code(web: Web, wanted: Wanted, Path((token, receipt)): Path<(String, String)>, posted: Posted) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let command = posted.command()?;
    let (desk, link, about, typed) = (web.desk.clone(), token.clone(), receipt.clone(), posted.text("code"));
    let done = spawned(async move { desk.confirm_by_code(&link, command, &about, &typed, language).await }).await;
    match done {
        Ok(_) | Err(Failure::Refused(Refusal::ConfirmedBefore)) => web.go(after(&token, &receipt, language)),
        Err(Failure::Refused(
            refusal @ (Refusal::NotFound(_) | Refusal::LinkExpired | Refusal::LinkReplaced | Refusal::LinkWithdrawn),
        )) => over(&web, &wanted, &refusal),
        Err(failure) => {
            let mut form = refused(&web, &posted, failure, language)?;
            form.values.remove("code");
            let form = FormState { command: web.desk.new_command().to_string(), ..form };
            code_again(&web, &wanted, &token, opened, &receipt, false, form, web.fresh_form()).await
        }
    }
}

/// `POST /n/{token}/code/{receipt}/new`
pub async fn new_code(
    web: Web,
    wanted: Wanted,
    Path((token, receipt)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let command = posted.command()?;
    let (desk, link, about) = (web.desk.clone(), token.clone(), receipt.clone());
    match spawned(async move { desk.ask_code(&link, command, &about, language).await }).await {
        Ok(_) => web.go(format!("{}/code/{receipt}?lang={}&mailed=yes", path(&token), language.code())),
        Err(Failure::Refused(Refusal::ConfirmedBefore)) => web.go(after(&token, &receipt, language)),
        Err(Failure::Refused(Refusal::CodeTooSoon)) => {
            let again = FormState { message: Some(code_words(language).too_soon.to_owned()), ..web.fresh_form() };
            code_again(&web, &wanted, &token, opened, &receipt, false, web.fresh_form(), again).await
        }
        Err(Failure::Refused(Refusal::ReadOnly(_))) => {
            let again = untaken(&web, web.fresh_form(), language);
            code_again(&web, &wanted, &token, opened, &receipt, false, web.fresh_form(), again).await
        }
        Err(Failure::Refused(refusal)) => over(&web, &wanted, &refusal),
        Err(failure) => Err(failure.into()),
    }
}

/// Where a confirmed thing is read.
fn after(token: &str, receipt: &str, language: Language) -> String {
    let lang = language.code();
    match receipt.split('-').next() {
        Some("A") => format!("{}/receipts/{receipt}?lang={lang}", path(token)),
        Some("AP") => format!("{}/appeals/{receipt}?lang={lang}", path(token)),
        _ => format!("{}?lang={lang}#asked-time", path(token)),
    }
}

/// The form is read only after the link: who has none uploads nothing.
async fn read(
    web: &Web,
    wanted: &Wanted,
    token: &str,
    request: Request,
) -> Result<Result<(Opened, Posted), Response>, Oops> {
    let opened = match open(web, wanted, token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(Err(page)),
    };
    web.app.site.limits.check_link(&token_hash(token))?;
    match Posted::from_request(request, &web.app).await {
        Ok(posted) => Ok(Ok((opened, posted))),
        Err(oops) if oops.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let language = wanted.reader_of(web, opened.notice.text.language).language;
            let form = FormState { message: Some(common(language).file_too_large.to_owned()), ..web.fresh_form() };
            form_again(web, wanted, token, opened, form).await.map(Err)
        }
        Err(oops) => Err(oops),
    }
}

fn written(posted: &Posted, notice: &Notice, language: Language) -> (AnswerForm, WithFiles, Option<EvidenceId>) {
    let form = read_answer(posted, notice, language);
    let mut uploads: WithFiles = Vec::new();
    for number in notice.text.requirements.iter().map(|requirement| requirement.number) {
        uploads.extend(posted.uploads_of(&format!("files_{number}")).into_iter().map(|upload| (number, upload)));
    }
    uploads.extend(posted.uploads_of("files").into_iter().map(|upload| (0, upload)));
    (form, uploads, EvidenceId::parse(&posted.text("remove")))
}

async fn form_again(web: &Web, wanted: &Wanted, token: &str, opened: Opened, form: FormState) -> Answer {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    let sheet = web.desk.answer_sheet(opened).await?;
    web.page(answer_page::show(reader, path(token), sheet, form))
}

async fn check_again(web: &Web, wanted: &Wanted, token: &str, opened: Opened, form: FormState) -> Answer {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    let lang = reader.language.code();
    let sheet = web.desk.answer_sheet(opened).await?;
    match sheet.saved.clone() {
        Some(saved) if judge(&saved.draft.form, &sheet.notice).is_ok() => {
            web.page(check_page::show(reader, path(token), sheet, saved, form))
        }
        _ => web.go(format!("{}/answer?lang={lang}", path(token))),
    }
}

#[expect(clippy::too_many_arguments, reason = "two forms stand on the page")]
async fn code_again(
    web: &Web,
    wanted: &Wanted,
    token: &str,
    opened: Opened,
    receipt: &str,
    mailed: bool,
    form: FormState,
    again: FormState,
) -> Answer {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    match web.desk.code_sheet(&opened, receipt).await {
        Ok(sheet) if sheet.kept.is_unconfirmed() => {
            web.page(code_page::show(reader, path(token), opened.notice.code, sheet, mailed, form, again))
        }
        Ok(_) => web.go(after(token, receipt, reader.language)),
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(web),
        Err(failure) => Err(failure.into()),
    }
}

fn read_answer(posted: &Posted, notice: &Notice, language: Language) -> AnswerForm {
    let parts = notice.text.requirements.iter().map(|requirement| {
        let number = requirement.number;
        let stance = Stance::parse(&posted.text(&format!("stance_{number}")));
        let by_date = posted.text(&format!("by_date_{number}"));
        PartForm {
            requirement: number,
            stance: stance.map(Stance::word).unwrap_or_default().to_owned(),
            text: posted.text(&format!("text_{number}")),
            // The day belongs to one choice; whoever changes their mind leaves it behind in a field that is not shown.
            by_date: if stance == Some(Stance::WillDo) { by_date } else { String::new() },
        }
    });
    AnswerForm {
        parts: parts.collect(),
        signer: posted.text("signer"),
        signer_role: posted.text("signer_role"),
        authority: posted.flag("authority"),
        language,
        files: Vec::new(),
    }
}

/// In the summary a sentence stands alone, far from its field.
fn say_which(problem: &mut Problem, posted: &Posted, language: Language) {
    if problem.field == "signer" && posted.text("signer").trim().is_empty() {
        problem.sentence = answer_words(language).no_name.into();
    }
    if let (number @ 1..=MOST_POINTS, _) = place_on_page(&problem.field) {
        problem.sentence = format!("{number}. {}", problem.sentence.in_language(language)).into();
    }
}

/// What belongs to the whole answer stands after every point.
const MOST_POINTS: u32 = u32::MAX - 1;

/// The error summary lists what is wrong in the order in which it stands below.
fn place_on_page(field: &str) -> (u32, u8) {
    let numbered = field.rsplit_once('_').and_then(|(name, number)| Some((name, number.parse::<u32>().ok()?)));
    match (numbered, field) {
        (Some(("stance", number)), _) => (number, 0),
        (Some(("by_date", number)), _) => (number, 1),
        (Some((_, number)), _) => (number, 2),
        (None, "signer") => (u32::MAX, 0),
        (None, "signer_role") => (u32::MAX, 1),
        (None, _) => (u32::MAX, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_stand_as_the_fields_do() {
        let mut fields = ["authority", "text_2", "signer", "stance_10", "by_date_2", "stance_2", "text_1"];
        fields.sort_by_key(|field| place_on_page(field));
        assert_eq!(fields, ["text_1", "stance_2", "by_date_2", "text_2", "stance_10", "signer", "authority"]);
    }
}
