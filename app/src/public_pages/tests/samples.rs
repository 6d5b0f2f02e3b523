//! A notice with everything on it, and what its customer sees and sends.

use docket::confirmation::Confirmation;
use docket::customer::Duty;
use docket::decision::Outcome;
use docket::desk::answers::{AnswerForm, PartForm};
use docket::desk::codes::{CodeSheet, Kept};
use docket::desk::drafts::{Draft, DraftFile, SavedDraft};
use docket::desk::public::{AnswerSheet, AskedTime, Entry, Given, NoticeSheet, ReceiptSheet, Standing};
use docket::id::{AnswerId, CaseId, ContactId, CustomerId, EvidenceId, NoticeId};
use docket::notice::{Answer, Notice, NoticeStage, NoticeText, Part, Recipient, Requirement, Stance, Via};
use docket::refusal::Problem;
use docket::sentence::{Sentence, Tone};
use docket::time::Moment;
use docket::time::zone::{Zone, deadline_wall};
use docket::view::TimelineItem;
use docket::words::Language;

use super::super::*;
use crate::ui::FormState;

pub(super) const LINK: &str = "/n/token";

pub(super) fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

pub(super) fn reader(language: Language) -> Reader {
    Reader {
        language,
        now: at("2021-01-11T04:47:00Z"),
        provider: "Example Hosting".into(),
        phone: "+1 202 555 0143".into(),
        press: true,
    }
}

macro_rules! id {
    ($Id:ident) => {
        $Id::parse("0190c0de-0000-7000-8000-000000000001").unwrap()
    };
}

/// Words that belong to no language, so that what is left on the page is the page's own.
pub(super) fn sample() -> Notice {
    let zone = Zone::parse("America/Los_Angeles").unwrap();
    let requirement = |number, text: &str| Requirement { number, text: text.to_owned().into(), standing_days: None };
    Notice {
        id: id!(NoticeId),
        case: id!(CaseId),
        customer: id!(CustomerId),
        number: 1,
        code: "DN-7F3K-2M9Q".into(),
        text: NoticeText {
            template: "moderation_plan".into(),
            language: Language::Fr,
            subject: "Xa xb xc".to_owned().into(),
            findings: "Xd http://evil.example/a xe.\n\nXf".to_owned().into(),
            example: "https://evil.example/post/88213\nXg <script>".to_owned().into(),
            requirements: vec![requirement(1, "Xh xi. Xj xk."), requirement(2, "Xl xm")],
            consequence: "Xn xo. Xp xq.".to_owned().into(),
            data_kept: "Xr".to_owned().into(),
            clause_cite: "AUP 3.2, incitement (2021-01)".into(),
            clause_text: "Xs".into(),
            assets: vec!["192.0.2.0/26".into(), "evil.example".into()],
            short_reason: None,
            letter: "Xt {link}".to_owned().into(),
            hash: String::new(),
        },
        deadline: deadline_wall("2021-01-10", "23:59", &zone, at("2021-01-09T00:00:00Z"), None).unwrap(),
        recipients: vec![Recipient {
            contact: id!(ContactId),
            email: "ann@evil.example".to_owned().into(),
            letter: None,
            language: None,
        }],
        scheduled_at: at("2021-01-10T07:00:00Z"),
        stage: NoticeStage::Sent { at: at("2021-01-10T07:01:00Z") },
        confirmed_at: None,
        deadline_passed: false,
        answers: 0,
        answers_unread: 0,
        undelivered: 0,
        delivered: 1,
        delivered_at: None,
        delivery_found: false,
        from: None,
        shown: Vec::new(),
        other_letters: Vec::new(),
        replaces: None,
        superseded: Vec::new(),
        time_asks: Default::default(),
        denial: None,
        unreached: Vec::new(),
        attempts: Vec::new(),
        kept_back: None,
        reminders: Vec::new(),
        reminded: Vec::new(),
        made_good: false,
        drift: None,
        anchoring: None,
    }
}

pub(super) fn sheet() -> NoticeSheet {
    NoticeSheet {
        notice: sample(),
        handle: "evil-account".into(),
        duty: Some(Duty::Legal),
        sent_to: "ann@evil.example".to_owned().into(),
        entry: Some(Entry { seq: 1187, at: at("2021-01-10T07:01:00Z"), leaf_hash: "9f2c".repeat(16) }),
        answers: Vec::new(),
        earlier: 0,
        asked_time: Vec::new(),
        standing: Vec::new(),
        through: None,
        case_closed: false,
        followed: false,
        history: Vec::new(),
        later: docket::desk::public::Later::default(),
    }
}

pub(super) fn denied() -> Notice {
    let denial = docket::notice::Denial {
        at: at("2021-01-10T09:00:00Z"),
        contact: id!(ContactId),
        words: "Xal".to_owned().into(),
        settled: false,
    };
    Notice { denial: Some(denial), ..sample() }
}

