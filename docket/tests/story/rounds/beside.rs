//! Letters beside the rounds: a mail server that says nothing holds up neither the house nor more than a few letters.

use super::office::{Office, message_id};
use super::servers::reported;
use crate::bench::{Bench, TestDesk};
use crate::hands::{decision_form, notice_form};
use docket::desk::decisions::DecisionForm;
use docket::letter::{Cause, LetterStage, SENDING};
use docket::notice::Notice;
use docket::rounds::Rounds;
use std::collections::HashSet;

/// So many are with a mail server at once.
const AT_ONCE: usize = 8;

#[tokio::test]
async fn a_silent_mail_server_holds_up_nothing_else() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        desk.letters_may_wait();
        let matter = desk.matter().await;
        let (notice, _) = desk.send(&matter, &notice_form(&matter)).await;
        let mut office = Office::open().await;
        let mailer = office.mailer(desk.settings());
        let mut rounds = Rounds::of_a_server(true, false);
        rounds.make(desk, &mailer).await.expect("a round");
        office.be_silent(true);
        reported(desk, 12).await;
        let due = desk.noun::<Notice>(notice).await.deadline.at;
        desk.clock.set(due);
        rounds.make(desk, &mailer).await.expect("a round");
        assert!(desk.noun::<Notice>(notice).await.deadline_passed, "what is due in the house does not wait");

        let sending = desk.letters_view(SENDING, None).await.expect("the outbox");
        assert_eq!(sending.rows.len(), AT_ONCE);
        for row in &sending.rows {
            assert_eq!((row.sending, &row.letter.stage), (Some(due), &LetterStage::Queued));
            assert_eq!(desk.letter_view(row.letter.id).await.expect("its page").row.sending, Some(due));
        }
        let all = desk.letters_view("", None).await.expect("the outbox");
        assert_eq!(all.rows.iter().filter(|row| row.sending.is_some()).count(), AT_ONCE);
        let many = all.counts.iter().find(|(stage, _)| *stage == SENDING).map(|(_, many)| *many);
        assert_eq!(many, Some(8));

        // Nobody takes them over, and no other letter is begun in vain.
        desk.clock.advance_seconds(30);
        rounds.make(desk, &mailer).await.expect("a round");
        let mut ids = HashSet::new();
        for _ in 0..AT_ONCE {
            ids.insert(message_id(&office.next().await));
        }
        assert_eq!((ids.len(), office.all().len()), (AT_ONCE, 0));
        assert_eq!(desk.count("letter_handed_again").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_few_letters_at_a_time_are_each_handed_over_once() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let mut office = Office::open().await;
        let mailer = office.mailer(desk.settings());
        reported(desk, 30).await;
        let [mut one, mut other] = [Rounds::of_a_server(false, false), Rounds::of_a_server(false, false)];
        // Each ends as soon as nothing waits any more.
        while !desk.queued_letters(1).await.expect("letters").is_empty() {
            let (one, other) = tokio::join!(one.make(desk, &mailer), other.make(desk, &mailer));
            one.and(other).expect("rounds");
        }
        one.finish().await;
        other.finish().await;
        let ids: Vec<String> = office.all().iter().map(|letter| message_id(letter)).collect();
        assert_eq!((ids.len(), ids.iter().collect::<HashSet<_>>().len()), (30, 30));
        assert_eq!(desk.count("letter_accepted").await, 30);
        assert!(desk.texts("select what from lease").await.is_empty(), "nothing is left of it");
    })
    .await;
}

#[tokio::test]
async fn what_is_switched_on_again_is_told_before_everything_else() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let decision = desk.suspended(&matter).await;
        desk.round().await;
        reported(desk, 3).await;
        let before = desk.letters_to_hand_over(9).await.expect("letters");
        assert!(before.len() >= 3 && !before.iter().any(|letter| matches!(letter.cause, Cause::Decision { .. })));
        desk.clock.advance_seconds(10);
        let lift = DecisionForm { lifts: decision.id.to_string(), ..decision_form(&matter, "reinstatement", "", "") };
        desk.propose(&matter, &lift).await.expect("a reinstatement");
        let waiting = desk.letters_to_hand_over(9).await.expect("letters");
        assert!(matches!(waiting[0].cause, Cause::Decision { .. }), "{:?}", waiting[0].cause);
        assert_eq!(
            waiting[1..].iter().map(|one| one.id).collect::<Vec<_>>(),
            before.iter().map(|one| one.id).collect::<Vec<_>>()
        );
        desk.round().await;
    })
    .await;
}
