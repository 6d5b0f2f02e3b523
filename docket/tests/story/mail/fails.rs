//! A mail server that fails, in every way that we know of: no letter is lost, and none is silently sent twice.

use super::server::{Fault, Given, Server};
use super::{Names, report};
use crate::bench::{Bench, TestDesk};
use crate::hands::notice_form;
use crate::rounds::another;
use crate::rounds::office::message_id;
use docket::id::NoticeId;
use docket::letter::{Letter, LetterStage};
use docket::notice::Notice;
use docket::rounds::Rounds;
use std::collections::HashMap;
use std::io::Write;

/// Of each fault, in a campaign.
const MANY: usize = 200;

#[tokio::test]
async fn a_mail_server_that_fails_in_every_way_loses_no_letter() {
    use Fault::*;
    // What the letter is after the first try, and how often the words "here it is" reached a server in all.
    let faults = [
        (NobodyListens, "queued", 0),
        (BusyAtGreeting, "queued", 0),
        (GarbageAtGreeting, "queued", 0),
        (SilentAtGreeting, "queued", 0),
        (NoStartTls, "queued", 0),
        (SignInRefused, "queued", 0),
        (Greylisted, "queued", 0),
        (NoSuchUser, "failed", 0),
        (TooLargeAfterData, "failed", 1),
        (DropsAfterData, "unknown", 1),
        (GarbageAfterData, "unknown", 1),
        (SilentAfterData, "unknown", 1),
        (TakesAndCloses, "accepted", 1),
        (ManyLines, "accepted", 1),
    ];
    let many = if std::env::var_os(crate::crash::SEEDS).is_some() { MANY } else { 1 };
    Bench::each_apart(async |desk: &mut TestDesk| {
        let first = desk.matter().await;
        for (place, (fault, stage, given)) in faults.into_iter().enumerate() {
            let matter = another(desk, &first, &format!("customer-{place}")).await;
            let form = notice_form(&matter);
            let mut notices = Vec::new();
            for _ in 0..many {
                let case = desk.case(&matter.ann, matter.customer.handle.as_str(), &[]).await;
                let made = desk.schedule_notice(&matter.ann, desk.new_command(), case, &form).await;
                notices.push(made.expect("a notice").0);
            }
            desk.clock.advance_seconds(60);
            let bad = Server::with(fault).await;
            desk.mailer = bad.mailer.clone();
            rounds_until_quiet(desk).await;
            assert_eq!(bad.given().len(), given * many, "{fault:?}");
            let mut letters = Vec::new();
            for notice in notices {
                let letter = desk.letter_of(notice).await;
                assert_eq!(letter.stage.word(), stage, "{fault:?}: {:?}", letter.stage);
                assert_eq!(desk.noun::<Notice>(notice).await.is_unreached(), stage == "failed", "{fault:?}");
                letters.push((notice, letter));
            }

            let good = Server::with(None).await;
            desk.mailer = good.mailer.clone();
            desk.clock.advance_seconds(3600);
            rounds_until_quiet(desk).await;
            let (bad, good) = (by_name(bad.given()), by_name(good.given()));
            for (notice, letter) in &letters {
                let of = |given: &Named| given.get(&letter.message_id).cloned().unwrap_or_default();
                settled(desk, *notice, letter, (fault, stage), &of(&bad), &of(&good)).await;
            }
        }
        // Two facts of each: that nobody knows, and later that the same message was offered once more.
        let counts = (desk.count("letter_doubted").await, desk.count("letter_handed_again").await);
        assert_eq!(counts, (3 * many, 3 * many));
        let line = format!(
            "{}: {} faults of a mail server x {many} letters: none lost, {} offered again, each as the very same message.",
            desk.store().kind(),
            faults.len(),
            counts.1
        );
        let _ = writeln!(std::io::stderr(), "{line}");
    })
    .await;
}

/// As a server makes them, with several letters on their way at once, until everything that is due has had its turn.
async fn rounds_until_quiet(desk: &TestDesk) {
    let mut rounds = Rounds::of_a_server(false, false);
    loop {
        let round = rounds.make(desk, &desk.mailer).await.expect("a round");
        // However slowly a mail server answers, the test clock stands until it has.
        rounds.finish().await;
        if round.timers == 0 && desk.letters_to_hand_over(1).await.expect("letters").is_empty() {
            return;
        }
    }
}

type Named = HashMap<String, Vec<Given>>;

/// What a server was given, by the letters' Message-IDs.
fn by_name(given: Vec<Given>) -> Named {
    let mut named = Named::new();
    for one in given {
        named.entry(message_id(&one.data)).or_default().push(one);
    }
    named
}

/// What became of a letter that a bad server was given first and a good one later.
async fn settled(
    desk: &TestDesk,
    notice: NoticeId,
    letter: &Letter,
    (fault, stage): (Fault, &str),
    first: &[Given],
    again: &[Given],
) {
    let after = desk.letter_of(notice).await;
    let ends = if stage == "failed" { "failed" } else { "accepted" };
    assert_eq!(after.stage.word(), ends, "{fault:?}: {:?}", after.stage);
    // A later deadline may follow; counted is the letter itself.
    let expected = usize::from(matches!(stage, "queued" | "unknown"));
    assert_eq!(again.len(), expected, "{fault:?}: never silently twice");
    if stage == "unknown" {
        assert_eq!(first[0].data, again[0].data, "{fault:?}: the very same message");
    }
    for one in first.iter().chain(again) {
        assert_eq!(one.to.len(), 1, "{fault:?}: {one:?}");
    }
    let noun: Notice = desk.noun(notice).await;
    if ends != "accepted" {
        assert!(noun.is_unreached(), "{fault:?}: its clock does not count");
        return;
    }
    let left = after.left().expect("what left");
    assert!(noun.deadline.at >= left.at.plus_seconds(24 * 3600), "{fault:?}: the whole time from acceptance");
    let way = after.way.expect("which way it went");
    assert!(way.asked && !way.tls && way.host.starts_with("127.0.0.1:"), "{way:?}");
    let envelope = again.last().or(first.last()).expect("given");
    assert!(envelope.from.contains(&format!("RET=HDRS ENVID={}", letter.id)), "{}", envelope.from);
    assert!(envelope.to[0].contains("NOTIFY=SUCCESS,FAILURE,DELAY"), "{:?}", envelope.to);
}

/// A report is the first word that a letter of unknown state was taken: it is not offered again.
#[tokio::test]
async fn a_report_settles_a_letter_of_unknown_state() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
            .await
            .expect("a notice");
        desk.clock.advance_seconds(60);
        desk.mailer = Server::with(Fault::DropsAfterData).await.mailer;
        desk.round().await;
        let letter = desk.letter_of(notice).await;
        assert!(matches!(letter.stage, LetterStage::Unknown { .. }));
        desk.take_mail(desk.now(), &report(&letter, "delivered", Names::Envelope)).await.expect("taken");
        let good = Server::with(Fault::None).await;
        desk.mailer = good.mailer.clone();
        desk.clock.advance_seconds(3600);
        desk.round().await;
        assert!(good.given().is_empty(), "it was taken the first time");
        assert_eq!(desk.letter_of(notice).await.stage.word(), "delivered");
        assert_eq!(desk.noun::<Notice>(notice).await.delivered, 1);
    })
    .await;
}
