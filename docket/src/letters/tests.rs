mod mail;
mod texts;

use super::*;
use crate::decision::Outcome;
use crate::time::zone::deadline_wall;

pub(super) fn moment(text: &str) -> Moment {
    Moment::parse(text).expect("an instant")
}

/// Sunday 10 January 2021, 23:59 in Los Angeles.
pub(super) fn deadline(zone: &str) -> Deadline {
    let now = moment("2021-01-09T12:00:00Z");
    let (date, time) = if zone == "UTC" { ("2021-01-11", "07:59") } else { ("2021-01-10", "23:59") };
    deadline_wall(date, time, &Zone::parse(zone).expect("a zone"), now, None).expect("a deadline")
}

pub(super) struct Sample {
    pub requirements: [AskedWords<'static>; 2],
    pub shown: Vec<ShownWords>,
    pub assets: Vec<String>,
    pub deadline: Deadline,
}

impl Sample {
    pub fn new(zone: &str) -> Sample {
        Sample {
            requirements: [
                AskedWords { text: "Take down 98 posts.", standing_days: None },
                AskedWords { text: "Send a plan: see http://bad.example/list", standing_days: Some(90) },
            ],
            shown: vec![ShownWords {
                place: "hxxp://bad[.]example/two".into(),
                seen_at: moment("2021-01-08T20:00:00Z"),
            }],
            assets: vec!["192.0.2.0/26".into(), "example-social.example".into()],
            deadline: deadline(zone),
        }
    }

    pub fn notice(&self, language: Language) -> NoticeWords<'_> {
        NoticeWords {
            provider: "Example Hosting",
            phone: "+1 202 555 0143",
            language,
            handle: "example-social",
            code: "DN-7F3K-2M9Q",
            check: "https://desk.example/check",
            case_number: "DN-2021-0110",
            subject: "Your users’ posts break our rules",
            findings: "98 posts, {phone} and {link}, \"quoted\" & <b>bold</b>\n\nhttps://bad.example/one\n\nMore.",
            example: "http://example-social.example/post/88213",
            requirements: &self.requirements,
            shown: &self.shown,
            replaces: None,
            clause_cite: "AUP 3.2, incitement",
            clause_text: "You may not use the service to incite violence.",
            assets: &self.assets,
            deadline: &self.deadline,
            anchor: None,
            consequence: "We can suspend hosting for example-social.",
            data_kept: "Your data stays safe until 10 February 2021.",
        }
    }

    pub fn statement(&self, language: Language, outcome: Outcome) -> StatementWords<'_> {
        StatementWords {
            provider: "Example Hosting",
            phone: "+1 202 555 0143",
            language,
            handle: "example-social",
            case_number: "DN-2021-0110",
            decision_number: 1,
            outcome,
            assets: &self.assets,
            whole_account: None,
            meaning: None,
            conditions: &[],
            effective: &self.deadline,
            facts: "37 posts were online when your deadline passed, such as http://bad.example/post",
            ground: "AUP 3.2, incitement (2020-11)",
            explanation: "They call for violence.",
            automated_detection: false,
            from_complaints: 98,
            preserve_until: None,
            redress: "You can object: https://hosting.example/appeal",
        }
    }
}
