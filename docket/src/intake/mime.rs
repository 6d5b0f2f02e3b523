//! Taking a mail apart. Headers, encoded words and character sets are mail-parser's work; the tree is walked here.
//!
//! The library's own walk keeps messages inside messages as values inside values, without limit: a mail of a few hundred
//! kilobytes can nest deep enough that dropping it overflows the stack. Here a message inside a message stays bytes, and
//! multiparts are opened to a fixed depth.

use std::net::IpAddr;

use mail_parser::{
    Addr, Address, HeaderName, Message, MessageParser, MimeHeaders, decoders::charsets::map::charset_decoder,
};

use super::{Party, evidence, text};

const MAX_DEPTH: usize = 10;
const MAX_PARTS: usize = 500;

pub struct Mail<'a> {
    pub head: Head<'a>,
    pub leaves: Vec<Leaf<'a>>,
    /// Parts beyond the limits were not opened.
    pub is_cut: bool,
}

pub struct Head<'a>(Option<Message<'a>>);

pub struct Leaf<'a> {
    /// Lower case, without parameters.
    pub media_type: String,
    pub name: String,
    pub description: String,
    pub is_attached: bool,
    charset: Option<String>,
    encoding: Encoding,
    raw: &'a [u8],
}

#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    None,
    Base64,
    QuotedPrintable,
}

pub fn looks_like_mail(bytes: &[u8]) -> bool {
    const KNOWN: [&str; 12] = [
        "from",
        "to",
        "date",
        "subject",
        "received",
        "return-path",
        "delivered-to",
        "mime-version",
        "message-id",
        "content-type",
        "x-arf",
        "x-xarf",
    ];
    let (head, _) = split(without_envelope(&bytes[..bytes.len().min(64 * 1024)]));
    let mut lines = head.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let name = |line: &[u8]| {
        let colon = line.iter().position(|b| *b == b':')?;
        let name = line[..colon].trim_ascii_end();
        (!name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))
            .then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
    };
    let Some(first) = lines.next().and_then(name) else { return false };
    std::iter::once(first).chain(lines.filter_map(name)).any(|name| KNOWN.contains(&name.as_str()))
}

/// Blank lines and the `From ` line of a mailbox file are not the mail.
fn without_envelope(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match bytes.starts_with(b"From ") || bytes.starts_with(b">From ") {
        true => bytes.iter().position(|b| *b == b'\n').map_or(bytes, |at| &bytes[at + 1..]),
        false => bytes,
    }
}

/// The header lines, and what follows the first blank line.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut from = 0;
    while from < bytes.len() {
        let end = bytes[from..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| from + at + 1);
        if bytes[from..end].trim_ascii().is_empty() {
            return (&bytes[..from], &bytes[end..]);
        }
        from = end;
    }
    (bytes, &[])
}

fn parser() -> MessageParser {
    MessageParser::new()
        .with_mime_headers()
        .header_text(HeaderName::Subject)
        .header_address(HeaderName::From)
        .header_address(HeaderName::Sender)
        .header_address(HeaderName::ReplyTo)
        .header_id(HeaderName::MessageId)
        .default_header_raw()
}

