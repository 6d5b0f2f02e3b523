//! What a customer does about a decision by the link of their notice: appeals, and asks about data.

use app::public_pages::words::common;
use app::public_pages::{appeal as appeal_page, data as data_page};
use app::ui::FormState;
use axum::extract::{FromRequest, Path, Request};
use axum::http::StatusCode;
use docket::desk::answers::Opened;
use docket::desk::appeals::AppealForm;
use docket::desk::data_requests::DataForm;
use docket::desk::{Failure, token_hash};
use docket::refusal::Refusal;
use docket::store::evidence::sha256_hex;

use super::public_notice::{open, path, refused};
use super::public_reader::Wanted;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /n/{token}/appeal`
pub async fn appeal_form(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let form = web.fresh_form();
    appeal_again(&web, &wanted, &token, opened, form).await
}

/// `POST /n/{token}/appeal`
pub async fn appeal(web: Web, wanted: Wanted, Path(token): Path<String>, request: Request) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    web.app.site.limits.check_link(&token_hash(&token))?;
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    // The form is read only now: who has no link uploads nothing.
    let posted = match Posted::from_request(request, &web.app).await {
        Ok(posted) => posted,
        Err(oops) if oops.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let form = FormState { message: Some(common(language).file_too_large.to_owned()), ..web.fresh_form() };
            return appeal_again(&web, &wanted, &token, opened, form).await;
        }
        Err(oops) => return Err(oops),
    };
    let command = posted.command()?;
    let uploads = posted.uploads();
    let form = AppealForm {
        decision: posted.text("decision"),
        grounds: posted.text("grounds"),
        signer: posted.text("signer"),
        signer_role: posted.text("signer_role"),
        authority: posted.flag("authority"),
        language,
        files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
    };
    let (desk, link, address) = (web.desk.clone(), token.clone(), web.address.clone());
    match spawned(async move { desk.file_appeal(&link, command, &form, &uploads, &address).await }).await {
        Ok((receipt, _)) => {
            // Where no code is asked for, and once it was typed in, that page leads on to the appeal itself.
            let page = if web.desk.settings().answer_code { "code" } else { "appeals" };
            web.go(format!("{}/{page}/{receipt}?lang={}", path(&token), language.code()))
        }
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => {
            let form = refused(&web, &posted, failure, language)?;
            appeal_again(&web, &wanted, &token, opened, form).await
        }
    }
}

async fn appeal_again(web: &Web, wanted: &Wanted, token: &str, opened: Opened, form: FormState) -> Answer {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    let decisions = web.desk.can_be_appealed(opened.notice.case).await?;
    web.page(appeal_page::form(reader, path(token), opened.customer, opened.notice, decisions, form))
}

/// `GET /n/{token}/appeals/{receipt}`
pub async fn appeal_sheet(web: Web, wanted: Wanted, Path((token, receipt)): Path<(String, String)>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let form = web.fresh_form();
    sheet_again(&web, &wanted, &token, &receipt, opened, form).await
}

/// `POST /n/{token}/appeals/{receipt}`: the customer's turn in the dialogue.
pub async fn add_to_appeal(
    web: Web,
    wanted: Wanted,
    Path((token, receipt)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    web.app.site.limits.check_link(&token_hash(&token))?;
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let posted = match Posted::from_request(request, &web.app).await {
        Ok(posted) => posted,
        Err(oops) if oops.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let form = FormState { message: Some(common(language).file_too_large.to_owned()), ..web.fresh_form() };
            return sheet_again(&web, &wanted, &token, &receipt, opened, form).await;
        }
        Err(oops) => return Err(oops),
    };
    let command = posted.command()?;
    let (desk, link, number) = (web.desk.clone(), token.clone(), receipt.clone());
    let (text, uploads) = (posted.text("text"), posted.uploads());
    let done =
        spawned(async move { desk.add_to_appeal(&link, command, &number, &text, language, &uploads).await }).await;
    match done {
        // Decided while somebody was writing: the page says how.
        Ok(_) | Err(Failure::Refused(Refusal::AppealDecided)) => {
            web.go(format!("{}/appeals/{receipt}?lang={}", path(&token), language.code()))
        }
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => {
            let form = refused(&web, &posted, failure, language)?;
            sheet_again(&web, &wanted, &token, &receipt, opened, form).await
        }
    }
}

async fn sheet_again(
    web: &Web,
    wanted: &Wanted,
    token: &str,
    receipt: &str,
    opened: Opened,
    form: FormState,
) -> Answer {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    match web.desk.appeal_of(&opened, receipt).await {
        Ok(appeal) => web.page(appeal_page::sheet(reader, path(token), opened.notice, appeal.into(), form)),
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(web),
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /n/{token}/data`
pub async fn data_form(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let form = web.fresh_form();
    data_again(&web, &wanted, &token, opened, form).await
}

/// `POST /n/{token}/data`
pub async fn data(web: Web, wanted: Wanted, Path(token): Path<String>, posted: Posted) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    web.app.site.limits.check_link(&token_hash(&token))?;
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let command = posted.command()?;
    let form = DataForm {
        wanted: posted.text("wanted"),
        reason: posted.text("reason"),
        signer: posted.text("signer"),
        authority: posted.flag("authority"),
        language,
    };
    let (desk, link, address) = (web.desk.clone(), token.clone(), web.address.clone());
    match spawned(async move { desk.ask_data(&link, command, &form, &address).await }).await {
        // Nothing is kept any more: the page says so.
        Ok(_) | Err(Failure::Refused(Refusal::NotFound("decision"))) => {
            web.go(format!("{}/data?lang={}", path(&token), language.code()))
        }
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => {
            let form = refused(&web, &posted, failure, language)?;
            data_again(&web, &wanted, &token, opened, form).await
        }
    }
}

async fn data_again(
    web: &Web,
    wanted: &Wanted,
    token: &str,
    opened: Opened,
    form: FormState,
) -> Result<axum::response::Response, Oops> {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    let sheet = web.desk.notice_sheet(opened, reader.language).await?;
    web.page(data_page::show(reader, path(token), sheet, form))
}
