//! A mail about one of our letters: a report on its delivery (RFC 3464), an automatic reply (RFC 3834), or somebody's
//! words. What it belongs to is only collected here; whether there is such a letter, the desk asks the record.

use super::arf::Fields;
use super::mime::{self, Head, Leaf, Mail};
use super::{mail, text};
use crate::id::LetterId;
use crate::mail::{Action, MailKind};

const MAX_REPORTS: usize = 50;
const MAX_IDS: usize = 60;
const MAX_TEXT: usize = 20_000;
/// A machine's note may quote the letter far down.
const SEARCHED: usize = 256 * 1024;

/// A mail as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub kind: MailKind,
    /// It is a complaint in a form for machines, and about none of our letters.
    pub is_complaint: bool,
    pub name: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub reports: Vec<Told>,
    /// What we called the letter when we gave it to the mail server.
    pub envelope_id: Option<LetterId>,
    /// The letter whose headers came back.
    pub returned: Option<LetterId>,
    /// Letters that it says it answers, the nearest first.
    pub answers: Vec<LetterId>,
    /// Addresses that it was sent to.
    pub to: Vec<String>,
    /// Codes of notices in its subject.
    pub codes: Vec<String>,
    pub dedupe: String,
}

/// What happened for one recipient.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub recipient: String,
    pub action: Action,
    pub status: String,
    pub said: String,
    pub remote: String,
}

impl Post {
    /// Never fails: what cannot be read is empty.
    pub fn read(bytes: &[u8]) -> Post {
        let mail = Mail::read(bytes);
        let head = &mail.head;
        let from = head.from();
        let subject = head.subject();
        let words = text::block(&mail::words_of(&mail), MAX_TEXT);
        let groups = delivery_status(&mail);
        let reports: Vec<Told> = groups.iter().filter_map(told).take(MAX_REPORTS).collect();
        let envelope_id = groups.iter().find_map(|group| LetterId::parse(group.get("Original-Envelope-Id").trim()));
        let of_type = |types: &[&str]| mail.leaves.iter().find(|leaf| types.contains(&leaf.media_type.as_str()));
        let returned = of_type(&[
            "message/rfc822",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global",
            "message/global-headers",
        ]);
        let returned = returned.and_then(|leaf| letter_in(&mime::head(&leaf.bytes().0).message_id()));
        let from_machine = is_daemon(&from.email);
        // Some servers still report in prose alone. Nobody but a person can say what such a mail means.
        let returned = returned.or_else(|| from_machine.then(|| in_prose(bytes)).flatten());
        let kind = match () {
            () if !groups.is_empty() => MailKind::Delivery,
            () if from_machine && returned.is_some() => MailKind::Delivery,
            () if is_automatic(head) => MailKind::Automatic,
            () => MailKind::Reply,
        };
        let dedupe = match head.message_id().as_str() {
            "" => text::hash_key(bytes),
            id => text::hash_key([id, &from.email.to_lowercase(), &subject, &words].join("\n").as_bytes()),
        };
        Post {
            kind,
            is_complaint: groups.is_empty() && mail.leaves.iter().any(is_report),
            answers: ids(head),
            to: addresses(head),
            codes: codes(&subject),
            name: from.name,
            from: from.email,
            subject,
            text: words,
            reports,
            envelope_id,
            returned,
            dedupe,
        }
    }
}

/// Whether a file is a report on delivery, for whoever takes files of every kind.
pub fn is_delivery_report(bytes: &[u8]) -> bool {
    mime::looks_like_mail(bytes) && Post::read(bytes).kind == MailKind::Delivery
}

fn is_report(leaf: &Leaf<'_>) -> bool {
    matches!(leaf.media_type.as_str(), "message/feedback-report" | "application/feedback-report")
        || leaf.media_type.ends_with("json") && leaf.text().contains("XARF")
        || leaf.name.eq_ignore_ascii_case("xarf.json")
}

