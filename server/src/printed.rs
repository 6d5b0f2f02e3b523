//! Papers for customers on their way out: a notice, a decision, a receipt, as the press sets them or as the page to print.

use app::documents::spoken::Mark;
use app::documents::{Letterhead, decision, notice, receipt, spoken};
use app::public_pages::unmade::Unmade;
use app::public_pages::words::paper as words;
use axum::response::Response;
use docket::checkpoint::proof_file::ProofFile;
use docket::desk::Desk;
use docket::desk::printed::{DecisionPaper, NoticePaper};
use docket::desk::public::ReceiptSheet;
use docket::letters::LINK;
use docket::notice::code::is_code;
use docket::paper::{Attached, CheckMark, PrintOrder};
use docket::time::Moment;
use docket::words::Language;

use crate::download::{Download, stamp};
use crate::press::Press;

/// A paper, and what it is called without its ending.
#[derive(Clone, Debug)]
pub struct Paper {
    pub order: PrintOrder,
    pub name: String,
}

/// Who speaks on a customer's paper.
pub fn letterhead(desk: &Desk, language: Language) -> Letterhead {
    let settings = desk.settings();
    Letterhead {
        language,
        provider: settings.provider.clone(),
        phone: settings.phone.clone(),
        check_url: settings.check_url(),
    }
}

impl Paper {
    pub fn of_notice(paper: &NoticePaper, from: &Letterhead, proof: Option<&ProofFile>) -> Paper {
        let (words, code) = (words(from.language), &paper.notice.code);
        let check = CheckMark {
            label: words.check.to_owned(),
            code: code.clone(),
            url: format!("{}?code={code}", from.check_url),
        };
        let mut attached = vec![data("notice.json", paper.json(&from.provider, from.language), from)];
        attached.extend(proof.map(|proof| proven(code, proof, from)));
        let order = PrintOrder { check: Some(check), ..order(notice::notice(paper, from), from, paper.entry.at) };
        let order = PrintOrder { about: (words.notice_foot)(code), attached, ..order };
        Paper { order, name: format!("duenotice_{code}_{}", stamp(paper.entry.at)) }
    }

    pub fn of_decision(paper: &DecisionPaper, from: &Letterhead) -> Paper {
        let about = (words(from.language).decision_foot)(paper.number, &paper.case_number);
        let attached = vec![data("decision.json", paper.json(&from.provider), from)];
        let order = order(decision::decision(paper, from), from, paper.entry.at);
        let name = format!("duenotice_{}_D-{}_{}", paper.case_number, paper.number, stamp(paper.entry.at));
        Paper { order: PrintOrder { about, attached, ..order }, name }
    }

    pub fn of_receipt(sheet: &ReceiptSheet, from: &Letterhead, proof: Option<&ProofFile>) -> Paper {
        let (number, at) = (&sheet.answer.receipt, sheet.answer.received_at);
        let mut attached = vec![data("receipt.json", sheet.json(&from.provider), from)];
        attached.extend(proof.map(|proof| proven(number, proof, from)));
        let about = (words(from.language).receipt_foot)(number);
        let order = PrintOrder { about, attached, ..order(receipt::receipt(sheet, from), from, at) };
        Paper { order, name: format!("duenotice_{number}_{}", stamp(at)) }
    }

    pub async fn as_pdf(self, press: &Press) -> Result<Response, Unmade> {
        let bytes = press.make(&self.order).await?;
        Ok(Download { name: format!("{}.pdf", self.name), media_type: "application/pdf", bytes }.answer())
    }

    pub fn as_html(self) -> Response {
        let bytes = self.order.html.into_bytes();
        Download { name: format!("{}.html", self.name), media_type: "text/html; charset=utf-8", bytes }.answer()
    }
}

/// The date is the document's own, so that the same paper has the same bytes whenever somebody asks for it.
fn order(html: String, from: &Letterhead, at: Moment) -> PrintOrder {
    PrintOrder {
        html,
        provider: from.provider.clone(),
        about: String::new(),
        date: at.rfc3339(),
        check: None,
        attached: Vec::new(),
    }
}

fn data(name: &str, text: String, from: &Letterhead) -> Attached {
    let description = words(from.language).data.to_owned();
    Attached { name: name.to_owned(), media_type: "application/json".into(), description, text }
}

fn proven(number: &str, proof: &ProofFile, from: &Letterhead) -> Attached {
    Attached {
        name: format!("{number}.tlog-proof"),
        media_type: "text/plain".into(),
        description: words(from.language).proof.to_owned(),
        text: proof.to_string(),
    }
}

/// The words of a printed notice in each language, with the mark of a link where the paper covers it.
pub fn words_of(desk: &Desk, paper: &NoticePaper) -> Vec<String> {
    let printed = |language| {
        let html = notice::notice(paper, &letterhead(desk, language));
        spoken::words_of(&html).replace(&paper.link, LINK)
    };
    Language::ALL.into_iter().map(printed).collect()
}

/// What somebody holds, without the mark that the press sets on top of a notice.
pub fn without_mark(desk: &Desk, text: &str) -> String {
    let (provider, check_url) = (&desk.settings().provider, &desk.settings().check_url());
    let without = |text: String, language| {
        let mark = Mark { provider, label: words(language).check, check_url, is_code: |word| is_code(word).is_some() };
        spoken::without_mark(&text, mark)
    };
    Language::ALL.into_iter().fold(text.to_owned(), without)
}
