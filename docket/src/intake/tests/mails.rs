//! Mails of our own: one for each form, and a person's in French.

use std::net::IpAddr;

use super::{all, auto, sample};
use crate::intake::{Category, Format, Incident, Wanted, parse};

fn at(text: &str) -> Option<Incident> {
    Some(Incident { at: text.into(), zone_known: true })
}

fn ip(text: &str) -> Option<IpAddr> {
    Some(text.parse().unwrap())
}

#[test]
fn arf_with_everything() {
    let parsed = auto(sample("mail/arf.eml"));
    assert_eq!((parsed.format, parsed.category, parsed.kind.as_str()), (Format::Arf, Category::Spam, "abuse"));
    assert_eq!(
        parsed.locations,
        [
            "http://promo.shop.example/win?u=17",
            "http://promo.shop.example/unsubscribe",
            "promo.shop.example",
            "192.0.2.25:41022"
        ]
    );
    let source = parsed.source.clone().unwrap();
    assert_eq!(
        (source.ip, source.port, source.host.as_deref()),
        (ip("192.0.2.25"), Some(41022), Some("promo.shop.example"))
    );
    assert_eq!(parsed.incident_at, at("2021-01-08T09:14:02.000000Z"));
    assert_eq!(parsed.reporter.email, "feedback@mailbox-provider.example");
    assert_eq!(parsed.summary, "Spam: http://promo.shop.example/win?u=17 (You have won € 500)");
    assert_eq!(parsed.evidence.len(), 1);
    assert_eq!(
        (parsed.evidence[0].media_type.as_str(), parsed.evidence[0].file_name.as_str()),
        ("message/rfc822", "message.eml")
    );
    assert!(parsed.evidence[0].bytes.starts_with(b"Received: from out.promo.shop.example"));
    assert!(parsed.evidence[0].bytes.ends_with(b"now.\n"));
    assert!(parsed.description.starts_with("This is an e-mail abuse report"));
    assert!(parsed.description.contains("Authentication-Results: mx1.mailbox-provider.example; spf=pass"));
    assert_eq!(parsed.warnings, Vec::<String>::new());
}

#[test]
fn arf_without_a_source_lists_the_servers() {
    let parsed = auto(sample("mail/arf_without_source.eml"));
    assert_eq!((parsed.format, parsed.category), (Format::Arf, Category::Phishing));
    assert_eq!(parsed.locations, ["198.51.100.7", "2001:db8:25::9"]);
    assert_eq!(parsed.source, None);
    assert_eq!(parsed.incident_at, at("2021-01-09T06:58:11.000000Z"));
    assert_eq!(parsed.evidence[0].media_type, "text/rfc822-headers");
    assert_eq!(
        parsed.warnings,
        [
            "Version is \"0.1\", not 1.",
            "Source-IP is missing; the servers of the reported message's Received lines are listed instead, newest first.",
        ]
    );
}

#[test]
fn xarf_of_the_yaml_age() {
    let parsed = auto(sample("mail/xarf_0_2.eml"));
    assert_eq!(
        (parsed.format, parsed.category, parsed.kind.as_str()),
        (Format::XarfYaml, Category::Attack, "abuse.login-attack")
    );
    assert_eq!(parsed.locations, ["203.0.113.77"]);
    assert_eq!(parsed.source.as_ref().and_then(|source| source.port), None, "Port is the port that was attacked");
    assert_eq!(parsed.incident_at, at("2015-11-13T20:35:07.000000Z"));
    assert_eq!(parsed.reference, "75e5d8-203011377@watch.example");
    assert_eq!(parsed.dedupe, "mail:watch.example:75e5d8-203011377@watch.example");
    assert_eq!(parsed.evidence.len(), 1);
    assert_eq!(parsed.evidence[0].file_name, "logfile.log");
    assert!(parsed.description.contains("tried to log in") && parsed.description.contains("Occurrences: 211"));
    assert_eq!(parsed.warnings, Vec::<String>::new());
}

#[test]
fn xarf_4_in_a_mail_is_the_same_report() {
    let (mail, json) = (auto(sample("mail/xarf_json.eml")), auto(sample("xarf-v4/content-phishing.json")));
    assert_eq!(mail, json);
    let forged = String::from_utf8(sample("mail/xarf_json.eml"))
        .unwrap()
        .replace("takedown@brand-protect.example", "x@elsewhere.example");
    assert_eq!(
        auto(forged).warnings,
        ["The mail came from elsewhere.example, but the report in it says it was sent by brand-protect.example."]
    );
}

#[test]
fn a_person_writes_about_phishing() {
    let parsed = auto(sample("mail/plain_hxxp.eml"));
    assert_eq!((parsed.format, parsed.category, parsed.kind.as_str()), (Format::Rfc5322, Category::Phishing, ""));
    assert_eq!(parsed.summary, "Phishing site on your network (bank.example) [CERT#20210111-3]");
    assert_eq!(
        parsed.locations,
        [
            "https://login-bank.evil-host.example/session/index.php?id=1",
            "http://203.0.113.44:8080/kit/",
            "www.evil-host.example",
            "203.0.113.44",
            "https://www.bank.example/",
            "https://cert.bank.example",
            "https://short.example/a?x=1&y=2",
        ]
    );
    let source = parsed.source.unwrap();
    assert_eq!((source.host.as_deref(), source.ip), (Some("login-bank.evil-host.example"), ip("203.0.113.44")));
    assert_eq!(
        (parsed.reporter.name.as_str(), parsed.reporter.domain.as_str()),
        ("Morgan Doe, Example Bank CERT", "bank.example")
    );
    assert_eq!(parsed.incident_at, at("2021-01-11T16:01:00.000000Z"));
    assert_eq!(parsed.reference, "3.20210111@bank.example");
    assert_eq!(parsed.evidence.len(), 2);
    assert_eq!(parsed.evidence[0].file_name, "screen shot.png");
    assert!(parsed.evidence[0].bytes.starts_with(b"\x89PNG") && parsed.evidence[0].bytes.len() == 70);
    assert_eq!(parsed.evidence[1].description, "Your account is locked");
    assert!(parsed.description.contains("down – a screenshot"));
    assert!(!parsed.sealed);
}

