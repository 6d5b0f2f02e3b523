//! Two servers on one database, and one that stood still while another took over.

use super::office::{Office, message_id};
use super::{Server, another};
use crate::bench::{Bench, TestDesk};
use crate::effect::both_round;
use crate::hands::notice_form;
use crate::notices::broken;
use docket::desk::complaints::ComplaintForm;
use docket::desk::deadlines::LaterForm;
use docket::desk::handing::LEASE_SECONDS;
use docket::desk::instructions::Tried;
use docket::instruction::{Instruction, InstructionStage};
use docket::letter::{Letter, LetterStage};
use docket::notice::Notice;
use docket::people::Actor;
use docket::rounds::Rounds;
use std::collections::HashSet;

/// Somebody who reported hears of it: one letter each.
pub async fn reported(desk: &TestDesk, many: usize) {
    for number in 0..many {
        let form = ComplaintForm {
            locations: format!("https://example-social.example/post/{number}"),
            category: "violence".into(),
            description: format!("Calls for violence, number {number}."),
            reporter_name: "Rita Reporter".into(),
            reporter_email: format!("rita{number}@reports.example"),
            good_faith: true,
            ..ComplaintForm::default()
        };
        desk.log_complaint(Actor::Reporter, None, desk.new_command(), &form, &[]).await.expect("a complaint");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_hand_each_letter_over_once() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let mut office = Office::open().await;
        desk.mailer = office.mailer(desk.settings());
        reported(desk, 40).await;
        let servers = &mut [Rounds::default(), Rounds::default()];
        both_round(desk, servers).await;
        let taken = office.all();
        let ids: HashSet<String> = taken.iter().map(|letter| message_id(letter)).collect();
        assert_eq!((taken.len(), ids.len()), (40, 40), "each once, under an id of its own");
        assert_eq!(desk.count("letter_accepted").await, 40);
        assert_eq!(desk.count("letter_handed_again").await, 0);
        assert!(desk.texts("select what from lease").await.is_empty(), "nothing is left of it");
    })
    .await;
}

#[tokio::test]
async fn whoever_was_taken_over_writes_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        reported(desk, 2).await;
        let letters = desk.queued_letters(9).await.expect("letters");
        let first: &Letter = &letters[0];
        let zombie = desk.claim_letter(first.id).await.expect("a database").expect("the lease");
        assert_eq!(zombie.unknown_since, None);
        let begun = desk.now();
        let mut other = Server::beside(desk, 2);
        assert_eq!(other.desk.claim_letter(first.id).await.expect("a database"), None, "somebody is at it");
        other.clock.advance_seconds(LEASE_SECONDS - 1);
        assert_eq!(other.round().await.letters, 1, "the other letter leaves meanwhile");
        other.clock.advance_seconds(1);
        assert_eq!(other.round().await.letters, 1, "taken over when the lease has run out");
        let taken: Letter = desk.noun(first.id).await;
        assert_eq!(taken.handed_again, [begun], "the record says that nobody knows what became of the first hand-over");

        // It wakes, and believes that it still holds the lease.
        let before = desk.traces().await;
        desk.letter_accepted(first.id, &zombie, b"stale bytes", "250 stale", None).await.expect("nothing");
        desk.letter_refused(first.id, &zombie, "550 stale").await.expect("nothing");
        assert!(!desk.put_off(&zombie, desk.now(), false).await.expect("a database"), "nor may it ask for another try");
        assert_eq!(before, desk.traces().await);
        let LetterStage::Accepted { response, .. } = desk.noun::<Letter>(first.id).await.stage else {
            panic!("it was accepted")
        };
        assert!(response.starts_with("written to outbox/"), "{response}");
        desk.clock.set(other.desk.now());
    })
    .await;
}

