//! What a customer reads by the link in a notice's letter.

use app::public_pages::gone::Why;
use app::public_pages::words::common;
use app::public_pages::{
    not_mine as not_mine_page, notice as notice_page, receipt as receipt_page, replaced as replaced_page,
};
use app::ui::FormState;
use axum::extract::Path;
use axum::response::Response;
use docket::desk::{Failure, Opened};
use docket::refusal::Refusal;
use docket::words::Language;

use super::public_reader::Wanted;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /n/{token}`: changes nothing. Programs open links too.
pub async fn show(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let reader = wanted.reader_of(&web, opened.notice.text.language);
    let sheet = web.desk.notice_sheet(opened, reader.language).await?;
    let link = web.desk.settings().notice_url(&token);
    web.page(notice_page::show(reader, path(&token), link, sheet, web.fresh_form()))
}

/// `GET /n/{token}/replaced`: the words of the notice that this link was made for, once another took its place.
pub async fn replaced(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let Some(before) = opened.through else { return web.go(path(&token)) };
    let reader = wanted.reader_of(&web, before.text.language);
    let link = web.desk.settings().notice_url(&token);
    web.page(replaced_page::show(reader, path(&token), link, *before, opened.notice.code))
}

/// `POST /n/{token}/confirmation`
pub async fn confirm(web: Web, wanted: Wanted, Path(token): Path<String>, posted: Posted) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let language = wanted.reader_of(&web, opened.notice.text.language).language;
    let back = format!("{}?lang={}#received", path(&token), language.code());
    let command = posted.command()?;
    let desk = web.desk.clone();
    spawned(async move { desk.confirm_notice(&token, command).await }).await?;
    web.go(back)
}

/// `GET /n/{token}/receipts/{receipt}`
pub async fn receipt(web: Web, wanted: Wanted, Path((token, receipt)): Path<(String, String)>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let reader = wanted.reader_of(&web, opened.notice.text.language);
    match web.desk.receipt_sheet(opened, &receipt).await {
        Ok(sheet) => web.page(receipt_page::show(reader, path(&token), sheet)),
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /n/{token}/receipts/{receipt}/proof`: that the answer stands in the ledger, with the customer's own words.
pub async fn receipt_proof(web: Web, wanted: Wanted, Path((token, receipt)): Path<(String, String)>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    match web.desk.receipt_proof(opened, &receipt).await {
        Ok(proof) => super::ledger::downloaded(proof, format!("{receipt}.tlog-proof")),
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /n/{token}/proof`: that the letter stands in the ledger as it was written to this contact, word for word.
pub async fn proof(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    match web.desk.notice_proof(&opened).await {
        Ok(proof) => super::ledger::downloaded(proof, format!("{}.tlog-proof", opened.notice.code)),
        Err(Failure::Refused(Refusal::NotFound(_))) => wanted.gone(&web),
        Err(failure) => Err(failure.into()),
    }
}

pub(super) fn path(token: &str) -> String {
    format!("/n/{token}")
}

/// What the link opens, or the page for one that opens nothing.
pub(super) async fn open(web: &Web, wanted: &Wanted, token: &str) -> Result<Result<Opened, Response>, Oops> {
    match web.desk.open_link(token).await {
        Ok(opened) => Ok(Ok(opened)),
        Err(Failure::Refused(refusal)) => over(web, wanted, &refusal).map(Err),
        Err(failure) => Err(failure.into()),
    }
}

/// The page for a link that opens nothing, whatever the reason.
pub(super) fn over(web: &Web, wanted: &Wanted, refusal: &Refusal) -> Answer {
    match refusal {
        Refusal::LinkExpired => wanted.over(web, Why::Expired),
        Refusal::LinkReplaced => wanted.over(web, Why::Replaced),
        Refusal::LinkWithdrawn => wanted.over(web, Why::Withdrawn),
        _ => wanted.gone(web),
    }
}

/// Nothing can be written: what was typed stays on the page, with whom to call.
pub(super) fn untaken(web: &Web, form: FormState, language: Language) -> FormState {
    let message = format!("{} {}", common(language).read_only, web.desk.settings().phone);
    FormState { message: Some(message), ..form }
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
        Failure::Refused(Refusal::ReadOnly(_)) => Ok(untaken(web, posted.again(), language)),
        failure => posted.refused(failure),
    }
}

/// `GET /n/{token}/not-mine`
pub async fn not_mine_form(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let reader = wanted.reader_of(&web, opened.notice.text.language);
    web.page(not_mine_page::show(reader, path(&token), opened.notice, web.fresh_form()))
}

/// `POST /n/{token}/not-mine`
pub async fn not_mine(web: Web, wanted: Wanted, Path(token): Path<String>, posted: Posted) -> Answer {
    let opened = match open(&web, &wanted, &token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    let reader = wanted.reader_of(&web, opened.notice.text.language);
    let language = reader.language;
    let command = posted.command()?;
    let (desk, link, words, address) = (web.desk.clone(), token.clone(), posted.text("words"), web.address.clone());
    match spawned(async move { desk.deny_account(&link, command, &words, &address).await }).await {
        Ok(_) => web.go(format!("{}/not-mine?lang={}", path(&token), language.code())),
        Err(failure) => {
            let form = refused(&web, &posted, failure, language)?;
            web.page(not_mine_page::show(reader, path(&token), opened.notice, form))
        }
    }
}
