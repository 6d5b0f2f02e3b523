//! Letters and what comes back: reports on delivery, replies, a mailbox that is only read, a mail server that misbehaves,
//! and the other ways to a customer whose mail comes back.

mod exim;
mod fails;
mod real;
pub mod replies;
mod server;

use crate::bench::{Bench, TestDesk};
use crate::hands::{Matter, notice_form, suspension_in_an_hour};
use docket::decision::checks::Finding;
use docket::decision::{Decision, DecisionStage};
use docket::desk::mail::BindForm;
use docket::desk::reach::TriedForm;
use docket::event::Event;
use docket::id::NoticeId;
use docket::letter::Letter;
use docket::mail::{BoundBy, Mail, MailKind, MailStage};
use docket::notice::Notice;
use docket::refusal::Refusal;
use docket::store::lists;

impl TestDesk {
    pub async fn letters_of_case(&self, matter: &Matter) -> Vec<Letter> {
        let mut reader = self.read().await.expect("a reader");
        let letters = lists::letters_of(&mut reader.conn(), matter.case).await.expect("letters");
        letters.into_iter().map(|held| held.noun).collect()
    }

    pub async fn letter_of(&self, notice: NoticeId) -> Letter {
        let noun: Notice = self.noun(notice).await;
        self.noun(noun.recipients[0].letter.expect("a letter")).await
    }
}

/// By what a report names its letter.
#[derive(Clone, Copy, PartialEq)]
pub enum Names {
    Envelope,
    Headers,
    Tag,
    Nothing,
}

/// A report as mail servers write it (RFC 3464).
pub fn report(letter: &Letter, action: &str, names: Names) -> Vec<u8> {
    let bare = letter.message_id.trim_matches(['<', '>']);
    let tag = letter.id.0.simple();
    let to =
        if names == Names::Tag { format!("notices+{tag}@hosting.example") } else { "notices@hosting.example".into() };
    let envelope = match names {
        Names::Envelope => format!("Original-Envelope-Id: {}\r\n", letter.id),
        _ => String::new(),
    };
    let returned = match names {
        Names::Headers => format!(
            "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: notices@hosting.example\r\nMessage-ID: <{bare}>\r\n\r\n"
        ),
        _ => String::new(),
    };
    format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example-social.example>\r\nTo: {to}\r\n\
         Subject: Delivery status\r\nMessage-ID: <{action}.{tag}@mx.example-social.example>\r\n\
         Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system.\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example-social.example\r\n{envelope}\r\n\
         Final-Recipient: rfc822; legal@example-social.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
         Remote-MTA: dns; mailbox.example-social.example\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n{returned}--b--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_bounce_changes_its_letter_and_voids_the_clock() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        let bytes = report(&letter, "failed", Names::Headers);
        let taken = desk.take_mail(desk.now(), &bytes).await.expect("taken");
        assert_eq!((taken.kind, taken.number, taken.repeated), (MailKind::Delivery, 1, false));
        let same = desk.take_mail(desk.now(), &bytes).await.expect("taken before");
        assert!(same.repeated && same.mail == taken.mail);
        assert_eq!(desk.count("mail_received").await, 1, "the same report again changes nothing");

        let mail: Mail = desk.noun(taken.mail).await;
        assert_eq!(mail.about.map(|about| (about.letter, about.by)), Some((Some(letter.id), BoundBy::Returned)));
        assert_eq!(desk.evidence(&mail.raw).await.expect("a database").as_deref(), Some(&bytes[..]));
        let letter: Letter = desk.noun(letter.id).await;
        assert_eq!(letter.stage.word(), "failed");
        assert_eq!(letter.failure().map(|(_, said)| said), Some("550 5.1.1 no such user"));
        assert!(letter.left().is_some(), "what left is still known");
        assert_eq!(
            (letter.news[0].status.as_str(), letter.news[0].remote.show()),
            ("5.1.1", "mailbox.example-social.example")
        );
        let noun: Notice = desk.noun(notice).await;
        assert!(noun.is_unreached());
        assert_eq!((noun.delivered, noun.undelivered), (0, 1));
        let refusal = desk.refuses(desk.send_letter_again(&matter.ann, desk.new_command(), letter.id)).await;
        assert_eq!(refusal, Refusal::LinkGone, "its link exists nowhere any more");

        desk.pass_deadline(notice).await;
        let form = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::NoticeUndelivered]));
    })
    .await;
}

