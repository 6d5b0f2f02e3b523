//! Two notices that still run: their customers' pages can be opened from the links that the seed prints.

use serde_json::json;

use super::reporters::*;
use super::*;
use crate::command::seed::step::Notice;

pub fn tell(script: &mut Script<'_>) {
    lantern(script);
    brume(script);
}

/// A shop that was broken into and now carries a copy of a bank's sign-in page. Due in a few hours.
fn lantern(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "lantern";
    let page = "https://lantern-shop.example/wp-content/uploads/secure/session/";
    s.xarf((1, 1, 10), MATTER, BANK, "198.51.100.20", "content.phishing", json!({
        "url": page, "target_brand": "Example Bank", "verification_method": "manual", "confidence": 0.98,
        "description": "A copy of our sign-in page, linked from mails to our customers since this morning.",
        "evidence": [{"content_type": "text/plain", "description": "Head of the mail that leads there", "payload": "RnJvbTogc2VjdXJpdHlAYmFuay1zZWN1cmUuZXhhbXBsZQpTdWJqZWN0OiBZb3VyIGFjY291bnQgaXMgbG9ja2VkCg=="}],
    }));
    s.at((1, 0, 20), Step::Again { matter: MATTER });
    s.mail((0, 23, 15), MATTER, PARCEL, "Phishing page under your address 198.51.100.20",
        "Hello,\n\na phishing page for parcel fees is on the same server:\n\n  hxxps://lantern-shop[.]example/wp-content/uploads/secure/fee/\n\nIt asks for card numbers. Please take it down.");
    s.form(
        (0, 22, 5),
        MATTER,
        JONAS,
        "phishing",
        "https://lantern-shop.example/wp-content/uploads/secure/session/",
        "I got a mail from my bank that leads to this page. I typed my number before I noticed.",
    );
    s.open((0, 21, 50), MATTER, Hand::Tomas, "lantern-shop", "4.1", "high", "Phishing pages in an upload folder");
    s.note((0, 21, 40), MATTER, Hand::Tomas, "Both pages answer. The shop's own pages look untouched, so this is most likely a break-in. Server log not available to us.");
    s.at((0, 21, 20), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 24,
        findings: format!("We received three complaints about pages on lantern-shop.example that copy a bank's and a parcel service's pages and ask for passwords and card numbers. We opened both on {} from a machine without any account. Your shop's own pages seem to be untouched, so we think that somebody broke in.", s.day(1)),
        example: "https://lantern-shop.example/wp-content/uploads/secure/session/\nThe page copies the sign-in page of Example Bank and sends what is typed to a script beside it.",
        ..Notice::default()
    }) });
    s.at((0, 20, 10), Step::Confirm { matter: MATTER });
    s.form(
        (0, 5, 30),
        MATTER,
        LENA,
        "phishing",
        "https://lantern-shop.example/wp-content/uploads/secure/fee/",
        "This page asks for a parcel fee. The address does not belong to the parcel service.",
    );
    s.at((0, 5, 0), Step::Gather { matter: MATTER, by: Hand::Tomas });
}

/// A customer who reads French. Two contacts, so two letters and two links.
fn brume(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "brume";
    // A name that is in no record: somebody has to know whose it is.
    s.form((5, 20, 0), MATTER, LENA, "spam", "lampes-brume.example", "Mails about lamps, three times a week. I asked them twice to stop. The sender says it belongs to a workshop called Atelier Brume.");
    s.at((5, 16, 0), Step::Match { matter: MATTER, by: Hand::Tomas, customer: "atelier-brume" });
    s.feedback((5, 3, 0), MATTER, "198.51.100.70", "atelier-brume.example", "Votre lampe vous attend");
    s.feedback((4, 16, 40), MATTER, "198.51.100.70", "atelier-brume.example", "Derniers jours: -40 %");
    s.at((3, 9, 25), Step::Report { matter: MATTER, incoming: Incoming::Form {
        from: CAMILLE,
        category: "spam",
        locations: "atelier-brume.example",
        text: "Je reçois trois courriels par semaine de cet atelier. Je n'ai jamais rien acheté chez eux, et le lien de désinscription ne mène nulle part.",
        language: "fr",
        disclosed: true,
    } });
    s.xarf((3, 1, 30), MATTER, SPAMTRAP, "198.51.100.70", "messaging.spam", json!({
        "protocol": "smtp", "smtp_from": "news@atelier-brume.example", "source_port": 41022, "subject": "Votre lampe vous attend",
        "description": "Eleven messages to addresses that never belonged to a person.",
    }));
    s.open(
        (2, 20, 0),
        MATTER,
        Hand::Tomas,
        "atelier-brume",
        "4.5",
        "low",
        "Newsletter to people who did not ask for it",
    );
    s.at((2, 12, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 72,
        findings: format!("Depuis le {}, nous avons reçu cinq signalements concernant des courriels envoyés depuis 198.51.100.70 à des personnes qui ne les ont pas demandés. Onze messages sont arrivés à des adresses qui n’ont jamais appartenu à personne. Nous avons essayé le lien de désinscription\u{a0}: la page n’existe pas.", s.ago(6, 0, 0).to_chrono().format("%d/%m/%Y")),
        example: "« Votre lampe vous attend », envoyé par news@atelier-brume.example\nLe lien de désinscription de ce courriel mène à une page qui n’existe pas.",
        ..Notice::default()
    }) });
    s.at((2, 1, 0), Step::Confirm { matter: MATTER });
}
