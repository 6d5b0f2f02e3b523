//! An order as it comes in, made into what the template takes: every text visible, every name one that a PDF may carry.

use chrono::{DateTime, Datelike, Timelike, Utc};
use docket::paper::{Attached, CheckMark, PrintOrder};
use serde::Serialize;
use typst::foundations::Datetime;

use crate::block::Block;
use crate::glyphs::{Glyphs, breakable};
use crate::html::{self, text::one_line};
use crate::limits::{MOST_ORDER, nests_too_deeply};
use crate::{Refused, qr};

/// What the template reads: `json("paper.json")`.
#[derive(Serialize)]
pub struct Paper {
    pub lang: String,
    pub title: String,
    pub provider: String,
    /// The provider on top of the first page, and with what the paper is at the foot of each: long words may be broken.
    pub house: String,
    pub foot: String,
    pub check: Option<Check>,
    pub attached: Vec<Named>,
    pub blocks: Vec<Block>,
}

#[derive(Serialize)]
pub struct Check {
    pub label: String,
    pub code: String,
    pub url: String,
    /// What the pattern says, for whoever cannot see it.
    pub alt: String,
    /// Whether there is a pattern to scan: an address can be too long for one.
    pub scans: bool,
    #[serde(skip)]
    pub pattern: Option<String>,
}

/// An attached file without its bytes, which the template reads by number.
#[derive(Serialize)]
pub struct Named {
    pub name: String,
    pub media_type: String,
    pub description: String,
    pub relationship: &'static str,
}

/// Letters of a word on the sheet's edges before it may be broken.
const LONGEST: usize = 24;

pub fn parse(json: &[u8]) -> Result<PrintOrder, Refused> {
    if json.len() > MOST_ORDER {
        return Err(Refused::Malformed("This order is larger than 16 MiB.".to_owned()));
    }
    serde_json::from_slice(json).map_err(|why| Refused::Malformed(format!("This is no order for a document: {why}.")))
}

pub fn paper(order: &PrintOrder, glyphs: &Glyphs) -> Result<Paper, Refused> {
    if nests_too_deeply(&order.html) {
        return Err(Refused::Malformed("The elements of this document stand in each other without end.".to_owned()));
    }
    let document = html::read(&order.html, glyphs)?;
    let line = |text: &str| shortened(&one_line(text, glyphs));
    let (provider, about) = (line(&order.provider), line(&order.about));
    let title =
        [shortened(&document.title), about.clone(), provider.clone()].into_iter().find(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| "Document".to_owned());
    let mut blocks = document.blocks;
    if !blocks.iter().any(|block| matches!(block, Block::Heading { .. })) {
        // The outline of a document that archives keep has at least one entry.
        let text = vec![crate::block::Run { text: title.clone(), ..Default::default() }];
        blocks.insert(0, Block::Heading { level: 1, text });
    }
    let both: Vec<&str> = [provider.as_str(), &about].into_iter().filter(|part| !part.is_empty()).collect();
    let foot = breakable(&both.join(", "), LONGEST);
    let house = breakable(&provider, LONGEST);
    let check = order.check.as_ref().map(|mark| check(mark, glyphs));
    Ok(Paper { lang: document.lang, title, provider, house, foot, check, attached: names(&order.attached), blocks })
}

fn check(mark: &CheckMark, glyphs: &Glyphs) -> Check {
    let pattern = qr::svg(&mark.url);
    let (label, code, url) = (one_line(&mark.label, glyphs), one_line(&mark.code, glyphs), one_line(&mark.url, glyphs));
    // Long words may be broken, and only where they are set: what is spoken is spoken whole.
    let alt = format!("QR: {url}");
    let [label, code, url] = [label, code, url].map(|text| breakable(&text, LONGEST));
    Check { label, code, url, alt, scans: pattern.is_some(), pattern }
}

/// A title or a foot is a line, and a PDF's own strings have an end.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Names that every system can store, each once.
fn names(attached: &[Attached]) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    for (place, file) in attached.iter().enumerate() {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
        let name: String = file.name.chars().map(|letter| if plain(letter) { letter } else { '_' }).take(100).collect();
        let name = name.trim_start_matches('.');
        let taken = name.is_empty() || names.iter().any(|one| one.name.eq_ignore_ascii_case(name));
        let name = if taken { format!("{}-{name}", place + 1) } else { name.to_owned() };
        let description = if file.description.trim().is_empty() { &file.name } else { &file.description };
        // A control character has no place in a PDF's string.
        let description = description.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
        names.push(Named {
            media_type: media_type(&file.media_type),
            description: description.take(1_000).collect(),
            relationship: if file.media_type == "application/json" { "data" } else { "supplement" },
            name,
        });
    }
    names
}

fn media_type(told: &str) -> String {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let essence = told.split(';').next().unwrap_or_default().trim();
    let fits = essence.len() <= 100 && essence.split_once('/').is_some_and(|(kind, rest)| plain(kind) && plain(rest));
    if fits { essence.to_owned() } else { "application/octet-stream".to_owned() }
}

/// The one date in the file.
pub fn date(order: &PrintOrder) -> Result<Datetime, Refused> {
    let refused = || Refused::Malformed("The date of this order is no instant as RFC 3339 writes them.".to_owned());
    let at = DateTime::parse_from_rfc3339(&order.date).map_err(|_| refused())?.with_timezone(&Utc);
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    Datetime::from_ymd_hms(
        at.year(),
        small(at.month()),
        small(at.day()),
        small(at.hour()),
        small(at.minute()),
        small(at.second()),
    )
    .filter(|_| (0..10_000).contains(&at.year()))
    .ok_or_else(refused)
}
