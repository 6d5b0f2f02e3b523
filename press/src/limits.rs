//! How long a document may be. Type is set in memory, all pages at once, so somebody has to say where that ends; the
//! numbers were measured (see the crate's documentation).

use scraper::{Html, Node};

/// Rows of tables, items of lists and lines of facts.
pub const MOST_ROWS: usize = 2_000;
/// Paragraphs and everything that holds some.
pub const MOST_BLOCKS: usize = 10_000;
/// In bytes of text: about 300 pages of a letter.
pub const MOST_TEXT: usize = 1_000_000;
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
    #[error("This document has {} bytes of text; at most {} are set as PDF.", grouped(*.0), grouped(MOST_TEXT))]
    Text(usize),
}

/// Counted before anything is made of it, so that the sentence can say how long it is.
pub fn measure(page: &Html) -> Result<(), TooLong> {
    let (mut rows, mut blocks, mut text) = (0, 0, 0);
    for node in page.tree.nodes() {
        match node.value() {
            Node::Text(words) => text += words.len(),
            Node::Element(tag) => match tag.name() {
                "tr" | "li" | "dt" => rows += 1,
                "p" | "div" | "pre" | "blockquote" | "table" | "ul" | "ol" | "dl" | "dd" | "h1" | "h2" | "h3"
                | "h4" | "hr" | "br" | "figure" | "section" | "td" | "th" => blocks += 1,
                _ => {}
            },
            _ => {}
        }
    }
    match () {
        () if rows > MOST_ROWS => Err(TooLong::Rows(rows)),
        () if blocks > MOST_BLOCKS.max(12 * rows) => Err(TooLong::Blocks(blocks)),
        () if text > MOST_TEXT => Err(TooLong::Text(text)),
        () => Ok(()),
    }
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
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
        let page = Html::parse_document(&format!("<table>{}</table>", "<tr><td>x".repeat(12_340)));
        let why = measure(&page).expect_err("it is too long");
        assert_eq!(why.to_string(), "This document has 12,340 rows; at most 2,000 are set as PDF.");
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1_000, 1_234_567].map(grouped).each_ref().map(String::as_str)
        );
    }
}
