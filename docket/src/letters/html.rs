//! The second body of a letter: the same words, made from the plain text and from nothing else. No picture,
//! no script, no address but our own link, because a letter must be readable with everything remote blocked.

use super::fill::{fill, fits};
use crate::words::Language;

const FRAME: &str = include_str!("frame.html");
const PLACES: &[&str] = &["language", "title", "body"];
const _: () = assert!(fits(FRAME, PLACES), "frame.html has other places");

/// Blocks are divided by empty lines; a line of hyphens makes the line above it a heading.
pub(super) fn from_text(title: &str, text: &str, language: Language) -> String {
    let mut body = String::with_capacity(text.len() * 2);
    for block in text.split("\n\n").map(|block| block.trim_matches('\n')).filter(|block| !block.is_empty()) {
        let mut lines: Vec<&str> = block.lines().collect();
        if lines.len() > 1 && is_rule(lines[1]) {
            element(&mut body, "<h2 style=\"font-size:1.15em;margin:1.6em 0 .4em\">", &lines[..1], "</h2>");
            lines.drain(..2);
        }
        if !lines.is_empty() {
            element(&mut body, "<p style=\"margin:0 0 1em\">", &lines, "</p>");
        }
    }
    let mut safe_title = String::new();
    escape(&mut safe_title, title);
    let mut page = fill(FRAME, &[("language", language.code()), ("title", &safe_title), ("body", body.trim_end())]);
    page.push('\n');
    page
}

fn element(out: &mut String, open: &str, lines: &[&str], close: &str) {
    out.push_str(open);
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            out.push_str("<br>\n");
        }
        if is_our_link(line) {
            out.push_str("<a href=\"");
            escape(out, line);
            out.push_str("\" rel=\"noreferrer\">");
            escape(out, line);
            out.push_str("</a>");
        } else {
            escape(out, line);
        }
    }
    out.push_str(close);
    out.push('\n');
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

/// Our templates put the link on a line of its own, and every address that staff wrote is defanged before.
fn is_our_link(line: &str) -> bool {
    let rest = line.strip_prefix("https://").or_else(|| line.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/?=&%:[]".contains(&byte))
    })
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_markup() {
        let page = from_text("<b>\"x\"", "a <script>alert('x')</script> & \"b\"", Language::En);
        assert!(page.contains("a &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;b&quot;"));
        assert!(page.contains("<title>&lt;b&gt;&quot;x&quot;</title>"));
        assert!(!page.contains("<script") && !page.contains("<b>"));
    }

    #[test]
    fn only_an_address_alone_in_its_line_can_be_clicked() {
        let page = from_text(
            "t",
            "See https://a.example/x now.\n\nhttps://a.example/n/Ab-9_c\n\nhttps://a.example/\"onclick=x",
            Language::En,
        );
        assert_eq!(page.matches("<a ").count(), 1);
        assert!(page.contains("<a href=\"https://a.example/n/Ab-9_c\" rel=\"noreferrer\">"));
        for line in [
            "javascript:alert(1)",
            "https://",
            "https://a@b.example",
            "hxxps://a[.]example",
            " https://a.example",
            "data:text/html,x",
        ] {
            assert!(!is_our_link(line), "{line}");
        }
    }

    #[test]
    fn headings_and_lines() {
        let page = from_text("t", "Your data\n---------\nIt is kept.\nAll of it.\n\nMore", Language::Fr);
        assert!(page.contains("Your data</h2>\n<p style=\"margin:0 0 1em\">It is kept.<br>\nAll of it.</p>"));
        assert!(page.contains("lang=\"fr\""));
        assert!(!page.contains("---"));
    }
}
