//! Decisions that are contested: one on ice by a court's order, one under appeal.

use serde_json::json;

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Court, Decision, Effective, Notice, Reply, Says, Tend};

pub fn tell(script: &mut Script<'_>) {
    stayed(script);
    appealed(script);
}

/// A forum's chat, off for two days. A court ordered that it runs until it has heard both sides.
fn stayed(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "tern";
    s.form(
        (20, 8, 0),
        MATTER,
        AMARA,
        "hate",
        "https://chat.tern-board.example/room/harbour",
        "The room is about nothing but driving out families by their names. I counted 70 messages in an evening.",
    );
    s.mail((19, 6, 0), MATTER, CIVIC, "Racist chat room on tern-board.example",
        "Dear abuse desk,\n\nthe public room \"harbour\" of this board collects racist threats against named families:\n\n  https://chat.tern-board.example/room/harbour\n\nThe moderators were told three times.");
    s.form(
        (17, 21, 0),
        MATTER,
        LENA,
        "hate",
        "https://chat.tern-board.example/room/harbour https://chat.tern-board.example/room/harbour-2",
        "A second room was opened when the first one was full. Our street is named in both.",
    );
    s.open((17, 4, 0), MATTER, Hand::Mara, "tern-board", "3.4", "medium", "Two chat rooms against named families");
    s.at((17, 2, 0), Step::Notice { matter: MATTER, by: Hand::Mara, notice: Box::new(Notice {
        template: "moderation_plan",
        hours: 48,
        findings: format!("We received three complaints about two public rooms on chat.tern-board.example. Their messages call for driving out families, and name them. On {} we read both rooms for an hour and counted 64 such messages.", s.day(17)),
        example: "https://chat.tern-board.example/room/harbour\nA message gives the street of a family and asks readers to go there on Friday.",
        ..Notice::default()
    }) });
    s.at((16, 10, 0), Step::Confirm { matter: MATTER });
    s.at(
        (15, 6, 0),
        Step::Answer {
            matter: MATTER,
            answer: Box::new(Reply {
                parts: vec![
                    ("disagree", "Our rooms are private talk among members. We do not read along.", String::new()),
                    ("", "", String::new()),
                    ("done", "The board of the foundation, board@tern-board.example.", String::new()),
                ],
                signer: "Edith Palmer",
                signer_role: "Chair",
                ..Reply::default()
            }),
        },
    );
    s.at(
        (14, 2, 0),
        Step::Weigh {
            matter: MATTER,
            by: Hand::Mara,
            verdicts: vec![
                (false, "Both rooms are open to anybody without an account, and nothing was removed."),
                (false, "No plan."),
                (true, "An address that answers within a day."),
            ],
        },
    );
    s.at((12, 3, 0), Step::Decide { matter: MATTER, by: Hand::Mara, decision: Box::new(Decision {
        outcome: "partial_suspension",
        assets: vec!["chat.tern-board.example"],
        effective: Effective::At(s.ago(10, 6, 0)),
        facts: format!("Two public rooms on chat.tern-board.example call for driving out named families. We asked for a plan within 48 hours on {}. You answered that you do not read along.", s.day(17)),
        explanation: "The rule asks you to act on such content of your users. Only the chat is suspended; the board itself has moderators and stays on.",
        conditions: "The two rooms are closed.\nRooms that anybody can read have moderators with hours.",
        ..Decision::default()
    }) });
    s.at((11, 20, 0), Step::Approve { matter: MATTER, by: Hand::Ines });
    s.at(
        (10, 5, 50),
        Step::CarryOut { matter: MATTER, by: Hand::Mara, how: "Host name taken out of the front proxy, change 88107." },
    );
    s.at((9, 4, 0), Step::Court { matter: MATTER, by: Hand::Peter, act: Court::Hold {
        scope: "case",
        matter: "Tern Board Foundation v. Example Hosting",
        reason: "Their lawyers announced that they go to court against the decision. What belongs to the case is kept.",
    } });
    s.at(
        (8, 1, 0),
        Step::Court {
            matter: MATTER,
            by: Hand::Peter,
            act: Court::Stay {
                reason: "The court wants the chat to run until it has heard both sides. It did not say who is right.",
                court: "District Court of Cook Falls",
                reference: "CV-2214",
            },
        },
    );
    s.at(
        (8, 0, 40),
        Step::CarryOut {
            matter: MATTER,
            by: Hand::Tomas,
            how: "Host name back in the front proxy at once, change 88131.",
        },
    );
    s.at((7, 22, 0), Step::Tend { matter: MATTER, by: Hand::Mara, tend: Tend::Tags("court") });
}

