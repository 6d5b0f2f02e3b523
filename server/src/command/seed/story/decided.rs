//! Cases with a decision: one that takes effect tomorrow, one in force, one lifted again, one that was stopped.

use serde_json::json;

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Decision, Effective, Notice, Reply};

pub fn tell(script: &mut Script<'_>) {
    scheduled(script);
    in_force(script);
    reinstated(script);
    stopped(script);
}

/// A reseller's machines that control infected computers. Approved, takes effect tomorrow at noon.
fn scheduled(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "cobalt";
    s.xarf((8, 3, 0), MATTER, SANDBOX, "203.0.113.101", "infrastructure.botnet", json!({
        "compromise_evidence": "c2_communication", "malware_family": "Greyfinch", "description": "Samples of the last week call this address.",
    }));
    s.xarf(
        (7, 11, 30),
        MATTER,
        SANDBOX,
        "203.0.113.104",
        "infrastructure.botnet",
        json!({
            "compromise_evidence": "c2_communication", "malware_family": "Greyfinch",
        }),
    );
    s.xarf(
        (6, 21, 45),
        MATTER,
        BANK,
        "203.0.113.101",
        "content.malware",
        json!({
            "url": "http://203.0.113.101/update.bin", "malware_family": "Greyfinch", "verification_method": "manual",
        }),
    );
    s.mail((6, 1, 0), MATTER, NETWATCH, "Infected machines of ours call 203.0.113.101",
        "Hello,\n\nfour of our students' computers carry the trojan Greyfinch. All of them call 203.0.113.101 and 203.0.113.104 every ten minutes.\n\nCould you take these offline?");
    s.open((5, 22, 0), MATTER, Hand::Tomas, "cobalt-vps", "4.2", "high", "Machines that control the Greyfinch trojan");
    s.at((5, 20, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 24,
        findings: format!("Since {} we received four complaints about 203.0.113.101 and 203.0.113.104. Programs of the Greyfinch family ask these machines for orders. On {} we fetched one such order from each of them.", s.day(8), s.day(6)),
        example: "http://203.0.113.101/update.bin\nThe file is the trojan itself.",
        ..Notice::default()
    }) });
    s.at((5, 2, 0), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![
            ("disagree", "These machines are rented to a customer of ours who says that they are for research. We see no reason to act.", String::new()),
            ("disagree", "We do not look into our customers' machines.", String::new()),
        ],
        signer: "Abuse team",
        signer_role: "",
        ..Reply::default()
    }) });
    s.at((4, 15, 0), Step::Weigh { matter: MATTER, by: Hand::Tomas, verdicts: vec![
        (false, "No researcher and no institution is named, and the machines still give orders to infected computers."),
        (false, "What we asked is what their own customer does there. They did not look."),
    ] });
    s.xarf((2, 7, 0), MATTER, SANDBOX, "203.0.113.104", "infrastructure.botnet", json!({
        "compromise_evidence": "c2_communication", "malware_family": "Greyfinch", "description": "Still active today.",
    }));
    s.at((2, 6, 30), Step::Gather { matter: MATTER, by: Hand::Tomas });
    s.at((0, 7, 15), Step::Decide { matter: MATTER, by: Hand::Tomas, decision: Box::new(Decision {
        outcome: "partial_suspension",
        assets: vec!["203.0.113.96/27"],
        whole_reason: "",
        effective: Effective::Tomorrow("12:00"),
        facts: format!("Two machines in 203.0.113.96/27 give orders to computers that are infected with the trojan Greyfinch. We told you on {} and asked for an end within 24 hours. You answered that you see no reason to act. The machines were still active on {}.", s.day(6), s.day(2)),
        explanation: "The rule asks you to stop harmful programs that are run from your machines. Your second range is not concerned and stays on.",
        ..Decision::default()
    }) });
    s.at((0, 5, 45), Step::Approve { matter: MATTER, by: Hand::Ines });
}

