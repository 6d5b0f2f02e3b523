//! What the customer can do with the link in their letter, and what the desk does with it.

use crate::bench::{Bench, TestDesk};
use crate::hands::{answer_form, notice_form};
use crate::more_time::{ask, decide, decides};
use docket::confirmation::Confirmation;
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::answers::{PartForm, RecordedForm};
use docket::desk::complaints::Upload;
use docket::id::NoticeId;
use docket::notice::{Answer, Notice};
use docket::refusal::Refusal;
use docket::words::Language;

#[tokio::test]
async fn an_answer_is_kept_before_its_code_and_confirmed_by_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        let (answer, _) = desk.answer(&token, &[("done", "All gone."), ("", "")]).await.expect("an answer");
        assert_eq!(answer.confirmation, Some(Confirmation::Awaited));
        assert_eq!(answer.received_at, desk.now());
        desk.round().await;
        assert!(
            desk.letters().iter().any(
                |letter| letter.text.contains(&answer.receipt) && letter.text.contains("six digits that we mailed")
            )
        );
        let digits = desk.digits(&answer.receipt);
        let other = if digits == "000000" { "000001" } else { "000000" };
        let wrong =
            desk.refuses(desk.confirm_by_code(&token, desk.new_command(), &answer.receipt, other, Language::En)).await;
        assert!(wrong.problems()[0].sentence.contains("4 tries left"), "{wrong:?}");
        // As people read it out: in threes.
        let spaced = format!("{} {}", &digits[..3], &digits[3..]);
        desk.confirm_by_code(&token, desk.new_command(), &answer.receipt, &spaced, Language::En)
            .await
            .expect("the code");
        let confirmed: Answer = desk.noun(answer.id).await;
        assert_eq!(confirmed.confirmation, Some(Confirmation::ByCode { at: desk.now() }));
        assert_eq!(desk.refuses(desk.type_digits(&token, &answer.receipt)).await, Refusal::ConfirmedBefore);
        // The digits stood in the letter alone.
        for sql in [
            "select leaf from event",
            "select facts from letter",
            "select coalesce(value, '') from vault",
            "select coalesce(code_hash, '') from mail_code",
        ] {
            let sql = if desk.is_postgres() {
                sql.replace("select leaf from", "select convert_from(leaf, 'UTF8') from")
            } else {
                sql.replace("select leaf from", "select cast(leaf as text) from")
            };
            assert!(
                !desk.texts(&sql).await.iter().any(|text| text.contains(&format!("\n{digits}\n")) || *text == digits),
                "{sql}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_has_five_tries_ten_minutes_and_a_minute_between_two() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        let (answer, _) = desk.answer(&token, &[("done", "All gone."), ("", "")]).await.expect("an answer");
        desk.round().await;
        let digits = desk.digits(&answer.receipt);
        let other = if digits == "123456" { "654321" } else { "123456" };
        let receipt = &answer.receipt;
        let guess = async |desk: &TestDesk, typed: &str| {
            let refusal =
                desk.refuses(desk.confirm_by_code(&token, desk.new_command(), receipt, typed, Language::Fr)).await;
            refusal.problems()[0].sentence.to_string()
        };
        for _ in 0..4 {
            assert!(guess(desk, other).await.starts_with("Ce ne sont pas les chiffres"));
        }
        assert!(guess(desk, other).await.contains("tous les essais sont épuisés"));
        assert!(guess(desk, &digits).await.contains("plus valables"), "the right digits come too late");
        assert!(guess(desk, "12345").await.contains("Saisissez les six chiffres"), "what is no code costs no try");
        let again = async |desk: &TestDesk| desk.ask_code(&token, desk.new_command(), receipt, Language::Fr).await;
        desk.clock.advance_seconds(59);
        assert_eq!(desk.refuses(again(desk)).await, Refusal::CodeTooSoon);
        desk.clock.advance_seconds(1);
        again(desk).await.expect("another code");
        desk.round().await;
        desk.clock.advance_seconds(600);
        assert!(guess(desk, &desk.digits(receipt)).await.contains("plus valables"), "ten minutes are over");
        again(desk).await.expect("a third code");
        desk.round().await;
        desk.clock.advance_seconds(599);
        desk.type_digits(&token, receipt).await.expect("in time");
        desk.clock.advance_seconds(60);
        assert_eq!(desk.refuses(again(desk)).await, Refusal::ConfirmedBefore);
    })
    .await;
}

