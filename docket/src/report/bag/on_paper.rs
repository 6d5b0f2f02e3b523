//! The report of a bag as a PDF, beside the page to print. Where it cannot be made, the bag leaves without it and says why.

use super::About;
use crate::desk::sealing::Vouched;
use crate::desk::{Desk, Done};
use crate::paper::{Attached, PrintOrder};
use crate::report::make::Documents;
use crate::report::progress::Progress;
use crate::store::evidence::sha256_hex;
use crate::words::ours;
use std::collections::BTreeMap;
use std::time::Duration;

const HTML: &str = "report.html";
const PDF: &str = "report.pdf";
/// How often somebody asks whether it is still wanted.
const BEAT: Duration = Duration::from_millis(200);

/// Puts the PDF among the files, or gives the reason why it is not there.
pub(super) async fn report(
    desk: &Desk,
    about: &About,
    vouched: &Vouched,
    documents: &dyn Documents,
    progress: &Progress,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Done<Option<String>> {
    let step = || progress.step(ours("Setting the report as PDF"), 0, 0);
    step()?;
    let Some(html) = files.get(HTML).map(|bytes| String::from_utf8_lossy(bytes).into_owned()) else { return Ok(None) };
    let mut printing = documents.pdf(PrintOrder {
        html,
        provider: desk.settings().provider.clone(),
        about: about.title.clone(),
        // The checkpoint's, as everything in the bag has it.
        date: vouched.at.rfc3339(),
        check: None,
        attached: sums(files),
    });
    let made = loop {
        match tokio::time::timeout(BEAT, &mut printing).await {
            Ok(made) => break made,
            // A refusal lets go of the work, which stops it.
            Err(_) => step()?,
        }
    };
    Ok(match made {
        Ok(pdf) => {
            files.insert(PDF.into(), pdf);
            None
        }
        Err(why) => Some(why),
    })
}

/// Which data the report goes with, as `sha256sum -c` reads it: the data itself lies beside the report.
fn sums(files: &BTreeMap<String, Vec<u8>>) -> Vec<Attached> {
    let data = ["case.json", "customer.json"].into_iter().filter_map(|name| Some((name, files.get(name)?)));
    let sums = data.map(|(name, bytes)| Attached {
        name: format!("{name}.sha256"),
        media_type: "text/plain".into(),
        description: format!("The SHA-256 of {name}, which lies beside this report"),
        text: format!("{}  {name}\n", sha256_hex(bytes)),
    });
    sums.collect()
}
