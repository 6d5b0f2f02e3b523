//! The words of a document of ours, as whoever holds it on paper reads them: to be compared with what somebody holds.

/// Only for our own HTML: what a reader typed is escaped in it, so every `<` begins a tag of ours.
pub fn words_of(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |(_, body)| body);
    let mut text = String::with_capacity(body.len());
    // How far each list has counted, the innermost last. None: it has no numbers.
    let mut lists: Vec<Option<usize>> = Vec::new();
    let mut rest = body;
    while let Some((words, after)) = rest.split_once('<') {
        text.push_str(&plain(words));
        let (tag, next) = after.split_once('>').unwrap_or((after, ""));
        rest = next;
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        match (name, tag.starts_with('/')) {
            ("ol", false) => lists.push(Some(0)),
            ("ul", false) => lists.push(None),
            ("ol" | "ul", true) => drop(lists.pop()),
            _ => {}
        }
        if !is_inside_a_line(name) {
            text.push('\n');
        }
        if let ("li", false, Some(Some(number))) = (name, tag.starts_with('/'), lists.last_mut()) {
            *number += 1;
            text.push_str(&format!("{number}. "));
        }
    }
    text.push_str(&plain(rest));
    text
}

fn is_inside_a_line(name: &str) -> bool {
    matches!(name, "strong" | "em" | "code" | "span" | "time" | "wbr" | "a" | "bdi" | "b" | "i")
}

fn plain(words: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    // The ampersand last: what it escaped must not be read again.
    named.iter().fold(words.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

/// What somebody holds, without the mark by which a paper is checked: a label and the code after it, set by the press
/// where there is room.
pub fn without_mark(text: &str, label: &str, is_code: impl Fn(&str) -> bool) -> String {
    let mut end = 0;
    let placed = text.split_whitespace().map(|word| {
        let from = end + text[end..].find(word).unwrap_or(0);
        end = from + word.len();
        (from, word)
    });
    let spans: Vec<(usize, &str)> = placed.collect();
    let label: Vec<&str> = label.split_whitespace().collect();
    let begins = |place: &usize| {
        let said = spans[*place..].iter().map(|(_, word)| *word).take(label.len());
        said.eq(label.iter().copied()) && spans.get(place + label.len()).is_some_and(|(_, word)| is_code(word))
    };
    let Some(place) = (0..spans.len()).find(begins) else { return text.to_owned() };
    let (from, (last, code)) = (spans[place].0, spans[place + label.len()]);
    format!("{}{}", &text[..from], &text[last + code.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_as_its_paper_shows_it() {
        let html = "<!doctype html>\n<html><head><title>not this</title></head><body><h1 lang=\"en\">A &amp;lt; B</h1>\
            <ol><li><p>First.</p></li><li>Se<wbr/>cond</li></ol><ul><li>&quot;x&quot;</li></ul><p>end<br/>of it</p></body></html>";
        let words = words_of(html);
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(words.join(" "), "A &lt; B 1. First. 2. Second \"x\" end of it");
    }

    #[test]
    fn the_mark_of_a_paper_is_taken_out_once() {
        let text = "Notice\nCheck this notice\n  DN-1 and so on. Check this notice DN-1";
        let without = without_mark(text, "Check this notice", |word| word.starts_with("DN-"));
        assert_eq!(
            without.split_whitespace().collect::<Vec<_>>().join(" "),
            "Notice and so on. Check this notice DN-1"
        );
        assert_eq!(without_mark("Check this", "Check this notice", |_| true), "Check this");
        assert_eq!(without_mark("Check this notice now", "Check this notice", |_| false), "Check this notice now");
    }
}
