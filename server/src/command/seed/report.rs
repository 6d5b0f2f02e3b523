//! Complaints as they come from outside: forms, mails and machine reports.

use docket::time::Moment;
use serde_json::{Map, Value, json};

/// Who reports.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub organisation: &'a str,
}

impl<'a> Party<'a> {
    fn domain(&self) -> &'a str {
        self.email.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

#[derive(Clone, Debug)]
pub enum Incoming<'a> {
    /// The public page.
    Form {
        from: Party<'a>,
        category: &'a str,
        locations: &'a str,
        text: &'a str,
        language: &'a str,
        disclosed: bool,
    },
    /// A telephone call that an analyst wrote down.
    Call {
        from: Party<'a>,
        category: &'a str,
        locations: &'a str,
        text: &'a str,
    },
    Mail {
        from: Party<'a>,
        subject: &'a str,
        text: &'a str,
    },
    /// A mailbox provider's feedback loop, RFC 5965.
    Loop {
        source: &'a str,
        domain: &'a str,
        subject: &'a str,
    },
    /// XARF version 4. `kind` is its category and type, `more` its other fields.
    Xarf {
        from: Party<'a>,
        source: &'a str,
        kind: &'a str,
        more: Value,
    },
}

/// A XARF report of something that happened at `at`. `id` is 16 random bytes.
pub fn xarf(from: &Party<'_>, source: &str, kind: &str, more: &Value, at: Moment, id: [u8; 16]) -> Vec<u8> {
    let (category, kind) = kind.split_once('.').unwrap_or((kind, ""));
    let party = json!({"org": from.organisation, "contact": from.email, "domain": from.domain()});
    let mut report = Map::new();
    let fields = json!({
        "xarf_version": "4.2.0",
        "report_id": uuid::Builder::from_random_bytes(id).into_uuid().to_string(),
        "timestamp": rfc3339(at),
        "reporter": party,
        "sender": party,
        "source_identifier": source,
        "category": category,
        "type": kind,
        "evidence_source": "automated_scan",
    });
    for value in [fields, more.clone()] {
        if let Value::Object(fields) = value {
            report.extend(fields);
        }
    }
    // What the schemas ask of every connection: since when.
    if category == "connection" && !report.contains_key("first_seen") {
        report.insert("first_seen".into(), rfc3339(at.plus_seconds(-1800)).into());
    }
    Value::Object(report).to_string().into_bytes()
}

pub fn mail(from: &Party<'_>, subject: &str, text: &str, at: Moment, number: usize) -> Vec<u8> {
    let head = [
        format!("Date: {}", rfc2822(at)),
        format!("From: \"{}\" <{}>", from.name, from.email),
        "To: Abuse desk <abuse@hosting.example>".to_owned(),
        format!("Subject: {subject}"),
        format!("Message-ID: <{number}.{}@{}>", at.micros(), from.domain()),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
        "Content-Transfer-Encoding: 8bit".to_owned(),
    ];
    crlf(&format!("{}\n\n{}\n\n{}\n{}\n", head.join("\n"), text.trim(), from.name, from.organisation))
}

pub fn feedback(source: &str, domain: &str, subject: &str, at: Moment, number: usize) -> Vec<u8> {
    let date = rfc2822(at);
    crlf(&format!(
        "Date: {date}
From: \"Mailbox Example Feedback Loop\" <feedback@mailbox.example>
To: abuse@hosting.example
Subject: FW: {subject}
Message-ID: <loop-{number}.{micros}@mailbox.example>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=\"=_loop\"

--=_loop
Content-Type: text/plain; charset=us-ascii

This is an abuse report for a message that a recipient marked as unwanted.
It was received from {source} on {date}.

--=_loop
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: MailboxExampleLoop/2.1
Version: 1
Original-Mail-From: <news@{domain}>
Arrival-Date: {date}
Source-IP: {source}
Reported-Domain: {domain}
Incidents: 1

--=_loop
Content-Type: text/rfc822-headers

From: News <news@{domain}>
To: redacted@mailbox.example
Subject: {subject}
Date: {date}
Message-ID: <{number}.{micros}@{domain}>

--=_loop--
",
        micros = at.micros(),
    ))
}

fn rfc3339(at: Moment) -> String {
    at.to_chrono().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn rfc2822(at: Moment) -> String {
    at.to_chrono().format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

fn crlf(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}
