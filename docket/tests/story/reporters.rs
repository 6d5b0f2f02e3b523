//! Whoever reports: hears that it arrived, sees how it stands, and hears what became of it; and nothing about anybody else.

use crate::bench::{Bench, TestDesk};
use crate::complaints::xarf;
use docket::complaint::locations::LocationOutcome;
use docket::complaint::reporter_link::ReporterOutcome;
use docket::complaint::{Channel, Complaint, ComplaintStage};
use docket::desk::complaints::locations::MarkForm;
use docket::desk::complaints::{ComplaintForm, Taken};
use docket::intake::Wanted;
use docket::people::{Actor, Role};
use docket::refusal::Refusal;
use docket::words::Language;

fn form(place: &str, language: Language) -> ComplaintForm {
    ComplaintForm {
        locations: place.into(),
        category: "phishing".into(),
        description: "A copy of my bank.".into(),
        reporter_name: "Rita Reporter".into(),
        reporter_email: "rita@reports.example".into(),
        good_faith: true,
        language,
        ..ComplaintForm::default()
    }
}

async fn report(desk: &TestDesk, place: &str, language: Language) -> Taken {
    let form = form(place, language);
    desk.log_complaint(Actor::Reporter, None, desk.new_command(), &form, &[]).await.expect("a report")
}

#[tokio::test]
async fn a_reporter_gets_a_receipt_a_page_and_the_outcome_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let taken = report(desk, "https://login.elsewhere.example/x", Language::Fr).await;
        let token = taken.status.expect("a link");
        desk.round().await;
        let letters = desk.letters();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to, "rita@reports.example");
        assert!(letters[0].text.contains(&format!("/status/{token}")), "{}", letters[0].text);
        assert!(letters[0].text.contains("login[.]elsewhere[.]example"), "nothing in it opens: {}", letters[0].text);
        let sheet = desk.status_sheet(&token).await.expect("the page");
        assert_eq!((sheet.outcome, sheet.language), (ReporterOutcome::Received, Language::Fr));
        let refusal = desk.refuses(desk.status_sheet("another")).await;
        assert_eq!(refusal, Refusal::NotFound("report"));
        desk.reject_complaint(&ann, desk.new_command(), taken.complaint, "Not ours; secret words.")
            .await
            .expect("rejected");
        desk.round().await;
        assert_eq!(
            desk.status_sheet(&token).await.expect("the page").outcome,
            ReporterOutcome::InHand,
            "a slip can be undone"
        );
        desk.clock.advance_seconds(3_601);
        assert_eq!(desk.status_sheet(&token).await.expect("the page").outcome, ReporterOutcome::NotActedOn);
        for _ in 0..3 {
            desk.round().await;
            desk.clock.advance_seconds(61);
        }
        let letters = desk.letters();
        assert_eq!((letters.len(), desk.count("reporter_told").await), (2, 1), "told once");
        let outcome = &letters[1];
        assert!(outcome.text.contains("aucune mesure") && outcome.text.contains("article 21"), "{}", outcome.text);
        for secret in ["secret words", "Ann", "elsewhere.example"] {
            assert!(!outcome.text.contains(secret), "{secret} is nobody's business: {}", outcome.text);
        }
        desk.clock.advance_seconds(731 * 24 * 3_600);
        assert_eq!(desk.refuses(desk.status_sheet(&token)).await, Refusal::NotFound("report"));
    })
    .await;
}