#[tokio::test]
async fn a_code_whose_letter_has_not_left_is_not_swept_away_as_an_old_one() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        let (answer, _) = desk.answer(&token, &[("done", "All gone."), ("", "")]).await.expect("an answer");
        let left = async |desk: &TestDesk| desk.texts("select id from mail_code").await.len();
        // What lies beside the record is looked through between the answer and the letter.
        while !desk.keep_house().await.expect("looked through") {}
        assert_eq!(left(desk).await, 1);
        desk.round().await;
        desk.type_digits(&token, &answer.receipt).await.expect("the digits came");
        desk.clock.advance_seconds(29 * 86_400);
        while !desk.keep_house().await.expect("looked through") {}
        assert_eq!(left(desk).await, 1, "not a day too early");
        desk.clock.advance_seconds(2 * 86_400);
        while !desk.keep_house().await.expect("looked through") {}
        assert_eq!(left(desk).await, 0, "an old one goes");
    })
    .await;
}

#[tokio::test]
async fn the_code_of_one_answer_confirms_no_other() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.send(&matter, &notice_form(&matter)).await;
        let (theirs, _) = desk.answer(&token, &[("disagree", "From a stranger with the link."), ("", "")]).await.expect("one");
        desk.round().await;
        desk.clock.advance_seconds(5);
        let (ours, _) = desk.answer(&token, &[("done", "From the customer."), ("", "")]).await.expect("another");
        desk.round().await;
        let digits = desk.digits(&ours.receipt);
        let refusal = desk.refuses(desk.confirm_by_code(&token, desk.new_command(), &theirs.receipt, &digits, Language::En)).await;
        assert_eq!(refusal.problems()[0].field, "code");
        desk.type_digits(&token, &ours.receipt).await.expect("its own code");
        assert!(desk.noun::<Answer>(theirs.id).await.is_unconfirmed());
        // A person may look at it all the same, or call back and say how.
        let notice = theirs.notice;
        let call = desk.confirm_by_call_back(&matter.ann, desk.new_command(), notice, &theirs.receipt, " ");
        assert_eq!(desk.refuses(call).await.problems()[0].field, "how");
        let how = "Called +1 202 555 0143 from the contract; Amy read me the receipt.";
        desk.confirm_by_call_back(&matter.ann, desk.new_command(), notice, &theirs.receipt, how).await.expect("a call");
        let by = matter.ann.person.id;
        assert!(matches!(desk.noun::<Answer>(theirs.id).await.confirmation, Some(Confirmation::ByCallBack { by: caller, .. }) if caller == by));
    })
    .await;
}

#[tokio::test]
async fn an_answer_without_its_code_stops_the_suspension_until_somebody_has_looked() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let effective = desk.noun::<Decision>(decision).await.effective.at;
        let (answer, _) = desk.answer(&token, &[("done", "Done."), ("", "")]).await.expect("an answer");
        desk.clock.set(effective);
        desk.round().await;
        assert!(desk.noun::<Answer>(answer.id).await.is_unconfirmed());
        let noun: Decision = desk.noun(decision).await;
        assert_eq!(noun.stage, DecisionStage::Stopped { at: effective, findings: vec![Finding::AnswerUnread] });
        desk.assess(&matter.ann, answer.id, &[(1, false), (2, false)]).await.expect("a person has looked");
        assert_eq!(desk.in_the_way(matter.case).await.expect("findings"), []);
    })
    .await;
}

#[tokio::test]
async fn whose_account_it_is_not_stops_what_burdens_until_a_lead_has_found_out() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.overdue(&matter).await;
        desk.deny_account(&token, desk.new_command(), "I left that company in 2019.", "203.0.113.9")
            .await
            .expect("a word");
        assert_eq!(desk.in_the_way(matter.case).await.expect("findings"), [Finding::AccountDenied]);
        desk.find_delivery(&matter.lee, desk.new_command(), notice, "Spoke to the owner by telephone.")
            .await
            .expect("a finding");
        assert_eq!(desk.in_the_way(matter.case).await.expect("findings"), []);
        assert!(desk.noun::<Notice>(notice).await.denial.is_some_and(|denial| denial.settled));
    })
    .await;
}

