//! Replies to our letters: an answer at the instant at which it came, a machine's word, or something for a person.

use crate::bench::{Bench, TestDesk};
use crate::hands::{notice_form, suspension_in_an_hour};
use docket::complaint::Complaint;
use docket::decision::checks::Finding;
use docket::desk::mail::BindForm;
use docket::desk::mailbox::Mailbox;
use docket::letter::Letter;
use docket::mail::{BoundBy, Mail, MailKind, MailStage};
use docket::notice::{Answer, Stance, Via};
use docket::people::Actor;
use docket::refusal::Refusal;
use docket::time::Moment;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

pub fn reply(headers: &str, subject: &str) -> Vec<u8> {
    format!(
        "From: Lena Legal <legal@example-social.example>\r\nTo: notices@hosting.example\r\nSubject: {subject}\r\n\
         Message-ID: <{}@example-social.example>\r\n{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n\
         We took the posts down. Our plan is below.\r\n",
        headers.len() + subject.len()
    )
    .into_bytes()
}

pub fn about(letter: &Letter) -> String {
    format!("In-Reply-To: {}\r\n", letter.message_id)
}

#[tokio::test]
async fn a_reply_stands_as_an_answer_when_it_came_and_stops_what_burdens() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        desk.clock.advance_seconds(3600);
        let came = desk.now();
        desk.clock.advance_seconds(1800);
        let taken = desk.take_mail(came, &reply(&about(&letter), "Re: your notice")).await.expect("taken");
        let MailStage::Answer { answer, receipt } = taken.stage else { panic!("an answer: {:?}", taken.stage) };
        let kept: Answer = desk.noun(answer).await;
        assert_eq!((kept.via, kept.received_at, kept.is_unconfirmed()), (Via::Mail, came, true));
        assert_eq!(kept.parts.len(), 2);
        assert!(kept.parts.iter().all(|part| part.stance == Stance::Whole));
        assert!(kept.parts[0].text.show().contains("We took the posts down."));
        assert_eq!(kept.mail.map(|mail| mail.number), Some(taken.number));
        let mail: Mail = desk.noun(taken.mail).await;
        assert_eq!(kept.files[0].sha256, mail.raw, "the mail itself is attached");
        let (_, first) =
            desk.events().await.into_iter().find(|(_, one)| one.event.kind() == "mail_received").expect("it");
        assert_eq!(first.actor, Actor::Customer { notice });
        desk.round().await;
        assert!(desk.letters().iter().any(|mail| mail.text.contains(&receipt)), "a receipt goes to the contacts");

        desk.pass_deadline(notice).await;
        let form = suspension_in_an_hour(desk, &matter);
        let refusal = desk.refuses(desk.propose(&matter, &form)).await;
        assert_eq!(refusal, Refusal::StandsInTheWay(vec![Finding::AnswerUnread]));
        let how = "Called Lena Legal at the number of the contract.";
        desk.confirm_by_call_back(&matter.ann, desk.new_command(), notice, &receipt, how).await.expect("confirmed");
        desk.assess(&matter.ann, answer, &[(1, false), (2, false)]).await.expect("weighed");
        desk.propose(&matter, &form).await.expect("somebody has looked");
    })
    .await;
}

#[tokio::test]
async fn replies_are_placed_by_tag_by_references_and_by_number() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        let code = desk.noun::<docket::notice::Notice>(notice).await.code;
        let tag = format!("Delivered-To: notices+{}@hosting.example\r\n", letter.id.0.simple());
        let references = format!("References: <first@elsewhere.example>\r\n {}\r\n", letter.message_id);
        for (headers, subject, by) in [
            (tag, "An answer".to_owned(), BoundBy::Tag),
            (references, "Re: it".to_owned(), BoundBy::Reference),
            (String::new(), format!("RE: [Due Notice {}] Action required", code.to_lowercase()), BoundBy::Subject),
        ] {
            let taken = desk.take_mail(desk.now(), &reply(&headers, &subject)).await.expect("taken");
            let mail: Mail = desk.noun(taken.mail).await;
            assert_eq!(mail.about.map(|about| (about.notice, about.by)), Some((Some(notice), by)));
            assert!(matches!(mail.stage, MailStage::Answer { .. }), "{by:?}");
        }
        desk.round().await;
        let receipts = desk.letters_of_case(&matter).await;
        let receipts = receipts.iter().filter(|letter| matches!(letter.cause, docket::letter::Cause::Receipt { .. }));
        assert_eq!(receipts.count(), 1, "one receipt a day, whoever writes how often");
    })
    .await;
}

