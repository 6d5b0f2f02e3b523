//! Documents without a sensible end or beginning, and orders that are none.

use super::*;

fn asked_for(html: &str) -> Output {
    run("make", &serde_json::to_vec(&order(html)).expect("an order is JSON"))
}

#[test]
fn a_document_that_is_too_long_says_so() {
    let rows = "<tr><td>x</td></tr>".repeat(12_340);
    let out = asked_for(&page(&format!("<table>{rows}</table>")));
    assert_eq!(out.status.code(), Some(i32::from(docket::paper::TOO_LONG)));
    assert_eq!(said(&out), "This document has 12,340 rows; at most 2,000 are set as PDF.");
    assert!(out.stdout.is_empty());
}

#[test]
fn what_is_no_order_is_refused() {
    let ours = serde_json::to_value(order(NOTICE)).expect("an order is JSON");
    let with = |name: &str, value: &str| {
        let mut order = ours.clone();
        order[name] = value.into();
        order.to_string()
    };
    let deep = page(&"<div>".repeat(200_000));
    let cases = [String::new(), "{}".to_owned(), "[".repeat(100_000), with("date", "yesterday"), with("html", &deep)];
    for order in cases {
        let out = run("make", order.as_bytes());
        assert_eq!(out.status.code(), Some(i32::from(docket::paper::MALFORMED)), "{}", said(&out));
        assert!(said(&out).ends_with('.') && said(&out).lines().count() == 1, "{}", said(&out));
        assert!(out.stdout.is_empty());
    }
    let out = run("make", &vec![b' '; 17 * 1024 * 1024]);
    assert_eq!(said(&out), "This order is larger than 16 MiB.");
}

#[test]
fn nothing_much_comes_out_all_the_same() {
    for html in [
        "",
        "<p>",
        "no markup",
        "<h1></h1><h4>Four</h4><h2> </h2><h3>Three</h3>",
        "<table></table><table><tr></tr></table><table><caption>Alone</caption></table><ul></ul><ol><li></ol><dl></dl>",
        "<table><tr><td colspan=99999999 rowspan=99999999>x<tr><td>y<td>z</table>",
        "<table><thead><tr><th>Head<tbody></table>",
        "<dl><dd>without a name</dd><dt>without a fact</dt></dl><figure><figcaption>alone</figcaption></figure>",
        "<pre>\n\n  a\n\n\n    b\t\tc\n</pre><div class=frozen>\n\n\nx\n\n\n</div><hr><br><br>",
        "<p>a<br><br>b<br></p><ul><li><h2>in a list</h2><table><tr><td><h1>in a cell</h1><ul><li>x</table></ul>",
        "<a href='https://a.example/'><div><h1>in a link</h1></div></a><b><p>x<table><tr><td><b>y</b></table></p></b>",
        "<html lang='xx-YY-zz\"'><p lang=''>x<p lang=zz>y<p lang=fr>z",
        "<table><tr><td><div class=frozen>a<blockquote>b<pre>c</pre></blockquote></div></td></tr></table>",
    ] {
        let mut order = order(html);
        assert!(!pdf(&order).is_empty());
        // Neither a title nor a house.
        (order.provider, order.about, order.check) = (String::new(), " ".to_owned(), None);
        order.attached.clear();
        assert!(!pdf(&order).is_empty());
    }
}

#[test]
fn a_word_that_no_line_holds_is_read_back_whole() {
    let long = "abcdefghij".repeat(1_000);
    let read = read_back(&page(&format!("<p>before {long} after</p><pre>{long}</pre><h2>{long}</h2>")));
    assert!(read.contains(&format!("before {long} after")), "{read}");
    assert_eq!(read.matches(&long).count(), 3);
    let cell = "0123456789abcdef".repeat(60);
    let parts = [
        format!("<table><tr><td>{cell}<td>x</table>"),
        format!("<ul><li>{cell}</ul>"),
        format!("<dl><dt>{cell}<dd>y</dl>"),
    ];
    for html in parts {
        let read = read_back(&page(&html));
        assert!(read.contains(&cell), "{read}");
    }
}

#[test]
fn what_stands_deep_inside_comes_out() {
    for open in ["<ul><li>", "<table><tr><td>", "<blockquote>", "<b><i>", "<section>"] {
        let read = read_back(&page(&format!("{}deep inside", open.repeat(400))));
        assert!(read.contains("deep inside"), "{open}: {read}");
    }
}

#[test]
fn a_table_goes_over_pages_with_its_head() {
    let rows: String =
        (1..=120).map(|row| format!("<tr><th scope=row>K-{row}<td>What happened in row {row}</tr>")).collect();
    let html = page(&format!("<table><thead><tr><th>Number<th>Event</thead><tbody>{rows}</table>"));
    let made = pdf(&order(&html));
    let read = press::read(&made).expect("it is read");
    for row in 1..=120 {
        assert!(read.contains(&format!("What happened in row {row}\n")), "{row}: {read}");
    }
    let Some(pdftotext) = tool("pdftotext") else { return };
    let file = kept(&made);
    let pages = asked(&pdftotext, &[], file.path());
    let heads = pages.split('\u{c}').filter(|page| page.contains("Number") && page.contains("Event")).count();
    assert!(heads >= 3, "{pages}");
}