#[tokio::test]
async fn a_replaced_link_says_so_and_the_new_one_opens() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let contact = desk.noun::<Notice>(notice).await.recipients[0].contact;
        let reason = "The customer found their link in a forum.";
        desk.replace_link(&matter.ann, desk.new_command(), notice, contact, reason).await.expect("a new link");
        desk.round().await;
        let letter = desk.letters().pop().expect("a letter");
        let new = letter.token().expect("a link");
        assert_ne!(new, token);
        assert!(!letter.text.contains("forum"), "the reason is ours");
        desk.open_link(&new).await.expect("the new one opens");
        assert_eq!(desk.refuses(desk.answer(&token, &[("done", "Yes."), ("", "")])).await, Refusal::LinkReplaced);
        assert_eq!(desk.refuses(desk.confirm_notice(&token, desk.new_command())).await, Refusal::LinkReplaced);
    })
    .await;
}

#[tokio::test]
async fn an_answer_by_mail_counts_from_when_it_came() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let due = desk.noun::<Notice>(notice).await.deadline;
        desk.clock.set(due.at.plus_seconds(3 * 3600));
        desk.round().await;
        let mail = Upload {
            name: "answer.eml".into(),
            media_type: "message/rfc822".into(),
            bytes: b"From: legal@example-social.example\r\n\r\nSee below.".to_vec(),
        };
        let form = RecordedForm {
            notice: 1,
            via: "mail".into(),
            date: "2026-03-05".into(),
            time: "08:40".into(),
            zone: "America/Los_Angeles".into(),
            answer: answer_form(&[("", ""), ("", "")]),
            ..RecordedForm::default()
        };
        let record = async |desk: &TestDesk, form: &RecordedForm, files: &[Upload]| {
            desk.refuses(desk.record_answer(&matter.ann, desk.new_command(), matter.case, form, files))
                .await
                .problems()
                .iter()
                .map(|problem| problem.field.clone())
                .collect::<Vec<_>>()
        };
        let files = std::slice::from_ref(&mail);
        assert_eq!(record(desk, &form, &[]).await, ["files", "stance_1"], "the message itself is attached");
        assert_eq!(
            record(desk, &RecordedForm { date: "2026-03-06".into(), ..form.clone() }, files).await,
            ["date"],
            "not to come"
        );
        assert_eq!(
            record(desk, &RecordedForm { date: "2026-03-03".into(), ..form.clone() }, files).await,
            ["date"],
            "not before it was asked"
        );
        assert_eq!(
            record(desk, &RecordedForm { via: "fax".into(), notice: 7, ..form.clone() }, files).await,
            ["notice"]
        );
        let command = desk.new_command();
        let (answer, _) = desk.record_answer(&matter.ann, command, matter.case, &form, files).await.expect("an answer");
        let (same, receipt) =
            desk.record_answer(&matter.ann, command, matter.case, &form, files).await.expect("the same");
        assert!(receipt.repeated && same.id == answer.id);
        assert!(!answer.is_late() && answer.margin == due.at.minus(answer.received_at), "received before the deadline");
        assert_eq!((answer.files.len(), answer.confirmation), (1, None));
        assert_eq!(desk.in_the_way(matter.case).await.expect("findings"), [Finding::AnswerUnread]);
        desk.round().await;
        assert!(
            desk.letters().last().is_some_and(|letter| letter.text.contains(&answer.receipt)),
            "the customer gets a receipt for it too"
        );
        let phone = RecordedForm { via: "phone".into(), answer: with_words("They have begun, says Amy."), ..form };
        desk.record_answer(&matter.ann, desk.new_command(), matter.case, &phone, &[])
            .await
            .expect("a call needs no file");
        desk.round().await;
    })
    .await;
}

fn with_words(words: &str) -> docket::desk::answers::AnswerForm {
    let mut form = answer_form(&[("", ""), ("", "")]);
    form.parts[0] = PartForm { requirement: 1, stance: "will_do".into(), text: words.into(), by_date: "soon".into() };
    form
}

