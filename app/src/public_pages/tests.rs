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
use leptos::prelude::*;

use super::*;
use crate::render::{Page, ShellKind};
use crate::ui::FormState;

const LINK: &str = "/n/token";

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn reader(language: Language) -> Reader {
    Reader {
        language,
        now: at("2021-01-11T04:47:00Z"),
        provider: "Example Hosting".into(),
        phone: "+1 202 555 0143".into(),
    }
}

macro_rules! id {
    ($Id:ident) => {
        $Id::parse("0190c0de-0000-7000-8000-000000000001").unwrap()
    };
}

/// Words that belong to no language, so that what is left on the page is the page's own.
fn sample() -> Notice {
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
    }
}

fn sheet() -> NoticeSheet {
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

fn denied() -> Notice {
    let denial = docket::notice::Denial {
        at: at("2021-01-10T09:00:00Z"),
        contact: id!(ContactId),
        words: "Xal".to_owned().into(),
        settled: false,
    };
    Notice { denial: Some(denial), ..sample() }
}

/// The same with everything that can have happened.
fn long_sheet() -> NoticeSheet {
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

fn given() -> Given {
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

fn saved() -> SavedDraft {
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

fn answer_sheet(notice: Notice, saved: Option<SavedDraft>) -> AnswerSheet {
    AnswerSheet { notice, handle: "evil-account".into(), before: saved.iter().map(|_| given()).collect(), saved }
}

fn code_sheet() -> CodeSheet {
    CodeSheet {
        kept: Kept::Answer(Box::new(receipt_sheet(0).answer)),
        received_at: at("2021-01-11T04:41:07Z"),
        zone: Zone::parse("America/Los_Angeles").unwrap(),
        mailed_to: "a•••@evil.example".into(),
    }
}

fn receipt_sheet(margin: i64) -> ReceiptSheet {
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

fn refused(fields: &[&str]) -> FormState {
    FormState {
        command: "c".into(),
        problems: fields.iter().map(|field| Problem::new(*field, "Xac")).collect(),
        touched: true,
        ..FormState::default()
    }
}

const ANSWER_FIELDS: [&str; 8] =
    ["stance_1", "by_date_1", "text_1", "text_2", "files", "signer", "signer_role", "authority"];
const TIME_FIELDS: [&str; 4] = ["choice", "date", "reason", "signer"];
const REPORT_FIELDS: [&str; 10] = [
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

fn html(page: Page) -> String {
    let ShellKind::Public { .. } = page.shell else { panic!("a public page in the shell of the team") };
    let title = page.title.clone();
    let body = Owner::new().with(|| (page.view)().to_html());
    format!("<p>{title}</p>{}", crate::render::without_markers(&body))
}

fn all(language: Language) -> Vec<String> {
    let reader = || reader(language);
    let link = || "https://notices.example/n/token".to_owned();
    let late = || Reader { now: at("2021-01-12T00:00:00Z"), ..reader() };
    let withdrawn = || NoticeSheet {
        notice: Notice {
            stage: NoticeStage::Withdrawn { at: at("2021-01-10T08:00:00Z"), reason: "Xad".to_owned().into() },
            ..sample()
        },
        ..sheet()
    };
    let fresh = FormState::default;
    [
        html(notice::show(reader(), LINK.into(), link(), sheet(), fresh())),
        html(notice::show(late(), LINK.into(), link(), long_sheet(), fresh())),
        html(notice::show(reader(), LINK.into(), link(), withdrawn(), fresh())),
        html(answer::show(reader(), LINK.into(), answer_sheet(sample(), None), fresh())),
        html(answer::show(reader(), LINK.into(), answer_sheet(sample(), Some(saved())), fresh())),
        html(answer::show(late(), LINK.into(), answer_sheet(sample(), None), refused(&ANSWER_FIELDS))),
        html(answer::show(reader(), LINK.into(), answer_sheet(withdrawn().notice, None), fresh())),
        html(answer_check::show(reader(), LINK.into(), answer_sheet(sample(), None), saved(), fresh())),
        html(code::show(reader(), LINK.into(), "DN-7F3K-2M9Q".into(), code_sheet(), true, fresh(), fresh())),
        html(code::show(
            reader(),
            LINK.into(),
            "DN-7F3K-2M9Q".into(),
            code_sheet(),
            false,
            refused(&["code"]),
            fresh(),
        )),
        html(time::show(reader(), LINK.into(), sample(), time::Asking::Open, fresh())),
        html(time::show(late(), LINK.into(), sample(), time::Asking::Open, refused(&TIME_FIELDS))),
        html(time::show(late(), LINK.into(), sample(), time::Asking::Over, fresh())),
        html(time::show(late(), LINK.into(), sample(), time::Asking::Waiting, fresh())),
        html(not_mine::show(reader(), LINK.into(), sample(), fresh())),
        html(not_mine::show(reader(), LINK.into(), denied(), refused(&["words"]))),
        html(receipt::show(reader(), LINK.into(), receipt_sheet(1_073_000_000))),
        html(receipt::show(reader(), LINK.into(), receipt_sheet(-60_000_000))),
        html(receipt::show(reader(), LINK.into(), receipt_sheet(0))),
        html(report::show(reader(), fresh())),
        html(report::show(reader(), refused(&REPORT_FIELDS))),
        html(reported::show(reader(), "C-1042".into())),
        html(gone::show(reader(), LINK.into(), gone::Why::Unknown)),
        html(gone::show(reader(), LINK.into(), gone::Why::Expired)),
        html(gone::show(reader(), LINK.into(), gone::Why::Replaced)),
    ]
    .into_iter()
    .chain(
        [400, 403, 409, 413, 429, 500, 503]
            .map(|status| html(trouble::show(reader(), LINK.into(), status, "r1".into()))),
    )
    .collect()
}

/// What is read, in small letters, one space between words: texts, and the attributes that are said aloud.
fn read(html: &str) -> String {
    let mut text = String::from(" ");
    for piece in html.split('<') {
        let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
        for said in ["aria-label=\"", "data-left=\"", "data-over=\"", "data-failed=\"", "data-large=\""] {
            if let Some((_, rest)) = tag.split_once(said) {
                text.push_str(rest.split('"').next().unwrap_or_default());
                text.push(' ');
            }
        }
        text.push_str(after);
        text.push(' ');
    }
    let words = text.split(|c: char| !c.is_alphabetic() && c != '’').filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" ").to_lowercase())
}

#[test]
fn every_form_is_sent_without_leaving_its_page() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/public_pages");
    let mut forms = 0;
    for place in [folder.clone(), folder.join("notice")] {
        for file in std::fs::read_dir(place).expect("a folder of pages").map(|file| file.expect("a file").path()) {
            if file.extension().is_none_or(|ending| ending != "rs") || file.ends_with("tests.rs") {
                continue;
            }
            // A check writes nothing down: its answer is the next page, and going back brings the words again.
            if file.ends_with("check.rs") {
                continue;
            }
            let source = std::fs::read_to_string(&file).expect("a source");
            let count = |words: &str| source.matches(words).count();
            forms += count("<form");
            for mark in ["data-progress", "data-failed=common("] {
                assert_eq!(count("<form"), count(mark), "{mark} in {}", file.display());
            }
        }
    }
    assert!(forms >= 11, "only {forms} forms were found");
}

#[test]
fn no_page_mixes_its_languages() {
    let english = ["the", "and", "you", "your", "of", "we", "is", "this", "with", "notice", "answer", "by", "file"];
    let french = ["le", "la", "les", "et", "vous", "votre", "nous", "ce", "avec", "avis", "réponse", "fichier"];
    for (language, foreign) in [(Language::Fr, english.as_slice()), (Language::En, french.as_slice())] {
        for page in all(language) {
            let text = read(&page);
            for word in foreign {
                let found = text.find(&format!(" {word} "));
                let near = found.map(|at| text[at..].chars().take(60).collect::<String>());
                assert_eq!(near, None, "{language}: {word}");
            }
        }
    }
}

#[test]
fn every_page_leads_to_itself_in_the_other_language_and_keeps_its_own() {
    for page in all(Language::Fr) {
        let hrefs: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(hrefs.iter().any(|href| href.ends_with("?lang=en")), "{page}");
        let hrefs: Vec<&str> = hrefs.iter().filter_map(|href| href.split('#').next()).collect();
        for href in hrefs.iter().filter(|href| href.starts_with('/') && !href.ends_with("?lang=en")) {
            assert!(href.ends_with("?lang=fr"), "{href}");
        }
        for rest in page.split("action=\"").skip(1) {
            assert!(rest.split('"').next().is_some_and(|action| action.ends_with("?lang=fr")));
        }
    }
}

#[test]
fn every_problem_leads_to_its_field() {
    let answer =
        html(answer::show(reader(Language::En), LINK.into(), answer_sheet(sample(), None), refused(&ANSWER_FIELDS)));
    let time = html(time::show(reader(Language::En), LINK.into(), sample(), time::Asking::Open, refused(&TIME_FIELDS)));
    let report = html(report::show(reader(Language::En), refused(&REPORT_FIELDS)));
    for (page, fields) in
        [(answer, ANSWER_FIELDS.as_slice()), (report, REPORT_FIELDS.as_slice()), (time, TIME_FIELDS.as_slice())]
    {
        assert!(page.starts_with("<p>Error: "));
        for field in fields {
            assert!(page.contains(&format!("href=\"#{field}\"")), "{field} is not in the summary");
            assert!(page.contains(&format!("id=\"{field}\"")), "{field} is not on the page");
            assert!(page.contains(&format!("id=\"{field}-problem\"")), "{field} has no sentence beside it");
        }
    }
}

#[test]
fn what_others_put_on_the_net_is_covered_and_does_not_open() {
    let page = html(notice::show(reader(Language::Fr), LINK.into(), "l".into(), sheet(), FormState::default()));
    assert!(!page.contains("http://evil") && !page.contains("https://evil"));
    assert!(page.contains("Xd hxxp://evil[.]example/a xe."));
    let words = page.find("Xg &lt;script&gt;").expect("the words of the example");
    assert!(page[..words].rfind("<details").expect("a cover") > page[..words].rfind("<section").expect("a part"));
    assert!(!page.contains("<details open"));
}

#[test]
fn what_was_typed_comes_back_as_text() {
    let nasty = "</textarea><script>alert(1)</script>\"'";
    let mut form = refused(&["signer"]);
    for name in ["text_1", "signer", "by_date_1", "files.chosen"] {
        form.values.insert(name.into(), vec![nasty.into()]);
    }
    form.values.insert("stance_2".into(), vec!["disagree".into()]);
    let page = html(answer::show(reader(Language::En), LINK.into(), answer_sheet(sample(), None), form));
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;/textarea&gt;"));
    let disagree = page.split("id=\"stance_2_disagree\"").nth(1).expect("the choice");
    assert!(disagree.split('>').next().is_some_and(|rest| rest.contains("checked")));
    assert!(page.contains("choose these again"));
}

#[test]
fn the_trap_is_out_of_sight_by_its_class() {
    let page = html(report::show(reader(Language::En), FormState::default()));
    let trap = page.split("form__trap").nth(1).expect("the trap");
    assert!(trap.contains("tabindex=\"-1\"") && trap.contains("name=\"homepage\""));
    assert!(!page.contains("style="));
}