#[test]
fn a_person_writes_in_french() {
    let parsed = auto(sample("mail/plain_fr_latin1.eml"));
    assert_eq!((parsed.format, parsed.category), (Format::Rfc5322, Category::Counterfeit));
    assert_eq!(parsed.summary, "Contrefaçon de notre marque déposée");
    assert_eq!(parsed.reporter.name, "Hélène Dubois");
    assert!(parsed.description.contains("vend des sacs contrefaits sous\nnotre marque déposée"));
    assert_eq!(parsed.locations, ["http://boutique-contrefaçon.example/sacs", "http://miroir.example/été"]);
    assert_eq!(parsed.source.unwrap().host.as_deref(), Some("xn--boutique-contrefaon-myb.example"));
}

#[test]
fn the_way_a_mail_travelled_does_not_change_its_key() {
    for (name, bytes) in all("mail", "eml") {
        let key = auto(&bytes).dedupe;
        let text = String::from_utf8_lossy(&bytes).replace('\n', "\r\n");
        let again =
            format!("Received: from relay.example by mx2.host.example; Sun, 10 Jan 2021 00:00:00 +0000\r\n{text}")
                .replace("Message-ID: <3", "Message-ID: <4");
        let parsed = parse(again.as_bytes(), Wanted::Rfc5322);
        // Bytes of an attachment that is not encoded change with the line ends, and so does its hash.
        if parsed.evidence.iter().all(|exhibit| !exhibit.bytes.contains(&b'\r')) {
            assert_eq!(parsed.dedupe, key, "{name}");
        }
        let lf = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(
            auto(format!("From mbox@x.example Sun Jan 10\nReceived: from a.example by b.example\n{lf}")).dedupe,
            key,
            "{name}"
        );
        // Somebody else's report is another report, even in the same words.
        if !key.starts_with("xarf:") {
            assert_ne!(auto(lf.replace('@', "@other-")).dedupe, key, "{name}");
        }
    }
}

#[test]
fn attachments_of_a_mail_about_child_sexual_abuse_are_not_kept() {
    let mail = String::from_utf8(sample("mail/plain_hxxp.eml")).unwrap().replace("Phishing site", "CSAM");
    let parsed = auto(mail);
    assert!(parsed.sealed);
    assert_eq!(parsed.category, Category::ChildSafety);
    assert!(parsed.evidence.iter().all(|exhibit| exhibit.bytes.is_empty()));
    assert_eq!(parsed.warnings.len(), 2);

    let named_in_the_text = String::from_utf8(sample("mail/arf.eml"))
        .unwrap()
        .replace("For more information", "It advertises child sexual abuse. For more");
    let parsed = auto(named_in_the_text);
    assert_eq!((parsed.format, parsed.sealed), (Format::Arf, true));
    assert!(parsed.evidence[0].bytes.is_empty());
    assert!(parsed.warnings[0].contains("sealed as a precaution"), "{:?}", parsed.warnings);
}

#[test]
fn a_text_without_header_loses_nothing() {
    let parsed = parse(b"Look at hxxp://a[.]example\n\nand do something", Wanted::Rfc5322);
    assert_eq!(parsed.format, Format::Rfc5322);
    assert!(parsed.description.starts_with("Look at"));
    assert_eq!(parsed.locations, ["http://a.example"]);
    assert_eq!(parsed.warnings, ["From is missing or names nobody.", "Date is missing from the mail."]);
}

#[test]
fn fields_in_plain_text_are_believed_where_arf_was_announced() {
    let mail = b"From: a@b.example\nDate: Mon, 11 Jan 2021 08:01:00 +0000\n\nComplaint:\n\nFeedback-Type: fraud\nUser-Agent: x\nVersion: 1\nSource-IP: 203.0.113.8\n";
    assert_eq!(parse(mail, Wanted::Rfc5322).format, Format::Rfc5322);
    let parsed = parse(mail, Wanted::Arf);
    assert_eq!((parsed.format, parsed.category), (Format::Arf, Category::Phishing));
    assert_eq!(parsed.locations, ["203.0.113.8"]);
}

#[test]
fn a_mail_announced_as_arf_that_is_none() {
    let parsed = parse(&sample("mail/plain_fr_latin1.eml"), Wanted::Arf);
    assert_eq!(parsed.format, Format::Rfc5322);
    assert!(parsed.warnings[0].contains("no message/feedback-report part"));
}

#[test]
fn html_only() {
    let parsed = auto(
        "From: a@b.example\nSubject: spam\nDate: Mon, 11 Jan 2021 08:01:00\nContent-Type: text/html\n\n<p>See <a href='https://c.example/'>this &eacute;</a></p>",
    );
    assert_eq!(parsed.locations, ["https://c.example/"]);
    assert!(parsed.description.contains("this é"), "{}", parsed.description);
    assert_eq!(parsed.warnings, ["Date of the mail has no zone; UTC was assumed."]);
}