#[tokio::test]
async fn a_draft_outlives_the_deadline_and_what_is_checked_is_what_is_sent() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        let opened = desk.open_link(&token).await.expect("a link");
        let form = answer_form(&[("done", "Half of a sent"), ("", "")]);
        let file = |name: &str, text: &str| Upload {
            name: name.into(),
            media_type: "text/plain".into(),
            bytes: text.as_bytes().to_vec(),
        };
        let files = vec![(1, file("list.csv", "a;b")), (0, file("plan.txt", "A plan."))];
        let before = desk.traces().await;
        desk.save_draft(&opened, &form, &files, None).await.expect("saved");
        let saved = desk.save_draft(&opened, &form, &files, None).await.expect("saved again");
        assert_eq!(saved.draft.files.len(), 2, "the same file twice is one file");
        assert!(desk.traces().await.starts_with(before.split(" vault").next().expect("events")), "a draft is no event");
        desk.pass_deadline(notice).await;
        let found = desk.draft(&opened).await.expect("a draft").expect("still there");
        assert_eq!(found, saved);
        let whole = answer_form(&[("done", "A whole sentence."), ("", "")]);
        let removed = saved.draft.files.iter().find(|file| file.requirement == 0).map(|file| file.id);
        let newest = desk.save_draft(&opened, &whole, &Vec::new(), removed).await.expect("saved");
        let stale = desk.send_draft(desk.now(), &token, desk.new_command(), &saved.hash, "");
        assert_eq!(desk.refuses(stale).await, Refusal::DraftChanged);
        let command = desk.new_command();
        let (answer, _) = desk.send_draft(desk.now(), &token, command, &newest.hash, "").await.expect("sent");
        assert_eq!(answer.parts[0].text.show(), "A whole sentence.");
        assert_eq!(answer.files_of(1).count(), 1);
        assert_eq!(answer.files.len(), 1);
        let (same, receipt) =
            desk.send_draft(desk.now(), &token, command, &newest.hash, "").await.expect("a double click");
        assert!(receipt.repeated && same.id == answer.id);
        assert_eq!(desk.draft(&opened).await.expect("a look"), None);
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn no_word_of_the_house_reaches_the_customer() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let other = desk.add("other-customer", "legal@other-customer.example", "198.51.100.0/24", "2020-06-01").await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        desk.add_note(&matter.ann, desk.new_command(), matter.case, "Canary note: they lied before.")
            .await
            .expect("a note");
        let (answer, _) = desk.answer(&token, &[("done", "Gone."), ("", "")]).await.expect("an answer");
        let asked = ask(desk, &token, "3").await;
        desk.confirm_by_call_back(
            &matter.ann,
            desk.new_command(),
            notice,
            &answer.receipt,
            "Canary call: spoke to Amy.",
        )
        .await
        .expect("a call");
        desk.assess(&matter.ann, answer.id, &[(1, false), (2, false)]).await.expect("verdicts");
        decide(desk, &matter, &asked, &decides("all")).await;
        desk.round().await;
        let seen = async |desk: &TestDesk| desk.open_link(&token).await;
        for language in [Language::En, Language::Fr] {
            let sheet = desk.notice_sheet(seen(desk).await.expect("a link"), language).await.expect("a sheet");
            let history: String =
                sheet.history.iter().map(|item| format!("{} {:?}", item.sentence.text, item.sentence.quote)).collect();
            let receipt =
                desk.receipt_sheet(seen(desk).await.expect("a link"), &answer.receipt).await.expect("a receipt");
            let shown = format!(
                "{history} {} {:?}",
                serde_json::to_string(&receipt.answer).expect("JSON"),
                receipt.answer.verdicts
            );
            let letters: String = desk.letters().into_iter().map(|letter| letter.subject + &letter.text).collect();
            for canary in [
                "Ann Analyst",
                "Lee Lead",
                "Rita",
                "rita@reports",
                "Canary",
                other.handle.as_str(),
                &matter.ann.person.id.to_string(),
                "No step is named",
            ] {
                assert!(!shown.contains(canary) && !letters.contains(canary), "{canary}");
            }
            assert!(history.contains(&asked.receipt) && history.contains("you began at once"));
        }
        let _: NoticeId = notice;
    })
    .await;
}
