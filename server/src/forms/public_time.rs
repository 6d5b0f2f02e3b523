//! The customer asks for more time.

use app::public_pages::time::{Asking, show};
use app::public_pages::words::time as words_of;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::extensions::TimeForm;
use docket::desk::public::AskedTime;
use docket::desk::{Failure, Opened, token_hash};
use docket::refusal::Refusal;

use super::public_notice::{open, path, refused};
use super::public_reader::Wanted;
use crate::web::{Answer, Posted, Web, spawned};

/// `GET /n/{token}/time`
pub async fn form(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    again(&web, &wanted, &token, opened, web.fresh_form()).await
}

/// `POST /n/{token}/time`
pub async fn ask(web: Web, wanted: Wanted, Path(token): Path<String>, posted: Posted) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    web.app.site.limits.check_link(&token_hash(&token))?;
    let command = posted.command()?;
    let form = TimeForm {
        choice: posted.text("choice"),
        date: posted.text("date"),
        time: posted.text("time"),
        fold: posted.text("fold"),
        reason: posted.text("reason"),
        signer: posted.text("signer"),
        language,
    };
    let (desk, link, address) = (web.desk.clone(), token.clone(), web.address.clone());
    let lang = language.code();
    match spawned(async move { desk.ask_time(&link, command, &form, &address).await }).await {
        Ok((asked, _)) if asked.is_unconfirmed() => {
            web.go(format!("{}/code/{}?lang={lang}", path(&token), asked.receipt))
        }
        Ok(_) => web.go(format!("{}?lang={lang}#asked-time", path(&token))),
        // Another notice is about to leave, which can still be undone: what was typed stays on the page.
        Err(Failure::Refused(Refusal::NoticeNotRunning)) => {
            again(&web, &wanted, &token, opened, FormState { touched: true, ..posted.again() }).await
        }
        Err(Failure::Refused(Refusal::TimeAskedBefore)) => {
            let message = Some(words_of(language).asked_before.to_owned());
            again(&web, &wanted, &token, opened, FormState { message, ..posted.again() }).await
        }
        Err(failure) => {
            let form = refused(&web, &posted, failure, language)?;
            again(&web, &wanted, &token, opened, form).await
        }
    }
}

async fn again(web: &Web, wanted: &Wanted, token: &str, opened: Opened, form: FormState) -> Answer {
    let reader = wanted.reader_of(web, opened.notice.text.language);
    let sheet = web.desk.notice_sheet(opened, reader.language).await?;
    let waits = |asked: &AskedTime| asked.decided.is_none() && !asked.unconfirmed;
    let asking = if sheet.notice.sent_at().is_none() || sheet.case_closed || sheet.followed {
        Asking::Over
    } else if sheet.asked_time.iter().any(waits) {
        Asking::Waiting
    } else {
        Asking::Open
    };
    web.page(show(reader, path(token), sheet.notice, asking, form))
}
