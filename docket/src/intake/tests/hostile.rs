//! Input that is broken, or made to break the reader.

use proptest::prelude::*;

use super::{all, auto};
use crate::intake::{
    Format, MAX_BYTES, MAX_DESCRIPTION, MAX_EVIDENCE, MAX_LOCATIONS, MAX_SUMMARY, Parsed, Wanted, parse,
};

const EVERY: [Wanted; 4] = [Wanted::Auto, Wanted::Xarf, Wanted::Arf, Wanted::Rfc5322];

fn is_within_limits(parsed: &Parsed) {
    assert!(!parsed.summary.is_empty() && parsed.summary.chars().count() <= MAX_SUMMARY, "{}", parsed.summary);
    assert!(!parsed.summary.contains('\n'));
    assert!(parsed.description.chars().count() <= MAX_DESCRIPTION);
    assert!(parsed.locations.len() <= MAX_LOCATIONS && parsed.evidence.len() <= MAX_EVIDENCE);
    assert!(!parsed.dedupe.is_empty() && parsed.dedupe.len() < 600);
    // A NUL would be refused by PostgreSQL, and the report with it.
    let mut shown = vec![&parsed.summary, &parsed.description, &parsed.kind, &parsed.reference, &parsed.dedupe];
    shown.extend(parsed.locations.iter().chain(&parsed.warnings));
    shown.extend(
        parsed.evidence.iter().flat_map(|exhibit| [&exhibit.media_type, &exhibit.description, &exhibit.file_name]),
    );
    for party in [Some(&parsed.reporter), parsed.sender.as_ref()].into_iter().flatten() {
        shown.extend([&party.name, &party.email, &party.org, &party.domain]);
    }
    if let Some(source) = &parsed.source {
        shown.extend(source.host.iter().chain(&source.url));
    }
    assert!(shown.iter().all(|text| !text.contains(['\0', '\r', '\u{1b}', '\u{202e}'])), "{shown:?}");
}

fn survives(bytes: &[u8]) {
    for wanted in EVERY {
        is_within_limits(&parse(bytes, wanted));
    }
}

