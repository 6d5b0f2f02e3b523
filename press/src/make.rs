//! From an order to a PDF.

use docket::paper::PrintOrder;
use sha2::{Digest, Sha256};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::glyphs::Glyphs;
use crate::world::{Desk, FONTS};
use crate::{CREATOR, Refused, order};

/// Both at once: what archives keep, with files inside, and what screen readers read.
const STANDARDS: [PdfStandard; 2] = [PdfStandard::A_3a, PdfStandard::Ua_1];

pub fn make(json: &[u8]) -> Result<Vec<u8>, Refused> {
    let order = order::parse(json)?;
    set(&order, &Glyphs::of(FONTS.infos())).or_else(|why| match why {
        // Better a document with code points in it than none.
        Refused::Unset(_) => {
            // What the first try remembers is of no use to the second.
            typst::comemo::evict(0);
            set(&order, &Glyphs::plain())
        }
        why => Err(why),
    })
}

fn set(order: &PrintOrder, glyphs: &Glyphs) -> Result<Vec<u8>, Refused> {
    let date = order::date(order)?;
    let paper = order::paper(order, glyphs)?;
    let unset = |why: String| Refused::Unset(why);
    let data = serde_json::to_vec(&paper).map_err(|why| unset(why.to_string()))?;
    let mut files = vec![("paper.json".to_owned(), Bytes::new(data))];
    for (place, file) in order.attached.iter().enumerate() {
        files.push((format!("attached/{place}"), Bytes::from_string(file.text.clone())));
    }
    if let Some(pattern) = paper.check.as_ref().and_then(|check| check.pattern.clone()) {
        files.push(("check.svg".to_owned(), Bytes::from_string(pattern)));
    }
    let desk = Desk::new(files).ok_or_else(|| unset("the template is missing".to_owned()))?;
    let set = typst::compile::<PagedDocument>(&desk).output.map_err(|why| unset(first(&why)))?;
    let standards = PdfStandards::new(&STANDARDS).map_err(|why| unset(why.message().to_string()))?;
    let options = PdfOptions {
        // The same order is the same document, and another one is another.
        ident: Smart::Custom(hex::encode(Sha256::digest(identity(order)))),
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        timestamp: Some(Timestamp::new_utc(date)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set, &options).map_err(|why| unset(first(&why)))
}

fn identity(order: &PrintOrder) -> Vec<u8> {
    serde_json::to_vec(order).unwrap_or_default()
}

/// For whoever looks into it: what the typesetter said first.
fn first(why: &[SourceDiagnostic]) -> String {
    why.first().map(|why| why.message.to_string()).unwrap_or_default()
}
