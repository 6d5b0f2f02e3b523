//! Addresses that nobody opens by accident: `hxxps://evil[.]example/login`.

/// Makes the addresses in a text unclickable. A text without a space counts as one address,
/// with or without its scheme. Doing it twice changes nothing.
pub fn defang(text: &str) -> String {
    let alone = !text.trim().contains(char::is_whitespace);
    pieces(text).map(|piece| defang_piece(piece, alone)).collect()
}

/// The way back, also for the other spellings that reporters use.
pub fn refang(text: &str) -> String {
    pieces(text).map(refang_piece).collect()
}

/// Each piece is a word with the white space after it, so that joining them gives the text back.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(char::is_whitespace)
}

fn defang_piece(piece: &str, alone: bool) -> String {
    if let Some((before, after)) = piece.split_once("://") {
        let start = before
            .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let (lead, scheme) = before.split_at(start);
        return format!("{lead}{}://{}", swap_letters(scheme, 't', 'x'), dots_in_host(after));
    }
    let starts_like_a_host = piece.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("www."));
    if alone || starts_like_a_host { dots_in_host(piece) } else { piece.to_owned() }
}

fn dots_in_host(text: &str) -> String {
    let end = text.find(['/', '?', '#', '\\']).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    let host = host.replace("[.]", ".").replace('.', "[.]");
    // What follows may hold a second address, as in a redirect.
    match rest.find("://") {
        Some(_) => format!("{host}{}", defang_piece(rest, false)),
        None => format!("{host}{rest}"),
    }
}

fn refang_piece(piece: &str) -> String {
    let piece = piece.replace("[://]", "://").replace("[:]//", "://").replace("[:]", ":");
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece.as_str();
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at);
        let start = before
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
        let (lead, scheme) = before.split_at(start);
        out.push_str(lead);
        match scheme.to_ascii_lowercase().as_str() {
            "hxxp" | "hxxps" | "fxp" | "fxps" => out.push_str(&swap_letters(scheme, 'x', 't')),
            _ => out.push_str(scheme),
        }
        out.push_str("://");
        rest = &after[3..];
    }
    out.push_str(rest);
    for (written, meant) in [
        ("[.]", "."),
        ("(.)", "."),
        ("{.}", "."),
        ("[dot]", "."),
        ("(dot)", "."),
        ("[@]", "@"),
        ("[at]", "@"),
        ("(at)", "@"),
    ] {
        out = out.replace(written, meant);
    }
    out
}

/// Only in the schemes that open in a browser: `http`, `https`, `ftp`, `ftps`.
fn swap_letters(scheme: &str, from: char, to: char) -> String {
    let known = ["http", "https", "ftp", "ftps", "hxxp", "hxxps", "fxp", "fxps"];
    if !known.contains(&scheme.to_ascii_lowercase().as_str()) {
        return scheme.to_owned();
    }
    scheme
        .chars()
        .map(|c| match c {
            c if c == from => to,
            c if c == from.to_ascii_uppercase() => to.to_ascii_uppercase(),
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_cannot_be_clicked() {
        for (plain, safe) in [
            ("http://evil.example/a.php?b=c.d", "hxxp://evil[.]example/a.php?b=c.d"),
            ("HTTPS://Evil.Example", "HXXPS://Evil[.]Example"),
            ("ftp://192.0.2.1/x", "fxp://192[.]0[.]2[.]1/x"),
            ("evil.example/login.html", "evil[.]example/login.html"),
            ("192.0.2.1", "192[.]0[.]2[.]1"),
            ("https://[2001:db8::1]:8443/x", "hxxps://[2001:db8::1]:8443/x"),
            ("http://a.b@evil.example", "hxxp://a[.]b@evil[.]example"),
            ("(see http://evil.example/)", "(see hxxp://evil[.]example/)"),
            ("See www.evil.example now.", "See www[.]evil[.]example now."),
            ("http://a.example/?u=http://b.example/c", "hxxp://a[.]example/?u=hxxp://b[.]example/c"),
            ("No address here. None.", "No address here. None."),
            ("", ""),
        ] {
            assert_eq!(defang(plain), safe);
            assert_eq!(defang(safe), safe, "twice is once");
            assert_eq!(refang(safe), plain);
        }
    }

    #[test]
    fn other_spellings_are_understood() {
        assert_eq!(refang("hXXps[:]//evil[dot]example"), "hTTps://evil.example");
        assert_eq!(refang("hxxp[://]evil(.)example"), "http://evil.example");
        assert_eq!(refang("fxp://évil{.}example"), "ftp://évil.example");
        assert_eq!(refang("ann[@]example[.]net"), "ann@example.net");
    }

    proptest::proptest! {
        #[test]
        fn there_and_back(url in "(https?|ftp)://[a-z0-9-]{1,9}(\\.[a-z0-9]{1,5}){0,3}(:[0-9]{1,4})?(/[a-z./?=&%]{0,20})?") {
            proptest::prop_assert_eq!(refang(&defang(&url)), url);
        }

        #[test]
        fn twice_is_once_for_any_text(text in "([ht]{1,2}tps?://|www.|\\[\\.\\]|\\PC){0,40}") {
            let safe = defang(&text);
            proptest::prop_assert_eq!(defang(&safe), safe);
            let plain = refang(&text);
            proptest::prop_assert!(plain.is_empty() || !text.is_empty());
        }
    }
}
