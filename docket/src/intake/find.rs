//! Picking addresses out of prose, also those that were made unclickable.

use std::net::IpAddr;

use super::{place, text};

/// More text than this is not searched: it is not prose.
const MAX_SEARCHED: usize = 4 * 1024 * 1024;

/// Turns `hxxps://evil[.]example` back into the address it means.
pub fn refang(text: &str) -> String {
    const DOTS: [&str; 8] = ["[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}", "[punkt]", "[point]"];
    let mut out = text.to_string();
    if out.contains(['[', '(', '{']) {
        for dot in DOTS {
            out = replace_ignoring_case(&out, dot, ".");
        }
        for (mark, plain) in [("[:]", ":"), ("[://]", "://"), ("[/]", "/"), ("[at]", "@"), ("[@]", "@")] {
            out = replace_ignoring_case(&out, mark, plain);
        }
    }
    let Some((scheme, rest)) = out.split_once("://") else { return out };
    let plain = match scheme.to_ascii_lowercase().as_str() {
        "hxxp" | "h**p" | "hxtp" | "htxp" | "httx" => "http",
        "hxxps" | "h**ps" | "hxtps" | "htxps" => "https",
        "fxp" => "ftp",
        _ => return out,
    };
    format!("{plain}://{rest}")
}

fn replace_ignoring_case(text: &str, what: &str, with: &str) -> String {
    // ASCII lower case keeps every byte in its place, so positions in it are positions in the text.
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(at) = lower[from..].find(what) {
        out.push_str(&text[from..from + at]);
        out.push_str(with);
        from += at + what.len();
    }
    out.push_str(&text[from..]);
    out
}

/// URLs, IP addresses with or without port, and hosts where the writer marks them as such (`evil[.]example`, `Domain: x.y`).
/// In the order of the text; may hold doubles.
pub fn in_prose(prose: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut labelled = false;
    let searched = text::head(prose, MAX_SEARCHED);
    for token in searched.split(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|' | '„' | '“' | '”' | '«' | '»')
    }) {
        if token.is_empty() {
            continue;
        }
        in_token(token, labelled, &mut found);
        labelled = token.strip_suffix(':').is_some_and(|label| {
            let label = label.trim_start_matches(|c: char| !c.is_alphanumeric());
            ["url", "uri", "domain", "domaine", "host", "hostname", "site", "website", "fqdn"]
                .iter()
                .any(|known| label.eq_ignore_ascii_case(known))
        });
        // A text full of addresses is cut where the list of locations would be; the rest is counted there.
        if found.len() > super::MAX_LOCATIONS * 4 {
            break;
        }
    }
    found
}

fn in_token(token: &str, labelled: bool, found: &mut Vec<String>) {
    if let Some(start) = scheme_start(token) {
        // Two addresses joined by a comma are two; a comma elsewhere belongs to the address.
        let (token, mut from) = (&token[start..], 0);
        for (at, _) in token.match_indices(',') {
            if scheme_start(text::head(&token[at + 1..], 16)) == Some(0) {
                push_url(&token[from..at], found);
                from = at + 1;
            }
        }
        push_url(&token[from..], found);
        return;
    }
    if token.len() > 600 {
        return;
    }
    let defanged = ["[.]", "(.)", "{.}", "[dot]", "(dot)", "[DOT]"].iter().any(|mark| token.contains(mark));
    let plain = refang(token);
    let plain = match plain.split_once('=') {
        Some((label, value)) if label.chars().all(|c| c.is_alphanumeric() || c == '_') => trim(value),
        _ => trim(&plain),
    };
    // An IPv6 address with a port keeps its brackets, which `trim` may have taken for prose.
    for candidate in [plain, plain.trim_matches(['[', ']', '(', ')', '\''])] {
        if let Some(address) = ip_with_port(candidate) {
            found.push(address);
            return;
        }
    }
    let host = plain.split(['/', '?', '#']).next().unwrap_or_default();
    let is_mail = host.contains('@');
    if !is_mail
        && (defanged || labelled || host.to_ascii_lowercase().starts_with("www."))
        && text::is_host(host.split(':').next().unwrap_or_default())
    {
        found.push(plain.to_string());
    }
}

fn push_url(given: &str, found: &mut Vec<String>) {
    if given.len() > place::MAX_URL {
        return;
    }
    let url = refang(given);
    let url = trim(&url);
    if place::host_of(url).is_some() {
        found.push(url.to_string());
    }
}

