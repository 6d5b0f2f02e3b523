//! What lies in the inbox, one case that was opened this morning, and what was rejected.

use serde_json::json;

use super::reporters::*;
use super::*;

pub fn tell(script: &mut Script<'_>) {
    open(script);
    former_holder(script);
    rejected(script);
    new(script);
}

/// Opened this morning; nothing was asked yet.
fn open(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "fern";
    s.xarf((1, 4, 0), MATTER, HONEYPOT, "203.0.113.166", "connection.login_attack", json!({
        "source_port": 45621, "protocol": "tcp", "destination_ip": "192.0.2.201", "destination_port": 22, "service": "ssh", "attempt_count": 2847,
    }));
    s.xarf((0, 16, 30), MATTER, HONEYPOT, "203.0.113.166", "connection.login_attack", json!({
        "source_port": 46010, "protocol": "tcp", "destination_ip": "192.0.2.202", "destination_port": 22, "service": "ssh", "attempt_count": 911,
    }));
    s.mail((0, 12, 0), MATTER, NETWATCH, "SSH login attempts from 203.0.113.166",
        "Hello,\n\nfail2ban on three of our hosts shows login attempts from 203.0.113.166 since yesterday, about two each second.");
    s.open((0, 7, 40), MATTER, Hand::Tomas, "fern-hosting", "4.2", "medium", "One machine that guesses passwords");
    s.note((0, 7, 20), MATTER, Hand::Tomas, "One address, one service. Looks like a machine that was broken into. Notice to follow after a look at the traffic figures.");
}

/// A range that changed hands: the complaint goes to whoever held it when it happened.
fn former_holder(s: &mut Script<'_>) {
    s.xarf(
        (20, 6, 0),
        "gravel",
        HONEYPOT,
        "203.0.113.140",
        "connection.port_scan",
        json!({
            "source_port": 51234, "protocol": "tcp", "destination_ip": "192.0.2.201", "ports_scanned": 1000,
        }),
    );
    s.at((12, 3, 0), Step::Release { customer: "gravel-host", value: "203.0.113.128/27" });
    s.at((12, 2, 0), Step::Assign { customer: "fern-hosting", value: "203.0.113.128/27" });
    s.at((19, 20, 0), Step::Reject { matter: "gravel", by: Hand::Tomas, reason: "A single scan by a monitoring service that the customer announced to us before. The reporter was told." });
}

fn rejected(s: &mut Script<'_>) {
    s.form(
        (18, 9, 0),
        "rejected-opinion",
        RILEY,
        "other",
        "https://north-press.example/1/opinion",
        "I do not like what this paper writes about my party. Please remove it.",
    );
    s.at(
        (18, 4, 0),
        Step::Reject {
            matter: "rejected-opinion",
            by: Hand::Mara,
            reason: "An opinion in a newspaper. No clause of the policy concerns it.",
        },
    );
    s.mail(
        (11, 2, 0),
        "rejected-elsewhere",
        JONAS,
        "Spam from another provider",
        "Hello,\n\nI get spam from 198.51.100.9. Somebody told me that you are the host.",
    );
    s.at(
        (11, 1, 0),
        Step::Reject {
            matter: "rejected-elsewhere",
            by: Hand::Tomas,
            reason: "The address is not in any of our ranges. The reporter was told who holds it.",
        },
    );
    s.xarf(
        (3, 7, 0),
        "rejected-gone",
        PARCEL,
        "203.0.113.70",
        "content.phishing",
        json!({
            "url": "http://203.0.113.70/pay/", "target_brand": "Parcel Post Example",
        }),
    );
    s.at(
        (3, 4, 0),
        Step::Reject {
            matter: "rejected-gone",
            by: Hand::Tomas,
            reason: "The customer removed the page by itself before we looked. Kept for the count.",
        },
    );
}

/// Nobody has looked at these yet.
fn new(s: &mut Script<'_>) {
    s.form(
        (1, 20, 0),
        "new-copyright",
        CAMILLE,
        "copyright",
        "https://ember-files.example/d/9911/atlas.pdf",
        "My atlas can be fetched here as a whole. I never allowed it.",
    );
    s.feedback((0, 23, 30), "new-loop", "203.0.113.41", "pier-mail.example", "Last chance for your prize");
    s.xarf(
        (0, 18, 0),
        "new-open",
        NETWATCH,
        "192.0.2.120",
        "vulnerability.open_service",
        json!({
            "service": "redis", "service_port": 6379, "description": "Answers without a password.",
        }),
    );
    s.form((0, 11, 20), "new-privacy", LENA, "privacy", "https://north-press.example/2/archive/1998", "An old story with my full name and an accusation that was dropped by the court in 1999. Please let it be forgotten.");
    s.mail((0, 6, 45), "new-nobody", AMARA, "Fake shop that took my money",
        "Hello,\n\nthis fake shop took my money and sends nothing: https://bargain-barn.example/. Their mails come from 198.51.100.200. It is a fraud.");
    s.xarf(
        (0, 4, 10),
        "new-scan",
        HONEYPOT,
        "2001:db8:9a3e::17",
        "connection.port_scan",
        json!({
            "source_port": 40112, "protocol": "tcp", "destination_ip": "2001:db8:ffff::1",
        }),
    );
    s.form(
        (0, 2, 20),
        "new-violence",
        CIVIC,
        "violence",
        "https://tern-board.example/thread/3114",
        "A new thread asks readers to come armed to the house of a named judge. It gives the street and the hour.",
    );
    s.xarf((0, 1, 30), "new-phishing", BANK, "203.0.113.75", "content.phishing", json!({
        "url": "https://login.cobalt-vps.example/session/", "target_brand": "Example Bank", "verification_method": "manual", "confidence": 0.9,
        "description": "Seen in mails of the last hour.",
    }));
    s.xarf(
        (0, 0, 40),
        "new-malware",
        SANDBOX,
        "198.51.100.135",
        "content.malware",
        json!({
            "url": "https://ember-files.example/d/c310/scan.zip", "malware_family": "Greyfinch",
        }),
    );
    s.xarf((2, 3, 0), "new-old-incident", RIGHTS, "203.0.113.141", "copyright.copyright", json!({
        "timestamp": s.ago(14, 0, 0).rfc3339(), "infringing_url": "http://203.0.113.141/books/salt-road.epub", "work_title": "The Salt Road", "rights_holder": "Paper Lane Books", "infringement_type": "download",
    }));
}
