//! Instructions and the provider's own receiver: signed, tried again, told of, refused, and overtaken.

mod receiver;

use crate::bench::{Bench, TestDesk};
use crate::hands::{Matter, decision_form};
use docket::decision::Decision;
use docket::desk::decisions::DecisionForm;
use docket::desk::handing::LEASE_SECONDS;
use docket::desk::instructions::hooked::Said;
use docket::desk::instructions::list::InstructionsList;
use docket::hook::{Secret, signature};
use docket::id::{InstructionId, TokenId};
use docket::instruction::handed::{HOOK_WAITS, Told, Why};
use docket::instruction::{Instruction, InstructionStage, Order};
use docket::refusal::Refusal;
use docket::rounds::Rounds;
use receiver::{OTHER, Receiver, SECRET, SILENCE, answer};
use std::time::Duration;

async fn suspended(desk: &mut TestDesk) -> (Matter, Instruction) {
    let matter = desk.matter().await;
    desk.suspended(&matter).await;
    let instruction = desk.instructions(matter.case).await.pop().expect("an instruction");
    (matter, instruction)
}

async fn stands(desk: &TestDesk, id: InstructionId) -> Instruction {
    desk.noun(id).await
}

async fn key(desk: &TestDesk) -> TokenId {
    let key = desk.add_token(None, "receiver", "instructions:write").await.expect("a key");
    desk.token(&key).await.expect("a database").expect("a key").id
}

fn said(told: Told, detail: &str) -> Said {
    Said { told, detail: detail.into() }
}