/// The same with everything that can have happened.
pub(super) fn long_sheet() -> NoticeSheet {
    let notice = sample();
    let effective = notice.deadline.clone();
    let standing = |in_force_since, halted| Standing {
        number: 1,
        outcome: Outcome::Suspension,
        effective: effective.clone(),
        in_force_since,
        halted,
        stayed: false,
        conditions: vec![(1, "Xx".to_owned().into(), None)],
        assets: vec!["evil.example".into()],
        preserve_until: Some(at("2021-02-10T00:00:00Z")),
        statement: "Xu".to_owned().into(),
        language: Language::Fr,
    };
    let sentence = Sentence {
        text: "Xv A-1".into(),
        quote: Some("Xw".into()),
        voice: docket::sentence::Voice::Person,
        tone: Tone::Customer,
    };
    NoticeSheet {
        answers: vec![given()],
        asked_time: vec![AskedTime {
            receipt: "T-1".into(),
            asked_at: at("2021-01-11T04:41:07Z"),
            until: effective.clone(),
            reason: "Xae".to_owned().into(),
            unconfirmed: true,
            decided: Some((None, "Xaf".to_owned().into())),
        }],
        standing: vec![standing(Some(at("2021-01-11T08:00:00Z")), false), standing(None, false), standing(None, true)],
        case_closed: true,
        history: vec![TimelineItem {
            seq: 1204,
            at: at("2021-01-11T04:41:07Z"),
            kind: "answer_received".into(),
            sentence,
        }],
        notice: Notice { confirmed_at: Some(at("2021-01-10T09:00:00Z")), ..notice },
        ..sheet()
    }
}

pub(super) fn given() -> Given {
    let part = Part { requirement: 1, stance: Stance::Done, text: "Xag".to_owned().into(), by_date: None };
    Given {
        receipt: "A-1".into(),
        received_at: at("2021-01-11T04:41:07Z"),
        margin: -5,
        unconfirmed: true,
        parts: vec![part],
        signer: "Xah".to_owned().into(),
        signer_role: String::new().into(),
    }
}

pub(super) fn saved() -> SavedDraft {
    let part = |requirement, stance: &str| PartForm {
        requirement,
        stance: stance.into(),
        text: "Xai </textarea><script>".into(),
        by_date: "2021-01-17".into(),
    };
    let file = |requirement| DraftFile {
        id: id!(EvidenceId),
        sha256: "ab".repeat(32),
        size: 14_200,
        media_type: "text/plain".into(),
        name: "xaj.csv".into(),
        requirement,
    };
    let form =
        AnswerForm { parts: vec![part(1, "will_do"), part(2, "")], signer: "Xak".into(), ..AnswerForm::default() };
    SavedDraft {
        draft: Draft { form, files: vec![file(0), file(1)] },
        saved_at: at("2021-01-11T04:41:07Z"),
        hash: "ef".into(),
    }
}

pub(super) fn answer_sheet(notice: Notice, saved: Option<SavedDraft>) -> AnswerSheet {
    AnswerSheet { notice, handle: "evil-account".into(), before: saved.iter().map(|_| given()).collect(), saved }
}

pub(super) fn code_sheet() -> CodeSheet {
    CodeSheet {
        kept: Kept::Answer(Box::new(receipt_sheet(0).answer)),
        received_at: at("2021-01-11T04:41:07Z"),
        zone: Zone::parse("America/Los_Angeles").unwrap(),
        mailed_to: "a•••@evil.example".into(),
    }
}

pub(super) fn receipt_sheet(margin: i64) -> ReceiptSheet {
    let part = |requirement, stance, text: &str, by_date: Option<&str>| Part {
        requirement,
        stance,
        text: text.to_owned().into(),
        by_date: by_date.map(str::to_owned),
    };
    ReceiptSheet {
        notice: sample(),
        handle: "evil-account".into(),
        answer: Answer {
            id: id!(AnswerId),
            notice: id!(NoticeId),
            case: id!(CaseId),
            receipt: "A-7F3K-2M9Q".into(),
            via: Via::Page,
            received_at: at("2021-01-11T07:41:07Z"),
            margin,
            parts: vec![part(1, Stance::WillDo, "Xx\nxy", Some("2021-01-17")), part(2, Stance::Silent, "", None)],
            files: vec![docket::complaint::Exhibit {
                id: id!(EvidenceId),
                sha256: "ab".repeat(32),
                size: 14_200,
                media_type: "text/plain".into(),
                name: "xz.csv".to_owned().into(),
                description: String::new().into(),
            }],
            signer: "Xaa".to_owned().into(),
            signer_role: "Xab".to_owned().into(),
            content_hash: "cd".repeat(32),
            verdicts: Vec::new(),
            confirmation: Some(Confirmation::Awaited),
            mail: None,
        },
        entry: Some(Entry { seq: 1204, at: at("2021-01-11T07:41:07Z"), leaf_hash: "9f2c".repeat(16) }),
        proven: true,
    }
}

pub(super) fn refused(fields: &[&str]) -> FormState {
    FormState {
        command: "c".into(),
        problems: fields.iter().map(|field| Problem::new(*field, "Xac")).collect(),
        touched: true,
        ..FormState::default()
    }
}

pub(super) const ANSWER_FIELDS: [&str; 8] =
    ["stance_1", "by_date_1", "text_1", "text_2", "files", "signer", "signer_role", "authority"];
pub(super) const TIME_FIELDS: [&str; 4] = ["choice", "date", "reason", "signer"];
pub(super) const REPORT_FIELDS: [&str; 10] = [
    "locations",
    "category",
    "description",
    "incident_at",
    "zone",
    "files",
    "reporter_name",
    "reporter_email",
    "reporter_organisation",
    "good_faith",
];