impl<'a> Mail<'a> {
    pub fn read(bytes: &'a [u8]) -> Mail<'a> {
        let parser = parser();
        let bytes = without_envelope(bytes);
        // Without a header the first paragraph would be taken for one, and be lost.
        if !looks_like_mail(bytes) {
            return Mail { head: Head(None), leaves: vec![Leaf::read(None, bytes, "text/plain")], is_cut: false };
        }
        let mut mail = Mail { head: Head(parser.parse_headers(split(bytes).0)), leaves: Vec::new(), is_cut: false };
        let mut waiting = vec![(bytes, "text/plain", 0)];
        while let Some((part, default_type, depth)) = waiting.pop() {
            if mail.leaves.len() >= MAX_PARTS {
                mail.is_cut = true;
                break;
            }
            let (head, body) = split(part);
            let head = parser.parse_headers(head);
            let leaf = Leaf::read(head.as_ref(), body, default_type);
            let boundary =
                head.as_ref().and_then(|head| head.content_type()).and_then(|given| given.attribute("boundary"));
            let children = match boundary {
                Some(boundary) if leaf.media_type.starts_with("multipart/") && depth < MAX_DEPTH => {
                    parts(body, boundary)
                }
                _ => Vec::new(),
            };
            if children.is_empty() {
                mail.is_cut |= depth >= MAX_DEPTH;
                mail.leaves.push(leaf);
                continue;
            }
            let child_type = if leaf.media_type == "multipart/digest" { "message/rfc822" } else { "text/plain" };
            mail.is_cut |= children.len() >= MAX_PARTS;
            waiting.extend(children.into_iter().rev().map(|child| (child, child_type, depth + 1)));
        }
        mail
    }
}

/// What stands between the boundary lines. A last part without its closing line counts, too: mails get cut.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    if boundary.trim().is_empty() {
        return found;
    }
    let (boundary, mut start, mut from) = (boundary.trim_end().as_bytes(), None, 0);
    while from < body.len() && found.len() < MAX_PARTS {
        let end = body[from..].iter().position(|b| *b == b'\n').map_or(body.len(), |at| from + at + 1);
        let line = body[from..end].trim_ascii_end();
        if let Some(rest) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary))
            && (rest.is_empty() || rest == b"--")
        {
            if let Some(start) = start {
                found.push(without_line_end(&body[start..from]));
            }
            if rest == b"--" {
                return found;
            }
            start = Some(end);
        }
        from = end;
    }
    if let Some(start) = start.filter(|_| found.len() < MAX_PARTS) {
        found.push(&body[start..]);
    }
    found
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// The headers of a message that stands inside another.
pub fn head(bytes: &[u8]) -> Head<'_> {
    Head(parser().parse_headers(split(without_envelope(bytes)).0))
}

impl Head<'_> {
    pub fn subject(&self) -> String {
        self.0
            .as_ref()
            .and_then(|message| message.subject())
            .map(|subject| text::line(subject, 500))
            .unwrap_or_default()
    }

    pub fn from(&self) -> Party {
        Self::party(self.0.as_ref().and_then(|message| message.from()))
    }

    pub fn sender(&self) -> Party {
        Self::party(self.0.as_ref().and_then(|message| message.sender()))
    }

    fn party(address: Option<&Address<'_>>) -> Party {
        let first = |address: &Address<'_>| -> Option<Party> {
            let one: Option<&Addr<'_>> = match address {
                Address::List(list) => list.iter().find(|one| one.address.is_some()).or(list.first()),
                Address::Group(groups) => groups.iter().flat_map(|group| &group.addresses).next(),
            };
            let one = one?;
            let email = text::line(one.address.as_deref().unwrap_or_default(), 254);
            Some(Party {
                name: text::line(one.name.as_deref().unwrap_or_default(), 200),
                domain: text::domain_of(&email),
                email,
                org: String::new(),
            })
        };
        address.and_then(first).unwrap_or_default()
    }

    pub fn message_id(&self) -> String {
        self.0.as_ref().and_then(|message| message.message_id()).map(|id| text::line(id, 300)).unwrap_or_default()
    }

    /// A header as it stands, unfolded; the first of that name.
    pub fn raw(&self, name: &str) -> Option<String> {
        let message = self.0.as_ref()?;
        message
            .headers_raw()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| text::line(value, 1_000))
    }

    /// The same of any length that a mail may have: a long conversation names each of its letters.
    pub fn raw_whole(&self, name: &str) -> Option<String> {
        let message = self.0.as_ref()?;
        let found = message.headers_raw().find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| text::line(value, 20_000))
    }

    /// Who handed the message over, newest first, as each server saw it: `from x (y [192.0.2.1])`. Inner networks left out.
    pub fn received_from(&self) -> Vec<IpAddr> {
        let Some(message) = &self.0 else { return Vec::new() };
        message
            .headers_raw()
            .filter(|(name, _)| name.eq_ignore_ascii_case("Received"))
            .take(30)
            .filter_map(|(_, value)| {
                let from = value.split(" by ").next()?;
                from.split(['[', '(']).skip(1).find_map(|rest| {
                    let inside = rest.split([']', ')', ' ']).next()?;
                    inside.trim_start_matches("IPv6:").parse::<IpAddr>().ok()
                })
            })
            .map(|ip| ip.to_canonical())
            .filter(|ip| match ip {
                IpAddr::V4(v4) => !v4.is_private() && !v4.is_loopback() && !v4.is_link_local() && !v4.is_unspecified(),
                IpAddr::V6(v6) => {
                    !v6.is_loopback() && !v6.is_unique_local() && !v6.is_unicast_link_local() && !v6.is_unspecified()
                }
            })
            .collect()
    }
}

