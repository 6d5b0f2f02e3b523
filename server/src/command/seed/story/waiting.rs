//! Cases that wait for somebody at the desk: an answer to weigh, one that was weighed, a deadline that passed.

use serde_json::json;

use super::reporters::*;
use super::*;
use crate::command::seed::step::{Notice, Reply};

pub fn tell(script: &mut Script<'_>) {
    answered(script);
    weighed(script);
    overdue(script);
}

/// Game servers that send floods. The answer came three hours ago.
fn answered(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "quarry";
    s.xarf(
        (4, 2, 0),
        MATTER,
        NETWATCH,
        "203.0.113.12",
        "connection.ddos",
        json!({
            "source_port": 27015, "protocol": "udp", "destination_ip": "198.51.100.250", "destination_port": 443,
            "attack_vector": "reflection", "peak_bps": 1_800_000_000_i64, "duration_minutes": 25,
            "description": "Reflected from a game server's query port.",
        }),
    );
    s.xarf((3, 14, 30), MATTER, NETWATCH, "203.0.113.14", "connection.ddos", json!({
        "source_port": 27015, "protocol": "udp", "destination_ip": "198.51.100.250", "destination_port": 443, "attack_vector": "reflection",
        "description": "The same target, another of your addresses.",
    }));
    s.xarf((2, 22, 15), MATTER, NETWATCH, "203.0.113.12", "vulnerability.open_service", json!({
        "service": "game server query", "service_port": 27015, "description": "Answers are 40 times as long as the question.",
    }));
    s.mail((2, 5, 0), MATTER, RILEY, "DDoS from 203.0.113.12",
        "Hi,\n\nour small league was offline on Saturday because of a DDoS. Most of the traffic came from 203.0.113.12 and 203.0.113.14, port 27015.\n\nThanks for any help.");
    s.open((1, 23, 0), MATTER, Hand::Tomas, "quarry-games", "4.2", "high", "Game servers misused for reflected floods");
    s.at((1, 16, 0), Step::Notice { matter: MATTER, by: Hand::Tomas, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 48,
        findings: format!("Since {} we received four complaints about floods that were reflected by 203.0.113.12 and 203.0.113.14, port 27015. We sent one question to each on {}: the answers were about 40 times as long and went to the address that we had put in.", s.day(4), s.day(2)),
        example: "203.0.113.12, UDP port 27015\nIt answers anybody, without a challenge, with about 1,200 bytes.",
        ..Notice::default()
    }) });
    s.at((1, 9, 0), Step::Confirm { matter: MATTER });
    s.at((0, 3, 5), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![
            ("done", "Both servers were updated last night and now ask for a challenge before they answer. We measured it from outside: the answer to a first question is 17 bytes.", String::new()),
            ("done", "The cause was an old version of the query plugin. All 14 servers run the new one since 02:00. Updates are now installed by themselves each Monday.", String::new()),
        ],
        signer: "Callum Price",
        signer_role: "Network operations",
        file: Some(("measurements.txt", "203.0.113.12 27015/udp  question 25 bytes  answer 17 bytes\n203.0.113.14 27015/udp  question 25 bytes  answer 17 bytes\n")),
        ..Reply::default()
    }) });
}