/// The groups of fields: one about the message, and one for each recipient. Some servers write only one.
fn delivery_status(mail: &Mail<'_>) -> Vec<Fields> {
    let parts = mail.leaves.iter().filter(|leaf| {
        matches!(leaf.media_type.as_str(), "message/delivery-status" | "message/global-delivery-status")
    });
    let mut groups = Vec::new();
    for part in parts.take(5) {
        let text = part.text().replace("\r\n", "\n");
        groups.extend(text.split("\n\n").filter(|group| group.contains(':')).take(200).map(Fields::read));
    }
    groups
}

fn told(group: &Fields) -> Option<Told> {
    let action = Action::parse(group.get("Action").trim())?;
    let status = group.get("Status").split_whitespace().next().unwrap_or_default();
    let is_status = status.split('.').count() == 3 && status.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let recipient = match group.get("Original-Recipient") {
        "" => group.get("Final-Recipient"),
        original => original,
    };
    Some(Told {
        recipient: text::line(typed(recipient), 254),
        action,
        status: if is_status { text::line(status, 12) } else { String::new() },
        said: text::line(typed(group.get("Diagnostic-Code")), 500),
        remote: text::line(typed(group.get("Remote-MTA")), 254),
    })
}

/// `smtp; 550 no such user` without its type.
fn typed(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, rest)| rest).trim()
}

/// `<dn.0190a5f0-…@hosting.example>`: what all our letters are called.
fn letter_in(message_id: &str) -> Option<LetterId> {
    let bare = message_id.trim().trim_start_matches('<');
    LetterId::parse(bare.strip_prefix("dn.")?.get(..36)?)
}

fn in_prose(bytes: &[u8]) -> Option<LetterId> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(SEARCHED)]);
    text.match_indices("dn.").take(200).find_map(|(at, _)| letter_in(text.get(at..)?))
}

fn ids(head: &Head<'_>) -> Vec<LetterId> {
    let mut found = Vec::new();
    for (name, newest_last) in [("In-Reply-To", false), ("References", true)] {
        let line = head.raw_whole(name).unwrap_or_default();
        let mut all: Vec<LetterId> = line.split('<').filter_map(letter_in).collect();
        if newest_last {
            all.reverse();
        }
        found.extend(all);
    }
    found.dedup();
    found.truncate(MAX_IDS);
    found
}

/// Every address of ours that a mail names as its reader. What a list or a forwarder put there does no harm.
fn addresses(head: &Head<'_>) -> Vec<String> {
    let names = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"];
    let lines = names.into_iter().filter_map(|name| head.raw_whole(name));
    let mut found: Vec<String> = lines
        .flat_map(|line| {
            line.split(|c: char| c.is_whitespace() || "<>,;\"()".contains(c))
                .filter(|word| text::is_email(word))
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        })
        .collect();
    found.sort();
    found.dedup();
    found.truncate(MAX_IDS);
    found
}

fn codes(subject: &str) -> Vec<String> {
    let words = subject.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let is_code = |word: &&str| {
        let parts: Vec<&str> = word.split('-').collect();
        matches!(parts[..], [dn, first, second] if dn.eq_ignore_ascii_case("DN") && first.len() == 4 && matches!(second.len(), 4 | 5))
    };
    words.filter(is_code).map(str::to_ascii_uppercase).take(5).collect()
}

fn is_daemon(address: &str) -> bool {
    let name = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    matches!(name.as_str(), "mailer-daemon" | "postmaster" | "mail-daemon" | "mailerdaemon")
}

/// RFC 3834, and what machines said before it: none of these is answered by a machine.
fn is_automatic(head: &Head<'_>) -> bool {
    let has = |name: &str| head.raw(name).is_some();
    let said = |name: &str| head.raw(name).unwrap_or_default().to_ascii_lowercase();
    let submitted = said("Auto-Submitted");
    let precedence = said("Precedence");
    (!submitted.is_empty() && !submitted.starts_with("no"))
        || head.raw("Return-Path").is_some_and(|path| path.trim() == "<>")
        || ["bulk", "junk", "list", "auto_reply"].iter().any(|word| precedence.starts_with(word))
        || ["X-Autoreply", "X-Autorespond", "X-Auto-Response", "List-Id"].into_iter().any(has)
        || is_daemon(&head.from().email)
}
