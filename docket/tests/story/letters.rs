//! Letters after they were queued: which conversation they belong to, and what a person can do about one that failed.

use crate::bench::{Bench, TestDesk};
use crate::hands::notice_form;
use crate::notices::broken;
use docket::letter::Letter;
use docket::notice::Notice;
use docket::refusal::Refusal;

#[tokio::test]
async fn letters_of_a_case_are_one_conversation() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        desk.clock.advance_seconds(60);
        desk.withdraw_notice(&matter.ann, desk.new_command(), notice, "A mistake of ours.").await.expect("withdrawn");
        let second = desk.queued_letters(10).await.expect("letters").pop().expect("the second letter");
        let follows = desk.follows(&second).await.expect("what it follows");
        desk.round().await;
        let letters = desk.letters();
        assert_eq!(follows.len(), 1);
        assert!(follows[0].contains(&letters[0].message_id), "{follows:?}");
        let view = desk.letter_view(second.id).await.expect("its page");
        let bytes = String::from_utf8_lossy(&view.bytes).into_owned();
        assert!(bytes.contains(&format!("In-Reply-To: {}", follows[0])), "{bytes}");
        assert!(bytes.contains("References: ") && bytes.contains("Auto-Submitted: auto-generated"));
    })
    .await;
}

#[tokio::test]
async fn a_failed_letter_is_sent_again_by_a_person_and_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
            .await
            .expect("a notice");
        desk.clock.advance_seconds(60);
        desk.send_due_notice(notice).await.expect("in the outbox");
        let first: Letter = desk.queued_letters(1).await.expect("letters").pop().expect("a letter");
        assert_eq!(
            desk.refuses(desk.send_letter_again(&matter.ann, desk.new_command(), first.id)).await,
            Refusal::LetterNotFailed
        );
        desk.letter_failed(first.id, "550 5.1.1 no such user").await.expect("failed");
        let whole = std::mem::replace(&mut desk.mailer, docket::letters::Mailer::Folder("/".into()));
        desk.mailer = broken(desk);
        desk.round().await;
        assert_eq!(desk.queued_letters(9).await.expect("letters").len(), 0, "nothing is sent again by itself");
        desk.mailer = whole;

        let command = desk.new_command();
        let (again, _) = desk.send_letter_again(&matter.ann, command, first.id).await.expect("sent again");
        let (same, receipt) = desk.send_letter_again(&matter.ann, command, first.id).await.expect("the same again");
        assert!(receipt.repeated && same == again);
        assert_eq!(
            desk.refuses(desk.send_letter_again(&matter.lee, desk.new_command(), first.id)).await,
            Refusal::LetterNotFailed
        );
        desk.round().await;
        let (old, new): (Letter, Letter) = (desk.noun(first.id).await, desk.noun(again).await);
        assert_eq!((old.again, new.again_of), (Some(again), Some(first.id)));
        assert_ne!(old.message_id, new.message_id, "a letter of its own");
        assert_eq!(old.text.show(), new.text.show(), "with the same words");
        let token = desk.letters().pop().and_then(|mail| mail.token()).expect("a link in it");
        desk.open_link(&token).await.expect("the same link, which the record never held");
        assert!(desk.texts("select link from letter_link").await.is_empty(), "and which is gone with the letter");
        let noun: Notice = desk.noun(notice).await;
        assert_eq!((noun.undelivered, noun.delivered), (1, 1));
        assert_eq!(noun.recipients[0].letter, Some(again));
        assert_eq!(desk.letters_view("failed", None).await.expect("the outbox").rows.len(), 1);
    })
    .await;
}

/// Whoever reads the ledger, the letters or the evidence must not be able to answer in somebody else's name.
#[tokio::test]
async fn no_record_holds_a_link_that_was_mailed() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, first) = desk.send(&matter, &notice_form(&matter)).await;
        let contact = desk.noun::<Notice>(notice).await.recipients[0].contact;
        desk.replace_link(&matter.ann, desk.new_command(), notice, contact, "It stood in a forum.").await.expect("new");
        let form = docket::desk::complaints::ComplaintForm {
            locations: "https://example-social.example/post/2".into(),
            category: "violence".into(),
            description: "The same again.".into(),
            reporter_name: "Rita Reporter".into(),
            reporter_email: "rita@reports.example".into(),
            good_faith: true,
            ..Default::default()
        };
        let reporter = docket::people::Actor::Reporter;
        let taken = desk.log_complaint(reporter, None, desk.new_command(), &form, &[]).await.expect("a complaint");
        let status = taken.status.expect("shown to whoever reported");
        desk.round().await;
        let mails = desk.letters();
        let second = mails.iter().rev().find_map(|mail| mail.token()).expect("the new link");
        assert!(mails.iter().any(|mail| mail.text.contains(&status)), "the receipt leads to the status page");

        let mut kept = desk.texts("select value from vault where value is not null").await;
        kept.extend(desk.texts("select facts from letter").await);
        let leaf = if desk.is_postgres() { "convert_from(leaf, 'UTF8')" } else { "cast(leaf as text)" };
        kept.extend(desk.texts(&format!("select {leaf} from event")).await);
        for (_, recorded) in desk.events().await {
            if let docket::event::Event::LetterAccepted { bytes, .. } = &recorded.event {
                let bytes = desk.evidence(bytes).await.expect("a database").expect("the letter's bytes");
                // Quoted-printable folds long lines; a link may stand in two of them.
                kept.push(String::from_utf8_lossy(&bytes).replace("=\r\n", ""));
            }
        }
        assert!(kept.iter().any(|text| text.contains("{link}")), "its place is kept");
        for secret in [&first, &second, &status] {
            assert!(!kept.iter().any(|text| text.contains(&secret[..20])), "{secret}");
        }
        assert!(desk.texts("select link from letter_link").await.is_empty());
    })
    .await;
}