#[test]
fn what_is_not_json_is_told_apart() {
    for body in
        [&b""[..], b"hello", b"{", b"{\"xarf_version\": 4,}", b"12", b"\"text\"", b"\xff\xfe", b"<xml/>", b"null"]
    {
        let parsed = parse(body, Wanted::Xarf);
        assert_eq!(parsed.format, Format::NotJson, "{}", String::from_utf8_lossy(body));
        assert!(parsed.warnings[0].starts_with("The body is not JSON: "), "{:?}", parsed.warnings);
        assert!(parsed.dedupe.starts_with("sha256:"));
        survives(body);
    }
    assert_eq!(auto("a page at hxxp://evil[.]example").locations, ["http://evil.example"]);
    assert_eq!(parse(b"{}", Wanted::Xarf).format, Format::UnknownJson);
    let utf16: Vec<u8> = [0xfeff_u16]
        .into_iter()
        .chain("{\"xarf_version\":\"4.0.0\"}".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(auto(utf16).format, Format::XarfV4);
    assert!(auto(b"{\"xarf_version\":\"4.0.0\"} trailing").warnings.iter().any(|said| said.contains("8 more bytes")));
    assert!(
        auto(b"{\"xarf_version\":\"4.0.0\", \"description\": \"\xe9t\xe9\"}")
            .warnings
            .iter()
            .any(|said| said.contains("UTF-8"))
    );
}

#[test]
fn depth_does_not_matter() {
    for open in ["[", "{\"a\":"] {
        let deep = format!("{{\"xarf_version\":\"4.0.0\",\"x\":{}", open.repeat(10_000));
        assert_eq!(auto(&deep).format, Format::NotJson);
    }
    let just_allowed = format!("{{\"xarf_version\":\"4.0.0\",\"x\":{}{}}}", "[".repeat(120), "]".repeat(120));
    assert_eq!(auto(&just_allowed).format, Format::XarfV4);

    // Each of these would nest a message in a message, or a multipart in a multipart.
    is_within_limits(&parse("Content-Type: message/rfc822\n\n".repeat(200_000).as_bytes(), Wanted::Rfc5322));
    let multiparts: String =
        (0..2_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
    survives(multiparts.as_bytes());
    survives("Content-Type: multipart/digest; boundary=b\n\n--b\n\n".repeat(2_000).as_bytes());
    survives(format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n".repeat(20_000)).as_bytes());
}

#[test]
fn size_does_not_matter() {
    survives("From: a@b.example\nSubject: x\n".repeat(10_000).as_bytes());
    survives(format!("From: a@b.example\n\n{}", "http://a.example/,".repeat(15_000)).as_bytes());
    survives(format!("From: a@b.example\n\n{}", ")".repeat(50_000)).as_bytes());
    survives(format!("From: a@b.example\n\nhttp://a.example/{}", "(".repeat(50_000)).as_bytes());
    survives(format!("Subject: {}\n\n", "=?utf-8?q?a?= ".repeat(10_000)).as_bytes());
    survives(format!("From: {}\n\n", "(".repeat(30_000)).as_bytes());
    survives(format!("Content-Type: text/html\nFrom: a@b.example\n\n{}", "<a href=".repeat(15_000)).as_bytes());
    survives(format!("Content-Type: text/plain; {}\nFrom: a@b.example\n\n", "name*1=a; ".repeat(5_000)).as_bytes());
    let numbers = format!(
        "{{\"xarf_version\": \"4.0.0\", \"tags\": [{}0], \"evidence\": [{}0]}}",
        "0,".repeat(15_000),
        "{},".repeat(10_000)
    );
    survives(numbers.as_bytes());
    let keys: String = (0..10_000).map(|n| format!("\"k{n}\": {{\"a\": \"\\u0000\\u202e\"}},")).collect();
    survives(format!("{{{keys} \"xarf_version\": \"4\\u0000\", \"report_id\": \"\\u0000\", \"sender\": {{\"domain\": \"a\\u0000b\"}}}}").as_bytes());
    let parsed = auto(vec![b' '; MAX_BYTES + 1]);
    assert_eq!(parsed.format, Format::NotJson);
    assert!(parsed.warnings[0].contains("more than the"));
}

#[test]
fn too_large_an_attachment_stays_in_the_raw_report() {
    let mail =
        format!("From: a@b.example\nContent-Type: application/zip; name=a.zip\n\n{}", "x".repeat(20 * 1024 * 1024 + 1));
    let parsed = auto(mail);
    assert!(parsed.evidence.is_empty());
    assert!(
        parsed.warnings.iter().any(|said| said.starts_with("The attachment a.zip has 20971521 bytes")),
        "{:?}",
        parsed.warnings
    );
}

fn any_sample() -> impl Strategy<Value = Vec<u8>> {
    let samples: Vec<Vec<u8>> = [("xarf-v4", "json"), ("xarf-v3", "json"), ("mail", "eml")]
        .iter()
        .flat_map(|(folder, ending)| all(folder, ending))
        .map(|(_, bytes)| bytes)
        .collect();
    prop::sample::select(samples)
}

/// Bytes that mean something to one of the readers.
fn spice() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        prop::sample::select(vec![
            "\n",
            "\r\n\r\n",
            "\0",
            "=",
            "=?",
            "?=",
            "--",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            "://",
            "[.]",
            ":",
            ";",
            ",",
            "<",
            ">",
            "(",
            ")",
            "@",
            "\u{202e}",
            "é",
            "null",
            "-1",
            "1e999",
            "999999999999999999999",
            "charset=utf-7",
            "charset=iso-2022-jp",
            "charset=utf-16",
            "base64",
            "message/rfc822",
            "Content-Type: multipart/mixed; boundary=\"\"",
            "Received: from [",
            "Date: Fri, 99 Feb 2021",
            "2021-02-30T25:61:61+99:99",
            "\u{feff}",
            "xn--",
            "::",
            "%",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

proptest! {
    #[test]
    fn never_panics_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        survives(&bytes);
    }

    #[test]
    fn never_panics_on_any_charset(
        body in prop::collection::vec(any::<u8>(), 0..300),
        charset in prop::sample::select(vec!["utf-7", "utf-8", "utf-16", "utf-16le", "iso-2022-jp", "shift_jis", "big5", "gb18030", "euc-kr", "koi8-r", "windows-1252", "x-none"]),
        media in prop::sample::select(vec!["text/plain", "text/html", "message/feedback-report", "message/rfc822", "application/json"]),
        encoding in prop::sample::select(vec!["7bit", "base64", "quoted-printable"]),
    ) {
        let head = format!("From: a@b.example\nContent-Type: {media}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n");
        is_within_limits(&auto([head.as_bytes(), &body].concat()));
    }

    #[test]
    fn never_panics_on_any_text(text in "(?s)[a-z:\\-\\[\\]{}\" \n=?@/.;,<>()0-9é€\u{202e}]{0,300}") {
        survives(text.as_bytes());
        survives(format!("From: {text}\nSubject: {text}\nContent-Type: {text}\nDate: {text}\n\n{text}").as_bytes());
        survives(format!("From: a@b.example\nContent-Type: message/feedback-report\n\nSource-IP: {text}\nArrival-Date: {text}\n{text}").as_bytes());
    }

    #[test]
    fn never_panics_on_mutated_samples(
        mut bytes in any_sample(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, spice()), 1..12),
    ) {
        for (at, removed, inserted) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, inserted);
        }
        survives(&bytes);
    }
}