#[tokio::test]
async fn machines_are_kept_and_never_answered() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        let before = desk.letters_of_case(&matter).await.len();
        for header in [
            "Auto-Submitted: auto-replied\r\n",
            "Return-Path: <>\r\n",
            "Precedence: bulk\r\n",
            "X-Autoreply: yes\r\n",
            "List-Id: <a.list.example>\r\n",
        ] {
            let taken = desk
                .take_mail(desk.now(), &reply(&format!("{header}{}", about(&letter)), "Away"))
                .await
                .expect("taken");
            assert_eq!((taken.kind, taken.stage), (MailKind::Automatic, MailStage::Kept), "{header}");
        }
        let said_no = reply(&format!("Auto-Submitted: no\r\n{}", about(&letter)), "I wrote this");
        assert_eq!(desk.take_mail(desk.now(), &said_no).await.expect("taken").kind, MailKind::Reply);
        assert_eq!(desk.letters_of_case(&matter).await.len(), before + 1, "only the person gets a receipt");
        assert_eq!(desk.count("answer_received").await, 1);
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_nothing_waits_and_a_person_places_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let came = desk.now();
        let first = desk.take_mail(came, &reply("", "About your letter")).await.expect("taken");
        let second = desk.take_mail(came, &reply("X-A: 1\r\n", "Buy now")).await.expect("taken");
        assert_eq!((&first.stage, &second.stage), (&MailStage::Waiting, &MailStage::Waiting));
        desk.clock.advance_seconds(7200);
        let code = desk.noun::<docket::notice::Notice>(notice).await.code;
        let form = BindForm { about: code };
        let command = desk.new_command();
        desk.bind_mail(&matter.ann, command, first.number, &form).await.expect("placed");
        assert!(desk.bind_mail(&matter.ann, command, first.number, &form).await.expect("the same").repeated);
        let MailStage::Answer { answer, .. } = desk.noun::<Mail>(first.mail).await.stage else { panic!("an answer") };
        assert_eq!(desk.noun::<Answer>(answer).await.received_at, came, "it counts from when it came");
        let refusal = desk.refuses(desk.settle_mail(&matter.ann, desk.new_command(), second.number, " ")).await;
        assert!(matches!(refusal, Refusal::Fields(_)));
        desk.settle_mail(&matter.ann, desk.new_command(), second.number, "An advertisement.").await.expect("aside");
        assert_eq!(desk.mails_waiting().await.expect("a count"), 0);
        desk.round().await;
    })
    .await;
}

/// A customer can answer a letter whose notice was withdrawn: then there is nothing to answer, and a person reads it.
#[tokio::test]
async fn a_mail_about_a_case_without_a_notice_waits_and_stops_what_burdens() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (first, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(first).await;
        desk.withdraw_notice(&matter.ann, desk.new_command(), first, "A mistake.").await.expect("withdrawn");
        desk.round().await;
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let taken = desk.take_mail(desk.now(), &reply(&about(&letter), "Re: it")).await.expect("taken");
        assert_eq!(taken.stage, MailStage::Waiting);
        let noun: docket::decision::Decision = desk.noun(decision).await;
        desk.clock.set(noun.effective.at);
        desk.round().await;
        match desk.noun::<docket::decision::Decision>(decision).await.stage {
            docket::decision::DecisionStage::Stopped { findings, .. } => assert_eq!(findings, [Finding::MailWaiting]),
            other => panic!("nobody has read it: {other:?}"),
        }
    })
    .await;
}

pub fn maildir(desk: &TestDesk) -> PathBuf {
    let folder = desk.folder().join("replies");
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir_all(folder.join(part)).expect("a folder");
    }
    folder
}

/// Puts a mail there as a mail server does, at an instant.
pub fn deliver(path: &Path, bytes: &[u8], at: Moment) {
    std::fs::write(path, bytes).expect("a mail");
    let file = std::fs::File::options().write(true).open(path).expect("the mail");
    let since = u64::try_from(at.micros()).expect("after 1970");
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_micros(since)).expect("its time");
}

fn listing(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let mut found = Vec::new();
    for part in ["new", "cur", "tmp"] {
        for entry in std::fs::read_dir(folder.join(part)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let modified = std::fs::metadata(&path).and_then(|about| about.modified()).expect("its time");
            found.push((path.clone(), std::fs::read(&path).expect("a mail"), modified));
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn a_watched_mailbox_is_read_once_and_never_changed() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let letter = desk.letter_of(notice).await;
        let folder = maildir(desk);
        let sent = desk.now();
        // The server is down from here on; the mailbox is not.
        deliver(&folder.join("new/1.a.mx"), &reply(&about(&letter), "Re: the notice"), sent.plus_seconds(600));
        let from_the_future = sent.plus_seconds(90 * 86_400);
        deliver(&folder.join("new/2.a.mx"), &reply("X-B: 1\r\n", "From a wrong clock"), from_the_future);
        deliver(&folder.join("tmp/3.a.mx"), b"half a ma", sent);
        let arf = include_bytes!("../../samples/mail/arf.eml");
        deliver(&folder.join("cur/4.a.mx:2,S"), arf, sent);
        let before = listing(&folder);
        desk.clock.advance_seconds(7200);

        let mut mailbox = Mailbox::at(&folder);
        assert_eq!(mailbox.look(desk).await.expect("a look").taken, 3);
        assert_eq!(mailbox.look(desk).await.expect("a look").taken, 0);
        // A mail program marks a mail as read: it is the same mail.
        std::fs::rename(folder.join("new/1.a.mx"), folder.join("cur/1.a.mx:2,RS")).expect("moved");
        assert_eq!(Mailbox::at(&folder).look(desk).await.expect("a look").taken, 0, "also after a restart");
        std::fs::rename(folder.join("cur/1.a.mx:2,RS"), folder.join("new/1.a.mx")).expect("moved back");
        assert_eq!(listing(&folder), before, "nothing was touched");

        let answers = desk.events().await;
        let kept = answers.iter().find_map(|(_, one)| match &one.event {
            docket::event::Event::AnswerReceived { received_at, .. } => Some(*received_at),
            _ => None,
        });
        assert_eq!(kept, Some(sent.plus_seconds(600)), "it came while we were away, and counts from then");
        let waiting = desk.mails_view("waiting", None).await.expect("the list");
        assert_eq!(waiting.rows.len(), 1);
        assert_eq!(waiting.rows[0].mail.received_at, desk.now(), "nothing comes later than now");
        let complaints = desk.texts("select id from complaint order by number").await;
        let last: Complaint = desk.noun(complaints.last().expect("complaints")).await;
        assert_eq!(last.report.format, "arf", "a complaint in a form for machines is a complaint");
        desk.round().await;

        let gone = Mailbox::at(desk.folder().join("nowhere")).look(desk).await.expect("no failure of the desk");
        assert_eq!((gone.taken, gone.problems), (0, 1));
    })
    .await;
}