#[tokio::test]
async fn one_bounce_of_two_stops_what_was_approved_until_a_lead_has_found() {
    Bench::each(async |desk: &mut TestDesk| {
        let mut matter = desk.matter().await;
        let add = docket::desk::customers::AddContact {
            name: "Operations".into(),
            email: "ops@example-social.example".into(),
            duty: "legal".into(),
            language: "en".into(),
        };
        let ada = desk.person("Ada Admin", docket::people::Role::Admin).await;
        desk.add_contact(&ada, desk.new_command(), matter.customer.id, &add).await.expect("a second contact");
        matter.customer = desk.customer(&matter.customer.handle).await;
        let (notice, _) = desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let letter = desk.letter_of(notice).await;
        desk.take_mail(desk.now(), &report(&letter, "failed", Names::Headers)).await.expect("taken");
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        match desk.noun::<Decision>(decision).await.stage {
            DecisionStage::Stopped { findings, .. } => assert_eq!(findings, [Finding::NoticeBounced]),
            other => panic!("a bounce stops what burdens: {other:?}"),
        }
        assert!(desk.instructions(matter.case).await.is_empty());
        let overview = desk.case_list(&unreached(), None).await.expect("the list");
        assert_eq!(overview.rows.len(), 1, "it stands where tasks stand");

        let tried = TriedForm {
            channel: "phone".into(),
            date: "2026-03-05".into(),
            time: "09:30".into(),
            zone: "America/Los_Angeles".into(),
            to: "Lena Legal, +1 202 555 0199".into(),
            words: "Read the notice to her. She has the letter that went to operations.".into(),
            ..TriedForm::default()
        };
        desk.try_channel(&matter.ann, desk.new_command(), notice, &tried, &[]).await.expect("on record");
        assert!(desk.noun::<Notice>(notice).await.is_unreached(), "a call alone is no finding");
        desk.find_delivery(&matter.lee, desk.new_command(), notice, "She confirmed it in writing.")
            .await
            .expect("found");
        let noun: Notice = desk.noun(notice).await;
        assert!(!noun.is_unreached());
        assert_eq!(noun.attempts.len(), 1);
        assert!(desk.case_list(&unreached(), None).await.expect("the list").rows.is_empty());
        desk.withdraw_decision(&matter.lee, desk.new_command(), decision, "Its hour is over.")
            .await
            .expect("withdrawn");
        let again = desk.scheduled_suspension(&matter).await;
        desk.clock.set(desk.noun::<Decision>(again).await.effective.at);
        desk.round().await;
        assert_eq!(desk.noun::<Decision>(again).await.stage.word(), "in_force");
    })
    .await;
}

fn unreached() -> docket::store::queues::CaseFilter {
    docket::store::queues::CaseFilter { view: docket::store::queues::CaseView::Unreached, ..Default::default() }
}

