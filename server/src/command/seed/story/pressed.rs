//! Under pressure: a measure against an emergency that waits for a second person, a decision that waits for one, an
//! account that was ended for good.

use serde_json::json;

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Court, Decision, Effective, Notice, Reply, Tend};

pub fn tell(script: &mut Script<'_>) {
    measure(script);
    proposed(script);
    ended(script);
}

/// An installer that was odd yesterday and a trojan this morning. The one host name is off until somebody confirms it.
fn measure(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "nimbus";
    s.xarf((0, 23, 40), MATTER, SANDBOX, "203.0.113.194", "content.malware", json!({
        "url": "https://downloads.nimbus-tools.example/agent/nightly/setup.exe", "malware_family": "unknown", "verification_method": "automated_crawler", "confidence": 0.4,
        "description": "The nightly build of an installer asks for more rights than the one before it. May be harmless.",
    }));
    s.open(
        (0, 22, 10),
        MATTER,
        Hand::Tomas,
        "nimbus-tools",
        "4.2",
        "medium",
        "An installer that was exchanged for a trojan",
    );
    s.note(
        (0, 22, 0),
        MATTER,
        Hand::Tomas,
        "The nightly build is signed by the customer and looks harmless. Asked the lab to look at the next one.",
    );
    s.xarf((0, 5, 20), MATTER, SANDBOX, "203.0.113.194", "content.malware", json!({
        "url": "https://downloads.nimbus-tools.example/agent/latest/setup.exe", "malware_family": "Greyfinch", "verification_method": "manual", "confidence": 0.97,
        "description": "The installer was exchanged during the night. It asks for administrator rights and then calls 203.0.113.101.",
    }));
    s.mail((0, 4, 50), MATTER, PROVIDER, "Malware instead of an installer, right now",
        "Hello,\n\nabout forty of our customers installed the update of Nimbus Tools since midnight and got a trojan with it:\n\n  hxxps://downloads.nimbus-tools[.]example/agent/latest/setup[.]exe\n\nThe file is still being served. Every hour costs more machines.");
    s.at((0, 4, 20), Step::Gather { matter: MATTER, by: Hand::Tomas });
    s.at((0, 4, 15), Step::Tend { matter: MATTER, by: Hand::Tomas, tend: Tend::Grade("high") });
    s.at((0, 4, 5), Step::Court { matter: MATTER, by: Hand::Tomas, act: Court::Measure {
        emergency: "malware",
        asset: "downloads.nimbus-tools.example",
        part: "",
        facts: "The installer under /agent/latest is the trojan Greyfinch since about midnight. It was fetched and compared on a machine of ours. The customer’s programs update themselves from there, so each hour reaches more machines.",
    } });
    s.at(
        (0, 3, 50),
        Step::CarryOut {
            matter: MATTER,
            by: Hand::Tomas,
            how: "Host name taken out of the front proxy. Everything else of the account answers.",
        },
    );
    s.note(
        (0, 3, 40),
        MATTER,
        Hand::Tomas,
        "The on-call engineer picked up at once. They are looking at the build machine and will write before noon.",
    );
    s.at((0, 3, 30), Step::Tend { matter: MATTER, by: Hand::Tomas, tend: Tend::Tags("greyfinch supply-chain") });
}

/// Copied watches in an outlet. Weighed as not enough, proposed last night, waits for a second person.
fn proposed(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "finch";
    s.xarf((12, 9, 10), MATTER, WATCHMAKER, "198.51.100.82", "content.brand_infringement", json!({
        "url": "https://outlet.finch-market.example/watches/halden-diver", "infringement_type": "counterfeit", "legitimate_site": "https://halden-watches.example/", "affected_brand": "Halden Watches",
        "description": "Sold at a tenth of the price, with our mark on the dial and our pictures.",
    }));
    s.xarf((11, 8, 0), MATTER, WATCHMAKER, "198.51.100.82", "content.brand_infringement", json!({
        "url": "https://outlet.finch-market.example/watches/halden-regent", "infringement_type": "counterfeit", "legitimate_site": "https://halden-watches.example/", "affected_brand": "Halden Watches",
    }));
    s.form((10, 15, 30), MATTER, SOPHIE, "counterfeit", "https://outlet.finch-market.example/watches/halden-diver",
        "I bought this watch as new and genuine. A watchmaker opened it for me: the movement is from a toy. The shop answers no mail.");
    s.open((9, 7, 0), MATTER, Hand::Tomas, "finch-market", "5.1", "medium", "Copied watches in an outlet");
    s.at((9, 5, 30), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 72,
        findings: format!("We received three complaints of the maker and of a buyer about watches on outlet.finch-market.example. The maker sells them nowhere but in its own shops. On {} we found 31 offers with its mark.", s.day(9)),
        example: "https://outlet.finch-market.example/watches/halden-diver\nA watch with the mark of Halden Watches, at a tenth of its price.",
        ..Notice::default()
    }) });
    s.at((8, 20, 0), Step::Confirm { matter: MATTER });
    s.at((7, 2, 0), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![
            ("disagree", "Our supplier says that the goods are genuine and come from a bankrupt dealer. We have no papers yet.", String::new()),
            ("will_do", "We asked the supplier for papers.", format!("by {}", s.day(-6))),
        ],
        signer: "Colin Marsh",
        signer_role: "Director",
        ..Reply::default()
    }) });
    s.at((6, 3, 0), Step::Weigh { matter: MATTER, by: Hand::Tomas, verdicts: vec![
        (false, "No paper, no name of the supplier, and the offers are still there. The maker says that no dealer of theirs is bankrupt."),
        (false, "A date after which the goods are sold."),
    ] });
    s.note((2, 5, 0), MATTER, Hand::Tomas, "31 offers were 44 today. The director does not answer the telephone.");
    s.at((0, 9, 20), Step::Decide { matter: MATTER, by: Hand::Tomas, decision: Box::new(Decision {
        outcome: "partial_suspension",
        assets: vec!["outlet.finch-market.example"],
        effective: Effective::Tomorrow("18:00"),
        facts: format!("Watches with the mark of another maker are offered on outlet.finch-market.example. We asked for an end within 72 hours on {}. You sent no paper for any of them, and the offers grew from 31 to 44.", s.day(9)),
        explanation: "The rule asks you to have the right to what you offer. Only the outlet is suspended; your shop under finch-market.example stays on.",
        conditions: "The offers are gone, or papers of the maker are shown for each of them.",
        ..Decision::default()
    }) });
}

