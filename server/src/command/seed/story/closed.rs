//! Cases that are over.

use serde_json::json;

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Decision, Effective, Notice, Reply};

pub fn tell(script: &mut Script<'_>) {
    unfounded(script);
    old_plan(script);
}

/// A complaint that turned out to be wrong: no action.
fn unfounded(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "paper";
    s.xarf((30, 4, 0), MATTER, RIGHTS, "192.0.2.115", "copyright.copyright", json!({
        "infringing_url": "https://paper-lane.example/read/salt-road", "work_title": "The Salt Road", "rights_holder": "Orchard Pictures", "infringement_type": "direct_copy",
    }));
    s.mail((29, 20, 0), MATTER, RIGHTS, "Copyright infringement on paper-lane.example",
        "Dear provider,\n\nthe page https://paper-lane.example/read/salt-road infringes the copyright of our client in \"The Salt Road\". We ask you to disable access at once.");
    s.open((29, 3, 0), MATTER, Hand::Mara, "paper-lane", "5.1", "low", "A novel that somebody else claims");
    s.at((28, 20, 0), Step::Notice { matter: MATTER, by: Hand::Mara, notice: Box::new(Notice {
        template: "information",
        hours: 168,
        findings: format!("An agency claims the rights in a text that you publish. We received its two complaints on {}. We have not looked into who is right.", s.day(30)),
        example: "https://paper-lane.example/read/salt-road\nThe first chapter of a novel, with your imprint.",
        ..Notice::default()
    }) });
    s.at((27, 9, 0), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![("disagree", "The novel is ours: printed in 2019, contract with the author attached. The film of the same name is about something else and came two years later.", String::new())],
        signer: "Harriet Cole",
        signer_role: "Owner",
        file: Some(("contract-page-1.txt", "Publishing agreement between Paper Lane Books and the author of The Salt Road, signed 11 March 2019.\n")),
        ..Reply::default()
    }) });
    s.at(
        (26, 22, 0),
        Step::Weigh {
            matter: MATTER,
            by: Hand::Mara,
            verdicts: vec![(
                true,
                "The contract is older than the film. The agency's client has rights in the film only.",
            )],
        },
    );
    s.at((26, 21, 0), Step::Decide { matter: MATTER, by: Hand::Mara, decision: Box::new(Decision {
        outcome: "no_action",
        assets: vec!["paper-lane.example"],
        whole_reason: "",
        effective: Effective::AtOnce,
        facts: "An agency claimed the rights in a novel. You showed us a contract with its author that is older than the work of the agency's client.".into(),
        explanation: "You have the right to publish the text. Nothing was done against you, and nothing will be.",
        ..Decision::default()
    }) });
    s.at(
        (20, 12, 0),
        Step::Close { matter: MATTER, by: Hand::Mara, reason: "The customer has the rights. The agency was told." },
    );
}

/// Older mail trouble at a customer who is now in it again.
fn old_plan(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "pier-first";
    s.feedback((42, 3, 0), MATTER, "203.0.113.40", "pier-mail.example", "Summer offers");
    s.xarf((41, 20, 0), MATTER, SPAMTRAP, "203.0.113.40", "messaging.spam", json!({
        "protocol": "smtp", "smtp_from": "offers@pier-mail.example", "source_port": 39004, "subject": "Summer offers",
    }));
    s.open((41, 2, 0), MATTER, Hand::Tomas, "pier-mail", "4.5", "low", "A newsletter without a way out");
    s.at((40, 20, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 72,
        findings: "We received two complaints about a newsletter from 203.0.113.40. It offers no way to leave the list.".into(),
        example: "\"Summer offers\", sent by offers@pier-mail.example",
        ..Notice::default()
    }) });
    s.at((39, 10, 0), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![
            ("done", "The sending is stopped until every mail carries a working link to leave the list.", String::new()),
            ("will_do", "We will ask everybody on the list once whether they want to stay, and drop whoever does not answer.", format!("by {}", s.day(25))),
        ],
        signer: "Nolan Pruitt",
        signer_role: "Postmaster",
        ..Reply::default()
    }) });
    s.at(
        (38, 18, 0),
        Step::Weigh {
            matter: MATTER,
            by: Hand::Tomas,
            verdicts: vec![(true, "No mail since."), (true, "A clear step with a date.")],
        },
    );
    s.at(
        (37, 12, 0),
        Step::Decide {
            matter: MATTER,
            by: Hand::Tomas,
            decision: Box::new(Decision {
                outcome: "plan_accepted",
                assets: vec!["203.0.113.32/27"],
                whole_reason: "",
                effective: Effective::AtOnce,
                facts: "You stopped your newsletter and will ask your readers once whether they want to stay.".into(),
                explanation: "Both steps answer what we asked for, and the second one has a date.",
                ..Decision::default()
            }),
        },
    );
    s.at((37, 11, 0), Step::Close { matter: MATTER, by: Hand::Tomas, reason: "Plan accepted." });
}
