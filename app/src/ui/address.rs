//! Reported addresses: never a link, never loaded, broken where a long one may break.

use std::net::{IpAddr, SocketAddr};

use docket::words::defang;
use leptos::prelude::*;

/// "hxxps://example-social[.]example/post/88213"
#[component]
pub fn Address(#[prop(into)] of: String) -> impl IntoView {
    let mut parts: Vec<String> = Vec::new();
    let mut piece = String::new();
    let shown = harmless(&of);
    for (at, sign) in shown.char_indices() {
        let breaks = sign == '/' || shown[at..].starts_with("[.]");
        if breaks && !piece.is_empty() && !piece.ends_with(['/', ':']) {
            parts.push(std::mem::take(&mut piece));
        }
        piece.push(sign);
    }
    let parts = parts.into_iter().map(|part| view! { {part} <wbr /> }).collect_view();
    view! { <bdi><code>{parts}{piece}</code></bdi> }
}

/// An address that nobody opens by accident. A bare IP address is no link anywhere, so it stays as it is, with its port.
pub fn harmless(location: &str) -> String {
    if location.parse::<IpAddr>().is_ok() || location.parse::<SocketAddr>().is_ok() {
        location.to_owned()
    } else {
        defang(location)
    }
}

/// What a list says beside the customer's handle: without the host, where the handle says it already.
pub fn beside_handle(location: &str, handle: &str) -> String {
    let rest = location.split_once("://").map_or(location, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let known: Vec<&str> = handle.split('-').collect();
    // The last label is a registry's, not the customer's.
    let own = host.rsplit_once('.').map_or("", |(own, _)| own);
    let said = !own.is_empty() && own.split(['.', '-']).all(|word| known.contains(&word));
    if said && path.len() > 1 {
        return path.to_owned();
    }
    let whole = harmless(location);
    whole.split_once("://").map_or(whole.clone(), |(_, rest)| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_goes_only_where_the_handle_says_it() {
        let short = |location| beside_handle(location, "example-shop");
        assert_eq!(short("https://shop.example/item/3307"), "/item/3307");
        assert_eq!(short("https://www.example-shop.example/item?x=1"), "/item?x=1");
        assert_eq!(short("https://login.shop.example/verify"), "login[.]shop[.]example/verify");
        assert_eq!(short("https://evil.example/shop"), "evil[.]example/shop");
        assert_eq!(short("https://shop.example/"), "shop[.]example/");
        assert_eq!(short("203.0.113.7"), "203.0.113.7");
        assert_eq!(short("203.0.113.7:8080"), "203.0.113.7:8080");
        assert_eq!(beside_handle("2001:db8:40::17", ""), "2001:db8:40::17");
    }

    #[test]
    fn a_long_address_may_break() {
        let html = Owner::new().with(|| view! { <Address of="https://a.example/b/c" /> }.to_html());
        let html = crate::render::without_markers(&html);
        assert_eq!(html, "<bdi><code>hxxps://a<wbr>[.]example<wbr>/b<wbr>/c</code></bdi>");
    }
}