/// In force since two hours; the machines wait to be switched off by hand.
fn in_force(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "harbor";
    s.mail((13, 8, 0), MATTER, LEAGUE, "Copyright: live matches on video.stream-harbor.example",
        "Dear Sirs,\n\nwe hold the rights for the matches of the River League. They are streamed without a licence, and without our copyright notice, at\n\n  https://video.stream-harbor.example/live/river-1\n  https://video.stream-harbor.example/live/river-2\n\nWe ask for removal.");
    s.xarf((12, 9, 30), MATTER, RIGHTS, "198.51.100.99", "copyright.copyright", json!({
        "infringing_url": "https://video.stream-harbor.example/film/4410", "work_title": "The Long Orchard", "rights_holder": "Orchard Pictures", "infringement_type": "streaming",
    }));
    s.xarf((11, 4, 0), MATTER, RIGHTS, "198.51.100.99", "copyright.copyright", json!({
        "infringing_url": "https://video.stream-harbor.example/film/4411", "work_title": "The Long Orchard, part two", "rights_holder": "Orchard Pictures", "infringement_type": "streaming",
    }));
    s.open((10, 21, 0), MATTER, Hand::Mara, "stream-harbor", "5.1", "medium", "Matches and films without a licence");
    s.at((10, 18, 0), Step::Notice { matter: MATTER, by: Hand::Mara, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 72,
        findings: format!("We received three complaints of two right holders about streams on video.stream-harbor.example. On {} we saw a match and two films there. Neither page names a licence.", s.day(11)),
        example: "https://video.stream-harbor.example/live/river-1\nA match of the River League, live and complete.",
        ..Notice::default()
    }) });
    s.mail((4, 9, 20), MATTER, LEAGUE, "Copyright: again on video.stream-harbor.example",
        "Dear Sirs,\n\nlast Sunday's match was again streamed without a licence at\n\n  https://video.stream-harbor.example/live/river-1\n\nPlease let us know what you intend to do about this copyright infringement.");
    s.at((4, 8, 0), Step::Gather { matter: MATTER, by: Hand::Mara });
    s.note((4, 7, 30), MATTER, Hand::Mara, "No answer since the deadline passed. Called the number in the contract: nobody picked up. Mail to the legal contact was accepted.");
    s.at((1, 6, 0), Step::Decide { matter: MATTER, by: Hand::Mara, decision: Box::new(Decision {
        outcome: "partial_suspension",
        assets: vec!["video.stream-harbor.example"],
        whole_reason: "",
        effective: Effective::At(s.ago(0, 2, 0)),
        facts: format!("Matches and films were streamed on video.stream-harbor.example without a licence. We asked for an end within 72 hours on {}. No answer came, and a match was streamed again after that.", s.day(11)),
        explanation: "The rule asks you to have the right to what you make available, and to answer right holders. Only the host name with the streams is suspended. The rest of your account stays on.",
        ..Decision::default()
    }) });
    s.at((1, 3, 30), Step::Approve { matter: MATTER, by: Hand::Ines });
}

