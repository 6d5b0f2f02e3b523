//! The report of a case file as a PDF: there it is proven as everything else is, and without it the bag says why.

use super::{Bag, full, of_case, proven};
use crate::bench::{Bench, TestDesk};
use crate::looking_back::Plain;
use crate::proofs::keys;
use docket::desk::Failure;
use docket::paper::PrintOrder;
use docket::refusal::Refusal;
use docket::report::case_file::CaseFile;
use docket::report::deadlines::Deadlines;
use docket::report::make::{Documents, Printing, make, place};
use docket::report::order::Order;
use docket::report::papers::Papers;
use docket::report::profile::Profile;
use docket::report::progress::Progress;
use docket::report::treatment::Treatment;
use docket::store::evidence::sha256_hex;
use docket::time::Moment;

/// Sets type in a way of its own.
enum Typesetter {
    /// Its PDF is the order itself.
    Honest,
    Never,
    /// Waits until somebody has had enough.
    Slow,
}

impl Documents for Typesetter {
    fn case_file(&self, file: &CaseFile, at: Moment) -> String {
        Plain.case_file(file, at)
    }
    fn papers(&self, papers: &Papers, at: Moment) -> String {
        Plain.papers(papers, at)
    }
    fn treatment(&self, report: &Treatment, at: Moment) -> String {
        Plain.treatment(report, at)
    }
    fn deadlines(&self, report: &Deadlines, at: Moment) -> String {
        Plain.deadlines(report, at)
    }
    fn pdf(&self, order: PrintOrder) -> Printing<'_> {
        match self {
            Typesetter::Honest => {
                Box::pin(async move { serde_json::to_vec(&order).map_err(|error| error.to_string()) })
            }
            Typesetter::Never => Box::pin(async { Err("It is\ntoo long.".to_owned()) }),
            Typesetter::Slow => Box::pin(std::future::pending()),
        }
    }
}

async fn zip_by(desk: &TestDesk, by: &Typesetter, order: &Order, progress: &Progress) -> Result<Vec<u8>, Failure> {
    let path = desk.folder().join("bag.zip");
    make(desk, order, by, progress, place(&path, true).expect("a file")).await?;
    Ok(std::fs::read(path).expect("the file"))
}

#[tokio::test]
async fn a_case_file_has_its_report_as_pdf_or_says_why_it_has_none() {
    Bench::each(async |desk: &mut TestDesk| {
        let (_, number) = full(desk).await;
        let progress = Progress::default();
        for profile in [Profile::Internal, Profile::Customer] {
            let order = Order::read(&of_case(&number, profile), desk.now()).expect("an order");
            let zip = zip_by(desk, &Typesetter::Honest, &order, &progress).await.expect("a bag");
            let again = zip_by(desk, &Typesetter::Honest, &order, &progress).await.expect("a bag");
            assert_eq!(zip, again, "byte for byte the same");
            let bag = Bag::open(&zip);
            if profile == Profile::Internal {
                proven(&bag.checked(&keys(desk).await));
            }
            let set: PrintOrder = serde_json::from_slice(&bag.files["data/report.pdf"]).expect("the order");
            assert_eq!(set.html, bag.text("data/report.html"));
            assert_eq!(set.attached.len(), 1);
            let sum = sha256_hex(&bag.files["data/case.json"]);
            assert_eq!(set.attached[0].text, format!("{sum}  case.json\n"));
            assert_eq!((set.about.as_str(), set.check), (format!("Case file {number}").as_str(), None));
            let info = bag.text("bag-info.txt");
            assert!(info.contains(&set.date[..10]) && !info.contains("Report-PDF"), "{info}");

            let zip = zip_by(desk, &Typesetter::Never, &order, &progress).await.expect("a bag all the same");
            let bag = Bag::open(&zip);
            assert!(!bag.names.contains("data/report.pdf"));
            let info = bag.text("bag-info.txt");
            assert!(info.contains("Due-Notice-Report-PDF: Not in this file. It is too long.\n"), "{info}");
        }
        // Whoever has had enough does not wait for the press.
        let order = Order::read(&of_case(&number, Profile::Internal), desk.now()).expect("an order");
        let (making, watched) = (zip_by(desk, &Typesetter::Slow, &order, &progress), progress.clone());
        let enough = async {
            while watched.seen().0 != "Setting the report as PDF" {
                tokio::task::yield_now().await;
            }
            watched.cancel();
        };
        let (made, ()) = tokio::join!(making, enough);
        assert!(matches!(made, Err(Failure::Refused(Refusal::Cancelled))), "{made:?}");
    })
    .await;
}
