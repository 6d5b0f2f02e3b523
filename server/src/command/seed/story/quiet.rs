//! What waits without noise: an answer without its code, a letter that came back, a request for more time, a case that
//! was put aside, cases that know of each other, complaints that were only passed on.

use serde_json::json;

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Notice, Reply, Says, Sort, Tend};

pub fn tell(script: &mut Script<'_>) {
    unconfirmed(script);
    bounced(script);
    more_time(script);
    snoozed(script);
    passed_on(script);
    linked(script);
    many_places(script);
}

/// Somebody answered by the link, and the digits from the mailbox never came.
fn unconfirmed(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "slate";
    s.xarf((3, 6, 0), MATTER, NETWATCH, "198.51.100.34", "connection.scraping", json!({
        "source_port": 44120, "protocol": "tcp", "destination_ip": "192.0.2.202", "total_requests": 412_000, "description": "The whole catalogue of our library, page by page, for six hours.",
    }));
    s.mail((2, 20, 0), MATTER, PROVIDER, "DDoS by requests from 198.51.100.34",
        "Hello,\n\n198.51.100.34 asks our web shop for 90 pages a second since yesterday. It is a denial of service, whatever it is meant to be.");
    s.open((2, 6, 0), MATTER, Hand::Mara, "slate-cdn", "4.2", "medium", "A machine that asks for 90 pages a second");
    s.at((2, 4, 0), Step::Notice { matter: MATTER, by: Hand::Mara, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 72,
        findings: format!("We received two complaints about 198.51.100.34. It asks for pages faster than the sites can bear. On {} we counted 88 requests a second to one of them.", s.day(2)),
        example: "198.51.100.34\n412,000 requests to one library within six hours.",
        ..Notice::default()
    }) });
    s.at(
        (0, 11, 0),
        Step::Answer {
            matter: MATTER,
            answer: Box::new(Reply {
                parts: vec![
                    ("done", "The job is stopped.", String::new()),
                    ("done", "It was a test that somebody forgot.", String::new()),
                ],
                signer: "Declan Moore",
                signer_role: "Network operations",
                unconfirmed: true,
                ..Reply::default()
            }),
        },
    );
}

/// The only mailbox that we know gives the letter back.
fn bounced(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "mill";
    s.xarf((4, 2, 0), MATTER, NETWATCH, "198.51.100.42", "vulnerability.open_service", json!({
        "service": "streaming control", "service_port": 8000, "description": "The control page answers with the factory password.",
    }));
    s.xarf(
        (3, 1, 0),
        MATTER,
        HONEYPOT,
        "198.51.100.42",
        "connection.port_scan",
        json!({
            "source_port": 39122, "protocol": "tcp", "destination_ip": "192.0.2.201", "ports_scanned": 4000,
        }),
    );
    s.open((2, 3, 0), MATTER, Hand::Mara, "mill-radio", "4.7", "medium", "A studio machine that strangers control");
    s.at((1, 22, 0), Step::Notice { matter: MATTER, by: Hand::Mara, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 96,
        findings: format!("The control page of your streaming machine at 198.51.100.42 answers anybody with its factory password. Since {} somebody uses it to look for open ports elsewhere.", s.day(4)),
        example: "http://198.51.100.42:8000/admin\nThe page lets anybody in who knows the manual.",
        ..Notice::default()
    }) });
    s.note((1, 20, 0), MATTER, Hand::Mara, "The letter came back: no such mailbox. The station's web page names a telephone number; nobody picks up before the evening programme.");
}

/// A French customer who answered part of it and asks for three days more.
fn more_time(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "harvest";
    s.feedback((5, 6, 0), MATTER, "198.51.100.50", "harvest-mail.example", "Les offres de la semaine");
    s.feedback((5, 1, 0), MATTER, "198.51.100.51", "harvest-mail.example", "Les offres de la semaine");
    s.xarf((4, 16, 0), MATTER, SPAMTRAP, "198.51.100.50", "messaging.spam", json!({
        "protocol": "smtp", "smtp_from": "offres@harvest-mail.example", "source_port": 40110, "subject": "Les offres de la semaine",
        "description": "Twenty messages to addresses that were never given to anybody.",
    }));
    s.open(
        (3, 20, 0),
        MATTER,
        Hand::Tomas,
        "harvest-mail",
        "4.5",
        "medium",
        "Weekly offers to addresses that nobody gave",
    );
    s.at((3, 18, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 96,
        findings: format!("Nous avons reçu trois signalements concernant des courriels envoyés depuis 198.51.100.50 et 198.51.100.51 à des personnes qui ne les ont pas demandés. Le {}, vingt de ces messages sont arrivés à des adresses qui n’ont jamais été données à personne.", s.ago(4, 0, 0).to_chrono().format("%d/%m/%Y")),
        example: "« Les offres de la semaine », envoyé par offres@harvest-mail.example",
        ..Notice::default()
    }) });
    s.at((3, 2, 0), Step::Confirm { matter: MATTER });
    s.at((0, 8, 0), Step::Says { matter: MATTER, says: Says::AskTime {
        days: "3",
        reason: "Nous devons écrire une fois à 40 000 abonnés pour leur demander s’ils souhaitent rester, et notre prestataire ne le fait que la nuit.",
        signer: "Hélène Maréchal",
    } });
}

