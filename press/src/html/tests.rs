use super::*;
use crate::block::Table;

fn blocks(html: &str) -> Vec<Block> {
    read(html, &Glyphs::plain()).expect("it is short").blocks
}

fn said(text: &Text) -> String {
    text.iter().map(|run| if run.ends_line { "|" } else { &run.text }).collect()
}

fn paragraphs(blocks: &[Block]) -> Vec<String> {
    let text = |block: &Block| if let Block::Paragraph { text, .. } = block { Some(said(text)) } else { None };
    blocks.iter().filter_map(text).collect()
}

#[test]
fn white_space_is_a_browser_s() {
    let read = blocks("<p> one\n  <b>two</b>\tthree </p> four<br> five <p>");
    assert_eq!(paragraphs(&read), ["one two three", "four|five"]);
}

#[test]
fn what_is_frozen_keeps_its_lines() {
    let read = blocks("<div class=frozen>one\n  two\n\nthree</div>");
    let [Block::Frozen { blocks }] = &read[..] else { panic!("{read:?}") };
    assert_eq!(paragraphs(blocks), ["one|\u{a0} two", "three"]);
}

#[test]
fn headings_skip_no_level() {
    let levels: Vec<usize> = blocks("<h3>a</h3><h1>b</h1><h4>c</h4><h4>d</h4><h2>e</h2><h6>f</h6><h5> </h5>")
        .iter()
        .filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None })
        .collect();
    assert_eq!(levels, [1, 1, 2, 3, 2, 3]);
}

#[test]
fn every_row_fills_every_column() {
    let read = blocks(
        "<table><caption>All</caption><tr><th>a<th>b<tr><td rowspan=3>1<td>2<td>3<tr><td colspan=9>4<tr><td>5</table>",
    );
    let [Block::Table(Table { columns, head, body, caption, .. })] = &read[..] else { panic!("{read:?}") };
    assert_eq!((said(caption).as_str(), head.len(), body.len()), ("All", 1, 3));
    for row in head.iter().chain(body) {
        assert_eq!(row.iter().map(|cell| cell.across).sum::<usize>(), *columns, "{row:?}");
    }
}

#[test]
fn names_and_facts_find_each_other() {
    let read = blocks("<dl><dt>a<dt>b<dd>1<dd>2<div><dt>c</dt><dd>3</dd></div></dl>");
    let [Block::Facts { rows, .. }] = &read[..] else { panic!("{read:?}") };
    let rows: Vec<_> = rows.iter().map(|row| (said(&row.name), paragraphs(&row.blocks))).collect();
    assert_eq!(
        rows,
        [("a|b".to_owned(), vec!["1".to_owned(), "2".to_owned()]), ("c".to_owned(), vec!["3".to_owned()])]
    );
}

#[test]
fn a_part_in_another_language_is_one() {
    let read = blocks("<html lang=en><p>one<p lang=fr>deux<div lang=en>three");
    assert!(
        matches!(&read[1], Block::Spoken { lang, blocks } if lang == "fr" && paragraphs(blocks) == ["deux"]),
        "{read:?}"
    );
    assert_eq!(read.len(), 3);
}

#[test]
fn the_language_is_one_that_a_pdf_takes() {
    assert_eq!(["en-GB", "FR", "", "de_AT", "x y", "i-klingon"].map(language), ["en", "fr", "en", "de", "en", "en"]);
}
