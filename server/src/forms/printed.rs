//! What customers have on paper, for the desk's own files: each as a PDF, and as the page to print.

use app::pages::unprinted;
use axum::extract::Path;
use docket::words::Language;

use super::public_printed::Form;
use super::public_reader::Wanted;
use crate::printed::{Paper, letterhead};
use crate::web::{Answer, Web};

/// `GET /cases/{number}/notices/{notice}/notice.pdf`
pub async fn notice_pdf(web: Web, wanted: Wanted, Path((number, notice)): Path<(String, u32)>) -> Answer {
    self::notice(&web, &wanted, &number, notice, Form::Pdf).await
}

/// `GET /cases/{number}/notices/{notice}/notice.html`
pub async fn notice_html(web: Web, wanted: Wanted, Path((number, notice)): Path<(String, u32)>) -> Answer {
    self::notice(&web, &wanted, &number, notice, Form::Html).await
}

/// `GET /cases/{number}/decisions/{decision}/decision.pdf`
pub async fn decision_pdf(web: Web, wanted: Wanted, Path((number, decision)): Path<(String, u32)>) -> Answer {
    self::decision(&web, &wanted, &number, decision, Form::Pdf).await
}

/// `GET /cases/{number}/decisions/{decision}/decision.html`
pub async fn decision_html(web: Web, wanted: Wanted, Path((number, decision)): Path<(String, u32)>) -> Answer {
    self::decision(&web, &wanted, &number, decision, Form::Html).await
}

/// `GET /cases/{number}/answers/{receipt}/receipt.pdf`
pub async fn receipt_pdf(web: Web, wanted: Wanted, Path((number, receipt)): Path<(String, String)>) -> Answer {
    self::receipt(&web, &wanted, &number, &receipt, Form::Pdf).await
}

/// `GET /cases/{number}/answers/{receipt}/receipt.html`
pub async fn receipt_html(web: Web, wanted: Wanted, Path((number, receipt)): Path<(String, String)>) -> Answer {
    self::receipt(&web, &wanted, &number, &receipt, Form::Html).await
}

async fn notice(web: &Web, wanted: &Wanted, number: &str, notice: u32, form: Form) -> Answer {
    let copy = web.desk.notice_copy(number, notice).await?;
    let language = wanted.reader_of(web, copy.notice.text.language).language;
    let paper = Paper::of_notice(&copy, &letterhead(&web.desk, language), None);
    let page = (format!("/cases/{number}/notices/{notice}"), format!("N-{notice}"));
    give(web, paper, language, (page, "notice"), form).await
}

async fn decision(web: &Web, wanted: &Wanted, number: &str, decision: u32, form: Form) -> Answer {
    let copy = web.desk.decision_copy(number, decision).await?;
    let language = wanted.reader_of(web, copy.statement.language).language;
    let paper = Paper::of_decision(&copy, &letterhead(&web.desk, language));
    let page = (format!("/cases/{number}/decisions/{decision}"), format!("D-{decision}"));
    give(web, paper, language, (page, "decision"), form).await
}

async fn receipt(web: &Web, wanted: &Wanted, number: &str, receipt: &str, form: Form) -> Answer {
    let copy = web.desk.receipt_copy(number, receipt).await?;
    let language = wanted.reader_of(web, copy.notice.text.language).language;
    let paper = Paper::of_receipt(&copy, &letterhead(&web.desk, language), None);
    let page = (format!("/cases/{number}/answers/{receipt}"), receipt.to_owned());
    give(web, paper, language, (page, "receipt"), form).await
}

/// `back`: the page that leads to the paper, what it is called, and the paper's own word below it.
async fn give(web: &Web, paper: Paper, language: Language, back: ((String, String), &str), form: Form) -> Answer {
    if form == Form::Html {
        return Ok(paper.as_html());
    }
    match paper.as_pdf(&web.app.site.press).await {
        Ok(answer) => Ok(answer),
        Err(why) => {
            let (page, word) = back;
            let html = format!("{}/{word}.html?lang={}", page.0, language.code());
            web.page(unprinted::show(web.frame().await?, html, page, why))
        }
    }
}
