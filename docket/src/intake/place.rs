//! Where the abuse comes from: an address, a host or a URL in one string.

use std::net::{IpAddr, SocketAddr};

use super::{Source, find, text};

pub const MAX_URL: usize = 4_096;

/// Reads one string as whatever it is; None when it is neither an address nor a host nor a URL.
pub fn read(given: &str) -> Option<Source> {
    let given = find::refang(given.trim());
    if given.is_empty() || given.len() > MAX_URL {
        return None;
    }
    if given.contains("://") {
        let (host, port) = host_of(&given)?;
        let ip = host.trim_matches(['[', ']']).parse::<IpAddr>().ok().map(|ip| ip.to_canonical());
        return Some(Source { ip, port, host: ip.is_none().then_some(host), url: Some(text::address(&given)) });
    }
    if let Some((ip, port)) = ip_and_port(&given) {
        return Some(Source { ip: Some(ip), port, ..Source::default() });
    }
    let (front, rest) = given.split_once(['/', '?', '#']).unwrap_or((&given, ""));
    if let Some((ip, port)) = ip_and_port(front) {
        // `203.0.113.9/login` is a page; `203.0.113.0/24` is many sources, so none.
        let is_network = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
        return (!is_network).then(|| Source { ip: Some(ip), port, ..Source::default() });
    }
    let (host, port) = host_and_port(front)?;
    Some(Source { host: Some(host), port, ..Source::default() })
}

/// `192.0.2.1`, `192.0.2.1:25`, `2001:db8::1`, `[2001:db8::1]:25`, also with a prefix that means one address only.
pub fn ip_and_port(given: &str) -> Option<(IpAddr, Option<u16>)> {
    if let Ok(socket) = given.parse::<SocketAddr>() {
        return Some((socket.ip().to_canonical(), Some(socket.port()).filter(|port| *port != 0)));
    }
    let bare = given.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(given);
    let bare = match bare.split_once('/') {
        Some((ip, "32")) if !ip.contains(':') => ip,
        Some((ip, "128")) if ip.contains(':') => ip,
        _ => bare,
    };
    bare.parse::<IpAddr>().ok().map(|ip| (ip.to_canonical(), None))
}

/// The host and port of a URL.
pub fn host_of(url: &str) -> Option<(String, Option<u16>)> {
    let (scheme, rest) = url.split_once("://")?;
    if scheme.is_empty() || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    host_and_port(authority)
}

fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    if let Some((ip, port)) = ip_and_port(authority) {
        return Some((ip.to_string(), port));
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok().filter(|port| *port != 0)),
        None => (authority, None),
    };
    let host = host.trim_end_matches('.');
    // `localhost` and the like belong to nobody here; idna refuses what the DNS could not hold.
    if !text::is_host(host) {
        return None;
    }
    let host =
        idna::domain_to_ascii(host).ok().filter(|ascii| !ascii.is_empty()).unwrap_or_else(|| host.to_lowercase());
    Some((host, port))
}

/// An address with its port, as it stands in a list of locations.
pub fn with_port(ip: IpAddr, port: Option<u16>) -> String {
    match port {
        Some(port) => SocketAddr::new(ip, port).to_string(),
        None => ip.to_string(),
    }
}

/// Is `host` the domain or below it?
pub fn belongs_to(host: &str, domain: &str) -> bool {
    let domain = domain.trim_start_matches("www.");
    !domain.is_empty() && (host == domain || host.strip_suffix(domain).is_some_and(|front| front.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_string_is_read_as_what_it_is() {
        let url = read("hxxp://user@Sub.Bücher.example:8080/p?q#f").unwrap();
        assert_eq!((url.host.as_deref(), url.port), (Some("sub.xn--bcher-kva.example"), Some(8080)));
        assert_eq!(url.url.as_deref(), Some("http://user@Sub.Bücher.example:8080/p?q#f"));
        assert_eq!(read("::ffff:192.0.2.1").unwrap().ip, Some([192, 0, 2, 1].into()));
        assert_eq!(read("192.0.2.1:25").unwrap().port, Some(25));
        assert_eq!(read("192.0.2.1/32").unwrap().ip, Some([192, 0, 2, 1].into()));
        assert_eq!(read("http://[2001:db8::1]:81/x").unwrap().ip, "2001:db8::1".parse().ok());
        assert_eq!(read("Example.COM.").unwrap().host.as_deref(), Some("example.com"));
        for nothing in ["", "not a host", "localhost", "192.0.2.0/24", "://", "http://", "999.1.1.1"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_name_that_only_ends_alike_does_not_belong() {
        assert!(belongs_to("www.brand.example", "brand.example"));
        assert!(!belongs_to("notbrand.example", "brand.example"));
    }
}
