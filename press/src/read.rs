//! The words of a PDF, as a person sees them: in the order in which they are drawn, without what is invisible and
//! without the feet of the pages.

mod page;

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use kurbo::Rect;

use crate::limits::MOST_PDF;
use crate::{CREATOR, Refused};
use page::Words;

pub const BROKEN: &str = "This PDF is broken and cannot be read.";
const NO_PDF: &str = "This is no PDF.";
const TOO_LARGE: &str = "This PDF is larger than 8 MiB.";
const LOCKED: &str = "This PDF is locked with a password and cannot be read.";
const TOO_MANY: &str = "This PDF has more pages or words than are read.";
const EMPTY: &str = "This PDF holds no words; its pages may be pictures.";
const NAMELESS: &str = "The letters of this PDF do not say which letters they are.";

const MOST_PAGES: usize = 500;

pub fn read(bytes: &[u8]) -> Result<String, Refused> {
    if bytes.len() > MOST_PDF {
        return Err(Refused::Unread(TOO_LARGE));
    }
    // Some programs put something before it.
    if !bytes.windows(5).take(1024).any(|five| five == b"%PDF-") {
        return Err(Refused::Unread(NO_PDF));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|why| match why {
        LoadPdfError::Decryption(_) => Refused::Unread(LOCKED),
        LoadPdfError::Invalid => Refused::Unread(BROKEN),
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Refused::Unread(TOO_MANY));
    }
    let ours = pdf.metadata().creator.as_deref() == Some(CREATOR.as_bytes());
    let cache = InterpreterCache::new();
    let mut words = Words::new(ours);
    for page in pages.iter() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let upright = page.initial_transform(true).to_kurbo();
        let area = Rect::new(0.0, 0.0, width, height);
        let mut context = Context::new(upright, area, &cache, pdf.xref(), InterpreterSettings::default());
        words.begin_page(area);
        interpret_page(page, &mut context, &mut words);
        if words.overflows() {
            return Err(Refused::Unread(TOO_MANY));
        }
    }
    let nameless = words.mostly_nameless();
    let text = words.finish();
    match () {
        () if nameless => Err(Refused::Unread(NAMELESS)),
        () if text.trim().is_empty() => Err(Refused::Unread(EMPTY)),
        () => Ok(text),
    }
}
