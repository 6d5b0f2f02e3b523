//! Letters through a mail server as other houses run one, and what it reports of them through the watched mailbox.

use super::exim::{Exim, program};
use super::unreached;
use crate::bench::{Bench, TestDesk};
use crate::hands::{Matter, notice_form, suspension_in_an_hour};
use docket::decision::checks::Finding;
use docket::desk::mailbox::Mailbox;
use docket::id::NoticeId;
use docket::letter::Letter;
use docket::mail::{Action, BoundBy, MailStage};
use docket::notice::Notice;
use docket::refusal::Refusal;

/// A notice to a customer whose only contact has this address.
async fn noticed(desk: &mut TestDesk, first: &Matter, handle: &str, contact: &str) -> (Matter, NoticeId) {
    let customer = desk.add(handle, contact, &format!("{handle}.example"), "2020-06-01").await;
    let taken = desk.complaint(&first.ann, &format!("https://{handle}.example/1")).await;
    let case = desk.case(&first.ann, handle, &[taken]).await;
    let assets = desk.assets(&customer).await;
    let matter = Matter { ann: first.ann.clone(), lee: first.lee.clone(), customer, assets, case };
    let (notice, _) =
        desk.schedule_notice(&matter.ann, desk.new_command(), case, &notice_form(&matter)).await.expect("a notice");
    desk.clock.advance_seconds(60);
    desk.round().await;
    (matter, notice)
}

/// Looks into the mailbox as the server does, until so many reports on this letter were read.
async fn reported(desk: &TestDesk, exim: &Exim, mailbox: &mut Mailbox, notice: NoticeId, mails: usize) -> Letter {
    exim.mails(&exim.ours(), mails).await;
    let look = mailbox.look(desk).await.expect("a look");
    assert_eq!(look.problems, 0);
    desk.letter_of(notice).await
}

#[tokio::test]
async fn a_real_mail_server_takes_letters_and_reports_on_them() {
    let Some(program) = program() else { return };
    Bench::each_apart(async |desk: &mut TestDesk| {
        let exim = Exim::start(&program).await;
        desk.mailer = exim.mailer();
        let first = desk.matter().await;
        let mut mailbox = Mailbox::at(exim.ours());

        // It arrives, once, as what it is; and its mail server says so, because it was asked to.
        let (notice, _) = desk
            .schedule_notice(&first.ann, desk.new_command(), first.case, &notice_form(&first))
            .await
            .expect("a notice");
        desk.clock.advance_seconds(60);
        desk.round().await;
        let letter = desk.letter_of(notice).await;
        let way = letter.way.clone().expect("which way it went");
        assert!(way.tls && way.asked, "{way:?}");
        assert_eq!(letter.stage.word(), "accepted", "{:?}", letter.stage);
        let left = letter.left().expect("what left");
        assert!(left.response.starts_with("250 OK id="), "{}", left.response);
        let letter = reported(desk, &exim, &mut mailbox, notice, 1).await;
        let came = exim.mails(&exim.customer(), 1).await;
        assert_eq!(came.len(), 1, "once");
        assert_eq!(came[0].matches(&format!("Message-ID: {}", letter.message_id)).count(), 1, "{}", came[0]);
        assert!(came[0].contains("Auto-Submitted: auto-generated"));
        assert!(!came[0].to_ascii_lowercase().contains("dkim-signature"), "signing is the mail server's own affair");
        assert_eq!((letter.stage.word(), letter.rung()), ("delivered", 3));
        assert_eq!(letter.news.len(), 1);
        let mail: docket::mail::Mail = desk.noun(letter.news[0].mail).await;
        assert_eq!(mail.about.map(|about| about.by), Some(BoundBy::Envelope), "it names what we had called the letter");
        assert_eq!(mail.stage, MailStage::Kept);
        assert!(!desk.noun::<Notice>(notice).await.is_unreached());

        // A mailbox that does not exist: taken, and then back.
        let (matter, notice) = noticed(desk, &first, "gone-social", "nobody@example-social.example").await;
        assert!(desk.letter_of(notice).await.left().is_some(), "it was taken");
        let letter = reported(desk, &exim, &mut mailbox, notice, 2).await;
        assert_eq!((letter.stage.word(), letter.rung()), ("failed", 1), "{:?}", letter.stage);
        assert!(letter.news[0].status.starts_with("5."), "{:?}", letter.news);
        let noun: Notice = desk.noun(notice).await;
        assert!(noun.is_unreached(), "the clock is void");
        let tasks = desk.case_list(&unreached(), None).await.expect("the list");
        assert_eq!(tasks.rows.len(), 1, "somebody is asked to reach them otherwise");
        desk.pass_deadline(notice).await;
        let form = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::NoticeUndelivered]));

        // One that is being moved: the mail server says that it still tries, and later that it arrived.
        let (_, notice) = noticed(desk, &first, "busy-social", "legal@busy.example").await;
        let letter = reported(desk, &exim, &mut mailbox, notice, 3).await;
        assert_eq!((letter.stage.word(), letter.rung()), ("delayed", 1), "{:?}", letter.stage);
        exim.open_the_busy_one();
        let letter = reported(desk, &exim, &mut mailbox, notice, 4).await;
        assert_eq!((letter.stage.word(), letter.rung()), ("delivered", 3), "{:?}", letter.stage);
        assert_eq!(
            letter.news.iter().map(|news| news.action).collect::<Vec<_>>(),
            [Action::Delayed, Action::Delivered]
        );
    })
    .await;
}
