//! What a customer reads and sends by the link in a notice's letter.

use app::public_pages::words::{answer as answer_words, common};
use app::public_pages::{
    answer as answer_page, notice as notice_page, receipt as receipt_page, replaced as replaced_page,
};
use app::ui::FormState;
use axum::extract::{FromRequest, Path, Request};
use axum::http::StatusCode;
use docket::desk::Failure;
use docket::desk::answers::{AnswerForm, Opened, PartForm};
use docket::desk::complaints::Upload;
use docket::notice::{Notice, Stance};
use docket::refusal::{Problem, Refusal};
use docket::store::evidence::sha256_hex;
use docket::words::Language;

use super::public_reader::Wanted;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /n/{token}`: changes nothing. Programs open links too.
pub async fn show(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let Some(opened) = open(&web, &token).await? else { return wanted.gone(&web) };
    let reader = wanted.reader_of(&web, opened.notice.text.language);
    let sheet = web.desk.notice_sheet(opened, reader.language).await?;
    let link = web.desk.settings().notice_url(&token);
    web.page(notice_page::show(reader, path(&token), link, sheet, web.fresh_form()))
}

/// `GET /n/{token}/replaced`: the words of the notice that this link was made for, once another took its place.
pub async fn replaced(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let Some(opened) = open(&web, &token).await? else { return wanted.gone(&web) };
    let Some(before) = opened.through else { return web.go(path(&token)) };
    let reader = wanted.reader_of(&web, before.text.language);
    let link = web.desk.settings().notice_url(&token);
    web.page(replaced_page::show(reader, path(&token), link, *before, opened.notice.code))
}

/// `POST /n/{token}/confirmation`
pub async fn confirm(web: Web, wanted: Wanted, Path(token): Path<String>, posted: Posted) -> Answer {
    let Some(opened) = open(&web, &token).await? else { return wanted.gone(&web) };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let back = format!("{}?lang={}#received", path(&token), language.code());
    let command = posted.command()?;
    let desk = web.desk.clone();
    spawned(async move { desk.confirm_notice(&token, command).await }).await?;
    web.go(back)
}

/// `GET /n/{token}/answer`
pub async fn answer_form(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let Some(opened) = open(&web, &token).await? else { return wanted.gone(&web) };
    let form = web.fresh_form();
    answer_again(&web, &wanted, &token, opened, form)
}

/// `POST /n/{token}/answer`
pub async fn answer(web: Web, wanted: Wanted, Path(token): Path<String>, request: Request) -> Answer {
    let Some(opened) = open(&web, &token).await? else { return wanted.gone(&web) };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    // The form is read only now: who has no link uploads nothing.
    let posted = match Posted::from_request(request, &web.app).await {
        Ok(posted) => posted,
        Err(oops) if oops.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let form = FormState { message: Some(common(language).file_too_large.to_owned()), ..web.fresh_form() };
            return answer_again(&web, &wanted, &token, opened, form);
        }
        Err(oops) => return Err(oops),
    };
    let command = posted.command()?;
    let uploads = posted.uploads();
    let form = read_answer(&posted, &opened.notice, &uploads, language);
    let (desk, link, address) = (web.desk.clone(), token.clone(), web.address.clone());
    // When the sending began, before its files came over a slow line.
    let began = web.now;
    let taken =
        spawned(async move { desk.answer_notice_at(began, &link, command, &form, &uploads, &address).await }).await;
    match taken {
        Ok((answer, _)) => web.go(format!("{}/receipts/{}?lang={}", path(&token), answer.receipt, language.code())),
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        // Withdrawn while somebody was writing: the notice's page says so.
        Err(Failure::Refused(Refusal::NoticeNotRunning)) => {
            web.go(format!("{}?lang={}", path(&token), language.code()))
        }
        Err(failure) => {
            let mut form = refused(&web, &posted, failure, language)?;
            form.problems.sort_by_key(|problem| place_on_page(&problem.field));
            for problem in &mut form.problems {
                say_which(problem, &posted, language);
            }
            answer_again(&web, &wanted, &token, opened, form)
        }
    }
}

/// `GET /n/{token}/receipts/{receipt}`
pub async fn receipt(web: Web, wanted: Wanted, Path((token, receipt)): Path<(String, String)>) -> Answer {
    let Some(opened) = open(&web, &token).await? else { return wanted.gone(&web) };
    let reader = wanted.reader_of(&web, opened.notice.text.language);
    match web.desk.receipt_sheet(opened, &receipt).await {
        Ok(sheet) => web.page(receipt_page::show(reader, path(&token), sheet)),
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => Err(failure.into()),
    }
}

pub(super) fn path(token: &str) -> String {
    format!("/n/{token}")
}

/// None for a link that is wrong, expired or revoked. From outside they look the same.
pub(super) async fn open(web: &Web, token: &str) -> Result<Option<Opened>, Oops> {
    match web.desk.open_link(token).await {
        Ok(opened) => Ok(Some(opened)),
        Err(Failure::Refused(Refusal::NotFound(_))) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}

fn answer_again(web: &Web, wanted: &Wanted, token: &str, opened: Opened, form: FormState) -> Answer {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    web.page(answer_page::show(reader, path(token), opened.customer.handle, opened.notice, form))
}

/// What was typed, and what is said about it in the reader's language.
pub(super) fn refused(web: &Web, posted: &Posted, failure: Failure, language: Language) -> Result<FormState, Oops> {
    match failure {
        // Whoever goes back, changes a word and sends again means a second one: with a number of its own it passes.
        Failure::Refused(Refusal::CommandReused) => Ok(FormState {
            command: web.desk.new_command().to_string(),
            message: Some(common(language).command_reused.to_owned()),
            ..posted.again()
        }),
        failure => posted.refused(failure),
    }
}

fn read_answer(posted: &Posted, notice: &Notice, uploads: &[Upload], language: Language) -> AnswerForm {
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
        files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
    }
}

/// In the summary a sentence stands alone, far from its field.
fn say_which(problem: &mut Problem, posted: &Posted, language: Language) {
    if problem.field == "signer" && posted.text("signer").trim().is_empty() {
        problem.sentence = answer_words(language).no_name.to_owned();
    }
    if let (number @ 1..=MOST_POINTS, _) = place_on_page(&problem.field) {
        problem.sentence = format!("{number}. {}", problem.sentence);
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