impl<'a> Leaf<'a> {
    fn read(head: Option<&Message<'_>>, raw: &'a [u8], default_type: &str) -> Leaf<'a> {
        let content_type = head.and_then(|head| head.content_type());
        let media_type = match content_type {
            Some(given) => match given.subtype() {
                Some(sub) => format!("{}/{sub}", given.ctype()).to_ascii_lowercase(),
                None if given.ctype().eq_ignore_ascii_case("text") => "text/plain".into(),
                None => "application/octet-stream".into(),
            },
            None => default_type.into(),
        };
        let encoding = match head
            .and_then(|head| head.content_transfer_encoding())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "base64" => Encoding::Base64,
            "quoted-printable" => Encoding::QuotedPrintable,
            _ => Encoding::None,
        };
        Leaf {
            media_type,
            name: text::file_name(head.and_then(|head| head.attachment_name()).unwrap_or_default()),
            description: text::line(head.and_then(|head| head.content_description()).unwrap_or_default(), 500),
            is_attached: head.and_then(|head| head.content_disposition()).is_some_and(|given| given.is_attachment()),
            charset: content_type.and_then(|given| given.attribute("charset")).map(|charset| text::line(charset, 60)),
            encoding,
            raw,
        }
    }

    /// The content, and what was wrong with its encoding.
    pub fn bytes(&self) -> (Vec<u8>, Option<&'static str>) {
        match self.encoding {
            Encoding::None => (self.raw.to_vec(), None),
            Encoding::QuotedPrintable => (quoted_printable(self.raw), None),
            Encoding::Base64 => evidence::decode(&String::from_utf8_lossy(self.raw)),
        }
    }

    pub fn text(&self) -> String {
        let bytes = self.bytes().0;
        let charset = self.charset.as_deref().unwrap_or_default().to_ascii_lowercase();
        let decoder = charset_decoder(charset.as_bytes())
            .filter(|_| !matches!(charset.as_str(), "" | "utf-8" | "utf8" | "us-ascii" | "ascii"));
        match (decoder, String::from_utf8(bytes)) {
            (Some(decode), Ok(text)) => decode(text.as_bytes()),
            (Some(decode), Err(error)) => decode(error.as_bytes()),
            (None, Ok(text)) => text,
            // Eight-bit text that is not what it says is nearly always this.
            (None, Err(error)) => match charset_decoder(b"windows-1252") {
                Some(decode) => decode(error.as_bytes()),
                None => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
        }
    }
}

/// Lenient: what is not a valid escape stays as it stands.
fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let hex = |b: u8| (b as char).to_digit(16).map(|digit| digit as u8);
    let mut out = Vec::with_capacity(raw.len());
    for line in raw.split_inclusive(|b| *b == b'\n') {
        let has_end = line.ends_with(b"\n");
        let content = line.trim_ascii_end();
        let is_soft = content.ends_with(b"=");
        let content = if is_soft { &content[..content.len() - 1] } else { content };
        let mut rest = content;
        while let Some((&first, tail)) = rest.split_first() {
            rest = match (first, tail) {
                (b'=', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                    out.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                    after
                }
                _ => {
                    out.push(first);
                    tail
                }
            };
        }
        if has_end && !is_soft {
            out.extend_from_slice(if line.ends_with(b"\r\n") { b"\r\n" } else { b"\n" });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_as_it_arrives() {
        assert_eq!(quoted_printable(b"a=3Db =\r\nc=E9 \r\n=zz="), b"a=b c\xe9\r\n=zz");
    }

    #[test]
    fn a_cut_mail_keeps_its_last_part() {
        let mail = Mail::read(b"Content-Type: multipart/mixed; boundary=\"x\"\n\npreamble\n--x\n\none\n--x \nContent-Type: text/html\n\n<b>two");
        let texts: Vec<_> = mail.leaves.iter().map(|leaf| (leaf.media_type.as_str(), leaf.text())).collect();
        assert_eq!(texts, [("text/plain", "one".to_string()), ("text/html", "<b>two".to_string())]);
    }

    #[test]
    fn mail_is_told_from_prose() {
        assert!(looks_like_mail(b"From x@y Mon Jan 1\nReceived: from a\n b\n\nhello"));
        assert!(!looks_like_mail(b"Dear sirs,\nSubject: you must act\n\n"));
        assert!(!looks_like_mail(b"<?xml version=\"1.0\"?>"));
        assert!(!looks_like_mail(b""));
    }
}
