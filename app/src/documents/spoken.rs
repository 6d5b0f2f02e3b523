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

/// What the press sets on top of a notice, beside the words of its document: the provider's name, a label, the code, and
/// the address that its square leads to.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'a> {
    pub provider: &'a str,
    pub label: &'a str,
    pub check_url: &'a str,
    pub is_code: fn(&str) -> bool,
}

/// What somebody holds, without that mark, if it is there.
pub fn without_mark(text: &str, mark: Mark) -> String {
    let mut end = 0;
    let placed = text.split_whitespace().map(|word| {
        let from = end + text[end..].find(word).unwrap_or(0);
        end = from + word.len();
        (from, word)
    });
    let spans: Vec<(usize, &str)> = placed.collect();
    let words: Vec<&str> = spans.iter().map(|(_, word)| *word).collect();
    let label: Vec<&str> = mark.label.split_whitespace().collect();
    let code_after = |place: usize| words.get(place + label.len()).copied().filter(|word| (mark.is_code)(word));
    let mut found = (0..words.len()).filter(|place| words[*place..].starts_with(&label));
    let Some((label_at, code)) = found.find_map(|place| Some((place, code_after(place)?))) else {
        return text.to_owned();
    };
    let name: Vec<&str> = mark.provider.split_whitespace().collect();
    let first = if words[..label_at].ends_with(&name) { label_at - name.len() } else { label_at };
    let code_at = label_at + label.len();
    let last = code_at + address_after(&words[code_at + 1..], &format!("{}?code={code}", mark.check_url));
    let (from, (until, word)) = (spans[first].0, spans[last]);
    format!("{}{}", &text[..from], &text[until + word.len()..])
}

/// Over how many words this address goes, which a narrow column breaks. Another one is not ours, and stays.
fn address_after(words: &[&str], address: &str) -> usize {
    const MOST_LINES: usize = 4;
    let whole = |many: &usize| words[..*many].concat() == address;
    (1..=MOST_LINES.min(words.len())).find(whole).unwrap_or(0)
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
        let mark = Mark {
            provider: "Our House",
            label: "Check this notice",
            check_url: "https://x.example/check",
            is_code: |word| word.starts_with("DN-"),
        };
        let without = |text: &str| without_mark(text, mark).split_whitespace().collect::<Vec<_>>().join(" ");
        let address = "https://x.example/\ncheck?code=DN-1";
        let text =
            format!("Our House\nCheck this notice\n  DN-1\n{address} Our House and so on. Check this notice DN-1");
        assert_eq!(without(&text), "Our House and so on. Check this notice DN-1");
        assert_eq!(without("A notice. Check this notice DN-1 and so on"), "A notice. and so on");
        // An address that is another one stays, to be marked as not ours.
        let other = "https://evil.example/check?code=DN-1";
        assert_eq!(without(&format!("Check this notice DN-1 {other}")), other);
        assert_eq!(without("Check this"), "Check this");
        assert_eq!(without("Check this notice now"), "Check this notice now");
    }
}
