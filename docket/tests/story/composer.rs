//! Writing a notice: drafts, templates and edits, standing requirements, reported places, languages, replacing, withdrawing.

use crate::bench::{Bench, TestDesk};
use crate::hands::{answer_form, notice_form};
use docket::desk::customers::AddContact;
use docket::desk::notices::NoticeForm;
use docket::notice::{Notice, NoticeStage};
use docket::refusal::Refusal;
use docket::timer::{Timer, TimerStage};
use docket::words::Language;

#[tokio::test]
async fn a_draft_survives_and_the_second_window_is_told() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let fields = |text: &str| vec![("findings".to_owned(), text.to_owned())];
        let (version, _) =
            desk.save_notice_draft(&matter.ann, matter.case, 0, &fields("one")).await.expect("a first draft");
        let (version, at) =
            desk.save_notice_draft(&matter.ann, matter.case, version, &fields("two")).await.expect("a second");
        assert_eq!((version, at), (2, desk.now()));
        assert_eq!(
            desk.refuses(desk.save_notice_draft(&matter.ann, matter.case, 1, &fields("three"))).await,
            Refusal::DraftElsewhere { now: 2 }
        );
        assert_eq!(
            desk.refuses(desk.save_notice_draft(&matter.ann, matter.case, 0, &fields("three"))).await,
            Refusal::DraftElsewhere { now: 2 }
        );
        let kept = desk.notice_draft(&matter.ann, matter.case).await.expect("a database").expect("a draft");
        assert_eq!(kept.fields, fields("two"));
        assert!(desk.notice_draft(&matter.lee, matter.case).await.expect("a database").is_none(), "each has their own");
        desk.send(&matter, &notice_form(&matter)).await;
        assert!(desk.notice_draft(&matter.ann, matter.case).await.expect("a database").is_none(), "sent is sent");
        desk.save_notice_draft(&matter.lee, matter.case, 0, &fields("four")).await.expect("another draft");
        desk.drop_notice_draft(&matter.lee, matter.case).await.expect("thrown away");
        assert!(desk.notice_draft(&matter.lee, matter.case).await.expect("a database").is_none());
    })
    .await;
}

#[tokio::test]
async fn the_record_knows_the_template_and_how_far_the_words_are_from_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let number = desk.noun::<docket::case::Case>(matter.case).await.number;
        let view = desk.case_view(&number, None).await.expect("a case");
        let kind = docket::template::TemplateKind::ModerationPlan;
        let (draft, edition) = desk.begin_notice(&view, kind, Language::En).await.expect("a starting text");
        assert_eq!(edition, 1);
        let filled = |text: &str| text.replace("[[", "").replace("]]", "");
        let form = NoticeForm {
            subject: draft.subject.clone(),
            findings: filled(&draft.findings),
            example: filled(&draft.example),
            requirements: draft.requirements.clone(),
            consequence: draft.consequence.clone(),
            data_kept: draft.data_kept.clone(),
            ..notice_form(&matter)
        };
        let preview = desk.preview_notice(&matter.ann, matter.case, &form).await.expect("a preview");
        assert!(preview.edits.is_empty(), "filling gaps is no edit: {:?}", preview.edits);
        let mut requirements = draft.requirements.clone();
        requirements.swap(0, 1);
        let changed = NoticeForm { requirements, data_kept: "It is kept.".into(), ..form };
        let preview = desk.preview_notice(&matter.ann, matter.case, &changed).await.expect("a preview");
        let fields: Vec<&str> = preview.edits.iter().map(|edit| edit.field.as_str()).collect();
        assert_eq!(fields, ["requirement_1", "requirement_2", "data_kept"]);
        let (notice, _) = desk.send(&matter, &changed).await;
        let from = desk.noun::<Notice>(notice).await.from.expect("its template");
        assert_eq!((from.kind, from.edition, from.edits), (kind, 1, 3));
    })
    .await;
}

