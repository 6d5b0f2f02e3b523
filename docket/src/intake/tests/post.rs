//! Mails about our letters, as servers and people write them.

use super::{all, sample};
use crate::intake::{Post, is_delivery_report};
use crate::mail::{Action, MailKind};

const LETTER: &str = "0190a5f0-1111-7222-8333-444455556666";

fn report(status: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example\nTo: notices@hosting.example\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <1@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n\
         --x\nContent-Type: text/plain\n\nI am the mail system.\n\n\
         --x\nContent-Type: message/delivery-status\n\n{status}\n\
         --x\nContent-Type: message/rfc822\n\nMessage-ID: <dn.{LETTER}@hosting.example>\nSubject: s\n\nwords\n--x--\n"
    )
    .into_bytes()
}

#[test]
fn every_recipient_of_a_report_is_read() {
    let post = Post::read(&report(&format!(
        "Reporting-MTA: dns; mx.example\nOriginal-Envelope-Id: {LETTER}\n\n\
         Original-Recipient: rfc822;ann@a.example\nFinal-Recipient: rfc822;inbox-7@b.example\nAction: failed\n\
         Status: 5.2.2 (mailbox full)\nDiagnostic-Code: smtp; 552 5.2.2\n mailbox full\nRemote-MTA: dns; b.example\n\n\
         Final-Recipient: rfc822;carl@a.example\nAction: delayed\nStatus: none\nWill-Retry-Until: tomorrow\n"
    )));
    assert_eq!(post.kind, MailKind::Delivery);
    assert!(!post.is_complaint);
    assert_eq!(post.envelope_id.map(|id| id.to_string()).as_deref(), Some(LETTER));
    assert_eq!(post.returned, post.envelope_id);
    let told: Vec<_> =
        post.reports.iter().map(|one| (one.recipient.as_str(), one.action, one.status.as_str())).collect();
    assert_eq!(told, [("ann@a.example", Action::Failed, "5.2.2"), ("carl@a.example", Action::Delayed, "")]);
    assert_eq!(
        (post.reports[0].said.as_str(), post.reports[0].remote.as_str()),
        ("552 5.2.2 mailbox full", "b.example")
    );
}

#[test]
fn a_report_of_one_group_is_read_too() {
    let post =
        Post::read(&report("Reporting-MTA: dns;mx.example\nFinal-Recipient: ann@a.example\nAction: Delivered\n"));
    assert_eq!(post.reports.len(), 1);
    assert_eq!((post.reports[0].action, post.reports[0].recipient.as_str()), (Action::Delivered, "ann@a.example"));
}

/// qmail and its like: nobody but a person can say what it means, but which letter it is about can be seen.
#[test]
fn a_bounce_in_prose_names_its_letter_and_reports_nothing() {
    let mail = format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: notices@hosting.example\nSubject: failure notice\n\n\
         Hi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message.\n\n\
         --- Below this line is a copy of the message.\n\nMessage-ID: <dn.{LETTER}@hosting.example>\n"
    );
    let post = Post::read(mail.as_bytes());
    assert_eq!((post.kind, post.reports.len()), (MailKind::Delivery, 0));
    assert_eq!(post.returned.map(|id| id.to_string()).as_deref(), Some(LETTER));
}

#[test]
fn reports_of_abuse_are_none_about_letters() {
    assert!(Post::read(&sample("mail/arf.eml")).is_complaint);
    for (name, bytes) in all("mail", "eml") {
        assert!(!is_delivery_report(&bytes), "{name}");
    }
    assert!(is_delivery_report(&report("Action: failed\n")));
    assert!(!is_delivery_report(b"{\"xarf_version\": \"4.2.0\"}"));
}

#[test]
fn nonsense_is_read_without_harm() {
    let deep = format!("From: a@b.example\n{}", "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(20_000));
    let ids = format!("From: a@b.example\nReferences: {}\n\nx", format!("<dn.{LETTER}@h.example> ").repeat(5_000));
    let many = report(&"Action: failed\nFinal-Recipient: rfc822; a@b.example\n\n".repeat(5_000));
    for bytes in [&b""[..], b"\0\0", b"From:\n\n", b"Subject: dn.\n\ndn.", deep.as_bytes(), ids.as_bytes(), &many] {
        let post = Post::read(bytes);
        assert!(post.reports.len() <= 50 && post.answers.len() <= 60);
    }
    let post = Post::read("Auto-Submitted: auto-replied\nFrom: a@b.example\nSubject: dn.\u{202e}é\n\n".as_bytes());
    assert_eq!(post.kind, MailKind::Automatic);
}

#[test]
fn a_reply_names_what_it_answers_the_nearest_first() {
    let other = "0190a5f0-9999-7222-8333-444455556666";
    let mail = format!(
        "From: Ann <ann@a.example>\nTo: \"us\" <Notices+tag@Hosting.example>, x@y.example\nDelivered-To: notices@hosting.example\n\
         Subject: AW: [Due Notice dn-7f3k-2m9q] DN-1-2 due\nIn-Reply-To: <dn.{LETTER}@hosting.example>\n\
         References: <dn.{other}@hosting.example>\n <x@y.example> <dn.{LETTER}@hosting.example>\n\nyes\n"
    );
    let post = Post::read(mail.as_bytes());
    let answers: Vec<String> = post.answers.iter().map(ToString::to_string).collect();
    assert_eq!(answers, [LETTER, other]);
    assert_eq!(post.to, ["notices+tag@hosting.example", "notices@hosting.example", "x@y.example"]);
    assert_eq!(post.codes, ["DN-7F3K-2M9Q"]);
    assert_eq!((post.kind, post.text.as_str()), (MailKind::Reply, "yes"));
}