/// While the letter is still in the outbox the fence alone keeps the zombie out.
#[tokio::test]
async fn a_zombie_is_kept_out_while_the_letter_still_waits() {
    Bench::each(async |desk: &mut TestDesk| {
        reported(desk, 1).await;
        let letter = desk.queued_letters(1).await.expect("letters").pop().expect("a letter");
        let zombie = desk.claim_letter(letter.id).await.expect("a database").expect("the lease");
        desk.clock.advance_seconds(LEASE_SECONDS);
        let newer = desk.claim_letter(letter.id).await.expect("a database").expect("taken over");
        let before = desk.traces().await;
        desk.letter_accepted(letter.id, &zombie, b"stale", "250 stale", None).await.expect("nothing");
        desk.letter_refused(letter.id, &zombie, "550 stale").await.expect("nothing");
        assert!(!desk.put_off(&zombie, desk.now(), false).await.expect("a database"));
        assert_eq!(before, desk.traces().await);
        assert_eq!(desk.noun::<Letter>(letter.id).await.stage, LetterStage::Queued);
        desk.letter_accepted(letter.id, &newer, b"fresh", "250 fresh", None).await.expect("recorded");
        assert_eq!(desk.count("letter_accepted").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_instruction_is_fenced_too() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.suspended(&matter).await;
        let instruction = desk.instructions(matter.case).await.pop().expect("an instruction").id;
        let zombie = desk.claim_instruction(instruction).await.expect("a database").expect("the lease");
        assert_eq!(desk.claim_instruction(instruction).await.expect("a database"), None);
        desk.clock.advance_seconds(LEASE_SECONDS);
        let newer = desk.claim_instruction(instruction).await.expect("a database").expect("taken over");
        let failed = Tried::Failed { problem: "the console is away".into() };
        let before = desk.traces().await;
        desk.instruction_tried(instruction, &zombie, &failed).await.expect("nothing");
        assert_eq!(before, desk.traces().await, "its failure does not count as a try");
        desk.instruction_tried(instruction, &newer, &failed).await.expect("recorded");
        assert_eq!(desk.noun::<Instruction>(instruction).await.tries, 1);
        let done = Tried::Done { answer: "ticket 4711".into() };
        let before = desk.traces().await;
        for claim in [&zombie, &newer] {
            desk.instruction_tried(instruction, claim, &done).await.expect("nothing");
        }
        assert_eq!(before, desk.traces().await, "a lease is good for one try");
        let last = desk.claim_instruction(instruction).await.expect("a database").expect("tried again");
        desk.instruction_tried(instruction, &last, &done).await.expect("recorded");
        assert!(matches!(desk.noun::<Instruction>(instruction).await.stage, InstructionStage::DoneByProgram { .. }));
        assert_eq!(desk.claim_instruction(instruction).await.expect("a database"), None, "done");
    })
    .await;
}

#[tokio::test]
async fn a_hand_over_that_broke_off_is_repeated_with_the_same_bytes() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let mut office = Office::open().await;
        let matter = desk.matter().await;
        let (notice, _) = desk
            .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
            .await
            .expect("a notice");
        desk.clock.advance_seconds(60);
        desk.send_due_notice(notice).await.expect("in the outbox");
        let mailer = office.mailer(desk.settings());
        office.be_silent(true);
        let first = {
            let mut rounds = Rounds::default();
            let killed = rounds.make(desk, &mailer);
            tokio::select! {
                done = killed => panic!("the server says nothing: {done:?}"),
                letter = office.next() => letter,
            }
        };
        office.be_silent(false);
        let mailer = office.mailer(desk.settings());
        let mut rounds = Rounds::default();
        rounds.make(desk, &mailer).await.expect("a round");
        assert!(office.all().is_empty(), "nobody knows that its holder is gone");
        desk.clock.advance_seconds(LEASE_SECONDS);
        rounds.make(desk, &mailer).await.expect("a round");
        let second = office.all();
        assert_eq!(second, [first], "byte for byte, and so under the same Message-ID");
        let noun: Notice = desk.noun(notice).await;
        assert_eq!((noun.delivered, desk.count("letter_handed_again").await), (1, 1));

        // Whoever is certainly alone does not wait for the lease of a server that ended.
        desk.withdraw_notice(&matter.ann, desk.new_command(), notice, "A mistake of ours.").await.expect("withdrawn");
        let letter = desk.queued_letters(1).await.expect("letters").pop().expect("word of it");
        desk.claim_letter(letter.id).await.expect("a database").expect("the lease");
        let mut alone = Rounds::of_a_server(true, false);
        alone.make(desk, &mailer).await.expect("a round");
        alone.finish().await;
        assert_eq!(office.all().len(), 1);
        assert_eq!(desk.count("letter_handed_again").await, 2);
    })
    .await;
}