/// Where a URL begins in a token such as `(hxxp://...` or `href=https://...`.
fn scheme_start(token: &str) -> Option<usize> {
    let lower = token.to_ascii_lowercase();
    ["http", "hxxp", "h**p", "ftp", "fxp", "htxp", "hxtp"]
        .iter()
        .filter_map(|scheme| {
            lower.match_indices(scheme).map(|(at, _)| at).find(|at| {
                let rest = lower[at + scheme.len()..].trim_start_matches('s');
                ["://", "[://]", "[:]//"].iter().any(|mark| rest.starts_with(mark))
            })
        })
        .min()
}

/// Takes off the punctuation of the sentence; a closing bracket stays where the address itself opened it.
fn trim(token: &str) -> &str {
    let mut token = token.trim_start_matches(['(', '{', '\'', '*', ',', ';', '‹']);
    if token.starts_with('[') && !token.contains("]:") {
        token = &token[1..];
    }
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let mut unopened =
        PAIRS.map(|(open, close)| token.matches(close).count().saturating_sub(token.matches(open).count()));
    while let Some(last) = token.chars().next_back() {
        match PAIRS.iter().position(|(_, close)| *close == last) {
            Some(pair) if unopened[pair] > 0 => unopened[pair] -= 1,
            Some(_) => break,
            None if matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '’' | '›') => {}
            None => break,
        }
        token = &token[..token.len() - last.len_utf8()];
    }
    token
}

fn ip_with_port(token: &str) -> Option<String> {
    let (ip, _) = place::ip_and_port(token)?;
    let nobody = match ip {
        IpAddr::V4(v4) => v4.octets()[0] == 0 || v4.is_loopback() || v4.is_broadcast() || v4.octets()[0] == 255,
        IpAddr::V6(v6) => v6.is_unspecified() || v6.is_loopback(),
    };
    (!nobody).then(|| token.to_string())
}

/// The targets of the links of an HTML mail: often the only place where the address stands.
pub fn in_links(html: &str) -> Vec<String> {
    let html = text::head(html, MAX_SEARCHED);
    let lower = html.to_ascii_lowercase();
    let mut found = Vec::new();
    for (at, mark) in lower.match_indices("href=") {
        let rest = &html[at + mark.len()..];
        let (quote, rest) = match rest.chars().next() {
            Some(q @ ('"' | '\'')) => (Some(q), &rest[1..]),
            _ => (None, rest),
        };
        let end = rest
            .find(|c: char| Some(c) == quote || c == '>' || quote.is_none() && c.is_whitespace())
            .unwrap_or(rest.len());
        let link = rest[..end].trim().replace("&amp;", "&");
        if link.len() <= place::MAX_URL && scheme_start(&link) == Some(0) {
            push_url(&link, &mut found);
        }
        if found.len() > super::MAX_LOCATIONS * 4 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_however_they_are_written() {
        let prose = "See hxxps://evil[.]example/a?b=c, (http://two.example/x_(y)). HXXP://three(.)example! and\n\
            bare evil[.]net, not plain.example; mail me@there.example. From 203.0.113.7:8080, [2001:db8::1]:443 2001:db8::2.\n\
            at 12:34:56 version 127.0.0.1 Domain: four.example <https://five.example/> href=\"http://six.example\"\n\
            http://seven.example,http://eight.example [link](https://nine.example/p) 203[.]0[.]113[.]9 IP=198.51.100.4";
        assert_eq!(
            in_prose(prose),
            [
                "https://evil.example/a?b=c",
                "http://two.example/x_(y)",
                "http://three.example",
                "evil.net",
                "203.0.113.7:8080",
                "[2001:db8::1]:443",
                "2001:db8::2",
                "four.example",
                "https://five.example/",
                "http://six.example",
                "http://seven.example",
                "http://eight.example",
                "https://nine.example/p",
                "203.0.113.9",
                "198.51.100.4",
            ]
        );
    }

    #[test]
    fn links_of_a_page() {
        let html = "<a HREF='https://a.example/?x=1&amp;y=2'>here</a> <a href=http://b.example>b</a><a href=\"mailto:x@y.example\">m</a>";
        assert_eq!(in_links(html), ["https://a.example/?x=1&y=2", "http://b.example"]);
    }
}