/// A page builder whose customers copied a bank. Part of it is off, and the customer says that it was enough already.
fn appealed(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "cedar";
    for (days, page) in [(16, "aurora-bank"), (15, "my-parcel"), (15, "tax-refund")] {
        let url = s.say(format!("https://preview.cedar-pages.example/u/{page}/"));
        s.xarf(
            (days, 5, 0),
            MATTER,
            BANK,
            "198.51.100.90",
            "content.phishing",
            json!({
                "url": url, "target_brand": "Example Bank", "verification_method": "manual", "confidence": 0.95,
            }),
        );
    }
    s.open(
        (15, 3, 0),
        MATTER,
        Hand::Tomas,
        "cedar-pages",
        "4.1",
        "high",
        "Previews that copy banks, a new one each day",
    );
    s.at((15, 2, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 24,
        findings: format!("We received three complaints about pages under preview.cedar-pages.example that copy a bank, a parcel service and a tax office. On {} we opened all three. Anybody can publish such a page there without an address that was checked.", s.day(15)),
        example: "https://preview.cedar-pages.example/u/aurora-bank/\nA copy of a bank's sign-in page.",
        ..Notice::default()
    }) });
    s.at(
        (14, 12, 0),
        Step::Answer {
            matter: MATTER,
            answer: Box::new(Reply {
                parts: vec![
                    ("done", "All three pages are gone.", String::new()),
                    (
                        "will_do",
                        "We will ask for a checked address before anything is published.",
                        format!("by {}", s.day(-20)),
                    ),
                ],
                signer: "Noah Teller",
                signer_role: "Owner",
                ..Reply::default()
            }),
        },
    );
    s.xarf((13, 10, 0), MATTER, BANK, "198.51.100.90", "content.phishing", json!({
        "url": "https://preview.cedar-pages.example/u/aurora-bank-2/", "target_brand": "Example Bank", "description": "The same page under another name, two days later.",
    }));
    s.at(
        (13, 4, 0),
        Step::Weigh {
            matter: MATTER,
            by: Hand::Tomas,
            verdicts: vec![
                (true, "The three pages are gone."),
                (false, "Five weeks in which a new page comes each day. One came yesterday."),
            ],
        },
    );
    s.at((12, 2, 0), Step::Decide { matter: MATTER, by: Hand::Tomas, decision: Box::new(Decision {
        outcome: "partial_suspension",
        assets: vec!["preview.cedar-pages.example"],
        effective: Effective::At(s.ago(11, 1, 0)),
        facts: format!("Four pages under preview.cedar-pages.example copied a bank, a parcel service and a tax office. Three were removed after our notice of {}; a fourth came two days later.", s.day(15)),
        explanation: "The rule forbids pages that deceive people into giving away secrets. As long as anybody can publish there without being known, the next page is a matter of hours. What your customers published under their own names stays on.",
        conditions: "Nothing is published before an address was checked.\nPages that copy a bank are found before they are public, or within an hour.",
        ..Decision::default()
    }) });
    s.at((11, 20, 0), Step::Approve { matter: MATTER, by: Hand::Ines });
    s.at(
        (11, 0, 50),
        Step::CarryOut {
            matter: MATTER,
            by: Hand::Tomas,
            how: "Host name taken out of the front proxy, change 88094.",
        },
    );
    s.at((9, 3, 0), Step::Says { matter: MATTER, says: Says::Appeal {
        grounds: "Since Monday nothing is published before the address was checked. That is what you asked for, and it is done three weeks early. Previews are half of our business.",
        signer: "Noah Teller",
        role: "Owner",
    } });
    s.at((8, 3, 0), Step::Court { matter: MATTER, by: Hand::Ines, act: Court::GiveAppeal(Hand::Mara) });
    s.at((7, 1, 0), Step::Court { matter: MATTER, by: Hand::Mara, act: Court::WriteOnAppeal("Thank you. Please send us an account with which we can try it, and tell us how a copied page would be found.") });
    s.at((5, 20, 0), Step::Says { matter: MATTER, says: Says::MoreOnAppeal("The account is trial@cedar-pages.example, the password comes by telephone. New pages are compared with a list of 400 sign-in pages before they are public.") });
    s.at(
        (1, 4, 0),
        Step::Court {
            matter: MATTER,
            by: Hand::Tomas,
            act: Court::Condition {
                number: 1,
                how: "Tried it with a new address: nothing was public before the link in the mail was opened.",
            },
        },
    );
    s.at(
        (0, 23, 0),
        Step::Says {
            matter: MATTER,
            says: Says::AskData {
                wanted: "longer",
                reason: "Thirty days end before your answer can. Please keep the previews of our customers for ninety.",
                signer: "Noah Teller",
            },
        },
    );
    s.note((0, 22, 0), MATTER, Hand::Mara, "Tried the account. Two of three copied pages were held back, the third was public for an hour. Answer to the appeal on Thursday.");
}