#[tokio::test]
async fn whoever_writes_to_the_mailbox_is_answered_and_no_robot_is() {
    Bench::each(async |desk: &mut TestDesk| {
        let mail = |head: &str| {
            format!(
                "From: Rita Reporter <rita@reports.example>\r\nTo: abuse@hosting.example\r\nSubject: A copy of my bank\r\n\
                 Message-ID: <{:x}@reports.example>\r\n{head}\r\n\
                 It stands at https://login.elsewhere.example/{:x} since this morning.\r\n",
                head.len(),
                head.len(),
            )
        };
        let takes = async |desk: &TestDesk, head: &str| {
            let bytes = mail(head).into_bytes();
            desk.take_report(Actor::Reporter, Channel::Mail, &bytes, Wanted::Auto, None).await.expect("taken").status
        };
        let robots = ["Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "Return-Path: <>\r\n", "List-Id: <a.example>\r\n", "In-Reply-To: <dn.1@hosting.example>\r\n"];
        for robot in robots {
            assert!(takes(desk, robot).await.is_none(), "{robot}");
        }
        desk.round().await;
        assert_eq!(desk.letters().len(), 0, "no machine is thanked");
        let token = takes(desk, "Auto-Submitted: no\r\nContent-Language: fr\r\n").await.expect("a link");
        desk.round().await;
        let letter = desk.letters().pop().expect("a receipt");
        assert_eq!(letter.to, "rita@reports.example");
        assert!(letter.text.contains(&format!("/status/{token}")), "{}", letter.text);
        assert_eq!(desk.status_sheet(&token).await.expect("the page").language, Language::Fr);
    })
    .await;
}

#[tokio::test]
async fn a_report_without_a_name_has_a_page_and_no_letter() {
    Bench::each(async |desk: &mut TestDesk| {
        let form = ComplaintForm {
            category: "child_safety".into(),
            reporter_name: String::new(),
            reporter_email: String::new(),
            ..form("https://bad.example/x", Language::En)
        };
        let taken = desk.log_complaint(Actor::Reporter, None, desk.new_command(), &form, &[]).await.expect("a report");
        let sheet = desk.status_sheet(&taken.status.expect("a link")).await.expect("the page");
        assert!(!sheet.by_mail);
        desk.round().await;
        assert!(desk.letters().is_empty());
    })
    .await;
}

fn phishing(id: u32) -> Vec<u8> {
    let text = String::from_utf8(xarf("one")).expect("text");
    text.replace("7c9e6679-7425-40de-944b-e07fc1f90ae7", &format!("7c9e6679-7425-40de-944b-{id:012}"))
        .replace("https://login.example-social.example/", &format!("https://login.example-social.example/{id}"))
        .into_bytes()
}

async fn arrives(desk: &TestDesk, id: u32) -> Complaint {
    let taken =
        desk.take_report(Actor::Reporter, Channel::Api, &phishing(id), Wanted::Xarf, None).await.expect("taken");
    desk.noun::<Complaint>(taken.complaint).await
}

#[tokio::test]
async fn the_same_asset_and_category_joins_the_open_case_and_a_person_takes_it_out_again() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        desk.add(
            "example-social",
            "legal@example-social.example",
            "example-social.example\n192.0.2.0/26",
            "2020-06-01",
        )
        .await;
        let first = arrives(desk, 1).await;
        assert_eq!(first.stage, ComplaintStage::New, "there was no case yet");
        let case = docket::desk::cases::OpenCase {
            customer: "example-social".into(),
            title: "Phishing".into(),
            clause: desk.clause("4.1").await.id.to_string(),
            severity: "high".into(),
            complaints: vec![first.id.to_string()],
        };
        let (number, _) = desk.open_case(&ann, desk.new_command(), &case).await.expect("a case");
        let id = desk.case_id(&number).await.expect("the case");
        desk.clock.advance_seconds(13 * 24 * 3_600);
        let second = arrives(desk, 2).await;
        assert!(matches!(second.stage, ComplaintStage::InCase { case, .. } if case == id), "{:?}", second.stage);
        let why = second.joined.clone().expect("a reason");
        assert!(why.contains("example-social.example") && why.contains("same category"), "{why}");
        let history = desk.complaint_history(&second).await.expect("its history");
        assert!(history[0].sentence.text.contains("joined case"), "{:?}", history[0].sentence);
        // Two weeks count from the newest complaint, not from the opening.
        desk.clock.advance_seconds(13 * 24 * 3_600);
        assert!(arrives(desk, 3).await.joined.is_some());
        desk.clock.advance_seconds(15 * 24 * 3_600);
        assert_eq!(arrives(desk, 4).await.stage, ComplaintStage::New, "too long ago");
        // Attached by a person it stays; joined by itself it can be taken out.
        let refusal = desk.refuses(desk.take_out_complaint(&ann, desk.new_command(), first.id, "No.")).await;
        assert_eq!(refusal, Refusal::ComplaintSettled);
        desk.take_out_complaint(&ann, desk.new_command(), second.id, "Another matter.").await.expect("out");
        let out = desk.noun::<Complaint>(second.id).await;
        assert_eq!((out.stage, out.joined), (ComplaintStage::New, None));
        assert_eq!(desk.noun::<docket::case::Case>(id).await.complaints, 2);
        // What an analyst types in, they attach themselves.
        let typed = desk.complaint(&ann, "https://example-social.example/post/9").await;
        assert_eq!(desk.noun::<Complaint>(typed.complaint).await.stage, ComplaintStage::New);
    })
    .await;
}