/// The third time. Two persons approved it, beside the one who proposed it.
fn ended(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "relay";
    s.xarf((33, 4, 0), MATTER, SANDBOX, "203.0.113.203", "infrastructure.botnet", json!({
        "compromise_evidence": "c2_communication", "malware_family": "Mudlark", "description": "Orders for infected computers, signed with the operator's key.",
    }));
    s.xarf((32, 18, 0), MATTER, HONEYPOT, "203.0.113.204", "connection.ddos", json!({
        "source_port": 53, "protocol": "udp", "destination_ip": "192.0.2.202", "attack_vector": "amplification", "peak_bps": 940_000_000_i64,
    }));
    s.mail((32, 2, 0), MATTER, PROVIDER, "DDoS for hire, sold from 203.0.113.203",
        "Hello,\n\nthe page at hxxp://203.0.113.203/ sells denial of service by the hour and takes orders as we write. One of our schools was hit by it this morning.");
    s.open((31, 20, 0), MATTER, Hand::Tomas, "bay-relay", "4.2", "high", "Attacks for hire, sold and sent from here");
    s.at((31, 19, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 24,
        findings: format!("We received three complaints about 203.0.113.203 and 203.0.113.204. The first sells attacks by the hour and gives orders to infected computers, the second sends them. On {} we bought one for a cent against a machine of ours: it came from your address.", s.day(32)),
        example: "http://203.0.113.203/\nA price list for attacks, with a form to order one.",
        ..Notice::default()
    }) });
    s.at(
        (30, 17, 0),
        Step::Answer {
            matter: MATTER,
            answer: Box::new(Reply {
                parts: vec![
                    ("disagree", "This is a service for tests of one's own machines.", String::new()),
                    ("disagree", "There is nothing to prevent.", String::new()),
                ],
                signer: "Operations",
                ..Reply::default()
            }),
        },
    );
    s.at(
        (30, 2, 0),
        Step::Weigh {
            matter: MATTER,
            by: Hand::Tomas,
            verdicts: vec![
                (false, "Nobody is asked whether the machine is theirs. Ours was hit on a stranger's order."),
                (false, "The same answer as in the two years before."),
            ],
        },
    );
    s.at((29, 20, 0), Step::Decide { matter: MATTER, by: Hand::Tomas, decision: Box::new(Decision {
        outcome: "termination",
        whole_reason: "The account serves nothing else: every machine of it sells attacks, orders them or sends them.",
        effective: Effective::At(s.ago(27, 12, 0)),
        facts: format!("Attacks are sold on 203.0.113.203 and sent from 203.0.113.204. We asked for an end within 24 hours on {}. You answered that you see nothing to prevent.", s.day(32)),
        explanation: "The rule forbids attacks that leave your machines. Selling them is the purpose of the account, so that nothing less would end it, and you said that it will go on.",
        ..Decision::default()
    }) });
    s.at((29, 15, 0), Step::Approve { matter: MATTER, by: Hand::Ines });
    s.at((28, 22, 0), Step::Approve { matter: MATTER, by: Hand::Peter });
    s.at(
        (27, 11, 40),
        Step::CarryOut {
            matter: MATTER,
            by: Hand::Tomas,
            how: "Both machines off at the switch, addresses withdrawn, account locked. Ticket 5488.",
        },
    );
    s.at(
        (26, 20, 0),
        Step::Close {
            matter: MATTER,
            by: Hand::Tomas,
            reason: "Ended for good. The addresses stay empty for ninety days.",
        },
    );
}
