use super::*;
use crate::settings::{MailSettings, Settings};
use mail_parser::{MessageParser, MimeHeaders, PartType};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

const ID: &str = "<dn.0190a5f0@hosting.example>";

fn envelope<'a>(subject: &'a str, text: &'a str) -> Envelope<'a> {
    Envelope {
        from: "notices@hosting.example",
        from_name: "Example Hosting",
        reply_to: "",
        to: "legal@example-social.example",
        subject,
        text,
        message_id: ID,
        language: Language::En,
        at: Moment::parse("2021-01-10T07:44:09.123456Z").expect("an instant"),
        auto: AutoKind::Generated,
        references: &[],
        checkpoint: None,
    }
}

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[test]
fn letters_come_back_word_for_word() {
    for language in Language::ALL {
        let sample = Sample::new("America/Los_Angeles");
        let text = notice_letter(&sample.notice(language)).replace("{link}", "http://127.0.0.1:3000/n/Zm9v-_9x");
        let subject = notice_subject(
            "DN-7F3K-2M9Q",
            language,
            &sample.deadline,
            "Vos publications enfreignent nos règles — à régler d’ici dimanche, s’il vous plaît 🙏",
        );
        let bytes = mime(&Envelope { language, ..envelope(&subject, &text) }).expect("a letter");
        let mail = MessageParser::default().parse(&bytes).expect("a mail");
        assert_eq!(lines(&mail.body_text(0).expect("plain text")), text);
        assert_eq!(mail.subject(), Some(subject.as_str()));
        assert_eq!(mail.message_id(), Some("dn.0190a5f0@hosting.example"));
        assert_eq!(mail.date().map(|date| date.to_rfc3339()), Some("2021-01-10T07:44:09Z".into()));
        assert_eq!(mail.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        assert_eq!(mail.header_raw("Content-Language").map(str::trim), Some(language.code()));
        let from = mail.from().and_then(|from| from.first()).expect("a sender");
        assert_eq!((from.name(), from.address()), (Some("Example Hosting"), Some("notices@hosting.example")));
        let html = mail.body_html(0).expect("html");
        assert!(html.contains("<a href=\"http://127.0.0.1:3000/n/Zm9v-_9x\" rel=\"noreferrer\">"));
        assert!(html.contains("<a href=\"https://desk.example/check\" rel=\"noreferrer\">"));
        assert_eq!(html.matches("<a ").count(), 2, "the notice, and where it is checked");
        assert!(html.contains("&lt;b&gt;bold&lt;/b&gt;") && !html.contains("<b>"));
        assert!(!html.contains("<img") && !html.contains("src=") && !html.contains("url("));
        let kinds: Vec<_> = mail.parts.iter().map(|part| part.content_type().and_then(|kind| kind.subtype())).collect();
        assert_eq!(kinds, [Some("alternative"), Some("plain"), Some("html")], "plain text first");
        assert!(matches!(mail.parts[0].body, PartType::Multipart(_)));
    }
}

#[test]
fn lines_stay_short_and_ascii_whatever_the_words_are() {
    let text = format!("{}\n.\nFrom here\n{}\n trailing \n", "x".repeat(5000), "é—🙏 ".repeat(900));
    let subject = "é".repeat(200);
    let bytes = mime(&Envelope { from_name: &"Société ".repeat(20), ..envelope(&subject, &text) }).expect("a letter");
    assert!(bytes.is_ascii());
    for line in bytes.split(|byte| *byte == b'\n') {
        assert!(line.len() <= 79, "{} bytes: {}", line.len(), String::from_utf8_lossy(line));
        assert!(line.ends_with(b"\r") || line.is_empty(), "every line ends in CR LF");
    }
    let mail = MessageParser::default().parse(&bytes).expect("a mail");
    assert_eq!(lines(&mail.body_text(0).expect("plain text")), text);
    assert_eq!(mail.subject(), Some(subject.as_str()));
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let one = mime(&envelope("s", "t")).expect("a letter");
    assert_eq!(mime(&envelope("s", "t")), Ok(one.clone()));
    let other = mime(&Envelope { message_id: "<dn.other@hosting.example>", ..envelope("s", "t") }).expect("a letter");
    assert_ne!(one, other);
    let bare = mime(&Envelope { message_id: "dn.0190a5f0@hosting.example", ..envelope("s", "t") });
    assert_eq!(bare, Ok(one));
}

#[test]
fn a_reply_says_so_and_whom_it_follows() {
    let before = ["<dn.0@hosting.example>".to_owned(), ID.to_owned()];
    let reply = Envelope {
        auto: AutoKind::Replied,
        references: &before,
        message_id: "<dn.2@hosting.example>",
        ..envelope("s", "t")
    };
    let bytes = mime(&reply).expect("a letter");
    let mail = MessageParser::default().parse(&bytes).expect("a mail");
    assert_eq!(mail.header_raw("Auto-Submitted").map(str::trim), Some("auto-replied"));
    assert_eq!(mail.in_reply_to().as_text(), Some("dn.0190a5f0@hosting.example"));
    assert_eq!(
        mail.references().as_text_list().map(<[_]>::to_vec),
        Some(vec!["dn.0@hosting.example".into(), "dn.0190a5f0@hosting.example".into()])
    );
}

#[test]
fn no_header_can_be_smuggled_in() {
    for bad in ["a\r\nBcc: x@evil.example", "a\nBcc: x@evil.example", "a\rb", "a\0b", "a\u{2028}b", "a\u{202e}b"] {
        assert_eq!(mime(&envelope(bad, "t")), Err(LetterProblem::ControlCharacter("subject")));
        assert_eq!(
            mime(&Envelope { from_name: bad, ..envelope("s", "t") }),
            Err(LetterProblem::ControlCharacter("sender's name"))
        );
        assert_eq!(
            mime(&Envelope { to: bad, ..envelope("s", "t") }),
            Err(LetterProblem::ControlCharacter("recipient"))
        );
        assert_eq!(mime(&Envelope { from: bad, ..envelope("s", "t") }), Err(LetterProblem::ControlCharacter("sender")));
        assert_eq!(
            mime(&Envelope { message_id: bad, ..envelope("s", "t") }),
            Err(LetterProblem::ControlCharacter("Message-ID"))
        );
        assert_eq!(
            mime(&Envelope { references: &[bad.to_owned()], ..envelope("s", "t") }),
            Err(LetterProblem::ControlCharacter("reference"))
        );
    }
    for bad in ["", "a", "a@b@c.example", "a@b.example, c@d.example", "<a@b.example>", "é@b.example", "[erased]"] {
        assert_eq!(
            mime(&Envelope { to: bad, ..envelope("s", "t") }),
            Err(LetterProblem::Address("recipient")),
            "{bad}"
        );
    }
    for bad in ["", "a", "<a@b> <c@d>", "a b@c", "<@b>", "<a@>"] {
        assert_eq!(
            mime(&Envelope { message_id: bad, ..envelope("s", "t") }),
            Err(LetterProblem::MessageId("Message-ID")),
            "{bad}"
        );
    }
    let name = "Evil\" <x@evil.example>, \"";
    let bytes = mime(&Envelope { from_name: name, ..envelope("s", "Bcc: x@evil.example\n\nt") }).expect("a letter");
    let mail = MessageParser::default().parse(&bytes).expect("a mail");
    let from: Vec<_> = mail.from().map(|from| from.iter().collect()).unwrap_or_default();
    assert_eq!((from.len(), from[0].address()), (1, Some("notices@hosting.example")));
    assert!(mail.bcc().is_none());
}

proptest::proptest! {
    #[test]
    fn any_words_survive(subject in "[^\\p{Cc}\u{2028}\u{2029}\u{202A}-\u{202E}\u{2066}-\u{2069}]{1,120}", text in "(\\PC|\n|=|\\.|<|&){0,400}") {
        let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        proptest::prop_assume!(!subject.is_empty());
        let bytes = mime(&envelope(&subject, &text)).expect("a letter");
        let mail = MessageParser::default().parse(&bytes).expect("a mail");
        proptest::prop_assert_eq!(lines(&mail.body_text(0).expect("plain text")), text);
        proptest::prop_assert_eq!(mail.subject(), Some(subject.as_str()));
    }
}

#[tokio::test]
async fn the_folder_holds_each_letter_once() {
    let data = tempfile::tempdir().expect("a folder");
    let settings = Settings { data: data.path().to_owned(), ..Settings::default() };
    let mailer = Mailer::from_settings(&settings).expect("a mailer");
    let letter = envelope("s", "t");
    let bytes = mime(&letter).expect("a letter");
    for _ in 0..2 {
        let response = mailer.hand_over("0190a5f0-1111", &letter, &bytes).await;
        let taken = response.expect("written");
        assert_eq!(taken.response, "written to outbox/20210110T074409Z-0190a5f0-1111.eml");
        assert_eq!(taken.way, None);
    }
    let files: Vec<_> = std::fs::read_dir(data.path().join("outbox")).expect("the outbox").collect();
    assert_eq!(files.len(), 1);
    assert_eq!(
        std::fs::read(data.path().join("outbox/20210110T074409Z-0190a5f0-1111.eml")).expect("the letter"),
        bytes
    );
    let problem = mailer.hand_over("../../etc/x", &letter, &bytes).await.expect_err("no such name");
    assert!(problem.permanent);
}

/// Answers one session with the given replies to MAIL, RCPT and DATA, and gives back what it was told.
async fn server(replies: [&'static str; 3]) -> (String, tokio::task::JoinHandle<Vec<String>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("its address"));
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a caller");
        let (read, mut write) = stream.into_split();
        let mut said = BufReader::new(read).lines();
        let mut heard = Vec::new();
        let mut in_data = false;
        write.write_all(b"220 test\r\n").await.expect("written");
        while let Ok(Some(line)) = said.next_line().await {
            let reply = match line.split([' ', ':']).next().unwrap_or_default() {
                _ if in_data && line != "." => None,
                "." => Some("250 2.0.0 Ok: queued as 12345"),
                "EHLO" => Some("250 test"),
                "MAIL" => Some(replies[0]),
                "RCPT" => Some(replies[1]),
                "DATA" => Some(replies[2]),
                _ => Some("221 bye"),
            };
            in_data = (in_data && line != ".") || (line == "DATA" && replies[2].starts_with('3'));
            heard.push(line);
            if let Some(reply) = reply {
                write.write_all(reply.as_bytes()).await.expect("written");
                write.write_all(b"\r\n").await.expect("written");
            }
        }
        heard
    });
    (url, heard)
}