#[tokio::test]
async fn twelve_hundred_locations_each_have_their_outcome() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let mut table = String::from("id,url\n");
        for number in 0..1_200 {
            table.push_str(&format!("{number},hxxps://bad[.]example/page/{number}\n"));
        }
        let taken = report(desk, &table, Language::En).await;
        let mark = async |form: MarkForm| desk.mark_locations(&ann, desk.new_command(), taken.complaint, &form).await;
        let all = MarkForm { matching: "all".into(), outcome: "removed".into(), ..MarkForm::default() };
        mark(all.clone()).await.expect("all of them");
        let some = MarkForm {
            places: vec![5, 6, 7, 9_999],
            outcome: "disputed".into(),
            note: "They answered.".into(),
            ..MarkForm::default()
        };
        mark(some).await.expect("three of them");
        let disputed = MarkForm { matching: "disputed".into(), outcome: "not_found".into(), ..MarkForm::default() };
        mark(disputed).await.expect("those under a filter");
        let back = MarkForm { places: vec![7], outcome: "none".into(), ..MarkForm::default() };
        mark(back).await.expect("taken back");
        let outcomes = desk.noun::<Complaint>(taken.complaint).await.outcomes;
        assert_eq!(outcomes.count(LocationOutcome::Removed), 1_197);
        assert_eq!((outcomes.of(5), outcomes.of(7)), (Some(LocationOutcome::NotFound), None));
        let view = desk.locations_view(taken.number, "", 100).await.expect("a page");
        assert_eq!((view.rows.len(), view.rows[0].0, view.next, view.matching), (100, 100, Some(200), 1_200));
        let view = desk.locations_view(taken.number, "not_found", 0).await.expect("a page");
        assert_eq!(view.rows.iter().map(|row| row.0).collect::<Vec<_>>(), [5, 6]);
        for (form, field) in [
            (MarkForm { outcome: "removed".into(), ..MarkForm::default() }, "places"),
            (MarkForm { places: vec![1], ..MarkForm::default() }, "outcome"),
            (MarkForm { places: vec![1], outcome: "removed".into(), ..MarkForm::default() }, "places"),
        ] {
            assert_eq!(desk.refuses(mark(form)).await.problems()[0].field, field);
        }
        let sheet = desk.status_sheet(&taken.status.clone().expect("a link")).await.expect("the page");
        assert_eq!((sheet.many, sheet.locations.len(), sheet.found.len()), (1_200, 10, 2));
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn marks_are_taken_back_to_what_each_location_was_before() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let places: String = (0..6).map(|number| format!("https://bad.example/{number}\n")).collect();
        let taken = report(desk, &places, Language::En).await;
        let mark = async |command, form: MarkForm| desk.mark_locations(&ann, command, taken.complaint, &form).await;
        let some = MarkForm { places: vec![0, 1, 2], outcome: "removed".into(), ..MarkForm::default() };
        mark(desk.new_command(), some).await.expect("three of them");
        let one = MarkForm { places: vec![2], outcome: "not_ours".into(), ..MarkForm::default() };
        mark(desk.new_command(), one).await.expect("another one");
        let before = desk.noun::<Complaint>(taken.complaint).await.outcomes;
        let wrong = desk.new_command();
        let all = MarkForm { matching: "all".into(), outcome: "disputed".into(), ..MarkForm::default() };
        mark(wrong, all).await.expect("all of them");
        let done = desk.what_was_done(&ann, wrong).await.expect("a database").expect("something");
        assert!(done.can_be_taken_back && done.say == "Outcome noted for 6 locations.", "{done:?}");
        desk.take_back(&ann, desk.new_command(), wrong).await.expect("taken back");
        assert_eq!(desk.noun::<Complaint>(taken.complaint).await.outcomes, before);
        // Twice there is nothing to take back any more.
        let twice = desk.refuses(desk.take_back(&ann, desk.new_command(), wrong)).await;
        assert_eq!(twice, Refusal::WorkedOnSince);
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn what_matches_nobody_names_whoever_held_it_before() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let old = desk.add("old-tenant", "a@old.example", "192.0.2.0/26", "2026-01-01").await;
        let asset = desk.assets(&old).await.remove(0);
        desk.release_asset(&lee, desk.new_command(), asset.id).await.expect("given back");
        desk.clock.advance_seconds(60);
        let lost = report(desk, "http://192.0.2.7/login", Language::En).await;
        let stranger = report(desk, "http://203.0.113.200/x", Language::En).await;
        let view = desk.unmatched_view(None).await.expect("the queue");
        let found: Vec<(i64, Vec<&str>)> = view
            .rows
            .iter()
            .map(|row| (row.complaint.number, row.candidates.iter().map(|one| one.handle.as_str()).collect()))
            .collect();
        assert!(
            found.contains(&(lost.number, vec!["old-tenant"])) && found.contains(&(stranger.number, vec![])),
            "{found:?}"
        );
        let row = view.rows.iter().find(|row| row.complaint.number == lost.number).expect("the row");
        assert!(row.candidates[0].why.contains("until"), "{}", row.candidates[0].why);
        desk.match_complaint(&lee, desk.new_command(), lost.complaint, "old-tenant").await.expect("matched");
        assert_eq!(desk.unmatched_count().await.expect("a count"), 1);
        desk.round().await;
    })
    .await;
}