/// A news site whose comments got out of hand. Weighed before its deadline: one point is not enough yet.
fn weighed(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "north";
    s.form((6, 10, 0), MATTER, AMARA, "hate", "https://north-press.example/2/comments?story=harbour",
        "Under this story about a new mosque there are more than 60 comments that call for hatred against Muslims. None was removed in five days.");
    s.mail((5, 12, 20), MATTER, LENA, "Racist comments on north-press.example",
        "Hello,\n\nthe comment pages of north-press.example carry racist insults against a family that is named:\n\n  https://north-press.example/2/comments?story=bakery\n\nThe editors do not answer.");
    s.form(
        (4, 18, 45),
        MATTER,
        CIVIC,
        "hate",
        "https://north-press.example/2/comments?story=bakery https://north-press.example/2/comments?story=harbour",
        "Comments that call for driving out people by their religion. We have copies of 112 of them.",
    );
    s.open((3, 12, 0), MATTER, Hand::Mara, "north-press", "3.4", "medium", "Hatred in reader comments");
    s.at((2, 6, 0), Step::Notice { matter: MATTER, by: Hand::Mara, notice: Box::new(Notice {
        template: "moderation_plan",
        hours: 72,
        findings: format!("We received three complaints about reader comments on two stories of north-press.example. The comments call for hatred against people because of their religion, and one family is named. On {} we counted 112 such comments. The stories themselves are not in question.", s.day(3)),
        example: "https://north-press.example/2/comments?story=bakery\nA comment names a family, gives the street of their bakery, and asks readers to make them leave.",
        ..Notice::default()
    }) });
    s.at((1, 20, 0), Step::Confirm { matter: MATTER });
    s.at((0, 14, 0), Step::Answer { matter: MATTER, answer: Box::new(Reply {
        parts: vec![
            ("done", "All comments under the two stories are hidden since this morning. We go through them one by one and bring back what is merely rude.", String::new()),
            ("will_do", "From now on comments close after three days, and two editors read them from 7:00 to 22:00. A written plan follows.", format!("by {}", s.ago(-5, 0, 0).to_chrono().format("%-d %b %Y"))),
            ("done", "Siobhan Keane, managing editor, +353 1 555 0198, day and night.", String::new()),
        ],
        signer: "Siobhan Keane",
        signer_role: "Managing editor",
        ..Reply::default()
    }) });
    s.at((0, 6, 30), Step::Weigh { matter: MATTER, by: Hand::Mara, verdicts: vec![
        (true, "Looked at both pages: no comment is shown."),
        (false, "Hours and people are named, and that is good. What happens with a report, and how fast, is left to the written plan."),
        (true, "The number was tried and answered."),
    ] });
    s.note(
        (0, 6, 20),
        MATTER,
        Hand::Mara,
        "The deadline still runs. If the written plan comes before it, the second point can be weighed again.",
    );
}

/// Bulk mail, and no word from the customer.
fn overdue(s: &mut Script<'_>) {
    const MATTER: Matter<'_> = "pier";
    s.feedback((9, 1, 0), MATTER, "203.0.113.40", "pier-mail.example", "Your prize is waiting");
    s.feedback((8, 13, 30), MATTER, "203.0.113.41", "pier-mail.example", "Your prize is waiting");
    s.xarf((7, 20, 0), MATTER, SPAMTRAP, "203.0.113.40", "messaging.spam", json!({
        "protocol": "smtp", "smtp_from": "offers@pier-mail.example", "source_port": 50112, "subject": "Your prize is waiting",
    }));
    s.xarf(
        (6, 17, 10),
        MATTER,
        SPAMTRAP,
        "203.0.113.40",
        "reputation.blocklist",
        json!({
            "threat_type": "spam_source", "description": "Listed after 300 messages to traps within a day.",
        }),
    );
    s.form((6, 4, 0), MATTER, JONAS, "spam", "pier-mail.example", "Nine mails in a week about a prize. I never signed up, and every one of them has another address to leave the list.");
    s.open((5, 10, 0), MATTER, Hand::Mara, "pier-mail", "4.5", "medium", "Bulk mail to bought addresses");
    s.at((3, 5, 40), Step::Notice { matter: MATTER, by: Hand::Mara, notice: Box::new(Notice {
        template: "time_to_cure",
        hours: 72,
        findings: format!("Since {} we received five complaints about mails that leave 203.0.113.40 and 203.0.113.41. Three hundred of them reached addresses that never belonged to a person, so the list was bought or guessed. 203.0.113.40 is on a block list since {}.", s.day(9), s.day(7)),
        example: "\"Your prize is waiting\", sent by offers@pier-mail.example from 203.0.113.40\nThe recipient address was made for a trap network and never given to anybody.",
        ..Notice::default()
    }) });
    s.form(
        (0, 20, 15),
        MATTER,
        RILEY,
        "spam",
        "pier-mail.example",
        "The same prize mail again this morning, now from another address of theirs.",
    );
    s.at((0, 19, 50), Step::Gather { matter: MATTER, by: Hand::Mara });
}
