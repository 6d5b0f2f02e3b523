//! A customer's papers, by the link in their letter: each as a PDF, and as the page to print.

use app::documents::Letterhead;
use app::public_pages::unmade;
use axum::extract::Path;
use docket::checkpoint::proof_file::ProofFile;
use docket::desk::{Done, Failure, Opened, token_hash};
use docket::refusal::Refusal;

use super::public_notice::{open, path};
use super::public_reader::Wanted;
use crate::printed::{Paper, letterhead};
use crate::web::{Answer, Web};

/// In what form it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Pdf,
    Html,
}

/// Which of the papers that a link opens.
enum Wish {
    Notice,
    /// As it stands in the address.
    Decision(String),
    Receipt(String),
}

impl Wish {
    /// Below the link's own page, without an ending.
    fn place(&self) -> String {
        match self {
            Wish::Notice => "notice".into(),
            Wish::Decision(number) => format!("decisions/{number}/decision"),
            Wish::Receipt(receipt) => format!("receipts/{receipt}/receipt"),
        }
    }
}

/// `GET /n/{token}/notice.pdf`
pub async fn notice_pdf(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    give(&web, &wanted, &token, Wish::Notice, Form::Pdf).await
}

/// `GET /n/{token}/notice.html`
pub async fn notice_html(web: Web, wanted: Wanted, Path(token): Path<String>) -> Answer {
    give(&web, &wanted, &token, Wish::Notice, Form::Html).await
}

/// `GET /n/{token}/decisions/{decision}/decision.pdf`
pub async fn decision_pdf(web: Web, wanted: Wanted, Path((token, number)): Path<(String, String)>) -> Answer {
    give(&web, &wanted, &token, Wish::Decision(number), Form::Pdf).await
}

/// `GET /n/{token}/decisions/{decision}/decision.html`
pub async fn decision_html(web: Web, wanted: Wanted, Path((token, number)): Path<(String, String)>) -> Answer {
    give(&web, &wanted, &token, Wish::Decision(number), Form::Html).await
}

/// `GET /n/{token}/receipts/{receipt}/receipt.pdf`
pub async fn receipt_pdf(web: Web, wanted: Wanted, Path((token, receipt)): Path<(String, String)>) -> Answer {
    give(&web, &wanted, &token, Wish::Receipt(receipt), Form::Pdf).await
}

/// `GET /n/{token}/receipts/{receipt}/receipt.html`
pub async fn receipt_html(web: Web, wanted: Wanted, Path((token, receipt)): Path<(String, String)>) -> Answer {
    give(&web, &wanted, &token, Wish::Receipt(receipt), Form::Html).await
}

async fn give(web: &Web, wanted: &Wanted, token: &str, wish: Wish, form: Form) -> Answer {
    let opened = match open(web, wanted, token).await? {
        Ok(opened) => opened,
        Err(page) => return Ok(page),
    };
    // Setting type is work. Reading a page is not counted either.
    if form == Form::Pdf {
        web.app.site.limits.check_link(&token_hash(token))?;
    }
    let reader = wanted.reader_of(web, opened.notice.text.language);
    let paper = match paper(web, opened, &wish, &letterhead(&web.desk, reader.language)).await {
        Ok(paper) => paper,
        Err(Failure::Refused(Refusal::NotFound(_))) => return wanted.gone(web),
        Err(failure) => return Err(failure.into()),
    };
    if form == Form::Html {
        return Ok(paper.as_html());
    }
    match paper.as_pdf(&web.app.site.press).await {
        Ok(answer) => Ok(answer),
        Err(why) => {
            let place = format!("{}/{}", path(token), wish.place());
            web.page(unmade::show(reader, place, path(token), why))
        }
    }
}

/// With the proof inside that its page offers, where there is one already.
async fn paper(web: &Web, opened: Opened, wish: &Wish, from: &Letterhead) -> Done<Paper> {
    let desk = &web.desk;
    match wish {
        Wish::Notice => {
            let proof = if_there(desk.notice_proof(&opened).await)?;
            Ok(Paper::of_notice(&desk.notice_paper(&opened).await?, from, proof.as_ref()))
        }
        Wish::Decision(number) => {
            let number = number.parse().map_err(|_| Refusal::NotFound("decision"))?;
            Ok(Paper::of_decision(&desk.decision_paper(&opened, number).await?, from))
        }
        Wish::Receipt(receipt) => {
            let proof = if_there(desk.receipt_proof(opened.clone(), receipt).await)?;
            Ok(Paper::of_receipt(&desk.receipt_sheet(opened, receipt).await?, from, proof.as_ref()))
        }
    }
}

/// Nothing to prove is no reason for no paper.
fn if_there(proof: Done<Option<ProofFile>>) -> Done<Option<ProofFile>> {
    match proof {
        Err(Failure::Refused(Refusal::NotFound(_))) => Ok(None),
        other => other,
    }
}