/// Nothing to do before the maker of the program has mended it.
fn snoozed(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "juniper";
    s.xarf((6, 4, 0), MATTER, NETWATCH, "203.0.113.210", "vulnerability.cve", json!({
        "service": "wiki engine", "cve_id": "CVE-2025-99999", "service_port": 443, "description": "The version in use lets strangers write to the disk.",
    }));
    s.open((5, 6, 0), MATTER, Hand::Tomas, "juniper-wiki", "4.7", "low", "A wiki that waits for its maker");
    s.note((5, 5, 30), MATTER, Hand::Tomas, "Called the librarian. The maker promises a new version for next week, and writing is closed until then. Nothing to ask for before that.");
    let date = s.say(s.ago(-5, 0, 0).date_text());
    s.at(
        (5, 5, 0),
        Step::Tend {
            matter: MATTER,
            by: Hand::Tomas,
            tend: Tend::Snooze {
                date,
                reason: "The new version of the wiki program comes next week; then we look again.",
            },
        },
    );
}

/// Told to the customer as it came, without a case.
fn passed_on(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "fern-told";
    s.xarf(
        (9, 6, 0),
        MATTER,
        NETWATCH,
        "203.0.113.170",
        "vulnerability.open_service",
        json!({
            "service": "memcached", "service_port": 11211, "description": "Answers anybody, and answers are long.",
        }),
    );
    s.xarf(
        (8, 20, 0),
        MATTER,
        HONEYPOT,
        "203.0.113.171",
        "reputation.blocklist",
        json!({
            "threat_type": "scanner", "description": "Listed after 90 connections within an hour.",
        }),
    );
    s.at(
        (8, 4, 0),
        Step::Sort {
            matter: MATTER,
            by: Hand::Tomas,
            sort: Sort::PassOn {
                opening: "misused",
                note: "Both machines were set up last week. It may be the same image.",
            },
        },
    );
}

/// Two customers, one trojan.
fn linked(s: &mut Script<'_>) {
    s.at((4, 16, 0), Step::Tend { matter: "ember", by: Hand::Tomas, tend: Tend::Link("cobalt") });
    s.at((4, 15, 50), Step::Tend { matter: "ember", by: Hand::Tomas, tend: Tend::Tags("greyfinch") });
    s.at((4, 15, 40), Step::Tend { matter: "cobalt", by: Hand::Tomas, tend: Tend::Tags("greyfinch reseller") });
}

/// One complaint that names 240 files. Somebody went through them one by one.
fn many_places(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "harbor-list";
    let places: Vec<String> = (0..240)
        .map(|number| format!("https://stream-harbor.example/archive/{}/{}", 1990 + number % 31, 4100 + number * 7))
        .collect();
    let places = s.say(places.join(" "));
    s.form((24, 6, 0), MATTER, LEAGUE, "copyright", places,
        "These 240 recordings of our matches from thirty years are kept in the archive without a licence. The list was made by hand; some may be gone by now.");
    s.open((23, 5, 0), MATTER, Hand::Mara, "stream-harbor", "5.1", "low", "240 recordings in an archive");
    s.at((22, 4, 0), Step::Tend { matter: MATTER, by: Hand::Mara, tend: Tend::Locations {
        outcome: "not_found",
        first: 61,
        rest: "removed",
        note: "These addresses lead nowhere. The others were removed by the customer within two days of a call.",
    } });
    s.at(
        (22, 3, 0),
        Step::Close {
            matter: MATTER,
            by: Hand::Mara,
            reason: "Nothing is left of the list: 61 were gone before, the rest was removed after a telephone call.",
        },
    );
}