#[tokio::test]
async fn another_channel_is_recorded_with_when_where_and_what() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let empty = TriedForm { zone: "UTC".into(), ..TriedForm::default() };
        let refusal = desk.refuses(desk.try_channel(&matter.ann, desk.new_command(), notice, &empty, &[])).await;
        let Refusal::Fields(problems) = refusal else { panic!("{refusal:?}") };
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["channel", "date", "to", "words"]);
        let paper = |date: &str| TriedForm {
            channel: "paper".into(),
            date: date.into(),
            time: "12:00".into(),
            zone: "UTC".into(),
            to: "1 Main Street, Example City".into(),
            tracking: "RR 123 456".into(),
            words: "The notice as it left.".into(),
            ..TriedForm::default()
        };
        for wrong in ["2026-03-01", "2026-03-09"] {
            let form = paper(wrong);
            let refusal = desk.refuses(desk.try_channel(&matter.ann, desk.new_command(), notice, &form, &[])).await;
            assert!(matches!(refusal, Refusal::Fields(problems) if problems[0].field == "date"), "{wrong}");
        }
        desk.clock.advance_seconds(86_400);
        let proof = docket::desk::complaints::Upload {
            name: "receipt.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: b"%PDF-1.4".to_vec(),
        };
        desk.try_channel(&matter.ann, desk.new_command(), notice, &paper("2026-03-05"), &[proof]).await.expect("kept");
        let noun: Notice = desk.noun(notice).await;
        let attempt = &noun.attempts[0];
        assert_eq!((attempt.to.show(), attempt.tracking.show()), ("1 Main Street, Example City", "RR 123 456"));
        assert_eq!(attempt.files[0].name.show(), "receipt.pdf");
    })
    .await;
}

#[tokio::test]
async fn reports_are_placed_by_envelope_by_headers_and_by_tag() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        for (action, names, by, stage, rung) in [
            ("delayed", Names::Envelope, BoundBy::Envelope, "delayed", 1),
            ("relayed", Names::Tag, BoundBy::Tag, "relayed", 2),
            ("delivered", Names::Headers, BoundBy::Returned, "delivered", 3),
        ] {
            let taken = desk.take_mail(desk.now(), &report(&letter, action, names)).await.expect("taken");
            let mail: Mail = desk.noun(taken.mail).await;
            assert_eq!(mail.about.map(|about| about.by), Some(by));
            assert_eq!(mail.stage, MailStage::Kept);
            let letter: Letter = desk.noun(letter.id).await;
            assert_eq!((letter.stage.word(), letter.rung()), (stage, rung));
        }
        assert!(!desk.noun::<Notice>(notice).await.is_unreached());
        assert_eq!(desk.letters_view("delivered", None).await.expect("the outbox").rows.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_report_that_names_nothing_waits_for_a_person() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        let taken = desk.take_mail(desk.now(), &report(&letter, "failed", Names::Nothing)).await.expect("taken");
        assert_eq!(taken.stage, MailStage::Waiting);
        let view = desk.mails_view("waiting", None).await.expect("the list");
        assert_eq!((view.rows.len(), view.waiting), (1, 1));
        let bind = |about: &str| BindForm { about: about.into() };
        let noun: Notice = desk.noun(notice).await;
        for wrong in ["", "DN-0000-0000", &noun.code] {
            let form = bind(wrong);
            let refusal = desk.refuses(desk.bind_mail(&matter.ann, desk.new_command(), taken.number, &form)).await;
            assert!(matches!(refusal, Refusal::Fields(_)), "{wrong}");
        }
        let form = bind(&letter.message_id);
        desk.bind_mail(&matter.ann, desk.new_command(), taken.number, &form).await.expect("placed");
        assert_eq!(desk.noun::<Letter>(letter.id).await.stage.word(), "failed");
        assert!(desk.noun::<Notice>(notice).await.is_unreached());
        let refusal = desk.refuses(desk.settle_mail(&matter.ann, desk.new_command(), taken.number, "Seen.")).await;
        assert_eq!(refusal, Refusal::MailSettled);
    })
    .await;
}

/// The customer's side of the record tells them nothing of bounces and mailboxes.
#[tokio::test]
async fn what_came_back_is_no_news_for_the_customer() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        desk.take_mail(desk.now(), &report(&letter, "failed", Names::Headers)).await.expect("taken");
        let names = docket::sentence::Names::default();
        for (_, recorded) in desk.events().await {
            let told =
                matches!(recorded.event, Event::MailReceived(_) | Event::LetterReported(_) | Event::NoticeUnreached(_));
            if told {
                let to = docket::sentence::Audience::Customer;
                assert!(recorded.sentence(to, docket::words::Language::En, &names).is_none());
            }
        }
    })
    .await;
}