#[tokio::test]
async fn two_servers_try_no_more_often_than_one() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.mailer = broken(desk);
        reported(desk, 1).await;
        let mut other = Server::beside(desk, 2);
        other.mailer = desk.mailer.clone();
        let mut problems = 0;
        let begun = desk.now();
        while problems < 10 {
            // A restart forgets nothing either.
            desk.restart();
            problems += desk.round().await.problems + other.round().await.problems;
            desk.clock.advance_seconds(30);
            other.clock.advance_seconds(30);
        }
        assert_eq!(desk.count("letter_failed").await, 1, "after ten tries, whoever made them");
        let waited: i64 = (1..10).map(|tries: u32| 15 << tries.min(8)).sum();
        assert_eq!(desk.now().minus(begun), (waited + 30) * 1_000_000, "each after twice as long");
    })
    .await;
}

/// More than a few deadlines at one instant pass in one transaction, and each is asked whether it may.
#[tokio::test]
async fn deadlines_that_end_together_pass_together_each_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let first = desk.matter().await;
        let mut notices = Vec::new();
        for number in 0..20 {
            let matter = another(desk, &first, &format!("customer-{number}")).await;
            let form = notice_form(&matter);
            let (notice, _) =
                desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form).await.expect("a notice");
            notices.push(notice);
        }
        desk.clock.advance_seconds(60);
        desk.round().await;
        let due = desk.noun::<Notice>(notices[0]).await.deadline.at;
        // One was taken back, and one was given more time.
        let why = "It named the wrong posts.";
        desk.withdraw_notice(&first.ann, desk.new_command(), notices[3], why).await.expect("withdrawn");
        let later = LaterForm {
            why: "our_delay".into(),
            date: "2026-03-08".into(),
            time: "12:00".into(),
            words: "We answered late.".into(),
            ..LaterForm::default()
        };
        desk.set_later(&first.ann, desk.new_command(), notices[5], None, &later).await.expect("later");
        desk.clock.set(due.plus_micros(-1));
        assert_eq!(desk.deadlines_due(&notices).await.expect("a database"), 0, "not one microsecond early");
        desk.clock.set(due);
        let before = desk.events().await.len();
        desk.round().await;
        let passed: Vec<_> = desk.events().await.split_off(before);
        let passed: Vec<_> = passed.iter().filter(|(_, one)| one.event.kind() == "deadline_passed").collect();
        let commands: HashSet<_> = passed.iter().map(|(_, recorded)| recorded.command).collect();
        assert_eq!((passed.len(), commands.len()), (18, 1), "all of them in one transaction");
        assert_eq!(desk.deadlines_due(&notices).await.expect("a database"), 0, "and once");
        for (place, notice) in notices.iter().enumerate() {
            assert_eq!(desk.noun::<Notice>(*notice).await.deadline_passed, place != 3 && place != 5, "{place}");
        }
        let subject = desk.noun::<Notice>(notices[0]).await.text.subject;
        assert!(!subject.is_erased(), "nothing personal got lost on the way");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_pass_deadlines_together_each_once() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let first = desk.matter().await;
        let mut due = desk.now();
        for number in 0..30 {
            let matter = another(desk, &first, &format!("customer-{number}")).await;
            let (notice, _) = desk
                .schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter))
                .await
                .expect("a notice");
            due = due.max(desk.noun::<Notice>(notice).await.deadline.at);
        }
        desk.clock.advance_seconds(60);
        desk.round().await;
        desk.clock.set(due);
        both_round(desk, &mut [Rounds::default(), Rounds::default()]).await;
        assert_eq!(desk.count("deadline_passed").await, 30);
    })
    .await;
}