/// Suspended, cleaned up, on again.
fn reinstated(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "willow";
    s.xarf(
        (25, 10, 0),
        MATTER,
        BANK,
        "192.0.2.100",
        "content.phishing",
        json!({
            "url": "https://willow-forum.example/attachments/account/", "target_brand": "Example Bank",
        }),
    );
    s.xarf(
        (24, 20, 0),
        MATTER,
        PARCEL,
        "192.0.2.100",
        "content.phishing",
        json!({
            "url": "https://willow-forum.example/attachments/parcel/", "target_brand": "Parcel Post Example",
        }),
    );
    s.form(
        (24, 2, 0),
        MATTER,
        LENA,
        "phishing",
        "https://willow-forum.example/attachments/account/",
        "A mail about my bank account leads to this forum.",
    );
    s.open((23, 22, 0), MATTER, Hand::Tomas, "willow-forum", "4.1", "high", "Phishing pages in a forum's attachments");
    s.at((23, 21, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 24,
        findings: format!("We received three complaints about pages under willow-forum.example/attachments that copy a bank and a parcel service. We opened both on {}.", s.day(24)),
        example: "https://willow-forum.example/attachments/account/\nA copy of a bank's sign-in page.",
        ..Notice::default()
    }) });
    s.at((22, 16, 0), Step::Decide { matter: MATTER, by: Hand::Tomas, decision: Box::new(Decision {
        outcome: "suspension",
        assets: vec![],
        whole_reason: "Your account is one machine with one forum. The pages lie in the forum's own folder, and nothing on the machine can be left on without them.",
        effective: Effective::At(s.ago(21, 12, 0)),
        facts: format!("Phishing pages were public on the forum since {} at the latest. We asked for an end within 24 hours. No answer came and the pages stayed.", s.day(25)),
        explanation: "The rule forbids pages that deceive people into giving away secrets. People lose money to such pages by the hour, and nobody answered.",
        ..Decision::default()
    }) });
    s.at((22, 12, 30), Step::Approve { matter: MATTER, by: Hand::Ines });
    s.at(
        (21, 11, 20),
        Step::CarryOut {
            matter: MATTER,
            by: Hand::Tomas,
            how: "Port of the machine disabled at the switch, ticket 5521. Disk untouched.",
        },
    );
    s.at((19, 9, 0), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![
            ("done", "We are volunteers and did not see your letters until the forum was gone. We copied the attachments with your console, removed what is not ours and closed uploads.", String::new()),
            ("done", "It was an old version of the forum program. It is up to date now, every password was reset, and your letters go to two of us.", String::new()),
        ],
        signer: "Ruth Delaney",
        signer_role: "Chair of the board",
        ..Reply::default()
    }) });
    s.at(
        (19, 2, 0),
        Step::Weigh {
            matter: MATTER,
            by: Hand::Tomas,
            verdicts: vec![
                (true, "Looked at the disk with the customer on the telephone: the pages are gone."),
                (true, "The version was checked, and uploads are closed."),
            ],
        },
    );
    s.at((19, 1, 30), Step::Decide { matter: MATTER, by: Hand::Tomas, decision: Box::new(Decision {
        outcome: "reinstatement",
        assets: vec![],
        whole_reason: "",
        effective: Effective::AtOnce,
        facts: "The phishing pages are gone, your forum program is up to date, and uploads are closed. We saw it on the machine itself.".into(),
        explanation: "The ground for the suspension is gone. There is no reason to keep your account off.",
        ..Decision::default()
    }) });
    s.at(
        (19, 1, 5),
        Step::CarryOut {
            matter: MATTER,
            by: Hand::Tomas,
            how: "Port of the machine enabled at the switch, ticket 5540. The forum answers.",
        },
    );
}

/// Approved, but an answer came before its hour: it stopped by itself and asks for a person.
fn stopped(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "ember";
    s.xarf(
        (6, 6, 0),
        MATTER,
        SANDBOX,
        "198.51.100.135",
        "content.malware",
        json!({
            "url": "https://ember-files.example/d/7f21/invoice.zip", "malware_family": "Greyfinch",
        }),
    );
    s.xarf(
        (5, 18, 30),
        MATTER,
        SANDBOX,
        "198.51.100.135",
        "content.malware",
        json!({
            "url": "https://ember-files.example/d/8a02/invoice.zip", "malware_family": "Greyfinch",
        }),
    );
    s.mail((5, 5, 0), MATTER, BANK, "Malware on ember-files.example",
        "Hello,\n\nmails to our customers carry links to this trojan:\n\n  hxxps://ember-files[.]example/d/7f21/invoice[.]zip\n\nPlease remove the malware.");
    s.open((4, 22, 0), MATTER, Hand::Tomas, "ember-files", "4.2", "high", "A trojan in files that anybody can fetch");
    s.at((4, 20, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 24,
        findings: format!("We received three complaints about files on ember-files.example that hold the trojan Greyfinch. On {} both could be fetched by anybody.", s.day(5)),
        example: "https://ember-files.example/d/7f21/invoice.zip\nThe file holds a program of the Greyfinch family.",
        ..Notice::default()
    }) });
    s.at((1, 10, 0), Step::Decide { matter: MATTER, by: Hand::Tomas, decision: Box::new(Decision {
        outcome: "partial_suspension",
        assets: vec!["198.51.100.128/27"],
        whole_reason: "",
        effective: Effective::At(s.ago(0, 3, 0)),
        facts: format!("Files on ember-files.example hold a trojan. We asked for their removal within 24 hours on {}. No answer came.", s.day(5)),
        explanation: "The rule forbids spreading harmful programs. The range from which the files are served is suspended. Your own website is in the other range and stays on.",
        ..Decision::default()
    }) });
    s.at((1, 8, 0), Step::Approve { matter: MATTER, by: Hand::Ines });
    s.at((0, 10, 30), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![
            ("done", "Both files and 31 more of the same uploader are gone. We are sorry for the silence: the person who reads this mailbox was ill.", String::new()),
            ("done", "The uploader's account is closed, and new files are compared with a list of known trojans before they can be fetched.", String::new()),
        ],
        signer: "Joost Bakker",
        signer_role: "Owner",
        ..Reply::default()
    }) });
}