#[tokio::test]
async fn an_instruction_goes_out_signed_and_its_result_comes_back_once() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let receiver = Receiver::open().await;
        desk.hook_to(receiver.hook());
        let (_, told) = suspended(desk).await;
        desk.round().await;
        let call = receiver.calls().pop().expect("a call");
        assert!(call.head.starts_with("POST /duenotice?from=desk HTTP/1.1"), "{}", call.head);
        let (id, seconds) = (call.id(), desk.now().micros() / 1_000_000);
        assert_eq!(
            (id.as_str(), call.header("webhook-timestamp")),
            (told.id.to_string().as_str(), seconds.to_string())
        );
        let secrets = [OTHER, SECRET].map(|secret| Secret::parse(secret).expect("a secret"));
        assert_eq!(call.header("webhook-signature"), signature(&secrets, &id, seconds, call.body.as_bytes()));
        let body = call.json();
        assert_eq!((&body["type"], &body["data"]["order"]), (&"instruction.issued".into(), &"suspend".into()));
        assert_eq!(body["data"]["assets"].as_array().map(Vec::len), Some(3));
        let url = format!("{}/api/v1/instructions/{id}/result", desk.settings().public_url);
        assert_eq!(body["data"]["result_url"], url);

        let noun = stands(desk, told.id).await;
        assert_eq!((noun.stage.word(), noun.attempts.len(), noun.done_at()), ("handed_over", 1, None));
        assert_eq!(noun.attempts[0].answer.show(), "taken");
        desk.clock.advance_seconds(7200);
        desk.round().await;
        assert!(receiver.calls().is_empty(), "what was taken is not handed over again by itself");

        let (token, word) = (key(desk).await, said(Told::Done, "Routes withdrawn."));
        let first = desk.take_result(token, told.id, &word, b"{one}").await.expect("recorded");
        desk.clock.advance_seconds(60);
        let second = desk.take_result(token, told.id, &word, b"{one}").await.expect("nothing");
        assert_eq!((first.repeated, second.repeated, first.at), (false, true, second.at));
        assert_eq!(desk.count("instruction_resulted").await, 1);
        assert_eq!(stands(desk, told.id).await.done_at(), Some(first.at), "since then it is in force");
        let no = said(Told::Refused, "After all not.");
        assert_eq!(desk.refuses(desk.take_result(token, told.id, &no, b"{}")).await, Refusal::AlreadyDone);
        let nothing = InstructionId(uuid::Uuid::nil());
        assert_eq!(
            desk.refuses(desk.take_result(token, nothing, &word, b"{}")).await,
            Refusal::NotFound("instruction")
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_later_and_later_until_a_person_is_asked() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let receiver = Receiver::open().await;
        desk.hook_to(receiver.hook());
        desk.reminds();
        let broken = answer("500 Internal Server Error", "", "<h1>the\u{7}console is away</h1>");
        receiver.will_say(&vec![broken; HOOK_WAITS.len() + 1]);
        let (matter, told) = suspended(desk).await;
        desk.round().await;
        let mut calls = receiver.calls();
        assert_eq!(calls.len(), 1);
        for wait in HOOK_WAITS {
            desk.clock.advance_seconds(wait - 1);
            desk.round().await;
            assert!(receiver.calls().is_empty(), "not before its time");
            desk.clock.advance_seconds(1);
            desk.round().await;
            let more = receiver.calls();
            assert_eq!(more.len(), 1, "after {wait} seconds");
            calls.extend(more);
        }
        assert!(calls.iter().all(|call| call.id() == told.id.to_string() && call.body == calls[0].body));
        let mut stamps: Vec<_> = calls.iter().map(|call| call.header("webhook-timestamp")).collect();
        stamps.dedup();
        assert_eq!(stamps.len(), 7, "each attempt has its own");
        let noun = stands(desk, told.id).await;
        assert_eq!((noun.stage.word(), noun.tries, noun.attempts.len()), ("given_up", 7, 7));
        assert_eq!((noun.attempts[6].status, noun.attempts[6].why.clone()), (Some(500), Some(Why::Answered)));
        assert_eq!(noun.attempts[6].answer.show(), "<h1>the console is away</h1>");

        // It stands where people look, and its owner is told.
        let list = desk.instructions_view(InstructionsList::Person, None).await.expect("a list");
        assert_eq!(list.rows.iter().map(|row| row.instruction.id).collect::<Vec<_>>(), [told.id]);
        assert_eq!(list.counts[0].1, 1);
        let view = desk.for_you(&matter.ann).await.expect("a page");
        assert!(view.yours.iter().any(|row| row.about.path == format!("/instructions/{}", told.number)));
        desk.clock.advance_seconds(60);
        desk.round().await;
        let told_of = desk.letters().into_iter().filter(|mail| mail.text.contains("/instructions/")).count();
        assert_eq!(told_of, 1, "once");
        desk.clock.advance_seconds(24 * 3600);
        desk.round().await;
        assert!(receiver.calls().is_empty(), "no machine tries it any more");

        // A person has it handed over once more: under the same number, and the answer brings the result along.
        receiver.will_say(&[answer("200 OK", "", r#"{"result": "done", "detail": "Switched off."}"#)]);
        let command = desk.new_command();
        desk.hand_over_again(&matter.ann, command, told.id).await.expect("again");
        desk.hand_over_again(&matter.ann, command, told.id).await.expect("the same receipt");
        let refusal = desk.refuses(desk.hand_over_again(&matter.ann, desk.new_command(), told.id)).await;
        assert_eq!(refusal, Refusal::TriedStill);
        desk.round().await;
        let call = receiver.calls().pop().expect("a call");
        assert_eq!((call.id(), &call.body), (told.id.to_string(), &calls[0].body));
        let noun = stands(desk, told.id).await;
        assert_eq!((noun.stage.word(), noun.attempts.len(), noun.done_at()), ("done_by_receiver", 8, Some(desk.now())));
        assert_eq!(noun.stage.detail().map(|detail| detail.show()), Some("Switched off."));
        let refusal = desk.refuses(desk.hand_over_again(&matter.ann, desk.new_command(), told.id)).await;
        assert_eq!(refusal, Refusal::AlreadyDone);
        let settled = desk.instructions_view(InstructionsList::Settled, None).await.expect("a list");
        assert_eq!((settled.rows.len(), settled.counts[0].1), (1, 0));
        assert!(desk.texts("select what from lease").await.is_empty(), "nothing is left of it");
    })
    .await;
}

#[tokio::test]
async fn gone_moved_busy_and_silent_each_have_their_way() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let receiver = Receiver::open().await;
        desk.hook_to(receiver.hook());
        let moved = answer("302 Found", "location: /elsewhere\r\n", "");
        let busy = answer("429 Too Many Requests", "retry-after: 600\r\n", "later");
        receiver.will_say(&[moved, busy, SILENCE.into(), "not HTTP at all\r\n\r\n".into(), answer("410 Gone", "", "")]);
        let (matter, told) = suspended(desk).await;
        desk.round().await;
        assert_eq!(receiver.calls().len(), 1, "another address is not followed");
        desk.clock.advance_seconds(HOOK_WAITS[0]);
        desk.round().await;
        desk.clock.advance_seconds(599);
        desk.round().await;
        assert_eq!(receiver.calls().len(), 1, "it asked for ten minutes");
        desk.hook_to(receiver.hook().patient_for(Duration::from_millis(100)));
        desk.clock.advance_seconds(1);
        desk.round().await;
        desk.hook_to(receiver.hook());
        for wait in [HOOK_WAITS[2], HOOK_WAITS[3]] {
            desk.clock.advance_seconds(wait);
            desk.round().await;
        }
        let noun = stands(desk, told.id).await;
        let whys: Vec<_> = noun.attempts.iter().map(|one| (one.status, one.why.clone().expect("a problem"))).collect();
        assert_eq!(whys[..2], [(Some(302), Why::Redirected), (Some(429), Why::Answered)]);
        assert!(
            matches!(whys[2], (None, Why::Silent { .. })) && matches!(whys[3], (None, Why::Unreachable { .. })),
            "{whys:?}"
        );
        assert_eq!((whys.last(), noun.stage.word()), (Some(&(Some(410), Why::Gone)), "given_up"), "at once");
        // By hand in the end, and a late word of the receiver changes nothing.
        let how = "Switched off in the console, ticket 4711.";
        desk.confirm_instruction(&matter.ann, desk.new_command(), told.id, how, &[]).await.expect("confirmed");
        let late = desk.take_result(key(desk).await, told.id, &said(Told::Done, ""), b"{}").await.expect("nothing");
        assert!(late.repeated && stands(desk, told.id).await.stage.word() == "done_by_hand");
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_or_done_in_part_asks_a_person() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let receiver = Receiver::open().await;
        desk.hook_to(receiver.hook());
        receiver.will_say(&[answer("200 OK", "", r#"{"result": "refused", "detail": "vm-4711 is not ours."}"#)]);
        let (matter, told) = suspended(desk).await;
        desk.round().await;
        let noun = stands(desk, told.id).await;
        assert_eq!((noun.stage.word(), noun.done_at()), ("refused", None));
        assert_eq!(noun.stage.detail().map(|detail| detail.show()), Some("vm-4711 is not ours."));
        let view = desk.for_you(&matter.ann).await.expect("a page");
        assert_eq!(view.yours.iter().filter(|row| row.about.name == format!("I-{}", told.number)).count(), 1);
        // After a look it is handed over once more, and the receiver calls: twice in part, then all of it.
        desk.hand_over_again(&matter.ann, desk.new_command(), told.id).await.expect("again");
        desk.round().await;
        assert_eq!(stands(desk, told.id).await.stage.word(), "handed_over");
        let (token, part) = (key(desk).await, said(Told::Partly, "The prefix is off, the name is not."));
        for repeated in [false, true] {
            let taken = desk.take_result(token, told.id, &part, b"{part}").await.expect("taken");
            assert_eq!(taken.repeated, repeated);
        }
        assert_eq!(stands(desk, told.id).await.stage.word(), "partly");
        desk.take_result(token, told.id, &said(Told::Done, ""), b"{all}").await.expect("taken");
        assert!(desk.for_you(&matter.ann).await.expect("a page").yours.is_empty());
        assert_eq!(desk.count("instruction_resulted").await, 3);
    })
    .await;
}

#[tokio::test]
async fn whoever_took_it_and_says_nothing_is_asked_about() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let receiver = Receiver::open().await;
        desk.hook_to(receiver.hook());
        desk.reminds();
        let (matter, told) = suspended(desk).await;
        desk.round().await;
        let asked = async |desk: &TestDesk| {
            let view = desk.for_you(&matter.ann).await.expect("a page");
            view.yours.iter().any(|row| row.about.name == format!("I-{}", told.number))
        };
        desk.clock.advance_seconds(4 * 3600 - 1);
        assert!(!asked(desk).await);
        desk.clock.advance_seconds(1);
        assert!(asked(desk).await);
        desk.round().await;
        desk.round().await;
    })
    .await;
}

