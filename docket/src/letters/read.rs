//! A letter's bytes, opened for whoever wants to see what left: headers as they stand, bodies as people read them. The
//! secret part of a link is covered, because who may read a letter may not answer it.

use mail_parser::MessageParser;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMail {
    /// Name and value, in their order.
    pub headers: Vec<(String, String)>,
    pub text: String,
    /// The source of the second body, as text.
    pub html: String,
    pub size: usize,
}

pub fn open_mail(bytes: &[u8]) -> OpenMail {
    let parsed = MessageParser::default().parse(bytes);
    let body = |found: Option<std::borrow::Cow<str>>| covered(&found.unwrap_or_default().replace("\r\n", "\n"));
    OpenMail {
        headers: headers(bytes),
        text: body(parsed.as_ref().and_then(|mail| mail.body_text(0))),
        html: body(parsed.as_ref().and_then(|mail| mail.body_html(0))),
        size: bytes.len(),
    }
}

/// The words of a letter that somebody kept as a file: a mail with all its headers, or plain text. None: it is neither.
/// A mail's own first text counts, and not what is attached to it.
pub fn words_of_file(bytes: &[u8]) -> Option<String> {
    const MOST_BYTES: usize = 2 * 1024 * 1024;
    if bytes.len() > MOST_BYTES || bytes.contains(&0) {
        return None;
    }
    if crate::intake::is_mail(bytes) {
        let text = open_mail(bytes).text;
        return (!text.trim().is_empty()).then_some(text);
    }
    // What a printer or a scanner made begins with a mark of its own.
    let printed = bytes.starts_with(b"%PDF") || bytes.starts_with(b"{\\rtf");
    std::str::from_utf8(bytes).ok().filter(|_| !printed).map(|text| text.trim_start_matches('\u{feff}').to_owned())
}

/// Up to the first empty line; a folded line belongs to the one before it.
fn headers(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.split_once("\r\n\r\n").map_or(text.as_ref(), |(head, _)| head);
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, _, Some((name, value))) => headers.push((name.to_owned(), value.trim().to_owned())),
            _ => {}
        }
    }
    headers
}

/// The secret part of a link is 43 characters behind a slash, whatever the link is for. Nobody here has to see it.
fn covered(text: &str) -> String {
    const TOKEN: usize = 43;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('/') {
        let secret = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).count();
        out.push_str(before);
        out.push('/');
        if secret == TOKEN {
            out.push('…');
            rest = &after[secret..];
        } else {
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_opened_and_its_link_covered() {
        let token = "a-b_".repeat(11).chars().take(43).collect::<String>();
        let mail = format!(
            "From: a@b.example\r\nSubject: one\r\n two\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee https://x.example/n/{token}\r\nand /n/short\r\n"
        );
        let open = open_mail(mail.as_bytes());
        assert_eq!(open.headers[1], ("Subject".to_owned(), "one two".to_owned()));
        assert!(open.text.contains("https://x.example/n/…\nand /n/short"), "{}", open.text);
        assert!(!open.text.contains(&token) && !open.html.contains(&token));
    }

    #[test]
    fn a_file_is_a_mail_or_a_text_or_nothing() {
        let mail = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIt =E2=80=9Cis=E2=80=9D =\r\nours.\r\n";
        assert_eq!(words_of_file(mail).as_deref().map(str::trim), Some("It \u{201c}is\u{201d} ours."));
        assert_eq!(words_of_file("\u{feff}Just text.".as_bytes()).as_deref(), Some("Just text."));
        for bytes in [&b"%PDF-1.7\n"[..], b"PK\x03\x04\x00", b"\xff\xfe\x00", &vec![b'a'; 3_000_000]] {
            assert_eq!(words_of_file(bytes), None);
        }
    }

    #[test]
    fn nonsense_is_no_error() {
        for bytes in [&b""[..], b"\xff\xfe", b"no header at all", b": \r\n\r\n"] {
            open_mail(bytes);
        }
    }
}
