//! How long a document may be. Type is set in memory, all pages at once, so somebody has to say where that ends; the
//! numbers were measured (see the crate's documentation).

use scraper::{Html, Node};

/// Rows of tables, items of lists and lines of facts.
pub const MOST_ROWS: usize = 2_000;
/// Paragraphs and everything that holds some.
pub const MOST_BLOCKS: usize = 10_000;
/// In kilobytes of memory, all that stands in the document taken together.
const MOST_MEMORY: usize = 450_000;
/// What was measured: a cell, anything else that holds words, and a thousand bytes of text.
const CELL: usize = 53;
const BLOCK: usize = 13;
const KILOBYTE: usize = 360;
/// How many elements may be open at once while the HTML is read.
const MOST_OPEN: usize = 10_000;
/// Of an order, everything in it.
pub const MOST_ORDER: usize = 16 * 1024 * 1024;
/// Of a PDF that is to be read.
pub const MOST_PDF: usize = 8 * 1024 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLong {
    #[error("This document has {} rows; at most {} are set as PDF.", grouped(*.0), grouped(MOST_ROWS))]
    Rows(usize),
    #[error("This document has {} parts; at most {} are set as PDF.", grouped(*.0), grouped(MOST_BLOCKS))]
    Blocks(usize),
    #[error("This document has {} cells and {} letters, which is more than is set as PDF.", grouped(*.cells), grouped(*.letters))]
    Large { cells: usize, letters: usize },
}

/// Counted before anything is made of it, so that the sentence can say how long it is.
pub fn measure(page: &Html) -> Result<(), TooLong> {
    let (mut rows, mut cells, mut blocks, mut letters) = (0, 0, 0, 0);
    for node in page.tree.nodes() {
        match node.value() {
            Node::Text(words) => letters += words.chars().count(),
            Node::Element(tag) => match tag.name() {
                "tr" | "li" | "dt" => rows += 1,
                "td" | "th" => cells += 1,
                "p" | "div" | "pre" | "blockquote" | "table" | "ul" | "ol" | "dl" | "dd" | "h1" | "h2" | "h3"
                | "h4" | "hr" | "br" | "figure" | "section" => blocks += 1,
                _ => {}
            },
            _ => {}
        }
    }
    match () {
        () if rows > MOST_ROWS => Err(TooLong::Rows(rows)),
        () if blocks > MOST_BLOCKS => Err(TooLong::Blocks(blocks)),
        () if cells * CELL + blocks * BLOCK + letters * KILOBYTE / 1_000 > MOST_MEMORY => {
            Err(TooLong::Large { cells, letters })
        }
        () => Ok(()),
    }
}

/// Elements that stand in each other without end take the parser longer than anybody waits. What HTML lets stand open
/// closes itself.
pub fn nests_too_deeply(html: &str) -> bool {
    const CLOSES_ITSELF: [&str; 22] = [
        "p", "li", "tr", "td", "th", "dt", "dd", "thead", "tbody", "tfoot", "br", "hr", "wbr", "img", "meta", "link",
        "input", "col", "html", "head", "body", "option",
    ];
    let mut open: usize = 0;
    for tag in html.split('<').skip(1) {
        let name = tag.trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        if name.is_empty() || CLOSES_ITSELF.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            continue;
        }
        open = if tag.starts_with('/') { open.saturating_sub(1) } else { open + 1 };
        if open > MOST_OPEN {
            return true;
        }
    }
    false
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_it_is_stands_in_the_sentence() {
        let said = |html: &str| measure(&Html::parse_document(html)).expect_err("it is too long").to_string();
        let rows = format!("<table>{}</table>", "<tr><td>x".repeat(12_340));
        assert_eq!(said(&rows), "This document has 12,340 rows; at most 2,000 are set as PDF.");
        let cells = format!("<table>{}</table>", format!("<tr>{}", "<td>x".repeat(10)).repeat(1_000));
        assert_eq!(
            said(&cells),
            "This document has 10,000 cells and 10,000 letters, which is more than is set as PDF."
        );
        let parts = "<p>x".repeat(10_001);
        assert_eq!(said(&parts), "This document has 10,001 parts; at most 10,000 are set as PDF.");
    }

    #[test]
    fn what_never_closes_is_not_read() {
        assert!(nests_too_deeply(&"<div>".repeat(10_001)));
        assert!(!nests_too_deeply(&"<div><p>a<br>b</div>".repeat(10_001)));
        assert!(!nests_too_deeply(&"<table><tr><td>x".repeat(9_000)));
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1_000, 1_234_567].map(grouped).each_ref().map(String::as_str)
        );
    }
}
