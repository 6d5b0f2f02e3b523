mod samples;

use docket::desk::public::NoticeSheet;
use docket::notice::{Notice, NoticeStage};
use docket::words::Language;
use leptos::prelude::*;

use super::*;
use crate::render::{Page, ShellKind};
use crate::ui::FormState;
use samples::*;

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
        html(gone::show(reader(), LINK.into(), gone::Why::Withdrawn)),
    ]
    .into_iter()
    .chain(
        [400, 403, 409, 413, 429, 500, 503]
            .map(|status| html(trouble::show(reader(), LINK.into(), status, false, "r1".into()))),
    )
    .chain([html(trouble::show(reader(), LINK.into(), 503, true, "r1".into()))])
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