async fn sent(replies: [&'static str; 3], auto: AutoKind) -> (Result<Taken, DeliveryProblem>, Vec<String>) {
    let (url, heard) = server(replies).await;
    let settings = Settings { mail: MailSettings::Smtp { url }, ..Settings::default() };
    let mailer = Mailer::from_settings(&settings).expect("a mailer");
    let letter = Envelope { auto, ..envelope("s", "Hello\n.\nworld") };
    let bytes = mime(&letter).expect("a letter");
    let result = mailer.hand_over("1", &letter, &bytes).await;
    drop(mailer);
    (result, heard.await.expect("the server ended"))
}

#[tokio::test]
async fn a_mail_server_takes_exactly_these_bytes() {
    let (result, heard) = sent(["250 ok", "250 ok", "354 go"], AutoKind::Generated).await;
    let taken = result.expect("taken");
    assert_eq!(taken.response, "250 2.0.0 Ok: queued as 12345");
    assert!(taken.way.is_some_and(|way| way.host.starts_with("127.0.0.1:") && !way.tls && !way.asked));
    assert!(heard.iter().any(|line| line.starts_with("MAIL FROM:<notices@hosting.example>")));
    assert!(heard.iter().any(|line| line == "RCPT TO:<legal@example-social.example>"));
    let start = heard.iter().position(|line| line == "DATA").expect("data") + 1;
    let end = heard.iter().position(|line| line == ".").expect("an end");
    let taken: String =
        heard[start..end].iter().map(|line| format!("{}\r\n", line.strip_prefix('.').unwrap_or(line))).collect();
    let bytes = mime(&envelope("s", "Hello\n.\nworld")).expect("a letter");
    assert_eq!(taken, String::from_utf8_lossy(&bytes));
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let (result, _) = sent(["250 ok", "550 5.1.1 no such user", "354 go"], AutoKind::Generated).await;
    let problem = result.expect_err("refused");
    assert!(problem.permanent && problem.text.contains("5.1.1 no such user"), "{problem:?}");
    let (result, _) = sent(["250 ok", "451 4.7.1 greylisted", "354 go"], AutoKind::Generated).await;
    let problem = result.expect_err("put off");
    assert!(!problem.permanent && problem.text.contains("greylisted"), "{problem:?}");
    let (result, _) = sent(["530 5.7.0 sign in first", "250 ok", "354 go"], AutoKind::Generated).await;
    assert!(!result.expect_err("our own fault").permanent);
}

#[tokio::test]
async fn a_reply_has_no_return_path() {
    let (result, heard) = sent(["250 ok", "250 ok", "354 go"], AutoKind::Replied).await;
    assert!(result.is_ok());
    assert!(heard.iter().any(|line| line.starts_with("MAIL FROM:<>")), "{heard:?}");
}

#[tokio::test]
async fn addresses_of_mail_servers() {
    for (url, sound) in [
        ("smtps://ann:secret@mail.example:465", true),
        ("smtp://mail.example:587", true),
        ("smtp://mail.example:587?tls=opportunistic", true),
        ("smtp://mailpit:1025?tls=none", true),
        ("smtp://localhost:1025", true),
        ("http://mail.example", false),
        ("mail.example:25", false),
        ("", false),
    ] {
        let settings = Settings { mail: MailSettings::Smtp { url: url.into() }, ..Settings::default() };
        let mailer = Mailer::from_settings(&settings);
        assert_eq!(mailer.is_ok(), sound, "{url}");
        assert!(!format!("{mailer:?}").contains("secret"));
    }
}

/// Line ends in every disguise, around what would be a header or another recipient.
fn sixty_hostile_strings() -> Vec<String> {
    let breaks = [
        "\r\n",
        "\n",
        "\r",
        "\n\r",
        "\r\n\r\n",
        "\0",
        "\u{b}",
        "\u{c}",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "\u{202e}",
        "\u{2066}",
        "%0d%0a",
        "=0D=0A",
        "=?utf-8?Q?=0D=0A?=",
        "\\r\\n",
        "嘊",
        ",",
        ";",
    ];
    let rests = ["Bcc: x@evil.example", "To: x@evil.example", "x@evil.example>, <y@evil.example"];
    breaks.iter().flat_map(|one| rests.iter().map(move |rest| format!("a{one}{rest}"))).collect()
}

#[tokio::test]
async fn sixty_hostile_strings_add_no_header_and_no_recipient() {
    let strings = sixty_hostile_strings();
    assert!(strings.len() >= 60);
    let plain = mime(&envelope("s", "t")).expect("a letter");
    let names = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let head = text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n").map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    let usual = names(&plain);
    let mut taken = 0;
    for hostile in &strings {
        let address = format!("{hostile}@a.example");
        for letter in [
            Envelope { from_name: hostile, ..envelope("s", "t") },
            envelope(hostile, "t"),
            envelope("s", hostile),
            Envelope { to: &address, ..envelope("s", "t") },
            Envelope { to: hostile, ..envelope("s", "t") },
            Envelope { from: hostile, ..envelope("s", "t") },
        ] {
            // Most are refused. What is not must be harmless in the bytes on the wire.
            let Ok(bytes) = mime(&letter) else { continue };
            taken += 1;
            assert_eq!(names(&bytes), usual, "{hostile:?}");
            let mail = MessageParser::default().parse(&bytes).expect("a mail");
            let to: Vec<_> = mail.to().map(|to| to.iter().collect()).unwrap_or_default();
            assert_eq!(to.len(), 1, "{hostile:?}");
            let (url, heard) = server(["250 ok", "250 ok", "354 go"]).await;
            let settings = Settings { mail: MailSettings::Smtp { url }, ..Settings::default() };
            let mailer = Mailer::from_settings(&settings).expect("a mailer");
            mailer.hand_over("1", &letter, &bytes).await.expect("taken");
            let heard = heard.await.expect("the server ended");
            let recipients: Vec<_> = heard.iter().filter(|line| line.starts_with("RCPT TO:")).collect();
            assert_eq!(recipients, [&format!("RCPT TO:<{}>", letter.to)], "{hostile:?}");
            assert_eq!(heard.iter().filter(|line| line.starts_with("MAIL FROM:")).count(), 1, "{hostile:?}");
        }
    }
    assert!(taken > 60, "{taken}");
}

#[test]
fn a_letter_s_own_address_stands_in_it() {
    let own = "notices+0190a5f0111172228333444455556666@hosting.example";
    let bytes = mime(&Envelope { reply_to: own, ..envelope("s", "t") }).expect("a letter");
    let mail = MessageParser::default().parse(&bytes).expect("a mail");
    let reply_to: Vec<_> = mail.reply_to().map(|to| to.iter().collect()).unwrap_or_default();
    assert_eq!((reply_to.len(), reply_to[0].address()), (1, Some(own)));
    let bad = Envelope { reply_to: "a@b.example\r\nBcc: c@d.example", ..envelope("s", "t") };
    assert!(mime(&bad).is_err());
}