#[tokio::test]
async fn each_contact_reads_their_language_and_only_this_case_is_shown() {
    Bench::each(async |desk: &mut TestDesk| {
        let mut matter = desk.matter().await;
        let contact = AddContact {
            name: "Camille".into(),
            email: "abuse@example-social.example".into(),
            duty: "abuse".into(),
            language: "fr".into(),
        };
        desk.add_contact(&matter.lee, desk.new_command(), matter.customer.id, &contact).await.expect("a contact");
        matter.customer = desk.customer("example-social").await;
        let camille = matter.customer.contacts[1].id;
        let shown = desk.case_view(&desk.noun::<docket::case::Case>(matter.case).await.number, None).await;
        let shown = shown.expect("a case").complaints[0].id;
        let elsewhere = desk.complaint(&matter.ann, "https://elsewhere.example/secret").await;
        let form = NoticeForm {
            shown: vec![shown.to_string(), elsewhere.complaint.to_string(), "nonsense".into()],
            reads: vec![(camille.to_string(), "fr".into()), ("nobody".into(), "fr".into())],
            standing: vec!["".into(), "90".into()],
            ..notice_form(&matter)
        };
        let preview = desk.preview_notice(&matter.ann, matter.case, &form).await.expect("a preview");
        assert_eq!(preview.mails.len(), 2);
        let (notice, _) = desk.send(&matter, &form).await;
        let noun: Notice = desk.noun(notice).await;
        assert_eq!(noun.shown.len(), 1, "nothing of another case");
        assert_eq!(noun.text.requirements[1].standing_days, Some(90));
        let letters = desk.letters();
        let to = |email: &str| letters.iter().find(|letter| letter.to == email).expect("a letter").clone();
        let (legal, abuse) = (to("legal@example-social.example"), to("abuse@example-social.example"));
        assert!(legal.text.contains("Answer by:") && legal.text.contains("This holds for 90 days"));
        assert!(abuse.text.contains("À répondre avant") && abuse.text.contains("Ceci vaut pendant 90 jours"));
        for letter in [&legal, &abuse] {
            assert!(letter.text.contains("- hxxps://example-social[.]example/post/1 ("), "{}", letter.text);
            assert!(!letter.text.contains("elsewhere") && !letter.text.contains("rita@reports.example"));
            assert!(!letter.text.contains("{digest}") && !letter.text.contains("{link}"));
            assert!(letter.text.contains("A detailed moderation plan."));
        }
        assert!(legal.text.contains(&noun.text.hash[..12]));
        assert!(abuse.text.contains(&noun.other_letters[0].hash[..12]) && !abuse.text.contains(&noun.text.hash[..12]));
        let wrong = NoticeForm { standing: vec!["for ever".into()], ..notice_form(&matter) };
        let refused = desk.preview_notice(&matter.ann, matter.case, &wrong).await.expect_err("refused");
        assert_eq!(refused.refusal().expect("a refusal").problems()[0].field, "standing_1");
    })
    .await;
}

#[tokio::test]
async fn a_notice_is_replaced_by_one_that_gives_no_less_time() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (first, token) = desk.send(&matter, &notice_form(&matter)).await;
        let before: Notice = desk.noun(first).await;
        let replace = |hours: &str| NoticeForm { replaces: "1".into(), hours: hours.into(), ..notice_form(&matter) };
        let shorter = desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &replace("23")).await;
        let refused = shorter.expect_err("refused");
        assert!(refused.refusal().expect("a refusal").problems()[0].sentence.contains("never less"));
        let unknown = NoticeForm { replaces: "7".into(), ..notice_form(&matter) };
        assert_eq!(
            desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &unknown)).await,
            Refusal::NotReplaceable
        );

        // While the new one can still be undone, the first one counts.
        desk.clock.advance_seconds(3600);
        let (second, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &replace("48"))
            .await
            .expect("a second notice");
        assert!(desk.noun::<Notice>(first).await.sent_at().is_some());
        desk.undo_notice(&matter.ann, desk.new_command(), second).await.expect("undone");
        assert!(desk.noun::<Notice>(first).await.sent_at().is_some());

        let (third, new_token) = desk.send(&matter, &replace("48")).await;
        let old: Notice = desk.noun(first).await;
        assert!(matches!(old.stage, NoticeStage::Superseded { by, by_number: 3, .. } if by == third));
        let timer: Timer = desk.noun(format!("deadline/{first}")).await;
        assert_eq!(timer.stage, TimerStage::Cancelled, "nobody is late for what was replaced");
        let letter = desk.letters().into_iter().find(|letter| letter.token().as_deref() == Some(new_token.as_str()));
        assert!(letter.expect("the letter").text.contains(&format!("takes the place of notice {}", before.code)));

        // The first link leads on, and what is answered through it is an answer to the notice that counts.
        let opened = desk.open_link(&token).await.expect("still open");
        assert_eq!(opened.notice.id, third);
        let sheet = desk.notice_sheet(opened, Language::En).await.expect("a page");
        assert_eq!(sheet.through.map(|(code, _)| code), Some(before.code));
        let parts = [("done", "The plan is attached."), ("done", "They are gone.")];
        let command = desk.new_command();
        let (answer, _) =
            desk.answer_notice(&token, command, &answer_form(&parts), &[], "203.0.113.9").await.expect("an answer");
        assert_eq!(answer.notice, third);
        desk.round().await;
        assert_eq!(
            desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &replace("90"))).await,
            Refusal::NotReplaceable
        );
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_notice_is_told_of_by_letter_and_on_its_page() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, token) = desk.send(&matter, &notice_form(&matter)).await;
        desk.withdraw_notice(&matter.ann, desk.new_command(), notice, "It named a machine of somebody else.")
            .await
            .expect("withdrawn");
        desk.round().await;
        let letters = desk.letters();
        let told = letters.last().expect("a letter");
        assert!(told.subject.contains("no longer counts") && told.text.contains("a machine of somebody else"));
        let opened = desk.open_link(&token).await.expect("still open");
        let sheet = desk.notice_sheet(opened, Language::En).await.expect("a page");
        assert!(sheet.history.iter().any(|item| {
            item.sentence.quote.as_ref().is_some_and(|words| words == "It named a machine of somebody else.")
        }));
        let noun: Notice = desk.noun(notice).await;
        assert_eq!(noun.delivered, 1, "the letter of a withdrawal delivers no notice");
    })
    .await;
}