#[tokio::test]
async fn a_crash_between_sending_and_writing_down_sends_the_same_number_and_bytes() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let receiver = Receiver::open().await;
        desk.hook_to(receiver.hook());
        receiver.will_say(&[SILENCE.into()]);
        let (_, told) = suspended(desk).await;
        let first = {
            let mut rounds = Rounds::default();
            let killed = rounds.make(desk, &desk.mailer);
            let came = async {
                loop {
                    if let Some(call) = receiver.calls().pop() {
                        break call;
                    }
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                done = killed => panic!("the receiver says nothing: {done:?}"),
                call = came => call,
            }
        };
        assert_eq!(desk.count("instruction_taken").await, 0);
        let mut rounds = Rounds::default();
        rounds.make(desk, &desk.mailer).await.expect("a round");
        assert!(receiver.calls().is_empty(), "nobody knows that its holder is gone");
        desk.clock.advance_seconds(LEASE_SECONDS);
        rounds.make(desk, &desk.mailer).await.expect("a round");
        let second = receiver.calls().pop().expect("a call");
        assert_eq!((first.id(), &first.body), (second.id(), &second.body));
        assert_ne!(first.header("webhook-timestamp"), second.header("webhook-timestamp"));
        assert_eq!((desk.count("instruction_taken").await, stands(desk, told.id).await.tries), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn what_favours_goes_first_and_what_it_overtakes_does_not_go_at_all() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let receiver = Receiver::open().await;
        desk.hook_to(receiver.hook());
        receiver.will_say(&[answer("503 Service Unavailable", "", "")]);
        let (matter, off) = suspended(desk).await;
        desk.round().await;
        assert_eq!(receiver.calls().len(), 1);
        // It waits for its next try, longer than it takes a person to lift the suspension.
        let first: Decision = desk.noun(off.decision.expect("a decision")).await;
        let lift = DecisionForm { lifts: first.id.to_string(), ..decision_form(&matter, "reinstatement", "", "") };
        desk.propose(&matter, &lift).await.expect("lifted");
        let on = desk.instructions(matter.case).await.pop().expect("an instruction");
        assert_eq!(on.order, Order::Reinstate);
        desk.clock.advance_seconds(HOOK_WAITS[0]);
        desk.round().await;
        let orders: Vec<_> = receiver.calls().iter().map(|call| call.json()["data"]["order"].clone()).collect();
        assert_eq!(orders, ["reinstate"], "the older one would have switched off again what was just switched on");
        let noun = stands(desk, off.id).await;
        assert!(
            matches!(noun.stage, InstructionStage::Overtaken { by_number, .. } if by_number == on.number),
            "{noun:?}"
        );
        desk.clock.advance_seconds(24 * 3600);
        desk.round().await;
        assert!(receiver.calls().is_empty());
    })
    .await;
}
