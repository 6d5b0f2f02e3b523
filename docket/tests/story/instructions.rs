//! What the provider's machines are told: by a program, again when it fails, by hand with proof.

use crate::bench::{Bench, TestDesk};
use crate::hands::Matter;
use docket::decision::Decision;
use docket::desk::complaints::Upload;
use docket::instruction::{Instruction, InstructionStage};
use docket::people::Role;
use docket::refusal::Refusal;

async fn suspended(desk: &mut TestDesk) -> (Matter, Instruction) {
    let matter = desk.matter().await;
    desk.overdue(&matter).await;
    let decision = desk.scheduled_suspension(&matter).await;
    desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
    desk.round().await;
    let instruction = desk.instructions(matter.case).await.pop().expect("an instruction");
    (matter, instruction)
}

#[tokio::test]
async fn carried_out_by_hand_with_proof() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, instruction) = suspended(desk).await;
        desk.clock.advance_seconds(600);
        desk.round().await;
        assert_eq!(desk.noun::<Instruction>(instruction.id).await.stage, InstructionStage::Waiting, "no program, so it waits for a person");
        let proof = Upload { name: "ticket.png".into(), media_type: "image/png".into(), bytes: b"\x89PNG a picture".to_vec() };
        let auditor = desk.person("Otto Auditor", Role::Auditor).await;
        let how = "Switched off in the console, ticket 4711.";
        let refusal = desk.refuses(desk.confirm_instruction(&auditor, desk.new_command(), instruction.id, how, &[])).await;
        assert_eq!(refusal, Refusal::NotAllowed);
        let refusal = desk.refuses(desk.confirm_instruction(&matter.ann, desk.new_command(), instruction.id, " ", &[])).await;
        assert_eq!(refusal.problems()[0].field, "how");
        desk.confirm_instruction(&matter.ann, desk.new_command(), instruction.id, how, &[proof]).await.expect("confirmed");
        let noun: Instruction = desk.noun(instruction.id).await;
        assert!(matches!(&noun.stage, InstructionStage::DoneByHand { by, proof, .. } if *by == matter.ann.person.id && proof.len() == 1));
        let refusal = desk.refuses(desk.confirm_instruction(&matter.lee, desk.new_command(), instruction.id, how, &[])).await;
        assert_eq!(refusal, Refusal::AlreadyDone);
    })
    .await;
}

/// Fails as often as the file beside it has lines to give away.
const FAILS_TWICE: &str = r#"
cd "$(dirname "$0")"
echo again >> tries
if [ "$(wc -l < tries)" -lt 3 ]; then echo "the console is away" >&2; exit 3; fi
cat > last-paper.json
echo done
"#;

#[tokio::test]
async fn a_program_that_fails_is_tried_again() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.carry_out_with("carry-out.sh", FAILS_TWICE);
        let (_, instruction) = suspended(desk).await;
        desk.round().await;
        let noun: Instruction = desk.noun(instruction.id).await;
        assert_eq!((noun.tries, noun.stage.word()), (1, "waiting"));
        assert!(
            noun.last_problem.as_deref().is_some_and(|problem| problem.contains("the console is away")),
            "{noun:?}"
        );
        desk.clock.advance_seconds(59);
        desk.round().await;
        assert_eq!(desk.noun::<Instruction>(instruction.id).await.tries, 1, "not before its time");
        desk.clock.advance_seconds(1);
        desk.round().await;
        desk.clock.advance_seconds(120);
        desk.round().await;
        let noun: Instruction = desk.noun(instruction.id).await;
        assert_eq!((noun.tries, noun.stage.word()), (3, "done_by_program"));
        let paper = std::fs::read_to_string(desk.folder().join("last-paper.json")).expect("what the program read");
        assert!(paper.contains(&instruction.id.to_string()), "the number makes repeats harmless");
    })
    .await;
}

#[tokio::test]
async fn a_program_that_always_fails_is_given_up_and_a_person_takes_over() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.carry_out_with("carry-out.sh", "exit 1");
        let (matter, instruction) = suspended(desk).await;
        for _ in 0..8 {
            desk.round().await;
            desk.clock.advance_seconds(3600);
        }
        let noun: Instruction = desk.noun(instruction.id).await;
        assert_eq!((noun.tries, noun.stage.word()), (5, "given_up"));
        assert_eq!(desk.count("instruction_failed").await, 5);
        desk.confirm_instruction(&matter.ann, desk.new_command(), instruction.id, "By hand, in the end.", &[])
            .await
            .expect("confirmed");
        assert_eq!(desk.noun::<Instruction>(instruction.id).await.stage.word(), "done_by_hand");
    })
    .await;
}
