//! What lists share: addresses with filters in them, the way on, and counts.

use crate::say;
use docket::complaint::Channel;
use docket::desk::live::Present;
use leptos::prelude::*;

use crate::islands::live::DOING;
pub use crate::words::{count, t};

/// A path with its filters. What is empty is left out, so that the plain list has the plain address.
pub fn href(path: &str, filters: &[(&str, &str)]) -> String {
    let mut href = path.to_owned();
    let mut sign = '?';
    for (name, value) in filters.iter().filter(|(_, value)| !value.is_empty()) {
        href.push(sign);
        href.push_str(name);
        href.push('=');
        href.push_str(&escaped(value));
        sign = '&';
    }
    href
}

/// A part of an address, escaped as RFC 3986 says.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The way through a long list. Lists go on from a key, so there is a first page and a next one; the way back is the
/// browser's.
#[component]
pub fn Pager(
    /// "50 complaints on this page"
    #[prop(into)]
    range: String,
    /// Where the list begins, unless this is it.
    first: Option<String>,
    next: Option<String>,
    /// What comes next, when "Next" is not the word: "Older".
    #[prop(optional)]
    word: &'static str,
) -> impl IntoView {
    let word = if word.is_empty() { t("Next") } else { word };
    view! {
        <nav class="pager" aria-label=t("Pages")>
            <span class="pager__range">{range}</span>
            {first.map(|href| view! { <a class="pager__link" href=href>{t("First page")}</a> })}
            {next.map(|href| view! { <a class="pager__link" rel="next" href=href>{word} <span aria-hidden="true">"›"</span></a> })}
        </nav>
    }
}

/// A count that was not counted to its end: "999+".
pub fn capped(many: i64) -> String {
    if many < docket::desk::pages::MOST_COUNTED {
        many.to_string()
    } else {
        format!("{}+", docket::desk::pages::MOST_COUNTED - 1)
    }
}

/// By which way a complaint came.
pub fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Desk => t("Desk"),
        Channel::Public => t("Public page"),
        Channel::Api => "API",
        Channel::Mail => t("Mail"),
    }
}

/// Who else is on the page that a row leads to, and what they do there.
#[component]
pub fn Here(others: Vec<Present>) -> impl IntoView {
    let one = |other: Present| match other.doing.as_str() {
        "" => say!("{} is here", other.name),
        doing => match DOING.into_iter().find(|words| *words == doing) {
            Some(words) => say!("{} ({})", other.name, t(words)),
            None => say!("{} is here", other.name),
        },
    };
    let words: Vec<String> = others.into_iter().map(one).collect();
    (!words.is_empty()).then(|| view! { " " <span class="tag tag--ours">{words.join(", ")}</span> })
}

/// A cell without anything in it, for eyes and for ears.
#[component]
pub fn Nothing() -> impl IntoView {
    view! { <span class="soft"><span aria-hidden="true">"–"</span><span class="unseen">{t("None")}</span></span> }
}

/// "14 kB", counted as people count.
pub fn bytes(size: i64) -> String {
    match size {
        ..1_000 => say!("{} bytes", size),
        1_000..1_000_000 => format!("{} kB", (size + 500) / 1_000),
        _ => format!("{:.1} MB", size as f64 / 1_000_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_that_say_nothing_are_left_out() {
        assert_eq!(href("/inbox", &[("stage", ""), ("category", "")]), "/inbox");
        assert_eq!(href("/ledger", &[("kind", ""), ("case", "DN 1&2")]), "/ledger?case=DN%201%262");
    }

    #[test]
    fn sizes_are_round() {
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(14_400), "14 kB");
        assert_eq!(bytes(2_550_000), "2.5 MB");
    }
}
